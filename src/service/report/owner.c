/*
 * owner.c - 原課向け: what may happen to their work, which plans there are, what stops, what they are asked for, and a draft of what residents are told.
 *
 * Guide 002, 2.2: 各担当課が対応を担うこと、停止するときは代替システムを用いてでも維持すべきサービスがあること. So every sentence is about a work and its users;
 * numbers of weaknesses stand in one table only, for whoever has to pass them on.
 */
#include "base/catalogue.h"
#include "service/finding.h"
#include "service/report/parts.h"

enum { OWNER_FINDINGS = 20, OWNER_QUESTIONS = 10 };

/* ------------------------------------------------------------------------------------------------- systems */

static struct str
network_words(const struct report_making *making, const struct ledger_system *system)
{
	return system->network_text.len > 0 ? system->network_text : report_word(making, M("not registered"));
}

/* One sentence a system: what may happen, to what; or that nobody can tell. */
static struct str
happens(const struct report_making *making, const struct report_owned_view *row, const struct ledger_standing *standing)
{
	const struct err_arg args[] = { ARG("system", row->system), ARG("service", row->service), ARG("harm", row->harm), ARG("information", row->information),
		ARG_N("findings", row->findings), ARG_N("undecided", row->undecided), { 0 } };

	if (standing->items == 0)
		return catalogue_say_args(making->arena, making->lang, M("{system}: which software it runs is not registered, so nothing can be said about it."), args);
	if (row->undecided == row->findings)
		return catalogue_say_args(making->arena, making->lang, M("{system} ({service}): whether {findings} weaknesses apply cannot be decided yet. If they do: {harm}. Information held: {information}."), args);
	return catalogue_say_args(making->arena, making->lang, M("{system} ({service}): {harm} may follow. Information held: {information}."), args);
}

static void
add_finding(struct report_making *making, struct report_owner *view, const struct ledger_finding_row *row)
{
	list_push(making->arena, &view->findings, ((struct report_finding_view){ .id = row->id, .system = row->system_name, .product = row->product_name,
	    .vulnerability = row->about.name, .title = report_title(making, &row->about),
	    .verdict = report_verdict(making, row->finding.verdict),
	    .action = report_action(making, row->finding.action), .harm = report_harm_words(making, report_harms(row, making->arena)),
	    .remedy = report_remedy(making, &row->finding), .why = making->lang == LANG_JA ? row->finding.why_ja : row->finding.why_en,
	    .due = row->finding.due, .overdue = row->finding.due != INSTANT_NONE && row->finding.due < making->now }));
}

static struct err *
add_system(struct report_making *making, struct report_owner *view, const struct ledger_standing *standing)
{
	const struct ledger_system *system = report_system(making, standing->system);
	struct report_owned_view row = { .system = standing->name, .unit = standing->unit, .action = report_action(making, standing->worst), .due = standing->due,
		.findings = standing->immediate + standing->out_of_cycle + standing->scheduled, .undecided = standing->undecided };
	struct ledger_finding_list list;
	unsigned harms = 0;

	TRY(report_findings(making, standing->system, LEDGER_SCHEDULED, REPORT_ROWS, &list));
	for (size_t i = 0; i < list.rows.count; i++) {
		harms |= report_harms(&list.rows.items[i], making->arena);
		if (view->findings.count < OWNER_FINDINGS)
			add_finding(making, view, &list.rows.items[i]);
	}
	row.harm = report_harm_words(making, harms);
	row.service = system == NULL || system->service.len == 0 ? standing->name : system->service;
	row.information = report_information(making, system);
	if (system != NULL) {
		row.owner = system->owner;
		row.network = network_words(making, system);
	}
	list_push(making->arena, &view->systems, row);
	if (row.findings > 0 || standing->items == 0)
		list_push(making->arena, &view->may_happen, happens(making, &row, standing));
	return NULL;
}

static struct err *
fill_systems(struct report_making *making, struct report_owner *view)
{
	int64_t all = 0, quiet = 0;

	TRY(report_load_systems(making));
	for (size_t i = 0; i < making->standings.count; i++) {
		TRY(add_system(making, view, &making->standings.items[i]));
		all += view->systems.items[i].findings;
		quiet += view->systems.items[i].findings == 0 && making->standings.items[i].items > 0;
	}
	if (quiet > 0)
		list_push(making->arena, &view->may_happen, report_say(making, M("{count} systems: of what could be judged, nothing needs a response now."), ARG_N("count", quiet)));
	if (all > (int64_t)view->findings.count)
		view->findings_more = report_say(making, M("The worst {shown} of {count} stand here."), ARG_N("shown", view->findings.count), ARG_N("count", all));
	return NULL;
}

static struct err *
fill_known(struct report_making *making, struct report_owner *view)
{
	struct report_named named[OWNER_FINDINGS];
	size_t count = view->findings.count < OWNER_FINDINGS ? view->findings.count : OWNER_FINDINGS;

	for (size_t i = 0; i < count; i++)
		named[i] = (struct report_named){ view->findings.items[i].vulnerability, view->findings.items[i].title };
	return report_items(making, named, count, ITEMS_ROWS, &view->known);
}

/* ------------------------------------------------------------------------------------- plans, stops, requests */

static struct str
says_case(const struct report_making *making, const struct report_case *c, const char *message)
{
	return catalogue_say_args(making->arena, making->lang, message, ERR_ARGS(ARG("number", c->number), ARG("label", c->label)));
}

static void
add_request(struct report_making *making, struct report_owner *view, struct str what, struct str number, int64_t by)
{
	list_push(making->arena, &view->requests, ((struct report_request_view){ what, number, by }));
}

/* What the owner unit has to answer in a case: its tasks, and the consent that is waited for. */
static void
ask_of_case(struct report_making *making, struct report_owner *view, const struct report_case *c)
{
	const struct playbook *book = c->now.book;

	for (size_t i = 0; i < c->now.play.tasks.count; i++) {
		const struct play_task_now *task = &c->now.play.tasks.items[i];
		const struct play_task *kind = &book->tasks.items[task->task];

		if (task->state == TASK_OPEN && str_eq(book->roles.items[kind->by].id, STR("owner")))
			add_request(making, view, arena_printf(making->arena, "%.*s: %.*s", STR_ARG(c->label), STR_ARG(words_in(&kind->title, making->lang))), c->number,
			    c->now.tasks.items[i].due);
	}
	for (size_t i = 0; i < book->approvals.count; i++)
		if (c->now.play.approvals[i] == APPROVAL_PENDING && str_eq(book->approvals.items[i].id, STR("consent")))
			add_request(making, view, says_case(making, c, M("{label}: your consent to the chosen plan")), c->number, c->due);
}

/* 住民向け告知文案: a draft that a person finishes. */
static void
add_notice(struct report_making *making, struct report_owner *view, const struct report_case *c, const struct report_stop_view *stop)
{
	struct str systems = report_names(making, &c->systems);
	const struct err_arg args[] = { ARG("systems", systems), ARG("from", report_instant(stop->from, making->lang, making->arena)),
		ARG("until", report_instant(stop->until, making->lang, making->arena)), ARG("substitute", stop->substitute), { 0 } };

	if (stop->from == INSTANT_NONE)
		return;
	list_push(making->arena, &view->notice, catalogue_say_args(making->arena, making->lang,
	    stop->until == INSTANT_NONE ? M("{systems} will be stopped from {from} so that it can be used safely. When it is available again will be announced.")
	    : M("{systems} will be stopped from {from} to {until} so that it can be used safely."), args));
	if (stop->substitute.len > 0)
		list_push(making->arena, &view->notice, catalogue_say_args(making->arena, making->lang, M("While it is stopped, please use: {substitute}."), args));
	list_push(making->arena, &view->notice, report_word(making, M("We apologise for the inconvenience and thank you for your understanding.")));
}

static struct err *
fill_cases(struct report_making *making, struct report_owner *view)
{
	TRY(report_load_cases(making));
	for (size_t i = 0; i < making->cases.count; i++) {
		const struct report_case *c = &making->cases.items[i];
		struct report_options options;
		struct report_stop_view stop;

		if (c->sealed)
			continue;
		TRY(report_plans(making, c, &options, NULL));
		for (size_t j = 0; j < options.count; j++)
			list_push(making->arena, &view->options, options.items[j]);
		stop = report_stop(making, c);
		if (stop.from != INSTANT_NONE || stop.interim.len > 0)
			list_push(making->arena, &view->stops, stop);
		ask_of_case(making, view, c);
		add_notice(making, view, c, &stop);
	}
	return NULL;
}

/* Questions of the ledger that only the owner unit can answer: how the system is used, what it holds. */
static struct err *
fill_questions(struct report_making *making, struct report_owner *view)
{
	struct report report = { 0 };
	size_t asked = 0;

	TRY(finding_questions(making->desk->home, making->lang, making->arena, &report));
	for (size_t i = 0; i < report.questions.count && asked < OWNER_QUESTIONS; i++) {
		const struct question_view *question = &report.questions.items[i];
		struct str_list ours = { 0 };

		for (size_t j = 0; j < question->systems.count; j++)
			for (size_t k = 0; k < view->systems.count; k++)
				if (str_eq(question->systems.items[j], view->systems.items[k].system))
					list_push(making->arena, &ours, question->systems.items[j]);
		/* What a product is or which version stands there, and sources, are for the desk. */
		if (ours.count == 0 || question->product.len > 0 || str_eq(question->kind, STR("source")))
			continue;
		asked++;
		add_request(making, view, report_say(making, M("{systems}: {question}"), ARG("systems", report_names(making, &ours)),
		    ARG("question", question->question)), STR(""), INSTANT_NONE);
	}
	return NULL;
}

struct err *
report_fill_owner(struct report_making *making, void *value)
{
	struct report_owner *view = value;

	TRY(fill_systems(making, view));
	TRY(fill_known(making, view));
	TRY(fill_cases(making, view));
	TRY(fill_questions(making, view));
	view->contact = making->desk->home->organisation.len == 0 ? making->actor->name
	    : arena_printf(making->arena, "%.*s %.*s", STR_ARG(making->desk->home->organisation), STR_ARG(making->actor->name));
	return NULL;
}
