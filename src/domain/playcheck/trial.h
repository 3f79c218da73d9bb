/*
 * trial.h - one act in one situation, tried with every value of what it hangs on; private to this room.
 *
 *     trial_begin(&trial, situation, vars, move);
 *     while (trial_next(&trial))
 *         if (play_may(space->book, &trial.now, move, &actor, NULL, NULL)) …
 */
#pragma once
#include "domain/playcheck/space.h"

struct trial {
	const struct space *space;
	struct arena       *scratch;     /* of one act                                                  */
	struct situation    at;
	const struct vars  *vars;
	size_t              move;        /* whose needs are filled; NO_INDEX                            */
	size_t             *places;      /* of each variable's value now                                */
	bool                started;
	struct play_case    now;         /* the case as it is then                                      */
	uint8_t            *value;       /* of each field: place of its value                           */
	struct fact        *passed;      /* of each deadline: now.deadlines_passed as of the last look  */
	bool                task_cleared_known, task_cleared;
};

void trial_init(const struct space *space, struct arena *scratch, struct trial *ret_trial);
void trial_begin(struct trial *trial, const struct situation *at, const struct vars *vars, size_t move);
/* The next combination of values that can be at once; false after the last. */
bool trial_next(struct trial *trial);
/* The case once more as it was before the act, at the same values. */
void trial_reload(struct trial *trial);
/* How many combinations there are at most. */
size_t trial_combinations(const struct trial *trial);

/* What the rule says in the case as it is. */
enum truth trial_truth(const struct trial *trial, const struct rule *rule);
/* Works out anew which deadlines are past, after the case was changed. */
void trial_turn_clock(struct trial *trial);

/* Somebody of these roles (bits): the first of them, who is account 1 or 2. */
struct play_actor actor_of(uint64_t roles, int64_t account);
/* The person, or the program, who would make this move here; false when nobody is named. A proposed one is confirmed by another person. */
struct play_actor move_actor(const struct space *space, size_t move, const struct play_case *now);

/* Place of the first open task of that kind, or NO_INDEX. */
size_t first_open(const struct play_case *now, size_t kind);

/* The situations that come of a move that was just made (from: the state before): one for each number of tasks and each kept value. */
typedef void trial_found(void *context, const struct situation *after);
void trial_after(struct trial *trial, size_t move, size_t from, const struct play_effects *effects, trial_found *found, void *context);
/* The situations in which a case begins, with the tasks it begins with. */
void trial_opening(struct trial *trial, const struct play_effects *effects, trial_found *found, void *context);
