/*
 * score.c - the equations of versions 2, 3.0 and 3.1.
 */
#include <math.h>
#include "domain/cvss/metrics.h"

/* Weights by value from 1; [0] is Not Defined. */
static const double weights2[V2_COUNT][6] = {
	[V2_AV] = { 0, 1.0, 0.646, 0.395 },
	[V2_AC] = { 0, 0.71, 0.61, 0.35 },
	[V2_AU] = { 0, 0.704, 0.56, 0.45 },
	[V2_C] = { 0, 0.660, 0.275, 0 },
	[V2_I] = { 0, 0.660, 0.275, 0 },
	[V2_A] = { 0, 0.660, 0.275, 0 },
	[V2_E] = { 1, 1, 0.95, 0.9, 0.85 },
	[V2_RL] = { 1, 1, 0.95, 0.90, 0.87 },
	[V2_RC] = { 1, 1, 0.95, 0.90 },
	[V2_CDP] = { 0, 0.5, 0.4, 0.3, 0.1, 0 },
	[V2_TD] = { 1, 1, 0.75, 0.25, 0 },
	[V2_CR] = { 1, 1.51, 1, 0.5 },
	[V2_IR] = { 1, 1.51, 1, 0.5 },
	[V2_AR] = { 1, 1.51, 1, 0.5 },
};

static double
weight2(const struct cvss *cvss, enum metric2 metric)
{
	return weights2[metric][cvss->value[metric]];
}

/* To one decimal, half up; the hair keeps products that are a tie in decimals from falling below it. */
static double
round_half_up(double score)
{
	return score <= 0 ? 0 : floor(score * 10 + 0.5 + 1e-9) / 10;
}

static int32_t
tenths(double score)
{
	return (int32_t)lround(score * 10);
}

static double
base2(const struct cvss *cvss, double impact)
{
	double exploitability = 20 * weight2(cvss, V2_AV) * weight2(cvss, V2_AC) * weight2(cvss, V2_AU);
	double factor = impact == 0 ? 0 : 1.176;

	return round_half_up((0.6 * impact + 0.4 * exploitability - 1.5) * factor);
}

static double
temporal2(const struct cvss *cvss, double base)
{
	return round_half_up(base * weight2(cvss, V2_E) * weight2(cvss, V2_RL) * weight2(cvss, V2_RC));
}

static double
impact2(double c, double i, double a)
{
	return 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
}

struct cvss_scores
cvss2_score(const struct cvss *cvss)
{
	double c = weight2(cvss, V2_C), i = weight2(cvss, V2_I), a = weight2(cvss, V2_A);
	double base = base2(cvss, impact2(c, i, a));
	double here = fmin(10, impact2(c * weight2(cvss, V2_CR), i * weight2(cvss, V2_IR), a * weight2(cvss, V2_AR)));
	double temporal_here = temporal2(cvss, base2(cvss, here));
	double environmental = (temporal_here + (10 - temporal_here) * weight2(cvss, V2_CDP)) * weight2(cvss, V2_TD);

	return (struct cvss_scores){
		.base = tenths(base),
		.temporal = tenths(temporal2(cvss, base)),
		.environmental = tenths(round_half_up(environmental)),
	};
}

static const double weights3[V3_E][5] = {
	[V3_AV] = { 0, 0.85, 0.62, 0.55, 0.2 },
	[V3_AC] = { 0, 0.77, 0.44 },
	[V3_PR] = { 0, 0.85, 0.62, 0.27 },
	[V3_UI] = { 0, 0.85, 0.62 },
	[V3_C] = { 0, 0.56, 0.22, 0 },
	[V3_I] = { 0, 0.56, 0.22, 0 },
	[V3_A] = { 0, 0.56, 0.22, 0 },
};
static const double exploit3[] = { 1, 1, 0.97, 0.94, 0.91 };
static const double remediation3[] = { 1, 1, 0.97, 0.96, 0.95 };
static const double confidence3[] = { 1, 1, 0.96, 0.92 };
static const double requirement3[] = { 1, 1.5, 1, 0.5 };

enum { SCOPE_CHANGED = 2 };

/* A base metric, or the modified one that stands in for it. */
static uint8_t
value3(const struct cvss *cvss, enum metric3 metric, bool modified)
{
	uint8_t instead = modified ? cvss->value[V3_MAV + metric] : 0;

	return instead != 0 ? instead : cvss->value[metric];
}

static double
exploitability3(const struct cvss *cvss, bool modified)
{
	static const double privileges_changed[] = { 0, 0.85, 0.68, 0.5 };
	uint8_t privileges = value3(cvss, V3_PR, modified);
	bool changed = value3(cvss, V3_S, modified) == SCOPE_CHANGED;

	return 8.22 * weights3[V3_AV][value3(cvss, V3_AV, modified)] * weights3[V3_AC][value3(cvss, V3_AC, modified)] *
	    (changed ? privileges_changed[privileges] : weights3[V3_PR][privileges]) *
	    weights3[V3_UI][value3(cvss, V3_UI, modified)];
}

/* What is left of one property: 1 - requirement x weight. */
static double
left3(const struct cvss *cvss, enum metric3 metric, bool modified)
{
	double requirement = modified ? requirement3[cvss->value[V3_CR + (metric - V3_C)]] : 1;

	return 1 - requirement * weights3[metric][value3(cvss, metric, modified)];
}

/* Version 3.1 changed the last term of the modified impact so that it can no longer fall as impact grows. */
static double
impact3(const struct cvss *cvss, bool modified)
{
	double lost = 1 - left3(cvss, V3_C, modified) * left3(cvss, V3_I, modified) * left3(cvss, V3_A, modified);

	if (modified)
		lost = fmin(lost, 0.915);
	if (value3(cvss, V3_S, modified) != SCOPE_CHANGED)
		return 6.42 * lost;
	if (modified && cvss->version == CVSS_V3_1)
		return 7.52 * (lost - 0.029) - 3.25 * pow(lost * 0.9731 - 0.02, 13);
	return 7.52 * (lost - 0.029) - 3.25 * pow(lost - 0.02, 15);
}

/* Roundup of version 3.1, appendix A: in whole numbers, so that no machine's floating point matters. */
static double
round_up(double score)
{
	long n = lround(score * 100000);
	long steps = n / 10000 + (n % 10000 != 0);

	return (double)steps / 10;
}

static double
combined3(const struct cvss *cvss, bool modified)
{
	double impact = impact3(cvss, modified);
	double scope = value3(cvss, V3_S, modified) == SCOPE_CHANGED ? 1.08 : 1;

	return impact <= 0 ? 0 : round_up(fmin(scope * (impact + exploitability3(cvss, modified)), 10));
}

struct cvss_scores
cvss3_score(const struct cvss *cvss)
{
	double threat = exploit3[cvss->value[V3_E]] * remediation3[cvss->value[V3_RL]] * confidence3[cvss->value[V3_RC]];
	double base = combined3(cvss, false);

	return (struct cvss_scores){
		.base = tenths(base),
		.temporal = tenths(round_up(base * threat)),
		.environmental = tenths(round_up(combined3(cvss, true) * threat)),
	};
}
