/*
 * timeline.h - what everybody writes into a case: an entry of its timeline, its contents sealed as the case is.
 *
 * Called in the unit of work of the change it tells of. The contents of entry N are made for place "entry/N/was" and "entry/N/became".
 */
#pragma once
#include "service/key/vault.h"
#include "store/ledger/casefile.h"

struct timeline_entry {
	int64_t         casefile;
	bool            sealed;          /* as the case has it                                              */
	int64_t         who;             /* account; 0 the program                                          */
	int64_t         at;
	enum entry_verb verb;
	struct str      object;          /* "applies", "mend/12", "12": id only, never content              */
	struct str      compartment;     /* of the playbook; the entry exists for those only who see it     */
	struct str      was, became;     /* content; empty: none                                            */
	int64_t         thread;          /* of a message                                                    */
};
/* *ret_number: the entry's, and the revision of the case from here on. ERR_LOCKED without key holder, in a sealed case. */
CHECKED struct err *timeline_put(struct ledger *ledger, struct vault *vault, const struct timeline_entry *entry, struct arena *arena,
    int64_t *ret_number);

/* A content as it is kept in that case, and back: plain in an open case, also without a vault. */
CHECKED struct err *content_seal(struct vault *vault, bool sealed, const struct place *place, struct str content, struct arena *arena,
    struct str *ret_blob);
CHECKED struct err *content_read(struct vault *vault, const struct place *place, struct str blob, struct arena *arena, struct str *ret_content);
