#include "test.h"
#include "service/situation.h"

static struct segments segments;   /* the standard ones: read by main */

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

		assert_int_equal(situation_of(&system, &segments, 0).exposure, exposures[i].exposure);
	}
}

static void
information_that_is_not_named_is_unknown_until_any_is_named(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ledger_system system = { 0 };
	struct risk_facts facts = situation_of(&system, &segments, 0);

	(void)state;
	assert_int_equal(facts.information_held, ANSWER_UNKNOWN);
	assert_int_equal(facts.personal_records, -1);
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_PERSONAL, 1200, STR("") }));
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_MY_NUMBER, 80000, STR("") }));
	facts = situation_of(&system, &segments, 0);
	assert_int_equal(facts.information_held, ANSWER_YES);
	assert_int_equal(facts.my_number_held, ANSWER_YES);
	assert_int_equal(facts.personal_records, 80000);
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_SENSITIVE, -1, STR("") }));
	assert_int_equal(situation_of(&system, &segments, 0).personal_records, -1);   /* one count is not known, so the whole is not */
	system = (struct ledger_system){ 0 };
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_NONE, -1, STR("なし") }));
	assert_int_equal(situation_of(&system, &segments, 0).information_held, ANSWER_NO);
}

static void
one_word_answers_the_four_ways_into_a_closed_network(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ledger_system system = system_with(arena, LEDGER_NETWORK_CLOSED, LEDGER_REACH_UNKNOWN, "closed_routes", "無");
	struct risk_facts facts = situation_of(&system, &segments, 0);

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

static void
a_segment_tells_how_far_a_system_is_reached(void **state)
{
	static const struct { const char *text, *answered; enum ledger_network network; enum exposure exposure; const char *class; } cases[] = {
		{ "工場", NULL, LEDGER_NETWORK_UNKNOWN, EXPOSURE_CLOSED, "factory" },
		{ "ガバメントクラウド", NULL, LEDGER_NETWORK_UNKNOWN, EXPOSURE_CLOSED, "government_cloud" },
		{ "DMZ", NULL, LEDGER_NETWORK_INTERNET, EXPOSURE_INTERNET, "dmz" },
		{ "インターネット接続系", NULL, LEDGER_NETWORK_INTERNET, EXPOSURE_INTERNET, "internal" },   /* words alone lower nothing */
		{ "インターネット接続系", "internal", LEDGER_NETWORK_INTERNET, EXPOSURE_INTERNAL, "internal" },
		{ "", "dmz", LEDGER_NETWORK_CLOSED, EXPOSURE_INTERNET, "dmz" }, { "", "no_such", LEDGER_NETWORK_CLOSED, EXPOSURE_CLOSED, NULL },
		{ "", NULL, LEDGER_NETWORK_UNKNOWN, EXPOSURE_UNKNOWN, NULL }, { "どこか", NULL, LEDGER_NETWORK_UNKNOWN, EXPOSURE_UNKNOWN, NULL },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ledger_system system = system_with(arena, cases[i].network, LEDGER_REACH_UNKNOWN, cases[i].answered == NULL ? NULL : "segment",
		    cases[i].answered);
		const struct segment_class *class;

		system.network_text = str_of(cases[i].text);
		print_message("  %s %s\n", cases[i].text, cases[i].answered == NULL ? "" : cases[i].answered);
		assert_int_equal(situation_of(&system, &segments, 0).exposure, cases[i].exposure);
		class = situation_segment(&system, &segments);
		assert_int_equal(class == NULL, cases[i].class == NULL);
		if (class != NULL)
			assert_str(class->name, cases[i].class);
	}
}

static void
every_class_of_information_is_held_and_counted(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ledger_system system = { .importance = LEDGER_IMPORTANCE_HIGH };
	struct risk_facts facts = situation_of(&system, &segments, 0);

	(void)state;
	assert_int_equal(facts.importance, IMPORTANCE_HIGH);
	assert_int_equal(facts.sensitive_held, ANSWER_UNKNOWN);
	assert_int_equal(facts.sensitive_records, -1);
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_SENSITIVE, 300, STR("") }));
	list_push(arena, &system.information, ((struct ledger_information){ LEDGER_INFO_ENTRUSTED, -1, STR("") }));
	facts = situation_of(&system, &segments, 0);
	assert_int_equal(facts.sensitive_held, ANSWER_YES);
	assert_int_equal(facts.sensitive_records, 300);
	assert_int_equal(facts.entrusted_held, ANSWER_YES);
	assert_int_equal(facts.entrusted_records, -1);
	assert_int_equal(facts.critical_held, ANSWER_NO);
	assert_int_equal(facts.critical_records, 0);
	list_push(arena, &system.facts, ((struct ledger_fact){ .name = STR("importance"), .value = STR("low") }));
	list_push(arena, &system.facts, ((struct ledger_fact){ .name = STR("entrusted_records"), .value = STR("50") }));
	list_push(arena, &system.facts, ((struct ledger_fact){ .name = STR("critical_held"), .value = STR("有") }));
	facts = situation_of(&system, &segments, 0);
	assert_int_equal(facts.importance, IMPORTANCE_LOW);
	assert_int_equal(facts.entrusted_records, 50);
	assert_int_equal(facts.critical_held, ANSWER_YES);
	assert_true(situation_is_number(STR("sensitive_records")));
	assert_false(situation_is_number(STR("importance")));
}

int
main(void)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reach_is_told_from_zone_column_and_answer),
		cmocka_unit_test(information_that_is_not_named_is_unknown_until_any_is_named),
		cmocka_unit_test(one_word_answers_the_four_ways_into_a_closed_network),
		cmocka_unit_test(answers_are_the_words_people_use),
		cmocka_unit_test(a_segment_tells_how_far_a_system_is_reached),
		cmocka_unit_test(every_class_of_information_is_held_and_counted),
	};

	if (segments_builtin(STR("standard"), arena, &segments) != NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
