/*
 * page_finding.c - one finding: its verdict with the reason, what to do, what is not known; a decision about it, and a case.
 */
#include "face/web/link.h"
#include "face/web/pages.h"
#include "service/found/detail.h"
#include "service/knowledge/heard.h"
#include "service/vex/in.h"

/* ---------------------------------------------------------------------------------------------- the page */

struct finding_page_view {
	struct found_detail     detail;
	bool                    may_decide, may_open, may_answer, may_compare, has_cases, has_questions, has_terms, has_levels;
	struct str              next;
	struct vex_opinions     vex;
	bool                    has_vex;
	LIST(struct heard_view) said;          /* what texts say of exploitation, and was not refused */
	bool                    has_said;
};
static const struct field finding_fields[] = {
	FIELD_OF(struct finding_page_view, detail, FIELD_STRUCT, &found_detail_schema),
	FIELD(struct finding_page_view, may_decide, FIELD_BOOL),
	FIELD(struct finding_page_view, may_open, FIELD_BOOL),
	FIELD(struct finding_page_view, may_answer, FIELD_BOOL),
	FIELD(struct finding_page_view, may_compare, FIELD_BOOL),
	FIELD(struct finding_page_view, has_cases, FIELD_BOOL),
	FIELD(struct finding_page_view, has_questions, FIELD_BOOL),
	FIELD(struct finding_page_view, has_terms, FIELD_BOOL),
	FIELD(struct finding_page_view, has_levels, FIELD_BOOL),
	FIELD(struct finding_page_view, next, FIELD_STR),
	FIELD_OF(struct finding_page_view, vex, FIELD_STRUCT, &vex_opinions_schema),
	FIELD(struct finding_page_view, has_vex, FIELD_BOOL),
	FIELD_OF(struct finding_page_view, said, FIELD_LIST, &heard_view_schema), FIELD(struct finding_page_view, has_said, FIELD_BOOL),
};
static const struct schema finding_schema = SCHEMA("finding_page", struct finding_page_view, finding_fields);

static const struct web_param id_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};

/* Refused ones are on the vulnerability's page. */
static struct err *
add_said(struct web *web, struct finding_page_view *view)
{
	struct heard_query query = { .vulnerability = view->detail.finding.vulnerability };
	struct heard_list list;

	TRY(heard_find(web->home, web->ledger, &query, web->arena, &list));
	for (size_t i = 0; i < list.items.count; i++)
		if (!str_eq(list.items.items[i].state, STR("refused")))
			list_push(web->arena, &view->said, list.items.items[i]);
	view->has_said = view->said.count > 0;
	return NULL;
}

static struct err *
get_finding(struct web *web, void *ret_view)
{
	struct finding_page_view *view = ret_view;
	unsigned offices = web->actor.offices;

	TRY(found_detail(web->home, web->ledger, web_number(web, "id", 0), web->now, web->lang, web->arena, &view->detail));
	view->may_decide = (offices & (OFFICE_SECURITY | OFFICE_EXECUTIVE)) != 0;
	view->may_open = (offices & (OFFICE_SECURITY | OFFICE_OPERATOR)) != 0;
	view->may_compare = (offices & (OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_ADMINISTRATOR)) != 0;
	view->may_answer = (offices & (OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER | OFFICE_ADMINISTRATOR)) != 0;
	for (size_t i = 0; i < view->detail.cases.count; i++)
		view->has_cases = view->has_cases || view->detail.cases.items[i].open;
	view->has_questions = view->detail.open && view->detail.questions.count > 0;
	view->has_terms = view->detail.terms.count > 0;
	view->has_levels = view->detail.finding.damage.count > 1 || view->detail.finding.likelihood.count > 1;
	view->next = web->request->path;
	TRY(add_said(web, view));
	TRY(vex_in_about(web->ledger, web_number(web, "id", 0), web->now, web->lang, web->arena, &view->vex));
	view->has_vex = view->vex.opinions.count > 0;
	web_title(web, arena_printf(web->arena, "%.*s %.*s", STR_ARG(view->detail.finding.vulnerability), STR_ARG(view->detail.finding.system)));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- a case */

static struct err *
post_case(struct web *web)
{
	struct case_opening opening = { .playbook = STR("finding-response") };
	const struct case_desk *desk;
	struct found_detail detail;
	struct str number;

	TRY(web_case_desk(web, &desk));
	TRY(found_detail(web->home, web->ledger, web_number(web, "id", 0), web->now, web->lang, web->arena, &detail));
	opening.title = arena_printf(web->arena, "%.*s %.*s", STR_ARG(detail.finding.vulnerability), STR_ARG(detail.finding.component.name));
	opening.unit = detail.finding.unit;
	list_push(web->arena, &opening.about, ((struct case_target){ LINK_FINDING, web_text(web, "id"), STR("") }));
	TRY(case_open(desk, &web->actor, &opening, web->now, web->arena, &number));
	web_go(web, "/cases/%.*s", STR_ARG(number));
	web_tell(web, M("Case {number} is open."), ARG("number", number));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- a decision */

static const char *const kind_words[] = { "not_affected", "investigating", "accept", "defer" };
static const char *const kind_titles[] = { M("not affected"), M("under investigation"), M("risk accepted"), M("put off by decision") };
static const struct enum_names kind_names = ENUM_WORDS(kind_words, kind_titles);
static const struct web_param decide_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "kind", .kind = WEB_CHOICE, .choices = &kind_names, .summary = M("Decision") },
	{ .name = "owner", .kind = WEB_TEXT, .most = 200, .summary = M("Who answers for it") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 2000, .summary = M("Reason") },
	{ .name = "effect", .kind = WEB_LONG_TEXT, .most = 2000, .summary = M("What it means for those who use the system") },
	{ .name = "until", .kind = WEB_DAY, .summary = M("Last day") },
	{ .name = "versions", .kind = WEB_TEXT, .most = 400, .summary = M("Versions") },
	{ .name = "all_systems", .kind = WEB_TICK, .summary = M("On all systems") },
	{ .name = NULL },
};

struct decide_view {
	struct found_detail     detail;
	struct web_choices      kinds;
	bool                    asked, may_accept, may_judge, all_systems;
	struct decision_preview preview;
	struct str              kind_title, wrong;    /* what is wrong with it; "" */
};
static const struct field decide_fields[] = {
	FIELD_OF(struct decide_view, detail, FIELD_STRUCT, &found_detail_schema),
	FIELD_OF(struct decide_view, kinds, FIELD_LIST, &web_choice_schema),
	FIELD(struct decide_view, asked, FIELD_BOOL),
	FIELD(struct decide_view, may_accept, FIELD_BOOL),
	FIELD(struct decide_view, may_judge, FIELD_BOOL),
	FIELD(struct decide_view, all_systems, FIELD_BOOL),
	FIELD_OF(struct decide_view, preview, FIELD_STRUCT, &decision_preview_schema),
	FIELD(struct decide_view, kind_title, FIELD_STR),
	FIELD(struct decide_view, wrong, FIELD_STR),
};
static const struct schema decide_schema = SCHEMA("decide", struct decide_view, decide_fields);

static struct deciding
deciding_of(const struct web *web)
{
	return (struct deciding){ .finding = web_number(web, "id", 0), .kind = web_text(web, "kind"), .owner = web_text(web, "owner"),
		.reason = web_text(web, "reason"), .effect = web_text(web, "effect"), .until = web_day(web, "until"), .versions = web_text(web, "versions"),
		.all_systems = web_tick(web, "all_systems") };
}

/* Looked at before it is made: what is wrong stands above the form, what it covers below. */
static struct err *
get_decide(struct web *web, void *ret_view)
{
	struct decide_view *view = ret_view;
	struct deciding deciding = deciding_of(web);
	struct err *err;

	TRY(found_detail(web->home, web->ledger, deciding.finding, web->now, web->lang, web->arena, &view->detail));
	view->may_accept = (web->actor.offices & OFFICE_EXECUTIVE) != 0;
	view->may_judge = (web->actor.offices & OFFICE_SECURITY) != 0;
	view->all_systems = deciding.all_systems;
	for (size_t i = 0; i < kind_names.count; i++)
		if (i < 2 ? view->may_judge : view->may_accept)
			web_choice_add(web, &view->kinds, str_of(kind_words[i]), web_word(web, kind_titles[i]), deciding.kind);
	if (deciding.kind.len == 0)
		return NULL;
	view->kind_title = web_word(web, kind_titles[web_choice(web, "kind", 0)]);
	err = decision_preview(web->ledger, &web->actor, &deciding, web->now, web->arena, &view->preview);
	if (err != NULL && err->code != ERR_USAGE && err->code != ERR_FORMAT)
		return err;
	view->wrong = err == NULL ? STR("") : err_sentence(err, web->lang, web->arena);
	view->asked = err == NULL;
	return NULL;
}

static struct err *
post_decide(struct web *web)
{
	struct deciding deciding = deciding_of(web);
	struct decided decided;

	TRY(finding_decide(web->ledger, &web->actor, &deciding, web->now, web->arena, &decided));
	web_go(web, "/findings/%lld", (long long)deciding.finding);
	web_tell(web, M("Decision {number} holds until {day}; findings it covers now: {count}."), ARG_N("number", decided.decision),
	    ARG("day", day_format(deciding.until, web->arena)), ARG_N("count", decided.findings));
	return NULL;
}

/* --------------------------------------------------------------------------------------- the register */

static const struct web_param register_params[] = {
	{ .name = "all", .kind = WEB_TICK, .summary = M("Also those that hold no longer") },
	{ .name = NULL },
};
struct decisions_view { struct decision_list_view list; bool may, all, has_reviews; int64_t reviews; };
static const struct field decisions_fields[] = {
	FIELD_OF(struct decisions_view, list, FIELD_STRUCT, &decision_list_view_schema),
	FIELD(struct decisions_view, may, FIELD_BOOL),
	FIELD(struct decisions_view, all, FIELD_BOOL),
	FIELD(struct decisions_view, has_reviews, FIELD_BOOL),
	FIELD(struct decisions_view, reviews, FIELD_INT),
};
static const struct schema decisions_schema = SCHEMA("decisions_page", struct decisions_view, decisions_fields);

static struct err *
get_decisions(struct web *web, void *ret_view)
{
	struct decisions_view *view = ret_view;

	view->all = web_tick(web, "all");
	view->may = (web->actor.offices & (OFFICE_EXECUTIVE | OFFICE_SECURITY)) != 0;
	TRY(finding_decisions(web->ledger, &web->actor, view->all, web->now, web->arena, &view->list));
	for (size_t i = 0; i < view->list.decisions.count; i++)
		view->reviews += view->list.decisions.items[i].review;
	view->has_reviews = view->reviews > 0;
	return NULL;
}

static struct err *
post_end(struct web *web)
{
	int64_t id = web_number(web, "id", 0);

	TRY(finding_decision_end(web->ledger, &web->actor, id, web->now, web->arena));
	web_go(web, "/decisions");
	web_tell(web, M("Decision {number} holds no longer; it stays to be read."), ARG_N("number", id));
	return NULL;
}

const struct web_route routes_finding[] = {
	{ .method = HTTP_GET, .path = "/findings/{id}", .summary = M("One finding"), .right = WEB_READER, .scope = SCOPE_READ, .params = id_params,
	    .view = &finding_schema, .page = "finding", .section = "findings", .get = get_finding },
	{ .method = HTTP_POST, .path = "/findings/{id}/case", .summary = M("Open a case"), .right = WEB_READER, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_case, .back = "/findings/{id}" },
	{ .method = HTTP_GET, .path = "/findings/{id}/decide", .summary = M("Decide"), .right = WEB_OFFICE, .offices = OFFICE_SECURITY | OFFICE_EXECUTIVE,
	    .scope = SCOPE_READ, .params = decide_params, .view = &decide_schema, .page = "decide", .section = "findings", .get = get_decide },
	{ .method = HTTP_POST, .path = "/findings/{id}/decide", .summary = M("Decide"), .right = WEB_OFFICE, .offices = OFFICE_SECURITY | OFFICE_EXECUTIVE,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = decide_params, .post = post_decide },
	{ .method = HTTP_GET, .path = "/decisions", .summary = M("Decisions"), .right = WEB_READER, .scope = SCOPE_READ, .params = register_params,
	    .view = &decisions_schema, .page = "decisions", .section = "findings", .get = get_decisions },
	{ .method = HTTP_POST, .path = "/decisions/{id}/end", .summary = M("End a decision"), .right = WEB_OFFICE,
	    .offices = OFFICE_SECURITY | OFFICE_EXECUTIVE, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_end, .back = "/decisions" },
	{ .path = NULL },
};
