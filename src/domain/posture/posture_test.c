#include "test.h"
#include "domain/posture/posture.h"

enum { UNKNOWN = -1 };

static const struct {
	int64_t     immediate, out_of_cycle, very_large;
	const char *level;       /* "": none */
	bool        provisional;
} cases[] = {
	/* the guide's own three */
	{ 3, 0, 1, "ciso", false },
	{ 2, 0, 0, "security_head", false },
	{ 0, 1, 0, "team", false },
	/* what the standard decides where the guide is silent */
	{ 1, 0, 1, "security_head", false },
	{ 1, 0, 0, "team", false },
	{ 0, 0, 0, "", false },
	{ 0, 0, 1, "", false },
	/* what is not known keeps the higher one */
	{ 2, 0, UNKNOWN, "ciso", true },
	{ UNKNOWN, 0, 1, "ciso", true },
	{ UNKNOWN, UNKNOWN, 0, "security_head", true },
	{ 1, 0, UNKNOWN, "security_head", true },
	{ 0, UNKNOWN, 0, "team", true },
};

static struct fact
fact_of(int64_t value)
{
	return (struct fact){ value != UNKNOWN, value };
}

static void
test_standard(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct postures postures;

	(void)state;
	assert_ok(postures_builtin(STR("standard"), arena, &postures));
	assert_int_equal(postures.levels.count, 3);
	assert_str(postures.levels.items[0].lead.ja, "CISO");
	assert_int_equal(postures.agreed_on, DAY_NONE);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct fact facts[POSTURE_FACTS] = {
			[POSTURE_IMMEDIATE] = fact_of(cases[i].immediate),
			[POSTURE_OUT_OF_CYCLE] = fact_of(cases[i].out_of_cycle),
			[POSTURE_VERY_LARGE] = fact_of(cases[i].very_large),
		};
		struct posture posture = posture_propose(&postures, facts);
		struct str level = posture.level == NO_INDEX ? STR("") : postures.levels.items[posture.level].id;

		assert_str(level, cases[i].level);
		assert_int_equal(posture.provisional, cases[i].provisional);
		assert_int_equal(posture.open != 0, cases[i].provisional);
	}
}

/* More systems, or more damage, never propose a lower posture. */
static void
test_worse_is_never_lower(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct postures postures;
	size_t before, least;

	(void)state;
	assert_ok(postures_builtin(STR("standard"), arena, &postures));
	for (int64_t damage = 0; damage < 2; damage++) {
		before = postures.levels.count;
		for (int64_t systems = 0; systems < 5; systems++) {
			struct fact facts[POSTURE_FACTS] = {
				[POSTURE_IMMEDIATE] = fact_of(systems), [POSTURE_OUT_OF_CYCLE] = fact_of(0), [POSTURE_VERY_LARGE] = fact_of(damage),
			};
			struct posture posture = posture_propose(&postures, facts);

			least = posture.level == NO_INDEX ? postures.levels.count : posture.level;
			assert_true(least <= before);
			before = least;
		}
	}
}

#define HEAD "postures: own\nsince: 2026-04-01\ntitle: {ja: 自, en: own}\n"
#define LEVEL "levels: {one: {ja: 一, en: one, lead: {ja: 長, en: head}, members: []}}\n"

static const struct { struct str text; const char *sentence; } bad[] = {
	{ STR_INIT(HEAD LEVEL), "own.yaml: line 1: \"rules\" is missing." },
	{ STR_INIT(HEAD LEVEL "rules: [{when: \"immediate_systems >= 1\", level: two}]\n"),
	  "own.yaml: line 5: There is no level \"two\" under \"levels\"." },
	{ STR_INIT(HEAD "agreed: {by: 市長}\n" LEVEL "rules: []\n"), "own.yaml: line 4: \"on\" is missing." },
	{ STR_INIT(HEAD "levels: {one: {ja: 一, en: one, lead: 長, members: []}}\nrules: []\n"), "own.yaml: line 4: \"lead\" must consist of named parts." },
	{ STR_INIT(HEAD "level: 1\n"), "own.yaml: line 4: \"level\" is not known here; did you mean \"levels\"?" },
};

static void
test_what_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct postures postures;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct err *err = postures_read(bad[i].text, STR("own.yaml"), arena, &postures);

		assert_non_null(err);
		assert_str(err_sentence(err, LANG_EN, arena), bad[i].sentence);
	}
	assert_err(postures_read(STR(HEAD LEVEL "rules: [{when: \"systems > 1\", level: one}]\n"), STR("own.yaml"), arena, &postures), ERR_FORMAT);
	assert_err(postures_builtin(STR("none"), arena, &postures), ERR_NOT_FOUND);
	assert_ok(postures_read(STR(HEAD "agreed: {by: 副市長, on: 2026-05-01}\n" LEVEL "rules: []\n"), STR("own.yaml"), arena, &postures));
	assert_str(postures.agreed_by, "副市長");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_standard),
		cmocka_unit_test(test_worse_is_never_lower),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
