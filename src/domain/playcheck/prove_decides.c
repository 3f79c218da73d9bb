/*
 * prove_decides.c - what a move decides about findings: by people who see what it rests on, with a road back, and never left standing behind.
 *
 * That its reason, owner, effect and last day are there is seen when the playbook is read (they are needs of the move), and that somebody can
 * fill them in by prove_people.
 */
#include "domain/playcheck/prove.h"

static bool
sees(const struct play_role *role, size_t at, const struct play_field *field)
{
	return (role->rights & RIGHT_READ) != 0 && index_has(&role->compartments, field->compartment) &&
	    (field->visible_to.count == 0 || index_has(&field->visible_to, at));
}

/* Whoever may make it signs for what stands there. */
static void
prove_sight(struct proving *it, const struct play_move *move)
{
	const struct play_decision *d = &move->decides;
	const size_t rests_on[] = { d->owner, d->reason, d->effect, d->until };
	const struct playbook *book = it->space->book;

	for (size_t r = 0; r < move->by.count; r++)
		for (size_t i = 0; i < ARRAY_LEN(rests_on); i++)
			if (rests_on[i] != NO_INDEX && !sees(&book->roles.items[move->by.items[r]], move->by.items[r], &book->fields.items[rests_on[i]]))
				FAULT(it, PLAYCHECK_DECIDES_BLIND, move->line, M("{role} decides about findings by \"{move}\" without seeing \"{field}\", on which the decision rests."),
				    { "role", book->roles.items[move->by.items[r]].title }, { "move", move->title },
				    { "field", book->fields.items[rests_on[i]].title });
}

static bool
asks_expiry(const struct vars *vars)
{
	for (size_t i = 0; i < vars->count; i++)
		if (vars->items[i].kind == VAR_PREDICATE && vars->items[i].at == PREDICATE_EXPIRY_PASSED)
			return true;
	return false;
}

/* Somebody can take it back; and where it has a last day, the program does so when that is past: else the case says "accepted" of what nobody accepts any more. */
static void
prove_road_back(struct proving *it, const struct play_move *move)
{
	const struct playbook *book = it->space->book;
	bool has_last_day = move->decides.until != NO_INDEX, back = false, lapses = false;

	for (size_t i = 0; i < book->moves.count; i++) {
		const struct play_move *out = &book->moves.items[i];

		if (!index_has(&out->from, move->to) || !out->undecides)
			continue;
		back = back || !out->by_program;
		lapses = lapses || (out->by_program && asks_expiry(&it->space->move_vars[i]));
	}
	if (!back)
		FAULT(it, PLAYCHECK_DECIDES_STAYS, move->line, M("What \"{move}\" decides about findings cannot be taken back: no move of a person out of \"{state}\" ends it (undecides)."),
		    { "move", move->title }, { "state", book->states.items[move->to].title });
	else if (has_last_day && !lapses)
		FAULT(it, PLAYCHECK_DECIDES_STAYS, move->line, M("When the last day of \"{move}\" is past, the case stays in \"{state}\": no move of the program out of it ends the decision (when: expiry_passed, undecides)."),
		    { "move", move->title }, { "state", book->states.items[move->to].title });
}

/* A way out that forgets the decision leaves it standing while the case goes on as if there were none. */
static void
prove_not_left(struct proving *it, const struct play_move *move)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->moves.count; i++) {
		const struct play_move *out = &book->moves.items[i];

		if (index_has(&out->from, move->to) && out->to != move->to && !out->undecides && out->decides.kind == DECIDES_NOTHING &&
		    !book->states.items[out->to].final)
			FAULT(it, PLAYCHECK_DECIDES_LEFT, out->line, M("\"{out}\" leads out of \"{state}\" and leaves standing what \"{move}\" decided about findings (undecides is missing)."),
			    { "out", out->title }, { "state", book->states.items[move->to].title }, { "move", move->title });
	}
}

void
prove_decisions(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->moves.count; i++) {
		if (book->moves.items[i].decides.kind == DECIDES_NOTHING)
			continue;
		prove_sight(it, &book->moves.items[i]);
		prove_road_back(it, &book->moves.items[i]);
		prove_not_left(it, &book->moves.items[i]);
	}
}
