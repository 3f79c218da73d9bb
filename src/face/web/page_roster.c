/*
 * page_roster.c - 確認当番: today's turns, "checked, nothing relevant" by one button, who checks what, and the proof of it.
 */
#include "face/web/pages.h"
#include "service/respond/roster.h"

enum { PROOF_DAYS = 31, PEOPLE_MOST = 50 };

/* The people who have the turn stand first, in their order: ticked as they are, the order stays. */
struct roster_form { struct str source; bool chosen; struct web_choices days, people; };
static const struct field form_fields[] = {
	FIELD(struct roster_form, source, FIELD_STR), FIELD(struct roster_form, chosen, FIELD_BOOL),
	FIELD_OF(struct roster_form, days, FIELD_LIST, &web_choice_schema), FIELD_OF(struct roster_form, people, FIELD_LIST, &web_choice_schema),
};
static const struct schema form_schema = SCHEMA("roster_form", struct roster_form, form_fields);
struct turn_view { struct roster_proof_view turn; struct str tone; };
struct roster_page {
	bool may;                                  /* he keeps the rules                     */
	LIST(struct roster_proof_view) waiting;    /* turns that nobody has checked yet      */
	LIST(struct turn_view)         turns;      /* of the last month                      */
	LIST(struct roster_view)       rules;
	int32_t                        since;
	struct roster_form             form_of;    /* the rule that is changed; source "": a new one */
	struct web_edit_view           edit;
};
static const struct field turn_fields[] = {
	FIELD_OF(struct turn_view, turn, FIELD_STRUCT, &roster_proof_view_schema), FIELD(struct turn_view, tone, FIELD_STR),
};
static const struct schema turn_schema = SCHEMA("roster_turn", struct turn_view, turn_fields);
static const struct field page_fields[] = {
	FIELD(struct roster_page, may, FIELD_BOOL), FIELD_OF(struct roster_page, waiting, FIELD_LIST, &roster_proof_view_schema),
	FIELD_OF(struct roster_page, turns, FIELD_LIST, &turn_schema), FIELD_OF(struct roster_page, rules, FIELD_LIST, &roster_view_schema),
	FIELD(struct roster_page, since, FIELD_DAY), FIELD_OF(struct roster_page, form_of, FIELD_STRUCT, &form_schema),
	FIELD_OF(struct roster_page, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema page_schema = SCHEMA("roster_page", struct roster_page, page_fields);

static void
put_turn(struct web *web, const struct roster_proof_view *turn, struct roster_page *page)
{
	bool checked = turn->closed_at != INSTANT_NONE, gap = str_eq(turn->state, STR("gap"));

	list_push(web->arena, &page->turns, ((struct turn_view){ *turn, checked ? STR("done") : gap ? STR("closed")
	    : str_eq(turn->state, STR("missed")) ? STR("overdue") : STR("waiting") }));
	if (!checked && !gap)
		list_push(web->arena, &page->waiting, *turn);
}

static struct err *
rule_stands(struct web *web, struct stand *ret_stand)
{
	return roster_stand(web->ledger, &web->actor, web_text(web, "source"), web->arena, ret_stand);
}

static void
put_people(struct web *web, const struct case_choices *all, const struct str_list *turn, struct web_choices *people)
{
	for (size_t i = 0; i < turn->count; i++)
		for (size_t k = 0; k < all->count; k++)
			if (str_eq(all->items[k].value, turn->items[i]))
				web_choice_add(web, people, all->items[k].value, all->items[k].title, all->items[k].value);
	for (size_t k = 0; k < all->count; k++)
		if (!str_is_one_of(all->items[k].value, turn->items, turn->count))
			web_choice_add(web, people, all->items[k].value, all->items[k].title, STR(""));
}

/* Of the source that the address names; of a form that failed, as it was typed. */
static struct err *
put_form(struct web *web, const struct case_choices *all, struct roster_page *page)
{
	static const char *const days[] = { "business", "daily", "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	static const char *const words[] = { M("every business day"), M("every day"), M("Mondays"), M("Tuesdays"), M("Wednesdays"), M("Thursdays"), M("Fridays"),
		M("Saturdays"), M("Sundays") };
	struct str_list turn = { 0 };
	struct stand stand = { 0 };
	struct str on = STR("business");

	TRY(rule_stands(web, &stand));
	page->edit = web_edit(web, &stand);
	page->form_of.source = web_text(web, "source");
	page->form_of.chosen = stand.fields.count > 0;
	if (stand.fields.count > 0) {
		on = stand_find(&stand, STR("days"), web->arena)->values.items[0];
		turn = stand_find(&stand, STR("person"), web->arena)->values;
	}
	if (web->request->method == HTTP_POST) {
		on = web_text(web, "days");
		turn = web_list(web, "person");
	}
	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		web_choice_add(web, &page->form_of.days, str_of(days[i]), web_word(web, words[i]), on);
	put_people(web, all, &turn, &page->form_of.people);
	return NULL;
}

static struct err *
get_roster(struct web *web, void *ret_view)
{
	struct roster_page *page = ret_view;
	struct case_choices people = { 0 };
	const struct case_desk *desk;
	struct roster_list_view rules;
	struct roster_proof_list_view proof;

	page->since = instant_day(web->now, ZONE_JST) - PROOF_DAYS;
	page->may = (web->actor.offices & (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)) != 0;
	TRY(web_case_desk(web, &desk));
	TRY(roster_list(web->ledger, &web->actor, web->arena, &rules));
	TRY(roster_proof(desk, &web->actor, page->since, web->now, web->arena, &proof));
	for (size_t i = proof.turns.count; i > 0; i--)
		put_turn(web, &proof.turns.items[i - 1], page);
	page->rules.items = rules.rules.items;
	page->rules.count = rules.rules.count;
	TRY(case_people_all(desk, web->arena, &people));
	return put_form(web, &people, page);
}

static struct err *
post_checked(struct web *web)
{
	struct roster_check check = { web_text(web, "source"), web_text(web, "last"), web_text(web, "found") };
	const struct case_desk *desk;
	struct str number;

	TRY(web_case_desk(web, &desk));
	TRY(roster_checked(desk, &web->actor, &check, web->now, web->arena, &number));
	web_tell(web, check.found.len == 0 ? M("Written down in {number}: checked, nothing relevant.") : M("Written down in {number}: checked, and taken up."),
	    ARG("number", number));
	web_go(web, "/roster");
	return NULL;
}

static struct err *
post_rule(struct web *web)
{
	struct roster_order order = { web_text(web, "source"), web_text(web, "days"), web_list(web, "person") };
	struct str_list people = { 0 };

	for (size_t i = 0; i < order.people.count; i++)
		if (order.people.items[i].len > 0)
			list_push(web->arena, &people, order.people.items[i]);
	order.people = people;
	TRY(roster_set(web->ledger, &web->actor, &order, web->now, web->arena));
	web_tell(web, M("Saved."));
	web_go(web, "/roster");
	return NULL;
}

static struct err *
post_rule_end(struct web *web)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(roster_end(desk, &web->actor, web_text(web, "source"), web->now, web->arena));
	web_tell(web, M("The rule holds no longer."));
	web_go(web, "/roster");
	return NULL;
}

static const struct web_param checked_params[] = {
	{ .name = "source", .kind = WEB_TEXT, .most = 300, .summary = M("Source"), .obligatory = true },
	{ .name = "last", .kind = WEB_TEXT, .summary = M("The latest title that was seen") },
	{ .name = "found", .kind = WEB_TEXT, .most = 40, .summary = M("Case that was begun; empty: nothing was relevant") },
	{ .name = NULL },
};
static const struct web_param rule_params[] = {
	{ .name = "source", .kind = WEB_TEXT, .most = 300, .summary = M("Source"), .obligatory = true },
	{ .name = "days", .kind = WEB_TEXT, .most = 20, .summary = M("On which days"), .obligatory = true },
	{ .name = "person", .kind = WEB_LIST, .most = PEOPLE_MOST, .summary = M("Who, in turn") },
	{ .name = NULL },
};
static const struct web_param look_params[] = {
	{ .name = "source", .kind = WEB_TEXT, .most = 300, .summary = M("Source") },
	{ .name = NULL },
};
static const struct web_param end_params[] = {
	{ .name = "source", .kind = WEB_TEXT, .most = 300, .summary = M("Source"), .obligatory = true },
	{ .name = NULL },
};
const struct web_route routes_roster[] = {
	{ .method = HTTP_GET, .path = "/roster", .summary = M("Roster"), .right = WEB_READER, .scope = SCOPE_READ, .params = look_params,
	    .view = &page_schema, .page = "roster",
	    .section = "cases", .get = get_roster },
	{ .method = HTTP_POST, .path = "/roster/checked", .summary = M("Write down that a source was checked"), .right = WEB_READER,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = checked_params, .post = post_checked, .back = "/roster" },
	{ .method = HTTP_POST, .path = "/roster/rules", .summary = M("Who checks which source"), .right = WEB_READER, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = rule_params, .post = post_rule, .back = "/roster", .stands = rule_stands },
	{ .method = HTTP_POST, .path = "/roster/rules/end", .summary = M("A source is checked no longer"), .right = WEB_READER, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = end_params, .post = post_rule_end, .back = "/roster" },
	{ .path = NULL },
};
