#include "domain/playbook/book_test.h"

static const struct calendar plain_calendar;

static int64_t
instant(const char *text)
{
	int64_t at = INSTANT_NONE;

	if (!instant_parse(str_of(text), ZONE_JST, &at))
		fail_msg("%s is no instant", text);
	return at;
}

static void
spans_end_where_people_expect(void **state)
{
	static const struct { struct span span; const char *from; bool backwards; const char *due; } cases[] = {
		{ { SPAN_HOURS, 4 }, "2026-04-02T23:00:00", false, "2026-04-03T03:00:00" },
		{ { SPAN_HOURS, 24 }, "2025-12-31T10:00:00", false, "2026-01-01T10:00:00" },
		{ { SPAN_HOURS, 0 }, "2026-04-02T23:00:00", false, "2026-04-02T23:00:00" },
		{ { SPAN_HOURS, 48 }, "2026-04-02T23:00:00", true, "2026-03-31T23:00:00" },
		{ { SPAN_BUSINESS_HOURS, 8 }, "2026-04-02T16:00:00", false, "2026-04-03T15:15:00" },
		{ { SPAN_BUSINESS_HOURS, 1 }, "2025-12-26T17:00:00", false, "2026-01-05T09:15:00" },
		/* 年末年始 */
		{ { SPAN_BUSINESS_DAYS, 1 }, "2025-12-26T10:00:00", false, "2026-01-05T17:15:00" },
		{ { SPAN_BUSINESS_DAYS, 1 }, "2025-12-31T23:59:00", false, "2026-01-05T17:15:00" },
		{ { SPAN_BUSINESS_DAYS, 5 }, "2026-12-25T09:00:00", false, "2027-01-07T17:15:00" },
		/* ゴールデンウィーク: 5/6 is the substitute of 5/3, a Sunday */
		{ { SPAN_BUSINESS_DAYS, 2 }, "2026-04-28T10:00:00", false, "2026-05-01T17:15:00" },
		{ { SPAN_BUSINESS_DAYS, 3 }, "2026-04-28T10:00:00", false, "2026-05-07T17:15:00" },
		{ { SPAN_BUSINESS_DAYS, 1 }, "2026-05-07T00:00:00", true, "2026-05-01T17:15:00" },
		/* シルバーウィーク: 9/21 敬老の日, 9/22 between, 9/23 秋分の日 */
		{ { SPAN_BUSINESS_DAYS, 1 }, "2026-09-18T10:00:00", false, "2026-09-24T17:15:00" },
		{ { SPAN_BUSINESS_DAYS, 0 }, "2026-04-04T10:00:00", false, "2026-04-06T17:15:00" },
		{ { SPAN_BUSINESS_DAYS, 0 }, "2026-04-04T10:00:00", true, "2026-04-03T17:15:00" },
		{ { SPAN_BUSINESS_DAYS, 0 }, "2026-04-03T10:00:00", true, "2026-04-03T17:15:00" },
		/* 起算日+45, D-7: the end of the day in Japan */
		{ { SPAN_DAYS, 45 }, "2026-04-01T10:00:00", false, "2026-05-16T23:59:59" },
		{ { SPAN_DAYS, 1 }, "2026-04-01T15:30:00Z", false, "2026-04-03T23:59:59" },
		{ { SPAN_DAYS, 1 }, "2026-04-01T14:59:59Z", false, "2026-04-02T23:59:59" },
		{ { SPAN_DAYS, 7 }, "2026-04-20T12:00:00", true, "2026-04-13T23:59:59" },
		{ { SPAN_DAYS, 0 }, "2026-04-20T12:00:00", false, "2026-04-20T23:59:59" },
		{ { SPAN_DAYS, 1 }, "2028-02-28T12:00:00", false, "2028-02-29T23:59:59" },
		/* months end with a shorter month */
		{ { SPAN_MONTHS, 1 }, "2026-01-31T12:00:00", false, "2026-02-28T23:59:59" },
		{ { SPAN_MONTHS, 13 }, "2027-01-31T12:00:00", false, "2028-02-29T23:59:59" },
		{ { SPAN_MONTHS, 12 }, "2028-02-29T12:00:00", false, "2029-02-28T23:59:59" },
		{ { SPAN_MONTHS, 12 }, "2026-04-01T12:00:00", false, "2027-04-01T23:59:59" },
		{ { SPAN_MONTHS, 1 }, "2026-03-31T12:00:00", true, "2026-02-28T23:59:59" },
		{ { SPAN_MONTHS, 3 }, "2026-01-15T12:00:00", true, "2025-10-15T23:59:59" },
		{ { SPAN_MONTHS, 0 }, "2026-01-15T12:00:00", false, "2026-01-15T23:59:59" },
		{ { SPAN_MAINTENANCE, 1 }, "2026-01-15T12:00:00", false, "2026-02-18T22:00:00" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t due = span_from(&cases[i].span, instant(cases[i].from), cases[i].backwards, &plain_calendar, instant("2026-02-18T22:00:00"));

		if (due != instant(cases[i].due))
			fail_msg("%s %lld %s from %s: %.*s, not %s", cases[i].backwards ? "before" : "after", (long long)cases[i].span.count,
			    enum_name(&span_names, (int)cases[i].span.kind), cases[i].from, STR_ARG(instant_format(due, ZONE_JST, arena)), cases[i].due);
	}
}

/* An organisation's own closed days and hours count. */
static void
an_own_calendar_counts(void **state)
{
	int32_t closed[1];
	struct calendar calendar = { .works_at_year_end = true, .closed = closed, .closed_count = 1, .opens = 9 * 60, .closes = 18 * 60 };
	struct span day = { SPAN_BUSINESS_DAYS, 1 };

	(void)state;
	assert_true(day_parse(STR("2025-12-29"), &closed[0]));
	assert_true(span_from(&day, instant("2025-12-26T10:00:00"), false, &calendar, INSTANT_NONE) == instant("2025-12-30T18:00:00"));
}

static void
nothing_is_due_at_an_unknown_maintenance(void **state)
{
	struct span next = { SPAN_MAINTENANCE, 1 };

	(void)state;
	assert_true(span_from(&next, instant("2026-01-15T12:00:00"), false, &plain_calendar, INSTANT_NONE) == INSTANT_NONE);
}

/* ---------------------------------------------------------------------------------------- deadlines */

struct play { struct arena *arena; const struct playbook *book; struct play_case now; struct play_dues dues; };

static void
begin(struct play *play, struct arena *arena)
{
	*play = (struct play){ .arena = arena, .book = test_book(BOOK, arena) };
	play_begin(play->book, instant("2026-04-28T10:00:00"), arena, &play->now);
}

static void
look(struct play *play)
{
	play->dues = (struct play_dues){ 0 };
	play_deadlines(play->book, &play->now, &plain_calendar, play->arena, &play->dues);
}

/* The deadline of that name, or NULL when it does not run. */
static const struct play_due *
due_of(const struct play *play, const char *name)
{
	size_t at = at_of(play->book, deadlines, name);

	for (size_t i = 0; i < play->dues.count; i++)
		if (play->dues.items[i].deadline == at)
			return &play->dues.items[i];
	return NULL;
}

static void
fill(struct play *play, const char *field, struct play_cell cell)
{
	struct play_effects effects = { 0 };

	play_fill(play->book, &play->now, at_of(play->book, fields, field), cell, play->arena, &effects);
}

static struct fact
passed(struct play *play, const char *name, const char *at)
{
	play_clock(play->book, &play->now, &plain_calendar, instant(at), play->arena);
	return play->now.deadlines_passed[at_of(play->book, deadlines, name)];
}

static void
deadlines_run_in_their_states(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play_effects effects = { 0 };
	struct play_actor actor = { .account = 1, .roles = 1 };
	struct play play;

	(void)state;
	begin(&play, arena);
	look(&play);
	assert_true(due_of(&play, "first")->due == instant("2026-04-30T17:15:00"));
	assert_true(due_of(&play, "draft")->due == INSTANT_NONE);
	assert_null(due_of(&play, "mending"));
	fill(&play, "release", (struct play_cell){ PLAY_FILLED, instant("2026-05-20T14:00:00") });
	fill(&play, "applies", (struct play_cell){ PLAY_FILLED, 0 });
	play_make(play.book, &play.now, at_of(play.book, moves, "decide"), &actor, instant("2026-05-01T09:00:00"), arena, &effects);
	look(&play);
	assert_true(due_of(&play, "draft")->due == instant("2026-05-13T23:59:59"));
	assert_true(due_of(&play, "first")->met);
	assert_true(due_of(&play, "first")->due == instant("2026-04-30T17:15:00"));
	play_make(play.book, &play.now, at_of(play.book, moves, "begin"), &actor, instant("2026-05-31T09:00:00"), arena, &effects);
	look(&play);
	assert_true(due_of(&play, "mending")->due == instant("2026-06-30T23:59:59"));
	assert_true(due_of(&play, "mending")->uncertain);
	fill(&play, "told", (struct play_cell){ PLAY_FILLED, true });
	look(&play);
	assert_null(due_of(&play, "mending"));
	assert_true(due_of(&play, "draft")->met);
	fill(&play, "told", (struct play_cell){ PLAY_FILLED, false });
	look(&play);
	assert_false(due_of(&play, "mending")->uncertain);
	play_make(play.book, &play.now, at_of(play.book, moves, "finish"), &actor, instant("2026-06-02T09:00:00"), arena, &effects);
	look(&play);
	assert_true(due_of(&play, "mending")->met);
	assert_true(due_of(&play, "mending")->due == INSTANT_NONE);
	play_make(play.book, &play.now, at_of(play.book, moves, "reopen"), &actor, instant("2026-06-03T09:00:00"), arena, &effects);
	play_make(play.book, &play.now, at_of(play.book, moves, "decide"), &actor, instant("2026-06-03T09:00:00"), arena, &effects);
	play_make(play.book, &play.now, at_of(play.book, moves, "begin"), &actor, instant("2026-06-04T09:00:00"), arena, &effects);
	look(&play);
	assert_false(due_of(&play, "mending")->met);
	assert_true(due_of(&play, "mending")->due == instant("2026-07-04T23:59:59"));
}

static void
open_tasks_have_their_own(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;
	size_t own = 0;

	(void)state;
	begin(&play, arena);
	list_push(arena, &play.now.tasks, ((struct play_task_now){ .task = at_of(play.book, tasks, "look"), .started_at = play.now.opened_at }));
	list_push(arena, &play.now.tasks, ((struct play_task_now){ .task = at_of(play.book, tasks, "look"), .state = TASK_DONE }));
	list_push(arena, &play.now.tasks, ((struct play_task_now){ .task = at_of(play.book, tasks, "tell") }));
	look(&play);
	for (size_t i = 0; i < play.dues.count; i++) {
		if (play.dues.items[i].deadline != NO_INDEX)
			continue;
		own++;
		assert_int_equal(play.dues.items[i].task_now, 0);
		assert_true(play.dues.items[i].due == instant("2026-05-01T17:15:00"));
	}
	assert_int_equal(own, 1);
}

static void
past_is_what_is_over(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;
	struct fact fact;

	(void)state;
	begin(&play, arena);
	fact = play.now.deadlines_passed[0];
	assert_false(fact.known);
	fact = passed(&play, "first", "2026-04-30T17:15:00");
	assert_true(fact.known && fact.value == 0);
	fact = passed(&play, "first", "2026-04-30T17:15:01");
	assert_true(fact.known && fact.value == 1);
	fact = passed(&play, "draft", "2026-04-30T17:15:01");
	assert_false(fact.known);
	fact = passed(&play, "mending", "2030-01-01T00:00:00");
	assert_true(fact.known && fact.value == 0);
	play.now.state = at_of(play.book, states, "doing");
	fact = passed(&play, "mending", "2026-04-29T00:00:00");
	assert_true(fact.known && fact.value == 0);
	fact = passed(&play, "mending", "2030-01-01T00:00:00");
	assert_false(fact.known);
	play.now.deadlines_met[0] = true;
	play.now.state = 0;
	fact = passed(&play, "first", "2030-01-01T00:00:00");
	assert_true(fact.known && fact.value == 0);
}

static void
a_day_field_counts_from_its_day_in_japan(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = STR(BOOK);
	size_t at = str_find(text, STR("from: release, before: {days: 7}"));
	int32_t day;
	struct play play = { .arena = arena };

	(void)state;
	text = arena_printf(arena, "%.*sfrom: expiry, before: {business_days: 1}%.*s", (int)at, text.ptr,
	    STR_ARG(str_from(text, at + strlen("from: release, before: {days: 7}"))));
	play.book = test_book(arena_cstr(arena, text), arena);
	play_begin(play.book, instant("2026-04-28T10:00:00"), arena, &play.now);
	assert_true(day_parse(STR("2027-01-04"), &day));
	fill(&play, "expiry", (struct play_cell){ PLAY_FILLED, day });
	look(&play);
	assert_true(due_of(&play, "draft")->due == instant("2026-12-28T17:15:00"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_end_where_people_expect),
		cmocka_unit_test(an_own_calendar_counts),
		cmocka_unit_test(nothing_is_due_at_an_unknown_maintenance),
		cmocka_unit_test(deadlines_run_in_their_states),
		cmocka_unit_test(open_tasks_have_their_own),
		cmocka_unit_test(past_is_what_is_over),
		cmocka_unit_test(a_day_field_counts_from_its_day_in_japan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
