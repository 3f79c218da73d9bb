/*
 * jvnprose.h - the version sentences of JVN and JVN iPedia, read into sets of versions.
 *
 *     「3.1.0 から 3.1.28-2」         >=3.1.0, <=3.1.28-2
 *     「Ver.1.4.2より前のバージョン（CVE-2025-0354）」   <1.4.2, for that CVE alone
 *     「4.4.4 未満の 4.x」            >=4, <4.4.4
 *     「for Windows 5.8 (Build 1575) 未満」   undecided: a build is no version
 *
 * The grammar is published in doc/jvn-version-grammar.md. What it cannot read is undecided and keeps its
 * words; it is never taken to match everything, nor nothing. The sets are of the generic scheme.
 */
#pragma once
#include "base/vec.h"
#include "model/versions.h"

enum jvn_kind {
	JVN_RANGE,        /* intervals or versions named; set.undecided when only in part: 「6」 is 6,
	                     and whether it means 6.0.2900 too is not said                          */
	JVN_ALL,          /* the source says: every version                                     */
	JVN_NO_VERSION,   /* the source names no version (「Enterprise」, an empty row, no rows) */
	JVN_UNDECIDED,    /* it says something that cannot be read                              */
};
extern const struct enum_names jvn_kind_names;   /* "range", "all", "no_version", "undecided" */

/*
 * One row's meaning. JVN_ALL is one interval without ends; JVN_NO_VERSION and JVN_UNDECIDED are empty sets with
 * `undecided` set, so that a caller who looks at the set alone is never wrong.
 *
 * A version outside every part of its scope is not affected only if no part of that scope is undecided (for it: see between).
 * Inside a part with an edition or a platform, it is affected only where these are known to be the installed one's.
 */
struct jvn_part {
	enum jvn_kind      kind;
	struct version_set set;         /* set.text is the row as published                        */
	struct version_set between;     /* where it has intervals, only versions in these are undecided, also where
	                                   `set` holds them, and set.undecided may be overlooked; empty: set.undecided is all there is */
	struct str_list    cves;        /* it holds for these alone, "CVE-2025-0354"; empty: for all */
	struct str         edition;     /* 「Free version」「for Windows」「MySQL version」; "" for all */
	struct str         platform;    /* 「Mac OS X および Linux」「x64-based Systems」; "" for all  */
	bool               firmware;    /* the row says firmware                                   */
};

struct jvn_reading {
	LIST(struct jvn_part) parts;    /* in the order of the rows; one row gives one part         */
	size_t                read;     /* rows that became a range or all                          */
	size_t                partly;   /* of these, rows that leave some versions undecided        */
	size_t                open;     /* rows that did not: no version, or not readable           */
};

/*
 * Reads ALL rows of one product together: several upper bounds limit each other (「5.7.22 およびそれ以前」 beside
 * 「8.0.11 およびそれ以前」: the second holds for its own branch, and what is below that and in no row is undecided). No rows: one part, JVN_NO_VERSION.
 */
void jvnprose_read(const struct str *phrases, size_t count, struct arena *arena, struct jvn_reading *ret_reading);

/*
 * The rows as one sentence. Where kind is JVN_RANGE or JVN_ALL, `set` (sorted, without overlaps) is what they say; it holds under
 * cves, edition and platform (lists joined by ", ") and of firmware alone. `between` is what is undecided all the same, also
 * where set holds it.
 *
 * Otherwise set is empty and undecided; between, where it has intervals, is all that is in question. It is not read (JVN_UNDECIDED)
 * when a row is not, for what that row adds is not known; and when rows have different scopes and the scope matters
 * (`mixed`). It does not matter where the rows without one hold everything the others hold, nor where the rows
 * differ in one thing alone (say, the edition) and each has the same versions.
 */
struct jvn_answer {
	enum jvn_kind      kind;
	struct version_set set;
	struct version_set between;
	struct str_list    cves;
	struct str         edition;
	struct str         platform;
	bool               firmware;
	bool               mixed;
};
void jvnprose_answer(const struct jvn_reading *reading, struct arena *arena, struct jvn_answer *ret_answer);

/* One part as such a sentence, however it was read. */
void jvnprose_answer_part(const struct jvn_part *part, struct arena *arena, struct jvn_answer *ret_answer);

/*
 * ">=4.0.0,<=4.2.3", "<1.2.3|>=2,<2.4", "=5.1", "all": ',' is and, '|' is or. A branch ends before the next: 6.x is ">=6,<7".
 * "" when there is nothing in it.
 */
struct str jvnprose_format(const struct version_set *set, struct arena *arena);
