#include "test.h"

#include "domain/calendar/cycle.h"

static const struct {
	const char *text, *kept;      /* kept NULL: refused */
	const char *rrule;
	const char *next, *ends;      /* after Saturday 2026-11-21 09:00 JST */
} cases[] = {
	{ "毎月第3水曜 22:00-26:00", "monthly 3rd Wed 22:00-26:00", "FREQ=MONTHLY;BYDAY=3WE", "2026-12-16 22:00 JST", "2026-12-17 02:00 JST" },
	{ "第３水曜日　２２：００〜２６：００", "monthly 3rd Wed 22:00-26:00", "FREQ=MONTHLY;BYDAY=3WE", "2026-12-16 22:00 JST", "2026-12-17 02:00 JST" },
	{ "毎月第1・第3日曜 1:00-5:00", "monthly 1st,3rd Sun 01:00-05:00", "FREQ=MONTHLY;BYDAY=1SU,3SU", "2026-12-06 01:00 JST", "2026-12-06 05:00 JST" },
	{ "毎月最終土曜 22時から6時まで", "monthly last Sat 22:00-30:00", "FREQ=MONTHLY;BYDAY=-1SA", "2026-11-28 22:00 JST", "2026-11-29 06:00 JST" },
	{ "毎月第5日曜 1:00-5:00", "monthly 5th Sun 01:00-05:00", "FREQ=MONTHLY;BYDAY=5SU", "2026-11-29 01:00 JST", "2026-11-29 05:00 JST" },
	{ "毎月15日 0:00-4:00", "monthly 15 00:00-04:00", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15 00:00 JST", "2026-12-15 04:00 JST" },
	{ "毎月31日 0:00-4:00", "monthly 31 00:00-04:00", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-12-31 00:00 JST", "2026-12-31 04:00 JST" },
	{ "毎月末日 18:30-22:00", "monthly last day 18:30-22:00", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30 18:30 JST", "2026-11-30 22:00 JST" },
	{ "毎週日曜 1:00-5:00", "weekly Sun 01:00-05:00", "FREQ=WEEKLY;BYDAY=SU", "2026-11-22 01:00 JST", "2026-11-22 05:00 JST" },
	{ "毎週土 8:00-9:00", "weekly Sat 08:00-09:00", "FREQ=WEEKLY;BYDAY=SA", "2026-11-28 08:00 JST", "2026-11-28 09:00 JST" },
	{ "毎週土曜 9:00-10:00", "weekly Sat 09:00-10:00", "FREQ=WEEKLY;BYDAY=SA", "2026-11-21 09:00 JST", "2026-11-21 10:00 JST" },
	{ "毎日 3:00-4:00", "daily 03:00-04:00", "FREQ=DAILY", "2026-11-22 03:00 JST", "2026-11-22 04:00 JST" },
	{ "monthly 3rd Wednesday 22:00 - 2:00", "monthly 3rd Wed 22:00-26:00", "FREQ=MONTHLY;BYDAY=3WE", "2026-12-16 22:00 JST", "2026-12-17 02:00 JST" },
	{ "Weekly Sun 01:00-05:00", "weekly Sun 01:00-05:00", "FREQ=WEEKLY;BYDAY=SU", "2026-11-22 01:00 JST", "2026-11-22 05:00 JST" },
	{ "2026-12-05 22:00-26:00", "2026-12-05 22:00-26:00", "", "2026-12-05 22:00 JST", "2026-12-06 02:00 JST" },
	{ "令和8年12月5日 22:00-26:00", "2026-12-05 22:00-26:00", "", "2026-12-05 22:00 JST", "2026-12-06 02:00 JST" },
	{ "2026-11-20 22:00-26:00", "2026-11-20 22:00-26:00", "", "-", "-" },
	{ "", NULL }, { "毎月", NULL }, { "毎月第3水曜", NULL }, { "毎月第6水曜 1:00-2:00", NULL }, { "毎月第0水曜 1:00-2:00", NULL },
	{ "毎月32日 1:00-2:00", NULL }, { "毎月0日 1:00-2:00", NULL }, { "毎週曜 1:00-2:00", NULL }, { "毎日 25:00-26:00", NULL },
	{ "毎日 1:00-26:00", NULL }, { "毎日 1:60-2:00", NULL }, { "毎日 1:00-2:00 ごろ", NULL }, { "2026-02-30 1:00-2:00", NULL },
	{ "月に一度", NULL }, { "monthly 3 Wed 1:00-2:00", NULL }, { "毎日 99999:00-1:00", NULL }, { "daily 3-4", NULL },
};

static void
windows_are_read_kept_and_found(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	int64_t now;

	(void)state;
	assert_true(instant_parse(STR("2026-11-21T09:00:00+09:00"), ZONE_JST, &now));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct cycle cycle, again;
		int64_t next, ends = INSTANT_NONE;

		print_message("  %s\n", cases[i].text);
		if (cases[i].kept == NULL) {
			assert_err(cycle_parse(str_of(cases[i].text), arena, &cycle), ERR_FORMAT);
			continue;
		}
		assert_ok(cycle_parse(str_of(cases[i].text), arena, &cycle));
		assert_str(cycle_format(&cycle, arena), cases[i].kept);
		assert_ok(cycle_parse(str_of(cases[i].kept), arena, &again));
		assert_str(cycle_format(&again, arena), cases[i].kept);
		assert_str(cycle_rrule(&cycle, arena), cases[i].rrule);
		next = cycle_next(&cycle, now, &ends);
		assert_str(next == INSTANT_NONE ? STR("-") : instant_words(next, arena), cases[i].next);
		assert_str(next == INSTANT_NONE ? STR("-") : instant_words(ends, arena), cases[i].ends);
	}
}

/* A long text, bytes that are no text, every beginning of a good one: refused or read, never beyond its end. */
static void
anything_is_read_or_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str good = STR("毎月第1・第3日曜 22:00〜26:00"), bad = STR("毎月\xff\xfe\x80 1:00-2:00");
	struct cycle cycle;

	(void)state;
	for (size_t len = 0; len < good.len; len++)
		(void)!cycle_parse(str_sub(good, 0, len), arena, &cycle);
	assert_err(cycle_parse(bad, arena, &cycle), ERR_FORMAT);
	assert_err(cycle_parse((struct str){ arena_alloc(arena, 100000), 100000 }, arena, &cycle), ERR_FORMAT);
}

static void
windows_are_told_in_words(void **state)
{
	static const struct { const char *text, *ja, *en; } words[] = {
		{ "monthly 1st,3rd Sun 22:00-26:00", "毎月第1・第3日曜 22:00-26:00", "the 1st,3rd Sunday of every month 22:00-26:00" },
		{ "monthly last Sat 22:00-26:00", "毎月最終土曜 22:00-26:00", "the last Saturday of every month 22:00-26:00" },
		{ "monthly 15 00:00-04:00", "毎月15日 00:00-04:00", "day 15 of every month 00:00-04:00" },
		{ "monthly last day 00:00-04:00", "毎月末日 00:00-04:00", "the last day of every month 00:00-04:00" },
		{ "weekly Sun 01:00-05:00", "毎週日曜 01:00-05:00", "every Sunday 01:00-05:00" },
		{ "daily 03:00-04:00", "毎日 03:00-04:00", "every day 03:00-04:00" },
		{ "2026-12-05 22:00-26:00", "2026-12-05 22:00-26:00", "2026-12-05 22:00-26:00" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct cycle cycle;

		assert_ok(cycle_parse(str_of(words[i].text), arena, &cycle));
		assert_str(cycle_words(&cycle, LANG_JA, arena), words[i].ja);
		assert_str(cycle_words(&cycle, LANG_EN, arena), words[i].en);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows_are_read_kept_and_found), cmocka_unit_test(anything_is_read_or_refused),
		cmocka_unit_test(windows_are_told_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
