/*
 * prove.c - what exploring showed: of states, moves, tasks, guards and deadlines.
 */
#include "domain/playcheck/prove.h"

static const char *const kind_words[] = {
	"state_unreached", "state_left_never", "deadlock", "loop", "move_nobody", "move_never", "task_nobody", "task_never", "task_unused",
	"field_nobody", "guard_around", "guard_document", "guard_never", "guard_always", "deadline_never_runs", "deadline_never_met",
	"deadline_late", "tells_nobody", "template", "route", "decides_blind", "decides_stays", "decides_left",
};
const struct enum_names playcheck_kind_names = ENUM_NAMES(kind_words);

struct playcheck_fault *
fault(struct proving *it, enum playcheck_kind kind, int64_t line, struct play_refusal says)
{
	struct playcheck_fault *that = list_add(it->arena, &it->report->faults);

	that->kind = kind;
	that->line = line;
	that->says = says;
	return that;
}

/* ------------------------------------------------------------------------------------- can it be ended */

/* Marks every situation from which a final one can be reached, going back along the edges. */
struct endings { bool *ends, *leads /* anywhere */; uint32_t *first, *next, *queue; };

static size_t
state_of(const struct explored *explored, size_t node)
{
	struct situation at = situation_unpack(explored->space, explored->nodes[node].packed);

	return situation_get(explored->space, &at, SLOT_STATE, 0);
}

static void
go_back(const struct explored *explored, struct endings *it)
{
	size_t head = 0, tail = 0;

	for (size_t i = 0; i < explored->count; i++)
		if (is_final(explored->space, state_of(explored, i))) {
			it->ends[i] = true;
			it->queue[tail++] = (uint32_t)i;
		}
	while (head < tail)
		for (uint32_t edge = it->first[it->queue[head++]]; edge != 0; edge = it->next[edge - 1]) {
			uint32_t from = explored->edges[edge - 1].from;

			if (it->ends[from])
				continue;
			it->ends[from] = true;
			it->queue[tail++] = from;
		}
}

static void
endings_find(const struct explored *explored, struct endings *it)
{
	*it = (struct endings){
		.ends = mem_alloc(mem_times(explored->count + 1, sizeof(bool))),
		.leads = mem_alloc(mem_times(explored->count + 1, sizeof(bool))),
		.first = mem_alloc(mem_times(explored->count + 1, sizeof(uint32_t))),
		.next = mem_alloc(mem_times(explored->edges_count + 1, sizeof(uint32_t))),
		.queue = mem_alloc(mem_times(explored->count + 1, sizeof(uint32_t))),
	};
	for (size_t i = 0; i < explored->edges_count; i++) {
		it->leads[explored->edges[i].from] = true;
		it->next[i] = it->first[explored->edges[i].to];
		it->first[explored->edges[i].to] = (uint32_t)i + 1;
	}
	go_back(explored, it);
}

static void
endings_done(struct endings *it)
{
	mem_free(it->ends);
	mem_free(it->leads);
	mem_free(it->first);
	mem_free(it->next);
	mem_free(it->queue);
}

/* Does an edge lead from a situation of this state, that cannot be ended, to another state? */
static bool
goes_on(const struct explored *explored, const struct endings *it, size_t state)
{
	for (size_t i = 0; i < explored->edges_count; i++) {
		const struct edge *edge = &explored->edges[i];

		if (!it->ends[edge->from] && state_of(explored, edge->from) == state && state_of(explored, edge->to) != state)
			return true;
	}
	return false;
}

/* The nearest situation of the state that cannot be ended, one from which nothing leads on before others. NO_NODE: all can be ended. */
static uint32_t
stuck_in(const struct explored *explored, const struct endings *it, size_t state)
{
	uint32_t first = NO_NODE;

	for (size_t i = 0; i < explored->count; i++) {
		if (it->ends[i] || state_of(explored, i) != state)
			continue;
		if (!it->leads[i])
			return (uint32_t)i;
		if (first == NO_NODE)
			first = (uint32_t)i;
	}
	return first;
}

/* Does a move lead from the state to another one? */
static bool
has_way_out(const struct playbook *book, size_t state)
{
	for (size_t i = 0; i < book->moves.count; i++)
		if (index_has(&book->moves.items[i].from, state) && book->moves.items[i].to != state)
			return true;
	return false;
}

static void
tell_stuck(struct proving *it, size_t state, uint32_t node, const struct play_refusals *reasons)
{
	const struct play_state *that = &it->space->book->states.items[state];
	struct playcheck_fault *fault_made;

	if (!it->explored->state_left[state])
		fault_made = FAULT(it, PLAYCHECK_STATE_LEFT_NEVER, that->line, M("No move ever leads out of \"{state}\", and it is not final."),
		    { "state", that->title });
	else
		fault_made = FAULT(it, PLAYCHECK_DEADLOCK, that->line, M("A case can come to a standstill in \"{state}\": from there it can never be ended."),
		    { "state", that->title });
	story_to(it->explored, node, it->arena, &fault_made->path);
	fault_made->because = *reasons;
}

/* What is looked for in turn, until something is found: states where it ends for good; of a circle of states a part in which something is
 * refused; any part of it. Those that only lead there are not at fault. */
enum stuck_turn { STUCK_FOR_GOOD, STUCK_IN_CIRCLE, STUCK_ANYHOW };

static bool
prove_ending(struct proving *it, const struct endings *endings, size_t state, enum stuck_turn turn)
{
	uint32_t node = is_final(it->space, state) ? NO_NODE : stuck_in(it->explored, endings, state);
	struct play_refusals reasons = { 0 };

	if (node == NO_NODE || (turn == STUCK_FOR_GOOD && goes_on(it->explored, endings, state)))
		return false;
	story_why_stuck(it->explored, node, it->arena, &reasons);
	if (turn == STUCK_IN_CIRCLE && reasons.count == 0)
		return false;
	/* Ways out that can never be gone are told of themselves. */
	if (it->explored->state_left[state] || !has_way_out(it->space->book, state))
		tell_stuck(it, state, node, &reasons);
	return true;
}

static void
prove_endings(struct proving *it)
{
	struct endings endings;
	bool told = false;

	endings_find(it->explored, &endings);
	for (enum stuck_turn turn = STUCK_FOR_GOOD; turn <= STUCK_ANYHOW && !told; turn++)
		for (size_t i = 0; i < it->space->book->states.count && (turn == STUCK_FOR_GOOD || !told); i++)
			told |= prove_ending(it, &endings, i, turn);
	endings_done(&endings);
}

/* -------------------------------------------------------------------------------------- states, moves */

/* Was a move tried that leads into it? Then it is that move which is told of. */
static bool
was_tried(const struct proving *it, size_t state)
{
	for (size_t i = 0; i < it->space->book->moves.count; i++)
		if (it->space->book->moves.items[i].to == state && it->explored->move_tried[i])
			return true;
	return false;
}

static void
prove_states(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->states.count; i++)
		if (!it->explored->state_seen[i] && !was_tried(it, i))
			FAULT(it, PLAYCHECK_STATE_UNREACHED, book->states.items[i].line, M("No way leads into \"{state}\"."),
			    { "state", book->states.items[i].title });
}

/* A guard that forbade the move wherever it was tried is told of itself. */
static bool
is_always_forbidden(const struct proving *it, size_t move)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->guards.count; i++)
		if (index_has(&book->guards.items[i].forbids, move) && (it->explored->move_allowed[move] >> i & 1) == 0)
			return true;
	return false;
}

/* Can the state be come to but by the move? Then it is the move that is at fault. */
static bool
leads_nowhere_else(const struct proving *it, size_t state)
{
	return !it->explored->state_seen[state];
}

static void
prove_moves(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->moves.count; i++) {
		const struct play_move *move = &book->moves.items[i];
		struct playcheck_fault *that;

		if (it->explored->move_made[i] || !it->explored->move_tried[i] || is_always_forbidden(it, i))
			continue;
		that = FAULT(it, PLAYCHECK_MOVE_NEVER, move->line,
		    leads_nowhere_else(it, move->to) ? M("\"{move}\" can never be made, and nothing else leads into \"{state}\".")
		                                     : M("\"{move}\" can never be made."),
		    { "move", move->title }, { "state", book->states.items[move->to].title });
		story_why_never(it->explored, i, it->arena, &that->because);
	}
}

static void
prove_tasks(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->tasks.count; i++) {
		const struct play_task *task = &book->tasks.items[i];
		struct playcheck_fault *that;
		bool named = index_has(&book->begins, i);

		for (size_t j = 0; j < book->moves.count; j++)
			named |= index_has(&book->moves.items[j].starts, i);
		if (!named)
			FAULT(it, PLAYCHECK_TASK_UNUSED, task->line, M("Nothing ever begins \"{task}\"."), { "task", task->title });
		if (!it->explored->task_begun[i] || it->explored->task_finished[i])
			continue;
		that = FAULT(it, PLAYCHECK_TASK_NEVER, task->line, M("\"{task}\" is begun and can never be finished."), { "task", task->title });
		story_why_open(it->explored, i, it->arena, &that->because);
	}
}

void
prove_flow(struct proving *it)
{
	prove_states(it);
	prove_moves(it);
	prove_tasks(it);
	prove_endings(it);
	if (it->explored->loop.seen) {
		const struct play_move *move = &it->space->book->moves.items[it->explored->loop.move];
		struct playcheck_fault *that = FAULT(it, PLAYCHECK_LOOP, move->line, M("The program's moves never come to rest: \"{move}\" is followed by "
		    "others that lead to it again."), { "move", move->title });

		story_of_sight(it->explored, &it->explored->loop, it->arena, &that->path);
	}
}

/* -------------------------------------------------------------------------------------------- guards */

static void
prove_around(struct proving *it, size_t at)
{
	const struct playbook *book = it->space->book;
	const struct play_guard *guard = &book->guards.items[at];
	const struct sight_of *sights[] = { &it->explored->around[at], &it->explored->hidden[at] };
	static const char *const messages[] = {
		M("\"{move}\" goes around the guard \"{guard}\": it leads into \"{state}\", where the guard forbids others to lead."),
		M("\"{move}\" makes a document that the guard \"{guard}\" hides."),
	};
	static const enum playcheck_kind kinds[] = { PLAYCHECK_GUARD_AROUND, PLAYCHECK_GUARD_DOCUMENT };

	for (size_t i = 0; i < ARRAY_LEN(sights); i++) {
		const struct play_move *move;
		struct playcheck_fault *that;

		if (!sights[i]->seen)
			continue;
		move = &book->moves.items[sights[i]->move];
		that = FAULT(it, kinds[i], guard->line, messages[i], { "move", move->title }, { "guard", guard->title },
		    { "state", book->states.items[move->to].title });
		story_of_sight(it->explored, sights[i], it->arena, &that->path);
	}
}

/* Was any of its moves, or of the moves that make its documents, ever tried? Else another fault says why not. */
static bool
was_asked(const struct proving *it, const struct play_guard *guard)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->moves.count; i++) {
		const struct play_move *move = &book->moves.items[i];
		bool concerns = index_has(&guard->forbids, i);

		for (size_t j = 0; j < move->makes.count; j++)
			concerns |= index_has(&guard->hides, move->makes.items[j]);
		if (concerns && it->explored->move_tried[i])
			return true;
	}
	return false;
}

void
prove_guards(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->guards.count; i++) {
		const struct play_guard *guard = &book->guards.items[i];

		prove_around(it, i);
		if (!was_asked(it, guard))
			continue;
		if ((it->explored->guard_forbids >> i & 1) == 0)
			FAULT(it, PLAYCHECK_GUARD_NEVER, guard->line, M("The guard \"{guard}\" never holds: it forbids nothing."), { "guard", guard->title });
		for (size_t j = 0; j < guard->forbids.count; j++) {
			size_t move = guard->forbids.items[j];

			if (it->explored->move_tried[move] && (it->explored->move_allowed[move] >> i & 1) == 0)
				FAULT(it, PLAYCHECK_GUARD_ALWAYS, guard->line, M("The guard \"{guard}\" always holds: \"{move}\" can never be made."),
				    { "guard", guard->title }, { "move", book->moves.items[move].title });
		}
	}
}

/* ----------------------------------------------------------------------------------------- deadlines */

static bool
is_any_reached(const struct proving *it, const struct index_list *states)
{
	for (size_t i = 0; i < states->count; i++)
		if (it->explored->state_seen[states->items[i]])
			return true;
	return false;
}

/* What a move meets, when the move can never be made, or a state that is never left, is told of those. */
static bool
is_told_elsewhere(const struct proving *it, const struct play_deadline *deadline)
{
	if (deadline->met_by != NO_INDEX)
		return !it->explored->move_made[deadline->met_by];
	for (size_t i = 0; i < deadline->in.count; i++)
		if (it->explored->state_left[deadline->in.items[i]])
			return false;
	return true;
}

static void
prove_deadline(struct proving *it, size_t at)
{
	const struct play_deadline *deadline = &it->space->book->deadlines.items[at];

	if (!is_any_reached(it, &deadline->in))
		return;
	if (!it->explored->deadline_runs[at]) {
		FAULT(it, PLAYCHECK_DEADLINE_NEVER_RUNS, deadline->line, M("The deadline \"{deadline}\" never runs: its condition is never true."),
		    { "deadline", deadline->title });
		return;
	}
	if (deadline->met_by_field != NO_INDEX)
		return;
	if (!it->explored->deadline_met[at] && !is_told_elsewhere(it, deadline))
		FAULT(it, PLAYCHECK_DEADLINE_NEVER_MET, deadline->line, M("Nothing ever meets the deadline \"{deadline}\": what meets it happens only where it "
		    "does not run."), { "deadline", deadline->title });
	else if (it->explored->deadline_met[at] && !it->explored->deadline_in_time[at])
		FAULT(it, PLAYCHECK_DEADLINE_LATE, deadline->line, M("The deadline \"{deadline}\" can only be missed: what meets it is possible only when it "
		    "is past."), { "deadline", deadline->title });
}

void
prove_deadlines(struct proving *it)
{
	for (size_t i = 0; i < it->space->book->deadlines.count; i++)
		prove_deadline(it, i);
}

/* -------------------------------------------------------------------------------------------- all of it */

struct err *
playcheck(const struct playbook *book, const struct playcheck_outside *outside, struct arena *arena, struct playcheck_report *ret_report)
{
	struct playcheck_report report = { 0 };
	struct explored explored;
	struct space space;
	struct proving it = { &space, &explored, arena, &report };
	struct err *err;

	TRY(space_make(book, arena, &space));
	err = explore(&space, arena, &explored);
	if (err == NULL) {
		prove_flow(&it);
		prove_guards(&it);
		prove_deadlines(&it);
		prove_people(&it);
		prove_decisions(&it);
		prove_outside(&it, outside);
		report.situations = explored.count;
		report.tried = explored.tried;
		*ret_report = report;
	}
	explored_done(&explored);
	return err;
}
