/*
 * score4.c - CVSS 4.0: a vector falls into one of 270 macrovectors, whose score a panel of experts set; within it the score
 * falls by the vector's distance from the worst vector of its macrovector, in proportion to the drop to
 * the next milder macrovectors (specification 8.2; the table is FIRST's).
 */
#include "domain/cvss/metrics.h"

/* The metrics that count, as steps away from the worst value. */
enum step {
	STEP_AV, STEP_PR, STEP_UI, STEP_AC, STEP_AT, STEP_VC, STEP_VI, STEP_VA, STEP_SC, STEP_SI, STEP_SA,
	STEP_CR, STEP_IR, STEP_AR, STEP_E, STEP_COUNT,
};

/* Equivalence classes; the specification joins the third and the sixth when it measures distances. */
enum { EQ1, EQ2, EQ3, EQ4, EQ5, EQ6, EQ_COUNT };

/* Tenths; rows EQ1 to EQ4 in order, columns EQ5 and EQ6: 00 01 10 11 20 21. 0: there is no such macrovector. */
static const uint8_t scores[54][6] = {
	{ 100,  99,  98,  95,  95,  92 },   /* 0000 */
	{ 100,  96,  93,  87,  91,  81 },   /* 0001 */
	{  93,  90,  89,  80,  81,  68 },   /* 0002 */
	{  98,  95,  95,  92,  90,  84 },   /* 0010 */
	{  93,  92,  89,  81,  81,  65 },   /* 0011 */
	{  88,  80,  78,  70,  69,  48 },   /* 0012 */
	{   0,  92,   0,  82,   0,  72 },   /* 0020 */
	{   0,  79,   0,  69,   0,  50 },   /* 0021 */
	{   0,  69,   0,  55,   0,  27 },   /* 0022 */
	{  99,  97,  95,  92,  92,  85 },   /* 0100 */
	{  95,  91,  90,  83,  84,  71 },   /* 0101 */
	{  92,  81,  82,  71,  72,  53 },   /* 0102 */
	{  95,  93,  92,  85,  85,  73 },   /* 0110 */
	{  92,  82,  80,  72,  70,  59 },   /* 0111 */
	{  84,  70,  71,  52,  50,  30 },   /* 0112 */
	{   0,  86,   0,  75,   0,  52 },   /* 0120 */
	{   0,  71,   0,  52,   0,  29 },   /* 0121 */
	{   0,  63,   0,  29,   0,  17 },   /* 0122 */
	{  98,  95,  94,  87,  91,  81 },   /* 1000 */
	{  94,  89,  86,  74,  77,  64 },   /* 1001 */
	{  87,  75,  74,  63,  63,  49 },   /* 1002 */
	{  94,  89,  88,  77,  76,  67 },   /* 1010 */
	{  86,  76,  74,  58,  59,  50 },   /* 1011 */
	{  72,  57,  57,  52,  52,  25 },   /* 1012 */
	{   0,  83,   0,  70,   0,  54 },   /* 1020 */
	{   0,  65,   0,  58,   0,  26 },   /* 1021 */
	{   0,  53,   0,  21,   0,  13 },   /* 1022 */
	{  95,  90,  88,  76,  76,  70 },   /* 1100 */
	{  90,  77,  75,  62,  61,  53 },   /* 1101 */
	{  77,  66,  68,  59,  52,  30 },   /* 1102 */
	{  89,  78,  76,  67,  62,  58 },   /* 1110 */
	{  74,  59,  57,  57,  47,  23 },   /* 1111 */
	{  61,  52,  57,  29,  24,  16 },   /* 1112 */
	{   0,  71,   0,  59,   0,  30 },   /* 1120 */
	{   0,  58,   0,  26,   0,  15 },   /* 1121 */
	{   0,  23,   0,  13,   0,   6 },   /* 1122 */
	{  93,  87,  86,  72,  75,  58 },   /* 2000 */
	{  86,  74,  74,  61,  56,  34 },   /* 2001 */
	{  70,  54,  52,  40,  40,  22 },   /* 2002 */
	{  85,  75,  74,  55,  62,  51 },   /* 2010 */
	{  72,  57,  55,  41,  46,  19 },   /* 2011 */
	{  53,  36,  34,  19,  19,   8 },   /* 2012 */
	{   0,  64,   0,  51,   0,  20 },   /* 2020 */
	{   0,  47,   0,  21,   0,  11 },   /* 2021 */
	{   0,  24,   0,   9,   0,   4 },   /* 2022 */
	{  88,  75,  73,  53,  60,  50 },   /* 2100 */
	{  73,  55,  59,  40,  41,  20 },   /* 2101 */
	{  54,  43,  45,  22,  20,  11 },   /* 2102 */
	{  75,  55,  58,  45,  40,  21 },   /* 2110 */
	{  61,  51,  48,  18,  20,   9 },   /* 2111 */
	{  46,  18,  17,   7,   8,   2 },   /* 2112 */
	{   0,  53,   0,  24,   0,  14 },   /* 2120 */
	{   0,  24,   0,  12,   0,   5 },   /* 2121 */
	{   0,  10,   0,   3,   0,   1 },   /* 2122 */
};

static int32_t
macrovector_score(const uint8_t eq[EQ_COUNT])
{
	return scores[((eq[EQ1] * 2 + eq[EQ2]) * 3 + eq[EQ3]) * 3 + eq[EQ4]][eq[EQ5] * 2 + eq[EQ6]];
}

/*
 * Where each step is read from. The steps of SC, SI and SA count from Safety, which only the modified SI and SA can
 * have, so that H is 1 there.
 */
static const struct {
	uint8_t base, modified;
	uint8_t base_first, modified_first;   /* the step of the first value */
} sources[STEP_CR] = {
	[STEP_AV] = { V4_AV, V4_MAV, 0, 0 },
	[STEP_PR] = { V4_PR, V4_MPR, 0, 0 },
	[STEP_UI] = { V4_UI, V4_MUI, 0, 0 },
	[STEP_AC] = { V4_AC, V4_MAC, 0, 0 },
	[STEP_AT] = { V4_AT, V4_MAT, 0, 0 },
	[STEP_VC] = { V4_VC, V4_MVC, 0, 0 },
	[STEP_VI] = { V4_VI, V4_MVI, 0, 0 },
	[STEP_VA] = { V4_VA, V4_MVA, 0, 0 },
	[STEP_SC] = { V4_SC, V4_MSC, 1, 1 },
	[STEP_SI] = { V4_SI, V4_MSI, 1, 0 },
	[STEP_SA] = { V4_SA, V4_MSA, 1, 0 },
};

/* Of what may be Not Defined: that counts as the worst, which is the first value. */
static uint8_t
optional_step(uint8_t value)
{
	return value == 0 ? 0 : (uint8_t)(value - 1);
}

static void
steps_of(const struct cvss *cvss, bool threat, bool environment, uint8_t steps[STEP_COUNT])
{
	const uint8_t *v = cvss->value;

	for (size_t i = 0; i < STEP_CR; i++) {
		uint8_t modified = environment ? v[sources[i].modified] : 0;

		steps[i] = (uint8_t)(modified != 0 ? sources[i].modified_first + modified - 1 :
		    sources[i].base_first + v[sources[i].base] - 1);
	}
	steps[STEP_CR] = optional_step(environment ? v[V4_CR] : 0);
	steps[STEP_IR] = optional_step(environment ? v[V4_IR] : 0);
	steps[STEP_AR] = optional_step(environment ? v[V4_AR] : 0);
	steps[STEP_E] = optional_step(threat ? v[V4_E] : 0);
}

/* Specification tables 24 to 29. */
static void
classes_of(const uint8_t s[STEP_COUNT], uint8_t eq[EQ_COUNT])
{
	bool easy_all = s[STEP_AV] + s[STEP_PR] + s[STEP_UI] == 0;
	bool easy_any = s[STEP_AV] == 0 || s[STEP_PR] == 0 || s[STEP_UI] == 0;
	bool physical = s[STEP_AV] == 3;
	bool high_any = s[STEP_VC] == 0 || s[STEP_VI] == 0 || s[STEP_VA] == 0;
	bool safety = s[STEP_SI] == 0 || s[STEP_SA] == 0;
	bool subsequent = s[STEP_SC] == 1 || s[STEP_SI] == 1 || s[STEP_SA] == 1;
	bool required = s[STEP_CR] + s[STEP_VC] == 0 || s[STEP_IR] + s[STEP_VI] == 0 || s[STEP_AR] + s[STEP_VA] == 0;

	eq[EQ1] = easy_all ? 0 : easy_any && !physical ? 1 : 2;
	eq[EQ2] = s[STEP_AC] + s[STEP_AT] == 0 ? 0 : 1;
	eq[EQ3] = s[STEP_VC] + s[STEP_VI] == 0 ? 0 : high_any ? 1 : 2;
	eq[EQ4] = safety ? 0 : subsequent ? 1 : 2;
	eq[EQ5] = s[STEP_E];
	eq[EQ6] = required ? 0 : 1;
}

/*
 * A class as the distances need it: how many steps lie between its mildest vector and its worst ones, and how many
 * between those and the worst vector of all. The specification looks for the first worst vector that is nowhere milder than the one scored
 * and adds up the steps to it. In every class all worst vectors are equally many steps from the worst of all, and there is always one that
 * fits: so the steps to it are the vector's own less that number, and nothing has to be searched. The test takes the long way.
 */
struct span {
	uint8_t depth, start;
};
static const struct span spans1[] = { { 1, 0 }, { 4, 1 }, { 5, 3 } };
static const struct span spans2[] = { { 1, 0 }, { 2, 1 } };
static const struct span spans36[3][2] = { { { 7, 0 }, { 6, 3 } }, { { 8, 1 }, { 8, 3 } }, { { 0 }, { 10, 3 } } };
static const struct span spans4[] = { { 6, 1 }, { 5, 3 }, { 4, 6 } };

/* What the drops are summed in: every depth divides it, so that nothing is rounded before the end. */
enum { DROP_UNIT = 840 };

struct drops {
	int32_t value;     /* of the macrovector, tenths               */
	int32_t sum;       /* of the drops, tenths x DROP_UNIT         */
	int32_t count;     /* of the next milder macrovectors there are */
};

/* lower: the next milder macrovector's score; steps: the vector's own in that class. */
static void
add_drop(struct drops *drops, int32_t lower, int32_t steps, struct span span)
{
	drops->sum += (drops->value - lower) * (steps - span.start) * (DROP_UNIT / span.depth);
	drops->count++;
}

/* The score one class further down. */
static int32_t
lower_score(const uint8_t eq[EQ_COUNT], size_t which)
{
	uint8_t next[EQ_COUNT];

	for (size_t i = 0; i < EQ_COUNT; i++)
		next[i] = eq[i];
	next[which]++;
	return macrovector_score(next);
}

/* EQ3 and EQ6 go together. 00 has two next ones, of which the higher counts; 21 has none; 20 does not exist. */
static int32_t
lower_score36(const uint8_t eq[EQ_COUNT])
{
	int32_t by3, by6;

	if (eq[EQ6] == 1)
		return lower_score(eq, EQ3);
	by6 = lower_score(eq, EQ6);
	if (eq[EQ3] == 1)
		return by6;
	by3 = lower_score(eq, EQ3);
	return by3 > by6 ? by3 : by6;
}

/* The macrovector's score less the mean drop, half up. EQ5 has one vector a class: no distance, but it counts in the mean. */
static int32_t
interpolate(const uint8_t s[STEP_COUNT], const uint8_t eq[EQ_COUNT])
{
	struct drops drops = { .value = macrovector_score(eq) };
	int32_t unit;

	if (eq[EQ1] < 2)
		add_drop(&drops, lower_score(eq, EQ1), s[STEP_AV] + s[STEP_PR] + s[STEP_UI], spans1[eq[EQ1]]);
	if (eq[EQ2] < 1)
		add_drop(&drops, lower_score(eq, EQ2), s[STEP_AC] + s[STEP_AT], spans2[eq[EQ2]]);
	if (eq[EQ3] < 2)
		add_drop(&drops, lower_score36(eq),
		    s[STEP_VC] + s[STEP_VI] + s[STEP_VA] + s[STEP_CR] + s[STEP_IR] + s[STEP_AR], spans36[eq[EQ3]][eq[EQ6]]);
	if (eq[EQ4] < 2)
		add_drop(&drops, lower_score(eq, EQ4), s[STEP_SC] + s[STEP_SI] + s[STEP_SA], spans4[eq[EQ4]]);
	if (eq[EQ5] < 2)
		drops.count++;
	if (drops.count == 0)
		return drops.value;
	unit = DROP_UNIT * drops.count;
	return (drops.value * unit - drops.sum + unit / 2) / unit;
}

int32_t
cvss4_score(const struct cvss *cvss, bool threat, bool environment)
{
	uint8_t steps[STEP_COUNT], eq[EQ_COUNT];

	steps_of(cvss, threat, environment, steps);
	/* No impact on anything: the score is 0 whatever else there is (specification 8.2). */
	if (steps[STEP_VC] + steps[STEP_VI] + steps[STEP_VA] == 3 * 2 && steps[STEP_SC] + steps[STEP_SI] + steps[STEP_SA] == 3 * 3)
		return 0;
	classes_of(steps, eq);
	return interpolate(steps, eq);
}

int32_t
cvss_macrovector(const struct cvss *cvss)
{
	uint8_t steps[STEP_COUNT], eq[EQ_COUNT];
	int32_t digits = 0;

	if (cvss->version != CVSS_V4)
		return -1;
	steps_of(cvss, true, true, steps);
	classes_of(steps, eq);
	for (size_t i = 0; i < EQ_COUNT; i++)
		digits = digits * 10 + eq[i];
	return digits;
}
