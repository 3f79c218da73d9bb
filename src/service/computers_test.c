#include "test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "format/windows/windows.h"
#include "service/computers.h"
#include "wire/worker/worker.h"

/* A ledger and a folder of its own. */
struct scene {
	struct arena  *arena;
	struct ledger *ledger;
	char           dir[64];
	struct str     share;
};

static int64_t now;

static void
set_up(struct scene *s, struct arena *arena)
{
	*s = (struct scene){ .arena = arena, .dir = "/tmp/tsukuroi-computers-XXXXXX" };
	assert_true(instant_parse(STR("2026-11-20T12:00:00+09:00"), ZONE_JST, &now));
	assert_non_null(mkdtemp(s->dir));
	s->share = arena_printf(arena, "%s/share", s->dir);
	assert_ok(dir_make(s->share, arena));
	assert_ok(ledger_open(arena_printf(arena, "%s/ledger.db", s->dir), LEDGER_MAKE, arena, &s->ledger));
}

static void
tear_down(struct scene *s)
{
	ledger_close(s->ledger);
	assert_ok(dir_remove(str_of(s->dir), s->arena));
}

/* What varies from one file to another. */
struct pc { const char *file, *host, *serial, *time, *ubr, *program; };

static void
put(struct scene *s, struct pc pc)
{
	struct str text = arena_printf(s->arena, "[tsukuroi-collect]\nversion=1\nhost=%s\narch=AMD64\ntime=%s\n[machine]\nserial=%s\n[os]\n"
	    "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\n    ProductName    REG_SZ    Windows 10 Pro\n"
	    "    CurrentMajorVersionNumber    REG_DWORD    0xa\n    CurrentBuild    REG_SZ    26100\n    UBR    REG_DWORD    %s\n"
	    "    InstallationType    REG_SZ    %s\n[restart]\nRebootPending=no\nRebootRequired=no\n[hotfix]\nKB5121003\n[uninstall64]\n"
	    "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\P\n    DisplayName    REG_SZ    Program\n"
	    "    DisplayVersion    REG_SZ    %s\n[uninstall32]\n[uninstall-user]\n[end]\n", pc.host, pc.time, pc.serial, pc.ubr,
	    str_starts(str_of(pc.host), STR("SRV")) ? "Server" : "Client", pc.program);

	assert_ok(file_write(path_join(s->arena, s->share, str_of(pc.file)), text, s->arena));
}

static struct computers_report
import_with(struct scene *s, struct computers_options options)
{
	struct computers_report report;

	options.by = STR("t");
	options.now = now;
	assert_ok(computers_import(s->ledger, &options, &s->share, 1, s->arena, &report));
	for (size_t i = 0; i < report.problems.count; i++)
		print_message("    %.*s\n", STR_ARG(report.problems.items[i].sentence_en));
	return report;
}

static struct computers_report
import(struct scene *s)
{
	return import_with(s, (struct computers_options){ .collected = INSTANT_NONE });
}

static bool
says(const struct computers_report *report, const char *words)
{
	for (size_t i = 0; i < report->problems.count; i++)
		if (str_find(report->problems.items[i].sentence_en, str_of(words)) != SIZE_MAX)
			return true;
	return false;
}

/* "system/name machine made" of every host, in one text. */
struct hosts { struct arena *arena; struct str text; };

static struct err *
tell_host(void *context, const struct ledger_machine *machine, struct arena *arena)
{
	struct hosts *hosts = context;

	(void)arena;
	hosts->text = arena_printf(hosts->arena, "%.*s%.*s/%.*s %.*s %.*s; ", STR_ARG(hosts->text), STR_ARG(machine->system),
	    STR_ARG(machine->name), STR_ARG(machine->machine), STR_ARG(day_format(machine->made == INSTANT_NONE ? DAY_NONE :
	        instant_day(machine->made, ZONE_JST), hosts->arena)));
	return NULL;
}

static struct str
hosts_of(struct scene *s)
{
	struct hosts hosts = { s->arena, STR("") };

	assert_ok(ledger_machines(s->ledger, STR("windows"), tell_host, &hosts, s->arena));
	return hosts.text;
}

/* -------------------------------------------------------------------------------------------------- */

static void
the_same_files_change_nothing_and_newer_ones_do(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct computers_report r;
	struct scene s;

	(void)state;
	set_up(&s, arena);
	put(&s, (struct pc){ "PC-1_1.txt", "PC-1", "SN000001", "2026-10-20T09:00:00+09:00", "0x1000", "1.0" });
	put(&s, (struct pc){ "SRV-1_1.txt", "SRV-1", "SN000002", "2026-10-20T09:00:00+09:00", "0x1000", "1.0" });
	assert_ok(file_write(path_join(arena, s.share, STR("PC-2.txt.tmp")), STR("half"), arena));
	r = import(&s);
	assert_int_equal(r.computers, 2);
	assert_int_equal(r.added, 2);
	assert_int_equal(r.passed_over, 1);
	assert_int_equal(r.refused, 0);
	assert_str(hosts_of(&s), "クライアントPC/PC-1 SN000001 2026-10-20; Windows Server/SRV-1 SN000002 2026-10-20; ");
	r = import(&s);
	assert_int_equal(r.unchanged, 2);
	assert_int_equal(r.installed + r.upgraded + r.removed, 0);
	/* Files of several months in one folder: the newest counts, whatever their names. */
	put(&s, (struct pc){ "PC-1_0.txt", "pc-1", "SN000001", "2026-11-20T09:00:00+09:00", "0x1001", "1.1" });
	r = import(&s);
	assert_int_equal(r.changed, 1);
	assert_int_equal(r.older, 1);
	assert_int_equal(r.upgraded, 2);      /* the system and the program */
	assert_false(says(&r, "not taken"));
	r = import(&s);
	assert_int_equal(r.unchanged, 2);
	tear_down(&s);
}

/* What the ledger remembers of each host's file: "name items" of those that need not be read again. */
static struct err *
tell_known(void *context, const struct ledger_machine *machine, struct arena *arena)
{
	struct hosts *hosts = context;

	(void)arena;
	if (machine->digest.len > 0)
		hosts->text = arena_printf(hosts->arena, "%.*s%.*s %d; ", STR_ARG(hosts->text), STR_ARG(machine->name), (int)machine->items);
	return NULL;
}

static struct str
known_of(struct scene *s)
{
	struct hosts hosts = { s->arena, STR("") };

	assert_ok(ledger_machines(s->ledger, STR("windows"), tell_known, &hosts, s->arena));
	return hosts.text;
}

static void
what_is_known_is_not_read_again(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct computers_report first, r;
	struct scene s;

	(void)state;
	set_up(&s, arena);
	put(&s, (struct pc){ "a.txt", "PC-1", "SN000001", "2026-10-20T09:00:00+09:00", "0x1000", "1.0" });
	put(&s, (struct pc){ "b.txt", "PC-2", "SN000002", "not a time", "0x1000", "1.0" });
	put(&s, (struct pc){ "c.txt", "PC-3", "SN000003", "2036-10-20T09:00:00+09:00", "0x1000", "1.0" });
	first = import(&s);
	assert_int_equal(first.components, 9);
	/* Neither what is warned of nor what lacks something. */
	assert_str(known_of(&s), "PC-1 3; ");
	r = import(&s);
	assert_int_equal(r.computers, 3);
	assert_int_equal(r.unchanged, 3);
	assert_int_equal(r.components, 9);
	assert_int_equal(r.without_time, 2);
	assert_int_equal(r.warnings, first.warnings);
	/* A copy under another name, then a newer file of the same computer: as if all had been read. */
	put(&s, (struct pc){ "a2.txt", "PC-1", "SN000001", "2026-10-20T09:00:00+09:00", "0x1000", "1.0" });
	r = import(&s);
	assert_int_equal(r.computers, 3);
	assert_int_equal(r.older, 1);
	put(&s, (struct pc){ "d.txt", "PC-1", "SN000001", "2026-11-20T08:00:00+09:00", "0x1000", "2.0" });
	r = import(&s);
	assert_int_equal(r.computers, 3);
	assert_int_equal(r.changed, 1);
	assert_int_equal(r.components, 9);
	assert_int_equal(r.upgraded, 1);
	assert_int_equal(r.older, 2);
	/* The earlier file alone is older now; and a time that a person says is for what is read. */
	r = import(&s);
	assert_int_equal(r.older, 2);
	assert_int_equal(r.unchanged, 3);
	r = import_with(&s, (struct computers_options){ .collected = now - INSTANT_DAY });
	assert_int_equal(r.without_time, 1);
	assert_str(known_of(&s), "");
	tear_down(&s);
}

/* A person's word on what stands there is not kept from the file by what is remembered of it: it is read again, as ever. */
static void
what_a_person_changed_is_read_again(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct ledger_import_head head = { STR("answers.xlsx"), STR("d"), STR("answers"), STR("t"), now };
	struct ledger_told told = { .version = STR("1.5"), .was = STR("1.0"), .provenance = PROVENANCE_AGENT, .by = STR("t"), .system = 1 };
	struct ledger_told_result result;
	struct scene s;

	(void)state;
	set_up(&s, arena);
	put(&s, (struct pc){ "a.txt", "PC-1", "SN000001", "2026-10-20T09:00:00+09:00", "0x1000", "1.0" });
	(void)import(&s);
	assert_str(known_of(&s), "PC-1 3; ");
	told.identity = ledger_product_identity(&(struct component){ .kind = COMPONENT_APPLICATION, .name = STR("Program") }, arena);
	told.on = instant_day(now, ZONE_JST);
	told.at = now;
	assert_ok(ledger_import_note(s.ledger, &head, arena, &told.import));
	assert_ok(ledger_tell(s.ledger, &told, arena, &result));
	assert_int_equal(result.changed, 1);
	assert_str(known_of(&s), "");
	tear_down(&s);
}

static void
a_renamed_machine_is_one_and_two_of_a_name_are_two(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct computers_report r;
	struct scene s;

	(void)state;
	set_up(&s, arena);
	put(&s, (struct pc){ "a.txt", "OLD-NAME", "SN000001", "2026-10-20T09:00:00+09:00", "0x1000", "1.0" });
	(void)import(&s);
	put(&s, (struct pc){ "b.txt", "NEW-NAME", "SN000001", "2026-11-10T09:00:00+09:00", "0x1000", "1.0" });
	r = import(&s);
	assert_int_equal(r.renamed, 1);
	assert_int_equal(r.older, 1);
	assert_true(says(&r, "is called NEW-NAME now"));
	assert_str(hosts_of(&s), "クライアントPC/NEW-NAME SN000001 2026-11-10; ");
	/* Now the old file is older than what is held, and its name an earlier one. */
	r = import(&s);
	assert_true(says(&r, "OLD-NAME is an earlier name of NEW-NAME"));
	assert_int_equal(r.renamed, 0);
	/* A new machine takes the name of an old one. */
	put(&s, (struct pc){ "c.txt", "NEW-NAME", "SN000009", "2026-11-15T09:00:00+09:00", "0x1000", "1.0" });
	r = import(&s);
	assert_int_equal(r.doubles, 1);
	assert_true(says(&r, "Two machines are called NEW-NAME"));
	assert_str(hosts_of(&s), "クライアントPC/NEW-NAME SN000001 2026-11-10; クライアントPC/NEW-NAME (SN000009) SN000009 2026-11-15; ");
	r = import(&s);
	assert_int_equal(r.doubles, 0);
	assert_int_equal(r.unchanged, 2);
	tear_down(&s);
}

/* Both names at one moment: a number that is shared, and nothing renamed. */
static void
machines_of_one_image_are_all_kept(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct computers_report r;
	struct scene s;

	(void)state;
	set_up(&s, arena);
	put(&s, (struct pc){ "a.txt", "VDI-1", "VM-IMAGE-1", "2026-11-20T09:00:00+09:00", "0x1000", "1.0" });
	put(&s, (struct pc){ "b.txt", "VDI-2", "VM-IMAGE-1", "2026-11-20T09:05:00+09:00", "0x1000", "1.0" });
	r = import(&s);
	assert_int_equal(r.computers, 2);
	assert_int_equal(r.renamed, 0);
	assert_true(says(&r, "both are kept"));
	tear_down(&s);
}

static void
clocks_that_cannot_be_are_not_believed(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct computers_report r;
	struct scene s;

	(void)state;
	set_up(&s, arena);
	put(&s, (struct pc){ "a.txt", "PC-1", "SN000001", "2036-11-20T09:00:00+09:00", "0x1000", "1.0" });
	put(&s, (struct pc){ "b.txt", "PC-2", "SN000002", "1999-11-20T09:00:00+09:00", "0x1000", "1.0" });
	put(&s, (struct pc){ "c.txt", "PC-3", "SN000003", "not a time", "0x1000", "1.0" });
	r = import(&s);
	assert_int_equal(r.computers, 3);
	assert_int_equal(r.without_time, 3);
	assert_true(says(&r, "PC-1: the clock said"));
	assert_true(says(&r, "PC-2: the clock said"));
	assert_str(hosts_of(&s), "クライアントPC/PC-1 SN000001 ; クライアントPC/PC-2 SN000002 ; クライアントPC/PC-3 SN000003 ; ");
	/* A person may say when; then files that do not say it do not take the place of what is of a known day. */
	r = import_with(&s, (struct computers_options){ .collected = now - INSTANT_DAY });
	assert_int_equal(r.without_time, 2);
	r = import(&s);
	assert_true(says(&r, "Say it with --collected"));
	assert_int_equal(r.older, 1);
	tear_down(&s);
}

static void
one_bad_file_keeps_no_other_out(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct computers_report r;
	struct scene s;
	struct str inner;

	(void)state;
	set_up(&s, arena);
	for (int i = 0; i < 600; i++) {
		const char *name = arena_cstr(arena, arena_printf(arena, "PC-%03d", i));

		put(&s, (struct pc){ arena_cstr(arena, arena_printf(arena, "%s.txt", name)), name,
			arena_cstr(arena, arena_printf(arena, "SN%06d", i)), "2026-11-20T09:00:00+09:00", "0x1000", "1.0" });
	}
	assert_ok(file_write(path_join(arena, s.share, STR("PC-100b.txt")), STR("[tsukuroi-collect]\nhost=X\n"), arena));
	assert_ok(file_write(path_join(arena, s.share, STR("letter.txt")), STR("Dear all\n"), arena));
	assert_ok(file_write(path_join(arena, s.share, STR("empty.txt")), STR(""), arena));
	inner = path_join(arena, s.share, STR("PC-X"));
	assert_ok(dir_make(inner, arena));
	assert_ok(file_write(path_join(arena, inner, STR("systeminfo.txt")),
	    STR("Host Name:  PC-X\nOS Name:  Microsoft Windows 10 Pro\nOS Version:  10.0.19045 N/A Build 19045\n"), arena));
	assert_ok(file_write(path_join(arena, inner, STR("list.csv")), STR("HotFixID\nKB5034441\n"), arena));
	r = import(&s);
	assert_int_equal(r.computers, 601);
	assert_int_equal(r.refused, 3);
	assert_int_equal(r.files, 605);
	assert_int_equal(r.without_build, 1);
	assert_int_equal(chmod(arena_cstr(arena, path_join(arena, s.share, STR("PC-001.txt"))), 0600), 0);
	assert_err(computers_import(s.ledger, &(struct computers_options){ .by = STR("t"), .now = now, .collected = INSTANT_NONE },
	    &(struct str){ "/nowhere/at/all", 15 }, 1, arena, &r), ERR_NOT_FOUND);
	tear_down(&s);
}

/* The reader runs in a process of its own: this very program. */
int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_files_change_nothing_and_newer_ones_do),
		cmocka_unit_test(what_is_known_is_not_read_again),
		cmocka_unit_test(what_a_person_changed_is_read_again),
		cmocka_unit_test(a_renamed_machine_is_one_and_two_of_a_name_are_two),
		cmocka_unit_test(machines_of_one_image_are_all_kept),
		cmocka_unit_test(clocks_that_cannot_be_are_not_believed),
		cmocka_unit_test(one_bad_file_keeps_no_other_out),
	};

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
