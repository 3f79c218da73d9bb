/*
 * page_heard.c - what texts say of exploitation, for a person to confirm; and alerts.
 */
#include "face/web/link.h"
#include "face/web/pages.h"
#include "service/knowledge/heard.h"

enum { SENTENCES_A_PAGE = 50, ALERTS_A_PAGE = 30 };

/* -------------------------------------------------------------------------------------------- sentences */

struct heard_page {
	LIST(struct heard_view) items;
	int64_t    active, poc, none;
	bool       may, all, everywhere;       /* answer; also those answered; also what touches nothing of ours */
	bool       any;                        /* the knowledge base has sentences at all */
	struct str said_of;                    /* "": answers lead back here */
	struct str next_href;
};
static const struct field heard_fields[] = {
	FIELD_OF(struct heard_page, items, FIELD_LIST, &heard_view_schema), FIELD(struct heard_page, active, FIELD_INT), FIELD(struct heard_page, poc, FIELD_INT),
	FIELD(struct heard_page, none, FIELD_INT), FIELD(struct heard_page, may, FIELD_BOOL), FIELD(struct heard_page, all, FIELD_BOOL),
	FIELD(struct heard_page, everywhere, FIELD_BOOL), FIELD(struct heard_page, any, FIELD_BOOL), FIELD(struct heard_page, said_of, FIELD_STR),
	FIELD(struct heard_page, next_href, FIELD_STR),
};
static const struct schema heard_schema = SCHEMA("heard_page", struct heard_page, heard_fields);

static bool
may_answer(const struct web *web)
{
	return (web->actor.offices & (OFFICE_ADMINISTRATOR | OFFICE_SECURITY)) != 0;
}

static struct err *
get_heard(struct web *web, void *ret_view)
{
	struct heard_page *page = ret_view;
	struct heard_query query = { .open = !web_tick(web, "all"), .ours = !web_tick(web, "everywhere"), .after = web_text(web, "after"), .most = SENTENCES_A_PAGE };
	struct heard_list list;

	TRY(heard_find(web->home, web->ledger, &query, web->arena, &list));
	page->items.items = list.items.items;
	page->items.count = list.items.count;
	page->active = list.active;
	page->poc = list.poc;
	page->none = list.none;
	page->any = list.active + list.poc + list.none > 0;
	page->may = may_answer(web);
	page->all = !query.open;
	page->everywhere = !query.ours;
	page->next_href = link_next(web, list.next);
	return NULL;
}

static enum heard_answer
answer_of(const struct web *web)
{
	int value = HEARD_CONFIRM;

	(void)enum_find(&heard_answer_names, web_text(web, "answer"), &value);
	return (enum heard_answer)value;
}

/* Back to where the answer was given: only pages of ours that show sentences. */
static void
go_back(struct web *web, const char *otherwise)
{
	struct str vulnerability = web_text(web, "vulnerability");

	if (vulnerability.len > 0)
		web_go(web, "/vulnerabilities/%.*s#said", STR_ARG(vulnerability));
	else
		web_go(web, "%s", otherwise);
}

static struct err *
post_heard(struct web *web)
{
	enum heard_answer answer = answer_of(web);

	TRY(heard_say(web->home, web->ledger, &web->actor, web_text(web, "key"), answer, web_text(web, "reason"), web->now, web->arena));
	if (answer == HEARD_CONFIRM)
		web_tell(web, M("Confirmed: it counts as evidence of exploitation. Judge anew, so that actions follow."));
	else if (answer == HEARD_REFUSE)
		web_tell(web, M("Noted: this sentence does not mean it. Judge anew, so that actions follow."));
	else
		web_tell(web, M("The answer was taken back. Judge anew, so that actions follow."));
	go_back(web, "/knowledge/exploitation");
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- alerts */

struct alerts_page {
	LIST(struct alert_view) items;
	int64_t    total, fetched;
	bool       may, all, any;
	struct str next_href;
};
static const struct field alerts_fields[] = {
	FIELD_OF(struct alerts_page, items, FIELD_LIST, &alert_view_schema), FIELD(struct alerts_page, total, FIELD_INT),
	FIELD(struct alerts_page, fetched, FIELD_INSTANT), FIELD(struct alerts_page, may, FIELD_BOOL), FIELD(struct alerts_page, all, FIELD_BOOL),
	FIELD(struct alerts_page, any, FIELD_BOOL), FIELD(struct alerts_page, next_href, FIELD_STR),
};
static const struct schema alerts_schema = SCHEMA("alerts_page", struct alerts_page, alerts_fields);

static struct err *
get_alerts(struct web *web, void *ret_view)
{
	struct alerts_page *page = ret_view;
	struct alert_query query = { .ours = !web_tick(web, "all"), .text = str_trim_space(web_text(web, "q")), .most = ALERTS_A_PAGE };
	struct alert_list list;

	(void)str_to_i64(web_text(web, "after"), &query.from);
	query.from = query.from < 0 ? 0 : query.from;
	TRY(alerts_find(web->home, web->ledger, &query, web->now, web->arena, &list));
	page->items.items = list.items.items;
	page->items.count = list.items.count;
	page->total = list.total;
	page->fetched = list.fetched;
	page->any = list.fetched != INSTANT_NONE;
	page->may = may_answer(web);
	page->all = !query.ours;
	if (list.more)
		page->next_href = link_next(web, arena_printf(web->arena, "%lld", (long long)(query.from + query.most)));
	return NULL;
}

static struct err *
post_alert(struct web *web)
{
	enum heard_answer answer = answer_of(web);

	TRY(alerts_say(web->home, web->ledger, &web->actor, web_text(web, "id"), answer, web_text(web, "reason"), web->now, web->arena));
	if (answer == HEARD_CONFIRM)
		web_tell(web, M("Noted: the alert concerns us. Open a case for it, or ask the maker which versions are affected."));
	else if (answer == HEARD_REFUSE)
		web_tell(web, M("Noted: the alert does not concern us."));
	else
		web_tell(web, M("The answer was taken back."));
	web_go(web, "/knowledge/alerts");
	return NULL;
}

static const struct web_param heard_params[] = {
	{ .name = "all", .kind = WEB_TICK, .summary = M("Also those that were answered") },
	{ .name = "everywhere", .kind = WEB_TICK, .summary = M("Also vulnerabilities that are not open here") },
	{ .name = "after", .kind = WEB_TEXT, .most = 60, .summary = M("Goes on behind") },
	{ .name = NULL },
};
static const struct web_param answer_params[] = {
	{ .name = "key", .kind = WEB_TEXT, .most = 40, .summary = M("Sentence") },
	{ .name = "answer", .kind = WEB_CHOICE, .choices = &heard_answer_names, .summary = M("Answer"), .obligatory = true },
	{ .name = "reason", .kind = WEB_TEXT, .most = 500, .summary = M("On what the answer rests") },
	{ .name = "vulnerability", .kind = WEB_TEXT, .most = 80, .summary = M("Number of the vulnerability") },
	{ .name = NULL },
};
static const struct web_param alerts_params[] = {
	{ .name = "q", .kind = WEB_TEXT, .most = 200, .summary = M("Words") },
	{ .name = "all", .kind = WEB_TICK, .summary = M("Also those that touch nothing of ours") },
	{ .name = "after", .kind = WEB_TEXT, .most = 20, .summary = M("Goes on behind") },
	{ .name = NULL },
};
static const struct web_param alert_params[] = {
	{ .name = "id", .kind = WEB_TEXT, .most = 1000, .summary = M("Number"), .obligatory = true },
	{ .name = "answer", .kind = WEB_CHOICE, .choices = &heard_answer_names, .summary = M("Answer"), .obligatory = true },
	{ .name = "reason", .kind = WEB_TEXT, .most = 500, .summary = M("On what the answer rests") },
	{ .name = NULL },
};

const struct web_route routes_heard[] = {
	{ .method = HTTP_GET, .path = "/knowledge/exploitation", .summary = M("What texts say of exploitation"), .right = WEB_READER, .scope = SCOPE_READ,
	    .params = heard_params, .view = &heard_schema, .page = "heard", .section = "status", .get = get_heard },
	{ .method = HTTP_POST, .path = "/knowledge/exploitation", .summary = M("Confirm or refuse a sentence on exploitation"), .right = WEB_OFFICE,
	    .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY, .scope = SCOPE_WRITE, .params = answer_params, .post = post_heard },
	{ .method = HTTP_GET, .path = "/knowledge/alerts", .summary = M("Alerts"), .right = WEB_READER, .scope = SCOPE_READ,
	    .params = alerts_params, .view = &alerts_schema, .page = "alerts", .section = "status", .get = get_alerts },
	{ .method = HTTP_POST, .path = "/knowledge/alerts", .summary = M("Say whether an alert concerns us"), .right = WEB_OFFICE,
	    .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY, .scope = SCOPE_WRITE, .params = alert_params, .post = post_alert },
	{ .path = NULL },
};
