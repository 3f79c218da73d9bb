/*
 * cut.h - where a cut stands, beside a version and beside another cut; private to this room.
 */
#pragma once
#include "domain/range/range.h"

/* The numbers at a version's head, with an epoch "1!" before them: what a release and all that belongs to it share. */
struct str release_of(struct str version);

/* Is the version above (below) the cut? Everything is above and below CUT_NONE; undecided where there is no order. */
enum containment is_above(const struct cut *cut, const struct probe *probe);
enum containment is_below(const struct cut *cut, const struct probe *probe);
/* The version beside the one that is asked about, by their keys where both have one. */
enum order probe_order(const struct probe *probe, struct str version, struct str key);

/* Which of two cuts is further down the line. Neither is CUT_NONE. */
enum order cut_compare(enum scheme scheme, const struct cut *a, const struct cut *b);

/*
 * What two intervals share. EMPTY also where the ends have crossed, though they may not be the same point; UNKNOWN,
 * with *ret_interval untouched, when the ends have no order.
 */
enum meeting { MEETING_EMPTY, MEETING_SOME, MEETING_UNKNOWN };
enum meeting interval_meet(enum scheme scheme, const struct interval *a, const struct interval *b, struct interval *ret_interval);

/* The interval that holds one version alone. */
struct interval interval_of_version(struct str version);
