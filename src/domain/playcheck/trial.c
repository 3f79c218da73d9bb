/*
 * trial.c - a situation made into a case that the engine can play, with every value of what an act hangs on, and back.
 */
#include "base/limits.h"
#include "domain/playcheck/trial.h"

void
trial_init(const struct space *space, struct arena *scratch, struct trial *ret_trial)
{
	const struct playbook *book = space->book;
	size_t vars = 0;

	for (size_t i = 0; i < book->moves.count; i++)
		vars = space->move_vars[i].count > vars ? space->move_vars[i].count : vars;
	for (size_t i = 0; i < book->tasks.count; i++)
		vars = space->task_vars[i].count > vars ? space->task_vars[i].count : vars;
	for (size_t i = 0; i < book->deadlines.count; i++)
		vars = space->deadline_vars[i].count > vars ? space->deadline_vars[i].count : vars;
	*ret_trial = (struct trial){
		.space = space,
		.scratch = scratch,
		.places = ARENA_ARRAY(space->arena, size_t, vars),
		.value = ARENA_ARRAY(space->arena, uint8_t, book->fields.count),
		.passed = ARENA_ARRAY(space->arena, struct fact, book->deadlines.count),
	};
	play_begin(book, 0, space->arena, &ret_trial->now);
}

/* ------------------------------------------------------------------------------------------ values */

static size_t
count_of_field(const struct trial *trial, size_t field)
{
	size_t state = trial->now.state;

	if (!is_free(trial->space, state))
		return 1;
	return trial->space->values[field].count - ((trial->space->may_be_empty[field] >> state & 1) != 0 ? 0 : VALUE_FIRST);
}

/* Filled ones first, because they make the shorter stories. */
static size_t
value_of_field(const struct trial *trial, size_t field, size_t place)
{
	size_t filled = trial->space->values[field].count - VALUE_FIRST;

	if (!is_free(trial->space, trial->now.state))
		return situation_get(trial->space, &trial->at, SLOT_FIELD, field);
	return place < filled ? VALUE_FIRST + place : place - filled;
}

static bool
holds(const struct trial *trial, size_t predicate)
{
	return situation_get(trial->space, &trial->at, SLOT_HOLDS, predicate) != 0;
}

static size_t
count_of(const struct trial *trial, const struct var *var)
{
	switch (var->kind) {
	case VAR_FIELD:
		return count_of_field(trial, var->at);
	case VAR_APPROVAL:
		return situation_get(trial->space, &trial->at, SLOT_DECIDED, var->at) == DECIDED_NOT ? 2 : 1;
	case VAR_PREDICATE:
		if (!predicate_stays((enum play_predicate)var->at))
			return 3;
		return holds(trial, var->at) ? 1 : 2;
	case VAR_MET:
		return 2;
	case VAR_CLEARED:
		return 3;
	}
	return 1;
}

/* While it is not decided: not asked for, or waiting. */
static void
put_approval(struct trial *trial, size_t at, size_t place)
{
	static const enum approval_state states[] = {
		[DECIDED_NOT] = APPROVAL_NONE, [DECIDED_GRANTED] = APPROVAL_GRANTED, [DECIDED_REFUSED] = APPROVAL_REFUSED,
	};
	size_t decided = situation_get(trial->space, &trial->at, SLOT_DECIDED, at);

	trial->now.approvals[at] = decided == DECIDED_NOT && place == 1 ? APPROVAL_PENDING : states[decided];
}

/* False, unknown, and where it may still go either way true. */
static void
put_predicate(struct trial *trial, size_t at, size_t place)
{
	if (holds(trial, at))
		trial->now.predicates[at] = (struct fact){ true, 1 };
	else
		trial->now.predicates[at] = (struct fact){ place != 1, place == 2 };
}

static void
put(struct trial *trial, const struct var *var, size_t place)
{
	switch (var->kind) {
	case VAR_FIELD:
		trial->value[var->at] = (uint8_t)value_of_field(trial, var->at, place);
		trial->now.fields[var->at] = trial->space->values[var->at].items[trial->value[var->at]];
		break;
	case VAR_APPROVAL:
		put_approval(trial, var->at, place);
		break;
	case VAR_PREDICATE:
		put_predicate(trial, var->at, place);
		break;
	case VAR_MET:
		trial->now.deadlines_met[var->at] = place != 0;
		break;
	case VAR_CLEARED:
		trial->task_cleared_known = place != 2;
		trial->task_cleared = place == 0;
		break;
	}
}

/* ------------------------------------------------------------------------------------------- a case */

static void
put_tasks(struct trial *trial)
{
	const struct space *space = trial->space;

	trial->now.tasks.count = 0;
	for (size_t kind = 0; kind < space->book->tasks.count; kind++) {
		size_t open = situation_get(space, &trial->at, SLOT_OPEN, kind), done = situation_get(space, &trial->at, SLOT_DONE, kind);

		for (size_t i = 0; i < open + done; i++)
			list_push(space->arena, &trial->now.tasks,
			    ((struct play_task_now){ .task = kind, .subject = (int64_t)i, .state = i < open ? TASK_OPEN : TASK_DONE }));
	}
}

/* What the move needs is filled; what nothing asks for is empty. */
static void
put_fields(struct trial *trial)
{
	const struct space *space = trial->space;
	const struct playbook *book = space->book;

	for (size_t i = 0; i < book->fields.count; i++) {
		bool needed = trial->move != NO_INDEX && move_needs(book, &book->moves.items[trial->move], i);

		if (!is_free(space, trial->now.state))
			trial->value[i] = (uint8_t)situation_get(space, &trial->at, SLOT_FIELD, i);
		else
			trial->value[i] = needed ? VALUE_FIRST : VALUE_EMPTY;
		trial->now.fields[i] = space->values[i].items[trial->value[i]];
	}
}

void
trial_reload(struct trial *trial)
{
	const struct space *space = trial->space;
	const struct playbook *book = space->book;

	trial->now.state = situation_get(space, &trial->at, SLOT_STATE, 0);
	trial->now.proposed = situation_get(space, &trial->at, SLOT_PROPOSED, 0);
	trial->now.proposed = trial->now.proposed == 0 ? NO_INDEX : trial->now.proposed - 1;
	trial->now.proposed_by = 1;
	put_fields(trial);
	put_tasks(trial);
	for (size_t i = 0; i < book->approvals.count; i++)
		put_approval(trial, i, 0);
	for (size_t i = 0; i < book->deadlines.count; i++)
		trial->now.deadlines_met[i] = situation_get(space, &trial->at, SLOT_MET, i) != 0;
	for (size_t i = 0; i < PREDICATE_COUNT; i++)
		put_predicate(trial, i, 1);
	for (size_t i = 0; trial->vars != NULL && i < trial->vars->count; i++)
		put(trial, &trial->vars->items[i], trial->places[i]);
	for (size_t i = 0; i < trial->now.tasks.count; i++) {
		trial->now.tasks.items[i].cleared_known = trial->task_cleared_known;
		trial->now.tasks.items[i].cleared = trial->task_cleared;
	}
	trial_turn_clock(trial);
}

enum truth
trial_truth(const struct trial *trial, const struct rule *rule)
{
	struct fact facts[RULE_FACTS];

	if (rule == NULL)
		return TRUTH_TRUE;
	play_facts(trial->space->book, &trial->now, facts);
	return rule_eval(rule, facts, NULL);
}

/* As play_clock says it, with the situation's word for whether the instant is past. */
static struct fact
passed(const struct trial *trial, size_t at)
{
	const struct play_deadline *deadline = &trial->space->book->deadlines.items[at];
	enum truth runs = trial_truth(trial, deadline->when);

	if (trial->now.deadlines_met[at] || runs == TRUTH_FALSE || !index_has(&deadline->in, trial->now.state))
		return (struct fact){ true, 0 };
	if (deadline->from == DUE_FIELD && trial->now.fields[deadline->field].filled != PLAY_FILLED)
		return (struct fact){ false, 0 };
	if (situation_get(trial->space, &trial->at, SLOT_PAST, at) == 0)
		return (struct fact){ true, 0 };
	return (struct fact){ runs == TRUTH_TRUE, 1 };
}

void
trial_turn_clock(struct trial *trial)
{
	const struct playbook *book = trial->space->book;

	for (size_t i = 0; i < book->deadlines.count; i++)
		trial->now.deadlines_passed[i] = (struct fact){ true, 0 };
	for (size_t i = 0; i < book->deadlines.count; i++)
		trial->passed[i] = trial->space->slot_of[SLOT_PAST][i] == NO_INDEX ? (struct fact){ true, 0 } : passed(trial, i);
	for (size_t i = 0; i < book->deadlines.count; i++)
		trial->now.deadlines_passed[i] = trial->passed[i];
}

/* ----------------------------------------------------------------------------------- one after another */

void
trial_begin(struct trial *trial, const struct situation *at, const struct vars *vars, size_t move)
{
	trial->at = *at;
	trial->vars = vars;
	trial->move = move;
	trial->started = false;
	trial->now.state = situation_get(trial->space, at, SLOT_STATE, 0);
}

size_t
trial_combinations(const struct trial *trial)
{
	size_t count = 1;

	for (size_t i = 0; i < trial->vars->count; i++) {
		size_t more = count_of(trial, &trial->vars->items[i]);

		count = more != 0 && count > LIMIT_PLAYCHECK_TRIES / more ? LIMIT_PLAYCHECK_TRIES + 1 : count * more;
	}
	return count;
}

static bool
step(struct trial *trial)
{
	if (!trial->started) {
		trial->started = true;
		memset(trial->places, 0, trial->vars->count * sizeof(*trial->places));
		return true;
	}
	trial->now.state = situation_get(trial->space, &trial->at, SLOT_STATE, 0);
	for (size_t i = 0; i < trial->vars->count; i++) {
		if (++trial->places[i] < count_of(trial, &trial->vars->items[i]))
			return true;
		trial->places[i] = 0;
	}
	return false;
}

/* A deadline that its field meets is met only while that is filled. */
static bool
can_be(const struct trial *trial)
{
	for (size_t i = 0; i < trial->vars->count; i++) {
		const struct var *var = &trial->vars->items[i];

		if (var->kind == VAR_MET && trial->places[i] != 0 &&
		    trial->now.fields[trial->space->book->deadlines.items[var->at].met_by_field].filled != PLAY_FILLED)
			return false;
	}
	return true;
}

bool
trial_next(struct trial *trial)
{
	while (step(trial)) {
		trial_reload(trial);
		if (can_be(trial))
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------------------------------- people */

struct play_actor
actor_of(uint64_t roles, int64_t account)
{
	return (struct play_actor){ .account = account, .roles = roles };
}

static uint64_t
bits_of(const struct index_list *roles)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < roles->count; i++)
		bits |= (uint64_t)1 << roles->items[i];
	return bits;
}

/* That a role lacks the right for it is a fault of its own, and is not to hide others: every role that is named acts here. */
struct play_actor
move_actor(const struct space *space, size_t move, const struct play_case *now)
{
	const struct play_move *it = &space->book->moves.items[move];

	if (it->by_program)
		return (struct play_actor){ .program = true };
	return actor_of(bits_of(&it->by), it->two_person && now->proposed == move ? 2 : 1);
}

size_t
first_open(const struct play_case *now, size_t kind)
{
	for (size_t i = 0; i < now->tasks.count; i++)
		if (now->tasks.items[i].task == kind && now->tasks.items[i].state == TASK_OPEN)
			return i;
	return NO_INDEX;
}

/* --------------------------------------------------------------------------------------- what comes */

/* A choice that is open after a move: how many tasks it starts, which value a field has that now stands still. */
struct open_choice { enum slot_kind kind; size_t at, base, count, place; };
struct open_choices { struct open_choice *items; size_t count; size_t room; };

static size_t
at_most(size_t count)
{
	return count < TASKS_MAX ? count : TASKS_MAX;
}

static size_t
decided_of(enum approval_state state)
{
	return state == APPROVAL_GRANTED ? DECIDED_GRANTED : state == APPROVAL_REFUSED ? DECIDED_REFUSED : DECIDED_NOT;
}

static void
count_tasks(struct trial *trial, struct situation *after)
{
	const struct space *space = trial->space;

	for (size_t kind = 0; kind < space->book->tasks.count; kind++) {
		size_t counts[3] = { 0 };

		for (size_t i = 0; i < trial->now.tasks.count; i++)
			if (trial->now.tasks.items[i].task == kind)
				counts[trial->now.tasks.items[i].state]++;
		situation_set(space, after, SLOT_OPEN, kind, at_most(counts[TASK_OPEN]));
		situation_set(space, after, SLOT_DONE, kind, at_most(counts[TASK_DONE]));
	}
}

/* What counts from entering a state begins anew there; what counts from a field that was cleared is not past any more. */
static void
turn_times(struct trial *trial, size_t move, size_t from, struct situation *after)
{
	const struct space *space = trial->space;
	const struct playbook *book = space->book;
	const struct play_move *it = &book->moves.items[move];

	for (size_t i = 0; i < book->deadlines.count; i++) {
		const struct play_deadline *deadline = &book->deadlines.items[i];
		bool anew = deadline->from == DUE_ENTERED && (trial->now.state != from || !index_has(&deadline->in, trial->now.state));

		if (anew || (deadline->from == DUE_FIELD && index_has(&it->clears, deadline->field)))
			situation_set(space, after, SLOT_PAST, i, 0);
		situation_set(space, after, SLOT_MET, i, trial->now.deadlines_met[i]);
	}
	for (size_t i = 0; i < it->clears.count; i++) {
		enum play_predicate predicate = predicate_of_field(book, it->clears.items[i]);

		if (predicate != PREDICATE_COUNT)
			situation_set(space, after, SLOT_HOLDS, predicate, 0);
	}
}

/* A value that the act hung on, or that stood still before, is known; any other is open. */
static bool
is_known(const struct trial *trial, size_t field, size_t from)
{
	for (size_t i = 0; i < trial->vars->count; i++)
		if (trial->vars->items[i].kind == VAR_FIELD && trial->vars->items[i].at == field)
			return true;
	return !is_free(trial->space, from);
}

static void
keep_fields(struct trial *trial, size_t move, size_t from, struct situation *after, struct open_choices *open)
{
	const struct space *space = trial->space;
	const struct playbook *book = space->book;

	for (size_t i = 0; i < book->fields.count; i++) {
		bool needed = move_needs(book, &book->moves.items[move], i);
		size_t base = needed || (space->may_be_empty[i] >> from & 1) == 0 ? VALUE_FIRST : VALUE_EMPTY;

		situation_set(space, after, SLOT_FIELD, i, VALUE_EMPTY);
		if ((space->kept[i] >> trial->now.state & 1) == 0 || index_has(&book->moves.items[move].clears, i))
			continue;
		if (is_known(trial, i, from))
			situation_set(space, after, SLOT_FIELD, i, trial->value[i]);
		else
			list_push(trial->scratch, open, ((struct open_choice){ SLOT_FIELD, i, base, space->values[i].count - base, 0 }));
	}
}

/*
 * One task for the case, or 0, 1, 2 of one that is there for every system, product, unit or vendor. One that is open is not begun a second
 * time, nor, by a move within its state, one that was done there.
 */
static void
start_tasks(struct trial *trial, const struct play_effects *effects, bool stays, const struct situation *after, struct open_choices *open)
{
	const struct space *space = trial->space;

	for (size_t i = 0; i < effects->count; i++) {
		size_t kind = effects->items[i].at, least, most;

		if (effects->items[i].kind != EFFECT_START_TASK || space->slot_of[SLOT_OPEN][kind] == NO_INDEX)
			continue;
		least = situation_get(space, after, SLOT_OPEN, kind);
		most = TASKS_MAX;
		if (space->book->tasks.items[kind].each == EACH_ONE) {
			most = least > 0 ? least : 1;
			least = stays ? least : most;
		}
		list_push(trial->scratch, open, ((struct open_choice){ SLOT_OPEN, kind, least, most - least + 1, 0 }));
	}
}

static bool
step_open(struct open_choices *open)
{
	for (size_t i = 0; i < open->count; i++) {
		if (++open->items[i].place < open->items[i].count)
			return true;
		open->items[i].place = 0;
	}
	return false;
}

static void
tell_each(const struct space *space, const struct situation *after, struct open_choices *open, trial_found *found, void *context)
{
	do {
		struct situation one = *after;

		for (size_t i = 0; i < open->count; i++) {
			const struct open_choice *choice = &open->items[i];
			size_t value = choice->base + choice->place;

			situation_set(space, &one, choice->kind, choice->at, choice->kind == SLOT_OPEN ? at_most(value) : value);
		}
		found(context, &one);
	} while (step_open(open));
}

void
trial_after(struct trial *trial, size_t move, size_t from, const struct play_effects *effects, trial_found *found, void *context)
{
	const struct space *space = trial->space;
	struct situation after = trial->at;
	struct open_choices open = { 0 };

	situation_set(space, &after, SLOT_PROPOSED, 0, trial->now.proposed == NO_INDEX ? 0 : trial->now.proposed + 1);
	if (trial->now.proposed == NO_INDEX) {
		situation_set(space, &after, SLOT_STATE, 0, trial->now.state);
		for (size_t i = 0; i < space->book->approvals.count; i++)
			situation_set(space, &after, SLOT_DECIDED, i, decided_of(trial->now.approvals[i]));
		count_tasks(trial, &after);
		turn_times(trial, move, from, &after);
		keep_fields(trial, move, from, &after, &open);
		start_tasks(trial, effects, trial->now.state == from, &after, &open);
	}
	tell_each(space, &after, &open, found, context);
}

void
trial_opening(struct trial *trial, const struct play_effects *effects, trial_found *found, void *context)
{
	struct situation nothing = { 0 };
	struct open_choices open = { 0 };

	start_tasks(trial, effects, false, &nothing, &open);
	tell_each(trial->space, &nothing, &open, found, context);
}
