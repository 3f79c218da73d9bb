/*
 * explore.c - breadth first, so that the first way found to a situation is a shortest one.
 */
#include "domain/playcheck/explore.h"

#include "base/hash.h"
#include "base/limits.h"

/* --------------------------------------------------------------------------------------------- set */

static size_t
place_of(const struct explored *it, uint64_t packed)
{
	/* Fibonacci hashing: the slots' bits lie together at the low end. */
	size_t at = (size_t)(packed * 0x9e3779b97f4a7c15U >> 20) & (it->table_size - 1);

	while (it->table[at] != 0 && it->nodes[it->table[at] - 1].packed != packed)
		at = (at + 1) & (it->table_size - 1);
	return at;
}

static void
grow_table(struct explored *it)
{
	it->table_size = it->table_size == 0 ? 1024 : it->table_size * 2;
	mem_free(it->table);
	it->table = mem_alloc(mem_times(it->table_size, sizeof(*it->table)));
	for (size_t i = 0; i < it->count; i++)
		it->table[place_of(it, it->nodes[i].packed)] = (uint32_t)i + 1;
}

/* The situation's number; a new one is put at the end. */
static uint32_t
node_of(struct explored *it, uint64_t packed, uint32_t parent, struct act act)
{
	size_t at;

	if ((it->count + 1) * 2 > it->table_size)
		grow_table(it);
	at = place_of(it, packed);
	if (it->table[at] != 0)
		return it->table[at] - 1;
	if (it->count == it->room) {
		it->room = it->room == 0 ? 1024 : it->room * 2;
		it->nodes = mem_resize(it->nodes, mem_times(it->room, sizeof(*it->nodes)));
	}
	it->nodes[it->count] = (struct node){ packed, parent, act };
	it->table[at] = (uint32_t)++it->count;
	return (uint32_t)it->count - 1;
}

static void
add_edge(struct explored *it, uint32_t from, uint32_t to)
{
	if (it->edges_count == it->edges_room) {
		it->edges_room = it->edges_room == 0 ? 4096 : it->edges_room * 2;
		it->edges = mem_resize(it->edges, mem_times(it->edges_room, sizeof(*it->edges)));
	}
	it->edges[it->edges_count++] = (struct edge){ from, to };
}

/* ----------------------------------------------------------------------------------------- exploring */

struct search { struct explored *explored; uint32_t from, last; };

static void
found(void *context, struct act act, const struct situation *after)
{
	struct search *search = context;
	struct explored *it = search->explored;
	uint32_t to = node_of(it, situation_pack(it->space, after), search->from, act);

	/* Many values lead to the same situation, one after the other. */
	if (to == search->from || to == search->last)
		return;
	search->last = to;
	add_edge(it, search->from, to);
}

static void
found_first(void *context, const struct situation *after)
{
	struct explored *it = context;

	node_of(it, situation_pack(it->space, after), NO_NODE, (struct act){ ACT_BEGIN, 0 });
}

/* A case begins in the first state with the tasks it begins with. */
static void
begin(struct explored *it, struct trial *trial)
{
	const struct playbook *book = it->space->book;
	struct play_effects effects = { 0 };

	for (size_t i = 0; i < book->begins.count; i++) {
		it->task_begun[book->begins.items[i]] = true;
		list_push(trial->scratch, &effects, ((struct play_effect){ EFFECT_START_TASK, book->begins.items[i] }));
	}
	trial_opening(trial, &effects, found_first, it);
}

static void
watch_deadlines(struct explored *it, struct trial *trial, const struct situation *at)
{
	const struct playbook *book = it->space->book;
	size_t state = situation_get(it->space, at, SLOT_STATE, 0);

	for (size_t i = 0; i < book->deadlines.count; i++) {
		const struct play_deadline *deadline = &book->deadlines.items[i];

		if (it->deadline_runs[i] || !index_has(&deadline->in, state))
			continue;
		trial_begin(trial, at, &it->space->deadline_vars[i], NO_INDEX);
		while (!it->deadline_runs[i] && trial_next(trial))
			it->deadline_runs[i] = trial_truth(trial, deadline->when) == TRUTH_TRUE &&
			    (deadline->field == NO_INDEX || trial->now.fields[deadline->field].filled == PLAY_FILLED);
	}
}

static void
make_room(const struct space *space, struct arena *arena, struct explored *it)
{
	const struct playbook *book = space->book;

	*it = (struct explored){
		.space = space,
		.state_seen = ARENA_ARRAY(arena, bool, book->states.count),
		.state_left = ARENA_ARRAY(arena, bool, book->states.count),
		.move_made = ARENA_ARRAY(arena, bool, book->moves.count),
		.move_tried = ARENA_ARRAY(arena, bool, book->moves.count),
		.move_allowed = ARENA_ARRAY(arena, uint64_t, book->moves.count),
		.task_begun = ARENA_ARRAY(arena, bool, book->tasks.count),
		.task_finished = ARENA_ARRAY(arena, bool, book->tasks.count),
		.deadline_runs = ARENA_ARRAY(arena, bool, book->deadlines.count),
		.deadline_met = ARENA_ARRAY(arena, bool, book->deadlines.count),
		.deadline_in_time = ARENA_ARRAY(arena, bool, book->deadlines.count),
		.around = ARENA_ARRAY(arena, struct sight_of, book->guards.count),
		.hidden = ARENA_ARRAY(arena, struct sight_of, book->guards.count),
	};
}

static struct err *
search(struct explored *it, struct trial *trial, struct arena *arena)
{
	struct search search = { .explored = it };
	struct acting acting = { .space = it->space, .trial = trial, .seen = it, .found = found, .context = &search };

	for (size_t i = 0; i < it->count; i++) {
		struct situation at = situation_unpack(it->space, it->nodes[i].packed);

		if (it->count > LIMIT_PLAYCHECK_STATES)
			return err_new(arena, ERR_LIMIT, M("{file}: There are more than {most} situations to explore; the check stops here, and nothing is "
			    "proved. Let fewer tasks be open side by side, and fewer deadlines and approvals be asked about."),
			    ARG("file", it->space->book->source), ARG_N("most", LIMIT_PLAYCHECK_STATES));
		it->state_seen[situation_get(it->space, &at, SLOT_STATE, 0)] = true;
		search.from = acting.node = (uint32_t)i;
		search.last = NO_NODE;
		watch_deadlines(it, trial, &at);
		act_all(&acting, &at);
		if (acting.err != NULL)
			return acting.err;
	}
	return NULL;
}

struct err *
explore(const struct space *space, struct arena *arena, struct explored *ret_explored)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct trial trial;

	make_room(space, arena, ret_explored);
	trial_init(space, scratch, &trial);
	begin(ret_explored, &trial);
	return search(ret_explored, &trial, arena);
}

void
explored_done(struct explored *explored)
{
	mem_free(explored->nodes);
	mem_free(explored->table);
	mem_free(explored->edges);
}
