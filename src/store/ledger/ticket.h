/*
 * ticket.h - in the ledger: trackers of tickets (Redmine, Backlog, Jira), the tickets of cases in them, and what they told.
 *
 * A ticket belongs to a link of a case (LINK_TICKET): while the link holds, the ticket is there. Of a ticket there are number and state, no
 * content. Functions that write join the unit of work they are called in.
 */
#pragma once
#include "store/ledger/ledger.h"

enum tracker_kind { TRACKER_REDMINE, TRACKER_BACKLOG, TRACKER_JIRA };
extern const struct enum_names tracker_kind_names;     /* "redmine" "backlog" "jira" */

struct ledger_tracker {
	int64_t           id;
	enum tracker_kind kind;
	struct str        name, base, project, issue_type;
	struct str        hook;              /* digest of the secret in the address it reports to; "" it does not */
	int64_t           made_at, ended_at; /* INSTANT_NONE: in use                                              */
};
struct ledger_trackers { struct ledger_tracker *items; size_t count, room; };
CHECKED struct err *ledger_tracker_put(struct ledger *ledger, const struct ledger_tracker *tracker, struct arena *arena, int64_t *ret_id);
/* Another secret; "": it reports no more. */
CHECKED struct err *ledger_tracker_hook(struct ledger *ledger, int64_t id, struct str digest, struct arena *arena);
CHECKED struct err *ledger_tracker_end(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);
/* All, also those that ended. */
CHECKED struct err *ledger_trackers(struct ledger *ledger, struct arena *arena, struct ledger_trackers *ret_trackers);

struct ledger_ticket {
	int64_t    link, casefile, task, tracker;      /* task 0: of the case */
	struct str number, state;                      /* state: as the tracker calls it; "" it has said nothing yet */
	int64_t    closed;                             /* 1: it is, as the tracker says */
	int64_t    told_at;                            /* the tracker's own time of that state; INSTANT_NONE */
};
struct ledger_tickets { struct ledger_ticket *items; size_t count, room; };
/* link to tracker and number. */
CHECKED struct err *ledger_ticket_put(struct ledger *ledger, const struct ledger_ticket *ticket, struct arena *arena);
CHECKED struct err *ledger_tickets_of(struct ledger *ledger, int64_t casefile, struct arena *arena, struct ledger_tickets *ret_tickets);
CHECKED struct err *ledger_tickets_named(struct ledger *ledger, int64_t tracker, struct str number, struct arena *arena,
    struct ledger_tickets *ret_tickets);
/* Ids of the cases with a ticket of that number. */
struct ledger_ticket_case { int64_t casefile; };
struct ledger_ticket_cases { struct ledger_ticket_case *items; size_t count, room; };
CHECKED struct err *ledger_ticket_cases(struct ledger *ledger, struct str number, struct arena *arena, struct ledger_ticket_cases *ret_cases);
/* link, state, closed, told_at. */
CHECKED struct err *ledger_ticket_state(struct ledger *ledger, const struct ledger_ticket *ticket, struct arena *arena);
/* *ret_new: that tracker did not say so before. What was said before `forget` is forgotten. */
CHECKED struct err *ledger_ticket_told(struct ledger *ledger, int64_t tracker, struct str digest, int64_t at, int64_t forget, struct arena *arena,
    bool *ret_new);
