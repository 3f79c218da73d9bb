/*
 * cpe_write.c - names out ("binding"), and the keys made from them.
 */
#include "format/cpe/cpe.h"

#include <string.h>

#include "format/cpe/cpe_text.h"

struct writer {
	char  *ptr;
	size_t len;
};

static void
put(struct writer *w, struct str text)
{
	memcpy(w->ptr + w->len, text.ptr, text.len);
	w->len += text.len;
}

static void
put_char(struct writer *w, char c)
{
	w->ptr[w->len++] = c;
}

/* Room enough for any form: prefix, names and every character as three. */
static struct writer
writer_new(const struct cpe *cpe, struct arena *arena)
{
	size_t room = 256;

	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++)
		room += 3 * cpe->attributes[i].text.len;
	return (struct writer){ arena_alloc(arena, room), 0 };
}

static void
put_percent(struct writer *w, char c)
{
	static const char digits[] = "0123456789abcdef";

	put_char(w, '%');
	put_char(w, digits[(unsigned char)c >> 4]);
	put_char(w, digits[c & 15]);
}

/* Writes the characters of a value; `plain` are those that need no quoting beside letters and digits. */
static void
put_text(struct writer *w, struct str text, enum cpe_form form, const char *plain)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool quoted = c == '\\';

		if (quoted)
			c = text.ptr[++i];
		if (!quoted && (c == '*' || c == '?'))
			put(w, form == CPE_FORM_STRING ? (struct str){ &c, 1 } : c == '?' ? STR("%01") : STR("%02"));
		else if (char_is_alnum(c) || strchr(plain, c) != NULL)
			put_char(w, c);
		else if (form == CPE_FORM_URI)
			put_percent(w, c);
		else {
			put_char(w, '\\');
			put_char(w, c);
		}
	}
}

static void
put_value(struct writer *w, const struct cpe_value *value, enum cpe_form form)
{
	if (value->kind == CPE_NA)
		put_char(w, '-');
	else if (value->kind != CPE_ANY)
		put_text(w, value->text, form, "_.-");
	else if (form == CPE_FORM_STRING)
		put_char(w, '*');
}

struct str
cpe_format(const struct cpe *cpe, struct arena *arena)
{
	struct writer w = writer_new(cpe, arena);

	put(&w, STR("cpe:2.3"));
	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		put_char(&w, ':');
		put_value(&w, &cpe->attributes[i], CPE_FORM_STRING);
	}
	return (struct str){ w.ptr, w.len };
}

static void
put_edition(struct writer *w, const struct cpe *cpe)
{
	bool packed = false;

	for (size_t i = CPE_SW_EDITION; i < CPE_ATTRIBUTE_COUNT; i++)
		packed = packed || cpe->attributes[i].kind != CPE_ANY;
	if (packed)
		put_char(w, '~');
	put_value(w, &cpe->attributes[CPE_EDITION], CPE_FORM_URI);
	for (size_t i = CPE_SW_EDITION; packed && i < CPE_ATTRIBUTE_COUNT; i++) {
		put_char(w, '~');
		put_value(w, &cpe->attributes[i], CPE_FORM_URI);
	}
}

struct str
cpe_format_uri(const struct cpe *cpe, struct arena *arena)
{
	struct writer w = writer_new(cpe, arena);
	size_t end;

	put(&w, STR("cpe:/"));
	end = w.len;
	for (size_t i = 0; i <= CPE_LANGUAGE; i++) {
		size_t before;

		if (i > 0)
			put_char(&w, ':');
		before = w.len;
		if (i == CPE_EDITION)
			put_edition(&w, cpe);
		else
			put_value(&w, &cpe->attributes[i], CPE_FORM_URI);
		if (w.len > before)
			end = w.len;
	}
	return (struct str){ w.ptr, end };
}

struct str
cpe_format_wfn(const struct cpe *cpe, struct arena *arena)
{
	struct writer w = writer_new(cpe, arena);
	bool first = true;

	put(&w, STR("wfn:["));
	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		const struct cpe_value *value = &cpe->attributes[i];

		if (value->kind == CPE_ANY)
			continue;
		if (!first)
			put_char(&w, ',');
		first = false;
		put(&w, str_of(cpe_attribute_name((enum cpe_attribute)i)));
		put_char(&w, '=');
		if (value->kind == CPE_NA) {
			put(&w, STR("NA"));
			continue;
		}
		put_char(&w, '"');
		put_text(&w, value->text, CPE_FORM_STRING, "_");
		put_char(&w, '"');
	}
	put_char(&w, ']');
	return (struct str){ w.ptr, w.len };
}

struct str
cpe_value_plain(const struct cpe_value *value, struct arena *arena)
{
	char *out;
	size_t len = 0;

	if (str_find_char(value->text, '\\') == SIZE_MAX)
		return value->text;
	out = arena_alloc(arena, value->text.len);
	for (size_t i = 0; i < value->text.len; i++) {
		if (value->text.ptr[i] == '\\')
			i++;
		out[len++] = value->text.ptr[i];
	}
	return (struct str){ out, len };
}

/* A ':' inside a vendor or product is quoted, so that no two products share a key. */
struct str
cpe_product_key(const struct cpe *cpe, struct arena *arena)
{
	const struct cpe_value *vendor = &cpe->attributes[CPE_VENDOR], *product = &cpe->attributes[CPE_PRODUCT];
	struct writer w;

	if (vendor->kind != CPE_VALUE || product->kind != CPE_VALUE)
		return STR("");
	w = (struct writer){ arena_alloc(arena, 2 * (vendor->text.len + product->text.len) + 1), 0 };
	for (size_t i = 0; i < vendor->text.len; i++) {
		if (vendor->text.ptr[i] == ':')
			put_char(&w, '\\');
		put_char(&w, vendor->text.ptr[i]);
	}
	put_char(&w, ':');
	put(&w, product->text);
	return (struct str){ w.ptr, w.len };
}
