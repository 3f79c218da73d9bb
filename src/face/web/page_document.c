/*
 * page_document.c - papers made of a case, and files put into it. A file of others is never shown in a browser: it is saved, and says whether
 * anybody answers for it. A paper of ours is shown as it was made, in a sandbox without anything but its own looks.
 */
#include "base/input.h"
#include "base/limits.h"
#include "face/web/case_page.h"
#include "face/web/pages.h"

/* --------------------------------------------------------------------------------- the page of a case */

struct papers_page {
	struct case_head_view     head;
	struct document_list_view documents;
	LIST(struct case_file_view)   files;
	LIST(struct case_choice_view) papers;
	struct template_list_view templates;
};
static const struct field papers_fields[] = {
	FIELD_OF(struct papers_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct papers_page, documents, FIELD_STRUCT, &document_list_view_schema),
	FIELD_OF(struct papers_page, files, FIELD_LIST, &case_file_view_schema), FIELD_OF(struct papers_page, papers, FIELD_LIST, &case_choice_view_schema),
	FIELD_OF(struct papers_page, templates, FIELD_STRUCT, &template_list_view_schema),
};
static const struct schema papers_schema = SCHEMA("case_papers", struct papers_page, papers_fields);

static bool
is_of_playbook(const struct case_view *casefile, struct str name)
{
	for (size_t i = 0; i < casefile->papers.count; i++)
		if (str_eq(casefile->papers.items[i].value, name))
			return true;
	return false;
}

static struct err *
get_papers(struct web *web, void *ret_view)
{
	struct papers_page *page = ret_view;
	const struct document_desk *desk;
	struct template_list_view all;
	struct case_view casefile;

	TRY(case_page_open(web, CASE_TAB_PAPERS, &casefile, &page->head));
	TRY(web_document_desk(web, &desk));
	TRY(document_list(desk, &web->actor, casefile.number, web->now, web->arena, &page->documents));
	TRY(document_templates(web->home, web->arena, &all));
	for (size_t i = 0; i < all.templates.count; i++)
		if (str_eq(all.templates.items[i].language, web->lang == LANG_JA ? STR("ja") : STR("en")) && !is_of_playbook(&casefile, all.templates.items[i].name))
			list_push(web->arena, &page->templates.templates, all.templates.items[i]);
	page->files.items = casefile.files.items;
	page->files.count = casefile.files.count;
	page->papers.items = casefile.papers.items;
	page->papers.count = casefile.papers.count;
	return NULL;
}

static struct err *
post_papers(struct web *web)
{
	const struct document_desk *desk;
	struct document_order order = { .name = web_text(web, "paper"), .lang = web_choice(web, "language", (int)web->lang) == LANG_EN ? LANG_EN : LANG_JA,
		.format = (enum document_format)web_choice(web, "format", DOCUMENT_HTML), .approval = web_text(web, "approval") };
	struct document_made made;

	TRY(web_document_desk(web, &desk));
	TRY(document_make(desk, &web->actor, web_text(web, "number"), &order, web->now, web->arena, &made));
	web_tell(web, M("A document was made: \"{title}\"."), ARG("title", made.title));
	web_go(web, "/documents/%lld", (long long)made.id);
	return NULL;
}

/* ------------------------------------------------------------------------------------------ one paper */

struct document_page { struct document_row_view document; bool html, mail; struct str text; };
static const struct field document_fields[] = {
	FIELD_OF(struct document_page, document, FIELD_STRUCT, &document_row_view_schema), FIELD(struct document_page, html, FIELD_BOOL),
	FIELD(struct document_page, mail, FIELD_BOOL), FIELD(struct document_page, text, FIELD_STR),
};
static const struct schema document_schema = SCHEMA("document_page", struct document_page, document_fields);

static const struct { const char *type, *ending; } formats[] = {
	[DOCUMENT_TEXT] = { "text/plain; charset=utf-8", "txt" }, [DOCUMENT_HTML] = { "text/html; charset=utf-8", "html" },
	[DOCUMENT_PDF] = { "application/pdf", "pdf" }, [DOCUMENT_MAIL] = { "message/rfc822", "eml" },
};

static struct err *
get_document(struct web *web, void *ret_view)
{
	struct document_page *page = ret_view;
	const struct document_desk *desk;
	struct str content;

	TRY(web_document_desk(web, &desk));
	TRY(document_get(desk, &web->actor, web_number(web, "id", 0), web->now, web->arena, &page->document, &content));
	web_title(web, page->document.title);
	page->html = str_eq(page->document.format, STR("html"));
	page->mail = str_eq(page->document.format, STR("mail"));
	if (str_eq(page->document.format, STR("text")))
		page->text = content;
	return NULL;
}

/* Its own looks and nothing else: no script, no form, no other page's rights. */
#define SANDBOX "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

static struct err *
get_content(struct web *web, void *view)
{
	const struct document_desk *desk;
	struct document_row_view row;
	struct str content;
	int format = DOCUMENT_TEXT;

	(void)view;
	TRY(web_document_desk(web, &desk));
	TRY(document_get(desk, &web->actor, web_number(web, "id", 0), web->now, web->arena, &row, &content));
	(void)enum_find(&document_format_names, row.format, &format);
	web_header(web, "Content-Security-Policy", STR(SANDBOX));
	web_send(web, formats[format].type, content, web_tick(web, "show") && format == DOCUMENT_HTML ? STR("") :
	    arena_printf(web->arena, "%.*s-%.*s.%s", STR_ARG(row.number), STR_ARG(row.title), formats[format].ending));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ files */

static struct err *
post_file(struct web *web)
{
	const struct http_file *file = web_file(web, "file");
	const struct case_desk *desk;
	struct case_file_view view;
	struct input_fd input;
	struct str content;

	if (file == NULL)
		return err_new(web->arena, ERR_USAGE, M("No file was chosen."));
	TRY(web_case_desk(web, &desk));
	TRY(input_all(input_of_fd(&input, file->fd, file->filename), LIMIT_CASE_FILE, web->arena, &content));
	TRY(case_file_put(desk, &web->actor, web_text(web, "number"), file->filename, content, STR(""), web->now, web->arena, &view));
	web_tell(web, M("{name} is kept, in quarantine until somebody answers for it."), ARG("name", view.name));
	web_go(web, "/cases/%.*s/papers", STR_ARG(web_text(web, "number")));
	return NULL;
}

static struct err *
get_file(struct web *web, void *view_)
{
	const struct case_desk *desk;
	struct case_file_view view;
	struct str content;

	(void)view_;
	TRY(web_case_desk(web, &desk));
	TRY(case_file_get(desk, &web->actor, web_number(web, "id", 0), web->now, web->arena, &view, &content));
	web_send(web, "application/octet-stream", content, view.name.len > 0 ? view.name : STR("file"));
	return NULL;
}

static struct err *
post_release(struct web *web)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(case_file_release(desk, &web->actor, web_number(web, "id", 0), web_text(web, "reason"), web->now, web->arena));
	web_tell(web, M("Released: the file is no longer shown as unsafe."));
	web_go(web, "/cases/%.*s/papers", STR_ARG(web_text(web, "number")));
	return NULL;
}

static const char *const lang_words[] = { [LANG_JA] = "ja", [LANG_EN] = "en" };
static const struct enum_names lang_names = ENUM_NAMES(lang_words);
static const struct web_param paper_params[] = {
	{ .name = "paper", .kind = WEB_TEXT, .most = 100, .summary = M("Paper of the procedure, or template"), .obligatory = true },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &document_format_names, .summary = M("Format") },
	{ .name = "language", .kind = WEB_CHOICE, .choices = &lang_names, .summary = M("Language") },
	{ .name = "approval", .kind = WEB_TEXT, .most = 64, .summary = M("Approval that it tells of") },
	{ .name = NULL },
};
static const struct web_param id_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};
static const struct web_param content_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "show", .kind = WEB_TICK, .summary = M("Shown instead of saved") },
	{ .name = NULL },
};
static const struct web_param file_params[] = {
	{ .name = "file", .kind = WEB_FILE, .summary = M("File"), .obligatory = true },
	{ .name = NULL },
};
static const struct web_param release_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 4000, .summary = M("How you know that it is safe"), .obligatory = true },
	{ .name = NULL },
};

const struct web_route routes_document[] = {
	{ .method = HTTP_GET, .path = "/cases/{number}/papers", .summary = M("Papers and files of a case"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .view = &papers_schema, .page = "case-papers", .section = "cases", .get = get_papers },
	{ .method = HTTP_POST, .path = "/cases/{number}/papers", .summary = M("Make a paper"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_DOCUMENTS, .params = paper_params, .post = post_papers },
	{ .method = HTTP_GET, .path = "/documents/{id}", .summary = M("Paper"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = id_params,
	    .view = &document_schema, .page = "document", .section = "cases", .get = get_document },
	{ .method = HTTP_GET, .path = "/documents/{id}/content", .summary = M("A paper as it was made"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .params = content_params, .get = get_content },
	{ .method = HTTP_POST, .path = "/cases/{number}/files", .summary = M("Put a file into a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_UPLOADS, .params = file_params, .post = post_file, .back = "/cases/{number}/papers", .body_most = (int64_t)LIMIT_CASE_FILE + (1 << 20) },
	{ .method = HTTP_GET, .path = "/files/{id}", .summary = M("A file of a case"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = id_params,
	    .get = get_file },
	{ .method = HTTP_POST, .path = "/cases/{number}/files/{id}/release", .summary = M("Answer for a file"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = release_params, .post = post_release, .back = "/cases/{number}/papers" },
	{ .path = NULL },
};
