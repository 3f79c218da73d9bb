#include "format/nameshare/nameshare.h"

#include "base/clock.h"
#include "base/limits.h"

enum column { VENDOR, NAME, IDENTITY, WORD, BY, DAY, ORGANISATION, COLUMNS };

static struct err *
read_row(struct str line, struct arena *arena, struct shared_name *name)
{
	struct str cells[COLUMNS] = { { 0 } }, cell;
	size_t count = 0;

	while (count < COLUMNS && str_split(&line, '\t', &cell))
		cells[count++] = str_trim_space(cell);
	if (cells[NAME].len == 0 || cells[IDENTITY].len == 0 || cells[ORGANISATION].len == 0)
		return err_new(arena, ERR_FORMAT,
		    M("The row needs a name (2nd column), an identity (3rd) and an organisation (7th), with a TAB between columns."));
	if (!str_eq(cells[WORD], STR("confirmed")) && !str_eq(cells[WORD], STR("rejected")))
		return err_new(arena, ERR_FORMAT, M("The 4th column says confirmed or rejected, not \"{word}\"."),
		    ARG("word", str_sub(cells[WORD], 0, 100)));
	name->day = DAY_NONE;
	if (cells[DAY].len > 0 && !day_parse(cells[DAY], &name->day))
		return err_new(arena, ERR_FORMAT, M("The 6th column is a day like 2026-11-20, not \"{word}\"."),
		    ARG("word", str_sub(cells[DAY], 0, 100)));
	if (cells[NAME].len > LIMIT_NAME_TEXT || cells[IDENTITY].len > LIMIT_NAME_TEXT)
		return err_new(arena, ERR_LIMIT, M("The name or identity is longer than {limit} bytes."), ARG_N("limit", LIMIT_NAME_TEXT));
	name->vendor = cells[VENDOR];
	name->name = cells[NAME];
	name->identity = cells[IDENTITY];
	name->rejected = str_eq(cells[WORD], STR("rejected"));
	name->by = cells[BY];
	name->organisation = cells[ORGANISATION];
	return NULL;
}

struct err *
nameshare_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct str text, line;
	int64_t number = 0;

	TRY(input_all(input, LIMIT_RECORD_BYTES, arena, &text));
	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("{file} is no UTF-8 text: give a file that \"tsukuroi name export\" wrote."), ARG("file", input->name));
	str_take(&text, STR("\xef\xbb\xbf"));
	for (; str_line(&text, &line); arena_reset(item)) {
		struct shared_name name = { 0 };
		struct err *err;

		number++;
		if (str_trim_space(line).len == 0 || line.ptr[0] == '#')
			continue;
		name.line = number;
		err = read_row(line, item, &name);
		if (err != NULL)
			TRY(sink_refuse(sink, str_sub(line, 0, 80), -1, number, err, item));
		else
			TRY(sink_record(sink, &shared_name_schema, &name, item));
	}
	return NULL;
}

void
nameshare_begin(struct buf *out)
{
	buf_add(out, STR("# vendor\tname\tidentity\tconfirmed|rejected\tby\tday\torganisation\n"));
}

static void
add_cell(struct buf *out, struct str text, char end)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(out, (unsigned char)text.ptr[i] < ' ' ? ' ' : text.ptr[i]);
	buf_add_char(out, end);
}

void
nameshare_write(struct buf *out, const struct shared_name *name, struct arena *arena)
{
	add_cell(out, name->vendor, '\t');
	add_cell(out, name->name, '\t');
	add_cell(out, name->identity, '\t');
	add_cell(out, name->rejected ? STR("rejected") : STR("confirmed"), '\t');
	add_cell(out, name->by, '\t');
	add_cell(out, day_format(name->day, arena), '\t');
	add_cell(out, name->organisation, '\n');
}
