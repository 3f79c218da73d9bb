/*
 * proposals.h - what waits for a second person, of every kind, in words; and settled by one call: offices, grants in cases, keys to destroy.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/people/proposal.h"

/* "sato (佐藤 花) is given the office: Administrator". What a grant opens is for those who see its case: here its number and rights only. */
CHECKED struct err *proposal_words(struct ledger *ledger, const struct proposal_view *view, enum lang lang, struct arena *arena, struct str *ret_words);

struct proposal_settled {
	struct ledger_proposal proposal;
	bool                   erased;      /* a key was destroyed                                               */
	struct str             left_in;     /* and this file of the database still holds its wrapped form; ""    */
};
/* Errors as proposal_settle. Not inside a unit of work. */
CHECKED struct err *proposal_settle_any(const struct case_desk *desk, const struct actor *actor, int64_t id, bool confirm, int64_t now,
    struct arena *arena, struct proposal_settled *ret_settled);
