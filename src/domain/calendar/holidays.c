/*
 * holidays.c - the law's holidays as a table, and the two rules that make further days of them.
 */
#include "domain/calendar/calendar.h"

enum rule_kind { ON_DAY, ON_MONDAY, ON_SPRING_EQUINOX, ON_AUTUMN_EQUINOX };

enum { FOR_EVER = 9999 };

/* What holds from one year to another: the n-th of a month, or its n-th Monday. */
struct holiday {
	const char    *name;
	int            from, to;
	int            month;
	enum rule_kind kind;
	int            n;
};

static const struct holiday table[] = {
	{ M("New Year's Day"), 1949, FOR_EVER, 1, ON_DAY, 1 },
	{ M("Coming of Age Day"), 1949, 1999, 1, ON_DAY, 15 },
	{ M("Coming of Age Day"), 2000, FOR_EVER, 1, ON_MONDAY, 2 },
	{ M("National Foundation Day"), 1967, FOR_EVER, 2, ON_DAY, 11 },
	{ M("The Emperor's Birthday"), 2020, FOR_EVER, 2, ON_DAY, 23 },
	{ M("Funeral of Emperor Showa"), 1989, 1989, 2, ON_DAY, 24 },
	{ M("Vernal Equinox Day"), 1949, FOR_EVER, 3, ON_SPRING_EQUINOX, 0 },
	{ M("Wedding of Crown Prince Akihito"), 1959, 1959, 4, ON_DAY, 10 },
	{ M("The Emperor's Birthday"), 1949, 1988, 4, ON_DAY, 29 },
	{ M("Greenery Day"), 1989, 2006, 4, ON_DAY, 29 },
	{ M("Showa Day"), 2007, FOR_EVER, 4, ON_DAY, 29 },
	{ M("Accession of the Emperor"), 2019, 2019, 5, ON_DAY, 1 },
	{ M("Constitution Memorial Day"), 1949, FOR_EVER, 5, ON_DAY, 3 },
	{ M("Greenery Day"), 2007, FOR_EVER, 5, ON_DAY, 4 },
	{ M("Children's Day"), 1949, FOR_EVER, 5, ON_DAY, 5 },
	{ M("Wedding of Crown Prince Naruhito"), 1993, 1993, 6, ON_DAY, 9 },
	{ M("Marine Day"), 1996, 2002, 7, ON_DAY, 20 },
	{ M("Marine Day"), 2003, 2019, 7, ON_MONDAY, 3 },
	{ M("Marine Day"), 2020, 2020, 7, ON_DAY, 23 },
	{ M("Marine Day"), 2021, 2021, 7, ON_DAY, 22 },
	{ M("Marine Day"), 2022, FOR_EVER, 7, ON_MONDAY, 3 },
	{ M("Sports Day"), 2020, 2020, 7, ON_DAY, 24 },
	{ M("Sports Day"), 2021, 2021, 7, ON_DAY, 23 },
	{ M("Mountain Day"), 2016, 2019, 8, ON_DAY, 11 },
	{ M("Mountain Day"), 2020, 2020, 8, ON_DAY, 10 },
	{ M("Mountain Day"), 2021, 2021, 8, ON_DAY, 8 },
	{ M("Mountain Day"), 2022, FOR_EVER, 8, ON_DAY, 11 },
	{ M("Respect for the Aged Day"), 1966, 2002, 9, ON_DAY, 15 },
	{ M("Respect for the Aged Day"), 2003, FOR_EVER, 9, ON_MONDAY, 3 },
	{ M("Autumnal Equinox Day"), 1948, FOR_EVER, 9, ON_AUTUMN_EQUINOX, 0 },
	{ M("Health and Sports Day"), 1966, 1999, 10, ON_DAY, 10 },
	{ M("Health and Sports Day"), 2000, 2019, 10, ON_MONDAY, 2 },
	{ M("Sports Day"), 2022, FOR_EVER, 10, ON_MONDAY, 2 },
	{ M("Enthronement Ceremony Day"), 2019, 2019, 10, ON_DAY, 22 },
	{ M("Culture Day"), 1948, FOR_EVER, 11, ON_DAY, 3 },
	{ M("Enthronement Ceremony Day"), 1990, 1990, 11, ON_DAY, 12 },
	{ M("Labor Thanksgiving Day"), 1948, FOR_EVER, 11, ON_DAY, 23 },
	{ M("The Emperor's Birthday"), 1989, 2018, 12, ON_DAY, 23 },
};

/*
 * The day of the month on which the sun stands at an equinox, by the usual approximation of the observatory's computation. Base is in
 * millionths of a day and belongs to a span of years; division cuts off towards zero, on which the leap years before 1983 rest.
 */
static int
equinox(int year, int64_t base_before_1980, int64_t base, int64_t base_from_2100)
{
	int64_t drift = (int64_t)242194 * (year - 1980);

	if (year < 1980)
		return (int)((base_before_1980 + drift) / 1000000 - (year - 1983) / 4);
	return (int)(((year < 2100 ? base : base_from_2100) + drift) / 1000000 - (year - 1980) / 4);
}

static bool
falls_on(const struct holiday *holiday, struct civil date, int weekday)
{
	if (date.month != holiday->month || date.year < holiday->from || date.year > holiday->to)
		return false;
	switch (holiday->kind) {
	case ON_DAY:
		return date.day == holiday->n;
	case ON_MONDAY:
		return weekday == 1 && (date.day + 6) / 7 == holiday->n;
	case ON_SPRING_EQUINOX:
		return date.day == equinox(date.year, 20835700, 20843100, 21851000);
	case ON_AUTUMN_EQUINOX:
	default:
		return date.day == equinox(date.year, 23258800, 23248800, 24248800);
	}
}

/* A day that the law names (国民の祝日). */
static const char *
named(int32_t day)
{
	struct civil date = day_civil(day);
	int weekday = day_weekday(day);

	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (falls_on(&table[i], date, weekday))
			return table[i].name;
	return NULL;
}

/*
 * 振替休日: from 12 April 1973 the Monday after a holiday on Sunday; from 2007 the first day after it that the law
 * does not name. The day given is not named itself.
 */
static bool
is_substitute(int32_t day)
{
	if (day < day_of_civil((struct civil){ 1973, 4, 12 }))
		return false;
	if (day < day_of_civil((struct civil){ 2007, 1, 1 }))
		return day_weekday(day) == 1 && named(day - 1) != NULL;
	for (int32_t before = day - 1; named(before) != NULL; before--)
		if (day_weekday(before) == 0)
			return true;
	return false;
}

/*
 * 国民の休日: since 27 December 1985 a day between two named ones, but no Sunday; until 2006 by the law's words, and since then none has
 * fallen so or will. The day given is not named itself.
 */
static bool
is_between(int32_t day)
{
	return day >= day_of_civil((struct civil){ 1985, 12, 27 }) && day_weekday(day) != 0 &&
	    named(day - 1) != NULL && named(day + 1) != NULL;
}

bool
calendar_knows(int32_t day)
{
	return day >= day_of_civil((struct civil){ 1949, 1, 1 }) && day <= day_of_civil((struct civil){ 2099, 12, 31 });
}

const char *
calendar_holiday(int32_t day)
{
	const char *name = named(day);

	if (name != NULL)
		return name;
	if (is_substitute(day))
		return M("Substitute Holiday");
	return is_between(day) ? M("National Holiday") : NULL;
}
