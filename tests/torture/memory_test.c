/*
 * memory_test.c - memory runs out at the n-th allocation of a command, for n from the first to the last: the command says its one
 * sentence and ends with 5, and what is on disk is as it was before, or as it is after, and whole.
 *
 * Commands run in children of this program, which is also what they start as readers of strangers' files.
 */
#include "test.h"
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/mem.h"
#include "face/cli/cli.h"
#include "wire/worker/worker.h"

enum { ARGUMENTS_MOST = 24, EACH_OF_THE_FIRST = 10, OUTPUT_MOST = 1 << 20 };

#define DEMO SOURCE_ROOT "/demo/"
#define AT   "2026-11-20T09:00:00+09:00"

struct torture {
	struct arena *arena;
	struct str    dir;
	struct str    home, kept;     /* the home, and a copy of it as it is before the command */
	struct str    output;         /* what the last child printed                            */
};

/* ------------------------------------------------------------------ commands */

static _Noreturn void
be_child(struct torture *torture, const char *const *words, unsigned long fail_at)
{
	char *argv[ARGUMENTS_MOST] = { "tsukuroi", "--lang", "en", "--at", AT, "--home", (char *)(uintptr_t)torture->home.ptr };
	int argc = 7, fd = open(arena_printf(torture->arena, "%s/output", torture->dir.ptr).ptr, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	for (size_t i = 0; words[i] != NULL && argc < ARGUMENTS_MOST - 1; i++)
		argv[argc++] = (char *)(uintptr_t)words[i];
	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0 || dup2(fd, STDERR_FILENO) < 0)
		_exit(100);
	(void)setenv("LANG", "C", 1);
	mem_fail_at(fail_at);
	argc = cli_main(argc, argv);
	_exit(argc);
}

/* Its exit status; its output is kept. fail_at 0: no allocation fails. */
static int
run(struct torture *torture, const char *const *words, unsigned long fail_at)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		be_child(torture, words, fail_at);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_ok(file_read(arena_printf(torture->arena, "%s/output", torture->dir.ptr), OUTPUT_MOST, torture->arena, &torture->output));
	if (!WIFEXITED(status))
		fail_msg("%s %s ended by signal %d", words[0], words[1], WTERMSIG(status));
	return WEXITSTATUS(status);
}

/* Everything that people can see of a home. doctor reads every digest. */
static struct str
state_of(struct torture *torture)
{
	static const char *const looks[][ARGUMENTS_MOST] = {
		{ "doctor", NULL }, { "feed", "status", NULL }, { "ledger", "show", "system", NULL }, { "finding", "list", NULL },
		{ "finding", "questions", NULL }, { "ledger", "unmanaged", NULL }, { "name", "list", NULL }, { "kb", "readings", NULL },
		{ "ask", "status", NULL },
	};
	struct str parts[ARRAY_LEN(looks)];

	for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
		int status = run(torture, looks[i], 0);

		parts[i] = arena_printf(torture->arena, "%d\n%.*s", status, STR_ARG(torture->output));
	}
	return arena_join(torture->arena, parts, ARRAY_LEN(parts), STR("\n"));
}

/* ---------------------------------------------------------------------- home */

static void
copy(struct torture *torture, struct str from, struct str to)
{
	const char *command = arena_printf(torture->arena, "rm -rf '%s' && cp -a '%s' '%s'", to.ptr, from.ptr, to.ptr).ptr;

	assert_int_equal(system(command), 0);   /* NOLINT(cert-env33-c): names of this test's own making */
}

static int
make_home(void **state)
{
	static const char *const steps[][ARGUMENTS_MOST] = {
		{ "init", "--criteria", "municipality", NULL },
		{ "feed", "import", "jvn", DEMO "feeds/jvn.xml", NULL },
		{ "feed", "import", "kev", DEMO "feeds/kev.json", NULL },
		{ "ledger", "import", "csv", "--answer", "none", DEMO "ledger.csv", NULL },
	};
	struct torture *torture = calloc(1, sizeof(*torture));
	char dir[] = "/tmp/tsukuroi-torture.XXXXXX";

	assert_non_null(torture);
	assert_non_null(mkdtemp(dir));
	torture->arena = arena_new();
	torture->dir = arena_copy(torture->arena, str_of(dir));
	torture->home = arena_printf(torture->arena, "%s/home", dir);
	torture->kept = arena_printf(torture->arena, "%s/kept", dir);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		assert_int_equal(run(torture, steps[i], 0), 0);
	*state = torture;
	return 0;
}

static int
remove_home(void **state)
{
	struct torture *torture = *state;

	assert_ok(dir_remove(torture->dir, torture->arena));
	arena_free(torture->arena);
	free(torture);
	return 0;
}

/* ------------------------------------------------------------------- torture */

/* The command with its n-th allocation failing. False: it has not so many any more. */
static bool
fail_at(struct torture *torture, const char *const *words, unsigned long n, struct str before, struct str after)
{
	int status = run(torture, words, n);
	struct str said = torture->output, now;

	if (status == 0 || status == 1)
		return false;
	if (status != 5 || str_find(said, STR("Out of memory")) == SIZE_MAX)
		fail_msg("%s %s with allocation %lu failing gave %d: %.*s", words[0], words[1], n, status, STR_ARG(said));
	now = state_of(torture);
	if (!str_eq(now, before) && !str_eq(now, after))
		fail_msg("%s %s with allocation %lu failing left this behind:\n%.*s", words[0], words[1], n, STR_ARG(now));
	if (!str_eq(now, before))
		copy(torture, torture->kept, torture->home);
	return true;
}

static void
torture_command(struct torture *torture, const char *const *words)
{
	unsigned long n = 1, times = 0;
	struct str before, after;
	int status;

	before = state_of(torture);
	copy(torture, torture->home, torture->kept);
	status = run(torture, words, 0);
	assert_true(status == 0 || status == 1);
	after = state_of(torture);
	assert_false(str_eq(before, after));
	copy(torture, torture->kept, torture->home);
	/* Each of the first, then ever wider apart, to the last. */
	while (fail_at(torture, words, n, before, after)) {
		n = n < EACH_OF_THE_FIRST ? n + 1 : n + 1 + n / 10;
		times++;
	}
	print_message("%s %s: failed %lu times, up to allocation %lu\n", words[0], words[1], times, n);
	assert_true(times > EACH_OF_THE_FIRST);
	copy(torture, torture->kept, torture->home);
	status = run(torture, words, 0);
	assert_true(status == 0 || status == 1);
	assert_str(state_of(torture), arena_cstr(torture->arena, after));
}

static void
test_feed_import(void **state)
{
	torture_command(*state, (const char *const[]){ "feed", "import", "nvd", DEMO "feeds/nvd.json", NULL });
}

static void
test_ledger_import(void **state)
{
	torture_command(*state, (const char *const[]){ "ledger", "import", "sbom", DEMO "reservation.cdx.json", "--system", "App", NULL });
}

static void
test_assess(void **state)
{
	torture_command(*state, (const char *const[]){ "assess", "--quiet", NULL });
}

/* Knowledge of makers: what they said, what came when, until when it lasts. */
static void
test_published(void **state)
{
	torture_command(*state, (const char *const[]){ "feed", "import", "msrc", DEMO "feeds/msrc-2022-Nov.xml", NULL });
	torture_command(*state, (const char *const[]){ "feed", "import", "builds", DEMO "feeds/builds.json", NULL });
	torture_command(*state, (const char *const[]){ "feed", "import", "eol", DEMO "feeds/eol.json", NULL });
}

static void
test_ledger_import_windows(void **state)
{
	torture_command(*state, (const char *const[]){ "ledger", "import", "windows", DEMO "windows", NULL });
}

static void
test_ledger_import_device(void **state)
{
	torture_command(*state, (const char *const[]){ "ledger", "import", "device", DEMO "console.txt", "--yes", "--host", "rtx",
	    "--system", "Net", NULL });
}

static void
test_ledger_import_nmap(void **state)
{
	torture_command(*state, (const char *const[]){ "ledger", "import", "nmap", DEMO "scan.xml", NULL });
}

static void
test_ledger_add(void **state)
{
	torture_command(*state, (const char *const[]){ "ledger", "add", "App", "製品名=Example Server", "バージョン=1.2", NULL });
}

/* What others wrote for us: tags, shared names, shared readings. */
static const struct { const char *name, *text, *words[ARGUMENTS_MOST]; } foreign[] = {
	{ "tag.swidtag", "<SoftwareIdentity name=\"Rei\" version=\"2.1\" tagId=\"a\"><Entity name=\"x\" regid=\"example.jp\" "
	    "role=\"softwareCreator\"/></SoftwareIdentity>", { "ledger", "import", "swid", "--system", "App" } },
	{ "names.tsv", "\tExample Server\tcpe:2.3:a:example:server\tconfirmed\tby\t2026-11-20\torg\n", { "name", "import" } },
	{ "readings.json", "{\"format\": \"tsukuroi-readings-1\", \"organisation\": \"Rei\", \"readings\": [{\"vulnerability\": "
	    "\"CVE-2026-990001\", \"product\": \"cpe:2.3:a:x:y\", \"verdict\": \"affected\", \"versions\": [\"1.0 より前\"], \"read_on\": "
	    "\"2026-11-18\"}]}", { "kb", "readings", "import" } },
};

static void
test_foreign_files(void **state)
{
	struct torture *torture = *state;

	for (size_t i = 0; i < ARRAY_LEN(foreign); i++) {
		struct str file = arena_printf(torture->arena, "%s/%s", torture->dir.ptr, foreign[i].name);
		const char *words[ARGUMENTS_MOST];
		size_t at = 0;

		memcpy(words, foreign[i].words, sizeof(words));
		while (words[at] != NULL)
			at++;
		words[at] = file.ptr;
		assert_ok(file_write(file, str_of(foreign[i].text), torture->arena));
		torture_command(torture, words);
	}
}

/* One line of a sheet that was sent out comes back, as a bare row of CSV. */
static void
test_ask_take(void **state)
{
	struct torture *torture = *state;
	struct str sheets = arena_printf(torture->arena, "%s/sheets", torture->dir.ptr), sheet, number, rest;
	struct str answered = arena_printf(torture->arena, "%s/answered.csv", torture->dir.ptr);
	glob_t found;
	size_t at;

	assert_int_equal(run(torture, (const char *const[]){ "ask", "applicability", "--with-csv", "--dir", sheets.ptr, NULL }, 0), 0);
	assert_int_equal(glob(arena_printf(torture->arena, "%s/*K1*.csv", sheets.ptr).ptr, 0, NULL, &found), 0);
	assert_ok(file_read(str_of(found.gl_pathv[0]), OUTPUT_MOST, torture->arena, &sheet));
	globfree(&found);
	at = str_find(sheet, STR("K1-1-"));
	assert_true(at != SIZE_MAX);
	rest = str_from(sheet, at);
	number = str_sub(rest, 0, str_find(rest, STR("\"")));
	assert_ok(file_write(answered, arena_printf(torture->arena, "%.*s,,,,,,,,Applies\n", STR_ARG(number)), torture->arena));
	torture_command(torture, (const char *const[]){ "ask", "take", answered.ptr, "--yes", NULL });
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_feed_import),
		cmocka_unit_test(test_ledger_import),
		cmocka_unit_test(test_assess),
		cmocka_unit_test(test_published),
		cmocka_unit_test(test_ledger_import_windows),
		cmocka_unit_test(test_ledger_import_device),
		cmocka_unit_test(test_ledger_import_nmap),
		cmocka_unit_test(test_ledger_add),
		cmocka_unit_test(test_foreign_files),
		cmocka_unit_test(test_ask_take),
	};

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, make_home, remove_home);
}
