/*
 * registers.c - 是正計画, 受容台帳, 被害と費用の対比: everything that is to be mended, was accepted, or costs money, on one list each.
 */
#include "base/catalogue.h"
#include "service/finding.h"
#include "service/report/parts.h"
#include "service/respond/decide.h"
#include "service/respond/propose.h"

/* ------------------------------------------------------------------------------------------------- 是正計画 */

/* The names of those who carry out a plan: tasks in person, else the role that has them. */
static struct str
who_does(const struct report_making *making, const struct report_case *c)
{
	const struct playbook *book = c->now.book;
	struct str_list roles = { 0 };

	for (size_t i = 0; i < c->now.play.tasks.count; i++) {
		const struct play_task *task = &book->tasks.items[c->now.play.tasks.items[i].task];
		struct str role = words_in(&book->roles.items[task->by].title, making->lang);
		bool there = false;

		if (c->now.play.tasks.items[i].state != TASK_OPEN)
			continue;
		for (size_t j = 0; j < roles.count && !there; j++)
			there = str_eq(roles.items[j], role);
		if (!there)
			list_push(making->arena, &roles, role);
	}
	return roles.count == 0 ? report_word(making, M("not decided")) : report_join(making, &roles);
}

/* What was accepted is not mended, and stands in the register of accepted risks. */
static bool
is_correction(const struct report_case *c)
{
	return (str_eq(c->playbook, STR("finding-response")) && !str_eq(c->state, STR("accepted"))) || str_eq(c->playbook, STR("mass-patching"));
}

static struct err *
correction_of_case(struct report_making *making, struct report_case *c, struct report_correction *view)
{
	const struct report_option_view *chosen;
	struct report_options options;
	struct respond_findings findings;
	struct report_correction_row row = { .casefile = c->number, .what = c->label, .unit = c->unit, .state = c->state_title, .due = c->due, .planned = DAY_NONE,
		.cost_yen = -1, .systems = report_names(making, &c->systems) };
	enum ledger_action worst = LEDGER_NO_ACTION;
	struct str name;

	TRY(report_case_findings(making, c, &findings));
	for (size_t i = 0; i < findings.count; i++)
		if (findings.items[i].closed_at == INSTANT_NONE) {
			row.findings++;
			worst = findings.items[i].finding.action < worst ? findings.items[i].finding.action : worst;
		}
	row.action = report_action(making, worst);
	row.who = c->sealed ? STR("") : who_does(making, c);
	TRY(report_plans(making, c, &options, NULL));
	row.cost_yen = c->sealed ? -1 : report_cost(c, &options, &name, &chosen);
	row.plan = options.count == 0 ? report_word(making, M("no plan yet")) : chosen == NULL ? report_word(making, M("not chosen yet"))
	    : arena_printf(making->arena, "%.*s %.*s", STR_ARG(name), STR_ARG(chosen->content));
	row.cost = report_yen(row.cost_yen, making->lang, making->arena);
	row.overdue = row.due != INSTANT_NONE && row.due < making->now;
	row.delay = row.overdue ? report_word(making, M("past its day")) : STR("");
	list_push(making->arena, &view->rows, row);
	return NULL;
}

/* What no case is about yet: nobody has it, and it is said so. */
static struct err *
corrections_proposed(struct report_making *making, struct report_correction *view)
{
	const struct respond_desk desk = { making->desk->cases, making->desk->home };
	struct case_proposal_list proposals;
	struct actor program = actor_program();

	program.lang = making->lang;
	TRY(respond_proposals(&desk, &program, making->now, making->arena, &proposals));
	for (size_t i = 0; i < proposals.proposals.count && view->rows.count < REPORT_ROWS; i++) {
		const struct case_proposal *p = &proposals.proposals.items[i];
		struct report_correction_row row = { .what = p->title, .unit = p->unit, .systems = report_names(making, &p->systems), .due = p->due, .planned = DAY_NONE,
			.action = report_word(making, finding_action_text(p->action)), .plan = report_word(making, M("no plan yet")), .who = report_word(making, M("not decided")),
			.state = report_word(making, M("no case yet")), .cost_yen = -1, .findings = p->findings };
		bool ours = making->scope.len == 0;

		for (size_t j = 0; j < p->systems.count && !ours; j++)
			for (size_t k = 0; k < making->standings.count && !ours; k++)
				ours = str_eq(p->systems.items[j], making->standings.items[k].name);
		if (!ours)
			continue;
		row.cost = report_yen(-1, making->lang, making->arena);
		row.overdue = p->due != INSTANT_NONE && p->due < making->now;
		row.delay = row.overdue ? report_word(making, M("past its day")) : STR("");
		list_push(making->arena, &view->rows, row);
	}
	return NULL;
}

struct err *
report_fill_correction(struct report_making *making, void *value)
{
	struct report_correction *view = value;
	int64_t overdue = 0, without = 0, unpriced = 0;

	TRY(report_load_cases(making));
	for (size_t i = 0; i < making->cases.count; i++)
		if (is_correction(&making->cases.items[i]))
			TRY(correction_of_case(making, &making->cases.items[i], view));
	TRY(corrections_proposed(making, view));
	for (size_t i = 0; i < view->rows.count; i++) {
		const struct report_correction_row *row = &view->rows.items[i];

		overdue += row->overdue;
		without += row->casefile.len == 0;
		unpriced += row->cost_yen < 0;
		if (row->cost_yen > 0 && __builtin_add_overflow(view->cost_yen, row->cost_yen, &view->cost_yen))
			view->cost_yen = INT64_MAX;
	}
	view->summary = report_say(making, M("{count} corrections: {overdue} are past their day, {without} have no case yet."), ARG_N("count", view->rows.count),
	    ARG_N("overdue", overdue), ARG_N("without", without));
	view->cost = report_yen(view->cost_yen, making->lang, making->arena);
	view->cost_words = unpriced == 0 ? STR("") : report_say(making, M("{count} of them are not estimated: they are not in this sum."), ARG_N("count", unpriced));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- 受容台帳 */

static const struct { struct str kind; const char *text; } kinds[] = {
	{ STR_INIT("accept"), M("accepted") }, { STR_INIT("defer"), M("deferred") }, { STR_INIT("not_affected"), M("called not affected") },
	{ STR_INIT("investigating"), M("under investigation") },
};

static struct err *
add_accepted(struct report_making *making, struct report_accepted *view, const struct decision_view *decision)
{
	struct str all = report_word(making, M("all"));
	struct report_accepted_row row = { .id = decision->id, .kind = decision->kind, .vulnerability = decision->vulnerability,
		.product = decision->product.len > 0 ? decision->product : all, .system = decision->system.len > 0 ? decision->system : all,
		.versions = decision->versions, .owner = decision->owner, .reason = decision->reason, .effect = decision->effect, .casefile = decision->casefile,
		.at = decision->at, .until = decision->until, .findings = decision->findings };

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(decision->kind, kinds[i].kind))
			row.kind = report_word(making, kinds[i].text);
	if (row.effect.len == 0)
		row.effect = report_word(making, M("not written down yet"));
	if (decision->review)
		row.state = report_word(making, M("to be looked at again: what it rested on has changed"));
	else if (decision->until != DAY_NONE && decision->until - making->today <= 30)
		row.state = report_say(making, M("ends in {days} days"), ARG_N("days", decision->until - making->today));
	else
		row.state = report_word(making, M("in force"));
	TRY(report_person(making, decision->owner, &row.owner));
	list_push(making->arena, &view->rows, row);
	return NULL;
}

struct err *
report_fill_accepted(struct report_making *making, void *value)
{
	struct report_accepted *view = value;
	struct decision_list_view list;
	int64_t review = 0, soon = 0;

	TRY(finding_decisions(making->ledger, making->actor, false, making->now, making->arena, &list));
	for (size_t i = 0; i < list.decisions.count; i++) {
		const struct decision_view *decision = &list.decisions.items[i];

		TRY(add_accepted(making, view, decision));
		review += decision->review;
		soon += decision->until != DAY_NONE && decision->until - making->today <= 30;
	}
	view->summary = report_say(making, M("{count} decisions are in force: {soon} end within 30 days, {review} are to be looked at again."),
	    ARG_N("count", list.decisions.count), ARG_N("soon", soon), ARG_N("review", review));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ 被害と費用の対比 */

static struct err *
price(struct report_making *making, const struct ledger_standing *standing, struct report_balance_row *row, int64_t *ret_unpriced)
{
	struct str_list numbers = { 0 }, plans = { 0 }, afters = { 0 };

	for (size_t i = 0; i < making->cases.count; i++) {
		const struct report_case *c = &making->cases.items[i];
		const struct report_option_view *chosen;
		struct report_options options;
		struct str name;
		int64_t cost;

		if (c->sealed || !is_correction(c) || !report_case_has_system(c, standing->name))
			continue;
		TRY(report_plans(making, c, &options, NULL));
		list_push(making->arena, &numbers, c->number);
		cost = report_cost(c, &options, &name, &chosen);
		if (chosen != NULL) {
			list_push(making->arena, &plans, arena_printf(making->arena, "%.*s %.*s", STR_ARG(name), STR_ARG(chosen->content)));
			list_push(making->arena, &afters, chosen->after);
		}
		if (cost >= 0)
			row->cost_yen = (row->cost_yen < 0 ? 0 : row->cost_yen) + cost;
	}
	*ret_unpriced += row->cost_yen < 0;
	row->casefile = numbers.count == 0 ? report_word(making, M("no case yet")) : report_join(making, &numbers);
	row->plan = plans.count == 0 ? report_word(making, M("no plan yet")) : report_join(making, &plans);
	row->after = afters.count == 0 ? report_word(making, M("cannot be told without a plan")) : report_join(making, &afters);
	return NULL;
}

static struct err *
add_balance(struct report_making *making, struct report_damage_cost *view, const struct ledger_standing *standing, int64_t *unpriced)
{
	const struct ledger_system *system = report_system(making, standing->system);
	struct report_balance_row row = { .system = standing->name, .service = system == NULL ? STR("") : system->service, .information = report_information(making, system),
		.action = report_action(making, standing->worst), .due = standing->due, .cost_yen = -1 };
	struct ledger_finding_list list;
	unsigned harms = 0, damage = 0;

	TRY(report_findings(making, standing->system, LEDGER_SCHEDULED, REPORT_ROWS, &list));
	for (size_t i = 0; i < list.rows.count; i++) {
		harms |= report_harms(&list.rows.items[i], making->arena);
		damage |= list.rows.items[i].finding.damage;
	}
	row.harm = report_harm_words(making, harms);
	row.damage = report_worst_level(damage) < 0 ? report_word(making, M("not known")) : report_word(making, damage_text((enum level)report_worst_level(damage)));
	TRY(price(making, standing, &row, unpriced));
	row.cost = report_yen(row.cost_yen, making->lang, making->arena);
	if (row.cost_yen > 0)
		view->cost_yen += row.cost_yen;
	list_push(making->arena, &view->rows, row);
	return NULL;
}

struct err *
report_fill_damage_cost(struct report_making *making, void *value)
{
	struct report_damage_cost *view = value;
	int64_t unpriced = 0;

	TRY(report_load_systems(making));
	TRY(report_load_cases(making));
	for (size_t i = 0; i < making->standings.count && view->rows.count < REPORT_ROWS; i++)
		if (making->standings.items[i].worst <= LEDGER_SCHEDULED)
			TRY(add_balance(making, view, &making->standings.items[i], &unpriced));
	view->cost = report_yen(view->cost_yen, making->lang, making->arena);
	view->summary = report_say(making, M("{count} systems have something to be mended; the responses that are estimated cost {cost} together, {unpriced} systems have no estimate."),
	    ARG_N("count", view->rows.count), ARG("cost", view->cost), ARG_N("unpriced", unpriced));
	return NULL;
}
