/*
 * check.c - what must hold between the parts of a playbook and can be seen without exploring it.
 */
#include "domain/playbook/read.h"

/* ------------------------------------------------------------------------------------ roles, names */

static struct err *
check_above(const struct reader *r)
{
	const struct playbook *book = r->book;

	for (size_t i = 0; i < book->roles.count; i++) {
		size_t at = book->roles.items[i].above;

		for (size_t steps = 0; at != NO_INDEX; steps++, at = book->roles.items[at].above)
			if (steps == book->roles.count)
				return wrong_at(r, book->roles.items[i].line, M("Who stands above \"{role}\" goes round in a circle: nobody would be told in the end."),
				    ARG("role", book->roles.items[i].id));
	}
	return NULL;
}

/* Predicates that look at an instant of the case look at a field of a fixed name. */
static struct err *
check_predicates(const struct reader *r)
{
	static const struct { enum play_predicate predicate; struct str field; } looks[] = {
		{ PREDICATE_RELEASE_PASSED, STR_INIT("release") }, { PREDICATE_INTERIM_PASSED, STR_INIT("interim_until") },
		{ PREDICATE_EXPIRY_PASSED, STR_INIT("expiry") },
	};

	for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
		bool used = false, there = false;

		for (size_t j = 0; j < r->book->words.count; j++)
			used |= r->book->words.items[j].kind == WORD_PREDICATE && r->book->words.items[j].at == looks[i].predicate;
		for (size_t j = 0; j < r->book->fields.count; j++) {
			const struct play_field *field = &r->book->fields.items[j];

			there |= str_eq(field->id, looks[i].field) && (field->type == PLAY_DAY || field->type == PLAY_INSTANT);
		}
		if (used && !there)
			return wrong_at(r, r->root->line, M("\"{predicate}\" looks at the field \"{field}\": add it, with type day or instant."),
			    ARG("predicate", str_of(play_predicate_names.names[looks[i].predicate])), ARG("field", looks[i].field));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------- moves */

static struct err *
check_started(const struct reader *r, const struct index_list *tasks, size_t state, int64_t line)
{
	for (size_t i = 0; i < tasks->count; i++) {
		const struct play_task *task = &r->book->tasks.items[tasks->items[i]];

		if (!index_has(&task->in, state))
			return wrong_at(r, line, M("The task \"{task}\" would be started in \"{state}\", where it cannot be worked on: name the state in its \"in\"."),
			    ARG("task", task->id), ARG("state", r->book->states.items[state].id));
	}
	return NULL;
}

static struct err *
check_cleared(const struct reader *r, const struct play_move *move)
{
	for (size_t i = 0; i < move->clears.count; i++) {
		const struct play_field *field = &r->book->fields.items[move->clears.items[i]];

		if (field->obliged >> move->to & 1)
			return wrong_at(r, move->line, M("The move \"{move}\" clears \"{field}\", which must be filled in \"{state}\", where it leads."),
			    ARG("move", move->id), ARG("field", field->id), ARG("state", r->book->states.items[move->to].id));
	}
	return NULL;
}

static struct err *
check_move(const struct reader *r, const struct play_move *move)
{
	if (move->two_person && move->by_program)
		return wrong_at(r, move->line, M("The move \"{move}\" wants two persons, and the program is none."), ARG("move", move->id));
	for (size_t i = 0; i < move->drops.count; i++)
		if (index_has(&move->tasks, move->drops.items[i]))
			return wrong_at(r, move->line, M("The move \"{move}\" waits for the task \"{task}\" and drops it: choose one."), ARG("move", move->id),
			    ARG("task", r->book->tasks.items[move->drops.items[i]].id));
	TRY(check_cleared(r, move));
	return check_started(r, &move->starts, move->to, move->line);
}

/* ------------------------------------------------------------------------------------- obligations */

/* The states from which each move leads, as bits. */
static const uint64_t *
from_bits(const struct playbook *book, struct arena *arena)
{
	uint64_t *bits = ARENA_ARRAY(arena, uint64_t, book->moves.count);

	for (size_t i = 0; i < book->moves.count; i++)
		for (size_t j = 0; j < book->moves.items[i].from.count; j++)
			bits[i] |= (uint64_t)1 << book->moves.items[i].from.items[j];
	return bits;
}

/* Bits of the states that can be reached from the first one without ever entering the state `without`. */
static uint64_t
reached_without(const struct playbook *book, const uint64_t *from, size_t without)
{
	uint64_t reached = without == 0 ? 0 : 1, before;

	do {
		before = reached;
		for (size_t i = 0; i < book->moves.count; i++)
			if (book->moves.items[i].to != without && (from[i] & reached) != 0)
				reached |= (uint64_t)1 << book->moves.items[i].to;
	} while (reached != before);
	return reached;
}

/* In the first state nothing is obligatory: cases begin there with nothing filled. */
static void
find_obliged(struct playbook *book, struct arena *arena)
{
	uint64_t all = book->states.count == 64 ? UINT64_MAX : ((uint64_t)1 << book->states.count) - 1;
	const uint64_t *from = from_bits(book, arena);
	uint64_t *through = ARENA_ARRAY(arena, uint64_t, book->states.count);

	for (size_t i = 0; i < book->states.count; i++)
		through[i] = all & ~reached_without(book, from, i) & ~(uint64_t)1;
	for (size_t i = 0; i < book->fields.count; i++)
		if (book->fields.items[i].from != NO_INDEX)
			book->fields.items[i].obliged = through[book->fields.items[i].from];
}

struct err *
check_parts(struct reader *r)
{
	const struct play_state *first = &r->book->states.items[0];

	if (first->final)
		return wrong_at(r, first->line, M("Cases begin in the first state, \"{state}\", and it is final."), ARG("state", first->id));
	TRY(check_above(r));
	TRY(check_predicates(r));
	find_obliged(r->book, r->arena);
	for (size_t i = 0; i < r->book->moves.count; i++)
		TRY(check_move(r, &r->book->moves.items[i]));
	return check_started(r, &r->book->begins, 0, r->root->line);
}
