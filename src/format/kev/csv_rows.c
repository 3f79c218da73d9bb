#include "format/kev/csv_rows.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

enum { CHUNK = 64 << 10 };

struct csv_rows {
	struct input *input;
	char         *bytes;
	size_t        room, start, end;   /* the row begins at start                 */
	uint64_t      base;               /* offset of bytes[0] in the input         */
	bool          is_exhausted;
	bool          has_begun;
	int64_t       line;               /* of start                                */
	int64_t       row_line, row_offset;
	struct str    cells[LIMIT_CSV_COLUMNS];
};

struct csv_rows *
csv_rows_new(struct input *input)
{
	struct csv_rows *rows = mem_alloc(sizeof(*rows));

	rows->input = input;
	rows->room = CHUNK;
	rows->bytes = mem_alloc(rows->room);
	rows->line = 1;
	return rows;
}

void
csv_rows_free(struct csv_rows *rows)
{
	if (rows == NULL)
		return;
	mem_free(rows->bytes);
	mem_free(rows);
}

static struct err *
fill(struct csv_rows *rows, struct arena *arena)
{
	size_t got;

	memmove(rows->bytes, rows->bytes + rows->start, rows->end - rows->start);
	rows->base += rows->start;
	rows->end -= rows->start;
	rows->start = 0;
	if (rows->end > LIMIT_LINE_BYTES)
		return err_new(
		    arena, ERR_LIMIT, M("A row is longer than {most} bytes."), ARG_N("most", LIMIT_LINE_BYTES));
	if (rows->room - rows->end < CHUNK / 2) {
		rows->room *= 2;
		rows->bytes = mem_resize(rows->bytes, rows->room);
	}
	TRY(input_read(rows->input, rows->bytes + rows->end, rows->room - rows->end, arena, &got));
	rows->end += got;
	rows->is_exhausted = got == 0;
	return NULL;
}

enum place { AT_CELL, IN_PLAIN, IN_QUOTES, BEHIND_QUOTE };

/* Where the row's line feed stands, or SIZE_MAX; *ret_place is where the text ended then. */
static size_t
find_row_end(struct str text, enum place *ret_place)
{
	enum place place = AT_CELL;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (place == IN_QUOTES) {
			place = c == '"' ? BEHIND_QUOTE : IN_QUOTES;
		} else if (c == '\n') {
			return i;
		} else if (c == '"' && place != IN_PLAIN) {
			place = IN_QUOTES;
		} else {
			place = c == ',' ? AT_CELL : IN_PLAIN;
		}
	}
	*ret_place = place;
	return SIZE_MAX;
}

/* Takes one quoted cell off *rest, its doubled quotes made single where they lie. */
static bool
take_quoted(struct str *rest, struct str *ret_cell)
{
	char *into = (char *)(uintptr_t)rest->ptr;
	size_t at = 1, len = 0;

	for (; at < rest->len; at++) {
		if (rest->ptr[at] == '"' && (at + 1 == rest->len || rest->ptr[++at] != '"'))
			break;
		into[len++] = rest->ptr[at];
	}
	*ret_cell = (struct str){ into, len };
	*rest = str_from(*rest, at);
	return rest->len == 0 || rest->ptr[0] == ',' || (rest->len == 1 && rest->ptr[0] == '"');
}

static struct err *
split_row(struct csv_rows *rows, struct str row, struct arena *arena, size_t *ret_count)
{
	size_t count = 0;
	bool more = true;

	while (more) {
		struct str *cell = &rows->cells[count];
		struct str rest;

		if (count == LIMIT_CSV_COLUMNS)
			return err_new(arena, ERR_LIMIT, M("A row has more than {most} columns."),
			    ARG_N("most", LIMIT_CSV_COLUMNS));
		if (row.len > 0 && row.ptr[0] == '"') {
			if (!take_quoted(&row, cell))
				return err_new(arena, ERR_FORMAT,
				    M("In column {column} something stands behind the closing quote."),
				    ARG_N("column", count + 1));
			more = str_cut(row, ',', &rest, &row);
		} else {
			more = str_cut(row, ',', cell, &row);
		}
		if (!str_is_text(*cell))
			return err_new(arena, ERR_FORMAT, M("Column {column} is not valid UTF-8 text."),
			    ARG_N("column", count + 1));
		count++;
	}
	*ret_count = count;
	return NULL;
}

/* The next row's text without its line end; *ret_more is false at the end of the file. */
static struct err *
take_row(struct csv_rows *rows, struct arena *arena, struct str *ret_row, bool *ret_more)
{
	enum place place = AT_CELL;
	size_t end;

	for (;;) {
		*ret_row = (struct str){ rows->bytes + rows->start, rows->end - rows->start };
		end = find_row_end(*ret_row, &place);
		if (end != SIZE_MAX || rows->is_exhausted)
			break;
		TRY(fill(rows, arena));
	}
	*ret_more = ret_row->len > 0;
	rows->row_line = rows->line;
	rows->row_offset = (int64_t)(rows->base + rows->start);
	if (end == SIZE_MAX && place == IN_QUOTES)
		return err_new(arena, ERR_FORMAT, M("A quoted cell does not end: the file is cut short."));
	ret_row->len = end == SIZE_MAX ? ret_row->len : end;
	rows->start += end == SIZE_MAX ? ret_row->len : end + 1;
	for (size_t i = 0; i < ret_row->len; i++)
		rows->line += ret_row->ptr[i] == '\n';
	rows->line++;
	(void)str_take_end(ret_row, STR("\r"));
	return NULL;
}

struct err *
csv_rows_next(struct csv_rows *rows, struct arena *arena, const struct str **ret_cells, size_t *ret_count,
    bool *ret_more, bool *ret_broken)
{
	struct str row = { 0 };
	struct err *err;

	*ret_broken = false;
	do {
		TRY(take_row(rows, arena, &row, ret_more));
		if (!rows->has_begun)
			(void)str_take(&row, STR("\xef\xbb\xbf"));
		rows->has_begun = true;
		if (!*ret_more)
			return NULL;
	} while (row.len == 0);
	err = split_row(rows, row, arena, ret_count);
	*ret_broken = err != NULL;
	*ret_cells = rows->cells;
	return err;
}

int64_t
csv_rows_line(const struct csv_rows *rows)
{
	return rows->row_line;
}

int64_t
csv_rows_offset(const struct csv_rows *rows)
{
	return rows->row_offset;
}
