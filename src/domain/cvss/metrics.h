/*
 * metrics.h - the metrics of each version of CVSS as tables; private to this room.
 *
 * The values of a metric stand from the worst to the mildest where the specification orders them, so that
 * version 4's distances are differences of positions. The groups follow each other: base first, then threat
 * (temporal), environment, supplement, as the vector strings of all versions have them.
 */
#pragma once
#include "domain/cvss/cvss.h"

struct metric {
	struct str name;
	struct str values[6];   /* 1st, 2nd …; there are at most five, and an empty one ends   */
};

struct metric_table {
	const struct metric     *metrics;
	size_t                   count;
	size_t                   threat, environment, supplement;   /* where these groups begin             */
	struct str               prefix;                            /* "CVSS:3.1/"; empty for version 2     */
	struct str               undefined;                         /* "ND" or "X"                          */
	bool                     is_ordered;                        /* only in the table's order            */
	const struct cvss_names *names;                             /* by metric: what people call them     */
};

/* NULL for CVSS_NONE. */
const struct metric_table *metric_table_of(enum cvss_version version);

/* What people call a metric and its values, these in the order of struct metric. */
struct cvss_names {
	struct cvss_words        name;
	const struct cvss_words *values;
};
extern const struct cvss_names names2[], names3[], names4[];

enum metric2 { V2_AV, V2_AC, V2_AU, V2_C, V2_I, V2_A, V2_E, V2_RL, V2_RC, V2_CDP, V2_TD, V2_CR, V2_IR, V2_AR, V2_COUNT };

enum metric3 {
	V3_AV, V3_AC, V3_PR, V3_UI, V3_S, V3_C, V3_I, V3_A, V3_E, V3_RL, V3_RC, V3_CR, V3_IR, V3_AR,
	V3_MAV, V3_MAC, V3_MPR, V3_MUI, V3_MS, V3_MC, V3_MI, V3_MA, V3_COUNT,
};

enum metric4 {
	V4_AV, V4_AC, V4_AT, V4_PR, V4_UI, V4_VC, V4_VI, V4_VA, V4_SC, V4_SI, V4_SA, V4_E, V4_CR, V4_IR, V4_AR,
	V4_MAV, V4_MAC, V4_MAT, V4_MPR, V4_MUI, V4_MVC, V4_MVI, V4_MVA, V4_MSC, V4_MSI, V4_MSA,
	V4_S, V4_AU, V4_R, V4_V, V4_RE, V4_U, V4_COUNT,
};

/* Base, temporal and environmental; the other fields are cvss_score's. */
struct cvss_scores cvss2_score(const struct cvss *cvss);
/* has_environment: an environmental metric is given. */
struct cvss_scores cvss3_score(const struct cvss *cvss, bool has_environment);
/* The groups a version 4 score counts in: CVSS-B, -BT, -BTE. */
int32_t cvss4_score(const struct cvss *cvss, bool threat, bool environment);
