#include "format/cve5/cve5.h"
#include "format/json/feed_test.h"

static const char real[] = "cve5/vulnrichment-even-3000.ndjson.gz";

static void
three_thousand_records_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	size_t affected = 0, rows = 0, changes = 0, cpes = 0, ssvc = 0, evidence = 0, references = 0, cwes = 0;
	size_t status[3] = { 0 }, versions[5] = { 0 }, states[4] = { 0 }, jpcert = 0;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, cve5_read, real))
		return;
	for (size_t i = 0; i < g.values.count; i++) {
		const struct advisory *a = g.values.items[i];

		for (size_t n = 0; n < a->affected.count; n++) {
			rows += a->affected.items[n].rows.count;
			cpes += a->affected.items[n].cpes.count;
			status[a->affected.items[n].status]++;
			for (size_t r = 0; r < a->affected.items[n].rows.count; r++)
				changes += a->affected.items[n].rows.items[r].changes.count;
		}
		for (size_t s = 0; s < a->scores.count; s++)
			versions[a->scores.items[s].version]++;
		affected += a->affected.count;
		ssvc += a->ssvc.count;
		evidence += a->evidence.count;
		references += a->references.count;
		cwes += a->cwes.count;
		states[a->state]++;
		jpcert += str_eq(a->assigner, STR("jpcert"));
	}
	assert_int_equal(g.values.count, 3000);
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(ssvc, 2992);
	assert_int_equal(evidence, 106);
	assert_int_equal(jpcert, 152);
	assert_int_equal(affected, 8323);
	assert_int_equal(rows, 13728);
	assert_int_equal(changes, 195);
	assert_int_equal(cpes, 5973);
	assert_int_equal(status[AFFECTED_YES], 503);
	assert_int_equal(status[AFFECTED_NO], 1572);
	assert_int_equal(status[AFFECTED_UNKNOWN], 3721 + 2527);
	assert_int_equal(versions[CVSS_V2], 148);
	assert_int_equal(versions[CVSS_V3_0], 284);
	assert_int_equal(versions[CVSS_V3_1], 1966);
	assert_int_equal(versions[CVSS_V4], 141);
	assert_int_equal(references, 7440);
	assert_int_equal(cwes, 1866);
	assert_int_equal(states[ADVISORY_WITHDRAWN], 8);
	assert_int_equal(states[ADVISORY_DISPUTED], 24);
	assert_int_equal(states[ADVISORY_PUBLISHED], 2968);
	assert_int_equal(g.heads, 1);
	assert_str(g.head.name, "cve5");
	assert_true(g.head.declared == -1);
}

static void
a_japanese_products_record_has_its_known_values(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, cve5_read, real))
		return;
	a = gathered_advisory(&g, "CVE-2024-47560");
	assert_str(a->assigner, "jpcert");
	assert_str(instant_format(a->published, ZONE_UTC, arena), "2024-10-01T01:00:23Z");
	assert_str(instant_format(a->modified, ZONE_UTC, arena), "2024-10-01T14:13:05Z");
	assert_str(a->affected.items[0].vendor, "J’s Communication Co., Ltd.");
	assert_str(a->affected.items[0].product, "RevoWorks Cloud Client");
	assert_str(a->affected.items[0].rows.items[0].version, "3.0.91 and earlier");
	assert_int_equal(a->affected.items[0].rows.items[0].status, AFFECTED_YES);
	assert_str(a->affected.items[1].cpes.items[0], "cpe:2.3:a:jscom:revoworks_cloud_client:*:*:*:*:*:*:*:*");
	assert_str(a->affected.items[1].rows.items[0].less_than, "3.0.91");
	assert_str(a->affected.items[1].rows.items[0].type, "custom");
	assert_str(a->scores.items[0].provider, "jpcert");
	assert_int_equal(a->scores.items[0].base, 78);
	assert_int_equal(a->ssvc.items[0].exploitation, EXPLOITATION_NONE);
	assert_int_equal(a->ssvc.items[0].automatable, ANSWER_NO);
	assert_int_equal(a->ssvc.items[0].impact, IMPACT_TOTAL);
	assert_str(a->cwes.items[0], "CWE-863");
	assert_str(a->references.items[1].url, "https://jvn.jp/en/jp/JVN39280069/");
}

static void
an_exploited_record_carries_its_evidence(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, cve5_read, real))
		return;
	a = gathered_advisory(&g, "CVE-2012-4792");
	assert_int_equal(a->evidence.count, 1);
	assert_int_equal(a->evidence.items[0].level, EXPLOITATION_ACTIVE);
	assert_str(a->evidence.items[0].provider, "CISA ADP Vulnrichment");
	assert_str(instant_format(a->evidence.items[0].at, ZONE_UTC, arena), "2024-07-23T00:00:00Z");
	a = gathered_advisory(&g, "CVE-2021-33636");
	assert_int_equal(a->affected.items[0].status, AFFECTED_NO);
	assert_str(a->affected.items[0].package, "iSulad");
	assert_str(a->affected.items[0].ecosystem, "");
	assert_str(a->affected.items[0].modules.items[0], "image");
	assert_int_equal(a->affected.items[0].rows.items[0].changes.count, 2);
	assert_int_equal(a->affected.items[0].rows.items[0].changes.items[1].status, AFFECTED_NO);
	a = gathered_advisory(&g, "CVE-2024-26628");
	assert_int_equal(a->state, ADVISORY_WITHDRAWN);
	assert_true(a->withdrawn != INSTANT_NONE);
	assert_true(a->text_en.len > 0);
}

static void
files_as_upstream_formats_them_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *dir = test_data(arena, "cve5/raw");
	struct str *names;
	size_t count;

	(void)state;
	if (dir == NULL)
		return;
	assert_ok(dir_list(str_of(dir), test_arena_, &names, &count));
	assert_ok(dir_list(str_of(dir), arena, &names, &count));
	assert_int_equal(count, 6);
	for (size_t i = 0; i < count; i++) {
		struct gathered g;
		struct str id = names[i];

		gather_begin(&g, arena);
		assert_true(gather_file(
		    &g, cve5_read, arena_cstr(arena, arena_printf(arena, "cve5/raw/%.*s", STR_ARG(names[i])))));
		assert_int_equal(g.values.count, 1);
		assert_true(str_take_end(&id, STR(".json")));
		assert_str(((const struct advisory *)g.values.items[0])->id, arena_cstr(arena, id));
	}
}

#define RECORD_OF(version, metadata, containers)                                                                       \
	"{\"dataType\":\"CVE_RECORD\",\"dataVersion\":\"" version "\",\"cveMetadata\":{" metadata                      \
	"},\"containers\":{" containers "}}"
#define META "\"cveId\":\"CVE-2026-0001\",\"state\":\"PUBLISHED\""
#define CNA(members) RECORD_OF("5.1", META, "\"cna\":{" members "}")
#define ROW(members) CNA("\"affected\":[{\"versions\":[{" members "}]}]")

static const struct {
	struct str  record;
	const char *reason;
} refusals[] = {
	{ STR_INIT("[]"), "not an object" },
	{ STR_INIT("{\"data_type\":\"CVE\",\"data_version\":\"4.0\"}"), "no CVE record of format 5" },
	{ STR_INIT(RECORD_OF("6.0", META, "\"cna\":{}")), "no CVE record of format 5" },
	{ STR_INIT(RECORD_OF("5.1", "\"state\":\"PUBLISHED\"", "\"cna\":{}")), "\"cveId\" is missing" },
	{ STR_INIT(RECORD_OF("5.1", "\"cveId\":\"CVE-26-1\",\"state\":\"PUBLISHED\"", "\"cna\":{}")),
	    "is not a CVE number" },
	{ STR_INIT(RECORD_OF("5.1", "\"cveId\":\"CVE-2026-0001\"", "\"cna\":{}")), "\"state\" is missing" },
	{ STR_INIT(RECORD_OF("5.1", "\"cveId\":\"CVE-2026-0001\",\"state\":\"OPEN\"", "\"cna\":{}")),
	    "state \"OPEN\"" },
	{ STR_INIT(RECORD_OF("5.1", META, "\"adp\":[]")), "\"cna\" is missing" },
	{ STR_INIT(RECORD_OF("5.1", META, "\"cna\":{},\"adp\":[7]")), "\"containers\" should be an object" },
	{ STR_INIT(RECORD_OF("5.1", META ",\"dateUpdated\":\"2026-13-01\"", "\"cna\":{}")),
	    "\"dateUpdated\" is no date" },
	{ STR_INIT(CNA("\"affected\":[{\"defaultStatus\":\"perhaps\"}]")), "The status \"perhaps\"" },
	{ STR_INIT(CNA("\"affected\":[{\"cpes\":[7]}]")), "\"cpes\" should be a list of texts" },
	{ STR_INIT(ROW("\"status\":\"affected\"")), "\"version\" is missing" },
	{ STR_INIT(ROW("\"version\":\"1\",\"status\":\"vulnerable\"")), "The status \"vulnerable\"" },
	{ STR_INIT(ROW("\"version\":\"1\",\"lessThan\":2")), "\"lessThan\" should be a text" },
	{ STR_INIT(ROW("\"version\":\"1\",\"changes\":[{\"status\":\"affected\"}]")), "\"at\" is missing" },
	{ STR_INIT(CNA("\"metrics\":[{\"cvssV3_1\":{}}]")), "neither a vector nor a score" },
	{ STR_INIT(CNA("\"metrics\":[{\"other\":{\"type\":\"kev\",\"content\":{\"dateAdded\":\"soon\"}}}]")),
	    "\"dateAdded\" is no date" },
};

static void
a_record_of_the_wrong_shape_is_refused_and_the_rest_goes_on(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		assert_ok(
		    gather_text(&g, cve5_read, arena_printf(arena, "[%.*s,%s]", STR_ARG(refusals[i].record), CNA(""))));
		assert_int_equal(g.values.count, 1);
		assert_int_equal(g.problems.count, 1);
		assert_int_equal(g.problems.items[0].offset, 1);
		if (str_find(g.problems.items[0].sentence_en, str_of(refusals[i].reason)) == SIZE_MAX)
			fail_msg("%.*s: %.*s", STR_ARG(refusals[i].record), STR_ARG(g.problems.items[0].sentence_en));
	}
}

static void
containers_are_joined_and_the_newest_dates_the_record(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, cve5_read,
	    STR(RECORD_OF("5.2", META ",\"assignerShortName\":\"acme\",\"dateUpdated\":\"2026-01-01T00:00:00\"",
		"\"cna\":{\"tags\":[\"disputed\"],\"title\":\"T\",\"references\":[{\"url\":\"u\"},{\"url\":\"v\"}],"
		"\"descriptions\":[{\"lang\":\"de\",\"value\":\"x\"},{\"lang\":\"ja-JP\",\"value\":\"弱点\"},{\"lang\":"
		"\"en-US\",\"value\":\"weak\"}],"
		"\"configurations\":[{\"lang\":\"en\",\"value\":\"when on\"}],\"solutions\":[{\"lang\":\"en\",\"value\":\"update\"}],"
		"\"impacts\":[{\"capecId\":\"CAPEC-1\",\"descriptions\":[{\"lang\":\"en\",\"value\":\"read\"}]}],"
		"\"workarounds\":[{\"lang\":\"en\",\"value\":\"off\"},{\"lang\":\"ja\",\"value\":\"止める\"}],"
		"\"affected\":[{\"packageName\":\"left\",\"collectionURL\":\"https://www.npmjs.com/"
		"package\",\"packageURL\":\"pkg:npm/left\"}],"
		"\"metrics\":[{\"cvssV4_0\":{\"vectorString\":\"CVSS:4.0/AV:N\"}}]},"
		"\"adp\":[{\"providerMetadata\":{\"shortName\":\"x\",\"dateUpdated\":\"2026-03-01T00:00:00Z\"},"
		"\"references\":[{\"url\":\"v\"}],"
		"\"metrics\":[{\"cvssV2_0\":{\"baseScore\":10}}]}]"))));
	a = gathered_advisory(&g, "CVE-2026-0001");
	assert_int_equal(a->state, ADVISORY_DISPUTED);
	assert_str(instant_format(a->modified, ZONE_UTC, arena), "2026-03-01T00:00:00Z");
	assert_str(a->title_en, "T");
	assert_str(a->text_en, "weak");
	assert_str(a->text_ja, "弱点");
	assert_str(a->condition_en, "when on");
	assert_str(a->impact_en, "read");
	assert_str(a->solution_en, "update");
	assert_str(a->mitigation_en, "off");
	assert_str(a->mitigation_ja, "止める");
	assert_int_equal(a->references.count, 2);
	assert_str(a->affected.items[0].ecosystem, "npm");
	assert_str(a->affected.items[0].purl, "pkg:npm/left");
	assert_int_equal(a->affected.items[0].status, AFFECTED_UNKNOWN);
	assert_str(a->scores.items[0].provider, "acme");
	assert_int_equal(a->scores.items[0].base, -1);
	assert_str(a->scores.items[1].provider, "x");
	assert_int_equal(a->scores.items[1].base, 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_thousand_records_are_read),
		cmocka_unit_test(a_japanese_products_record_has_its_known_values),
		cmocka_unit_test(an_exploited_record_carries_its_evidence),
		cmocka_unit_test(files_as_upstream_formats_them_are_read),
		cmocka_unit_test(a_record_of_the_wrong_shape_is_refused_and_the_rest_goes_on),
		cmocka_unit_test(containers_are_joined_and_the_newest_dates_the_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
