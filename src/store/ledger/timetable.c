/*
 * timetable.c - closed days, maintenance windows, who is on call.
 */
#include "store/ledger/db.h"
#include "store/ledger/job.h"
#include "store/ledger/sql_registry.h"

static const char *const purpose_words[] = { "any", "holiday", "publication" };
const struct enum_names oncall_purpose_names = ENUM_NAMES(purpose_words);

static const struct field closed_fields[] = {
	COLUMN(struct ledger_closed_day, day, FIELD_DAY),
	COLUMN(struct ledger_closed_day, note, FIELD_STR),
};
static const struct schema closed_schema = SCHEMA("closed_day", struct ledger_closed_day, closed_fields);

static const struct field maintenance_fields[] = {
	COLUMN(struct ledger_maintenance, id, FIELD_INT),
	COLUMN(struct ledger_maintenance, system, FIELD_INT),
	COLUMN(struct ledger_maintenance, system_name, FIELD_STR),
	COLUMN(struct ledger_maintenance, cycle, FIELD_STR),
	COLUMN(struct ledger_maintenance, note, FIELD_STR),
	COLUMN(struct ledger_maintenance, by, FIELD_STR),
	COLUMN(struct ledger_maintenance, at, FIELD_INSTANT),
};
static const struct schema maintenance_schema = SCHEMA("maintenance_window", struct ledger_maintenance, maintenance_fields);

static const struct field oncall_fields[] = {
	COLUMN(struct ledger_oncall, id, FIELD_INT),
	COLUMN(struct ledger_oncall, account, FIELD_INT),
	COLUMN(struct ledger_oncall, name, FIELD_STR),
	COLUMN(struct ledger_oncall, phone, FIELD_STR),
	COLUMN(struct ledger_oncall, purpose, FIELD_ENUM),
	COLUMN(struct ledger_oncall, place, FIELD_INT),
	COLUMN(struct ledger_oncall, begins, FIELD_INSTANT),
	COLUMN(struct ledger_oncall, ends, FIELD_INSTANT),
	COLUMN(struct ledger_oncall, note, FIELD_STR),
	COLUMN(struct ledger_oncall, by, FIELD_STR),
	COLUMN(struct ledger_oncall, at, FIELD_INSTANT),
};
static const struct schema oncall_schema = SCHEMA("oncall", struct ledger_oncall, oncall_fields);

/* ---------------------------------------------------------------------------------- closed days */

struct err *
ledger_closed_days(struct ledger *ledger, struct arena *arena, struct closed_days *ret_days)
{
	struct query q QUERY_SCOPE;

	*ret_days = (struct closed_days){ 0 };
	TRY(ledger_query(ledger, SQL_CLOSED_DAY_LIST, arena, &q));
	return query_all(&q, &closed_schema, arena, ret_days);
}

static struct err *
put_closed(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CLOSED_DAY_PUT, arena, &q));
	bind_fields(&q, &closed_schema, context);
	return query_run(&q, arena);
}

struct err *
ledger_closed_day_put(struct ledger *ledger, const struct ledger_closed_day *closed, struct arena *arena)
{
	return ledger_write(ledger, put_closed, (void *)(uintptr_t)closed, arena);
}

static struct err *
remove_closed(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CLOSED_DAY_REMOVE, arena, &q));
	bind_day(&q, *(const int32_t *)context);
	return query_run(&q, arena);
}

struct err *
ledger_closed_day_remove(struct ledger *ledger, int32_t day, struct arena *arena)
{
	return ledger_write(ledger, remove_closed, &day, arena);
}

/* ------------------------------------------------------------------------------ withdrawn by number */

struct withdrawing { int statement; int64_t id, at; bool there; };

static struct err *
withdraw(struct ledger *ledger, void *context, struct arena *arena)
{
	struct withdrawing *withdrawing = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, withdrawing->statement, arena, &q));
	bind_int(&q, withdrawing->id);
	bind_instant(&q, withdrawing->at);
	return query_step(&q, arena, &withdrawing->there);
}

/* ---------------------------------------------------------------------------------- maintenance */

struct err *
ledger_maintenances(struct ledger *ledger, struct arena *arena, struct maintenances *ret_windows)
{
	struct query q QUERY_SCOPE;

	*ret_windows = (struct maintenances){ 0 };
	TRY(ledger_query(ledger, SQL_MAINTENANCE_LIST, arena, &q));
	return query_all(&q, &maintenance_schema, arena, ret_windows);
}

static struct err *
put_maintenance(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_maintenance *window = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "maintenance_window", 1, arena, &window->id));
	TRY(ledger_query(ledger, SQL_MAINTENANCE_PUT, arena, &q));
	bind_int(&q, window->id);
	bind_int(&q, window->system);
	bind_str(&q, window->cycle);
	bind_str(&q, window->note);
	bind_str(&q, window->by);
	bind_instant(&q, window->at);
	return query_run(&q, arena);
}

struct err *
ledger_maintenance_put(struct ledger *ledger, const struct ledger_maintenance *window, struct arena *arena, int64_t *ret_id)
{
	struct ledger_maintenance made = *window;

	TRY(ledger_write(ledger, put_maintenance, &made, arena));
	*ret_id = made.id;
	return NULL;
}

static struct err *
no_window(int64_t id, struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("There is no maintenance window {number}: `calendar maintenance` lists them."), ARG_N("number", id));
}

static struct err *
set_maintenance(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_maintenance *window = context;
	struct query q QUERY_SCOPE;
	bool there;

	TRY(ledger_query(ledger, SQL_MAINTENANCE_SET, arena, &q));
	bind_int(&q, window->id);
	bind_int(&q, window->system);
	bind_str(&q, window->cycle);
	bind_str(&q, window->note);
	bind_str(&q, window->by);
	bind_instant(&q, window->at);
	TRY(query_step(&q, arena, &there));
	return there ? NULL : no_window(window->id, arena);
}

struct err *
ledger_maintenance_set(struct ledger *ledger, const struct ledger_maintenance *window, struct arena *arena)
{
	struct ledger_maintenance set = *window;

	return ledger_write(ledger, set_maintenance, &set, arena);
}

struct err *
ledger_maintenance_withdraw(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	struct withdrawing withdrawing = { SQL_MAINTENANCE_WITHDRAW, id, at, false };

	TRY(ledger_write(ledger, withdraw, &withdrawing, arena));
	return withdrawing.there ? NULL : no_window(id, arena);
}

/* -------------------------------------------------------------------------------------- on call */

struct err *
ledger_oncalls(struct ledger *ledger, struct arena *arena, struct oncalls *ret_oncalls)
{
	struct query q QUERY_SCOPE;

	*ret_oncalls = (struct oncalls){ 0 };
	TRY(ledger_query(ledger, SQL_ONCALL_LIST, arena, &q));
	return query_all(&q, &oncall_schema, arena, ret_oncalls);
}

static struct err *
put_oncall(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_oncall *oncall = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "oncall", 1, arena, &oncall->id));
	TRY(ledger_query(ledger, SQL_ONCALL_PUT, arena, &q));
	bind_fields(&q, &oncall_schema, oncall);
	return query_run(&q, arena);
}

struct err *
ledger_oncall_put(struct ledger *ledger, const struct ledger_oncall *oncall, struct arena *arena, int64_t *ret_id)
{
	struct ledger_oncall made = *oncall;

	TRY(ledger_write(ledger, put_oncall, &made, arena));
	*ret_id = made.id;
	return NULL;
}

struct err *
ledger_oncall_withdraw(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	struct withdrawing withdrawing = { SQL_ONCALL_WITHDRAW, id, at, false };

	TRY(ledger_write(ledger, withdraw, &withdrawing, arena));
	if (!withdrawing.there)
		return err_new(arena, ERR_NOT_FOUND, M("There is no entry {number} of people on call: `oncall list` lists them."),
		    ARG_N("number", id));
	return NULL;
}
