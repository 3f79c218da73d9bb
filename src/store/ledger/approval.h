/*
 * approval.h - in the ledger: who was asked for an approval of a case, and what they did (domain/approval).
 *
 * Remarks and numbers are contents: blobs for place "approval/NAME/NUMBER". Acts are only ever added. A round's seats are written when it is
 * submitted; the text of its route is kept beside the playbooks (ledger_playbook_keep). All join the unit of work they are called in.
 */
#pragma once
#include "store/ledger/casefile.h"

struct ledger_approval_act {
	int64_t    number;          /* from 1, of this case's approval of that name     */
	int64_t    round;           /* how often it had been submitted                  */
	int64_t    step;            /* place in the route                               */
	int64_t    kind, as;        /* enum route_act_kind, route_as                    */
	int64_t    account, at;
	struct str remark, outside; /* blobs; outside: 決裁番号                          */
	int32_t    day;             /* of a decision made elsewhere; DAY_NONE           */
	struct str route_digest;    /* of the route's text in this round                */
};
CHECKED struct err *ledger_approval_act_put(struct ledger *ledger, int64_t casefile, struct str name, const struct ledger_approval_act *act,
    struct arena *arena);
typedef struct err *ledger_each_approval_act(void *context, const struct ledger_approval_act *act, struct arena *arena);
/* In their order. */
CHECKED struct err *ledger_approval_acts(struct ledger *ledger, int64_t casefile, struct str name, ledger_each_approval_act *each, void *context,
    struct arena *arena);

struct ledger_approval_seat { int64_t round, step, account; };
CHECKED struct err *ledger_approval_seat_put(struct ledger *ledger, int64_t casefile, struct str name, const struct ledger_approval_seat *seat,
    struct arena *arena);
/* He is asked there no longer. */
CHECKED struct err *ledger_approval_seat_drop(struct ledger *ledger, int64_t casefile, struct str name, const struct ledger_approval_seat *seat,
    struct arena *arena);
typedef struct err *ledger_each_approval_seat(void *context, const struct ledger_approval_seat *seat, struct arena *arena);
CHECKED struct err *ledger_approval_seats(struct ledger *ledger, int64_t casefile, struct str name, int64_t round, ledger_each_approval_seat *each,
    void *context, struct arena *arena);

/* Approvals that wait for somebody, and those granted in open cases, where 後閲 may still be due: the oldest first. */
struct ledger_approval_open { int64_t casefile; struct str number, name; };
typedef struct err *ledger_each_approval_open(void *context, const struct ledger_approval_open *open, struct arena *arena);
CHECKED struct err *ledger_approvals_open(struct ledger *ledger, ledger_each_approval_open *each, void *context, struct arena *arena);
/* Those pending that wait, or will wait, for that account in person. */
CHECKED struct err *ledger_approvals_waiting(struct ledger *ledger, int64_t account, ledger_each_approval_open *each, void *context,
    struct arena *arena);
