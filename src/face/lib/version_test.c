/*
 * version_test.c - orderings by name and by number; the engines' own tables stand in domain/version.
 */
#include "test.h"

#include <string.h>
#include "face/lib/tsukuroi.h"

static int
scheme(const char *name)
{
	return tsukuroi_scheme(name, TSUKUROI_NUL);
}

static enum tsukuroi_order
compare(const char *name, const char *a, const char *b)
{
	return tsukuroi_version_compare(scheme(name), a, TSUKUROI_NUL, b, TSUKUROI_NUL);
}

static void
test_schemes_have_names(void **state)
{
	int count = 0;

	(void)state;
	for (const char *name; (name = tsukuroi_scheme_name(count)) != NULL; count++)
		assert_int_equal(scheme(name), count);
	assert_true(count >= 11);
	assert_null(tsukuroi_scheme_name(-1));
	assert_null(tsukuroi_scheme_name(count + 1));
	assert_null(tsukuroi_scheme_name(INT32_MAX));
}

static void
test_schemes_by_type_and_ecosystem(void **state)
{
	static const char *const same[][2] = {
		{ "pypi", "pep440" }, { "PyPI", "pep440" }, { "npm", "semver" }, { "Debian:12", "deb" }, { "Go", "golang" },
		{ "Maven:https://repo.example/", "maven" }, { "alpine", "apk" }, { "RubyGems", "gem" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(same); i++)
		assert_int_equal(scheme(same[i][0]), scheme(same[i][1]));
	assert_int_equal(scheme("none"), -1);
	assert_int_equal(scheme(""), -1);
	assert_int_equal(scheme("no such thing"), -1);
	assert_int_equal(tsukuroi_scheme(NULL, 3), -1);
	assert_int_equal(tsukuroi_scheme("debian", 3), scheme("deb"));
}

static void
test_compare(void **state)
{
	(void)state;
	assert_int_equal(compare("deb", "1.0~rc1", "1.0"), TSUKUROI_LESS);
	assert_int_equal(compare("deb", "1:1", "2"), TSUKUROI_GREATER);
	assert_int_equal(compare("pep440", "1.0", "1.0.0"), TSUKUROI_EQUAL);
	assert_int_equal(compare("pep440", "one", "1.0"), TSUKUROI_UNKNOWN);
	assert_int_equal(compare("no such thing", "1", "2"), TSUKUROI_UNKNOWN);
	assert_int_equal(tsukuroi_version_compare(INT32_MAX, "1", 1, "2", 1), TSUKUROI_UNKNOWN);
	assert_int_equal(tsukuroi_version_compare(scheme("deb"), "1.9xx", 3, "1.10", TSUKUROI_NUL), TSUKUROI_LESS);
	assert_int_equal(tsukuroi_version_compare(scheme("pep440"), NULL, 0, "1", 1), TSUKUROI_UNKNOWN);
	assert_int_equal(tsukuroi_version_compare(scheme("pep440"), "1\0", 2, "1", 1), TSUKUROI_UNKNOWN);
}

static void
test_validity(void **state)
{
	(void)state;
	assert_int_equal(tsukuroi_version_is_valid(scheme("pep440"), "1.0rc1", TSUKUROI_NUL), 1);
	assert_int_equal(tsukuroi_version_is_valid(scheme("pep440"), "one", TSUKUROI_NUL), 0);
	assert_int_equal(tsukuroi_version_is_valid(-1, "1", 1), 0);
	assert_int_equal(tsukuroi_version_is_prerelease(scheme("pep440"), "1.0rc1", TSUKUROI_NUL), 1);
	assert_int_equal(tsukuroi_version_is_prerelease(scheme("pep440"), "1.0", TSUKUROI_NUL), 0);
	assert_int_equal(tsukuroi_version_is_prerelease(-1, "1.0rc1", TSUKUROI_NUL), 0);
}

/* ---------------------------------------------------------------------------------------------- keys */

static void
test_keys_order_as_versions_do(void **state)
{
	static const char *const ascending[] = { "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0", "1.0.1", "1.10.0", "2.0.0-rc.1", "2.0.0" };
	struct tsukuroi_key keys[ARRAY_LEN(ascending)];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ascending); i++)
		assert_int_equal(tsukuroi_version_key(scheme("semver"), ascending[i], TSUKUROI_NUL, &keys[i]), 1);
	for (size_t i = 0; i < ARRAY_LEN(ascending); i++)
		for (size_t j = 0; j < ARRAY_LEN(ascending); j++) {
			int sign = (i > j) - (i < j);
			int bytes = memcmp(keys[i].bytes, keys[j].bytes, sizeof(keys[i].bytes));

			assert_int_equal(tsukuroi_key_compare(&keys[i], &keys[j]), sign);
			assert_int_equal((bytes > 0) - (bytes < 0), sign);
		}
}

static void
test_keys_that_are_none(void **state)
{
	static char digits[] = "1.0.0-a11111111111.b22222222222.c33333333333.d44444444444.e55555555555.f66666666666.g77777777777x";
	struct tsukuroi_key cut, other, none = { { 0 }, 0, 1 };

	(void)state;
	assert_int_equal(tsukuroi_version_key(scheme("semver"), "one", TSUKUROI_NUL, &none), 0);
	assert_int_equal(none.len, 0);
	assert_int_equal(tsukuroi_version_key(-1, "1.0.0", TSUKUROI_NUL, &none), 0);
	assert_int_equal(tsukuroi_version_key(scheme("semver"), "1.0.0", TSUKUROI_NUL, NULL), 0);

	assert_int_equal(tsukuroi_version_key(scheme("semver"), digits, TSUKUROI_NUL, &cut), 1);
	assert_int_equal(cut.whole, 0);
	digits[sizeof(digits) - 2] = 'y';
	assert_int_equal(tsukuroi_version_key(scheme("semver"), digits, TSUKUROI_NUL, &other), 1);
	assert_int_equal(tsukuroi_key_compare(&cut, &other), TSUKUROI_UNKNOWN);

	assert_int_equal(tsukuroi_key_compare(NULL, &cut), TSUKUROI_UNKNOWN);
	assert_int_equal(tsukuroi_key_compare(&cut, &none), TSUKUROI_UNKNOWN);
	cut.len = 65;
	assert_int_equal(tsukuroi_key_compare(&cut, &other), TSUKUROI_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schemes_have_names),
		cmocka_unit_test(test_schemes_by_type_and_ecosystem),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_validity),
		cmocka_unit_test(test_keys_order_as_versions_do),
		cmocka_unit_test(test_keys_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
