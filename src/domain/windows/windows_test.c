/*
 * windows_test.c - names and numbers: what is which product, what is a build. The rules themselves are held by the cases of
 * domain/match/windows.cases, through the index.
 */
#include "test.h"
#include <fcntl.h>
#include "base/map.h"
#include "domain/windows/windows.h"
#include "format/archive/archive.h"
#include "format/table/table.h"

static void
builds_are_read_as_they_are_written(void **state)
{
	static const struct { const char *text, *version; } cases[] = {
		{ "10.0.26100.8457", "10.0.26100.8457" },
		{ "26100.8457", "10.0.26100.8457" },
		{ "10.0.26100", "10.0.26100" },
		{ "26100", "10.0.26100" },
		{ "10.0 (26100)", "10.0.26100" },
		{ "10.0.19045 N/A Build 19045", "10.0.19045" },
		{ "10.0.19045 N/A ビルド 19045", "10.0.19045" },
		{ "6.1.7601 Service Pack 1 ビルド 7601", "6.1.7601" },
		{ "6.3.9600.21620", "6.3.9600.21620" },
		{ "9600", "6.3.9600" },
		{ "バージョン 24H2 (OS ビルド 26100.8457)", "10.0.26100.8457" },
		{ "Version 24H2 (OS Build 26100.8457)", "10.0.26100.8457" },
		{ "Microsoft Windows [Version 10.0.22631.7219]", "10.0.22631.7219" },
		{ "10.0.26100.8457.", "10.0.26100.8457" },
		{ "24H2", NULL }, { "KB5089549", NULL }, { "", NULL }, { "x64", NULL }, { "Windows 11", NULL }, { "1.2.3.4.5", NULL },
		{ "10.0", NULL }, { "8500", NULL }, { "999999", NULL }, { "10.0.99999999999999999999", NULL }, { "15.0.4430.1", NULL },
		{ "2019", NULL }, { "99999999999", NULL },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct windows_version version;
		bool found = windows_read_build(str_of(cases[i].text), &version);

		print_message("  %s\n", cases[i].text);
		assert_int_equal(found, cases[i].version != NULL);
		if (found)
			assert_str(windows_version_format(&version, arena), cases[i].version);
	}
}

static void
versions_are_two_to_four_numbers(void **state)
{
	static const char *const good[] = { "1.000", "15.02.1748.010", "5381.1000", "8.0.25", " 17.8.3 " };
	static const char *const bad[] = {
		"", "KB5034441", "v1.001", "https://aka.ms/x", "App Build 1.2, Platform Build 3.4", "15.0.5415.xxxxxx", "5089549",
		"1.2.3.4.5", "1..2", "1.2.", "4.8.4667.0; 4.7.4070.0", "4294967296.1", "httpd-2.4.46-2.cm1",
	};
	struct windows_version a, b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		assert_true(windows_version_parse(str_of(good[i]), &a));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(windows_version_parse(str_of(bad[i]), &a));
	assert_true(windows_version_parse(STR("15.02.1748.010"), &a) && windows_version_parse(STR("15.2.1748.10"), &b));
	assert_int_equal(windows_version_compare(&a, &b), 0);
	assert_true(windows_version_parse(STR("1913.10"), &a) && windows_version_parse(STR("1913.7"), &b));
	assert_true(windows_version_compare(&a, &b) > 0 && windows_version_compare(&b, &a) < 0);
	assert_true(windows_version_parse(STR("8.0"), &a) && windows_version_parse(STR("8.0.0.1"), &b));
	assert_true(windows_version_compare(&a, &b) < 0);
}

static void
updates_are_numbers(void **state)
{
	(void)state;
	assert_int_equal(windows_read_kb(STR("KB5121003")), 5121003);
	assert_int_equal(windows_read_kb(STR(" kb 5121003 ")), 5121003);
	assert_int_equal(windows_read_kb(STR("890830")), 890830);
	assert_int_equal(windows_read_kb(STR("MS16-007")), 0);
	assert_int_equal(windows_read_kb(STR("Click to Run")), 0);
	assert_int_equal(windows_read_kb(STR("99999")), 0);
	assert_int_equal(windows_read_kb(STR("999999999")), 0);
	assert_int_equal(windows_read_kb(STR("")), 0);
	assert_int_equal(windows_kind_of(STR("Security Hotpatch Update"), STR("")), WINDOWS_FIX_HOTPATCH);
	assert_int_equal(windows_kind_of(STR("Hotpatch-OOB"), STR("")), WINDOWS_FIX_HOTPATCH);
	assert_int_equal(windows_kind_of(STR("Monthly Rollup"), STR("")), WINDOWS_FIX_ROLLUP);
	assert_int_equal(windows_kind_of(STR("Security Only"), STR("")), WINDOWS_FIX_SECURITY_ONLY);
	assert_int_equal(windows_kind_of(STR(""), STR("Click to Run")), WINDOWS_FIX_CLICK_TO_RUN);
	assert_int_equal(windows_kind_of(STR("Security Update"), STR("")), WINDOWS_FIX_OTHER);
}

static void
releases_have_their_streams(void **state)
{
	static const struct { const char *product, *version, *channel, *stream; } cases[] = {
		{ "Windows 11, version 24H2", "10.0.26100.8457", "", "client 26100" },
		{ "Windows Server 2025", "10.0.26100.32860", "", "server 26100" },
		{ "Windows Server, version 23H2", "10.0.25398.2330", "", "server 25398" },
		{ "Windows 11, version 24H2", "10.0.26100", "", "" },
		{ "Microsoft 365 Apps", "16.0.20228.20190", "Semi-Annual Enterprise", "office semi-annual enterprise" },
		{ "Office LTSC 2021", "16.0.14332.20800", "LTSC 2021", "office ltsc 2021" },
		{ "Microsoft Office 2019", "16.0.10417.20000", "Perpetual 2019", "office perpetual 2019" },
		{ "SQL Server 2019", "15.0.4430.1", "", "sql server 2019" },
		{ "Exchange Server 2019", "15.2.1748.48", "", "exchange" },
		{ "Microsoft Exchange Server 2016", "15.1.2507.71", "", "exchange" },
		{ "Microsoft Edge", "140.0.3485.54", "Stable", "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct release release = { .product = str_of(cases[i].product), .version = str_of(cases[i].version),
			.channel = str_of(cases[i].channel), .day = DAY_NONE };

		assert_str(windows_release_key(&release, arena), cases[i].stream);
	}
}

/* Microsoft's own names: under which key they stand. */
static void
products_stand_under_their_lines(void **state)
{
	static const struct { const char *product; enum windows_rule rule; const char *key, *branch; } cases[] = {
		{ "Windows 11 Version 24H2 for x64-based Systems", WINDOWS_BUILD, "windows 11 version 24h2 for x64-based systems", "" },
		{ "Windows 11 Version 25H2 for ARM systems", WINDOWS_BUILD, "windows 11 version 25h2 for arm64-based systems", "" },
		{ "Windows 11 Version 26H1 for x64-based Systems - extra", WINDOWS_BUILD, "windows 11 version 26h1 for x64-based systems", "" },
		{ "Windows 10 Version 1607 for x64-based Systems  ", WINDOWS_BUILD, "windows 10 version 1607 for x64-based systems", "" },
		{ "Windows 10 for 32-bit Systems", WINDOWS_BUILD, "windows 10 for 32-bit systems", "" },
		{ "Windows Server 2012 R2 (server core installation)", WINDOWS_TRACKS, "windows server 2012 r2 (server core installation)", "" },
		{ "Windows Server, version 20H2 (Server Core Installation)", WINDOWS_BUILD,
		    "windows server, version 20h2 (server core installation)", "" },
		{ "Windows Server 2022, 23H2 Edition (Server Core installation)", WINDOWS_BUILD,
		    "windows server 2022, 23h2 edition (server core installation)", "" },
		{ "Windows 7 for 32-bit Systems Service Pack 1", WINDOWS_TRACKS, "windows 7 for 32-bit systems service pack 1", "" },
		{ "Windows 11 HLK 24H2", WINDOWS_NONE, "", "" },
		{ "Microsoft SQL Server 2019 for x64-based Systems (CU 32)", WINDOWS_SQL, "sql server 2019", NULL },
		{ "SQL Server 2019 for Linux Containers", WINDOWS_NONE, "", "" },
		{ "Microsoft SQL Server 2008 R2 for x64-Based Systems Service Pack 3 (QFE)", WINDOWS_NONE, "", "" },
		{ "SQL Server Management Studio 18.3.1", WINDOWS_NONE, "", "" },
		{ "Microsoft Exchange Server 2019 Cumulative Update 15", WINDOWS_EXCHANGE, "exchange server 2019", NULL },
		{ "Microsoft Exchange Server Subscription Edition RTM", WINDOWS_EXCHANGE, "exchange server subscription", NULL },
		{ "Microsoft 365 Apps for Enterprise for 64-bit Systems", WINDOWS_CLICK_TO_RUN, "office 365", "" },
		{ "Microsoft Office LTSC 2024 for 32-bit editions", WINDOWS_CLICK_TO_RUN, "office 2024", "" },
		{ "Microsoft Office LTSC for Mac 2021", WINDOWS_NONE, "", "" },
		{ "Microsoft Excel 2016 (64-bit edition)", WINDOWS_OFFICE_MSI, "msi excel 2016", "" },
		{ "Microsoft Excel 2016 Click-to-Run (C2R) for 64-bit editions", WINDOWS_NONE, "", "" },
		{ "Microsoft SharePoint Enterprise Server 2016", WINDOWS_SHAREPOINT, "sharepoint 2016", "" },
		{ "SharePoint Server Subscription Edition Language Pack", WINDOWS_NONE, "", "" },
		{ "Microsoft Edge (Chromium-based)", WINDOWS_EDGE, "edge", "stable" },
		{ "Microsoft Edge (Chromium-based) Extended Stable", WINDOWS_EDGE, "edge", "extended stable" },
		{ "Microsoft Edge (EdgeHTML-based) on Windows Server 2019", WINDOWS_NONE, "", "" },
		{ "Microsoft Edge (Chromium-based) in IE Mode on Windows Server 2019", WINDOWS_NONE, "", "" },
		{ "Microsoft Edge for Android", WINDOWS_NONE, "", "" },
		{ ".NET 8.0 installed on Windows", WINDOWS_RUNTIME, "dotnet 8.0", "" },
		{ ".NET Core 3.1", WINDOWS_RUNTIME, "dotnet 3.1", "" },
		{ "ASP.NET Core 8.0", WINDOWS_RUNTIME, "aspnet 8.0", "" },
		{ ".NET 8.0 installed on Mac OS", WINDOWS_NONE, "", "" },
		{ "Microsoft .NET Framework 3.5 AND 4.8.1 on Windows Server 2025", WINDOWS_FRAMEWORK, "framework windows server 2025",
		    "3.5 and 4.8.1" },
		{ "Microsoft .NET Framework 4.8 on Windows Server 2008 R2 for Itanium-Based Systems Service Pack 1", WINDOWS_NONE, "", "" },
		{ "Microsoft Visual Studio 2022 version 17.14", WINDOWS_STUDIO, "visual studio 2022", "17.14" },
		{ "Microsoft Visual Studio 2019 version 16.11 (includes 16.0 - 16.10)", WINDOWS_STUDIO, "visual studio 2019", "16.11 16.0" },
		{ "Microsoft Visual Studio 2015 Update 3", WINDOWS_NONE, "", "" },
		{ "Visual Studio Code", WINDOWS_NONE, "", "" },
		{ "Internet Explorer 11 on Windows Server 2019", WINDOWS_NONE, "", "" },
		{ "", WINDOWS_NONE, "", "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct windows_line line = windows_line_of_product(str_of(cases[i].product), arena);

		print_message("  %s\n", cases[i].product);
		assert_int_equal(line.rule, cases[i].rule);
		if (line.rule != WINDOWS_NONE)
			assert_str(line.key, cases[i].key);
		if (line.rule != WINDOWS_NONE && cases[i].branch != NULL)
			assert_str(line.branch, cases[i].branch);
	}
	assert_true(windows_line_of_product(STR("Windows 11 Version 29H2 for x64-based Systems"), arena).kin);
	assert_true(windows_line_of_product(STR("Windows Server 2028"), arena).kin);
	assert_false(windows_line_of_product(STR("Windows 10 HLK Version 22H2"), arena).kin);
	assert_false(windows_line_of_product(STR("Windows Terminal for Windows 11"), arena).kin);
	assert_false(windows_line_of_product(STR("Azure DevOps Server 2022"), arena).kin);
}

/* ---------------------------------------------------------------------------------- real names */

struct names {
	struct table_listener listener;
	struct map            seen;
	struct arena         *arena;
	size_t                rules[WINDOWS_FRAMEWORK + 1], kin, all;
};

static struct err *
take_name(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct names *names = (struct names *)listener;
	struct windows_line line;
	uint64_t *seen;

	if (row->count < 5 || str_starts(row->cells[4], STR("AffectedProduct")))
		return NULL;
	seen = map_put(names->arena, &names->seen, arena_copy(names->arena, row->cells[4]));
	if ((*seen)++ > 0)
		return NULL;
	line = windows_line_of_product(row->cells[4], arena);
	names->all++;
	names->rules[line.rule]++;
	names->kin += line.kin;
	if (line.kin)
		print_message("  not known: %.*s\n", STR_ARG(row->cells[4]));
	return NULL;
}

/* A name of a Windows that is not recognised would be taken for "not listed": every real one is, but for those named here. */
static void
real_names_are_recognised(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, "microsoft/wesng/msrc-kb-cve-2016-2026.even-cve.csv.gz");
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct names names = { .listener = { .row = take_name }, .arena = arena };
	struct input_fd raw;
	int fd FD_SCOPE = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);

	(void)state;
	skip_without(path, &arena);
	assert_true(fd >= 0);
	assert_ok(archive_open(input_of_fd(&raw, fd, STR("names")), arena, &archive));
	assert_ok(table_read(archive_stream(archive), &names.listener, arena));
	print_message("  %zu names: %zu of systems, %zu of older ones, %zu .NET Framework, %zu SQL Server, %zu Exchange, %zu Office by channel, "
	    "%zu by updates, %zu SharePoint, %zu Edge, %zu .NET, %zu Visual Studio, %zu others, %zu not known\n", names.all,
	    names.rules[WINDOWS_BUILD], names.rules[WINDOWS_TRACKS], names.rules[WINDOWS_FRAMEWORK], names.rules[WINDOWS_SQL],
	    names.rules[WINDOWS_EXCHANGE], names.rules[WINDOWS_CLICK_TO_RUN], names.rules[WINDOWS_OFFICE_MSI],
	    names.rules[WINDOWS_SHAREPOINT], names.rules[WINDOWS_EDGE], names.rules[WINDOWS_RUNTIME], names.rules[WINDOWS_STUDIO],
	    names.rules[WINDOWS_NONE], names.kin);
	assert_true(names.rules[WINDOWS_BUILD] > 60);
	assert_int_equal(names.kin, 2);   /* Server 2008 without its service pack, a row each */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(builds_are_read_as_they_are_written),
		cmocka_unit_test(versions_are_two_to_four_numbers),
		cmocka_unit_test(updates_are_numbers),
		cmocka_unit_test(releases_have_their_streams),
		cmocka_unit_test(products_stand_under_their_lines),
		cmocka_unit_test(real_names_are_recognised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
