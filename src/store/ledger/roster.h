/*
 * roster.h - in the ledger: who checks which source when, and the turns that came. Join the unit of work they are called in.
 */
#pragma once
#include "store/ledger/ledger.h"

struct ledger_roster {
	int64_t    id;
	struct str source;
	struct str days;              /* "business" "daily" "sun" … "sat"            */
	struct str people;            /* logins in turn, with spaces between         */
	struct str by;
	int64_t    at;
};
struct ledger_rosters { struct ledger_roster *items; size_t count; size_t room; };
CHECKED struct err *ledger_rosters(struct ledger *ledger, struct arena *arena, struct ledger_rosters *ret_rosters);
/* A new one, or in place of that source's. */
CHECKED struct err *ledger_roster_put(struct ledger *ledger, const struct ledger_roster *roster, struct arena *arena);

struct ledger_turn { int64_t roster; int32_t day; int64_t account; struct str number /* of its case */, source; };
struct ledger_turns { struct ledger_turn *items; size_t count; size_t room; };
/* One a rule and day. */
CHECKED struct err *ledger_turn_put(struct ledger *ledger, const struct ledger_turn *turn, struct arena *arena);
CHECKED struct err *ledger_turns(struct ledger *ledger, int32_t since, struct arena *arena, struct ledger_turns *ret_turns);
