#include "test.h"
#include "base/buf.h"
#include "base/limits.h"
#include "domain/rule/rule.h"
#include "domain/rule/text.h"
#include "format/yaml/yaml.h"

enum { POC, EXPLOITED, RECORDS, EXPOSURE, FACTS };

static const char *const exposures[] = { "unknown", "closed", "internal", "internet" };
static const struct enum_names exposure_words = ENUM_NAMES(exposures);
static const struct fact_word words[] = {
	[POC] = { "poc", FACT_BOOL, NULL },
	[EXPLOITED] = { "exploited", FACT_BOOL, NULL },
	[RECORDS] = { "personal_records", FACT_INT, NULL },
	[EXPOSURE] = { "exposure", FACT_ENUM, &exposure_words },
};
static const struct vocabulary vocabulary = { words, FACTS };

#define NO   { true, 0 }
#define YES  { true, 1 }
#define OPEN { false, 0 }
#define N(n) { true, n }
#define BIT(fact) ((uint64_t)1 << (fact))

static const struct {
	const char *text;
	struct fact facts[FACTS];      /* poc, exploited, records, exposure */
	enum truth  truth;
	uint64_t    open;
} cases[] = {
	{ "poc", { YES }, TRUTH_TRUE, 0 },
	{ "poc", { NO }, TRUTH_FALSE, 0 },
	{ "poc", { OPEN }, TRUTH_UNKNOWN, BIT(POC) },
	{ "not poc", { OPEN }, TRUTH_UNKNOWN, BIT(POC) },
	{ "not poc", { NO }, TRUTH_TRUE, 0 },
	{ "not not poc", { NO }, TRUTH_FALSE, 0 },
	{ "poc == false", { NO }, TRUTH_TRUE, 0 },
	{ "poc != true", { NO }, TRUTH_TRUE, 0 },
	{ "true or poc", { OPEN }, TRUTH_TRUE, 0 },
	{ "false and poc", { OPEN }, TRUTH_FALSE, 0 },
	{ "poc and exploited", { OPEN, NO }, TRUTH_FALSE, 0 },
	{ "poc and exploited", { OPEN, YES }, TRUTH_UNKNOWN, BIT(POC) },
	{ "poc or exploited", { OPEN, YES }, TRUTH_TRUE, 0 },
	{ "poc or exploited", { OPEN, OPEN }, TRUTH_UNKNOWN, BIT(POC) | BIT(EXPLOITED) },
	/* "and" binds tighter than "or", "not" tighter than both */
	{ "poc or exploited and exposure == internet", { YES, NO, OPEN, OPEN }, TRUTH_TRUE, 0 },
	{ "(poc or exploited) and exposure == internet", { YES, NO, OPEN, OPEN }, TRUTH_UNKNOWN, BIT(EXPOSURE) },
	{ "not poc and exploited", { NO, YES }, TRUTH_TRUE, 0 },
	/* only what could still decide is named */
	{ "(poc and exploited) or personal_records >= 10", { OPEN, NO, OPEN }, TRUTH_UNKNOWN, BIT(RECORDS) },
	{ "poc or not poc", { OPEN }, TRUTH_UNKNOWN, BIT(POC) },
	{ "personal_records >= 10000", { OPEN, OPEN, N(10000) }, TRUTH_TRUE, 0 },
	{ "personal_records >= 10_000", { OPEN, OPEN, N(9999) }, TRUTH_FALSE, 0 },
	{ "personal_records > 10000", { OPEN, OPEN, N(10000) }, TRUTH_FALSE, 0 },
	{ "personal_records<1", { OPEN, OPEN, N(0) }, TRUTH_TRUE, 0 },
	{ "personal_records <= -1", { OPEN, OPEN, N(0) }, TRUTH_FALSE, 0 },
	{ "personal_records != 0", { OPEN, OPEN, N(0) }, TRUTH_FALSE, 0 },
	{ "exposure == internet", { OPEN, OPEN, OPEN, N(3) }, TRUTH_TRUE, 0 },
	{ "exposure != internet", { OPEN, OPEN, OPEN, N(3) }, TRUTH_FALSE, 0 },
	{ "{poc: true, exposure: internet}", { YES, OPEN, OPEN, N(3) }, TRUTH_TRUE, 0 },
	{ "{poc: true, exposure: internet}", { YES, OPEN, OPEN, N(2) }, TRUTH_FALSE, 0 },
	{ "{poc: true, exposure: [internal, internet]}", { YES, OPEN, OPEN, N(2) }, TRUTH_TRUE, 0 },
	{ "{personal_records: 5}", { OPEN, OPEN, N(5) }, TRUTH_TRUE, 0 },
	{ "[exploited, {poc: true, exposure: internet}]", { YES, NO, OPEN, OPEN }, TRUTH_UNKNOWN, BIT(EXPOSURE) },
	{ "[exploited, {poc: true, exposure: internet}]", { YES, YES, OPEN, OPEN }, TRUTH_TRUE, 0 },
	{ "[exploited, poc]", { NO, NO }, TRUTH_FALSE, 0 },
	{ "poc and true", { OPEN }, TRUTH_UNKNOWN, BIT(POC) },
	{ "poc and not false or exploited", { YES, OPEN }, TRUTH_TRUE, 0 },
	{ "not (poc and exploited)", { NO, OPEN }, TRUTH_TRUE, 0 },
	{ "not [poc, exploited]", { NO, OPEN }, TRUTH_UNKNOWN, BIT(EXPLOITED) },
	{ "personal_records == -5", { OPEN, OPEN, N(-5) }, TRUTH_TRUE, 0 },
	{ "[]", { OPEN }, TRUTH_FALSE, 0 },
	{ "{}", { OPEN }, TRUTH_TRUE, 0 },
};

static void
rules_say_true_false_or_unknown(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct rule *rule;
		uint64_t open;

		print_message("  %s\n", cases[i].text);
		assert_ok(rule_parse(str_of(cases[i].text), &vocabulary, arena, &rule));
		assert_int_equal(rule_eval(rule, cases[i].facts, &open), cases[i].truth);
		assert_int_equal(open, cases[i].open);
		assert_int_equal(rule_eval(rule, cases[i].facts, NULL), cases[i].truth);
	}
}

static const struct {
	const char *text;
	const char *says;
} refused[] = {
	{ "", "character 1 of the rule a fact" },
	{ "pox", "character 1 the rule speaks of \"pox\"" },
	{ "poc and", "character 8 of the rule a fact" },
	{ "poc exploited", "character 5 the rule should end" },
	{ "poc == 1", "character 8 the fact \"poc\"" },
	{ "poc >= true", "not a number" },
	{ "personal_records", "character 1 \"personal_records\" is not true or false" },
	{ "personal_records >= many", "character 21 the fact" },
	{ "personal_records >= 99999999999999999999", "character 21" },
	{ "exposure == outside", "\"outside\"" },
	{ "exposure < internet", "not a number" },
	{ "(poc", "character 5 of the rule \")\"" },
	{ "[poc, ]", "character 7 of the rule a fact" },
	{ "{poc}", "character 5 of the rule \":\"" },
	{ "{poc: }", "character 7 of the rule a value" },
	{ "{: true}", "character 2 of the rule a fact" },
	{ "poc # remark", "character 5 the rule should end" },
	{ "poc or or exploited", "character 8 of the rule a fact" },
	{ "poc = true", "character 5 the rule should end" },
	{ "personal_records >= 100000000000000000000000000", "character 21" },      /* more digits than any number has */
	{ "personal_records >= -", "character 21 of the rule a value" },
	{ "personal_records >= -many", "character 21 of the rule a value" },
	{ "personal_records >= true", "character 21 the fact" },
	{ "poc == maybe", "character 8 the fact" },
	{ "[poc, pox]", "\"pox\"" },
	{ "[poc", "character 5 of the rule \"]\"" },
	{ "{pox: true}", "\"pox\"" },
	{ "{poc: [maybe]}", "\"maybe\"" },
	{ "{exposure: [internet, outside]}", "\"outside\"" },
	{ "{exposure: [internet}", "\"]\"" },
	{ "not", "character 4 of the rule a fact" },
	{ "not and", "character 5 of the rule a fact" },
	{ "poc and or", "character 9 of the rule a fact" },
	{ "(pox)", "\"pox\"" },
};

static void
a_broken_rule_is_refused_with_its_place(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		const struct rule *rule = NULL;
		struct err *err = rule_parse(str_of(refused[i].text), &vocabulary, arena, &rule);
		struct str said;

		if (err == NULL)
			fail_msg("taken: %s", refused[i].text);
		assert_null(rule);
		said = err_sentence(err, LANG_EN, arena);
		if (str_find(said, str_of(refused[i].says)) == SIZE_MAX)
			fail_msg("%s: %.*s", refused[i].text, STR_ARG(said));
	}
}

static void
depth_and_size_are_bounded(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf deep BUF_SCOPE = { 0 }, wide BUF_SCOPE = { 0 }, fits BUF_SCOPE = { 0 };
	const struct rule *rule;
	struct fact facts[FACTS] = { YES };

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_add(&deep, STR("("));
	assert_err(rule_parse(buf_str(&deep), &vocabulary, arena, &rule), ERR_LIMIT);
	/* As deep as a rule may be, and one more, in YAML as well. */
	for (int depth = LIMIT_RULE_DEPTH - 1; depth <= LIMIT_RULE_DEPTH; depth++) {
		struct buf nested BUF_SCOPE = { 0 }, nots BUF_SCOPE = { 0 };
		struct yaml_node *root;
		struct err *err;

		for (int i = 0; i < depth; i++) {
			buf_add(&nested, STR("["));
			buf_add(&nots, STR("not "));
		}
		buf_add(&nots, STR("poc"));
		buf_add(&nested, STR("poc"));
		for (int i = 0; i < depth; i++)
			buf_add(&nested, STR("]"));
		assert_int_equal(rule_parse(buf_str(&nots), &vocabulary, arena, &rule) == NULL, depth < LIMIT_RULE_DEPTH);
		assert_ok(yaml_parse(buf_str(&nested), STR("test"), arena, &root));
		err = rule_of_yaml(root, &vocabulary, arena, &rule);
		assert_int_equal(err == NULL, depth < LIMIT_RULE_DEPTH);
	}
	for (int i = 0; i < LIMIT_RULE_NODES; i++)
		buf_add(&wide, i == 0 ? STR("poc") : STR(" or poc"));
	assert_err(rule_parse(buf_str(&wide), &vocabulary, arena, &rule), ERR_LIMIT);
	for (int i = 0; i < LIMIT_RULE_NODES / 2; i++)
		buf_add(&fits, i == 0 ? STR("poc") : STR(" and poc"));
	assert_ok(rule_parse(buf_str(&fits), &vocabulary, arena, &rule));
	assert_int_equal(rule_eval(rule, facts, NULL), TRUTH_TRUE);
}

/* Whatever joins the parts, and whether the last that fits is a part or what joins it. */
static void
no_form_of_a_rule_is_longer_than_a_rule_may_be(void **state)
{
	static const struct { const char *begin, *part, *more, *end; bool yaml; } forms[] = {
		{ "", "poc", " and poc", "", false },              { "", "poc", " or poc", "", false },
		{ "[", "poc", ", poc", "]", false },               { "{", "poc: true", ", poc: true", "}", false },
		{ "{poc: [", "true", ", true", "]}", false },      { "", "poc", " and not poc", "", false },
		{ "rule:\n", "  - poc", "\n  - poc", "\n", true },  { "rule: {poc: [", "true", ", true", "]}", true },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_LEN(forms); i++) {
		size_t form = i / 2;
		struct buf text BUF_SCOPE = { 0 };
		const struct rule *rule = NULL;
		struct yaml_node *root;

		/* "not" is one part more, so that the other kind of part is the first that does not fit. */
		buf_addf(&text, "%s%s%s", forms[form].begin, i % 2 != 0 && form < 2 ? "not " : "", forms[form].part);
		for (int n = 0; n < LIMIT_RULE_NODES; n++)
			buf_add(&text, str_of(i % 2 != 0 && n == 0 && form == 2 ? ", not poc" : forms[form].more));
		buf_add(&text, str_of(forms[form].end));
		if (!forms[form].yaml) {
			assert_err(rule_parse(buf_str(&text), &vocabulary, arena, &rule), ERR_LIMIT);
			continue;
		}
		assert_ok(yaml_parse(buf_str(&text), STR("test"), arena, &root));
		assert_err(rule_of_yaml(yaml_find(root, "rule"), &vocabulary, arena, &rule), ERR_LIMIT);
	}
}

/* Joined by "or" again, the parts of which any is enough are the rule. */
static void
alternatives_mean_what_the_rule_means(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct rule *rule, *again;
		struct str_list parts;
		struct str text;

		assert_ok(rule_parse(str_of(cases[i].text), &vocabulary, arena, &rule));
		parts = rule_alternatives(rule, &vocabulary, arena);
		text = parts.count == 0 ? STR("false") : arena_join(arena, parts.items, parts.count, STR(" or "));
		print_message("  %.*s\n", STR_ARG(text));
		assert_ok(rule_parse(text, &vocabulary, arena, &again));
		for (int mask = 0; mask < 81; mask++) {
			int digits[FACTS] = { mask % 3, mask / 3 % 3, mask / 9 % 3, mask / 27 };
			struct fact facts[FACTS];

			for (size_t f = 0; f < FACTS; f++)
				facts[f] = (struct fact){ digits[f] != 2, f == RECORDS ? digits[f] * 10000 : f == EXPOSURE ? digits[f] + 2 : digits[f] };
			assert_int_equal(rule_eval(rule, facts, NULL), rule_eval(again, facts, NULL));
		}
	}
}

static struct str
say_leaf(const void *context, size_t fact, const char *is, int64_t value, struct arena *arena)
{
	(void)context;
	return arena_printf(arena, "%s %s %lld", words[fact].name, is, (long long)value);
}

static void
a_rule_is_said_part_by_part(void **state)
{
	static const struct { const char *rule, *said; } said[] = {
		{ "poc", "poc == 1" },
		{ "not poc", "poc != 1" },
		{ "not (personal_records < 5)", "personal_records >= 5" },
		{ "not (personal_records > 5)", "personal_records <= 5" },
		{ "not (personal_records <= 5)", "personal_records > 5" },
		{ "not (personal_records >= 5)", "personal_records < 5" },
		{ "not (poc != true)", "poc == 1" },
		{ "poc and exploited", "poc == 1, and exploited == 1" },
		{ "poc or exploited", "poc == 1, or exploited == 1" },
		{ "not (poc or exploited)", "not so: poc == 1, or exploited == 1" },
		{ "[]", "nothing" },
		{ "{}", "everything" },
	};
	const struct rule_words how = { NULL, say_leaf, "{a}, and {b}", "{a}, or {b}", "not so: {a}", "nothing", "everything", LANG_EN };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		const struct rule *rule;

		assert_ok(rule_parse(str_of(said[i].rule), &vocabulary, arena, &rule));
		assert_str(rule_say(rule, &how, arena), said[i].said);
	}
}

static void
a_rule_tells_what_it_speaks_of(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct rule *rule;
	int64_t numbers[4];

	(void)state;
	assert_ok(rule_parse(STR("poc and (personal_records >= 100 or personal_records < 5)"), &vocabulary, arena, &rule));
	assert_int_equal(rule_facts(rule), BIT(POC) | BIT(RECORDS));
	assert_int_equal(rule_numbers(rule, RECORDS, numbers, ARRAY_LEN(numbers)), 2);
	assert_int_equal(numbers[0], 100);
	assert_int_equal(numbers[1], 5);
	assert_int_equal(rule_numbers(rule, RECORDS, numbers, 1), 1);
}

/* Each unknown fact stands for all its values: a known answer must hold for every one of them. */
static void
a_known_answer_holds_whatever_the_unknown_facts_turn_out_to_be(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct rule *rule;
		struct fact facts[FACTS];

		assert_ok(rule_parse(str_of(cases[i].text), &vocabulary, arena, &rule));
		for (int mask = 0; mask < 81; mask++) {
			enum truth before, after;
			int digits[FACTS] = { mask % 3, mask / 3 % 3, mask / 9 % 3, mask / 27 };

			for (size_t f = 0; f < FACTS; f++)
				facts[f] = (struct fact){ digits[f] != 2, f == RECORDS ? digits[f] * 10000 : f == EXPOSURE ? digits[f] + 2 : digits[f] };
			before = rule_eval(rule, facts, NULL);
			for (size_t f = 0; f < FACTS; f++)
				facts[f] = (struct fact){ true, facts[f].known ? facts[f].value : 1 };
			after = rule_eval(rule, facts, NULL);
			assert_true(before == TRUTH_UNKNOWN || before == after);
			assert_true(after != TRUTH_UNKNOWN);
		}
	}
}

static const struct {
	const char *yaml;
	struct fact facts[FACTS];
	enum truth  truth;      /* TRUTH_UNKNOWN with says: refused */
	const char *says;
} documents[] = {
	{ "rule: poc and exploited", { YES, NO }, TRUTH_FALSE, NULL },
	{ "rule:\n  - exploited\n  - {poc: true, exposure: internet}", { YES, NO, OPEN, N(3) }, TRUTH_TRUE, NULL },
	{ "rule:\n  - exploited\n  - {poc: true, exposure: [internal, internet]}", { YES, NO, OPEN, N(1) }, TRUTH_FALSE, NULL },
	{ "rule:\n  poc: true\n  personal_records: 5", { YES, NO, N(5) }, TRUTH_TRUE, NULL },
	{ "rule: []", { OPEN }, TRUTH_FALSE, NULL },
	{ "rule: {}", { OPEN }, TRUTH_TRUE, NULL },
	{ "rule:\n  - exploited\n  - pox\n", { OPEN }, TRUTH_UNKNOWN, "line 3" },
	{ "rule:\n  - exploited\n  - {poc: maybe}\n", { OPEN }, TRUTH_UNKNOWN, "line 3" },
	{ "rule:\n  - {exposure: []}\n", { OPEN }, TRUTH_UNKNOWN, "line 2" },
	{ "rule:\n  - {exposure: [[internet]]}\n", { OPEN }, TRUTH_UNKNOWN, "line 2" },
	{ "rule:\n  - {exposure: {a: internet}}\n", { OPEN }, TRUTH_UNKNOWN, "line 2" },
	{ "rule: ''", { OPEN }, TRUTH_UNKNOWN, "line 1" },
	{ "rule:\n  poc: true\n  pox: true\n", { OPEN }, TRUTH_UNKNOWN, "line 3" },
	{ "rule:\n  - exploited\n  - {exposure: [internet, outside]}\n", { OPEN }, TRUTH_UNKNOWN, "line 3" },
};

static void
rules_are_read_from_yaml_with_their_lines(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(documents); i++) {
		const struct rule *rule;
		struct yaml_node *root;
		struct err *err;

		print_message("  %s\n", documents[i].yaml);
		assert_ok(yaml_parse(str_of(documents[i].yaml), STR("test"), arena, &root));
		err = rule_of_yaml(yaml_find(root, "rule"), &vocabulary, arena, &rule);
		if (documents[i].says == NULL) {
			assert_null(err);
			assert_int_equal(rule_eval(rule, documents[i].facts, NULL), documents[i].truth);
			continue;
		}
		assert_non_null(err);
		assert_true(str_find(err_sentence(err, LANG_EN, arena), str_of(documents[i].says)) != SIZE_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_say_true_false_or_unknown),
		cmocka_unit_test(a_broken_rule_is_refused_with_its_place),
		cmocka_unit_test(rules_are_read_from_yaml_with_their_lines),
		cmocka_unit_test(depth_and_size_are_bounded),
		cmocka_unit_test(no_form_of_a_rule_is_longer_than_a_rule_may_be),
		cmocka_unit_test(alternatives_mean_what_the_rule_means),
		cmocka_unit_test(a_rule_is_said_part_by_part),
		cmocka_unit_test(a_rule_tells_what_it_speaks_of),
		cmocka_unit_test(a_known_answer_holds_whatever_the_unknown_facts_turn_out_to_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
