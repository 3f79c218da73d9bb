/*
 * effects.c - what the engine says came of an act, done in the ledger: states, tasks, fields, approvals, documents, deadlines.
 */
#include "base/catalogue.h"
#include "service/casefile/parts.h"

/* ---------------------------------------------------------------------------------------------- values */

struct err *
case_put_value(struct case_now *now, const struct actor *actor, size_t field, struct str text, struct play_cell cell, int64_t at,
    struct arena *arena)
{
	const struct play_field *asked = &now->book->fields.items[field];
	struct str compartment = now->book->compartments.items[asked->compartment];
	struct ledger_case_field put = { .name = asked->id, .compartment = compartment, .by = actor->account, .at = at };

	TRY(case_entry_in(now, actor->account, ENTRY_FIELD, asked->id, compartment, now->values[field].text, text, 0, at, arena));
	TRY(case_seal(now, compartment, arena_printf(arena, "field/%.*s", STR_ARG(asked->id)), text, arena, &put.content));
	put.revision = now->head.revision;
	TRY(ledger_case_field_put(now->desk->ledger, now->head.id, &put, arena));
	now->values[field] = (struct case_value){ text, put.revision, put.by, at };
	now->play.fields[field] = cell;
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- tasks */

/* Who does it in person: whoever alone has the part, as a person. */
static int64_t
sole_holder(const struct case_now *now, size_t role)
{
	int64_t holder = 0;

	for (size_t i = 0; i < now->people.parties.count; i++) {
		const struct party *party = &now->people.parties.items[i];

		if (party->role != role)
			continue;
		if (party->holder != HOLDER_ACCOUNT || holder != 0)
			return 0;
		holder = party->holder_id;
	}
	return holder;
}

/* There is one already: open, or done since the case came into its state. */
static bool
is_started(const struct case_now *now, size_t task, int64_t subject)
{
	for (size_t i = 0; i < now->play.tasks.count; i++) {
		const struct play_task_now *there = &now->play.tasks.items[i];

		if (there->task == task && there->subject == subject
		    && (there->state == TASK_OPEN || (there->state == TASK_DONE && there->started_at >= now->play.entered_at)))
			return true;
	}
	return false;
}

struct subject { int64_t id; struct str name, compartment; };

static struct err *
start_one(struct case_now *now, const struct actor *actor, size_t task, const struct subject *subject, int64_t at, struct arena *arena)
{
	static const struct calendar plain;
	const struct play_task *kind = &now->book->tasks.items[task];
	struct ledger_case_task put = { .casefile = now->head.id, .kind = kind->id, .role = now->book->roles.items[kind->by].id,
		.subject = subject->id, .compartment = subject->compartment, .owner = sole_holder(now, kind->by), .due = INSTANT_NONE,
		.started_at = at, .ended_at = INSTANT_NONE };

	if (kind->has_due)
		put.due = span_from(&kind->due, at, false, now->desk->calendar == NULL ? &plain : now->desk->calendar, now->play.next_maintenance);
	TRY(ledger_case_task_id(now->desk->ledger, arena, &put.id));
	TRY(case_seal(now, put.compartment, arena_printf(arena, "task/%lld", (long long)put.id), subject->name, arena, &put.subject_name));
	TRY(ledger_case_task_put(now->desk->ledger, &put, arena));
	TRY(case_entry_in(now, actor->account, ENTRY_TASK_STARTED, arena_printf(arena, "%.*s/%lld", STR_ARG(kind->id), (long long)put.id),
	    put.compartment, STR(""), subject->name, 0, at, arena));
	put.subject_name = subject->name;
	list_push(arena, &now->tasks, put);
	list_push(arena, &now->play.tasks, ((struct play_task_now){ .task = task, .subject = put.subject, .state = TASK_OPEN, .started_at = at }));
	return NULL;
}

struct subjects { LIST(struct subject) list; struct str compartment; struct arena *arena; };

static struct err *
take_subject(void *context, const struct ledger_case_subject *subject, struct arena *arena)
{
	struct subjects *subjects = context;

	(void)arena;
	list_push(subjects->arena, &subjects->list,
	    ((struct subject){ subject->id, arena_copy(subjects->arena, subject->name), subjects->compartment }));
	return NULL;
}

/* What the case is about of that kind: known to the ledger (systems and products also through findings), or a name only. */
static struct err *
subjects_of(const struct case_now *now, enum play_each each, struct arena *arena, struct subjects *ret_subjects)
{
	static const enum case_link kinds[] = {
		[EACH_SYSTEM] = LINK_SYSTEM, [EACH_PRODUCT] = LINK_PRODUCT, [EACH_UNIT] = LINK_UNIT, [EACH_VENDOR] = LINK_VENDOR,
	};
	struct subjects subjects = { .compartment = now->book->compartments.items[0], .arena = arena };
	bool by_ledger = each == EACH_SYSTEM || each == EACH_PRODUCT;

	if (each == EACH_ONE)
		list_push(arena, &subjects.list, ((struct subject){ 0, STR(""), subjects.compartment }));
	if (by_ledger)
		TRY(ledger_case_subjects(now->desk->ledger, now->head.id, kinds[each], take_subject, &subjects, arena));
	for (size_t i = 0; each != EACH_ONE && i < now->links.count; i++) {
		const struct ledger_case_link *link = &now->links.items[i];

		if (link->kind != kinds[each] || (by_ledger && link->target != 0))
			continue;
		list_push(arena, &subjects.list, ((struct subject){ link->target != 0 ? link->target : -link->id, link->content, link->compartment }));
	}
	*ret_subjects = subjects;
	return NULL;
}

struct err *
case_start_task(struct case_now *now, const struct actor *actor, size_t task, int64_t at, struct arena *arena, size_t *ret_count)
{
	struct subjects subjects;

	TRY(subjects_of(now, now->book->tasks.items[task].each, arena, &subjects));
	for (size_t i = 0; i < subjects.list.count; i++)
		if (!is_started(now, task, subjects.list.items[i].id))
			TRY(start_one(now, actor, task, &subjects.list.items[i], at, arena));
	*ret_count = subjects.list.count;
	return NULL;
}

struct err *
case_end_task(struct case_now *now, const struct actor *actor, size_t place, enum play_task_state state, struct str note, int64_t at,
    struct arena *arena)
{
	struct ledger_case_task *task = &now->tasks.items[place];

	task->state = state;
	task->ended_at = at;
	task->ended_by = actor->account;
	now->play.tasks.items[place].state = state;
	TRY(ledger_case_task_change(now->desk->ledger, task, arena));
	return case_entry_in(now, actor->account, state == TASK_DONE ? ENTRY_TASK_DONE : ENTRY_TASK_DROPPED,
	    arena_printf(arena, "%.*s/%lld", STR_ARG(task->kind), (long long)task->id), task->compartment, STR(""), note, 0, at, arena);
}

struct err *
case_drop_orphans(struct case_now *now, const struct actor *actor, int64_t at, struct arena *arena)
{
	for (size_t i = 0; i < now->play.tasks.count; i++) {
		enum play_each each = now->book->tasks.items[now->play.tasks.items[i].task].each;
		struct subjects subjects;
		bool there = false;

		if (each == EACH_ONE || now->play.tasks.items[i].state != TASK_OPEN)
			continue;
		TRY(subjects_of(now, each, arena, &subjects));
		for (size_t j = 0; j < subjects.list.count; j++)
			there = there || subjects.list.items[j].id == now->play.tasks.items[i].subject;
		if (!there)
			TRY(case_end_task(now, actor, i, TASK_DROPPED, STR(""), at, arena));
	}
	return NULL;
}

static struct err *
drop_tasks(struct case_now *now, const struct actor *actor, size_t task, int64_t at, struct arena *arena)
{
	for (size_t i = 0; i < now->play.tasks.count; i++)
		if (now->play.tasks.items[i].task == task && now->play.tasks.items[i].state == TASK_DROPPED && now->tasks.items[i].state == TASK_OPEN)
			TRY(case_end_task(now, actor, i, TASK_DROPPED, STR(""), at, arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ approvals */

struct err *
case_approval_set(struct case_now *now, const struct actor *actor, size_t approval, enum approval_state state, int64_t at,
    struct arena *arena)
{
	struct str name = now->book->approvals.items[approval].id;
	struct str was = str_of(enum_name(&approval_state_names, (int)now->play.approvals[approval]));
	struct str became = str_of(enum_name(&approval_state_names, (int)state));
	struct ledger_case_approval put = { name, state, actor->account, at };

	TRY(ledger_case_approval_put(now->desk->ledger, now->head.id, &put, arena));
	now->play.approvals[approval] = state;
	return case_entry_in(now, actor->account, ENTRY_APPROVAL, name, now->book->compartments.items[0], was, became, 0, at, arena);
}

/* What the engine has cleared already is still as it was in the ledger. */
static struct err *
clear_approval(struct case_now *now, const struct actor *actor, size_t approval, int64_t at, struct arena *arena)
{
	struct ledger_case_approval put = { now->book->approvals.items[approval].id, APPROVAL_NONE, actor->account, at };

	TRY(ledger_case_approval_put(now->desk->ledger, now->head.id, &put, arena));
	return case_entry_in(now, actor->account, ENTRY_APPROVAL, put.name, now->book->compartments.items[0], STR(""),
	    str_of(enum_name(&approval_state_names, APPROVAL_NONE)), 0, at, arena);
}

/* -------------------------------------------------------------------------------------------- effects */

static struct err *
start_task(struct case_now *now, const struct actor *actor, size_t task, int64_t at, struct arena *arena, struct str_list *said)
{
	struct str title = words_in(&now->book->tasks.items[task].title, actor->lang);
	size_t count;

	TRY(case_start_task(now, actor, task, at, arena, &count));
	if (said == NULL)
		return NULL;
	list_push(arena, said, count == 0
	    ? catalogue_say(arena, actor->lang, M("No task \"{title}\" was started: the case is about nothing it could be for; link a system, product, unit or vendor."), ARG("title", title))
	    : catalogue_say(arena, actor->lang, M("Tasks started: \"{title}\" ({count})."), ARG("title", title), ARG_N("count", count)));
	return NULL;
}

static struct err *
make_document(struct case_now *now, const struct actor *actor, size_t document, int64_t at, struct arena *arena, struct str_list *said)
{
	const struct case_hooks *hooks = now->desk->hooks;
	struct str title = words_in(&now->book->documents.items[document].title, actor->lang);

	if (hooks == NULL || hooks->make_document == NULL)
		return NULL;
	TRY(hooks->make_document(hooks->documents, now, document, actor, at, arena));
	if (said != NULL)
		list_push(arena, said, catalogue_say(arena, actor->lang, M("A document was made: \"{title}\"."), ARG("title", title)));
	return NULL;
}

static struct err *
apply(struct case_now *now, const struct actor *actor, const struct play_effect *effect, int64_t at, struct arena *arena, struct str_list *said)
{
	struct str first = now->book->compartments.items[0];

	switch (effect->kind) {
	case EFFECT_PROPOSED:
		return case_entry_in(now, actor->account, ENTRY_PROPOSED, now->book->moves.items[effect->at].id, first, STR(""), STR(""), 0, at, arena);
	case EFFECT_UNPROPOSED:
		return case_entry_in(now, actor->account, ENTRY_WITHDRAWN, now->book->moves.items[effect->at].id, first, STR(""), STR(""), 0, at, arena);
	case EFFECT_STATE:
		now->head.state = now->book->states.items[effect->at].id;
		return NULL;
	case EFFECT_START_TASK:
		return start_task(now, actor, effect->at, at, arena, said);
	case EFFECT_DROP_TASK:
		return drop_tasks(now, actor, effect->at, at, arena);
	case EFFECT_DOCUMENT:
		return make_document(now, actor, effect->at, at, arena, said);
	case EFFECT_CLEAR_FIELD:
		return case_put_value(now, actor, effect->at, STR(""), (struct play_cell){ .filled = PLAY_EMPTY }, at, arena);
	case EFFECT_CLEAR_APPROVAL:
		return clear_approval(now, actor, effect->at, at, arena);
	case EFFECT_MET:
		return case_entry_in(now, actor->account, ENTRY_DEADLINE, now->book->deadlines.items[effect->at].id, first, STR(""), STR("met"), 0,
		    at, arena);
	case EFFECT_CLOSED:
		now->head.is_open = false;
		now->head.closed_at = at;
		return NULL;
	case EFFECT_REOPENED:
		now->head.is_open = true;
		now->head.closed_at = INSTANT_NONE;
		return NULL;
	}
	return NULL;
}

struct err *
case_apply(struct case_now *now, const struct actor *actor, const struct play_effects *effects, int64_t at, struct arena *arena,
    struct str_list *said)
{
	for (size_t i = 0; i < effects->count; i++)
		TRY(apply(now, actor, &effects->items[i], at, arena, said));
	return NULL;
}

struct err *
case_after_move(struct case_now *now, size_t move, const struct actor *actor, int64_t at, struct arena *arena)
{
	const struct case_hooks *hooks = now->desk->hooks;

	if (hooks == NULL || hooks->moved == NULL)
		return NULL;
	return hooks->moved(hooks->context, now, move, actor, at, arena);
}
