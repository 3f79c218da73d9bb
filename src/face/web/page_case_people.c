/*
 * page_case_people.c - who has which part in a case, who sees it through what, and giving and ending both.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"
#include "service/casefile/share.h"

struct people_page {
	struct case_head_view  head;
	struct case_who_view   who;
	struct web_choices     roles, rights;
	int64_t                days;         /* a grant holds so long unless told otherwise */
};
static const struct field people_fields[] = {
	FIELD_OF(struct people_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct people_page, who, FIELD_STRUCT, &case_who_view_schema),
	FIELD_OF(struct people_page, roles, FIELD_LIST, &web_choice_schema), FIELD_OF(struct people_page, rights, FIELD_LIST, &web_choice_schema),
	FIELD(struct people_page, days, FIELD_INT),
};
static const struct schema people_schema = SCHEMA("case_people", struct people_page, people_fields);

static struct err *
get_people(struct web *web, void *ret_view)
{
	struct people_page *page = ret_view;
	const struct case_desk *desk;
	struct case_view casefile;

	TRY(case_page_open(web, CASE_TAB_PEOPLE, &casefile, &page->head));
	TRY(web_case_desk(web, &desk));
	TRY(case_seen_by(desk, &web->actor, casefile.number, web->now, web->arena, &page->who));
	for (size_t i = 0; i < casefile.roles.count; i++)
		web_choice_add(web, &page->roles, casefile.roles.items[i].value, casefile.roles.items[i].title, web_text(web, "role"));
	for (int i = 0; i < RIGHT_COUNT; i++)
		web_choice_add(web, &page->rights, str_of(enum_name(&right_names, i)), web_word(web, case_right_text(1U << i)), STR("read"));
	page->days = GRANT_DAYS;
	return NULL;
}

static void
back_to_people(struct web *web)
{
	web_go(web, "/cases/%.*s/people", STR_ARG(web_text(web, "number")));
}

/* Somebody from outside is named, not chosen. */
static struct str
holder_of(struct web *web)
{
	struct str outside = web_text(web, "outside");

	return outside.len > 0 ? arena_printf(web->arena, "outside:%.*s", STR_ARG(outside)) : web_text(web, "holder");
}

static struct err *
post_part(struct web *web)
{
	const struct case_desk *desk;
	int64_t party;

	TRY(web_case_desk(web, &desk));
	TRY(case_party_add(desk, &web->actor, web_text(web, "number"), web_text(web, "role"), holder_of(web), web_text(web, "address"), web->now, web->arena,
	    &party));
	web_tell(web, M("The part is given."));
	back_to_people(web);
	return NULL;
}

static struct err *
post_part_end(struct web *web)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(case_party_end(desk, &web->actor, web_text(web, "number"), web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("The part is ended."));
	back_to_people(web);
	return NULL;
}

static struct err *
post_grant(struct web *web)
{
	struct str_list rights = web_list(web, "right");
	struct case_grant_order order = { .holder = holder_of(web), .reason = web_text(web, "reason"), .until = web_instant(web, "until") };
	const struct case_desk *desk;
	int64_t grant, proposal;

	TRY(case_rights_parse(arena_join(web->arena, rights.items, rights.count, STR(",")), web->arena, &order.rights));
	TRY(web_case_desk(web, &desk));
	TRY(case_grant_add(desk, &web->actor, web_text(web, "number"), &order, web->now, web->arena, &grant, &proposal));
	if (proposal != 0)
		web_tell(web, M("It waits for a second person, as proposal {number}."), ARG_N("number", proposal));
	else
		web_tell(web, M("The rights are given."));
	back_to_people(web);
	return NULL;
}

static struct err *
post_grant_end(struct web *web)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(case_grant_end(desk, &web->actor, web_text(web, "number"), web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("The rights are ended."));
	back_to_people(web);
	return NULL;
}

static const struct web_param part_params[] = {
	{ .name = "role", .kind = WEB_TEXT, .most = 64, .summary = M("Part"), .obligatory = true },
	{ .name = "holder", .kind = WEB_TEXT, .most = 300, .summary = M("Who gets it") },
	{ .name = "outside", .kind = WEB_TEXT, .most = 300, .summary = M("Somebody without an account") },
	{ .name = "address", .kind = WEB_TEXT, .most = 300, .summary = M("How somebody from outside is reached") },
	{ .name = NULL },
};
static const struct web_param end_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};
static const struct web_param grant_params[] = {
	{ .name = "holder", .kind = WEB_TEXT, .most = 300, .summary = M("Who gets it"), .obligatory = true },
	{ .name = "right", .kind = WEB_LIST, .most = RIGHT_COUNT, .summary = M("Rights"), .obligatory = true },
	{ .name = "until", .kind = WEB_INSTANT, .summary = M("Until") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 4000, .summary = M("Reason"), .obligatory = true },
	{ .name = NULL },
};

const struct web_route routes_case_people[] = {
	{ .method = HTTP_GET, .path = "/cases/{number}/people", .summary = M("Who takes part in a case"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .view = &people_schema, .page = "case-people", .section = "cases", .get = get_people },
	{ .method = HTTP_POST, .path = "/cases/{number}/people", .summary = M("Give a part in a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = part_params, .post = post_part },
	{ .method = HTTP_POST, .path = "/cases/{number}/people/{id}/end", .summary = M("End a part in a case"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = end_params, .post = post_part_end, .back = "/cases/{number}/people" },
	{ .method = HTTP_POST, .path = "/cases/{number}/grants", .summary = M("Give rights in a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = grant_params, .post = post_grant, .back = "/cases/{number}/people" },
	{ .method = HTTP_POST, .path = "/cases/{number}/grants/{id}/end", .summary = M("End rights in a case"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = end_params, .post = post_grant_end, .back = "/cases/{number}/people" },
	{ .path = NULL },
};
