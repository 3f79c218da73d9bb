/*
 * view_case.c - what any template may say of a case, whatever its playbook: number, state, what it is about, tasks, approvals, fields by their titles, timeline.
 */
#include "base/catalogue.h"
#include "format/yaml/yaml.h"
#include "service/document/parts.h"
#include "store/ledger/people.h"

static struct err *
account_name(const struct document_source *source, int64_t account, struct arena *arena, struct str *ret_name)
{
	struct ledger_account row;

	*ret_name = STR("");
	if (account == 0 || source->shape)
		return NULL;
	TRY(ledger_account_get(source->now->desk->ledger, account, arena, &row));
	*ret_name = row.name;
	return NULL;
}

static struct str
title_in(const struct document_source *source, const struct words *words)
{
	return words_in(words, source->lang);
}

static struct view *
view_named(struct str name, struct arena *arena)
{
	struct view *view = view_map(arena);

	view_put_text(view, STR("name"), name, arena);
	return view;
}

/* --------------------------------------------------------------------------------------------- what it is about */

static const struct { const char *list; const char *kind; } links[] = {
	[LINK_FINDING] = { "findings", M("Finding") }, [LINK_SYSTEM] = { "systems", M("System") }, [LINK_ADVISORY] = { "advisories", M("Advisory") },
	[LINK_CASE] = { "cases", M("Case") }, [LINK_TICKET] = { "tickets", M("Number elsewhere") }, [LINK_PRODUCT] = { "products", M("Product") },
	[LINK_VENDOR] = { "vendors", M("Product developer") }, [LINK_UNIT] = { "units", M("Unit") },
};

struct subjects { struct view *list; struct arena *arena; };

static struct err *
add_subject(void *context, const struct ledger_case_subject *subject, struct arena *arena)
{
	struct subjects *subjects = context;

	(void)arena;
	view_put(subjects->list, STR(""), view_named(arena_copy(subjects->arena, subject->name), subjects->arena), subjects->arena);
	return NULL;
}

/* Systems and products also by the findings the case is about. */
static struct err *
view_subjects(const struct document_source *source, enum case_link kind, struct arena *arena, struct view **ret_list)
{
	struct subjects subjects = { view_list(arena), arena };

	*ret_list = subjects.list;
	if (source->shape) {
		view_put(subjects.list, STR(""), view_named(STR("x"), arena), arena);
		return NULL;
	}
	return ledger_case_subjects(source->now->desk->ledger, source->now->head.id, kind, add_subject, &subjects, arena);
}

static void
put_links(const struct document_source *source, struct arena *arena, struct view *view)
{
	struct view *about = view_list(arena), *lists[ARRAY_LEN(links)];

	for (size_t i = 0; i < ARRAY_LEN(links); i++) {
		lists[i] = view_list(arena);
		view_put(view, str_of(links[i].list), lists[i], arena);
	}
	view_put(view, STR("about"), about, arena);
	for (size_t i = 0; i < source->now->links.count; i++) {
		const struct ledger_case_link *link = &source->now->links.items[i];
		struct view *entry;

		if (!source_has_compartment(source, link->compartment))
			continue;
		entry = view_named(link->content, arena);
		view_put_text(entry, STR("kind"), str_of(catalogue_text(source->lang, links[link->kind].kind)), arena);
		view_put(about, STR(""), entry, arena);
		view_put(lists[link->kind], STR(""), view_named(link->content, arena), arena);
	}
}

/* -------------------------------------------------------------------------------------- tasks, approvals, deadlines */

static const char *const task_states[] = { [TASK_OPEN] = M("in progress"), [TASK_DONE] = M("finished"), [TASK_DROPPED] = M("no longer needed") };

static struct err *
view_task(const struct document_source *source, size_t place, struct arena *arena, struct view *view)
{
	const struct ledger_case_task *task = &source->now->tasks.items[place];
	const struct play_task *kind = &source->now->book->tasks.items[source->now->play.tasks.items[place].task];
	struct str owner, ended_by;

	TRY(account_name(source, task->owner, arena, &owner));
	TRY(account_name(source, task->ended_by, arena, &ended_by));
	view_put_text(view, STR("title"), title_in(source, &kind->title), arena);
	view_put_text(view, STR("subject"), task->subject_name, arena);
	view_put_text(view, STR("role"), title_in(source, &source->now->book->roles.items[kind->by].title), arena);
	view_put_text(view, STR("owner"), owner, arena);
	view_put_text(view, STR("due"), paper_instant(task->due, source->lang, arena), arena);
	view_put_text(view, STR("state"), str_of(catalogue_text(source->lang, task_states[task->state])), arena);
	view_put_truth(view, STR("is_open"), task->state == TASK_OPEN, arena);
	view_put_truth(view, STR("is_done"), task->state == TASK_DONE, arena);
	view_put_text(view, STR("ended"), paper_instant(task->ended_at, source->lang, arena), arena);
	view_put_text(view, STR("ended_by"), ended_by, arena);
	return NULL;
}

static struct err *
put_tasks(const struct document_source *source, struct arena *arena, struct view *into)
{
	struct view *list = view_list(arena), *open = view_list(arena);

	for (size_t i = 0; i < source->now->tasks.count; i++) {
		struct view *view = view_map(arena);

		if (!source_has_compartment(source, source->now->tasks.items[i].compartment))
			continue;
		TRY(view_task(source, i, arena, view));
		view_put(list, STR(""), view, arena);
		if (source->now->tasks.items[i].state == TASK_OPEN)
			view_put(open, STR(""), view, arena);
	}
	view_put(into, STR("tasks"), list, arena);
	view_put(into, STR("open_tasks"), open, arena);
	return NULL;
}

static const char *const approval_states[] = {
	[APPROVAL_NONE] = M("not asked for"), [APPROVAL_PENDING] = M("waiting for approval"), [APPROVAL_GRANTED] = M("approved"),
	[APPROVAL_REFUSED] = M("turned down"),
};

static void
put_approvals(const struct document_source *source, struct arena *arena, struct view *into)
{
	struct view *list = view_list(arena), *by_name = view_map(arena);

	for (size_t i = 0; i < source->now->book->approvals.count; i++) {
		const struct play_approval *approval = &source->now->book->approvals.items[i];
		enum approval_state state = source->now->play.approvals[i];
		struct view *view = view_map(arena);

		view_put_text(view, STR("title"), title_in(source, &approval->title), arena);
		view_put_text(view, STR("state"), str_of(catalogue_text(source->lang, approval_states[state])), arena);
		view_put_truth(view, STR("is_granted"), state == APPROVAL_GRANTED, arena);
		view_put(list, STR(""), view, arena);
		view_put(by_name, approval->id, view, arena);
	}
	view_put(into, STR("approvals"), list, arena);
	view_put(into, STR("approval"), by_name, arena);
}

struct dues { struct view *all, *overdue, *by_name; };

static void
put_deadline(const struct document_source *source, const struct play_due *due, struct arena *arena, const struct dues *into)
{
	const struct play_deadline *deadline = &source->now->book->deadlines.items[due->deadline];
	bool overdue = !due->met && due->due != INSTANT_NONE && due->due < source->at;
	struct view *view = view_map(arena);

	view_put_text(view, STR("title"), title_in(source, &deadline->title), arena);
	view_put_text(view, STR("due"), paper_instant(due->due, source->lang, arena), arena);
	view_put_truth(view, STR("is_met"), due->met, arena);
	view_put_truth(view, STR("is_overdue"), overdue, arena);
	view_put(into->all, STR(""), view, arena);
	view_put(into->by_name, deadline->id, view, arena);
	if (overdue)
		view_put(into->overdue, STR(""), view, arena);
}

/* In a shape every one of them runs, and is late. */
static void
list_dues(const struct document_source *source, struct arena *arena, struct play_dues *dues)
{
	static const struct calendar plain;
	const struct case_desk *desk = source->now->desk;

	if (!source->shape)
		play_deadlines(source->now->book, &source->now->play, desk->calendar == NULL ? &plain : desk->calendar, arena, dues);
	for (size_t i = 0; source->shape && i < source->now->book->deadlines.count; i++)
		*list_add(arena, dues) = (struct play_due){ .deadline = i, .due = source->at - 1 };
}

static void
put_deadlines(const struct document_source *source, struct arena *arena, struct view *view)
{
	const struct dues into = { view_list(arena), view_list(arena), view_map(arena) };
	struct play_dues dues = { 0 };

	list_dues(source, arena, &dues);
	for (size_t i = 0; i < dues.count; i++)
		if (dues.items[i].deadline != NO_INDEX)
			put_deadline(source, &dues.items[i], arena, &into);
	view_put(view, STR("deadlines"), into.all, arena);
	view_put(view, STR("overdue"), into.overdue, arena);
	view_put(view, STR("deadline"), into.by_name, arena);
}

/* ------------------------------------------------------------------------------------------------ fields in general */

static void
put_cells(const struct play_field *field, const struct view *row, struct arena *arena, struct view *rows)
{
	struct view *view = view_map(arena), *cells = view_list(arena);

	for (size_t i = 0; i < field->columns.count; i++)
		view_put_text(cells, STR(""), view_find(row, field->columns.items[i].id)->text, arena);
	view_put(view, STR("cells"), cells, arena);
	view_put(rows, STR(""), view, arena);
}

static struct err *
put_field(const struct document_source *source, size_t place, struct arena *arena, struct view *list, struct view *tables)
{
	const struct play_field *field = &source->now->book->fields.items[place];
	struct str text = source->now->values[place].text;
	struct view *view = view_map(arena), *columns, *rows, *value;

	view_put_text(view, STR("title"), title_in(source, &field->title), arena);
	if (field->type != PLAY_ROWS) {
		TRY(view_value(source, field, text, arena, &value));
		view_put(view, STR("value"), value, arena);
		view_put(list, STR(""), view, arena);
		return NULL;
	}
	columns = view_list(arena);
	rows = view_list(arena);
	for (size_t i = 0; i < field->columns.count; i++)
		view_put_text(columns, STR(""), title_in(source, &field->columns.items[i].title), arena);
	TRY(view_rows(source, field, text, arena, &value));
	for (size_t i = 0; i < value->items.count; i++)
		put_cells(field, value->items.items[i], arena, rows);
	view_put(view, STR("columns"), columns, arena);
	view_put(view, STR("rows"), rows, arena);
	view_put(tables, STR(""), view, arena);
	return NULL;
}

/* Fields that are filled, by their titles; those of rows beside them as tables. */
static struct err *
put_fields(const struct document_source *source, struct arena *arena, struct view *into)
{
	struct view *list = view_list(arena), *tables = view_list(arena);

	for (size_t i = 0; i < source->now->book->fields.count; i++)
		if (source_has_field(source, i) && source->now->values[i].text.len > 0)
			TRY(put_field(source, i, arena, list, tables));
	view_put(into, STR("fields"), list, arena);
	view_put(into, STR("tables"), tables, arena);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- people, timeline */

static void
put_parties(const struct document_source *source, struct arena *arena, struct view *into)
{
	const struct playbook *book = source->now->book;
	struct view *list = view_list(arena);

	for (size_t i = 0; i < source->parties->count; i++) {
		const struct ledger_party *party = &source->parties->items[i];
		struct view *view = view_named(source->party_names[i], arena);

		if (party->withdrawn_at != INSTANT_NONE)
			continue;
		view_put_text(view, STR("role"), party->role, arena);
		for (size_t r = 0; r < book->roles.count; r++)
			if (str_eq(book->roles.items[r].id, party->role))
				view_put_text(view, STR("role"), title_in(source, &book->roles.items[r].title), arena);
		view_put(list, STR(""), view, arena);
	}
	view_put(into, STR("parties"), list, arena);
}

static void
put_timeline(const struct document_source *source, struct arena *arena, struct view *into)
{
	struct view *list = view_list(arena);

	for (size_t i = 0; i < source->seen->timeline.count; i++) {
		const struct case_entry_view *entry = &source->seen->timeline.items[i];
		struct view *view = view_map(arena);

		if (!source_has_compartment(source, entry->compartment))
			continue;
		view_put_text(view, STR("at"), paper_instant(entry->at, source->lang, arena), arena);
		view_put_text(view, STR("words"), entry->words, arena);
		view_put(list, STR(""), view, arena);
	}
	view_put(into, STR("timeline"), list, arena);
}

static struct err *
put_head(const struct document_source *source, struct arena *arena, struct view *into)
{
	const struct ledger_case *head = &source->now->head;
	struct str opened_by, unit = STR("");
	struct ledger_units units = { 0 };

	TRY(account_name(source, head->opened_by, arena, &opened_by));
	if (head->unit != 0 && !source->shape)
		TRY(ledger_units(source->now->desk->ledger, arena, &units));
	for (size_t i = 0; i < units.count; i++)
		if (units.items[i].id == head->unit)
			unit = units.items[i].name;
	view_put_text(into, STR("number"), head->number, arena);
	view_put_text(into, STR("title"), source->now->title, arena);
	view_put_text(into, STR("playbook"), title_in(source, &source->now->book->title), arena);
	view_put_text(into, STR("state"), title_in(source, &source->now->book->states.items[source->now->play.state].title), arena);
	view_put_text(into, STR("tlp"), arena_printf(arena, "TLP:%s", enum_name(&tlp_names, (int)head->tlp)), arena);
	view_put_text(into, STR("unit"), unit, arena);
	view_put_text(into, STR("opened"), paper_instant(head->opened_at, source->lang, arena), arena);
	view_put_text(into, STR("opened_by"), opened_by, arena);
	view_put_text(into, STR("closed"), paper_instant(head->closed_at, source->lang, arena), arena);
	view_put_truth(into, STR("is_open"), head->is_open, arena);
	view_put_truth(into, STR("is_sealed"), head->sealed, arena);
	return NULL;
}

/* {{#case.has.tasks}}: what stands around a list only when there is something in it. */
static void
put_has(struct arena *arena, struct view *view)
{
	struct view *has = view_map(arena);

	for (size_t i = 0; i < view->parts.count; i++)
		if (view->parts.items[i].value->kind == VIEW_LIST)
			view_put_truth(has, view->parts.items[i].name, view_is_true(view->parts.items[i].value), arena);
	view_put(view, STR("has"), has, arena);
}

struct err *
view_case(const struct document_source *source, struct arena *arena, struct view **ret_view)
{
	struct view *view = view_map(arena), *systems, *products;

	TRY(put_head(source, arena, view));
	put_links(source, arena, view);
	TRY(view_subjects(source, LINK_SYSTEM, arena, &systems));
	TRY(view_subjects(source, LINK_PRODUCT, arena, &products));
	view_put(view, STR("systems"), systems, arena);
	view_put(view, STR("products"), products, arena);
	TRY(view_known(source, arena, view));
	TRY(put_tasks(source, arena, view));
	put_approvals(source, arena, view);
	put_deadlines(source, arena, view);
	TRY(put_fields(source, arena, view));
	put_parties(source, arena, view);
	if (source->seen != NULL)
		put_timeline(source, arena, view);
	put_has(arena, view);
	*ret_view = view;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- 起案文 */

static void
put_steps(const struct approval_view *approval, enum lang lang, struct arena *arena, struct view *view)
{
	struct view *steps = view_list(arena), *acts = view_list(arena);

	for (size_t i = 0; i < approval->steps.count; i++) {
		const struct approval_step_view *step = &approval->steps.items[i];
		struct view *entry = view_map(arena);
		struct str who = STR(""), day = STR("");

		/* The last act at a step is what stands in its box. */
		for (size_t a = 0; a < approval->acts.count; a++)
			if (str_eq(approval->acts.items[a].step, step->id) || str_eq(approval->acts.items[a].step, step->title)) {
				who = approval->acts.items[a].by;
				day = paper_day(instant_day(approval->acts.items[a].at, ZONE_JST), lang, arena);
			}
		view_put_text(entry, STR("title"), step->title, arena);
		view_put_text(entry, STR("who"), who, arena);
		view_put_text(entry, STR("day"), day, arena);
		view_put(steps, STR(""), entry, arena);
	}
	for (size_t a = 0; a < approval->acts.count; a++) {
		const struct approval_act_view *act = &approval->acts.items[a];
		struct view *entry = view_map(arena);

		view_put_text(entry, STR("at"), paper_instant(act->at, lang, arena), arena);
		view_put_text(entry, STR("by"), act->by, arena);
		view_put_text(entry, STR("step"), act->step, arena);
		view_put_text(entry, STR("what"), act->what, arena);
		view_put_text(entry, STR("as"), act->as, arena);
		view_put_text(entry, STR("remark"), act->remark, arena);
		view_put(acts, STR(""), entry, arena);
	}
	view_put(view, STR("steps"), steps, arena);
	view_put(view, STR("acts"), acts, arena);
	view_put_truth(view, STR("has_acts"), view_is_true(acts), arena);
}

struct view *
view_approval(const struct document_source *source, struct arena *arena)
{
	const struct approval_view *approval = source->approval;
	struct view *view = view_map(arena);
	struct str outside = STR(""), day = STR("");

	if (approval == NULL) {
		view->kind = VIEW_NONE;
		return view;
	}
	for (size_t a = 0; a < approval->acts.count; a++)
		if (approval->acts.items[a].outside.len > 0) {
			outside = approval->acts.items[a].outside;
			day = paper_day(approval->acts.items[a].day, source->lang, arena);
		}
	view_put_text(view, STR("title"), approval->title, arena);
	view_put_text(view, STR("route"), approval->route_title, arena);
	view_put_text(view, STR("number"), outside, arena);
	view_put_text(view, STR("decided_on"), day, arena);
	put_steps(approval, source->lang, arena, view);
	return view;
}
