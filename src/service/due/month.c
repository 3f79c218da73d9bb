/*
 * month.c - a month as a table of days, and what falls due as a calendar file.
 */
#include "service/due/month.h"

#include "base/catalogue.h"
#include "domain/calendar/calendar.h"
#include "domain/calendar/cycle.h"
#include "format/ics/ics.h"

enum { LEAST_BREAK = 4, BREAK_WITHIN = 61 };

static const struct field event_fields[] = {
	FIELD(struct month_event_view, kind, FIELD_STR), FIELD(struct month_event_view, number, FIELD_STR), FIELD(struct month_event_view, title, FIELD_STR),
	FIELD(struct month_event_view, at, FIELD_INSTANT), FIELD(struct month_event_view, overdue, FIELD_BOOL),
};
static const struct schema event_schema = SCHEMA("month_event", struct month_event_view, event_fields);
static const struct field day_fields[] = {
	FIELD(struct month_day_view, date, FIELD_DAY), FIELD(struct month_day_view, day, FIELD_INT), FIELD(struct month_day_view, outside, FIELD_BOOL),
	FIELD(struct month_day_view, off, FIELD_BOOL), FIELD(struct month_day_view, today, FIELD_BOOL),
	FIELD(struct month_day_view, has_events, FIELD_BOOL), FIELD(struct month_day_view, off_because, FIELD_STR),
	FIELD_OF(struct month_day_view, events, FIELD_LIST, &event_schema),
};
static const struct schema day_schema = SCHEMA("month_day", struct month_day_view, day_fields);
static const struct field week_fields[] = { FIELD_OF(struct month_week_view, days, FIELD_LIST, &day_schema) };
static const struct schema week_schema = SCHEMA("month_week", struct month_week_view, week_fields);
static const struct field month_fields[] = {
	FIELD(struct month_view, title, FIELD_STR), FIELD(struct month_view, month, FIELD_STR), FIELD(struct month_view, previous, FIELD_STR),
	FIELD(struct month_view, next, FIELD_STR), FIELD_OF(struct month_view, weeks, FIELD_LIST, &week_schema),
	FIELD(struct month_view, break_from, FIELD_DAY), FIELD(struct month_view, break_until, FIELD_DAY),
};
const struct schema month_view_schema = SCHEMA("month", struct month_view, month_fields);

struct month_of {
	const struct actor   *actor;
	struct calendar       calendar;
	struct deadline_list  deadlines;
	struct timetable_view windows;
	struct cycle         *cycles;        /* of the windows                                       */
	int64_t               now;
	struct arena         *arena;
};

static struct err *
gather(struct ledger *ledger, struct month_of *month)
{
	struct deadline_query query = { .until = INSTANT_NONE };

	TRY(due_calendar(ledger, month->arena, &month->calendar));
	TRY(deadline_list(ledger, month->actor, &query, month->now, month->arena, &month->deadlines));
	TRY(due_timetable(ledger, month->actor, STR(""), month->now, month->arena, &month->windows));
	month->cycles = ARENA_ARRAY(month->arena, struct cycle, month->windows.windows.count);
	for (size_t i = 0; i < month->windows.windows.count; i++)
		TRY(cycle_parse(month->windows.windows.items[i].cycle, month->arena, &month->cycles[i]));
	return NULL;
}

static struct str
window_title(const struct month_of *month, const struct window_view *window)
{
	struct str of = window->system.len > 0 ? window->system : catalogue_say(month->arena, month->actor->lang, M("all systems"));

	return catalogue_say(month->arena, month->actor->lang, M("Maintenance: {system}"), ARG("system", of));
}

static void
put_events(const struct month_of *month, struct month_day_view *day)
{
	for (size_t i = 0; i < month->windows.windows.count; i++)
		if (cycle_is_on(&month->cycles[i], day->date))
			list_push(month->arena, &day->events, ((struct month_event_view){ .kind = STR("maintenance"),
			    .title = window_title(month, &month->windows.windows.items[i]),
			    .at = day_instant(day->date, ZONE_JST) + month->cycles[i].begins * (INSTANT_HOUR / 60) }));
	for (size_t i = 0; i < month->deadlines.deadlines.count; i++) {
		const struct deadline_view *deadline = &month->deadlines.deadlines.items[i];

		if (deadline->due != INSTANT_NONE && instant_day(deadline->due, ZONE_JST) == day->date)
			list_push(month->arena, &day->events, ((struct month_event_view){ STR("deadline"), deadline->number,
			    arena_printf(month->arena, "%.*s: %.*s", STR_ARG(deadline->title), STR_ARG(deadline->label)), deadline->due, deadline->overdue }));
	}
}

static void
put_day(const struct month_of *month, int32_t date, int in_month, struct month_week_view *week)
{
	struct month_day_view *day = list_add(month->arena, &week->days);
	const char *holiday = calendar_holiday(date);

	*day = (struct month_day_view){ .date = date, .day = day_civil(date).day, .outside = day_civil(date).month != in_month,
		.off = !calendar_is_business_day(&month->calendar, date), .today = instant_day(month->now, ZONE_JST) == date };
	if (holiday != NULL)
		day->off_because = str_of(catalogue_text(month->actor->lang, holiday));
	for (size_t i = 0; i < month->windows.closed.count; i++)
		if (month->windows.closed.items[i].day == date && day->off_because.len == 0)
			day->off_because = month->windows.closed.items[i].note;
	put_events(month, day);
	day->has_events = day->events.count > 0;
}

static int32_t
month_begin(int32_t day, int months)
{
	struct civil date = day_civil(day);
	int month = date.year * 12 + date.month - 1 + months;

	return day_of_civil((struct civil){ month / 12, month % 12 + 1, 1 });
}

static struct str
month_words(int32_t day, struct arena *arena)
{
	return str_sub(day_format(day, arena), 0, sizeof("2026-11") - 1);
}

struct err *
due_month(struct ledger *ledger, const struct actor *actor, int32_t day, int64_t now, struct arena *arena, struct month_view *ret_month)
{
	enum { WEEK = 7, MONDAY = 1 };
	struct month_of month = { .actor = actor, .now = now, .arena = arena };
	int32_t first = month_begin(day, 0), end = month_begin(day, 1), at;
	struct month_view view = { .month = month_words(first, arena), .previous = month_words(month_begin(day, -1), arena), .next = month_words(end, arena),
		.break_from = DAY_NONE, .break_until = DAY_NONE };

	TRY(gather(ledger, &month));
	view.title = catalogue_say(arena, actor->lang, M("{year}-{month}"), ARG("year", str_sub(view.month, 0, 4)),
	    ARG_N("month", day_civil(first).month));
	at = first - (day_weekday(first) + WEEK - MONDAY) % WEEK;
	while (at < end) {
		struct month_week_view *week = list_add(arena, &view.weeks);

		*week = (struct month_week_view){ 0 };
		for (int i = 0; i < WEEK; i++)
			put_day(&month, at++, day_civil(first).month, week);
	}
	(void)calendar_long_break(&month.calendar, instant_day(now, ZONE_JST), LEAST_BREAK, BREAK_WITHIN, &view.break_from, &view.break_until);
	*ret_month = view;
	return NULL;
}

struct err *
due_calendar_ics(struct ledger *ledger, const struct actor *actor, int64_t now, struct arena *arena, struct str *ret_text)
{
	struct ics_calendar file = { .name = catalogue_say(arena, actor->lang, M("Deadlines and maintenance")), .made = now };
	struct month_of month = { .actor = actor, .now = now, .arena = arena };

	TRY(gather(ledger, &month));
	for (size_t i = 0; i < month.deadlines.deadlines.count; i++) {
		const struct deadline_view *deadline = &month.deadlines.deadlines.items[i];

		/* The file goes where this program does not see: what is sealed stays here, also for who has a part in it. */
		if (deadline->due != INSTANT_NONE && !deadline->sealed)
			list_push(arena, &file.events, ((struct ics_event){ arena_printf(arena, "deadline-%.*s-%.*s-%lld@tsukuroi", STR_ARG(deadline->number),
			    STR_ARG(deadline->deadline), (long long)deadline->task), arena_printf(arena, "%.*s %.*s: %.*s", STR_ARG(deadline->number),
			    STR_ARG(deadline->title), STR_ARG(deadline->label)), deadline->role_title, deadline->due - INSTANT_HOUR / 2, deadline->due, STR("") }));
	}
	for (size_t i = 0; i < month.windows.windows.count; i++) {
		const struct window_view *window = &month.windows.windows.items[i];

		list_push(arena, &file.events, ((struct ics_event){ arena_printf(arena, "maintenance-%lld@tsukuroi", (long long)window->id),
		    window_title(&month, window), window->note.len > 0 ? window->note : window->words, window->begins, window->ends,
		    cycle_rrule(&month.cycles[i], arena) }));
	}
	*ret_text = ics_format(&file, arena);
	return NULL;
}
