/*
 * page_today.c - the first page, 今日やること; and what changed since the last visit.
 */
#include "face/web/link.h"
#include "face/web/pages.h"
#include "service/found/change.h"
#include "service/found/today.h"
#include "service/people/organisation.h"
#include "service/people/token.h"
#include "service/session/session.h"

enum { CHANGES_SHOWN = 100 };

/* When he was last here before this session; a week ago when that is not known. */
static struct err *
last_visit(struct web *web, int64_t *ret_since)
{
	const struct session *session = web_session(web);
	struct session_views views = { 0 };

	*ret_since = web->now - 7 * INSTANT_DAY;
	if (session == NULL)
		return NULL;
	TRY(session_list(web->ledger, &web->actor, false, web->now, web->arena, &views));
	for (size_t i = 0; i < views.count; i++)
		if (views.items[i].id != session->id) {
			*ret_since = views.items[i].seen_at;
			break;
		}
	return NULL;
}

static struct err *
get_today(struct web *web, void *ret_view)
{
	const struct respond_desk *desk;
	int64_t since;

	TRY(web_respond_desk(web, &desk));
	TRY(last_visit(web, &since));
	return today_for(desk, &web->actor, since, web->now, web->lang, web->arena, ret_view);
}

/* ------------------------------------------------------------------------------------------ what changed */

static const char *const kind_words[] = { "opened", "closed", "changed" };
static const struct enum_names kind_choices = ENUM_NAMES(kind_words);
static const struct web_param change_params[] = {
	{ .name = "since", .kind = WEB_INSTANT, .summary = M("Since when") },
	{ .name = "kind", .kind = WEB_CHOICE, .choices = &kind_choices, .summary = M("Kind of change") },
	{ .name = "after", .kind = WEB_TEXT, .most = 60, .summary = M("Goes on behind") },
	{ .name = NULL },
};
struct changes_view {
	struct change_list_view list;
	LIST(struct facet)      facets;
	struct str              next_href, since_day;
	bool                    is_visit;
};
static const struct field changes_fields[] = {
	FIELD_OF(struct changes_view, list, FIELD_STRUCT, &change_list_schema),
	FIELD_OF(struct changes_view, facets, FIELD_LIST, &facet_schema),
	FIELD(struct changes_view, next_href, FIELD_STR),
	FIELD(struct changes_view, since_day, FIELD_STR),
	FIELD(struct changes_view, is_visit, FIELD_BOOL),
};
static const struct schema changes_schema = SCHEMA("changes_page", struct changes_view, changes_fields);

static struct err *
get_changes(struct web *web, void *ret_view)
{
	struct changes_view *view = ret_view;
	struct ledger_event_query query = { .until = web->now, .kind = (enum event_kind)(web_choice(web, "kind", -1) + 1), .after = web_text(web, "after"),
		.most = CHANGES_SHOWN };
	struct facets facets = { 0 };

	view->is_visit = !web_given(web, "since");
	if (view->is_visit)
		TRY(last_visit(web, &query.since));
	else
		query.since = web_instant(web, "since");
	TRY(change_list(web->ledger, &query, web->lang, web->arena, &view->list));
	facet_begin(web, &facets, "kind", M("Kind of change"));
	facet_add(web, &facets, STR("opened"), M("new"), view->list.opened);
	facet_add(web, &facets, STR("changed"), M("judged otherwise"), view->list.changed);
	facet_add(web, &facets, STR("closed"), M("gone"), view->list.closed);
	view->facets.items = facets.list.items;
	view->facets.count = facets.list.count;
	view->since_day = day_format(instant_day(query.since, ZONE_JST), web->arena);
	if (view->list.next.len > 0) {
		struct str here = link_with(web, "after", STR(""));

		view->next_href = arena_printf(web->arena, "%.*s%cafter=%.*s", STR_ARG(here), str_find_char(here, '?') == SIZE_MAX ? '?' : '&',
		    STR_ARG(view->list.next));
	}
	return NULL;
}

/* Readers of feeds have an address and no more: their token stands in it. It is read by the same rules as one in a header. */
static const struct web_param feed_params[] = {
	{ .name = "token", .kind = WEB_SECRET, .most = 200, .summary = M("Token"), .obligatory = true },
	{ .name = NULL },
};

static struct err *
get_feed(struct web *web, void *view)
{
	struct str base = arena_printf(web->arena, "%s://%.*s", web->request->secure ? "https" : "http", STR_ARG(web->request->host)), atom;

	(void)view;
	TRY(web_by_token(web));
	TRY(actor_need(&web->actor, OFFICES_ALL, SCOPE_READ, web->arena));
	TRY(change_feed(web->ledger, web->now, base, web->home->organisation, web->actor.lang, web->arena, &atom));
	web_send(web, "application/atom+xml; charset=utf-8", atom, STR(""));
	return NULL;
}

const struct web_route routes_today[] = {
	{ .method = HTTP_GET, .path = "/", .summary = M("To do today"), .right = WEB_PERSON, .scope = SCOPE_READ, .view = &today_schema, .page = "today",
	    .section = "today", .get = get_today },
	{ .method = HTTP_GET, .path = "/changes", .summary = M("What changed"), .right = WEB_READER, .scope = SCOPE_READ, .params = change_params,
	    .view = &changes_schema, .page = "changes", .section = "findings", .get = get_changes },
	{ .method = HTTP_GET, .path = "/changes.atom", .summary = M("What changed, as a feed (Atom)"), .right = WEB_PUBLIC, .params = feed_params, .get = get_feed },
	{ .path = NULL },
};
