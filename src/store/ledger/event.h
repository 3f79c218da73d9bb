/*
 * event.h - in the ledger: what became of findings, by time: appeared, gone, judged otherwise.
 */
#pragma once
#include "store/ledger/ledger.h"

enum event_kind { EVENT_ANY, EVENT_OPENED, EVENT_CLOSED, EVENT_CHANGED };
struct ledger_event_row {
	int64_t             id, finding, at;
	enum ledger_cause   cause;
	enum ledger_verdict verdict_before, verdict;
	enum ledger_action  action_before, action;
	bool                opened, closed;
	struct str          system, unit, product, vulnerability, title_ja, title_en;
	bool                kev;
};
struct ledger_event_rows { struct ledger_event_row *items; size_t count, room; struct str next; };
/* After `since`, until `until`, newest first. after: cursor of the page before; ERR_USAGE when it is none. */
struct ledger_event_query { int64_t since, until; enum event_kind kind; struct str after; int64_t most; };
CHECKED struct err *ledger_event_rows(struct ledger *ledger, const struct ledger_event_query *query, struct arena *arena,
    struct ledger_event_rows *ret_crossings);
struct ledger_event_counts { int64_t opened, closed, changed; };
CHECKED struct err *ledger_event_counts(struct ledger *ledger, int64_t since, int64_t until, struct arena *arena,
    struct ledger_event_counts *ret_counts);
