/*
 * range.h - is a version in a set; and how each source's ranges become a set.
 *
 * Three answers: in, out, undecided. Undecided when the scheme has no order for a pair that matters,
 * or when the set itself says that part of its source could not be read. Hard examples, one a line:
 * range.cases.
 */
#pragma once
#include "base/err.h"
#include "domain/version/version.h"
#include "model/advisory.h"
#include "model/versions.h"

enum containment { RANGE_IN, RANGE_OUT, RANGE_UNDECIDED };

/*
 * *ret_interval, where not NULL, is the interval that holds the version, or NULL when an exact one does. An
 * exact version holds by the scheme's own equality (1.0 = 1.0.0 where that is so).
 */
enum containment range_contains(const struct version_set *set, enum scheme scheme, struct str version,
    const struct interval **ret_interval);

/*
 * The same for a version that many sets are asked about: its key is made once, and meets the keys of a set that has
 * some by memcmp. Where either has none the texts are compared; the answer never depends on it.
 */
struct probe {
	enum scheme        scheme;
	struct str         version;
	struct version_key key;
	bool               has_key;     /* a whole one */
};
struct probe range_probe(enum scheme scheme, struct str version);
enum containment range_holds(const struct version_set *set, const struct probe *probe, const struct interval **ret_interval);
/* Makes the keys of the set's cuts and single versions, in the arena. */
void range_write_keys(struct version_set *set, enum scheme scheme, struct arena *arena);

/*
 * OSV (ossf/osv-schema, "Evaluation"): events of every range sorted by the scheme and folded into
 * intervals, the explicit list as exact versions. GIT ranges, and ranges whose events have no order, are
 * undecided unless versions are listed.
 */
struct version_set range_of_osv(const struct affected *affected, enum scheme scheme, struct arena *arena);

/*
 * CVE 5 (versions[] with lessThan, lessThanOrEqual, changes; defaultStatus for the rest; the first row that
 * covers a version decides). Texts such as "n/a", "unspecified" or prose, and commits, are undecided; set.text
 * keeps the words that were not read. "*" and "all versions" are everything, ">= 1.0, < 1.2" and
 * "1.0, 1.1" are read. defaultStatus "unknown" (also: not stated) leaves other versions undecided where rows
 * only name single versions; where an affected row has an upper bound, what no row names is out.
 * *ret_scheme is what versionType calls for, NONE where all rows are commits. Where the rows' versions are not of that kind, or
 * rows differ or name none, it is `own`: the order that the product's maker keeps, GENERIC where none is known.
 */
struct version_set range_of_cve5(const struct affected *affected, enum scheme own, struct arena *arena, enum scheme *ret_scheme);

/*
 * A CPE match: its start and end, or the version (and update) of its criteria, unquoted. "*" and "" are all
 * versions; "-" (not applicable) and other wildcards than a last ".*" are undecided. An update joins the
 * version as "1.0-rc1", a single letter as "1.0.1f"; update "*" or "-" is the version alone. interval may be NULL.
 */
struct version_set range_of_cpe(struct str version, struct str update, const struct interval *interval,
    struct arena *arena);

/*
 * What is in `set` and not in `without`, as intervals and single versions that neither touch nor overlap, each kind in
 * ascending order; text and undecided are the set's. False, and *ret_simple is untouched, when ends have no order or
 * an interval holds releases only.
 */
bool range_simplify(const struct version_set *set, const struct version_set *without, enum scheme scheme, struct arena *arena,
    struct version_set *ret_simple);

/* The lowest version above the given one that some interval names as its excluded end: "fixed in". "" if none. */
struct str range_fixed(const struct version_set *set, enum scheme scheme, struct str version);

/*
 * ">=4.0.0,<=4.2.3|=5.1" (',' and, '|' or; "=4.2.*" and "<=4.2.*" for what begins so; ">1.0~" for the release 1.0 and all that
 * belongs to it; "release" for no pre-releases), "all", "none"; with "?" appended where part is undecided, and "?" alone where
 * nothing could be read.
 */
struct str range_format(const struct version_set *set, struct arena *arena);

/*
 * One line of VERS constraints ("vers:npm/>=1|<2", or after the slash, then GENERIC) into a set. ERR_FORMAT
 * for what the specification calls invalid. A type without an order we know keeps its plain versions and is
 * otherwise undecided.
 */
CHECKED struct err *range_of_vers(struct str text, struct arena *arena, struct version_set *ret_set,
    enum scheme *ret_scheme);

/*
 * A range as the scheme's ecosystem writes it: npm's "^1.2.3 || >=2", Python's "~=1.4.2, !=1.4.5", Maven's "[1.0,2.0)", RubyGems'
 * "~> 2.1", NuGet's "1.*", Cargo's "1.2", Composer's "^1.2", Pub's
 * "^1.2.3". The grammar stands at the head of each range_*.c, with its source. Schemes
 * without a syntax of their own take range_format's form and ">= 1.0, < 2.0" (range_plain.c). Every scheme takes VERS of its own
 * types, and VERS constraints without "vers:" and type where a single "|" tells them (">=1.0|<2.0"). ERR_FORMAT names the
 * character at which a text is none of these; ERR_LIMIT beyond LIMIT_RANGE_TEXT bytes. The set is of versions of the scheme, points
 * into text, and has text as its words.
 */
CHECKED struct err *range_of_native(enum scheme scheme, struct str text, struct arena *arena, struct version_set *ret_set);

/*
 * In either, in both, in neither. For versions of the scheme and sets of which nothing is undecided these are or, and, not of
 * range_contains; elsewhere, and for the complement of releases_only intervals, an answer may be undecided that and, or, not
 * could give, but none is another.
 */
struct version_set range_unite(const struct version_set *a, const struct version_set *b, struct arena *arena);
struct version_set range_intersect(const struct version_set *a, const struct version_set *b, enum scheme scheme, struct arena *arena);
struct version_set range_complement(const struct version_set *set, enum scheme scheme, struct arena *arena);
