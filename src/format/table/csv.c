#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "format/charset/charset.h"
#include "format/table/parts.h"

enum { BLOCK_BYTES = 64 << 10, GUESS_LINES = 20 };

/* Where in a cell the next character stands. */
enum place { CELL_START, CELL_PLAIN, CELL_QUOTED, CELL_QUOTE_SEEN };

struct csv {
	struct input          *text;         /* in UTF-8                            */
	struct table_listener *listener;
	struct arena          *arena;
	char                   separator;
	enum place             place;
	bool                   after_cr;     /* a line feed now belongs to it       */
	int64_t                line;         /* of the next character               */
	int64_t                row_line;
	int64_t                quote_line;   /* where the open quotation began      */
	struct buf             row;          /* the cells' texts, one after another */
	size_t                 ends[LIMIT_CSV_COLUMNS];
	size_t                 count;
	struct str             cells[LIMIT_CSV_COLUMNS];
	size_t                 len;
	char                   block[BLOCK_BYTES];
};

/* ------------------------------------------------------------------------------- the separator */

/* How often each separator stands outside quotations in the first lines. */
static void
count_separators(struct str text, const char *separators, size_t *counts)
{
	bool quoted = false;
	size_t lines = 0;

	for (size_t i = 0; i < text.len && lines < GUESS_LINES; i++) {
		const char *found = text.ptr[i] == '\0' ? NULL : strchr(separators, text.ptr[i]);

		if (text.ptr[i] == '"')
			quoted = !quoted;
		else if (text.ptr[i] == '\n' && !quoted)
			lines++;
		else if (found != NULL && !quoted)
			counts[found - separators]++;
	}
}

char
table_separator(struct str text)
{
	static const char separators[] = ",\t;";
	size_t counts[sizeof(separators) - 1] = { 0 }, best = 0;

	count_separators(text, separators, counts);
	for (size_t i = 1; i < ARRAY_LEN(counts); i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

/* Excel's own first line "sep=;" names the separator and is no row. */
static size_t
take_separator_line(struct csv *csv)
{
	struct str text = { csv->block, csv->len }, line = { 0 };

	if (!str_starts_nocase(text, STR("sep=")) || !str_line(&text, &line) || line.len != strlen("sep=") + 1)
		return 0;
	csv->separator = line.ptr[line.len - 1];
	csv->line = csv->row_line = 2;
	return csv->len - text.len;
}

/* ---------------------------------------------------------------------------------------- rows */

static struct err *
too_large(struct csv *csv, const char *what, uint64_t most)
{
	return err_new(csv->arena, ERR_LIMIT, M("{file}, line {line}: the table goes beyond a bound of this program ({what}, {most})."),
	    ARG("file", csv->text->name), ARG_N("line", csv->line), ARG("what", str_of(what)), ARG_N("most", most));
}

static size_t
cell_begin(const struct csv *csv)
{
	return csv->count == 0 ? 0 : csv->ends[csv->count - 1];
}

static struct err *
end_cell(struct csv *csv)
{
	if (csv->row.len - cell_begin(csv) > LIMIT_CELL_BYTES)
		return too_large(csv, "cell", LIMIT_CELL_BYTES);
	if (csv->count == LIMIT_CSV_COLUMNS)
		return too_large(csv, "columns", LIMIT_CSV_COLUMNS);
	csv->ends[csv->count++] = csv->row.len;
	csv->place = CELL_START;
	return NULL;
}

/* '=1+1 is how exports keep a text from being run as a formula; ="0012" is how programs write for Excel that zeros in front are to stay. */
static struct str
cell_text(struct str text)
{
	struct str inner = text;

	if (text.len > 1 && text.ptr[0] == '\'' && strchr("=+-@\t\r'", text.ptr[1]) != NULL)
		return str_from(text, 1);
	if (str_take(&inner, STR("=\"")) && str_take_end(&inner, STR("\"")))
		return inner;
	return text;
}

static struct err *
give_row(struct csv *csv)
{
	struct table_row row = { .number = csv->row_line, .cells = csv->cells };
	size_t begin = 0;

	for (size_t i = 0; i < csv->count; i++) {
		csv->cells[i] = cell_text(str_sub(buf_str(&csv->row), begin, csv->ends[i] - begin));
		if (csv->cells[i].len > 0)
			row.count = i + 1;
		begin = csv->ends[i];
	}
	csv->count = 0;
	buf_clear(&csv->row);
	csv->row_line = csv->line;
	return row.count == 0 ? NULL : csv->listener->row(csv->listener, &row, csv->arena);
}

static struct err *
end_row(struct csv *csv)
{
	TRY(end_cell(csv));
	csv->line++;
	return give_row(csv);
}

static struct err *
take_quoted(struct csv *csv, char c)
{
	if (c == '"') {
		csv->place = CELL_QUOTE_SEEN;
		return NULL;
	}
	if (c == '\n')
		csv->line++;
	if (c != '\r')   /* a line end inside a cell is a line feed */
		buf_add_char(&csv->row, c);
	return csv->row.len - cell_begin(csv) > LIMIT_CELL_BYTES ? too_large(csv, "cell", LIMIT_CELL_BYTES) : NULL;
}

static struct err *
take_char(struct csv *csv, char c)
{
	bool follows_cr = csv->after_cr;

	csv->after_cr = false;
	if (c == '\0')
		return err_new(csv->arena, ERR_FORMAT,
		    M("{file}, line {line}: there is a NUL byte, so this is no CSV text: save the file again as CSV UTF-8."),
		    ARG("file", csv->text->name), ARG_N("line", csv->line));
	if (csv->place == CELL_QUOTED)
		return take_quoted(csv, c);
	if (c == '\n' && follows_cr)
		return NULL;
	if (c == '\n' || c == '\r') {
		csv->after_cr = c == '\r';
		return end_row(csv);
	}
	if (c == csv->separator)
		return end_cell(csv);
	if (c == '"' && csv->place != CELL_PLAIN) {
		if (csv->place == CELL_QUOTE_SEEN)
			buf_add_char(&csv->row, c);
		else
			csv->quote_line = csv->line;
		csv->place = CELL_QUOTED;
		return NULL;
	}
	csv->place = CELL_PLAIN;
	buf_add_char(&csv->row, c);
	return csv->row.len > LIMIT_RECORD_BYTES ? too_large(csv, "row", LIMIT_RECORD_BYTES) : NULL;
}

static struct err *
finish(struct csv *csv)
{
	if (csv->place == CELL_QUOTED)
		return err_new(csv->arena, ERR_FORMAT,
		    M("{file}, line {line}: the quotation that begins here never ends: close it with \" or save the file again."),
		    ARG("file", csv->text->name), ARG_N("line", csv->quote_line));
	return csv->count > 0 || csv->place != CELL_START ? end_row(csv) : NULL;
}

static struct err *
fill_block(struct csv *csv)
{
	size_t got;

	csv->len = 0;
	do {
		TRY(input_read(csv->text, csv->block + csv->len, sizeof(csv->block) - csv->len, csv->arena, &got));
		csv->len += got;
	} while (got > 0 && csv->len < sizeof(csv->block));
	return NULL;
}

static struct err *
read_rows(struct csv *csv)
{
	size_t at;

	TRY(fill_block(csv));
	csv->separator = table_separator((struct str){ csv->block, csv->len });
	at = take_separator_line(csv);
	while (csv->len > 0) {
		for (; at < csv->len; at++)
			TRY(take_char(csv, csv->block[at]));
		TRY(fill_block(csv));
		at = 0;
	}
	return finish(csv);
}

/* Lines that somebody wrote in another encoding are said one by one. */
static struct err *
say_strays(struct csv *csv, enum charset charset, const struct charset_strays *strays)
{
	for (size_t i = 0; csv->listener->notice != NULL && i < strays->list.count; i++) {
		const struct charset_stray *stray = &strays->list.items[i];
		struct err *err = stray->lost
		    ? err_new(csv->arena, ERR_FORMAT, M("This line has characters of no known encoding: they stand as �. Save the file again as UTF-8."))
		    : err_new(csv->arena, ERR_FORMAT, M("This line is in {own}, the file in {charset}: it was read in its own."),
		        ARG("own", str_of(charset_name(stray->charset))), ARG("charset", str_of(charset_name(charset))));

		TRY(csv->listener->notice(csv->listener, STR(""), stray->line, err, csv->arena));
	}
	return NULL;
}

static struct err *
read_text(struct csv *csv, struct input *raw, struct arena *own)
{
	struct input_bytes text;
	struct charset_strays strays;
	enum charset charset;
	struct str bytes, utf8;

	TRY(input_all(raw, LIMIT_DOCUMENT_BYTES, own, &bytes));
	TRY(charset_lines(bytes, raw->name, own, &charset, &utf8, &strays));
	csv->text = input_of_bytes(&text, utf8, raw->name);
	TRY(say_strays(csv, charset, &strays));
	return read_rows(csv);
}

struct err *
csv_read(struct input *input, struct table_listener *listener, struct arena *arena)
{
	struct arena *own ARENA_SCOPE = arena_new();
	struct csv *csv = mem_alloc(sizeof(*csv));
	struct err *err;

	csv->listener = listener;
	csv->arena = arena;
	csv->line = csv->row_line = 1;
	err = read_text(csv, input, own);
	buf_done(&csv->row);
	mem_free(csv);
	return err == NULL ? NULL : err_copy(err, arena);
}
