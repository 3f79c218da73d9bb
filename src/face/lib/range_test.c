/*
 * range_test.c - ranges as handles; what each syntax means is told in domain/range.
 */
#include "test.h"

#include <pthread.h>
#include "face/lib/tsukuroi.h"

static struct tsukuroi_range *
range_of(struct tsukuroi *t, const char *scheme, const char *text)
{
	struct tsukuroi_range *range;

	if (tsukuroi_range_parse(t, tsukuroi_scheme(scheme, TSUKUROI_NUL), text, TSUKUROI_NUL, &range) != TSUKUROI_OK)
		fail_msg("%s %s: %s", scheme, text, tsukuroi_message(t, TSUKUROI_EN));
	return range;
}

static enum tsukuroi_containment
contains(const struct tsukuroi_range *range, const char *version)
{
	return tsukuroi_range_contains(range, version, TSUKUROI_NUL);
}

static void
test_vers(void **state)
{
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_range *range = range_of(t, "", "vers:pypi/>=1.0|<2.0");
	struct tsukuroi_text text;

	(void)state;
	assert_int_equal(tsukuroi_range_scheme(range), tsukuroi_scheme("pep440", TSUKUROI_NUL));
	assert_int_equal(tsukuroi_range_format(t, range, &text), TSUKUROI_OK);
	assert_string_equal(text.ptr, ">=1.0,<2.0");
	/* The range needs its context no more. */
	tsukuroi_free(t);
	assert_int_equal(contains(range, "1.0"), TSUKUROI_IN);
	assert_int_equal(contains(range, "2.0"), TSUKUROI_OUT);
	assert_int_equal(contains(range, "one"), TSUKUROI_UNDECIDED);
	tsukuroi_range_free(range);
}

static void
test_native(void **state)
{
	static const struct {
		const char               *scheme, *range, *version;
		enum tsukuroi_containment answer;
	} cases[] = {
		{ "semver", "^1.2.3", "1.3.0", TSUKUROI_IN },      { "npm", "^1.2.3", "1.3.0-beta", TSUKUROI_OUT },
		{ "pypi", "<3.0", "3.0rc1", TSUKUROI_OUT },        { "pypi", ">1.0", "1.0.post1", TSUKUROI_OUT },
		{ "pypi", "==1.0", "1.0+x", TSUKUROI_IN },         { "pypi", "===1.0", "1.0.0", TSUKUROI_UNDECIDED },
		{ "maven", "[1.0,2.0)", "1.5", TSUKUROI_IN },      { "maven", "[1.0,2.0)", "2.0", TSUKUROI_OUT },
		{ "gem", "~> 2.1", "2.9", TSUKUROI_IN },           { "gem", "~> 2.1", "3.0", TSUKUROI_OUT },
		{ "deb", ">=1.0|<2.0", "1.5-1", TSUKUROI_IN },     { "deb", ">=1.0|<2.0", "2.0", TSUKUROI_OUT },
	};
	struct tsukuroi *t = tsukuroi_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct tsukuroi_range *range = range_of(t, cases[i].scheme, cases[i].range);

		print_message("  %s %s %s\n", cases[i].scheme, cases[i].range, cases[i].version);
		assert_int_equal(contains(range, cases[i].version), cases[i].answer);
		tsukuroi_range_free(range);
	}
	tsukuroi_free(t);
}

static void
test_refusals(void **state)
{
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_range *range = (struct tsukuroi_range *)t;

	(void)state;
	assert_int_equal(tsukuroi_range_parse(t, -1, "vers:npm/>=1|<", TSUKUROI_NUL, &range), TSUKUROI_BAD_INPUT);
	assert_null(range);
	assert_int_equal(tsukuroi_range_parse(t, -1, ">=1", TSUKUROI_NUL, &range), TSUKUROI_NOT_FOUND);
	assert_int_equal(tsukuroi_range_parse(t, tsukuroi_scheme("deb", 3), "vers:npm/>=1", TSUKUROI_NUL, &range), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_range_parse(t, tsukuroi_scheme("deb", 3), "what?", TSUKUROI_NUL, &range), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_range_parse(t, 10000, ">=1", TSUKUROI_NUL, &range), TSUKUROI_NOT_FOUND);
	assert_int_equal(contains(NULL, "1"), TSUKUROI_UNDECIDED);
	assert_int_equal(tsukuroi_range_scheme(NULL), -1);
	tsukuroi_range_free(NULL);
	tsukuroi_free(t);
}

/* A type without an order that is known: what it lists is in, the rest undecided. */
static void
test_no_scheme(void **state)
{
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_range *range = range_of(t, "", "vers:unheardof/>=1|<2|7");
	struct tsukuroi_text text;

	(void)state;
	assert_int_equal(tsukuroi_range_scheme(range), -1);
	assert_int_equal(tsukuroi_range_format(t, range, &text), TSUKUROI_OK);
	assert_string_equal(text.ptr, "=7?");
	assert_int_equal(tsukuroi_range_format(t, range, NULL), TSUKUROI_MISUSE);
	assert_int_equal(contains(range, "7"), TSUKUROI_IN);
	assert_int_equal(contains(range, "1.5"), TSUKUROI_UNDECIDED);
	tsukuroi_range_free(range);
	tsukuroi_free(t);
}

static void *
ask_many(void *range)
{
	size_t right = 0;

	for (int i = 0; i < 10000; i++)
		right += contains(range, "1.5") == TSUKUROI_IN && contains(range, "2.5") == TSUKUROI_OUT;
	return (void *)right;
}

static void
test_many_threads_ask_one_range(void **state)
{
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_range *range = range_of(t, "", "vers:deb/>=1|<2");
	pthread_t threads[4];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_many, range), 0);
	for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
		void *right;

		assert_int_equal(pthread_join(threads[i], &right), 0);
		assert_int_equal((size_t)right, 10000);
	}
	tsukuroi_range_free(range);
	tsukuroi_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vers),
		cmocka_unit_test(test_native),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_no_scheme),
		cmocka_unit_test(test_many_threads_ask_one_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
