#include "store/ledger/standing.h"

#include <assert.h>
#include "base/clock.h"
#include "store/ledger/sql_registry.h"

/* From here on all of them together are sooner gathered than each by itself. */
enum { ONE_BY_ONE_MOST = 2000 };

void
standing_touch(struct standing_touched *touched, int64_t system, struct arena *arena)
{
	struct str key = arena_copy(arena, (struct str){ (const char *)&system, sizeof(system) });
	uint64_t *seen = map_put(arena, &touched->seen, key);

	if (*seen == 0)
		list_push(arena, &touched->systems, system);
	*seen = 1;
}

static struct err *
touch_rows(struct query *q, struct standing_touched *touched, struct arena *arena)
{
	for (;;) {
		bool row;

		TRY(query_step(q, arena, &row));
		if (!row)
			return NULL;
		standing_touch(touched, column_int(q, 0), arena);
	}
}

struct err *
standing_touch_vulnerability(struct ledger *ledger, struct standing_touched *touched, int64_t vulnerability, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SYSTEM_OF_VULNERABILITY, arena, &q));
	bind_int(&q, vulnerability);
	return touch_rows(&q, touched, arena);
}

/* ------------------------------------------------------------------------------------------- gathering */

static struct err *
keep(struct ledger *ledger, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_STANDING_KEEP, arena, &q));
	bind_instant(&q, at);
	return query_run(&q, arena);
}

static struct err *
gather_all(struct ledger *ledger, int64_t at, struct arena *arena)
{
	struct query clear QUERY_SCOPE, fill QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_STANDING_CLEAR, arena, &clear));
	TRY(query_run(&clear, arena));
	TRY(ledger_query(ledger, SQL_STANDING_FILL, arena, &fill));
	TRY(query_run(&fill, arena));
	TRY(ledger_look_anew(ledger, LOOK_ANEW_FROM, "standing, flow", arena));
	return keep(ledger, at, arena);
}

/* All that is kept, of a ledger in which nothing was. */
static struct err *
gather_first(struct ledger *ledger, int64_t at, struct arena *arena)
{
	struct query clear QUERY_SCOPE, fill QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_FLOW_CLEAR, arena, &clear));
	TRY(query_run(&clear, arena));
	TRY(ledger_query(ledger, SQL_FLOW_FILL, arena, &fill));
	TRY(query_run(&fill, arena));
	return gather_all(ledger, at, arena);
}

static struct err *
gather_one(struct ledger *ledger, int64_t system, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_STANDING_FILL_ONE, arena, &q));
	bind_int(&q, system);
	return query_run(&q, arena);
}

static struct err *
clear_these(struct ledger *ledger, const struct standing_touched *touched, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_STANDING_CLEAR_ONE, arena, &q));
	for (size_t i = 0; i < touched->systems.count; i++) {
		bind_int(&q, touched->systems.items[i]);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

struct state { bool kept, missing; };

static struct err *
state_of(struct ledger *ledger, struct arena *arena, struct state *ret_state)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_STANDING_STATE, arena, &q));
	TRY(query_step(&q, arena, &row));
	*ret_state = (struct state){ row && column_int(&q, 0) != 0, row && column_int(&q, 1) != 0 };
	return NULL;
}

struct err *
standing_gather(struct ledger *ledger, const struct standing_touched *touched, int64_t at, struct arena *arena)
{
	struct state state;

	TRY(state_of(ledger, arena, &state));
	if (!state.kept)
		return gather_first(ledger, at, arena);
	if (touched->systems.count > ONE_BY_ONE_MOST)
		return gather_all(ledger, at, arena);
	TRY(clear_these(ledger, touched, arena));
	for (size_t i = 0; i < touched->systems.count; i++)
		TRY(gather_one(ledger, touched->systems.items[i], arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- crossings */

static struct flow_kind
kind_at(size_t index)
{
	struct flow_kind kind = { .action = (enum ledger_action)(index % 5), .action_before = (enum ledger_action)(index / 5 % 5),
		.verdict = (enum ledger_verdict)(index / 25 % 4), .verdict_before = (enum ledger_verdict)(index / 100 % 4),
		.closed = index / 400 % 2 != 0, .opened = index / 800 != 0 };

	return kind;
}

void
flow_count(struct flow_counts *counts, const struct flow_kind *kind)
{
	size_t index = (((((size_t)kind->opened * 2 + kind->closed) * 4 + (size_t)kind->verdict_before) * 4 + (size_t)kind->verdict) * 5
	    + (size_t)kind->action_before) * 5 + (size_t)kind->action;

	assert(index < FLOW_KINDS);
	counts->events[index]++;
}

static struct err *
write_flow(struct ledger *ledger, const struct flow_counts *counts, int64_t assessment, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_FLOW_INSERT, arena, &q));
	for (size_t i = 0; i < FLOW_KINDS; i++) {
		struct flow_kind kind = kind_at(i);

		if (counts->events[i] == 0)
			continue;
		bind_int(&q, assessment);
		bind_instant(&q, at);
		bind_int(&q, kind.opened);
		bind_int(&q, kind.closed);
		bind_int(&q, kind.verdict_before);
		bind_int(&q, kind.verdict);
		bind_int(&q, kind.action_before);
		bind_int(&q, kind.action);
		bind_int(&q, counts->events[i]);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

/* Where nothing was kept yet, gathering takes this assessment's events with all others. */
struct err *
standing_assessed(struct ledger *ledger, const struct standing_touched *touched, const struct flow_counts *counts, int64_t assessment,
    int64_t at, struct arena *arena)
{
	struct state state;

	TRY(state_of(ledger, arena, &state));
	if (state.kept)
		TRY(write_flow(ledger, counts, assessment, at, arena));
	return standing_gather(ledger, touched, at, arena);
}

/* ------------------------------------------------------------------------------------------- for others */

struct err *
standing_decided(struct ledger *ledger, const struct ledger_decision *decision, struct arena *arena)
{
	struct standing_touched touched = { 0 };
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SYSTEM_DECIDABLE, arena, &q));
	bind_str(&q, decision->vulnerability);
	bind_int(&q, decision->product);
	bind_int(&q, decision->system);
	TRY(touch_rows(&q, &touched, arena));
	return standing_gather(ledger, &touched, decision->at, arena);
}

static struct err *
gather_older(struct ledger *ledger, void *context, struct arena *arena)
{
	(void)context;
	return gather_first(ledger, clock_now(), arena);
}

struct err *
standing_ready(struct ledger *ledger, struct arena *arena)
{
	struct state state;

	TRY(state_of(ledger, arena, &state));
	return !state.missing ? NULL : ledger_write(ledger, gather_older, NULL, arena);
}
