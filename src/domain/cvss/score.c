/*
 * score.c - the equations of versions 2, 3.0 and 3.1.
 *
 * The base equations are in doubles; no vector's result lies nearer than 2.6e-9 to where rounding turns (all were
 * computed in fractions), which is a million times what doubles lose. What is done to the rounded base is in whole numbers.
 */
#include "domain/cvss/metrics.h"

/* Weights by value from 1; [0] is Not Defined. */
static const double weights2[V2_E][4] = {
	[V2_AV] = { 0, 1.0, 0.646, 0.395 },
	[V2_AC] = { 0, 0.71, 0.61, 0.35 },
	[V2_AU] = { 0, 0.704, 0.56, 0.45 },
	[V2_C] = { 0, 0.660, 0.275, 0 },
	[V2_I] = { 0, 0.660, 0.275, 0 },
	[V2_A] = { 0, 0.660, 0.275, 0 },
};
static const double requirement2[] = { 1, 1.51, 1, 0.5 };

/* Hundredths. */
static const int32_t exploit2[] = { 100, 100, 95, 90, 85 };
static const int32_t remediation2[] = { 100, 100, 95, 90, 87 };
static const int32_t confidence2[] = { 100, 100, 95, 90 };
static const int32_t collateral2[] = { 0, 50, 40, 30, 10, 0 };
static const int32_t targets2[] = { 100, 100, 75, 25, 0 };

/* Added before a division and taken off behind it, so that what is cut off is cut off downwards below 0 too. */
static const int32_t shift = 10;

static double
weight2(const struct cvss *cvss, enum metric2 metric)
{
	return weights2[metric][cvss->value[metric]];
}

static double
impact2(double c, double i, double a)
{
	return 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
}

/*
 * In tenths, half up. The mildest of all, with its impact adjusted by a low requirement, come out at -0.2: as the guide's equations
 * have no bound there, that goes on into the environmental score.
 */
static int32_t
base2(const struct cvss *cvss, double impact)
{
	double exploitability = 20 * weight2(cvss, V2_AV) * weight2(cvss, V2_AC) * weight2(cvss, V2_AU);
	double score = impact == 0 ? 0 : (0.6 * impact + 0.4 * exploitability - 1.5) * 1.176;

	return (int32_t)(score * 10 + shift + 0.5) - shift;
}

/* base x E x RL x RC, half up. */
static int32_t
temporal2(const struct cvss *cvss, int32_t base)
{
	int32_t millionths = exploit2[cvss->value[V2_E]] * remediation2[cvss->value[V2_RL]] * confidence2[cvss->value[V2_RC]];

	return (base * millionths + shift * 1000000 + 500000) / 1000000 - shift;
}

static double
adjusted2(const struct cvss *cvss, enum metric2 impact, enum metric2 requirement)
{
	return weight2(cvss, impact) * requirement2[cvss->value[requirement]];
}

/* (adjusted temporal + (10 - adjusted temporal) x CDP) x TD, half up; no score is below 0. */
static int32_t
environmental2(const struct cvss *cvss)
{
	double impact = impact2(adjusted2(cvss, V2_C, V2_CR), adjusted2(cvss, V2_I, V2_IR), adjusted2(cvss, V2_A, V2_AR));
	int32_t temporal = temporal2(cvss, base2(cvss, impact > 10 ? 10 : impact));
	int32_t thousandths = temporal * 100 + (100 - temporal) * collateral2[cvss->value[V2_CDP]];

	return thousandths < 0 ? 0 : (thousandths * targets2[cvss->value[V2_TD]] + 5000) / 10000;
}

struct cvss_scores
cvss2_score(const struct cvss *cvss)
{
	int32_t base = base2(cvss, impact2(weight2(cvss, V2_C), weight2(cvss, V2_I), weight2(cvss, V2_A)));

	return (struct cvss_scores){
		.base = base,
		.temporal = temporal2(cvss, base),
		.environmental = environmental2(cvss),
	};
}

static const double vector3[] = { 0, 0.85, 0.62, 0.55, 0.2 };
static const double complexity3[] = { 0, 0.77, 0.44 };
static const double privileges3[2][4] = { { 0, 0.85, 0.62, 0.27 }, { 0, 0.85, 0.68, 0.5 } };   /* by scope changed */
static const double interaction3[] = { 0, 0.85, 0.62 };
static const double loss3[] = { 0, 0.56, 0.22, 0 };
static const double requirement3[] = { 1, 1.5, 1, 0.5 };

/* Hundredths. */
static const int32_t exploit3[] = { 100, 100, 97, 94, 91 };
static const int32_t remediation3[] = { 100, 100, 97, 96, 95 };
static const int32_t confidence3[] = { 100, 100, 96, 92 };

/* The metrics an equation takes: the base ones, or those with the modified in their place. */
struct taken3 {
	uint8_t value[V3_E];
	bool    is_changed;         /* the scope */
};

enum { SCOPE_CHANGED = 2 };

static inline struct taken3
taken_base(const struct cvss *cvss)
{
	struct taken3 taken = { .is_changed = cvss->value[V3_S] == SCOPE_CHANGED };

	for (size_t i = 0; i < V3_E; i++)
		taken.value[i] = cvss->value[i];
	return taken;
}

static inline struct taken3
taken_modified(const struct cvss *cvss)
{
	struct taken3 taken;

	for (size_t i = 0; i < V3_E; i++)
		taken.value[i] = cvss->value[V3_MAV + i] != 0 ? cvss->value[V3_MAV + i] : cvss->value[i];
	taken.is_changed = taken.value[V3_S] == SCOPE_CHANGED;
	return taken;
}

static double
exploitability3(const struct taken3 *taken)
{
	return 8.22 * vector3[taken->value[V3_AV]] * complexity3[taken->value[V3_AC]] *
	    privileges3[taken->is_changed][taken->value[V3_PR]] * interaction3[taken->value[V3_UI]];
}

/* By squares: three or four multiplications deep. */
static inline double
power(double x, unsigned n)
{
	double result = 1;

	for (; n != 0; n >>= 1, x *= x)
		if (n & 1)
			result *= x;
	return result;
}

/* requirements: the values of CR, IR and AR, or none of them. */
static double
lost3(const struct taken3 *taken, const uint8_t *requirements)
{
	double left = 1;

	for (size_t i = 0; i < 3; i++)
		left *= 1 - (requirements == NULL ? 1 : requirement3[requirements[i]]) * loss3[taken->value[V3_C + i]];
	return 1 - left;
}

/* The score before it is rounded up, 0 to 10. steep: the last term of the impact of a changed scope. */
static double
combined3(const struct taken3 *taken, double lost, double steep)
{
	double impact = taken->is_changed ? 7.52 * (lost - 0.029) - 3.25 * steep : 6.42 * lost;
	double score = (taken->is_changed ? 1.08 : 1) * (impact + exploitability3(taken));

	return impact <= 0 ? 0 : score > 10 ? 10 : score;
}

/* Roundup of version 3.1, appendix A, to tenths: hundred-thousandths are whole, and anything above a tenth counts. */
static int32_t
round_up(double score)
{
	return ((int32_t)(score * 100000 + 0.5) + 9999) / 10000;
}

static int32_t
base3(const struct cvss *cvss)
{
	struct taken3 taken = taken_base(cvss);
	double lost = lost3(&taken, NULL);

	return round_up(combined3(&taken, lost, taken.is_changed ? power(lost - 0.02, 15) : 0));
}

/* Version 3.1 changed the last term of the modified impact so that it can no longer fall as impact grows. */
static int32_t
modified3(const struct cvss *cvss)
{
	struct taken3 taken = taken_modified(cvss);
	double lost = lost3(&taken, &cvss->value[V3_CR]);

	if (lost > 0.915)
		lost = 0.915;
	if (!taken.is_changed)
		return round_up(combined3(&taken, lost, 0));
	return round_up(combined3(&taken, lost, cvss->version == CVSS_V3_1 ? power(lost * 0.9731 - 0.02, 13) : power(lost - 0.02, 15)));
}

/* score x E x RL x RC, rounded up in the same way: ten-millionths, of them hundred-thousandths, of them tenths. */
static int32_t
temporal3(const struct cvss *cvss, int32_t score)
{
	int32_t millionths = exploit3[cvss->value[V3_E]] * remediation3[cvss->value[V3_RL]] * confidence3[cvss->value[V3_RC]];

	return ((score * millionths + 50) / 100 + 9999) / 10000;
}

/*
 * With no environmental metric the two equations are the same, but for 3.1's changed scope: no base impact reaches the 0.915
 * at which the modified one is cut off.
 */
struct cvss_scores
cvss3_score(const struct cvss *cvss, bool has_environment)
{
	int32_t base = base3(cvss);
	bool differs = has_environment || (cvss->version == CVSS_V3_1 && cvss->value[V3_S] == SCOPE_CHANGED);

	return (struct cvss_scores){
		.base = base,
		.temporal = temporal3(cvss, base),
		.environmental = temporal3(cvss, differs ? modified3(cvss) : base),
	};
}

/* ----------------------------------------------------------------------------------------------- halves */

static int32_t
half_up(double score)
{
	return score <= 0 ? 0 : (int32_t)(score * 10 + 0.5);
}

struct cvss_halves
cvss_halves(const struct cvss *cvss)
{
	struct taken3 taken;
	double lost;

	switch (cvss->version) {
	case CVSS_V2:
		return (struct cvss_halves){ half_up(impact2(weight2(cvss, V2_C), weight2(cvss, V2_I), weight2(cvss, V2_A))),
			half_up(20 * weight2(cvss, V2_AV) * weight2(cvss, V2_AC) * weight2(cvss, V2_AU)) };
	case CVSS_V3_0:
	case CVSS_V3_1:
		taken = taken_base(cvss);
		lost = lost3(&taken, NULL);
		return (struct cvss_halves){ half_up(taken.is_changed ? 7.52 * (lost - 0.029) - 3.25 * power(lost - 0.02, 15) : 6.42 * lost),
			half_up(exploitability3(&taken)) };
	default:
		return (struct cvss_halves){ -1, -1 };
	}
}
