#include "test.h"

#include "base/clock.h"
#include "base/file.h"
#include "service/criteria/criteria.h"
#include "service/criteria/differences.h"
#include "service/criteria/edition.h"

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

	for (size_t i = 0; criteria_presets[i].name != NULL; i++) {
		struct criteria_face face;
		struct str text;

		assert_ok(criteria_text(&t->home, t->ledger, str_of(criteria_presets[i].name), clock_now(), t->arena, &text));
		assert_ok(criteria_face(text, LANG_JA, t->arena, &face));
		assert_str(face.name, criteria_presets[i].name);
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

	assert_ok(criteria_text(&t->home, t->ledger, STR("standard"), clock_now(), t->arena, &text));
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

/* Boxes: what is ticked holds, what is not does not, what no box is for stays. */
static void
boxes_change_rules_and_nothing_else(void **state)
{
	struct office_of_test *t = *state;
	struct criteria_change change = { .rules = true, .personal_records = 2000 };
	struct criteria before, after;
	struct criteria_form form;
	struct str text, other;
	size_t at;

	assert_ok(criteria_text(&t->home, t->ledger, STR("enterprise"), clock_now(), t->arena, &text));
	assert_ok(criteria_form(text, LANG_JA, t->arena, &form));
	assert_int_equal(form.rules.count, 8);
	assert_int_equal(form.personal_records, 10000);
	for (size_t i = 0; i < form.rules.count; i++) {
		assert_false(form.rules.items[i].has_others);      /* every condition of the presets has its box */
		for (size_t k = 0; k < form.rules.items[i].ticks.count; k++)
			if (form.rules.items[i].ticks.items[k].ticked)
				list_push(t->arena, &change.ticks, form.rules.items[i].ticks.items[k].value);
	}
	change.personal_records = 0;
	assert_true(str_eq(criteria_edit(text, &change, t->arena), text));      /* ticked as it is: as it is, comments and all */
	change.personal_records = 2000;
	change.ticks.count--;                                                   /* "controlled and not poc" is not low any more */
	list_push(t->arena, &change.ticks, STR("high.ransomware"));
	other = criteria_edit(text, &change, t->arena);
	assert_ok(criteria_read(text, STR("before"), t->arena, &before));
	assert_ok(criteria_read(other, STR("after"), t->arena, &after));
	assert_int_equal(criteria_differences(&before, &after, LANG_JA, t->arena).count, 3);
	assert_ok(criteria_form(other, LANG_JA, t->arena, &form));
	assert_int_equal(form.personal_records, 2000);
	at = str_find(text, STR("      - entrusted_held\n"));
	other = arena_printf(t->arena, "%.*s      - entrusted_records >= 5\n%.*s", (int)at, text.ptr, STR_ARG(str_from(text, at)));
	other = criteria_edit(other, &change, t->arena);
	assert_true(str_find(other, STR("entrusted_records >= 5")) != SIZE_MAX);
	change.ticks.count = 0;
	assert_ok(criteria_read(criteria_edit(text, &change, t->arena), STR("nothing ticked"), t->arena, &after));
}

/* Every preset's conditions have boxes, in both languages in words and not in the notation of YAML. */
static void
boxes_speak_of_every_preset_in_words(void **state)
{
	struct office_of_test *t = *state;

	for (size_t p = 0; criteria_presets[p].name != NULL; p++)
		for (int lang = LANG_JA; lang <= LANG_EN; lang++) {
			struct criteria_form form;
			struct str text;

			assert_ok(criteria_text(&t->home, t->ledger, str_of(criteria_presets[p].name), clock_now(), t->arena, &text));
			assert_ok(criteria_form(text, (enum lang)lang, t->arena, &form));
			for (size_t i = 0; i < form.rules.count; i++) {
				assert_false(form.rules.items[i].has_others);
				for (size_t k = 0; k < form.rules.items[i].ticks.count; k++)
					assert_true(str_find_char(form.rules.items[i].ticks.items[k].words, '_') == SIZE_MAX);
			}
		}
}

static const struct actor proposer = { .account = 1, .login = STR_INIT("sato"), .name = STR_INIT("佐藤"), .offices = OFFICE_SECURITY | OFFICE_EXECUTIVE, .scopes = SCOPES_ALL };
static const struct actor executive = { .account = 2, .login = STR_INIT("mori"), .name = STR_INIT("森"), .offices = OFFICE_EXECUTIVE, .scopes = SCOPES_ALL };
static const struct actor reader = { .account = 3, .login = STR_INIT("mina"), .name = STR_INIT("ミナ"), .offices = OFFICE_READER, .scopes = SCOPES_ALL };

static void
nobody_agrees_to_his_own(void **state)
{
	struct office_of_test *t = *state;
	int64_t now = clock_now(), id;
	struct criteria_change change = { .since = day_format(instant_day(now, ZONE_JST), t->arena), .out_of_cycle_days = 2 };
	struct ledger_draft draft = { .reason = STR("年度の見直し"), .since = DAY_NONE };
	struct ledger_criteria edition;
	struct edition_list list;
	struct criteria criteria;
	struct str old;

	assert_ok(criteria_text(&t->home, t->ledger, STR(""), now, t->arena, &old));
	draft.text = old;
	assert_err(edition_propose(t->ledger, &proposer, EDITION_CRITERIA, &draft, now, t->arena, &id), ERR_USAGE);      /* its day is past */
	draft = (struct ledger_draft){ .text = criteria_edit(old, &change, t->arena), .since = DAY_NONE };
	assert_err(edition_propose(t->ledger, &proposer, EDITION_CRITERIA, &draft, now, t->arena, &id), ERR_USAGE);      /* no reason */
	draft.reason = STR("年度の見直し");
	assert_err(edition_propose(t->ledger, &reader, EDITION_CRITERIA, &draft, now, t->arena, &id), ERR_FORBIDDEN);
	assert_err(edition_propose(t->ledger, &proposer, EDITION_SSVC, &draft, now, t->arena, &id), ERR_FORMAT);         /* no table */
	assert_ok(edition_propose(t->ledger, &proposer, EDITION_CRITERIA, &draft, now, t->arena, &id));
	assert_ok(agreed_criteria(&t->home, t->ledger, now, t->arena, &criteria, &edition));
	assert_int_equal(criteria.due[ACTION_OUT_OF_CYCLE].count, 5);      /* proposed is not agreed */
	assert_int_equal(edition.id, 0);
	assert_err(edition_agree(t->ledger, &proposer, EDITION_CRITERIA, id, now, t->arena), ERR_FORBIDDEN);
	assert_err(edition_agree(t->ledger, &reader, EDITION_CRITERIA, id, now, t->arena), ERR_FORBIDDEN);
	assert_err(edition_agree(t->ledger, &executive, EDITION_SSVC, id, now, t->arena), ERR_NOT_FOUND);
	assert_ok(edition_agree(t->ledger, &executive, EDITION_CRITERIA, id, now, t->arena));
	assert_err(edition_agree(t->ledger, &executive, EDITION_CRITERIA, id, now, t->arena), ERR_CONFLICT);
	assert_err(edition_withdraw(t->ledger, &proposer, EDITION_CRITERIA, id, now, t->arena), ERR_CONFLICT);
	assert_ok(agreed_criteria(&t->home, t->ledger, now, t->arena, &criteria, &edition));
	assert_int_equal(criteria.due[ACTION_OUT_OF_CYCLE].count, 2);
	assert_int_equal(edition.id, id);
	assert_ok(edition_list(t->ledger, &reader, EDITION_CRITERIA, now, t->arena, &list));
	assert_int_equal(list.editions.count, 1);
	assert_true(list.editions.items[0].in_force);
	assert_str(list.editions.items[0].agreed_name, "森");
}

/* Two proposals waited: the second was made of what held before the first, and would undo it. */
static void
what_was_overtaken_is_looked_at_again(void **state)
{
	struct office_of_test *t = *state;
	int64_t now = clock_now(), first, second, third;
	struct criteria_change change = { .since = day_format(instant_day(now, ZONE_JST), t->arena), .out_of_cycle_days = 2 };
	struct ledger_draft draft = { .reason = STR("年度の見直し"), .since = DAY_NONE };
	struct ledger_criteria edition;
	struct edition_view view;
	struct str old;

	assert_ok(criteria_text(&t->home, t->ledger, STR(""), now, t->arena, &old));
	draft.text = criteria_edit(old, &change, t->arena);
	assert_ok(edition_propose(t->ledger, &proposer, EDITION_CRITERIA, &draft, now, t->arena, &first));
	change.out_of_cycle_days = 4;
	draft.text = criteria_edit(old, &change, t->arena);
	assert_ok(edition_propose(t->ledger, &proposer, EDITION_CRITERIA, &draft, now + 1, t->arena, &second));
	assert_ok(edition_agree(t->ledger, &executive, EDITION_CRITERIA, first, now + 2, t->arena));
	assert_err(edition_agree(t->ledger, &executive, EDITION_CRITERIA, second, now + 3, t->arena), ERR_CONFLICT);
	assert_ok(edition_show(t->ledger, &executive, EDITION_CRITERIA, second, now + 3, t->arena, &edition, &view));
	assert_int_equal(view.overtaken, first);
	assert_false(view.may_agree);
	assert_ok(edition_withdraw(t->ledger, &proposer, EDITION_CRITERIA, second, now + 3, t->arena));
	assert_ok(edition_propose(t->ledger, &proposer, EDITION_CRITERIA, &draft, now + 4, t->arena, &third));
	assert_ok(edition_show(t->ledger, &executive, EDITION_CRITERIA, third, now + 5, t->arena, &edition, &view));
	assert_int_equal(view.overtaken, 0);
	assert_true(view.may_agree);
	assert_ok(edition_agree(t->ledger, &executive, EDITION_CRITERIA, third, now + 5, t->arena));
}

/* An own table decides from its day on, and not before. */
static void
an_own_table_is_in_force_from_its_day(void **state)
{
	struct office_of_test *t = *state;
	int64_t now = clock_now(), id;
	int32_t tomorrow = instant_day(now, ZONE_JST) + 1;
	struct ledger_draft draft = { .reason = STR("外から届くものを先に"), .since = tomorrow };
	struct ledger_criteria edition;
	struct ssvc_table table;

	assert_ok(ssvc_table_builtin(STR("deployer"), t->arena, &table));
	table.name = STR("city");
	table.cells[table.cells_count - 2] = 2;      /* active, open, automatable, high: out of cycle is milder than below */
	draft.text = ssvc_table_format(&table, t->arena);
	assert_ok(edition_propose(t->ledger, &proposer, EDITION_SSVC, &draft, now, t->arena, &id));
	assert_ok(edition_agree(t->ledger, &executive, EDITION_SSVC, id, now, t->arena));
	assert_ok(agreed_deployer(t->ledger, now, t->arena, &table, &edition));
	assert_int_equal(edition.id, 0);
	assert_str(table.name, "deployer");
	assert_ok(agreed_deployer(t->ledger, now + INSTANT_DAY, t->arena, &table, &edition));
	assert_int_equal(edition.id, id);
	assert_str(table.name, "city");
	draft.since = DAY_NONE;
	assert_err(edition_propose(t->ledger, &proposer, EDITION_SSVC, &draft, now, t->arena, &id), ERR_USAGE);      /* from which day */
	assert_ok(ssvc_table_builtin(STR("supplier"), t->arena, &table));
	draft.text = ssvc_table_format(&table, t->arena);
	assert_err(edition_propose(t->ledger, &proposer, EDITION_SSVC, &draft, now, t->arena, &id), ERR_FORMAT);     /* nothing here answers its points */
}

/* Files of an older home: those the ledger has are known again, others become editions, once. */
static void
files_of_older_homes_are_taken_over_once(void **state)
{
	struct office_of_test *t = *state;
	struct str dir = path_join(t->arena, t->home.path, STR("criteria")), text, other;
	struct criteria_change change = { .since = STR("2026-05-01"), .out_of_cycle_days = 1 };
	struct ledger_criteria edition;
	struct edition_list list;
	struct criteria criteria;

	assert_ok(criteria_text(&t->home, t->ledger, STR("standard"), clock_now(), t->arena, &text));
	other = criteria_edit(text, &change, t->arena);
	assert_ok(dir_make(dir, t->arena));
	assert_ok(dir_make(path_join(t->arena, dir, STR("1")), t->arena));
	assert_ok(dir_make(path_join(t->arena, dir, STR("77")), t->arena));      /* of no organisation here */
	assert_ok(file_write(path_join(t->arena, dir, STR("1/2026-05-01.yaml")), other, t->arena));
	for (int turn = 0; turn < 2; turn++) {
		ledger_close(t->ledger);
		assert_ok(home_ledger(&t->home, t->arena, &t->ledger));
		assert_ok(edition_list(t->ledger, &reader, EDITION_CRITERIA, clock_now(), t->arena, &list));
		assert_int_equal(list.editions.count, 1);
		assert_str(list.editions.items[0].state, "taken_over");
	}
	assert_ok(agreed_criteria(&t->home, t->ledger, clock_now(), t->arena, &criteria, &edition));
	assert_int_equal(criteria.due[ACTION_OUT_OF_CYCLE].count, 1);
	assert_ok(file_write(path_join(t->arena, dir, STR("1/2026-06-01.yaml")), text, t->arena));      /* later files mean nothing */
	ledger_close(t->ledger);
	assert_ok(home_ledger(&t->home, t->arena, &t->ledger));
	assert_ok(edition_list(t->ledger, &reader, EDITION_CRITERIA, clock_now(), t->arena, &list));
	assert_int_equal(list.editions.count, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_preset_is_read_and_said_in_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_form_changes_what_it_names_and_nothing_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(boxes_change_rules_and_nothing_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(boxes_speak_of_every_preset_in_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_overtaken_is_looked_at_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_own_table_is_in_force_from_its_day, set_up, tear_down),
		cmocka_unit_test_setup_teardown(files_of_older_homes_are_taken_over_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_agrees_to_his_own, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
