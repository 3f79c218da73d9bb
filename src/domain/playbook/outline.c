/*
 * outline.c - how most cases of a playbook go, for people who look at one: the stages of its way, and what is filled in at which.
 */
#include "domain/playbook/playbook.h"

/* A move of people between two states of a case that is open. */
static bool
leads(const struct play_move *move, size_t from, size_t to)
{
	return !move->by_program && move->to == to && from != to && index_has(&move->from, from);
}

static size_t
first_final(const struct playbook *book)
{
	for (size_t i = 0; i < book->states.count; i++)
		if (book->states.items[i].final)
			return i;
	return NO_INDEX;
}

/* By breadth: from[s] is the state before s on the shortest road from the first; among equals the one that stands first in the file. */
static void
find_roads(const struct playbook *book, size_t *from, struct arena *arena)
{
	struct index_list found = { 0 };

	for (size_t i = 0; i < book->states.count; i++)
		from[i] = NO_INDEX;
	list_push(arena, &found, (size_t)0);
	for (size_t next = 0; next < found.count; next++) {
		for (size_t to = 1; to < book->states.count; to++) {
			if (from[to] != NO_INDEX)
				continue;
			for (size_t m = 0; m < book->moves.count && from[to] == NO_INDEX; m++)
				if (leads(&book->moves.items[m], found.items[next], to))
					from[to] = found.items[next];
			if (from[to] != NO_INDEX)
				list_push(arena, &found, to);
		}
	}
}

static void
find_way(const struct playbook *book, struct arena *arena, struct index_list *way)
{
	size_t *from = ARENA_ARRAY(arena, size_t, book->states.count), at = first_final(book);
	struct index_list back = { 0 };

	find_roads(book, from, arena);
	for (; at != NO_INDEX && at != 0; at = from[at])
		list_push(arena, &back, at);
	list_push(arena, way, (size_t)0);
	/* A playbook that never ends has no road to an end. */
	if (at == NO_INDEX)
		return;
	for (size_t i = back.count; i > 0; i--)
		list_push(arena, way, back.items[i - 1]);
}

size_t
playbook_way_place(const struct play_outline *outline, size_t state)
{
	for (size_t i = 0; i < outline->way.count; i++)
		if (outline->way.items[i] == state)
			return i;
	return NO_INDEX;
}

bool
playbook_leads_on(const struct play_outline *outline, size_t state, const struct play_move *move)
{
	size_t here = playbook_way_place(outline, state), there = playbook_way_place(outline, move->to);

	return !move->by_program && there != NO_INDEX && (here == NO_INDEX || there > here);
}

bool
playbook_needs(const struct playbook *book, const struct play_move *move, size_t field)
{
	return index_has(&move->needs, field) || (book->fields.items[field].obliged >> move->to & 1) != 0;
}

/* The first stage of the way that is left by a move along it which needs the field; else where another move that needs it leads. */
static size_t
stage_of(const struct playbook *book, const struct play_outline *outline, size_t field)
{
	for (size_t i = 0; i < outline->way.count; i++)
		for (size_t m = 0; m < book->moves.count; m++) {
			const struct play_move *move = &book->moves.items[m];

			if (index_has(&move->from, outline->way.items[i]) && playbook_leads_on(outline, outline->way.items[i], move)
			    && playbook_needs(book, move, field))
				return outline->way.items[i];
		}
	for (size_t m = 0; m < book->moves.count; m++)
		if (playbook_needs(book, &book->moves.items[m], field))
			return book->moves.items[m].to;
	return NO_INDEX;
}

void
playbook_outline(const struct playbook *book, struct arena *arena, struct play_outline *ret_outline)
{
	struct play_outline outline = { .stage = ARENA_ARRAY(arena, size_t, book->fields.count) };

	find_way(book, arena, &outline.way);
	for (size_t i = 0; i < book->fields.count; i++) {
		outline.stage[i] = stage_of(book, &outline, i);
		if (outline.stage[i] == NO_INDEX)
			outline.stage[i] = i == 0 ? 0 : outline.stage[i - 1];
	}
	*ret_outline = outline;
}
