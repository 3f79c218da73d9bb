/*
 * page_bundle.c - bundles at the web: checked, taken in, and the keys whose bundles this home takes.
 */
#include "face/web/pages.h"
#include "service/bundle/bundle.h"

enum { BUNDLE_FILE_MOST = 1 << 30, KEY_FILE_MOST = 4096 };

struct bundles_page {
	struct str_list keys;
	bool            any;
	struct str      segment;
	bool            may;              /* trust keys */
};
static const struct field page_fields[] = {
	FIELD(struct bundles_page, keys, FIELD_STRS), FIELD(struct bundles_page, any, FIELD_BOOL), FIELD(struct bundles_page, segment, FIELD_STR), FIELD(struct bundles_page, may, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("bundles_page", struct bundles_page, page_fields);

/* What came of one. */
struct result_page { struct bundle_taken result; bool looked; };
static const struct field result_fields[] = {
	FIELD_OF(struct result_page, result, FIELD_STRUCT, &bundle_taken_schema), FIELD(struct result_page, looked, FIELD_BOOL),
};
static const struct schema result_schema = SCHEMA("bundle_page", struct result_page, result_fields);

static struct err *
get_bundles(struct web *web, void *ret_view)
{
	struct bundles_page *page = ret_view;

	page->segment = web->home->segment;
	page->may = (web->actor.offices & OFFICE_ADMINISTRATOR) != 0;
	TRY(bundle_trusted(web->home, web->arena, &page->keys));
	page->any = page->keys.count > 0;
	return NULL;
}

static struct err *
chosen(const struct web *web, const struct http_file **ret_file)
{
	*ret_file = web_file(web, "file");
	return *ret_file != NULL ? NULL : err_new(web->arena, ERR_USAGE, M("Choose a file first."));
}

static struct err *
post_bundle(struct web *web)
{
	struct bundle_wish wish = { .look = web_tick(web, "look"), .accept = web_tick(web, "accept"), .medium = web_text(web, "medium"),
		.approver = web_text(web, "approver"), .purpose = web_text(web, "purpose"), .party = web_text(web, "party") };
	struct result_page page = { .looked = wish.look };
	const struct http_file *file;

	TRY(chosen(web, &file));
	wish.filename = file->filename;
	wish.path = web_file_path(web, file);
	TRY(bundle_take(web->home, web->ledger, &web->actor, &wish, web->now, web->arena, &page.result));
	web_answer(web, &page);
	return NULL;
}

static struct err *
post_trust(struct web *web)
{
	const struct http_file *file;
	struct str id;

	TRY(chosen(web, &file));
	TRY(bundle_trust_by(web->home, web->ledger, &web->actor, web_file_path(web, file), web->now, web->arena, &id));
	web_tell(web, M("From now on bundles signed with key {id} are taken in here."), ARG("id", id));
	web_go(web, "/knowledge/bundles");
	return NULL;
}

static const struct web_param bundle_params[] = {
	{ .name = "file", .kind = WEB_FILE, .summary = M("Bundle") },
	{ .name = "look", .kind = WEB_TICK, .summary = M("Only check it, take nothing in") },
	{ .name = "accept", .kind = WEB_TICK, .summary = M("Take it in although it has fewer records than the last, or is older") },
	{ .name = "medium", .kind = WEB_TEXT, .most = 200, .summary = M("Storage medium") },
	{ .name = "approver", .kind = WEB_TEXT, .most = 200, .summary = M("Allowed by") },
	{ .name = "purpose", .kind = WEB_TEXT, .most = 500, .summary = M("Purpose") },
	{ .name = "party", .kind = WEB_TEXT, .most = 200, .summary = M("From or to") },
	{ .name = NULL },
};
static const struct web_param trust_params[] = {
	{ .name = "file", .kind = WEB_FILE, .summary = M("Public key") }, { .name = NULL },
};

#define TAKERS .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY

const struct web_route routes_bundle[] = {
	{ .method = HTTP_GET, .path = "/knowledge/bundles", .summary = M("Bundles"), TAKERS, .scope = SCOPE_READ, .view = &page_schema, .page = "bundles",
	    .section = "status", .get = get_bundles },
	{ .method = HTTP_POST, .path = "/knowledge/bundles", .summary = M("What the bundle brought"), TAKERS, .scope = SCOPE_WRITE, .lane = HTTP_LANE_UPLOADS,
	    .params = bundle_params, .view = &result_schema, .page = "bundle", .section = "status", .body_most = BUNDLE_FILE_MOST, .post = post_bundle },
	{ .method = HTTP_POST, .path = "/knowledge/bundles/trust", .summary = M("Trust a key"), .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_UPLOADS, .params = trust_params, .body_most = KEY_FILE_MOST, .post = post_trust, .back = "/knowledge/bundles" },
	{ .path = NULL },
};
