/*
 * statistics.h - how many weaknesses JVN iPedia took in each year, as people see it (MyJVN's getStatistics, fetched or carried over).
 */
#pragma once
#include "service/home.h"

struct year_view {
	int64_t year;
	int64_t registered;                          /* all of the year                                */
	bool    is_split;                            /* and by severity, of CVSS v3:                   */
	int64_t critical, high, medium, low, none;
	bool    is_running;                          /* the year of these figures: it is not over      */
};
struct statistics_view {
	LIST(struct year_view) years;                /* the newest first, STATISTICS_YEARS of them     */
	bool       has_earlier;
	int64_t    earlier;                          /* taken in in the years before these             */
	int64_t    as_of;                            /* when its source said so, else when it was taken in; INSTANT_NONE */
	bool       is_fresh;
	struct str source;                           /* the feed's name                                */
};
enum { STATISTICS_YEARS = 10 };
extern const struct schema statistics_view_schema;

/* Without figures there are no years: that is no error. */
CHECKED struct err *statistics_show(const struct home *home, int64_t now, struct arena *arena, struct statistics_view *ret_view);
/* A sentence beside the figures: by whom, of which day (day: as the reader's papers write it), how many days old; that they are too old, or that there are none. */
struct str statistics_words(const struct statistics_view *view, struct str day, int64_t now, enum lang lang, struct arena *arena);
