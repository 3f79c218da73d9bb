/*
 * paper.h - a paper as people read it: what a filled template says, as plain text, HTML, PDF or a mail's body.
 *
 * The template is text in a small notation; mustache fills it, and what was filled in is made inert by paper_escape (each of the
 * notation's signs in it loses its meaning), so that no field of a case can become a heading or a table.
 *
 *     # 見出し  ## 小見出し             headings, at most three deep
 *     >> 令和8年11月21日                a line set to the right (date, sender);   >< centred
 *     - item    1. item                 lists
 *     | a | b |                         a table; its first row are the headings
 *     ---                               a new page;   ~~~ a line across
 *     ==1                               a PDF of it is to be one page: its letters and margins become smaller for it, to three quarters at the least
 *     [ 起案 | 決裁 ]                   boxes for seals or signatures, with their titles;
 *     [ 例 花子 | ]                     what stands in them, where there is something already
 *     a paragraph ends with an empty line; two spaces or a \ at a line's end keep the line break
 *
 * A sign is looked for at a line's beginning, behind blanks. \ takes a sign's meaning away; \n is a line break within anything. A line
 * without a sign goes on with the paragraph or list item above it. Control characters and those that turn the writing
 * direction are dropped, what is not UTF-8 becomes U+FFFD.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/vec.h"

enum paper_block { PAPER_HEADING, PAPER_TEXT, PAPER_RIGHT, PAPER_CENTRE, PAPER_BULLET, PAPER_NUMBERED, PAPER_TABLE, PAPER_RULE, PAPER_PAGE, PAPER_BOXES };
struct paper_part {
	enum paper_block kind;
	int              level;        /* of a heading: 1 to 3; of a numbered item its number   */
	struct str       text;         /* '\n' where a line is to end                           */
	LIST(struct str_list) rows;    /* of a table, of boxes: the first are headings, titles */
};
struct paper {
	struct str title;              /* the first heading, in one line */
	LIST(struct paper_part) parts;
	bool       one_page;           /* ==1 stood in it                  */
};

void paper_escape(struct buf *out, struct str text);            /* a mustache_escape */
/* Any text is a paper; ERR_LIMIT beyond LIMIT_PAPER_PARTS or LIMIT_PAPER_COLUMNS. */
CHECKED struct err *paper_read(struct str text, struct arena *arena, struct paper *ret_paper);

/* The columns a mail's body has. */
enum { PAPER_MAIL_COLUMNS = 76 };
struct str paper_text(const struct paper *paper, int columns, struct arena *arena);     /* wide characters count as two */
struct str paper_html(const struct paper *paper, enum lang lang, struct arena *arena);  /* one whole page, nothing from elsewhere */
/*
 * A4, its text selectable, tagged with its title, language, headings, lists and cells for those who have it read aloud (tagged.h); the same
 * paper gives the same bytes. pango and cairo are loaded when first used; ERR_SYSTEM says which
 * package is missing, a font that has Japanese among them.
 */
CHECKED struct err *paper_pdf(const struct paper *paper, enum lang lang, struct arena *arena, struct str *ret_bytes);
/* Whether it is one A4 page, with letters as small as paper_pdf makes them for ==1. ERR_SYSTEM as above. */
CHECKED struct err *paper_is_one_page(const struct paper *paper, enum lang lang, struct arena *arena, bool *ret_one);
