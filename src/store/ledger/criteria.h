/*
 * criteria.h - in the ledger: editions of the criteria, who proposed each and which executive agreed to it.
 */
#pragma once
#include "store/ledger/ledger.h"

struct ledger_criteria {
	int64_t    id;
	int32_t    since;             /* the day it is in force from, once agreed                */
	struct str text;              /* YAML                                                    */
	struct str reason;
	int64_t    proposed_by;       /* account                                                 */
	struct str proposed_name;
	int64_t    proposed_at;
	int64_t    agreed_by;         /* 0: nobody yet                                           */
	struct str agreed_name;
	int64_t    agreed_at, withdrawn_at;      /* INSTANT_NONE                                  */
};
struct ledger_criteria_list { struct ledger_criteria *items; size_t count, room; };
CHECKED struct err *ledger_criteria_put(struct ledger *ledger, const struct ledger_criteria *edition, struct str by, struct arena *arena, int64_t *ret_id);
/* Newest first. */
CHECKED struct err *ledger_criteria_all(struct ledger *ledger, struct arena *arena, struct ledger_criteria_list *ret_list);
/* Of one that waits: agreed to, or taken back (account 0). */
CHECKED struct err *ledger_criteria_settle(struct ledger *ledger, int64_t id, int64_t account, struct str name, struct str by, int64_t at,
    struct arena *arena);
