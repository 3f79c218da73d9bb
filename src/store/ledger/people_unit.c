/*
 * people_unit.c - units, and who belongs to them.
 */
#include "store/ledger/db.h"
#include "store/ledger/people.h"
#include "store/ledger/sql_registry.h"

static const struct field membership_fields[] = {
	COLUMN(struct ledger_membership, account, FIELD_INT),
	COLUMN(struct ledger_membership, unit, FIELD_INT),
	COLUMN(struct ledger_membership, unit_name, FIELD_STR),
	COLUMN(struct ledger_membership, head, FIELD_BOOL),
};
static const struct schema membership_schema = SCHEMA("membership", struct ledger_membership, membership_fields);

static const struct field unit_fields[] = {
	COLUMN(struct ledger_unit, id, FIELD_INT),
	COLUMN(struct ledger_unit, name, FIELD_STR),
	COLUMN(struct ledger_unit, superior, FIELD_INT),
	COLUMN(struct ledger_unit, superior_name, FIELD_STR),
	COLUMN(struct ledger_unit, mail, FIELD_STR),
	COLUMN(struct ledger_unit, people, FIELD_INT),
	COLUMN(struct ledger_unit, systems, FIELD_INT),
};
static const struct schema unit_schema = SCHEMA("unit", struct ledger_unit, unit_fields);

struct err *
ledger_memberships(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_memberships *ret_memberships)
{
	struct ledger_memberships memberships = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_MEMBERSHIP_LIST, arena, &q));
	bind_int(&q, account);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		column_fields(&q, 0, &membership_schema, list_add(arena, &memberships), arena);
	}
	*ret_memberships = memberships;
	return NULL;
}

static struct err *
put_membership(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_membership *membership = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_MEMBERSHIP_PUT, arena, &q));
	bind_int(&q, membership->account);
	bind_int(&q, membership->unit);
	bind_int(&q, membership->head);
	return query_run(&q, arena);
}

struct err *
ledger_membership_put(struct ledger *ledger, int64_t account, int64_t unit, bool head, struct arena *arena)
{
	struct ledger_membership membership = { .account = account, .unit = unit, .head = head };

	return ledger_write(ledger, put_membership, &membership, arena);
}

static struct err *
end_membership(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_membership *membership = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_MEMBERSHIP_END, arena, &q));
	bind_int(&q, membership->account);
	bind_int(&q, membership->unit);
	return query_run(&q, arena);
}

struct err *
ledger_membership_end(struct ledger *ledger, int64_t account, int64_t unit, struct arena *arena)
{
	struct ledger_membership membership = { .account = account, .unit = unit };

	return ledger_write(ledger, end_membership, &membership, arena);
}

/* ----------------------------------------------------------------------------------- units */

struct err *
ledger_units(struct ledger *ledger, struct arena *arena, struct ledger_units *ret_units)
{
	struct ledger_units units = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_UNIT_LIST, arena, &q));
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		column_fields(&q, 0, &unit_schema, list_add(arena, &units), arena);
	}
	*ret_units = units;
	return NULL;
}

static const struct field tree_fields[] = { COLUMN(struct ledger_unit, id, FIELD_INT), COLUMN(struct ledger_unit, superior, FIELD_INT) };
static const struct schema tree_schema = SCHEMA("unit_tree", struct ledger_unit, tree_fields);

struct err *
ledger_unit_tree(struct ledger *ledger, struct arena *arena, struct ledger_units *ret_units)
{
	struct query q QUERY_SCOPE;

	*ret_units = (struct ledger_units){ 0 };
	TRY(ledger_query(ledger, SQL_UNIT_TREE, arena, &q));
	return query_all(&q, &tree_schema, arena, ret_units);
}

struct err *
ledger_case_unit(struct ledger *ledger, int64_t casefile, struct arena *arena, int64_t *ret_unit)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UNIT_OF_CASE, arena, &q));
	bind_int(&q, casefile);
	return query_one(&q, arena, ret_unit);
}

struct err *
ledger_system_unit(struct ledger *ledger, int64_t system, struct arena *arena, bool *ret_there, int64_t *ret_unit)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UNIT_OF_SYSTEM, arena, &q));
	bind_int(&q, system);
	TRY(query_step(&q, arena, ret_there));
	*ret_unit = *ret_there ? column_int(&q, 0) : 0;
	return NULL;
}

struct err *
ledger_unit_find(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UNIT_FIND, arena, &q));
	bind_str(&q, name);
	return query_one(&q, arena, ret_id);
}

static struct err *
make_unit(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_unit *unit = context;

	return ledger_named(ledger, SQL_UNIT_FIND, SQL_UNIT_INSERT, "unit", unit->name, arena, &unit->id);
}

struct err *
ledger_unit_make(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id)
{
	struct ledger_unit unit = { .name = name };

	TRY(ledger_write(ledger, make_unit, &unit, arena));
	*ret_id = unit.id;
	return NULL;
}

static struct err *
set_unit(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_unit *unit = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UNIT_SET, arena, &q));
	bind_int(&q, unit->id);
	bind_int(&q, unit->superior);
	bind_str(&q, unit->mail);
	return query_run(&q, arena);
}

struct err *
ledger_unit_set(struct ledger *ledger, int64_t id, int64_t superior, struct str mail, struct arena *arena)
{
	struct ledger_unit unit = { .id = id, .superior = superior, .mail = mail };

	return ledger_write(ledger, set_unit, &unit, arena);
}
