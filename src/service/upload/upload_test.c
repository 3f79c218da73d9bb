#include "test.h"

#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "service/upload/upload.h"
#include "wire/worker/worker.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;

struct world { struct arena *arena; struct str dir; struct home home; struct actor actor; };

static struct world
open_world(void)
{
	struct world world = { .arena = arena_new(), .actor = { .account = 1, .login = STR("sato"), .name = STR("佐藤"), .offices = OFFICE_OWNER,
		.scopes = SCOPES_ALL } };
	char dir[] = "/tmp/tsukuroi-upload-XXXXXX";

	assert_non_null(mkdtemp(dir));
	world.dir = arena_copy(world.arena, str_of(dir));
	assert_ok(home_init(path_join(world.arena, world.dir, STR("h")), STR(""), STR(""), world.arena, &world.home));
	return world;
}

static void
close_world(struct world *world)
{
	assert_ok(dir_remove(world->dir, world->arena));
	arena_free(world->arena);
}

static struct str
keep(struct world *world, const char *name, const char *text)
{
	struct upload_source source = { str_of(name), -1, 0, str_of(text) };
	struct str token;

	assert_ok(upload_keep(&world->home, &world->actor, &source, 1, noon, world->arena, &token));
	return token;
}

static int64_t
systems(struct world *world)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ledger_totals totals;

	assert_ok(home_ledger(&world->home, world->arena, &ledger));
	assert_ok(ledger_totals(ledger, noon, world->arena, &totals));
	return totals.systems;
}

static const char sheet[] = "システム名,ソフトウェア名,版\n図書,Apache Tomcat,9.0.1\n図書,PHP,\n";
static const struct upload_options none = { 0 };

static void
what_is_looked_at_is_not_written(void **state)
{
	struct world world = open_world();
	struct str token = keep(&world, "../../台帳.csv", sheet);
	struct upload_view view;

	(void)state;
	assert_ok(upload_look(&world.home, &world.actor, token, &none, noon, LANG_JA, world.arena, &view));
	assert_int_equal(view.files.count, 1);
	assert_str(view.files.items[0].name, "台帳.csv");
	assert_str(view.files.items[0].kind, "sheet");
	assert_int_equal(view.files.items[0].taken, 2);
	assert_int_equal(view.systems_new, 1);
	assert_false(view.done);
	assert_int_equal(systems(&world), 0);
	assert_ok(upload_take(&world.home, &world.actor, token, &none, noon, LANG_JA, world.arena, &view));
	assert_int_equal(systems(&world), 1);
	assert_err(upload_take(&world.home, &world.actor, token, &none, noon, LANG_JA, world.arena, &view), ERR_CONFLICT);
	assert_ok(upload_look(&world.home, &world.actor, token, &none, noon, LANG_JA, world.arena, &view));
	assert_true(view.done);
	assert_int_equal(view.installed, 2);
	close_world(&world);
}

static void
a_column_is_read_as_a_person_says(void **state)
{
	struct world world = open_world();
	struct str token = keep(&world, "a.csv", "システム名,ソフトウェア名,改\n図書,Apache Tomcat,9.0.1\n");
	struct upload_column columns[] = { { STR(""), STR("改"), STR("version") } };
	struct upload_view view;

	(void)state;
	assert_ok(upload_look(&world.home, &world.actor, token, &none, noon, LANG_EN, world.arena, &view));
	assert_int_equal(view.files.items[0].without_version, 1);
	assert_ok(upload_map(&world.home, &world.actor, token, columns, 1, world.arena));
	assert_ok(upload_look(&world.home, &world.actor, token, &none, noon, LANG_EN, world.arena, &view));
	assert_int_equal(view.files.items[0].without_version, 0);
	close_world(&world);
}

static void
it_is_its_owners_alone(void **state)
{
	struct world world = open_world();
	struct str token = keep(&world, "a.csv", sheet);
	struct actor other = world.actor, reader = world.actor;
	struct upload_view view;

	(void)state;
	other.account = 2;
	reader.offices = OFFICE_READER;
	assert_err(upload_look(&world.home, &other, token, &none, noon, LANG_EN, world.arena, &view), ERR_NOT_FOUND);
	assert_err(upload_look(&world.home, &reader, token, &none, noon, LANG_EN, world.arena, &view), ERR_FORBIDDEN);
	assert_err(upload_look(&world.home, &world.actor, STR("../../../../../../../../../../etcx"), &none, noon, LANG_EN, world.arena, &view), ERR_NOT_FOUND);
	other.offices = OFFICE_ADMINISTRATOR;
	assert_ok(upload_look(&world.home, &other, token, &none, noon, LANG_EN, world.arena, &view));
	assert_ok(upload_drop(&world.home, &world.actor, token, world.arena));
	assert_err(upload_look(&world.home, &world.actor, token, &none, noon, LANG_EN, world.arena, &view), ERR_NOT_FOUND);
	close_world(&world);
}

static void
what_nobody_knows_keeps_no_other_out(void **state)
{
	struct world world = open_world();
	struct upload_source sources[] = { { STR("a.csv"), -1, 0, str_of(sheet) }, { STR("b.txt"), -1, 0, STR("Good morning.\n") } };
	struct upload_view view;
	struct str token;

	(void)state;
	assert_ok(upload_keep(&world.home, &world.actor, sources, 2, noon, world.arena, &token));
	assert_ok(upload_take(&world.home, &world.actor, token, &none, noon, LANG_EN, world.arena, &view));
	assert_int_equal(view.files.count, 2);
	assert_true(view.files.items[1].problem.len > 0);
	assert_int_equal(systems(&world), 1);
	assert_err(upload_keep(&world.home, &world.actor, NULL, 0, noon, world.arena, &token), ERR_USAGE);
	close_world(&world);
}

static void
a_machine_that_says_the_same_changes_nothing(void **state)
{
	struct world world = open_world();
	struct upload_source source = { STR("web01.inventory"), -1, 0,
		STR("Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 7.88.1-10\n") };
	struct upload_file_view view;

	(void)state;
	assert_ok(upload_of_agent(&world.home, &world.actor, STR("試験"), STR("web01"), &source, noon, LANG_EN, world.arena, &view));
	assert_int_equal(view.installed, 1);
	assert_int_equal(view.hosts_new, 1);
	assert_ok(upload_of_agent(&world.home, &world.actor, STR("試験"), STR("web01"), &source, noon, LANG_EN, world.arena, &view));
	assert_true(view.known_before);
	source.text = STR("?");
	assert_err(upload_of_agent(&world.home, &world.actor, STR("試験"), STR("web01"), &source, noon, LANG_EN, world.arena, &view), ERR_UNSUPPORTED);
	close_world(&world);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_looked_at_is_not_written),
		cmocka_unit_test(a_column_is_read_as_a_person_says),
		cmocka_unit_test(it_is_its_owners_alone),
		cmocka_unit_test(what_nobody_knows_keeps_no_other_out),
		cmocka_unit_test(a_machine_that_says_the_same_changes_nothing),
	};

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
