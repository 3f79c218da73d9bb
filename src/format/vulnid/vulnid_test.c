#include "test.h"
#include "format/vulnid/vulnid.h"

static const struct {
	const char      *text;
	enum vulnid_kind kind;
	const char      *canonical;
} cases[] = {
	{ "CVE-2021-44228",        VULNID_CVE,      "CVE-2021-44228" },
	{ "cve-2021-44228",        VULNID_CVE,      "CVE-2021-44228" },
	{ " CVE-1999-0001 ",       VULNID_CVE,      "CVE-1999-0001" },
	{ "CVE-2024-1234567",      VULNID_CVE,      "CVE-2024-1234567" },
	{ "CVE-2024-123",          VULNID_NONE,     "" },
	{ "CVE-2024",              VULNID_NONE,     "" },
	{ "CVE-202-1234",          VULNID_NONE,     "" },
	{ "CVE-2024-1234x",        VULNID_NONE,     "" },
	{ "CVE-2024-12345678901234567890", VULNID_NONE, "" },
	{ "ghsa-JFH8-C2JP-5v3q",   VULNID_GHSA,     "GHSA-jfh8-c2jp-5v3q" },
	{ "GHSA-jfh8-c2jp",        VULNID_NONE,     "" },
	{ "JVN#61119000",          VULNID_JVN,      "JVN#61119000" },
	{ "JVN61119000",           VULNID_JVN,      "JVN#61119000" },
	{ "jvn-61119000",          VULNID_JVN,      "JVN#61119000" },
	{ "JVN＃61119000",         VULNID_JVN,      "JVN#61119000" },
	{ "JVN#465742e4",          VULNID_JVN,      "JVN#465742E4" },
	{ "JVN#6111900",           VULNID_NONE,     "" },
	{ "JVNVU#95112346",        VULNID_JVNVU,    "JVNVU#95112346" },
	{ "JVNVU95112346",         VULNID_JVNVU,    "JVNVU#95112346" },
	{ "JVNVU#930724",          VULNID_JVNVU,    "JVNVU#930724" },
	{ "JVNTA#91240916",        VULNID_JVNTA,    "JVNTA#91240916" },
	{ "JVNTA13-134A",          VULNID_JVNTA,    "JVNTA13-134A" },
	{ "jvndb-2021-005429",     VULNID_JVNDB,    "JVNDB-2021-005429" },
	{ "VU#930724",             VULNID_VU,       "VU#930724" },
	{ "vu930724",              VULNID_VU,       "VU#930724" },
	{ "PYSEC-2021-98",         VULNID_DATABASE, "PYSEC-2021-98" },
	{ "GO-2021-0113",          VULNID_DATABASE, "GO-2021-0113" },
	{ "rustsec-2020-0071",     VULNID_DATABASE, "RUSTSEC-2020-0071" },
	{ "DSA-5020-1",            VULNID_DISTRO,   "DSA-5020-1" },
	{ "DLA-2842-1",            VULNID_DISTRO,   "DLA-2842-1" },
	{ "USN-5192-1",            VULNID_DISTRO,   "USN-5192-1" },
	{ "rhsa-2021:5132",        VULNID_DISTRO,   "RHSA-2021:5132" },
	{ "ALSA-2022:0290",        VULNID_DISTRO,   "ALSA-2022:0290" },
	{ "opensuse-su-2021:1577-1", VULNID_DISTRO, "openSUSE-SU-2021:1577-1" },
	{ "Log4Shell",             VULNID_NONE,     "" },
	{ "JVN",                   VULNID_NONE,     "" },
	{ "",                      VULNID_NONE,     "" },
};

static void
every_spelling_becomes_the_canonical_one(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct vulnid id = vulnid_parse(str_of(cases[i].text), arena);

		if (id.kind != cases[i].kind)
			fail_msg("%s is of kind \"%s\"", cases[i].text, vulnid_kind_name(id.kind));
		assert_str(id.text, cases[i].canonical);
	}
}

static void
an_unknown_name_stays_as_it_is(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_str(vulnid_canonical(STR("TEMP-0000000-ABCDEF"), arena), "TEMP-0000000-ABCDEF");
	assert_str(vulnid_canonical(STR("cve-2014-0160"), arena), "CVE-2014-0160");
}

static void
a_cve_is_preferred_and_an_unknown_name_comes_last(void **state)
{
	(void)state;
	for (int kind = 0; kind < VULNID_KIND_COUNT; kind++) {
		if (kind != VULNID_CVE)
			assert_true(vulnid_preference(VULNID_CVE) < vulnid_preference((enum vulnid_kind)kind));
		if (kind != VULNID_NONE)
			assert_true(vulnid_preference((enum vulnid_kind)kind) < vulnid_preference(VULNID_NONE));
	}
	assert_true(vulnid_preference(VULNID_JVN) < vulnid_preference(VULNID_JVNDB));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_becomes_the_canonical_one),
		cmocka_unit_test(an_unknown_name_stays_as_it_is),
		cmocka_unit_test(a_cve_is_preferred_and_an_unknown_name_comes_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
