/*
 * archive.c - a provider's documents, all in one file.
 */
#include "format/csaf/csaf.h"

#include "base/buf.h"
#include "base/limits.h"
#include "format/archive/archive.h"

struct str
csaf_file_name(struct str id, struct arena *arena)
{
	char *name = arena_alloc(arena, id.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < id.len; i++) {
		char letter = char_lower(id.ptr[i]);

		if (char_is_lower(letter) || char_is_digit(letter) || letter == '+' || letter == '-')
			name[len++] = letter;
		else if (len == 0 || name[len - 1] != '_')
			name[len++] = '_';
	}
	return (struct str){ name, len };
}

/* Into text, unless it is too long: then it is passed over. */
static struct err *
read_member(struct archive_input *archive, struct buf *text, bool *ret_fits, struct arena *arena)
{
	struct input *input = archive_stream(archive);
	char block[16 << 10];
	size_t got;

	buf_clear(text);
	*ret_fits = true;
	do {
		TRY(input_read(input, block, sizeof(block), arena, &got));
		*ret_fits = text->len + got <= LIMIT_RECORD_BYTES;
		if (*ret_fits)
			buf_add(text, (struct str){ block, got });
	} while (got > 0 && *ret_fits);
	return NULL;
}

static struct err *
read_document(struct str name, struct buf *text, bool fits, struct sink *sink, struct arena *item)
{
	struct input_bytes input;
	struct err *err;

	if (!fits)
		err = err_new(item, ERR_LIMIT, M("The document is longer than {most} bytes."), ARG_N("most", (int64_t)LIMIT_RECORD_BYTES));
	else
		err = csaf_document_read(input_of_bytes(&input, buf_str(text), name), sink, item);
	/* What is wrong with one document is its own; what the receiver says is not. */
	if (err != NULL && (err->code == ERR_FORMAT || err->code == ERR_LIMIT || err->code == ERR_UNSUPPORTED))
		return sink_refuse(sink, name, 0, -1, err, item);
	return err;
}

static struct err *
read_members(struct archive_input *archive, struct input *raw, struct buf *text, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	size_t documents = 0;
	struct err *err;
	bool more, fits;

	for (;;) {
		TRY(archive_next_entry(archive, arena, &more));
		if (!more)
			break;
		if (!str_ends(archive_entry(archive), STR(".json")))
			continue;
		documents++;
		arena_reset(item);
		TRY(read_member(archive, text, &fits, arena));
		err = read_document(arena_copy(item, archive_entry(archive)), text, fits, sink, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
	return documents > 0 ? NULL : err_new(arena, ERR_FORMAT, M("{file} holds no document."), ARG("file", raw->name));
}

struct err *
csaf_archive_read(struct input *raw, struct sink *sink, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct buf text BUF_SCOPE = { 0 };

	TRY(archive_open(raw, arena, &archive));
	if (archive_kind(archive) == ARCHIVE_PLAIN)
		return err_new(arena, ERR_FORMAT, M("{file} is no archive."), ARG("file", raw->name));
	archive_be_strict(archive);
	return read_members(archive, raw, &text, sink, arena);
}
