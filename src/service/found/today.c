#include "service/found/today.h"

#include <stdlib.h>
#include "base/catalogue.h"
#include "base/clock.h"
#include "service/ask.h"
#include "service/finding.h"
#include "service/criteria/edition.h"
#include "service/found/weakness.h"
#include "service/judge.h"
#include "service/notice/notice.h"
#include "service/respond/approval.h"
#include "service/watch/watch.h"
#include "store/ledger/event.h"

enum { LOOKED_AT = 400, NAMES_SHOWN = 2 };
enum { DESK_OFFICES = OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_ADMINISTRATOR };

static const char *const kind_words[] = { "remedy", "question", "task", "approval", "inquiry", "notice" };
static const char *const kind_titles[] = { M("to mend"), M("question"), M("task"), M("approval"), M("inquiry"), M("Notice") };
static const struct enum_names kind_names = ENUM_WORDS(kind_words, kind_titles);

static const struct field item_fields[] = {
	FIELD_WORD(struct today_item, kind, &kind_names),
	FIELD(struct today_item, what, FIELD_STR),
	FIELD(struct today_item, about, FIELD_STR),
	FIELD(struct today_item, who, FIELD_STR),
	FIELD_WORD(struct today_item, action, &report_action_names),
	FIELD(struct today_item, due, FIELD_INSTANT),
	FIELD(struct today_item, due_words, FIELD_STR),
	FIELD(struct today_item, due_state, FIELD_STR),
	FIELD(struct today_item, href, FIELD_STR),
};
static const struct schema item_schema = SCHEMA("today_item", struct today_item, item_fields);
static const struct field step_fields[] = {
	FIELD(struct today_step, title, FIELD_STR),
	FIELD(struct today_step, hint, FIELD_STR),
	FIELD(struct today_step, href, FIELD_STR),
	FIELD(struct today_step, done, FIELD_BOOL),
	FIELD(struct today_step, next, FIELD_BOOL),
};
static const struct schema step_schema = SCHEMA("today_step", struct today_step, step_fields);
static const struct field watch_fields[] = {
	FIELD(struct today_watch, id, FIELD_INT),
	FIELD(struct today_watch, name, FIELD_STR),
	FIELD(struct today_watch, unread, FIELD_INT),
};
static const struct schema watch_schema = SCHEMA("today_watch", struct today_watch, watch_fields);
static const struct field fields[] = {
	FIELD(struct today_view, first_steps, FIELD_BOOL),
	FIELD_OF(struct today_view, steps, FIELD_LIST, &step_schema),
	FIELD_OF(struct today_view, items, FIELD_LIST, &item_schema),
	FIELD(struct today_view, beyond, FIELD_INT),
	FIELD(struct today_view, more, FIELD_BOOL),
	FIELD(struct today_view, immediate, FIELD_INT),
	FIELD(struct today_view, kev, FIELD_INT),
	FIELD(struct today_view, undecided, FIELD_INT),
	FIELD(struct today_view, questions, FIELD_INT),
	FIELD(struct today_view, since, FIELD_INSTANT),
	FIELD(struct today_view, opened, FIELD_INT),
	FIELD(struct today_view, closed, FIELD_INT),
	FIELD(struct today_view, changed, FIELD_INT),
	FIELD(struct today_view, news, FIELD_BOOL),
	FIELD(struct today_view, at, FIELD_INSTANT),
	FIELD(struct today_view, generation, FIELD_STR),
	FIELD_OF(struct today_view, checked, FIELD_STRUCT, &checked_view_schema),
	FIELD(struct today_view, unregistered, FIELD_INT),
	FIELD(struct today_view, has_unregistered, FIELD_BOOL),
	FIELD(struct today_view, has_not_judged, FIELD_BOOL),
	FIELD_OF(struct today_view, stale, FIELD_LIST, &source_view_schema),
	FIELD(struct today_view, may_assess, FIELD_BOOL),
	FIELD(struct today_view, has_stale, FIELD_BOOL),
	FIELD(struct today_view, judging, FIELD_BOOL),
	FIELD_OF(struct today_view, watches, FIELD_LIST, &watch_schema),
	FIELD(struct today_view, unread, FIELD_INT),
	FIELD(struct today_view, has_unread, FIELD_BOOL),
};
const struct schema today_schema = SCHEMA("today", struct today_view, fields);

struct gathering {
	const struct respond_desk *desk;
	const struct actor        *actor;
	int64_t                    now;
	enum lang                  lang;
	struct arena              *arena;
	struct today_view         *view;
	int64_t                questions;      /* that are open */
};

static void
add_item(struct gathering *g, struct today_item item)
{
	item.due_words = due_in_words(item.due, g->now, g->lang, g->arena);
	item.due_state = due_state(item.due, g->now);
	list_push(g->arena, &g->view->items, item);
}

/* -------------------------------------------------------------------------------------------- notices */

enum { NOTICES_LOOKED_AT = 20 };

/* Whether there is a patch is looked at on the day that was said; and what notices are asked of systems and wait for. */
static struct err *
gather_notices(struct gathering *g)
{
	struct notice_desk desk = { g->desk->home, g->desk->cases };
	struct notice_list_view list;
	struct notice_counts counts;

	TRY(notice_list(&desk, g->actor, &(struct notice_query){ .kind = -1, .due = true, .most = NOTICES_LOOKED_AT }, g->now, g->arena, &list));
	for (size_t i = 0; i < list.notices.count; i++) {
		const struct notice_row_view *row = &list.notices.items[i];

		add_item(g, (struct today_item){ .kind = STR("notice"), .what = catalogue_say(g->arena, g->lang, M("Look whether there is a patch: {number}"),
		    ARG("number", row->number)), .about = row->title, .due = day_instant(row->look_on + 1, ZONE_JST) - INSTANT_SECOND,
		    .href = arena_printf(g->arena, "/knowledge/notices/%.*s", STR_ARG(row->number)) });
	}
	TRY(notice_counts(&desk, g->now, g->arena, &counts));
	if (counts.open > 0)
		add_item(g, (struct today_item){ .kind = STR("notice"), .due = INSTANT_NONE, .href = STR("/questions"),
		    .what = catalogue_say(g->arena, g->lang, M("Does what notices tell of hold here? Systems that have not answered: {count}"), ARG_N("count", counts.open)) });
	return NULL;
}

/* ------------------------------------------------------------------------------------------- remedies */

/* Open findings by what mends them, as far as the most urgent ones go. */
struct pending { const struct ledger_finding_row *first; struct str_list systems; };
struct pendings { struct pending *items; size_t count, room; };

static bool
same_remedy(const struct ledger_finding_row *a, const struct ledger_finding_row *b)
{
	if (a->finding.remedy != b->finding.remedy || !str_eq(a->finding.remedy_target, b->finding.remedy_target))
		return false;
	return a->finding.remedy == LEDGER_REMEDY_UPDATE || a->finding.product == b->finding.product;
}

static struct pending *
pending_of(struct pendings *list, const struct ledger_finding_row *row, struct arena *arena)
{
	for (size_t i = 0; i < list->count; i++)
		if (same_remedy(list->items[i].first, row))
			return &list->items[i];
	list_push(arena, list, ((struct pending){ .first = row }));
	return &list->items[list->count - 1];
}

static struct str
systems_words(const struct str_list *systems, enum lang lang, struct arena *arena)
{
	struct str names = arena_join(arena, systems->items, systems->count < NAMES_SHOWN ? systems->count : NAMES_SHOWN,
	    str_of(catalogue_text(lang, M(", "))));

	if (systems->count <= NAMES_SHOWN)
		return names;
	return catalogue_say(arena, lang, M("{names} and {count} more"), ARG("names", names), ARG_N("count", (int64_t)(systems->count - NAMES_SHOWN)));
}

static void
add_pending(struct gathering *g, const struct pending *pending)
{
	const struct ledger_finding_row *row = pending->first;
	struct remedy_view remedy = { .kind = str_of(enum_name(&ledger_remedy_names, (int)row->finding.remedy)), .target = row->finding.remedy_target,
		.product = row->product_name, .restart = str_of(enum_name(&answer_names, (int)row->finding.restart)) };
	struct str words = finding_remedy_words(&remedy, g->lang, g->arena);

	add_item(g, (struct today_item){ .kind = STR("remedy"), .what = row->finding.remedy == LEDGER_REMEDY_UPDATE ? words
	    : catalogue_say(g->arena, g->lang, M("{product}: {remedy}"), ARG("product", row->product_name), ARG("remedy", words)),
	    .about = systems_words(&pending->systems, g->lang, g->arena), .who = row->owner.len > 0 ? row->owner : row->unit,
	    .action = finding_action_name(row->finding.action), .due = row->finding.due,
	    .href = arena_printf(g->arena, "/findings/%lld", (long long)row->id) });
}

static bool
is_covered(const struct ledger_case_covers *covers, int64_t finding)
{
	for (size_t i = 0; i < covers->count; i++)
		if (covers->items[i].finding == finding)
			return true;
	return false;
}

static struct err *
gather_remedies(struct gathering *g)
{
	struct ledger_filter filter = LEDGER_FILTER_ALL;
	struct ledger *ledger = g->desk->cases->ledger;
	struct ledger_case_covers covers;
	struct ledger_finding_list list;
	struct pendings pendings = { 0 };

	filter.action_least = LEDGER_SCHEDULED;
	filter.hide_decided = true;
	filter.now = g->now;
	filter.most = LOOKED_AT;
	TRY(ledger_case_covered(ledger, 0, g->arena, &covers));
	TRY(ledger_findings(ledger, &filter, g->arena, &list));
	for (size_t i = 0; i < list.rows.count; i++) {
		const struct ledger_finding_row *row = &list.rows.items[i];
		struct pending *pending;

		if (row->finding.verdict == LEDGER_PROVIDER || row->finding.remedy == LEDGER_REMEDY_ANSWER || is_covered(&covers, row->id))
			continue;
		pending = pending_of(&pendings, row, g->arena);
		if (!str_is_one_of(row->system_name, pending->systems.items, pending->systems.count))
			list_push(g->arena, &pending->systems, row->system_name);
	}
	for (size_t i = 0; i < pendings.count; i++)
		add_pending(g, &pendings.items[i]);
	return NULL;
}

/* ------------------------------------------------------------------------------- questions and inquiries */

static struct err *
gather_questions(struct gathering *g)
{
	struct report report = { 0 };

	TRY(finding_questions_about(g->desk->cases->ledger, &(struct ledger_question_filter){ .most = TODAY_MOST }, g->lang, g->arena, &report));
	g->view->questions = g->questions;
	for (size_t i = 0; i < report.questions.count; i++) {
		const struct question_view *question = &report.questions.items[i];
		struct str_list systems = question->systems;

		add_item(g, (struct today_item){ .kind = STR("question"), .what = question->question, .about = systems_words(&systems, g->lang, g->arena),
		    .action = question->action, .due = INSTANT_NONE, .href = arena_printf(g->arena, "/questions#q%lld", (long long)question->id) });
	}
	return NULL;
}

static struct err *
gather_inquiries(struct gathering *g)
{
	struct ask_status status;

	TRY(ask_status(g->desk->home, g->now, g->arena, &status));
	for (size_t i = 0; i < status.asks.count; i++) {
		const struct ask_status_row *row = &status.asks.items[i];

		if (row->overdue < 1)
			continue;
		add_item(g, (struct today_item){ .kind = STR("inquiry"), .what = catalogue_say(g->arena, g->lang,
		    M("{contractor} has not answered inquiry {number}: {open} lines"), ARG("contractor", row->contractor), ARG_N("number", row->number),
		    ARG_N("open", row->open)), .about = row->contractor, .action = row->worst, .due = day_instant(row->due + 1, ZONE_JST),
		    .href = arena_printf(g->arena, "/asks/%lld", (long long)row->number) });
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------ tasks and approvals */

static struct err *
gather_tasks(struct gathering *g)
{
	struct task_query query = { .mine = true, .most = 50 };
	struct approval_list_view approvals = { 0 };
	struct task_list_view tasks = { 0 };

	TRY(task_list(g->desk->cases, g->actor, &query, g->now, g->arena, &tasks));
	for (size_t i = 0; i < tasks.tasks.count; i++) {
		const struct case_task_view *task = &tasks.tasks.items[i];

		add_item(g, (struct today_item){ .kind = STR("task"), .what = task->title, .about = arena_printf(g->arena, "%.*s %.*s%s%.*s",
		    STR_ARG(task->number), STR_ARG(task->label), task->subject.len > 0 ? " / " : "", STR_ARG(task->subject)), .who = task->owner, .due = task->due,
		    .href = arena_printf(g->arena, "/cases/%.*s", STR_ARG(task->number)) });
	}
	TRY(approval_list(g->desk, g->actor, true, g->now, g->arena, &approvals));
	for (size_t i = 0; i < approvals.approvals.count; i++) {
		const struct approval_view *approval = &approvals.approvals.items[i];

		add_item(g, (struct today_item){ .kind = STR("approval"), .what = approval->title, .about = arena_printf(g->arena, "%.*s %.*s",
		    STR_ARG(approval->casefile), STR_ARG(approval->label)), .who = g->actor->name, .due = INSTANT_NONE,
		    .href = arena_printf(g->arena, "/cases/%.*s", STR_ARG(approval->casefile)) });
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ watches */

/* What is new on each of his watches, until he has read it. */
static struct err *
gather_watches(struct gathering *g)
{
	struct watch_desk desk = { g->desk->home, g->desk->cases->ledger };
	struct watch_list_view list;

	TRY(watch_list(&desk, g->actor, g->arena, &list));
	for (size_t i = 0; i < list.watches.count; i++) {
		const struct watch_view *watch = &list.watches.items[i];

		if (watch->unread > 0)
			list_push(g->arena, &g->view->watches, ((struct today_watch){ watch->id, watch->name, watch->unread }));
	}
	g->view->unread = list.unread;
	g->view->has_unread = list.unread > 0;
	return NULL;
}

/* Editions of that kind that wait for this executive's agreement. */
static struct err *
gather_editions(struct gathering *g, struct str kind, const char *what)
{
	struct edition_list list;

	TRY(edition_list(g->desk->cases->ledger, g->actor, kind, g->now, g->arena, &list));
	for (size_t i = 0; i < list.editions.count; i++) {
		const struct edition_view *edition = &list.editions.items[i];

		if (edition->may_agree)
			add_item(g, (struct today_item){ .kind = STR("approval"), .what = catalogue_say(g->arena, g->lang,
			    what, ARG_N("id", edition->id)), .about = edition->reason, .who = g->actor->name,
			    .due = day_instant(edition->since, ZONE_JST), .href = arena_printf(g->arena, "/settings/%.*s/%lld", STR_ARG(kind), (long long)edition->id) });
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ order */

/* Worst first: what is Immediate or past; an approval, which keeps others waiting, as what is out of cycle. */
static int
rank_of(const struct today_item *item)
{
	static const char *const ranks[] = { "immediate", "out_of_cycle", "scheduled", "defer" };

	if (str_eq(item->due_state, STR("overdue")))
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(ranks); i++)
		if (str_eq(item->action, str_of(ranks[i])))
			return (int)i + (str_eq(item->kind, STR("question")) ? 1 : 0);
	return 1;
}

static int
by_urgency(const void *a, const void *b)
{
	const struct today_item *x = a, *y = b;
	int64_t due_x = x->due == INSTANT_NONE ? INT64_MAX : x->due, due_y = y->due == INSTANT_NONE ? INT64_MAX : y->due;

	if (rank_of(x) != rank_of(y))
		return rank_of(x) - rank_of(y);
	return due_x != due_y ? (due_x > due_y) - (due_x < due_y) : str_cmp(x->what, y->what);
}

static void
keep_ten(struct today_view *view)
{
	if (view->items.count > 1)
		qsort(view->items.items, view->items.count, sizeof(*view->items.items), by_urgency);
	if (view->items.count <= TODAY_MOST)
		return;
	view->beyond = (int64_t)view->items.count - TODAY_MOST;
	view->more = true;
	view->items.count = TODAY_MOST;
}

/* ------------------------------------------------------------------------------------- how things stand */

static struct err *
stand(struct gathering *g, int64_t since)
{
	struct ledger_weakness_filter all = LEDGER_WEAKNESS_ALL;
	struct ledger_event_counts news;
	struct ledger_weakness_counts counts;
	struct today_view *view = g->view;
	struct ledger *ledger = g->desk->cases->ledger;

	all.now = g->now;
	TRY(ledger_weakness_counts(ledger, &all, g->arena, &counts));
	view->immediate = counts.action[LEDGER_IMMEDIATE];
	view->kev = counts.kev;
	view->undecided = counts.undecided;
	TRY(ledger_event_counts(ledger, since, g->now, g->arena, &news));
	view->since = since;
	view->opened = news.opened;
	view->closed = news.closed;
	view->changed = news.changed;
	view->news = news.opened + news.closed + news.changed > 0;
	return NULL;
}

static struct err *
add_sources(struct gathering *g, bool *ret_any)
{
	struct kb *kb KB_SCOPE = NULL;
	struct report report = { 0 };
	struct judge judge;

	TRY(home_kb(g->desk->home->path, g->arena, &kb));
	TRY(judge_open(kb, g->now, g->arena, &judge));
	judge_sources(&judge, g->arena, &report);
	*ret_any = report.sources.count > 0;
	for (size_t i = 0; i < report.sources.count; i++)
		if (!str_eq(report.sources.items[i].state, STR("fresh")))
			list_push(g->arena, &g->view->stale, report.sources.items[i]);
	return NULL;
}

/* ① knowledge ② systems ③ what runs on them ④ judged. */
static void
add_steps(struct gathering *g, const struct ledger_stock *stock, bool judged, bool knowledge)
{
	const struct { const char *title, *hint, *href; bool done; } steps[] = {
		{ M("Take in what is known of vulnerabilities"), M("From the files of the feeds, or a bundle from a machine that can reach them."), "/knowledge", knowledge },
		{ M("Register the systems"), M("From the ledger you have, as it is: a sheet with free names will do."), "/imports", stock->systems },
		{ M("Take in what runs on them"), M("Files collected on computers, SBOMs, screens of network devices, or sheets of contractors."), "/imports",
		    stock->installations },
		{ M("See what applies"), M("Everything is judged, and what cannot be told becomes questions."), "/findings", judged },
	};
	bool before = true;

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		g->view->first_steps = g->view->first_steps || !steps[i].done;
		list_push(g->arena, &g->view->steps, ((struct today_step){ str_of(catalogue_text(g->lang, steps[i].title)),
		    str_of(catalogue_text(g->lang, steps[i].hint)), str_of(steps[i].href), steps[i].done, before && !steps[i].done }));
		before = before && steps[i].done;
	}
}

static struct err *
add_totals(struct gathering *g)
{
	struct today_view *view = g->view;
	struct ledger *ledger = g->desk->cases->ledger;
	struct ledger_stock stock;
	struct ledger_judging judging;
	struct ledger_totals totals;
	bool knowledge;

	TRY(ledger_stock(ledger, g->arena, &stock));
	TRY(ledger_totals_last(ledger, g->arena, &totals));
	TRY(ledger_judging(ledger, g->arena, &judging, &view->judging));
	TRY(add_sources(g, &knowledge));
	add_steps(g, &stock, totals.last.generation.len > 0, knowledge);
	view->at = totals.last.at;
	view->generation = totals.last.generation;
	view->checked = (struct checked_view){ .components = totals.tally.items, .affected = totals.tally.affected,
		.not_affected = totals.tally.not_affected, .unknown = totals.tally.undecided, .not_judged = totals.tally.items - totals.tally.judged };
	view->unregistered = stock.unregistered;
	g->questions = stock.questions;
	view->has_stale = view->stale.count > 0;
	view->has_unregistered = view->unregistered > 0;
	view->has_not_judged = view->checked.not_judged > 0;
	return NULL;
}

struct err *
today_for(const struct respond_desk *desk, const struct actor *actor, int64_t since, int64_t now, enum lang lang, struct arena *arena,
    struct today_view *ret_view)
{
	struct today_view view = { 0 };
	struct gathering g = { desk, actor, now, lang, arena, &view };

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	view.may_assess = (actor->offices & DESK_OFFICES) != 0;
	if (actor->offices != 0) {      /* who has none sees what is his alone */
		TRY(add_totals(&g));
		TRY(stand(&g, since));
	}
	if (view.may_assess) {
		TRY(gather_remedies(&g));
		TRY(gather_inquiries(&g));
	}
	if ((actor->offices & (DESK_OFFICES | OFFICE_OWNER)) != 0)
		TRY(gather_questions(&g));
	if (view.may_assess)
		TRY(gather_notices(&g));
	TRY(gather_tasks(&g));
	TRY(gather_watches(&g));
	TRY(gather_editions(&g, EDITION_CRITERIA, M("Agree to edition {id} of the criteria")));
	TRY(gather_editions(&g, EDITION_SSVC, M("Agree to edition {id} of the SSVC table")));
	keep_ten(&view);
	*ret_view = view;
	return NULL;
}
