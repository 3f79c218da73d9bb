/*
 * ssvc_test.c - decision tables as handles; what the tables themselves say is held in domain/ssvc.
 */
#include "test.h"

#include <string.h>
#include "base/mem.h"
#include "face/lib/tsukuroi.h"

#define WORD(literal) { literal, TSUKUROI_NUL }

static const char own[] =
    "table: own\n"
    "id: x:own:1.0.0\n"
    "title: {en: Own, ja: 自前}\n"
    "source: \"us\"\n"
    "points:\n"
    "  - id: x:P:1.0.0\n"
    "    en: Point\n"
    "    ja: 点\n"
    "    values:\n"
    "      - {key: L, en: Low, ja: 低}\n"
    "      - {key: H, en: High, ja: 高}\n"
    "outcome:\n"
    "  id: x:O:1.0.0\n"
    "  en: Outcome\n"
    "  ja: 結果\n"
    "  values:\n"
    "    - {key: W, en: Wait, ja: 待つ}\n"
    "    - {key: G, en: Go, ja: 進む}\n"
    "rows:\n"
    "  - \"W G\"\n";

static struct tsukuroi_ssvc *
deployer(struct tsukuroi *t)
{
	struct tsukuroi_ssvc *table;

	if (tsukuroi_ssvc_open(t, "deployer", TSUKUROI_NUL, &table) != TSUKUROI_OK)
		fail_msg("%s", tsukuroi_message(t, TSUKUROI_EN));
	return table;
}

static void
test_decides(void **state)
{
	static const struct tsukuroi_text by_key[] = { WORD("A"), WORD("O"), WORD("Y"), WORD("H") };
	static const struct tsukuroi_text by_name[] = { WORD("active"), WORD("公開"), { "yesterday", 3 }, WORD("high") };
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_ssvc *table = deployer(t);
	struct tsukuroi_ssvc_decision decision, again;

	(void)state;
	assert_int_equal(tsukuroi_ssvc_decide(t, table, by_key, ARRAY_LEN(by_key), &decision), TSUKUROI_OK);
	assert_string_equal(decision.outcome.key.ptr, "I");
	assert_string_equal(decision.outcome.en.ptr, "Immediate");
	assert_non_null(strstr(decision.outcome.ja.ptr, "可能な限り迅速な対応"));
	assert_int_equal(decision.rank, 3);
	assert_int_equal(decision.possible, 1);
	assert_int_equal(tsukuroi_ssvc_decide_vector(t, table, decision.vector.ptr, decision.vector.len, &again), TSUKUROI_OK);
	assert_int_equal(again.rank, 3);
	assert_int_equal(tsukuroi_ssvc_decide(t, table, by_name, ARRAY_LEN(by_name), &decision), TSUKUROI_OK);
	assert_string_equal(decision.outcome.key.ptr, "I");
	tsukuroi_ssvc_free(table);
	tsukuroi_free(t);
}

/* What is not known leaves several outcomes, of which the worst is told. */
static void
test_unknown_values(void **state)
{
	static const struct tsukuroi_text nothing[] = { WORD(""), { NULL, 0 }, WORD(""), WORD("") };
	static const struct tsukuroi_text little[] = { WORD("N"), WORD("S"), WORD(""), WORD("M") };
	static const struct tsukuroi_text enough[] = { WORD("N"), WORD("S"), WORD(""), WORD("H") };
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_ssvc *table = deployer(t);
	struct tsukuroi_ssvc_decision decision;

	(void)state;
	assert_int_equal(tsukuroi_ssvc_decide(t, table, nothing, ARRAY_LEN(nothing), &decision), TSUKUROI_OK);
	assert_string_equal(decision.outcome.key.ptr, "I");
	assert_int_equal(decision.possible, 4);
	assert_string_equal(decision.vector.ptr, "");
	assert_int_equal(tsukuroi_ssvc_decide(t, table, little, ARRAY_LEN(little), &decision), TSUKUROI_OK);
	assert_string_equal(decision.outcome.key.ptr, "S");
	assert_int_equal(decision.possible, 2);
	assert_int_equal(tsukuroi_ssvc_decide(t, table, enough, ARRAY_LEN(enough), &decision), TSUKUROI_OK);
	assert_string_equal(decision.outcome.key.ptr, "S");
	assert_int_equal(decision.possible, 1);
	assert_string_equal(decision.vector.ptr, "");
	tsukuroi_ssvc_free(table);
	tsukuroi_free(t);
}

static void
test_words(void **state)
{
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_ssvc *table = deployer(t);
	struct tsukuroi_ssvc_name name;

	(void)state;
	assert_int_equal(tsukuroi_ssvc_points(table), 4);
	assert_int_equal(tsukuroi_ssvc_values(table, 0), 3);
	assert_int_equal(tsukuroi_ssvc_values(table, 4), 4);
	assert_int_equal(tsukuroi_ssvc_values(table, 5), 0);
	assert_int_equal(tsukuroi_ssvc_point(t, table, 1, &name), TSUKUROI_OK);
	assert_string_equal(name.key.ptr, "EXP");
	assert_string_equal(name.en.ptr, "System Exposure");
	assert_string_equal(name.ja.ptr, "システムの公開範囲");
	assert_int_equal(tsukuroi_ssvc_value(t, table, 0, 2, &name), TSUKUROI_OK);
	assert_string_equal(name.en.ptr, "Active");
	assert_int_equal(tsukuroi_ssvc_value(t, table, 4, 0, &name), TSUKUROI_OK);
	assert_string_equal(name.en.ptr, "Defer");
	tsukuroi_ssvc_free(table);
	tsukuroi_free(t);
}

static void
test_own_table(void **state)
{
	static const struct tsukuroi_text high[] = { WORD("high") };
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_ssvc_decision decision;
	struct tsukuroi_ssvc *table;
	char *text = strdup(own);

	(void)state;
	if (tsukuroi_ssvc_parse(t, text, TSUKUROI_NUL, &table) != TSUKUROI_OK)
		fail_msg("%s", tsukuroi_message(t, TSUKUROI_EN));
	/* It keeps what it needs of the text. */
	memset(text, 'x', strlen(text));
	free(text);
	assert_int_equal(tsukuroi_ssvc_decide(t, table, high, 1, &decision), TSUKUROI_OK);
	assert_string_equal(decision.outcome.ja.ptr, "進む");
	tsukuroi_ssvc_free(table);
	tsukuroi_free(t);
}

static void
test_refusals(void **state)
{
	static const struct tsukuroi_text wrong[] = { WORD("A"), WORD("O"), WORD("maybe"), WORD("H") };
	struct tsukuroi *t = tsukuroi_new();
	struct tsukuroi_ssvc *table;
	struct tsukuroi_ssvc_decision decision;
	struct tsukuroi_ssvc_name name;

	(void)state;
	assert_int_equal(tsukuroi_ssvc_open(t, "no such", TSUKUROI_NUL, &table), TSUKUROI_NOT_FOUND);
	assert_null(table);
	assert_non_null(strstr(tsukuroi_message(t, TSUKUROI_EN), "deployer"));
	assert_int_equal(tsukuroi_ssvc_parse(t, "points: [", TSUKUROI_NUL, &table), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_ssvc_parse(t, "\xff\xfe", 2, &table), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_ssvc_parse(t, NULL, 0, &table), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_ssvc_open(t, "deployer", TSUKUROI_NUL, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_parse(t, own, TSUKUROI_NUL, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_open(NULL, "deployer", TSUKUROI_NUL, &table), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_decide(t, NULL, wrong, 4, &decision), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_decide_vector(t, NULL, "", 0, &decision), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_points(NULL), 0);
	assert_int_equal(tsukuroi_ssvc_values(NULL, 0), 0);
	assert_int_equal(tsukuroi_ssvc_point(t, NULL, 0, &name), TSUKUROI_MISUSE);
	tsukuroi_ssvc_free(NULL);

	table = deployer(t);
	assert_int_equal(tsukuroi_ssvc_decide(t, table, wrong, 4, &decision), TSUKUROI_BAD_INPUT);
	assert_non_null(strstr(tsukuroi_message(t, TSUKUROI_EN), "Automatable"));
	assert_int_equal(tsukuroi_ssvc_decide(t, table, wrong, 3, &decision), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_ssvc_decide(t, table, NULL, 4, &decision), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_decide(t, table, NULL, 0, &decision), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_ssvc_decide(t, table, wrong, 4, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_decide_vector(t, table, "SSVCv2/E:A/", TSUKUROI_NUL, &decision), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_ssvc_decide_vector(t, table, "", 0, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_point(t, table, 5, &name), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_point(t, table, 0, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_value(t, table, 0, 3, &name), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_value(t, table, 9, 0, &name), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_ssvc_value(t, table, 0, 0, NULL), TSUKUROI_MISUSE);
	tsukuroi_ssvc_free(table);
	tsukuroi_free(t);
}

/* The leak checker's, where there is one: libyaml's own memory cannot be given back when ours ends in its middle. */
__attribute__((weak)) void __lsan_disable(void);
__attribute__((weak)) void __lsan_enable(void);

static void
test_memory_ends(void **state)
{
	enum tsukuroi_status status;
	unsigned long n = 0;

	(void)state;
	if (__lsan_disable != NULL)
		__lsan_disable();
	do {
		struct tsukuroi *t = tsukuroi_new();
		struct tsukuroi_ssvc *table;

		mem_fail_at(++n);
		status = tsukuroi_ssvc_open(t, "deployer", TSUKUROI_NUL, &table);
		mem_fail_at(0);
		assert_true((status == TSUKUROI_OK) == (table != NULL));
		tsukuroi_ssvc_free(table);
		tsukuroi_free(t);
	} while (status == TSUKUROI_NO_MEMORY);
	if (__lsan_enable != NULL)
		__lsan_enable();
	assert_int_equal(status, TSUKUROI_OK);
	assert_true(n > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decides),
		cmocka_unit_test(test_unknown_values),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_own_table),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_memory_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
