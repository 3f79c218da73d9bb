/*
 * parts.c - several CVRF documents in one stream (a zip of months) as one input each.
 *
 * An XML document has one root, and a parser stops at what stands behind it. So the stream is cut behind each closing
 * tag of the root; text that looks like it can stand in a document only as a comment or CDATA, which Microsoft does not write,
 * and would cut it short: then the parser says so.
 */
#include "format/msrc/reading.h"

#include <string.h>


static const struct str root_name = STR_INIT("cvrfdoc");

/* Watches tags go by: true behind "</cvrfdoc>" and "</cvrf:cvrfdoc>". */
static bool
ends_document(struct msrc_parts *parts, char c)
{
	struct str name;

	if (c == '<') {
		parts->in_tag = true;
		parts->tag_len = 0;
		return false;
	}
	if (!parts->in_tag)
		return false;
	if (c != '>') {
		/* A longer one is no closing tag of ours. */
		parts->in_tag = parts->tag_len < sizeof(parts->tag);
		if (parts->in_tag)
			parts->tag[parts->tag_len++] = c;
		return false;
	}
	parts->in_tag = false;
	name = str_trim_space((struct str){ parts->tag, parts->tag_len });
	return str_take(&name, STR("/")) && str_take_end(&name, root_name) && (name.len == 0 || str_ends(name, STR(":")));
}

static struct err *
fill(struct msrc_parts *parts, struct arena *arena)
{
	if (parts->at < parts->len || parts->is_exhausted)
		return NULL;
	parts->at = 0;
	TRY(input_read(parts->under, parts->bytes, sizeof(parts->bytes), arena, &parts->len));
	parts->is_exhausted = parts->len == 0;
	return NULL;
}

static struct err *
read_part(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct msrc_parts *parts = (struct msrc_parts *)input;
	size_t got = 0;

	*ret_got = 0;
	if (parts->is_ended)
		return NULL;
	TRY(fill(parts, arena));
	room = room < parts->len - parts->at ? room : parts->len - parts->at;
	while (got < room && !parts->is_ended) {
		const char *next = parts->in_tag ? NULL : memchr(parts->bytes + parts->at + got, '<', room - got);

		/* Text between tags is passed over. */
		if (!parts->in_tag)
			got = next == NULL ? room : (size_t)(next - (parts->bytes + parts->at));
		if (got < room)
			parts->is_ended = ends_document(parts, parts->bytes[parts->at + got++]);
	}
	memcpy(into, parts->bytes + parts->at, got);
	parts->at += got;
	*ret_got = got;
	return NULL;
}

void
msrc_parts_begin(struct msrc_parts *parts, struct input *under)
{
	*parts = (struct msrc_parts){ .input = { .read = read_part, .name = under->name }, .under = under, .is_ended = true };
}

struct err *
msrc_parts_next(struct msrc_parts *parts, struct arena *arena, bool *ret_more)
{
	*ret_more = false;
	for (;;) {
		TRY(fill(parts, arena));
		if (parts->is_exhausted)
			return NULL;
		if (!char_is_space(parts->bytes[parts->at]))
			break;
		parts->at++;
	}
	parts->is_ended = false;
	parts->input.offset = 0;
	*ret_more = true;
	return NULL;
}
