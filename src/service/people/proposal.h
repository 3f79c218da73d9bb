/*
 * proposal.h - 二人承認: what one person proposes and another confirms before it holds.
 *
 * A proposal names its object and what is to be done by ids and words of this program, never by content, so that it can be shown to
 * whoever has to decide on it. Who confirms is never who proposed it, nor whom it gives something. It lapses by itself.
 *
 *     kind     object        detail                                  who may confirm
 *     office   account/12    +administrator                          administrator, executive, auditor; not the one it is for
 *     grant    (service/casefile)                                    whoever has RIGHT_GRANT there
 *     erase    (service/key)
 */
#pragma once
#include "service/people/actor.h"
#include "store/ledger/people.h"

enum { PROPOSAL_DAYS = 14 };

struct proposal_view { int64_t id; struct str kind, object, detail, by; int64_t at, until; struct str state; };
struct proposal_views { LIST(struct proposal_view) proposals; };
extern const struct schema proposal_views_schema;

/* What confirming one of a kind does, in the same unit of work. It asks whether this actor may; refusing asks the same with act false. */
struct proposal_kind {
	const char *name;
	void       *context;
	struct err *(*settle)(void *context, struct ledger *ledger, const struct actor *actor, const struct ledger_proposal *proposal, bool act,
	    int64_t now, struct arena *arena);
};
/* The kind of this room. */
extern const struct proposal_kind proposal_office;

/* Joins the unit of work. Its number is the answer to the person: "waits for a second person as number 4". */
CHECKED struct err *proposal_make(struct ledger *ledger, const struct actor *actor, struct str kind, struct str object, struct str detail,
    int64_t now, struct arena *arena, int64_t *ret_id);
/* Those that wait and have not lapsed; for any account. */
CHECKED struct err *proposal_list(struct ledger *ledger, const struct actor *actor, int64_t now, struct arena *arena,
    struct proposal_views *ret_views);
/*
 * ERR_FORBIDDEN to who proposed it; ERR_CONFLICT when it is settled or has lapsed; ERR_UNSUPPORTED when its kind is not among those
 * given. confirm false: refuses it.
 */
CHECKED struct err *proposal_settle(struct ledger *ledger, const struct actor *actor, int64_t id, bool confirm,
    const struct proposal_kind *const *kinds, size_t kinds_count, int64_t now, struct arena *arena, struct ledger_proposal *ret_settled);
