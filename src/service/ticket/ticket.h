/*
 * ticket.h - cases beside a tracker of tickets (Redmine, Backlog, Jira): the tracker's own page for a new ticket with what is known filled in, the number
 * put back by a person, and what the tracker tells by its webhook how the ticket stands.
 *
 * Nothing is sent to a tracker: a person's browser opens its page, and he sees what stands there before he makes the ticket. Of a sealed case that is
 * its number and neutral label, no more. A tracker's word is an entry of the timeline; it never moves a case on, and never closes one.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "store/ledger/ticket.h"

/* ---------------------------------------------------------------------------------------------- trackers */

struct tracker_view {
	int64_t    id;
	struct str kind, name, base, project, issue_type;
	bool       tells;                    /* it has an address at which to tell */
	int64_t    made_at;
};
struct tracker_list_view { LIST(struct tracker_view) trackers; };
extern const struct schema tracker_view_schema, tracker_list_schema;

struct tracker_order {
	enum tracker_kind kind;
	struct str        name;              /* "": as the kind is called                                         */
	struct str        base;              /* "https://redmine.example.lg.jp"                                   */
	struct str        project;           /* its identifier (Redmine), key (Backlog) or number (Jira, pid)      */
	struct str        issue_type;        /* of Redmine (tracker_id) and Jira (issuetype): a number; "" Redmine's first */
};
/* For administrators and security staff, like all that changes trackers. ERR_USAGE says what is wrong with it. */
CHECKED struct err *tracker_add(struct ledger *ledger, const struct actor *actor, const struct tracker_order *order, int64_t now, struct arena *arena,
    int64_t *ret_id);
/* For whoever has an office. */
CHECKED struct err *tracker_list(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct tracker_list_view *ret_list);
/* Tickets in it stay with their cases, and are no links any more. ERR_NOT_FOUND. */
CHECKED struct err *tracker_remove(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
/*
 * A new address at which it tells, in place of an older one: "/hooks/tickets/1.tsk_…", shown once. Its last part behind the "." is the secret that it may
 * sign with. stop: it tells no more.
 */
CHECKED struct err *tracker_hook(struct ledger *ledger, const struct actor *actor, int64_t id, bool stop, int64_t now, struct arena *arena,
    struct str *ret_path);

/* ----------------------------------------------------------------------------------------------- tickets */

struct ticket_view {
	int64_t    link, task;
	struct str tracker, number, href;    /* href "": its tracker is gone         */
	struct str state;                    /* as the tracker calls it; ""          */
	bool       closed;
	int64_t    told_at;
};
/* A new ticket there. filled: what is known is in the address; else it is to be copied. */
struct ticket_draft_view { int64_t tracker; struct str name, kind, href; bool filled; };
struct ticket_page_view {
	int64_t    task;                     /* 0: of the case                       */
	struct str title, description;       /* of a new ticket                      */
	int32_t    due;                      /* DAY_NONE                             */
	bool       may;                      /* he may put a number in               */
	LIST(struct ticket_draft_view) drafts;
	LIST(struct ticket_view)       tickets;
};
extern const struct schema ticket_page_schema;

/* address: of this program, "https://tsukuroi.example.lg.jp"; "" leaves the case's own address out. task 0: about the case as a whole. */
CHECKED struct err *ticket_show(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t task, struct str address, int64_t now,
    struct arena *arena, struct ticket_page_view *ret_view);
struct ticket_order { int64_t tracker, task; struct str number; };
/* The ticket that was made. Needs the right to edit the case; ERR_USAGE: it is no number there; ERR_CONFLICT: it is linked already. */
CHECKED struct err *ticket_put(const struct case_desk *desk, const struct actor *actor, struct str number, const struct ticket_order *order, int64_t now,
    struct arena *arena);

/* ------------------------------------------------------------------------------------- what a tracker tells */

struct ticket_message {
	struct str token;                    /* of the address: "1.tsk_…"                                   */
	int        fd;                       /* its body, from the beginning; borrowed                      */
	int64_t    size;
	struct str signature;                /* "sha256=…", as X-Hub-Signature or X-Redmine-Signature-256 have it; "" none */
};
/*
 * ERR_NOT_FOUND: no tracker tells at that address; ERR_FORBIDDEN: it is signed otherwise. The ledger speaks for that tracker's organisation from
 * then on. What was told before changes nothing, nor does what is older. *ret_changed: entries of timelines.
 */
CHECKED struct err *ticket_take(struct ledger *ledger, const struct ticket_message *message, int64_t now, struct arena *arena, int64_t *ret_changed);
