#include "test.h"

#include "domain/life/life.h"

static int32_t
day(const char *text)
{
	int32_t value = DAY_NONE;

	if (text != NULL && text[0] != '\0')
		assert_true(day_parse(str_of(text), &value));
	return value;
}

/* As endoflife.date has them, some of them. */
static const struct { const char *product, *cycle, *latest, *identity, *end, *extended; bool ended; const char *wording; } cycles[] = {
	{ "tomcat", "9.0", "9.0.121", "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "2027-03-31", "", false, "" },
	{ "tomcat", "8.5", "8.5.100", "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "2024-03-31", "", false, "" },
	{ "tomcat", "11.0", "11.0.25", "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "", "", false, "" },
	{ "postgresql", "9", "9.6", "cpe:/a:postgresql:postgresql", "2020-01-01", "", false, "" },
	{ "postgresql", "9.6", "9.6.24", "cpe:/a:postgresql:postgresql", "2021-11-11", "", false, "" },
	{ "adonis", "6", "6.20", "pkg:npm/%40adonisjs/core", "", "", true, "" },
	{ "webotx", "10", "", "cpe:2.3:a:nec:webotx:*:*:*:*:*:*:*:*", "", "", false, "出荷終了後最大10年" },
	{ "twice", "1", "", "cpe:2.3:a:x:twice:*:*:*:*:*:*:*:*", "2027-01-01", "", false, "" },
	{ "thrice", "1", "", "cpe:2.3:a:x:twice:*:*:*:*:*:*:*:*", "2028-01-01", "", false, "" },
	{ "again", "1", "", "cpe:2.3:a:x:twice:*:*:*:*:*:*:*:*", "2029-01-01", "", false, "" },
	{ "again", "1", "", "cpe:2.3:a:x:again:*:*:*:*:*:*:*:*", "2029-01-01", "", false, "" },   /* the same told twice is once */
	{ "again", "1", "", "cpe:2.3:a:x:again:*:*:*:*:*:*:*:*", "2029-01-01", "", false, "" },
	{ "falling", "9.6", "", "cpe:2.3:a:x:falling:*:*:*:*:*:*:*:*", "2029-01-01", "", false, "" },
	{ "falling", "9", "", "cpe:2.3:a:x:falling:*:*:*:*:*:*:*:*", "2028-01-01", "", false, "" },
	{ "falling", "", "", "cpe:2.3:a:x:falling:*:*:*:*:*:*:*:*", "2027-01-01", "", false, "" },
	{ "page", "1", "", "https://www.example.jp/page", "2027-01-01", "", false, "" },
	{ "debian", "12", "12.15", "cpe:2.3:o:debian:debian_linux:*:*:*:*:*:*:*:*", "2028-06-30", "", false, "" },
	{ "windows", "11-24h2-iot-lts", "10.0.26100", "", "2034-10-10", "", false, "" },
	{ "windows", "11-24h2-e-lts", "10.0.26100", "", "2029-10-09", "", false, "" },
	{ "windows", "11-24h2-e", "10.0.26100", "", "2027-10-12", "", false, "" },
	{ "windows", "11-24h2-w", "10.0.26100", "", "2026-10-13", "", false, "" },
	{ "windows", "10-22h2", "10.0.19045", "", "2025-10-14", "2028-10-10", false, "" },
	{ "windows", "10-1809-e-lts", "10.0.17763", "", "2029-01-09", "", false, "" },
	{ "windows", "10-1809-w", "10.0.17763", "", "2020-11-10", "", false, "" },
	{ "windows-server", "2025", "10.0.26100", "", "2034-11-14", "", false, "" },
	{ "windows-server", "2019", "10.0.17763", "", "2029-01-09", "", false, "" },
	{ "windows-server", "1809-sac", "10.0.17763", "", "2020-11-10", "", false, "" },
	{ "windows-server", "23h2-ac", "10.0.25398", "", "2026-05-12", "", false, "" },
	{ "windows", "8.1", "6.3.9600", "", "2023-01-10", "", false, "" },
	{ "windows", "next", "soon", "", "", "", false, "" },
	{ "windows", "11-26h1-w", "10.0.28000", "", "2028-03-14", "", false, "" },
};

static struct life_book
book_of(struct arena *arena)
{
	struct life_book book = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(cycles); i++) {
		struct lifecycle cycle = {
			.id = arena_printf(arena, "%s/%s", cycles[i].product, cycles[i].cycle), .product = str_of(cycles[i].product),
			.cycle = str_of(cycles[i].cycle), .latest = str_of(cycles[i].latest), .released = DAY_NONE, .active_end = DAY_NONE,
			.support_end = day(cycles[i].end), .extended_end = day(cycles[i].extended), .ended = cycles[i].ended,
			.wording = str_of(cycles[i].wording), .read_on = DAY_NONE,
		};

		if (cycles[i].identity[0] != '\0')
			list_push(arena, &cycle.identities, str_of(cycles[i].identity));
		life_book_add(&book, &cycle, arena);
	}
	return book;
}

static void
a_component_is_in_one_cycle_or_it_cannot_be_told(void **state)
{
	static const struct { const char *identity, *version, *cycle; bool listed; enum life_missing missing; } cases[] = {
		{ "cpe:2.3:a:apache:tomcat:9.0.71:*:*:*:*:*:*:*", "9.0.71", "9.0", true, LIFE_NOTHING },
		{ "cpe:2.3:a:apache:tomcat:9.0.71:*:*:*:*:*:*:*", "Ver.9.0.71", "9.0", true, LIFE_NOTHING },
		{ "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "ｖ８．５", "8.5", true, LIFE_NOTHING },
		{ "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "9.01", NULL, true, LIFE_CYCLE },
		{ "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "9", NULL, true, LIFE_CYCLE },
		{ "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "", NULL, true, LIFE_VERSION },
		{ "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "7.0.109", NULL, true, LIFE_CYCLE },
		{ "cpe:2.3:a:postgresql:postgresql:*:*:*:*:*:*:*:*", "9.6.3", "9.6", true, LIFE_NOTHING },   /* not 9 */
		{ "cpe:2.3:a:postgresql:postgresql:*:*:*:*:*:*:*:*", "9.1", "9", true, LIFE_NOTHING },
		{ "pkg:npm/%40adonisjs/core@6.20.0?x=y#z", "6.20.0", "6", true, LIFE_NOTHING },
		{ "cpe:2.3:a:x:twice:*:*:*:*:*:*:*:*", "1.2", NULL, true, LIFE_CYCLE },
		{ "cpe:2.3:a:x:again:*:*:*:*:*:*:*:*", "1.2", "1", true, LIFE_NOTHING },
		{ "cpe:2.3:a:x:falling:*:*:*:*:*:*:*:*", "9.6.1", "9.6", true, LIFE_NOTHING },               /* not 9, which comes later */
		{ "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "version nine", NULL, true, LIFE_CYCLE },
		{ "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "v", NULL, true, LIFE_CYCLE },
		{ "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*", "Version 9.0", "9.0", true, LIFE_NOTHING },
		{ "cpe:2.3:", "1", NULL, false, LIFE_NOTHING },          { "cpe:/a", "1", NULL, false, LIFE_NOTHING },
		{ "cpe:/a:x:", "1", NULL, false, LIFE_NOTHING },         { "pkg:npm/other", "1", NULL, false, LIFE_NOTHING },
		{ "cpe:2.3:a:x:other:*:*:*:*:*:*:*:*", "1.2", NULL, false, LIFE_NOTHING },
		{ "cpe:2.3:a:x", "1", NULL, false, LIFE_NOTHING }, { "cpe:2.3:a:x:*:1", "1", NULL, false, LIFE_NOTHING },
		{ "", "1.2", NULL, false, LIFE_IDENTITY },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct life_book book = book_of(arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct component component = { .kind = COMPONENT_APPLICATION, .name = STR("x"), .version = str_of(cases[i].version) };
		struct life_standing standing;

		*(str_starts(str_of(cases[i].identity), STR("pkg:")) ? &component.purl : &component.cpe) = str_of(cases[i].identity);
		print_message("  %s %s\n", cases[i].identity, cases[i].version);
		standing = life_of_component(&book, &component, arena);
		assert_int_equal(standing.listed, cases[i].listed);
		assert_int_equal(standing.missing, cases[i].missing);
		assert_int_equal(standing.cycle != NULL, cases[i].cycle != NULL);
		if (standing.cycle != NULL)
			assert_str(standing.cycle->cycle, cases[i].cycle);
	}
}

static void
windows_is_told_by_build_and_edition(void **state)
{
	static const struct { const char *name, *version, *edition, *installation, *cycle; enum life_missing missing; } cases[] = {
		{ "Windows 11 Pro", "10.0.26100.4652", "Professional", "Client", "11-24h2-w", LIFE_NOTHING },
		{ "Windows 11 Enterprise", "10.0.26100.4652", "Enterprise", "Client", "11-24h2-e", LIFE_NOTHING },
		{ "Windows 11 Enterprise LTSC", "10.0.26100.4652", "EnterpriseS", "Client", "11-24h2-e-lts", LIFE_NOTHING },
		{ "Windows 11 IoT", "10.0.26100.4652", "IoTEnterpriseS", "Client", "11-24h2-iot-lts", LIFE_NOTHING },
		{ "Windows 10 Pro", "10.0.19045.6456", "Professional", "Client", "10-22h2", LIFE_NOTHING },
		{ "Windows 10", "10.0.19045", "", "Client", "10-22h2", LIFE_NOTHING },
		{ "Windows 11", "10.0.26100.1", "", "Client", NULL, LIFE_EDITION }, { "Windows 11", "10.0.26100.1", "Team", "Client", NULL, LIFE_EDITION },
		{ "Windows 10", "10.0.17763.1", "IoTEnterpriseS", "Client", NULL, LIFE_EDITION },
		{ "Windows 11 Pro", "10.0.99999.1", "Professional", "Client", NULL, LIFE_CYCLE },
		{ "Windows 11 Pro", "", "Professional", "Client", NULL, LIFE_VERSION },
		{ "Windows Server 2025 Standard", "10.0.26100.32230", "ServerStandard", "Server", "2025", LIFE_NOTHING },
		{ "Windows Server 2019 Standard", "10.0.17763.1", "ServerStandard", "Server Core", "2019", LIFE_NOTHING },
		{ "Windows Server, version 1809", "10.0.17763.1", "ServerStandardACor", "Server Core", "1809-sac", LIFE_NOTHING },
		{ "Windows Server, version 23H2", "10.0.25398.1", "ServerDatacenterACor", "Server Core", "23h2-ac", LIFE_NOTHING },
		{ "Windows Server 2019", "10.0.17763.1", "", "", NULL, LIFE_EDITION },
		{ "2019", "10.0.17763.1", "ServerStandard", "Client", "2019", LIFE_NOTHING },        /* the edition tells that it is one */
		{ "2025", "10.0.26100.1", "", "Server", "2025", LIFE_NOTHING },
		{ "Windows 8.1 Pro", "6.3.9600", "Professional", "Client", "8.1", LIFE_NOTHING },
		{ "Windows 8.1", "6.3.9600", "", "", "8.1", LIFE_NOTHING },
		{ "Windows 8", "6.2.9200", "", "", NULL, LIFE_CYCLE },
		/* one cycle of that build, and it is for some editions only */
		{ "Windows 11", "10.0.28000.1", "", "Client", NULL, LIFE_EDITION },
		{ "Windows 11", "10.0.28000.1", "Team", "Client", NULL, LIFE_EDITION },
		{ "Windows 10 Enterprise LTSC", "10.0.19045.1", "EnterpriseS", "Client", NULL, LIFE_EDITION },
		{ "Windows 10 Enterprise", "10.0.19045.1", "Enterprise", "Client", "10-22h2", LIFE_NOTHING },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct life_book book = book_of(arena), empty = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct component component = { .kind = COMPONENT_OS, .name = str_of(cases[i].name), .version = str_of(cases[i].version),
			.edition = str_of(cases[i].edition), .installation = str_of(cases[i].installation) };
		struct life_standing standing = life_of_component(&book, &component, arena);

		print_message("  %s %s %s\n", cases[i].name, cases[i].version, cases[i].edition);
		assert_true(standing.listed);
		assert_int_equal(standing.missing, cases[i].missing);
		assert_int_equal(standing.cycle != NULL, cases[i].cycle != NULL);
		if (standing.cycle != NULL)
			assert_str(standing.cycle->cycle, cases[i].cycle);
		assert_false(life_of_component(&empty, &component, arena).listed);
	}
}

static void
distributions_and_what_belongs_to_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct life_book book = book_of(arena);
	struct component package = { .kind = COMPONENT_OS_PACKAGE, .name = STR("tomcat9"), .distribution = STR("debian") };

	(void)state;
	assert_str(life_of_distribution(&book, STR("debian"), STR("12"), arena).cycle->cycle, "12");
	assert_int_equal(life_of_distribution(&book, STR("debian"), STR(""), arena).missing, LIFE_VERSION);
	assert_int_equal(life_of_distribution(&book, STR("debian"), STR("1"), arena).missing, LIFE_CYCLE);
	assert_false(life_of_distribution(&book, STR("ubuntu"), STR("22.04"), arena).listed);
	assert_false(life_of_distribution(&book, STR("homemade"), STR("1"), arena).listed);
	package.kind = COMPONENT_UPDATE;
	assert_false(life_of_component(&book, &package, arena).listed);
	assert_int_equal(life_of_component(&book, &package, arena).missing, LIFE_NOTHING);
	/* An operating system that is no Windows goes by its names. */
	package = (struct component){ .kind = COMPONENT_OS, .name = STR("Debian"), .version = STR("12.5"),
		.cpe = STR("cpe:2.3:o:debian:debian_linux:12.5:*:*:*:*:*:*:*") };
	assert_str(life_of_component(&book, &package, arena).cycle->cycle, "12");
	package = (struct component){ .kind = COMPONENT_OS_PACKAGE, .name = STR("tomcat9"), .distribution = STR("debian") };
	assert_false(life_of_component(&book, &package, arena).listed);
	assert_int_equal(life_of_component(&book, &package, arena).missing, LIFE_NOTHING);
}

static void
the_end_is_warned_of_ahead(void **state)
{
	static const struct { const char *end; enum life_stage state; } cases[] = {
		{ "2026-11-19", LIFE_OVER }, { "2026-11-20", LIFE_WITHIN_3 }, { "2027-02-20", LIFE_WITHIN_3 }, { "2027-02-21", LIFE_WITHIN_6 },
		{ "2027-05-20", LIFE_WITHIN_6 }, { "2027-05-21", LIFE_WITHIN_12 }, { "2027-11-20", LIFE_WITHIN_12 }, { "2027-11-21", LIFE_LASTING },
		{ "", LIFE_UNDATED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("  %s\n", cases[i].end);
		assert_int_equal(life_stage_of_day(day(cases[i].end), day("2026-11-20")), cases[i].state);
		assert_true(life_stage_text(cases[i].state)[0] != '\0');
	}
	assert_string_equal(life_missing_text(LIFE_NOTHING), "");
	for (enum life_missing missing = LIFE_VERSION; missing <= LIFE_IDENTITY; missing++)
		assert_true(life_missing_text(missing)[0] != '\0');
	assert_int_equal(life_months_after(day("2026-11-30"), 3), day("2027-02-28"));
	assert_int_equal(life_months_after(day("2027-11-30"), 3), day("2028-02-29"));
	assert_int_equal(life_months_after(day("2026-12-15"), 12), day("2027-12-15"));
}

static void
a_contract_moves_the_end_and_never_back(void **state)
{
	static const struct { const char *end, *extended; bool ended; const char *wording, *contract; enum life_stage state; const char *counts; } cases[] = {
		{ "2025-10-14", "2028-10-10", false, "", "", LIFE_OVER, "2025-10-14" },                /* paid support counts by a contract only */
		{ "2025-10-14", "2028-10-10", false, "", "2027-10-12", LIFE_WITHIN_12, "2027-10-12" },
		{ "2029-01-01", "", false, "", "2027-01-01", LIFE_LASTING, "2029-01-01" },
		{ "", "", true, "", "", LIFE_OVER, "" }, { "", "", true, "", "2030-01-01", LIFE_LASTING, "2030-01-01" },
		{ "", "", false, "", "", LIFE_OPEN, "" }, { "", "", false, "", "2020-01-01", LIFE_OPEN, "" },
		{ "", "", false, "販売終了後5年", "", LIFE_UNDATED, "" }, { "", "", false, "販売終了後5年", "2027-01-01", LIFE_WITHIN_3, "2027-01-01" },
	};
	struct life_standing unknown = { .listed = true, .missing = LIFE_VERSION };
	int32_t end;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct lifecycle cycle = { .support_end = day(cases[i].end), .extended_end = day(cases[i].extended), .ended = cases[i].ended,
			.wording = str_of(cases[i].wording) };
		struct life_standing standing = { true, &cycle, LIFE_NOTHING };

		print_message("  %zu: %s, contract %s\n", i, cases[i].end, cases[i].contract);
		assert_int_equal(life_stage_of(&standing, day(cases[i].contract), day("2026-11-20"), &end), cases[i].state);
		assert_int_equal(end, day(cases[i].counts));
	}
	assert_int_equal(life_stage_of(&unknown, DAY_NONE, day("2026-11-20"), &end), LIFE_CANNOT_TELL);
	assert_int_equal(life_stage_of(&unknown, day("2026-11-01"), day("2026-11-20"), &end), LIFE_OVER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_component_is_in_one_cycle_or_it_cannot_be_told), cmocka_unit_test(windows_is_told_by_build_and_edition),
		cmocka_unit_test(distributions_and_what_belongs_to_them), cmocka_unit_test(the_end_is_warned_of_ahead),
		cmocka_unit_test(a_contract_moves_the_end_and_never_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
