/*
 * patching.c - how far a product has been mended.
 */
#include "store/ledger/patching.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field row_fields[] = {
	COLUMN(struct ledger_patching_row, system, FIELD_STR),
	COLUMN(struct ledger_patching_row, unit, FIELD_STR),
	COLUMN(struct ledger_patching_row, hosts, FIELD_INT),
	COLUMN(struct ledger_patching_row, left, FIELD_INT),
	COLUMN(struct ledger_patching_row, unknown, FIELD_INT),
};
static const struct schema row_schema = SCHEMA("patching_row", struct ledger_patching_row, row_fields);
static const struct field target_fields[] = {
	COLUMN(struct ledger_patching_target, target, FIELD_STR),
	COLUMN(struct ledger_patching_target, kind, FIELD_ENUM),
	COLUMN(struct ledger_patching_target, findings, FIELD_INT),
};
static const struct schema target_schema = SCHEMA("patching_target", struct ledger_patching_target, target_fields);

struct err *
ledger_patching(struct ledger *ledger, struct str identity, struct str name, struct arena *arena, struct ledger_patching *ret_rows)
{
	struct query q QUERY_SCOPE;

	*ret_rows = (struct ledger_patching){ 0 };
	TRY(ledger_query(ledger, SQL_PATCHING_OF_PRODUCT, arena, &q));
	bind_str(&q, identity);
	bind_str(&q, name);
	return query_all(&q, &row_schema, arena, ret_rows);
}

struct err *
ledger_patching_targets(struct ledger *ledger, struct str identity, struct str name, struct arena *arena,
    struct ledger_patching_targets *ret_targets)
{
	struct query q QUERY_SCOPE;

	*ret_targets = (struct ledger_patching_targets){ 0 };
	TRY(ledger_query(ledger, SQL_PATCHING_TARGETS, arena, &q));
	bind_str(&q, identity);
	bind_str(&q, name);
	return query_all(&q, &target_schema, arena, ret_targets);
}
