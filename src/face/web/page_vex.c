/*
 * page_vex.c - VEX: fetched for others in each form and scope; somebody's document sent, looked at, taken in, read, believed no longer.
 */
#include "base/limits.h"
#include "face/web/pages.h"
#include "service/vex/in.h"
#include "service/vex/out.h"

enum { NAME_MOST = 200 };      /* bytes of a file's name */

/* --------------------------------------------------------------------------------------------- the first page */

static const struct web_param list_params[] = {
	{ .name = "all", .kind = WEB_TICK, .summary = M("Also those that hold no longer") },
	{ .name = "vulnerability", .kind = WEB_TEXT, .most = 80, .summary = M("Vulnerability") },
	{ .name = "system", .kind = WEB_TEXT, .most = 400, .summary = M("System") },
	{ .name = "product", .kind = WEB_TEXT, .most = 400, .summary = M("Product") },
	{ .name = "document", .kind = WEB_FILE, .summary = M("VEX document") },
	{ .name = NULL },
};
struct vex_page { struct vex_document_list list; bool may, all, has_site, has_name; };
static const struct field page_fields[] = {
	FIELD_OF(struct vex_page, list, FIELD_STRUCT, &vex_document_list_schema),
	FIELD(struct vex_page, may, FIELD_BOOL),
	FIELD(struct vex_page, all, FIELD_BOOL),
	FIELD(struct vex_page, has_site, FIELD_BOOL),
	FIELD(struct vex_page, has_name, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("vex_page", struct vex_page, page_fields);

static struct err *
get_vex(struct web *web, void *ret_view)
{
	struct vex_page *view = ret_view;

	view->may = (web->actor.offices & OFFICE_SECURITY) != 0;
	view->all = web_tick(web, "all");
	view->has_site = web->home->site.len > 0;
	view->has_name = web->home->organisation.len > 0 || ledger_org(web->ledger) != LEDGER_ORG;
	return vex_in_list(web->ledger, &web->actor, view->all, web->now, web->arena, &view->list);
}

static const struct web_param out_params[] = {
	{ .name = "form", .kind = WEB_CHOICE, .choices = &vex_form_names, .summary = M("Form") },
	{ .name = "vulnerability", .kind = WEB_TEXT, .most = 80, .summary = M("Vulnerability") },
	{ .name = "system", .kind = WEB_TEXT, .most = 400, .summary = M("System") },
	{ .name = "product", .kind = WEB_TEXT, .most = 400, .summary = M("Product") },
	{ .name = NULL },
};

static struct err *
get_document(struct web *web, void *view)
{
	struct vex_wish wish;
	struct vex_out out;

	(void)view;
	TRY(vex_wish_of(web->ledger, web_text(web, "form"), web_text(web, "vulnerability"), web_text(web, "system"), web_text(web, "product"), web->arena,
	    &wish));
	TRY(vex_out_make(web->home, web->ledger, &web->actor, &wish, web->now, web->lang, web->arena, &out));
	web_send(web, arena_cstr(web->arena, out.type), out.bytes, out.name);
	return NULL;
}

/* ----------------------------------------------------------------------------------------- one that comes in */

/* As its sender calls it, cut between letters. */
static struct str
file_name(const struct http_file *file)
{
	size_t len = file->filename.len < NAME_MOST ? file->filename.len : NAME_MOST;

	while (len > 0 && len < file->filename.len && ((unsigned char)file->filename.ptr[len] & 0xc0) == 0x80)
		len--;
	return str_sub(file->filename, 0, len);
}

static struct err *
post_document(struct web *web)
{
	const struct http_file *file = web_file(web, "document");
	struct str digest;

	if (file == NULL)
		return err_new(web->arena, ERR_USAGE, M("Choose the VEX document."));
	TRY(vex_in_receive(web->home, &web->actor, web_file_path(web, file), web->arena, &digest));
	web_go(web, "/vex/incoming/%.*s?file=%.*s", STR_ARG(digest), STR_ARG(web_encoded(web, file_name(file))));
	return NULL;
}

static const struct web_param take_params[] = {
	{ .name = "digest", .kind = WEB_TEXT, .most = 64, .summary = M("VEX document") },
	{ .name = "file", .kind = WEB_TEXT, .most = NAME_MOST, .summary = M("File") },
	{ .name = "word", .kind = WEB_CHOICE, .choices = &vex_word_names, .summary = M("Whose word it is") },
	{ .name = "owner", .kind = WEB_TEXT, .most = 200, .summary = M("Who answers for it") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 2000, .summary = M("Reason") },
	{ .name = "until", .kind = WEB_DAY, .summary = M("Last day") },
	{ .name = NULL },
};
struct take_page { struct vex_preview preview; struct str digest, file, word; struct web_choices words; bool chosen, believed, later, has_effects, has_more, has_refusals; };
static const struct field take_fields[] = {
	FIELD_OF(struct take_page, preview, FIELD_STRUCT, &vex_preview_schema),
	FIELD(struct take_page, digest, FIELD_STR),
	FIELD(struct take_page, file, FIELD_STR),
	FIELD(struct take_page, word, FIELD_STR),
	FIELD_OF(struct take_page, words, FIELD_LIST, &web_choice_schema),
	FIELD(struct take_page, chosen, FIELD_BOOL),
	FIELD(struct take_page, believed, FIELD_BOOL),
	FIELD(struct take_page, later, FIELD_BOOL),
	FIELD(struct take_page, has_effects, FIELD_BOOL),
	FIELD(struct take_page, has_refusals, FIELD_BOOL),
	FIELD(struct take_page, has_more, FIELD_BOOL),
};
static const struct schema take_schema = SCHEMA("vex_take", struct take_page, take_fields);

static struct vex_choice
choice_of(const struct web *web)
{
	return (struct vex_choice){ .word = (enum ledger_vex_word)web_choice(web, "word", LEDGER_VEX_OTHER), .owner = web_text(web, "owner"),
		.reason = web_text(web, "reason"), .until = web_day(web, "until"), .file = web_text(web, "file"), .now = web->now, .lang = web->lang };
}

static struct err *
get_incoming(struct web *web, void *ret_view)
{
	static const char *const titles[] = { M("The maker or distributor of the product"), M("Ourselves: another home or an earlier edition of ours"),
		M("Somebody else, or not checked: it is shown and changes nothing") };
	struct take_page *view = ret_view;
	struct vex_choice choice = choice_of(web);

	view->digest = web_text(web, "digest");
	view->file = web_text(web, "file");
	view->chosen = web_given(web, "word");
	view->word = str_of(enum_name(&vex_word_names, (int)choice.word));
	view->believed = choice.word != LEDGER_VEX_OTHER;
	for (size_t i = 0; i < ARRAY_LEN(titles); i++)
		web_choice_add(web, &view->words, str_of(vex_word_names.names[i]), web_word(web, titles[i]), view->chosen ? view->word : STR(""));
	TRY(vex_in_received(web->home, web->ledger, &web->actor, view->digest, &choice, false, web->arena, &view->preview));
	view->has_effects = view->preview.effects.count > 0;
	view->later = view->preview.replaces != 0;
	view->has_refusals = view->preview.refusals > 0;
	view->has_more = view->preview.concerned > (int64_t)view->preview.effects.count;
	web_title(web, view->preview.document.author);
	return NULL;
}

static struct err *
post_incoming(struct web *web)
{
	struct vex_choice choice = choice_of(web);
	struct vex_preview preview;

	TRY(vex_in_received(web->home, web->ledger, &web->actor, web_text(web, "digest"), &choice, true, web->arena, &preview));
	web_go(web, "/vex/%lld", (long long)preview.document.id);
	if (preview.known)
		web_tell(web, M("This document is in force already (number {number}): nothing changes."), ARG_N("number", preview.document.id));
	else
		web_tell(web, M("The document was taken in: {applies} findings change, {conflicts} say otherwise."), ARG_N("applies", preview.applies),
		    ARG_N("conflicts", preview.conflicts));
	return NULL;
}

/* --------------------------------------------------------------------------------------------- one that is here */

static const struct web_param one_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "after", .kind = WEB_NUMBER, .summary = M("Behind this one") },
	{ .name = NULL },
};
struct one_page { struct vex_shown shown; bool may, holds, has_effects, has_new, has_next, was_replaced; };
static const struct field one_fields[] = {
	FIELD_OF(struct one_page, shown, FIELD_STRUCT, &vex_shown_schema),
	FIELD(struct one_page, may, FIELD_BOOL),
	FIELD(struct one_page, holds, FIELD_BOOL),
	FIELD(struct one_page, has_effects, FIELD_BOOL),
	FIELD(struct one_page, has_new, FIELD_BOOL),
	FIELD(struct one_page, has_next, FIELD_BOOL),
	FIELD(struct one_page, was_replaced, FIELD_BOOL),
};
static const struct schema one_schema = SCHEMA("vex_document_page", struct one_page, one_fields);

static struct err *
get_one(struct web *web, void *ret_view)
{
	struct one_page *view = ret_view;

	TRY(vex_in_show(web->ledger, &web->actor, web_number(web, "id", 0), web_number(web, "after", 0), web->now, web->lang, web->arena, &view->shown));
	view->holds = str_eq(view->shown.document.state, STR("in_force"));
	view->may = view->holds && (web->actor.offices & OFFICE_SECURITY) != 0;
	view->has_effects = view->shown.effects.count > 0;
	view->has_next = view->shown.next > 0;
	view->was_replaced = view->shown.document.replaced_by != 0;
	view->has_new = view->holds && view->shown.applies > 0;
	web_title(web, view->shown.document.author);
	return NULL;
}

static struct err *
post_withdraw(struct web *web)
{
	int64_t id = web_number(web, "id", 0);

	TRY(vex_in_withdraw(web->ledger, &web->actor, id, web->now, web->arena));
	web_go(web, "/vex/%lld", (long long)id);
	web_tell(web, M("Document {number} holds no longer, nor what was decided on it; it stays to be read."), ARG_N("number", id));
	return NULL;
}

const struct web_route routes_vex[] = {
	{ .method = HTTP_GET, .path = "/vex", .summary = M("VEX"), .right = WEB_READER, .scope = SCOPE_READ, .params = list_params,
	    .view = &page_schema, .page = "vex", .section = "findings", .get = get_vex },
	{ .method = HTTP_GET, .path = "/vex/document", .summary = M("What we say, as a VEX document"), .right = WEB_READER, .scope = SCOPE_READ,
	    .lane = HTTP_LANE_DOCUMENTS, .params = out_params, .get = get_document },
	{ .method = HTTP_POST, .path = "/vex", .summary = M("Look at a VEX document"), .right = WEB_OFFICE, .offices = OFFICE_SECURITY,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_UPLOADS, .params = list_params, .post = post_document, .body_most = (int64_t)LIMIT_VEX_BYTES },
	{ .method = HTTP_GET, .path = "/vex/incoming/{digest}", .summary = M("What a VEX document changes"), .right = WEB_OFFICE,
	    .offices = OFFICE_SECURITY, .scope = SCOPE_READ, .lane = HTTP_LANE_UPLOADS, .params = take_params, .view = &take_schema, .page = "vex-take",
	    .section = "findings", .get = get_incoming },
	{ .method = HTTP_POST, .path = "/vex/incoming/{digest}", .summary = M("Take a VEX document in"), .right = WEB_OFFICE,
	    .offices = OFFICE_SECURITY, .scope = SCOPE_WRITE, .lane = HTTP_LANE_UPLOADS, .params = take_params, .post = post_incoming },
	{ .method = HTTP_GET, .path = "/vex/{id}", .summary = M("One VEX document"), .right = WEB_READER, .scope = SCOPE_READ, .params = one_params,
	    .view = &one_schema, .page = "vex-document", .section = "findings", .get = get_one },
	{ .method = HTTP_POST, .path = "/vex/{id}/withdraw", .summary = M("Believe a VEX document no longer"), .right = WEB_OFFICE,
	    .offices = OFFICE_SECURITY, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = one_params, .post = post_withdraw, .back = "/vex/{id}" },
	{ .path = NULL },
};
