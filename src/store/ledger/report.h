/*
 * report.h - in the ledger: what reports count, what became of findings in a time, and the reports that were handed over.
 *
 * Findings that an effective decision covers, and those a provider has mended, are not counted, as in lists.
 */
#pragma once
#include "store/ledger/ledger.h"

/* Open findings by their sets of levels; kev: of these, in KEV. */
struct ledger_cell { unsigned damage, likelihood; enum ledger_action action; enum ledger_verdict verdict; int64_t findings, kev; };
struct ledger_cells { struct ledger_cell *items; size_t count, room; };
CHECKED struct err *ledger_cells(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_cells *ret_cells);

/* Every system and what is open on it, the worst first. */
struct ledger_standing {
	int64_t            system;
	struct str         name, unit, contractor;
	int64_t            immediate, out_of_cycle, scheduled, deferred;   /* findings                          */
	int64_t            undecided, overdue, kev;                        /* of these                          */
	enum ledger_action worst;
	int64_t            due;                  /* the earliest; INSTANT_NONE                                  */
	int64_t            items, judged;        /* of the last assessment; 0 and 0: nothing was there to judge */
};
struct ledger_standings { struct ledger_standing *items; size_t count, room; };
CHECKED struct err *ledger_standings(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_standings *ret_standings);

/* Open findings of each product in a system, in any order; system 0: of all. */
typedef struct err *ledger_each_open(void *context, int64_t system, struct str identity, int64_t open);
CHECKED struct err *ledger_open_by_product(struct ledger *ledger, int64_t system, ledger_each_open *each, void *context, struct arena *arena);

/* What crossed behind `since` and until `until`, what opened first, then by action. unit "", system 0: any. */
struct ledger_crossing {
	int64_t             finding, at;
	enum ledger_cause   cause;
	bool                opened, closed;
	enum ledger_verdict verdict_before, verdict;
	enum ledger_action  action_before, action;
	struct str          vulnerability, title_ja, title_en, product, system, unit;
};
struct ledger_crossings { struct ledger_crossing *items; size_t count, room; };
struct ledger_crossed { int64_t since, until; struct str unit; int64_t system, most; };
CHECKED struct err *ledger_crossings(struct ledger *ledger, const struct ledger_crossed *crossed, struct arena *arena, struct ledger_crossings *ret_crossings);

/* The same, counted, in steps of time; the first bucket is 0. */
struct ledger_flow {
	int64_t             bucket;
	bool                opened, closed;
	enum ledger_verdict verdict_before, verdict;
	enum ledger_action  action_before, action;
	int64_t             events;
};
struct ledger_flows { struct ledger_flow *items; size_t count, room; };
CHECKED struct err *ledger_flows(struct ledger *ledger, int64_t since, int64_t step, struct arena *arena, struct ledger_flows *ret_flows);

/* What was closed in a time: how many before they were due, and how many seconds they had been open together. */
struct ledger_closed { enum ledger_action action; int64_t findings, in_time, seconds; };
struct ledger_closeds { struct ledger_closed *items; size_t count, room; };
CHECKED struct err *ledger_closeds(struct ledger *ledger, int64_t since, int64_t until, struct arena *arena, struct ledger_closeds *ret_closeds);
/* What was due in a time, and how much of it was mended by its day. */
CHECKED struct err *ledger_dues(struct ledger *ledger, int64_t since, int64_t until, struct arena *arena, int64_t *ret_due, int64_t *ret_kept);

/* When the ledger was first checked: before that nothing was recorded. INSTANT_NONE: never. */
CHECKED struct err *ledger_begun(struct ledger *ledger, struct arena *arena, int64_t *ret_at);

/* A report as it was handed over. marks: lines "name value" (service/report/marks.h). */
struct ledger_report { int64_t id; struct str name, scope; int64_t at; struct str by, digest, marks; };
struct ledger_reports { struct ledger_report *items; size_t count, room; };
CHECKED struct err *ledger_report_put(struct ledger *ledger, const struct ledger_report *report, struct str view, struct arena *arena, int64_t *ret_id);
/* The last one before that instant; id 0: none. */
CHECKED struct err *ledger_report_before(struct ledger *ledger, struct str name, struct str scope, int64_t before, struct arena *arena,
    struct ledger_report *ret_report);
/* The latest first, without their marks. */
CHECKED struct err *ledger_reports(struct ledger *ledger, int64_t most, struct arena *arena, struct ledger_reports *ret_reports);
/* Its JSON; ERR_NOT_FOUND. */
CHECKED struct err *ledger_report_view(struct ledger *ledger, int64_t id, struct arena *arena, struct str *ret_view);

/* Who is sent which report when. */
enum ledger_every { LEDGER_EVERY_WEEK, LEDGER_EVERY_MONTH, LEDGER_EVERY_DAY };
extern const struct enum_names ledger_every_names;      /* "week" "month" "day" */
struct ledger_subscription {
	int64_t           id, account;
	struct str        name, unit, system;
	enum ledger_every every;
	int64_t           made_at;
	int32_t           due;
	int64_t           sent_at;             /* INSTANT_NONE: not yet */
	int64_t           form;                /* enum report_format (service/report) */
	int64_t           weekday;             /* of a weekly one: 1 Monday to 5 Friday */
	struct str        lang;                /* "ja" "en"; "": its person's */
	struct str        to_unit;             /* to the mail box of that unit; "": to its person */
};
struct ledger_subscriptions { struct ledger_subscription *items; size_t count, room; };
/* A new one, or how often and when in place of that person's same one. */
CHECKED struct err *ledger_subscription_put(struct ledger *ledger, const struct ledger_subscription *subscription, struct arena *arena);
CHECKED struct err *ledger_subscriptions(struct ledger *ledger, struct arena *arena, struct ledger_subscriptions *ret_subscriptions);
CHECKED struct err *ledger_subscription_sent(struct ledger *ledger, int64_t id, int32_t due, int64_t sent_at, struct arena *arena);
CHECKED struct err *ledger_subscription_end(struct ledger *ledger, int64_t id, struct arena *arena);
