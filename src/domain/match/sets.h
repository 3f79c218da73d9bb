/*
 * sets.h - sets of versions as blobs of the image. Inside the room only.
 */
#pragma once
#include "domain/match/pool.h"
#include "domain/range/range.h"

/* With its versions' keys, which the scheme gives. */
void set_encode(struct version_set *set, enum scheme scheme, struct arena *arena, struct buf *out);

/* Arrays that decoded sets share, one after the other. Zeroed to begin with; grows in the arena. */
struct set_room {
	struct interval *intervals;
	size_t           intervals_room;
	struct str      *exact;
	struct str      *exact_keys;
	size_t           exact_room;    /* of both */
};

/* Valid until the next call with this room. What is broken off is undecided, never outside. */
struct version_set set_decode(struct str blob, struct set_room *room, struct arena *arena);

/* Takes out the versions named one by one that an interval holds anyway: most of OSV's lists. */
void set_reduce(struct version_set *set, enum scheme scheme);
/* A range that ends before it begins was meant otherwise: it is taken out and the set is undecided. */
void set_mend(struct version_set *set, enum scheme scheme);
/* Adds b's intervals and versions to a; undecided if either is. */
void set_join(struct version_set *a, const struct version_set *b, struct arena *arena);
/* Every version there is. */
bool set_is_all(const struct version_set *set);
