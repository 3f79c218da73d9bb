/*
 * decision.h - in the ledger: what people decided about findings, now and for versions and systems to come.
 */
#pragma once
#include "store/ledger/ledger.h"

/* A person's rule over findings. Acceptance never changes the verdict; it ends by itself at `expires_at`. */
struct ledger_decision {
	int64_t    id;
	struct str kind;               /* "accept", "not_affected", "investigating", "defer"               */
	struct str vulnerability;      /* name; never empty                                                */
	int64_t    product, system;    /* 0: any                                                           */
	struct str range;              /* versions, as range_of_vers reads them; empty: all                */
	struct str owner, reason;      /* never empty; owner: as it was written down                       */
	int64_t    at, expires_at;     /* expiry is obligatory                                             */
	struct str effect;             /* on those who use the system; may be empty                        */
	int64_t    casefile;           /* of which it came; 0                                              */
	int64_t    account;            /* who answers for it; 0: owner names nobody who has one            */
};
CHECKED struct err *ledger_decision_put(struct ledger *ledger, const struct ledger_decision *decision, struct str by,
    struct arena *arena, int64_t *ret_id, int64_t *ret_findings);
/* Open findings that it would hold for, by number; nothing is written. ERR_FORMAT: its range cannot be read. */
CHECKED struct err *ledger_decision_covers(struct ledger *ledger, const struct ledger_decision *decision, struct arena *arena,
    struct ledger_ids *ret_ids);
/* It holds no longer from then on: one by its number, or (id 0) all that came of a case. */
CHECKED struct err *ledger_decision_end(struct ledger *ledger, int64_t id, int64_t casefile, struct str by, int64_t at, struct arena *arena);
/* Somebody else answers for it from then on; all else stays, also what it has judged. */
CHECKED struct err *ledger_decision_give(struct ledger *ledger, int64_t id, int64_t account, struct str owner, struct str by, int64_t at,
    struct arena *arena);
typedef struct err *ledger_each_decision(void *context, const struct ledger_decision *decision, struct arena *arena);
CHECKED struct err *ledger_decisions(struct ledger *ledger, ledger_each_decision *each, void *context, struct arena *arena);

/* How a decision stands: open findings it covers, those for which what it rested on has changed, names of what it is about, and of who answers for it. */
struct ledger_decision_standing { int64_t decision, findings, review; struct str product, system, casefile, owner; };
struct ledger_decision_standings { struct ledger_decision_standing *items; size_t count; size_t room; };
/* In the order of ledger_decisions. */
CHECKED struct err *ledger_decision_standings(struct ledger *ledger, struct arena *arena, struct ledger_decision_standings *ret_standings);
