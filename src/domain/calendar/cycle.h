/*
 * cycle.h - when a system may be stopped: maintenance windows as people write them.
 *
 *     毎月第3水曜 22:00-26:00      第1・第3日曜 1:00-5:00      毎月最終土曜 22:00-6:00      毎月15日 0:00-4:00
 *     毎週日曜 1:00-5:00           毎日 3:00-4:00              毎月末日 18:00-22:00         2026-12-05 22:00-26:00
 *     monthly 3rd Wed 22:00-26:00  weekly Sun 01:00-05:00      daily 03:00-04:00            monthly 15 / last Sat / last day
 *
 * Hours beyond 24 are those of the next morning; an end that is not after its beginning is on the next day. All is JST. A month without a
 * 31st (or a fifth Wednesday) has no window then.
 */
#pragma once
#include "base/clock.h"
#include "base/lang.h"

enum cycle_kind { CYCLE_ONCE, CYCLE_DAILY, CYCLE_WEEKLY, CYCLE_MONTHLY_DAY, CYCLE_MONTHLY_WEEKDAY };
struct cycle {
	enum cycle_kind kind;
	int32_t         day;          /* of CYCLE_ONCE                                     */
	int             month_day;    /* 1 to 31; 0: the month's last                      */
	int             weekday;      /* 0 Sunday … 6 Saturday                             */
	unsigned        weeks;        /* bits 1 to 5: which of that weekday; bit 0: the last */
	int             begins, ends; /* minutes after midnight; ends may be next day's: up to 48 hours */
};

/* ERR_FORMAT says what is wrong and shows a window as it should be. */
CHECKED struct err *cycle_parse(struct str text, struct arena *arena, struct cycle *ret_cycle);
/* As it is kept, in the second form above; reading it again gives the same. */
struct str cycle_format(const struct cycle *cycle, struct arena *arena);
/* For a person: 「毎月第3水曜 22:00〜26:00」, "every 3rd Wednesday of the month 22:00-26:00". */
struct str cycle_words(const struct cycle *cycle, enum lang lang, struct arena *arena);
/* Its rule as RFC 5545, 3.3.10 writes it ("FREQ=MONTHLY;BYDAY=3WE"); "" for one that comes once. */
struct str cycle_rrule(const struct cycle *cycle, struct arena *arena);

bool cycle_is_on(const struct cycle *cycle, int32_t day);          /* does one begin on that day */
/* The first window that begins at or after that instant; INSTANT_NONE when there is none within five years. */
int64_t cycle_next(const struct cycle *cycle, int64_t instant, int64_t *ret_ends);
