/*
 * range.h - is a version in a set; and how each source's ranges become a set.
 *
 * Three answers: in, out, undecided. Undecided when the scheme has no order for a pair that matters,
 * or when the set itself says that part of its source could not be read.
 */
#pragma once
#include "base/err.h"
#include "domain/version/version.h"
#include "model/advisory.h"
#include "model/versions.h"

enum containment { RANGE_IN, RANGE_OUT, RANGE_UNDECIDED };

/* *ret_interval, where not NULL, is the interval that holds the version, or NULL when an exact one does. */
enum containment range_contains(const struct version_set *set, enum scheme scheme, struct str version,
    const struct interval **ret_interval);

/*
 * OSV (ossf/osv-schema, "Evaluation"): events of every range sorted by the scheme and folded into
 * intervals, the explicit list as exact versions. GIT ranges are undecided unless versions are listed.
 */
struct version_set range_of_osv(const struct affected *affected, enum scheme scheme, struct arena *arena);

/* CVE 5 (versions[] with lessThan, lessThanOrEqual, changes; defaultStatus for the rest). Texts such as
 * "n/a", "unspecified" or prose are undecided. *ret_scheme is what versionType calls for. */
struct version_set range_of_cve5(const struct affected *affected, struct arena *arena, enum scheme *ret_scheme);

/* A CPE match: its start and end, or the version (and update) of its criteria; "*" is all versions. */
struct version_set range_of_cpe(struct str version, struct str update, const struct interval *interval,
    struct arena *arena);

/* The lowest version above the given one that some interval names as its excluded end: "fixed in". "" if none. */
struct str range_fixed(const struct version_set *set, enum scheme scheme, struct str version);

/* ">=4.0.0,<=4.2.3|=5.1" (',' and, '|' or), "all", "none"; with "?" appended where part is undecided. */
struct str range_format(const struct version_set *set, struct arena *arena);

/* One line of VERS constraints ("vers:npm/>=1|<2", or after the slash) into a set. */
CHECKED struct err *range_of_vers(struct str text, struct arena *arena, struct version_set *ret_set,
    enum scheme *ret_scheme);
