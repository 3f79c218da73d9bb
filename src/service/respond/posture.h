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
#include "store/ledger/report.h"

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
/* The same, of what was counted already: every system, every cell. */
CHECKED struct err *posture_of(const struct home *home, const struct actor *actor, const struct ledger_standings *standings,
    const struct ledger_cells *cells, struct arena *arena, struct posture_view *ret_view);

/*
 * What is proposed, as a case of the playbook "posture": level, grounds and members filled in, about the systems with Immediate or Out of cycle;
 * the executive agrees to it there. For security staff. ERR_CONFLICT: nothing is proposed, or a posture is open already.
 */
struct posture_order { struct str leader; /* login; "" nobody named yet */ int32_t review_on; };
enum { POSTURE_REVIEW_DAYS = 7 };      /* looked at again after a week, unless somebody says when */
CHECKED struct err *posture_open(const struct respond_desk *desk, const struct actor *actor, const struct posture_order *order, int64_t now,
    struct arena *arena, struct str *ret_number);
