#include "test.h"

#include "base/file.h"
#include "domain/risk/sentences.h"
#include "service/criteria/differences.h"
#include "service/criteria/replay.h"
#include "service/criteria/ssvc.h"

/* What other criteria would change, in words and in findings; tables of SSVC as they are read. */

static struct criteria
preset(const char *name, struct arena *arena)
{
	struct criteria criteria;

	assert_ok(criteria_builtin(str_of(name), arena, &criteria));
	return criteria;
}

static void
what_differs_is_said_and_nothing_else(void **state)
{
	static const char *const names[] = { "standard", "municipality", "small-site", "enterprise", "vendor" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria standard = preset("standard", arena), changed = standard;
	struct criteria_difference_list list;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct criteria other = preset(names[i], arena);

		assert_int_equal(criteria_differences(&other, &other, LANG_JA, arena).count, 0);
		assert_int_equal(criteria_differences(&standard, &other, LANG_JA, arena).count > 0, i > 0);
	}
	changed.matrix[LEVEL_LOW][LEVEL_HIGH] = ACTION_IMMEDIATE;
	changed.due[ACTION_IMMEDIATE].count = 12;
	assert_ok(rule_parse(STR("exploited or poc"), &risk_vocabulary, arena, &changed.high));
	list = criteria_differences(&standard, &changed, LANG_EN, arena);
	assert_int_equal(list.count, 3);
	assert_str(list.items[0].place, "Likelihood is high");
	assert_str(list.items[0].before, "attack code is public (or it is exploited), and it can be reached from the internet");
	assert_str(list.items[0].after, "attack code is public (or it is exploited)");
	assert_str(list.items[1].place, "Matrix: damage small, likelihood high");
	assert_str(list.items[2].before, "within 24 hours");
	assert_str(list.items[2].after, "within 12 hours");
}

static void
tables_are_whole_and_told_in_both_languages(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ssvc_named_list names;

	(void)state;
	assert_ok(ssvc_named(STR("deployer"), LANG_JA, arena, &names));
	assert_true(names.count >= 9);
	for (size_t i = 0; i < names.count; i++) {
		struct ssvc_table table;
		struct ssvc_face face;

		assert_ok(ssvc_table_builtin(names.items[i].name, arena, &table));
		face = ssvc_face_of(&table, LANG_JA, arena);
		assert_int_equal(face.rows.count, face.combinations);
		assert_int_equal(face.rows.items[0].values.count, face.points.count);
		assert_int_equal(face.monotonic, face.breaks.count == 0);
		assert_int_equal(names.items[i].chosen, str_eq(names.items[i].name, STR("deployer")));
		if (names.items[i].chosen)
			assert_str(face.rows.items[0].action, "defer");
	}
}

static void
nothing_open_moves_nowhere(void **state)
{
	static const struct actor reader = { .account = 1, .login = STR_INIT("mina"), .offices = OFFICE_READER, .scopes = SCOPES_ALL };
	struct replay_asked asked = { .most = 10, .now = 1795230000 * INSTANT_SECOND, .lang = LANG_EN };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct criteria other = preset("enterprise", arena);
	struct replay_rules rules = { .criteria = &other };
	char dir[] = "/tmp/tsukuroi-replay-XXXXXX";
	struct ledger *ledger;
	struct replay_view view;
	struct home home;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_ok(home_init(path_join(arena, str_of(dir), STR("h")), STR(""), STR(""), arena, &home));
	assert_ok(home_ledger(&home, arena, &ledger));
	assert_ok(criteria_replay(&home, ledger, &reader, &rules, &asked, arena, &view));
	assert_int_equal(view.judged + view.untold + view.moved, 0);
	assert_int_equal(view.actions.count, 4);
	assert_int_equal(view.cells.count, 3);
	asked.after = STR("here");
	assert_err(criteria_replay(&home, ledger, &reader, &rules, &asked, arena, &view), ERR_USAGE);
	ledger_close(ledger);
	assert_ok(dir_remove(str_of(dir), arena));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_differs_is_said_and_nothing_else),
		cmocka_unit_test(tables_are_whole_and_told_in_both_languages),
		cmocka_unit_test(nothing_open_moves_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
