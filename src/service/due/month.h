/*
 * month.h - a month as people look at it: what falls due, when systems may be stopped, when the office is closed; and the same as a calendar file.
 */
#pragma once
#include "service/due/due.h"

struct month_event_view {
	struct str kind;             /* "deadline" "maintenance"                                     */
	struct str number, title;    /* number: of the case; "" of a window                          */
	int64_t    at;
	bool       overdue;
};
struct month_day_view {
	int32_t    date;
	int64_t    day;              /* of the month                                                 */
	bool       outside, off, today, has_events;
	struct str off_because;      /* name of the holiday, or what the closed day's note says; ""  */
	LIST(struct month_event_view) events;
};
struct month_week_view { LIST(struct month_day_view) days; };
struct month_view {
	struct str title, month, previous, next;     /* month: "2026-11", as MONTH is written        */
	LIST(struct month_week_view) weeks;          /* from Monday                                  */
	int32_t    break_from, break_until;          /* the next four closed days and more on end within two months; DAY_NONE */
};
extern const struct schema month_view_schema;
/* The month that day is in. Deadlines of the cases the actor may see. */
CHECKED struct err *due_month(struct ledger *ledger, const struct actor *actor, int32_t day, int64_t now, struct arena *arena,
    struct month_view *ret_month);
/* Deadlines he sees, of cases that are not sealed, and maintenance windows, for calendar programs (RFC 5545). */
CHECKED struct err *due_calendar_ics(struct ledger *ledger, const struct actor *actor, int64_t now, struct arena *arena, struct str *ret_text);
