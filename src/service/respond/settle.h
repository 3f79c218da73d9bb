/*
 * settle.h - what a move of a case settles about findings: its decision goes into the ledger, or those that came of the case end.
 */
#pragma once
#include "service/respond/respond.h"

/*
 * case_hooks.moved, in the move's unit of work; needs no context. A decision for each open finding the case is about, of the words of the case's
 * fields; those of the case before end with it. Without a field for who answers for it that is who made the move; without one for its last day
 * it is LIMIT_DECISION_DAYS ahead. ERR_USAGE where the day is past, or further ahead than that.
 */
CHECKED struct err *respond_moved(void *context, struct case_now *now, size_t move, const struct actor *actor, int64_t at, struct arena *arena);
/*
 * case_hooks.filled; needs no context. The field "conditions" (met, not_met, unknown) of an open case says whether the conditions are met under
 * which its weaknesses show: that is the ledger's fact about each system from then on, in the name of who said it. Next assessed with it.
 */
CHECKED struct err *respond_filled(void *context, struct case_now *now, size_t field, const struct actor *actor, int64_t at, struct arena *arena);
