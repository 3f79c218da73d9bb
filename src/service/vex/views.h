/*
 * views.h - inside VEX: documents and what they do here, as people are shown them.
 */
#pragma once
#include "service/vex/plan.h"

struct vex_document_view vex_document_face(const struct ledger_vex_document *document);

/* How many findings of each effect, and the first of them in words: what changes, then conflicts, then the rest. */
struct vex_tally {
	int64_t counts[VEX_EFFECTS];
	LIST(struct vex_effect_view) effects;
};
struct vex_tally vex_tally_of(const struct vex_plan *plan, const struct ledger_vex_statement *statements, enum lang lang, struct arena *arena);
