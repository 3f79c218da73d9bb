/*
 * html.c - a paper as one page for a browser: what it needs is in it, and nothing is fetched or run.
 */
#include "format/paper/parts.h"

#include "format/mustache/mustache.h"

static const char style[] =
    ":root{color-scheme:light}\n"
    "body{margin:0;background:#f1f1f4;color:#1a1a1c;font:1rem/1.8 \"Noto Sans JP\",\"Hiragino Sans\",\"Yu Gothic\",Meiryo,\"IPAexGothic\",sans-serif}\n"
    ":lang(en) body,body:lang(en){line-height:1.6}\n"
    "main{box-sizing:border-box;max-width:50rem;margin:2rem auto;padding:3.5rem 4rem;background:#fff}\n"
    "h1{margin:1.5rem 0 2rem;font-size:1.5rem;line-height:1.5;text-align:center}\n"
    "h2{margin:2rem 0 .75rem;font-size:1.2rem;line-height:1.5}\n"
    "h3{margin:1.5rem 0 .5rem;font-size:1rem}\n"
    "p{margin:.75rem 0;overflow-wrap:anywhere}\n"
    "p.right{margin:0;text-align:right}\n"
    "p.centre{margin:1rem 0;text-align:center}\n"
    "ul,ol{margin:.75rem 0;padding-left:1.75rem}\n"
    "div.wide{margin:1rem 0;overflow-x:auto}\n"
    "table{width:100%;border-collapse:collapse}\n"
    "th,td{padding:.4rem .6rem;border:1px solid #767676;text-align:left;vertical-align:top;overflow-wrap:anywhere}\n"
    "thead th{background:#e8f1fe;white-space:nowrap}\n"
    "td.number{text-align:right;white-space:nowrap}\n"
    "table.boxes{width:auto;margin-left:auto}\n"
    "table.boxes th,table.boxes td{min-width:5.5rem;text-align:center;font-weight:normal}\n"
    "table.boxes td{height:4.5rem;vertical-align:middle}\n"
    "hr{margin:1.5rem 0;border:0;border-top:1px solid #767676}\n"
    "hr.page{border-top:1px dashed #767676}\n"
    "@media (max-width:40rem){main{margin:0;padding:1.5rem 1rem}}\n"
    "@page{size:A4;margin:25mm 22mm}\n"
    "@media print{body{background:#fff;font-size:10.5pt}main{max-width:none;margin:0;padding:0}thead{display:table-header-group}"
    "tr{break-inside:avoid}h1,h2,h3{break-after:avoid}hr.page{visibility:hidden;break-after:page}div.wide{overflow:visible}}\n";

/* A text with its line breaks. */
static void
put_text(struct buf *out, struct str text)
{
	struct str line;
	bool first = true;

	while (str_line(&text, &line)) {
		if (!first)
			buf_add(out, STR("<br>"));
		mustache_html(out, line);
		first = false;
	}
}

static void
put_element(struct buf *out, const char *element, const char *attributes, struct str text)
{
	buf_addf(out, "<%s%s>", element, attributes);
	put_text(out, text);
	buf_addf(out, "</%s>\n", element);
}

static void
put_row(struct buf *out, const struct paper_part *part, size_t row, const bool *numbers, size_t columns)
{
	buf_add(out, STR("<tr>\n"));
	for (size_t c = 0; c < columns; c++) {
		if (row == 0)
			put_element(out, "th", " scope=\"col\"", part_cell(part, row, c));
		else
			put_element(out, "td", numbers[c] ? " class=\"number\"" : "", part_cell(part, row, c));
	}
	buf_add(out, STR("</tr>\n"));
}

static void
put_table(struct buf *out, const struct paper_part *part, struct arena *arena)
{
	size_t columns = part_columns(part);
	bool *numbers = ARENA_ARRAY(arena, bool, columns);

	for (size_t c = 0; c < columns; c++)
		numbers[c] = part->kind == PAPER_TABLE && part_is_number(part, c);
	buf_add(out, part->kind == PAPER_TABLE ? STR("<div class=\"wide\"><table>\n<thead>\n") : STR("<div class=\"wide\"><table class=\"boxes\">\n<thead>\n"));
	put_row(out, part, 0, numbers, columns);
	buf_add(out, STR("</thead>\n<tbody>\n"));
	for (size_t row = 1; row < part->rows.count; row++)
		put_row(out, part, row, numbers, columns);
	buf_add(out, STR("</tbody>\n</table></div>\n"));
}

/* Boxes without anything in them yet have an empty row, which is where one writes or seals. */
static void
put_boxes(struct buf *out, const struct paper_part *part, struct arena *arena)
{
	struct paper_part boxes = *part;
	const struct str_list none = { 0 };

	if (boxes.rows.count == 1) {
		boxes.rows.items = ARENA_ARRAY(arena, struct str_list, 2);
		boxes.rows.items[0] = part->rows.items[0];
		boxes.rows.items[1] = none;
		boxes.rows.count = 2;
	}
	put_table(out, &boxes, arena);
}

/* A list opens before its first item and closes behind its last. */
static void
put_item(struct buf *out, const struct paper *paper, size_t at)
{
	const struct paper_part *part = &paper->parts.items[at];
	const char *list = part->kind == PAPER_BULLET ? "ul" : "ol";

	if (at == 0 || !parts_belong(part - 1, part))
		buf_addf(out, "<%s>\n", list);
	if (part->kind == PAPER_NUMBERED)
		buf_addf(out, "<li value=\"%d\">", part->level);
	else
		buf_add(out, STR("<li>"));
	put_text(out, part->text);
	buf_add(out, STR("</li>\n"));
	if (at + 1 == paper->parts.count || !parts_belong(part, part + 1))
		buf_addf(out, "</%s>\n", list);
}

static void
put_part(struct buf *out, const struct paper *paper, size_t at, struct arena *arena)
{
	static const char *const headings[] = { "h1", "h2", "h3" };
	const struct paper_part *part = &paper->parts.items[at];

	switch (part->kind) {
	case PAPER_HEADING:
		put_element(out, headings[part->level - 1], "", part->text);
		break;
	case PAPER_TEXT:
		put_element(out, "p", "", part->text);
		break;
	case PAPER_RIGHT:
		put_element(out, "p", " class=\"right\"", part->text);
		break;
	case PAPER_CENTRE:
		put_element(out, "p", " class=\"centre\"", part->text);
		break;
	case PAPER_BULLET:
	case PAPER_NUMBERED:
		put_item(out, paper, at);
		break;
	case PAPER_TABLE:
		put_table(out, part, arena);
		break;
	case PAPER_BOXES:
		put_boxes(out, part, arena);
		break;
	case PAPER_RULE:
		buf_add(out, STR("<hr>\n"));
		break;
	case PAPER_PAGE:
		buf_add(out, STR("<hr class=\"page\">\n"));
		break;
	}
}

struct str
paper_html(const struct paper *paper, enum lang lang, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_addf(&out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", lang == LANG_JA ? "ja" : "en");
	buf_add(&out, STR("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"));
	mustache_html(&out, paper->title);
	buf_addf(&out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n", style);
	for (size_t i = 0; i < paper->parts.count; i++)
		put_part(&out, paper, i, arena);
	buf_add(&out, STR("</main>\n</body>\n</html>\n"));
	return arena_copy(arena, buf_str(&out));
}
