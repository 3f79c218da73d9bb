/*
 * page.h - pages that are filled from above; for the PDF of this room only. Lengths are points (1/72 inch).
 */
#pragma once
#include "format/paper/pango.h"
#include "format/paper/parts.h"

#define PAGE_WIDTH   595.276      /* A4: 210 mm */
#define PAGE_HEIGHT  841.890      /* 297 mm     */
/* Smaller letters stand in smaller margins. */
#define PAGE_SIDE(pages)   (65.0 * (pages)->scale)   /* 23 mm */
#define PAGE_TOP(pages)    (71.0 * (pages)->scale)   /* 25 mm */
#define PAGE_BOTTOM(pages) (68.0 * (pages)->scale)
#define PAGE_COLUMN(pages) (PAGE_WIDTH - 2 * PAGE_SIDE(pages))

#define SIZE_BODY    10.5
#define SIZE_TABLE   9.5

/*
 * A paper is laid out twice: first to count its pages, then to draw them with that number below each.
 */
struct pages {
	cairo_t      *cairo;
	PangoContext *context;
	enum lang     lang;
	bool          drawing;
	double        scale;       /* of letters and of the space around them */
	double        y;           /* where the next thing begins */
	int           page, pages; /* from 1                      */
};

enum { TEXT_BOLD = 1, TEXT_CENTRE = 2, TEXT_RIGHT = 4 };

/*
 * What a program reads aloud: elements (ISO 32000-1, 14.8.4: "H1", "P", "TD") in the order in which they are begun, one in another. What is drawn
 * outside of those that hold text is an artefact: lines, shades, page numbers, headings said again.
 */
void page_tag(const struct pages *pages, const char *element);
void page_untag(const struct pages *pages, const char *element);

/* A text of that size in a column of that width; g_object_unref when done. */
PangoLayout *page_layout(const struct pages *pages, struct str text, double size, double width, unsigned flags);
double layout_height(PangoLayout *layout);
double layout_width(PangoLayout *layout);

/* Something this high is to be drawn: on a new page, unless there is room or nothing stands on this one. */
void page_need(struct pages *pages, double height);
double page_left(const struct pages *pages);         /* down to the bottom margin */
void page_end(struct pages *pages);                  /* number below, next page   */

/* Lines of a layout from `iter` on, as many as there is room for from y to bottom; gives how high they are. *ret_more: some are left. */
double page_lines(struct pages *pages, PangoLayoutIter *iter, double x, double y, double bottom, bool *ret_more);
/* All of them, over as many pages as they need, as one element. */
void page_text(struct pages *pages, const char *element, struct str text, double size, double x, double width, unsigned flags);
void page_line(struct pages *pages, double x1, double y1, double x2, double y2);
void page_shade(struct pages *pages, double x, double y, double width, double height);

/* What of a table must stand together at least: its headings and a row. */
double page_table_least(struct pages *pages, const struct paper_part *part, struct arena *arena);
void page_table(struct pages *pages, const struct paper_part *part, struct arena *arena);
void page_boxes(struct pages *pages, const struct paper_part *part);
