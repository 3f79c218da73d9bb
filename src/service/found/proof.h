/*
 * proof.h - 「該当なし」 as proof: what was held against which knowledge, when, system by system.
 *
 * Not affected is said of a system only when its composition is registered, every item of it was judged, none is affected or undecided, and the
 * sources of vulnerabilities are as they should be. Everything else is 判定不能, with the reason; silence proves nothing.
 */
#pragma once
#include "service/people/actor.h"
#include "service/why.h"

struct proof_system {
	struct str   name, unit;
	enum verdict verdict;
	struct str   why;
	int64_t      items, judged, named;
};
struct proof_view {
	struct str                vulnerability, by, generation;
	int64_t                   at;
	enum verdict              verdict;       /* of all systems together                     */
	int64_t                   affected, unknown, not_affected;
	LIST(struct proof_system) systems;
	LIST(struct source_view)  sources;
	bool                      proves;        /* not affected, everywhere                    */
};
extern const struct schema proof_schema;
/* ERR_NOT_FOUND: the knowledge base does not know it, so nothing can be proved. */
CHECKED struct err *proof_of(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str vulnerability, int64_t now,
    enum lang lang, struct arena *arena, struct proof_view *ret_view);
