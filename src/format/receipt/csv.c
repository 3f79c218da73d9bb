/*
 * csv.c - two cells at the end of every answered row of a CSV. Its bytes are walked as format/table walks its text: no byte of a
 * character of CP932 or EUC-JP is a quotation mark, a separator or a line's end, so that they may be walked undecoded.
 */
#include "base/limits.h"
#include "format/receipt/parts.h"
#include "format/charset/charset.h"
#include "format/table/table.h"

enum place_in_cell { CELL_START, CELL_PLAIN, CELL_QUOTED, CELL_QUOTE_SEEN };

struct walking {
	const struct receipt *       receipt;
	const struct receipt_place *place;
	enum charset               charset;    /* of what is added; bytes in UTF-16 were made UTF-8 before */
	struct str                 bytes;
	char                       separator;
	struct arena              *arena;
	struct buf                *out;
	enum place_in_cell         in;
	size_t                     begin;      /* of the row                                               */
	size_t                     cells;      /* begun in it                                              */
	size_t                     cut;        /* where the column of the result begins; or its end        */
	int64_t                    line, row_line;
	size_t                     told_at;
};

static struct err *
add_cell(struct walking *w, struct str text)
{
	struct buf quoted BUF_SCOPE = { 0 };
	size_t lost;

	text = receipt_text(text, w->arena);
	buf_add_char(&quoted, w->separator);
	buf_add_char(&quoted, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_add_char(&quoted, '"');
		buf_add_char(&quoted, text.ptr[i]);
	}
	buf_add_char(&quoted, '"');
	return charset_encode(w->charset, buf_str(&quoted), w->arena, w->out, &lost);
}

/* The row's bytes without its line end, then the two cells, in the same columns in every row. */
static struct err *
end_row(struct walking *w, size_t end)
{
	const struct receipt_row *told = receipt_of(w->place->sheet, w->row_line, &w->told_at);
	bool header = w->row_line == w->place->sheet->header_row;
	size_t cells = w->cells;

	if (w->place->again && w->cells > w->place->column && w->cut < end) {
		end = w->cut;
		cells = w->place->column;
	}
	buf_add(w->out, str_sub(w->bytes, w->begin, end - w->begin));
	if (!header && told == NULL)
		return NULL;
	for (; cells < w->place->column; cells++)
		buf_add_char(w->out, w->separator);
	TRY(add_cell(w, header ? w->receipt->result_heading : told->result));
	return add_cell(w, header ? w->receipt->reason_heading : told->reason);
}

static void
begin_cell(struct walking *w, size_t at)
{
	w->in = CELL_START;
	if (w->cells == w->place->column)
		w->cut = at;
	w->cells++;
}

/* A line's end outside of quotations: how many bytes it has. */
static size_t
line_end(const struct walking *w, size_t at)
{
	if (w->bytes.ptr[at] == '\n')
		return 1;
	if (w->bytes.ptr[at] == '\r')
		return at + 1 < w->bytes.len && w->bytes.ptr[at + 1] == '\n' ? 2 : 1;
	return 0;
}

static void
step_in_cell(struct walking *w, size_t at)
{
	char c = w->bytes.ptr[at];

	if (w->in == CELL_QUOTED) {
		w->line += c == '\n';
		if (c == '"')
			w->in = CELL_QUOTE_SEEN;
	} else if (c == w->separator) {
		begin_cell(w, at);
	} else if (c == '"' && w->in != CELL_PLAIN) {
		w->in = CELL_QUOTED;
	} else {
		w->in = CELL_PLAIN;
	}
}

static struct err *
walk(struct walking *w)
{
	for (size_t at = 0; at < w->bytes.len; at++) {
		size_t len = w->in == CELL_QUOTED ? 0 : line_end(w, at);

		if (len == 0) {
			step_in_cell(w, at);
			continue;
		}
		TRY(end_row(w, at));
		buf_add(w->out, str_sub(w->bytes, at, len));
		at += len - 1;
		w->row_line = ++w->line;
		w->begin = w->cut = at + 1;
		w->cells = 1;
		w->in = CELL_START;
	}
	return w->begin < w->bytes.len ? end_row(w, w->bytes.len) : NULL;
}

struct err *
receipt_csv(const struct receipt *receipt, const struct receipt_place *place, struct str bytes, struct str name, struct arena *arena,
    struct buf *out)
{
	struct buf text BUF_SCOPE = { 0 };
	struct walking w = { .receipt = receipt, .place = place, .arena = arena, .out = out, .bytes = bytes, .cells = 1, .line = 1, .row_line = 1 };
	struct charset_strays strays;
	enum charset charset;
	struct str utf8;
	size_t lost;
	bool wide;

	TRY(charset_lines(bytes, name, arena, &charset, &utf8, &strays));
	wide = charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE;
	w.charset = wide ? CHARSET_UTF8 : charset;
	w.separator = table_separator(utf8);
	if (!wide)
		return walk(&w);
	(void)str_take(&utf8, charset_mark(CHARSET_UTF8));
	w.bytes = utf8;
	w.out = &text;
	TRY(walk(&w));
	if (str_starts(bytes, charset_mark(charset)))
		buf_add(out, charset_mark(charset));
	return charset_encode(charset, buf_str(&text), arena, out, &lost);
}
