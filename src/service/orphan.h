/*
 * orphan.h - 担当不在の一覧: systems that nobody answers for any more, sources that fell silent, and systems of which nobody has confirmed
 * what they run (「構成を把握している担当者がいなくなって」「属人化」).
 */
#pragma once
#include "service/home.h"

enum orphan_kind {
	ORPHAN_NO_OWNER,            /* nobody is named                                        */
	ORPHAN_OWNER_LEFT,          /* who is named has left (ledger person left)             */
	ORPHAN_CONTRACTOR_ENDED,    /* the contractor's contract has ended                    */
	ORPHAN_NO_COMPOSITION,      /* no product is registered                               */
	ORPHAN_NO_CONFIRMED,        /* products are, and none of them has a confirmed name    */
	ORPHAN_SILENT,              /* a source that spoke before has not for too long        */
	ORPHAN_SITE_OVER,           /* a site past its day, not said to be down               */
	ORPHAN_KIND_COUNT,
};
extern const struct enum_names orphan_kind_names;     /* "no_owner" "owner_left" …    */
const char *orphan_kind_text(enum orphan_kind kind);  /* key of the catalogue          */

struct orphan_view {
	struct str kind;
	struct str system;
	struct str who;             /* the person, contractor, or host                      */
	struct str detail;          /* the source that is silent; who takes the site down   */
	int32_t    since;           /* left, ended, last seen; DAY_NONE                     */
};
struct orphan_views { LIST(struct orphan_view) orphans; };
extern const struct schema orphan_views_schema;

/*
 * silent_days: how long a source may be silent; 0: by its kind (an agent's list or SBOM 45 days, Windows collected by hand 100, a
 * sheet a year).
 */
CHECKED struct err *orphan_list(const struct home *home, int64_t silent_days, int64_t now, struct arena *arena, struct orphan_views *ret_views);
