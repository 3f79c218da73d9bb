/*
 * clock.h - instants and days.
 *
 * An instant is microseconds since 1970-01-01T00:00:00 UTC in an int64; INSTANT_NONE where unknown.
 * A day is days since 1970-01-01 in an int32; a date without a time is a day, never an instant.
 * People in this program's country read JST (UTC+9, no summer time); files and APIs write UTC.
 */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#define INSTANT_NONE   INT64_MIN
#define INSTANT_SECOND ((int64_t)1000000)
#define INSTANT_HOUR   (3600 * INSTANT_SECOND)
#define INSTANT_DAY    (24 * INSTANT_HOUR)
#define DAY_NONE       INT32_MIN

enum zone { ZONE_UTC, ZONE_JST };

struct civil { int year, month, day; };   /* month and day from 1 */

/* Now; or the instant given to clock_fix, so that tests and `--at` run time as they need. */
int64_t clock_now(void);
void    clock_fix(int64_t instant);       /* INSTANT_NONE: the real clock again */
bool      clock_is_fixed(void);
/* Monotonic microseconds, for measuring. */
int64_t clock_ticks(void);
/* Microseconds since the machine was started, also those in which it slept; and which start that was, by the system's own id. */
int64_t clock_since_boot(void);
struct str clock_boot(struct arena *arena);

/*
 * ISO 8601 / RFC 3339 as feeds write it: "2026-11-20", "…T01:02:03", fraction, "Z", "+09:00",
 * "+0900", minutes without seconds. Without a zone the given one is meant. False: not such a text.
 */
bool instant_parse(struct str text, enum zone zone, int64_t *ret_instant);
struct str instant_format(int64_t instant, enum zone zone, struct arena *arena);  /* "2026-11-20T10:02:03+09:00" or …Z; "" for none */
/* For a person: "2026-11-20 10:02 JST". */
struct str instant_words(int64_t instant, struct arena *arena);
int32_t instant_day(int64_t instant, enum zone zone);
int64_t day_instant(int32_t day, enum zone zone);         /* its first moment there */

bool day_parse(struct str text, int32_t *ret_day);        /* "2026-11-20" and no more */
struct str day_format(int32_t day, struct arena *arena);  /* "" for DAY_NONE          */
int32_t day_of_civil(struct civil date);                  /* proleptic Gregorian      */
struct civil day_civil(int32_t day);
bool civil_is_valid(struct civil date);
int day_weekday(int32_t day);                             /* 0 Sunday … 6 Saturday    */
