/*
 * range.h - the handle of a range, for whoever makes one; private to this room.
 */
#pragma once
#include "domain/range/range.h"
#include "face/lib/call.h"

struct tsukuroi_range {
	struct pool        memory;      /* holds all of it, itself included                                  */
	enum scheme        scheme;
	struct version_set set;
	bool               has_open;    /* then only versions in `open` are undecided, not those set.undecided */
	struct version_set open;        /* would leave so: what JVN's rows leave between two branches         */
};

/* A copy of the sets that needs no context; open may be NULL. */
struct tsukuroi_range *range_keep(struct tsukuroi *t, enum scheme scheme, const struct version_set *set,
    const struct version_set *open);
