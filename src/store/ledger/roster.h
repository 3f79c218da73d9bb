/*
 * roster.h - in the ledger: who checks which source when, and the turns that came, or should have. Join the unit of work they are called in.
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
	int32_t    begins;            /* turns are due from this day on; DAY_NONE: from the day of `at` */
};
struct ledger_rosters { struct ledger_roster *items; size_t count; size_t room; };
/* Those in force. */
CHECKED struct err *ledger_rosters(struct ledger *ledger, struct arena *arena, struct ledger_rosters *ret_rosters);
/* A new one, or in place of that source's, whose number and first day stay. */
CHECKED struct err *ledger_roster_put(struct ledger *ledger, const struct ledger_roster *roster, struct arena *arena, int64_t *ret_id);
/* In force no longer; its turns stay. */
CHECKED struct err *ledger_roster_end(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);

/* number: of its case; "": a day on which the program was off, so that nobody (account 0) had the turn. */
struct ledger_turn { int64_t roster; int32_t day; int64_t account; struct str number, source; };
struct ledger_turns { struct ledger_turn *items; size_t count; size_t room; };
/* One a rule and day. */
CHECKED struct err *ledger_turn_put(struct ledger *ledger, const struct ledger_turn *turn, struct arena *arena);
CHECKED struct err *ledger_turns(struct ledger *ledger, int32_t since, struct arena *arena, struct ledger_turns *ret_turns);
