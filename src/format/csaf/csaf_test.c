#include "format/csaf/csaf.h"

#include <dirent.h>
#include <stdio.h>
#include "format/json/feed_test.h"

/* A document of one product, with what stands behind "vulnerabilities" and in the tree put in. */
#define HEAD(category_, extra_) \
	"{\"document\":{\"category\":\"" category_ "\",\"csaf_version\":\"2.0\",\"title\":\"T\"," extra_ \
	"\"publisher\":{\"category\":\"vendor\",\"name\":\"Example\",\"namespace\":\"https://psirt.example.jp\"}," \
	"\"tracking\":{\"id\":\"EX-1\",\"version\":\"2\",\"status\":\"final\",\"initial_release_date\":\"2026-11-01T00:00:00Z\"," \
	"\"current_release_date\":\"2026-11-02T00:00:00Z\",\"revision_history\":[{\"number\":\"1\",\"date\":\"2026-11-01T00:00:00Z\",\"summary\":\"a\"}," \
	"{\"number\":\"2\",\"date\":\"2026-11-02T00:00:00Z\",\"summary\":\"b\"}]}},"
#define TREE(kind_, version_) \
	"\"product_tree\":{\"branches\":[{\"category\":\"vendor\",\"name\":\"Example\",\"branches\":[{\"category\":\"product_name\",\"name\":\"Garden\"," \
	"\"branches\":[{\"category\":\"" kind_ "\",\"name\":\"" version_ "\",\"product\":{\"product_id\":\"P1\",\"name\":\"Garden x\"}}," \
	"{\"category\":\"product_version\",\"name\":\"2.0\",\"product\":{\"product_id\":\"P2\",\"name\":\"Garden 2.0\"}}]}]}]},"
#define PLAIN HEAD("csaf_security_advisory", "") TREE("product_version_range", "< 2.0")

static const struct affected *
only_row(const struct gathered *g)
{
	const struct advisory *advisory = gathered_advisory(g, "EX-1");

	assert_int_equal(advisory->affected.count, 1);
	return &advisory->affected.items[0];
}

static void
take(struct gathered *g, const char *text, struct arena *arena)
{
	gather_begin(g, arena);
	assert_ok(gather_text(g, csaf_read, str_of(text)));
	assert_int_equal(g->problems.count, 0);
}

static void
one_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct advisory *advisory;
	const struct affected *row;
	struct gathered g;

	(void)state;
	take(&g, PLAIN "\"vulnerabilities\":[{\"cve\":\"CVE-2026-1234\",\"cwe\":{\"id\":\"CWE-79\",\"name\":\"x\"},\"product_status\":{\"known_affected\":[\"P1\"],"
	    "\"fixed\":[\"P2\"]},\"scores\":[{\"products\":[\"P1\"],\"cvss_v3\":{\"version\":\"3.1\",\"baseScore\":7.5,\"baseSeverity\":\"HIGH\","
	    "\"vectorString\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H\"}}],\"threats\":[{\"category\":\"impact\",\"details\":\"DoS\"}],"
	    "\"remediations\":[{\"category\":\"vendor_fix\",\"details\":\"Update to 2.0\",\"url\":\"https://psirt.example.jp/2\",\"product_ids\":[\"P1\"],"
	    "\"restart_required\":{\"category\":\"system\"}}]}]}", arena);
	advisory = gathered_advisory(&g, "EX-1");
	row = only_row(&g);
	assert_str(g.head.name, "csaf:psirt.example.jp");
	assert_str(advisory->covers.items[0], "CVE-2026-1234");
	assert_str(advisory->title_en, "EX-1: T");
	assert_int_equal(advisory->scores.items[0].base, 75);
	assert_str(row->vendor, "Example");
	assert_str(row->product, "Garden");
	assert_int_equal(row->rows.count, 2);
	assert_int_equal(row->rows.items[0].status, AFFECTED_NO);
	assert_str(row->rows.items[0].version, "2.0");
	assert_int_equal(row->rows.items[1].status, AFFECTED_YES);
	assert_str(row->rows.items[1].version, "<2.0");
	assert_str(row->impact, "DoS");
	assert_str(row->fixes.items[0].text, "Update to 2.0");
	assert_int_equal(row->fixes.items[0].restart, ANSWER_YES);
	assert_int_equal(row->only.count, 0);
}

/* What two vulnerabilities say differently is told apart; what they say alike stands once. */
static void
several_are_told_apart(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct advisory *advisory;
	struct gathered g;

	(void)state;
	take(&g, PLAIN "\"vulnerabilities\":[{\"cve\":\"CVE-2026-0001\",\"product_status\":{\"known_affected\":[\"P1\"]}},"
	    "{\"cve\":\"CVE-2026-0002\",\"product_status\":{\"known_affected\":[\"P1\"]}},"
	    "{\"product_status\":{\"known_not_affected\":[\"P1\",\"P2\"]}}]}", arena);
	advisory = gathered_advisory(&g, "EX-1");
	assert_int_equal(advisory->covers.count, 3);
	assert_str(advisory->covers.items[2], "EX-1/3");
	assert_int_equal(advisory->affected.count, 2);
	assert_int_equal(advisory->affected.items[0].only.count, 2);
	assert_str(advisory->affected.items[1].only.items[0], "EX-1/3");
}

/* How makers write versions, and the rows that come of it: status letters (Yes, No, Unknown) and texts. */
static const struct { const char *kind, *written, *rows; } versions[] = {
	{ "product_version", "1.2.3", "Y 1.2.3" },
	{ "product_version", "Garden 1.2.3", "Y 1.2.3" },
	{ "product_version_range", "< V4.5.0", "Y <V4.5.0" },
	{ "product_version_range", ">= V1.1.0 < V2.0", "Y >=V1.1.0, <V2.0" },
	{ "product_version_range", ">=5.0|<7.17.0.0", "Y >=5.0, <7.17.0.0" },
	{ "product_version_range", "All versions < V4.91", "Y <V4.91" },
	{ "product_version_range", "vers:all/<V1.2.0", "Y <V1.2.0" },
	{ "product_version_range", "vers:all/>=V5.4<V5.5 SP1", "Y >=V5.4, <V5.5 SP1" },
	{ "product_version_range", "vers:intdot/>=1.0|<1.2|1.5", "Y >=1.0, <1.2; Y 1.5" },
	{ "product_version_range", "vers:deb/>=1|!=1.5|<2%2B1", "U 1.5; Y >=1, <2+1" },
	{ "product_version_range", "vers:all/*", "Y *" },
	{ "product_version", "All versions", "Y All versions" },
	{ "product_version_range", "All versions with enabled Ethernet options", "Y All versions with enabled Ethernet options" },
	{ "product_version_range", "\xe2\x89\xa6 3.1", "Y <=3.1" },
	{ "product_version", "prior to 4.2", "Y prior to 4.2" },
	{ "product_version", "<4.2", "Y <4.2" },
	{ "product_version_range", ">", "Y >" },
};

static void
versions_become_rows(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		struct str text = arena_printf(arena, HEAD("csaf_security_advisory", "") TREE("%s", "%s")
		    "\"vulnerabilities\":[{\"cve\":\"CVE-2026-0001\",\"product_status\":{\"known_affected\":[\"P1\"]}}]}", versions[i].kind, versions[i].written);
		struct buf rows BUF_SCOPE = { 0 };
		struct gathered g;

		take(&g, arena_cstr(arena, text), arena);
		for (size_t r = 0; r < only_row(&g)->rows.count; r++) {
			const struct cve5_version *row = &only_row(&g)->rows.items[r];

			buf_addf(&rows, "%s%c %.*s", r > 0 ? "; " : "", "YNU"[row->status], STR_ARG(row->version));
		}
		assert_str(buf_str(&rows), versions[i].rows);
	}
}

#define VULNERABLE(text_) "\"vulnerabilities\":[{\"cve\":\"CVE-2026-0001\"," text_ "}]}"
static const struct { const char *text, *sentence; } refused[] = {
	{ "{\"document\":{\"csaf_version\":\"1.2\"}}", "calls itself \"1.2\"" },
	{ HEAD("csaf_base", "\"distribution\":{\"tlp\":{\"label\":\"AMBER\"}},") "\"x\":1}", "TLP:AMBER" },
	{ PLAIN VULNERABLE("\"product_status\":{\"fixed\":[\"P9\"]}"), "6.1.1" },
	{ HEAD("csaf_base", "") "\"product_tree\":{\"full_product_names\":[{\"product_id\":\"A\",\"name\":\"a\"},{\"product_id\":\"A\",\"name\":\"b\"}]}}", "6.1.2" },
	{ HEAD("csaf_base", "") "\"product_tree\":{\"full_product_names\":[{\"product_id\":\"A\",\"name\":\"a\"}],\"relationships\":[{\"category\":\"installed_on\","
	    "\"product_reference\":\"A\",\"relates_to_product_reference\":\"B\",\"full_product_name\":{\"product_id\":\"B\",\"name\":\"b\"}}]}}", "6.1.3" },
	{ PLAIN VULNERABLE("\"product_status\":{\"fixed\":[\"P2\"]},\"flags\":[{\"label\":\"x\",\"group_ids\":[\"G\"]}]"), "6.1.4" },
	{ PLAIN VULNERABLE("\"product_status\":{\"fixed\":[\"P2\"],\"known_affected\":[\"P2\"]}"), "6.1.6" },
	{ PLAIN VULNERABLE("\"product_status\":{\"fixed\":[\"P2\"]}},{\"cve\":\"CVE-2026-0001\""), "6.1.23" },
	{ PLAIN VULNERABLE("\"cve_\":1,\"product_status\":[]"), "should be an object" },
	{ HEAD("csaf_vex", "") TREE("product_version", "1.0") VULNERABLE("\"product_status\":{\"known_not_affected\":[\"P1\"]}"), "6.1.27.9" },
	{ PLAIN "\"vulnerabilities\":[{\"cve\":\"CVE-1\"}]}", "no CVE number" },
};

static void
what_says_two_things_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct gathered g;
		struct err *err;

		gather_begin(&g, arena);
		err = gather_text(&g, csaf_read, str_of(refused[i].text));
		assert_non_null(err);
		if (str_find(err_sentence(err, LANG_EN, arena), str_of(refused[i].sentence)) == SIZE_MAX)
			fail_msg("%s: %.*s", refused[i].sentence, STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
}

/* ------------------------------------------------------------------------------------------- real documents */

/* OASIS's tests of the rules that csaf.h lists: names end with -0N where the document breaks the rule, with -1N where it keeps it. */
static void
oasis_agrees(void **state)
{
	static const char *const rules[] = { "01", "03", "05", "07", "23" };
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *dir = test_data(arena, "csaf/validator-2.0/mandatory");
	DIR *listed = dir == NULL ? NULL : opendir(dir);
	size_t seen = 0;

	(void)state;
	for (struct dirent *entry; listed != NULL && (entry = readdir(listed)) != NULL;) {
		struct str name = str_of(entry->d_name), rest = name;
		struct gathered g;
		struct err *err = NULL;

		if (!str_take(&rest, STR("oasis_csaf_tc-csaf_2_0-2021-6-1-")) || rest.len < 5)
			continue;
		for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
			if (!str_eq(str_sub(rest, 0, 2), str_of(rules[i])) || rest.ptr[2] != '-')
				continue;
			gather_begin(&g, arena);
			assert_true(gather_any_file(&g, csaf_read, arena_cstr(arena, arena_printf(arena, "csaf/validator-2.0/mandatory/%.*s", STR_ARG(name))), &err));
			if ((err == NULL) != (rest.ptr[3] == '1'))
				fail_msg("%s: %.*s", entry->d_name, STR_ARG(err == NULL ? STR("taken") : err_sentence(err, LANG_EN, arena)));
			seen++;
		}
	}
	if (listed != NULL) {
		(void)closedir(listed);
		assert_true(seen >= 8);
	}
}

static void
every_advisory_of_cisa_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *dir = test_data(arena, "csaf/cisa");
	DIR *listed = dir == NULL ? NULL : opendir(dir);
	size_t documents = 0, rows = 0, mended = 0;

	(void)state;
	for (struct dirent *entry; listed != NULL && (entry = readdir(listed)) != NULL;) {
		struct gathered g;

		if (entry->d_name[0] == '.')
			continue;
		gather_begin(&g, arena);
		assert_true(gather_file(&g, csaf_read, arena_cstr(arena, arena_printf(arena, "csaf/cisa/%s", entry->d_name))));
		assert_int_equal(g.values.count, 1);
		const struct advisory *advisory = g.values.items[0];

		documents++;
		assert_true(advisory->covers.count > 0);
		for (size_t i = 0; i < advisory->affected.count; i++) {
			rows += advisory->affected.items[i].rows.count;
			mended += advisory->affected.items[i].fixes.count > 0;
			assert_true(advisory->affected.items[i].product.len > 0);
		}
	}
	if (listed == NULL)
		return;
	(void)closedir(listed);
	print_message("  %zu documents, %zu rows of versions, %zu products with a remedy\n", documents, rows, mended);
	assert_int_equal(documents, 151);
}

static void
red_hat_speaks_of_packages(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct advisory *advisory;
	const struct affected *row;
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, csaf_read, "csaf/vendors/redhat/rhsa-2024_6163.json"))
		return;
	advisory = gathered_advisory(&g, "RHSA-2024:6163");
	assert_true(advisory->affected.count >= 3);
	row = &advisory->affected.items[0];
	assert_str(row->ecosystem, "Red Hat:enterprise_linux:9::appstream");
	assert_str(row->package, "python3.9");
	assert_str(row->ranges.items[0].events.items[1].version, "3.9.18-3.el9_4.5");
	assert_str(row->urgency, "Moderate");
}

/* CSAF 2.0, 5.1 */
static void
a_document_s_file_is_called_by_its_number(void **state)
{
	static const struct { const char *id, *file; } cases[] = {
		{ "RHSA-2026:1234", "rhsa-2026_1234" }, { "CVE-2026-0101", "cve-2026-0101" }, { "Example / 2026: <1+2>", "example_2026_1+2_" }, { "", "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(csaf_file_name(str_of(cases[i].id), arena), cases[i].file);
}

/* What csaf_withdraw makes of it, parsed by the reader. */
static struct json
taken_back(struct json_reader *reader, const char *text, int64_t at, struct arena *arena)
{
	struct csaf_withdrawal how = { STR("It was of another product."), at };
	struct json root;
	struct str bytes;

	assert_ok(json_parse(reader, str_of(text), arena, &root));
	assert_ok(csaf_withdraw(root, &how, arena, &bytes));
	assert_ok(json_parse(reader, bytes, arena, &root));
	return root;
}

static void
what_is_taken_back_says_so(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct json_reader *reader = json_reader_new();
	struct json root = taken_back(reader, PLAIN "\"vulnerabilities\":[{\"cve\":\"CVE-2026-1234\"}]}", INSTANT_DAY * 20779, arena);
	struct json document = json_get(root, "document"), tracking = json_get(document, "tracking"), last = { 0 };

	(void)state;
	assert_int_equal(json_count(root), 1);
	assert_true(csaf_is_withdrawn(document));
	assert_str(json_get_str(document, "category"), "csaf_base");
	assert_str(json_get_str(document, "title"), "[Withdrawn] T");
	assert_str(json_get_str(tracking, "id"), "EX-1");
	assert_str(json_get_str(tracking, "version"), "3");
	assert_str(json_get_str(tracking, "status"), "final");
	assert_str(json_get_str(tracking, "initial_release_date"), "2026-11-01T00:00:00Z");
	assert_str(json_get_str(tracking, "current_release_date"), "2026-11-22T00:00:00Z");
	assert_int_equal(json_count(json_get(tracking, "revision_history")), 3);
	for (struct json_iter i = json_each(json_get(tracking, "revision_history")); json_next(&i);)
		last = i.value;
	assert_str(json_get_str(last, "number"), "3");
	assert_str(json_get_str(last, "date"), "2026-11-22T00:00:00Z");
	assert_str(json_get_str(last, "summary"), "Withdrawn: It was of another product.");
	for (struct json_iter i = json_each(json_get(document, "notes")); json_next(&i);)
		last = i.value;
	assert_str(json_get_str(last, "title"), "Reasoning for Withdrawal");
	assert_str(json_get_str(last, "text"), "This document was \"T\", version 2. Its publisher has withdrawn it: It was of another product.");
	json_reader_free(reader);
}

/* Whatever the clock says: what is counted by days comes out last. */
static void
it_is_the_last_of_its_revisions(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct json_reader *reader = json_reader_new();
	struct json document = json_get(taken_back(reader, PLAIN "\"vulnerabilities\":[]}", INSTANT_DAY, arena), "document");

	(void)state;
	assert_str(json_get_str(json_get(document, "tracking"), "current_release_date"), "2026-11-02T00:00:01Z");
	json_reader_free(reader);
}

static void
its_notes_stay_and_its_language_is_spoken(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct json_reader *reader = json_reader_new();
	struct json document = json_get(taken_back(reader, HEAD("csaf_vex", "\"lang\":\"ja-JP\",\"notes\":[{\"category\":\"summary\",\"text\":\"s\"}],"
	    "\"x_more\":{\"a\":[1,true,null]},") "\"vulnerabilities\":[]}", 0, arena), "document");

	(void)state;
	assert_str(json_get_str(document, "title"), "【取り下げ】T");
	assert_int_equal(json_count(json_get(document, "notes")), 2);
	assert_int_equal(json_count(json_get(json_get(document, "x_more"), "a")), 3);
	assert_true(csaf_is_withdrawn(document));
	json_reader_free(reader);
}

static void
revisions_are_counted_as_they_were(void **state)
{
	static const struct { const char *version, *next; } cases[] = {
		{ "1", "2" }, { "9", "10" }, { "1.0.0", "2.0.0" }, { "1.4.2+build", "2.0.0" }, { "1.4", NULL }, { "", NULL }, { "v1", NULL }, { "-1", NULL },
		{ "99999999999", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct json_reader *reader = json_reader_new();
		struct csaf_withdrawal how = { STR("r"), 0 };
		struct str bytes, text = arena_printf(arena, "{\"document\":{\"category\":\"c\",\"title\":\"t\",\"tracking\":{\"version\":\"%s\"}}}", cases[i].version);
		struct json root;
		struct err *err;

		assert_ok(json_parse(reader, text, arena, &root));
		err = csaf_withdraw(root, &how, arena, &bytes);
		assert_true((err == NULL) == (cases[i].next != NULL));
		if (err == NULL) {
			assert_ok(json_parse(reader, bytes, arena, &root));
			assert_str(json_get_str(json_get(json_get(root, "document"), "tracking"), "version"), cases[i].next);
		}
		json_reader_free(reader);
	}
}

/* By its category in 2.1, by its note in 2.0; a second time there is nothing to take back. */
static void
what_was_taken_back_is_known(void **state)
{
	static const struct { const char *text; bool is; } cases[] = {
		{ "{\"document\":{\"category\":\"csaf_withdrawn\",\"title\":\"t\"}}", true },
		{ "{\"document\":{\"category\":\"csaf_base\",\"title\":\"t\",\"notes\":[{\"category\":\"description\",\"title\":\"取り下げの理由\"}]}}", true },
		{ "{\"document\":{\"category\":\"csaf_base\",\"notes\":[{\"category\":\"summary\",\"title\":\"Reasoning for Withdrawal\"}]}}", false },
		{ "{\"document\":{\"category\":\"csaf_vex\",\"notes\":[{\"category\":\"description\",\"title\":\"Reasoning for Withdrawal\"}]}}", false },
		{ "{\"document\":{\"category\":\"csaf_base\"}}", false }, { "{}", false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct json_reader *reader = json_reader_new();
	struct csaf_withdrawal how = { STR("r"), 0 };
	struct json root;
	struct str bytes;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_ok(json_parse(reader, str_of(cases[i].text), arena, &root));
		assert_true(csaf_is_withdrawn(json_get(root, "document")) == cases[i].is);
		if (cases[i].is)
			assert_err(csaf_withdraw(root, &how, arena, &bytes), ERR_CONFLICT);
	}
	json_reader_free(reader);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_is_read),
		cmocka_unit_test(several_are_told_apart),
		cmocka_unit_test(versions_become_rows),
		cmocka_unit_test(what_says_two_things_is_refused),
		cmocka_unit_test(oasis_agrees),
		cmocka_unit_test(every_advisory_of_cisa_is_read),
		cmocka_unit_test(red_hat_speaks_of_packages),
		cmocka_unit_test(a_document_s_file_is_called_by_its_number),
		cmocka_unit_test(what_is_taken_back_says_so),
		cmocka_unit_test(it_is_the_last_of_its_revisions),
		cmocka_unit_test(its_notes_stay_and_its_language_is_spoken),
		cmocka_unit_test(revisions_are_counted_as_they_were),
		cmocka_unit_test(what_was_taken_back_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
