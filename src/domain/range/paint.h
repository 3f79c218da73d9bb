/*
 * paint.h - sets painted from rows of which the first that covers a version decides;
 * private to this room.
 */
#pragma once
#include "domain/range/cut.h"

struct point {
	struct cut cut;
	size_t     owner;    /* the caller's own number */
};

/* Sorts, keeping the order of equals. False, and nothing promised, when a pair has no order. */
bool points_sort(enum scheme scheme, struct point *points, size_t count, struct arena *arena);

struct stroke {
	struct interval      over;
	struct cut           floor;     /* nothing below it is covered either, unless CUT_NONE */
	enum affected_status status;
};
struct strokes {
	LIST(struct stroke) list;
};

/*
 * Adds to *set what the strokes say: where several cover a version the first one counts, and `otherwise`
 * where none does. What is AFFECTED_UNKNOWN makes the set undecided. False, with the set untouched, when
 * the strokes' ends have no order.
 */
bool strokes_paint(const struct stroke *strokes, size_t count, enum affected_status otherwise, enum scheme scheme,
    struct arena *arena, struct version_set *set);
