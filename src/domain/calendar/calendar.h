/*
 * calendar.h - Japanese public holidays and business days.
 *
 * Holidays follow 国民の祝日に関する法律 (Act 178 of 1948) as it stood in each year since it came into force on 20 July 1948,
 * with the one-off days of 1959, 1989, 1990, 1993 and 2019 to 2021, substitute days (since 12 April 1973, in today's form since 2007) and
 * days between two holidays (since 27 December 1985). The two equinoxes are computed; the official day is fixed by the gazette of
 * the February before, and for 1949 to 2099 the computation agrees with the observatory's. Before and after these years nothing is
 * vouched for: ask calendar_knows.
 *
 * A business day is not Saturday, Sunday, a holiday, 12/29 to 1/3 (行政機関の休日に関する法律; can be
 * switched off) or a day the organisation itself is closed. Days are JST days.
 */
#pragma once
#include "base/clock.h"
#include "base/vec.h"

struct calendar {
	bool           works_at_year_end;   /* 12/29 to 1/3 are ordinary days (1/1 stays a holiday) */
	const int32_t *closed;              /* the organisation's own closed days, in any order     */
	size_t         closed_count;
	int            opens, closes;       /* minutes after midnight JST; both 0: 8:30 and 17:15   */
};

/* 1949 to 2099. */
bool calendar_knows(int32_t day);
/* The holiday's name as a key of the catalogue ("Sports Day"), or NULL on an ordinary day. */
const char *calendar_holiday(int32_t day);

bool calendar_is_business_day(const struct calendar *calendar, int32_t day);
/* The day itself, when it is one; else the first after it. */
int32_t calendar_business_day_from(const struct calendar *calendar, int32_t day);
/* The day itself, when it is one; else the last before it. */
int32_t calendar_business_day_until(const struct calendar *calendar, int32_t day);
/*
 * The n-th business day after the given day, which itself never counts, whatever the hour: 1 is
 * 翌営業日. 0 is calendar_business_day_from, and -1 前営業日. An organisation closed for ten years on end gets the
 * day ten years on.
 */
int32_t calendar_add_business_days(const struct calendar *calendar, int32_t day, int days);
/* The close of business of that day: when something due "in n business days" falls due. */
int64_t calendar_add_business_days_at(const struct calendar *calendar, int64_t instant, int days);
/* Counts only the minutes in which the office is open. */
int64_t calendar_add_business_hours(const struct calendar *calendar, int64_t instant, int hours);
/* Business days after `from` up to and with `to`; negative when `to` is earlier. */
int calendar_business_days_between(const struct calendar *calendar, int32_t from, int32_t to);

/*
 * The next run of at least `least` days closed on end which begins within `within` days from the given day:
 * what to warn of ahead. False when there is none.
 */
bool calendar_long_break(const struct calendar *calendar, int32_t day, int least, int within,
    int32_t *ret_first, int32_t *ret_last);

/* For official papers: 「令和8年11月20日」「令和元年5月1日」. Before 1873 the Gregorian date is given. */
struct str calendar_wareki(int32_t day, struct arena *arena);

/*
 * A day as people write it: "2026-11-20", 「令和8年11月20日」「令和元年5月1日」, "R8.11.20", with digits of either width. ERR_FORMAT says what
 * is wrong: no date, no such day, or a day that is not of that era (昭和64年1月8日 was 平成元年). The era before 1873 counted by the moon and is
 * not read.
 */
CHECKED struct err *calendar_day_parse(struct str text, struct arena *arena, int32_t *ret_day);

/* A Gregorian year as people write it: "2026", 「令和8年」, "R8". 平成31年 and 令和元年 are both 2019. */
CHECKED struct err *calendar_year_parse(struct str text, struct arena *arena, int *ret_year);

struct day_list {
	LIST(int32_t) days;
};
/*
 * An organisation's own closed days: a day a line as above, or the first and the last of several with "..." or 〜 between
 * (2026-08-12 ... 2026-08-14). What follows "#" is a remark. ERR_FORMAT names the line, ERR_LIMIT more than LIMIT_CLOSED_DAYS.
 */
CHECKED struct err *calendar_closed_read(struct str text, struct arena *arena, struct day_list *ret_closed);
