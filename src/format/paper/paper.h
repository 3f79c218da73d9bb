/*
 * paper.h - a paper as people read it: what a filled template says, as plain text, HTML, PDF or a mail's body.
 *
 * The template is text in a small notation; mustache fills it, and what was filled in is made inert by paper_escape (each of the
 * notation's signs in it loses its meaning), so that no field of a case can become a heading or a table.
 *
 *     # 見出し  ## 小見出し             headings
 *     >> 令和8年11月21日                a line set to the right (date, sender);   >< centred
 *     - item    1. item                 lists
 *     | a | b |                         a table; its first row are the headings
 *     ---                               a new page;   ~~~ a line across
 *     [ 印 | 印 ]                       boxes for seals or signatures, with their titles
 *     a paragraph ends with an empty line; two spaces at a line's end keep the line break
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/vec.h"

enum paper_block { PAPER_HEADING, PAPER_TEXT, PAPER_RIGHT, PAPER_CENTRE, PAPER_BULLET, PAPER_NUMBERED, PAPER_TABLE, PAPER_RULE, PAPER_PAGE, PAPER_BOXES };
struct paper_part {
	enum paper_block kind;
	int              level;
	struct str       text;
	LIST(struct str_list) rows;    /* of a table, of boxes */
};
struct paper {
	struct str title;              /* the first heading */
	LIST(struct paper_part) parts;
};

void paper_escape(struct buf *out, struct str text);            /* a mustache_escape */
/* Any text is a paper; ERR_LIMIT beyond LIMIT_PAPER_PARTS. */
CHECKED struct err *paper_read(struct str text, struct arena *arena, struct paper *ret_paper);
struct str paper_text(const struct paper *paper, int columns, struct arena *arena);     /* wide characters count as two */
struct str paper_html(const struct paper *paper, enum lang lang, struct arena *arena);  /* one whole page, nothing from elsewhere */
/* A4, its text selectable. pango and cairo are loaded when first used; ERR_SYSTEM says which package is missing. */
CHECKED struct err *paper_pdf(const struct paper *paper, enum lang lang, struct arena *arena, struct str *ret_bytes);
