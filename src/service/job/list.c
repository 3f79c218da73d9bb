/*
 * list.c - what the scheduler has done and has to do; and an administrator's word on the clock.
 */
#include "service/job/job.h"
#include "store/ledger/casefile.h"

static const struct field failure_fields[] = {
	FIELD(struct job_failure, what, FIELD_STR), FIELD(struct job_failure, sentence, FIELD_STR),
};
static const struct schema failure_schema = SCHEMA("failure", struct job_failure, failure_fields);
static const struct field pass_fields[] = {
	FIELD_NAMED(struct job_pass, trust, &trust_names),
	FIELD(struct job_pass, done, FIELD_INT), FIELD(struct job_pass, reminders, FIELD_INT), FIELD(struct job_pass, sent, FIELD_INT),
	FIELD(struct job_pass, failed, FIELD_INT), FIELD(struct job_pass, left, FIELD_INT),
	FIELD(struct job_pass, told, FIELD_INT),
	FIELD_OF(struct job_pass, failures, FIELD_LIST, &failure_schema),
};
const struct schema job_pass_schema = SCHEMA("job_pass", struct job_pass, pass_fields);

static const struct field job_fields[] = {
	FIELD(struct job_view, id, FIELD_INT), FIELD(struct job_view, kind, FIELD_STR), FIELD(struct job_view, number, FIELD_STR),
	FIELD(struct job_view, rule, FIELD_STR), FIELD(struct job_view, state, FIELD_STR), FIELD(struct job_view, due, FIELD_INSTANT),
	FIELD(struct job_view, attempt, FIELD_INT), FIELD(struct job_view, error, FIELD_STR), FIELD(struct job_view, done_at, FIELD_INSTANT),
};
static const struct schema job_view_schema = SCHEMA("job", struct job_view, job_fields);
static const struct field letter_fields[] = {
	FIELD(struct letter_view, id, FIELD_INT), FIELD(struct letter_view, message, FIELD_STR), FIELD(struct letter_view, kind, FIELD_STR),
	FIELD(struct letter_view, to, FIELD_STR), FIELD(struct letter_view, subject, FIELD_STR), FIELD(struct letter_view, state, FIELD_STR),
	FIELD(struct letter_view, made_at, FIELD_INSTANT), FIELD(struct letter_view, attempt, FIELD_INT),
	FIELD(struct letter_view, sent_at, FIELD_INSTANT), FIELD(struct letter_view, error, FIELD_STR),
};
static const struct schema letter_view_schema = SCHEMA("letter", struct letter_view, letter_fields);
static const struct field clock_fields[] = {
	FIELD(struct clock_view, node, FIELD_STR), FIELD(struct clock_view, at, FIELD_INSTANT), FIELD(struct clock_view, state, FIELD_STR),
	FIELD(struct clock_view, since, FIELD_INSTANT), FIELD(struct clock_view, by, FIELD_STR), FIELD(struct clock_view, reason, FIELD_STR),
};
static const struct schema clock_view_schema = SCHEMA("clock", struct clock_view, clock_fields);
static const struct field list_fields[] = {
	FIELD(struct job_list_view, trust, FIELD_STR),
	FIELD_OF(struct job_list_view, jobs, FIELD_LIST, &job_view_schema),
	FIELD_OF(struct job_list_view, letters, FIELD_LIST, &letter_view_schema),
	FIELD_OF(struct job_list_view, clocks, FIELD_LIST, &clock_view_schema),
};
const struct schema job_list_schema = SCHEMA("job_list", struct job_list_view, list_fields);

static struct err *
list_jobs(struct ledger *ledger, int state, int64_t most, struct arena *arena, struct job_list_view *list)
{
	struct jobs jobs;

	TRY(ledger_jobs(ledger, state, most, arena, &jobs));
	for (size_t i = 0; i < jobs.count; i++) {
		const struct ledger_job *job = &jobs.items[i];
		struct ledger_case head = { 0 };

		if (job->casefile != 0)
			TRY(ledger_case_find(ledger, STR(""), job->casefile, arena, &head));
		list_push(arena, &list->jobs, ((struct job_view){ job->id, str_of(enum_name(&job_kind_names, (int)job->kind)), head.number,
			job->rule, str_of(enum_name(&job_state_names, (int)job->state)), job->due, job->attempt, job->error, job->done_at }));
	}
	return NULL;
}

static struct err *
list_letters(struct ledger *ledger, int state, int64_t most, struct arena *arena, struct job_list_view *list)
{
	struct letters letters;

	TRY(ledger_letters(ledger, state, most, arena, &letters));
	for (size_t i = 0; i < letters.count; i++) {
		const struct ledger_letter *letter = &letters.items[i];

		list_push(arena, &list->letters, ((struct letter_view){ letter->id, letter->message,
			str_of(enum_name(&letter_kind_names, (int)letter->kind)), letter->to_name, letter->subject,
			str_of(enum_name(&job_state_names, (int)letter->state)), letter->made_at, letter->attempt, letter->sent_at, letter->error }));
	}
	return NULL;
}

static struct err *
list_clocks(struct ledger *ledger, int64_t now, struct arena *arena, struct job_list_view *list)
{
	struct clock_marks marks;
	enum trust trust;

	TRY(ledger_clock_marks(ledger, arena, &marks));
	for (size_t i = 0; i < marks.count; i++)
		list_push(arena, &list->clocks, ((struct clock_view){ marks.items[i].node, marks.items[i].wall,
			str_of(enum_name(&trust_names, marks.items[i].state)), marks.items[i].since, marks.items[i].by, marks.items[i].reason }));
	TRY(due_trust(ledger, now, arena, &trust));
	list->trust = str_of(enum_name(&trust_names, (int)trust));
	return NULL;
}

struct err *
job_list(struct ledger *ledger, const struct actor *actor, int state, int64_t most, int64_t now, struct arena *arena,
    struct job_list_view *ret_list)
{
	struct job_list_view list = { 0 };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_AUDITOR, SCOPE_READ, arena));
	TRY(list_jobs(ledger, state, most, arena, &list));
	TRY(list_letters(ledger, state, most, arena, &list));
	TRY(list_clocks(ledger, now, arena, &list));
	*ret_list = list;
	return NULL;
}

/* --------------------------------------------------------------------------------- the clock is looked at */

struct trusting { const struct actor *actor; struct str reason; int64_t now; };

static struct err *
trust(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct trusting *trusting = context;
	struct due_reading reading = due_reading_now(trusting->now, arena);
	struct ledger_clock_mark mark = { .node = reading.node, .wall = reading.time.wall, .ticks = reading.time.ticks,
		.boot = reading.time.boot, .state = TRUST_TRUSTED, .since = INSTANT_NONE, .by = trusting->actor->login, .reason = trusting->reason };

	TRY(ledger_clock_trust(ledger, arena));
	TRY(ledger_clock_mark_put(ledger, &mark, arena));
	return ledger_audit(ledger, trusting->actor->login, trusting->now, STR("clock.trust"),
	    arena_printf(arena, "clock/%.*s", STR_ARG(reading.node)), STR(""), arena);
}

struct err *
job_trust(struct ledger *ledger, const struct actor *actor, struct str reason, int64_t now, struct arena *arena)
{
	struct trusting trusting = { actor, str_trim_space(reason), now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	if (trusting.reason.len == 0)
		return err_new(arena, ERR_USAGE, M("Say how the clock was checked: `job trust --reason \"compared with …\"`."));
	return ledger_write(ledger, trust, &trusting, arena);
}
