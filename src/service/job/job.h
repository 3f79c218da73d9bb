/*
 * job.h - what is done without being asked: deadlines pass, people are told, the clock is watched, letters are sent.
 *
 * A pass takes up what is due and nobody else is at: `serve` makes one every second, `job run` one by hand. Each job and its end are one unit of
 * work; a program that was killed leaves a lease behind that runs out. What was due while nothing ran is done on return, once, and
 * letters of it say that they are late.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/document/document.h"
#include "service/due/due.h"
#include "wire/mail/mailer.h"

struct job_pass;
/* What a pass needs of rooms that stand elsewhere. */
struct job_desk {
	struct ledger    *ledger;
	struct mailer    *mailer;        /* NULL: letters stay in the outbox                                        */
	void             *context;
	/* The case may go on by itself (case_settle_id); NULL: such jobs wait. */
	struct err     *(*settle)(void *context, int64_t casefile, int64_t now, struct arena *arena);
	/* What other rooms do once an hour, in a unit of work with the hour's end; NULL: nothing. */
	struct err     *(*hourly)(void *context, int64_t now, struct arena *arena);
	/* Other programs are told, outside of any unit of work; NULL: nothing. What was not taken: among the pass's failures. */
	struct err     *(*tell)(void *context, struct str owner, int64_t now, enum lang lang, struct arena *arena, struct job_pass *pass);
};

struct job_failure { struct str what, sentence; };      /* sentence: in the language given to job_run */
struct job_pass {
	enum trust trust;
	int64_t    done, reminders /* letters of */, sent, failed, left;     /* left: due, and waiting for something */
	int64_t    told;                                                     /* posts of webhooks that arrived       */
	LIST(struct job_failure) failures;
};
extern const struct schema job_pass_schema;

/* One pass. reading: due_reading_now of the ledger's clock. owner: who this is, the same in all its passes (job_owner). */
CHECKED struct err *job_run(const struct job_desk *desk, const struct due_reading *reading, struct str owner, enum lang lang,
    struct arena *arena, struct job_pass *ret_pass);
struct str job_owner(struct arena *arena);

/* An administrator has looked at the clock; who it was and how he checked stays with the clock, the act in the audit. */
CHECKED struct err *job_trust(struct ledger *ledger, const struct actor *actor, struct str reason, int64_t now, struct arena *arena);

/* ------------------------------------------------------------------------------------------------ what people see */

struct job_view { int64_t id; struct str kind, number, rule, state; int64_t due, attempt; struct str error; int64_t done_at; };
struct letter_view { int64_t id; struct str message, kind, to, subject, state; int64_t made_at, attempt, sent_at; struct str error; };
struct clock_view { struct str node; int64_t at; struct str state; int64_t since; struct str by, reason; };
struct job_list_view {
	struct str trust;
	LIST(struct job_view)    jobs;
	LIST(struct letter_view) letters;
	LIST(struct clock_view)  clocks;
};
extern const struct schema job_list_schema;
/* state: -1 all, else enum job_state; the latest first. For administrators and auditors; letters without their texts. */
CHECKED struct err *job_list(struct ledger *ledger, const struct actor *actor, int state, int64_t most, int64_t now, struct arena *arena,
    struct job_list_view *ret_list);

/*
 * The room in which a home's jobs are done: its playbooks, calendar and vault, found when the first case of a pass is looked at. Lives for one
 * pass; settle is for job_desk, with the room as context.
 */
struct job_room {
	const struct home  *home;
	struct ledger      *ledger;
	struct arena       *arena;
	bool                furnished;
	struct case_hooks   hooks;
	struct case_desk    desk;
	struct document_desk documents;          /* where the papers of its moves are made */
};
CHECKED struct err *job_room_settle(void *room, int64_t casefile, int64_t now, struct arena *arena);
/* Looks for what is new to webhooks, and sends what is due to them (service/notify). */
CHECKED struct err *job_room_tell(void *room, struct str owner, int64_t now, enum lang lang, struct arena *arena, struct job_pass *pass);
/* Begins the day's turns of checking sources (service/respond/roster.h), sends the reports that are due (service/report/subscribe.h), and tells by mail what is new of watches (service/watch). */
CHECKED struct err *job_room_hourly(void *room, int64_t now, struct arena *arena);
void job_room_done(struct job_room *room);
#define JOB_ROOM_SCOPE __attribute__((cleanup(job_room_done)))

/* What cases need of deadlines, release, maintenance and decisions about findings (service/casefile's hooks); make_document is left NULL: the caller has the home. */
struct case_hooks job_case_hooks(struct ledger *ledger);
