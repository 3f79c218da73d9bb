#include "store/ledger/event.h"

#include "store/ledger/db.h"
#include "store/ledger/keep.h"
#include "store/ledger/sql_registry.h"

#define F(column, member, kind) { #column, (kind), offsetof(struct ledger_event_row, member), NULL, NULL }
static const struct field fields[] = {
	F(id, id, FIELD_INT),
	F(finding_id, finding, FIELD_INT),
	F(at, at, FIELD_INSTANT),
	F(cause, cause, FIELD_ENUM),
	F(verdict_before, verdict_before, FIELD_ENUM),
	F(verdict, verdict, FIELD_ENUM),
	F(action_before, action_before, FIELD_ENUM),
	F(action, action, FIELD_ENUM),
	F(opened, opened, FIELD_BOOL),
	F(closed, closed, FIELD_BOOL),
	F(system_name, system, FIELD_STR),
	F(unit, unit, FIELD_STR),
	F(product_name, product, FIELD_STR),
	F(vulnerability, vulnerability, FIELD_STR),
	F(title_ja, title_ja, FIELD_STR),
	F(title_en, title_en, FIELD_STR),
	F(kev, kev, FIELD_BOOL),
};
#undef F
static const struct schema crossing_schema = SCHEMA("crossing", struct ledger_event_row, fields);

/* "at.id" of the last row that was shown. */
static struct err *
cursor_parse(struct str text, struct arena *arena, int64_t *ret_at, int64_t *ret_id)
{
	struct str at, id;

	*ret_at = INT64_MAX;
	*ret_id = INT64_MAX;
	if (text.len == 0 || (str_cut(text, '.', &at, &id) && str_to_i64(at, ret_at) && str_to_i64(id, ret_id)))
		return NULL;
	return err_new(arena, ERR_USAGE, M("\"{cursor}\" is no place in this list: begin at its first page."), ARG("cursor", text));
}

struct err *
ledger_event_rows(struct ledger *ledger, const struct ledger_event_query *query, struct arena *arena, struct ledger_event_rows *ret_crossings)
{
	struct ledger_event_rows list = { 0 };
	struct query q QUERY_SCOPE;
	int64_t at, id;

	TRY(cursor_parse(query->after, arena, &at, &id));
	TRY(ledger_query(ledger, SQL_EVENT_LIST, arena, &q));
	bind_int(&q, query->since);
	bind_int(&q, query->until);
	bind_int(&q, query->kind);
	bind_int(&q, at);
	bind_int(&q, id);
	bind_int(&q, query->most + 1);
	TRY(query_all(&q, &crossing_schema, arena, &list));
	if ((int64_t)list.count > query->most) {
		const struct ledger_event_row *last = &list.items[--list.count - 1];

		list.next = arena_printf(arena, "%lld.%lld", (long long)last->at, (long long)last->id);
	}
	*ret_crossings = list;
	return NULL;
}

struct err *
ledger_event_counts(struct ledger *ledger, int64_t since, int64_t until, struct arena *arena, struct ledger_event_counts *ret_counts)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(keep_ready(ledger, until, arena));
	TRY(ledger_query(ledger, SQL_EVENT_COUNT, arena, &q));
	bind_int(&q, since);
	bind_int(&q, until);
	TRY(query_step(&q, arena, &row));
	*ret_counts = (struct ledger_event_counts){ column_int(&q, 0), column_int(&q, 1), column_int(&q, 2) };
	return NULL;
}
