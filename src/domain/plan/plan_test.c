#include "test.h"
#include "domain/plan/plan.h"

static const struct calendar office = { 0 };

static struct criteria
standard(struct arena *arena)
{
	struct criteria criteria = { 0 };

	assert_ok(criteria_builtin(STR("standard"), arena, &criteria));
	return criteria;
}

/* A public site that holds 120,000 persons' data, and a weakness that is being exploited. */
static struct risk_facts
public_site(void)
{
	struct risk_facts facts = risk_facts_unknown(0);

	facts.impacts = (struct cvss_impacts){ .confidentiality = DEGREE_HIGH, .integrity = DEGREE_NONE, .availability = DEGREE_NONE };
	facts.exploitation = EXPLOITATION_POC;
	facts.in_kev = ANSWER_NO;
	facts.ransomware = ANSWER_NO;
	facts.exposure = EXPOSURE_INTERNET;
	facts.information_held = ANSWER_YES;
	facts.personal_records = 120000;
	facts.conditions = ANSWER_YES;
	facts.controls = ANSWER_NO;
	facts.automatable = ANSWER_NO;
	facts.epss = 500000;
	facts.internal_only = ANSWER_NO;
	return facts;
}

static const struct {
	enum measure measures[2];
	size_t       count;
	const char  *before, *between, *after;    /* English; after: of the last */
} walks[] = {
	/* guide 004: A is the patch, B lowers the likelihood, B then A goes by both */
	{ { MEASURE_UPDATE }, 1, "damage large × likelihood high → Immediate (as fast as possible)", "", "the weakness is gone" },
	{ { MEASURE_RESTRICT }, 1, "damage large × likelihood high → Immediate (as fast as possible)", "",
	  "damage large × likelihood middle → Out of cycle (faster than usual)" },
	{ { MEASURE_RESTRICT, MEASURE_UPDATE }, 2, "damage large × likelihood high → Immediate (as fast as possible)",
	  "damage large × likelihood middle → Out of cycle (faster than usual)", "the weakness is gone" },
	/* what was mended stays mended, whatever is done after it */
	{ { MEASURE_STOP_USE, MEASURE_SHIELD }, 2, "damage large × likelihood high → Immediate (as fast as possible)", "the weakness is gone",
	  "the weakness is gone" },
};

static void
test_cells(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);
	struct risk_facts facts = public_site();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(walks); i++) {
		struct plan_cell cells[3];

		plan_cells(&criteria, &facts, &office, walks[i].measures, walks[i].count, cells);
		assert_str(plan_cell_text(&cells[0], LANG_EN, arena), walks[i].before);
		if (walks[i].count == 2)
			assert_str(plan_cell_text(&cells[1], LANG_EN, arena), walks[i].between);
		assert_str(plan_cell_text(&cells[walks[i].count], LANG_EN, arena), walks[i].after);
	}
}

/* Of every fact that a measure touches: all its values; of the rest what makes criteria tell apart. */
static size_t
each_facts(size_t number, struct risk_facts *facts)
{
	static const enum exploitation evidence[] = { EXPLOITATION_UNKNOWN, EXPLOITATION_NONE, EXPLOITATION_POC, EXPLOITATION_ACTIVE };
	size_t left = number;

	*facts = public_site();
	facts->exposure = (enum exposure)(left % 4);
	left /= 4;
	facts->controls = (enum answer)(left % 3);
	left /= 3;
	facts->conditions = (enum answer)(left % 3);
	left /= 3;
	facts->exploitation = evidence[left % 4];
	left /= 4;
	for (size_t i = 0; i < ROUTE_COUNT; i++)
		facts->routes[i] = (struct route_answer){ (enum answer)(left % 3), 0 };
	left /= 3;
	facts->personal_records = left % 2 == 0 ? 120000 : -1;
	return left / 2;
}

/* No measure makes anything worse, and those that remove the weakness leave no cell. */
static void
test_never_worse(void **state)
{
	static const char *const names[] = { "standard", "municipality" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct risk_facts facts;
	size_t looked = 0;

	(void)state;
	for (size_t c = 0; c < ARRAY_LEN(names); c++) {
		struct criteria criteria = { 0 };

		assert_ok(criteria_builtin(str_of(names[c]), arena, &criteria));
		for (size_t n = 0; each_facts(n, &facts) == 0; n++)
			for (int m = 0; m < MEASURE_COUNT; m++) {
				struct plan_cell cells[2];
				enum measure measure = (enum measure)m;

				plan_cells(&criteria, &facts, &office, &measure, 1, cells);
				assert_int_equal(cells[1].gone, measure_is_lasting(measure));
				if (!cells[1].gone) {
					assert_true(cells[1].action <= cells[0].action);
					assert_int_equal(cells[1].damage, cells[0].damage);
				}
				looked++;
			}
	}
	print_message("%zu situations and measures\n", looked);
	assert_true(looked > 10000);
}

static void
test_unknown_stays_provisional(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);
	struct risk_facts facts = risk_facts_unknown(0);
	struct plan_cell cells[2];
	enum measure measure = MEASURE_SHIELD;

	(void)state;
	plan_cells(&criteria, &facts, &office, &measure, 1, cells);
	assert_true(cells[0].provisional);
	assert_true(cells[1].provisional);
	assert_str(plan_cell_text(&cells[0], LANG_JA, arena), "想定被害 大 × 発生可能性 高 → 可能な限り迅速な対応（Immediate）（仮）");
}

static void
test_marks_of_jvn(void **state)
{
	static const struct { struct str text; size_t count; enum measure first, second; } marks[] = {
		{ STR_INIT("【アップデートする】\n開発者が提供する情報をもとに…"), 1, MEASURE_UPDATE, 0 },
		{ STR_INIT("【パッチを適用する】【ワークアラウンドを実施する】"), 2, MEASURE_UPDATE, MEASURE_SETTING },
		{ STR_INIT("【ワークアラウンドを実施する】【アップデートする】【パッチを適用する】"), 2, MEASURE_UPDATE, MEASURE_SETTING },
		{ STR_INIT("【使用停止】後継製品"), 1, MEASURE_STOP_USE, 0 },
		{ STR_INIT("【後継製品に移行する】"), 1, MEASURE_REPLACE, 0 },
		{ STR_INIT("アップデートしてください。"), 0, 0, 0 },
		{ STR_INIT(""), 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		enum measure measures[MEASURES_MOST];
		size_t count = measures_of_jvn(marks[i].text, measures);

		assert_int_equal(count, marks[i].count);
		if (count > 0)
			assert_int_equal(measures[0], marks[i].first);
		if (count > 1)
			assert_int_equal(measures[1], marks[i].second);
	}
}

static void
test_words(void **state)
{
	(void)state;
	for (int m = 0; m < MEASURE_COUNT; m++) {
		enum measure measure = (enum measure)m;

		assert_true(str_of(measure_text(measure)).len > 0);
		assert_true(str_of(enum_name(&measure_names, m)).len > 0);
		assert_string_equal(measure_effect(measure), measure_is_lasting(measure) ? "removes the weakness" : "lowers the likelihood");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_never_worse),
		cmocka_unit_test(test_unknown_stays_provisional),
		cmocka_unit_test(test_marks_of_jvn),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
