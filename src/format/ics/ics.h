/*
 * ics.h - a calendar as a file that calendar programs subscribe to or import (RFC 5545).
 *
 * Lines end with CRLF and are folded at 75 octets, never within a character; commas, semicolons, backslashes and line feeds of texts are
 * escaped (3.3.11). Times are those of Japan, with the zone written out, so that a window that repeats stays at its hour.
 */
#pragma once
#include "base/clock.h"
#include "base/vec.h"

struct ics_event {
	struct str uid;              /* the same event keeps it: "maintenance-12@tsukuroi"                  */
	struct str summary, description;
	int64_t    begins, ends;
	struct str rrule;            /* "FREQ=WEEKLY;BYDAY=SU"; empty: once                                 */
};
struct ics_calendar {
	struct str name;
	int64_t    made;
	LIST(struct ics_event) events;
};
struct str ics_format(const struct ics_calendar *calendar, struct arena *arena);
