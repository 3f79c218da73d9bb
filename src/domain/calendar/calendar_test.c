#include "test.h"
#include "base/buf.h"
#include "base/catalogue.h"
#include "domain/calendar/calendar.h"

static const struct calendar plain = { 0 };

static int32_t
day_of(const char *text)
{
	int32_t day = DAY_NONE;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

/* Every holiday of a year that is not merely a Saturday or Sunday, as the Cabinet Office prints it. */
static const struct {
	int         year;
	const char *days;
} years[] = {
	{ 1948, "9/23 11/3 11/23" },
	{ 1949, "1/1 1/15 3/21 4/29 5/3 5/5 9/23 11/3 11/23" },
	{ 1959, "1/1 1/15 3/21 4/10 4/29 5/3 5/5 9/24 11/3 11/23" },
	{ 1972, "1/1 1/15 2/11 3/20 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23" },
	{ 1973, "1/1 1/15 2/11 3/21 4/29 4/30 5/3 5/5 9/15 9/23 9/24 10/10 11/3 11/23" },
	{ 1976, "1/1 1/15 2/11 3/20 4/29 5/3 5/5 9/15 9/23 10/10 10/11 11/3 11/23" },
	{ 1986, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23 11/24" },
	{ 1988, "1/1 1/15 2/11 3/20 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23" },
	{ 1989, "1/1 1/2 1/15 1/16 2/11 2/24 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23 12/23" },
	{ 1993, "1/1 1/15 2/11 3/20 4/29 5/3 5/4 5/5 6/9 9/15 9/23 10/10 10/11 11/3 11/23 12/23" },
	{ 2009, "1/1 1/12 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23" },
	{ 2019, "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23" },
	{ 2020, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23" },
	{ 2021, "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23" },
	{ 2026, "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23" },
	{ 2027, "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23" },
};

static void
the_holidays_of_a_year_are_those_of_the_law(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(years); i++) {
		struct buf found BUF_SCOPE = { 0 };

		for (int32_t day = day_of_civil((struct civil){ years[i].year, 1, 1 });
		    day_civil(day).year == years[i].year; day++) {
			struct civil date = day_civil(day);

			if (calendar_holiday(day) != NULL)
				buf_addf(&found, "%s%d/%d", found.len == 0 ? "" : " ", date.month, date.day);
		}
		print_message("  %d\n", years[i].year);
		assert_str(buf_str(&found), years[i].days);
	}
}

/* 1/1, 1/15, 2/11 of the years before the law, and the equinox formula's last span: said, but not vouched for. */
static void
it_is_said_for_which_years_holidays_are_known(void **state)
{
	(void)state;
	assert_false(calendar_knows(day_of("1948-12-31")));
	assert_true(calendar_knows(day_of("1949-01-01")));
	assert_true(calendar_knows(day_of("2099-12-31")));
	assert_false(calendar_knows(day_of("2100-01-01")));
	assert_non_null(calendar_holiday(day_of("2100-03-20")));
	assert_non_null(calendar_holiday(day_of("2100-09-23")));
}

static void
holidays_have_names(void **state)
{
	(void)state;
	assert_string_equal(calendar_holiday(day_of("2026-05-06")), "Substitute Holiday");
	assert_string_equal(calendar_holiday(day_of("2026-09-22")), "National Holiday");
	assert_string_equal(calendar_holiday(day_of("2006-04-29")), "Greenery Day");
	assert_string_equal(catalogue_text(LANG_JA, calendar_holiday(day_of("2026-10-12"))), "スポーツの日");
	assert_null(calendar_holiday(day_of("2019-12-23")));
	assert_null(calendar_holiday(day_of("1948-01-01")));
	assert_null(calendar_holiday(day_of("1972-11-24")));
}

static void
an_office_is_closed_when_it_is_closed(void **state)
{
	int32_t own[] = { day_of("2026-11-20"), day_of("2026-08-14") };
	struct calendar ours = { .works_at_year_end = true, .closed = own, .closed_count = ARRAY_LEN(own) };

	(void)state;
	assert_true(calendar_is_business_day(&plain, day_of("2026-11-20")));
	assert_false(calendar_is_business_day(&ours, day_of("2026-11-20")));
	assert_false(calendar_is_business_day(&plain, day_of("2026-11-21")));
	assert_false(calendar_is_business_day(&plain, day_of("2026-11-23")));
	assert_false(calendar_is_business_day(&plain, day_of("2026-12-29")));
	assert_true(calendar_is_business_day(&ours, day_of("2026-12-29")));
	assert_false(calendar_is_business_day(&ours, day_of("2027-01-01")));
	assert_false(calendar_is_business_day(&plain, day_of("2028-01-03")));
	assert_true(calendar_is_business_day(&plain, day_of("2028-01-04")));
}

static const struct {
	const char *from;
	int         days;
	const char *to;
} sums[] = {
	{ "2026-11-20", 0, "2026-11-20" },
	{ "2026-11-21", 0, "2026-11-24" },     /* Saturday, Sunday, 勤労感謝の日 */
	{ "2026-11-20", 1, "2026-11-24" },
	{ "2026-11-21", 1, "2026-11-24" },
	{ "2026-11-20", 5, "2026-11-30" },
	{ "2026-12-28", 1, "2027-01-04" },
	{ "2026-04-28", 1, "2026-04-30" },
	{ "2026-05-01", 1, "2026-05-07" },
	{ "2026-09-18", 1, "2026-09-24" },     /* the autumn run of five days */
	{ "2026-11-24", -1, "2026-11-20" },
	{ "2026-11-22", -1, "2026-11-20" },
	{ "2027-01-04", -2, "2026-12-25" },
	{ "2026-11-30", -5, "2026-11-20" },
};

static void
business_days_are_counted_after_the_day_itself(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sums); i++) {
		int32_t got = calendar_add_business_days(&plain, day_of(sums[i].from), sums[i].days);

		print_message("  %s + %d\n", sums[i].from, sums[i].days);
		assert_str(day_format(got, arena), sums[i].to);
		if (sums[i].days > 0 || (sums[i].days < 0 && calendar_is_business_day(&plain, day_of(sums[i].from))))
			assert_int_equal(calendar_business_days_between(&plain, day_of(sums[i].from), got), sums[i].days);
	}
	assert_int_equal(calendar_business_days_between(&plain, day_of("2026-11-30"), day_of("2026-11-20")), -5);
}

static int64_t
at(const char *text)
{
	int64_t instant = INSTANT_NONE;

	assert_true(instant_parse(str_of(text), ZONE_JST, &instant));
	return instant;
}

static void
hours_count_while_the_office_is_open(void **state)
{
	struct calendar late = { .opens = 10 * 60, .closes = 19 * 60 };
	struct calendar day_and_night = { .works_at_year_end = true, .opens = 0, .closes = 24 * 60 };

	(void)state;
	assert_int_equal(calendar_add_business_hours(&plain, at("2026-11-20T10:00"), 4), at("2026-11-20T14:00"));
	assert_int_equal(calendar_add_business_hours(&plain, at("2026-11-20T16:15"), 4), at("2026-11-24T11:30"));
	assert_int_equal(calendar_add_business_hours(&plain, at("2026-11-20T06:00"), 0), at("2026-11-20T08:30"));
	assert_int_equal(calendar_add_business_hours(&plain, at("2026-11-20T23:00"), 1), at("2026-11-24T09:30"));
	assert_int_equal(calendar_add_business_hours(&plain, at("2026-11-21T12:00"), 9), at("2026-11-25T08:45"));
	assert_int_equal(calendar_add_business_hours(&late, at("2026-11-20T17:30"), 1), at("2026-11-20T18:30"));
	assert_int_equal(calendar_add_business_days_at(&late, at("2026-11-20T17:30"), 1), at("2026-11-24T19:00"));
	assert_int_equal(calendar_add_business_hours(&day_and_night, at("2026-11-20T23:00"), 2), at("2026-11-24T01:00"));
	assert_int_equal(calendar_add_business_days_at(&plain, at("2026-11-20T23:59"), 1), at("2026-11-24T17:15"));
	/* 15:30 UTC is already the next day in Japan. */
	assert_int_equal(calendar_add_business_days_at(&plain, at("2026-11-18T15:30Z"), 1), at("2026-11-20T17:15"));
}

static void
an_organisation_that_never_opens_does_not_hang_us(void **state)
{
	enum { DAYS = 4000 };
	struct arena *arena ARENA_SCOPE = arena_new();
	int32_t *closed = ARENA_ARRAY(arena, int32_t, DAYS);
	struct calendar shut = { .closed = closed, .closed_count = DAYS };

	(void)state;
	for (int32_t i = 0; i < DAYS; i++)
		closed[i] = day_of("2026-01-01") + i;
	assert_int_equal(calendar_business_day_from(&shut, day_of("2026-01-01")), day_of("2026-01-01") + 3660);
	assert_int_equal(calendar_business_day_until(&shut, day_of("2026-01-01") + 3999), day_of("2026-01-01") + 339);
}

static void
long_breaks_are_seen_ahead(void **state)
{
	int32_t first = 0, last = 0;

	(void)state;
	assert_true(calendar_long_break(&plain, day_of("2026-12-20"), 4, 14, &first, &last));
	assert_int_equal(first, day_of("2026-12-29"));
	assert_int_equal(last, day_of("2027-01-03"));
	assert_true(calendar_long_break(&plain, day_of("2026-04-20"), 4, 14, &first, &last));
	assert_int_equal(first, day_of("2026-05-02"));
	assert_int_equal(last, day_of("2026-05-06"));
	assert_false(calendar_long_break(&plain, day_of("2026-06-01"), 4, 14, &first, &last));
}

static void
official_papers_count_years_by_era(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_str(calendar_wareki(day_of("2026-11-20"), arena), "令和8年11月20日");
	assert_str(calendar_wareki(day_of("2019-05-01"), arena), "令和元年5月1日");
	assert_str(calendar_wareki(day_of("2019-04-30"), arena), "平成31年4月30日");
	assert_str(calendar_wareki(day_of("1989-01-07"), arena), "昭和64年1月7日");
	assert_str(calendar_wareki(day_of("1926-12-25"), arena), "昭和元年12月25日");
	assert_str(calendar_wareki(day_of("1912-07-29"), arena), "明治45年7月29日");
	assert_str(calendar_wareki(day_of("1872-12-31"), arena), "西暦1872年12月31日");
	assert_str(calendar_wareki(DAY_NONE, arena), "");
}

/* What people write, and the day it means; NULL: refused, and what is said. */
static const struct {
	const char *text, *day, *says;
} written[] = {
	{ "2026-11-20", "2026-11-20", NULL },
	{ " 2026/1/5 ", "2026-01-05", NULL },
	{ "2026年11月20日", "2026-11-20", NULL },
	{ "令和8年11月20日", "2026-11-20", NULL },
	{ "令和８年１１月２０日", "2026-11-20", NULL },
	{ "令和元年5月1日", "2019-05-01", NULL },
	{ "令和1年5月1日", "2019-05-01", NULL },
	{ "R8.11.20", "2026-11-20", NULL },
	{ "h31.4.30", "2019-04-30", NULL },
	{ "S64.1.7", "1989-01-07", NULL },
	{ "大正15年12月24日", "1926-12-24", NULL },
	{ "明治6年1月1日", "1873-01-01", NULL },
	{ "昭和64年1月8日", NULL, "平成元年1月8日" },
	{ "平成31年5月1日", NULL, "令和元年5月1日" },
	{ "令和元年4月30日", NULL, "平成31年4月30日" },
	{ "明治5年1月1日", NULL, "西暦1872年1月1日" },
	{ "令和8年2月29日", NULL, "no such day" },
	{ "令和9999年1月1日", NULL, "no such day" },
	{ "2026-13-01", NULL, "no such day" },
	{ "0000-01-01", NULL, "not a date" },
	{ "2026-11-20x", NULL, "not a date" },
	{ "2026-11", NULL, "not a date" },
	{ "2026-11/20", NULL, "not a date" },
	{ "2026-1-12345", NULL, "not a date" },
	{ "20261120", NULL, "not a date" },
	{ "2026", NULL, "not a date" },
	{ "令和年11月20日", NULL, "not a date" },
	{ "令和Ａ年11月20日", NULL, "not a date" },
	{ "令和8年月20日", NULL, "not a date" },
	{ "令和8年11の20日", NULL, "not a date" },
	{ "令和8年11月日", NULL, "not a date" },
	{ "令和8年11月20", NULL, "not a date" },
	{ "元年1月1日", NULL, "not a date" },
	{ "2026-xx-20", NULL, "not a date" },
	{ "2026-11-\xff", NULL, "not a date" },
	{ "明日", NULL, "not a date" },
	{ "", NULL, "not a date" },
};

static void
days_are_read_as_people_write_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(written); i++) {
		int32_t day = DAY_NONE;
		struct err *err = calendar_day_parse(str_of(written[i].text), arena, &day);

		print_message("  %s\n", written[i].text);
		if (written[i].day != NULL) {
			assert_null(err);
			assert_str(day_format(day, arena), written[i].day);
			continue;
		}
		assert_non_null(err);
		assert_true(str_find(err_sentence(err, LANG_EN, arena), str_of(written[i].says)) != SIZE_MAX);
	}
}

/* What is written by era is read as the same day, for every day there is an era. */
static void
every_day_by_era_is_read_back(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (int32_t day = day_of("1873-01-01"); day <= day_of("2099-12-31"); day++) {
		int32_t again = DAY_NONE;

		assert_null(calendar_day_parse(calendar_wareki(day, arena), arena, &again));
		assert_int_equal(again, day);
		if (day % 1000 == 0)
			arena_reset(arena);
	}
}

static void
years_are_read_as_people_write_them(void **state)
{
	static const struct { const char *text; int year; } cases[] = {
		{ "2026", 2026 }, { "2026年", 2026 }, { "令和8年", 2026 }, { "R8", 2026 }, { "令和元年", 2019 }, { "平成31", 2019 },
		{ "S64", 1989 }, { "明治6年", 1873 }, { "", 0 }, { "年", 0 }, { "2026-1", 0 }, { "平成32年", 0 }, { "明治5年", 0 },
		{ "令和9999", 0 }, { "元年", 0 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int year = 0;
		struct err *err = calendar_year_parse(str_of(cases[i].text), arena, &year);

		print_message("  %s\n", cases[i].text);
		assert_int_equal(err == NULL, cases[i].year != 0);
		assert_int_equal(year, cases[i].year);
	}
}

static void
closed_days_are_read_from_a_list(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct day_list closed;
	struct err *err;

	(void)state;
	assert_ok(calendar_closed_read(STR("# 休業日\n2026-11-20  # 創立記念日\n\nR8.8.12 ... R8.8.14\n令和8年12月28日〜令和8年12月28日\n"
	    "2027-01-04～2027-01-05"), arena, &closed));
	assert_int_equal(closed.days.count, 7);
	assert_int_equal(closed.days.items[0], day_of("2026-11-20"));
	assert_int_equal(closed.days.items[3], day_of("2026-08-14"));
	assert_int_equal(closed.days.items[6], day_of("2027-01-05"));
	err = calendar_closed_read(STR("2026-11-20\nsoon\n"), arena, &closed);
	assert_non_null(err);
	assert_true(str_find(err_sentence(err, LANG_EN, arena), STR("line 2")) != SIZE_MAX);
	assert_err(calendar_closed_read(STR("2026-11-20 ... 2026-11-19"), arena, &closed), ERR_FORMAT);
	assert_err(calendar_closed_read(STR("soon ... 2026-11-19"), arena, &closed), ERR_FORMAT);
	assert_err(calendar_closed_read(STR("2026-11-20 ... soon"), arena, &closed), ERR_FORMAT);
	assert_err(calendar_closed_read(STR("0001-01-01 ... 9999-12-31"), arena, &closed), ERR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_holidays_of_a_year_are_those_of_the_law),
		cmocka_unit_test(it_is_said_for_which_years_holidays_are_known),
		cmocka_unit_test(holidays_have_names),
		cmocka_unit_test(an_office_is_closed_when_it_is_closed),
		cmocka_unit_test(business_days_are_counted_after_the_day_itself),
		cmocka_unit_test(hours_count_while_the_office_is_open),
		cmocka_unit_test(an_organisation_that_never_opens_does_not_hang_us),
		cmocka_unit_test(long_breaks_are_seen_ahead),
		cmocka_unit_test(official_papers_count_years_by_era),
		cmocka_unit_test(days_are_read_as_people_write_them),
		cmocka_unit_test(every_day_by_era_is_read_back),
		cmocka_unit_test(years_are_read_as_people_write_them),
		cmocka_unit_test(closed_days_are_read_from_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
