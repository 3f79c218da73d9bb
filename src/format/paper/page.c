#include "format/paper/page.h"

#include <math.h>

/* What people have who read Japanese; the first that is installed is taken, missing letters from the others. */
static const char *const families[] = {
	[LANG_JA] = "IPAexGothic,Noto Sans CJK JP,Noto Sans JP,IPAGothic,TakaoGothic,VL Gothic,DejaVu Sans,sans-serif",
	[LANG_EN] = "Noto Sans,DejaVu Sans,IPAexGothic,Noto Sans CJK JP,sans-serif",
};

static double
points(int units)
{
	return (double)units / PANGO_SCALE;
}

void
page_tag(const struct pages *pages, const char *element)
{
	if (pages->drawing)
		pango.cairo_tag_begin(pages->cairo, element, NULL);
}

void
page_untag(const struct pages *pages, const char *element)
{
	if (pages->drawing)
		pango.cairo_tag_end(pages->cairo, element);
}

/* A name that is broken has no sign more for it: it is read aloud, and copied. */
static void
set_no_hyphens(PangoLayout *layout)
{
	PangoAttrList *attributes = pango.pango_attr_list_new();

	pango.pango_attr_list_insert(attributes, pango.pango_attr_insert_hyphens_new(FALSE));
	pango.pango_layout_set_attributes(layout, attributes);
	pango.pango_attr_list_unref(attributes);
}

PangoLayout *
page_layout(const struct pages *pages, struct str text, double size, double width, unsigned flags)
{
	PangoFontDescription *font = pango.pango_font_description_new();
	PangoLayout *layout = pango.pango_layout_new(pages->context);

	size *= pages->scale;
	pango.pango_font_description_set_family(font, families[pages->lang]);
	pango.pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	/* Fonts of Japanese have seldom a bold face, and a made-up one is ugly: there size and place make a heading. */
	if ((flags & TEXT_BOLD) != 0 && pages->lang == LANG_EN)
		pango.pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango.pango_layout_set_font_description(layout, font);
	set_no_hyphens(layout);
	pango.pango_font_description_free(font);
	pango.pango_layout_set_text(layout, text.len == 0 ? "" : text.ptr, (int)text.len);
	if (width > 0)
		pango.pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango.pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango.pango_layout_set_spacing(layout, (int)(size * (pages->lang == LANG_JA ? 0.5 : 0.2) * PANGO_SCALE));
	pango.pango_layout_set_alignment(layout, (flags & TEXT_RIGHT) != 0 ? PANGO_ALIGN_RIGHT : (flags & TEXT_CENTRE) != 0 ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
	return layout;
}

double
layout_height(PangoLayout *layout)
{
	PangoRectangle logical;

	pango.pango_layout_get_extents(layout, NULL, &logical);
	return points(logical.height);
}

double
layout_width(PangoLayout *layout)
{
	PangoRectangle logical;

	pango.pango_layout_get_extents(layout, NULL, &logical);
	return points(logical.width);
}

double
page_left(const struct pages *pages)
{
	return PAGE_HEIGHT - PAGE_BOTTOM(pages) - pages->y;
}

void
page_end(struct pages *pages)
{
	char number[32];
	PangoLayoutIter *iter;
	PangoLayout *layout;
	bool more;

	if (pages->drawing) {
		int len = snprintf(number, sizeof(number), "%d / %d", pages->page, pages->pages);

		layout = page_layout(pages, (struct str){ number, (size_t)len }, 8.5, PAGE_COLUMN(pages), TEXT_CENTRE);
		iter = pango.pango_layout_get_iter(layout);
		(void)page_lines(pages, iter, PAGE_SIDE(pages), PAGE_HEIGHT - 42, PAGE_HEIGHT, &more);
		pango.pango_layout_iter_free(iter);
		pango.g_object_unref(layout);
		pango.cairo_show_page(pages->cairo);
	}
	pages->page++;
	pages->y = PAGE_TOP(pages);
}

void
page_need(struct pages *pages, double height)
{
	if (height > page_left(pages) && pages->y > PAGE_TOP(pages))
		page_end(pages);
}

/* The line ends where there is a blank, or where the text wants it. */
static bool
ends_a_word(PangoLayoutIter *iter)
{
	const PangoLayoutLine *line = pango.pango_layout_iter_get_line_readonly(iter);
	const char *text = pango.pango_layout_get_text(pango.pango_layout_iter_get_layout(iter));
	int end = line->start_index + line->length;

	return line->length > 0 && text[end] != '\0' && (text[end] == '\n' || text[end - 1] == ' ');
}

/* pango leaves out the blank at which it broke a line; who has the paper read aloud would hear both words as one. */
static void
draw_line(struct pages *pages, PangoLayoutIter *iter, double x, double y, double width)
{
	pango.cairo_move_to(pages->cairo, x, y);
	pango.pango_cairo_show_layout_line(pages->cairo, pango.pango_layout_iter_get_line_readonly(iter));
	if (ends_a_word(iter)) {
		PangoLayout *blank = page_layout(pages, STR(" "), SIZE_BODY, 0, 0);

		pango.pango_layout_set_font_description(blank, pango.pango_layout_get_font_description(pango.pango_layout_iter_get_layout(iter)));
		/* Where a blank begins on a whole point it covers none, and cairo leaves it out. */
		pango.cairo_move_to(pages->cairo, floor(x + width) + 0.5, floor(y) + 0.5);
		pango.pango_cairo_show_layout_line(pages->cairo, pango.pango_layout_get_line_readonly(blank, 0));
		pango.g_object_unref(blank);
	}
}

double
page_lines(struct pages *pages, PangoLayoutIter *iter, double x, double y, double bottom, bool *ret_more)
{
	double begun = y;
	bool more = true;

	while (more) {
		PangoRectangle logical;
		int top, end;

		pango.pango_layout_iter_get_line_yrange(iter, &top, &end);
		/* A line higher than a whole page is drawn all the same. */
		if (y + points(end - top) > bottom && (y > begun || bottom - begun < PAGE_HEIGHT - PAGE_TOP(pages) - PAGE_BOTTOM(pages) - 1))
			break;
		if (pages->drawing) {
			pango.pango_layout_iter_get_line_extents(iter, NULL, &logical);
			draw_line(pages, iter, x + points(logical.x), y + points(pango.pango_layout_iter_get_baseline(iter) - top), points(logical.width));
		}
		y += points(end - top);
		more = pango.pango_layout_iter_next_line(iter);
	}
	*ret_more = more;
	return y - begun;
}

/* Whether all of its lines have room on this page. */
static bool
has_room(const struct pages *pages, PangoLayout *layout)
{
	struct pages counting = *pages;
	PangoLayoutIter *iter = pango.pango_layout_get_iter(layout);
	bool more;

	counting.drawing = false;
	(void)page_lines(&counting, iter, 0, pages->y, PAGE_HEIGHT - PAGE_BOTTOM(pages), &more);
	pango.pango_layout_iter_free(iter);
	return !more;
}

/* What one element holds stands on one page, so a text that goes on is one of several, a page each. */
void
page_text(struct pages *pages, const char *element, struct str text, double size, double x, double width, unsigned flags)
{
	PangoLayout *layout = page_layout(pages, text, size, width, flags);
	PangoLayoutIter *iter = pango.pango_layout_get_iter(layout);
	const char *piece = has_room(pages, layout) ? NULL : "Span";
	bool more = true;

	page_tag(pages, element);
	while (more) {
		if (piece != NULL)
			page_tag(pages, piece);
		pages->y += page_lines(pages, iter, x, pages->y, PAGE_HEIGHT - PAGE_BOTTOM(pages), &more);
		if (piece != NULL)
			page_untag(pages, piece);
		if (more)
			page_end(pages);
	}
	page_untag(pages, element);
	pango.pango_layout_iter_free(iter);
	pango.g_object_unref(layout);
}

void
page_line(struct pages *pages, double x1, double y1, double x2, double y2)
{
	if (!pages->drawing)
		return;
	pango.cairo_set_line_width(pages->cairo, 0.5);
	pango.cairo_move_to(pages->cairo, x1, y1);
	pango.cairo_line_to(pages->cairo, x2, y2);
	pango.cairo_stroke(pages->cairo);
}

void
page_shade(struct pages *pages, double x, double y, double width, double height)
{
	if (!pages->drawing)
		return;
	pango.cairo_set_source_rgb(pages->cairo, 0.93, 0.93, 0.93);
	pango.cairo_rectangle(pages->cairo, x, y, width, height);
	pango.cairo_fill(pages->cairo);
	pango.cairo_set_source_rgb(pages->cairo, 0, 0, 0);
}
