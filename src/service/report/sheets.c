/*
 * sheets.c - リスク評価票 and 対処計画書, with the parts that guide 004 names (組織におけるリスク評価②, 対処・対策①②).
 */
#include "base/catalogue.h"
#include "service/report/parts.h"

/* ---------------------------------------------------------------------------------------------- リスク評価票 */

/* Every level that is possible, the worst first: a set is told as a set. */
static struct str
level_set(const struct report_making *making, unsigned set, const char *(*text)(enum level level))
{
	struct str_list words = { 0 };

	if ((set & LEDGER_HIGH) != 0)
		list_push(making->arena, &words, report_word(making, text(LEVEL_HIGH)));
	if ((set & LEDGER_MIDDLE) != 0)
		list_push(making->arena, &words, report_word(making, text(LEVEL_MIDDLE)));
	if ((set & LEDGER_LOW) != 0)
		list_push(making->arena, &words, report_word(making, text(LEVEL_LOW)));
	if (words.count == 0)
		return report_word(making, M("not known"));
	return arena_join(making->arena, words.items, words.count, report_word(making, M(" or ")));
}

static struct err *
add_risk(struct report_making *making, struct report_risk_sheet *view, struct kb *kb, const struct ledger_finding_row *row)
{
	const struct ledger_system *system = report_system(making, row->finding.system);
	bool provisional = (row->finding.damage & (row->finding.damage - 1)) != 0 || (row->finding.likelihood & (row->finding.likelihood - 1)) != 0;
	struct report_items_row known;
	struct str provision = STR("");

	TRY(report_items_here(making, kb, row, ITEM_ON_SHEET, &known));
	if (row->finding.verdict == LEDGER_UNDECIDED)
		provision = report_word(making, M("provisional: whether it applies cannot be decided"));
	else if (provisional)
		provision = report_word(making, M("provisional: facts are missing, the worst is used"));
	list_push(making->arena, &view->risks, ((struct report_risk_row){ .id = row->id, .system = row->unit.len == 0 ? row->system_name
	    : arena_printf(making->arena, "%.*s %.*s", STR_ARG(row->unit), STR_ARG(row->system_name)),
	    .service = system == NULL || system->service.len == 0 ? report_word(making, M("not registered")) : system->service,
	    .information = report_information(making, system), .product = row->product_name, .vulnerability = row->about.name,
	    .harm = report_harm_words(making, report_harms(row, making->arena)), .damage = level_set(making, row->finding.damage, damage_text),
	    .likelihood = level_set(making, row->finding.likelihood, likelihood_text), .action = report_action(making, row->finding.action),
	    .why = making->lang == LANG_JA ? row->finding.why_ja : row->finding.why_en, .due = row->finding.due, .provisional = provision, .known = known }));
	return NULL;
}

/* Of one system, as long as there is room; *all counts on. */
static struct err *
add_risks(struct report_making *making, struct report_risk_sheet *view, struct kb *kb, int64_t system, int64_t *all)
{
	struct ledger_finding_list list;
	struct ledger_finding_detail *details;
	size_t room = view->risks.count < REPORT_ROWS ? REPORT_ROWS - view->risks.count : 0, count;

	TRY(report_findings(making, system, LEDGER_DEFER, REPORT_ROWS, &list));
	count = list.rows.count < room ? list.rows.count : room;
	*all += (int64_t)list.rows.count;
	TRY(ledger_finding_details(making->ledger, list.rows.items, count, making->arena, &details));
	for (size_t i = 0; i < count; i++)
		TRY(add_risk(making, view, kb, &details[i].row));
	return NULL;
}

struct err *
report_fill_risk_sheet(struct report_making *making, void *value)
{
	struct report_risk_sheet *view = value;
	struct kb *kb KB_SCOPE = NULL;
	int64_t all = 0;

	TRY(report_load_systems(making));
	TRY(home_kb(making->desk->home->path, making->arena, &kb));
	for (size_t i = 0; i < making->standings.count; i++)
		TRY(add_risks(making, view, kb, making->standings.items[i].system, &all));
	if (all > REPORT_ROWS)
		view->risks_more = report_say(making, M("The worst {shown} of {count} stand here."), ARG_N("shown", REPORT_ROWS), ARG_N("count", all));
	view->criteria_version = making->head->criteria;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- 対処計画書 */

static struct err *
fill_plan_known(struct report_making *making, struct report_case *c, struct report_action_plan *view)
{
	struct respond_findings findings;
	struct report_named *named;

	TRY(report_case_findings(making, c, &findings));
	named = ARENA_ARRAY(making->arena, struct report_named, findings.count + 1);
	for (size_t i = 0; i < findings.count; i++)
		named[i] = (struct report_named){ findings.items[i].about.name, report_title(making, &findings.items[i].about) };
	return report_items(making, named, findings.count, ITEMS_ROWS, &view->known);
}

struct err *
report_fill_action_plan(struct report_making *making, void *value)
{
	struct report_action_plan *view = value;
	struct report_options options;
	struct report_changes changes = { 0 };
	struct report_case *c;
	struct report_stop_view stop;

	TRY(report_load_cases(making));
	if (making->cases.count == 0)
		return err_new(making->arena, ERR_NOT_FOUND, M("There is no case {number}."), ARG("number", making->order->casefile));
	c = &making->cases.items[0];
	view->casefile = c->number;
	view->label = c->label;
	view->unit = c->unit;
	view->state = c->state_title;
	view->sealed = c->sealed;
	view->due = DAY_NONE;
	if (c->sealed)
		return NULL;
	view->direction = report_field_words(making, c, "direction");
	view->impact = report_field(c, "impact");
	view->due = report_field_day(c, "due");
	view->systems = c->systems;
	TRY(fill_plan_known(making, c, view));
	TRY(report_plans(making, c, &options, &changes));
	for (size_t i = 0; i < options.count; i++)
		list_push(making->arena, &view->options, options.items[i]);
	for (size_t i = 0; i < changes.count; i++)
		list_push(making->arena, &view->changes, changes.items[i]);
	view->chosen = report_field_words(making, c, "chosen");
	view->tested = report_field_words(making, c, "tested");
	view->test_note = report_field(c, "test_note");
	stop = report_stop(making, c);
	if (stop.from != INSTANT_NONE || stop.interim.len > 0)
		list_push(making->arena, &view->stops, stop);
	return NULL;
}
