/*
 * score4.c - CVSS 4.0: a vector falls into one of 270 macrovectors, whose score a panel of experts set; within it the score
 * falls by the vector's distance from the worst vector of its macrovector, in proportion to the drop to
 * the next milder macrovectors (specification 8.2; the table is FIRST's).
 */
#include <math.h>
#include "domain/cvss/metrics.h"

/* The metrics that count, as steps away from the worst value. */
enum step {
	STEP_AV, STEP_PR, STEP_UI, STEP_AC, STEP_AT, STEP_VC, STEP_VI, STEP_VA, STEP_CR, STEP_IR, STEP_AR,
	STEP_SC, STEP_SI, STEP_SA, STEP_E, STEP_COUNT,
};

/* Equivalence classes; the specification joins the third and the sixth when it measures distances. */
enum { EQ1, EQ2, EQ3, EQ4, EQ5, EQ6, EQ_COUNT };

/* Tenths; rows EQ1 to EQ4 in order, columns EQ5 and EQ6: 00 01 10 11 20 21. 0: there is no such macrovector. */
static const uint8_t lookup[54][6] = {
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

static int
lookup_score(const int eq[EQ_COUNT])
{
	if (eq[EQ1] > 2 || eq[EQ2] > 1 || eq[EQ3] > 2 || eq[EQ4] > 2 || eq[EQ5] > 2 || eq[EQ6] > 1)
		return 0;
	return lookup[((eq[EQ1] * 2 + eq[EQ2]) * 3 + eq[EQ3]) * 3 + eq[EQ4]][eq[EQ5] * 2 + eq[EQ6]];
}

static const struct {
	uint8_t base, modified;
	uint8_t first;          /* the step of the base metric's first value: Safety alone is worse than H there */
	uint8_t modified_first; /* the step of the modified metric's first value                                   */
} sources[STEP_COUNT] = {
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

/* Threat and requirements that are Not Defined count as the worst, which is their first value. */
static void
steps_of(const struct cvss *cvss, bool threat, bool environment, int steps[STEP_COUNT])
{
	static const uint8_t requirements[] = { V4_CR, V4_IR, V4_AR };

	for (size_t i = 0; i < STEP_COUNT; i++) {
		uint8_t modified = environment ? cvss->value[sources[i].modified] : 0;

		steps[i] = modified != 0 ? sources[i].modified_first + modified - 1 :
		    sources[i].first + cvss->value[sources[i].base] - 1;
	}
	for (size_t i = 0; i < ARRAY_LEN(requirements); i++) {
		uint8_t value = environment ? cvss->value[requirements[i]] : 0;

		steps[STEP_CR + i] = value == 0 ? 0 : value - 1;
	}
	steps[STEP_E] = threat && cvss->value[V4_E] != 0 ? cvss->value[V4_E] - 1 : 0;
}

/* Specification tables 24 to 29. Step 0 is N, L or H; among SC, SI, SA step 0 is Safety and 1 is H. */
static void
classes_of(const int s[STEP_COUNT], int eq[EQ_COUNT])
{
	bool easy_all = s[STEP_AV] == 0 && s[STEP_PR] == 0 && s[STEP_UI] == 0;
	bool easy_any = s[STEP_AV] == 0 || s[STEP_PR] == 0 || s[STEP_UI] == 0;
	bool physical = s[STEP_AV] == 3;
	bool high_any = s[STEP_VC] == 0 || s[STEP_VI] == 0 || s[STEP_VA] == 0;
	bool safety = s[STEP_SI] == 0 || s[STEP_SA] == 0;
	bool subsequent = s[STEP_SC] == 1 || s[STEP_SI] == 1 || s[STEP_SA] == 1;
	bool required = (s[STEP_CR] == 0 && s[STEP_VC] == 0) || (s[STEP_IR] == 0 && s[STEP_VI] == 0) ||
	    (s[STEP_AR] == 0 && s[STEP_VA] == 0);

	eq[EQ1] = easy_all ? 0 : easy_any && !physical ? 1 : 2;
	eq[EQ2] = s[STEP_AC] == 0 && s[STEP_AT] == 0 ? 0 : 1;
	eq[EQ3] = s[STEP_VC] == 0 && s[STEP_VI] == 0 ? 0 : high_any ? 1 : 2;
	eq[EQ4] = safety ? 0 : subsequent ? 1 : 2;
	eq[EQ5] = s[STEP_E];
	eq[EQ6] = required ? 0 : 1;
}

/* The worst vectors of a class, in steps, up to five in the specification's order. */
struct worst {
	uint8_t count;
	uint8_t steps[5][6];
};

static const struct worst worst1[] = {      /* AV PR UI */
	{ 1, { { 0, 0, 0 } } },
	{ 3, { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } },
	{ 2, { { 3, 0, 0 }, { 1, 1, 1 } } },
};
static const struct worst worst2[] = {      /* AC AT */
	{ 1, { { 0, 0 } } },
	{ 2, { { 1, 0 }, { 0, 1 } } },
};
static const struct worst worst36[3][2] = { /* VC VI VA CR IR AR, by EQ3 and EQ6 */
	{
		{ 1, { { 0, 0, 0, 0, 0, 0 } } },
		{ 2, { { 0, 0, 1, 1, 1, 0 }, { 0, 0, 0, 1, 1, 1 } } },
	},
	{
		{ 2, { { 1, 0, 0, 0, 0, 0 }, { 0, 1, 0, 0, 0, 0 } } },
		{ 5, { { 1, 0, 1, 0, 1, 0 }, { 1, 0, 0, 0, 1, 1 }, { 0, 1, 0, 1, 0, 1 }, { 0, 1, 1, 1, 0, 0 }, { 1, 1, 0, 0, 0, 1 } } },
	},
	{
		{ 0, { { 0 } } },
		{ 1, { { 1, 1, 1, 0, 0, 0 } } },
	},
};
static const struct worst worst4[] = {      /* SC SI SA */
	{ 1, { { 1, 0, 0 } } },
	{ 1, { { 1, 1, 1 } } },
	{ 1, { { 2, 2, 2 } } },
};

/*
 * Steps from the first worst vector that is nowhere milder than this one. The classes measure metrics of their own, so the
 * first fitting combination of the specification is the first fitting vector in each class.
 */
static int
distance(const struct worst *worst, const int *steps, size_t count)
{
	for (size_t i = 0; i < worst->count; i++) {
		int sum = 0;
		bool fits = true;

		for (size_t j = 0; j < count; j++) {
			int step = steps[j] - worst->steps[i][j];

			fits = fits && step >= 0;
			sum += step;
		}
		if (fits)
			return sum;
	}
	return 0;
}

static int
lower_score(const int eq[EQ_COUNT], int which)
{
	int next[EQ_COUNT];

	for (size_t i = 0; i < EQ_COUNT; i++)
		next[i] = eq[i];
	next[which]++;
	return lookup_score(next);
}

/* EQ3 and EQ6 go together: 00 has two next ones, the higher counts; 21 has none. */
static int
lower_score36(const int eq[EQ_COUNT])
{
	int by3 = eq[EQ6] == 1 || eq[EQ3] == 0 ? lower_score(eq, EQ3) : 0;
	int by6 = eq[EQ6] == 0 ? lower_score(eq, EQ6) : 0;

	return by3 > by6 ? by3 : by6;
}

struct drop {
	int lower;     /* the next milder macrovector's score, 0 when there is none    */
	int distance;  /* steps from the worst vector                                  */
	int depth;     /* steps the class spans                                         */
};

static int32_t
interpolate(int value, const struct drop *drops, size_t count)
{
	double sum = 0, score;
	int lowers = 0;

	for (size_t i = 0; i < count; i++) {
		if (drops[i].lower == 0)
			continue;
		sum += (double)(value - drops[i].lower) * drops[i].distance / drops[i].depth;
		lowers++;
	}
	score = value - (lowers == 0 ? 0 : sum / lowers);
	score = fmin(fmax(score, 0), 100);
	return (int32_t)floor(score + 0.5 + 1e-4);
}

int32_t
cvss4_score(const struct cvss *cvss, bool threat, bool environment)
{
	static const int depth1[] = { 1, 4, 5 }, depth2[] = { 1, 2 }, depth4[] = { 6, 5, 4 };
	static const int depth36[3][2] = { { 7, 6 }, { 8, 8 }, { 10, 10 } };
	int steps[STEP_COUNT], eq[EQ_COUNT];

	steps_of(cvss, threat, environment, steps);
	if (steps[STEP_VC] == 2 && steps[STEP_VI] == 2 && steps[STEP_VA] == 2 && steps[STEP_SC] == 3 &&
	    steps[STEP_SI] == 3 && steps[STEP_SA] == 3)
		return 0;
	classes_of(steps, eq);
	return interpolate(lookup_score(eq), (struct drop[]){
		{ lower_score(eq, EQ1), distance(&worst1[eq[EQ1]], &steps[STEP_AV], 3), depth1[eq[EQ1]] },
		{ lower_score(eq, EQ2), distance(&worst2[eq[EQ2]], &steps[STEP_AC], 2), depth2[eq[EQ2]] },
		{ lower_score36(eq), distance(&worst36[eq[EQ3]][eq[EQ6]], &steps[STEP_VC], 6), depth36[eq[EQ3]][eq[EQ6]] },
		{ lower_score(eq, EQ4), distance(&worst4[eq[EQ4]], &steps[STEP_SC], 3), depth4[eq[EQ4]] },
		{ lower_score(eq, EQ5), 0, 1 },
	    }, 5);
}
