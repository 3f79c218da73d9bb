#include "store/ledger/key.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field key_fields[] = {
	COLUMN(struct ledger_key, casefile, FIELD_INT),
	COLUMN(struct ledger_key, compartment, FIELD_STR),
	COLUMN(struct ledger_key, master, FIELD_STR),
	COLUMN(struct ledger_key, wrapped, FIELD_STR),
	COLUMN(struct ledger_key, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_key, erased_at, FIELD_INSTANT),
};
static const struct schema key_schema = SCHEMA("case_key", struct ledger_key, key_fields);
static const struct schema key_new_schema = { "case_key", sizeof(struct ledger_key), key_fields, 5 };
static const struct schema key_wrapped_schema = { "case_key", sizeof(struct ledger_key), key_fields, 4 };

/* The counter's row is written, so whoever comes next waits for this unit of work, and on PostgreSQL begins anew after it. */
struct err *
ledger_key_turn(struct ledger *ledger, struct arena *arena)
{
	int64_t turn;

	return ledger_allot(ledger, "case_key", 1, arena, &turn);
}

struct err *
ledger_key_find(struct ledger *ledger, int64_t casefile, struct str compartment, struct arena *arena, bool *ret_there, struct ledger_key *ret_key)
{
	struct query q QUERY_SCOPE;

	*ret_key = (struct ledger_key){ 0 };
	TRY(ledger_query(ledger, SQL_CASE_KEY_FIND, arena, &q));
	bind_int(&q, casefile);
	bind_str(&q, compartment);
	TRY(query_step(&q, arena, ret_there));
	if (*ret_there)
		column_fields(&q, 0, &key_schema, ret_key, arena);
	return NULL;
}

struct err *
ledger_key_add(struct ledger *ledger, const struct ledger_key *key, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_KEY_INSERT, arena, &q));
	bind_fields(&q, &key_new_schema, key);
	return query_run(&q, arena);
}

struct err *
ledger_key_rewrap(struct ledger *ledger, const struct ledger_key *key, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_KEY_REWRAP, arena, &q));
	bind_fields(&q, &key_wrapped_schema, key);
	return query_run(&q, arena);
}

struct err *
ledger_key_erase(struct ledger *ledger, int64_t casefile, struct str compartment, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_KEY_ERASE, arena, &q));
	bind_int(&q, casefile);
	bind_str(&q, compartment);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

struct err *
ledger_keys_of_others(struct ledger *ledger, struct str master, int64_t most, struct arena *arena, struct ledger_keys *ret_keys)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_keys = (struct ledger_keys){ 0 };
	TRY(ledger_query(ledger, SQL_CASE_KEY_OF_OTHERS, arena, &q));
	bind_str(&q, master);
	bind_int(&q, most);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		column_fields(&q, 0, &key_schema, list_add(arena, &ret_keys->keys), arena);
	}
}

struct err *
ledger_key_count(struct ledger *ledger, struct str master, struct arena *arena, struct ledger_key_counts *ret_counts)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_KEY_COUNT, arena, &q));
	bind_str(&q, master);
	TRY(query_step(&q, arena, &row));
	*ret_counts = (struct ledger_key_counts){ column_int(&q, 0), column_int(&q, 1), column_int(&q, 2) };
	return NULL;
}

struct err *
ledger_master(struct ledger *ledger, struct arena *arena, struct str *ret_master)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_KEY_MASTER_GET, arena, &q));
	TRY(query_step(&q, arena, &row));
	*ret_master = row ? column_str(&q, 0, arena) : STR("");
	return NULL;
}

struct err *
ledger_master_set(struct ledger *ledger, struct str master, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_KEY_MASTER_SET, arena, &q));
	bind_str(&q, master);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

struct err *
ledger_orgs(struct ledger *ledger, struct arena *arena, struct ledger_orgs *ret_orgs)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_orgs = (struct ledger_orgs){ 0 };
	TRY(ledger_query(ledger, SQL_ORG_LIST, arena, &q));
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_orgs, column_int(&q, 0));
	}
}

struct err *
ledger_scrub(struct ledger *ledger, struct str bytes, struct arena *arena, struct str *ret_where)
{
	return ledger->db->engine->scrub(ledger->db, bytes, arena, ret_where);
}
