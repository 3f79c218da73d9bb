#include "format/xml/xml_write.h"

#include <assert.h>
#include <inttypes.h>

/* What XML 1.0 calls a character, of one that is UTF-8. */
static bool
is_character(uint32_t point)
{
	return point >= 0x20 ? point != 0xfffe && point != 0xffff : point == '\t' || point == '\n' || point == '\r';
}

static struct str
escape_of(uint32_t point, bool in_attribute)
{
	switch (point) {
	case '&':  return STR("&amp;");
	case '<':  return STR("&lt;");
	case '>':  return STR("&gt;");
	case '"':  return in_attribute ? STR("&quot;") : STR("");
	case '\r': return STR("&#13;");
	case '\n': return in_attribute ? STR("&#10;") : STR("");
	case '\t': return in_attribute ? STR("&#9;") : STR("");
	default:   return STR("");
	}
}

static void
add_inert(struct buf *out, struct str text, bool in_attribute)
{
	size_t from = 0, len;

	for (size_t at = 0; at < text.len; at += len) {
		unsigned char byte = (unsigned char)text.ptr[at];
		uint32_t point = byte;
		struct str escape;

		len = byte < 0x80 ? 1 : str_point(text, at, &point);
		escape = len == 0 || !is_character(point) ? STR("\xef\xbf\xbd") : byte < 0x80 ? escape_of(point, in_attribute) : STR("");
		len = len == 0 ? 1 : len;
		if (escape.len == 0)
			continue;
		buf_add(out, str_sub(text, from, at - from));
		buf_add(out, escape);
		from = at + len;
	}
	buf_add(out, str_from(text, from));
}

static void
close_tag(struct xml_writer *w)
{
	if (w->in_tag)
		buf_add_char(w->out, '>');
	w->in_tag = false;
}

void
xml_declare(struct xml_writer *w)
{
	buf_add(w->out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
}

void
xml_begin(struct xml_writer *w, const char *name)
{
	assert(w->depth < XML_WRITER_DEPTH);
	close_tag(w);
	buf_add_char(w->out, '<');
	buf_add(w->out, str_of(name));
	w->open[w->depth++] = name;
	w->in_tag = true;
}

void
xml_put_attribute(struct xml_writer *w, const char *name, struct str value)
{
	assert(w->in_tag);
	buf_add_char(w->out, ' ');
	buf_add(w->out, str_of(name));
	buf_add(w->out, STR("=\""));
	add_inert(w->out, value, true);
	buf_add_char(w->out, '"');
}

void
xml_put_number(struct xml_writer *w, const char *name, int64_t value)
{
	assert(w->in_tag);
	buf_addf(w->out, " %s=\"%" PRId64 "\"", name, value);
}

void
xml_put_text(struct xml_writer *w, struct str text)
{
	close_tag(w);
	add_inert(w->out, text, false);
}

void
xml_end(struct xml_writer *w)
{
	assert(w->depth > 0);
	w->depth--;
	if (w->in_tag) {
		buf_add(w->out, STR("/>"));
		w->in_tag = false;
		return;
	}
	buf_add(w->out, STR("</"));
	buf_add(w->out, str_of(w->open[w->depth]));
	buf_add_char(w->out, '>');
}

void
xml_put(struct xml_writer *w, const char *name, struct str text)
{
	xml_begin(w, name);
	xml_put_text(w, text);
	xml_end(w);
}

void
xml_put_some(struct xml_writer *w, const char *name, struct str text)
{
	if (text.len > 0)
		xml_put(w, name, text);
}
