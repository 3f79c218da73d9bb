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

static const char whole[] = "postures: own\nsince: 2026-04-01\ntitle: {ja: 自, en: own}\nagreed: {by: 副市長, on: 2026-05-01}\n"
    "levels: {one: {ja: 一, en: one, lead: {ja: 長, en: head}, members: [{ja: 係, en: clerk}]}}\n"
    "rules: [{when: \"exploited\", level: one}]\n";

static const struct { const char *from, *to, *says; } spoilt[] = {
	{ "postures: own\n", "postures: [\n", "line" },
	{ "postures: own\n", "", "\"postures\" is missing" },
	{ "since: 2026-04-01", "since: April", "\"since\" must be a day" },
	{ "title: {ja: 自, en: own}", "title: own", "\"title\" must consist of named parts" },
	{ "agreed: {by: 副市長, on: 2026-05-01}", "agreed: yes", "must consist of named parts" },
	{ "agreed: {by: 副市長, on: 2026-05-01}", "agreed: {by: 副市長, at: 2026-05-01}", "\"at\" is not known" },
	{ "agreed: {by: 副市長, on: 2026-05-01}", "agreed: {on: 2026-05-01}", "\"by\" is missing" },
	{ "levels: {one:", "levels: [one:", "line" },
	{ "levels: {one: {ja: 一, en: one, lead: {ja: 長, en: head}, members: [{ja: 係, en: clerk}]}}\n", "", "\"levels\" is missing" },
	{ "{ja: 一, en: one,", "{ja: 一,", "\"en\" is missing" },
	{ "{ja: 一, en: one,", "{ja: 一, en: one, chief: x,", "\"chief\" is not known" },
	{ ", members: [{ja: 係, en: clerk}]", "", "\"members\" is missing" },
	{ "[{ja: 係, en: clerk}]", "[{ja: 係}]", "\"en\" is missing" },
	{ "[{ja: 係, en: clerk}]", "[係]", "must consist of named parts" },
	{ "[{ja: 係, en: clerk}]", "[{ja: 係, en: clerk, role: x}]", "\"role\" is not known" },
	{ "{when: \"exploited\", level: one}", "{when: \"exploited\", levels: one}", "\"levels\" is not known" },
	{ "{when: \"exploited\", level: one}", "{when: \"exploited\"}", "\"level\" is missing" },
	{ "{when: \"exploited\", level: one}", "{level: one}", "\"when\" is missing" },
	{ "\"exploited\"", "\"exploding\"", "\"exploding\"" },
};

static void
test_every_part_is_read_or_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = str_of(whole);
	struct postures postures;

	(void)state;
	assert_ok(postures_read(text, STR("own.yaml"), arena, &postures));
	assert_str(postures.levels.items[0].members.items[0].en, "clerk");
	assert_str(postures.rules.items[0].text, "exploited");
	for (size_t i = 0; i < ARRAY_LEN(spoilt); i++) {
		size_t at = str_find(text, str_of(spoilt[i].from));
		struct str other = arena_printf(arena, "%.*s%s%.*s", STR_ARG(str_sub(text, 0, at)), spoilt[i].to,
		    STR_ARG(str_from(text, at + str_of(spoilt[i].from).len)));
		struct err *err;

		assert_true(at != SIZE_MAX);
		err = postures_read(other, STR("own.yaml"), arena, &postures);
		if (err == NULL)
			fail_msg("taken: %s", spoilt[i].to);
		if (str_find(err_sentence(err, LANG_EN, arena), str_of(spoilt[i].says)) == SIZE_MAX)
			fail_msg("%s: %.*s", spoilt[i].to, STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
}

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
		cmocka_unit_test(test_every_part_is_read_or_refused),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
