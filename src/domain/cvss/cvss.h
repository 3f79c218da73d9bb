/*
 * cvss.h - CVSS 2.0, 3.0, 3.1 and 4.0: a vector is read, and its scores computed exactly.
 *
 *     CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H      base 9.8
 *     AV:N/AC:L/Au:N/C:P/I:P/A:P                        version 2 has no prefix; base 7.5
 *
 * Follows FIRST's four specifications. Scores are whole tenths: 98 is 9.8.
 */
#pragma once
#include "base/err.h"
#include "model/advisory.h"

enum { CVSS_METRICS = 32 };

struct cvss {
	enum cvss_version version;
	uint8_t           value[CVSS_METRICS];   /* by metric of the version: n-th value from 1; 0 is Not Defined */
};

/*
 * Reads one vector. Version 2 may stand in parentheses; versions 2 and 3 take their metrics in any
 * order, version 4 only in that of its specification. ERR_FORMAT names the metric and the place
 * (character from 1): unknown, doubled, missing, out of order.
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
struct cvss_scores cvss_score(const struct cvss *cvss);

enum severity { SEVERITY_NONE, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
extern const struct enum_names severity_names;      /* "none" … "critical"                          */
/* The band of a score; version 2 has none above high, and calls 0.0 low. */
enum severity cvss_severity(enum cvss_version version, int32_t tenths);
/* As a key of the catalogue: "Critical" 緊急, "High" 重要, "Medium" 警告, "Low" 注意, "None" なし. */
const char *severity_text(enum severity severity);

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
