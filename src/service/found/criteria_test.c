#include "test.h"

#include "base/clock.h"
#include "base/file.h"
#include "service/found/criteria.h"

/* Criteria as people change them: what a form says comes into the text, every preset can be read, and nobody agrees to his own. */

struct office_of_test { struct arena *arena; struct str dir; struct home home; struct ledger *ledger; };

static int
set_up(void **state)
{
	struct arena *arena = arena_new();
	struct office_of_test *t = ARENA_NEW(arena, struct office_of_test);
	char dir[] = "/tmp/tsukuroi-criteria-XXXXXX";

	assert_non_null(mkdtemp(dir));
	t->arena = arena;
	t->dir = arena_copy(arena, str_of(dir));
	assert_ok(home_init(path_join(arena, t->dir, STR("h")), STR(""), STR(""), arena, &t->home));
	assert_ok(home_ledger(&t->home, arena, &t->ledger));
	*state = t;
	return 0;
}

static int
tear_down(void **state)
{
	struct office_of_test *t = *state;

	ledger_close(t->ledger);
	assert_ok(dir_remove(t->dir, t->arena));
	arena_free(t->arena);
	return 0;
}

static void
every_preset_is_read_and_said_in_words(void **state)
{
	struct office_of_test *t = *state;

	for (size_t i = 0; criteria_presets[i] != NULL; i++) {
		struct criteria_face face;
		struct str text;

		assert_ok(criteria_text(&t->home, str_of(criteria_presets[i]), t->arena, &text));
		assert_ok(criteria_face(text, LANG_JA, t->arena, &face));
		assert_str(face.name, criteria_presets[i]);
		assert_int_equal(face.matrix.count, 3);
		assert_int_equal(face.due.count, 4);
		assert_true(face.rules.count >= 8);
	}
}

static void
a_form_changes_what_it_names_and_nothing_else(void **state)
{
	struct office_of_test *t = *state;
	struct criteria_change none = { 0 };
	struct criteria_change change = { .since = STR("2027-01-01"), .personal_records = 500, .out_of_cycle_days = 3, .defer_days = 30, .closed_months = 6,
		.cells = { STR("scheduled"), STR("immediate"), STR("immediate"), STR("scheduled"), STR("out_of_cycle"), STR("immediate"), STR("defer"),
		    STR("scheduled"), STR("out_of_cycle") } };
	struct criteria before, after;
	struct str text, same, other;

	assert_ok(criteria_text(&t->home, STR("standard"), t->arena, &text));
	same = criteria_edit(text, &none, t->arena);
	assert_true(str_eq(same, text));
	other = criteria_edit(text, &change, t->arena);
	assert_ok(criteria_read(text, STR("before"), t->arena, &before));
	assert_ok(criteria_read(other, STR("after"), t->arena, &after));
	assert_int_equal(after.matrix[LEVEL_HIGH][LEVEL_MIDDLE], ACTION_IMMEDIATE);
	assert_int_equal(after.matrix[LEVEL_LOW][LEVEL_HIGH], ACTION_OUT_OF_CYCLE);
	assert_int_equal(after.due[ACTION_OUT_OF_CYCLE].count, 3);
	assert_int_equal(after.due[ACTION_DEFER].count, 30);
	assert_int_equal(after.due[ACTION_IMMEDIATE].count, before.due[ACTION_IMMEDIATE].count);
	assert_int_equal(after.closed_months, 6);
	assert_true(str_find(other, STR("personal_records >= 500\n")) != SIZE_MAX);
	/* what is worse may not ask for less: the form cannot make it so */
	change.cells[2] = STR("defer");
	assert_err(criteria_read(criteria_edit(text, &change, t->arena), STR("worse"), t->arena, &after), ERR_FORMAT);
}

static void
nobody_agrees_to_his_own(void **state)
{
	struct office_of_test *t = *state;
	int64_t now = clock_now(), id;
	struct actor proposer = { .account = 1, .login = STR("sato"), .name = STR("佐藤"), .offices = OFFICE_SECURITY | OFFICE_EXECUTIVE, .scopes = SCOPES_ALL };
	struct actor executive = { .account = 2, .login = STR("mori"), .name = STR("森"), .offices = OFFICE_EXECUTIVE, .scopes = SCOPES_ALL };
	struct actor reader = { .account = 3, .login = STR("mina"), .name = STR("ミナ"), .offices = OFFICE_READER, .scopes = SCOPES_ALL };
	struct criteria_change change = { .since = day_format(instant_day(now, ZONE_JST), t->arena), .out_of_cycle_days = 2 };
	struct edition_list list;
	struct criteria criteria;
	struct str text, old;

	assert_ok(criteria_text(&t->home, STR(""), t->arena, &old));
	text = criteria_edit(old, &change, t->arena);
	assert_err(criteria_propose(t->ledger, &proposer, old, STR("理由"), now, t->arena, &id), ERR_USAGE);      /* its day is past */
	assert_err(criteria_propose(t->ledger, &proposer, text, STR(""), now, t->arena, &id), ERR_USAGE);
	assert_err(criteria_propose(t->ledger, &reader, text, STR("理由"), now, t->arena, &id), ERR_FORBIDDEN);
	assert_ok(criteria_propose(t->ledger, &proposer, text, STR("年度の見直し"), now, t->arena, &id));
	assert_ok(home_criteria(&t->home, t->arena, &criteria));
	assert_int_equal(criteria.due[ACTION_OUT_OF_CYCLE].count, 5);      /* proposed is not agreed */
	assert_err(criteria_agree(&t->home, t->ledger, &proposer, id, now, t->arena), ERR_FORBIDDEN);
	assert_err(criteria_agree(&t->home, t->ledger, &reader, id, now, t->arena), ERR_FORBIDDEN);
	assert_ok(criteria_agree(&t->home, t->ledger, &executive, id, now, t->arena));
	assert_err(criteria_agree(&t->home, t->ledger, &executive, id, now, t->arena), ERR_CONFLICT);
	assert_err(criteria_withdraw(t->ledger, &proposer, id, now, t->arena), ERR_CONFLICT);
	assert_ok(home_criteria(&t->home, t->arena, &criteria));
	assert_int_equal(criteria.due[ACTION_OUT_OF_CYCLE].count, 2);
	assert_ok(criteria_editions(t->ledger, &reader, t->arena, &list));
	assert_int_equal(list.editions.count, 1);
	assert_str(list.editions.items[0].agreed_name, "森");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_preset_is_read_and_said_in_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_form_changes_what_it_names_and_nothing_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_agrees_to_his_own, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
