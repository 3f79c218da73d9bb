/*
 * multipart.c - multipart/form-data (RFC 7578) as a stream: parts are handed on as their bytes come, and what is held back is never more than a
 * part's head or what may be the beginning of a delimiter.
 */
#include <string.h>
#include "wire/http/parts.h"

enum { BOUNDARY_BYTES = 70, PART_HEAD_BYTES = 8 << 10, PART_HEADERS = 16, PADDING_BYTES = 64 };

/* The value of a parameter, `name="value"` or name=value; a quotation mark or backslash in it has a backslash before it. False: there is none. */
static bool
parameter(struct str header, const char *wanted, struct arena *arena, struct str *ret_value)
{
	struct str rest;

	(void)str_cut(header, ';', &header, &rest);
	while (rest.len > 0) {
		struct str name;
		char *value = arena_alloc(arena, rest.len + 1);
		size_t len = 0, at = 0;

		if (!str_cut(rest, '=', &name, &rest))
			return false;
		if (str_take(&rest, STR("\""))) {
			while (at < rest.len && rest.ptr[at] != '"') {
				if (rest.ptr[at] == '\\' && at + 1 < rest.len && (rest.ptr[at + 1] == '"' || rest.ptr[at + 1] == '\\'))
					at++;
				value[len++] = rest.ptr[at++];
			}
			if (at == rest.len)
				return false;
		} else {
			while (at < rest.len && rest.ptr[at] != ';')
				value[len++] = rest.ptr[at++];
		}
		(void)str_cut(str_from(rest, at), ';', &(struct str){ 0 }, &rest);
		*ret_value = (struct str){ value, len };
		if (str_eq_nocase(str_trim_space(name), str_of(wanted)))
			return true;
	}
	return false;
}

bool
multipart_begin(struct multipart *multipart, struct str content_type)
{
	struct str boundary;

	if (!parameter(content_type, "boundary", multipart->arena, &boundary) || boundary.len == 0 || boundary.len > BOUNDARY_BYTES ||
	    !str_is_ascii(boundary))
		return false;
	multipart->delimiter = arena_printf(multipart->arena, "\r\n--%.*s", STR_ARG(boundary));
	multipart->state = MULTIPART_BEFORE;
	buf_add(&multipart->held, STR("\r\n"));      /* the first delimiter may stand at the very beginning */
	return true;
}

/* The name by which the client knows its file, without folders: "C:\a\b.csv" is "b.csv". */
static struct str
file_name(struct str name)
{
	for (size_t i = name.len; i-- > 0;)
		if (name.ptr[i] == '/' || name.ptr[i] == '\\') {
			name = str_from(name, i + 1);
			break;
		}
	return str_is_text(name) ? name : STR("file");
}

static int
begin_part(const struct multipart *multipart, struct str head)
{
	struct multipart_part part = { .type = STR("") };
	struct str line;
	bool named = false;
	size_t lines = 0;

	while (str_line(&head, &line)) {
		struct str name, value;

		if (++lines > PART_HEADERS || !str_cut(line, ':', &name, &value))
			return 400;
		value = str_trim_space(value);
		if (str_eq_nocase(name, STR("Content-Type")) && str_is_text(value))
			part.type = arena_copy(multipart->arena, value);
		if (!str_eq_nocase(name, STR("Content-Disposition")))
			continue;
		named = str_starts_nocase(value, STR("form-data")) && parameter(value, "name", multipart->arena, &part.name);
		part.is_file = parameter(value, "filename", multipart->arena, &part.filename);
	}
	if (!named || !str_is_text(part.name))
		return 400;
	part.filename = part.is_file ? file_name(part.filename) : STR("");
	return multipart->part(multipart->context, &part);
}

/* One step each: how many of the held bytes are done with; 0: more must come. */
struct step { size_t used; int refused; bool waits; };

/* Up to the delimiter, or to where one may begin. */
static struct step
take_data(struct multipart *multipart, struct str held)
{
	size_t at = str_find(held, multipart->delimiter), behind, kept = multipart->delimiter.len - 1;
	bool is_data = multipart->state == MULTIPART_DATA;
	struct str rest;
	int refused = 0;

	if (at == SIZE_MAX) {
		size_t done = held.len > kept ? held.len - kept : 0;

		if (is_data && done > 0)
			refused = multipart->bytes(multipart->context, str_sub(held, 0, done));
		return (struct step){ done, refused, true };
	}
	if (is_data && at > 0)
		refused = multipart->bytes(multipart->context, str_sub(held, 0, at));
	if (refused != 0)
		return (struct step){ 0, refused, true };
	if (at > 0)
		return (struct step){ at, 0, false };
	rest = str_from(held, multipart->delimiter.len);
	for (behind = 0; behind < rest.len && (rest.ptr[behind] == ' ' || rest.ptr[behind] == '\t'); behind++)
		;
	if (behind > PADDING_BYTES)
		return (struct step){ 0, 400, true };
	rest = str_from(rest, behind);
	if (rest.len < 2)
		return (struct step){ 0, 0, true };
	if (!str_starts(rest, STR("\r\n")) && !str_starts(rest, STR("--")))
		return (struct step){ 0, 400, true };
	if (is_data)
		refused = multipart->end(multipart->context);
	multipart->state = rest.ptr[0] == '-' ? MULTIPART_AFTER : MULTIPART_HEAD;
	/* The line's end stays: where a part has no headers at all, it is the first half of the empty line. */
	return (struct step){ multipart->delimiter.len + behind, refused, false };
}

static struct step
take_head(struct multipart *multipart, struct str held)
{
	size_t end = str_find(held, STR("\r\n\r\n"));

	if (end == SIZE_MAX)
		return (struct step){ 0, held.len > PART_HEAD_BYTES ? 400 : 0, true };
	if (end > PART_HEAD_BYTES)
		return (struct step){ 0, 400, true };
	multipart->state = MULTIPART_DATA;
	return (struct step){ end + 4, begin_part(multipart, str_sub(held, 2, end < 2 ? 0 : end - 2)), false };
}

static struct step
take(struct multipart *multipart, struct str held)
{
	switch (multipart->state) {
	case MULTIPART_BEFORE:
	case MULTIPART_DATA:
		return take_data(multipart, held);
	case MULTIPART_HEAD:
		return take_head(multipart, held);
	case MULTIPART_AFTER:
		break;
	}
	return (struct step){ held.len, 0, true };
}

int
multipart_take(struct multipart *multipart, struct str bytes)
{
	struct step step = { 0 };
	size_t used = 0;

	buf_add(&multipart->held, bytes);
	while (!step.waits && step.refused == 0) {
		step = take(multipart, str_from(buf_str(&multipart->held), used));
		used += step.used;
	}
	memmove(multipart->held.ptr, multipart->held.ptr + used, multipart->held.len - used);
	multipart->held.len -= used;
	return step.refused;
}

int
multipart_end(const struct multipart *multipart)
{
	return multipart->state == MULTIPART_AFTER ? 0 : 400;
}

void
multipart_done(struct multipart *multipart)
{
	buf_done(&multipart->held);
}
