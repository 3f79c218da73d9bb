/*
 * page_table.c - tables that go on over pages under their headings again, and boxes for seals.
 */
#include "format/paper/page.h"

#include "base/limits.h"

#define PAD       4.0      /* between a cell's border and its text            */
#define PAD_ROWS(pages) (PAD * (pages)->scale)     /* above and below it                            */
#define NARROWEST 28.0     /* of a column: two letters of Japanese and the pads */
#define BOX_WIDTH 76.0
#define BOX_SIDE  56.0     /* height of a box without its title               */

struct table {
	struct pages            *pages;
	const struct paper_part *part;
	size_t                   columns;
	double                   widths[LIMIT_PAPER_COLUMNS];
	bool                     right[LIMIT_PAPER_COLUMNS];
	double                   head;     /* height of the headings */
	bool                     again;    /* the headings are drawn again, which nobody is to hear twice */
};

/* The text's beginning, in whole characters. */
static struct str
beginning(struct str text, size_t most)
{
	while (most > 0 && most < text.len && ((unsigned char)text.ptr[most] & 0xc0) == 0x80)
		most--;
	return str_sub(text, 0, most);
}

/* How wide the column would like to be: its widest cell, but no cell more than the page. Beyond some hundred rows the first tell enough. */
static double
wanted(const struct table *t, size_t column)
{
	double most = NARROWEST;

	for (size_t row = 0; row < t->part->rows.count && row < 200; row++) {
		PangoLayout *layout = page_layout(t->pages, beginning(part_cell(t->part, row, column), 1000), SIZE_TABLE, 0, row == 0 ? TEXT_BOLD : 0);
		double width = layout_width(layout) + 2 * PAD + 2;

		pango.g_object_unref(layout);
		most = width > most ? width : most;
	}
	return most < PAGE_COLUMN(t->pages) ? most : PAGE_COLUMN(t->pages);
}

/* What a column gets of what it wants when no text may be wider than cap: numbers are never broken. */
static double
capped(const struct table *t, const double *wants, size_t column, double cap)
{
	return t->right[column] || wants[column] < cap ? wants[column] : cap;
}

static double
sum_capped(const struct table *t, const double *wants, double cap)
{
	double total = 0;

	for (size_t c = 0; c < t->columns; c++)
		total += capped(t, wants, c, cap);
	return total;
}

/* All get what they want, up to a line that is lowered until all have room; what is left over goes to the widest. */
static void
set_widths(struct table *t)
{
	double wants[LIMIT_PAPER_COLUMNS], cap = PAGE_COLUMN(t->pages), total;
	size_t widest = 0;

	for (size_t c = 0; c < t->columns; c++) {
		t->right[c] = part_is_number(t->part, c);
		wants[c] = wanted(t, c);
		if (wants[c] > wants[widest])
			widest = c;
	}
	while ((total = sum_capped(t, wants, cap)) > PAGE_COLUMN(t->pages) && cap > NARROWEST)
		cap -= 1;
	/* More columns than fit even so are all alike. */
	for (size_t c = 0; c < t->columns; c++)
		t->widths[c] = total > PAGE_COLUMN(t->pages) ? PAGE_COLUMN(t->pages) / (double)t->columns : capped(t, wants, c, cap);
	if (total < PAGE_COLUMN(t->pages))
		t->widths[widest] += PAGE_COLUMN(t->pages) - total;
}

static PangoLayout *
cell_layout(const struct table *t, size_t row, size_t column)
{
	unsigned flags = row == 0 ? TEXT_BOLD : t->right[column] ? TEXT_RIGHT : 0;

	return page_layout(t->pages, part_cell(t->part, row, column), SIZE_TABLE, t->widths[column] - 2 * PAD, flags);
}

static double
row_height(const struct table *t, size_t row)
{
	double height = 0;

	for (size_t c = 0; c < t->columns; c++) {
		PangoLayout *layout = cell_layout(t, row, c);
		double own = layout_height(layout) + 2 * PAD_ROWS(t->pages);

		pango.g_object_unref(layout);
		height = own > height ? own : height;
	}
	return height;
}

static void
draw_borders(struct table *t, double y, double height)
{
	double x = PAGE_SIDE(t->pages);

	page_line(t->pages, x, y, x + PAGE_COLUMN(t->pages), y);
	page_line(t->pages, x, y + height, x + PAGE_COLUMN(t->pages), y + height);
	for (size_t c = 0; c <= t->columns; c++) {
		page_line(t->pages, x, y, x, y + height);
		if (c < t->columns)
			x += t->widths[c];
	}
}

static void draw_row(struct table *t, size_t row);

static void
next_page(struct table *t, size_t row)
{
	page_end(t->pages);
	if (row > 0 && t->head < PAGE_HEIGHT / 3) {
		t->again = true;
		draw_row(t, 0);
		t->again = false;
	}
}

/* A cell's lines, those that are left and have room: an element that holds them. */
static double
draw_cell(const struct table *t, size_t row, PangoLayoutIter *iter, bool *more, double x, double y, double bottom)
{
	const char *element = row == 0 ? "TH" : "TD";
	double height = 0;

	if (!t->again)
		page_tag(t->pages, element);
	if (*more)
		height = page_lines(t->pages, iter, x, y, bottom, more);
	if (!t->again)
		page_untag(t->pages, element);
	return height;
}

/* As much of the row as there is room for; whether some is left. What goes on over the page is read as a row of its own. */
static bool
draw_part(struct table *t, size_t row, PangoLayoutIter *const *iters, bool *more, double room)
{
	double x = PAGE_SIDE(t->pages), height = 0, y = t->pages->y;
	bool any = false;

	if (row == 0)
		page_shade(t->pages, x, y, PAGE_COLUMN(t->pages), room);
	if (!t->again)
		page_tag(t->pages, "TR");
	for (size_t c = 0; c < t->columns; c++) {
		double own = draw_cell(t, row, iters[c], &more[c], x + PAD, y + PAD_ROWS(t->pages), y + room - PAD_ROWS(t->pages) + 0.01);

		height = own > height ? own : height;
		any = any || more[c];
		x += t->widths[c];
	}
	if (!t->again)
		page_untag(t->pages, "TR");
	height = any ? room : height + 2 * PAD_ROWS(t->pages);
	draw_borders(t, y, height);
	t->pages->y += height;
	return any;
}

static void
draw_row(struct table *t, size_t row)
{
	PangoLayout *layouts[LIMIT_PAPER_COLUMNS] = { 0 };
	PangoLayoutIter *iters[LIMIT_PAPER_COLUMNS] = { 0 };
	bool more[LIMIT_PAPER_COLUMNS] = { 0 };
	double height = row_height(t, row);

	if (height > page_left(t->pages) && t->pages->y > PAGE_TOP(t->pages) + t->head && height < PAGE_HEIGHT - PAGE_TOP(t->pages) - PAGE_BOTTOM(t->pages) - t->head)
		next_page(t, row);
	for (size_t c = 0; c < t->columns; c++) {
		layouts[c] = cell_layout(t, row, c);
		iters[c] = pango.pango_layout_get_iter(layouts[c]);
		more[c] = true;
	}
	while (draw_part(t, row, iters, more, height < page_left(t->pages) ? height : page_left(t->pages)))
		next_page(t, row);
	for (size_t c = 0; c < t->columns; c++) {
		pango.pango_layout_iter_free(iters[c]);
		pango.g_object_unref(layouts[c]);
	}
}

static struct table *
begin_table(struct pages *pages, const struct paper_part *part, struct arena *arena)
{
	struct table *t = ARENA_NEW(arena, struct table);

	*t = (struct table){ .pages = pages, .part = part, .columns = part_columns(part) };
	set_widths(t);
	t->head = row_height(t, 0);
	return t;
}

/* The headings stand above a row, not alone at the foot of a page. */
static double
least_height(const struct table *t)
{
	double first = t->part->rows.count > 1 ? row_height(t, 1) : 0;

	return t->head + (first < PAGE_HEIGHT / 3 ? first : PAGE_HEIGHT / 3);
}

double
page_table_least(struct pages *pages, const struct paper_part *part, struct arena *arena)
{
	return least_height(begin_table(pages, part, arena));
}

void
page_table(struct pages *pages, const struct paper_part *part, struct arena *arena)
{
	struct table *t = begin_table(pages, part, arena);

	page_need(pages, least_height(t));
	page_tag(pages, "Table");
	for (size_t row = 0; row < part->rows.count; row++)
		draw_row(t, row);
	page_untag(pages, "Table");
}

/* ------------------------------------------------------------------------------------------------------------ boxes */

#define BOX_TEXT  (SIZE_TABLE - 1.5)
#define BOX_GAP   3.0      /* between what stands in a box          */

enum { ABREAST = 6 };      /* side by side: as many as PAGE_COLUMN is wide */

struct boxes { double title, side; };      /* heights: of the tallest title, and of the boxes below */

static double
text_height(const struct pages *pages, struct str text, double size)
{
	PangoLayout *layout = page_layout(pages, text, size, BOX_WIDTH - 4, TEXT_CENTRE);
	double height = layout_height(layout);

	pango.g_object_unref(layout);
	return height;
}

static double
content_height(const struct pages *pages, const struct paper_part *part, size_t column)
{
	double height = 0;

	for (size_t row = 1; row < part->rows.count; row++)
		height += text_height(pages, part_cell(part, row, column), BOX_TEXT) + BOX_GAP;
	return height;
}

/* As high as what is in them, but no higher than leaves room on a page. */
static struct boxes
measure_boxes(const struct pages *pages, const struct paper_part *part, size_t first, size_t count)
{
	const double most = PAGE_HEIGHT / 3;
	struct boxes boxes = { 18, BOX_SIDE };

	for (size_t c = first; c < first + count; c++) {
		double title = text_height(pages, part_cell(part, 0, c), SIZE_TABLE) + 6, side = content_height(pages, part, c) + 2 * PAD;

		boxes.title = title > boxes.title ? title : boxes.title;
		boxes.side = side > boxes.side ? side : boxes.side;
	}
	boxes.title = boxes.title < most ? boxes.title : most;
	boxes.side = boxes.side < most ? boxes.side : most;
	return boxes;
}

static void
draw_box_text(struct pages *pages, const char *element, struct str text, double size, double x, double y, double bottom)
{
	PangoLayout *layout = page_layout(pages, text, size, BOX_WIDTH - 4, TEXT_CENTRE);
	PangoLayoutIter *iter = pango.pango_layout_get_iter(layout);
	bool more;

	page_tag(pages, element);
	(void)page_lines(pages, iter, x + 2, y, bottom, &more);
	page_untag(pages, element);
	pango.pango_layout_iter_free(iter);
	pango.g_object_unref(layout);
}

static void
draw_frame(struct pages *pages, double x, const struct boxes *boxes)
{
	double y = pages->y, middle = y + boxes->title, bottom = middle + boxes->side;

	page_line(pages, x, y, x + BOX_WIDTH, y);
	page_line(pages, x, middle, x + BOX_WIDTH, middle);
	page_line(pages, x, bottom, x + BOX_WIDTH, bottom);
	page_line(pages, x, y, x, bottom);
	page_line(pages, x + BOX_WIDTH, y, x + BOX_WIDTH, bottom);
}

/* A row of boxes side by side: at[i], where the next text in each begins. */
static void
draw_box_row(struct pages *pages, const struct paper_part *part, size_t row, size_t first, size_t count, double x, double *at, double bottom)
{
	double size = row == 0 ? SIZE_TABLE : BOX_TEXT;

	page_tag(pages, "TR");
	for (size_t i = 0; i < count; i++) {
		struct str text = part_cell(part, row, first + i);

		draw_box_text(pages, row == 0 ? "TH" : "TD", text, size, x + (double)i * BOX_WIDTH, at[i], bottom);
		at[i] += text_height(pages, text, size) + BOX_GAP;
	}
	page_untag(pages, "TR");
}

/* They are a table, whose headings are their titles. */
static void
draw_boxes(struct pages *pages, const struct paper_part *part, size_t first, size_t count, const struct boxes *boxes)
{
	double x = PAGE_WIDTH - PAGE_SIDE(pages) - (double)count * BOX_WIDTH, middle = pages->y + boxes->title, at[ABREAST];

	for (size_t i = 0; i < count; i++)
		at[i] = pages->y + (boxes->title - text_height(pages, part_cell(part, 0, first + i), SIZE_TABLE)) / 2;
	page_tag(pages, "Table");
	draw_box_row(pages, part, 0, first, count, x, at, middle);
	for (size_t i = 0; i < count; i++)
		at[i] = middle + PAD;
	for (size_t row = 1; row < part->rows.count; row++)
		draw_box_row(pages, part, row, first, count, x, at, middle + boxes->side);
	page_untag(pages, "Table");
	for (size_t i = 0; i < count; i++)
		draw_frame(pages, x + (double)i * BOX_WIDTH, boxes);
}

/* From the right, as seals stand; as many side by side as the page is wide. */
void
page_boxes(struct pages *pages, const struct paper_part *part)
{
	size_t columns = part_columns(part);

	for (size_t c = 0; c < columns; c += ABREAST) {
		size_t count = columns - c < ABREAST ? columns - c : ABREAST;
		const struct boxes boxes = measure_boxes(pages, part, c, count);

		page_need(pages, boxes.title + boxes.side + 6);
		draw_boxes(pages, part, c, count, &boxes);
		pages->y += boxes.title + boxes.side + 6;
	}
}
