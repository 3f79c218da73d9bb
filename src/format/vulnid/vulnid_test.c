#include "test.h"
#include <string.h>
#include "format/vulnid/vulnid_forms.h"

/* Spellings that are forgiven, and texts that are nearly a number and are none. */
static const struct {
	const char      *text;
	enum vulnid_kind kind;
	const char      *canonical;
} cases[] = {
	{ "cve-2021-44228",        VULNID_CVE,        "CVE-2021-44228" },
	{ " CVE-1999-0001 ",       VULNID_CVE,        "CVE-1999-0001" },
	{ "CVE-2024-1234567",      VULNID_CVE,        "CVE-2024-1234567" },
	{ "CVE-2024-1234567890123456789", VULNID_CVE, "CVE-2024-1234567890123456789" },
	{ "ＣＶＥ－２０２１－４４２２８", VULNID_CVE, "CVE-2021-44228" },
	{ "　CVE‐2021‑44228　",    VULNID_CVE,        "CVE-2021-44228" },
	{ "CVE–2021—44228",        VULNID_CVE,        "CVE-2021-44228" },
	{ "CVE−2021ー44228",       VULNID_CVE,        "CVE-2021-44228" },
	{ "CVE-1",                 VULNID_NONE,       "" },
	{ "CVE-2024-1",            VULNID_NONE,       "" },
	{ "CVE-2024-123",          VULNID_NONE,       "" },
	{ "CVE-2024-01234",        VULNID_CVE,        "CVE-2024-01234" },
	{ "CVE-2024",              VULNID_NONE,       "" },
	{ "CVE-202-1234",          VULNID_NONE,       "" },
	{ "CVE-3024-1234",         VULNID_NONE,       "" },
	{ "CVE-2024-1234x",        VULNID_NONE,       "" },
	{ "CVE-2024-1234-1",       VULNID_NONE,       "" },
	{ "CVE 2024-1234",         VULNID_NONE,       "" },
	{ "CVE-2024-12345678901234567890", VULNID_NONE, "" },
	{ "CVE-2021-4422①",        VULNID_NONE,       "" },
	{ "CVE-2021-44228²",       VULNID_NONE,       "" },
	{ "CVE-2021-44228\xff",    VULNID_NONE,       "" },
	{ "CAN-2004-0001",         VULNID_NONE,       "" },
	{ "ghsa-JFH8-c2jp-5v3q",   VULNID_GHSA,       "GHSA-jfh8-c2jp-5v3q" },
	{ "GHSA-jfh8-c2jp",        VULNID_NONE,       "" },
	{ "GHSA-jfh8-c2jp-5v3qq",  VULNID_NONE,       "" },
	/* JVN and its kin */
	{ "JVN61119000",           VULNID_JVN,        "JVN#61119000" },
	{ "jvn-61119000",          VULNID_JVN,        "JVN#61119000" },
	{ "JVN 61119000",          VULNID_JVN,        "JVN#61119000" },
	{ "JVN # 61119000",        VULNID_JVN,        "JVN#61119000" },
	{ "JVN＃61119000",         VULNID_JVN,        "JVN#61119000" },
	{ "ＪＶＮ♯６１１１９０００", VULNID_JVN,      "JVN#61119000" },
	{ "JVN#465742e4",          VULNID_JVN,        "JVN#465742E4" },
	{ "JVN#DB742E42",          VULNID_JVN,        "JVN#DB742E42" },
	{ "JVNDB742E42",           VULNID_NONE,       "" },
	{ "JVNCA200601",           VULNID_NONE,       "" },
	{ "JVN##61119000",         VULNID_NONE,       "" },
	{ "JVN#6111900",           VULNID_NONE,       "" },
	{ "JVN#611190001",         VULNID_NONE,       "" },
	{ "JVN#6111900G",          VULNID_NONE,       "" },
	{ "JVN",                   VULNID_NONE,       "" },
	{ "JVN#",                  VULNID_NONE,       "" },
	{ "JVNVU95112346",         VULNID_JVNVU,      "JVNVU#95112346" },
	{ "jvnvu#930724",          VULNID_JVNVU,      "JVNVU#930724" },
	{ "JVNVU#9307241",         VULNID_NONE,       "" },
	{ "JVNTA91240916",         VULNID_JVNTA,      "JVNTA#91240916" },
	{ "jvnta13-134a",          VULNID_JVNTA,      "JVNTA13-134A" },
	{ "jvndb-2021-005429",     VULNID_JVNDB,      "JVNDB-2021-005429" },
	{ "JVNDB-2021-5429",       VULNID_NONE,       "" },
	{ "vu930724",              VULNID_VU,         "VU#930724" },
	{ "VU#196",                VULNID_VU,         "VU#196" },
	{ "VU#95112346",           VULNID_NONE,       "" },
	/* the tracking number and the vulnerability number */
	{ "JPCERT#12345678",       VULNID_JPCERT,     "JPCERT#12345678" },
	{ "ＪＰＣＥＲＴ＃12345678", VULNID_JPCERT,    "JPCERT#12345678" },
	{ "JPCERT-12345678",       VULNID_JPCERT,     "JPCERT#12345678" },
	{ "JPCERT-IPA#12345678",   VULNID_JPCERT_IPA, "JPCERT-IPA#12345678" },
	{ "JPCERT-IPA #F88C2C13",  VULNID_JPCERT_IPA, "JPCERT-IPA#F88C2C13" },
	{ "jpcert-ipa#f8c2c1g3",   VULNID_JPCERT_IPA, "JPCERT-IPA#F8C2C1G3" },
	{ "JPCERT‐IPA＃A1B2C3D4",  VULNID_JPCERT_IPA, "JPCERT-IPA#A1B2C3D4" },
	{ "JPCERT-IPAA1B2C3D4",    VULNID_JPCERT_IPA, "JPCERT-IPA#A1B2C3D4" },
	{ "JPCERT-IPA#1234567",    VULNID_NONE,       "" },
	{ "JPCERT#1234567",        VULNID_NONE,       "" },
	{ "JPCERT",                VULNID_NONE,       "" },
	{ "IPA#12345678",          VULNID_NONE,       "" },
	/* alike in their beginnings */
	{ "DSA-2021-1",            VULNID_DISTRO,     "DSA-2021-1" },
	{ "DSA-2021-088",          VULNID_VENDOR,     "DSA-2021-088" },
	{ "SSA-661247",            VULNID_VENDOR,     "SSA-661247" },
	{ "SSA:2021-350-01",       VULNID_DISTRO,     "SSA:2021-350-01" },
	{ "ALAS2023-2023-001",     VULNID_DISTRO,     "ALAS2023-2023-001" },
	{ "K52145254",             VULNID_VENDOR,     "K52145254" },
	{ "kb 5034441",            VULNID_VENDOR,     "KB5034441" },
	{ "KB50344412",            VULNID_NONE,       "" },
	{ "glsa 202107-55",        VULNID_DISTRO,     "GLSA-202107-55" },
	{ "mfsa2021-55",           VULNID_VENDOR,     "MFSA 2021-55" },
	{ "bdu-2021-05969",        VULNID_NATIONAL,   "BDU:2021-05969" },
	{ "CISCO-SA-iosxe-webui-privesc-j22SaA4z", VULNID_VENDOR, "cisco-sa-iosxe-webui-privesc-j22SaA4z" },
	{ "cscVH04189",            VULNID_VENDOR,     "CSCvh04189" },
	{ "freebsd-sa-21:17.a_b",  VULNID_DISTRO,     "FreeBSD-SA-21:17.a_b" },
	{ "FreeBSD-SA-23:14.smccc.asc", VULNID_NONE,  "" },
	{ "rhsa-2021:5132",        VULNID_DISTRO,     "RHSA-2021:5132" },
	{ "RHSA-2021-5132",        VULNID_NONE,       "" },
	{ "opensuse-su-2021:1577-1", VULNID_DISTRO,   "openSUSE-SU-2021:1577-1" },
	{ "Log4Shell",             VULNID_NONE,       "" },
	{ "CWE-79",                VULNID_NONE,       "" },
	{ "",                      VULNID_NONE,       "" },
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

static struct str
in_lower_case(struct str text, struct arena *arena)
{
	char *out = arena_cstr(arena, text);

	for (size_t i = 0; i < text.len; i++)
		out[i] = char_lower(out[i]);
	return (struct str){ out, text.len };
}

/* ASCII as an input method writes it: full-width. */
static struct str
in_full_width(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, 3 * text.len);

	for (size_t i = 0; i < text.len; i++) {
		unsigned point = text.ptr[i] == ' ' ? 0x3000 : (unsigned)text.ptr[i] - '!' + 0xFF01;

		out[3 * i] = (char)(0xE0 | point >> 12);
		out[3 * i + 1] = (char)(0x80 | (point >> 6 & 0x3F));
		out[3 * i + 2] = (char)(0x80 | (point & 0x3F));
	}
	return (struct str){ out, 3 * text.len };
}

/* Each form has an example that is canonical and its own, in whatever width; and none once a sign is cut off or added. */
static void
every_form_reads_its_example(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < vulnid_forms_count; i++) {
		const struct vulnid_form *form = &vulnid_forms[i];
		struct str example = str_of(form->example);
		struct vulnid id = vulnid_parse(example, arena);

		if (id.kind != form->kind || id.text.ptr != example.ptr)
			fail_msg("%s is \"%.*s\" of kind \"%s\"", form->example, STR_ARG(id.text), vulnid_kind_name(id.kind));
		assert_str(vulnid_parse(in_full_width(example, arena), arena).text, form->example);
		if (form->letters != VULNID_AS_IS)
			assert_str(vulnid_parse(in_lower_case(example, arena), arena).text, form->example);
		assert_int_equal(vulnid_parse(arena_printf(arena, "%s/", form->example), arena).kind, VULNID_NONE);
		assert_int_equal(vulnid_parse(arena_printf(arena, "x%s", form->example), arena).kind, VULNID_NONE);
		assert_int_equal(vulnid_parse(str_of(form->prefix), arena).kind, VULNID_NONE);
	}
}

static const struct {
	const char *text, *sentence;
} reasons[] = {
	{ "CVE-2024-1",     "\"CVE-2024-1\" is not written like CVE-2021-44228 from character 10 on." },
	{ "CVE-2024-1234/", "\"CVE-2024-1234/\" is not written like CVE-2021-44228 from character 14 on." },
	{ "　ＣＶＥ-24",    "\"　ＣＶＥ-24\" is not written like CVE-2021-44228 from character 6 on." },
	{ "CVE-",           "\"CVE-\" is not written like CVE-2021-44228 from character 5 on." },
	{ "JVN#6111900",    "\"JVN#6111900\" is not written like JVN#61119000 from character 5 on." },
	{ "ICSA-21-287-03/", "\"ICSA-21-287-03/\" is not written like ICSA-21-287-03 from character 15 on." },
	{ "Log4Shell",      "\"Log4Shell\" begins like no known number of a vulnerability or an advisory." },
	{ "",               "\"\" begins like no known number of a vulnerability or an advisory." },
};

static void
what_is_no_number_is_refused_with_its_place(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char *longest = arena_alloc(arena, 5000);
	struct vulnid id;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		struct err *err = vulnid_read(str_of(reasons[i].text), arena, &id);

		assert_non_null(err);
		assert_str(err_sentence(err, LANG_EN, arena), reasons[i].sentence);
	}
	memset(longest, 'a', 5000);
	assert_err(vulnid_read((struct str){ longest, 5000 }, arena, &id), ERR_LIMIT);
	assert_ok(vulnid_read(STR("vu#930724"), arena, &id));
	assert_str(id.text, "VU#930724");
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
kinds_have_names(void **state)
{
	(void)state;
	for (int kind = VULNID_NONE + 1; kind < VULNID_KIND_COUNT; kind++)
		for (int other = VULNID_NONE; other < kind; other++)
			assert_string_not_equal(vulnid_kind_name((enum vulnid_kind)kind), vulnid_kind_name((enum vulnid_kind)other));
	assert_string_equal(vulnid_kind_name(VULNID_NONE), "");
	assert_string_equal(vulnid_kind_name(VULNID_JPCERT_IPA), "JPCERT-IPA");
	assert_string_equal(vulnid_kind_name(VULNID_JPCERT), "JPCERT");
}

static void
only_the_tracking_number_is_private(void **state)
{
	(void)state;
	for (int kind = 0; kind < VULNID_KIND_COUNT; kind++)
		assert_int_equal(vulnid_is_private((enum vulnid_kind)kind), kind == VULNID_JPCERT);
}

static void
a_cve_is_preferred_and_an_unknown_name_comes_last(void **state)
{
	(void)state;
	for (int kind = 0; kind < VULNID_KIND_COUNT; kind++) {
		int preference = vulnid_preference((enum vulnid_kind)kind);

		if (kind != VULNID_CVE)
			assert_true(vulnid_preference(VULNID_CVE) < preference);
		if (kind != VULNID_NONE)
			assert_true(preference < vulnid_preference(VULNID_NONE));
		if (kind != VULNID_NONE && kind != VULNID_JPCERT)
			assert_true(preference < vulnid_preference(VULNID_JPCERT));
	}
	assert_true(vulnid_preference(VULNID_JVN) < vulnid_preference(VULNID_JVNDB));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_becomes_the_canonical_one),
		cmocka_unit_test(every_form_reads_its_example),
		cmocka_unit_test(what_is_no_number_is_refused_with_its_place),
		cmocka_unit_test(an_unknown_name_stays_as_it_is),
		cmocka_unit_test(kinds_have_names),
		cmocka_unit_test(only_the_tracking_number_is_private),
		cmocka_unit_test(a_cve_is_preferred_and_an_unknown_name_comes_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
