/*
 * ticket.c - trackers of tickets, and the tickets of cases in them.
 */
#include "store/ledger/ticket.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const char *const kind_words[] = { "redmine", "backlog", "jira" };
const struct enum_names tracker_kind_names = ENUM_NAMES(kind_words);

static const struct field tracker_fields[] = {
	COLUMN(struct ledger_tracker, id, FIELD_INT),
	COLUMN(struct ledger_tracker, kind, FIELD_ENUM),
	COLUMN(struct ledger_tracker, name, FIELD_STR),
	COLUMN(struct ledger_tracker, base, FIELD_STR),
	COLUMN(struct ledger_tracker, project, FIELD_STR),
	COLUMN(struct ledger_tracker, issue_type, FIELD_STR),
	COLUMN(struct ledger_tracker, hook, FIELD_STR),
	COLUMN(struct ledger_tracker, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_tracker, ended_at, FIELD_INSTANT),
};
static const struct schema tracker_schema = SCHEMA("tracker", struct ledger_tracker, tracker_fields);
/* What a new one is made of: from id to made_at. */
static const struct schema new_schema = { "tracker", sizeof(struct ledger_tracker), tracker_fields, 8 };

static const struct field ticket_fields[] = {
	COLUMN(struct ledger_ticket, link, FIELD_INT),
	COLUMN(struct ledger_ticket, casefile, FIELD_INT),
	COLUMN(struct ledger_ticket, task, FIELD_INT),
	COLUMN(struct ledger_ticket, tracker, FIELD_INT),
	COLUMN(struct ledger_ticket, number, FIELD_STR),
	COLUMN(struct ledger_ticket, state, FIELD_STR),
	COLUMN(struct ledger_ticket, closed, FIELD_INT),
	COLUMN(struct ledger_ticket, told_at, FIELD_INSTANT),
};
static const struct schema ticket_schema = SCHEMA("ticket", struct ledger_ticket, ticket_fields);
/* From link to number. */
static const struct schema put_schema = { "ticket", sizeof(struct ledger_ticket), ticket_fields, 5 };

static const struct field case_fields[] = { COLUMN(struct ledger_ticket_case, casefile, FIELD_INT) };
static const struct schema case_schema = SCHEMA("ticket_case", struct ledger_ticket_case, case_fields);

/* ---------------------------------------------------------------------------------------------- trackers */

struct err *
ledger_tracker_put(struct ledger *ledger, const struct ledger_tracker *tracker, struct arena *arena, int64_t *ret_id)
{
	struct ledger_tracker row = *tracker;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "tracker", 1, arena, &row.id));
	TRY(ledger_query(ledger, SQL_TRACKER_PUT, arena, &q));
	bind_fields(&q, &new_schema, &row);
	*ret_id = row.id;
	return query_run(&q, arena);
}

struct err *
ledger_tracker_hook(struct ledger *ledger, int64_t id, struct str digest, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_TRACKER_HOOK, arena, &q));
	bind_int(&q, id);
	bind_str(&q, digest);
	return query_run(&q, arena);
}

struct err *
ledger_tracker_end(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_TRACKER_END, arena, &q));
	bind_int(&q, id);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

struct err *
ledger_trackers(struct ledger *ledger, struct arena *arena, struct ledger_trackers *ret_trackers)
{
	struct query q QUERY_SCOPE;

	*ret_trackers = (struct ledger_trackers){ 0 };
	TRY(ledger_query(ledger, SQL_TRACKER_LIST, arena, &q));
	return query_all(&q, &tracker_schema, arena, ret_trackers);
}

/* ----------------------------------------------------------------------------------------------- tickets */

struct err *
ledger_ticket_put(struct ledger *ledger, const struct ledger_ticket *ticket, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_TICKET_PUT, arena, &q));
	bind_fields(&q, &put_schema, ticket);
	return query_run(&q, arena);
}

struct err *
ledger_tickets_of(struct ledger *ledger, int64_t casefile, struct arena *arena, struct ledger_tickets *ret_tickets)
{
	struct query q QUERY_SCOPE;

	*ret_tickets = (struct ledger_tickets){ 0 };
	TRY(ledger_query(ledger, SQL_TICKET_OF_CASE, arena, &q));
	bind_int(&q, casefile);
	return query_all(&q, &ticket_schema, arena, ret_tickets);
}

struct err *
ledger_tickets_named(struct ledger *ledger, int64_t tracker, struct str number, struct arena *arena, struct ledger_tickets *ret_tickets)
{
	struct query q QUERY_SCOPE;

	*ret_tickets = (struct ledger_tickets){ 0 };
	TRY(ledger_query(ledger, SQL_TICKET_OF_NUMBER, arena, &q));
	bind_int(&q, tracker);
	bind_str(&q, number);
	return query_all(&q, &ticket_schema, arena, ret_tickets);
}

struct err *
ledger_ticket_cases(struct ledger *ledger, struct str number, struct arena *arena, struct ledger_ticket_cases *ret_cases)
{
	struct query q QUERY_SCOPE;

	*ret_cases = (struct ledger_ticket_cases){ 0 };
	TRY(ledger_query(ledger, SQL_TICKET_CASES, arena, &q));
	bind_str(&q, number);
	return query_all(&q, &case_schema, arena, ret_cases);
}

struct err *
ledger_ticket_state(struct ledger *ledger, const struct ledger_ticket *ticket, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_TICKET_STATE, arena, &q));
	bind_int(&q, ticket->link);
	bind_str(&q, ticket->state);
	bind_int(&q, ticket->closed);
	bind_instant(&q, ticket->told_at);
	return query_run(&q, arena);
}

struct err *
ledger_ticket_told(struct ledger *ledger, int64_t tracker, struct str digest, int64_t at, int64_t forget, struct arena *arena, bool *ret_new)
{
	struct query sweep QUERY_SCOPE, q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_TICKET_SWEEP, arena, &sweep));
	bind_instant(&sweep, forget);
	TRY(query_run(&sweep, arena));
	TRY(ledger_query(ledger, SQL_TICKET_TOLD, arena, &q));
	bind_int(&q, tracker);
	bind_str(&q, digest);
	bind_instant(&q, at);
	return query_step(&q, arena, ret_new);
}
