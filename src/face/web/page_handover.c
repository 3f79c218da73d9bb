/*
 * page_handover.c - what hangs on one person, and all of it to another; and how far an update has come over the computers.
 */
#include "face/web/pages.h"
#include "format/chart/chart.h"
#include "service/respond/handover.h"
#include "service/respond/patching.h"

struct kind_view { struct str value, title; };
/* 引継書, as they were made: of cases in which this person hands over. */
struct paper_view { int64_t id, at; struct str number, label, title, by; bool may; };
static const struct field paper_fields[] = {
	FIELD(struct paper_view, id, FIELD_INT), FIELD(struct paper_view, at, FIELD_INSTANT), FIELD(struct paper_view, number, FIELD_STR),
	FIELD(struct paper_view, label, FIELD_STR), FIELD(struct paper_view, title, FIELD_STR), FIELD(struct paper_view, by, FIELD_STR),
	FIELD(struct paper_view, may, FIELD_BOOL),
};
static const struct schema paper_schema = SCHEMA("handover_paper", struct paper_view, paper_fields);
struct handover_page {
	struct handover_view handover;
	bool                 chosen, own;
	struct case_choices  people;
	LIST(struct kind_view) kinds;      /* that can be given                         */
	LIST(struct paper_view) papers;
};
static const struct field kind_fields[] = { FIELD(struct kind_view, value, FIELD_STR), FIELD(struct kind_view, title, FIELD_STR) };
static const struct schema kind_schema = SCHEMA("handover_kind", struct kind_view, kind_fields);
static const struct field page_fields[] = {
	FIELD_OF(struct handover_page, handover, FIELD_STRUCT, &handover_view_schema), FIELD(struct handover_page, chosen, FIELD_BOOL),
	FIELD(struct handover_page, own, FIELD_BOOL), FIELD_OF(struct handover_page, people, FIELD_LIST, &case_choice_view_schema),
	FIELD_OF(struct handover_page, kinds, FIELD_LIST, &kind_schema), FIELD_OF(struct handover_page, papers, FIELD_LIST, &paper_schema),
};
static const struct schema page_schema = SCHEMA("handover_page", struct handover_page, page_fields);

static const struct { enum handover_kind kind; const char *title; } kinds[] = {
	{ HANDOVER_PART, M("Parts in cases") }, { HANDOVER_TASK, M("Tasks") }, { HANDOVER_ONCALL, M("Turns on call") }, { HANDOVER_DECISION, M("Decisions") },
	{ HANDOVER_APPROVAL, M("Approvals under way") }, { HANDOVER_QUESTION, M("Inquiries that wait for their answer") },
};

static bool
is_from(const struct case_view *casefile, struct str login)
{
	for (size_t i = 0; i < casefile->fields.count; i++)
		if (str_eq(casefile->fields.items[i].name, STR("from_whom")))
			return str_eq(casefile->fields.items[i].value, login);
	return false;
}

static struct err *
put_papers(struct web *web, const struct case_desk *desk, struct str login, struct handover_page *page)
{
	const struct case_query query = { .open = -1, .playbook = STR("handover"), .most = 50 };
	const struct document_desk *documents;
	struct case_list_view list;

	TRY(web_document_desk(web, &documents));
	TRY(case_list(desk, &web->actor, &query, web->now, web->arena, &list));
	for (size_t i = 0; i < list.cases.count; i++) {
		struct document_list_view papers;
		struct case_view casefile;

		TRY(case_show(desk, &web->actor, list.cases.items[i].number, web->now, web->arena, &casefile));
		if (!is_from(&casefile, login))
			continue;
		TRY(document_list(documents, &web->actor, casefile.number, web->now, web->arena, &papers));
		for (size_t k = 0; k < papers.documents.count; k++)
			list_push(web->arena, &page->papers, ((struct paper_view){ papers.documents.items[k].id, papers.documents.items[k].at, casefile.number,
			    casefile.label, papers.documents.items[k].title, papers.documents.items[k].by, papers.documents.items[k].may }));
	}
	return NULL;
}

/* One's own, where nobody else is named: who may see another's, the service says. */
static struct err *
get_handover(struct web *web, void *ret_view)
{
	struct handover_page *page = ret_view;
	const struct case_desk *desk;
	struct str login = web_text(web, "login");

	TRY(web_case_desk(web, &desk));
	if (login.len == 0)
		login = web->actor.login;
	page->own = str_eq(login, web->actor.login);
	TRY(handover_show(desk, &web->actor, login, web->now, web->arena, &page->handover));
	page->chosen = page->handover.items.count > 0;
	TRY(put_papers(web, desk, login, page));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		list_push(web->arena, &page->kinds, ((struct kind_view){ str_of(enum_name(&handover_kind_names, (int)kinds[i].kind)), web_word(web, kinds[i].title) }));
	TRY(case_people_all(desk, web->arena, &page->people));
	for (size_t i = 0; i < page->people.count; i++)
		page->people.items[i].chosen = str_eq(page->people.items[i].value, login);
	return NULL;
}

static struct err *
post_handover(struct web *web)
{
	struct str_list words = web_list(web, "kind");
	const struct case_desk *desk;
	struct handover_given_view given;
	unsigned bits;

	TRY(handover_kinds_parse(arena_join(web->arena, words.items, words.count, STR(",")), web->arena, &bits));
	TRY(web_case_desk(web, &desk));
	TRY(handover_give(desk, &web->actor, web_text(web, "login"), web_text(web, "to"), bits, web->now, web->arena, &given));
	web_answer(web, &given);
	if (given.kept.count == 0)
		web_tell(web, M("{count} were given; {left} are left."), ARG_N("count", given.given), ARG_N("left", given.left));
	else
		web_tell(web, M("{count} were given; {left} are left. {what} could not be given: {why}"), ARG_N("count", given.given), ARG_N("left", given.left),
		    ARG("what", given.kept.items[0].what), ARG("why", given.kept.items[0].why));
	web_go(web, "/handover?login=%.*s", STR_ARG(web_text(web, "login")));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- patching */

enum { BARS_MOST = 30 };
struct patching_page {
	struct patching_view status;
	bool                 asked;
	struct str           bars_svg;
	LIST(struct case_row_view) cases;
	int64_t              percent;
};
static const struct field patching_fields[] = {
	FIELD_OF(struct patching_page, status, FIELD_STRUCT, &patching_view_schema), FIELD(struct patching_page, asked, FIELD_BOOL),
	FIELD(struct patching_page, bars_svg, FIELD_STR), FIELD_OF(struct patching_page, cases, FIELD_LIST, &case_row_view_schema),
	FIELD(struct patching_page, percent, FIELD_INT),
};
static const struct schema patching_schema = SCHEMA("patching_page", struct patching_page, patching_fields);

static struct str
draw(struct web *web, const struct patching_view *status)
{
	size_t count = status->rows.count < BARS_MOST ? status->rows.count : BARS_MOST;
	struct str *labels = ARENA_ARRAY(web->arena, struct str, count);
	int64_t *done = ARENA_ARRAY(web->arena, int64_t, count), *left = ARENA_ARRAY(web->arena, int64_t, count), *unknown = ARENA_ARRAY(web->arena, int64_t, count);
	const struct chart_series series[] = {
		{ web_word(web, M("updated")), done, CHART_DONE }, { web_word(web, M("left")), left, CHART_OUT_OF_CYCLE },
		{ web_word(web, M("cannot be told")), unknown, CHART_UNKNOWN },
	};
	const struct chart chart = { .id = STR("patching"), .title = web_word(web, M("How far the update has come")),
		.desc = web_word(web, M("Computers that are updated, left, and undecided, by unit.")), .unit = web_word(web, M("computers")),
		.about = web_word(web, M("Unit")), .labels = labels, .labels_count = count, .series = series, .series_count = ARRAY_LEN(series) };

	for (size_t i = 0; i < count; i++) {
		const struct patching_row_view *row = &status->rows.items[i];

		labels[i] = row->system.len > 0 ? row->system : row->unit.len > 0 ? row->unit : web_word(web, M("(no unit)"));
		done[i] = row->done;
		left[i] = row->left;
		unknown[i] = row->unknown;
	}
	return count == 0 ? STR("") : chart_stacked(&chart, web->arena);
}

static struct err *
get_patching(struct web *web, void *ret_view)
{
	struct case_query query = { .open = 1, .playbook = STR("mass-patching"), .most = 50 };
	struct patching_page *page = ret_view;
	const struct respond_desk *desk;
	struct case_list_view list;

	TRY(web_respond_desk(web, &desk));
	TRY(case_list(desk->cases, &web->actor, &query, web->now, web->arena, &list));
	page->cases.items = list.cases.items;
	page->cases.count = list.cases.count;
	page->asked = web_text(web, "subject").len > 0;
	if (!page->asked)
		return NULL;
	TRY(patching_status(desk, &web->actor, web_text(web, "subject"), (enum patching_by)web_choice(web, "by", PATCHING_BY_UNIT), web->now, web->arena,
	    &page->status));
	page->bars_svg = draw(web, &page->status);
	page->percent = page->status.total.hosts == 0 ? 0 : page->status.total.done * 100 / page->status.total.hosts;
	return NULL;
}

static const struct web_param handover_params[] = {
	{ .name = "login", .kind = WEB_TEXT, .most = 200, .summary = M("Of this person (login)") },
	{ .name = NULL },
};
static const struct web_param give_params[] = {
	{ .name = "login", .kind = WEB_TEXT, .most = 200, .summary = M("Of this person (login)"), .obligatory = true },
	{ .name = "to", .kind = WEB_TEXT, .most = 200, .summary = M("To this person (login)"), .obligatory = true },
	{ .name = "kind", .kind = WEB_LIST, .most = HANDOVER_KINDS, .summary = M("What is given") },
	{ .name = NULL },
};
static const struct web_param patching_params[] = {
	{ .name = "subject", .kind = WEB_TEXT, .most = 300, .summary = M("KB, build, product or number of a case") },
	{ .name = "by", .kind = WEB_CHOICE, .choices = &patching_by_names, .summary = M("By system or by unit") },
	{ .name = NULL },
};
const struct web_route routes_handover[] = {
	{ .method = HTTP_GET, .path = "/handover", .summary = M("Handing over"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = handover_params,
	    .view = &page_schema, .page = "handover", .section = "cases", .get = get_handover },
	{ .method = HTTP_POST, .path = "/handover", .summary = M("Hand everything over"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = give_params, .view = &handover_given_view_schema, .post = post_handover },
	{ .method = HTTP_GET, .path = "/patching", .summary = M("Mass updates of computers"), .right = WEB_READER, .scope = SCOPE_READ,
	    .params = patching_params, .view = &patching_schema, .page = "patching", .section = "cases", .get = get_patching },
	{ .path = NULL },
};
