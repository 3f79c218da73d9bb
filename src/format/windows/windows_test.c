#include "test.h"

#include "format/charset/charset.h"
#include "format/component/collected.h"
#include "format/windows/windows.h"

/* Prints what is told of every computer, for the tests of real data. */
struct telling {
	struct sink  sink;
	struct arena *arena;
	size_t       computers, components, updates, with_build, refused, warned;
	struct buf   out;
	struct str   os;
};

static struct err *
tell_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct telling *telling = (struct telling *)sink;
	const struct component *component = value;
	const struct inventory_head *head = value;

	(void)arena;
	if (schema == &component_schema) {
		telling->components++;
		telling->updates += component->kind == COMPONENT_UPDATE;
		if (component->kind == COMPONENT_OS) {
			telling->with_build++;
			telling->os = arena_printf(telling->arena, "%.*s|%.*s|%.*s|%.*s", STR_ARG(component->name), STR_ARG(component->version),
			    STR_ARG(component->arch), STR_ARG(component->installation));
		}
		return NULL;
	}
	telling->computers++;
	print_message("    %.*s: %.*s (%.*s)\n", STR_ARG(head->subject), STR_ARG(telling->os), STR_ARG(head->file));
	telling->os = STR("");
	return NULL;
}

static struct err *
tell_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct telling *telling = (struct telling *)sink;

	(void)arena;
	*(problem->warning ? &telling->warned : &telling->refused) += 1;
	print_message("    %s %.*s: %.*s\n", problem->warning ? "warned" : "refused", STR_ARG(problem->id), STR_ARG(problem->sentence_en));
	return NULL;
}

static struct telling
read_real_folder(const char *name, struct arena *arena)
{
	const char *path = test_data(arena, name);
	struct telling telling = { .sink = { tell_record, tell_problem }, .arena = arena };
	struct windows_file *files;
	struct str *names;
	size_t count, kept = 0;

	if (path == NULL)
		return telling;
	assert_ok(dir_list(str_of(path), arena, &names, &count));
	files = ARENA_ARRAY(arena, struct windows_file, count);
	for (size_t i = 0; i < count; i++) {
		struct windows_file *file = &files[kept];

		if (str_ends(names[i], STR(".gz")))
			continue;
		assert_ok(file_read(path_join(arena, str_of(path), names[i]), 1 << 20, arena, &file->bytes));
		file->name = names[i];
		kept++;
	}
	assert_ok(windows_read_folder(files, kept, &telling.sink, arena));
	print_message("  %s: %zu files, %zu computers, %zu components, %zu updates, %zu refused, %zu warned\n", name, kept,
	    telling.computers, telling.components, telling.updates, telling.refused, telling.warned);
	return telling;
}

static void
real_lists_of_many_languages_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct telling t;

	(void)state;
	skip_without(test_data(arena, "microsoft/systeminfo"), &arena);
	t = read_real_folder("microsoft/systeminfo", arena);
	assert_int_equal(t.computers, 25);
	assert_int_equal(t.with_build, 25);
	assert_int_equal(t.refused, 4);      /* lists of what is offered */
	assert_true(t.updates > 1000);
	t = read_real_folder("microsoft/systeminfo-ja", arena);
	assert_int_equal(t.computers, 2);
	t = read_real_folder("microsoft/dism", arena);
	assert_int_equal(t.computers, 1);
}

/* ------------------------------------------------------------------------------------- small helpers */

static struct collected
read_files(const struct windows_file *files, size_t count, struct arena *arena)
{
	struct collected collected = collected_new(arena);

	assert_ok(windows_read_folder(files, count, &collected.sink, arena));
	return collected;
}

static struct collected
read_one(const char *name, struct str bytes, struct arena *arena)
{
	return read_files(&(struct windows_file){ str_of(name), bytes }, 1, arena);
}

static struct str
case_text(struct arena *arena)
{
	struct str text;

	assert_ok(file_read(STR(SOURCE_ROOT "/src/format/windows/cases/PC-0101_202611201403.txt"), 1 << 20, arena, &text));
	return text;
}

/* The text with one place of it written otherwise. */
static struct str
with(struct str text, const char *from, const char *to, struct arena *arena)
{
	size_t at = str_find(text, str_of(from));
	struct str parts[3];

	assert_true(at != SIZE_MAX);
	parts[0] = str_sub(text, 0, at);
	parts[1] = str_of(to);
	parts[2] = str_from(text, at + strlen(from));
	return arena_join(arena, parts, 3, STR(""));
}

static struct str
utf16(struct str text, bool mark, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	if (mark)
		buf_add(&out, STR("\xff\xfe"));
	for (size_t at = 0; at < text.len;) {
		uint32_t point = 0;

		at += str_point(text, at, &point);
		buf_add_char(&out, (char)(point & 0xff));
		buf_add_char(&out, (char)(point >> 8));
	}
	return arena_copy(arena, buf_str(&out));
}

static struct str
crlf(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str line;

	while (str_line(&text, &line)) {
		buf_add(&out, line);
		buf_add(&out, STR("\r\n"));
	}
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------- the collector */

static void
check_case(struct collected c)
{
	const struct component *os = collected_find(&c, "Windows 11 Pro"), *one;

	assert_int_equal(c.heads, 1);
	assert_int_equal(c.refused, 0);
	assert_non_null(os);
	assert_int_equal(os->kind, COMPONENT_OS);
	assert_str(os->version, "10.0.26100.9168");
	assert_str(os->release, "24H2");
	assert_str(os->arch, "x64");
	assert_str(os->edition, "Professional");
	assert_str(os->installation, "Client");
	assert_str(c.head.subject, "PC-0101");
	assert_str(c.head.machine, "5CG1234XYZ");
	assert_int_equal(c.head.restart_pending, ANSWER_NO);
	assert_int_equal(collected_coverage(&c, LAYER_OS), COVERAGE_COMPLETE);
	assert_int_equal(collected_coverage(&c, LAYER_APPLICATIONS), COVERAGE_COMPLETE);
	assert_int_equal(collected_coverage(&c, LAYER_UPDATES), COVERAGE_COMPLETE);
	one = collected_find(&c, "7-Zip 24.09 (x64)");
	assert_str(one->version, "24.09");
	assert_str(one->vendor, "Igor Pavlov");
	assert_str(collected_find(&c, "例市庁内文書管理クライアント")->version, "");
}

static void
a_collectors_file_is_a_computer(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_one("PC-0101.txt", case_text(arena), arena);
	struct component *one;
	size_t seven = 0, runtimes = 0;

	(void)state;
	check_case(c);
	assert_int_equal(c.warnings, 0);
	for (size_t i = 0; i < c.components.count; i++) {
		one = &c.components.items[i];
		seven += str_starts(one->name, STR("7-Zip"));
		runtimes += str_eq(one->name, STR("Microsoft.NETCore.App"));
	}
	assert_int_equal(seven, 1);      /* in both halves, once */
	assert_int_equal(runtimes, 2);
	assert_str(collected_find(&c, "Microsoft 365 Apps for enterprise")->channel, "Semi-Annual Enterprise");
	assert_str(collected_find(&c, "Microsoft 365 Apps for enterprise")->edition, "O365ProPlusRetail");
	assert_str(collected_find(&c, "Microsoft Visio LTSC 2021")->version, "16.0.19127.20752");
	assert_null(collected_find(&c, "Microsoft 365 Apps for enterprise - ja-jp"));
	assert_str(collected_find(&c, "Microsoft Edge")->version, "146.0.3856.109");
	assert_str(collected_find(&c, "Google Chrome")->version, "146.0.7680.80");
	assert_str(collected_find(&c, "Microsoft SQL Server 2019")->version, "15.0.4430.1");
	assert_str(collected_find(&c, "Microsoft SQL Server 2019")->edition, "Express Edition");
	assert_str(collected_find(&c, "Microsoft .NET Framework")->version, "4.8.1");
	assert_int_equal(collected_find(&c, "KB5054833")->kind, COMPONENT_UPDATE);
	assert_int_equal(collected_find(&c, "KB5121003")->kind, COMPONENT_UPDATE);
	assert_null(collected_find(&c, "KB890830"));
	assert_null(collected_find(&c, "KB2467174"));      /* stands in the name of a product, and is none of its updates */
	assert_int_equal(collected_find(&c, "Sample Agent Core")->kind, COMPONENT_APPLICATION);
	assert_str(instant_format(c.head.made, ZONE_UTC, arena), "2026-11-20T05:03:22Z");
	assert_str(c.head.file, "PC-0101.txt");
}

/* The same words in every encoding that Windows writes. */
static void
encodings_make_no_difference(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = case_text(arena), windows = crlf(text, arena), marked[2] = { STR("\xef\xbb\xbf"), text };
	struct buf cp932 BUF_SCOPE = { 0 };
	size_t lost;

	(void)state;
	assert_ok(charset_encode_cp932(windows, arena, &cp932, &lost));
	assert_int_equal(lost, 0);
	check_case(read_one("lf", text, arena));
	check_case(read_one("crlf", windows, arena));
	check_case(read_one("mark", arena_join(arena, marked, 2, STR("")), arena));
	check_case(read_one("cp932", buf_str(&cp932), arena));
}

static const struct { const char *from, *to, *made; } times[] = {
	{ "time=20261120140322.123000+540", "time=2026-11-20T14:03:22+09:00", "2026-11-20T05:03:22Z" },
	{ "time=20261120140322.123000+540", "time=2026/11/20  9:03:22.45", "2026-11-20T00:03:22Z" },
	{ "time=20261120140322.123000+540", "time=20261120140322.123000-300", "2026-11-20T19:03:22Z" },
	{ "bias=0xfffffde4", "bias=0x12c", "2026-11-20T05:03:22Z" },      /* the time has a zone of its own */
	{ "time=20261120140322.123000+540\nbias=0xfffffde4", "time=2026/11/20 14:03:22.45\nbias=0x12c", "2026-11-20T19:03:22Z" },
	{ "time=20261120140322.123000+540", "time=Fri 11/20/2026 14:03:22", "" },
	{ "time=20261120140322.123000+540", "time=", "" },
	{ "time=20261120140322.123000+540", "time=99999999999999.999999+999", "" },
};

static void
the_time_is_read_as_it_was_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(times); i++) {
		struct collected c = read_one("t", with(case_text(arena), times[i].from, times[i].to, arena), arena);

		print_message("  %s\n", times[i].to);
		assert_str(instant_format(c.head.made, ZONE_UTC, arena), times[i].made);
		assert_int_equal(c.warnings, times[i].made[0] == '\0');
	}
}

/* What is changed in the file, and what of the head is not what it was. */
static const struct {
	const char *from, *to;
	const char *machine;
	enum answer restart;
	enum coverage applications, updates;
} heads[] = {
	{ "SERIAL=5CG1234XYZ", "SERIAL=To be filled by O.E.M.", "", ANSWER_NO, COVERAGE_COMPLETE, COVERAGE_COMPLETE },
	{ "SERIAL=5CG1234XYZ", "SERIAL=0000000000", "", ANSWER_NO, COVERAGE_COMPLETE, COVERAGE_COMPLETE },
	{ "SERIAL=5CG1234XYZ", "SERIAL=Default string", "", ANSWER_NO, COVERAGE_COMPLETE, COVERAGE_COMPLETE },
	{ "RebootPending=no", "RebootPending=yes", "5CG1234XYZ", ANSWER_YES, COVERAGE_COMPLETE, COVERAGE_COMPLETE },
	{ "RebootRequired=no", "RebootRequired=yes", "5CG1234XYZ", ANSWER_YES, COVERAGE_COMPLETE, COVERAGE_COMPLETE },
	{ "RebootRequired=no", "RebootRequired=unknown", "5CG1234XYZ", ANSWER_UNKNOWN, COVERAGE_COMPLETE, COVERAGE_COMPLETE },
	{ "[uninstall-user]\n", "", "5CG1234XYZ", ANSWER_NO, COVERAGE_PARTIAL, COVERAGE_COMPLETE },
	{ "[uninstall32]\n", "", "5CG1234XYZ", ANSWER_NO, COVERAGE_PARTIAL, COVERAGE_COMPLETE },
	{ "KB5121003\nKB5094127\nKB890830\n", "", "5CG1234XYZ", ANSWER_NO, COVERAGE_COMPLETE, COVERAGE_NONE },
};

static void
the_head_says_what_is_known_and_no_more(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		struct collected c = read_one("h", with(case_text(arena), heads[i].from, heads[i].to, arena), arena);

		print_message("  %s\n", heads[i].to);
		assert_str(c.head.machine, heads[i].machine);
		assert_int_equal(c.head.restart_pending, heads[i].restart);
		assert_int_equal(collected_coverage(&c, LAYER_APPLICATIONS), heads[i].applications);
		assert_int_equal(collected_coverage(&c, LAYER_UPDATES), heads[i].updates);
	}
}

static const struct { const char *from, *to, *says; } broken[] = {
	{ "[end]\n", "", "ends before its [end]" },
	{ "host=PC-0101\n", "", "does not say which computer" },
	{ "[os]\n", "[nothing]\n", "does not say which computer" },
};

static void
half_written_files_are_refused_with_the_reason(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		c = read_one("b", with(case_text(arena), broken[i].from, broken[i].to, arena), arena);
		print_message("  %s: %.*s\n", broken[i].from, STR_ARG(c.problem));
		assert_int_equal(c.refused, 1);
		assert_true(str_find(c.problem, str_of(broken[i].says)) != SIZE_MAX);
		assert_int_equal(c.heads, 0);
	}
	c = read_one("l", STR("Dear colleague,\nplease find our list attached.\n"), arena);
	assert_true(str_find(c.problem, STR("nothing that a Windows computer prints")) != SIZE_MAX);
	c = read_one("e", STR(" \r\n"), arena);
	assert_true(str_find(c.problem, STR("empty")) != SIZE_MAX);
	c = read_one("z", STR("PK\x03\x04zzzz"), arena);
	assert_true(str_find(c.problem, STR("compressed")) != SIZE_MAX);
	/* Cut anywhere it is refused, and never half a computer. */
	for (size_t len = 0; len < case_text(arena).len - 6; len += 97) {
		c = read_one("c", str_sub(case_text(arena), 0, len), arena);
		assert_int_equal(c.heads, 0);
		assert_int_equal(c.refused, 1);
	}
}

/* Office: the two addresses, and what they come to. */
static const struct { const char *now, *base, *channel; } offices[] = {
	{ "492350f6-3a01-4f97-b9c0-c7c6ddf67d60", "492350F6-3A01-4F97-B9C0-C7C6DDF67D60", "Current" },
	{ "55336b82-a18d-4dd6-b5f6-9e5095c314a6", "", "Monthly Enterprise" },
	{ "", "5030841d-c919-4594-8d2d-84ae4f96e58e", "LTSC 2021" },
	{ "55336b82-a18d-4dd6-b5f6-9e5095c314a6", "492350f6-3a01-4f97-b9c0-c7c6ddf67d60", "" },
	{ "00000000-a18d-4dd6-b5f6-9e5095c314a6", "00000000-a18d-4dd6-b5f6-9e5095c314a6", "" },
	{ "", "", "" },
};

static void
an_office_channel_is_told_only_where_both_agree(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(offices); i++) {
		struct str text = arena_printf(arena, "Windows Registry Editor Version 5.00\n\n"
		    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]\n\"CurrentBuild\"=\"19045\"\n\n"
		    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration]\n\"ProductReleaseIds\"=\"ProPlus2021Volume\"\n"
		    "\"VersionToReport\"=\"16.0.14332.20800\"\n%s%s%s%s%s%s", offices[i].now[0] == 0 ? "" : "\"UpdateChannel\"=\"http://x/pr/",
		    offices[i].now, offices[i].now[0] == 0 ? "" : "\"\n", offices[i].base[0] == 0 ? "" : "\"CDNBaseUrl\"=\"http://x/pr/",
		    offices[i].base, offices[i].base[0] == 0 ? "" : "\"\n");
		struct collected c = read_one("PC-9/office.reg", text, arena);

		assert_str(collected_find(&c, "Microsoft Office LTSC 2021")->channel, offices[i].channel);
		assert_str(c.head.subject, "PC-9");
	}
}

/* ------------------------------------------------------------------------------------- other forms */

static void
registry_files_are_read_in_both_versions(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = STR("Windows Registry Editor Version 5.00\r\n\r\n"
	    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]\r\n\"ProductName\"=\"Windows Server 2022 Standard\"\r\n"
	    "\"CurrentBuild\"=\"20348\"\r\n\"UBR\"=dword:00000a1f\r\n\"CurrentMajorVersionNumber\"=dword:0000000a\r\n"
	    "\"InstallationType\"=\"Server Core\"\r\n\"EditionID\"=\"ServerStandard\"\r\n\r\n"
	    "[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Gone]\r\n\"DisplayName\"=\"Gone\"\r\n\r\n"
	    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ActiveComputerName]\r\n\"ComputerName\"=\"SRV-01\"\r\n\r\n"
	    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Q]\r\n"
	    "\"DisplayName\"=\"Quoted \\\"Name\\\" \\\\ back\"\r\n"
	    "\"DisplayVersion\"=hex(2):31,00,2e,00,32,\\\r\n  00,00,00\r\n\"SystemComponent\"=dword:00000000\r\n@=\"\"\r\n\r\n"
	    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending]\r\n");
	struct collected c;

	(void)state;
	for (int wide = 0; wide < 3; wide++) {
		c = read_one("x.reg", wide == 0 ? text : utf16(text, wide == 1, arena), arena);
		assert_int_equal(c.refused, 0);
		assert_str(c.head.subject, "SRV-01");
		assert_str(collected_find(&c, "Windows Server 2022 Standard")->version, "10.0.20348.2591");
		assert_str(collected_find(&c, "Windows Server 2022 Standard")->installation, "Server Core");
		assert_str(collected_find(&c, "Quoted \"Name\" \\ back")->version, "1.2");
		assert_null(collected_find(&c, "Gone"));
		assert_int_equal(c.head.restart_pending, ANSWER_YES);
		assert_int_equal(collected_coverage(&c, LAYER_APPLICATIONS), COVERAGE_PARTIAL);
	}
	c = read_one("PC-7.reg", STR("REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion]\n"
	    "\"CurrentBuildNumber\"=\"7601\"\n\"CurrentVersion\"=\"6.1\"\n\"ProductName\"=hex(2):57,69,6e,64,6f,77,73,20,37,00\n"
	    "\"CSDVersion\"=hex(7):53,50,00,31,00,00\n\"InstallDate\"=hex(b):01,00,00,00,00,00,00,00\n"), arena);
	assert_str(collected_find(&c, "Windows 7")->version, "6.1.7601");
	assert_str(c.head.subject, "PC-7");
}

static const char ja_csv[] =
    "\"ホスト名\",\"OS 名\",\"OS バージョン\",\"OS 製造元\",\"システムの種類\",\"ホットフィックス\"\r\n"
    "\"PC-JA\",\"Microsoft Windows 11 Pro\",\"10.0.22631 N/A ビルド 22631\",\"Microsoft Corporation\",\"x64-based PC\","
    "\"3 ホットフィックスがインストールされています。,[01]: KB5017264,[02]: KB5012170,[03]: KB5018418\"\r\n";

static void
systeminfo_is_read_in_its_three_forms(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_one("a.csv", str_of(ja_csv), arena);
	struct buf cp932 BUF_SCOPE = { 0 };
	size_t lost;

	(void)state;
	assert_str(c.head.subject, "PC-JA");
	assert_str(collected_find(&c, "Windows 11 Pro")->version, "10.0.22631");
	assert_str(collected_find(&c, "Windows 11 Pro")->arch, "x64");
	assert_int_equal(collected_coverage(&c, LAYER_UPDATES), COVERAGE_COMPLETE);
	assert_int_equal(c.components.count, 4);
	assert_ok(charset_encode_cp932(str_of(ja_csv), arena, &cp932, &lost));
	c = read_one("b.csv", buf_str(&cp932), arena);
	assert_int_equal(c.components.count, 4);
	/* Fewer entries than it says: the list was cut. */
	c = read_one("c.csv", with(str_of(ja_csv), "\"3 ", "\"4 ", arena), arena);
	assert_int_equal(collected_coverage(&c, LAYER_UPDATES), COVERAGE_PARTIAL);
	/* A table, whose columns are as wide as a console shows them. */
	c = read_one("d.txt", STR("\r\nホスト名         OS 名                          OS バージョン                  システムの種類\r\n"
	    "================ ============================== ============================== ==============\r\n"
	    "PC-表            Microsoft Windows 10 Pro       10.0.19045 N/A ビルド 19045    x64-based PC  \r\n"), arena);
	assert_str(c.head.subject, "PC-表");
	assert_str(collected_find(&c, "Windows 10 Pro")->version, "10.0.19045");
	/* As list, cut by the console. */
	c = read_one("e.txt", STR("\r\nホスト名:               PC-CUT\r\nOS 名:                  Microsoft Windows 7 Professional \r\n"
	    "OS バージョン:          6.1.7601 Service Pack 1 ビルド 7601\r\nシステムの種類:         x64-based PC\r\n"
	    "ホットフィックス:       294 ホットフィックスがインストールされています。\r\n                        [01]: KB2849697\r\n"
	    "                        [24\r\nネットワーク カード:    1 NIC(s) インストール済みです。\r\n                        [01]: KB-NIC\r\n"), arena);
	assert_int_equal(collected_coverage(&c, LAYER_UPDATES), COVERAGE_PARTIAL);
	assert_int_equal(c.components.count, 2);
	assert_int_equal(collected_coverage(&c, LAYER_APPLICATIONS), COVERAGE_NONE);
}

static const struct { const char *text; size_t updates; const char *host; } hotfixes[] = {
	{ "Node,HotFixID\r\r\nPC-1,KB5034441\r\r\nPC-1,KB5012170\r\r\n", 2, "PC-1" },
	{ "\r\nHotFixID=KB5034441\r\n\r\nHotFixID=KB5012170\r\n", 2, "x" },
	{ "\"Source\",\"HotFixID\"\n\"PC-1\",\"KB5034441\"\n", 1, "PC-1" },
	{ "#TYPE System.Management.ManagementObject\n\"PSComputerName\",\"HotFixID\"\n\"PC-1\",\"KB5034441\"\n", 1, "PC-1" },
	{ "Source        Description      HotFixID      InstalledBy          InstalledOn\n------        -----------      --------      -----------\n"
	  "PC-1          Security Update  KB5034441     NT AUTHORITY\\SYSTEM  2026/01/10\n", 1, "PC-1" },
	{ "Caption  CSName  Description                       HotFixID\n"
	  "         PC-1    Windows Installer 3.1 (KB893803)  KB893803v2\n         PC-1    File 1                            Q147222\n", 1, "PC-1" },
};

static void
lists_of_updates_are_read_in_every_form(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hotfixes); i++) {
		/* Beside a systeminfo of the folder, for an update list alone is no computer. */
		struct windows_file files[] = {
			{ STR("x_hotfix.csv"), str_of(hotfixes[i].text) },
			{ STR("x_os.reg"), STR("REGEDIT4\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]\n\"CurrentBuild\"=\"19045\"\n") },
		};
		struct collected c = read_files(files, ARRAY_LEN(files), arena);
		size_t updates = 0;

		print_message("  form %zu: %.*s\n", i, STR_ARG(c.head.subject));
		for (size_t k = 0; k < c.components.count; k++)
			updates += c.components.items[k].kind == COMPONENT_UPDATE;
		assert_int_equal(updates, hotfixes[i].updates);
		assert_str(c.head.subject, hotfixes[i].host);
		assert_int_equal(c.heads, 1);
		assert_int_equal(collected_coverage(&c, LAYER_UPDATES), COVERAGE_COMPLETE);
	}
}

static void
packages_of_dism_tell_the_build_and_what_is_pending(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = read_one("PC-D/dism.txt", STR(
	    "パッケージ ID : Package_for_RollupFix~31bf3856ad364e35~amd64~~26100.8457.1.14\r\n状態 : 置き換え済み\r\n\r\n"
	    "パッケージ ID : Package_for_RollupFix~31bf3856ad364e35~amd64~~26100.9168.1.14\r\n状態 : インストール済み\r\n\r\n"
	    "パッケージ ID : Package_for_KB5094127~31bf3856ad364e35~amd64~~26100.1.1.1\r\n状態 : インストールの保留中\r\n\r\n"
	    "パッケージ ID : Package_for_KB5094128~31bf3856ad364e35~amd64~~26100.1.1.1\r\n状態 : 見たことのない状態\r\n"), arena);

	(void)state;
	assert_str(c.head.subject, "PC-D");
	assert_str(collected_find(&c, "Windows")->version, "10.0.26100.9168");
	assert_str(collected_find(&c, "KB5094127")->channel, "pending");
	assert_null(collected_find(&c, "KB5094128"));
	assert_int_equal(c.warnings, 1);
	assert_int_equal(collected_coverage(&c, LAYER_UPDATES), COVERAGE_PARTIAL);
	c = read_one("PC-E_dism.txt", STR("Package_for_KB5094127~31bf3856ad364e35~amd64~~26100.1.1.1 | Installed | Update | 2026/01/01\n"
	    "Package_for_RollupFix~31bf3856ad364e35~amd64~~26100.9168.1.14 | Install Pending | Security Update | \n"), arena);
	assert_int_equal(c.heads, 0);      /* no computer: neither build nor name */
}

static void
exported_programs_are_read_in_any_encoding(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = STR("#TYPE Selected\r\n\"DisplayName\",\"DisplayVersion\",\"Publisher\",\"PSPath\",\"PSChildName\"\r\n"
	    "\"一太郎2025\",\"35.0.1\",\"株式会社ジャストシステム\",\"Microsoft.PowerShell.Core\\Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\A\",\"A\"\r\n"
	    "\"ﾃｽﾄ製品\",\"\",\"\",\"Microsoft.PowerShell.Core\\Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\B\",\"B\"\r\n,,,,\r\n");
	struct str forms[3] = { text, utf16(text, true, arena), STR("") };
	struct buf cp932 BUF_SCOPE = { 0 };
	size_t lost;

	(void)state;
	assert_ok(charset_encode_cp932(text, arena, &cp932, &lost));
	forms[2] = buf_str(&cp932);
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct windows_file files[] = { { STR("PC-X/programs.csv"), forms[i] }, { STR("PC-X/systeminfo.csv"), str_of(ja_csv) } };
		struct collected c = read_files(files, ARRAY_LEN(files), arena);

		assert_int_equal(c.refused, 0);
		assert_str(c.head.subject, "PC-JA");
		assert_str(collected_find(&c, "一太郎2025")->version, "35.0.1");
		assert_str(collected_find(&c, "ﾃｽﾄ製品")->version, "");
		assert_int_equal(collected_coverage(&c, LAYER_APPLICATIONS), COVERAGE_PARTIAL);
	}
}

/* ----------------------------------------------------------------------------- which pieces are of whom */

#define INFO(host, build) STR("Host Name:  " host "\nOS Name:  Microsoft Windows 10 Pro\nOS Version:  10.0." build " N/A Build " build "\n")
#define QFE(host, kb) STR("Node,HotFixID\n" host "," kb "\n")

static void
pieces_go_to_the_computer_they_are_of(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct windows_file many[] = {
		{ STR("d/A_systeminfo.txt"), INFO("PC-A", "19045") }, { STR("d/B_systeminfo.txt"), INFO("PC-B", "19045") },
		{ STR("d/A_qfe.csv"), STR("HotFixID\nKB5034441\n") }, { STR("d/any.csv"), QFE("PC-B", "KB5012170") },
		{ STR("d/lost.csv"), STR("HotFixID\nKB5034442\n") },
	};
	struct windows_file two_builds[] = {
		{ STR("d/old.txt"), INFO("PC-A", "19044") }, { STR("d/new.txt"), INFO("PC-A", "19045") },
	};
	struct collected c = read_files(many, ARRAY_LEN(many), arena);

	(void)state;
	assert_int_equal(c.heads, 2);
	assert_int_equal(c.refused, 1);
	assert_true(str_find(c.problem, STR("does not say which computer")) != SIZE_MAX);
	assert_int_equal(c.components.count, 4);
	assert_null(collected_find(&c, "KB5034442"));
	/* Two moments of one name are never mixed. */
	c = read_files(two_builds, ARRAY_LEN(two_builds), arena);
	assert_int_equal(c.heads, 2);
}

static void
many_files_travel_in_one_stream(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected c = collected_new(arena);
	struct buf out BUF_SCOPE = { 0 };
	struct input_bytes bytes;

	(void)state;
	windows_stream_begin(&out);
	windows_stream_add(&out, 1, STR("a/PC-0101.txt"), case_text(arena));
	windows_stream_add(&out, 1, STR("a/broken"), STR("12 34 56 tsukuroi files 1\n"));
	windows_stream_add(&out, 2, STR("b/systeminfo.txt"), INFO("PC-B", "19045"));
	windows_stream_add(&out, 3, STR("c/hotfix.csv"), STR("HotFixID\nKB5034441\n"));
	assert_ok(windows_read(input_of_bytes(&bytes, buf_str(&out), STR("s")), &c.sink, arena));
	assert_int_equal(c.heads, 2);
	assert_int_equal(c.refused, 2);
	c = collected_new(arena);
	assert_err(windows_read(input_of_bytes(&bytes, str_sub(buf_str(&out), 0, out.len - 3), STR("s")), &c.sink, arena), ERR_FORMAT);
	c = collected_new(arena);
	assert_ok(windows_read(input_of_bytes(&bytes, case_text(arena), STR("PC-0101.txt")), &c.sink, arena));
	check_case(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_lists_of_many_languages_are_read),
		cmocka_unit_test(a_collectors_file_is_a_computer),
		cmocka_unit_test(encodings_make_no_difference),
		cmocka_unit_test(the_time_is_read_as_it_was_written),
		cmocka_unit_test(the_head_says_what_is_known_and_no_more),
		cmocka_unit_test(half_written_files_are_refused_with_the_reason),
		cmocka_unit_test(an_office_channel_is_told_only_where_both_agree),
		cmocka_unit_test(registry_files_are_read_in_both_versions),
		cmocka_unit_test(systeminfo_is_read_in_its_three_forms),
		cmocka_unit_test(lists_of_updates_are_read_in_every_form),
		cmocka_unit_test(packages_of_dism_tell_the_build_and_what_is_pending),
		cmocka_unit_test(exported_programs_are_read_in_any_encoding),
		cmocka_unit_test(pieces_go_to_the_computer_they_are_of),
		cmocka_unit_test(many_files_travel_in_one_stream),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
