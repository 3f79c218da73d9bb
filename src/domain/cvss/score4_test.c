/*
 * The interpolation of version 4 taken the long way: the specification's highest severity vectors are looked through, distances
 * are measured metric by metric, and the mean is taken in doubles. score4.c gets there without the search.
 */
#include "test.h"
#include <math.h>
#include "domain/cvss/metrics.h"

enum { AV, PR, UI, AC, AT, VC, VI, VA, CR, IR, AR, SC, SI, SA, E, LEVELS };

/* The highest severity vectors by class, as levels: tables 24 to 30. A level below the worst is a step milder. */
struct worst {
	size_t count;
	int    levels[5][6];
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
static const struct worst worst36[3][2] = { /* VC VI VA CR IR AR */
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

/* Steps from the first of the worst vectors that is nowhere milder; -1: there is none. */
static int
distance(const struct worst *worst, const int *levels, size_t count)
{
	for (size_t i = 0; i < worst->count; i++) {
		int sum = 0;
		bool fits = true;

		for (size_t j = 0; j < count; j++) {
			fits = fits && levels[j] >= worst->levels[i][j];
			sum += levels[j] - worst->levels[i][j];
		}
		if (fits)
			return sum;
	}
	return -1;
}

static void
levels_of(const struct cvss *cvss, int levels[LEVELS])
{
	static const uint8_t base[] = { V4_AV, V4_PR, V4_UI, V4_AC, V4_AT, V4_VC, V4_VI, V4_VA, 0, 0, 0, V4_SC, V4_SI, V4_SA };

	for (size_t i = 0; i < ARRAY_LEN(base); i++) {
		int modified = cvss->value[base[i] + V4_MAV];
		int shift = i == SC || ((i == SI || i == SA) && modified == 0) ? 1 : 0;

		levels[i] = (modified != 0 ? modified : cvss->value[base[i]]) - 1 + shift;
	}
	for (size_t i = 0; i < 3; i++)
		levels[CR + i] = cvss->value[V4_CR + i] == 0 ? 0 : cvss->value[V4_CR + i] - 1;
	levels[E] = cvss->value[V4_E] == 0 ? 0 : cvss->value[V4_E] - 1;
}

/* The lookup table through the public door: the worst vector of a macrovector has that macrovector's score. 0: there is none. */
static int
looked_up(const int eq[6])
{
	struct cvss cvss = { .version = CVSS_V4 };
	const int *one = worst1[eq[0] % 3].levels[0], *two = worst2[eq[1] % 2].levels[0], *four = worst4[eq[3] % 3].levels[0];
	const int *three = worst36[eq[2] % 3][eq[5] % 2].levels[0];

	if (eq[0] > 2 || eq[1] > 1 || eq[2] > 2 || eq[3] > 2 || eq[4] > 2 || eq[5] > 1 || (eq[2] == 2 && eq[5] == 0))
		return 0;
	cvss.value[V4_AV] = (uint8_t)(one[0] + 1);
	cvss.value[V4_PR] = (uint8_t)(one[1] + 1);
	cvss.value[V4_UI] = (uint8_t)(one[2] + 1);
	cvss.value[V4_AC] = (uint8_t)(two[0] + 1);
	cvss.value[V4_AT] = (uint8_t)(two[1] + 1);
	for (size_t i = 0; i < 3; i++) {
		cvss.value[V4_VC + i] = (uint8_t)(three[i] + 1);
		cvss.value[V4_CR + i] = (uint8_t)(three[3 + i] + 1);
		cvss.value[V4_SC + i] = (uint8_t)(four[i] == 0 ? 1 : four[i]);
	}
	cvss.value[V4_MSI] = cvss.value[V4_MSA] = eq[3] == 0 ? 1 : 0;
	cvss.value[V4_E] = (uint8_t)(eq[4] + 1);
	return cvss_score(&cvss).overall;
}

static int
lower(const int eq[6], size_t first, size_t second)
{
	int next[6];

	for (size_t i = 0; i < 6; i++)
		next[i] = eq[i];
	next[first]++;
	if (second != first)
		next[second]++;
	return looked_up(next);
}

static int
lower36(const int eq[6])
{
	if (eq[2] == 0 && eq[5] == 0)
		return lower(eq, 2, 2) > lower(eq, 5, 5) ? lower(eq, 2, 2) : lower(eq, 5, 5);
	if (eq[2] == 1 && eq[5] == 0)
		return lower(eq, 5, 5);
	return lower(eq, 2, 2);
}

static int
long_way(const struct cvss *cvss)
{
	static const int depth1[] = { 1, 4, 5 }, depth2[] = { 1, 2 }, depth4[] = { 6, 5, 4 }, depth36[3][2] = { { 7, 6 }, { 8, 8 }, { 1, 10 } };
	int32_t digits = cvss_macrovector(cvss);
	int levels[LEVELS], eq[6], lowers[5], steps[5], value;
	double sum = 0;
	int count = 0;

	for (int i = 5; i >= 0; i--, digits /= 10)
		eq[i] = digits % 10;
	levels_of(cvss, levels);
	if (levels[VC] + levels[VI] + levels[VA] == 6 && levels[SC] + levels[SI] + levels[SA] == 9)
		return 0;
	value = looked_up(eq);
	steps[0] = distance(&worst1[eq[0]], &levels[AV], 3);
	steps[1] = distance(&worst2[eq[1]], &levels[AC], 2);
	steps[2] = distance(&worst36[eq[2]][eq[5]], &levels[VC], 6);
	steps[3] = distance(&worst4[eq[3]], &levels[SC], 3);
	steps[4] = 0;
	lowers[0] = lower(eq, 0, 0);
	lowers[1] = lower(eq, 1, 1);
	lowers[2] = lower36(eq);
	lowers[3] = lower(eq, 3, 3);
	lowers[4] = lower(eq, 4, 4);
	for (size_t i = 0; i < 5; i++) {
		int depth = (int[]){ depth1[eq[0]], depth2[eq[1]], depth36[eq[2]][eq[5]], depth4[eq[3]], 1 }[i];

		assert_true(steps[i] >= 0 && steps[i] <= depth);
		if (lowers[i] == 0)
			continue;
		sum += (double)(value - lowers[i]) * steps[i] / depth;
		count++;
	}
	return (int)floor(value - (count == 0 ? 0 : sum / count) + 0.5 + 1e-6);
}

/* A vector of that number: each metric with any of its values or, where it may, with none. */
static struct cvss
made_up(uint64_t *seed)
{
	static const uint8_t values[] = { 4, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4 };
	struct cvss cvss = { .version = CVSS_V4 };

	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		*seed = *seed * 6364136223846793005U + 1442695040888963407U;
		cvss.value[i] = (uint8_t)(i < V4_E ? (*seed >> 33) % values[i] + 1 : (*seed >> 33) % (values[i] + 1U));
	}
	return cvss;
}

static void
the_short_way_is_the_specifications(void **state)
{
	uint64_t seed = 4;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct cvss cvss = made_up(&seed);

		if (cvss_score(&cvss).overall != long_way(&cvss)) {
			struct arena *arena ARENA_SCOPE = arena_new();

			fail_msg("%.*s: %d, the long way %d", STR_ARG(cvss_format(&cvss, arena)), cvss_score(&cvss).overall, long_way(&cvss));
		}
	}
}

/* FIRST's table, whole: the worst vector of each macrovector has its score. */
static void
every_macrovector_of_the_table_has_its_score(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, "../reference/data/cvss4_lookup.csv");
	struct str bytes, line;
	size_t count = 0;

	(void)state;
	skip_without(path, &arena);
	assert_ok(file_read(str_of(path), 1 << 20, arena, &bytes));
	while (str_line(&bytes, &line)) {
		struct str digits, score;
		int eq[6];

		(void)str_cut(line, ',', &digits, &score);
		if (digits.len != 6 || !char_is_digit(digits.ptr[0]))
			continue;
		for (size_t i = 0; i < 6; i++)
			eq[i] = digits.ptr[i] - '0';
		assert_int_equal(looked_up(eq), (int)lround(atof(arena_cstr(arena, score)) * 10));
		count++;
	}
	assert_int_equal(count, 270);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_short_way_is_the_specifications),
		cmocka_unit_test(every_macrovector_of_the_table_has_its_score),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
