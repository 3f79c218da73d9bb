#include "test.h"

#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/buf.h"
#include "service/upload/upload.h"
#include "store/ledger/people.h"
#include "store/ledger/upload.h"
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
	struct str token;

	(void)state;
	assert_ok(upload_of_agent(&world.home, &world.actor, STR("試験"), STR("web01"), &source, noon, LANG_EN, world.arena, &view, &token));
	assert_int_equal(view.installed, 1);
	assert_int_equal(token.len, 0);
	assert_int_equal(view.hosts_new, 1);
	assert_ok(upload_of_agent(&world.home, &world.actor, STR("試験"), STR("web01"), &source, noon, LANG_EN, world.arena, &view, &token));
	assert_true(view.known_before);
	source.text = STR("?");
	assert_err(upload_of_agent(&world.home, &world.actor, STR("試験"), STR("web01"), &source, noon, LANG_EN, world.arena, &view, &token), ERR_UNSUPPORTED);
	close_world(&world);
}

/* ------------------------------------------------------------------------------------------ in line */

struct line { struct world world; struct ledger *ledger; int64_t account; };

/* One account, which is real: what waits is done in its name, with what it may by then. */
static struct line
open_line(void)
{
	struct line line = { .world = open_world() };
	struct ledger_account account = { .login = STR("sato"), .name = STR("佐藤"), .offices = OFFICE_OPERATOR, .language = LANG_JA, .made_at = noon, .left_at = INSTANT_NONE };

	assert_ok(home_ledger(&line.world.home, line.world.arena, &line.ledger));
	assert_ok(ledger_account_add(line.ledger, &account, line.world.arena));
	line.account = account.id;
	assert_ok(actor_of_account(line.ledger, line.account, VIA_WEB, line.world.arena, &line.world.actor));
	return line;
}

static void
close_line(struct line *line)
{
	ledger_close(line->ledger);
	close_world(&line->world);
}

static struct str
large_sheet(struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, STR("システム名,ホスト名,ソフトウェア名,版\n"));
	for (int i = 0; out.len <= UPLOAD_BYTES_SMALL; i++)
		buf_addf(&out, "業務%d,pc%04d,業務ソフト%d,1.%d\n", i % 7, i / 50, i % 50, i % 3);
	return arena_copy(arena, buf_str(&out));
}

static struct str
in_line(struct line *line)
{
	struct upload_source source = { STR("large.csv"), -1, 0, large_sheet(line->world.arena) };
	struct str token;
	bool waits;

	assert_ok(upload_keep(&line->world.home, &line->world.actor, &source, 1, noon, line->world.arena, &token));
	assert_ok(upload_line(&line->world.home, line->ledger, &line->world.actor, token, &none, LANG_EN, noon, line->world.arena, &waits));
	assert_true(waits);
	return token;
}

static struct str
state(struct line *line, struct str token, struct upload_view *view)
{
	struct upload_progress progress;

	assert_ok(upload_standing(&line->world.home, line->ledger, &line->world.actor, token, LANG_EN, line->world.arena, &progress, view));
	return progress.state;
}

static bool
worked(struct line *line, const char *node)
{
	bool did;

	assert_ok(upload_work(&line->world.home, line->ledger, str_of(node), line->world.arena, &did));
	return did;
}

static void
what_a_machine_says_waits_when_it_is_large(void **state_)
{
	struct line line = open_line();
	struct buf text BUF_SCOPE = { 0 };
	struct upload_source source = { STR("web01.inventory"), -1, 0, { 0 } };
	struct upload_file_view one;
	struct upload_view view;
	struct str token, again;

	(void)state_;
	for (int i = 0; text.len <= UPLOAD_BYTES_SMALL; i++)
		buf_addf(&text, "Package: package%d\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.%d-1\n\n", i, i % 9);
	source.text = buf_str(&text);
	assert_ok(upload_of_agent(&line.world.home, &line.world.actor, STR("試験"), STR("web01"), &source, noon, LANG_EN, line.world.arena, &one, &token));
	assert_true(token.len > 0);
	assert_str(state(&line, token, &view), "agreed");
	/* It sends it once more before its turn came: the second changes nothing. */
	assert_ok(upload_of_agent(&line.world.home, &line.world.actor, STR("試験"), STR("web01"), &source, noon, LANG_EN, line.world.arena, &one, &again));
	assert_true(worked(&line, "node"));
	assert_str(state(&line, token, &view), "done");
	assert_int_equal(view.files.items[0].hosts_new, 1);
	assert_true(view.installed > 1000);
	assert_true(worked(&line, "node"));
	assert_str(state(&line, again, &view), "done");
	assert_true(view.files.items[0].known_before);
	assert_false(worked(&line, "node"));
	close_line(&line);
}

static void
what_is_large_waits_in_line(void **state_)
{
	struct line line = open_line();
	struct str token = in_line(&line), small;
	struct upload_view view;
	bool waits;

	(void)state_;
	assert_str(state(&line, token, &view), "waiting");
	assert_true(worked(&line, "node"));
	assert_str(state(&line, token, &view), "looked");
	assert_true(view.installed > 10000);
	assert_false(view.done);
	assert_int_equal(systems(&line.world), 0);
	assert_false(worked(&line, "node"));
	assert_ok(upload_agree(line.ledger, &line.world.actor, token, &none, noon, line.world.arena, &waits));
	assert_true(waits);
	assert_str(state(&line, token, &view), "agreed");
	assert_true(worked(&line, "node"));
	assert_str(state(&line, token, &view), "done");
	assert_true(view.done);
	assert_int_equal(systems(&line.world), 7);
	assert_err(upload_agree(line.ledger, &line.world.actor, token, &none, noon, line.world.arena, &waits), ERR_CONFLICT);

	small = keep(&line.world, "a.csv", sheet);
	assert_ok(upload_line(&line.world.home, line.ledger, &line.world.actor, small, &none, LANG_EN, noon, line.world.arena, &waits));
	assert_false(waits);
	assert_ok(upload_agree(line.ledger, &line.world.actor, small, &none, noon, line.world.arena, &waits));
	assert_false(waits);
	close_line(&line);
}

static void
in_line_it_is_its_owners_alone(void **state_)
{
	struct line line = open_line();
	struct str token = in_line(&line);
	struct actor other = line.world.actor, reader = line.world.actor;
	struct upload_progress progress;
	struct upload_lines lines;
	struct upload_view view;
	bool waits;

	(void)state_;
	other.account++;
	reader.offices = OFFICE_READER;
	assert_err(upload_standing(&line.world.home, line.ledger, &other, token, LANG_EN, line.world.arena, &progress, &view), ERR_NOT_FOUND);
	assert_err(upload_standing(&line.world.home, line.ledger, &reader, token, LANG_EN, line.world.arena, &progress, &view), ERR_FORBIDDEN);
	assert_err(upload_give_up(&line.world.home, line.ledger, &other, token, noon, line.world.arena, &waits), ERR_NOT_FOUND);
	assert_ok(upload_lines(&line.world.home, line.ledger, &other, 10, LANG_EN, noon, line.world.arena, &lines));
	assert_int_equal(lines.count, 0);
	other.offices = OFFICE_ADMINISTRATOR;
	assert_ok(upload_lines(&line.world.home, line.ledger, &other, 10, LANG_EN, noon, line.world.arena, &lines));
	assert_int_equal(lines.count, 1);
	assert_ok(upload_give_up(&line.world.home, line.ledger, &line.world.actor, token, noon, line.world.arena, &waits));
	assert_str(state(&line, token, &view), "given_up");
	assert_false(worked(&line, "node"));
	close_line(&line);
}

/* Who lost his offices while it waited has it not done for him, and is told why. */
static void
what_he_may_not_any_more_is_not_done(void **state_)
{
	struct line line = open_line();
	struct str token = in_line(&line);
	struct ledger_account account;
	struct upload_progress progress;
	struct upload_view view;

	(void)state_;
	assert_ok(ledger_account_get(line.ledger, line.account, line.world.arena, &account));
	account.offices = OFFICE_READER;
	assert_ok(ledger_account_set(line.ledger, &account, line.world.arena));
	assert_true(worked(&line, "node"));
	assert_ok(upload_standing(&line.world.home, line.ledger, &line.world.actor, token, LANG_EN, line.world.arena, &progress, &view));
	assert_str(progress.state, "failed");
	assert_true(progress.problem.len > 0);
	assert_int_equal(systems(&line.world), 0);
	close_line(&line);
}

/* Five times begun and broken off: it is not begun for ever. */
static void
what_always_breaks_off_is_given_up(void **state_)
{
	struct line line = open_line();
	struct str token = in_line(&line);
	struct ledger_uploads uploads;
	struct upload_view view;

	(void)state_;
	for (int i = 0; i < 5; i++)
		assert_ok(ledger_upload_claim(line.ledger, STR("node"), noon, noon + INSTANT_HOUR, line.world.arena, &uploads));
	assert_int_equal(uploads.count, 1);
	assert_true(worked(&line, "node"));
	assert_str(state(&line, token, &view), "failed");
	close_line(&line);
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
		cmocka_unit_test(what_a_machine_says_waits_when_it_is_large),
		cmocka_unit_test(what_is_large_waits_in_line),
		cmocka_unit_test(in_line_it_is_its_owners_alone),
		cmocka_unit_test(what_he_may_not_any_more_is_not_done),
		cmocka_unit_test(what_always_breaks_off_is_given_up),
	};

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
