/*
 * page_plan.c - 対処案: plans A, B, B then A beside each other, the cell of every system before and after, what was decided on, and whether matching
 * again finds it mended.
 */
#include "base/catalogue.h"
#include "face/web/case_page.h"
#include "face/web/pages.h"
#include "format/chart/chart.h"
#include "model/report.h"
#include "service/respond/plan.h"
#include "service/respond/rematch.h"

enum { CHARTS_MOST = 12 };      /* systems that are drawn; the others are told in words */

struct moved_view { struct str name, words; };
struct system_view { struct plan_system_view system; struct str matrix_svg; LIST(struct moved_view) after; };
struct plan_page {
	struct case_head_view head;
	struct case_field_view plans;
	LIST(struct case_field_view) decided;          /* the other fields of that stage        */
	LIST(struct case_approval_view) approvals;
	struct str stage, stage_title;
	LIST(struct system_view) systems;
	LIST(struct plan_proposal_view) proposed;
	bool may;
};
static const struct field moved_fields[] = { FIELD(struct moved_view, name, FIELD_STR), FIELD(struct moved_view, words, FIELD_STR) };
static const struct schema moved_schema = SCHEMA("plan_moved", struct moved_view, moved_fields);
static const struct field system_fields[] = {
	FIELD_OF(struct system_view, system, FIELD_STRUCT, &plan_system_view_schema), FIELD(struct system_view, matrix_svg, FIELD_STR),
	FIELD_OF(struct system_view, after, FIELD_LIST, &moved_schema),
};
static const struct schema system_schema = SCHEMA("plan_system_page", struct system_view, system_fields);
static const struct field plan_fields[] = {
	FIELD_OF(struct plan_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct plan_page, plans, FIELD_STRUCT, &case_field_view_schema),
	FIELD_OF(struct plan_page, decided, FIELD_LIST, &case_field_view_schema), FIELD_OF(struct plan_page, approvals, FIELD_LIST, &case_approval_view_schema),
	FIELD(struct plan_page, stage, FIELD_STR), FIELD(struct plan_page, stage_title, FIELD_STR),
	FIELD_OF(struct plan_page, systems, FIELD_LIST, &system_schema), FIELD_OF(struct plan_page, proposed, FIELD_LIST, &plan_proposal_view_schema),
	FIELD(struct plan_page, may, FIELD_BOOL),
};
static const struct schema plan_schema = SCHEMA("plan_page", struct plan_page, plan_fields);

/* ------------------------------------------------------------------------------------------ the matrix */

/* Rows from large, columns from low: the place of a level in each; -1 where it is not known. */
static int
row_of(struct str damage)
{
	int level;

	return enum_find(&report_damage_names, damage, &level) ? (int)report_damage_names.count - 1 - level : -1;
}

static int
column_of(struct str likelihood)
{
	int level;

	return enum_find(&report_likelihood_names, likelihood, &level) ? level : -1;
}

static enum chart_tone
tone_of(struct str action)
{
	static const enum chart_tone tones[] = { CHART_IMMEDIATE, CHART_OUT_OF_CYCLE, CHART_SCHEDULED, CHART_DEFER };
	int place;

	return enum_find(&report_action_names, action, &place) && (size_t)place < ARRAY_LEN(tones) ? tones[place] : CHART_PLAIN;
}

/* The words of an action; its pair in brackets has no room in a cell. */
static struct str
short_action(struct web *web, struct str action)
{
	struct str words;
	size_t bracket;
	int place;

	if (!enum_find(&report_action_names, action, &place))
		return STR("");
	words = web_word(web, report_action_names.words[place]);
	bracket = str_find(words, web->lang == LANG_JA ? STR("（") : STR(" ("));
	return bracket == SIZE_MAX ? words : str_sub(words, 0, bracket);
}

static void
put_cells(struct web *web, const struct plan_list_view *list, struct chart_matrix *matrix)
{
	for (int i = 0; i < 9; i++) {
		struct str action = (size_t)i < list->matrix.count ? list->matrix.items[i] : STR("");

		matrix->cells[i / 3][i % 3] = (struct chart_cell){ .action = short_action(web, action), .tone = tone_of(action) };
	}
	for (int i = 0; i < 3; i++) {
		matrix->rows[i] = web_word(web, report_damage_names.words[2 - i]);
		matrix->columns[i] = web_word(web, report_likelihood_names.words[i]);
	}
}

static struct str
way_name(struct web *web, const struct plan_list_view *list, size_t way)
{
	if (way < list->plans.count)
		return list->plans.items[way].name;
	return web_word(web, M("B then A"));
}

static void
put_arrows(struct web *web, const struct plan_list_view *list, const struct plan_system_view *system, struct chart_matrix *matrix)
{
	struct chart_arrow *arrows = ARENA_ARRAY(web->arena, struct chart_arrow, system->after.count);
	int row = row_of(system->before.damage), column = column_of(system->before.likelihood);

	matrix->arrows = arrows;
	for (size_t i = 0; i < system->after.count && row >= 0 && column >= 0; i++) {
		const struct plan_cell_view *after = &system->after.items[i];
		struct chart_arrow arrow = { row, column, row_of(after->damage), column_of(after->likelihood), after->gone, way_name(web, list, i) };

		if (after->known && (after->gone || (arrow.to_row >= 0 && arrow.to_column >= 0)))
			arrows[matrix->arrows_count++] = arrow;
	}
	if (row >= 0 && column >= 0)
		matrix->cells[row][column].text = web_word(web, M("now"));
}

static struct str
draw(struct web *web, const struct plan_list_view *list, const struct plan_system_view *system, size_t number)
{
	struct chart_matrix matrix = { .id = arena_printf(web->arena, "matrix-%zu", number), .title = system->system,
		.desc = catalogue_say(web->arena, web->lang, M("Where {system} stands in the matrix now, and where each plan moves it."), ARG("system", system->system)),
		.row_title = web_word(web, M("Damage")), .column_title = web_word(web, M("Likelihood")), .gone = web_word(web, M("removed")) };

	put_cells(web, list, &matrix);
	put_arrows(web, list, system, &matrix);
	return chart_matrix(&matrix, web->arena);
}

static void
put_systems(struct web *web, const struct plan_list_view *list, struct plan_page *page)
{
	for (size_t i = 0; i < list->systems.count; i++) {
		struct system_view *view = list_add(web->arena, &page->systems);

		*view = (struct system_view){ .system = list->systems.items[i] };
		if (i < CHARTS_MOST)
			view->matrix_svg = draw(web, list, &view->system, i);
		for (size_t w = 0; w < view->system.after.count; w++)
			list_push(web->arena, &view->after, ((struct moved_view){ way_name(web, list, w), view->system.after.items[w].known ?
			    view->system.after.items[w].words : web_word(web, M("No measure is named, so nothing is promised.")) }));
	}
}

static struct err *
get_plans(struct web *web, void *ret_view)
{
	struct plan_page *page = ret_view;
	const struct respond_desk *desk;
	struct plan_list_view list;
	struct case_view casefile;

	TRY(case_page_open(web, CASE_TAB_PLANS, &casefile, &page->head));
	TRY(web_respond_desk(web, &desk));
	TRY(plan_show(desk, &web->actor, casefile.number, web->now, web->arena, &list));
	for (size_t i = 0; i < casefile.fields.count; i++)
		if (str_eq(casefile.fields.items[i].name, STR("plans")))
			page->plans = casefile.fields.items[i];
	for (size_t i = 0; i < casefile.fields.count; i++)
		if (str_eq(casefile.fields.items[i].stage, page->plans.stage) && !str_eq(casefile.fields.items[i].name, STR("plans"))) {
			page->may = page->may || casefile.fields.items[i].may;
			list_push(web->arena, &page->decided, casefile.fields.items[i]);
		}
	for (size_t i = 0; i < casefile.stages.count; i++)
		if (str_eq(casefile.stages.items[i].id, page->plans.stage))
			page->stage_title = casefile.stages.items[i].title;
	page->stage = page->plans.stage;
	page->approvals.items = casefile.approvals.items;
	page->approvals.count = casefile.approvals.count;
	page->proposed.items = list.proposed.items;
	page->proposed.count = list.proposed.count;
	put_systems(web, &list, page);
	return NULL;
}

static struct err *
post_rematch(struct web *web)
{
	const struct respond_desk *desk;
	struct rematch_view view;

	TRY(web_respond_desk(web, &desk));
	TRY(case_rematch(desk, &web->actor, web_text(web, "number"), web->now, web->arena, &view));
	web_answer(web, &view);
	if (view.findings == 0)
		web_tell(web, M("Matched again. This case is about no finding of the ledger, so matching cannot tell whether it is mended."));
	else if (view.open + view.undecided == 0)
		web_tell(web, M("Matched again: none of the {findings} findings of this case applies any more."), ARG_N("findings", view.findings));
	else
		web_tell(web, M("Matched again: of {findings} findings {open} still apply and {undecided} cannot be told."), ARG_N("findings", view.findings),
		    ARG_N("open", view.open), ARG_N("undecided", view.undecided));
	web_go(web, "/cases/%.*s/plans", STR_ARG(web_text(web, "number")));
	return NULL;
}

const struct web_route routes_plan[] = {
	{ .method = HTTP_GET, .path = "/cases/{number}/plans", .summary = M("Plans of a case"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .view = &plan_schema, .page = "case-plans", .section = "cases", .get = get_plans },
	{ .method = HTTP_POST, .path = "/cases/{number}/rematch", .summary = M("Match again what a case is about"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_DOCUMENTS, .view = &rematch_view_schema, .post = post_rematch, .back = "/cases/{number}/plans" },
	{ .path = NULL },
};
