/*
 * report.c - counts for reports, and reports that were handed over.
 */
#include "store/ledger/report.h"

#include <stdlib.h>
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"
#include "store/ledger/standing.h"

static const struct field cell_fields[] = {
	COLUMN(struct ledger_cell, damage, FIELD_ENUM),
	COLUMN(struct ledger_cell, likelihood, FIELD_ENUM),
	COLUMN(struct ledger_cell, action, FIELD_ENUM),
	COLUMN(struct ledger_cell, verdict, FIELD_ENUM),
	COLUMN(struct ledger_cell, findings, FIELD_INT),
	COLUMN(struct ledger_cell, kev, FIELD_INT),
};
static const struct schema cell_schema = SCHEMA("cell", struct ledger_cell, cell_fields);

static const struct field standing_fields[] = {
	COLUMN(struct ledger_standing, system, FIELD_INT),
	COLUMN(struct ledger_standing, name, FIELD_STR),
	COLUMN(struct ledger_standing, unit, FIELD_STR),
	COLUMN(struct ledger_standing, contractor, FIELD_STR),
	COLUMN(struct ledger_standing, items, FIELD_INT),
	COLUMN(struct ledger_standing, judged, FIELD_INT),
};
static const struct schema standing_schema = SCHEMA("standing", struct ledger_standing, standing_fields);

static const struct field crossing_fields[] = {
	COLUMN(struct ledger_crossing, finding, FIELD_INT),
	COLUMN(struct ledger_crossing, at, FIELD_INSTANT),
	COLUMN(struct ledger_crossing, cause, FIELD_ENUM),
	COLUMN(struct ledger_crossing, opened, FIELD_BOOL),
	COLUMN(struct ledger_crossing, closed, FIELD_BOOL),
	COLUMN(struct ledger_crossing, verdict_before, FIELD_ENUM),
	COLUMN(struct ledger_crossing, verdict, FIELD_ENUM),
	COLUMN(struct ledger_crossing, action_before, FIELD_ENUM),
	COLUMN(struct ledger_crossing, action, FIELD_ENUM),
	COLUMN(struct ledger_crossing, vulnerability, FIELD_STR),
	COLUMN(struct ledger_crossing, title_ja, FIELD_STR),
	COLUMN(struct ledger_crossing, title_en, FIELD_STR),
	COLUMN(struct ledger_crossing, product, FIELD_STR),
	COLUMN(struct ledger_crossing, system, FIELD_STR),
	COLUMN(struct ledger_crossing, unit, FIELD_STR),
};
static const struct schema crossing_schema = SCHEMA("crossing", struct ledger_crossing, crossing_fields);

static const struct field flow_fields[] = {
	COLUMN(struct ledger_flow, bucket, FIELD_INT),
	COLUMN(struct ledger_flow, opened, FIELD_BOOL),
	COLUMN(struct ledger_flow, closed, FIELD_BOOL),
	COLUMN(struct ledger_flow, verdict_before, FIELD_ENUM),
	COLUMN(struct ledger_flow, verdict, FIELD_ENUM),
	COLUMN(struct ledger_flow, action_before, FIELD_ENUM),
	COLUMN(struct ledger_flow, action, FIELD_ENUM),
	COLUMN(struct ledger_flow, events, FIELD_INT),
};
static const struct schema flow_schema = SCHEMA("flow", struct ledger_flow, flow_fields);

static const struct field closed_fields[] = {
	COLUMN(struct ledger_closed, action, FIELD_ENUM),
	COLUMN(struct ledger_closed, findings, FIELD_INT),
	COLUMN(struct ledger_closed, in_time, FIELD_INT),
	COLUMN(struct ledger_closed, seconds, FIELD_INT),
};
static const struct schema closed_schema = SCHEMA("closed", struct ledger_closed, closed_fields);

/* As rows of report_list and, with marks, of report_before. */
static const struct field report_fields[] = {
	COLUMN(struct ledger_report, id, FIELD_INT),
	COLUMN(struct ledger_report, name, FIELD_STR),
	COLUMN(struct ledger_report, scope, FIELD_STR),
	COLUMN(struct ledger_report, at, FIELD_INSTANT),
	COLUMN(struct ledger_report, by, FIELD_STR),
	COLUMN(struct ledger_report, digest, FIELD_STR),
};
static const struct schema report_schema = SCHEMA("report", struct ledger_report, report_fields);

struct err *
ledger_cells(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_cells *ret_cells)
{
	struct query q QUERY_SCOPE;

	*ret_cells = (struct ledger_cells){ 0 };
	TRY(standing_ready(ledger, arena));
	TRY(ledger_query(ledger, SQL_REPORT_CELLS, arena, &q));
	bind_int(&q, now);
	return query_all(&q, &cell_schema, arena, ret_cells);
}

/* Open findings of a system that are alike, to what stands of it. */
static void
add_alike(struct ledger_standing *standing, const struct query *q, int64_t now)
{
	enum ledger_action action = (enum ledger_action)column_int(q, 1);
	int64_t due = column_int(q, 4), findings = column_int(q, 5);

	standing->immediate += action == LEDGER_IMMEDIATE ? findings : 0;
	standing->out_of_cycle += action == LEDGER_OUT_OF_CYCLE ? findings : 0;
	standing->scheduled += action == LEDGER_SCHEDULED ? findings : 0;
	standing->deferred += action == LEDGER_DEFER ? findings : 0;
	standing->undecided += (enum ledger_verdict)column_int(q, 2) == LEDGER_UNDECIDED ? findings : 0;
	standing->kev += column_int(q, 3) == 1 ? findings : 0;
	standing->overdue += due < now ? findings : 0;
	if (action < standing->worst)
		standing->worst = action;
	if (due < standing->due)
		standing->due = due;
}

/* Both come by system. */
static struct err *
add_open(struct ledger *ledger, int64_t now, struct ledger_standings *standings, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	size_t at = 0;
	bool row;

	TRY(ledger_query(ledger, SQL_REPORT_OPEN, arena, &q));
	bind_int(&q, now);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		while (at < standings->count && standings->items[at].system < column_int(&q, 0))
			at++;
		if (at < standings->count && standings->items[at].system == column_int(&q, 0))
			add_alike(&standings->items[at], &q, now);
	}
}

/* The worst first, of these what is due first. */
static int
by_urgency(const void *a, const void *b)
{
	const struct ledger_standing *left = a, *right = b;

	if (left->worst != right->worst)
		return left->worst < right->worst ? -1 : 1;
	if (left->due != right->due)
		return left->due < right->due ? -1 : 1;
	return str_cmp(left->name, right->name);
}

struct err *
ledger_standings(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_standings *ret_standings)
{
	struct query q QUERY_SCOPE;

	*ret_standings = (struct ledger_standings){ 0 };
	TRY(standing_ready(ledger, arena));
	TRY(ledger_query(ledger, SQL_REPORT_SYSTEMS, arena, &q));
	TRY(query_all(&q, &standing_schema, arena, ret_standings));
	for (size_t i = 0; i < ret_standings->count; i++) {
		ret_standings->items[i].worst = LEDGER_NO_ACTION;
		ret_standings->items[i].due = INT64_MAX;
	}
	TRY(add_open(ledger, now, ret_standings, arena));
	if (ret_standings->count > 0)
		qsort(ret_standings->items, ret_standings->count, sizeof(ret_standings->items[0]), by_urgency);
	for (size_t i = 0; i < ret_standings->count; i++)
		if (ret_standings->items[i].due == INT64_MAX)
			ret_standings->items[i].due = INSTANT_NONE;
	return NULL;
}

struct err *
ledger_crossings(struct ledger *ledger, const struct ledger_crossed *crossed, struct arena *arena, struct ledger_crossings *ret_crossings)
{
	struct query q QUERY_SCOPE;

	*ret_crossings = (struct ledger_crossings){ 0 };
	TRY(ledger_query(ledger, SQL_REPORT_EVENTS, arena, &q));
	bind_int(&q, crossed->since);
	bind_int(&q, crossed->until);
	bind_str(&q, crossed->unit);
	bind_int(&q, crossed->system);
	bind_int(&q, crossed->most);
	return query_all(&q, &crossing_schema, arena, ret_crossings);
}

struct err *
ledger_open_by_product(struct ledger *ledger, int64_t system, ledger_each_open *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_OPEN_BY_PRODUCT, arena, &q));
	bind_int(&q, system);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		arena_reset(item);
		TRY(each(context, column_int(&q, 0), column_str(&q, 1, item), column_int(&q, 2)));
	}
}

struct err *
ledger_flows(struct ledger *ledger, int64_t since, int64_t step, struct arena *arena, struct ledger_flows *ret_flows)
{
	struct query q QUERY_SCOPE;

	*ret_flows = (struct ledger_flows){ 0 };
	TRY(standing_ready(ledger, arena));
	TRY(ledger_query(ledger, SQL_REPORT_FLOW, arena, &q));
	bind_int(&q, since);
	bind_int(&q, step);
	return query_all(&q, &flow_schema, arena, ret_flows);
}

struct err *
ledger_closeds(struct ledger *ledger, int64_t since, int64_t until, struct arena *arena, struct ledger_closeds *ret_closeds)
{
	struct query q QUERY_SCOPE;

	*ret_closeds = (struct ledger_closeds){ 0 };
	TRY(ledger_query(ledger, SQL_REPORT_CLOSED, arena, &q));
	bind_int(&q, since);
	bind_int(&q, until);
	return query_all(&q, &closed_schema, arena, ret_closeds);
}

struct err *
ledger_dues(struct ledger *ledger, int64_t since, int64_t until, struct arena *arena, int64_t *ret_due, int64_t *ret_kept)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_REPORT_DUE, arena, &q));
	bind_int(&q, since);
	bind_int(&q, until);
	TRY(query_step(&q, arena, &row));
	*ret_due = column_int(&q, 0);
	*ret_kept = column_int(&q, 1);
	return NULL;
}

struct err *
ledger_begun(struct ledger *ledger, struct arena *arena, int64_t *ret_at)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_REPORT_BEGUN, arena, &q));
	TRY(query_step(&q, arena, &row));
	*ret_at = row ? column_instant(&q, 0) : INSTANT_NONE;
	return NULL;
}

struct putting { const struct ledger_report *report; struct str view; int64_t id; };

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	struct putting *putting = context;
	struct ledger_report row = *putting->report;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "report", 1, arena, &putting->id));
	row.id = putting->id;
	TRY(ledger_query(ledger, SQL_REPORT_PUT, arena, &q));
	bind_fields(&q, &report_schema, &row);
	bind_str(&q, row.marks);
	bind_str(&q, putting->view);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, row.by, row.at, STR("report.make"), arena_printf(arena, "report/%lld", (long long)row.id), row.digest, arena);
}

struct err *
ledger_report_put(struct ledger *ledger, const struct ledger_report *report, struct str view, struct arena *arena, int64_t *ret_id)
{
	struct putting putting = { report, view, 0 };

	TRY(ledger_write(ledger, put, &putting, arena));
	*ret_id = putting.id;
	return NULL;
}

struct err *
ledger_report_before(struct ledger *ledger, struct str name, struct str scope, int64_t before, struct arena *arena, struct ledger_report *ret_report)
{
	struct ledger_report report = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_REPORT_BEFORE, arena, &q));
	bind_str(&q, name);
	bind_str(&q, scope);
	bind_int(&q, before);
	TRY(query_step(&q, arena, &row));
	if (row) {
		column_fields(&q, 0, &report_schema, &report, arena);
		report.marks = column_str(&q, (int)ARRAY_LEN(report_fields), arena);
	}
	*ret_report = report;
	return NULL;
}

struct err *
ledger_reports(struct ledger *ledger, int64_t most, struct arena *arena, struct ledger_reports *ret_reports)
{
	struct query q QUERY_SCOPE;

	*ret_reports = (struct ledger_reports){ 0 };
	TRY(ledger_query(ledger, SQL_REPORT_LIST, arena, &q));
	bind_int(&q, most);
	return query_all(&q, &report_schema, arena, ret_reports);
}

struct err *
ledger_report_view(struct ledger *ledger, int64_t id, struct arena *arena, struct str *ret_view)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_REPORT_VIEW, arena, &q));
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("There is no report {number}: \"report list\" shows those that were handed over."), ARG_N("number", id));
	*ret_view = column_str(&q, 0, arena);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- subscriptions */

static const char *const every_words[] = { "week", "month", "day" };
const struct enum_names ledger_every_names = ENUM_NAMES(every_words);

static const struct field subscription_fields[] = {
	COLUMN(struct ledger_subscription, id, FIELD_INT),
	COLUMN(struct ledger_subscription, account, FIELD_INT),
	COLUMN(struct ledger_subscription, name, FIELD_STR),
	COLUMN(struct ledger_subscription, unit, FIELD_STR),
	COLUMN(struct ledger_subscription, system, FIELD_STR),
	COLUMN(struct ledger_subscription, every, FIELD_ENUM),
	COLUMN(struct ledger_subscription, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_subscription, due, FIELD_DAY),
	COLUMN(struct ledger_subscription, sent_at, FIELD_INSTANT),
	COLUMN(struct ledger_subscription, form, FIELD_INT),
	COLUMN(struct ledger_subscription, weekday, FIELD_INT),
	COLUMN(struct ledger_subscription, lang, FIELD_STR),
	COLUMN(struct ledger_subscription, to_unit, FIELD_STR),
};
static const struct schema subscription_schema = SCHEMA("subscription", struct ledger_subscription, subscription_fields);

static struct err *
put_subscription(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_subscription row = *(const struct ledger_subscription *)context;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "report_subscription", 1, arena, &row.id));
	TRY(ledger_query(ledger, SQL_SUBSCRIPTION_PUT, arena, &q));
	bind_fields(&q, &subscription_schema, &row);
	return query_run(&q, arena);
}

struct err *
ledger_subscription_put(struct ledger *ledger, const struct ledger_subscription *subscription, struct arena *arena)
{
	return ledger_write(ledger, put_subscription, (void *)(uintptr_t)subscription, arena);
}

struct err *
ledger_subscriptions(struct ledger *ledger, struct arena *arena, struct ledger_subscriptions *ret_subscriptions)
{
	struct query q QUERY_SCOPE;

	*ret_subscriptions = (struct ledger_subscriptions){ 0 };
	TRY(ledger_query(ledger, SQL_SUBSCRIPTION_LIST, arena, &q));
	return query_all(&q, &subscription_schema, arena, ret_subscriptions);
}

static struct err *
sent_subscription(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_subscription *row = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SUBSCRIPTION_SENT, arena, &q));
	bind_int(&q, row->id);
	bind_day(&q, row->due);
	bind_instant(&q, row->sent_at);
	return query_run(&q, arena);
}

struct err *
ledger_subscription_sent(struct ledger *ledger, int64_t id, int32_t due, int64_t sent_at, struct arena *arena)
{
	struct ledger_subscription row = { .id = id, .due = due, .sent_at = sent_at };

	return ledger_write(ledger, sent_subscription, &row, arena);
}

static struct err *
end_subscription(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SUBSCRIPTION_END, arena, &q));
	bind_int(&q, *(const int64_t *)context);
	return query_run(&q, arena);
}

struct err *
ledger_subscription_end(struct ledger *ledger, int64_t id, struct arena *arena)
{
	return ledger_write(ledger, end_subscription, &id, arena);
}
