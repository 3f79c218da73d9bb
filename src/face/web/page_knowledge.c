/*
 * page_knowledge.c - the sources of public knowledge: how old each is, and files of them taken in, also in a network without the internet.
 */
#include "face/web/pages.h"
#include "service/knowledge/knowledge.h"
#include "service/knowledge/statistics.h"
#include "service/pull/pull.h"
#include "service/respond/roster.h"

enum { FEED_FILE_MOST = 1 << 30, CHECKED_DAYS = 31 };

struct knowledge_page {
	struct knowledge_view knowledge;
	bool                  may;         /* take files in, have sources fetched, say which are */
	bool                  may_add;     /* providers of CSAF                                   */
	struct web_choices    kinds;
	struct pulls_view     pulls;
	struct statistics_view statistics;      /* of JVN iPedia, a year a row   */
	bool                  has_statistics;
	struct roster_standings_view checked;   /* by people, in turn            */
	bool                  has_checked;
	int32_t               checked_since;
};
static const struct field page_fields[] = {
	FIELD_OF(struct knowledge_page, knowledge, FIELD_STRUCT, &knowledge_view_schema), FIELD(struct knowledge_page, may, FIELD_BOOL),
	FIELD(struct knowledge_page, may_add, FIELD_BOOL),
	FIELD_OF(struct knowledge_page, kinds, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct knowledge_page, pulls, FIELD_STRUCT, &pulls_view_schema),
	FIELD_OF(struct knowledge_page, statistics, FIELD_STRUCT, &statistics_view_schema), FIELD(struct knowledge_page, has_statistics, FIELD_BOOL),
	FIELD_OF(struct knowledge_page, checked, FIELD_STRUCT, &roster_standings_view_schema), FIELD(struct knowledge_page, has_checked, FIELD_BOOL),
	FIELD(struct knowledge_page, checked_since, FIELD_DAY),
};
static const struct schema page_schema = SCHEMA("knowledge_page", struct knowledge_page, page_fields);

/* Who looked at what no program fetches, when, and that there was nothing. */
static struct err *
add_checked(struct web *web, struct knowledge_page *page)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	page->checked_since = instant_day(web->now, ZONE_JST) - CHECKED_DAYS;
	TRY(roster_standings(desk, &web->actor, page->checked_since, web->now, web->arena, &page->checked));
	page->has_checked = page->checked.sources.count > 0;
	return NULL;
}

static struct err *
get_knowledge(struct web *web, void *ret_view)
{
	struct knowledge_page *page = ret_view;

	TRY(knowledge_show(web->home, web->now, web->lang, web->arena, &page->knowledge));
	TRY(pull_show(web->home, web->now, web->lang, web->arena, &page->pulls));
	TRY(statistics_show(web->home, web->now, web->arena, &page->statistics));
	page->has_statistics = page->statistics.years.count > 0;
	TRY(add_checked(web, page));
	page->may_add = (web->actor.offices & OFFICE_ADMINISTRATOR) != 0;
	page->may = (web->actor.offices & (OFFICE_ADMINISTRATOR | OFFICE_SECURITY)) != 0;
	web_choice_add(web, &page->kinds, STR(""), web_word(web, M("by the name of the file")), web_text(web, "kind"));
	for (size_t i = 0; i < page->knowledge.kinds.count; i++)
		web_choice_add(web, &page->kinds, page->knowledge.kinds.items[i].kind, page->knowledge.kinds.items[i].title, web_text(web, "kind"));
	return NULL;
}

static struct err *
post_knowledge(struct web *web)
{
	const struct http_file *file = web_file(web, "file");
	struct knowledge_wish wish = { .kind = web_text(web, "kind"), .accept = web_tick(web, "accept") };
	struct feed_file taken;

	if (file == NULL)
		return err_new(web->arena, ERR_USAGE, M("Choose a file first."));
	wish.filename = file->filename;
	wish.path = web_file_path(web, file);
	TRY(knowledge_take(web->home, web->ledger, &web->actor, &wish, web->now, web->arena, &taken));
	if (taken.failed != NULL)
		return err_new(web->arena, taken.failed->code, M("{file}: nothing was taken in. {reason}"), ARG("file", file->filename),
		    ARG("reason", err_sentence(taken.failed, web->lang, web->arena)));
	web_tell(web, M("{file} was taken in: {added} new, {changed} changed, {gone} gone, {problems} refused. Compare the ledger with it next."),
	    ARG("file", file->filename), ARG_N("added", taken.outcome.added), ARG_N("changed", taken.outcome.changed), ARG_N("gone", taken.outcome.gone),
	    ARG_N("problems", taken.outcome.problems));
	web_go(web, "/knowledge");
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ fetching */

static struct err *
source_of(struct web *web, const struct pull_source **ret_source)
{
	return pull_source_of(web->home, web_text(web, "source"), web->arena, ret_source);
}

static struct err *
post_fetch(struct web *web)
{
	const struct pull_source *source;

	TRY(source_of(web, &source));
	TRY(pull_ask(web->home, web->ledger, &web->actor, source, web_tick(web, "accept"), web->now, web->arena));
	web_tell(web, M("{source} is being fetched. Look at this page again in a while: it says how that ended."), ARG("source", pull_source_name(source)));
	web_go(web, "/knowledge#fetch");
	return NULL;
}

static struct err *
post_source(struct web *web)
{
	const struct pull_source *source;
	bool on = web_tick(web, "on");

	TRY(source_of(web, &source));
	TRY(pull_set(web->home, web->ledger, &web->actor, source, STR("on"), on ? STR("yes") : STR("no"), web->now, web->arena));
	web_tell(web, on ? M("{source} is fetched from now on.") : M("{source} is not fetched any more. What is held stays and grows old."),
	    ARG("source", pull_source_name(source)));
	web_go(web, "/knowledge#fetch");
	return NULL;
}

static struct err *
post_provider(struct web *web)
{
	const struct pull_source *source;

	if (web_tick(web, "remove")) {
		TRY(pull_remove(web->home, web->ledger, &web->actor, web_text(web, "name"), web->now, web->arena));
		web_tell(web, M("{source} is no source any more. What is known by it stays and grows old."), ARG("source", web_text(web, "name")));
	} else {
		TRY(pull_add(web->home, web->ledger, &web->actor, web_text(web, "name"), web->now, web->arena, &source));
		web_tell(web, M("{source} is a source now. Have it fetched, and compare the keys that it signs with."), ARG("source", pull_source_name(source)));
	}
	web_go(web, "/knowledge#fetch");
	return NULL;
}

static struct err *
post_schedule(struct web *web)
{
	bool on = web_tick(web, "on");

	TRY(pull_schedule(web->home, web->ledger, &web->actor, on, web->now, web->arena));
	web_tell(web, on ? M("Sources are fetched by themselves from now on.") : M("Nothing is fetched by itself any more."));
	web_go(web, "/knowledge#fetch");
	return NULL;
}

static const struct web_param fetch_params[] = {
	{ .name = "source", .kind = WEB_TEXT, .most = 220, .summary = M("Source") },
	{ .name = "accept", .kind = WEB_TICK, .summary = M("Take it in although it has fewer records than the last, or is older") },
	{ .name = NULL },
};
static const struct web_param source_params[] = {
	{ .name = "source", .kind = WEB_TEXT, .most = 220, .summary = M("Source") },
	{ .name = "on", .kind = WEB_TICK, .summary = M("It is fetched") },
	{ .name = NULL },
};
static const struct web_param provider_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = 220, .obligatory = true, .summary = M("Its name on the internet") },
	{ .name = "remove", .kind = WEB_TICK, .summary = M("Take out") },
	{ .name = NULL },
};
static const struct web_param schedule_params[] = {
	{ .name = "on", .kind = WEB_TICK, .summary = M("Fetched without being asked") },
	{ .name = NULL },
};

static const struct web_param get_params[] = {
	{ .name = "kind", .kind = WEB_TEXT, .most = 20, .summary = M("Source") },
	{ .name = NULL },
};
static const struct web_param post_params[] = {
	{ .name = "kind", .kind = WEB_TEXT, .most = 20, .summary = M("Source") },
	{ .name = "accept", .kind = WEB_TICK, .summary = M("Take it in although it has fewer records than the last, or is older") },
	{ .name = "file", .kind = WEB_FILE, .summary = M("File") },
	{ .name = NULL },
};

const struct web_route routes_knowledge[] = {
	{ .method = HTTP_GET, .path = "/knowledge", .summary = M("Sources"), .right = WEB_READER, .scope = SCOPE_READ, .params = get_params,
	    .view = &page_schema, .page = "knowledge", .section = "status", .get = get_knowledge },
	{ .method = HTTP_POST, .path = "/knowledge", .summary = M("Take knowledge in"), .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_UPLOADS, .params = post_params, .body_most = FEED_FILE_MOST, .post = post_knowledge },
	{ .method = HTTP_POST, .path = "/knowledge/fetch", .summary = M("Have a source fetched now"), .right = WEB_OFFICE,
	    .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY, .scope = SCOPE_WRITE, .params = fetch_params, .post = post_fetch },
	{ .method = HTTP_POST, .path = "/knowledge/source", .summary = M("Fetch a source, or do not"), .right = WEB_OFFICE,
	    .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY, .scope = SCOPE_WRITE, .params = source_params, .post = post_source },
	{ .method = HTTP_POST, .path = "/knowledge/provider", .summary = M("Add a provider of CSAF, or take one out"), .right = WEB_OFFICE,
	    .offices = OFFICE_ADMINISTRATOR, .scope = SCOPE_ADMIN, .params = provider_params, .post = post_provider },
	{ .method = HTTP_POST, .path = "/knowledge/schedule", .summary = M("Fetch sources without being asked, or do not"), .right = WEB_OFFICE,
	    .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY, .scope = SCOPE_WRITE, .params = schedule_params, .post = post_schedule },
	{ .path = NULL },
};
