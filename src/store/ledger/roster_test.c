#include "test.h"

#include "store/ledger/engines_test.h"
#include "store/ledger/roster.h"

/* Rules of the roster and turns, on both engines. */
static const int64_t noon = 1795230000 * INSTANT_SECOND;      /* 2026-11-21T11:40:00+09:00 */

static void
a_turn_comes_once_a_day(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_roster rule = { .source = STR("JVN"), .days = STR("business"), .people = STR("jiro saburo"), .by = STR("jiro"), .at = noon,
		.begins = 20700 };
	struct ledger_turn turn = { .day = 20778, .account = 2, .number = STR("W-2026-0001") };
	struct ledger_rosters rules;
	struct ledger_turns turns;
	struct err *err;
	int64_t id, again;

	(void)where;
	(void)context;
	assert_ok(ledger_roster_put(ledger, &rule, arena, &id));
	rule.days = STR("mon");
	rule.begins = 20710;
	assert_ok(ledger_roster_put(ledger, &rule, arena, &again));
	assert_int_equal(id, again);
	assert_ok(ledger_rosters(ledger, arena, &rules));
	assert_int_equal(rules.count, 1);
	assert_str(rules.items[0].days, "mon");
	assert_str(rules.items[0].people, "jiro saburo");
	assert_int_equal(rules.items[0].begins, 20700);
	turn.roster = rules.items[0].id;
	assert_ok(ledger_turn_put(ledger, &turn, arena));
	err = ledger_turn_put(ledger, &turn, arena);
	assert_non_null(err);
	assert_ok(ledger_turns(ledger, turn.day, arena, &turns));
	assert_int_equal(turns.count, 1);
	assert_str(turns.items[0].source, "JVN");
	assert_str(turns.items[0].number, "W-2026-0001");
	assert_ok(ledger_turns(ledger, turn.day + 1, arena, &turns));
	assert_int_equal(turns.count, 0);
	assert_ok(ledger_roster_end(ledger, id, noon, arena));
	assert_ok(ledger_rosters(ledger, arena, &rules));
	assert_int_equal(rules.count, 0);
	assert_ok(ledger_turns(ledger, turn.day, arena, &turns));
	assert_int_equal(turns.count, 1);
	assert_ok(ledger_roster_put(ledger, &rule, arena, &again));      /* begins anew */
	assert_ok(ledger_rosters(ledger, arena, &rules));
	assert_int_equal(rules.count, 1);
	assert_int_equal(rules.items[0].id, id);
	assert_int_equal(rules.items[0].begins, 20710);
}

static void
test_a_turn_comes_once_a_day(void **state)
{
	(void)state;
	on_each_engine(a_turn_comes_once_a_day, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_turn_comes_once_a_day) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
