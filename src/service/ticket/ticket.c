/*
 * ticket.c - a ticket about a case: what is said in it, and its number as a link of the case.
 */
#include "base/buf.h"
#include "base/catalogue.h"
#include "format/ticket/ticket.h"
#include "service/ticket/parts.h"

enum { TEXT_MOST = 200 };      /* bytes of a title and of each name in the description */

static const struct field ticket_fields[] = {
	FIELD(struct ticket_view, link, FIELD_INT),
	FIELD(struct ticket_view, task, FIELD_INT),
	FIELD(struct ticket_view, tracker, FIELD_STR),
	FIELD(struct ticket_view, number, FIELD_STR),
	FIELD(struct ticket_view, href, FIELD_STR),
	FIELD(struct ticket_view, state, FIELD_STR),
	FIELD(struct ticket_view, closed, FIELD_BOOL),
	FIELD(struct ticket_view, told_at, FIELD_INSTANT),
};
static const struct schema ticket_schema = SCHEMA("ticket", struct ticket_view, ticket_fields);
static const struct field draft_fields[] = {
	FIELD(struct ticket_draft_view, tracker, FIELD_INT),
	FIELD(struct ticket_draft_view, name, FIELD_STR),
	FIELD(struct ticket_draft_view, kind, FIELD_STR),
	FIELD(struct ticket_draft_view, href, FIELD_STR),
	FIELD(struct ticket_draft_view, filled, FIELD_BOOL),
};
static const struct schema draft_schema = SCHEMA("ticket_draft", struct ticket_draft_view, draft_fields);
static const struct field page_fields[] = {
	FIELD(struct ticket_page_view, task, FIELD_INT),
	FIELD(struct ticket_page_view, title, FIELD_STR),
	FIELD(struct ticket_page_view, description, FIELD_STR),
	FIELD(struct ticket_page_view, due, FIELD_DAY),
	FIELD(struct ticket_page_view, may, FIELD_BOOL),
	FIELD_OF(struct ticket_page_view, drafts, FIELD_LIST, &draft_schema),
	FIELD_OF(struct ticket_page_view, tickets, FIELD_LIST, &ticket_schema),
};
const struct schema ticket_page_schema = SCHEMA("tickets", struct ticket_page_view, page_fields);

/* ------------------------------------------------------------------------------------- what is said in it */

/* Whole characters of one line. */
static struct str
cut(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	size_t at = 0, len;
	uint32_t point;

	while (at < text.len && out.len < TEXT_MOST && (len = str_point(text, at, &point)) > 0) {
		buf_add(&out, point < ' ' ? STR(" ") : str_sub(text, at, len));
		at += len;
	}
	return at < text.len ? arena_printf(arena, "%.*s…", STR_ARG(buf_str(&out))) : arena_copy(arena, buf_str(&out));
}

static const struct case_task_view *
find_task(const struct case_view *casefile, int64_t task)
{
	for (size_t i = 0; i < casefile->tasks.count; i++)
		if (casefile->tasks.items[i].id == task)
			return &casefile->tasks.items[i];
	return NULL;
}

/* The earliest that still runs. */
static int64_t
due_of(const struct case_view *casefile, const struct case_task_view *task)
{
	int64_t due = INSTANT_NONE;

	if (task != NULL)
		return task->due;
	for (size_t i = 0; i < casefile->deadlines.count; i++) {
		const struct case_deadline_view *deadline = &casefile->deadlines.items[i];

		if (!deadline->met && deadline->due != INSTANT_NONE && (due == INSTANT_NONE || deadline->due < due))
			due = deadline->due;
	}
	return due;
}

static void
add_line(struct buf *out, struct str line)
{
	buf_add(out, line);
	buf_add_char(out, '\n');
}

/* Systems, findings and what else the case is about; tickets are not. */
static void
add_links(struct buf *out, const struct case_view *casefile, enum lang lang, struct arena *arena)
{
	enum { LINKS_SHOWN = 10 };
	size_t shown = 0;

	for (size_t i = 0; i < casefile->links.count && shown < LINKS_SHOWN; i++) {
		const struct case_link_view *link = &casefile->links.items[i];
		int kind;

		if (!enum_find(&case_link_names, link->kind, &kind) || kind == LINK_TICKET)
			continue;
		add_line(out, arena_printf(arena, "- %s: %.*s", catalogue_text(lang, case_link_text((enum case_link)kind)), STR_ARG(cut(link->text, arena))));
		shown++;
	}
}

static struct str
describe(const struct case_view *casefile, const struct case_task_view *task, int64_t due, struct str address, enum lang lang, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	if (!casefile->sealed && task != NULL)
		add_line(&out, cut(casefile->title, arena));
	if (!casefile->sealed)
		add_links(&out, casefile, lang, arena);
	if (due != INSTANT_NONE)
		add_line(&out, catalogue_say(arena, lang, M("Due: {instant}"), ARG("instant", instant_format(due, ZONE_JST, arena))));
	if (address.len > 0)
		add_line(&out, arena_printf(arena, "%.*s/cases/%.*s", STR_ARG(address), STR_ARG(casefile->number)));
	add_line(&out, catalogue_say(arena, lang, M("Decisions, plans and consent stay with the case {number}."), ARG("number", casefile->number)));
	return arena_copy(arena, buf_str(&out));
}

/* Of a sealed case: its number and neutral label, and nothing of its tasks. */
static struct ticket_draft
draft_of(const struct case_view *casefile, const struct case_task_view *task, struct str address, enum lang lang, struct arena *arena)
{
	int64_t due = due_of(casefile, task);
	struct ticket_draft draft = { .due = due == INSTANT_NONE ? DAY_NONE : instant_day(due, ZONE_JST) };
	struct str what = casefile->sealed ? casefile->label : casefile->title;

	if (task != NULL && !casefile->sealed)
		what = task->subject.len == 0 ? task->title : arena_printf(arena, "%.*s: %.*s", STR_ARG(task->title), STR_ARG(task->subject));
	draft.title = arena_printf(arena, "[%.*s] %.*s", STR_ARG(casefile->number), STR_ARG(cut(what, arena)));
	draft.description = describe(casefile, task, due, address, lang, arena);
	return draft;
}

/* --------------------------------------------------------------------------------------------- as a page */

static void
add_drafts(const struct ledger_trackers *trackers, const struct ticket_draft *draft, struct arena *arena, struct ticket_page_view *view)
{
	for (size_t i = 0; i < trackers->count; i++) {
		const struct ledger_tracker *tracker = &trackers->items[i];
		struct ticket_draft_view one = { .tracker = tracker->id, .name = tracker->name, .kind = str_of(enum_name(&tracker_kind_names, (int)tracker->kind)) };

		if (tracker->ended_at != INSTANT_NONE)
			continue;
		one.href = tracker_new(tracker, draft, arena, &one.filled);
		list_push(arena, &view->drafts, one);
	}
}

static bool
is_linked(const struct case_view *casefile, int64_t link)
{
	for (size_t i = 0; i < casefile->links.count; i++)
		if (casefile->links.items[i].id == link)
			return true;
	return false;
}

/* Those whose link he sees. */
static struct err *
add_tickets(const struct case_desk *desk, const struct case_view *casefile, const struct ledger_trackers *trackers, struct arena *arena,
    struct ticket_page_view *view)
{
	struct ledger_tickets tickets;
	struct ledger_case head;

	TRY(ledger_case_find(desk->ledger, casefile->number, 0, arena, &head));
	TRY(ledger_tickets_of(desk->ledger, head.id, arena, &tickets));
	for (size_t i = 0; i < tickets.count; i++) {
		const struct ledger_ticket *ticket = &tickets.items[i];
		const struct ledger_tracker *tracker = tracker_of(trackers, ticket->tracker);

		if (tracker == NULL || !is_linked(casefile, ticket->link))
			continue;
		list_push(arena, &view->tickets, ((struct ticket_view){ ticket->link, ticket->task, tracker->name, ticket->number,
		    tracker->ended_at == INSTANT_NONE ? tracker_ticket(tracker, ticket->number, arena) : STR(""), ticket->state, ticket->closed != 0,
		    ticket->told_at }));
	}
	return NULL;
}

static bool
may_edit(const struct case_view *casefile)
{
	for (size_t i = 0; i < casefile->rights.count; i++)
		if (str_eq(casefile->rights.items[i], STR("edit")))
			return true;
	return false;
}

struct err *
ticket_show(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t task, struct str address, int64_t now,
    struct arena *arena, struct ticket_page_view *ret_view)
{
	struct ledger_trackers trackers;
	struct case_view casefile;
	struct ticket_draft draft;

	TRY(case_show(desk, actor, number, now, arena, &casefile));
	if (task != 0 && find_task(&casefile, task) == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no task {task}."), ARG("number", casefile.number), ARG_N("task", task));
	TRY(ledger_trackers(desk->ledger, arena, &trackers));
	draft = draft_of(&casefile, task == 0 ? NULL : find_task(&casefile, task), address, actor->lang, arena);
	*ret_view = (struct ticket_page_view){ .task = task, .title = draft.title, .description = draft.description, .due = draft.due,
		.may = may_edit(&casefile) };
	add_drafts(&trackers, &draft, arena, ret_view);
	return add_tickets(desk, &casefile, &trackers, arena, ret_view);
}

/* ------------------------------------------------------------------------------------------- its number */

struct putting { const struct ticket_order *order; const struct ledger_tracker *tracker; struct str number; };

static struct err *
put(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct putting *putting = context;
	struct ledger_ticket ticket = { .casefile = now->head.id, .task = putting->order->task, .tracker = putting->tracker->id, .number = putting->number };
	struct case_target target = { LINK_TICKET, arena_printf(arena, "%.*s %.*s", STR_ARG(putting->tracker->name), STR_ARG(putting->number)), STR("") };
	bool is_task = ticket.task == 0;

	for (size_t i = 0; i < now->tasks.count; i++)
		is_task = is_task || now->tasks.items[i].id == ticket.task;
	if (!is_task)
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no task {task}."), ARG("number", now->head.number), ARG_N("task", ticket.task));
	TRY(case_link_now(now, actor, &target, at, arena, &ticket.link));
	return ledger_ticket_put(now->desk->ledger, &ticket, arena);
}

static const enum ticket_from from_of[] = { [TRACKER_REDMINE] = TICKET_REDMINE, [TRACKER_BACKLOG] = TICKET_BACKLOG, [TRACKER_JIRA] = TICKET_JIRA };

struct err *
ticket_put(const struct case_desk *desk, const struct actor *actor, struct str number, const struct ticket_order *order, int64_t now, struct arena *arena)
{
	struct putting putting = { .order = order };
	struct ledger_trackers trackers;

	TRY(ledger_trackers(desk->ledger, arena, &trackers));
	putting.tracker = tracker_of(&trackers, order->tracker);
	if (putting.tracker == NULL || putting.tracker->ended_at != INSTANT_NONE)
		return err_new(arena, ERR_NOT_FOUND, M("There is no tracker {number}: \"tsukuroi ticket trackers\" lists them."), ARG_N("number", order->tracker));
	if (!ticket_number_is(from_of[putting.tracker->kind], order->number, arena, &putting.number))
		return err_new(arena, ERR_USAGE, putting.tracker->kind == TRACKER_REDMINE ? M("A ticket of Redmine has a number: #123.")
		    : M("A ticket there is called by its key: SEC-123."));
	return case_within(desk, actor, number, 0, now, put, &putting, arena);
}
