/*
 * people_case.c - who has which part in a case, and what was granted in it.
 */
#include "store/ledger/db.h"
#include "store/ledger/people.h"
#include "store/ledger/sql_registry.h"

static const struct field party_fields[] = {
	COLUMN(struct ledger_party, id, FIELD_INT),
	COLUMN(struct ledger_party, role, FIELD_STR),
	COLUMN(struct ledger_party, holder, FIELD_ENUM),
	COLUMN(struct ledger_party, holder_id, FIELD_INT),
	COLUMN(struct ledger_party, holder_name, FIELD_STR),
};
static const struct field party_rest_fields[] = {
	COLUMN(struct ledger_party, by, FIELD_INT),
	COLUMN(struct ledger_party, at, FIELD_INSTANT),
	COLUMN(struct ledger_party, withdrawn_at, FIELD_INSTANT),
};
static const struct schema party_schema = SCHEMA("case_party", struct ledger_party, party_fields);
static const struct schema party_rest_schema = SCHEMA("case_party_rest", struct ledger_party, party_rest_fields);

static const struct field grant_fields[] = {
	COLUMN(struct ledger_grant, id, FIELD_INT),
	COLUMN(struct ledger_grant, holder, FIELD_ENUM),
	COLUMN(struct ledger_grant, holder_id, FIELD_INT),
	COLUMN(struct ledger_grant, holder_name, FIELD_STR),
	COLUMN(struct ledger_grant, rights, FIELD_INT),
	COLUMN(struct ledger_grant, compartment, FIELD_STR),
	COLUMN(struct ledger_grant, from, FIELD_INSTANT),
	COLUMN(struct ledger_grant, until, FIELD_INSTANT),
};
static const struct field grant_rest_fields[] = {
	COLUMN(struct ledger_grant, by, FIELD_INT),
	COLUMN(struct ledger_grant, confirmed_by, FIELD_INT),
	COLUMN(struct ledger_grant, at, FIELD_INSTANT),
	COLUMN(struct ledger_grant, withdrawn_at, FIELD_INSTANT),
};
static const struct schema grant_schema = SCHEMA("case_grant", struct ledger_grant, grant_fields);
static const struct schema grant_rest_schema = SCHEMA("case_grant_rest", struct ledger_grant, grant_rest_fields);

/* --------------------------------------------------------------------------------- reading */

/* Columns in the order of the statements: what is plain, the blobs, the rest. */
static void
read_party(const struct query *q, struct ledger_party *party, struct arena *arena)
{
	int at = (int)party_schema.count;

	column_fields(q, 0, &party_schema, party, arena);
	party->name = column_blob(q, at, arena);
	party->address = column_blob(q, at + 1, arena);
	column_fields(q, at + 2, &party_rest_schema, party, arena);
}

static void
read_grant(const struct query *q, struct ledger_grant *grant, struct arena *arena)
{
	int at = (int)grant_schema.count;

	column_fields(q, 0, &grant_schema, grant, arena);
	grant->reason = column_blob(q, at, arena);
	column_fields(q, at + 1, &grant_rest_schema, grant, arena);
}

struct err *
ledger_case_parties(struct ledger *ledger, int64_t casefile, struct arena *arena, struct ledger_parties *ret_parties)
{
	struct ledger_parties parties = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_PARTY_LIST, arena, &q));
	bind_int(&q, casefile);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		read_party(&q, list_add(arena, &parties), arena);
	}
	*ret_parties = parties;
	return NULL;
}

struct err *
ledger_case_grants(struct ledger *ledger, int64_t casefile, struct arena *arena, struct ledger_grants *ret_grants)
{
	struct ledger_grants grants = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_GRANT_LIST, arena, &q));
	bind_int(&q, casefile);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		read_grant(&q, list_add(arena, &grants), arena);
	}
	*ret_grants = grants;
	return NULL;
}

struct err *
ledger_case_parts_of(struct ledger *ledger, int64_t account, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_PARTS_OF, arena, &q));
	bind_int(&q, account);
	return query_one(&q, arena, ret_count);
}

struct err *
ledger_cases_of_account(struct ledger *ledger, int64_t account, int64_t offices, struct arena *arena, struct ledger_ids *ret_ids)
{
	struct ledger_ids ids = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_OF_ACCOUNT, arena, &q));
	bind_int(&q, account);
	bind_int(&q, offices);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		list_push(arena, &ids, column_int(&q, 0));
	}
	*ret_ids = ids;
	return NULL;
}

/* --------------------------------------------------------------------------------- writing */

struct id_work { const char *kind; int64_t id; };

static struct err *
take_id(struct ledger *ledger, void *context, struct arena *arena)
{
	struct id_work *work = context;

	return ledger_allot(ledger, work->kind, 1, arena, &work->id);
}

static struct err *
next_id(struct ledger *ledger, const char *kind, struct arena *arena, int64_t *ret_id)
{
	struct id_work work = { kind, 0 };

	TRY(ledger_write(ledger, take_id, &work, arena));
	*ret_id = work.id;
	return NULL;
}

struct err *
ledger_case_party_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return next_id(ledger, "case_party", arena, ret_id);
}

struct err *
ledger_case_grant_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return next_id(ledger, "case_grant", arena, ret_id);
}

struct case_work { int64_t casefile; const struct ledger_party *party; const struct ledger_grant *grant; int64_t id, by, at; int statement; };

static struct err *
put_party(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct case_work *work = context;
	const struct ledger_party *party = work->party;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_PARTY_PUT, arena, &q));
	bind_int(&q, party->id);
	bind_int(&q, work->casefile);
	bind_str(&q, party->role);
	bind_int(&q, party->holder);
	bind_int(&q, party->holder_id);
	bind_blob(&q, party->name);
	bind_blob(&q, party->address);
	bind_int(&q, party->by);
	bind_instant(&q, party->at);
	return query_run(&q, arena);
}

struct err *
ledger_case_party_put(struct ledger *ledger, int64_t casefile, const struct ledger_party *party, struct arena *arena)
{
	struct case_work work = { .casefile = casefile, .party = party };

	return ledger_write(ledger, put_party, &work, arena);
}

static struct err *
put_grant(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct case_work *work = context;
	const struct ledger_grant *grant = work->grant;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_GRANT_PUT, arena, &q));
	bind_int(&q, grant->id);
	bind_int(&q, work->casefile);
	bind_int(&q, grant->holder);
	bind_int(&q, grant->holder_id);
	bind_int(&q, grant->rights);
	bind_str(&q, grant->compartment);
	bind_instant(&q, grant->from);
	bind_instant(&q, grant->until);
	bind_blob(&q, grant->reason);
	bind_int(&q, grant->by);
	bind_int(&q, grant->confirmed_by);
	bind_instant(&q, grant->at);
	return query_run(&q, arena);
}

struct err *
ledger_case_grant_put(struct ledger *ledger, int64_t casefile, const struct ledger_grant *grant, struct arena *arena)
{
	struct case_work work = { .casefile = casefile, .grant = grant };

	return ledger_write(ledger, put_grant, &work, arena);
}

static struct err *
withdraw(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct case_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, work->statement, arena, &q));
	bind_int(&q, work->id);
	bind_int(&q, work->by);
	bind_instant(&q, work->at);
	return query_run(&q, arena);
}

struct err *
ledger_case_party_withdraw(struct ledger *ledger, int64_t id, int64_t by, int64_t at, struct arena *arena)
{
	struct case_work work = { .id = id, .by = by, .at = at, .statement = SQL_CASE_PARTY_WITHDRAW };

	return ledger_write(ledger, withdraw, &work, arena);
}

struct err *
ledger_case_grant_withdraw(struct ledger *ledger, int64_t id, int64_t by, int64_t at, struct arena *arena)
{
	struct case_work work = { .id = id, .by = by, .at = at, .statement = SQL_CASE_GRANT_WITHDRAW };

	return ledger_write(ledger, withdraw, &work, arena);
}

static struct err *
confirm_grant(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct case_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_GRANT_CONFIRM, arena, &q));
	bind_int(&q, work->id);
	bind_int(&q, work->by);
	return query_run(&q, arena);
}

struct err *
ledger_case_grant_confirm(struct ledger *ledger, int64_t id, int64_t by, struct arena *arena)
{
	struct case_work work = { .id = id, .by = by };

	return ledger_write(ledger, confirm_grant, &work, arena);
}
