/*
 * replay_test.c - every situation that the exploration says can be reached is walked to, with the engine, from the opening of a case:
 * what was left out of the situations to keep them few must not let in what cannot be.
 */
#include "test.h"

#include "base/asset.h"
#include "base/limits.h"
#include "domain/playbook/playbook.h"
#include "domain/playcheck/explore.h"

/* A real case, and the trial that tells with which values the next step was taken. */
struct walk {
	const struct space    *space;
	const struct explored *explored;
	struct arena          *arena;
	struct trial           trial;
	struct play_case       now;
	uint64_t               wanted;
	struct acting         *acting;
	bool                   found;
};

static uint64_t
all_roles(const struct playbook *book)
{
	return book->roles.count == 64 ? UINT64_MAX : ((uint64_t)1 << book->roles.count) - 1;
}

static bool
is_same(struct play_cell a, struct play_cell b)
{
	return (a.filled == PLAY_FILLED) == (b.filled == PLAY_FILLED) && (a.filled != PLAY_FILLED || a.value == b.value);
}

/* As a person would; what a field refuses to hold comes of a newer edition and of nobody. */
static void
fill(struct walk *it, size_t field, struct play_cell cell)
{
	struct play_actor actor = actor_of(all_roles(it->space->book), 1);
	struct play_effects effects = { 0 };

	if (is_same(it->now.fields[field], cell))
		return;
	assert_true(play_may_fill(it->space->book, &it->now, field, cell.filled != PLAY_FILLED, &actor, NULL, NULL));
	play_fill(it->space->book, &it->now, field, cell, it->arena, &effects);
}

static bool
is_var(const struct vars *vars, enum var_kind kind, size_t at)
{
	for (size_t i = 0; i < vars->count; i++)
		if (vars->items[i].kind == kind && vars->items[i].at == at)
			return true;
	return false;
}

static void
fill_all(struct walk *it, size_t move, const struct situation *after)
{
	const struct space *space = it->space;
	size_t to = situation_get(space, after, SLOT_STATE, 0);

	for (size_t i = 0; i < space->book->fields.count; i++) {
		bool needed = move != NO_INDEX && move_needs(space->book, &space->book->moves.items[move], i);
		bool kept = move != NO_INDEX && (space->kept[i] >> to & 1) != 0 && !index_has(&space->book->moves.items[move].clears, i);
		bool known = is_var(it->trial.vars, VAR_FIELD, i) || needed;

		if (known)
			fill(it, i, it->trial.now.fields[i]);
		if (kept && is_free(space, it->now.state))
			fill(it, i, space->values[i].items[situation_get(space, after, SLOT_FIELD, i)]);
	}
}

static bool
is_decided(enum approval_state state)
{
	return state == APPROVAL_GRANTED || state == APPROVAL_REFUSED;
}

/* What the world says: approvals, what the program sees, which deadlines are past. */
static void
let_world(struct walk *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->approvals.count; i++) {
		if (it->space->slot_of[SLOT_DECIDED][i] == NO_INDEX)
			continue;
		assert_true(!is_decided(it->now.approvals[i]) || it->now.approvals[i] == it->trial.now.approvals[i]);
		it->now.approvals[i] = it->trial.now.approvals[i];
	}
	memcpy(it->now.predicates, it->trial.now.predicates, sizeof(it->now.predicates));
	memcpy(it->now.deadlines_passed, it->trial.now.deadlines_passed, book->deadlines.count * sizeof(*it->now.deadlines_passed));
	for (size_t i = 0; i < it->now.tasks.count; i++) {
		it->now.tasks.items[i].cleared_known = it->trial.task_cleared_known;
		it->now.tasks.items[i].cleared = it->trial.task_cleared;
	}
}

static void
start_tasks(struct walk *it, const struct situation *after)
{
	for (size_t kind = 0; kind < it->space->book->tasks.count; kind++) {
		size_t wanted = situation_get(it->space, after, SLOT_OPEN, kind), open = 0;

		for (size_t i = 0; i < it->now.tasks.count; i++)
			open += it->now.tasks.items[i].task == kind && it->now.tasks.items[i].state == TASK_OPEN;
		assert_true(open <= wanted);
		for (; open < wanted; open++)
			list_push(it->arena, &it->now.tasks, ((struct play_task_now){ .task = kind, .subject = (int64_t)it->now.tasks.count }));
	}
}

static void
found_again(void *context, struct act act, const struct situation *after)
{
	struct walk *it = context;

	(void)act;
	if (situation_pack(it->space, after) != it->wanted)
		return;
	it->found = it->acting->stop = true;
	trial_reload(&it->trial);
}

static void
make(struct walk *it, size_t move, const struct situation *after)
{
	const struct playbook *book = it->space->book;
	struct play_actor actor = move_actor(it->space, move, &it->now);
	struct play_effects effects = { 0 };
	struct play_refusals why = { 0 };

	fill_all(it, move, after);
	let_world(it);
	if (!play_may(book, &it->now, move, &actor, it->arena, &why))
		fail_msg("%.*s: %.*s: %.*s", STR_ARG(book->id), STR_ARG(book->moves.items[move].id),
		    STR_ARG(play_refusal_words(&why.items[0], LANG_EN, it->arena)));
	play_make(book, &it->now, move, &actor, 0, it->arena, &effects);
	start_tasks(it, after);
}

static void
finish(struct walk *it, size_t kind, const struct situation *after)
{
	struct play_actor actor = actor_of((uint64_t)1 << it->space->book->tasks.items[kind].by, 1);
	size_t task = first_open(&it->now, kind);

	fill_all(it, NO_INDEX, after);
	let_world(it);
	assert_true(task != NO_INDEX);
	assert_true(play_may_finish(it->space->book, &it->now, task, &actor, NULL, NULL));
	it->now.tasks.items[task].state = TASK_DONE;
}

static void
step(struct walk *it, const struct node *node)
{
	struct situation after = situation_unpack(it->space, node->packed), before;
	struct acting *acting = ARENA_NEW(it->arena, struct acting);

	if (node->act.kind == ACT_BEGIN) {
		play_begin(it->space->book, 0, it->arena, &it->now);
		start_tasks(it, &after);
		return;
	}
	if (node->act.kind == ACT_ANEW)
		it->now.approvals[node->act.at] = APPROVAL_NONE;
	if (node->act.kind == ACT_GRANT || node->act.kind == ACT_REFUSE)
		it->now.approvals[node->act.at] = node->act.kind == ACT_GRANT ? APPROVAL_GRANTED : APPROVAL_REFUSED;
	if (node->act.kind != ACT_MOVE && node->act.kind != ACT_FINISH)
		return;
	before = situation_unpack(it->space, it->explored->nodes[node->parent].packed);
	it->wanted = node->packed;
	*acting = (struct acting){ .space = it->space, .trial = &it->trial, .found = found_again, .context = it };
	it->acting = acting;
	it->found = false;
	act_again(acting, &before, node->act);
	assert_true(it->found);
	if (node->act.kind == ACT_MOVE)
		make(it, node->act.at, &after);
	else
		finish(it, node->act.at, &after);
	assert_int_equal(it->now.state, situation_get(it->space, &after, SLOT_STATE, 0));
	assert_int_equal(it->now.proposed == NO_INDEX ? 0 : it->now.proposed + 1, situation_get(it->space, &after, SLOT_PROPOSED, 0));
}

static void
walk_to(struct walk *it, uint32_t node)
{
	LIST(uint32_t) way = { 0 };

	for (uint32_t at = node; at != NO_NODE; at = it->explored->nodes[at].parent)
		list_push(it->arena, &way, at);
	for (size_t i = way.count; i-- > 0;)
		step(it, &it->explored->nodes[way.items[i]]);
}

/* Every situation; of very many, one in as many as keeps the test short. */
static void
walk_all(struct str text, struct str name)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct playbook *book = NULL;
	struct explored explored;
	struct space space;
	size_t walked = 0;

	assert_ok(playbook_read(text, name, arena, &book));
	assert_ok(space_make(book, arena, &space));
	assert_ok(explore(&space, arena, &explored));
	for (size_t i = 0; i < explored.count; i += 1 + explored.count / 500, walked++) {
		struct arena *once ARENA_SCOPE = arena_new(), *scratch ARENA_SCOPE = arena_new();
		struct walk walk = { .space = &space, .explored = &explored, .arena = once };

		trial_init(&space, scratch, &walk.trial);
		walk_to(&walk, (uint32_t)i);
	}
	print_message("  %.*s: %zu of %zu situations walked to\n", STR_ARG(book->id), walked, explored.count);
	explored_done(&explored);
}

static void
the_shipped_ones_can_be_walked(void **state)
{
	(void)state;
	for (size_t i = 0; i < assets_count; i++)
		if (str_starts(str_of(assets[i].name), STR("playbooks/")))
			walk_all(asset_find(str_of(assets[i].name)), str_of(assets[i].name));
}

static void
the_others_can_be_walked(void **state)
{
	static const char *const names[] = { "disclosure", "broken/deadlock", "broken/guard-around", "broken/deadlock-overdue", "broken/loop" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct str path = arena_printf(arena, SOURCE_ROOT "/tests/playbooks/%s.yaml", names[i]), text;

		assert_ok(file_read(path, LIMIT_YAML_BYTES, arena, &text));
		walk_all(text, path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_ones_can_be_walked),
		cmocka_unit_test(the_others_can_be_walked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
