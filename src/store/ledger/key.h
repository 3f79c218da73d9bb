/*
 * key.h - the keys of cases as the ledger keeps them: wrapped by a master key that only the key holder has.
 *
 * One key per case and compartment. An erased one leaves a row without its key, so that what was sealed with it is known to be gone rather
 * than lost. The ledger also says by which master new keys are wrapped: a node whose key holder has an older one may not make any.
 *
 * Who makes a key, erases one or ends a rotation first takes ledger_key_turn in the same unit of work: they follow each other.
 */
#pragma once
#include "store/ledger/ledger.h"

struct ledger_key {
	int64_t    casefile;
	struct str compartment;
	struct str master;        /* fingerprint; "" when erased */
	struct str wrapped;       /* hex; "" when erased         */
	int64_t    made_at, erased_at;
};
struct ledger_keys { LIST(struct ledger_key) keys; };

CHECKED struct err *ledger_key_turn(struct ledger *ledger, struct arena *arena);
/* False when there is none; an erased one is there. casefile 0: of no case, the organisation's own. */
CHECKED struct err *ledger_key_find(struct ledger *ledger, int64_t casefile, struct str compartment, struct arena *arena, bool *ret_there,
    struct ledger_key *ret_key);
CHECKED struct err *ledger_key_add(struct ledger *ledger, const struct ledger_key *key, struct arena *arena);
/* The same key under another master. */
CHECKED struct err *ledger_key_rewrap(struct ledger *ledger, const struct ledger_key *key, struct arena *arena);
CHECKED struct err *ledger_key_erase(struct ledger *ledger, int64_t casefile, struct str compartment, int64_t at, struct arena *arena);
/* Every organisation of this ledger, by id: whoever ends a rotation asks for all of them. */
struct ledger_orgs { int64_t *items; size_t count, room; };
CHECKED struct err *ledger_orgs(struct ledger *ledger, struct arena *arena, struct ledger_orgs *ret_orgs);
/* At most `most` that are wrapped by another master than this one, in their order. */
CHECKED struct err *ledger_keys_of_others(struct ledger *ledger, struct str master, int64_t most, struct arena *arena, struct ledger_keys *ret_keys);

struct ledger_key_counts { int64_t keys, erased, others; };   /* others: under another master than this one */
CHECKED struct err *ledger_key_count(struct ledger *ledger, struct str master, struct arena *arena, struct ledger_key_counts *ret_counts);

/* The fingerprint of the master that wraps new keys; "" when none was ever used. */
CHECKED struct err *ledger_master(struct ledger *ledger, struct arena *arena, struct str *ret_master);
CHECKED struct err *ledger_master_set(struct ledger *ledger, struct str master, int64_t at, struct arena *arena);

/*
 * Sees to it that bytes which were deleted cannot be found in the database's own files any more: its log is emptied, and the file written anew when
 * they are still in it. *ret_where names the first file in which they still stand, "" when none; PostgreSQL's own log is out of our reach. Not
 * inside a unit of work.
 */
CHECKED struct err *ledger_scrub(struct ledger *ledger, struct str bytes, struct arena *arena, struct str *ret_where);
