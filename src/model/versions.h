/*
 * versions.h - a set of versions, as every source's ranges become one: intervals between cuts, and
 * versions named one by one.
 *
 *     >= 4.0.0, < 4.0.7        lower BEFORE 4.0.0    upper BEFORE 4.0.7
 *     <= 5.7.22                lower NONE            upper AFTER 5.7.22
 *     > 1.2                    lower AFTER 1.2
 *     4.x                      lower BEFORE 4        upper AFTER_PREFIX 4
 *     ~> 2.1 (RubyGems)        lower BEFORE 2.1      upper BEFORE_RELEASE 3
 *     > 1.0 (Python)           lower AFTER_RELEASE 1.0
 *
 * A cut lies between versions: just before one, just after it, after everything that begins with it; or, where
 * the version is a release (numbers alone), before or after the whole of it with its pre-releases, post-releases
 * and labels: 3.a.1, 3.rc, 3 and 3.0 are of the release 3, and 1.0.post1 and 1.0+x of 1.0. Ecosystems whose rules
 * need no more say it with plain cuts: npm's "^1.2.3" ends BEFORE 2.0.0-0, Python's "==1.0" BEFORE 1.0.post0.dev0.
 * The scheme that orders them stands beside the set (domain/version, domain/range).
 */
#pragma once
#include "model/schema.h"

enum side { CUT_NONE, CUT_BEFORE, CUT_AFTER, CUT_AFTER_PREFIX, CUT_BEFORE_RELEASE, CUT_AFTER_RELEASE };

struct cut {
	enum side  side;
	struct str version;    /* empty with CUT_NONE                                             */
	struct str key;        /* the version as bytes in its scheme's order, where that was worked
	                          out (domain/range, range_write_keys); else empty                */
};

struct interval {
	struct cut lower;
	struct cut upper;
	bool       releases_only;   /* pre-releases inside are not meant (npm, Cargo, NuGet's 1.*); those
	                                 that are stand in an interval of their own              */
};

struct version_set {
	LIST(struct interval) intervals;   /* in it, if in any of these                          */
	struct str_list       exact;       /* or equal to any of these                           */
	bool                  undecided;   /* part of the source was not readable: a version that
	                                      is in nothing above is undecided, never outside    */
	struct str            text;        /* the source's own words, for the grounds            */
	struct str_list       exact_keys;  /* as the cuts' keys: one for each of exact, or none  */
};

extern const struct schema interval_schema;
extern const struct schema version_set_schema;
