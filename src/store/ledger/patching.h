/*
 * patching.h - in the ledger: how far a product has been mended over the hosts it stands on.
 */
#pragma once
#include "store/ledger/ledger.h"

/* Of these hosts: a finding stands as affected (left); cannot be told: undecided, version not known, or not assessed since it was installed. */
struct ledger_patching_row { struct str system, unit; int64_t hosts, left, unknown; };
struct ledger_patching { struct ledger_patching_row *items; size_t count; size_t room; };
struct ledger_patching_target { struct str target; enum ledger_remedy_kind kind; int64_t findings; };
struct ledger_patching_targets { struct ledger_patching_target *items; size_t count; size_t room; };
/* By system; products of that identity, or of that name whoever makes them. None: the ledger has no such product installed. */
CHECKED struct err *ledger_patching(struct ledger *ledger, struct str identity, struct str name, struct arena *arena,
    struct ledger_patching *ret_rows);
/* What its open findings are mended by, the most findings first. */
CHECKED struct err *ledger_patching_targets(struct ledger *ledger, struct str identity, struct str name, struct arena *arena,
    struct ledger_patching_targets *ret_targets);
