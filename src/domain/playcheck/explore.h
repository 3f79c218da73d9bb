/*
 * explore.h - every situation that can be reached, how it was reached first, and what was seen on the way; private to this room.
 */
#pragma once
#include "domain/playcheck/trial.h"

enum act_kind {
	ACT_BEGIN, ACT_MOVE, ACT_FINISH /* a task */, ACT_GRANT, ACT_REFUSE, ACT_ANEW /* an approval */, ACT_PASS, ACT_POSTPONE /* a deadline */, ACT_HOLD,
	ACT_LOOSEN /* a predicate */,
};
struct act { enum act_kind kind : 8; unsigned at : 24; };

struct node { uint64_t packed; uint32_t parent; struct act act; };
struct edge { uint32_t from, to; };
enum { NO_NODE = UINT32_MAX };

/* Where something was seen first: the situation, the move, and the values that the move was tried with. */
struct sight_of { bool seen; uint32_t node; size_t move; size_t *places; };
struct sights { struct sight_of *items; size_t count; size_t room; };

struct explored {
	const struct space *space;
	struct node        *nodes;         /* in the order they were found: nearest first      */
	size_t              count, room;
	uint32_t           *table;         /* open addressing: node + 1, 0 is empty            */
	size_t              table_size;
	struct edge        *edges;
	size_t              edges_count, edges_room;
	size_t              tried;

	bool               *state_seen;    /* of each state                                    */
	bool               *state_left;    /* some move led out of it to another               */
	bool               *move_made;     /* of each move                                     */
	bool               *move_tried;    /* the case was in a state it leads from            */
	uint64_t           *move_allowed;  /* of each move: guards that allowed it somewhere   */
	uint64_t            guard_forbids, guard_allows;    /* guards that did so somewhere    */
	bool               *task_begun, *task_finished;
	bool               *deadline_runs, *deadline_met, *deadline_in_time;
	struct sight_of    *around;        /* of each guard: a move that goes around it        */
	struct sight_of    *hidden;        /* of each guard: a move that makes what it hides   */
	struct sight_of     loop;          /* moves of the program that go on for ever         */
};

/* ERR_LIMIT beyond LIMIT_PLAYCHECK_STATES situations or LIMIT_PLAYCHECK_TRIES of one act. */
CHECKED struct err *explore(const struct space *space, struct arena *arena, struct explored *ret_explored);
void explored_done(struct explored *explored);

/*
 * What can happen in a situation, in one order that is always the same: `found` is told of each act and what comes of it, with the trial
 * as it was. Used to explore, and again to tell how one situation led to another.
 */
struct acting {
	const struct space *space;
	struct trial       *trial;
	struct explored    *seen;          /* where what is seen is noted; NULL when the story is told again */
	uint32_t            node;
	void (*found)(void *context, struct act act, const struct situation *after);
	void               *context;
	bool                stop;          /* set by found                                     */
	struct act          act;           /* that is tried now                                */
	struct err         *err;
};
void act_all(struct acting *acting, const struct situation *at);
/* Only this act. */
void act_again(struct acting *acting, const struct situation *at, struct act act);
