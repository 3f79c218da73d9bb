/*
 * cvss.h - CVSS 2.0, 3.0, 3.1 and 4.0: a vector is read, and its scores computed exactly.
 *
 *     CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H      base 9.8
 *     AV:N/AC:L/Au:N/C:P/I:P/A:P                        version 2 has no prefix; base 7.5
 *
 * Follows FIRST's four specifications. Scores are whole tenths: 98 is 9.8. A vector that can be read costs no
 * memory: only the sentence about one that cannot takes from the arena.
 *
 * How scores are rounded. Version 2 rounds half up to one decimal at each of base, temporal and environmental, and what was
 * rounded is what the next equation takes (guide 3.2): temporal is of the rounded base; environmental is of the rounded temporal
 * score, which itself is of the base rounded with the adjusted impact. No score is below 0, but that base may be (-0.2). Versions 3.0 and 3.1 round up to one
 * decimal; 3.1's way of doing so in whole numbers (appendix A) and 3.0's words come to the same for every vector
 * there is. Version 4 rounds half up. Temporal and environmental factors and all of version 4 are computed in whole numbers; the
 * base equations in doubles, where no vector comes nearer to a rounding edge than 2.6e-9.
 */
#pragma once
#include "base/err.h"
#include "base/lang.h"
#include "model/advisory.h"

enum { CVSS_METRICS = 32 };

struct cvss {
	enum cvss_version version;
	uint8_t           value[CVSS_METRICS];   /* by metric of the version: n-th value from 1; 0 is Not Defined */
};

/*
 * Reads one vector. Version 2 may stand in parentheses. Versions 2 and 3 take their metrics in any order (3.x: "must accept
 * metrics in any order"; version 2's guide prescribes an order for writing, FIRST's schema of it takes any), version 4 only in
 * that of its Table 23 ("every other ordering is invalid"). Names and values are case sensitive. ERR_FORMAT names the metric and the
 * place (character from 1): unknown, doubled, missing, out of order.
 */
CHECKED struct err *cvss_parse(struct str vector, struct arena *arena, struct cvss *ret_cvss);
/* The canonical vector: the specification's order, without metrics that are Not Defined. */
struct str cvss_format(const struct cvss *cvss, struct arena *arena);

struct cvss_scores {
	int32_t base;                  /* version 4: with base metrics only (CVSS-B)                         */
	int32_t temporal;              /* version 4: with the threat metric (CVSS-BT)                        */
	int32_t environmental;         /* version 4: with all metrics (CVSS-BTE)                             */
	bool    has_temporal;          /* the vector gives a metric of that group; else the number is what   */
	bool    has_environmental;     /* the formula gives with all of it Not Defined                       */
	int32_t overall;               /* the most particular the vector gives                               */
};
/* Of version CVSS_NONE every score is -1. */
struct cvss_scores cvss_score(const struct cvss *cvss);

/*
 * Version 4: the equivalence classes EQ1 to EQ6 (tables 24 to 29) of the vector with all its metrics, read as one number of six
 * digits; "%06" prints it. -1 for other versions.
 */
int32_t cvss_macrovector(const struct cvss *cvss);
/* Version 4: what its score is to be called, "CVSS-B", "CVSS-BT", "CVSS-BE", "CVSS-BTE"; "" for other versions. */
const char *cvss_nomenclature(const struct cvss *cvss);

/* The two halves of the base score of versions 2 and 3, in tenths, half up: "impactScore" and "exploitabilityScore" of NVD. -1 where a version has none. */
struct cvss_halves { int32_t impact, exploitability; };
struct cvss_halves cvss_halves(const struct cvss *cvss);

enum severity { SEVERITY_NONE, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
extern const struct enum_names severity_names;      /* "none" … "critical"                          */
/* The band of a score; version 2 has none above high, and calls 0.0 low. */
enum severity cvss_severity(enum cvss_version version, int32_t tenths);
/* As a key of the catalogue: "Critical" 緊急, "High" 重要, "Medium" 警告, "Low" 注意, "None" なし. */
const char *severity_text(enum severity severity);

/* ------------------------------------------------------------------------- the vector in words */

/*
 * A term of the specifications: FIRST's English, IPA's Japanese. They are not sentences of the catalogue, because the same English
 * word has its own Japanese in each metric: High is 高, 重要 or 容易に攻撃可能.
 */
struct cvss_words { const char *en, *ja; };
const char *cvss_word(const struct cvss_words *words, enum lang lang);

/* The band as people are told it; IPA calls version 2's highest 危険. */
struct cvss_words cvss_severity_words(enum cvss_version version, enum severity severity);

enum cvss_group { CVSS_BASE, CVSS_THREAT, CVSS_ENVIRONMENTAL, CVSS_SUPPLEMENTAL };
/* "Base Metrics", 基本評価基準; versions 2 and 3 call the threat group Temporal, 現状評価基準. */
struct cvss_words cvss_group_words(enum cvss_version version, enum cvss_group group);

/* One metric that a vector gives: AV:N is "Attack Vector", 攻撃元区分, with "Network", ネットワーク. */
struct cvss_term {
	enum cvss_group   group;
	struct str        metric, value;         /* "AV", "N" */
	struct cvss_words metric_words, value_words;
};
/* Those that are not Not Defined, in the specification's order; gives how many. */
size_t cvss_terms(const struct cvss *cvss, struct cvss_term ret_terms[CVSS_METRICS]);

/* ------------------------------------------------------------------------------ what it does */

/* How much of one property an attack takes away. */
enum degree { DEGREE_UNKNOWN, DEGREE_NONE, DEGREE_SOME, DEGREE_HIGH };
extern const struct enum_names degree_names;        /* "unknown", "none", "some", "high"            */

struct cvss_impacts { enum degree confidentiality, integrity, availability; };
/*
 * From the base metrics: P and L are some, C and H high. Version 4 takes the worse of the vulnerable and
 * the subsequent systems; a vector whose environment says Safety (MSI:S, MSA:S) is high there.
 */
struct cvss_impacts cvss_impacts(const struct cvss *cvss);

/* Attackable over a network without a login and without anyone's help (AV:N, PR:N or Au:N, UI:N). */
bool cvss_is_remote_unaided(const struct cvss *cvss);
