/*
 * job.c - leased jobs, and what people are told by them.
 */
#include "store/ledger/job.h"
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const char *const kind_words[] = { "tell", "miss", "settle", "call", "break", "standing", "alone" };
const struct enum_names job_kind_names = ENUM_NAMES(kind_words);
static const char *const state_words[] = { "waiting", "done", "failed" };
const struct enum_names job_state_names = ENUM_NAMES(state_words);
static const char *const reminder_words[] = { "soon", "due", "overdue", "escalated", "nobody", "call", "break" };
const struct enum_names reminder_kind_names = ENUM_NAMES(reminder_words);

static const struct field job_fields[] = {
	COLUMN(struct ledger_job, id, FIELD_INT),
	COLUMN(struct ledger_job, kind, FIELD_ENUM),
	COLUMN(struct ledger_job, casefile, FIELD_INT),
	COLUMN(struct ledger_job, rule, FIELD_STR),
	COLUMN(struct ledger_job, due, FIELD_INSTANT),
	COLUMN(struct ledger_job, subject, FIELD_STR),
	COLUMN(struct ledger_job, state, FIELD_ENUM),
	COLUMN(struct ledger_job, owner, FIELD_STR),
	COLUMN(struct ledger_job, until, FIELD_INSTANT),
	COLUMN(struct ledger_job, attempt, FIELD_INT),
	COLUMN(struct ledger_job, error, FIELD_STR),
	COLUMN(struct ledger_job, done_at, FIELD_INSTANT),
};
static const struct schema job_schema = SCHEMA("job", struct ledger_job, job_fields);

static const struct field reminder_fields[] = {
	COLUMN(struct ledger_reminder, job, FIELD_INT),
	COLUMN(struct ledger_reminder, account, FIELD_INT),
	COLUMN(struct ledger_reminder, kind, FIELD_ENUM),
	COLUMN(struct ledger_reminder, casefile, FIELD_INT),
	COLUMN(struct ledger_reminder, deadline, FIELD_STR),
	COLUMN(struct ledger_reminder, task, FIELD_INT),
	COLUMN(struct ledger_reminder, due, FIELD_INSTANT),
	COLUMN(struct ledger_reminder, planned, FIELD_INSTANT),
	COLUMN(struct ledger_reminder, at, FIELD_INSTANT),
};
static const struct schema reminder_schema = SCHEMA("reminder", struct ledger_reminder, reminder_fields);

static const struct field reminded_fields[] = { COLUMN(struct reminded, account, FIELD_INT) };
static const struct schema reminded_schema = SCHEMA("reminded", struct reminded, reminded_fields);

struct err *
ledger_clock(struct ledger *ledger, struct arena *arena, int64_t *ret_now)
{
	return ledger->db->engine->now(ledger->db, arena, ret_now);
}

/* ------------------------------------------------------------------------------- made and listed */

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_job *job = context;
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(ledger_allot(ledger, "job", 1, arena, &id));
	TRY(ledger_query(ledger, SQL_JOB_PUT, arena, &q));
	bind_int(&q, id);
	bind_int(&q, job->kind);
	bind_int(&q, job->casefile);
	bind_str(&q, job->rule);
	bind_instant(&q, job->due);
	bind_str(&q, job->subject);
	return query_run(&q, arena);
}

struct err *
ledger_job_put(struct ledger *ledger, const struct ledger_job *job, struct arena *arena)
{
	return ledger_write(ledger, put, (void *)(uintptr_t)job, arena);
}

struct err *
ledger_jobs_of(struct ledger *ledger, int64_t casefile, struct arena *arena, struct jobs *ret_jobs)
{
	struct query q QUERY_SCOPE;

	*ret_jobs = (struct jobs){ 0 };
	TRY(ledger_query(ledger, SQL_JOB_OF_CASE, arena, &q));
	bind_int(&q, casefile);
	return query_all(&q, &job_schema, arena, ret_jobs);
}

static struct err *
drop(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_JOB_DROP, arena, &q));
	bind_int(&q, *(const int64_t *)context);
	return query_run(&q, arena);
}

struct err *
ledger_job_drop(struct ledger *ledger, int64_t id, struct arena *arena)
{
	return ledger_write(ledger, drop, &id, arena);
}

struct err *
ledger_jobs(struct ledger *ledger, int state, int64_t most, struct arena *arena, struct jobs *ret_jobs)
{
	struct query q QUERY_SCOPE;

	*ret_jobs = (struct jobs){ 0 };
	TRY(ledger_query(ledger, SQL_JOB_LIST, arena, &q));
	bind_int(&q, state);
	bind_int(&q, most);
	return query_all(&q, &job_schema, arena, ret_jobs);
}

static struct err *
stand(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_job *job = context;
	struct query q QUERY_SCOPE;
	int64_t there;

	TRY(ledger_query(ledger, SQL_JOB_STANDS, arena, &q));
	bind_str(&q, job->rule);
	TRY(query_one(&q, arena, &there));
	return there > 0 ? NULL : ledger_job_put(ledger, job, arena);
}

struct err *
ledger_job_stand(struct ledger *ledger, struct str name, int64_t first, struct arena *arena)
{
	struct ledger_job job = { .kind = JOB_STANDING, .rule = name, .due = first };

	return ledger_write(ledger, stand, &job, arena);
}

/* ------------------------------------------------------------------------------------ leases */

struct err *
ledger_jobs_claim(struct ledger *ledger, struct str owner, int64_t now, int64_t until, int64_t most, struct arena *arena,
    struct jobs *ret_jobs)
{
	const struct claim claim = { SQL_JOB_CLAIM, SQL_JOB_CLAIMED, owner, now, until, most, &job_schema };

	return ledger_claim(ledger, &claim, arena, ret_jobs);
}

struct holding { struct str name, owner; int64_t now, until; bool mine; };

static struct err *
hold(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_job there = { .kind = JOB_ALONE };
	struct holding *holding = context;
	struct query q QUERY_SCOPE;

	there.rule = holding->name;
	TRY(put(ledger, &there, arena));
	TRY(ledger_query(ledger, SQL_JOB_HOLD, arena, &q));
	bind_str(&q, holding->name);
	bind_str(&q, holding->owner);
	bind_instant(&q, holding->now);
	bind_instant(&q, holding->until);
	return query_step(&q, arena, &holding->mine);
}

struct err *
ledger_job_hold(struct ledger *ledger, struct str name, struct str owner, int64_t now, int64_t until, struct arena *arena, bool *ret_mine)
{
	struct holding holding = { name, owner, now, until, false };

	TRY(ledger_write(ledger, hold, &holding, arena));
	*ret_mine = holding.mine;
	return NULL;
}

static struct err *
let_go(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct holding *holding = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_JOB_LET_GO, arena, &q));
	bind_str(&q, holding->name);
	bind_str(&q, holding->owner);
	bind_instant(&q, holding->now);
	return query_run(&q, arena);
}

struct err *
ledger_job_let_go(struct ledger *ledger, struct str name, struct str owner, int64_t now, struct arena *arena)
{
	struct holding holding = { name, owner, now, now, false };

	return ledger_write(ledger, let_go, &holding, arena);
}

struct ending { struct str owner, error; int64_t id, now, next; enum job_state state; bool mine; };

static struct err *
done(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_JOB_DONE, arena, &q));
	bind_int(&q, ending->id);
	bind_str(&q, ending->owner);
	bind_instant(&q, ending->now);
	return query_step(&q, arena, &ending->mine);
}

struct err *
ledger_job_done(struct ledger *ledger, int64_t id, struct str owner, int64_t now, struct arena *arena, bool *ret_mine)
{
	struct ending ending = { .owner = owner, .id = id, .now = now };

	TRY(ledger_write(ledger, done, &ending, arena));
	*ret_mine = ending.mine;
	return NULL;
}

static struct err *
again(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_JOB_AGAIN, arena, &q));
	bind_int(&q, ending->id);
	bind_str(&q, ending->owner);
	bind_instant(&q, ending->next);
	bind_instant(&q, ending->now);
	return query_step(&q, arena, &ending->mine);
}

struct err *
ledger_job_again(struct ledger *ledger, int64_t id, struct str owner, int64_t next, int64_t now, struct arena *arena, bool *ret_mine)
{
	struct ending ending = { .owner = owner, .id = id, .now = now, .next = next };

	TRY(ledger_write(ledger, again, &ending, arena));
	*ret_mine = ending.mine;
	return NULL;
}

static struct err *
fail(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_JOB_FAIL, arena, &q));
	bind_int(&q, ending->id);
	bind_str(&q, ending->owner);
	bind_str(&q, ending->error);
	bind_instant(&q, ending->next);
	bind_int(&q, ending->state);
	return query_run(&q, arena);
}

struct err *
ledger_job_fail(struct ledger *ledger, int64_t id, struct str owner, struct str error, int64_t next, bool for_good, struct arena *arena)
{
	struct ending ending = { .owner = owner, .error = error, .id = id, .next = next, .state = for_good ? JOB_FAILED : JOB_WAITING };

	return ledger_write(ledger, fail, &ending, arena);
}

/* --------------------------------------------------------------------------------- reminders */

static struct err *
remind(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_REMINDER_PUT, arena, &q));
	bind_fields(&q, &reminder_schema, context);
	return query_run(&q, arena);
}

struct err *
ledger_remind(struct ledger *ledger, const struct ledger_reminder *reminder, struct arena *arena)
{
	return ledger_write(ledger, remind, (void *)(uintptr_t)reminder, arena);
}

struct err *
ledger_reminded(struct ledger *ledger, struct arena *arena, struct reminded_list *ret_accounts)
{
	struct query q QUERY_SCOPE;

	*ret_accounts = (struct reminded_list){ 0 };
	TRY(ledger_query(ledger, SQL_REMINDER_ACCOUNTS, arena, &q));
	return query_all(&q, &reminded_schema, arena, ret_accounts);
}

struct err *
ledger_reminders(struct ledger *ledger, int64_t account, struct arena *arena, struct reminders *ret_reminders)
{
	struct query q QUERY_SCOPE;

	*ret_reminders = (struct reminders){ 0 };
	TRY(ledger_query(ledger, SQL_REMINDER_WAITING, arena, &q));
	bind_int(&q, account);
	return query_all(&q, &reminder_schema, arena, ret_reminders);
}

struct lettering { int64_t account, letter; };

static struct err *
letter(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct lettering *lettering = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_REMINDER_LETTERED, arena, &q));
	bind_int(&q, lettering->account);
	bind_int(&q, lettering->letter);
	return query_run(&q, arena);
}

struct err *
ledger_reminders_lettered(struct ledger *ledger, int64_t account, int64_t letter_id, struct arena *arena)
{
	struct lettering lettering = { account, letter_id };

	return ledger_write(ledger, letter, &lettering, arena);
}
