/*
 * text.c - a paper in letters of one width.
 */
#include "format/paper/parts.h"

#include "base/limits.h"
#include "base/width.h"

/* ------------------------------------------------------------------------------------------------- breaking lines */

static bool
is_in(uint32_t point, struct str set)
{
	uint32_t other = 0;

	for (size_t at = 0, len; (len = str_point(set, at, &other)) > 0; at += len)
		if (other == point)
			return true;
	return false;
}

/* Whether a line may end between these two (JIS X 4051: 行頭禁則, 行末禁則). */
static bool
may_break(uint32_t before, uint32_t after)
{
	static const struct str not_first = STR_INIT("、。，．,.）」』】〕〉》)]}〟”’：；:;？！?!・ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％℃°");
	static const struct str not_last = STR_INIT("（「『【〔〈《([{“‘〝¥＄");

	if (before == ' ')
		return true;
	if (after == ' ' || (point_width(before) < 2 && point_width(after) < 2))
		return false;
	return !is_in(after, not_first) && !is_in(before, not_last);
}

/* How much of the text goes into a line of so many columns: all, or up to the last place where it may be broken. */
static size_t
fitting(struct str text, size_t columns)
{
	size_t width = 0, last = 0;
	uint32_t before = 0, point = 0;

	for (size_t at = 0, len; at < text.len; at += len) {
		len = str_point(text, at, &point);
		if (at > 0 && may_break(before, point))
			last = at;
		width += point_width(point);
		/* A blank at the end may stand out: it is not seen. */
		if (width > columns && at > 0 && point != ' ')
			return last > 0 ? last : at;
		before = point;
	}
	return text.len;
}

static struct str
without_end_blanks(struct str text)
{
	while (text.len > 0 && text.ptr[text.len - 1] == ' ')
		text.len--;
	return text;
}

static void
wrap(struct str text, size_t columns, struct arena *arena, struct str_list *lines)
{
	struct str line;

	if (text.len == 0)
		list_push(arena, lines, text);
	while (str_line(&text, &line)) {
		do {
			size_t len = fitting(line, columns);

			list_push(arena, lines, without_end_blanks(str_sub(line, 0, len)));
			line = str_from(line, len);
		} while (line.len > 0);
	}
}

/* -------------------------------------------------------------------------------------------------------- writing */

struct writing {
	struct buf   *out;
	size_t        columns;
	struct arena *arena;
};

static void
repeat(struct buf *out, char c, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_add_char(out, c);
}

enum side { SIDE_LEFT, SIDE_CENTRE, SIDE_RIGHT };

static size_t
blanks_before(enum side side, size_t width, size_t columns)
{
	size_t left = width < columns ? columns - width : 0;

	return side == SIDE_LEFT ? 0 : side == SIDE_CENTRE ? left / 2 : left;
}

/* The widest of its lines is given back, for what is drawn under it. */
static size_t
write_lines(struct writing *w, struct str text, enum side side)
{
	struct str_list lines = { 0 };
	size_t widest = 0;

	wrap(text, w->columns, w->arena, &lines);
	for (size_t i = 0; i < lines.count; i++) {
		size_t width = text_width(lines.items[i]);

		repeat(w->out, ' ', blanks_before(side, width, w->columns));
		buf_add(w->out, lines.items[i]);
		buf_add_char(w->out, '\n');
		widest = width > widest ? width : widest;
	}
	return widest;
}

static void
write_heading(struct writing *w, const struct paper_part *part)
{
	enum side side = part->level == 1 ? SIDE_CENTRE : SIDE_LEFT;
	size_t width = write_lines(w, part->text, side);

	if (part->level > 2)
		return;
	repeat(w->out, ' ', blanks_before(side, width, w->columns));
	repeat(w->out, part->level == 1 ? '=' : '-', width);
	buf_add_char(w->out, '\n');
}

static void
write_item(struct writing *w, struct str sign, struct str text)
{
	struct str_list lines = { 0 };

	wrap(text, w->columns > sign.len + 2 ? w->columns - sign.len : 2, w->arena, &lines);
	for (size_t i = 0; i < lines.count; i++) {
		if (i == 0)
			buf_add(w->out, sign);
		else if (lines.items[i].len > 0)
			repeat(w->out, ' ', sign.len);
		buf_add(w->out, lines.items[i]);
		buf_add_char(w->out, '\n');
	}
}

/* ---------------------------------------------------------------------------------------------------------- tables */

struct grid {
	const struct paper_part *part;
	size_t                   columns;
	size_t                   widths[LIMIT_PAPER_COLUMNS];
	bool                     right[LIMIT_PAPER_COLUMNS];
};

static size_t
widest_line(struct str text)
{
	size_t widest = 0;
	struct str line;

	while (str_line(&text, &line)) {
		size_t width = text_width(line);

		widest = width > widest ? width : widest;
	}
	return widest;
}

static size_t
widest_column(const struct grid *grid)
{
	size_t widest = 0;

	for (size_t i = 1; i < grid->columns; i++)
		if (grid->widths[i] > grid->widths[widest])
			widest = i;
	return widest;
}

static size_t
wanted_width(const struct paper_part *part, size_t column, size_t most)
{
	size_t wanted = 2;

	for (size_t r = 0; r < part->rows.count; r++) {
		size_t width = widest_line(part_cell(part, r, column));

		wanted = width > wanted ? width : wanted;
	}
	return wanted < most ? wanted : most;
}

/* As wide as what is in them, then the widest narrower until all have room; two columns hold a wide letter. */
static void
set_widths(struct grid *grid, size_t columns)
{
	size_t total = 3 * (grid->columns - 1);

	for (size_t c = 0; c < grid->columns; c++) {
		grid->right[c] = part_is_number(grid->part, c);
		grid->widths[c] = wanted_width(grid->part, c, columns);
		total += grid->widths[c];
	}
	while (total > columns) {
		size_t widest = widest_column(grid);

		if (grid->widths[widest] <= 2)
			return;
		grid->widths[widest]--;
		total--;
	}
}

static void
write_rule(struct writing *w, const struct grid *grid)
{
	for (size_t c = 0; c < grid->columns; c++) {
		if (c > 0)
			buf_add(w->out, STR("-+-"));
		repeat(w->out, '-', grid->widths[c]);
	}
	buf_add_char(w->out, '\n');
}

/* One line of a row, cell by cell; blanks at its end are not written. */
static void
write_cells(struct writing *w, const struct grid *grid, const struct str_list *cells, size_t line)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t c = 0; c < grid->columns; c++) {
		struct str text = line < cells[c].count ? cells[c].items[line] : STR("");
		size_t width = text_width(text), left = width < grid->widths[c] ? grid->widths[c] - width : 0;

		if (c > 0)
			buf_add(&out, STR(" | "));
		repeat(&out, ' ', grid->right[c] ? left : 0);
		buf_add(&out, text);
		repeat(&out, ' ', grid->right[c] ? 0 : left);
	}
	buf_add(w->out, without_end_blanks(buf_str(&out)));
	buf_add_char(w->out, '\n');
}

/* Whether it took more than a line. */
static bool
write_row(struct writing *w, const struct grid *grid, size_t row)
{
	struct str_list cells[LIMIT_PAPER_COLUMNS] = { 0 };
	size_t lines = 1;

	for (size_t c = 0; c < grid->columns; c++) {
		wrap(part_cell(grid->part, row, c), grid->widths[c], w->arena, &cells[c]);
		lines = cells[c].count > lines ? cells[c].count : lines;
	}
	for (size_t line = 0; line < lines; line++)
		write_cells(w, grid, cells, line);
	return lines > 1;
}

static void
write_table(struct writing *w, const struct paper_part *part)
{
	struct grid grid = { .part = part, .columns = part_columns(part) };

	set_widths(&grid, w->columns);
	for (size_t row = 0; row < part->rows.count; row++) {
		bool broken = write_row(w, &grid, row);

		if (row == 0 || (broken && row + 1 < part->rows.count))
			write_rule(w, &grid);
	}
}

static void
add_in_one_line(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
}

/* A box is a line to write on, or what stands in it. */
static void
write_boxes(struct writing *w, const struct paper_part *part)
{
	for (size_t c = 0; c < part_columns(part); c++) {
		struct buf line BUF_SCOPE = { 0 };

		for (size_t r = 0; r < part->rows.count; r++) {
			struct str cell = part_cell(part, r, c);

			if (r > 0 && cell.len > 0)
				buf_add_char(&line, ' ');
			add_in_one_line(&line, cell);
			if (r == 0)
				buf_add_char(&line, ':');
		}
		if (str_ends(buf_str(&line), STR(":")))
			buf_add(&line, STR(" ____________________"));
		(void)write_lines(w, arena_copy(w->arena, buf_str(&line)), SIDE_LEFT);
	}
}

static void
write_part(struct writing *w, const struct paper_part *part)
{
	switch (part->kind) {
	case PAPER_HEADING:
		write_heading(w, part);
		break;
	case PAPER_TEXT:
		(void)write_lines(w, part->text, SIDE_LEFT);
		break;
	case PAPER_RIGHT:
		(void)write_lines(w, part->text, SIDE_RIGHT);
		break;
	case PAPER_CENTRE:
		(void)write_lines(w, part->text, SIDE_CENTRE);
		break;
	case PAPER_BULLET:
		write_item(w, STR("- "), part->text);
		break;
	case PAPER_NUMBERED:
		write_item(w, arena_printf(w->arena, "%d. ", part->level), part->text);
		break;
	case PAPER_TABLE:
		write_table(w, part);
		break;
	case PAPER_BOXES:
		write_boxes(w, part);
		break;
	case PAPER_RULE:
	case PAPER_PAGE:
		repeat(w->out, part->kind == PAPER_RULE ? '-' : '=', w->columns);
		buf_add_char(w->out, '\n');
		break;
	}
}

struct str
paper_text(const struct paper *paper, int columns, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct writing w = { &out, columns < 8 ? 8 : (size_t)columns, arena };

	for (size_t i = 0; i < paper->parts.count; i++) {
		const struct paper_part *part = &paper->parts.items[i];

		if (i > 0 && !parts_belong(part - 1, part))
			buf_add_char(&out, '\n');
		write_part(&w, part);
	}
	return arena_copy(arena, buf_str(&out));
}
