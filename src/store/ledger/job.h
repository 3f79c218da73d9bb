/*
 * job.h - in the ledger: deadlines of cases, leased jobs, what people are told, the outbox, the clock's mark, the timetable.
 *
 * A job is a row of which there is one for its case, kind, rule and due instant, ever: doing it and calling it done are one unit of work, so
 * what it does comes once, however often a program is killed or another takes the job up. A runner claims jobs for a while (owner,
 * until); a lease that has run out is free again. Letters are claimed in the same way, but sending one is no unit of work: it may come
 * twice, always with the same Message-ID.
 */
#pragma once
#include "store/ledger/ledger.h"

/* The clock that rules due times: of the database where there is a server, else of this process (clock_now). */
CHECKED struct err *ledger_clock(struct ledger *ledger, struct arena *arena, int64_t *ret_now);

/* ------------------------------------------------------------------------------------------- deadlines */

enum deadline_state { DEADLINE_RUNNING, DEADLINE_MET, DEADLINE_STOPPED /* its state was left, its condition fell away, the case was closed */ };
extern const struct enum_names deadline_state_names;      /* "running" "met" "stopped" */

struct ledger_deadline {
	int64_t             casefile;
	struct str          name;              /* id in the playbook: of the deadline, or of the task's kind     */
	int64_t             task;              /* case_task; 0: of the case                                      */
	struct str          number, label;     /* of the case; a sealed one's neutral label                      */
	bool                sealed;
	struct str          title_ja, title_en;
	struct str          subject;           /* "住民情報システム": what the task is about; empty in sealed cases */
	struct str          role;              /* who is to act: id of the playbook                              */
	int64_t             owner;             /* account of the task's owner; 0                                 */
	struct str          compartment;       /* empty: every reader of the case may see it                     */
	int64_t             begun_at;
	int64_t             due;               /* INSTANT_NONE: it counts from a field that is not filled        */
	enum deadline_state state;
	int64_t             met_at, missed_at;
};
struct deadlines { struct ledger_deadline *items; size_t count; size_t room; };
/* Of a case, all; of case 0: those that run and are due until that instant (INSTANT_NONE: all that run), the earliest first. */
CHECKED struct err *ledger_deadlines(struct ledger *ledger, int64_t casefile, int64_t until, struct arena *arena, struct deadlines *ret_deadlines);
CHECKED struct err *ledger_deadline_put(struct ledger *ledger, const struct ledger_deadline *deadline, struct arena *arena);
/* It runs and was not met at its due instant; *ret_missed is false when it no longer runs, or is due at another time now. */
CHECKED struct err *ledger_deadline_miss(struct ledger *ledger, int64_t casefile, struct str name, int64_t task, int64_t due, int64_t at,
    struct arena *arena, bool *ret_missed);

/* ------------------------------------------------------------------------------------------------ jobs */

enum job_kind {
	JOB_TELL,        /* tells a role of a deadline: rule "NAME/TASK/-1 business_days/ROLE"                   */
	JOB_MISS,        /* a deadline passes: rule "NAME/TASK"                                                  */
	JOB_SETTLE,      /* an instant on which a case depends passes (release, expiry …): rule is the field     */
	JOB_CALL,        /* the contact tree before a publication: rule is the field                             */
	JOB_BREAK,       /* a long holiday is ahead: rule "2026-12-29/10"                                        */
	JOB_STANDING,    /* done again and again: rule is its name; due is the next time                         */
	JOB_ALONE,       /* work that one process at a time does, whatever node it is on: rule is its name       */
};
extern const struct enum_names job_kind_names;        /* "tell" "miss" "settle" "call" "break" "standing" "alone" */
enum job_state { JOB_WAITING, JOB_DONE, JOB_FAILED /* given up after JOB_ATTEMPTS */ };
extern const struct enum_names job_state_names;       /* "waiting" "done" "failed" */
enum { JOB_ATTEMPTS = 8 };

struct ledger_job {
	int64_t        id;
	enum job_kind  kind;
	int64_t        casefile;      /* 0: none                                    */
	struct str     rule;
	int64_t        due;
	struct str     subject;       /* what it needs to know: roles in order, …   */
	enum job_state state;
	struct str     owner;
	int64_t        until;         /* not before: the lease's end, or the due instant */
	int64_t        attempt;
	struct str     error;
	int64_t        done_at;
};
struct jobs { struct ledger_job *items; size_t count; size_t room; };
/* Makes it unless there is (or was) one of its case, kind, rule and due instant. */
CHECKED struct err *ledger_job_put(struct ledger *ledger, const struct ledger_job *job, struct arena *arena);
/* Those of this case, done or waiting; and one that is not needed any more is forgotten, unless it was done. */
CHECKED struct err *ledger_jobs_of(struct ledger *ledger, int64_t casefile, struct arena *arena, struct jobs *ret_jobs);
CHECKED struct err *ledger_job_drop(struct ledger *ledger, int64_t id, struct arena *arena);
/* The latest first; only of that state where one is given (-1: all), at most `most`. */
CHECKED struct err *ledger_jobs(struct ledger *ledger, int state, int64_t most, struct arena *arena, struct jobs *ret_jobs);
/* A standing job is there, first due at that instant. */
CHECKED struct err *ledger_job_stand(struct ledger *ledger, struct str name, int64_t first, struct arena *arena);

/* Leases at most `most` jobs that are due, the earliest first, until that instant. */
CHECKED struct err *ledger_jobs_claim(struct ledger *ledger, struct str owner, int64_t now, int64_t until, int64_t most, struct arena *arena,
    struct jobs *ret_jobs);
/* Within the unit of work of its effect: *ret_mine is false when the lease was lost, and nothing may be done then. */
CHECKED struct err *ledger_job_done(struct ledger *ledger, int64_t id, struct str owner, int64_t now, struct arena *arena, bool *ret_mine);
/* The same of a standing job, which is due again then. */
CHECKED struct err *ledger_job_again(struct ledger *ledger, int64_t id, struct str owner, int64_t next, int64_t now, struct arena *arena, bool *ret_mine);
/*
 * Work of that name (JOB_ALONE) is his until that instant, or still is: *ret_mine false while another has it. Nobody claims it as a job; who has
 * done what he wanted lets it go.
 */
CHECKED struct err *ledger_job_hold(struct ledger *ledger, struct str name, struct str owner, int64_t now, int64_t until, struct arena *arena,
    bool *ret_mine);
CHECKED struct err *ledger_job_let_go(struct ledger *ledger, struct str name, struct str owner, int64_t now, struct arena *arena);
/* It could not be done: again at that instant, or given up. */
CHECKED struct err *ledger_job_fail(struct ledger *ledger, int64_t id, struct str owner, struct str error, int64_t again, bool for_good,
    struct arena *arena);

/* ------------------------------------------------------------------------------- what people are told */

enum reminder_kind {
	REMIND_SOON,       /* a deadline is near                                      */
	REMIND_DUE,        /* it is here                                              */
	REMIND_OVERDUE,    /* it has passed, and its own role is told                 */
	REMIND_ESCALATED,  /* it has passed, and somebody above is told               */
	REMIND_NOBODY,     /* nobody holds the role: an administrator is told         */
	REMIND_CALL,       /* a publication is near: call each other                  */
	REMIND_BREAK,      /* a long holiday is ahead                                 */
};
extern const struct enum_names reminder_kind_names;
struct ledger_reminder {
	int64_t            job, account;
	enum reminder_kind kind;
	int64_t            casefile;
	struct str         deadline;
	int64_t            task;
	int64_t            due;        /* of the deadline                        */
	int64_t            planned;    /* when it was to be told                 */
	int64_t            at;         /* when it was                            */
};
struct reminders { struct ledger_reminder *items; size_t count; size_t room; };
/* Once for its job, account and kind. */
CHECKED struct err *ledger_remind(struct ledger *ledger, const struct ledger_reminder *reminder, struct arena *arena);
/* Accounts for whom reminders wait that no letter carries, and these of one account, by due instant. */
struct reminded { int64_t account; };
struct reminded_list { struct reminded *items; size_t count; size_t room; };
CHECKED struct err *ledger_reminded(struct ledger *ledger, struct arena *arena, struct reminded_list *ret_accounts);
CHECKED struct err *ledger_reminders(struct ledger *ledger, int64_t account, struct arena *arena, struct reminders *ret_reminders);
/* All of these are in that letter now. */
CHECKED struct err *ledger_reminders_lettered(struct ledger *ledger, int64_t account, int64_t letter, struct arena *arena);

/* ---------------------------------------------------------------------------------------------- outbox */

enum letter_kind { LETTER_REMINDERS, LETTER_CALL, LETTER_BREAK, LETTER_NOTICE, LETTER_DOCUMENT };
extern const struct enum_names letter_kind_names;     /* "reminders" "call" "break" "notice" "document" */
enum { LETTER_ATTEMPTS = 12 };
struct ledger_letter {
	int64_t          id;
	struct str       message;       /* its Message-ID without < >: fixed, unique                        */
	enum letter_kind kind;
	int64_t          casefile;      /* 0: several, or none                                              */
	int64_t          account;       /* 0: somebody outside                                              */
	struct str       to_name, to_mail;
	struct str       subject, body; /* of a sealed case: number, neutral label, what to do; no content  */
	int64_t          made_at;
	enum job_state   state;
	struct str       owner;
	int64_t          until;
	int64_t          attempt;       /* tries begun, this one counted                                    */
	struct str       error;
	int64_t          sent_at;
	struct str       file_name, file_type, file;   /* one that it carries; lists and claims leave it out: ledger_letter_file */
};
struct letters { struct ledger_letter *items; size_t count; size_t room; };
/* Its number beforehand, because reminders say which letter carries them. Within a unit of work. */
CHECKED struct err *ledger_letter_number(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
/* Into the outbox (id 0: a number is taken); one whose Message-ID is there already is not put again. Joins the unit of work of what it tells of. */
CHECKED struct err *ledger_letter_put(struct ledger *ledger, const struct ledger_letter *letter, struct arena *arena);
CHECKED struct err *ledger_letter_file(struct ledger *ledger, struct arena *arena, struct ledger_letter *letter);
CHECKED struct err *ledger_letters_claim(struct ledger *ledger, struct str owner, int64_t now, int64_t until, int64_t most, struct arena *arena,
    struct letters *ret_letters);
CHECKED struct err *ledger_letter_sent(struct ledger *ledger, int64_t id, struct str owner, int64_t now, struct arena *arena);
CHECKED struct err *ledger_letter_fail(struct ledger *ledger, int64_t id, struct str owner, struct str error, int64_t again, bool for_good,
    struct arena *arena);
CHECKED struct err *ledger_letters(struct ledger *ledger, int state, int64_t most, struct arena *arena, struct letters *ret_letters);

/* ----------------------------------------------------------------------------------------- the clock */

struct ledger_clock_mark {
	struct str node;
	int64_t    wall, ticks;
	struct str boot;
	int        state;          /* enum trust of domain/timekeeping    */
	int64_t    since;          /* when it was found not to be trusted */
	struct str by, reason;     /* who said last that it may be trusted, and how he checked; empty: nobody had to */
};
struct clock_marks { struct ledger_clock_mark *items; size_t count; size_t room; };
CHECKED struct err *ledger_clock_marks(struct ledger *ledger, struct arena *arena, struct clock_marks *ret_marks);
CHECKED struct err *ledger_clock_mark_put(struct ledger *ledger, const struct ledger_clock_mark *mark, struct arena *arena);
/* An administrator looked at the clocks: every node is trusted again, and nodes that will not come back are forgotten. */
CHECKED struct err *ledger_clock_trust(struct ledger *ledger, struct arena *arena);

/* ------------------------------------------------------------------------------------- the timetable */

struct ledger_closed_day { int32_t day; struct str note; };
struct closed_days { struct ledger_closed_day *items; size_t count; size_t room; };
CHECKED struct err *ledger_closed_days(struct ledger *ledger, struct arena *arena, struct closed_days *ret_days);
CHECKED struct err *ledger_closed_day_put(struct ledger *ledger, const struct ledger_closed_day *closed, struct arena *arena);
CHECKED struct err *ledger_closed_day_remove(struct ledger *ledger, int32_t day, struct arena *arena);

struct ledger_maintenance {
	int64_t    id;
	int64_t    system;         /* 0: all                                   */
	struct str system_name;    /* when listed                              */
	struct str cycle;          /* domain/calendar/cycle.h                  */
	struct str note;
	struct str by;
	int64_t    at;
};
struct maintenances { struct ledger_maintenance *items; size_t count; size_t room; };
/* In force, all of them; those of all systems first. */
CHECKED struct err *ledger_maintenances(struct ledger *ledger, struct arena *arena, struct maintenances *ret_windows);
CHECKED struct err *ledger_maintenance_put(struct ledger *ledger, const struct ledger_maintenance *window, struct arena *arena, int64_t *ret_id);
/* ERR_NOT_FOUND when none of that number is in force. */
/* By its id; ERR_NOT_FOUND when it was withdrawn. */
CHECKED struct err *ledger_maintenance_set(struct ledger *ledger, const struct ledger_maintenance *window, struct arena *arena);
CHECKED struct err *ledger_maintenance_withdraw(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);

enum oncall_purpose { ONCALL_ANY, ONCALL_HOLIDAY, ONCALL_PUBLICATION };
extern const struct enum_names oncall_purpose_names;      /* "any" "holiday" "publication" */
struct ledger_oncall {
	int64_t             id;
	int64_t             account;        /* 0: somebody without an account           */
	struct str          name, phone;
	enum oncall_purpose purpose;
	int64_t             place;          /* called in this order                     */
	int64_t             begins, ends;   /* INSTANT_NONE both: standing              */
	struct str          note;
	struct str          by;
	int64_t             at;
};
struct oncalls { struct ledger_oncall *items; size_t count; size_t room; };
/* Those not withdrawn, in the order of calling. */
CHECKED struct err *ledger_oncalls(struct ledger *ledger, struct arena *arena, struct oncalls *ret_oncalls);
CHECKED struct err *ledger_oncall_put(struct ledger *ledger, const struct ledger_oncall *oncall, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_oncall_withdraw(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);
