/*
 * matrix.c - 想定被害 × 発生可能性, and the way of a plan through it.
 */
#include <assert.h>

#include "base/width.h"
#include "format/chart/parts.h"

enum { LEFT = 62, TOP = 8, CELL = 104, HIGH = 78, BELOW = 46, OUTSIDE = 66 };

struct point { int x, y; };

/* Where arrows begin and end in a cell: each a little aside of the one before, so that none hides another. */
static struct point
place(int row, int column, size_t arrow)
{
	int aside = (int)(arrow % 3) * 18 - 18;

	return (struct point){ LEFT + column * CELL + CELL / 2 + 14 + aside, TOP + row * HIGH + HIGH / 2 + aside };
}

static void
cell(struct buf *out, const struct chart_matrix *m, int row, int column, struct arena *arena)
{
	const struct chart_cell *cell = &m->cells[row][column];
	int x = LEFT + column * CELL, y = TOP + row * HIGH;
	int width = (int)text_width(cell->text) * 9 + 10;

	chart_part(out, m->id, cell->tone, x, y, CELL - 2, HIGH - 2);
	if (cell->text.len > 0) {
		buf_addf(out, "<rect class=\"plate\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"20\" rx=\"3\"/>", x + 4, y + 4, width);
		chart_words(out, "value count", "start", x + 9, y + 19, cell->text);
	}
	if (cell->action.len > 0) {
		struct str words = chart_fit(cell->action, CELL - 10, arena);

		buf_addf(out, "<rect class=\"plate\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" rx=\"3\"/>", x + 4, y + HIGH - 22,
		    (int)text_width(words) * CHART_LETTER + 6);
		chart_words(out, "label", "start", x + 7, y + HIGH - 10, words);
	}
}

static void
arrow(struct buf *out, const struct chart_matrix *m, size_t which)
{
	const struct chart_arrow *a = &m->arrows[which];
	struct point from = place(a->from_row, a->from_column, which), to = place(a->to_row, a->to_column, which), middle;
	int width = (int)text_width(a->label) * 10 + 8;      /* an arrow in it is wide in most fonts */

	assert(a->from_row >= 0 && a->from_row < 3 && a->from_column >= 0 && a->from_column < 3);
	assert(a->gone || (a->to_row >= 0 && a->to_row < 3 && a->to_column >= 0 && a->to_column < 3));
	if (a->gone)
		to = (struct point){ LEFT + 3 * CELL + 22, from.y };
	middle = (struct point){ (from.x + to.x) / 2, (from.y + to.y) / 2 };
	buf_addf(out, "<circle class=\"tip\" cx=\"%d\" cy=\"%d\" r=\"4\"/>", from.x, from.y);
	if (from.x == to.x && from.y == to.y) {
		/* It stays where it is: a loop. */
		middle = (struct point){ from.x, from.y - 26 };
		buf_addf(out, "<path class=\"arrow\" marker-end=\"url(#%.*s-tip)\" d=\"M%d %dc-26 -26 26 -26 4 -3\"/>", STR_ARG(m->id), from.x, from.y);
	} else {
		buf_addf(out, "<path class=\"arrow\" marker-end=\"url(#%.*s-tip)\" d=\"M%d %dL%d %d\"/>", STR_ARG(m->id), from.x, from.y, to.x, to.y);
	}
	buf_addf(out, "<rect class=\"plate edge\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" rx=\"3\"/>", middle.x - width / 2, middle.y - 9, width);
	chart_words(out, "value", "middle", middle.x, middle.y + 5, a->label);
}

static bool
leaves(const struct chart_matrix *m)
{
	for (size_t i = 0; i < m->arrows_count; i++)
		if (m->arrows[i].gone)
			return true;
	return false;
}

static void
titles(struct buf *out, const struct chart_matrix *m)
{
	int middle = TOP + 3 * HIGH / 2;

	buf_addf(out, "<g transform=\"rotate(-90 14 %d)\">", middle);
	chart_words(out, "label", "middle", 14, middle + 4, m->row_title);
	buf_add(out, STR("</g>"));
	for (int i = 0; i < 3; i++) {
		chart_words(out, "words", "end", LEFT - 8, TOP + i * HIGH + HIGH / 2 + 4, m->rows[i]);
		chart_words(out, "words", "middle", LEFT + i * CELL + CELL / 2, TOP + 3 * HIGH + 18, m->columns[i]);
	}
	chart_words(out, "label", "middle", LEFT + 3 * CELL / 2, TOP + 3 * HIGH + 38, m->column_title);
}

struct str
chart_matrix(const struct chart_matrix *m, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	bool outside = leaves(m);
	unsigned used = 0;

	for (int i = 0; i < 9; i++)
		used |= 1U << m->cells[i / 3][i % 3].tone;
	chart_begin(&out, m->id, m->title, m->desc, "matrix", LEFT + 3 * CELL + (outside ? OUTSIDE : 8), TOP + 3 * HIGH + BELOW, used);
	titles(&out, m);
	for (int i = 0; i < 9; i++)
		cell(&out, m, i / 3, i % 3, arena);
	if (outside)
		chart_words(&out, "words", "middle", LEFT + 3 * CELL + 38, TOP + 3 * HIGH + 18, m->gone);
	for (size_t i = 0; i < m->arrows_count; i++)
		arrow(&out, m, i);
	return chart_end(&out, arena);
}

struct chart_table
chart_matrix_table(const struct chart_matrix *m, struct arena *arena)
{
	struct chart_table table = { 0 };

	list_push(arena, &table.headings, arena_printf(arena, "%.*s × %.*s", STR_ARG(m->row_title), STR_ARG(m->column_title)));
	for (int j = 0; j < 3; j++)
		list_push(arena, &table.headings, m->columns[j]);
	for (int i = 0; i < 3; i++) {
		struct chart_row *row = list_add(arena, &table.rows);

		list_push(arena, &row->cells, m->rows[i]);
		for (int j = 0; j < 3; j++)
			list_push(arena, &row->cells, m->cells[i][j].text);
	}
	return table;
}
