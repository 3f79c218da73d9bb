/*
 * tagged.h - what a tagged PDF says and cairo 1.16 has no words for; for the PDF of this room only.
 *
 * cairo writes the elements (page_tag). This adds, behind the file as an update of it (ISO 32000-1, 7.5.6), what PDF/UA (ISO 14289-1) wants besides:
 *
 *     the language of the paper, and that its title is what a window shows     7.2, 7.1
 *     that a heading of a table is one of its column                           7.5
 *     that lines, shades, page numbers and headings said again are artefacts   7.1
 *
 * No file of ours says that it is PDF/UA: cairo gives no way to hold pieces of one cell together that stand on two pages (they are two rows), and
 * letters are named as cairo names them.
 */
#pragma once
#include "base/lang.h"
#include "base/str.h"
#include "base/arena.h"

/* The PDF with all that; as it was, where it is not built as cairo builds one of version 1.4. */
struct str pdf_tagged(struct str pdf, enum lang lang, struct arena *arena);
