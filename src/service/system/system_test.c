#include "test.h"

#include <unistd.h>
#include "base/file.h"
#include "service/ledger.h"
#include "service/system/parts.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;

struct world { struct arena *arena; struct str dir; struct home home; struct ledger *ledger; struct actor actor; };

static struct world
open_world(void)
{
	struct world world = { .arena = arena_new(), .actor = { .account = 1, .login = STR("sato"), .name = STR("佐藤"), .offices = OFFICE_SECURITY,
		.scopes = SCOPES_ALL } };
	char dir[] = "/tmp/tsukuroi-system-XXXXXX";

	assert_non_null(mkdtemp(dir));
	world.dir = arena_copy(world.arena, str_of(dir));
	assert_ok(home_init(path_join(world.arena, world.dir, STR("h")), STR(""), STR(""), world.arena, &world.home));
	assert_ok(home_ledger(&world.home, world.arena, &world.ledger));
	return world;
}

static void
close_world(struct world *world)
{
	ledger_close(world->ledger);
	assert_ok(dir_remove(world->dir, world->arena));
	arena_free(world->arena);
}

static int64_t
save(struct world *world, int64_t id, const struct system_form *form, struct str revision)
{
	struct system_saved saved = { 0 };

	assert_ok(system_save(&world->home, world->ledger, &world->actor, id, form, revision, noon, world->arena, &saved));
	return saved.id;
}

/* What is chosen at the screen goes out as a sheet in these words, and is read back as the same. */
static void
words_of_choices_are_those_of_sheets(void **state)
{
	(void)state;
	for (size_t i = 1; i < system_network_words.count; i++) {
		enum ledger_network network;

		assert_true(ledger_network_of(system_word(&system_network_words, str_of(system_network_words.names[i]), LANG_JA), &network));
		assert_int_equal(network, i);
	}
	for (size_t i = 1; i < system_reach_words.count; i++) {
		enum ledger_reach reach;

		assert_true(ledger_reach_of(system_word(&system_reach_words, str_of(system_reach_words.names[i]), LANG_JA), &reach));
		assert_int_equal(reach, i);
	}
	for (size_t i = 1; i < system_importance_words.count; i++) {
		enum ledger_importance importance;

		assert_true(ledger_importance_of(system_word(&system_importance_words, str_of(system_importance_words.names[i]), LANG_JA), &importance));
		assert_int_equal(importance, i);
	}
}

static void
a_form_comes_back_as_it_was_sent(void **state)
{
	struct world world = open_world();
	struct system_form form = { .name = STR("図書"), .services = STR("貸出、返却"), .unit = STR("図書館"), .network = STR("lgwan"), .reach = STR("no"),
		.information = STR("個人情報 12,000件"), .hosting = STR("saas"), .provider = STR("例クラウド"), .site_until = STR("令和9年3月31日"),
		.resident_facing = STR("yes"), .media = STR("no") }, back;
	struct system_saved saved;
	int64_t id;

	(void)state;
	assert_ok(system_save(&world.home, world.ledger, &world.actor, 0, &form, STR(""), noon, world.arena, &saved));
	id = saved.id;
	assert_int_equal(saved.open.count, 2);      /* 管理者, and whether lives depend on it */
	assert_ok(system_form_get(world.ledger, id, world.arena, &back));
	form.site_until = STR("2027-03-31");
	form.importance = STR("unknown");
	for (size_t i = 0; i < system_fields_count; i++)
		assert_true(str_eq(*system_field_of(&form, &system_fields[i]), *system_field_of(&back, &system_fields[i])));
	close_world(&world);
}

static void
a_change_of_another_is_not_lost(void **state)
{
	struct world world = open_world();
	struct system_form form = { .name = STR("図書") }, other;
	struct str revision;
	struct system_saved saved;
	int64_t id = save(&world, 0, &form, STR(""));

	(void)state;
	assert_ok(system_form_get(world.ledger, id, world.arena, &form));
	revision = system_revision(&form, world.arena);
	other = form;
	other.unit = STR("総務課");
	save(&world, id, &other, revision);
	form.place = STR("本庁");
	assert_err(system_save(&world.home, world.ledger, &world.actor, id, &form, revision, noon, world.arena, &saved), ERR_CONFLICT);
	assert_ok(system_form_get(world.ledger, id, world.arena, &other));
	assert_str(other.unit, "総務課");
	assert_str(other.place, "");
	close_world(&world);
}

static void
an_answer_left_empty_is_taken_back(void **state)
{
	struct world world = open_world();
	struct system_form form = { .name = STR("図書"), .resident_facing = STR("no") };
	int64_t id = save(&world, 0, &form, STR(""));

	(void)state;
	form.resident_facing = STR("");
	save(&world, id, &form, STR(""));
	assert_ok(system_form_get(world.ledger, id, world.arena, &form));
	assert_str(form.resident_facing, "");
	close_world(&world);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	static const struct system_form cases[] = {
		{ .name = STR_INIT("") },
		{ .name = STR_INIT("x"), .network = STR_INIT("moon") },
		{ .name = STR_INIT("x"), .site_until = STR_INIT("いつか") },
		{ .name = STR_INIT("x"), .segment = STR_INIT("nowhere") },
		{ .name = STR_INIT("x"), .provider = STR_INIT("例クラウド") },
	};
	struct world world = open_world();
	struct system_saved saved;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_err(system_save(&world.home, world.ledger, &world.actor, 0, &cases[i], STR(""), noon, world.arena, &saved), ERR_USAGE);
	world.actor.offices = OFFICE_READER;
	assert_err(system_save(&world.home, world.ledger, &world.actor, 0, &(struct system_form){ .name = STR("x") }, STR(""), noon, world.arena, &saved),
	    ERR_FORBIDDEN);
	close_world(&world);
}

static void
a_list_counts_what_the_other_conditions_leave(void **state)
{
	struct world world = open_world();
	struct system_filter filter = { .unit = STR("総務課"), .most = 1 };
	struct system_list list;

	(void)state;
	save(&world, 0, &(struct system_form){ .name = STR("A"), .unit = STR("総務課"), .network = STR("internet") }, STR(""));
	save(&world, 0, &(struct system_form){ .name = STR("B"), .unit = STR("総務課"), .network = STR("lgwan") }, STR(""));
	save(&world, 0, &(struct system_form){ .name = STR("C"), .unit = STR("税務課"), .network = STR("lgwan") }, STR(""));
	assert_ok(system_list(world.ledger, &filter, LANG_JA, world.arena, &list));
	assert_int_equal(list.found, 2);
	assert_int_equal(list.rows.count, 1);
	assert_str(list.next, "A");
	assert_int_equal(list.facets.units.count, 2);         /* as if no department had been chosen */
	assert_int_equal(list.facets.networks.count, 2);
	assert_int_equal(list.facets.networks.items[1].count, 1);
	filter.after = list.next;
	assert_ok(system_list(world.ledger, &filter, LANG_JA, world.arena, &list));
	assert_str(list.rows.items[0].name, "B");
	assert_str(list.next, "");
	filter = (struct system_filter){ .text = STR("税務"), .most = 9 };
	assert_ok(system_list(world.ledger, &filter, LANG_JA, world.arena, &list));
	assert_int_equal(list.found, 1);
	close_world(&world);
}

static void
many_are_changed_or_none(void **state)
{
	struct world world = open_world();
	int64_t ids[] = { save(&world, 0, &(struct system_form){ .name = STR("A"), .place = STR("本庁") }, STR("")),
		save(&world, 0, &(struct system_form){ .name = STR("B") }, STR("")), 999 };
	struct system_bulk bulk = { .ids = ids, .count = 3, .form = { .unit = STR("総務課") } };
	struct str seen[2];
	struct system_form form;

	(void)state;
	list_push(world.arena, &bulk.set, STR("unit"));
	assert_err(system_change_many(&world.home, world.ledger, &world.actor, &bulk, noon, world.arena), ERR_NOT_FOUND);
	assert_ok(system_form_get(world.ledger, ids[0], world.arena, &form));
	assert_str(form.unit, "");
	bulk.count = 2;
	assert_ok(system_change_many(&world.home, world.ledger, &world.actor, &bulk, noon, world.arena));
	assert_ok(system_form_get(world.ledger, ids[0], world.arena, &form));
	assert_str(form.unit, "総務課");
	assert_str(form.place, "本庁");
	/* Somebody changed the second while the first two were looked at. */
	for (int i = 0; i < 2; i++) {
		assert_ok(system_form_get(world.ledger, ids[i], world.arena, &form));
		seen[i] = system_revision(&form, world.arena);
	}
	form.place = STR("分庁舎");
	(void)save(&world, ids[1], &form, seen[1]);
	bulk.revisions = seen;
	bulk.form.unit = STR("税務課");
	assert_err(system_change_many(&world.home, world.ledger, &world.actor, &bulk, noon, world.arena), ERR_CONFLICT);
	assert_ok(system_form_get(world.ledger, ids[0], world.arena, &form));
	assert_str(form.unit, "総務課");
	close_world(&world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_choices_are_those_of_sheets),
		cmocka_unit_test(a_form_comes_back_as_it_was_sent),
		cmocka_unit_test(a_change_of_another_is_not_lost),
		cmocka_unit_test(an_answer_left_empty_is_taken_back),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(a_list_counts_what_the_other_conditions_leave),
		cmocka_unit_test(many_are_changed_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
