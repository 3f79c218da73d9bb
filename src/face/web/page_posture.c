/*
 * page_posture.c - 態勢: what the rules propose, with its ground; taken as a case, agreed to and ended there.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"
#include "service/respond/posture.h"

struct posture_page {
	struct posture_view posture;
	bool                proposed, may;
	LIST(struct case_row_view) standing;      /* open cases of the playbook "posture"   */
	struct case_choices people;
};
static const struct field page_fields[] = {
	FIELD_OF(struct posture_page, posture, FIELD_STRUCT, &posture_view_schema), FIELD(struct posture_page, proposed, FIELD_BOOL),
	FIELD(struct posture_page, may, FIELD_BOOL), FIELD_OF(struct posture_page, standing, FIELD_LIST, &case_row_view_schema),
	FIELD_OF(struct posture_page, people, FIELD_LIST, &case_choice_view_schema),
};
static const struct schema page_schema = SCHEMA("posture_page", struct posture_page, page_fields);

static struct err *
get_posture(struct web *web, void *ret_view)
{
	struct case_query query = { .open = 1, .playbook = STR("posture"), .most = 20 };
	struct posture_page *page = ret_view;
	const struct case_desk *desk;
	struct case_list_view list;

	TRY(posture_show(web->home, web->ledger, &web->actor, web->now, web->arena, &page->posture));
	TRY(web_case_desk(web, &desk));
	TRY(case_list(desk, &web->actor, &query, web->now, web->arena, &list));
	page->standing.items = list.cases.items;
	page->standing.count = list.cases.count;
	page->proposed = page->posture.level.len > 0;
	page->may = page->proposed && list.cases.count == 0 && (web->actor.offices & OFFICE_SECURITY) != 0;
	return case_people_all(desk, web->arena, &page->people);
}

static struct err *
post_posture(struct web *web)
{
	struct posture_order order = { web_text(web, "leader"), web_day(web, "until") };
	const struct respond_desk *desk;
	struct str number;

	TRY(web_respond_desk(web, &desk));
	TRY(posture_open(desk, &web->actor, &order, web->now, web->arena, &number));
	web_tell(web, M("Opened as {number}."), ARG("number", number));
	web_go(web, "/cases/%.*s", STR_ARG(number));
	return NULL;
}

static const struct web_param posture_params[] = {
	{ .name = "leader", .kind = WEB_TEXT, .most = 200, .summary = M("Who leads (login)") },
	{ .name = "until", .kind = WEB_DAY, .summary = M("Looked at again on") },
	{ .name = NULL },
};
const struct web_route routes_posture[] = {
	{ .method = HTTP_GET, .path = "/posture", .summary = M("Posture"), .right = WEB_READER, .scope = SCOPE_READ, .view = &page_schema,
	    .page = "posture", .section = "cases", .get = get_posture },
	{ .method = HTTP_POST, .path = "/posture", .summary = M("Propose a posture"), .right = WEB_READER, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES,
	    .params = posture_params, .post = post_posture },
	{ .path = NULL },
};
