/*
 * call_test.c - contexts and refusals; misuse that must not hurt; memory that ends, in every call at every one of its allocations.
 */
#include "test.h"

#include <pthread.h>
#include <string.h>
#include "base/mem.h"
#include "face/lib/tsukuroi.h"

static const char vector[] = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

static struct tsukuroi *
context(void)
{
	struct tsukuroi *t = tsukuroi_new();

	assert_non_null(t);
	return t;
}

/* ------------------------------------------------------------------------------------------ contexts */

static void
test_context(void **state)
{
	struct tsukuroi *t = context();

	(void)state;
	assert_string_equal(tsukuroi_message(t, TSUKUROI_EN), "");
	assert_string_equal(tsukuroi_release(), TSUKUROI_VERSION);
	tsukuroi_free(t);
	tsukuroi_free(NULL);
}

static void
test_refusal_is_told_until_the_next_call(void **state)
{
	struct tsukuroi *t = context();
	struct tsukuroi_cvss cvss;
	const char *first;

	(void)state;
	assert_int_equal(tsukuroi_cvss_score(t, "CVSS:3.1/AV:N/XX:L", TSUKUROI_NUL, &cvss), TSUKUROI_BAD_INPUT);
	first = tsukuroi_message(t, TSUKUROI_EN);
	assert_non_null(strstr(first, "\"XX\""));
	/* Asking in the other language takes nothing away. */
	assert_non_null(strstr(tsukuroi_message(t, TSUKUROI_JA), "「XX」"));
	assert_non_null(strstr(first, "\"XX\""));
	assert_string_equal(tsukuroi_message(t, (enum tsukuroi_lang)77), first);
	assert_int_equal(tsukuroi_cvss_score(t, vector, TSUKUROI_NUL, &cvss), TSUKUROI_OK);
	assert_string_equal(tsukuroi_message(t, TSUKUROI_EN), "");
	tsukuroi_free(t);
}

static void
test_status_follows_the_reason(void **state)
{
	static char long_name[1 << 16];
	struct tsukuroi *t = context();
	struct tsukuroi_range *range;
	struct tsukuroi_text text;

	(void)state;
	memset(long_name, 'a', sizeof(long_name));
	assert_int_equal(tsukuroi_cpe_convert(t, long_name, sizeof(long_name), TSUKUROI_CPE_FS, &text), TSUKUROI_LIMIT);
	assert_int_equal(tsukuroi_cpe_convert(t, "cpe:2.3:", 8, TSUKUROI_CPE_FS, &text), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_range_parse(t, -1, ">=1", 3, &range), TSUKUROI_NOT_FOUND);
	assert_int_equal(tsukuroi_range_parse(t, 0, ">=1", 3, NULL), TSUKUROI_MISUSE);
	assert_non_null(strstr(tsukuroi_message(t, TSUKUROI_EN), "no place"));
	tsukuroi_free(t);
}

/* -------------------------------------------------------------------------------------------- misuse */

static void
test_null_is_misuse(void **state)
{
	struct tsukuroi *t = context();
	enum tsukuroi_relation relation;
	struct tsukuroi_cvss cvss;
	struct tsukuroi_purl purl;
	struct tsukuroi_text text;
	struct tsukuroi_range *range;
	struct tsukuroi_jvn jvn;
	struct tsukuroi_id id;

	(void)state;
	assert_int_equal(tsukuroi_cvss_score(NULL, vector, TSUKUROI_NUL, &cvss), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_cvss_score(t, vector, TSUKUROI_NUL, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_cvss_score(NULL, vector, TSUKUROI_NUL, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_cvss_canonical(t, vector, TSUKUROI_NUL, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_cvss_canonical(NULL, vector, TSUKUROI_NUL, &text), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_cpe_match(NULL, NULL, 0, NULL, 0, &relation), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_cpe_match(t, NULL, 0, NULL, 0, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_cpe_convert(t, NULL, 0, TSUKUROI_CPE_FS, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_cpe_convert(t, NULL, 0, (enum tsukuroi_cpe_form)3, &text), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_purl_parse(NULL, NULL, 0, &purl), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_purl_parse(t, NULL, 0, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_purl_qualifier(t, NULL, 0, NULL, 0, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_id_parse(NULL, NULL, 0, &id), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_id_parse(t, NULL, 0, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_range_parse(NULL, 0, NULL, 0, &range), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_range_format(t, NULL, &text), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_jvn_read(t, NULL, 0, NULL, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_jvn_read(t, NULL, 1, &jvn, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_jvn_read(NULL, NULL, 0, &jvn, &range), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_calendar_wareki(t, 0, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_calendar_wareki(NULL, 0, &text), TSUKUROI_MISUSE);
	assert_string_not_equal(tsukuroi_message(NULL, TSUKUROI_EN), tsukuroi_message(NULL, TSUKUROI_JA));
	tsukuroi_free(t);
}

/* NULL is the empty text, which is refused like any other that is no such thing. */
static void
test_null_text_is_empty(void **state)
{
	struct tsukuroi *t = context();
	enum tsukuroi_relation relation;
	struct tsukuroi_cvss cvss;
	struct tsukuroi_purl purl;
	struct tsukuroi_id id;

	(void)state;
	assert_int_equal(tsukuroi_cvss_score(t, NULL, TSUKUROI_NUL, &cvss), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_cvss_score(t, NULL, 100, &cvss), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_cpe_match(t, NULL, 0, NULL, 0, &relation), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_purl_parse(t, NULL, 0, &purl), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_id_parse(t, NULL, 0, &id), TSUKUROI_BAD_INPUT);
	tsukuroi_free(t);
}

/* -------------------------------------------------------------------------------------------- threads */

static void *
score_many(void *context_of_thread)
{
	struct tsukuroi *t = context_of_thread;
	struct tsukuroi_cvss cvss;
	size_t right = 0;

	for (int i = 0; i < 2000; i++) {
		right += tsukuroi_cvss_score(t, vector, TSUKUROI_NUL, &cvss) == TSUKUROI_OK && cvss.overall == 98;
		right += tsukuroi_cvss_score(t, "AV:", TSUKUROI_NUL, &cvss) == TSUKUROI_BAD_INPUT && tsukuroi_message(t, TSUKUROI_JA)[0] != '\0';
	}
	return (void *)right;
}

static void
test_a_context_a_thread(void **state)
{
	struct tsukuroi *contexts[4];
	pthread_t threads[ARRAY_LEN(contexts)];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(contexts); i++) {
		contexts[i] = context();
		assert_int_equal(pthread_create(&threads[i], NULL, score_many, contexts[i]), 0);
	}
	for (size_t i = 0; i < ARRAY_LEN(contexts); i++) {
		void *right;

		assert_int_equal(pthread_join(threads[i], &right), 0);
		assert_int_equal((size_t)right, 4000);
		tsukuroi_free(contexts[i]);
	}
}

/* --------------------------------------------------------------------------------------------- memory */

static enum tsukuroi_status
try_score(struct tsukuroi *t)
{
	struct tsukuroi_cvss cvss;

	return tsukuroi_cvss_score(t, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:", TSUKUROI_NUL, &cvss);
}

static enum tsukuroi_status
try_canonical(struct tsukuroi *t)
{
	struct tsukuroi_text text;

	return tsukuroi_cvss_canonical(t, vector, TSUKUROI_NUL, &text);
}

static enum tsukuroi_status
try_cpe(struct tsukuroi *t)
{
	enum tsukuroi_relation relation;

	return tsukuroi_cpe_match(t, "cpe:2.3:a:x:y:1.*:*:*:*:*:*:*:*", TSUKUROI_NUL, "cpe:/a:X:y:1.2", TSUKUROI_NUL, &relation);
}

static enum tsukuroi_status
try_convert(struct tsukuroi *t)
{
	struct tsukuroi_text text;

	return tsukuroi_cpe_convert(t, "cpe:/a:x:y:1.2", TSUKUROI_NUL, TSUKUROI_CPE_WFN, &text);
}

static enum tsukuroi_status
try_purl(struct tsukuroi *t)
{
	struct tsukuroi_purl purl;

	return tsukuroi_purl_parse(t, "pkg:pypi/Some_Thing@1.0?b=1&a=2#x/y", TSUKUROI_NUL, &purl);
}

static enum tsukuroi_status
try_id(struct tsukuroi *t)
{
	struct tsukuroi_id id;

	return tsukuroi_id_parse(t, "cve-2021-44228", TSUKUROI_NUL, &id);
}

static enum tsukuroi_status
try_range(struct tsukuroi *t)
{
	struct tsukuroi_range *range;
	struct tsukuroi_text text;
	enum tsukuroi_status status = tsukuroi_range_parse(t, -1, "vers:npm/>=1|<2|>=3|<4|7", TSUKUROI_NUL, &range);

	/* A range outlives the trouble of its context. */
	if (status == TSUKUROI_OK)
		status = tsukuroi_range_format(t, range, &text);
	else
		assert_null(range);
	tsukuroi_range_free(range);
	return status;
}

static enum tsukuroi_status
try_jvn(struct tsukuroi *t)
{
	static const struct tsukuroi_text rows[] = { { "5.7.22 およびそれ以前", TSUKUROI_NUL }, { "8.0.11 およびそれ以前", TSUKUROI_NUL } };
	struct tsukuroi_range *range;
	struct tsukuroi_jvn jvn;
	enum tsukuroi_status status = tsukuroi_jvn_read(t, rows, ARRAY_LEN(rows), &jvn, &range);

	tsukuroi_range_free(range);
	return status;
}

static enum tsukuroi_status
try_wareki(struct tsukuroi *t)
{
	struct tsukuroi_text text;

	return tsukuroi_calendar_wareki(t, 20000, &text);
}

static enum tsukuroi_status
try_message(struct tsukuroi *t)
{
	enum tsukuroi_status status = try_score(t);

	if (status == TSUKUROI_BAD_INPUT && tsukuroi_message(t, TSUKUROI_JA)[0] == '\0')
		return TSUKUROI_MISUSE;
	/* A message that found no memory says that instead. */
	if (strstr(tsukuroi_message(t, TSUKUROI_EN), "not enough memory") != NULL)
		return TSUKUROI_NO_MEMORY;
	return status;
}

/* Makes the n-th allocation of a fresh context's first call fail, for every n there is. How many there were. */
static unsigned long
exhaust(enum tsukuroi_status (*attempt)(struct tsukuroi *))
{
	enum tsukuroi_status at_ease, status;
	unsigned long n = 0;
	struct tsukuroi *t;

	t = context();
	at_ease = attempt(t);
	tsukuroi_free(t);
	do {
		t = context();
		mem_fail_at(++n);
		status = attempt(t);
		mem_fail_at(0);
		if (status == TSUKUROI_NO_MEMORY) {
			assert_string_equal(tsukuroi_message(t, TSUKUROI_EN), "There is not enough memory.");
			assert_int_equal(attempt(t), at_ease);
		}
		tsukuroi_free(t);
	} while (status == TSUKUROI_NO_MEMORY);
	assert_int_equal(status, at_ease);
	return n - 1;
}

/* The leak checker looks at what is left when the program ends. */
static void
test_memory_ends(void **state)
{
	(void)state;
	assert_true(exhaust(try_score) >= 2);
	assert_true(exhaust(try_canonical) >= 3);
	assert_true(exhaust(try_cpe) >= 2);
	assert_true(exhaust(try_convert) >= 2);
	assert_true(exhaust(try_purl) >= 2);
	assert_true(exhaust(try_id) >= 2);
	assert_true(exhaust(try_range) >= 4);
	assert_true(exhaust(try_jvn) >= 4);
	assert_true(exhaust(try_wareki) >= 2);
	assert_true(exhaust(try_message) >= 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_context),
		cmocka_unit_test(test_refusal_is_told_until_the_next_call),
		cmocka_unit_test(test_status_follows_the_reason),
		cmocka_unit_test(test_null_is_misuse),
		cmocka_unit_test(test_null_text_is_empty),
		cmocka_unit_test(test_a_context_a_thread),
		cmocka_unit_test(test_memory_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
