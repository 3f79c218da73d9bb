#include "domain/playbook/say.h"

#include <assert.h>

/* ------------------------------------------------------------------------------------------ begins */

void
play_begin(const struct playbook *book, int64_t now, struct arena *arena, struct play_case *ret_case)
{
	*ret_case = (struct play_case){
		.opened_at = now,
		.entered_at = now,
		.fields = ARENA_ARRAY(arena, struct play_cell, book->fields.count),
		.approvals = ARENA_ARRAY(arena, enum approval_state, book->approvals.count),
		.deadlines_met = ARENA_ARRAY(arena, bool, book->deadlines.count),
		.deadlines_passed = ARENA_ARRAY(arena, struct fact, book->deadlines.count),
		.proposed = NO_INDEX,
		.next_maintenance = INSTANT_NONE,
	};
}

/* ------------------------------------------------------------------------------------ may it be so */

/* What is asked of one act: the case as facts, and where refusals go. The facts are worked out when the first rule asks. */
struct asking {
	const struct playbook   *book;
	const struct play_case  *now;
	const struct play_actor *actor;
	struct refusing          to;
	struct fact              facts[RULE_FACTS];
};

static struct words
state_titles(const struct playbook *book, const struct index_list *states, struct arena *arena)
{
	struct words titles[64];

	for (size_t i = 0; i < states->count; i++)
		titles[i] = book->states.items[states->items[i]].title;
	return words_listed(titles, states->count, arena);
}

static void
ask_state(struct asking *ask, const struct index_list *states)
{
	if (index_has(states, ask->now->state))
		return;
	if (ask->to.list == NULL)
		ask->to.refused = true;
	else
		refuse(&ask->to, M("The case is in \"{state}\"; this can be done in {states}."),
		    { "state", ask->book->states.items[ask->now->state].title },
		    { "states", state_titles(ask->book, states, ask->to.arena) });
}

static bool
has_role(const struct play_actor *actor, size_t role)
{
	return !actor->program && (actor->roles >> role & 1) != 0;
}

static void
ask_roles(struct asking *ask, const struct index_list *roles, bool program)
{
	struct words titles[64];

	if (ask->actor->program && program)
		return;
	for (size_t i = 0; i < roles->count; i++) {
		if (has_role(ask->actor, roles->items[i]))
			return;
		titles[i] = ask->book->roles.items[roles->items[i]].title;
	}
	if (ask->to.list == NULL)
		ask->to.refused = true;
	else if (roles->count == 0)
		refuse(&ask->to, M("The program does this by itself, as soon as it may."));
	else
		refuse(&ask->to, M("Only {roles} can do this."), { "roles", words_listed(titles, roles->count, ask->to.arena) });
}

/* A rule that must be true. What is false, and what is not known, is said with the facts it hangs on. */
static void
ask_rule(struct asking *ask, const struct rule *rule)
{
	uint64_t open;
	enum truth truth;

	if (rule == NULL)
		return;
	truth = rule_eval(rule, ask->facts, &open);
	if (truth == TRUTH_TRUE)
		return;
	if (ask->to.list == NULL)
		ask->to.refused = true;
	else if (truth == TRUTH_UNKNOWN)
		refuse(&ask->to, M("Whether this may be done cannot be told while this is not known: {facts}."),
		    { "facts", facts_names(ask->book, open, ask->to.arena) });
	else
		refuse(&ask->to, M("The condition for this is not met ({facts})."),
		    { "facts", facts_words(ask->book, ask->facts, rule_facts(rule), ask->to.arena) });
}

/* A guard holds until its condition is known to be false. */
static void
ask_guards(struct asking *ask, size_t move, size_t document)
{
	for (size_t i = 0; i < ask->book->guards.count; i++) {
		const struct play_guard *guard = &ask->book->guards.items[i];
		uint64_t open;
		enum truth truth;

		if (!index_has(&guard->forbids, move) && !index_has(&guard->hides, document))
			continue;
		truth = rule_eval(guard->when, ask->facts, &open);
		if (truth == TRUTH_FALSE)
			continue;
		if (ask->to.list == NULL)
			ask->to.refused = true;
		else if (truth == TRUTH_TRUE)
			refuse(&ask->to, M("\"{guard}\" forbids this ({facts})."), { "guard", guard->title },
			    { "facts", facts_words(ask->book, ask->facts, rule_facts(guard->when), ask->to.arena) });
		else
			refuse(&ask->to, M("\"{guard}\" forbids this while it is not known: {facts}."), { "guard", guard->title },
			    { "facts", facts_names(ask->book, open, ask->to.arena) });
	}
}

static bool
is_filled(const struct play_case *now, size_t field)
{
	return now->fields[field].filled == PLAY_FILLED;
}

static void
ask_fields(struct asking *ask, const struct play_move *move)
{
	for (size_t i = 0; i < ask->book->fields.count; i++) {
		const struct play_field *field = &ask->book->fields.items[i];
		bool needed = (field->obliged >> move->to & 1) != 0 || index_has(&move->needs, i);

		if (!needed || is_filled(ask->now, i))
			continue;
		if (ask->now->fields[i].filled == PLAY_REFUSED)
			refuse(&ask->to, M("\"{field}\" holds what it cannot hold."), { "field", field->title });
		else
			refuse(&ask->to, M("\"{field}\" must be filled first."), { "field", field->title });
	}
}

static void
ask_approvals(struct asking *ask, const struct play_move *move)
{
	static const char *const messages[] = {
		[APPROVAL_NONE] = M("\"{approval}\" has not been asked for yet."),
		[APPROVAL_PENDING] = M("\"{approval}\" has not been granted yet."),
		[APPROVAL_REFUSED] = M("\"{approval}\" was refused."),
	};

	for (size_t i = 0; i < move->approvals.count; i++) {
		enum approval_state state = ask->now->approvals[move->approvals.items[i]];

		if (state != APPROVAL_GRANTED)
			refuse(&ask->to, messages[state], { "approval", ask->book->approvals.items[move->approvals.items[i]].title });
	}
}

/* Open tasks of this kind keep the move waiting: it says so, or they are obligatory and would lose their state. */
static bool
holds_up(const struct playbook *book, const struct play_move *move, size_t kind)
{
	const struct play_task *task = &book->tasks.items[kind];

	if (index_has(&move->tasks, kind))
		return true;
	return !task->optional && !index_has(&task->in, move->to) && !index_has(&move->drops, kind);
}

static size_t
open_tasks(const struct play_case *now, size_t kind)
{
	size_t count = 0;

	for (size_t i = 0; i < now->tasks.count; i++)
		count += now->tasks.items[i].task == kind && now->tasks.items[i].state == TASK_OPEN;
	return count;
}

static void
ask_tasks(struct asking *ask, const struct play_move *move)
{
	for (size_t i = 0; i < ask->book->tasks.count; i++) {
		size_t open = holds_up(ask->book, move, i) ? open_tasks(ask->now, i) : 0;
		struct str count;

		if (open == 0)
			continue;
		if (ask->to.list == NULL) {
			ask->to.refused = true;
			return;
		}
		count = arena_printf(ask->to.arena, "%zu", open);
		refuse(&ask->to, M("\"{task}\" is not done yet ({count} open)."), { "task", ask->book->tasks.items[i].title },
		    { "count", { count, count } });
	}
}

static void
ask_second(struct asking *ask, size_t at)
{
	const struct play_move *move = &ask->book->moves.items[at];

	if (move->two_person && ask->now->proposed == at && ask->now->proposed_by == ask->actor->account)
		refuse(&ask->to, M("You proposed this: another person must confirm it."));
}

static void
asking_begin(struct asking *ask, const struct playbook *book, const struct play_case *now, const struct play_actor *actor,
    struct arena *arena, struct play_refusals *refusals)
{
	ask->book = book;
	ask->now = now;
	ask->actor = actor;
	ask->to = (struct refusing){ refusals, arena, false };
}

bool
play_may(const struct playbook *book, const struct play_case *now, size_t at, const struct play_actor *actor, struct arena *arena,
    struct play_refusals *refusals)
{
	const struct play_move *move = &book->moves.items[at];
	struct asking ask;

	asking_begin(&ask, book, now, actor, arena, refusals);
	ask_state(&ask, &move->from);
	ask_roles(&ask, &move->by, move->by_program);
	ask_second(&ask, at);
	ask_fields(&ask, move);
	ask_approvals(&ask, move);
	ask_tasks(&ask, move);
	if (ask.to.refused && refusals == NULL)
		return false;
	play_facts(book, now, ask.facts);
	ask_rule(&ask, move->when);
	ask_guards(&ask, at, NO_INDEX);
	return !ask.to.refused;
}

bool
play_may_produce(const struct playbook *book, const struct play_case *now, size_t document, struct arena *arena,
    struct play_refusals *refusals)
{
	struct asking ask;

	asking_begin(&ask, book, now, NULL, arena, refusals);
	play_facts(book, now, ask.facts);
	ask_guards(&ask, NO_INDEX, document);
	return !ask.to.refused;
}

bool
play_may_fill(const struct playbook *book, const struct play_case *now, size_t at, bool empties, const struct play_actor *actor,
    struct arena *arena, struct play_refusals *refusals)
{
	const struct play_field *field = &book->fields.items[at];
	struct asking ask;

	asking_begin(&ask, book, now, actor, arena, refusals);
	if (book->states.items[now->state].final)
		refuse(&ask.to, M("The case is closed (\"{state}\"): reopen it first."), { "state", book->states.items[now->state].title });
	if (field->by.count > 0 && !actor->program)
		ask_roles(&ask, &field->by, false);
	if (empties && (field->obliged >> now->state & 1) != 0)
		refuse(&ask.to, M("\"{field}\" must not be empty in \"{state}\"."), { "field", field->title },
		    { "state", book->states.items[now->state].title });
	return !ask.to.refused;
}

bool
play_may_finish(const struct playbook *book, const struct play_case *now, size_t at, const struct play_actor *actor, struct arena *arena,
    struct play_refusals *refusals)
{
	const struct play_task_now *one = &now->tasks.items[at];
	const struct play_task *task = &book->tasks.items[one->task];
	size_t by = task->by;
	struct asking ask;

	asking_begin(&ask, book, now, actor, arena, refusals);
	if (one->state != TASK_OPEN)
		refuse(&ask.to, M("This task is not open any more."));
	ask_state(&ask, &task->in);
	ask_roles(&ask, &(struct index_list){ .items = &by, .count = 1 }, task->done_when != NULL);
	facts_of_task(book, now, one, ask.facts);
	ask_rule(&ask, task->done_when);
	return !ask.to.refused;
}

/* ------------------------------------------------------------------------------------ what comes of it */

struct making {
	const struct playbook *book;
	struct play_case      *now;
	struct arena          *arena;
	struct play_effects   *effects;
};

static void
effect(const struct making *make, enum play_effect_kind kind, size_t at)
{
	list_push(make->arena, make->effects, ((struct play_effect){ kind, at }));
}

static void
effect_each(const struct making *make, enum play_effect_kind kind, const struct index_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		effect(make, kind, list->items[i]);
}

static bool
is_met_by_leaving(const struct play_deadline *deadline)
{
	return deadline->met_by == NO_INDEX && deadline->met_by_field == NO_INDEX;
}

/* Met are those that the move itself meets, and those whose states it ends; those of the state it leads to begin anew. */
static void
turn_deadlines(const struct making *make, size_t move, size_t from, size_t to, const struct fact *facts)
{
	for (size_t i = 0; i < make->book->deadlines.count; i++) {
		const struct play_deadline *deadline = &make->book->deadlines.items[i];
		bool ran = index_has(&deadline->in, from), runs = index_has(&deadline->in, to);
		bool met = deadline->met_by == move || (is_met_by_leaving(deadline) && !runs);

		if (ran && met && !make->now->deadlines_met[i] && (deadline->when == NULL || rule_eval(deadline->when, facts, NULL) != TRUTH_FALSE)) {
			make->now->deadlines_met[i] = true;
			effect(make, EFFECT_MET, i);
		}
		if (runs && !ran && (deadline->from == DUE_ENTERED || is_met_by_leaving(deadline)))
			make->now->deadlines_met[i] = false;
	}
}

static void
drop_tasks(const struct making *make, const struct play_move *move)
{
	for (size_t kind = 0; kind < make->book->tasks.count; kind++) {
		bool dropped = false;

		if (index_has(&make->book->tasks.items[kind].in, move->to) && !index_has(&move->drops, kind))
			continue;
		for (size_t i = 0; i < make->now->tasks.count; i++) {
			struct play_task_now *task = &make->now->tasks.items[i];

			if (task->task != kind || task->state != TASK_OPEN)
				continue;
			task->state = TASK_DROPPED;
			dropped = true;
		}
		if (dropped)
			effect(make, EFFECT_DROP_TASK, kind);
	}
}

/* What was agreed on is not what is there any more. */
static void
ask_anew(const struct making *make, size_t field)
{
	for (size_t i = 0; i < make->book->approvals.count; i++) {
		if (make->now->approvals[i] == APPROVAL_NONE || !index_has(&make->book->approvals.items[i].of, field))
			continue;
		make->now->approvals[i] = APPROVAL_NONE;
		effect(make, EFFECT_CLEAR_APPROVAL, i);
	}
}

static void
forget_field(const struct making *make, size_t field)
{
	make->now->fields[field] = (struct play_cell){ 0 };
	ask_anew(make, field);
	for (size_t i = 0; i < make->book->deadlines.count; i++)
		if (make->book->deadlines.items[i].from == DUE_FIELD && make->book->deadlines.items[i].field == field)
			make->now->deadlines_met[i] = false;
}

static void
clear(const struct making *make, const struct play_move *move)
{
	for (size_t i = 0; i < move->clears_approvals.count; i++)
		make->now->approvals[move->clears_approvals.items[i]] = APPROVAL_NONE;
	for (size_t i = 0; i < move->clears.count; i++)
		forget_field(make, move->clears.items[i]);
	effect_each(make, EFFECT_CLEAR_FIELD, &move->clears);
	effect_each(make, EFFECT_CLEAR_APPROVAL, &move->clears_approvals);
}

static void
enter(const struct making *make, const struct play_move *move, int64_t at)
{
	bool was_final = make->book->states.items[make->now->state].final, is_final = make->book->states.items[move->to].final;

	if (make->now->state != move->to)
		make->now->entered_at = at;
	make->now->state = move->to;
	effect(make, EFFECT_STATE, move->to);
	if (is_final && !was_final)
		effect(make, EFFECT_CLOSED, move->to);
	if (!is_final && was_final)
		effect(make, EFFECT_REOPENED, move->to);
}

void
play_make(const struct playbook *book, struct play_case *now, size_t place, const struct play_actor *actor, int64_t at,
    struct arena *arena, struct play_effects *effects)
{
	const struct play_move *move = &book->moves.items[place];
	struct making make = { book, now, arena, effects };
	struct fact facts[RULE_FACTS];

	if (move->two_person && now->proposed != place) {
		if (now->proposed != NO_INDEX)
			effect(&make, EFFECT_UNPROPOSED, now->proposed);
		now->proposed = place;
		now->proposed_by = actor->account;
		effect(&make, EFFECT_PROPOSED, place);
		return;
	}
	if (now->proposed != NO_INDEX && now->proposed != place)
		effect(&make, EFFECT_UNPROPOSED, now->proposed);
	now->proposed = NO_INDEX;
	now->proposed_by = 0;
	play_facts(book, now, facts);
	turn_deadlines(&make, place, now->state, move->to, facts);
	enter(&make, move, at);
	drop_tasks(&make, move);
	clear(&make, move);
	effect_each(&make, EFFECT_DOCUMENT, &move->makes);
	effect_each(&make, EFFECT_START_TASK, &move->starts);
}

static bool
asks_about(const struct playbook *book, const struct rule *rule, size_t field)
{
	uint64_t bits = rule == NULL ? 0 : rule_facts(rule);

	for (size_t i = 0; i < book->words.count; i++) {
		const struct play_word *word = &book->words.items[i];

		if ((bits >> i & 1) != 0 && (word->kind == WORD_FIELD || word->kind == WORD_FILLED) && word->at == field)
			return true;
	}
	return false;
}

static bool
stands_on(const struct playbook *book, const struct play_move *move, size_t field)
{
	return index_has(&move->needs, field) || (book->fields.items[field].obliged >> move->to & 1) != 0
	    || asks_about(book, move->when, field);
}

void
play_fill(const struct playbook *book, struct play_case *now, size_t field, struct play_cell cell, struct arena *arena,
    struct play_effects *effects)
{
	struct making make = { book, now, arena, effects };

	forget_field(&make, field);
	now->fields[field] = cell;
	if (now->proposed != NO_INDEX && stands_on(book, &book->moves.items[now->proposed], field)) {
		effect(&make, EFFECT_UNPROPOSED, now->proposed);
		now->proposed = NO_INDEX;
		now->proposed_by = 0;
	}
	for (size_t i = 0; i < book->deadlines.count; i++) {
		if (book->deadlines.items[i].met_by_field != field || !index_has(&book->deadlines.items[i].in, now->state))
			continue;
		if (cell.filled == PLAY_FILLED && !now->deadlines_met[i])
			effect(&make, EFFECT_MET, i);
		now->deadlines_met[i] = cell.filled == PLAY_FILLED;
	}
}
