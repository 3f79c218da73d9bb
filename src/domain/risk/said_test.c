/*
 * said_test.c - what is said: of texts that nobody confirmed, of questions, of numbers, of criteria.
 */
#include "test.h"
#include "base/catalogue.h"
#include "domain/risk/sentences.h"
#include "domain/rule/text.h"

static const struct calendar office = { 0 };

static int64_t
at(const char *text)
{
	int64_t instant = INSTANT_NONE;

	assert_true(instant_parse(str_of(text), ZONE_JST, &instant));
	return instant;
}

static struct criteria
standard(struct arena *arena)
{
	struct criteria criteria = { 0 };

	assert_ok(criteria_builtin(STR("standard"), arena, &criteria));
	return criteria;
}

/* A system on the internal network whose data must be kept correct, nothing else of it amiss. */
static struct risk_facts
quiet(void)
{
	struct risk_facts facts = risk_facts_unknown(at("2026-11-20T10:00"));

	facts.exploitation = EXPLOITATION_NONE;
	facts.in_kev = facts.ransomware = facts.automatable = ANSWER_NO;
	facts.conditions = facts.controls = ANSWER_YES;
	facts.exposure = EXPOSURE_INTERNAL;
	facts.epss = 500000;
	facts.impacts.confidentiality = facts.impacts.integrity = facts.impacts.availability = DEGREE_HIGH;
	facts.information_held = facts.my_number_held = facts.resident_facing = facts.life_or_safety = ANSWER_NO;
	facts.internal_only = ANSWER_YES;
	facts.official_register = facts.integrity_duty = ANSWER_YES;
	return facts;
}

static const struct risk_question *
question_about(const struct risk *risk, const char *fact)
{
	for (size_t i = 0; i < risk->questions.count; i++)
		if (str_eq(str_of(risk->questions.items[i].fact), str_of(fact)))
			return &risk->questions.items[i];
	return NULL;
}

/* ------------------------------------------------------------------------- what a text says, unconfirmed */

static const struct {
	enum exploitation known, said;
	enum answer       in_kev, ransomware;
	const char       *reason;      /* how the first reason begins */
	bool              asked;
} candidates[] = {
	{ EXPLOITATION_NONE, EXPLOITATION_UNKNOWN, ANSWER_NO, ANSWER_NO, "No exploitation", false },
	{ EXPLOITATION_NONE, EXPLOITATION_NONE, ANSWER_NO, ANSWER_NO, "No exploitation", false },
	{ EXPLOITATION_NONE, EXPLOITATION_POC, ANSWER_NO, ANSWER_NO, "A text says that attack code is public", true },
	{ EXPLOITATION_NONE, EXPLOITATION_ACTIVE, ANSWER_NO, ANSWER_NO, "A text says that it is exploited", true },
	{ EXPLOITATION_POC, EXPLOITATION_ACTIVE, ANSWER_NO, ANSWER_NO, "A text says that it is exploited", true },
	{ EXPLOITATION_POC, EXPLOITATION_POC, ANSWER_NO, ANSWER_NO, "Attack code is public", false },
	{ EXPLOITATION_ACTIVE, EXPLOITATION_POC, ANSWER_NO, ANSWER_NO, "Exploitation is known", false },
	{ EXPLOITATION_UNKNOWN, EXPLOITATION_NONE, ANSWER_NO, ANSWER_NO, "Whether it is exploited", true },
	/* What is known for certain is not put in doubt by it. */
	{ EXPLOITATION_NONE, EXPLOITATION_ACTIVE, ANSWER_YES, ANSWER_NO, "It is in CISA's KEV catalogue", false },
	{ EXPLOITATION_NONE, EXPLOITATION_ACTIVE, ANSWER_NO, ANSWER_YES, "It is used in ransomware attacks", false },
};

static void
a_text_that_nobody_confirmed_counts_and_is_asked_about(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(candidates); i++) {
		struct risk_facts facts = quiet(), confirmed;
		struct risk risk;

		facts.exploitation = candidates[i].known;
		facts.exploitation_candidate = candidates[i].said;
		facts.in_kev = candidates[i].in_kev;
		facts.ransomware = candidates[i].ransomware;
		risk_assess(&criteria, &facts, &office, arena, &risk);
		print_message("  %zu: %.*s\n", i, STR_ARG(risk_reason_text(&risk.reasons.items[0], LANG_EN, arena)));
		assert_true(str_starts(risk_reason_text(&risk.reasons.items[0], LANG_EN, arena), str_of(candidates[i].reason)));
		assert_int_equal(risk.provisional && question_about(&risk, "exploitation") != NULL, candidates[i].asked && risk.provisional);
		/* Until then it counts as if it were true. */
		confirmed = facts;
		if (candidates[i].said > candidates[i].known && candidates[i].known != EXPLOITATION_UNKNOWN) {
			confirmed.exploitation = candidates[i].said;
			assert_int_equal(risk.action, risk_action(&criteria, &confirmed));
		}
	}
}

static void
an_unconfirmed_text_is_a_question_whose_answer_may_lower(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);
	struct risk_facts facts = quiet(), mild = quiet();
	const struct risk_question *question;
	struct risk risk;

	(void)state;
	facts.exploitation_candidate = EXPLOITATION_ACTIVE;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_true(risk.provisional);
	question = question_about(&risk, "exploitation");
	assert_non_null(question);
	assert_int_equal(question->worst, ACTION_IMMEDIATE);
	assert_int_equal(question->best, risk_action(&criteria, &mild));
	assert_true(question->best < question->worst);
}

/* ------------------------------------------------------------------------------------ numbers, questions */

static void
numbers_are_grouped_as_each_language_does(void **state)
{
	static const struct { int64_t number; const char *ja, *en; } cases[] = {
		{ 0, "0", "0" }, { 999, "999", "999" }, { 1000, "1,000", "1,000" }, { 10000, "1万", "10,000" }, { 10001, "1万1", "10,001" },
		{ 123456789, "1億2,345万6,789", "123,456,789" }, { 1000000000000, "1兆", "1,000,000,000,000" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct err_arg args[] = { { .name = "count", .is_number = true, .number = cases[i].number }, { .name = NULL } };
		const struct risk_reason reason = { .message = "{count}", .args = args };

		assert_str(risk_reason_text(&reason, LANG_JA, arena), cases[i].ja);
		assert_str(risk_reason_text(&reason, LANG_EN, arena), cases[i].en);
	}
}

static void
every_question_can_be_found_again_by_its_fact(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);
	struct risk_facts facts = risk_facts_unknown(at("2026-11-20T10:00"));
	struct risk risk;

	(void)state;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_true(risk.questions.count > 10);
	for (size_t i = 0; i < risk.questions.count; i++)
		assert_string_equal(risk_question_text(str_of(risk.questions.items[i].fact)), risk.questions.items[i].message);
	assert_string_equal(risk_question_text(STR("weather")), "");
}

/* A number that a rule begins at: there is none below nothing. */
static void
no_number_below_nothing_is_tried(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);
	struct risk_facts facts = quiet();
	struct risk risk;

	(void)state;
	assert_ok(rule_parse(STR("personal_records > 0"), &risk_vocabulary, arena, &criteria.large[HARM_LEAK]));
	facts.exploitation = EXPLOITATION_ACTIVE;
	facts.official_register = facts.integrity_duty = ANSWER_NO;
	facts.information_held = ANSWER_YES;
	risk_assess(&criteria, &facts, &office, arena, &risk);
	assert_true(risk.provisional);
	assert_non_null(question_about(&risk, "personal_records"));
	/* None or some: the answer tells. */
	assert_true(question_about(&risk, "personal_records")->best < question_about(&risk, "personal_records")->worst);
	facts.personal_records = 0;
	assert_int_equal(risk_action(&criteria, &facts), question_about(&risk, "personal_records")->best);
}

/* The 31st less one month is the last day of a short one. */
static void
months_before_the_end_of_a_month_end_with_it(void **state)
{
	static const struct { const char *now, *answered; bool holds; } cases[] = {
		{ "2027-03-31T10:00", "2027-02-28T00:00", true }, { "2027-03-31T10:00", "2027-02-27T23:59", false },
		{ "2028-03-31T10:00", "2028-02-29T00:00", true }, { "2028-03-31T10:00", "2028-02-28T23:59", false },
		{ "2027-01-15T10:00", "2026-12-15T00:00", true }, { "2027-01-15T10:00", "2026-12-14T23:59", false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);

	(void)state;
	criteria.closed_months = 1;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct risk_facts facts = quiet();
		struct risk risk;

		facts.now = at(cases[i].now);
		facts.exposure = EXPOSURE_CLOSED;
		for (size_t route = 0; route < ROUTE_COUNT; route++)
			facts.routes[route] = (struct route_answer){ ANSWER_NO, at(cases[i].answered) };
		risk_assess(&criteria, &facts, &office, arena, &risk);
		assert_int_equal(risk.isolated, cases[i].holds);
	}
}

/* Closed in, what is exploited comes down from high to middle and no further, also where it was middle before. */
static void
what_is_exploited_is_never_low(void **state)
{
	static const struct { enum exploitation known; enum level level; } cases[] = {
		{ EXPLOITATION_ACTIVE, LEVEL_MIDDLE }, { EXPLOITATION_POC, LEVEL_LOW }, { EXPLOITATION_NONE, LEVEL_LOW },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);

	(void)state;
	/* By these criteria nothing is high and nothing low. */
	assert_ok(rule_parse(STR("false"), &risk_vocabulary, arena, &criteria.high));
	assert_ok(rule_parse(STR("false"), &risk_vocabulary, arena, &criteria.low));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct risk_facts facts = quiet();
		struct risk risk;

		facts.exploitation = cases[i].known;
		facts.exposure = EXPOSURE_CLOSED;
		for (size_t route = 0; route < ROUTE_COUNT; route++)
			facts.routes[route] = (struct route_answer){ ANSWER_NO, facts.now };
		risk_assess(&criteria, &facts, &office, arena, &risk);
		assert_true(risk.isolated);
		assert_int_equal(risk.likelihood, LEVEL_BIT(cases[i].level));
		assert_int_equal(risk.lowered, cases[i].level == LEVEL_LOW);
	}
}

/* ------------------------------------------------------------------------------------------ criteria */

static void
criteria_are_read_line_by_line(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria criteria = standard(arena);
	struct str_list lines = risk_rule_lines(criteria.large[HARM_LEAK], LANG_EN, arena);

	(void)state;
	assert_int_equal(lines.count, 2);
	assert_str(lines.items[0], "people whose personal information is held: 10000 or more");
	assert_str(lines.items[1], "My Number is held");
	assert_str(risk_due_words(&criteria.due[ACTION_IMMEDIATE], LANG_EN, arena), "within 24 hours");
	assert_str(risk_due_words(&criteria.due[ACTION_OUT_OF_CYCLE], LANG_EN, arena), "within 5 business days");
	assert_str(risk_due_words(&criteria.due[ACTION_SCHEDULED], LANG_EN, arena), "at the next maintenance; without a plan within 60 business days");
	assert_str(risk_due_words(&criteria.due[ACTION_DEFER], LANG_EN, arena), "looked at again after 90 days");
}

static void
harms_and_exposures_have_their_words(void **state)
{
	(void)state;
	assert_string_equal(catalogue_text(LANG_JA, harm_text(HARM_LEAK)), "情報漏えい");
	assert_string_equal(catalogue_text(LANG_JA, harm_text(HARM_TAMPER)), "改ざん");
	assert_string_equal(catalogue_text(LANG_JA, harm_text(HARM_STOP)), "機能停止");
	assert_string_equal(catalogue_text(LANG_JA, exposure_text(EXPOSURE_INTERNET)), "インターネットに公開");
	for (int exposure = EXPOSURE_UNKNOWN; exposure <= EXPOSURE_INTERNET; exposure++)
		assert_string_not_equal(catalogue_text(LANG_JA, exposure_text((enum exposure)exposure)), exposure_text((enum exposure)exposure));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_that_nobody_confirmed_counts_and_is_asked_about),
		cmocka_unit_test(an_unconfirmed_text_is_a_question_whose_answer_may_lower),
		cmocka_unit_test(numbers_are_grouped_as_each_language_does),
		cmocka_unit_test(every_question_can_be_found_again_by_its_fact),
		cmocka_unit_test(no_number_below_nothing_is_tried),
		cmocka_unit_test(months_before_the_end_of_a_month_end_with_it),
		cmocka_unit_test(what_is_exploited_is_never_low),
		cmocka_unit_test(criteria_are_read_line_by_line),
		cmocka_unit_test(harms_and_exposures_have_their_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
