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
	COLUMN(struct ledger_party, by, FIELD_INT),
	COLUMN(struct ledger_party, at, FIELD_INSTANT),
	COLUMN(struct ledger_party, withdrawn_at, FIELD_INSTANT),
};
static const struct schema party_schema = SCHEMA("case_party", struct ledger_party, party_fields);

static const struct field grant_fields[] = {
	COLUMN(struct ledger_grant, id, FIELD_INT),
	COLUMN(struct ledger_grant, holder, FIELD_ENUM),
	COLUMN(struct ledger_grant, holder_id, FIELD_INT),
	COLUMN(struct ledger_grant, holder_name, FIELD_STR),
	COLUMN(struct ledger_grant, rights, FIELD_INT),
	COLUMN(struct ledger_grant, compartment, FIELD_STR),
	COLUMN(struct ledger_grant, from, FIELD_INSTANT),
	COLUMN(struct ledger_grant, until, FIELD_INSTANT),
	COLUMN(struct ledger_grant, by, FIELD_INT),
	COLUMN(struct ledger_grant, confirmed_by, FIELD_INT),
	COLUMN(struct ledger_grant, at, FIELD_INSTANT),
	COLUMN(struct ledger_grant, withdrawn_at, FIELD_INSTANT),
};
static const struct schema grant_schema = SCHEMA("case_grant", struct ledger_grant, grant_fields);

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
		column_fields(&q, 0, &party_schema, list_add(arena, &parties), arena);
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
		column_fields(&q, 0, &grant_schema, list_add(arena, &grants), arena);
	}
	*ret_grants = grants;
	return NULL;
}
