/*
 * playcheck.h - every playbook, explored: no dead end, no way around a guard.
 *
 * playbook_read (domain/playbook) has seen that the parts fit together. Here the engine's own functions are played over every situation
 * a case can come into, and what is promised of a playbook is proved or refuted by a path that a person can read and walk.
 *
 * What is varied (design §13): 0, 1 and 2 of each task that is there for every system, product, unit or vendor; each field empty, valid
 * and refused, a field that an expression tells apart also with every value the expressions distinguish (a choice by each value named and
 * one that is not, a number by each number named and the two beside it); each deadline before, and at or after its instant; each approval
 * not asked for, waiting, granted, refused; each predicate unknown, false, true; a two-person step by the same and by another person.
 *
 * What is proved: every state is reached, and from every situation in it the case can still be ended; every move, task and field has
 * somebody with the right and the sight for it; every move can be made somewhere, every task finished; the program's own moves come to
 * rest; no move leads where a guard forbids another to lead, and no document is made that a guard hides; every guard forbids sometimes and
 * allows sometimes; every deadline can run, can be met and in time, and tells somebody who can read the case; every document's
 * template renders in both languages; every approval has a route that ends in a decision; what a move decides about findings is decided by people who see what
 * it rests on, can be taken back, ends by itself when its last day is past, and is left standing by no move that leads on.
 *
 * What is not: how long people take, whether two deadlines can be kept together, what stands in texts, and more than two of one task.
 *
 * What the world is taken to do: fields may be changed at any time while the case is not closed, by those who may fill them; an approval
 * that was granted or refused stays so until a move clears it or a field it is of changes (domain/approval); time goes forward, so what is past stays past unless the field it counts from may
 * still be changed; what is known to be exploited stays so; everything else that the program looks at may change either way.
 */
#pragma once
#include "base/err.h"
#include "domain/playbook/engine.h"

enum playcheck_kind {
	PLAYCHECK_STATE_UNREACHED,      /* no path leads into the state                                            */
	PLAYCHECK_STATE_LEFT_NEVER,     /* no move ever leads out of a state that is not final                     */
	PLAYCHECK_DEADLOCK,             /* a situation from which the case can never be ended                      */
	PLAYCHECK_LOOP,                 /* the program's own moves go on for ever                                  */
	PLAYCHECK_MOVE_NOBODY,          /* no role may make it                                                     */
	PLAYCHECK_MOVE_NEVER,           /* it can be made in no situation                                          */
	PLAYCHECK_TASK_NOBODY,
	PLAYCHECK_TASK_NEVER,           /* it is begun and can be finished in no situation                         */
	PLAYCHECK_TASK_UNUSED,          /* nothing begins it                                                       */
	PLAYCHECK_FIELD_NOBODY,         /* it is needed, and nobody who may edit and see it fills it               */
	PLAYCHECK_GUARD_AROUND,         /* another move leads where the guard forbids to go                        */
	PLAYCHECK_GUARD_DOCUMENT,       /* a move makes the document while the guard hides it                      */
	PLAYCHECK_GUARD_NEVER,          /* it forbids in no situation                                              */
	PLAYCHECK_GUARD_ALWAYS,         /* it forbids in every situation                                           */
	PLAYCHECK_DEADLINE_NEVER_RUNS,
	PLAYCHECK_DEADLINE_NEVER_MET,
	PLAYCHECK_DEADLINE_LATE,        /* what meets it is possible only when it is past                          */
	PLAYCHECK_TELLS_NOBODY,
	PLAYCHECK_TEMPLATE,
	PLAYCHECK_ROUTE,
	PLAYCHECK_DECIDES_BLIND,        /* who decides about findings does not see what that rests on              */
	PLAYCHECK_DECIDES_STAYS,        /* nobody can take it back, or nothing does when its last day is past      */
	PLAYCHECK_DECIDES_LEFT,         /* a move leads on and leaves the decision standing                        */
};
extern const struct enum_names playcheck_kind_names;    /* "state_unreached" … */

struct playcheck_fault {
	enum playcheck_kind  kind;
	int64_t              line;       /* of the part that is at fault                                           */
	struct play_refusal  says;       /* what is wrong                                                          */
	struct play_refusals path;       /* how it comes to it, from the opening of a case; empty where no situation shows it */
	struct play_refusals because;    /* what stands in the way at its end                                      */
};

struct playcheck_report {
	LIST(struct playcheck_fault) faults;    /* none: everything above holds                                    */
	size_t situations;                      /* that were told apart and explored                               */
	size_t tried;                           /* acts that were put to the engine                                */
};

/* What other rooms must say; a function that is NULL is not asked. They add why not, as sentences. */
struct playcheck_outside {
	void *context;
	bool (*renders)(void *context, const struct playbook *book, size_t document, enum lang lang, struct arena *arena, struct play_refusals *why);
	bool (*decides)(void *context, const struct playbook *book, size_t approval, struct arena *arena, struct play_refusals *why);
};

/* ERR_LIMIT when there is more to explore than LIMIT_PLAYCHECK_STATES, with what makes it so much. */
CHECKED struct err *playcheck(const struct playbook *book, const struct playcheck_outside *outside, struct arena *arena,
    struct playcheck_report *ret_report);
