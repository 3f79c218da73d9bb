/*
 * plan.h - inside VEX: a document's statements held against what is open, and the decisions that follow.
 */
#pragma once
#include "base/map.h"
#include "service/vex/in.h"
#include "service/vex/product.h"

/* One finding that a statement speaks of. */
struct vex_touch {
	struct ledger_vex_finding row;         /* of one of its software items           */
	size_t                    statement;   /* place among the statements             */
	size_t                    items, spoken;    /* of its software items, and those that the document speaks of in one sense */
	bool                      mixed;       /* … in several senses: the most cautious counts */
	enum vex_status           status;
	enum vex_effect           effect;
};
struct vex_plan {
	LIST(struct vex_touch)      touches;    /* a finding once                         */
	LIST(struct ledger_vex_made) wanted;    /* decisions that ought to stand on it    */
	struct map                  spoken;     /* statement's place to how many findings */
};
struct vex_planning {
	struct ledger                     *ledger;
	const struct ledger_vex_statement *statements;
	size_t                             count;
	enum ledger_vex_word               word;
	const struct ledger_vex_decisions *standing;     /* of this document or the edition it replaces */
	struct str                         author;
	struct str                         owner, reason;
	int64_t                            account;      /* of the owner; 0: nobody's                       */
	int64_t                            said_at, now, expires_at;
	enum lang                          lang;
};
CHECKED struct err *vex_plan(const struct vex_planning *planning, struct arena *arena, struct vex_plan *ret_plan);
/* Justification and words of a statement. */
struct str vex_ground(const struct ledger_vex_statement *statement, enum lang lang, struct arena *arena);
/* How many findings the statement at that place speaks of. */
int64_t vex_spoken(const struct vex_plan *plan, size_t place);
