/*
 * standing.h - inside this room: how it stands with each system, kept. Open findings that are alike are a row of `standing` with their number;
 * whoever changes findings, what covers them, or whether a weakness is in KEV says which systems that touched, and their rows are gathered anew in
 * the same unit of work. So are the crossings of an assessment counted (`flow`). What depends on the clock (past its day; a decision in force) is left to the question.
 */
#pragma once
#include "base/map.h"
#include "store/ledger/db.h"
#include "store/ledger/decision.h"

/* Crossings of an assessment by their kinds. */
enum { FLOW_KINDS = 2 * 2 * 4 * 4 * 5 * 5 };
struct flow_counts { int64_t events[FLOW_KINDS]; };
struct flow_kind { bool opened, closed; enum ledger_verdict verdict_before, verdict; enum ledger_action action_before, action; };
void flow_count(struct flow_counts *counts, const struct flow_kind *kind);

struct standing_touched { struct map seen; LIST(int64_t) systems; };
void standing_touch(struct standing_touched *touched, int64_t system, struct arena *arena);
/* Every system that the vulnerability is open on. */
CHECKED struct err *standing_touch_vulnerability(struct ledger *ledger, struct standing_touched *touched, int64_t vulnerability, struct arena *arena);

/* These systems anew. In the unit of work it is called in. */
CHECKED struct err *standing_gather(struct ledger *ledger, const struct standing_touched *touched, int64_t at, struct arena *arena);
/* The same, and what crossed in this assessment. Its events are written already. */
CHECKED struct err *standing_assessed(struct ledger *ledger, const struct standing_touched *touched, const struct flow_counts *counts,
    int64_t assessment, int64_t at, struct arena *arena);
/* What a decision was applied to: the systems of findings about that vulnerability, narrowed by product and system (0: any). */
CHECKED struct err *standing_decided(struct ledger *ledger, const struct ledger_decision *decision, struct arena *arena);

/* Before rows are read: a ledger of an older release is gathered as a whole. */
CHECKED struct err *standing_ready(struct ledger *ledger, struct arena *arena);
