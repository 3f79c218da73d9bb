/*
 * pdf.c - a paper on pages.
 */
#include "format/paper/page.h"

#include <assert.h>
#include <pthread.h>
#include "base/limits.h"
#include "format/paper/tagged.h"

static cairo_status_t
take_bytes(void *out, const unsigned char *bytes, unsigned len)
{
	buf_add_bytes(out, bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

static const struct { const char *element; double size, above, below; unsigned flags; } headings[] = {
	[1] = { "H1", 16, 10, 16, TEXT_BOLD | TEXT_CENTRE },
	[2] = { "H2", 12.5, 14, 5, TEXT_BOLD },
	[3] = { "H3", 11, 8, 3, TEXT_BOLD },
};

/* With what it heads, at least some lines of it. next: what comes after it, NULL at the end. */
static void
draw_heading(struct pages *pages, const struct paper_part *part, const struct paper_part *next, struct arena *arena)
{
	PangoLayout *layout = page_layout(pages, part->text, headings[part->level].size, PAGE_COLUMN(pages), headings[part->level].flags);
	double height = layout_height(layout);

	pango.g_object_unref(layout);
	height += (headings[part->level].above + headings[part->level].below) * pages->scale;
	page_need(pages, height + (next != NULL && next->kind == PAPER_TABLE ? page_table_least(pages, next, arena) : 48 * pages->scale));
	if (pages->y > PAGE_TOP(pages))
		pages->y += headings[part->level].above * pages->scale;
	page_text(pages, headings[part->level].element, part->text, headings[part->level].size, PAGE_SIDE(pages), PAGE_COLUMN(pages), headings[part->level].flags);
	pages->y += headings[part->level].below * pages->scale;
}

/* A list begins before its first item and ends behind its last. */
static void
draw_item(struct pages *pages, struct str sign, const struct paper_part *part, bool first, bool last)
{
	const double indent = 20;
	double y;
	int page;

	page_need(pages, 2 * SIZE_BODY);
	y = pages->y;
	page = pages->page;
	if (first)
		page_tag(pages, "L");
	page_tag(pages, "LI");
	page_text(pages, "Lbl", sign, SIZE_BODY, PAGE_SIDE(pages) + 4, indent, 0);
	if (page == pages->page)
		pages->y = y;
	page_text(pages, "LBody", part->text, SIZE_BODY, PAGE_SIDE(pages) + indent, PAGE_COLUMN(pages) - indent, 0);
	page_untag(pages, "LI");
	if (last)
		page_untag(pages, "L");
}

static void
draw_part(struct pages *pages, const struct paper *paper, size_t at, struct arena *arena)
{
	const struct paper_part *part = &paper->parts.items[at], *next = at + 1 < paper->parts.count ? part + 1 : NULL;
	bool first = at == 0 || !parts_belong(part - 1, part), last = next == NULL || !parts_belong(part, next);

	assert(at < paper->parts.count && paper->parts.items != NULL);
	switch (part->kind) {
	case PAPER_HEADING:
		draw_heading(pages, part, next, arena);
		break;
	case PAPER_TEXT:
		page_text(pages, "P", part->text, SIZE_BODY, PAGE_SIDE(pages), PAGE_COLUMN(pages), 0);
		break;
	case PAPER_RIGHT:
		page_text(pages, "P", part->text, SIZE_BODY, PAGE_SIDE(pages), PAGE_COLUMN(pages), TEXT_RIGHT);
		break;
	case PAPER_CENTRE:
		page_text(pages, "P", part->text, SIZE_BODY, PAGE_SIDE(pages), PAGE_COLUMN(pages), TEXT_CENTRE);
		break;
	case PAPER_BULLET:
		draw_item(pages, pages->lang == LANG_JA ? STR("・") : STR("•"), part, first, last);
		break;
	case PAPER_NUMBERED:
		draw_item(pages, arena_printf(arena, "%d.", part->level), part, first, last);
		break;
	case PAPER_TABLE:
		page_table(pages, part, arena);
		break;
	case PAPER_BOXES:
		page_boxes(pages, part);
		break;
	case PAPER_RULE:
		page_need(pages, 4);
		page_line(pages, PAGE_SIDE(pages), pages->y + 2, PAGE_WIDTH - PAGE_SIDE(pages), pages->y + 2);
		pages->y += 4;
		break;
	case PAPER_PAGE:
		if (pages->y > PAGE_TOP(pages))
			page_end(pages);
		break;
	}
}

static void
draw_paper(struct pages *pages, const struct paper *paper, struct arena *arena)
{
	pages->y = PAGE_TOP(pages);
	pages->page = 1;
	page_tag(pages, "Document");
	for (size_t i = 0; i < paper->parts.count; i++) {
		const struct paper_part *part = &paper->parts.items[i];

		if (i > 0 && pages->y > PAGE_TOP(pages) && part->kind != PAPER_HEADING && part->kind != PAPER_PAGE && part[-1].kind != PAPER_HEADING)
			pages->y += (parts_belong(part - 1, part) ? 4 : 11) * pages->scale;
		draw_part(pages, paper, i, arena);
	}
	page_untag(pages, "Document");
	if (pages->y > PAGE_TOP(pages) || pages->page == 1)
		page_end(pages);
	pages->pages = pages->page - 1;
}

/* Letters of both writings: a machine without a font for them would print boxes. */
static struct err *
check_font(const struct pages *pages, struct arena *arena)
{
	PangoLayout *layout = page_layout(pages, STR("Aあア漢脆弱性"), SIZE_BODY, 0, 0);
	int unknown = pango.pango_layout_get_unknown_glyphs_count(layout);

	pango.g_object_unref(layout);
	if (unknown > 0)
		return err_new(arena, ERR_SYSTEM, M("No font with Japanese letters is installed, so no PDF can be made: install the package fonts-ipaexfont-gothic."));
	return NULL;
}

/*
 * Fonts are looked for once in a process: it takes longer than drawing, and fontconfig keeps what it found. A map of fonts is for one thread at
 * a time, so papers are drawn one after another.
 */
static pthread_mutex_t drawing = PTHREAD_MUTEX_INITIALIZER;
static PangoFontMap *fonts;

static PangoContext *
make_context(enum lang lang)
{
	cairo_font_options_t *options = pango.cairo_font_options_create();
	PangoContext *context;

	if (fonts == NULL)
		fonts = pango.pango_cairo_font_map_new();
	context = pango.pango_font_map_create_context(fonts);
	pango.pango_cairo_context_set_resolution(context, 72);
	/* Paper has no pixels that letters would have to be fitted to. */
	pango.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango.pango_cairo_context_set_font_options(context, options);
	pango.pango_context_set_round_glyph_positions(context, FALSE);
	pango.pango_context_set_language(context, pango.pango_language_from_string(lang == LANG_JA ? "ja" : "en"));
	pango.cairo_font_options_destroy(options);
	return context;
}

/* Down to letters that can still be read. */
static const double scales[] = { 1, 0.93, 0.87, 0.81, 0.75 };

/* Counts its pages; what is to be one page is tried with smaller letters. */
static void
lay_out(struct pages *pages, const struct paper *paper, struct arena *arena)
{
	for (size_t i = 0; i < ARRAY_LEN(scales); i++) {
		pages->scale = scales[i];
		draw_paper(pages, paper, arena);
		if (!paper->one_page || pages->pages <= 1)
			return;
	}
}

static struct err *
draw(struct pages *pages, const struct paper *paper, struct buf *out, struct arena *arena)
{
	cairo_surface_t *surface;
	cairo_status_t status;

	TRY(check_font(pages, arena));
	lay_out(pages, paper, arena);
	surface = pango.cairo_pdf_surface_create_for_stream(take_bytes, out, PAGE_WIDTH, PAGE_HEIGHT);
	/* Its objects stand one by one in the file, where pdf_tagged finds them. */
	pango.cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
	pango.cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, arena_cstr(arena, paper->title));
	/* The same paper is to be the same file: without a date of its own. */
	pango.cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
	pages->cairo = pango.cairo_create(surface);
	pages->drawing = true;
	draw_paper(pages, paper, arena);
	status = pango.cairo_status(pages->cairo);
	pango.cairo_destroy(pages->cairo);
	pango.cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = pango.cairo_surface_status(surface);
	pango.cairo_surface_destroy(surface);
	if (status != CAIRO_STATUS_SUCCESS)
		return err_new(arena, ERR_SYSTEM, M("The PDF could not be drawn ({reason})."), ARG("reason", str_of(pango.cairo_status_to_string(status))));
	return NULL;
}

/* What is done with pages while pango is there and nobody else draws. */
static struct err *
with_pango(struct pages *pages, const struct paper *paper, struct buf *out, struct arena *arena,
    struct err *(*work)(struct pages *, const struct paper *, struct buf *, struct arena *))
{
	const char *failed = pango_load();
	struct err *err;

	if (failed != NULL)
		return err_new(arena, ERR_SYSTEM, M("No PDF can be made ({reason}): install the package libpangocairo-1.0-0."), ARG("reason", str_of(failed)));
	(void)pthread_mutex_lock(&drawing);
	pages->context = make_context(pages->lang);
	err = work(pages, paper, out, arena);
	pango.g_object_unref(pages->context);
	(void)pthread_mutex_unlock(&drawing);
	return err;
}

static struct err *
measure(struct pages *pages, const struct paper *paper, struct buf *out, struct arena *arena)
{
	(void)out;
	TRY(check_font(pages, arena));
	draw_paper(pages, paper, arena);
	return NULL;
}

struct err *
paper_is_one_page(const struct paper *paper, enum lang lang, struct arena *arena, bool *ret_one)
{
	struct pages pages = { .lang = lang, .scale = scales[ARRAY_LEN(scales) - 1] };

	TRY(with_pango(&pages, paper, NULL, arena, measure));
	*ret_one = pages.pages <= 1;
	return NULL;
}

struct err *
paper_pdf(const struct paper *paper, enum lang lang, struct arena *arena, struct str *ret_bytes)
{
	struct buf out BUF_SCOPE = { 0 };
	struct pages pages = { .lang = lang, .scale = 1 };

	TRY(with_pango(&pages, paper, &out, arena, draw));
	*ret_bytes = pdf_tagged(buf_str(&out), lang, arena);
	return NULL;
}
