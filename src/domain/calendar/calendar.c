#include "domain/calendar/calendar.h"

#include <assert.h>

enum {
	SEARCH_DAYS   = 3660,               /* an organisation closed longer than this is not searched further */
	OPENS_USUAL   = 8 * 60 + 30,
	CLOSES_USUAL  = 17 * 60 + 15,
};
#define INSTANT_MINUTE (60 * INSTANT_SECOND)

static bool
is_year_end(int32_t day)
{
	struct civil date = day_civil(day);

	return (date.month == 12 && date.day >= 29) || (date.month == 1 && date.day <= 3);
}

bool
calendar_is_business_day(const struct calendar *calendar, int32_t day)
{
	int weekday = day_weekday(day);

	if (weekday == 0 || weekday == 6 || calendar_holiday(day) != NULL)
		return false;
	if (!calendar->works_at_year_end && is_year_end(day))
		return false;
	for (size_t i = 0; i < calendar->closed_count; i++)
		if (calendar->closed[i] == day)
			return false;
	return true;
}

int32_t
calendar_business_day_from(const struct calendar *calendar, int32_t day)
{
	for (int32_t ahead = 0; ahead < SEARCH_DAYS; ahead++)
		if (calendar_is_business_day(calendar, day + ahead))
			return day + ahead;
	return day + SEARCH_DAYS;
}

int32_t
calendar_business_day_until(const struct calendar *calendar, int32_t day)
{
	for (int32_t back = 0; back < SEARCH_DAYS; back++)
		if (calendar_is_business_day(calendar, day - back))
			return day - back;
	return day - SEARCH_DAYS;
}

int32_t
calendar_add_business_days(const struct calendar *calendar, int32_t day, int days)
{
	if (days == 0)
		return calendar_business_day_from(calendar, day);
	for (int i = 0; i < days; i++)
		day = calendar_business_day_from(calendar, day + 1);
	for (int i = 0; i > days; i--)
		day = calendar_business_day_until(calendar, day - 1);
	return day;
}

static int
opens_of(const struct calendar *calendar)
{
	return calendar->opens == 0 && calendar->closes == 0 ? OPENS_USUAL : calendar->opens;
}

static int
closes_of(const struct calendar *calendar)
{
	return calendar->opens == 0 && calendar->closes == 0 ? CLOSES_USUAL : calendar->closes;
}

static int64_t
minute_of_day(int32_t day, int minute)
{
	return day_instant(day, ZONE_JST) + minute * INSTANT_MINUTE;
}

int64_t
calendar_add_business_days_at(const struct calendar *calendar, int64_t instant, int days)
{
	int32_t day = calendar_add_business_days(calendar, instant_day(instant, ZONE_JST), days);

	return minute_of_day(day, closes_of(calendar));
}

int64_t
calendar_add_business_hours(const struct calendar *calendar, int64_t instant, int hours)
{
	int64_t left = hours * INSTANT_HOUR;
	int32_t day = calendar_business_day_from(calendar, instant_day(instant, ZONE_JST));

	assert(hours >= 0 && opens_of(calendar) < closes_of(calendar));
	for (;;) {
		int64_t opens = minute_of_day(day, opens_of(calendar));
		int64_t closes = minute_of_day(day, closes_of(calendar));
		int64_t from = instant > opens ? instant : opens;

		if (from <= closes && left <= closes - from)
			return from + left;
		if (from < closes)
			left -= closes - from;
		day = calendar_business_day_from(calendar, day + 1);
	}
}

int
calendar_business_days_between(const struct calendar *calendar, int32_t from, int32_t to)
{
	int days = 0;

	if (to < from)
		return -calendar_business_days_between(calendar, to, from);
	for (int32_t day = from + 1; day <= to; day++)
		days += calendar_is_business_day(calendar, day);
	return days;
}

/* The last day of the closed run that this day is in. */
static int32_t
run_end(const struct calendar *calendar, int32_t day)
{
	return calendar_business_day_from(calendar, day) - 1;
}

bool
calendar_long_break(const struct calendar *calendar, int32_t day, int least, int within, int32_t *ret_first,
    int32_t *ret_last)
{
	for (int32_t first = day; first <= day + within; first++) {
		int32_t last;

		if (calendar_is_business_day(calendar, first))
			continue;
		last = run_end(calendar, first);
		if (last - first + 1 >= least) {
			*ret_first = first;
			*ret_last = last;
			return true;
		}
		first = last;
	}
	return false;
}
