#include "test.h"
#include <ctype.h>
#include <math.h>
#include <string.h>
#include <zlib.h>
#include "base/buf.h"
#include "domain/cvss/cvss.h"

/* FIRST's and JVN's own examples, and pairs that were computed with other programs. -1: not asked. */
static const struct {
	const char *vector;
	int32_t     base, temporal, environmental;
} scored[] = {
	{ "AV:N/AC:L/Au:N/C:P/I:P/A:P", 75, -1, -1 },
	{ "(AV:N/AC:L/Au:N/C:P/I:P/A:P)", 75, -1, -1 },
	{ "AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C", 100, 83, -1 },
	{ "AV:N/AC:M/Au:S/C:N/I:P/A:N", 35, -1, -1 },
	{ "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:H/RL:U/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", 78, 78, 77 },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98, 98, 98 },
	{ "CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N", 98, 98, 98 },
	{ "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 54, -1, -1 },
	{ "CVSS:3.1/AV:P/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N/E:P/RL:O/RC:R", 17, 15, 15 },
	{ "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N/E:U/RL:T/RC:C/CR:H/MAV:L/MS:C", 59, 52, 70 },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0, 0, 0 },
	{ "CVSS:3.1/MA:X/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/CR:H/IR:H/AR:H", 84, 84, 84 },   /* the impact is cut off at 0.915 */
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:X/RL:X/RC:X/CR:X/MAV:X/MS:X", 100, 100, 100 },
	{ "CVSS:3.1/AV:P/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:H", 70, 70, 71 },   /* the modified impact of 3.1 is another */
	{ "CVSS:3.0/AV:P/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:H", 70, 70, 70 },
	{ "AV:L/AC:H/Au:M/C:N/I:N/A:N", 0, 0, 0 },
	{ "AV:L/AC:H/Au:M/C:P/I:N/A:N", 8, 8, 8 },
	{ "AV:L/AC:H/Au:M/C:P/I:N/A:N/CR:L", 8, 8, 0 },     /* the adjusted base is -0.2 */
	{ "AV:L/AC:H/Au:M/C:N/I:N/A:P/RL:W/RC:C/CDP:LM/TD:M/CR:M/IR:M/AR:L", 8, 8, 21 },
	{ "AV:L/AC:H/Au:M/C:N/I:N/A:P/E:H/RL:OF/CDP:H/IR:H/AR:L", 8, 7, 49 },
	{ "AV:N/AC:L/Au:N/C:C/I:C/A:C/CDP:H/TD:N/CR:H/IR:H/AR:H", 100, 100, 0 },
	{ "AV:N/AC:L/Au:N/C:C/I:C/A:C/CDP:H/TD:L/CR:H/IR:H/AR:H", 100, 100, 25 },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100, 100, 100 },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 93, 93, 93 },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 53, -1, -1 },
	{ "CVSS:4.0/AV:L/AC:H/AT:P/PR:L/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N/E:U", -1, 1, 1 },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P/CR:L/IR:L/AR:L", 93, -1, 79 },
	{ "CVSS:4.0/AV:A/AC:L/AT:P/PR:L/UI:N/VC:H/VI:L/VA:N/SC:N/SI:L/SA:H/MSI:S", -1, -1, 86 },
};

static void
scores_are_those_of_the_specifications(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scored); i++) {
		struct cvss cvss;
		struct cvss_scores scores;

		assert_ok(cvss_parse(str_of(scored[i].vector), arena, &cvss));
		scores = cvss_score(&cvss);
		print_message("  %s\n", scored[i].vector);
		if (scored[i].base >= 0)
			assert_int_equal(scores.base, scored[i].base);
		if (scored[i].temporal >= 0)
			assert_int_equal(scores.temporal, scored[i].temporal);
		if (scored[i].environmental >= 0)
			assert_int_equal(scores.environmental, scored[i].environmental);
	}
}

/* What is refused, and what the sentence has to name. */
static const struct {
	const char *vector, *says;
} refused[] = {
	{ "", "empty" },
	{ "CVSS:3.1/", "character 10" },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", "lacks its metric \"A\"" },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", "character 46" },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/A:H", "\"A\" stands a second time at character 46" },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/E:X", "second time at character 50" },
	{ "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "cannot have the value \"X\"" },
	{ "CVSS:3.1/AV:n/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "cannot have the value \"n\"" },
	{ "CVSS:3.1/XX:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "\"XX\" at character 10 is unknown" },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:P/I:H/A:H", "\"C\" at character 34" },
	{ "CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.2/" },
	{ "cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "begins with" },
	{ "AV:N/AC:L/Au:N/C:P/I:P", "lacks its metric \"A\"" },
	{ "AV:N/AC:L/Au:N/C:P/I:P/A:X", "cannot have the value \"X\"" },
	{ "CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "out of the order" },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N", "cannot have the value \"S\"" },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/CR:H/E:A", "\"E\" at character 70" },
	{ "AV:N AC:L", "character 1" },
	{ "CVSS:3.1/AV-N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "At character 10 of the CVSS vector \"AV-N\"" },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/AV:N/A:H", "\"AV\" stands a second time at character 42" },
	{ "CVSS:3.1/A:H/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P", "\"A\" stands a second time at character 46" },
	{ "AV:N/AC:L/Au:N/C:P/I:P/A:P/CDP:X/TD:H", "\"CDP\" at character 28 cannot have the value \"X\"" },
	{ "AV:N/AC:L/Au:N/C:P/I:P/A:P/E:NDX", "cannot have the value \"NDX\"" },
	{ "(AV:N/AC:L/Au:N/C:P/I:P/A:P", "\"(AV\" at character 1 is unknown" },
	{ "(AV:N/AC:L/Au:N/C:P/I:P/A:P/)", "character 29" },
	{ "(", "character 1" },
	{ "()", "character 2" },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A/E:X", "\"E\" stands a second time at character 69" },
	{ "CVSS:4.0/AV:F/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N", "\"AV\" at character 10 cannot have the value \"F\"" },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/ui:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N", "\"ui\" at character 30 is unknown" },
	{ "AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N", "\"AT\" at character 11 is unknown" },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/SC:N/SI:N/SA:N", "lacks its metric \"VA\"" },
};

static void
a_broken_vector_is_refused_with_its_place(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct cvss cvss = { 0 };
		struct err *err = cvss_parse(str_of(refused[i].vector), arena, &cvss);
		struct str said;

		assert_non_null(err);
		assert_int_equal(err->code, ERR_FORMAT);
		assert_int_equal(cvss.version, CVSS_NONE);
		said = err_sentence(err, LANG_EN, arena);
		if (str_find(said, str_of(refused[i].says)) == SIZE_MAX)
			fail_msg("%s: %.*s", refused[i].vector, STR_ARG(said));
	}
}

static void
a_vector_comes_back_in_the_order_of_its_specification(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cvss cvss;

	(void)state;
	assert_ok(cvss_parse(STR("CVSS:3.0/A:H/RC:X/E:P/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N"), arena, &cvss));
	assert_str(cvss_format(&cvss, arena), "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P");
	assert_ok(cvss_parse(STR("(A:C/AV:N/AC:L/Au:N/C:P/I:P/E:ND)"), arena, &cvss));
	assert_str(cvss_format(&cvss, arena), "AV:N/AC:L/Au:N/C:P/I:P/A:C");
}

static void
bands_follow_the_version(void **state)
{
	(void)state;
	assert_int_equal(cvss_severity(CVSS_V3_1, 90), SEVERITY_CRITICAL);
	assert_int_equal(cvss_severity(CVSS_V3_1, 89), SEVERITY_HIGH);
	assert_int_equal(cvss_severity(CVSS_V4, 40), SEVERITY_MEDIUM);
	assert_int_equal(cvss_severity(CVSS_V4, 39), SEVERITY_LOW);
	assert_int_equal(cvss_severity(CVSS_V3_0, 0), SEVERITY_NONE);
	assert_int_equal(cvss_severity(CVSS_V2, 100), SEVERITY_HIGH);
	assert_int_equal(cvss_severity(CVSS_V2, 0), SEVERITY_LOW);
	assert_int_equal(cvss_severity(CVSS_V2, 40), SEVERITY_MEDIUM);
	assert_string_equal(cvss_severity_words(CVSS_V2, SEVERITY_HIGH).ja, "危険");
	assert_string_equal(cvss_severity_words(CVSS_V2, SEVERITY_MEDIUM).ja, "警告");
	assert_string_equal(cvss_severity_words(CVSS_V3_1, SEVERITY_HIGH).ja, "重要");
	assert_string_equal(cvss_severity_words(CVSS_V4, SEVERITY_CRITICAL).en, "Critical");
}

static const struct {
	const char *vector;
	enum degree c, i, a;
	bool        remote;
} impacts[] = {
	{ "AV:N/AC:L/Au:N/C:P/I:N/A:C", DEGREE_SOME, DEGREE_NONE, DEGREE_HIGH, true },
	{ "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:L/A:N", DEGREE_HIGH, DEGREE_SOME, DEGREE_NONE, false },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:H/SI:N/SA:L", DEGREE_HIGH, DEGREE_SOME, DEGREE_SOME, true },
	{ "AV:L/AC:L/Au:N/C:N/I:N/A:N", DEGREE_NONE, DEGREE_NONE, DEGREE_NONE, false },
	{ "AV:N/AC:L/Au:S/C:N/I:N/A:N", DEGREE_NONE, DEGREE_NONE, DEGREE_NONE, false },
	{ "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", DEGREE_NONE, DEGREE_NONE, DEGREE_NONE, true },
	{ "CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", DEGREE_NONE, DEGREE_NONE, DEGREE_NONE, false },
	{ "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:N", DEGREE_NONE, DEGREE_NONE, DEGREE_NONE, false },
	{ "CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", DEGREE_NONE, DEGREE_NONE, DEGREE_NONE, false },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", DEGREE_NONE, DEGREE_NONE, DEGREE_NONE, false },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/MSA:S", DEGREE_NONE, DEGREE_NONE, DEGREE_HIGH, false },
};

static void
impacts_are_told_per_kind(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(impacts); i++) {
		struct cvss cvss;
		struct cvss_impacts got;

		assert_ok(cvss_parse(str_of(impacts[i].vector), arena, &cvss));
		got = cvss_impacts(&cvss);
		assert_int_equal(got.confidentiality, impacts[i].c);
		assert_int_equal(got.integrity, impacts[i].i);
		assert_int_equal(got.availability, impacts[i].a);
		assert_int_equal(cvss_is_remote_unaided(&cvss), impacts[i].remote);
	}
}

/* Metrics outside the group never move the score of that group. */
static void
what_is_not_of_a_group_does_not_move_its_score(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cvss plain, dressed;

	(void)state;
	assert_ok(cvss_parse(STR("CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:N/VC:L/VI:H/VA:N/SC:N/SI:N/SA:N"), arena, &plain));
	assert_ok(cvss_parse(STR("CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:N/VC:L/VI:H/VA:N/SC:N/SI:N/SA:N/E:U/CR:L/MAV:P/S:P/AU:Y/R:I/V:C/RE:H/U:Red"),
	    arena, &dressed));
	assert_int_equal(cvss_score(&plain).base, cvss_score(&dressed).base);
	assert_false(cvss_score(&plain).has_environmental);
	assert_true(cvss_score(&dressed).has_temporal);
	assert_int_equal(cvss_score(&dressed).overall, cvss_score(&dressed).environmental);
	assert_true(cvss_score(&dressed).temporal < cvss_score(&dressed).base);
}

static void
a_version_4_score_says_which_groups_it_counts(void **state)
{
	static const struct {
		const char *vector, *name;
		int32_t     macrovector;
	} cases[] = {
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "CVSS-B", 100 },
		{ "CVSS:4.0/AV:L/AC:H/AT:N/PR:L/UI:N/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N/E:P", "CVSS-BT", 112211 },
		{ "CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:P/VC:L/VI:L/VA:H/SC:N/SI:N/SA:N/CR:L/MSA:S/S:P", "CVSS-BE", 201000 },
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U/CR:L/IR:L/AR:L", "CVSS-BTE", 221 },
		{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "", -1 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct cvss cvss;

		print_message("  %s\n", cases[i].vector);
		assert_ok(cvss_parse(str_of(cases[i].vector), arena, &cvss));
		assert_string_equal(cvss_nomenclature(&cvss), cases[i].name);
		assert_int_equal(cvss_macrovector(&cvss), cases[i].macrovector);
	}
}

static void
a_vector_that_is_none_has_neither_score_nor_text(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cvss_term terms[CVSS_METRICS];
	struct cvss none = { 0 };

	(void)state;
	assert_str(cvss_format(&none, arena), "");
	assert_int_equal(cvss_score(&none).base, -1);
	assert_int_equal(cvss_score(&none).overall, -1);
	assert_int_equal(cvss_terms(&none, terms), 0);
	assert_int_equal(cvss_impacts(&none).availability, DEGREE_UNKNOWN);
	assert_false(cvss_is_remote_unaided(&none));
	assert_string_equal(severity_text(SEVERITY_CRITICAL), "Critical");
}

/* The whole of each version: every metric with its mildest value. */
static const struct {
	const char *vector;
	size_t      terms;
} dressed[] = {
	{ "AV:L/AC:H/Au:M/C:N/I:N/A:N/E:U/RL:OF/RC:UC/CDP:N/TD:N/CR:L/IR:L/AR:L", 14 },
	{ "CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:C/C:N/I:N/A:N/E:U/RL:O/RC:U/CR:L/IR:L/AR:L/MAV:P/MAC:H/MPR:H/MUI:R/MS:C/MC:N/MI:N/MA:N", 22 },
	{ "CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/E:U/CR:L/IR:L/AR:L/MAV:P/MAC:H/MAT:P/MPR:H/MUI:A/MVC:N/"
	  "MVI:N/MVA:N/MSC:N/MSI:N/MSA:N/S:N/AU:N/R:A/V:D/RE:L/U:Clear", 32 },
};

/* Walks all values of every metric from the mildest, which the vector names, to the worst: each has its words. */
static void
every_metric_and_value_has_words_in_both_languages(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cvss_term terms[CVSS_METRICS];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(dressed); i++) {
		struct cvss cvss;

		assert_ok(cvss_parse(str_of(dressed[i].vector), arena, &cvss));
		assert_str(cvss_format(&cvss, arena), dressed[i].vector);
		assert_int_equal(cvss_terms(&cvss, terms), dressed[i].terms);
		for (bool all_worst = false; !all_worst;) {
			size_t count = cvss_terms(&cvss, terms);

			for (size_t j = 0; j < count; j++) {
				assert_true(terms[j].metric_words.en[0] != '\0' && terms[j].value_words.en[0] != '\0');
				assert_true(terms[j].metric_words.ja[0] >= 0x7f || terms[j].metric_words.ja[0] < 0);
				assert_true(terms[j].value_words.ja[0] >= 0x7f || terms[j].value_words.ja[0] < 0);
			}
			all_worst = true;
			for (size_t j = 0; j < CVSS_METRICS; j++) {
				if (cvss.value[j] > 1) {
					cvss.value[j]--;
					all_worst = false;
				}
			}
		}
	}
}

static void
terms_are_those_of_the_specification_and_of_ipa(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cvss_term terms[CVSS_METRICS];
	struct cvss cvss;
	struct cvss_words group;

	(void)state;
	assert_ok(cvss_parse(STR("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:H/MUI:R"), arena, &cvss));
	assert_int_equal(cvss_terms(&cvss, terms), 10);
	assert_str(terms[0].metric, "AV");
	assert_str(terms[0].value, "N");
	assert_string_equal(cvss_word(&terms[0].metric_words, LANG_EN), "Attack Vector");
	assert_string_equal(cvss_word(&terms[0].value_words, LANG_JA), "ネットワーク");
	assert_int_equal(terms[0].group, CVSS_BASE);
	assert_int_equal(terms[8].group, CVSS_THREAT);
	assert_string_equal(cvss_word(&terms[8].value_words, LANG_JA), "容易に攻撃可能");
	assert_int_equal(terms[9].group, CVSS_ENVIRONMENTAL);
	group = cvss_group_words(CVSS_V3_1, CVSS_THREAT);
	assert_string_equal(cvss_word(&group, LANG_JA), "現状評価基準");
	group = cvss_group_words(CVSS_V2, CVSS_BASE);
	assert_string_equal(cvss_word(&group, LANG_JA), "基本評価基準");
	group = cvss_group_words(CVSS_V4, CVSS_THREAT);
	assert_string_equal(cvss_word(&group, LANG_EN), "Threat Metrics");
	assert_ok(cvss_parse(str_of(dressed[2].vector), arena, &cvss));
	assert_int_equal(cvss_terms(&cvss, terms), 32);
	assert_int_equal(terms[31].group, CVSS_SUPPLEMENTAL);
}

/* The next number of "(4.6, None, -0.0)" in tenths; -1 for None; false at the end. */
static bool
next_number(const char **at, int32_t *ret_tenths)
{
	char *end;
	double number;

	while (**at != '\0' && **at != 'N' && **at != '-' && !isdigit((unsigned char)**at))
		(*at)++;
	if (**at == '\0')
		return false;
	if (**at == 'N') {
		*at += strlen("None");
		*ret_tenths = -1;
		return true;
	}
	number = strtod(*at, &end);
	*at = end;
	*ret_tenths = (int32_t)lround(fabs(number) * 10);
	return true;
}

/* One line "VECTOR - (base, temporal, environmental)" or "VECTOR - score": true when every number agrees. */
static bool
line_agrees(const char *line, struct arena *arena)
{
	struct str vector = str_sub(str_of(line), 0, str_find(str_of(line), STR(" ")));
	const char *rest = line + vector.len + strlen(" - ");
	struct cvss cvss;
	struct cvss_scores scores;
	int32_t expected, got[3];
	bool agrees = true;

	assert_ok(cvss_parse(vector, arena, &cvss));
	scores = cvss_score(&cvss);
	got[0] = cvss.version == CVSS_V4 ? scores.overall : scores.base;
	got[1] = scores.temporal;
	got[2] = scores.environmental;
	for (size_t i = 0; i < 3 && next_number(&rest, &expected); i++)
		agrees = agrees && (expected == -1 || expected == got[i]);
	return agrees;
}

static void
every_score_of_the_peers_list_agrees(void **state)
{
	static const char *const files[] = {
		"vectors_cvsslib2", "vectors_cvsslib3", "vectors_security4", "vectors_simple2", "vectors_simple3",
		"vectors_simple31", "vectors_simple4", "vectors_supplemental4",
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t lines = 0, wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct str name = arena_printf(arena, "cvss/redhat/%s.odd-lines.txt", files[i]);
		const char *path = test_data(arena, arena_cstr(arena, name));
		struct str bytes, line;

		if (path == NULL)
			return;
		assert_ok(file_read(str_of(path), 16 << 20, arena, &bytes));
		while (str_line(&bytes, &line)) {
			if (line.len == 0)
				continue;
			lines++;
			if (!line_agrees(arena_cstr(arena, line), arena)) {
				print_message("  %.*s\n", STR_ARG(line));
				wrong++;
			}
		}
	}
	print_message("  %zu vectors, %zu differ\n", lines, wrong);
	assert_true(lines > 3000);
	assert_int_equal(wrong, 0);
}

static void
every_macrovector_score_agrees(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, "cvss/metaeffekt/cvss-4.0-macro-vectors-001.odd-lines.txt.gz");
	size_t lines = 0, wrong = 0;
	char line[512];
	gzFile file;

	(void)state;
	if (path == NULL)
		return;
	file = gzopen(path, "rb");
	assert_non_null(file);
	while (gzgets(file, line, sizeof(line)) != NULL) {
		struct str vector, rest;
		struct cvss cvss;

		(void)str_cut(str_of(line), ' ', &vector, &rest);
		(void)str_cut(rest, ' ', &rest, &rest);
		if (rest.len == 0)
			continue;
		assert_ok(cvss_parse(vector, arena, &cvss));
		lines++;
		if (cvss_score(&cvss).overall != (int32_t)lround(atof(strrchr(line, ' ')) * 10)) {
			print_message("  %d: %s", cvss_score(&cvss).overall, line);
			wrong++;
		}
		arena_reset(arena);
	}
	(void)gzclose(file);
	print_message("  %zu vectors, %zu differ\n", lines, wrong);
	assert_int_equal(lines, 5000);
	assert_int_equal(wrong, 0);
}

/* As NVD prints them beside each score. */
static void
halves_are_nvds(void **state)
{
	static const struct { const char *vector; int32_t impact, exploitability; } cases[] = {
		{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 59, 39 }, { "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 27, 28 },
		{ "CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:C/C:H/I:N/A:N", 40, 20 }, { "AV:N/AC:L/Au:N/C:P/I:P/A:P", 64, 100 }, { "AV:L/AC:L/Au:N/C:C/I:C/A:C", 100, 39 },
		{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0, 39 },
		{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", -1, -1 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct cvss cvss;

		assert_ok(cvss_parse(str_of(cases[i].vector), arena, &cvss));
		assert_int_equal(cvss_halves(&cvss).impact, cases[i].impact);
		assert_int_equal(cvss_halves(&cvss).exploitability, cases[i].exploitability);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_are_those_of_the_specifications),
		cmocka_unit_test(a_broken_vector_is_refused_with_its_place),
		cmocka_unit_test(a_vector_comes_back_in_the_order_of_its_specification),
		cmocka_unit_test(bands_follow_the_version),
		cmocka_unit_test(impacts_are_told_per_kind),
		cmocka_unit_test(what_is_not_of_a_group_does_not_move_its_score),
		cmocka_unit_test(a_version_4_score_says_which_groups_it_counts),
		cmocka_unit_test(a_vector_that_is_none_has_neither_score_nor_text),
		cmocka_unit_test(every_metric_and_value_has_words_in_both_languages),
		cmocka_unit_test(terms_are_those_of_the_specification_and_of_ipa),
		cmocka_unit_test(every_score_of_the_peers_list_agrees),
		cmocka_unit_test(every_macrovector_score_agrees),
		cmocka_unit_test(halves_are_nvds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
