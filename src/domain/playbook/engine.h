/*
 * engine.h - what may happen in a case, and what comes of it. Pure: the same case and act give the same answer; `playbook check`
 * explores these very functions.
 *
 * The engine knows of a case only what stands in struct play_case. Everything the person may read of a refusal is a sentence of the
 * catalogue with its places, in both languages. What is unknown never allows: a `when` that hangs on an unknown fact is a refusal that
 * names the fact, a guard that hangs on one forbids.
 *
 * How a case runs: play_begin; then, at every look, play_clock (it tells which deadlines are past); the person's fields by play_may_fill,
 * play_value, play_fill; his moves by play_may, play_make. The caller adds the tasks that EFFECT_START_TASK asks for (one for each
 * subject), fills cells that it reads from the ledger itself, and keeps what is in struct play_case.
 */
#pragma once
#include "domain/calendar/calendar.h"
#include "domain/rule/rule.h"
#include "model/playbook.h"

enum play_filled { PLAY_EMPTY, PLAY_FILLED, PLAY_REFUSED /* holds what its type does not take: counts as empty */ };
struct play_cell {
	enum play_filled filled;
	int64_t          value;       /* of bool, number, money, choice (its place), day, instant; rows: how many */
};

enum play_task_state { TASK_OPEN, TASK_DONE, TASK_DROPPED };
struct play_task_now {
	size_t               task;
	int64_t              subject;      /* id of the system, product …; 0 for EACH_ONE */
	enum play_task_state state;
	int64_t              started_at;
	bool                 cleared;      /* its subject's rematch_clear                 */
	bool                 cleared_known;
};

enum approval_state { APPROVAL_NONE, APPROVAL_PENDING, APPROVAL_GRANTED, APPROVAL_REFUSED };
extern const struct enum_names approval_state_names;    /* "none" "pending" "granted" "refused" */

struct play_case {
	size_t                state;
	int64_t               opened_at, entered_at;
	struct play_cell     *fields;          /* in the playbook's order                    */
	enum approval_state  *approvals;       /* likewise                                   */
	bool                 *deadlines_met;   /* likewise                                   */
	struct fact          *deadlines_passed;/* likewise; of play_clock, never kept: unknown until it was asked */
	LIST(struct play_task_now) tasks;
	size_t                proposed;        /* a two-person move that waits, or NO_INDEX  */
	int64_t               proposed_by;     /* account                                    */
	struct fact           predicates[PREDICATE_COUNT];
	int64_t               next_maintenance;/* for SPAN_MAINTENANCE; INSTANT_NONE unknown */
};

/* Who acts: places of the roles he has in this case; the program itself has none. */
struct play_actor {
	int64_t account;
	uint64_t roles;         /* bit i: role i (at most 64 roles) */
	bool    program;
};

/* A sentence: err_make's way, with the places in Japanese and in English (by enum lang: titles have both). */
struct play_refusal { const char *message; const struct err_arg *args[2]; };
struct play_refusals { struct play_refusal *items; size_t count; size_t room; };
struct str play_refusal_words(const struct play_refusal *refusal, enum lang lang, struct arena *arena);

enum play_effect_kind {
	EFFECT_PROPOSED,       /* a two-person move now waits for another's confirmation       */
	EFFECT_UNPROPOSED,     /* the proposal of move `at` ended: another move was made, or a field it stands on changed */
	EFFECT_STATE,          /* `at` is the state now                                        */
	EFFECT_START_TASK,     /* task `at`: one for each subject                              */
	EFFECT_DROP_TASK,      /* open tasks of kind `at` lost their state: they are TASK_DROPPED now */
	EFFECT_DOCUMENT,       /* document `at` is to be produced                              */
	EFFECT_CLEAR_FIELD, EFFECT_CLEAR_APPROVAL,
	EFFECT_MET,            /* deadline `at` was met                                        */
	EFFECT_CLOSED, EFFECT_REOPENED,
};
struct play_effect { enum play_effect_kind kind; size_t at; };
struct play_effects { struct play_effect *items; size_t count; size_t room; };

/* A case that just began: arrays made, every predicate unknown. */
void play_begin(const struct playbook *book, int64_t now, struct arena *arena, struct play_case *ret_case);

/* What its expressions ask about: one fact for each of book->words, in their order; facts has room for RULE_FACTS. */
void play_facts(const struct playbook *book, const struct play_case *now, struct fact *facts);

/*
 * May this move be made now? Every reason why not is added (none: it may). needs, approvals, tasks, `when`, guards (unknown holds like
 * true), the fields obligatory in the state it leads to, the actor's role, and that another confirms a two-person move. That a reason
 * is given where the move wants one, the caller sees to. With refusals NULL (arena may be so too) only the answer is worked out.
 */
bool play_may(const struct playbook *book, const struct play_case *now, size_t move, const struct play_actor *actor,
    struct arena *arena, struct play_refusals *refusals);
/* Makes it: changes *now and says what came of it. Only after play_may. */
void play_make(const struct playbook *book, struct play_case *now, size_t move, const struct play_actor *actor, int64_t at,
    struct arena *arena, struct play_effects *effects);
/* The confirmation of a proposed two-person move by another person is play_may and play_make of the same move; any other move ends the
 * proposal. */

/* May this actor fill that field (role, state; the compartment is the caller's), or empty it? The program fills what a service knows by
 * itself, in any role's place. */
bool play_may_fill(const struct playbook *book, const struct play_case *now, size_t field, bool empties, const struct play_actor *actor,
    struct arena *arena, struct play_refusals *refusals);
/*
 * Puts the cell in: EFFECT_MET for deadlines that this field meets; deadlines that count from it run anew; an approval "of" it begins anew; a proposed move that stands
 * on this field is proposed no more, for both persons must agree to the same. Only after play_may_fill.
 */
void play_fill(const struct playbook *book, struct play_case *now, size_t field, struct play_cell cell, struct arena *arena,
    struct play_effects *effects);
/* May he call that task done? The program may where `done_when` says when. */
bool play_may_finish(const struct playbook *book, const struct play_case *now, size_t task_now, const struct play_actor *actor,
    struct arena *arena, struct play_refusals *refusals);
bool play_may_produce(const struct playbook *book, const struct play_case *now, size_t document, struct arena *arena,
    struct play_refusals *refusals);

/* A value as a person wrote it into its canonical text and cell; ERR_FORMAT in words. "" empties the field. */
CHECKED struct err *play_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text,
    struct play_cell *ret_cell);
/* The canonical text again as people read it: choices by their title, days also in 和暦, money with separators. */
struct str play_value_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena);

/* A deadline that runs (or ran): of the case (task NO_INDEX) or of an open task. */
struct play_due {
	size_t  deadline;       /* place in book->deadlines; NO_INDEX: a task's own  */
	size_t  task_now;       /* place in now->tasks; NO_INDEX                     */
	int64_t due;            /* INSTANT_NONE: its field is not filled yet, no maintenance is known */
	bool    met;
	bool    uncertain;      /* its `when` hangs on an unknown fact: it counts as running */
};
struct play_dues { struct play_due *items; size_t count; size_t room; };
void play_deadlines(const struct playbook *book, const struct play_case *now, const struct calendar *calendar, struct arena *arena,
    struct play_dues *dues);
/* Fills now->deadlines_passed as of that instant. */
void play_clock(const struct playbook *book, struct play_case *now, const struct calendar *calendar, int64_t at, struct arena *arena);
/* An instant plus (or minus) a span: hours run always, business spans by the calendar, days end with the day (JST). */
int64_t span_from(const struct span *span, int64_t instant, bool backwards, const struct calendar *calendar, int64_t next_maintenance);
