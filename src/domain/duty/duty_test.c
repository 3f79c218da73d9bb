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

/* A whole list, and what is told when a part of it is another. */
static const char whole[] =
    "duties: d\nsince: 2026-04-01\ntitle: {ja: 題, en: t}\n"
    "facts:\n  a: {type: bool, ja: 問, en: q}\n  n: {type: number, ja: 数, en: how many}\n"
    "list:\n"
    "  - id: x\n    ja: 任務\n    en: duty\n    when: a\n    to: {ja: 先, en: to}\n    basis: {ja: 法, en: law}\n"
    "    note: {ja: 注, en: note}\n    seen: 2026-01-01\n    from: 2026-02-01\n"
    "    clocks:\n"
    "      - {ja: 報告, en: report, word: {ja: 速やか, en: soon}, days: 5, kind: limit, when: n >= 5}\n";

static const struct { const char *from, *to, *says; } spoilt[] = {
	{ "duties: d\n", "duties: [\n", "line" },
	{ "duties: d\n", "", "\"duties\" is missing" },
	{ "duties: d\n", "duties: d\nduty: d\n", "\"duty\" is not known" },
	{ "since: 2026-04-01\n", "since: April\n", "\"since\" must be a day" },
	{ "title: {ja: 題, en: t}\n", "title: {ja: 題}\n", "\"en\" is missing" },
	{ "facts:\n  a: {type: bool, ja: 問, en: q}\n  n: {type: number, ja: 数, en: how many}\n", "", "\"facts\" is missing" },
	{ "{type: bool, ja: 問, en: q}", "{type: bool, kind: x, ja: 問, en: q}", "\"kind\" is not known" },
	{ "{type: bool, ja: 問, en: q}", "{type: bool, ja: 問}", "\"en\" is missing" },
	{ "  - id: x\n    ja: 任務\n", "  - ja: 任務\n", "\"id\" is missing" },
	{ "    ja: 任務\n", "", "\"ja\" is missing" },
	{ "    when: a\n", "", "\"when\" is missing" },
	{ "    when: a\n", "    when: b\n", "\"b\"" },
	{ "    to: {ja: 先, en: to}\n", "", "\"to\" is missing" },
	{ "    basis: {ja: 法, en: law}\n", "", "\"basis\" is missing" },
	{ "    note: {ja: 注, en: note}\n", "    note: 注\n", "\"note\" must consist of named parts" },
	{ "    from: 2026-02-01\n", "    from: now\n", "\"from\" must be a day" },
	{ "    from: 2026-02-01\n", "    until: 2026-02-01\n", "\"until\" is not known" },
	{ "days: 5,", "days: 5, hours: 1,", "\"hours\" is not known" },
	{ "{ja: 報告, en: report,", "{ja: 報告,", "\"en\" is missing" },
	{ "word: {ja: 速やか, en: soon}, ", "", "\"word\" is missing" },
	{ "days: 5", "days: -1", "from 0 to" },
	{ "kind: limit", "kind: must", "\"must\"" },
	{ "when: n >= 5", "when: n >= many", "\"many\"" },
	{ "when: n >= 5", "when: m >= 5", "\"m\"" },
};

static void
test_every_part_is_read_or_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = str_of(whole);
	struct buf many BUF_SCOPE = { 0 };
	struct duties duties;

	(void)state;
	assert_ok(duties_read(text, STR("d"), arena, &duties));
	assert_int_equal(duties.list.items[0].clocks.items[0].kind, CLOCK_LIMIT);
	assert_int_equal(duties.list.items[0].clocks.items[0].days, 5);
	assert_int_equal(duties.list.items[0].from, day("2026-02-01"));
	assert_str(duties.list.items[0].note.en, "note");
	assert_int_equal(duties.facts.items[1].kind, FACT_INT);
	for (size_t i = 0; i < ARRAY_LEN(spoilt); i++) {
		size_t at = str_find(text, str_of(spoilt[i].from));
		struct str other = arena_printf(arena, "%.*s%s%.*s", STR_ARG(str_sub(text, 0, at)), spoilt[i].to,
		    STR_ARG(str_from(text, at + str_of(spoilt[i].from).len)));
		struct err *err;

		assert_true(at != SIZE_MAX);
		err = duties_read(other, STR("d"), arena, &duties);
		if (err == NULL)
			fail_msg("taken: %s", spoilt[i].to);
		if (str_find(err_sentence(err, LANG_EN, arena), str_of(spoilt[i].says)) == SIZE_MAX)
			fail_msg("%s: %.*s", spoilt[i].to, STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
	/* As many facts as a rule can speak of, and one more. */
	buf_add(&many, STR("duties: d\nsince: 2026-04-01\ntitle: {ja: 題, en: t}\nlist: []\nfacts:\n"));
	for (int i = 0; i < RULE_FACTS; i++)
		buf_addf(&many, "  f%d: {ja: 問, en: q}\n", i);
	assert_ok(duties_read(buf_str(&many), STR("d"), arena, &duties));
	buf_add(&many, STR("  more: {ja: 問, en: q}\n"));
	assert_err(duties_read(buf_str(&many), STR("d"), arena, &duties), ERR_LIMIT);
}

static void
test_answers(void **state)
{
	static const struct { enum fact_kind kind; const char *written; bool taken, known; int64_t value; } answers[] = {
		{ FACT_BOOL, "はい", true, true, 1 },    { FACT_BOOL, " 無 ", true, true, 0 },   { FACT_BOOL, "YES", true, true, 1 },
		{ FACT_BOOL, "わからない", true, false, 0 }, { FACT_BOOL, "", true, false, 0 },     { FACT_BOOL, "1", false, false, 0 },
		{ FACT_INT, "0", true, true, 0 },        { FACT_INT, "120", true, true, 120 },  { FACT_INT, "不明", true, false, 0 },
		{ FACT_INT, "", true, false, 0 },        { FACT_INT, "-1", false, false, 0 },   { FACT_INT, "no", false, false, 0 },
		{ FACT_INT, "12人", false, false, 0 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		const struct duty_fact fact = { .id = STR("f"), .kind = answers[i].kind };
		struct fact value = { 0 };
		struct err *err = duty_fact_value(&fact, str_of(answers[i].written), arena, &value);

		assert_int_equal(err == NULL, answers[i].taken);
		assert_int_equal(value.known, answers[i].known);
		assert_int_equal(value.value, answers[i].value);
	}
}

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
		cmocka_unit_test(test_every_part_is_read_or_refused),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
