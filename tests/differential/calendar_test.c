/*
 * Our holidays of 1949 to 2099 against those of two Python packages, day by day. What is not at hand is skipped and said so.
 */
#include "test.h"
#include <sys/wait.h>
#include "base/catalogue.h"
#include "domain/calendar/calendar.h"

static int32_t
day_of(const char *text)
{
	int32_t day = DAY_NONE;

	assert_true(day_parse(str_of(text), &day));
	return day;
}

/*
 * jpholiday 1.0.3 takes two rules for older than they are: a day between two holidays is one only since 27 December 1985
 * (Act 103 of 1985), and the Monday after a holiday on Sunday only since 12 April 1973 (Act 10 of 1973), which 12 February 1973
 * was before. holidays 0.108 has both right.
 */
static bool
is_older_than_its_rule(const char *owner, int32_t day)
{
	struct civil date = day_civil(day);

	if (!str_eq(str_of(owner), STR("jpholiday")))
		return false;
	return (date.year < 1986 && date.month == 5 && date.day == 4) || day == day_of("1973-02-12");
}

static void
check_owner(const char *owner, struct arena *arena)
{
	int32_t first = day_of("1949-01-01"), last = day_of("2099-12-31"), day;
	bool *his = ARENA_ARRAY(arena, bool, (size_t)(last - first + 1));
	size_t holidays = 0, differ = 0, excused = 0;
	char line[64];
	int status;
	FILE *pipe = popen(arena_cstr(arena, arena_printf(arena, "%s/tests/differential/ask %s", SOURCE_ROOT, owner)), "r");

	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe) != NULL)
		if (day_parse(str_trim_space(str_of(line)), &day) && day >= first && day <= last)
			his[day - first] = true;
	status = pclose(pipe);
	if (WEXITSTATUS(status) == 77) {
		print_message("skipped: holidays by %s\n", owner);
		return;
	}
	for (day = first; day <= last; day++) {
		bool ours = calendar_holiday(day) != NULL;

		holidays += ours;
		if (ours == his[day - first])
			continue;
		if (his[day - first] && is_older_than_its_rule(owner, day))
			excused++;
		else if (differ++ < 20)
			print_message("    %.*s: we have %s\n", STR_ARG(day_format(day, arena)), ours ? calendar_holiday(day) : "no holiday");
	}
	print_message("  calendar  %-18s %8d days: %zu holidays, %zu differ, %zu older with it than in law\n", owner, last - first + 1, holidays,
	    differ, excused);
	assert_int_equal(status, 0);
	assert_int_equal(differ, 0);
}

static void
holidays_agree_with_those_of_others(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	check_owner("holidays", arena);
	check_owner("jpholiday", arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holidays_agree_with_those_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
