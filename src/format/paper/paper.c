/*
 * paper.c - reads the notation.
 */
#include "format/paper/parts.h"

#include "base/limits.h"
#include "base/width.h"

/* ------------------------------------------------------------------------------------------------ what is filled in */

static bool
is_sign(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x7f && !char_is_alnum(c);
}

/* A blank that would count: at an end, or beside another. */
static bool
is_blank_that_counts(struct str text, size_t i)
{
	return text.ptr[i] == ' ' && (i == 0 || i + 1 == text.len || text.ptr[i - 1] == ' ');
}

void
paper_escape(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n')
			continue;
		if (c == '\n' || c == '\r') {
			buf_add(out, STR("\\n"));
			continue;
		}
		if (is_sign(c) || is_blank_that_counts(text, i))
			buf_add_char(out, '\\');
		buf_add_char(out, c);
	}
}

/* The text without the escapes. */
static struct str
plain(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\' && i + 1 < text.len) {
			char next = text.ptr[i + 1];

			if (next == 'n' || next == ' ' || is_sign(next)) {
				buf_add_char(&out, next == 'n' ? '\n' : next);
				i++;
				continue;
			}
		}
		buf_add_char(&out, text.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------------------------ cleaning */

/* Characters that would hide or turn what a reader sees (Unicode 15, 23.2 and UAX #9). */
static bool
is_hidden(uint32_t point)
{
	return (point < 0x20 && point != '\n') || (point >= 0x7f && point < 0xa0) || point == 0x200e || point == 0x200f || point == 0x061c ||
	    (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) || point == 0xfeff || (point >= 0xfff9 && point <= 0xfffb);
}

static struct str
cleaned(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t at = 0; at < text.len;) {
		uint32_t point = 0;
		size_t len = str_point(text, at, &point);

		if (len == 0)
			buf_add(&out, STR("\xef\xbf\xbd"));
		else if (point == '\t' || point == 0x2028 || point == 0x2029)
			buf_add_char(&out, ' ');
		else if (!is_hidden(point))
			buf_add(&out, str_sub(text, at, len));
		at += len == 0 ? 1 : len;
	}
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------------------------- lines */

struct reading {
	struct arena *arena;
	struct paper *paper;
	size_t        count;       /* parts and rows              */
	bool          open;        /* the last part may go on     */
	struct buf    text;        /* its text so far             */
	bool          breaks;      /* its line's end is to be kept */
	int64_t       line;
};

static bool
is_escaped(struct str text, size_t at)
{
	size_t slashes = 0;

	while (slashes < at && text.ptr[at - slashes - 1] == '\\')
		slashes++;
	return slashes % 2 == 1;
}

/* Without blanks at either end, but for those that are escaped. */
static struct str
trimmed(struct str text)
{
	while (text.len > 0 && text.ptr[0] == ' ')
		text = str_from(text, 1);
	while (text.len > 0 && text.ptr[text.len - 1] == ' ' && !is_escaped(text, text.len - 1))
		text.len--;
	return text;
}

static struct err *
count_one(struct reading *r)
{
	if (++r->count > LIMIT_PAPER_PARTS)
		return err_new(r->arena, ERR_LIMIT, M("The paper becomes too long (line {line}): at most {most} paragraphs and rows."),
		    ARG_N("line", r->line), ARG_N("most", LIMIT_PAPER_PARTS));
	return NULL;
}

static struct paper_part *
last_part(const struct reading *r)
{
	return r->paper->parts.count == 0 ? NULL : &r->paper->parts.items[r->paper->parts.count - 1];
}

static void
end_part(struct reading *r)
{
	if (r->text.len > 0)
		last_part(r)->text = arena_copy(r->arena, buf_str(&r->text));
	buf_clear(&r->text);
	r->open = false;
}

static struct err *
add_part(struct reading *r, enum paper_block kind, int level, struct str text)
{
	TRY(count_one(r));
	end_part(r);
	*list_add(r->arena, &r->paper->parts) = (struct paper_part){ .kind = kind, .level = level };
	buf_add(&r->text, plain(trimmed(text), r->arena));
	r->open = kind == PAPER_TEXT || kind == PAPER_BULLET || kind == PAPER_NUMBERED;
	return NULL;
}

static bool
is_wide_at(struct str text, bool at_end)
{
	size_t at = at_end && text.len > 0 ? text.len - 1 : 0;
	uint32_t point = 0;

	while (at > 0 && ((unsigned char)text.ptr[at] & 0xc0) == 0x80)
		at--;
	return text.len > 0 && str_point(text, at, &point) > 0 && point_width(point) == 2;
}

/* Japanese is put together without a space, other writing with one. */
static void
go_on(struct reading *r, struct str text)
{
	if (r->breaks)
		buf_add_char(&r->text, '\n');
	else if (!is_wide_at(buf_str(&r->text), true) && !is_wide_at(text, false))
		buf_add_char(&r->text, ' ');
	buf_add(&r->text, text);
}

/* Cells between '|' that are not escaped. */
static struct err *
read_cells(struct reading *r, struct str line, struct str_list *ret_cells)
{
	struct str_list cells = { 0 };
	size_t from = 0;

	for (size_t i = 0; i <= line.len; i++) {
		if (i < line.len && (line.ptr[i] != '|' || is_escaped(line, i)))
			continue;
		if (cells.count == LIMIT_PAPER_COLUMNS)
			return err_new(r->arena, ERR_LIMIT, M("A table of the paper has too many columns (line {line}): at most {most}."),
			    ARG_N("line", r->line), ARG_N("most", LIMIT_PAPER_COLUMNS));
		list_push(r->arena, &cells, plain(trimmed(str_sub(line, from, i - from)), r->arena));
		from = i + 1;
	}
	*ret_cells = cells;
	return NULL;
}

/* A row of a table or of boxes: of the part above when it is one, else of a new one. */
static struct err *
add_row(struct reading *r, enum paper_block kind, struct str line)
{
	struct paper_part *part = last_part(r);
	struct str_list cells;

	TRY(read_cells(r, line, &cells));
	if (part == NULL || part->kind != kind || !r->open) {
		TRY(add_part(r, kind, 0, STR("")));
		part = last_part(r);
	} else {
		TRY(count_one(r));
	}
	*list_add(r->arena, &part->rows) = cells;
	r->open = true;
	return NULL;
}

/* "| a | b |": without the bars at its ends. */
static struct str
inside(struct str line)
{
	line = str_from(line, 1);
	if (line.len > 0 && line.ptr[line.len - 1] == '|' && !is_escaped(line, line.len - 1))
		line.len--;
	return line;
}

/* "[ a | b ]": the last cell is dropped when it is empty, so that a list can end every cell with a bar. */
static struct str
inside_brackets(struct str line)
{
	line = trimmed(str_sub(line, 1, line.len - 2));
	if (line.len > 0 && line.ptr[line.len - 1] == '|' && !is_escaped(line, line.len - 1))
		line.len--;
	return line;
}

/* What was to follow a sign may have been filled with nothing. */
static bool
take_sign(struct str *line, struct str sign)
{
	if (str_eq(*line, trimmed(sign)))
		*line = STR("");
	else if (!str_take(line, sign))
		return false;
	return true;
}

static bool
take_number(struct str *line, int *ret_number)
{
	struct str rest;
	size_t digits = 0;
	uint64_t number;

	while (digits < line->len && digits < 4 && char_is_digit(line->ptr[digits]))
		digits++;
	rest = str_from(*line, digits);
	if (digits == 0 || digits == 4 || !take_sign(&rest, STR(". ")) || !str_to_u64(str_sub(*line, 0, digits), &number))
		return false;
	*line = rest;
	*ret_number = (int)number;
	return true;
}

static const struct { struct str sign; enum paper_block kind; int level; } signs[] = {
	{ STR_INIT("# "), PAPER_HEADING, 1 }, { STR_INIT("## "), PAPER_HEADING, 2 }, { STR_INIT("### "), PAPER_HEADING, 3 },
	{ STR_INIT(">> "), PAPER_RIGHT, 0 }, { STR_INIT(">< "), PAPER_CENTRE, 0 }, { STR_INIT("- "), PAPER_BULLET, 0 },
};

static struct err *
add_line(struct reading *r, struct str line)
{
	struct paper_part *part = last_part(r);
	int number;

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (take_sign(&line, signs[i].sign))
			return add_part(r, signs[i].kind, signs[i].level, line);
	if (take_number(&line, &number))
		return add_part(r, PAPER_NUMBERED, number, line);
	if (str_eq(line, STR("---")))
		return add_part(r, PAPER_PAGE, 0, STR(""));
	if (str_eq(line, STR("==1"))) {
		r->paper->one_page = true;
		r->open = false;
		return NULL;
	}
	if (str_eq(line, STR("~~~")))
		return add_part(r, PAPER_RULE, 0, STR(""));
	if (str_starts(line, STR("|")))
		return add_row(r, PAPER_TABLE, inside(line));
	if (str_starts(line, STR("[ ")) && str_ends(line, STR("]")) && !is_escaped(line, line.len - 1))
		return add_row(r, PAPER_BOXES, inside_brackets(line));
	if (!r->open || part->kind == PAPER_TABLE || part->kind == PAPER_BOXES)
		return add_part(r, PAPER_TEXT, 0, line);
	go_on(r, plain(line, r->arena));
	return NULL;
}

/* A \ that is not escaped, or two spaces, at the line's end. */
static bool
keeps_break(struct str *line)
{
	bool spaces = str_ends(*line, STR("  ")) && !is_escaped(*line, line->len - 2);

	*line = trimmed(*line);
	if (line->len > 0 && line->ptr[line->len - 1] == '\\' && !is_escaped(*line, line->len - 1)) {
		*line = trimmed(str_sub(*line, 0, line->len - 1));
		return true;
	}
	return spaces && line->len > 0;
}

static struct str
title_of(const struct paper *paper, struct arena *arena)
{
	for (size_t i = 0; i < paper->parts.count; i++) {
		if (paper->parts.items[i].kind == PAPER_HEADING) {
			struct str rest = paper->parts.items[i].text, line;
			struct str_list lines = { 0 };

			while (str_line(&rest, &line))
				list_push(arena, &lines, line);
			return arena_join(arena, lines.items, lines.count, STR(" "));
		}
	}
	return STR("");
}

static struct err *
read_lines(struct reading *r, struct str rest)
{
	struct str line;

	while (str_line(&rest, &line)) {
		bool breaks = keeps_break(&line);

		r->line++;
		if (line.len == 0 && !breaks)
			end_part(r);
		else
			TRY(add_line(r, line));
		r->breaks = breaks;
	}
	end_part(r);
	return NULL;
}

struct err *
paper_read(struct str text, struct arena *arena, struct paper *ret_paper)
{
	struct paper paper = { 0 };
	struct reading r = { .arena = arena, .paper = &paper };
	struct err *err = read_lines(&r, cleaned(text, arena));

	buf_done(&r.text);
	TRY(err);
	paper.title = title_of(&paper, arena);
	*ret_paper = paper;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------ its parts */

size_t
part_columns(const struct paper_part *part)
{
	size_t columns = 0;

	for (size_t i = 0; i < part->rows.count; i++)
		if (part->rows.items[i].count > columns)
			columns = part->rows.items[i].count;
	return columns;
}

struct str
part_cell(const struct paper_part *part, size_t row, size_t column)
{
	const struct str_list *cells = &part->rows.items[row];

	return column < cells->count ? cells->items[column] : STR("");
}

/* "1,234,000円", "¥0", "12", "80%", "3件" */
static bool
is_number(struct str text)
{
	static const struct str units[] = { STR_INIT("円"), STR_INIT("%"), STR_INIT("件"), STR_INIT("台"), STR_INIT("人"), STR_INIT(" yen") };

	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (str_take_end(&text, units[i]))
			break;
	(void)(str_take(&text, STR("¥")) || str_take(&text, STR("-")));
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_digit(text.ptr[i]) && text.ptr[i] != ',' && text.ptr[i] != '.')
			return false;
	return text.len > 0;
}

bool
part_is_number(const struct paper_part *part, size_t column)
{
	bool any = false;

	for (size_t row = 1; row < part->rows.count; row++) {
		struct str cell = part_cell(part, row, column);

		if (cell.len > 0 && !is_number(cell))
			return false;
		any = any || cell.len > 0;
	}
	return any;
}

bool
parts_belong(const struct paper_part *above, const struct paper_part *below)
{
	return above->kind == below->kind && (above->kind == PAPER_RIGHT || above->kind == PAPER_CENTRE || above->kind == PAPER_BULLET ||
	    above->kind == PAPER_NUMBERED);
}
