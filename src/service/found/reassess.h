/*
 * reassess.h - judging everything anew from a page: what an assessment does, and what cases make of it. A ledger that takes long is judged by the running
 * home, within seconds of the answer; until then pages say so.
 */
#pragma once
#include "service/home.h"
#include "service/people/actor.h"

/* Software items above which an answer is not judged with while its page is waited for. */
enum { REASSESS_AT_ONCE = 20000 };

/*
 * For security staff, operators, owners (whose answers settle questions) and administrators. at_once: REASSESS_AT_ONCE, or another in tests. *ret_later:
 * it is asked for, and done by reassess_due. In a home whose clock is given it is always done at once.
 */
CHECKED struct err *reassess(const struct home *home, const struct actor *actor, int64_t at_once, enum lang lang, int64_t now, struct arena *arena,
    bool *ret_later);
/* What was asked for, if anything was: by one process at a time, in the name of who asked last. What fails is tried again after some minutes. */
CHECKED struct err *reassess_due(const struct home *home, struct ledger *ledger, struct str owner, struct arena *arena);
