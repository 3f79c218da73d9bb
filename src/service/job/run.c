/*
 * run.c - a pass of the scheduler.
 */
#include <unistd.h>
#include "base/catalogue.h"
#include "service/due/parts.h"
#include "service/people/account.h"
#include "service/job/job.h"

enum {
	CLAIM_MOST = 100,                  /* jobs and letters leased at once                            */
	ROUNDS_MOST = 1000,                /* of claiming in a pass: what is left comes in the next      */
	LEASE_SECONDS = 300,               /* longer than anything takes: a letter at most 60 s          */
	TRY_SECONDS = 30,                  /* after a failure, doubled each time …                       */
	TRY_DOUBLED = 7,                   /* … up to about an hour                                      */
	WAIT_SECONDS = 60,                 /* for a person to trust the clock, for a key holder          */
	ERROR_MOST = 1000,
};

struct running {
	const struct job_desk *desk;
	struct str             owner;
	enum lang              lang;
	int64_t                now;
	struct calendar        calendar;
	struct arena          *arena;      /* of the pass */
	struct job_pass       *pass;
};

struct str
job_owner(struct arena *arena)
{
	return arena_printf(arena, "%d-%.*s", (int)getpid(), STR_ARG(due_message_id(arena)));
}

static void
note_failure(struct running *r, struct str what, const struct err *err)
{
	list_push(r->arena, &r->pass->failures, ((struct job_failure){ arena_copy(r->arena, what), err_sentence(err, r->lang, r->arena) }));
	r->pass->failed++;
}

/* Kept with the job, for administrators: English, whole characters, not without end. */
static struct str
error_text(const struct err *err, struct arena *arena)
{
	struct str text = err_sentence(err, LANG_EN, arena);
	size_t at = 0, len;
	uint32_t point;

	while (at < text.len && at < ERROR_MOST && (len = str_point(text, at, &point)) > 0)
		at += len;
	return str_sub(text, 0, at);
}

static int64_t
try_again_at(int64_t now, int64_t attempt)
{
	return now + ((int64_t)TRY_SECONDS << (attempt < TRY_DOUBLED ? attempt : TRY_DOUBLED)) * INSTANT_SECOND;
}

/* ------------------------------------------------------------------------------------ each kind of job */

/* What came of a job: done, or to be taken up again because it waits for a person or a key. */
struct outcome { bool waits; };

static struct err *
do_miss(struct running *r, const struct ledger_job *job, struct arena *arena)
{
	struct ledger_job settle = { .kind = JOB_SETTLE, .casefile = job->casefile, .rule = job->rule, .due = job->due, .subject = job->subject };
	bool missed;

	TRY(due_miss(r->desk->ledger, job, r->now, arena, &missed));
	return missed ? ledger_job_put(r->desk->ledger, &settle, arena) : NULL;
}

/* Until a person trusts the clock, what waits for a release is looked at again and again: late, never early. */
static struct err *
do_settle(struct running *r, const struct ledger_job *job, struct arena *arena, struct outcome *outcome)
{
	if (r->desk->settle == NULL) {
		outcome->waits = true;
		return NULL;
	}
	outcome->waits = r->pass->trust != TRUST_TRUSTED && str_eq(job->rule, STR("release"));
	return r->desk->settle(r->desk->context, job->casefile, r->now, arena);
}

static struct err *
do_kind(struct running *r, const struct ledger_job *job, struct arena *arena, struct outcome *outcome)
{
	int64_t ended;

	switch (job->kind) {
	case JOB_TELL:
		return due_tell(r->desk->ledger, job, r->now, arena);
	case JOB_MISS:
		return do_miss(r, job, arena);
	case JOB_SETTLE:
		return do_settle(r, job, arena, outcome);
	case JOB_CALL:
		return due_call(r->desk->ledger, job, r->now, arena);
	case JOB_BREAK:
		return due_break(r->desk->ledger, &r->calendar, job, r->now, arena);
	case JOB_ALONE:
		break;      /* is never claimed */
	case JOB_STANDING:
		TRY(due_break_plan(r->desk->ledger, &r->calendar, r->now, arena));
		TRY(account_end_due(r->desk->ledger, r->now, arena, &ended));
		return r->desk->hourly == NULL ? NULL : r->desk->hourly(r->desk->context, r->now, arena);
	}
	return NULL;
}

/* The standing job looks ahead every hour, however many hours were missed. */
static int64_t
next_hour(const struct running *r, const struct ledger_job *job)
{
	int64_t hours = r->now > job->due ? (r->now - job->due) / INSTANT_HOUR : 0;

	return job->due + (hours + 1) * INSTANT_HOUR;
}

/* ---------------------------------------------------------------------------- the unit of work of a job */

struct doing { struct running *r; const struct ledger_job *job; bool mine; struct outcome outcome; };

static struct err *
do_one(struct ledger *ledger, void *context, struct arena *arena)
{
	struct doing *doing = context;
	const struct ledger_job *job = doing->job;
	struct running *r = doing->r;

	doing->outcome = (struct outcome){ 0 };
	if (job->kind == JOB_STANDING)
		TRY(ledger_job_again(ledger, job->id, r->owner, next_hour(r, job), r->now, arena, &doing->mine));
	else
		TRY(ledger_job_done(ledger, job->id, r->owner, r->now, arena, &doing->mine));
	return doing->mine ? do_kind(r, job, arena, &doing->outcome) : NULL;
}

static struct err *
put_off(struct running *r, const struct ledger_job *job, const struct err *err, struct arena *arena)
{
	bool waits = err == NULL || err->code == ERR_LOCKED;
	bool for_good = !waits && job->attempt >= JOB_ATTEMPTS && job->kind != JOB_STANDING;

	return ledger_job_fail(r->desk->ledger, job->id, r->owner, err == NULL ? STR("") : error_text(err, arena),
	    waits ? r->now + WAIT_SECONDS * INSTANT_SECOND : try_again_at(r->now, job->attempt), for_good, arena);
}

static struct str
job_words(const struct ledger_job *job, struct arena *arena)
{
	return arena_printf(arena, "%s %.*s", enum_name(&job_kind_names, (int)job->kind), STR_ARG(job->rule));
}

/* A case that waits for the clock is settled, and its job waits on: nothing of it is undone. */
static struct err *
settle_and_wait(struct running *r, const struct ledger_job *job, struct arena *arena)
{
	struct outcome outcome = { 0 };
	struct err *err = do_settle(r, job, arena, &outcome);

	r->pass->left++;
	if (err != NULL && err->code != ERR_LOCKED)
		note_failure(r, job_words(job, arena), err);
	return put_off(r, job, err, arena);
}

static struct err *
run_one(struct running *r, const struct ledger_job *job, struct arena *arena)
{
	struct doing doing = { r, job, false, { 0 } };
	struct err *err;

	if (job->kind == JOB_SETTLE && (r->desk->settle == NULL || (r->pass->trust != TRUST_TRUSTED && str_eq(job->rule, STR("release")))))
		return settle_and_wait(r, job, arena);
	err = ledger_write(r->desk->ledger, do_one, &doing, arena);
	if (err == NULL) {
		r->pass->done += doing.mine && job->kind != JOB_STANDING;
		return NULL;
	}
	if (err->code == ERR_LOCKED)
		r->pass->left++;
	else
		note_failure(r, job_words(job, arena), err);
	return put_off(r, job, err, arena);
}

/* Many at once are one unit of work, which is one write to the disk; where one of them fails, each is done by itself. */
struct batch { struct running *r; const struct jobs *jobs; int64_t done; };

static struct err *
do_batch(struct ledger *ledger, void *context, struct arena *arena)
{
	struct batch *batch = context;

	batch->done = 0;
	for (size_t i = 0; i < batch->jobs->count; i++) {
		struct doing doing = { batch->r, &batch->jobs->items[i], false, { 0 } };

		TRY(do_one(ledger, &doing, arena));
		batch->done += doing.mine;
	}
	return NULL;
}

static struct err *
run_claimed(struct running *r, const struct jobs *jobs, struct arena *arena)
{
	struct jobs together = { 0 };
	struct batch batch = { r, &together, 0 };
	bool done;

	for (size_t i = 0; i < jobs->count; i++)
		if (jobs->items[i].kind == JOB_TELL || jobs->items[i].kind == JOB_MISS)
			list_push(arena, &together, jobs->items[i]);
	done = together.count > 0 && ledger_write(r->desk->ledger, do_batch, &batch, arena) == NULL;
	r->pass->done += done ? batch.done : 0;
	for (size_t i = 0; i < jobs->count; i++)
		if (!done || (jobs->items[i].kind != JOB_TELL && jobs->items[i].kind != JOB_MISS))
			TRY(run_one(r, &jobs->items[i], arena));
	return NULL;
}

static struct err *
run_jobs(struct running *r)
{
	struct arena *item ARENA_SCOPE = arena_new();

	for (int round = 0; round < ROUNDS_MOST; round++) {
		struct jobs jobs;
		struct err *err;

		arena_reset(item);
		err = ledger_jobs_claim(r->desk->ledger, r->owner, r->now, r->now + LEASE_SECONDS * INSTANT_SECOND, CLAIM_MOST, item, &jobs);
		if (err == NULL && jobs.count == 0)
			return NULL;
		if (err == NULL)
			err = run_claimed(r, &jobs, item);
		if (err != NULL)
			return err_copy(err, r->arena);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ the outbox */

/* A letter that cannot be sent at all is told of, once: to the administrators, who see to addresses and to the server. */
static struct err *
tell_of_letter(struct running *r, const struct ledger_letter *letter, const struct err *why, struct arena *arena)
{
	struct told_list administrators = { 0 };

	if (letter->kind == LETTER_NOTICE)
		return NULL;
	TRY(due_officers(r->desk->ledger, OFFICE_ADMINISTRATOR, arena, &administrators));
	for (size_t i = 0; i < administrators.count; i++) {
		struct ledger_account account;
		struct ledger_letter notice = { .kind = LETTER_NOTICE, .made_at = r->now };

		TRY(ledger_account_get(r->desk->ledger, administrators.items[i].account, arena, &account));
		notice.message = due_message_id(arena);
		notice.account = account.id;
		notice.to_name = account.name;
		notice.to_mail = account.mail;
		notice.subject = catalogue_say(arena, account.language, M("[Not sent] A letter to {name}"), ARG("name", letter->to_name));
		notice.body = catalogue_say(arena, account.language, M("The letter \"{subject}\" to {name} could not be sent: {reason}\n"),
		    ARG("subject", letter->subject), ARG("name", letter->to_name), ARG("reason", err_sentence(why, account.language, arena)));
		TRY(ledger_letter_put(r->desk->ledger, &notice, arena));
	}
	return NULL;
}

struct giving_up { struct running *r; const struct ledger_letter *letter; const struct err *why; };

static struct err *
give_up(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct giving_up *giving = context;

	TRY(ledger_letter_fail(ledger, giving->letter->id, giving->r->owner, error_text(giving->why, arena), giving->r->now, true, arena));
	return tell_of_letter(giving->r, giving->letter, giving->why, arena);
}

static struct err *
send_one(struct running *r, const struct ledger_letter *letter, struct arena *arena)
{
	struct mail mail = { .message_id = letter->message, .attempt = letter->attempt, .to_name = letter->to_name, .to = letter->to_mail,
		.subject = letter->subject, .date = letter->made_at, .text = letter->body };
	struct giving_up giving = { r, letter, NULL };
	struct ledger_letter file = { .id = letter->id };
	bool for_good;

	TRY(ledger_letter_file(r->desk->ledger, arena, &file));
	if (file.file_name.len > 0)
		list_push(arena, &mail.attachments, ((struct mail_attachment){ file.file_name, file.file_type, file.file }));
	giving.why = mailer_send(r->desk->mailer, &mail, arena, &for_good);
	if (giving.why == NULL) {
		r->pass->sent++;
		return ledger_letter_sent(r->desk->ledger, letter->id, r->owner, r->now, arena);
	}
	note_failure(r, letter->subject, giving.why);
	if (for_good || letter->attempt >= LETTER_ATTEMPTS)
		return ledger_write(r->desk->ledger, give_up, &giving, arena);
	return ledger_letter_fail(r->desk->ledger, letter->id, r->owner, error_text(giving.why, arena), try_again_at(r->now, letter->attempt),
	    false, arena);
}

static struct err *
send_letters(struct running *r)
{
	struct arena *item ARENA_SCOPE = arena_new();

	for (int round = 0; r->desk->mailer != NULL && round < ROUNDS_MOST; round++) {
		struct letters letters;
		struct err *err;

		arena_reset(item);
		err = ledger_letters_claim(r->desk->ledger, r->owner, r->now, r->now + LEASE_SECONDS * INSTANT_SECOND, CLAIM_MOST, item, &letters);
		if (err == NULL && letters.count == 0)
			return NULL;
		for (size_t i = 0; err == NULL && i < letters.count; i++)
			err = send_one(r, &letters.items[i], item);
		if (err != NULL)
			return err_copy(err, r->arena);
	}
	return NULL;
}

/* ----------------------------------------------------------------------------------------- one pass */

struct err *
job_run(const struct job_desk *desk, const struct due_reading *reading, struct str owner, enum lang lang, struct arena *arena,
    struct job_pass *ret_pass)
{
	struct running r = { .desk = desk, .owner = owner, .lang = lang, .now = reading->time.wall, .arena = arena, .pass = ret_pass };

	*ret_pass = (struct job_pass){ 0 };
	TRY(due_clock(desk->ledger, reading, arena, &ret_pass->trust));
	TRY(due_calendar(desk->ledger, arena, &r.calendar));
	TRY(ledger_job_stand(desk->ledger, STR("hour"), r.now, arena));
	TRY(run_jobs(&r));
	TRY(due_letters(desk->ledger, r.now, arena, &ret_pass->reminders));
	TRY(send_letters(&r));
	return desk->tell == NULL ? NULL : desk->tell(desk->context, owner, r.now, lang, arena, ret_pass);
}
