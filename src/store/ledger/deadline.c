/*
 * deadline.c - deadlines of cases.
 */
#include "store/ledger/db.h"
#include "store/ledger/job.h"
#include "store/ledger/sql_registry.h"

static const char *const state_words[] = { "running", "met", "stopped" };
const struct enum_names deadline_state_names = ENUM_NAMES(state_words);

static const struct field deadline_fields[] = {
	COLUMN(struct ledger_deadline, casefile, FIELD_INT),
	COLUMN(struct ledger_deadline, name, FIELD_STR),
	COLUMN(struct ledger_deadline, task, FIELD_INT),
	COLUMN(struct ledger_deadline, number, FIELD_STR),
	COLUMN(struct ledger_deadline, label, FIELD_STR),
	COLUMN(struct ledger_deadline, sealed, FIELD_BOOL),
	COLUMN(struct ledger_deadline, title_ja, FIELD_STR),
	COLUMN(struct ledger_deadline, title_en, FIELD_STR),
	COLUMN(struct ledger_deadline, subject, FIELD_STR),
	COLUMN(struct ledger_deadline, role, FIELD_STR),
	COLUMN(struct ledger_deadline, owner, FIELD_INT),
	COLUMN(struct ledger_deadline, compartment, FIELD_STR),
	COLUMN(struct ledger_deadline, begun_at, FIELD_INSTANT),
	COLUMN(struct ledger_deadline, due, FIELD_INSTANT),
	COLUMN(struct ledger_deadline, state, FIELD_ENUM),
	COLUMN(struct ledger_deadline, met_at, FIELD_INSTANT),
	COLUMN(struct ledger_deadline, missed_at, FIELD_INSTANT),
};
static const struct schema deadline_schema = SCHEMA("case_deadline", struct ledger_deadline, deadline_fields);

struct err *
ledger_deadlines(struct ledger *ledger, int64_t casefile, int64_t until, struct arena *arena, struct deadlines *ret_deadlines)
{
	struct query q QUERY_SCOPE;

	if (casefile != 0) {
		TRY(ledger_query(ledger, SQL_DEADLINE_OF_CASE, arena, &q));
		bind_int(&q, casefile);
	} else if (until != INSTANT_NONE) {
		TRY(ledger_query(ledger, SQL_DEADLINE_RUNNING, arena, &q));
		bind_instant(&q, until);
	} else
		TRY(ledger_query(ledger, SQL_DEADLINE_RUNNING_ALL, arena, &q));
	*ret_deadlines = (struct deadlines){ 0 };
	return query_all(&q, &deadline_schema, arena, ret_deadlines);
}

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_DEADLINE_PUT, arena, &q));
	bind_fields(&q, &deadline_schema, context);
	return query_run(&q, arena);
}

struct err *
ledger_deadline_put(struct ledger *ledger, const struct ledger_deadline *deadline, struct arena *arena)
{
	return ledger_write(ledger, put, (void *)(uintptr_t)deadline, arena);
}

struct missing { struct str name; int64_t casefile, task, due, at; bool missed; };

static struct err *
miss(struct ledger *ledger, void *context, struct arena *arena)
{
	struct missing *missing = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_DEADLINE_MISS, arena, &q));
	bind_int(&q, missing->casefile);
	bind_str(&q, missing->name);
	bind_int(&q, missing->task);
	bind_instant(&q, missing->due);
	bind_instant(&q, missing->at);
	return query_step(&q, arena, &missing->missed);
}

struct err *
ledger_deadline_miss(struct ledger *ledger, int64_t casefile, struct str name, int64_t task, int64_t due, int64_t at, struct arena *arena,
    bool *ret_missed)
{
	struct missing missing = { name, casefile, task, due, at, false };

	TRY(ledger_write(ledger, miss, &missing, arena));
	*ret_missed = missing.missed;
	return NULL;
}
