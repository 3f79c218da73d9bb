/*
 * criteria.h - in the ledger: editions of what executives agree to (the criteria, own tables of SSVC), who proposed each and who agreed to it.
 *
 * An edition's text never changes and no edition is deleted: it is agreed to or taken back once. All nodes of a home read the same.
 */
#pragma once
#include "store/ledger/ledger.h"

#define EDITION_CRITERIA STR("criteria")     /* kinds: the criteria            */
#define EDITION_SSVC     STR("ssvc")         /* the table of who applies patches */

struct ledger_criteria {
	int64_t    id;
	struct str kind;
	int32_t    since;             /* the day it is in force from, once agreed                */
	struct str text;              /* YAML                                                    */
	struct str digest;            /* its SHA-256; "" of one that was proposed before these were kept */
	struct str reason;
	int64_t    proposed_by;       /* account; 0: taken over from a file of an older home     */
	struct str proposed_name;
	int64_t    proposed_at;
	int64_t    agreed_by;         /* 0: nobody yet, or taken over                            */
	struct str agreed_name;
	int64_t    agreed_at, withdrawn_at;      /* INSTANT_NONE                                  */
};
struct ledger_criteria_list { struct ledger_criteria *items; size_t count, room; };
/* agreed_at is written as given: INSTANT_NONE of one that is proposed. */
CHECKED struct err *ledger_criteria_put(struct ledger *ledger, const struct ledger_criteria *edition, struct str by, struct arena *arena, int64_t *ret_id);
/* Newest first. */
CHECKED struct err *ledger_criteria_all(struct ledger *ledger, struct str kind, struct arena *arena, struct ledger_criteria_list *ret_list);
/* ERR_NOT_FOUND. */
CHECKED struct err *ledger_criteria_get(struct ledger *ledger, struct str kind, int64_t id, struct arena *arena, struct ledger_criteria *ret_edition);
/* The newest agreed one that is in force on that day; *ret_found is false where there is none. */
CHECKED struct err *ledger_criteria_in_force(struct ledger *ledger, struct str kind, int32_t day, struct arena *arena, struct ledger_criteria *ret_edition,
    bool *ret_found);
/* Of one that waits: agreed to, or taken back (account 0). ERR_CONFLICT: it does not wait any more. */
CHECKED struct err *ledger_criteria_settle(struct ledger *ledger, const struct ledger_criteria *edition, int64_t account, struct str name, struct str by,
    int64_t at, struct arena *arena);

/* A draft: kept for 30 days, found by kind and digest. */
struct ledger_draft { struct str text, reason; int32_t since; };
CHECKED struct err *ledger_draft_put(struct ledger *ledger, struct str kind, struct str digest, const struct ledger_draft *draft, struct str by, int64_t at,
    struct arena *arena);
CHECKED struct err *ledger_draft_find(struct ledger *ledger, struct str kind, struct str digest, struct arena *arena, struct ledger_draft *ret_draft,
    bool *ret_found);
