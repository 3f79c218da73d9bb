/*
 * timekeeping.h - may the clock be trusted? What is held back until an instant is released late rather than early.
 *
 * A node keeps in the ledger what its clocks last said. When it looks again, wall clock and monotonic clock (which runs while the machine
 * sleeps, and begins anew with every start) must have gone on alike:
 *
 *     trusted        they did, within TRUST_BOUND and one part in TRUST_DRIFT of the time between
 *     jumped         the wall clock is further on than the monotonic one says
 *     stepped back   … or behind it, or behind what it said before
 *     restarted      another start of the machine: nothing says how long it was off
 *
 * Anything but trusted stays until a person has looked and said so (`job trust`). Reminders go on meanwhile; only what a guard
 * holds until an instant waits. (Design §9; guide 003 4.2: nothing before the agreed day.)
 */
#pragma once
#include "base/clock.h"
#include "model/schema.h"

enum trust { TRUST_TRUSTED, TRUST_JUMPED, TRUST_STEPPED_BACK, TRUST_RESTARTED };
extern const struct enum_names trust_names;       /* "trusted" "jumped" "stepped_back" "restarted" */

#define TRUST_BOUND (60 * INSTANT_SECOND)         /* a clock that is set by the network moves by less  */
#define TRUST_DRIFT 10000                         /* 100 ppm: what an ordinary clock may be off        */

struct time_reading {
	int64_t    wall;       /* the clock that rules due times                   */
	int64_t    ticks;      /* microseconds since the machine was started       */
	struct str boot;       /* which start: the system's own id of it; empty: told by the counter alone */
};

/* What the clocks say now, held to what they said last. A first reading has nothing to be held to: it is trusted. */
enum trust trust_judge(const struct time_reading *last, const struct time_reading *now);
/* By how much the wall clock is ahead of (or, negative, behind) what the monotonic one says; 0 after a restart. */
int64_t trust_offset(const struct time_reading *last, const struct time_reading *now);
/* Of what was known and what is seen now: distrust stays. */
enum trust trust_worse(enum trust known, enum trust seen);
/* A sentence of the catalogue. */
const char *trust_text(enum trust trust);
