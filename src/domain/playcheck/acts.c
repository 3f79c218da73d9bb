/*
 * acts.c - all that can happen in one situation: moves, tasks that are done, and what the world does.
 */
#include "base/limits.h"
#include "domain/playcheck/explore.h"

static void
tell(void *context, const struct situation *after)
{
	struct acting *it = context;

	if (!it->stop)
		it->found(it->context, it->act, after);
}

static bool
too_many(struct acting *it, const struct words *title)
{
	if (trial_combinations(it->trial) <= LIMIT_PLAYCHECK_TRIES)
		return false;
	it->err = err_new(it->space->arena, ERR_LIMIT, M("{file}: \"{name}\" hangs on more than {most} combinations of values at once. Let its "
	    "conditions ask about fewer fields."), ARG("file", it->space->book->source), ARG("name", words_in(title, LANG_JA)),
	    ARG_N("most", LIMIT_PLAYCHECK_TRIES));
	it->stop = true;
	return true;
}

/* ------------------------------------------------------------------------------------------- guards */

static void
see(struct acting *it, struct sight_of *sight, size_t move)
{
	size_t count = it->trial->vars->count;

	if (sight->seen)
		return;
	*sight = (struct sight_of){ true, it->node, move, ARENA_ARRAY(it->space->arena, size_t, count) };
	memcpy(sight->places, it->trial->places, count * sizeof(*sight->places));
}

static bool
makes_hidden(const struct play_move *move, const struct play_guard *guard)
{
	for (size_t i = 0; i < move->makes.count; i++)
		if (index_has(&guard->hides, move->makes.items[i]))
			return true;
	return false;
}

/* A guard that is true or cannot be told forbids. */
static void
watch_guards(struct acting *it, size_t move, bool may)
{
	const struct playbook *book = it->space->book;
	const struct play_move *that = &book->moves.items[move];
	bool stays = that->to == it->trial->now.state;

	for (size_t i = 0; i < book->guards.count; i++) {
		const struct play_guard *guard = &book->guards.items[i];
		bool forbids = index_has(&guard->forbids, move), hides = makes_hidden(that, guard);
		bool around = (it->space->around[move] >> i & 1) != 0 && !stays;
		enum truth truth;

		if (!forbids && !hides && !around)
			continue;
		truth = trial_truth(it->trial, guard->when);
		if (forbids || hides) {
			it->seen->guard_forbids |= (uint64_t)(truth == TRUTH_TRUE) << i;
			it->seen->guard_allows |= (uint64_t)(truth == TRUTH_FALSE) << i;
		}
		if (forbids && truth == TRUTH_FALSE)
			it->seen->move_allowed[move] |= (uint64_t)1 << i;
		if (may && truth != TRUTH_FALSE && hides)
			see(it, &it->seen->hidden[i], move);
		else if (may && truth != TRUTH_FALSE && around)
			see(it, &it->seen->around[i], move);
	}
}

/* -------------------------------------------------------------------------------------------- moves */

/* Met in time: while it is not past, and its instant, where it counts back from one, neither. */
static void
watch_met(struct acting *it, const struct play_effects *effects, const struct fact *predicates)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < effects->count; i++) {
		size_t at = effects->items[i].at;
		const struct play_deadline *deadline;
		enum play_predicate predicate;
		bool counts_on;

		if (effects->items[i].kind != EFFECT_MET)
			continue;
		deadline = &book->deadlines.items[at];
		predicate = deadline->from == DUE_FIELD ? predicate_of_field(book, deadline->field) : PREDICATE_COUNT;
		counts_on = !deadline->backwards && deadline->span.count > 0;
		it->seen->deadline_met[at] = true;
		if (it->trial->passed[at].known && it->trial->passed[at].value != 0)
			continue;
		if (predicate != PREDICATE_COUNT && !counts_on && predicates[predicate].known && predicates[predicate].value != 0)
			continue;
		it->seen->deadline_in_time[at] = true;
	}
}

/* After a move of the program it looks again at once. Each further one that it may make is made; more of them than there are moves and
 * states can only be a circle. */
static void
watch_program(struct acting *it, size_t first)
{
	const struct playbook *book = it->space->book;
	const struct play_actor program = { .program = true };
	struct play_effects effects = { 0 };
	size_t most = book->moves.count + book->states.count;

	for (size_t steps = 0;; steps++) {
		size_t next = NO_INDEX;

		trial_turn_clock(it->trial);
		for (size_t i = 0; next == NO_INDEX && i < book->moves.count; i++)
			if (book->moves.items[i].by_program && play_may(book, &it->trial->now, i, &program, NULL, NULL))
				next = i;
		if (next == NO_INDEX)
			return;
		if (steps == most)
			break;
		play_make(book, &it->trial->now, next, &program, 0, it->trial->scratch, &effects);
	}
	see(it, &it->seen->loop, first);
}

static void
note_move(struct acting *it, size_t move, size_t from, const struct play_effects *effects)
{
	const struct playbook *book = it->space->book;

	if (it->trial->now.proposed != NO_INDEX)
		return;
	it->seen->move_made[move] = true;
	if (it->trial->now.state != from)
		it->seen->state_left[from] = true;
	for (size_t i = 0; i < effects->count; i++)
		if (effects->items[i].kind == EFFECT_START_TASK)
			it->seen->task_begun[effects->items[i].at] = true;
	if (book->moves.items[move].by_program)
		watch_program(it, move);
}

static void
make_move(struct acting *it, size_t move, const struct play_actor *actor)
{
	struct trial *trial = it->trial;
	const struct playbook *book = it->space->book;
	struct play_effects effects = { 0 };
	size_t from = trial->now.state;
	struct fact predicates[PREDICATE_COUNT];

	arena_reset(trial->scratch);
	memcpy(predicates, trial->now.predicates, sizeof(predicates));
	play_make(book, &trial->now, move, actor, 0, trial->scratch, &effects);
	if (it->seen != NULL)
		watch_met(it, &effects, predicates);
	it->act = (struct act){ ACT_MOVE, (unsigned)move & 0xffffff };
	trial_after(trial, move, from, &effects, tell, it);
	if (it->seen != NULL)
		note_move(it, move, from, &effects);
}

static void
try_move(struct acting *it, const struct situation *at, size_t move)
{
	const struct playbook *book = it->space->book;

	trial_begin(it->trial, at, &it->space->move_vars[move], move);
	if (too_many(it, &book->moves.items[move].title))
		return;
	while (!it->stop && trial_next(it->trial)) {
		struct play_actor actor = move_actor(it->space, move, &it->trial->now);
		bool may = play_may(book, &it->trial->now, move, &actor, NULL, NULL);

		if (it->seen != NULL) {
			it->seen->tried++;
			it->seen->move_tried[move] = true;
			watch_guards(it, move, may);
		}
		if (may)
			make_move(it, move, &actor);
	}
}

/* -------------------------------------------------------------------------------------------- tasks */

static void
finish(struct acting *it, size_t kind)
{
	struct situation after = it->trial->at;
	size_t open = situation_get(it->space, &after, SLOT_OPEN, kind), done = situation_get(it->space, &after, SLOT_DONE, kind);

	if (it->seen != NULL)
		it->seen->task_finished[kind] = true;
	situation_set(it->space, &after, SLOT_OPEN, kind, open - 1);
	situation_set(it->space, &after, SLOT_DONE, kind, done < TASKS_MAX ? done + 1 : done);
	it->act = (struct act){ ACT_FINISH, (unsigned)kind & 0xffffff };
	tell(it, &after);
}

static void
try_task(struct acting *it, const struct situation *at, size_t kind)
{
	const struct playbook *book = it->space->book;
	struct play_actor actor = actor_of((uint64_t)1 << book->tasks.items[kind].by, 1);

	trial_begin(it->trial, at, &it->space->task_vars[kind], NO_INDEX);
	if (situation_get(it->space, at, SLOT_OPEN, kind) == 0 || too_many(it, &book->tasks.items[kind].title))
		return;
	while (!it->stop && trial_next(it->trial)) {
		size_t task = first_open(&it->trial->now, kind);

		if (it->seen != NULL)
			it->seen->tried++;
		if (play_may_finish(book, &it->trial->now, task, &actor, NULL, NULL)) {
			finish(it, kind);
			return;
		}
	}
}

/* ---------------------------------------------------------------------------------------- the world */

static void
turn(struct acting *it, const struct situation *at, enum act_kind act, enum slot_kind slot, size_t what, size_t value)
{
	struct situation after = *at;

	situation_set(it->space, &after, slot, what, value);
	it->act = (struct act){ act, (unsigned)what & 0xffffff };
	tell(it, &after);
}

static void
try_approval(struct acting *it, const struct situation *at, size_t approval)
{
	bool final = is_final(it->space, situation_get(it->space, at, SLOT_STATE, 0));

	if (final)
		return;
	if (situation_get(it->space, at, SLOT_DECIDED, approval) != DECIDED_NOT) {
		if (it->space->book->approvals.items[approval].of.count > 0)
			turn(it, at, ACT_ANEW, SLOT_DECIDED, approval, DECIDED_NOT);
		return;
	}
	turn(it, at, ACT_GRANT, SLOT_DECIDED, approval, DECIDED_GRANTED);
	turn(it, at, ACT_REFUSE, SLOT_DECIDED, approval, DECIDED_REFUSED);
}

static void
try_deadline(struct acting *it, const struct situation *at, size_t which)
{
	const struct play_deadline *deadline = &it->space->book->deadlines.items[which];
	size_t state = situation_get(it->space, at, SLOT_STATE, 0);
	bool past = situation_get(it->space, at, SLOT_PAST, which) != 0;

	if (!past && (deadline->from == DUE_OPENED || index_has(&deadline->in, state)))
		turn(it, at, ACT_PASS, SLOT_PAST, which, 1);
	if (past && deadline->from == DUE_FIELD && is_free(it->space, state))
		turn(it, at, ACT_POSTPONE, SLOT_PAST, which, 0);
}

static void
try_predicate(struct acting *it, const struct situation *at, size_t predicate)
{
	size_t field = field_of_predicate(it->space->book, (enum play_predicate)predicate);
	bool holds = situation_get(it->space, at, SLOT_HOLDS, predicate) != 0;

	if (!holds)
		turn(it, at, ACT_HOLD, SLOT_HOLDS, predicate, 1);
	else if (field != NO_INDEX && is_free(it->space, situation_get(it->space, at, SLOT_STATE, 0)))
		turn(it, at, ACT_LOOSEN, SLOT_HOLDS, predicate, 0);
}

static bool
is_kept(const struct acting *it, enum slot_kind kind, size_t at)
{
	return it->space->slot_of[kind][at] != NO_INDEX;
}

void
act_all(struct acting *it, const struct situation *at)
{
	const struct playbook *book = it->space->book;
	size_t state = situation_get(it->space, at, SLOT_STATE, 0);

	for (size_t i = 0; !it->stop && i < book->moves.count; i++)
		if (index_has(&book->moves.items[i].from, state))
			try_move(it, at, i);
	for (size_t i = 0; !it->stop && i < book->tasks.count; i++)
		try_task(it, at, i);
	for (size_t i = 0; !it->stop && i < book->approvals.count; i++)
		if (is_kept(it, SLOT_DECIDED, i))
			try_approval(it, at, i);
	for (size_t i = 0; !it->stop && i < book->deadlines.count; i++)
		if (is_kept(it, SLOT_PAST, i))
			try_deadline(it, at, i);
	for (size_t i = 0; !it->stop && i < PREDICATE_COUNT; i++)
		if (is_kept(it, SLOT_HOLDS, i))
			try_predicate(it, at, i);
}

void
act_again(struct acting *it, const struct situation *at, struct act act)
{
	if (act.kind == ACT_MOVE)
		try_move(it, at, act.at);
	else if (act.kind == ACT_FINISH)
		try_task(it, at, act.at);
}
