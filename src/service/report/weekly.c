/*
 * weekly.c - 担当者（週次）: what is to be done, what changed and why, who has not answered, what ends soon, and that the sources were looked at.
 *
 * 該当なし is a result too: the turns of 確認当番 stand in it, also those in which nothing was relevant, and those that nobody took.
 */
#include "base/catalogue.h"
#include "domain/life/life.h"
#include "service/ask.h"
#include "service/finding.h"
#include "service/knowledge/heard.h"
#include "service/life.h"
#include "service/report/parts.h"
#include "service/respond/roster.h"
#include "service/watch/watch.h"

enum { WEEKLY_MONTHS = 12 };

/* -------------------------------------------------------------------------------------- remedies, crossings */

static struct err *
fill_remedies(struct report_making *making, struct report_weekly *view)
{
	struct remedies remedies;

	TRY(finding_remedies(making->desk->home, making->now, REMEDIES_MOST, making->arena, &remedies));
	for (size_t i = 0; i < remedies.list.count && i < REPORT_ROWS; i++) {
		const struct remedy_view *remedy = &remedies.list.items[i];

		list_push(making->arena, &view->remedies, ((struct report_remedy_row){ report_word(making, finding_action_text(remedy->action)), remedy->product,
		    finding_remedy_words(remedy, making->lang, making->arena), remedy->due, remedy->systems, remedy->findings, remedy->kev }));
	}
	return NULL;
}

static struct str
crossing_words(const struct report_making *making, const struct ledger_crossing *crossing)
{
	struct str now = report_action(making, crossing->action), before = report_action(making, crossing->action_before);
	struct str verdict = report_verdict(making, crossing->verdict);

	if (crossing->closed)
		return report_word(making, M("cleared"));
	if (crossing->verdict != crossing->verdict_before && !crossing->opened)
		return report_say(making, M("now {verdict}: {action}"), ARG("verdict", verdict), ARG("action", now));
	if (!crossing->opened)
		return report_say(making, M("{before} → {action}"), ARG("before", before), ARG("action", now));
	return report_say(making, M("{verdict}: {action}"), ARG("verdict", verdict), ARG("action", now));
}

static void
add_crossing(struct report_making *making, struct report_weekly *view, const struct ledger_crossing *crossing)
{
	struct ledger_vulnerability about = { .title_ja = crossing->title_ja, .title_en = crossing->title_en };
	struct report_crossing_row row = { .at = crossing->at, .finding = crossing->finding, .system = crossing->system, .unit = crossing->unit, .product = crossing->product,
		.vulnerability = crossing->vulnerability, .title = report_title(making, &about), .what = crossing_words(making, crossing),
		.cause = report_word(making, finding_cause_text(crossing->cause)) };

	if (crossing->opened)
		list_push(making->arena, &view->opened, row);
	else if (crossing->closed)
		list_push(making->arena, &view->closed, row);
	else
		list_push(making->arena, &view->changed, row);
}

static struct err *
fill_crossings(struct report_making *making, struct report_weekly *view)
{
	struct ledger_crossed crossed = { .since = view->since, .until = making->now, .most = REPORT_ROWS + 1 };
	struct ledger_crossings crossings;

	TRY(ledger_crossings(making->ledger, &crossed, making->arena, &crossings));
	for (size_t i = 0; i < crossings.count && i < REPORT_ROWS; i++)
		add_crossing(making, view, &crossings.items[i]);
	if (crossings.count > REPORT_ROWS)
		view->crossings_more = report_say(making, M("Only the first {count} changes stand here; \"finding list\" shows all."), ARG_N("count", REPORT_ROWS));
	return NULL;
}

/* 把握事項 of what is new. */
static struct err *
fill_known(struct report_making *making, struct report_weekly *view)
{
	struct report_named named[REPORT_ROWS];
	size_t count = view->opened.count < REPORT_ROWS ? view->opened.count : REPORT_ROWS;

	for (size_t i = 0; i < count; i++)
		named[i] = (struct report_named){ view->opened.items[i].vulnerability, view->opened.items[i].title };
	return report_items(making, named, count, ITEMS_ROWS, &view->known);
}

/* ------------------------------------------------------------------------------------------------ what texts say */

static struct str
name_word(const struct report_making *making, const struct enum_names *names, struct str name)
{
	int value;

	return enum_find(names, name, &value) ? report_word(making, names->words[value]) : name;
}

/* What says of attacks or public code, on something that is open here, and was not refused: what is attacked with where, then each sentence. */
static struct err *
fill_said(struct report_making *making, struct report_weekly *view)
{
	struct report_exploited_rows rows;
	struct heard_query query = { .ours = true, .most = 4 * REPORT_ROWS };
	struct heard_list list;

	TRY(report_exploited(making, REPORT_ROWS, REPORT_NAMES, &rows, &view->exploited_words));
	view->exploited = rows.list;
	TRY(heard_find(making->desk->home, making->ledger, &query, making->arena, &list));
	for (size_t i = 0; i < list.items.count && view->said.count < REPORT_ROWS; i++) {
		const struct heard_view *heard = &list.items.items[i];

		if (heard->open || (str_eq(heard->state, STR("confirmed")) && !str_eq(heard->level, STR("none"))))
			list_push(making->arena, &view->said, ((struct report_said_row){ heard->vulnerability, name_word(making, &report_exploitation_names, heard->level),
				name_word(making, &heard_state_names, heard->state), heard->issuer, heard->sentence, heard->at }));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ what is not answered */

static struct err *
fill_questions(struct report_making *making, struct report_weekly *view)
{
	const struct ledger_question_filter first = { .most = REPORT_ROWS };
	struct report report;
	struct str next;

	TRY(finding_questions_page(making->desk->home, &first, making->lang, making->arena, &report, &next));
	for (size_t i = 0; i < report.questions.count; i++) {
		const struct question_view *question = &report.questions.items[i];

		list_push(making->arena, &view->questions, ((struct report_question_row){ question->id, question->question, report_names(making, &question->systems),
		    report_word(making, finding_action_text(question->action)) }));
	}
	return NULL;
}

static const struct { struct str next; const char *text; } steps[] = {
	{ STR_INIT("wait"), M("wait") }, { STR_INIT("remind"), M("send a reminder") }, { STR_INIT("escalate"), M("cite the contract") },
	{ STR_INIT("escalated"), M("with who answers for the contract") },
};

static struct err *
fill_asked(struct report_making *making, struct report_weekly *view)
{
	struct ask_status status;

	TRY(ask_status(making->desk->home, making->now, making->arena, &status));
	for (size_t i = 0; i < status.asks.count; i++) {
		const struct ask_status_row *ask = &status.asks.items[i];
		struct report_asked_row row = { ask->number, ask->contractor, ask->due, ask->open, ask->overdue, report_word(making, finding_action_text(ask->worst)), ask->next };

		for (size_t j = 0; j < ARRAY_LEN(steps); j++)
			if (str_eq(ask->next, steps[j].next))
				row.next = report_word(making, steps[j].text);
		if (ask->open > 0)
			list_push(making->arena, &view->asked, row);
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- what ends soon */

static struct err *
fill_interims(struct report_making *making, struct report_weekly *view)
{
	TRY(report_load_cases(making));
	for (size_t i = 0; i < making->cases.count; i++) {
		const struct report_stop_view stop = report_stop(making, &making->cases.items[i]);
		struct report_interim_row row = { stop.casefile, stop.label, stop.interim, stop.interim_until, STR("") };

		if (stop.interim.len == 0)
			continue;
		if (stop.interim_until == DAY_NONE)
			row.state = report_word(making, M("no last day"));
		else if (stop.interim_until < making->today)
			row.state = report_word(making, M("past its day"));
		else
			row.state = report_say(making, M("in {days} days"), ARG_N("days", stop.interim_until - making->today));
		list_push(making->arena, &view->interims, row);
	}
	return NULL;
}

static struct err *
fill_life(struct report_making *making, struct report_weekly *view)
{
	struct life_rows rows;

	TRY(life_list(making->desk->home, WEEKLY_MONTHS, STR(""), making->now, making->arena, &rows));
	for (size_t i = 0; i < rows.rows.count && i < REPORT_ROWS; i++) {
		const struct life_row *row = &rows.rows.items[i];
		struct str note = row->replacement == DAY_NONE ? row->note : report_say(making, M("replacement planned on {day}"), ARG("day", day_format(row->replacement, making->arena)));
		int stage = LIFE_CANNOT_TELL;

		(void)enum_find(&life_stage_names, row->state, &stage);
		list_push(making->arena, &view->life, ((struct report_life_row){ row->system, row->product, row->version,
		    report_word(making, life_stage_text((enum life_stage)stage)), row->end, note, row->open }));
	}
	if (rows.cycles == 0)
		view->life_words = report_word(making, M("No list of ends of support has been taken in: this part cannot be told."));
	else if (rows.not_listed > 0)
		view->life_words = report_say(making, M("{count} products are in no list of ends of support; of {unnamed} of them nobody has confirmed what they are."),
		    ARG_N("count", rows.not_listed), ARG_N("unnamed", rows.unnamed));
	return NULL;
}

/* 確認済・該当なし, 取り上げた, 未確認 */
static struct err *
fill_turns(struct report_making *making, struct report_weekly *view)
{
	struct roster_proof_list_view proof;

	TRY(roster_proof(making->desk->cases, making->actor, instant_day(view->since, ZONE_JST), making->now, making->arena, &proof));
	for (size_t i = 0; i < proof.turns.count && i < REPORT_ROWS; i++) {
		const struct roster_proof_view *turn = &proof.turns.items[i];
		struct report_turn_row row = { turn->day, turn->source, STR(""), STR(""), turn->last, turn->taken_up };

		TRY(report_person(making, turn->person, &row.person));
		if (turn->closed_at == INSTANT_NONE)
			row.state = report_word(making, M("not checked"));
		else
			row.state = report_word(making, turn->taken_up.len > 0 ? M("checked, taken up") : M("checked, nothing relevant"));
		list_push(making->arena, &view->turns, row);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ watches */

static struct str
named(const struct report_making *making, const struct enum_names *names, struct str name)
{
	int value;

	return enum_find(names, name, &value) ? report_word(making, names->words[value]) : name;
}

/* Only what is new, with why; and when it was looked for, so that nothing new is not nothing looked at. */
static struct err *
fill_watched(struct report_making *making, struct report_weekly *view)
{
	struct watch_desk desk = { making->desk->home, making->desk->cases->ledger };
	struct watch_hits_view news;
	struct watch_list_view list;
	int64_t looked = INT64_MAX;

	TRY(watch_list(&desk, making->actor, making->arena, &list));
	TRY(watch_news(&desk, making->actor, view->since, REPORT_ROWS, making->lang, making->arena, &news));
	for (size_t i = 0; i < news.hits.count; i++) {
		const struct watch_hit_view *hit = &news.hits.items[i];

		list_push(making->arena, &view->watched, ((struct report_watch_row){ hit->at, hit->watch_name, hit->id, hit->title,
		    named(making, &watch_why_names, hit->why), hit->term, named(making, &watch_standing_names, hit->standing), named(making, &watch_need_names, hit->need) }));
	}
	for (size_t i = 0; i < list.watches.count; i++)
		if (list.watches.items[i].looked_at == INSTANT_NONE || list.watches.items[i].looked_at < looked)
			looked = list.watches.items[i].looked_at;
	if (list.watches.count == 0)
		view->watched_words = report_word(making, M("Nothing is watched."));
	else if (looked == INSTANT_NONE)
		view->watched_words = report_word(making, M("Some watches were not looked at yet: this part cannot be told in full."));
	else
		view->watched_words = report_say(making, M("{count} watches; all of them were looked at on {at} or later."), ARG_N("count", list.watches.count),
		    ARG("at", instant_words(looked, making->arena)));
	return NULL;
}

struct err *
report_fill_weekly(struct report_making *making, void *value)
{
	struct report_weekly *view = value;

	view->since = making->order->since != INSTANT_NONE ? making->order->since
	    : making->head->before != INSTANT_NONE ? making->head->before : making->now - 7 * INSTANT_DAY;
	TRY(fill_remedies(making, view));
	TRY(fill_crossings(making, view));
	TRY(fill_known(making, view));
	TRY(fill_said(making, view));
	TRY(fill_questions(making, view));
	TRY(fill_asked(making, view));
	TRY(fill_interims(making, view));
	TRY(fill_life(making, view));
	TRY(fill_turns(making, view));
	TRY(fill_watched(making, view));
	view->summary = report_say(making, M("Since {since}: {opened} new, {closed} cleared, {changed} judged anew. {questions} questions are open, {asked} requests are unanswered."),
	    ARG("since", instant_words(view->since, making->arena)), ARG_N("opened", view->opened.count), ARG_N("closed", view->closed.count),
	    ARG_N("changed", view->changed.count), ARG_N("questions", view->questions.count), ARG_N("asked", view->asked.count));
	return NULL;
}
