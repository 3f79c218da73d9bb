/*
 * reassess.h - judging everything anew from a page: what an assessment does, and what cases make of it.
 */
#pragma once
#include "service/home.h"
#include "service/people/actor.h"

/* For security staff, operators, owners (whose answers settle questions) and administrators. */
CHECKED struct err *reassess(const struct home *home, const struct actor *actor, enum lang lang, int64_t now, struct arena *arena);
