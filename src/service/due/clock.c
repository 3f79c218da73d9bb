/*
 * clock.c - the organisation's calendar, and whether the clock may be trusted.
 */
#include <unistd.h>
#include "domain/calendar/cycle.h"
#include "service/due/parts.h"

enum { MARK_EVERY_SECONDS = 30 };

struct err *
due_calendar(struct ledger *ledger, struct arena *arena, struct calendar *ret_calendar)
{
	struct closed_days closed;
	int32_t *days;

	TRY(ledger_closed_days(ledger, arena, &closed));
	days = ARENA_ARRAY(arena, int32_t, closed.count + 1);
	for (size_t i = 0; i < closed.count; i++)
		days[i] = closed.items[i].day;
	*ret_calendar = (struct calendar){ .closed = days, .closed_count = closed.count };
	return NULL;
}

/* ---------------------------------------------------------------------------------- maintenance */

static int64_t
next_of(const struct maintenances *windows, int64_t system, int64_t now, struct arena *arena)
{
	int64_t next = INSTANT_NONE;

	for (size_t i = 0; i < windows->count; i++) {
		const struct ledger_maintenance *window = &windows->items[i];
		struct cycle cycle;
		int64_t begins;

		if ((window->system != 0 && window->system != system) || cycle_parse(window->cycle, arena, &cycle) != NULL)
			continue;
		begins = cycle_next(&cycle, now, NULL);
		if (begins != INSTANT_NONE && (next == INSTANT_NONE || begins < next))
			next = begins;
	}
	return next;
}

/* Systems are maintained each in its own window: all of them are through when the last has had one. */
struct err *
due_next_maintenance(struct ledger *ledger, const int64_t *systems, size_t count, int64_t now, struct arena *arena, int64_t *ret_begins)
{
	struct maintenances windows;
	int64_t last = INSTANT_NONE;

	TRY(ledger_maintenances(ledger, arena, &windows));
	*ret_begins = INSTANT_NONE;
	if (count == 0)
		last = next_of(&windows, 0, now, arena);
	for (size_t i = 0; i < count; i++) {
		int64_t next = next_of(&windows, systems[i], now, arena);

		if (next == INSTANT_NONE)
			return NULL;
		if (last == INSTANT_NONE || next > last)
			last = next;
	}
	*ret_begins = last;
	return NULL;
}

/* ------------------------------------------------------------------------------------ the clock */

/* With a given clock (demonstrations, tests) time is what the person says, and goes on as he says. */
struct due_reading
due_reading_now(int64_t now, struct arena *arena)
{
	struct due_reading reading = { .time = { now, now, STR_INIT("") }, .node = STR_INIT("given") };
	char name[256];

	if (clock_is_fixed())
		return reading;
	if (gethostname(name, sizeof(name)) != 0)
		return (struct due_reading){ { now, clock_since_boot(), clock_boot(arena) }, STR_INIT("localhost") };
	name[sizeof(name) - 1] = '\0';
	return (struct due_reading){ { now, clock_since_boot(), clock_boot(arena) }, arena_copy(arena, str_of(name)) };
}

static enum trust
worst_of(const struct clock_marks *marks, const struct due_reading *reading, const struct ledger_clock_mark **ret_own, enum trust *ret_seen)
{
	enum trust worst = TRUST_TRUSTED;

	*ret_own = NULL;
	*ret_seen = TRUST_TRUSTED;
	for (size_t i = 0; i < marks->count; i++) {
		const struct ledger_clock_mark *mark = &marks->items[i];
		struct time_reading last = { mark->wall, mark->ticks, mark->boot };

		worst = trust_worse(worst, (enum trust)mark->state);
		if (!str_eq(mark->node, reading->node))
			continue;
		*ret_own = mark;
		*ret_seen = trust_worse((enum trust)mark->state, trust_judge(&last, &reading->time));
		worst = trust_worse(worst, *ret_seen);
	}
	return worst;
}

struct err *
due_trust(struct ledger *ledger, int64_t now, struct arena *arena, enum trust *ret_trust)
{
	struct due_reading reading = due_reading_now(now, arena);
	const struct ledger_clock_mark *own;
	struct clock_marks marks;
	enum trust seen;

	TRY(ledger_clock_marks(ledger, arena, &marks));
	*ret_trust = worst_of(&marks, &reading, &own, &seen);
	return NULL;
}

struct err *
due_is_past(struct ledger *ledger, int64_t instant, int64_t now, struct arena *arena, struct fact *ret_past)
{
	enum trust trust;

	*ret_past = (struct fact){ true, 0 };
	if (instant == INSTANT_NONE || now < instant)
		return NULL;
	TRY(due_trust(ledger, now, arena, &trust));
	*ret_past = (struct fact){ trust == TRUST_TRUSTED, 1 };
	return NULL;
}

/* Read and written in one unit of work: two programs of one machine do not take each other's mark for a step back. */
struct marking { const struct due_reading *reading; enum trust trust; bool found; };

static struct err *
mark(struct ledger *ledger, void *context, struct arena *arena)
{
	struct marking *marking = context;
	const struct ledger_clock_mark *own;
	struct ledger_clock_mark next;
	struct clock_marks marks;
	enum trust seen;

	TRY(ledger_clock_marks(ledger, arena, &marks));
	marking->trust = worst_of(&marks, marking->reading, &own, &seen);
	marking->found = own == NULL || (seen != TRUST_TRUSTED && own->state == TRUST_TRUSTED);
	if (own != NULL && !marking->found && marking->reading->time.wall - own->wall < MARK_EVERY_SECONDS * INSTANT_SECOND)
		return NULL;
	next = (struct ledger_clock_mark){ .node = marking->reading->node, .wall = marking->reading->time.wall,
		.ticks = marking->reading->time.ticks, .boot = marking->reading->time.boot, .state = (int)seen,
		.since = seen == TRUST_TRUSTED ? INSTANT_NONE : own != NULL && own->since != INSTANT_NONE ? own->since : marking->reading->time.wall,
		.by = own == NULL ? STR("") : own->by, .reason = own == NULL ? STR("") : own->reason };
	return ledger_clock_mark_put(ledger, &next, arena);
}

struct err *
due_clock(struct ledger *ledger, const struct due_reading *reading, struct arena *arena, enum trust *ret_trust)
{
	struct marking marking = { .reading = reading };

	TRY(ledger_write(ledger, mark, &marking, arena));
	*ret_trust = marking.trust;
	return NULL;
}
