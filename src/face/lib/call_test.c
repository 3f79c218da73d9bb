/*
 * call_test.c - contexts, refusals, and memory that ends: every call at every one of its allocations.
 */
#include "test.h"

#include "face/lib/tsukuroi.h"

static void
test_context(void **state)
{
	struct tsukuroi *t = tsukuroi_new();

	(void)state;
	assert_non_null(t);
	assert_string_equal(tsukuroi_message(t, TSUKUROI_EN), "");
	assert_string_equal(tsukuroi_release(), TSUKUROI_VERSION);
	tsukuroi_free(t);
	tsukuroi_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_context),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
