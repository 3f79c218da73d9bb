/*
 * versions.h - a set of versions, as every source's ranges become one: intervals between cuts, and
 * versions named one by one.
 *
 *     >= 4.0.0, < 4.0.7        lower BEFORE 4.0.0    upper BEFORE 4.0.7
 *     <= 5.7.22                lower NONE            upper AFTER 5.7.22
 *     > 1.2                    lower AFTER 1.2
 *     4.x                      lower BEFORE 4        upper AFTER_PREFIX 4
 *
 * A cut lies between versions, just before one, just after it, or after everything that begins with
 * it. The scheme that orders them stands beside the set (domain/version, domain/range).
 */
#pragma once
#include "model/schema.h"

enum side { CUT_NONE, CUT_BEFORE, CUT_AFTER, CUT_AFTER_PREFIX };

struct cut {
	enum side  side;
	struct str version;    /* empty with CUT_NONE */
};

struct interval {
	struct cut lower;
	struct cut upper;
	bool       releases_only;   /* pre-releases inside are not meant (npm, pep440) */
};

struct version_set {
	LIST(struct interval) intervals;   /* in it, if in any of these                          */
	struct str_list       exact;       /* or equal to any of these                           */
	bool                  undecided;   /* part of the source was not readable: a version that
	                                      is in nothing above is undecided, never outside    */
	struct str            text;        /* the source's own words, for the grounds            */
};

extern const struct schema interval_schema;
extern const struct schema version_set_schema;
