/*
 * view.c - the register from three ends, as 日本シーサート協議会's guide asks: from the software, from the
 * system, from the service.
 */
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field row_fields[] = {
	COLUMN(struct ledger_view_row, service, FIELD_STR),
	COLUMN(struct ledger_view_row, unit, FIELD_STR),
	COLUMN(struct ledger_view_row, owner, FIELD_STR),
	COLUMN(struct ledger_view_row, system, FIELD_STR),
	COLUMN(struct ledger_view_row, network_text, FIELD_STR),
	COLUMN(struct ledger_view_row, place, FIELD_STR),
	COLUMN(struct ledger_view_row, network, FIELD_ENUM),
	COLUMN(struct ledger_view_row, vendor, FIELD_STR),
	COLUMN(struct ledger_view_row, product, FIELD_STR),
	COLUMN(struct ledger_view_row, version, FIELD_STR),
	COLUMN(struct ledger_view_row, identity, FIELD_STR),
	COLUMN(struct ledger_view_row, hosts, FIELD_INT),
	COLUMN(struct ledger_view_row, open, FIELD_INT),
	COLUMN(struct ledger_view_row, worst, FIELD_ENUM),
	COLUMN(struct ledger_view_row, provenance, FIELD_ENUM),
};
static const struct schema row_schema = SCHEMA("view", struct ledger_view_row, row_fields);

/* A service row is about systems: it has no software in it. */
static const struct field service_fields[] = {
	COLUMN(struct ledger_view_row, service, FIELD_STR),
	COLUMN(struct ledger_view_row, unit, FIELD_STR),
	COLUMN(struct ledger_view_row, owner, FIELD_STR),
	COLUMN(struct ledger_view_row, system, FIELD_STR),
	COLUMN(struct ledger_view_row, network_text, FIELD_STR),
	COLUMN(struct ledger_view_row, place, FIELD_STR),
	COLUMN(struct ledger_view_row, network, FIELD_ENUM),
	COLUMN(struct ledger_view_row, hosts, FIELD_INT),
	COLUMN(struct ledger_view_row, open, FIELD_INT),
	COLUMN(struct ledger_view_row, worst, FIELD_ENUM),
};
static const struct schema service_schema = SCHEMA("view", struct ledger_view_row, service_fields);

static const struct {
	int                  sql;
	const struct schema *schema;
} views[] = {
	[LEDGER_VIEW_SOFTWARE] = { SQL_VIEW_SOFTWARE, &row_schema },
	[LEDGER_VIEW_SYSTEM]   = { SQL_VIEW_SYSTEM, &row_schema },
	[LEDGER_VIEW_SERVICE]  = { SQL_VIEW_SERVICE, &service_schema },
};

static bool
holds_nocase(struct str text, struct str part)
{
	for (size_t i = 0; i + part.len <= text.len; i++) {
		if (str_eq_nocase(str_sub(text, i, part.len), part))
			return true;
	}
	return false;
}

static bool
is_about(const struct ledger_view_row *row, struct str about)
{
	const struct str texts[] = {
		row->service, row->unit, row->owner, row->system, row->place, row->vendor, row->product, row->identity,
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (holds_nocase(texts[i], about))
			return true;
	}
	return false;
}

struct err *
ledger_view(struct ledger *ledger, enum ledger_view view, struct str about, ledger_each_view_row *each, void *context,
    struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, views[view].sql, arena, &q));
	for (;;) {
		struct ledger_view_row one = { 0 };
		struct err *err;

		TRY(query_next(&q, views[view].schema, &one, item, arena, &row));
		if (!row)
			return NULL;
		if (!is_about(&one, about))
			continue;
		err = each(context, &one, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
