/*
 * page_approval.c - 起案, 合議, 決裁: what waits for one, and one round with what he may do in it.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"
#include "service/respond/approval.h"

enum { ASKS_MOST = 200 };

static const char *const state_words[] = { M("not submitted"), M("in circulation"), M("decided: approved"), M("not approved") };
static const char *const state_tones[] = { "waiting", "open", "done", "closed" };

/* ---------------------------------------------------------------------------------------------- waiting */

struct waiting_view { struct approval_view approval; struct str may; };
struct waiting_page { bool mine; LIST(struct waiting_view) approvals; };
static const struct field waiting_fields[] = {
	FIELD_OF(struct waiting_view, approval, FIELD_STRUCT, &approval_view_schema), FIELD(struct waiting_view, may, FIELD_STR),
};
static const struct schema waiting_schema = SCHEMA("approval_waiting", struct waiting_view, waiting_fields);
static const struct field page_fields[] = {
	FIELD(struct waiting_page, mine, FIELD_BOOL), FIELD_OF(struct waiting_page, approvals, FIELD_LIST, &waiting_schema),
};
static const struct schema page_schema = SCHEMA("approvals_page", struct waiting_page, page_fields);

/* "agree/deputy" taken apart; false: a word that is none. */
static bool
may_parse(struct str may, int *ret_kind, int *ret_as)
{
	struct str act = may, as = STR("");

	*ret_as = AS_HIMSELF;
	(void)str_cut(may, '/', &act, &as);
	return enum_find(&route_act_names, act, ret_kind) && (as.len == 0 || enum_find(&route_as_names, as, ret_as));
}

static struct str
may_words(struct web *web, struct str may)
{
	struct str doing;
	int kind, as;

	if (!may_parse(may, &kind, &as))
		return may;
	doing = web_word(web, route_do_text((enum route_act_kind)kind));
	return as == AS_HIMSELF ? doing : arena_printf(web->arena, "%.*s (%.*s)", STR_ARG(doing), STR_ARG(web_word(web, route_as_text((enum route_as)as))));
}

static struct err *
get_waiting(struct web *web, void *ret_view)
{
	struct waiting_page *page = ret_view;
	const struct respond_desk *desk;
	struct approval_list_view list;

	page->mine = !web_tick(web, "all");
	TRY(web_respond_desk(web, &desk));
	TRY(approval_list(desk, &web->actor, page->mine, web->now, web->arena, &list));
	for (size_t i = 0; i < list.approvals.count; i++) {
		struct str_list words = { 0 };

		for (size_t m = 0; m < list.approvals.items[i].may.count; m++)
			list_push(web->arena, &words, may_words(web, list.approvals.items[i].may.items[m]));
		list_push(web->arena, &page->approvals, ((struct waiting_view){ list.approvals.items[i],
		    arena_join(web->arena, words.items, words.count, web_word(web, M(", "))) }));
	}
	return NULL;
}

/* -------------------------------------------------------------------------------------------- one round */

struct act_view { struct str value, kind, as, title, style; bool remark, outside, submit; };
/* must: somebody has to be named there before it can be submitted, for all who are have to agree. */
struct step_view { struct approval_step_view step; bool here, must; struct str_list named; };
struct round_page {
	struct case_head_view head;
	struct approval_view  approval;
	struct str            state, tone;
	LIST(struct act_view) acts;             /* that he may do now                     */
	LIST(struct step_view) steps;
	struct case_choices people;   /* who may be asked, when it is submitted */
};
static const struct field act_fields[] = {
	FIELD(struct act_view, value, FIELD_STR), FIELD(struct act_view, kind, FIELD_STR), FIELD(struct act_view, as, FIELD_STR),
	FIELD(struct act_view, title, FIELD_STR), FIELD(struct act_view, style, FIELD_STR), FIELD(struct act_view, remark, FIELD_BOOL),
	FIELD(struct act_view, outside, FIELD_BOOL), FIELD(struct act_view, submit, FIELD_BOOL),
};
static const struct schema act_schema = SCHEMA("approval_button", struct act_view, act_fields);
static const struct field step_fields[] = {
	FIELD_OF(struct step_view, step, FIELD_STRUCT, &approval_step_view_schema), FIELD(struct step_view, here, FIELD_BOOL),
	FIELD(struct step_view, must, FIELD_BOOL),
	FIELD(struct step_view, named, FIELD_STRS),
};
static const struct schema step_schema = SCHEMA("approval_step_page", struct step_view, step_fields);
static const struct field round_fields[] = {
	FIELD_OF(struct round_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct round_page, approval, FIELD_STRUCT, &approval_view_schema),
	FIELD(struct round_page, state, FIELD_STR), FIELD(struct round_page, tone, FIELD_STR), FIELD_OF(struct round_page, acts, FIELD_LIST, &act_schema),
	FIELD_OF(struct round_page, steps, FIELD_LIST, &step_schema), FIELD_OF(struct round_page, people, FIELD_LIST, &case_choice_view_schema),
};
static const struct schema round_schema = SCHEMA("approval_page", struct round_page, round_fields);

/* Sending back, refusing, and deciding in another's place say why (domain/approval). */
static void
put_act(struct web *web, struct str may, struct round_page *page)
{
	struct act_view act = { .value = may, .title = may_words(web, may), .style = STR("button secondary") };
	int kind, as;

	if (!may_parse(may, &kind, &as))
		return;
	act.kind = str_of(enum_name(&route_act_names, kind));
	act.as = str_of(enum_name(&route_as_names, as));
	act.remark = kind == ACT_RETURN || kind == ACT_REFUSE || as == AS_DEPUTY;
	act.outside = kind == ACT_OUTSIDE;
	act.submit = kind == ACT_SUBMIT;
	if (page->acts.count == 0 && (kind == ACT_SUBMIT || kind == ACT_AGREE || kind == ACT_VIEW))
		act.style = STR("button");
	if (kind == ACT_WITHDRAW)
		act.style = STR("button danger secondary");
	list_push(web->arena, &page->acts, act);
}

static struct err *
put_people(struct web *web, struct round_page *page)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	return case_people_all(desk, web->arena, &page->people);
}

static struct err *
get_round(struct web *web, void *ret_view)
{
	struct round_page *page = ret_view;
	const struct respond_desk *desk;
	struct case_view casefile;
	int state = 0;

	TRY(case_page_open(web, CASE_TAB_NOW, &casefile, &page->head));
	TRY(web_respond_desk(web, &desk));
	TRY(approval_show(desk, &web->actor, casefile.number, web_text(web, "name"), web->now, web->arena, &page->approval));
	(void)enum_find(&approval_state_names, page->approval.state, &state);
	page->state = web_word(web, state_words[state]);
	page->tone = str_of(state_tones[state]);
	for (size_t i = 0; i < page->approval.steps.count; i++) {
		const struct approval_step_view *step = &page->approval.steps.items[i];

		list_push(web->arena, &page->steps, ((struct step_view){ *step, str_eq(step->title, page->approval.waits) && page->approval.waits.len > 0,
		    step->all && str_eq(step->kind, STR("consult")), step->asked }));
	}
	for (size_t i = 0; i < page->approval.may.count; i++)
		put_act(web, page->approval.may.items[i], page);
	return put_people(web, page);
}

/* ------------------------------------------------------------------------------------------------- acts */

static struct err *
take_asks(struct web *web, struct approval_doing *doing)
{
	struct str_list steps = web_list(web, "step"), logins = web_list(web, "login");
	struct approval_ask *asks = ARENA_ARRAY(web->arena, struct approval_ask, steps.count + 1);

	if (steps.count != logins.count)
		return err_new(web->arena, ERR_USAGE, M("Who is asked is sent as step and login, as many of each."));
	for (size_t i = 0; i < steps.count; i++)
		if (logins.items[i].len > 0)
			asks[doing->asks_count++] = (struct approval_ask){ steps.items[i], logins.items[i] };
	doing->asks = asks;
	return NULL;
}

static struct err *
post_act(struct web *web)
{
	struct approval_doing doing = { .kind = (enum route_act_kind)web_choice(web, "act", ACT_AGREE), .as = (enum route_as)web_choice(web, "as", AS_HIMSELF),
		.remark = web_text(web, "remark"), .outside = web_text(web, "outside"), .day = web_day(web, "day") };
	const struct respond_desk *desk;

	TRY(take_asks(web, &doing));
	TRY(web_respond_desk(web, &desk));
	TRY(approval_act(desk, &web->actor, web_text(web, "number"), web_text(web, "name"), &doing, web->now, web->arena));
	web_tell(web, M("Recorded: {act}"), ARG("act", web_word(web, route_act_text(doing.kind))));
	web_go(web, "/cases/%.*s/approvals/%.*s", STR_ARG(web_text(web, "number")), STR_ARG(web_text(web, "name")));
	return NULL;
}

static struct err *
post_paper(struct web *web)
{
	struct document_order order = { .name = STR("draft"), .lang = web->lang, .format = DOCUMENT_HTML, .approval = web_text(web, "name") };
	const struct document_desk *desk;
	struct document_made made;

	TRY(web_document_desk(web, &desk));
	TRY(document_make(desk, &web->actor, web_text(web, "number"), &order, web->now, web->arena, &made));
	web_go(web, "/documents/%lld", (long long)made.id);
	return NULL;
}

static const struct web_param waiting_params[] = {
	{ .name = "all", .kind = WEB_TICK, .summary = M("Also those in which I can do nothing now") },
	{ .name = NULL },
};
static const struct web_param act_params[] = {
	{ .name = "act", .kind = WEB_CHOICE, .choices = &route_act_names, .summary = M("What is done"), .obligatory = true },
	{ .name = "as", .kind = WEB_CHOICE, .choices = &route_as_names, .summary = M("In whose place") },
	{ .name = "remark", .kind = WEB_LONG_TEXT, .most = 4000, .summary = M("Remark") },
	{ .name = "outside", .kind = WEB_TEXT, .most = 200, .summary = M("Number of the decision made elsewhere") },
	{ .name = "day", .kind = WEB_DAY, .summary = M("Its day") },
	{ .name = "step", .kind = WEB_LIST, .most = ASKS_MOST, .summary = M("Steps at which somebody is asked") },
	{ .name = "login", .kind = WEB_LIST, .most = ASKS_MOST, .summary = M("Who is asked there") },
	{ .name = NULL },
};

const struct web_route routes_approval[] = {
	{ .method = HTTP_GET, .path = "/approvals", .summary = M("Approvals"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = waiting_params,
	    .view = &page_schema, .page = "approvals", .section = "cases", .get = get_waiting },
	{ .method = HTTP_GET, .path = "/cases/{number}/approvals/{name}", .summary = M("Approval"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .view = &round_schema, .page = "approval", .section = "cases", .get = get_round },
	{ .method = HTTP_POST, .path = "/cases/{number}/approvals/{name}", .summary = M("Act in an approval"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = act_params, .post = post_act },
	{ .method = HTTP_POST, .path = "/cases/{number}/approvals/{name}/paper", .summary = M("Paper of an approval"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_DOCUMENTS, .post = post_paper, .back = "/cases/{number}/approvals/{name}" },
	{ .path = NULL },
};
