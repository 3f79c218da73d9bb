/*
 * ask.c - sheets that were sent to somebody, line by line, and their answers.
 */
#include "store/ledger/db.h"
#include "store/ledger/keep.h"
#include "store/ledger/sql_registry.h"

static const char *const kind_words[] = { "composition", "applicability" };
const struct enum_names ledger_ask_kind_names = ENUM_NAMES(kind_words);
static const char *const state_words[] = { "open", "affected", "not_affected", "investigating", "unknown", "given", "unused" };
const struct enum_names ledger_ask_state_names = ENUM_NAMES(state_words);

static const struct field contractor_fields[] = {
	COLUMN(struct ledger_contractor, name, FIELD_STR),
	COLUMN(struct ledger_contractor, person, FIELD_STR),
	COLUMN(struct ledger_contractor, mail, FIELD_STR),
	COLUMN(struct ledger_contractor, contract, FIELD_STR),
	COLUMN(struct ledger_contractor, clause, FIELD_STR),
	COLUMN(struct ledger_contractor, ends, FIELD_DAY),
	COLUMN(struct ledger_contractor, overseer, FIELD_STR),
	COLUMN(struct ledger_contractor, overseer_mail, FIELD_STR),
};
static const struct schema contractor_schema = SCHEMA("contractor", struct ledger_contractor, contractor_fields);

static const struct field ask_fields[] = {
	COLUMN(struct ledger_ask, id, FIELD_INT),
	COLUMN(struct ledger_ask, kind, FIELD_ENUM),
	COLUMN(struct ledger_ask, contractor, FIELD_STR),
	COLUMN(struct ledger_ask, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_ask, by, FIELD_STR),
	COLUMN(struct ledger_ask, due, FIELD_DAY),
	COLUMN(struct ledger_ask, digest, FIELD_STR),
	COLUMN(struct ledger_ask, reminders, FIELD_INT),
	COLUMN(struct ledger_ask, reminded_at, FIELD_INSTANT),
	COLUMN(struct ledger_ask, rows, FIELD_INT),
	COLUMN(struct ledger_ask, open, FIELD_INT),
	COLUMN(struct ledger_ask, unsettled, FIELD_INT),
	COLUMN(struct ledger_ask, worst, FIELD_ENUM),
	COLUMN(struct ledger_ask, chase_on, FIELD_DAY),
};
static const struct schema ask_schema = SCHEMA("ask", struct ledger_ask, ask_fields);

static const struct field row_fields[] = {
	COLUMN(struct ledger_ask_row, ask, FIELD_INT),
	COLUMN(struct ledger_ask_row, number, FIELD_INT),
	COLUMN(struct ledger_ask_row, system, FIELD_INT),
	COLUMN(struct ledger_ask_row, system_name, FIELD_STR),
	COLUMN(struct ledger_ask_row, host, FIELD_INT),
	COLUMN(struct ledger_ask_row, host_name, FIELD_STR),
	COLUMN(struct ledger_ask_row, product, FIELD_INT),
	COLUMN(struct ledger_ask_row, product_name, FIELD_STR),
	COLUMN(struct ledger_ask_row, identity, FIELD_STR),
	COLUMN(struct ledger_ask_row, vulnerability, FIELD_STR),
	COLUMN(struct ledger_ask_row, version, FIELD_STR),
	COLUMN(struct ledger_ask_row, mark, FIELD_STR),
	COLUMN(struct ledger_ask_row, state, FIELD_ENUM),
	COLUMN(struct ledger_ask_row, told_version, FIELD_STR),
	COLUMN(struct ledger_ask_row, ground, FIELD_STR),
	COLUMN(struct ledger_ask_row, planned, FIELD_DAY),
	COLUMN(struct ledger_ask_row, answered_by, FIELD_STR),
	COLUMN(struct ledger_ask_row, answered_on, FIELD_DAY),
	COLUMN(struct ledger_ask_row, chase_on, FIELD_DAY),
	COLUMN(struct ledger_ask_row, taken_at, FIELD_INSTANT),
	COLUMN(struct ledger_ask_row, contractor, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("ask_row", struct ledger_ask_row, row_fields);

/* What an answer changes, in the statement's order. */
static const struct field answer_fields[] = {
	COLUMN(struct ledger_ask_row, ask, FIELD_INT),
	COLUMN(struct ledger_ask_row, number, FIELD_INT),
	COLUMN(struct ledger_ask_row, state, FIELD_ENUM),
	COLUMN(struct ledger_ask_row, told_version, FIELD_STR),
	COLUMN(struct ledger_ask_row, ground, FIELD_STR),
	COLUMN(struct ledger_ask_row, planned, FIELD_DAY),
	COLUMN(struct ledger_ask_row, answered_by, FIELD_STR),
	COLUMN(struct ledger_ask_row, answered_on, FIELD_DAY),
	COLUMN(struct ledger_ask_row, chase_on, FIELD_DAY),
	COLUMN(struct ledger_ask_row, taken_at, FIELD_INSTANT),
	COLUMN(struct ledger_ask_row, import, FIELD_INT),
};
static const struct schema answer_schema = SCHEMA("ask_answer", struct ledger_ask_row, answer_fields);

/* ------------------------------------------------------------------------------------ contractors */

struct putting_contractor { const struct ledger_contractor *contractor; struct str by; int64_t at; };

static struct err *
put_contractor(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct putting_contractor *putting = context;
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(may_write_house(ledger, arena));
	TRY(ledger_allot(ledger, "contractor", 1, arena, &id));
	TRY(ledger_query(ledger, SQL_CONTRACTOR_PUT, arena, &q));
	bind_int(&q, id);
	bind_fields(&q, &contractor_schema, putting->contractor);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, putting->by, putting->at, STR("contractor"), putting->contractor->name, STR(""), arena);
}

struct err *
ledger_contractor_put(struct ledger *ledger, const struct ledger_contractor *contractor, struct str by, int64_t at, struct arena *arena)
{
	struct putting_contractor putting = { contractor, by, at };

	return ledger_write(ledger, put_contractor, &putting, arena);
}

struct err *
ledger_contractors(struct ledger *ledger, ledger_each_contractor *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CONTRACTOR_LIST, arena, &q));
	for (;;) {
		struct ledger_contractor contractor = { 0 };
		struct err *err;

		TRY(query_next(&q, &contractor_schema, &contractor, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &contractor, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

/* ------------------------------------------------------------------------------------------- asks */

static struct err *
take_number(struct ledger *ledger, void *context, struct arena *arena)
{
	return ledger_allot(ledger, "ask", 1, arena, context);
}

struct err *
ledger_ask_number(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_write(ledger, take_number, ret_id, arena);
}

struct putting { const struct ledger_ask *ask; const struct ledger_ask_row *rows; size_t count; };

static struct err *
put_rows(struct ledger *ledger, const struct putting *putting, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ASK_ROW_INSERT, arena, &q));
	for (size_t i = 0; i < putting->count; i++) {
		const struct ledger_ask_row *row = &putting->rows[i];

		bind_int(&q, row->ask);
		bind_int(&q, row->number);
		bind_int(&q, row->system);
		bind_int(&q, row->host);
		bind_int(&q, row->product);
		bind_str(&q, row->vulnerability);
		bind_str(&q, row->version);
		bind_str(&q, row->mark);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct putting *putting = context;
	const struct ledger_ask *ask = putting->ask;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ASK_INSERT, arena, &q));
	bind_int(&q, ask->id);
	bind_int(&q, ask->kind);
	bind_str(&q, ask->contractor);
	bind_instant(&q, ask->made_at);
	bind_str(&q, ask->by);
	bind_day(&q, ask->due);
	bind_str(&q, ask->digest);
	TRY(query_run(&q, arena));
	TRY(put_rows(ledger, putting, arena));
	return ledger_audit(ledger, ask->by, ask->made_at, STR("ask"), arena_printf(arena, "ask/%lld", (long long)ask->id), ask->digest, arena);
}

struct err *
ledger_ask_put(struct ledger *ledger, const struct ledger_ask *ask, const struct ledger_ask_row *rows, size_t count, struct arena *arena)
{
	struct putting putting = { ask, rows, count };

	return ledger_write(ledger, put, &putting, arena);
}

struct err *
ledger_asks(struct ledger *ledger, ledger_each_ask *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_ASK_LIST, arena, &q));
	for (;;) {
		struct ledger_ask ask = { 0 };
		struct err *err;

		TRY(query_next(&q, &ask_schema, &ask, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &ask, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

static struct err *
each_row(struct query *q, ledger_each_ask_row *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	bool there;

	for (;;) {
		struct ledger_ask_row row = { 0 };
		struct err *err;

		TRY(query_next(q, &row_schema, &row, item, arena, &there));
		if (!there)
			return NULL;
		err = each(context, &row, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_ask_rows(struct ledger *ledger, int64_t ask, ledger_each_ask_row *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ASK_ROW_LIST, arena, &q));
	bind_int(&q, ask);
	return each_row(&q, each, context, arena);
}

struct err *
ledger_ask_rows_about(struct ledger *ledger, int64_t system, int64_t product, struct str vulnerability, ledger_each_ask_row *each,
    void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ASK_ROW_ABOUT, arena, &q));
	bind_int(&q, system);
	bind_int(&q, product);
	bind_str(&q, vulnerability);
	return each_row(&q, each, context, arena);
}

static struct err *
answer(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ASK_ROW_ANSWER, arena, &q));
	bind_fields(&q, &answer_schema, context);
	return query_run(&q, arena);
}

struct err *
ledger_ask_answer(struct ledger *ledger, const struct ledger_ask_row *row, struct arena *arena)
{
	return ledger_write(ledger, answer, (void *)(uintptr_t)row, arena);
}

struct ending { struct str vulnerability, owner; int64_t product, system, at; };

static struct err *
end_statement(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_STATEMENT_END, arena, &q));
	bind_str(&q, ending->vulnerability);
	bind_int(&q, ending->product);
	bind_int(&q, ending->system);
	bind_str(&q, ending->owner);
	bind_instant(&q, ending->at);
	TRY(query_run(&q, arena));
	return keep_decided(ledger, ending->vulnerability, ending->at, arena);
}

struct err *
ledger_statement_end(struct ledger *ledger, struct str vulnerability, int64_t product, int64_t system, struct str owner, int64_t at,
    struct arena *arena)
{
	struct ending ending = { vulnerability, owner, product, system, at };

	return ledger_write(ledger, end_statement, &ending, arena);
}

struct giving { int64_t ask, at; struct str to, by; };

static struct err *
give(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct giving *giving = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ASK_GIVE, arena, &q));
	bind_int(&q, giving->ask);
	bind_str(&q, giving->to);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, giving->by, giving->at, STR("ask.give"), arena_printf(arena, "ask/%lld", (long long)giving->ask), STR(""), arena);
}

struct err *
ledger_ask_give(struct ledger *ledger, int64_t ask, struct str to, struct str by, int64_t at, struct arena *arena)
{
	struct giving giving = { ask, at, to, by };

	return ledger_write(ledger, give, &giving, arena);
}

struct reminding { int64_t ask, at; struct str by; };

static struct err *
remind(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct reminding *reminding = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ASK_REMIND, arena, &q));
	bind_int(&q, reminding->ask);
	bind_instant(&q, reminding->at);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, reminding->by, reminding->at, STR("remind"),
	    arena_printf(arena, "ask/%lld", (long long)reminding->ask), STR(""), arena);
}

struct err *
ledger_ask_remind(struct ledger *ledger, int64_t ask, struct str by, int64_t at, struct arena *arena)
{
	struct reminding reminding = { ask, at, by };

	return ledger_write(ledger, remind, &reminding, arena);
}
