#include "store/ledger/weakness.h"

#include "store/ledger/db.h"
#include "store/ledger/keep.h"
#include "store/ledger/sql_registry.h"

enum { PAGE_MOST = 10000, RECENT_DAYS = 7, LONG_DAYS = 90 };

/* ------------------------------------------------------------------------------------------ lists */

#define F(column, member, kind) { #column, (kind), offsetof(struct ledger_weakness, member), NULL, NULL }
static const struct field row_fields[] = {
	F(id, about.id, FIELD_INT),
	F(name, about.name, FIELD_STR),
	F(title_ja, about.title_ja, FIELD_STR),
	F(title_en, about.title_en, FIELD_STR),
	F(state, about.state, FIELD_ENUM),
	F(severity, about.severity, FIELD_STR),
	F(score, about.score, FIELD_TENTHS),
	F(kev_added, about.kev_added, FIELD_DAY),
	F(kev_due, about.kev_due, FIELD_DAY),
	F(ransomware, about.ransomware, FIELD_BOOL),
	F(epss, about.epss, FIELD_MILLIONTHS),
	F(exploitation, about.exploitation, FIELD_ENUM),
	F(generation, about.generation, FIELD_STR),
	F(worst, worst, FIELD_ENUM),
	F(due, due, FIELD_INSTANT),
	F(oldest, oldest, FIELD_INSTANT),
	F(newest, newest, FIELD_INSTANT),
	F(findings, findings, FIELD_INT),
	F(systems, systems, FIELD_INT),
	F(products, products, FIELD_INT),
	F(product_name, product_name, FIELD_STR),
	F(affected, affected, FIELD_INT),
	F(undecided, undecided, FIELD_INT),
	F(provided, provided, FIELD_INT),
	F(sort_key, sort_key, FIELD_INT),
	F(decided, decided, FIELD_INT),
};
#undef F
static const struct schema row_schema = SCHEMA("weakness", struct ledger_weakness, row_fields);

static void
bind_filter(struct query *q, const struct ledger_weakness_filter *filter)
{
	bind_int(q, filter->worst);
	bind_int(q, filter->verdict);
	bind_int(q, filter->severity);
	bind_int(q, filter->kev);
	bind_int(q, filter->exploitation);
	bind_int(q, filter->newest);
	bind_int(q, filter->oldest);
	bind_str(q, filter->words);
	bind_int(q, filter->unit);
	bind_int(q, filter->system);
	bind_int(q, filter->decided);
}

/* "key.due.id" of the last row that was shown. */
struct cursor { int64_t key, due, id; };

static struct err *
cursor_parse(struct str text, struct arena *arena, struct cursor *ret_cursor)
{
	struct str key, due, id;

	*ret_cursor = (struct cursor){ INT64_MIN, 0, 0 };
	if (text.len == 0)
		return NULL;
	if (!str_cut(text, '.', &key, &due) || !str_cut(due, '.', &due, &id) || !str_to_i64(key, &ret_cursor->key)
	    || !str_to_i64(due, &ret_cursor->due) || !str_to_i64(id, &ret_cursor->id))
		return err_new(arena, ERR_USAGE, M("\"{cursor}\" is no place in this list: begin at its first page."), ARG("cursor", text));
	return NULL;
}

struct err *
ledger_weaknesses(struct ledger *ledger, const struct ledger_weakness_filter *filter, struct arena *arena, struct ledger_weaknesses *ret_list)
{
	int64_t most = filter->most < 1 ? 1 : filter->most > PAGE_MOST ? PAGE_MOST : filter->most;
	struct ledger_weaknesses list = { 0 };
	struct query q QUERY_SCOPE;
	struct cursor cursor;
	bool row;

	TRY(cursor_parse(filter->after, arena, &cursor));
	TRY(keep_ready(ledger, filter->now, arena));
	TRY(ledger_query(ledger, filter->sort == WEAKNESS_BY_URGENCY ? SQL_WEAKNESS_LIST_URGENT : SQL_WEAKNESS_LIST, arena, &q));
	bind_filter(&q, filter);
	if (filter->sort != WEAKNESS_BY_URGENCY)
		bind_int(&q, filter->sort);
	bind_int(&q, cursor.key);
	bind_int(&q, cursor.due);
	bind_int(&q, cursor.id);
	bind_int(&q, most + 1);
	for (;;) {
		struct ledger_weakness *one;

		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		if ((int64_t)list.count == most) {
			const struct ledger_weakness *last = &list.items[most - 1];

			list.next = arena_printf(arena, "%lld.%lld.%lld", (long long)last->sort_key,
			    (long long)(last->due == INSTANT_NONE ? INT64_MAX : last->due), (long long)last->about.id);
			break;
		}
		one = list_add(arena, &list);
		column_fields(&q, 0, &row_schema, one, arena);
		if (one->due == INT64_MAX)
			one->due = INSTANT_NONE;
	}
	*ret_list = list;
	return NULL;
}

/* What vulnerabilities share, and how many share it: open_count, or counted under the filter. */
struct shared { int64_t worst, affected, undecided, provided, severity, kev, exploitation, vulnerabilities; };
enum { SHARED_COLUMNS = 8 };

static void
count_shared(struct ledger_weakness_counts *counts, const struct shared *shared)
{
	counts->total += shared->vulnerabilities;
	if (shared->worst < LEDGER_NO_ACTION)
		counts->action[shared->worst] += shared->vulnerabilities;
	counts->severity[shared->severity] += shared->vulnerabilities;
	counts->affected += shared->affected * shared->vulnerabilities;
	counts->undecided += shared->undecided * shared->vulnerabilities;
	counts->provided += shared->provided * shared->vulnerabilities;
	counts->kev += shared->kev * shared->vulnerabilities;
	counts->exploited += shared->exploitation == EXPLOITATION_ACTIVE ? shared->vulnerabilities : 0;
	counts->poc += shared->exploitation == EXPLOITATION_POC ? shared->vulnerabilities : 0;
}

static struct err *
read_shared(struct query *q, bool ages, struct arena *arena, struct ledger_weakness_counts *counts)
{
	bool row;

	for (;;) {
		TRY(query_step(q, arena, &row));
		if (!row)
			return NULL;
		count_shared(counts, &(struct shared){ column_int(q, 0), column_int(q, 1), column_int(q, 2), column_int(q, 3), column_int(q, 4),
		    column_int(q, 5), column_int(q, 6), column_int(q, 7) });
		if (!ages)
			continue;
		counts->recent += column_int(q, SHARED_COLUMNS);
		counts->long_open += column_int(q, SHARED_COLUMNS + 1);
	}
}

/* Whether it asks for nothing that is not counted while rows are gathered. */
static bool
is_counted(const struct ledger_weakness_filter *filter)
{
	return filter->newest <= 0 && filter->oldest == INT64_MAX && filter->words.len == 0 && filter->unit == 0 && filter->system == 0;
}

static bool
is_all(const struct ledger_weakness_filter *filter)
{
	return is_counted(filter) && filter->worst < 0 && filter->verdict < 0 && filter->severity < 0 && !filter->kev && filter->exploitation < 0
	    && filter->decided < 0;
}

/* Counted anew: how old they are is counted with them. */
static struct err *
count_narrowed(struct ledger *ledger, const struct ledger_weakness_filter *filter, struct arena *arena, struct ledger_weakness_counts *counts)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEAKNESS_COUNT, arena, &q));
	bind_filter(&q, filter);
	bind_instant(&q, filter->now - RECENT_DAYS * INSTANT_DAY);
	bind_instant(&q, filter->now - LONG_DAYS * INSTANT_DAY);
	return read_shared(&q, true, arena, counts);
}

static void
bind_facets(struct query *q, const struct ledger_weakness_filter *filter)
{
	bind_int(q, filter->worst);
	bind_int(q, filter->verdict);
	bind_int(q, filter->severity);
	bind_int(q, filter->kev);
	bind_int(q, filter->exploitation);
	bind_int(q, filter->decided);
}

static struct err *
count_facets(struct ledger *ledger, const struct ledger_weakness_filter *filter, struct arena *arena, struct ledger_weakness_counts *counts)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEAKNESS_COUNT_KEPT, arena, &q));
	bind_facets(&q, filter);
	return read_shared(&q, false, arena, counts);
}

/* Ages go with the clock: they are counted when they are asked for. */
static struct err *
count_ages(struct ledger *ledger, const struct ledger_weakness_filter *filter, struct arena *arena, struct ledger_weakness_counts *counts)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, is_all(filter) ? SQL_WEAKNESS_COUNT_AGES_ALL : SQL_WEAKNESS_COUNT_AGES, arena, &q));
	if (!is_all(filter))
		bind_facets(&q, filter);
	bind_instant(&q, filter->now - RECENT_DAYS * INSTANT_DAY);
	bind_instant(&q, filter->now - LONG_DAYS * INSTANT_DAY);
	TRY(query_step(&q, arena, &row));
	counts->recent = column_int(&q, 0);
	counts->long_open = column_int(&q, 1);
	return NULL;
}

struct err *
ledger_weakness_counts(struct ledger *ledger, const struct ledger_weakness_filter *filter, struct arena *arena,
    struct ledger_weakness_counts *ret_counts)
{
	struct ledger_weakness_counts counts = { 0 };

	TRY(keep_ready(ledger, filter->now, arena));
	if (is_counted(filter)) {
		TRY(count_facets(ledger, filter, arena, &counts));
		TRY(count_ages(ledger, filter, arena, &counts));
	} else {
		TRY(count_narrowed(ledger, filter, arena, &counts));
	}
	*ret_counts = counts;
	return NULL;
}

static const struct field unit_fields[] = {
	COLUMN(struct ledger_named_id, id, FIELD_INT),
	COLUMN(struct ledger_named_id, name, FIELD_STR),
};
static const struct schema unit_schema = SCHEMA("unit", struct ledger_named_id, unit_fields);

struct err *
ledger_weakness_units(struct ledger *ledger, struct arena *arena, struct ledger_named_ids *ret_units)
{
	struct query q QUERY_SCOPE;

	*ret_units = (struct ledger_named_ids){ 0 };
	TRY(ledger_query(ledger, SQL_WEAKNESS_UNITS, arena, &q));
	return query_all(&q, &unit_schema, arena, ret_units);
}

/* ------------------------------------------------------------------------------------ saved views */

static const struct field view_fields[] = {
	COLUMN(struct ledger_saved_view, id, FIELD_INT),
	{ "account_id", FIELD_INT, offsetof(struct ledger_saved_view, account), NULL, NULL },
	COLUMN(struct ledger_saved_view, name, FIELD_STR),
	COLUMN(struct ledger_saved_view, query, FIELD_STR),
	{ "by_id", FIELD_INT, offsetof(struct ledger_saved_view, by), NULL, NULL },
	COLUMN(struct ledger_saved_view, at, FIELD_INSTANT),
};
static const struct schema view_schema = SCHEMA("saved_view", struct ledger_saved_view, view_fields);

struct keeping { const struct ledger_saved_view *view; struct str by; int64_t id, at; };

static struct err *
audit_view(struct ledger *ledger, const struct keeping *keeping, struct str verb, struct str digest, struct arena *arena)
{
	return ledger_audit(ledger, keeping->by, keeping->at, verb, arena_printf(arena, "view/%lld", (long long)keeping->id), digest, arena);
}

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	struct keeping *keeping = context;
	const struct ledger_saved_view *view = keeping->view;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "saved_view", 1, arena, &keeping->id));
	TRY(ledger_query(ledger, SQL_SAVED_VIEW_INSERT, arena, &q));
	bind_int(&q, keeping->id);
	bind_int(&q, view->account);
	bind_str(&q, view->page);
	bind_str(&q, view->name);
	bind_str(&q, view->query);
	bind_int(&q, view->by);
	bind_instant(&q, view->at);
	TRY(query_run(&q, arena));
	return audit_view(ledger, keeping, STR("view.save"), ledger_digest(&view->query, 1, arena), arena);
}

struct err *
ledger_saved_view_put(struct ledger *ledger, const struct ledger_saved_view *view, struct str by, struct arena *arena, int64_t *ret_id)
{
	struct keeping keeping = { view, by, 0, view->at };

	if (view->name.len == 0)
		return err_new(arena, ERR_USAGE, M("A view needs a name."));
	TRY(ledger_write(ledger, put, &keeping, arena));
	*ret_id = keeping.id;
	return NULL;
}

struct err *
ledger_saved_views(struct ledger *ledger, struct str page, int64_t account, struct arena *arena, struct ledger_saved_views *ret_views)
{
	struct query q QUERY_SCOPE;

	*ret_views = (struct ledger_saved_views){ 0 };
	TRY(ledger_query(ledger, SQL_SAVED_VIEW_LIST, arena, &q));
	bind_str(&q, page);
	bind_int(&q, account);
	return query_all(&q, &view_schema, arena, ret_views);
}

struct err *
ledger_saved_view_get(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_saved_view *ret_view)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_SAVED_VIEW_GET, arena, &q));
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("There is no view {id}."), ARG_N("id", id));
	*ret_view = (struct ledger_saved_view){ .id = id, .account = column_int(&q, 0), .by = column_int(&q, 1) };
	return NULL;
}

static struct err *
delete(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct keeping *keeping = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SAVED_VIEW_DELETE, arena, &q));
	bind_int(&q, keeping->id);
	TRY(query_run(&q, arena));
	return audit_view(ledger, keeping, STR("view.delete"), STR(""), arena);
}

struct err *
ledger_saved_view_delete(struct ledger *ledger, int64_t id, struct str by, int64_t at, struct arena *arena)
{
	struct keeping keeping = { NULL, by, id, at };

	return ledger_write(ledger, delete, &keeping, arena);
}
