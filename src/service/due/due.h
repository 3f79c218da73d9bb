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
