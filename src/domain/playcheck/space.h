/*
 * space.h - the situations a case can come into, told apart no further than the playbook does; private to this room.
 *
 * What keeps the space small, and why nothing is lost by it:
 *
 *   * A field can be changed at any time by those who fill it while the case is not closed. There it is no part of the situation: each
 *     act is tried with every value (a *variable* of the act). Only in final states, where fields stand still, are values kept, and
 *     only those that a later act out of such a state reads.
 *   * Of a field, values that no expression tells apart are one. Fields that no expression reads matter to an act only by being filled,
 *     which can only help it, so that the act is tried with them filled; that it is refused without is the engine's promise, tested there.
 *   * An approval that is not decided may be not asked for or waiting, and change between these: a variable again. Likewise
 *     predicates that may change either way, and those that are not yet true, which may be false or unknown.
 *   * Tasks of one kind are alike: counted, not named, up to two of each; more are as two.
 *   * Deadlines, predicates, approvals and counts that no expression, move or obligation reads are left out.
 *
 * A situation is packed into 64 bits: one slot for each thing that is kept.
 */
#pragma once
#include "domain/playcheck/playcheck.h"

enum slot_kind {
	SLOT_STATE, SLOT_PROPOSED /* move + 1 */, SLOT_FIELD /* a value's place */, SLOT_DECIDED /* an approval: DECIDED_… */, SLOT_OPEN, SLOT_DONE,
	SLOT_PAST, SLOT_MET, SLOT_HOLDS,
};
enum { SLOT_KINDS = 9, SLOTS_MAX = 64, TASKS_MAX = 2 };
enum { DECIDED_NOT, DECIDED_GRANTED, DECIDED_REFUSED };
struct slot { enum slot_kind kind; size_t at; unsigned shift, bits; };
struct situation { uint16_t slots[SLOTS_MAX]; };

enum var_kind { VAR_FIELD, VAR_APPROVAL, VAR_PREDICATE, VAR_MET /* by its field */, VAR_CLEARED /* a task's subject */ };
struct var { enum var_kind kind; size_t at; };
struct vars { struct var *items; size_t count; size_t room; };

/* Values of a field: the first two are always these, and what it can be filled with follows. */
enum { VALUE_EMPTY, VALUE_REFUSED, VALUE_FIRST };
struct cells { struct play_cell *items; size_t count; size_t room; };

struct space {
	const struct playbook *book;
	struct arena          *arena;
	struct cells          *values;         /* of each field                                               */
	uint64_t              *may_be_empty;   /* of each field: bits of states in which it may be so         */
	uint64_t              *kept;           /* of each field: bits of final states in which its value is part of the situation */
	uint64_t              *fillers, *movers, *finishers;    /* of each field, move, task: roles with the right and the sight for it */
	struct vars           *move_vars;      /* what the answer to each move may hang on, guards that it might go around included; of one of
	                                          the program's, what any of these hangs on */
	struct vars           *task_vars;
	struct vars           *deadline_vars;
	uint64_t              *around;         /* of each move: guards whose forbidden moves lead where this one leads, and that do not forbid it */
	struct slot            slots[SLOTS_MAX];
	size_t                 slots_count;
	size_t                *slot_of[SLOT_KINDS];    /* by what it is of: place in slots, or NO_INDEX         */
};

/* ERR_LIMIT when a situation does not fit into 64 bits. */
CHECKED struct err *space_make(const struct playbook *book, struct arena *arena, struct space *ret_space);

uint64_t         situation_pack(const struct space *space, const struct situation *situation);
struct situation situation_unpack(const struct space *space, uint64_t packed);
/* 0 where it is not kept. */
size_t situation_get(const struct space *space, const struct situation *situation, enum slot_kind kind, size_t at);
void   situation_set(const struct space *space, struct situation *situation, enum slot_kind kind, size_t at, size_t value);

/* What the rule reads, added to vars; each once. */
void vars_of_rule(const struct playbook *book, const struct rule *rule, struct arena *arena, struct vars *vars);

/* The predicate that looks at this field's instant, or PREDICATE_COUNT. */
enum play_predicate predicate_of_field(const struct playbook *book, size_t field);
/* The field that the predicate looks at, or NO_INDEX. */
size_t field_of_predicate(const struct playbook *book, enum play_predicate predicate);
/* Once true it stays so, unless its field is changed. */
bool predicate_stays(enum play_predicate predicate);

static inline bool
is_final(const struct space *space, size_t state)
{
	return space->book->states.items[state].final;
}

/* May somebody change the field in that state? */
static inline bool
is_free(const struct space *space, size_t state)
{
	return !is_final(space, state);
}

/* Does it take a case to its end? Moves between final states do not. */
bool move_closes(const struct playbook *book, const struct play_move *move);

/* The move needs it, or the state it leads to does. */
static inline bool
move_needs(const struct playbook *book, const struct play_move *move, size_t field)
{
	return (book->fields.items[field].obliged >> move->to & 1) != 0 || index_has(&move->needs, field);
}
