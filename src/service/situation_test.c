#include "test.h"
#include "service/situation.h"

static struct ledger_system
system_with(struct arena *arena, enum ledger_network network, enum ledger_reach reach, const char *fact, const char *value)
{
	struct ledger_system system = { .network = network, .reach = reach };

	if (fact != NULL)
		list_push(arena, &system.facts, ((struct ledger_fact){ .name = str_of(fact), .value = str_of(value), .answered_at = 42 }));
	return system;
}

static const struct {
	enum ledger_network network;
	enum ledger_reach   reach;
	const char         *fact, *value;
	enum exposure       exposure;
} exposures[] = {
	{ LEDGER_NETWORK_UNKNOWN,  LEDGER_REACH_UNKNOWN, NULL, NULL, EXPOSURE_UNKNOWN },
	{ LEDGER_NETWORK_INTERNET, LEDGER_REACH_UNKNOWN, NULL, NULL, EXPOSURE_INTERNET },
	{ LEDGER_NETWORK_INTERNAL, LEDGER_REACH_NO,      NULL, NULL, EXPOSURE_INTERNAL },
	{ LEDGER_NETWORK_LGWAN,    LEDGER_REACH_UNKNOWN, NULL, NULL, EXPOSURE_CLOSED },
	{ LEDGER_NETWORK_CLOSED,   LEDGER_REACH_LIMITED, NULL, NULL, EXPOSURE_INTERNET },   /* what the column says outweighs the zone */
	{ LEDGER_NETWORK_UNKNOWN,  LEDGER_REACH_NO,      NULL, NULL, EXPOSURE_INTERNAL },
	{ LEDGER_NETWORK_INTERNET, LEDGER_REACH_YES,     "exposure", "closed", EXPOSURE_CLOSED },   /* a person's answer outweighs both */
	{ LEDGER_NETWORK_INTERNET, LEDGER_REACH_YES,     "exposure", "somewhere", EXPOSURE_INTERNET },
};

static void
reach_is_told_from_zone_column_and_answer(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(exposures); i++) {
		struct ledger_system system = system_with(arena, exposures[i].network, exposures[i].reach, exposures[i].fact, exposures[i].value);

		assert_int_equal(situation_of(&system, 0).exposure, exposures[i].exposure);
	}
}

static void
information_that_is_not_named_is_unknown_until_any_is_named(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ledger_system system = { 0 };
	struct risk_facts facts = situation_of(&system, 0);

	(void)state;
	assert_int_equal(facts.information_held, ANSWER_UNKNOWN);
	assert_int_equal(facts.personal_records, -1);
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_PERSONAL, 1200, STR("") }));
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_MY_NUMBER, 80000, STR("") }));
	facts = situation_of(&system, 0);
	assert_int_equal(facts.information_held, ANSWER_YES);
	assert_int_equal(facts.my_number_held, ANSWER_YES);
	assert_int_equal(facts.personal_records, 80000);
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_SENSITIVE, -1, STR("") }));
	assert_int_equal(situation_of(&system, 0).personal_records, -1);   /* one count is not known, so the whole is not */
	system = (struct ledger_system){ 0 };
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_NONE, -1, STR("なし") }));
	assert_int_equal(situation_of(&system, 0).information_held, ANSWER_NO);
}

static void
one_word_answers_the_four_ways_into_a_closed_network(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ledger_system system = system_with(arena, LEDGER_NETWORK_CLOSED, LEDGER_REACH_UNKNOWN, "closed_routes", "無");
	struct risk_facts facts = situation_of(&system, 0);

	(void)state;
	for (size_t i = 0; i < ROUTE_COUNT; i++) {
		assert_int_equal(facts.routes[i].answer, ANSWER_NO);
		assert_int_equal(facts.routes[i].at, 42);
	}
}

static void
answers_are_the_words_people_use(void **state)
{
	(void)state;
	assert_int_equal(situation_answer(STR("有")), ANSWER_YES);
	assert_int_equal(situation_answer(STR("いいえ")), ANSWER_NO);
	assert_int_equal(situation_answer(STR("yes")), ANSWER_YES);
	assert_int_equal(situation_answer(STR("たぶん")), ANSWER_UNKNOWN);
	assert_true(situation_knows(STR("life_or_safety")));
	assert_false(situation_knows(STR("epss")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reach_is_told_from_zone_column_and_answer),
		cmocka_unit_test(information_that_is_not_named_is_unknown_until_any_is_named),
		cmocka_unit_test(one_word_answers_the_four_ways_into_a_closed_network),
		cmocka_unit_test(answers_are_the_words_people_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
