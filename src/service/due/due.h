/*
 * due.h - deadlines of cases: what runs until when, who is told before and after, and when the office is open at all.
 *
 * Whoever changes a case calls due_refresh in the same unit of work: deadlines are counted anew by the engine (domain/playbook), and the
 * jobs that come of them (tell the role, pass, look at the case again) are made, moved or dropped. A rule that was done for its due instant is never
 * done again; a due instant that moves makes new jobs.
 */
#pragma once
#include "domain/playbook/engine.h"
#include "domain/timekeeping/timekeeping.h"
#include "service/people/actor.h"
#include "service/stand.h"
#include "store/ledger/job.h"

/* The case as lists and letters call it. */
struct due_case {
	int64_t    id;
	struct str number;         /* "R-2026-0001"                                                      */
	struct str label;          /* title of an open case; of a sealed one its neutral label, never its title */
	bool       sealed;
};
/* What the engine does not know of a task; in the order of play_case.tasks. */
struct due_task {
	int64_t    id;             /* case_task                                                          */
	int64_t    owner;          /* account; 0                                                         */
	int64_t    due;            /* agreed with its owner; INSTANT_NONE: as the playbook counts        */
	struct str subject;        /* "住民情報システム"; empty in sealed cases                          */
	struct str compartment;    /* empty: the playbook's first                                        */
};
/* The values of fields of type day and instant are read from now->fields. */
CHECKED struct err *due_refresh(struct ledger *ledger, const struct calendar *calendar, const struct playbook *book,
    const struct due_case *subject, const struct play_case *now, const struct due_task *tasks, int64_t at, struct arena *arena);

/* The organisation's calendar: Japanese holidays, its own closed days. */
CHECKED struct err *due_calendar(struct ledger *ledger, struct arena *arena, struct calendar *ret_calendar);
/* The next maintenance window of all these systems that begins after now (of all when none is given); INSTANT_NONE when none is known. */
CHECKED struct err *due_next_maintenance(struct ledger *ledger, const int64_t *systems, size_t count, int64_t now, struct arena *arena,
    int64_t *ret_begins);

/*
 * May a release go by the clock? By what every node's clocks last said, and what this one's say now. What an instant holds back
 * counts as passed only when it is trusted: PREDICATE_RELEASE_PASSED is unknown otherwise.
 */
CHECKED struct err *due_trust(struct ledger *ledger, int64_t now, struct arena *arena, enum trust *ret_trust);
/* 1: it is past, by trusted time; 0: it is not; unknown: it would be, but the clock is not trusted. */
CHECKED struct err *due_is_past(struct ledger *ledger, int64_t instant, int64_t now, struct arena *arena, struct fact *ret_past);

/* ------------------------------------------------------------------------- for the scheduler (service/job) */

/* What this node's clocks say; which node it is. */
struct due_reading { struct time_reading time; struct str node; };
struct due_reading due_reading_now(int64_t now, struct arena *arena);
/* Holds it to the node's mark, keeps the mark, and says whether time is trusted (by all nodes). */
CHECKED struct err *due_clock(struct ledger *ledger, const struct due_reading *reading, struct arena *arena, enum trust *ret_trust);

/* What a job of each kind does; within the unit of work in which it ends. */
CHECKED struct err *due_tell(struct ledger *ledger, const struct ledger_job *job, int64_t now, struct arena *arena);
/* *ret_missed: the deadline still ran, and is missed now: something may follow from it by itself. */
CHECKED struct err *due_miss(struct ledger *ledger, const struct ledger_job *job, int64_t now, struct arena *arena, bool *ret_missed);
CHECKED struct err *due_call(struct ledger *ledger, const struct ledger_job *job, int64_t now, struct arena *arena);
CHECKED struct err *due_break(struct ledger *ledger, const struct calendar *calendar, const struct ledger_job *job, int64_t now, struct arena *arena);
/* Ten and three business days before four and more closed days on end: makes the job that warns. */
CHECKED struct err *due_break_plan(struct ledger *ledger, const struct calendar *calendar, int64_t now, struct arena *arena);
/* All that waits to be told goes into the outbox, one letter a person. *ret_count: letters. */
CHECKED struct err *due_letters(struct ledger *ledger, int64_t now, struct arena *arena, int64_t *ret_count);

/* Who is called for that purpose between two instants, in order. */
CHECKED struct err *due_tree(struct ledger *ledger, enum oncall_purpose purpose, int64_t from, int64_t until, struct arena *arena,
    struct oncalls *ret_tree);

/* -------------------------------------------------------------------------------- the organisation's timetable */

/* For administrators and security staff; each change is in the audit, and the deadlines of open cases are counted anew by the scheduler. */
CHECKED struct err *due_close_days(struct ledger *ledger, const struct actor *actor, const int32_t *days, size_t count, struct str note,
    int64_t now, struct arena *arena);
CHECKED struct err *due_open_days(struct ledger *ledger, const struct actor *actor, const int32_t *days, size_t count, int64_t now,
    struct arena *arena);
/* system: its name; empty: all. written: as people write it (domain/calendar/cycle.h). */
CHECKED struct err *due_maintenance_add(struct ledger *ledger, const struct actor *actor, struct str system, struct str written, struct str note,
    int64_t now, struct arena *arena, int64_t *ret_id);
/* One that stands: ERR_NOT_FOUND when it was taken off. */
CHECKED struct err *due_maintenance_change(struct ledger *ledger, const struct actor *actor, int64_t id, struct str system, struct str written,
    struct str note, int64_t now, struct arena *arena);
/* What stands of a window, and of the note of days from first to last that are closed; nothing: it was taken off, they are open. */
CHECKED struct err *due_maintenance_stand(struct ledger *ledger, const struct actor *actor, int64_t id, struct arena *arena, struct stand *ret_stand);
CHECKED struct err *due_closed_stand(struct ledger *ledger, const struct actor *actor, int32_t first, int32_t last, struct arena *arena,
    struct stand *ret_stand);
CHECKED struct err *due_maintenance_remove(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
/* login: an account's, or the name of somebody without one. */
CHECKED struct err *due_oncall_add(struct ledger *ledger, const struct actor *actor, const struct ledger_oncall *oncall, struct str login,
    int64_t now, struct arena *arena, int64_t *ret_id);
CHECKED struct err *due_oncall_remove(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);

struct window_view { int64_t id; struct str system /* empty: all */, cycle, words, note; int64_t begins, ends; };
struct closed_view { int32_t day; struct str note; };
struct timetable_view {
	LIST(struct window_view) windows;       /* in the order in which they come next */
	LIST(struct closed_view) closed;
};
extern const struct schema window_schema, timetable_schema;
/* Windows with their next instants, closed days from today on. system: only its own and those of all; empty: every one. */
CHECKED struct err *due_timetable(struct ledger *ledger, const struct actor *actor, struct str system, int64_t now, struct arena *arena,
    struct timetable_view *ret_view);
/* The windows as a calendar file (RFC 5545), those that repeat by their rule. */
CHECKED struct err *due_timetable_ics(struct ledger *ledger, const struct actor *actor, struct str system, int64_t now, struct arena *arena,
    struct str *ret_text);

struct oncall_view { int64_t id, place; struct str name, phone, purpose; int64_t begins, ends; struct str note; bool now; };
struct oncall_list { LIST(struct oncall_view) oncall; };
extern const struct schema oncall_list_schema;
/* now: whom to call at this very instant. */
CHECKED struct err *due_oncall_list(struct ledger *ledger, const struct actor *actor, int64_t now, struct arena *arena,
    struct oncall_list *ret_list);

/* ----------------------------------------------------------------------------------------- what people see */

struct deadline_view {
	struct str number, label;
	bool       sealed;
	struct str deadline;          /* its id                                              */
	int64_t    task;              /* 0: of the case                                      */
	struct str title;             /* in the actor's language, with what the task is about */
	struct str role, owner;       /* id of the role; login of who has the task in person */
	int64_t    due;               /* INSTANT_NONE: it counts from a field that is not filled */
	bool       overdue;
	struct str role_title;        /* in the actor's language                             */
};
struct deadline_list { LIST(struct deadline_view) deadlines; struct str trust; /* trust_names */ };
extern const struct schema deadline_view_schema, deadline_list_schema;
struct deadline_query { bool mine, overdue; struct str number; /* of one case; empty: all */ int64_t until; /* INSTANT_NONE: all */ };
/* What runs in the cases the actor may see, in the compartments he sees; the earliest first. */
CHECKED struct err *deadline_list(struct ledger *ledger, const struct actor *actor, const struct deadline_query *query, int64_t now,
    struct arena *arena, struct deadline_list *ret_list);
