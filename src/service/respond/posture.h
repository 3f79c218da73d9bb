/*
 * posture.h - 態勢 as the ledger stands: counts of distinct systems by what is open on them, and who should lead by the rules agreed to.
 *
 * The rules are the home's own (postures = NAME in tsukuroi.conf: H/postures/NAME.yaml) or the built-in "standard". Findings that an effective
 * decision covers do not count; a damage that is not known keeps the higher posture, and says so.
 */
#pragma once
#include "domain/posture/posture.h"
#include "service/people/actor.h"
#include "service/respond/respond.h"

struct posture_system_view { struct str system, unit, action; int64_t findings; };
struct posture_view {
	struct str      rules, rules_title;
	int32_t         since;
	struct str      agreed_by;        /* "": nobody has agreed to these rules yet            */
	int32_t         agreed_on;
	struct str      level, title;     /* "": the ordinary organisation will do               */
	struct str      lead;
	struct str_list members;
	struct str      rule;             /* as written                                          */
	bool            provisional;
	struct str_list open;             /* facts it hangs on                                   */
	int64_t         immediate, out_of_cycle, scheduled;      /* distinct systems              */
	LIST(struct posture_system_view) systems;                /* with Immediate or Out of cycle, the worst first */
};
extern const struct schema posture_view_schema;

/* Needs an account that may read open cases. */
CHECKED struct err *posture_show(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t now, struct arena *arena,
    struct posture_view *ret_view);
