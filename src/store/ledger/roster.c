/*
 * roster.c - who checks which source when.
 */
#include "store/ledger/roster.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field roster_fields[] = {
	COLUMN(struct ledger_roster, id, FIELD_INT),
	COLUMN(struct ledger_roster, source, FIELD_STR),
	COLUMN(struct ledger_roster, days, FIELD_STR),
	COLUMN(struct ledger_roster, people, FIELD_STR),
	COLUMN(struct ledger_roster, by, FIELD_STR),
	COLUMN(struct ledger_roster, at, FIELD_INSTANT),
	COLUMN(struct ledger_roster, begins, FIELD_DAY),
};
static const struct schema roster_schema = SCHEMA("roster", struct ledger_roster, roster_fields);
static const struct field turn_fields[] = {
	COLUMN(struct ledger_turn, roster, FIELD_INT),
	COLUMN(struct ledger_turn, day, FIELD_DAY),
	COLUMN(struct ledger_turn, account, FIELD_INT),
	COLUMN(struct ledger_turn, number, FIELD_STR),
	COLUMN(struct ledger_turn, source, FIELD_STR),
};
static const struct schema turn_schema = SCHEMA("roster_turn", struct ledger_turn, turn_fields);

struct err *
ledger_rosters(struct ledger *ledger, struct arena *arena, struct ledger_rosters *ret_rosters)
{
	struct query q QUERY_SCOPE;

	*ret_rosters = (struct ledger_rosters){ 0 };
	TRY(ledger_query(ledger, SQL_ROSTER_LIST, arena, &q));
	return query_all(&q, &roster_schema, arena, ret_rosters);
}

static struct err *
put_roster(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_roster *roster = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "roster", 1, arena, &roster->id));
	TRY(ledger_query(ledger, SQL_ROSTER_PUT, arena, &q));
	bind_fields(&q, &roster_schema, roster);
	return query_one(&q, arena, &roster->id);
}

struct err *
ledger_roster_put(struct ledger *ledger, const struct ledger_roster *roster, struct arena *arena, int64_t *ret_id)
{
	struct ledger_roster put = *roster;

	TRY(ledger_write(ledger, put_roster, &put, arena));
	*ret_id = put.id;
	return NULL;
}

struct ending { int64_t id, at; };

static struct err *
end_roster(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ROSTER_END, arena, &q));
	bind_int(&q, ending->id);
	bind_instant(&q, ending->at);
	return query_run(&q, arena);
}

struct err *
ledger_roster_end(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	struct ending ending = { id, at };

	return ledger_write(ledger, end_roster, &ending, arena);
}

static struct err *
put_turn(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_turn *turn = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ROSTER_TURN_PUT, arena, &q));
	bind_int(&q, turn->roster);
	bind_day(&q, turn->day);
	bind_int(&q, turn->account);
	bind_str(&q, turn->number);
	return query_run(&q, arena);
}

struct err *
ledger_turn_put(struct ledger *ledger, const struct ledger_turn *turn, struct arena *arena)
{
	return ledger_write(ledger, put_turn, (void *)(uintptr_t)turn, arena);
}

struct err *
ledger_turns(struct ledger *ledger, int32_t since, struct arena *arena, struct ledger_turns *ret_turns)
{
	struct query q QUERY_SCOPE;

	*ret_turns = (struct ledger_turns){ 0 };
	TRY(ledger_query(ledger, SQL_ROSTER_TURN_LIST, arena, &q));
	bind_day(&q, since);
	return query_all(&q, &turn_schema, arena, ret_turns);
}
