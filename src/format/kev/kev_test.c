#include "format/json/feed_test.h"
#include "format/kev/kev.h"

static const struct kev_entry *
entry_of(const struct gathered *g, const char *cve)
{
	for (size_t i = 0; i < g->values.count; i++) {
		const struct kev_entry *entry = g->values.items[i];

		if (str_eq(entry->cve, str_of(cve)))
			return entry;
	}
	fail_msg("%s is not among %zu entries", cve, g->values.count);
	return NULL;
}

static void
the_catalogue_is_the_same_as_json_and_as_csv(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered json, csv;
	size_t ransomware = 0, cwes = 0;

	(void)state;
	gather_begin(&json, arena);
	gather_begin(&csv, arena);
	if (!gather_file(&json, kev_read, "kev/known_exploited_vulnerabilities.json") ||
	    !gather_file(&csv, kev_read, "kev/known_exploited_vulnerabilities.csv"))
		return;
	assert_int_equal(json.values.count, 1404);
	assert_int_equal(csv.values.count, 1404);
	assert_int_equal(json.problems.count + csv.problems.count, 0);
	for (size_t i = 0; i < json.values.count; i++) {
		const struct kev_entry *entry = json.values.items[i];
		struct buf one BUF_SCOPE = { 0 }, other BUF_SCOPE = { 0 };

		record_encode(&kev_entry_schema, entry, &one);
		record_encode(&kev_entry_schema, csv.values.items[i], &other);
		assert_true(str_eq(buf_str(&one), buf_str(&other)));
		ransomware += entry->ransomware;
		cwes += entry->cwes.count;
	}
	assert_int_equal(ransomware, 293);
	assert_int_equal(cwes, 1338);
	assert_int_equal(json.head.declared, 1404);
	assert_str(json.head.version, "2025.08.25");
	assert_str(instant_format(json.head.built, ZONE_UTC, arena), "2025-08-25T17:04:19Z");
	assert_str(json.head.name, "kev");
	assert_true(csv.head.declared == -1 && csv.head.built == INSTANT_NONE);
}

static void
a_known_entry_has_its_known_values(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct kev_entry *entry;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, kev_read, "kev/known_exploited_vulnerabilities.csv"))
		return;
	entry = entry_of(&g, "CVE-2020-29583");
	assert_str(entry->vendor, "Zyxel");
	assert_str(entry->product, "Multiple Products");
	assert_str(entry->name, "Zyxel Multiple Products Use of Hard-Coded Credentials Vulnerability");
	assert_str(entry->action, "Apply updates per vendor instructions.");
	assert_str(entry->notes, "https://nvd.nist.gov/vuln/detail/CVE-2020-29583");
	assert_str(day_format(entry->added, arena), "2021-11-03");
	assert_str(day_format(entry->due, arena), "2022-05-03");
	assert_false(entry->ransomware);
	assert_int_equal(entry->cwes.count, 1);
	assert_str(entry->cwes.items[0], "CWE-522");
}

#define NEEDED "\"vendorProject\":\"v\",\"product\":\"p\",\"vulnerabilityName\":\"n\",\"requiredAction\":\"a\","
#define GOOD "{\"cveID\":\"CVE-2026-0001\"," NEEDED "\"dateAdded\":\"2026-11-20\",\"dueDate\":\"2026-12-11\"}"

static const struct {
	struct str  entry;
	const char *reason;
} refusals[] = {
	{ STR_INIT("null"), "not an object" },
	{ STR_INIT("{" NEEDED "\"dateAdded\":\"2026-11-20\",\"dueDate\":\"2026-12-11\"}"), "\"cveID\" is missing" },
	{ STR_INIT("{\"cveID\":\"CVE-2026\"," NEEDED "\"dateAdded\":\"2026-11-20\",\"dueDate\":\"2026-12-11\"}"),
	    "\"CVE-2026\" is not a CVE number" },
	{ STR_INIT("{\"cveID\":\"CVE-2026-0001\"," NEEDED "\"dateAdded\":\"20/11/2026\",\"dueDate\":\"2026-12-11\"}"),
	    "\"dateAdded\" is no date of the form" },
	{ STR_INIT("{\"cveID\":\"CVE-2026-0001\"," NEEDED "\"dateAdded\":\"2026-11-20\",\"dueDate\":\"2026-02-30\"}"),
	    "\"dueDate\" is no date of the form" },
	{ STR_INIT("{\"cveID\":\"CVE-2026-0001\"," NEEDED "\"dateAdded\":\"2026-11-20\"}"), "\"dueDate\" is missing" },
	{ STR_INIT("{\"cveID\":\"CVE-2026-0001\"," NEEDED
		   "\"dateAdded\":\"2026-11-20\",\"dueDate\":\"2026-12-11\",\"cwes\":\"CWE-1\"}"),
	    "\"cwes\" should be a list" },
};

static void
an_entry_of_the_wrong_shape_is_refused_and_the_rest_goes_on(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		assert_ok(gather_text(&g, kev_read, arena_printf(arena, "{\"count\":2,\"vulnerabilities\":[%.*s,%s]}",
		    STR_ARG(refusals[i].entry), GOOD)));
		assert_int_equal(g.values.count, 1);
		assert_int_equal(g.problems.count, 1);
		assert_int_equal(g.head.declared, 2);
		if (str_find(g.problems.items[0].sentence_en, str_of(refusals[i].reason)) == SIZE_MAX)
			fail_msg("%.*s: %.*s", STR_ARG(refusals[i].entry), STR_ARG(g.problems.items[0].sentence_en));
	}
}

#define HEADER                                                                                                         \
	"cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,"             \
	"knownRansomwareCampaignUse,notes,cwes\n"

static void
a_csv_row_may_hold_line_feeds_and_a_broken_one_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, kev_read,
	    STR("\xef\xbb\xbf" HEADER
		"CVE-2026-0001,V,\"P, \"\"Q\"\"\",N,2026-11-20,\"one\ntwo\",A,2026-12-11,known,\"x ; y\",\"CWE-1, "
		"CWE-2\"\r\n"
		"\r\n"
		"CVE-2026-0002,V,P\n"
		"CVE-2026-0003,V,\"P\"x,N,2026-11-20,d,A,2026-12-11,Unknown,,\n"
		"CVE-2026-0004,V,\xff,N,2026-11-20,d,A,2026-12-11,Unknown,,\n"
		"CVE-2026-0005,V,P,N,soon,d,A,2026-12-11,Unknown,,\n"
		"CVE-2026-0006,V,P,N,2026-11-20,d,A,2026-12-11,Unknown,,")));
	assert_int_equal(g.values.count, 2);
	assert_str(entry_of(&g, "CVE-2026-0001")->product, "P, \"Q\"");
	assert_true(entry_of(&g, "CVE-2026-0001")->ransomware);
	assert_int_equal(entry_of(&g, "CVE-2026-0001")->cwes.count, 2);
	assert_int_equal(entry_of(&g, "CVE-2026-0006")->cwes.count, 0);
	assert_int_equal(g.problems.count, 4);
	assert_int_equal(g.problems.items[0].line, 5);
	assert_str(g.problems.items[0].id, "CVE-2026-0002");
	assert_str(g.problems.items[0].sentence_en, "The row ends before its column \"vulnerabilityName\".");
	assert_str(g.problems.items[1].sentence_en, "In column 3 something stands behind the closing quote.");
	assert_str(g.problems.items[2].sentence_en, "Column 3 is not valid UTF-8 text.");
	assert_int_equal(g.problems.items[3].line, 8);
}

static const struct {
	struct str  text;
	const char *sentence;
} files[] = {
	{ STR_INIT(""), "There is no header row in the file: it was cut short, or is another kind of file." },
	{ STR_INIT("a,b\n1,2\n"), "This is not a file of KEV: the column \"cveID\" is missing." },
	{ STR_INIT(HEADER "CVE-2026-0001,\"V"), "line 2: A quoted cell does not end: the file is cut short." },
	{ STR_INIT("{\"vulnerabilities\":[" GOOD), "byte " },
	{ STR_INIT("{\"vulnerabilities\":[{\"cve\":{}}]}"),
	    "None of the 1 records could be read as KEV; the first: \"cveID\" is missing." },
};

static void
what_is_no_catalogue_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct gathered g;
		struct err *err;
		struct str said;

		gather_begin(&g, arena);
		err = gather_text(&g, kev_read, files[i].text);
		assert_err(err, ERR_FORMAT);
		assert_int_equal(g.heads, 0);
		said = err_sentence(err, LANG_EN, arena);
		if (!str_starts(said, str_of(files[i].sentence)))
			fail_msg("%.*s", STR_ARG(said));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_catalogue_is_the_same_as_json_and_as_csv),
		cmocka_unit_test(a_known_entry_has_its_known_values),
		cmocka_unit_test(an_entry_of_the_wrong_shape_is_refused_and_the_rest_goes_on),
		cmocka_unit_test(a_csv_row_may_hold_line_feeds_and_a_broken_one_is_refused),
		cmocka_unit_test(what_is_no_catalogue_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
