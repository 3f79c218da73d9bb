/*
 * ledger_test.c - the ledger as a whole: statements, imports, the register's three ends, names, what goes wrong, migrations, the generator.
 */
#include "store/ledger/story_test.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

STORY(every_statement_is_prepared_with_the_types_it_declares)
{
	assert_ok(ledger_check_statements(s->ledger, s->arena));
	assert_true(sql_count > 80);
}

STORY(an_inventory_imported_twice_is_there_once)
{
	struct component before[] = { package("curl", "7.88.1-10"), package("openssl", "3.0.11"), package("zlib1g", "1.2.13"),
		package("curl", "7.88.1-10") };
	struct component after[] = { package("curl", "7.88.1-12"), package("openssl", "3.0.11"), package("bash", "5.2.15") };
	struct bag changes = { s->arena, { 0 } }, software = { s->arena, { 0 } }, hosts = { s->arena, { 0 } };
	struct ledger_import_result r;

	r = import_with(s, "a", "住民情報", "web1", before, 4);
	assert_false(r.known);
	assert_int_equal(r.components, 3);
	assert_int_equal(r.installed, 3);
	assert_int_equal(r.systems_new, 1);
	r = import_with(s, "a", "住民情報", "web1", before, 4);
	assert_true(r.known);
	assert_int_equal(r.installed + r.removed + r.upgraded, 0);
	r = import_with(s, "b", "住民情報", "web1", after, 3);
	assert_int_equal(r.upgraded, 1);
	assert_int_equal(r.removed, 1);
	assert_int_equal(r.installed, 1);
	assert_ok(ledger_changes(s->ledger, 0, 0, 10, bag_change, &changes, s->arena));
	assert_lines(changes, "installed 住民情報/web1 bash >5.2.15 b", "removed 住民情報/web1 zlib1g 1.2.13> b",
	    "upgraded 住民情報/web1 curl 7.88.1-10>7.88.1-12 b");
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_lines(software, "dist:debian/openssl 3.0.11", "dist:debian/curl 7.88.1-12", "dist:debian/bash 5.2.15");
	assert_ok(ledger_hosts(s->ledger, 0, bag_host, &hosts, s->arena));
	assert_lines(hosts, "web1 debian 12 os_packages=complete items=3");
	/* Back to the file before: the newest word counts, though its bytes were seen before. */
	r = import_with(s, "a", "住民情報", "web1", before, 4);
	assert_false(r.known);
	assert_int_equal(r.upgraded, 1);
}

STORY(streams_of_a_host_do_not_touch_each_other)
{
	struct ledger_import_head head = { STR("shop.cdx.json"), STR("d"), STR("CycloneDX"), STR("t"), noon };
	struct component library = { .kind = COMPONENT_LIBRARY, .name = STR("left-pad"), .version = STR("1.3.0"),
		.purl = STR("pkg:npm/left-pad@1.3.0") };
	struct component curl = package("curl", "7.88.1-10");
	struct ledger_import_result r;
	struct ledger_import *import;
	struct bag software = { s->arena, { 0 } };

	(void)import_with(s, "a", "S", "h", &curl, 1);
	import = ledger_import_begin(s->ledger, &head);
	ledger_import_host(import, STR("S"), STR("h"), STR("CycloneDX/shop"));
	ledger_import_component(import, &library);
	assert_ok(ledger_import_finish(import, s->arena, &r));
	ledger_import_free(import);
	assert_int_equal(r.removed, 0);
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_lines(software, "dist:debian/curl 7.88.1-10", "pkg:npm/left-pad 1.3.0");
}

STORY(the_register_is_seen_from_three_ends)
{
	struct bag systems = { s->arena, { 0 } }, software = { s->arena, { 0 } }, system = { s->arena, { 0 } },
		service = { s->arena, { 0 } };

	put_sheet(s);
	assert_ok(ledger_systems(s->ledger, 0, bag_system, &systems, s->arena));
	assert_lines(systems, "住民情報 service=窓口 unit=市民課 owner=管理係 place=本庁舎 resident personal:120000 facts=0 hosts=1 items=1",
	    "公式サイト service=広報 unit=広報課 owner= place= internet - facts=0 hosts=1 items=2",
	    "未登録 service= unit= owner= place= unknown - facts=0 hosts=0 items=0");
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SOFTWARE, STR("tomcat"), bag_view, &software, s->arena));
	assert_lines(software, "窓口|市民課|住民情報|Tomcat||1|0", "広報|広報課|公式サイト|Tomcat||1|0");
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SYSTEM, STR(""), bag_view, &system, s->arena));
	assert_lines(system, "窓口|市民課|住民情報|Tomcat||1|0", "広報|広報課|公式サイト|HTTP Server|2.4.57|1|0",
	    "広報|広報課|公式サイト|Tomcat||1|0", "||未登録|||0|0");
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SERVICE, STR(""), bag_view, &service, s->arena));
	assert_lines(service, "||未登録|||0|0", "広報|広報課|公式サイト|||1|0", "窓口|市民課|住民情報|||1|0");
}

/* ---------------------------------------------------------------------------------------------- names */

STORY(names_and_the_knowledge_base_in_force_are_remembered)
{
	struct ledger_alias alias = { .written = STR("アパッチ トムキャット"), .identity = STR("cpe:2.3:a:apache:tomcat"), .by = STR("t"), .at = noon };
	struct str generation;

	assert_ok(ledger_kb_get(s->ledger, s->arena, &generation));
	assert_str(generation, "");
	assert_ok(ledger_kb_set(s->ledger, STR("20261120"), noon, s->arena));
	assert_ok(ledger_kb_set(s->ledger, STR("20261121"), noon, s->arena));
	assert_ok(ledger_kb_get(s->ledger, s->arena, &generation));
	assert_str(generation, "20261121");
	assert_ok(ledger_alias_put(s->ledger, &alias, s->arena));
	assert_ok(ledger_alias_put(s->ledger, &alias, s->arena));
	alias.identity = STR("");
	assert_ok(ledger_alias_put(s->ledger, &alias, s->arena));
}

static struct err *
bag_confirmed(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s|%.*s>%.*s", STR_ARG(software->component.vendor),
	    STR_ARG(software->component.name), STR_ARG(software->confirmed)));
	return NULL;
}

static void
put_names(struct scene *s)
{
	struct component named[] = {
		{ .kind = COMPONENT_APPLICATION, .vendor = STR("㈱例"), .name = STR("帳票くん Ver.3.1") },
		{ .kind = COMPONENT_APPLICATION, .vendor = STR("株式会社例"), .name = STR("帳票くん 4.0 (x64)") },
		{ .kind = COMPONENT_APPLICATION, .vendor = STR("別社"), .name = STR("帳票くん") },
		{ .kind = COMPONENT_APPLICATION, .name = STR("帳票くん2") },
	};

	(void)import_with(s, "a", "S", "h", named, ARRAY_LEN(named));
}

#define NAMES_ARE(context, ...)                                                             \
	do {                                                                                \
		struct bag names_ = { (context)->arena, { 0 } };                            \
		assert_ok(ledger_software((context)->ledger, bag_confirmed, &names_, (context)->arena)); \
		assert_lines(names_, __VA_ARGS__);                                          \
	} while (0)

STORY(a_confirmed_name_counts_for_its_spellings_of_that_vendor)
{
	struct ledger_alias word = { .vendor = STR("株式会社 例"), .written = STR("帳票くん"), .identity = STR("cpe:2.3:a:rei:one"), .by = STR("t"), .at = noon };

	put_names(s);
	assert_ok(ledger_alias_put(s->ledger, &word, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>cpe:2.3:a:rei:one", "株式会社例|帳票くん 4.0 (x64)>cpe:2.3:a:rei:one", "別社|帳票くん>",
	    "|帳票くん2>");
	/* Said anew in another spelling: the later word takes the place of the earlier. */
	word.written = STR("帳票くん 9.9");
	word.identity = STR("cpe:2.3:a:rei:two");
	assert_ok(ledger_alias_put(s->ledger, &word, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>cpe:2.3:a:rei:two", "株式会社例|帳票くん 4.0 (x64)>cpe:2.3:a:rei:two", "別社|帳票くん>",
	    "|帳票くん2>");
	/* That it is not that product says nothing of what it is. */
	word.rejected = true;
	assert_ok(ledger_alias_put(s->ledger, &word, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>", "|帳票くん2>");
}

STORY(what_others_confirmed_is_used_where_ones_own_word_is_missing)
{
	struct ledger_alias theirs = { .vendor = STR("別社"), .written = STR("帳票くん"), .identity = STR("cpe:2.3:a:b:one"), .by = STR("u"), .at = noon,
		.organisation = STR("例町") };
	struct ledger_alias other = theirs, own = theirs;

	put_names(s);
	assert_ok(ledger_alias_put(s->ledger, &theirs, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>cpe:2.3:a:b:one", "|帳票くん2>");
	other.organisation = STR("例村");
	other.identity = STR("cpe:2.3:a:b:two");
	assert_ok(ledger_alias_put(s->ledger, &other, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>", "|帳票くん2>");
	own.organisation = STR("");
	own.identity = STR("cpe:2.3:a:b:three");
	assert_ok(ledger_alias_put(s->ledger, &own, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>cpe:2.3:a:b:three", "|帳票くん2>");
}

STORY(names_confirmed_before_vendors_were_kept_hold_on)
{
	struct ledger_alias own = { .vendor = STR(""), .written = STR("帳票くん2"), .identity = STR("cpe:2.3:a:b:two"), .by = STR("t"), .at = noon };

	put_names(s);
	assert_ok(s->ledger->db->engine->exec(s->ledger->db,
	    "INSERT INTO name_alias (org_id, written, identity, who, at) VALUES (1, '帳票くん', 'cpe:2.3:a:b:one', 't', 0)", s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>cpe:2.3:a:b:one", "|帳票くん2>");
	assert_ok(ledger_alias_put(s->ledger, &own, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>cpe:2.3:a:b:one",
	    "|帳票くん2>cpe:2.3:a:b:two");
}

/* --------------------------------------------------------------------------- when things go wrong */

static struct err *
import_and_die(struct ledger *ledger, void *context, struct arena *arena)
{
	struct component new[] = { package("curl", "9"), package("nginx", "1") };
	struct scene scene = { ledger, arena, { 0 } };

	(void)context;
	(void)import_with(&scene, "b", "S", "h", new, 2);
	(void)kill(getpid(), SIGKILL);
	return NULL;
}

STORY(killed_in_the_middle_of_an_import_it_is_as_it_was)
{
	struct component old = package("curl", "7.88");
	struct bag software = { s->arena, { 0 } };
	pid_t child;
	int status;

	(void)import_with(s, "a", "S", "h", &old, 1);
	child = fork();
	if (child == 0) {
		struct ledger *ledger;
		struct err *err = ledger_open(s->where, 0, s->arena, &ledger);

		if (err == NULL)
			err = ledger_write(ledger, import_and_die, NULL, s->arena);
		_exit(err == NULL ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_lines(software, "dist:debian/curl 7.88");
	assert_false(import_with(s, "b", "S", "h", &old, 1).known);
}

static struct err *
fail_after_writing(struct ledger *ledger, void *context, struct arena *arena)
{
	TRY(ledger_kb_set(ledger, STR("half"), noon, arena));
	(*(int *)context)++;
	return err_new(arena, ERR_USAGE, "no");
}

STORY(a_unit_of_work_that_fails_leaves_nothing)
{
	struct str generation;
	int calls = 0;

	assert_err(ledger_write(s->ledger, fail_after_writing, &calls, s->arena), ERR_USAGE);
	assert_int_equal(calls, 1);
	assert_ok(ledger_kb_get(s->ledger, s->arena, &generation));
	assert_str(generation, "");
}

enum { WRITES = 40 };

static void *
write_much(void *context)
{
	struct scene *scene = context;
	struct arena *arena = arena_new();
	struct ledger *ledger;

	assert_ok(ledger_open(scene->where, 0, arena, &ledger));
	for (int i = 0; i < WRITES; i++)
		assert_ok(ledger_audit(ledger, STR("t"), noon, STR("touch"), STR("thing"), STR(""), arena));
	ledger_close(ledger);
	arena_free(arena);
	return NULL;
}

STORY(two_writers_both_get_all_their_rows_in)
{
	pthread_t threads[2];
	int64_t next;

	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_much, s), 0);
	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		(void)pthread_join(threads[i], NULL);
	/* Ids are given out without gap, so the next one counts the rows. */
	assert_ok(ledger_allot(s->ledger, "audit", 1, s->arena, &next));
	assert_int_equal(next, 2 * WRITES + 1);
}

static void
a_full_disk_is_said_and_harms_nothing(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-ledger-XXXXXX";
	struct scene s = { NULL, arena, { 0 } };
	struct component old = package("curl", "7.88");
	struct bag software = { arena, { 0 } };
	struct ledger_import_head head = { STR("big"), STR("big"), STR("x"), STR("t"), noon };
	struct ledger_import_result r;
	struct ledger_import *import;

	(void)state;
	assert_non_null(mkdtemp(dir));
	s.where = arena_printf(arena, "%s/ledger.db", dir);
	assert_ok(ledger_open(s.where, LEDGER_MAKE, arena, &s.ledger));
	(void)import_with(&s, "a", "S", "h", &old, 1);
	assert_ok(s.ledger->db->engine->exec(s.ledger->db, "PRAGMA max_page_count = 120", arena));
	import = ledger_import_begin(s.ledger, &head);
	ledger_import_host(import, STR("S"), STR("h"), STR("dpkg"));
	for (int i = 0; i < 5000; i++) {
		struct component one = package(arena_printf(arena, "p%d", i).ptr, "1");

		ledger_import_component(import, &one);
	}
	assert_err(ledger_import_finish(import, arena, &r), ERR_STORE);
	ledger_import_free(import);
	assert_ok(ledger_software(s.ledger, bag_software, &software, arena));
	assert_lines(software, "dist:debian/curl 7.88");
	ledger_close(s.ledger);
	assert_ok(dir_remove(str_of(dir), arena));
}

/* ---------------------------------------------------------------------------------------- migrations */

STORY(a_step_keeps_what_is_there_and_a_broken_one_changes_nothing)
{
	const int last = (int)sql_migrations[sql_migrations_count - 1].version;
	const struct sql_migration good = { last + 1, "next_serial",
		"ALTER TABLE host ADD COLUMN serial TEXT NOT NULL DEFAULT ''; INSERT INTO unit (id, org_id, name) VALUES (77, 1, 'u')",
		"ALTER TABLE host ADD COLUMN serial text NOT NULL DEFAULT ''; INSERT INTO unit (id, org_id, name) VALUES (77, 1, 'u')" };
	const struct sql_migration dangling = { last + 2, "next_dangling", "UPDATE host SET system_id = 4711",
		"UPDATE host SET system_id = 4711" };
	struct bag before = { s->arena, { 0 } }, after = { s->arena, { 0 } };
	struct db *db = s->ledger->db;
	struct ledger *again;
	int64_t version;

	put_sheet(s);
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SYSTEM, STR(""), bag_view, &before, s->arena));
	assert_ok(db->engine->before_migration(db, last, s->arena));
	assert_ok(db->engine->migrate(db, &good, s->arena));
	assert_err(db->engine->migrate(db, &dangling, s->arena), ERR_STORE);
	assert_ok(db->engine->schema_version(db, s->arena, &version));
	assert_int_equal(version, last + 1);
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SYSTEM, STR(""), bag_view, &after, s->arena));
	assert_int_equal(before.lines.count, after.lines.count);
	for (size_t i = 0; i < before.lines.count; i++)
		assert_true(str_eq(before.lines.items[i], after.lines.items[i]));
	assert_err(ledger_open(s->where, LEDGER_MAKE | LEDGER_MIGRATE, s->arena, &again), ERR_UNSUPPORTED);
	if (strcmp(ledger_engine(s->ledger), "sqlite") == 0) {
		struct str copy = arena_printf(s->arena, "%.*s.before-%04d", STR_ARG(s->where), last);
		struct bag copied = { s->arena, { 0 } };

		assert_ok(ledger_open(copy, 0, s->arena, &again));
		assert_ok(ledger_view(again, LEDGER_VIEW_SYSTEM, STR(""), bag_view, &copied, s->arena));
		assert_int_equal(copied.lines.count, before.lines.count);
		ledger_close(again);
	}
}

static void
what_is_no_ledger_is_refused_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-ledger-XXXXXX";
	struct ledger *ledger;
	struct str path;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = arena_printf(arena, "%s/ledger.db", dir);
	assert_err(ledger_open(path, 0, arena, &ledger), ERR_NOT_FOUND);
	assert_ok(file_write(path, STR("this is a letter, not a ledger, and long enough to be looked at as one, is it not? "
	    "this is a letter, not a ledger, and long enough to be looked at as one"), arena));
	assert_err(ledger_open(path, LEDGER_MAKE, arena, &ledger), ERR_STORE);
	assert_err(ledger_open(STR("postgresql://nobody@/none?host=%2Fnowhere"), 0, arena, &ledger), ERR_STORE);
	assert_ok(dir_remove(str_of(dir), arena));
}

/* ------------------------------------------------------------------------------------- the generator */

static const struct { const char *statement, *says; } refused[] = {
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT nam FROM thing WHERE org_id = :org_id;", "nam" },
	{ "-- name: a   reads\n-- gives: name:text\nSELECT name FROM thing;", "does not bind org_id" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT name FROM thing WHERE id = :org_id;", "is not held to org_id" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT t.name FROM thing t JOIN part p ON p.id = t.id "
	    "WHERE t.org_id = :org_id;", "part is not held to org_id" },
	{ "-- name: a   reads\n-- binds: org_id:id x:text\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id "
	    "AND name LIKE :x;", "LIKE" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id LIMIT 1;", "LIMIT" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id ORDER BY at;", "NULLS" },
	{ "-- name: a   reads\n-- binds: org_id:id x:text\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id;", "not used" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: title:text\nSELECT name FROM thing WHERE org_id = :org_id;", "not what it declares" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id;", NULL },
	{ "-- name: a   reads\n-- gives: count:int64\n-- global: all of them\nSELECT count(*) AS count FROM thing;", NULL },
};

static void
the_generator_refuses_what_breaks_a_rule(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-sqlgen-XXXXXX";
	struct str room, out;

	(void)state;
	assert_non_null(mkdtemp(dir));
	room = str_of(dir);
	assert_ok(dir_make(path_join(arena, room, STR("migrate")), arena));
	assert_ok(dir_make(path_join(arena, room, STR("sql")), arena));
	assert_ok(file_write(path_join(arena, room, STR("migrate/0001_a.sql")),
	    STR("CREATE TABLE thing ( -- rows: 10\n\tid key,\n\torg_id id NOT NULL,\n\tname text NOT NULL,\n\tat instant\n);\n"
	        "CREATE TABLE part ( -- rows: 10\n\tid key,\n\torg_id id NOT NULL\n);\n"), arena));
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct str command = arena_printf(arena, "'%s/tools/sqlgen' '%s' --check >'%s/out' 2>&1", SOURCE_ROOT, dir, dir);
		int status;

		assert_ok(file_write(path_join(arena, room, STR("sql/a.sql")), str_of(refused[i].statement), arena));
		status = system(command.ptr);
		assert_ok(file_read(path_join(arena, room, STR("out")), 65536, arena, &out));
		print_message("  %.*s\n", STR_ARG(out));
		assert_int_equal(status == 0, refused[i].says == NULL);
		if (refused[i].says != NULL)
			assert_true(str_find(out, str_of(refused[i].says)) != SIZE_MAX);
	}
	assert_ok(dir_remove(room, arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_is_prepared_with_the_types_it_declares),
		cmocka_unit_test(an_inventory_imported_twice_is_there_once),
		cmocka_unit_test(streams_of_a_host_do_not_touch_each_other),
		cmocka_unit_test(the_register_is_seen_from_three_ends),
		cmocka_unit_test(names_and_the_knowledge_base_in_force_are_remembered),
		cmocka_unit_test(a_confirmed_name_counts_for_its_spellings_of_that_vendor),
		cmocka_unit_test(what_others_confirmed_is_used_where_ones_own_word_is_missing),
		cmocka_unit_test(names_confirmed_before_vendors_were_kept_hold_on),
		cmocka_unit_test(killed_in_the_middle_of_an_import_it_is_as_it_was),
		cmocka_unit_test(a_unit_of_work_that_fails_leaves_nothing),
		cmocka_unit_test(two_writers_both_get_all_their_rows_in),
		cmocka_unit_test(a_full_disk_is_said_and_harms_nothing),
		cmocka_unit_test(a_step_keeps_what_is_there_and_a_broken_one_changes_nothing),
		cmocka_unit_test(what_is_no_ledger_is_refused_in_words),
		cmocka_unit_test(the_generator_refuses_what_breaks_a_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
