/*
 * show.c - a case as one person may see it: the state, his fields, what he may do and why not, tasks, people, links, files, timeline.
 */
#include "base/catalogue.h"
#include "service/casefile/parts.h"
#include "service/casefile/share.h"
#include "store/ledger/people.h"

enum { TIMELINE_MOST = 2000 };      /* the latest; older ones stay in the ledger */

struct showing {
	const struct case_now *now;
	const struct actor    *actor;
	struct case_view      *view;
	int64_t                at;
	struct arena          *arena;
	struct play_outline    outline;
};

static struct str
name_of(const struct enum_names *names, int value)
{
	return str_of(enum_name(names, value));
}

/* ------------------------------------------------------------------------------------------- moves */

static void
show_move(const struct showing *showing, size_t place)
{
	const struct case_now *now = showing->now;
	const struct play_move *move = &now->book->moves.items[place];
	struct case_move_view *view = list_add(showing->arena, &showing->view->moves);
	struct play_refusals refusals = { 0 };

	view->id = move->id;
	view->title = words_in(&move->title, showing->actor->lang);
	view->to = words_in(&now->book->states.items[move->to].title, showing->actor->lang);
	view->two_person = move->two_person;
	view->proposed = now->play.proposed == place;
	view->reason = move->reason;
	view->onward = playbook_leads_on(&showing->outline, now->play.state, move);
	case_view_brings(now, showing->actor, place, showing->arena, &view->brings);
	view->may = play_may(now->book, &now->play, place, &now->actor, showing->arena, &refusals);
	case_refusals(now, showing->actor, &refusals, showing->arena, &view->why);
	if (move->by_program)
		list_push(showing->arena, &view->why,
		    catalogue_say(showing->arena, showing->actor->lang, M("The program makes this move by itself as soon as it may.")));
	if (view->may && now->book->states.items[move->to].final && now->head.is_open && !access_may(&now->access, RIGHT_CLOSE, 0)) {
		view->may = false;
		list_push(showing->arena, &view->why, catalogue_say(showing->arena, showing->actor->lang, M("It closes the case, which you may not do.")));
	}
}

static void
show_engine(const struct showing *showing)
{
	const struct case_now *now = showing->now;

	for (size_t i = 0; i < now->book->fields.count; i++)
		if (access_field(now->book, &now->access, i))
			case_view_field(now, showing->actor, &showing->outline, i, showing->arena, list_add(showing->arena, &showing->view->fields));
	case_view_stages(now, showing->actor, &showing->outline, showing->arena, showing->view);
	for (size_t i = 0; i < now->book->moves.count; i++)
		if (index_has(&now->book->moves.items[i].from, now->play.state))
			show_move(showing, i);
	for (size_t i = 0; i < now->book->approvals.count; i++) {
		struct case_approval_view *view = list_add(showing->arena, &showing->view->approvals);

		view->name = now->book->approvals.items[i].id;
		view->title = words_in(&now->book->approvals.items[i].title, showing->actor->lang);
		view->state = name_of(&approval_state_names, (int)now->play.approvals[i]);
		view->words = catalogue_say(showing->arena, showing->actor->lang, case_approval_text(now->play.approvals[i]));
		view->at = INSTANT_NONE;
	}
}

/* What else the playbook has that pages offer: papers that may be made now, parts that somebody may have. */
static void
show_offers(const struct showing *showing)
{
	const struct case_now *now = showing->now;
	enum lang lang = showing->actor->lang;

	for (size_t i = 0; i < now->book->documents.count; i++) {
		const struct play_document *document = &now->book->documents.items[i];

		if (access_may(&now->access, RIGHT_EDIT, document->compartment) && play_may_produce(now->book, &now->play, i, NULL, NULL))
			list_push(showing->arena, &showing->view->papers, ((struct case_choice_view){ document->id, words_in(&document->title, lang), false }));
	}
	for (size_t i = 0; i < now->book->roles.count; i++)
		list_push(showing->arena, &showing->view->roles,
		    ((struct case_choice_view){ now->book->roles.items[i].id, words_in(&now->book->roles.items[i].title, lang), false }));
}

/* ------------------------------------------------------------------------------------ tasks, deadlines */

void
case_view_task(const struct case_now *now, const struct actor *actor, size_t place, int64_t at, struct arena *arena,
    struct case_task_view *ret_view)
{
	static const char *const states[] = { [TASK_OPEN] = "open", [TASK_DONE] = "done", [TASK_DROPPED] = "dropped" };
	const struct ledger_case_task *task = &now->tasks.items[place];
	const struct play_task *kind = &now->book->tasks.items[now->play.tasks.items[place].task];
	struct play_refusals refusals = { 0 };
	struct case_task_view view = { .id = task->id, .number = now->head.number, .label = now->head.sealed ? now->head.neutral : now->title,
		.kind = kind->id, .title = words_in(&kind->title, actor->lang), .subject = task->subject_name,
		.role = words_in(&now->book->roles.items[kind->by].title, actor->lang),
		.owner = task->owner == 0 ? STR("") : case_who(now, task->owner, arena), .due = task->due,
		.overdue = task->state == TASK_OPEN && task->due != INSTANT_NONE && task->due < at, .state = str_of(states[task->state]),
		.started_at = task->started_at, .ended_at = task->ended_at,
		.ended_by = task->ended_at == INSTANT_NONE ? STR("") : case_who(now, task->ended_by, arena) };

	if (task->state == TASK_OPEN) {
		view.may = play_may_finish(now->book, &now->play, place, &now->actor, arena, &refusals);
		case_refusals(now, actor, &refusals, arena, &view.why);
	}
	*ret_view = view;
}

static void
show_tasks(const struct showing *showing)
{
	for (size_t i = 0; i < showing->now->tasks.count; i++)
		if (case_sees(showing->now, showing->now->tasks.items[i].compartment))
			case_view_task(showing->now, showing->actor, i, showing->at, showing->arena, list_add(showing->arena, &showing->view->tasks));
}

static void
show_deadline(const struct showing *showing, const struct play_due *due)
{
	const struct case_now *now = showing->now;
	const struct ledger_case_task *task = due->task_now == NO_INDEX ? NULL : &now->tasks.items[due->task_now];
	struct case_deadline_view *view;

	if (task != NULL && !case_sees(now, task->compartment))
		return;
	view = list_add(showing->arena, &showing->view->deadlines);
	if (due->deadline != NO_INDEX) {
		view->name = now->book->deadlines.items[due->deadline].id;
		view->title = words_in(&now->book->deadlines.items[due->deadline].title, showing->actor->lang);
	} else if (task != NULL) {
		view->name = task->kind;
		view->title = words_in(&now->book->tasks.items[now->play.tasks.items[due->task_now].task].title, showing->actor->lang);
		view->subject = task->subject_name;
	}
	view->due = task != NULL && task->due != INSTANT_NONE ? task->due : due->due;
	view->met = due->met;
	view->overdue = !due->met && view->due != INSTANT_NONE && view->due < showing->at;
}

static void
show_deadlines(const struct showing *showing)
{
	static const struct calendar plain;
	const struct calendar *calendar = showing->now->desk->calendar;
	struct play_dues dues = { 0 };

	play_deadlines(showing->now->book, &showing->now->play, calendar == NULL ? &plain : calendar, showing->arena, &dues);
	for (size_t i = 0; i < dues.count; i++)
		show_deadline(showing, &dues.items[i]);
}

/* ---------------------------------------------------------------------------------------------- people */

static struct err *
holder_name(const struct showing *showing, const struct ledger_party *party, struct str *ret_name)
{
	const struct playbook *book = showing->now->book;
	size_t place = 0;

	*ret_name = party->holder_name;
	if (party->holder == HOLDER_ROLE)
		*ret_name = catalogue_say(showing->arena, showing->actor->lang, office_text((unsigned)party->holder_id));
	if (party->holder != HOLDER_OUTSIDE)
		return NULL;
	for (size_t i = 0; i < book->roles.count; i++)
		if (str_eq(book->roles.items[i].id, party->role))
			place = case_part_compartment(book, i);
	return case_content(showing->now, book->compartments.items[place],
	    arena_printf(showing->arena, "party/%lld/name", (long long)party->id), party->name, showing->arena, ret_name, NULL);
}

static struct err *
show_people(const struct showing *showing)
{
	const struct playbook *book = showing->now->book;
	struct ledger_parties parties;

	TRY(ledger_case_parties(showing->now->desk->ledger, showing->now->head.id, showing->arena, &parties));
	for (size_t i = 0; i < parties.count; i++) {
		const struct ledger_party *party = &parties.items[i];
		struct case_party_view *view;

		if (party->withdrawn_at != INSTANT_NONE || !case_part_is_seen(book, &showing->now->access, party->role))
			continue;
		view = list_add(showing->arena, &showing->view->parties);
		view->role = party->role;
		for (size_t j = 0; j < book->roles.count; j++)
			if (str_eq(book->roles.items[j].id, party->role))
				view->title = words_in(&book->roles.items[j].title, showing->actor->lang);
		view->holder = name_of(&holder_names, (int)party->holder);
		TRY(holder_name(showing, party, &view->name));
	}
	return NULL;
}

/* --------------------------------------------------------------------------------- links, threads, files */

static void
show_links(const struct showing *showing)
{
	const struct case_now *now = showing->now;

	for (size_t i = 0; i < now->links.count; i++) {
		const struct ledger_case_link *link = &now->links.items[i];
		struct case_link_view *view;

		if (!case_sees(now, link->compartment))
			continue;
		view = list_add(showing->arena, &showing->view->links);
		*view = (struct case_link_view){ link->id, name_of(&case_link_names, (int)link->kind), link->target, link->content, link->at,
			case_who(now, link->by, showing->arena) };
	}
}

static struct err *
show_thread(void *context, const struct ledger_case_thread *thread, struct arena *arena)
{
	const struct showing *showing = context;
	struct case_thread_view *view;
	struct str title;

	if (!case_sees(showing->now, thread->compartment))
		return NULL;
	TRY(case_content(showing->now, thread->compartment, arena_printf(arena, "thread/%lld", (long long)thread->id), thread->title,
	    showing->arena, &title, NULL));
	view = list_add(showing->arena, &showing->view->threads);
	view->id = thread->id;
	view->title = arena_copy(showing->arena, title);
	view->compartment = arena_copy(showing->arena, thread->compartment);
	view->by = case_who(showing->now, thread->by, showing->arena);
	view->at = thread->at;
	view->messages = thread->messages;
	view->unread = thread->unread;
	return NULL;
}

static struct err *
show_file(void *context, const struct ledger_case_file *file, struct arena *arena)
{
	const struct showing *showing = context;

	(void)arena;
	if (!case_sees(showing->now, file->compartment))
		return NULL;
	return case_view_file(showing->now, file, showing->arena, list_add(showing->arena, &showing->view->files));
}

/* -------------------------------------------------------------------------------------------- timeline */

/* A field that is for some parts only is so in the timeline too. */
static bool
sees_entry(const struct case_now *now, const struct ledger_case_entry *entry)
{
	size_t field = entry->verb == ENTRY_FIELD ? case_field_find(now->book, entry->object) : NO_INDEX;

	return case_sees(now, entry->compartment) && (field == NO_INDEX || access_field(now->book, &now->access, field));
}

static struct err *
show_entry(void *context, const struct ledger_case_entry *entry, struct arena *arena)
{
	const struct showing *showing = context;

	(void)arena;
	if (!sees_entry(showing->now, entry))
		return NULL;
	return case_entry_words(showing->now, showing->actor, entry, showing->arena, list_add(showing->arena, &showing->view->timeline));
}

static struct err *
show_timeline(struct showing *showing)
{
	int64_t revision = showing->now->head.revision;

	return ledger_case_entries(showing->now->desk->ledger, showing->now->head.id, 0, revision > TIMELINE_MOST ? revision - TIMELINE_MOST : 0,
	    TIMELINE_MOST, show_entry, showing, showing->arena);
}

/* ------------------------------------------------------------------------------------------------ head */

static struct err *
unit_name(const struct showing *showing, int64_t unit, struct str *ret_name)
{
	struct ledger_units units;

	*ret_name = STR("");
	if (unit == 0)
		return NULL;
	TRY(ledger_units(showing->now->desk->ledger, showing->arena, &units));
	for (size_t i = 0; i < units.count; i++)
		if (units.items[i].id == unit)
			*ret_name = units.items[i].name;
	return NULL;
}

static struct err *
show_head(const struct showing *showing)
{
	const struct case_now *now = showing->now;
	const struct ledger_case *head = &now->head;
	struct case_view *view = showing->view;
	enum lang lang = showing->actor->lang;

	*view = (struct case_view){ .number = head->number, .label = head->sealed ? head->neutral : now->title, .title = now->title,
		.playbook = head->playbook, .playbook_title = words_in(&now->book->title, lang), .edition = head->edition, .state = head->state,
		.state_title = words_in(&now->book->states.items[now->play.state].title, lang), .open = head->is_open, .sealed = head->sealed,
		.tlp = name_of(&tlp_names, (int)head->tlp), .opened_at = head->opened_at, .entered_at = head->entered_at,
		.closed_at = head->closed_at, .revision = head->revision, .opened_by = case_who(now, head->opened_by, showing->arena) };
	if (now->play.proposed != NO_INDEX) {
		view->proposed = words_in(&now->book->moves.items[now->play.proposed].title, lang);
		view->proposed_by = case_who(now, now->play.proposed_by, showing->arena);
	}
	for (int i = 0; i < RIGHT_COUNT; i++)
		if ((now->access.rights & 1U << i) != 0)
			list_push(showing->arena, &view->rights, name_of(&right_names, i));
	if (!case_sees(now, now->book->compartments.items[0]))
		view->title = view->label = head->neutral;
	return unit_name(showing, head->unit, &view->unit);
}

struct err *
case_show(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct case_view *ret_view)
{
	struct case_view view;
	struct case_now loaded;
	struct showing showing = { .now = &loaded, .actor = actor, .view = &view, .at = now, .arena = arena };

	TRY(case_load(desk, actor, number, now, arena, &loaded));
	playbook_outline(loaded.book, arena, &showing.outline);
	TRY(show_head(&showing));
	show_engine(&showing);
	show_offers(&showing);
	show_tasks(&showing);
	show_deadlines(&showing);
	TRY(show_people(&showing));
	show_links(&showing);
	TRY(ledger_case_threads(desk->ledger, loaded.head.id, actor->account, show_thread, &showing, arena));
	TRY(ledger_case_files(desk->ledger, loaded.head.id, show_file, &showing, arena));
	TRY(show_timeline(&showing));
	*ret_view = view;
	return NULL;
}

struct err *
case_head_stand(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena, struct stand *ret_stand)
{
	struct case_now loaded;

	TRY(case_load(desk, actor, number, now, arena, &loaded));
	stand_put(ret_stand, "title", M("Title"), loaded.title, arena);
	stand_put_word(ret_stand, "tlp", M("How far it may be told (TLP)"), &tlp_names, str_of(enum_name(&tlp_names, (int)loaded.head.tlp)), arena);
	return NULL;
}
