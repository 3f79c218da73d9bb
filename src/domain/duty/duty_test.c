#include "test.h"
#include "base/buf.h"
#include "domain/duty/duty.h"

static const struct calendar office = { 0 };

static int32_t
day(const char *text)
{
	int32_t number = DAY_NONE;

	assert_true(day_parse(str_of(text), &number));
	return number;
}

static struct duties
japan(struct arena *arena)
{
	struct duties duties = { 0 };

	assert_ok(duties_builtin(STR("japan"), arena, &duties));
	return duties;
}

/* "persons=1200 malicious=はい", the rest as `otherwise` says ("" unknown). */
static struct fact *
facts_of(const struct duties *duties, const char *text, const char *otherwise, struct arena *arena)
{
	struct fact *facts = ARENA_ARRAY(arena, struct fact, duties->facts.count);
	struct str rest = str_of(text), word, name, value;

	for (size_t i = 0; i < duties->facts.count; i++)
		if (duties->facts.items[i].kind == FACT_BOOL)
			assert_ok(duty_fact_value(&duties->facts.items[i], str_of(otherwise), arena, &facts[i]));
	while (str_split(&rest, ' ', &word) && word.len > 0) {
		size_t at;

		assert_true(str_cut(word, '=', &name, &value));
		at = duty_fact_find(duties, name);
		assert_true(at != NO_INDEX);
		assert_ok(duty_fact_value(&duties->facts.items[at], value, arena, &facts[at]));
	}
	return facts;
}

static struct str
print(const struct duty_list *list, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < list->shown.count; i++) {
		const struct duty_shown *shown = &list->shown.items[i];

		buf_addf(&out, "%s%.*s%s", i == 0 ? "" : " ", STR_ARG(shown->duty->id), shown->applies == TRUTH_UNKNOWN ? "?" : "");
		for (size_t j = 0; j < shown->clocks.count; j++)
			if (shown->clocks.items[j].due != DAY_NONE)
				buf_addf(&out, ":%s%s", arena_cstr(arena, day_format(shown->clocks.items[j].due, arena)),
				    shown->clocks.items[j].holds == TRUTH_UNKNOWN ? "?" : "");
	}
	return arena_copy(arena, buf_str(&out));
}

static const struct { const char *facts, *otherwise, *aware, *shown; } cases[] = {
	/* a shop whose form was skimmed: type 3, sixty days; day 0 is the day it became known */
	{ "personal_data=はい malicious=はい persons=30", "いいえ", "2026-11-20", "ppc-private:2026-11-25:2027-01-19 persons-private ipa-jpcert" },
	/* 1,000 persons are not more than 1,000 */
	{ "personal_data=yes persons=1000", "no", "2026-11-20", "" },
	{ "personal_data=yes persons=1001", "no", "2026-11-20", "ppc-private:2026-11-25:2026-12-20 persons-private" },
	/* the same in a town hall: more than 100 */
	{ "public_body=有 local_government=有 personal_data=有 persons=101", "無", "2026-11-20", "ppc-public:2026-11-25 local-government" },
	/* strongly encrypted */
	{ "personal_data=yes persons=5000 well_encrypted=yes", "no", "2026-11-20", "" },
	/* how many is not known: the rule stays open, and so does its clock's kind while the purpose is not known */
	{ "personal_data=yes malicious=不明", "no", "2026-11-20", "ppc-private?:2026-11-25:2026-12-20?:2027-01-19? persons-private? ipa-jpcert?" },
	{ "my_number=yes my_number_system=yes public_body=yes personal_data=no", "no", "2026-11-20", "my-number:2026-11-25" },
	/* the law on infrastructure came into force on 1 October 2026 */
	{ "special_infrastructure=yes specified_intrusion=yes", "no", "2026-09-30", "" },
	{ "special_infrastructure=yes specified_intrusion=yes", "no", "2026-10-01", "infrastructure:2026-10-31" },
};

static void
test_rules(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct duties duties = japan(arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct duty_list list;

		duty_assess(&duties, facts_of(&duties, cases[i].facts, cases[i].otherwise, arena), day(cases[i].aware), &office, arena, &list);
		assert_str(print(&list, arena), cases[i].shown);
		assert_int_equal(list.shown.count + list.excluded, duties.list.count);
	}
}

/* Nothing known: nothing is ruled out, everything is a question, and no clock has a day before it is said when it became known. */
static void
test_unknown_rules_nothing_out(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct duties duties = japan(arena);
	struct duty_list list;

	(void)state;
	duty_assess(&duties, facts_of(&duties, "", "", arena), DAY_NONE, &office, arena, &list);
	assert_int_equal(list.excluded, 0);
	for (size_t i = 0; i < list.shown.count; i++) {
		assert_int_equal(list.shown.items[i].applies, TRUTH_UNKNOWN);
		assert_true(list.shown.items[i].open != 0);
		for (size_t j = 0; j < list.shown.items[i].clocks.count; j++)
			assert_int_equal(list.shown.items[i].clocks.items[j].due, DAY_NONE);
	}
}

/* 2026-12-30 + 5 days falls into the New Year: the last business day before it is told. */
static void
test_business_day_before(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct duties duties = japan(arena);
	struct duty_list list;

	(void)state;
	duty_assess(&duties, facts_of(&duties, "personal_data=yes sensitive=yes", "no", arena), day("2026-12-28"), &office, arena, &list);
	assert_int_equal(list.shown.items[0].clocks.items[0].due, day("2027-01-02"));
	assert_int_equal(list.shown.items[0].clocks.items[0].business, day("2026-12-28"));
}

/* Every fact is used by a rule, every rule has an address, a basis and a day on which it was looked up. */
static void
test_data_is_whole(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct duties duties = japan(arena);
	uint64_t used = 0;

	(void)state;
	for (size_t i = 0; i < duties.list.count; i++) {
		used |= rule_facts(duties.list.items[i].when);
		assert_true(duties.list.items[i].clocks.count > 0);
		assert_true(duties.list.items[i].seen != DAY_NONE);
	}
	for (size_t i = 0; i < duties.facts.count; i++)
		if ((used & (1ull << i)) == 0)
			fail_msg("no rule asks for %.*s", STR_ARG(duties.facts.items[i].id));
}

#define HEAD "duties: d\nsince: 2026-04-01\ntitle: {ja: 題, en: t}\nfacts: {a: {ja: 問, en: q}}\n"

static const struct { struct str text; const char *begins; } bad[] = {
	{ STR_INIT(HEAD), "d: line 1: \"list\" is missing." },
	{ STR_INIT(HEAD "list:\n  - {id: x, ja: 題, en: t, when: b, to: {ja: 先, en: to}, basis: {ja: 法, en: law}, seen: 2026-01-01, clocks: []}\n"),
	  "d: line 6" },
	{ STR_INIT(HEAD "list:\n  - {id: x, ja: 題, en: t, when: a, to: {ja: 先, en: to}, basis: {ja: 法, en: law}, seen: 2026-01-01}\n"),
	  "d: line 6: \"clocks\" is missing." },
	{ STR_INIT(HEAD "list:\n  - {id: x, ja: 題, en: t, when: a, to: {ja: 先, en: to}, basis: {ja: 法, en: law}, clocks: []}\n"),
	  "d: line 6: \"seen\" is missing." },
	{ STR_INIT("duties: d\nsince: 2026-04-01\ntitle: {ja: 題, en: t}\nfacts: {a: {type: text, ja: 問, en: q}}\nlist: []\n"),
	  "d: line 4: \"text\" is not known here." },
};

static void
test_what_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct duties duties = japan(arena);
	struct fact value;

	(void)state;
	assert_err(duty_fact_value(&duties.facts.items[duty_fact_find(&duties, STR("persons"))], STR("たくさん"), arena, &value), ERR_FORMAT);
	assert_err(duty_fact_value(&duties.facts.items[duty_fact_find(&duties, STR("persons"))], STR("はい"), arena, &value), ERR_FORMAT);
	assert_err(duty_fact_value(&duties.facts.items[0], STR("12"), arena, &value), ERR_FORMAT);
	assert_true(duty_fact_find(&duties, STR("nothing")) == NO_INDEX);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct err *err = duties_read(bad[i].text, STR("d"), arena, &duties);

		assert_non_null(err);
		if (!str_starts(err_sentence(err, LANG_EN, arena), str_of(bad[i].begins)))
			fail_msg("%.*s", STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
	assert_err(duties_builtin(STR("mars"), arena, &duties), ERR_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_unknown_rules_nothing_out),
		cmocka_unit_test(test_business_day_before),
		cmocka_unit_test(test_data_is_whole),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
