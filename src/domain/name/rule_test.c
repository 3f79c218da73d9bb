#include "domain/name/rule.h"
#include "base/clock.h"
#include "test.h"

static const char text[] =
    "# cpe\tword\tinstead\treason\towner\tends\n"
    "cpe:2.3:a:python:*\tignore\t\tthe tool takes every package for python\t係\t2026-12-31\n"
    "cpe:2.3:a:python:python\trewrite\tcpe:2.3:a:cpython:cpython\tmade up\t係\t2026-12-31\n"
    "cpe:2.3:a:old:thing\tignore\t\twas once\t係\t2025-12-31\n";

static void
the_most_specific_rule_counts_until_its_day(void **state)
{
	static const struct { const char *cpe; const char *becomes; bool over; } cases[] = {   /* NULL: no rule */
		{ "cpe:2.3:a:python:pip:1.0:*:*:*:*:*:*:*", "", false },
		{ "cpe:2.3:a:python:python:3.12:*:*:*:*:*:*:*", "cpe:2.3:a:cpython:cpython:3.12:*:*:*:*:*:*:*", false },
		{ "cpe:2.3:a:python2:pip:1.0:*:*:*:*:*:*:*", NULL, false },
		{ "cpe:2.3:o:python:pip:1.0:*:*:*:*:*:*:*", NULL, false },
		{ "cpe:2.3:a:old:thing:1.0:*:*:*:*:*:*:*", NULL, true },
		{ "nonsense", NULL, false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_rules rules;
	int32_t today;

	(void)state;
	assert_true(day_parse(STR("2026-12-31"), &today));
	assert_ok(name_rules_parse(STR("rules.tsv"), str_of(text), arena, &rules));
	assert_int_equal(rules.list.count, 3);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct name_rule *over, *rule = name_rule_of(&rules, str_of(cases[i].cpe), today, arena, &over);

		print_message("  %s\n", cases[i].cpe);
		assert_int_equal(rule != NULL, cases[i].becomes != NULL);
		assert_int_equal(over != NULL, cases[i].over);
		if (rule != NULL)
			assert_str(name_rule_apply(rule, str_of(cases[i].cpe), arena), cases[i].becomes);
		assert_null(name_rule_of(&rules, str_of(cases[i].cpe), today + 1, arena, &over));
	}
}

static void
a_rule_without_reason_owner_or_end_is_refused(void **state)
{
	static const char *const wrong[] = {
		"cpe:2.3:a:x:y\tignore\t\t\t係\t2026-12-31", "cpe:2.3:a:x:y\tignore\t\treason\t\t2026-12-31", "cpe:2.3:a:x:y\tignore\t\treason\t係\t",
		"cpe:2.3:a:x:y\tdrop\t\treason\t係\t2026-12-31", "cpe:2.3:a:x:y\trewrite\tz\treason\t係\t2026-12-31", "*\tignore\t\treason\t係\t2026-12-31",
		"x:y\tignore\t\treason\t係\t2026-12-31",
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_rules rules;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct err *err = name_rules_parse(STR("rules.tsv"), str_of(wrong[i]), arena, &rules);

		print_message("  %s\n", wrong[i]);
		assert_non_null(err);
		assert_true(str_find(err_sentence(err, LANG_EN, arena), STR("line 1")) != SIZE_MAX);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_most_specific_rule_counts_until_its_day),
		cmocka_unit_test(a_rule_without_reason_owner_or_end_is_refused),
	};

	return cmocka_run_group_tests_name("rules of CPE names", tests, NULL, NULL);
}
