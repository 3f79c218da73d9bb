#include "format/json/feed_test.h"
#include "format/nvd/nvd.h"

static void
a_whole_year_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	size_t matches = 0, with_and = 0, environment = 0, scores = 0, references = 0, states[4] = { 0 };

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, nvd_read, "nvd/nvdcve-2.0-2022.even5000.converted.json.gz"))
		return;
	for (size_t i = 0; i < g.values.count; i++) {
		const struct advisory *a = g.values.items[i];
		bool has_and = false;

		for (size_t c = 0; c < a->configs.count; c++) {
			has_and |= a->configs.items[c].op == CONFIG_AND;
			for (size_t n = 0; n < a->configs.items[c].nodes.count; n++) {
				const struct config_node *node = &a->configs.items[c].nodes.items[n];

				matches += node->matches.count;
				for (size_t m = 0; m < node->matches.count; m++)
					environment += !node->matches.items[m].vulnerable;
			}
		}
		with_and += has_and;
		scores += a->scores.count;
		references += a->references.count;
		states[a->state]++;
	}
	assert_int_equal(g.values.count, 5000);
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(matches, 41221);
	assert_int_equal(with_and, 910);
	assert_int_equal(environment, 11675);
	assert_int_equal(scores, 7725);
	assert_int_equal(references, 9084);
	assert_int_equal(states[ADVISORY_WITHDRAWN], 64);
	assert_int_equal(states[ADVISORY_AWAITING], 94);
	assert_int_equal(states[ADVISORY_DISPUTED], 10);
	assert_int_equal(states[ADVISORY_PUBLISHED], 4832);
	assert_int_equal(g.heads, 1);
	assert_int_equal(g.head.declared, 5000);
	assert_str(g.head.name, "nvd");
	assert_str(instant_format(g.head.built, ZONE_UTC, arena), "2022-10-20T07:00:00Z");
}

static void
a_known_record_has_its_known_values(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	const struct config *config;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, nvd_read, "nvd/nvdcve-2.0-2022.even5000.converted.json.gz"))
		return;
	a = gathered_advisory(&g, "CVE-2022-0004");
	assert_str(a->assigner, "secure@intel.com");
	assert_str(instant_format(a->published, ZONE_UTC, arena), "2022-05-12T17:15:00Z");
	assert_str(instant_format(a->modified, ZONE_UTC, arena), "2022-06-10T20:52:00Z");
	assert_true(a->withdrawn == INSTANT_NONE);
	assert_int_equal(a->cwes.count, 0);
	assert_int_equal(a->scores.count, 2);
	assert_int_equal(a->scores.items[0].version, CVSS_V3_1);
	assert_int_equal(a->scores.items[0].base, 68);
	assert_str(a->scores.items[0].vector, "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
	assert_str(a->scores.items[0].provider, "nvd@nist.gov");
	assert_int_equal(a->scores.items[1].version, CVSS_V2);
	assert_int_equal(a->scores.items[1].base, 72);
	config = &a->configs.items[0];
	assert_int_equal(config->op, CONFIG_AND);
	assert_int_equal(config->nodes.count, 2);
	assert_str(
	    config->nodes.items[0].matches.items[0].cpe, "cpe:2.3:o:intel:core_i3-12100_firmware:*:*:*:*:*:*:*:*");
	assert_int_equal(config->nodes.items[0].matches.items[0].versions.lower.side, CUT_NONE);
	assert_int_equal(config->nodes.items[0].matches.items[0].versions.upper.side, CUT_BEFORE);
	assert_str(config->nodes.items[0].matches.items[0].versions.upper.version, "16.0.15");
	assert_false(config->nodes.items[1].matches.items[0].vulnerable);
}

static const struct {
	const char *name;
	size_t      records;
	int64_t     declared;
	const char *first;
} files[] = {
	{ "nvd/api-2.0/cve/1_item/0-1.json",                    1, 1, "CVE-2024-4819" },
	{ "nvd/api-2.0/cve/3_pages/0-3.json",                   3, -1, "CVE-2023-36014" },
	{ "nvd/api-2.0/cve/3_pages/6-3.json",                   2, -1, "CVE-2023-47246" },
	{ "nvd/api-2.0/cve/empty/0-1.json",                     0, 0, NULL },
	{ "nvd/api-2.0/cve/moddate/0-3.json",                   8, -1, "CVE-2023-36014" },
	{ "nvd/feed-format-samples/nvdcve-2.0-2002.json.gz",    4, 4, "CVE-1999-0095" },
	{ "nvd/feed-format-samples/nvdcve-2.0-modified.json.gz", 2, 2, "CVE-2021-3002" },
	{ "nvd/vunnel-single-entry.json",                       1, 1, "CVE-2022-1576" },
};

static void
pages_and_feeds_of_every_kind_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		if (!gather_file(&g, nvd_read, files[i].name))
			continue;
		assert_int_equal(g.values.count, files[i].records);
		assert_int_equal(g.problems.count, 0);
		assert_true(g.head.declared == files[i].declared);
		if (files[i].first != NULL)
			assert_str(((const struct advisory *)g.values.items[0])->id, files[i].first);
	}
}

static void
analysts_overrides_add_configurations_under_a_name_of_their_own(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	size_t matches = 0;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, nvd_read, "nvd/anchore-nvd-overrides-even-800.ndjson.gz"))
		return;
	for (size_t i = 0; i < g.values.count; i++) {
		a = g.values.items[i];
		for (size_t c = 0; c < a->configs.count; c++) {
			for (size_t n = 0; n < a->configs.items[c].nodes.count; n++)
				matches += a->configs.items[c].nodes.items[n].matches.count;
		}
	}
	assert_int_equal(g.values.count, 800);
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(matches, 1652);
	assert_str(g.head.name, "nvd-overrides");
	a = gathered_advisory(&g, "CVE-2023-0056");
	assert_str(a->assigner, "redhat");
	assert_int_equal(a->configs.items[0].nodes.items[0].matches.items[0].versions.lower.side, CUT_BEFORE);
	assert_str(a->configs.items[0].nodes.items[0].matches.items[0].versions.lower.version, "2.8-dev0");
}

static void
the_feed_of_version_1_1_is_refused_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	struct err *err;

	(void)state;
	gather_begin(&g, arena);
	err = gather_text(&g, nvd_read, STR("{\"CVE_data_type\":\"CVE\",\"CVE_Items\":[{\"cve\":{\"data_type\":\"CVE\","
	    "\"CVE_data_meta\":{\"ID\":\"CVE-2022-0128\"}}}]}"));
	assert_err(err, ERR_UNSUPPORTED);
	assert_true(str_find(err_sentence(err, LANG_EN, arena), STR("1.1, which ended")) != SIZE_MAX);
	assert_int_equal(g.problems.count, 0);
	if (gather_any_file(&g, nvd_read, "nvd/nvdcve-1.1-2022.mod64.json.gz", &err))
		assert_err(err, ERR_UNSUPPORTED);
	if (gather_any_file(&g, nvd_read, "nvd/api-2.0/cpematch/1_item/0-1.json", &err))
		assert_err(err, ERR_FORMAT);
	assert_int_equal(g.values.count, 0);
}

#define CVE(members) "{\"cve\":{\"id\":\"CVE-2026-0001\"" members "}}"

static const struct {
	struct str          record;
	enum advisory_state state;
} state_cases[] = {
	{ STR_INIT(CVE(",\"vulnStatus\":\"Received\"")), ADVISORY_AWAITING },
	{ STR_INIT(CVE(",\"vulnStatus\":\"Awaiting Analysis\"")), ADVISORY_AWAITING },
	{ STR_INIT(CVE(",\"vulnStatus\":\"Deferred\"")), ADVISORY_AWAITING },
	{ STR_INIT(CVE(",\"vulnStatus\":\"Deferred\",\"configurations\":[{\"nodes\":[]}]")), ADVISORY_PUBLISHED },
	{ STR_INIT(CVE(",\"vulnStatus\":\"A status of the future\"")), ADVISORY_AWAITING },
	{ STR_INIT(CVE(",\"vulnStatus\":\"Analyzed\"")), ADVISORY_PUBLISHED },
	{ STR_INIT(CVE(",\"vulnStatus\":\"Modified\"")), ADVISORY_PUBLISHED },
	{ STR_INIT(CVE(",\"vulnStatus\":\"Modified\",\"cveTags\":[{\"tags\":[\"x\",\"disputed\"]}]")),
	    ADVISORY_DISPUTED },
	{ STR_INIT(CVE(",\"vulnStatus\":\"Rejected\",\"cveTags\":[{\"tags\":[\"disputed\"]}]")), ADVISORY_WITHDRAWN },
	{ STR_INIT(CVE("")), ADVISORY_AWAITING },
	{ STR_INIT("{\"id\":\"cve-2026-0001\",\"vulnStatus\":\"Analyzed\"}"), ADVISORY_PUBLISHED },
};

static void
the_status_becomes_a_state(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(state_cases); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		assert_ok(gather_text(&g, nvd_read, state_cases[i].record));
		assert_int_equal(gathered_advisory(&g, "CVE-2026-0001")->state, state_cases[i].state);
	}
}

#define MATCH(members) CVE(",\"configurations\":[{\"nodes\":[{\"operator\":\"OR\",\"cpeMatch\":[{" members "}]}]}]")
#define CPE "\"vulnerable\":true,\"criteria\":\"cpe:2.3:a:v:p:*:*:*:*:*:*:*:*\""

static const struct {
	struct str  record;
	const char *reason;
} refusals[] = {
	{ STR_INIT("7"), "not an object" },
	{ STR_INIT("{}"), "\"id\" is missing" },
	{ STR_INIT("{\"cve\":{\"id\":\"JVNDB-2026-000001\"}}"), "\"JVNDB-2026-000001\" is not a CVE number" },
	{ STR_INIT("{\"cve\":{\"id\":[1]}}"), "\"id\" is missing" },
	{ STR_INIT(CVE(",\"published\":\"yesterday\"")), "\"published\" is no date and time: yesterday" },
	{ STR_INIT(CVE(",\"lastModified\":17")), "\"lastModified\" should be a text" },
	{ STR_INIT(CVE(",\"descriptions\":{}")), "\"descriptions\" should be a list" },
	{ STR_INIT(CVE(",\"metrics\":[]")), "\"metrics\" should be an object" },
	{ STR_INIT(CVE(",\"metrics\":{\"cvssMetricV31\":[{}]}")), "\"cvssData\" is missing" },
	{ STR_INIT(CVE(",\"metrics\":{\"cvssMetricV31\":[{\"cvssData\":{}}]}")), "neither a vector nor a score" },
	{ STR_INIT(CVE(",\"metrics\":{\"cvssMetricV2\":[{\"cvssData\":{\"baseScore\":10.1}}]}")), "from 0.0 to 10.0" },
	{ STR_INIT(CVE(",\"metrics\":{\"cvssMetricV2\":[{\"cvssData\":{\"baseScore\":\"9\"}}]}")),
	    "\"baseScore\" should be a number" },
	{ STR_INIT(CVE(",\"configurations\":{}")), "\"configurations\" should be a list" },
	{ STR_INIT(CVE(",\"configurations\":[{\"operator\":\"XOR\"}]")), "operator \"XOR\"" },
	{ STR_INIT(CVE(",\"configurations\":[{\"negate\":\"no\"}]")), "\"negate\" should be true or false" },
	{ STR_INIT(CVE(",\"configurations\":[{\"nodes\":[{\"children\":[{}]}]}]")), "nodes inside nodes" },
	{ STR_INIT(MATCH("\"criteria\":\"cpe:2.3:a:v:p:*:*:*:*:*:*:*:*\"")), "\"vulnerable\" is missing" },
	{ STR_INIT(MATCH("\"vulnerable\":true")), "\"criteria\" is missing" },
	{ STR_INIT(MATCH("\"vulnerable\":true,\"criteria\":\"cpe:/a:v:p\"")), "\"cpe:/a:v:p\" is not a CPE 2.3 name" },
	{ STR_INIT(MATCH(CPE ",\"versionEndIncluding\":\"1\",\"versionEndExcluding\":\"2\"")), "stand in one match" },
	{ STR_INIT(MATCH(CPE ",\"versionStartIncluding\":1")), "\"versionStartIncluding\" should be a text" },
	{ STR_INIT(CVE(",\"references\":[{}]")), "\"url\" is missing" },
	{ STR_INIT(CVE(",\"references\":[{\"url\":\"u\",\"tags\":[1]}]")), "\"tags\" should be a list of texts" },
};

static void
a_record_of_the_wrong_shape_is_refused_and_the_rest_goes_on(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		struct gathered g;
		struct str feed = arena_printf(arena,
		    "{\"vulnerabilities\":[%.*s,{\"cve\":{\"id\":\"CVE-2026-0002\"}}]}", STR_ARG(refusals[i].record));

		gather_begin(&g, arena);
		assert_ok(gather_text(&g, nvd_read, feed));
		assert_int_equal(g.values.count, 1);
		(void)gathered_advisory(&g, "CVE-2026-0002");
		assert_int_equal(g.problems.count, 1);
		assert_int_equal(g.problems.items[0].offset, 20);
		if (str_find(g.problems.items[0].sentence_en, str_of(refusals[i].reason)) == SIZE_MAX)
			fail_msg("%.*s: %.*s", STR_ARG(refusals[i].record), STR_ARG(g.problems.items[0].sentence_en));
		/* Alone, the same record makes the file something else. */
		gather_begin(&g, arena);
		assert_err(gather_text(&g, nvd_read,
		    arena_printf(arena, "{\"vulnerabilities\":[%.*s]}", STR_ARG(refusals[i].record))), ERR_FORMAT);
		assert_int_equal(g.heads, 0);
	}
}

static void
a_file_cut_short_is_an_error_behind_its_whole_records(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_err(gather_text(&g, nvd_read, STR("{\"vulnerabilities\":[" CVE("") ",{\"cve\":{\"id\":")), ERR_FORMAT);
	assert_int_equal(g.values.count, 1);
	assert_int_equal(g.heads, 0);
}

static void
ends_of_ranges_and_ssvc_and_japanese_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	const struct interval *versions;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, nvd_read,
	    STR(CVE(
		",\"descriptions\":[{\"lang\":\"es\",\"value\":\"x\"},{\"lang\":\"ja\",\"value\":\"脆弱性\"},{\"lang\":"
		"\"en\",\"value\":\"weakness\"}]"
		",\"weaknesses\":[{\"description\":[{\"lang\":\"en\",\"value\":\"CWE-79\"},{\"lang\":\"en\",\"value\":"
		"\"NVD-CWE-Other\"}]},"
		"{\"description\":[{\"lang\":\"en\",\"value\":\"CWE-79\"}]}]"
		",\"metrics\":{\"cvssMetricV40\":[{\"source\":\"a\",\"cvssData\":{\"vectorString\":\"CVSS:4.0/"
		"AV:N\",\"baseScore\":9.3}}],"
		"\"ssvcV203\":[{\"source\":\"b\",\"ssvcData\":{\"timestamp\":\"2026-01-10T12:00:00.000000Z\",\"role\":"
		"\"CISA Coordinator\","
		"\"options\":[{\"exploitation\":\"poc\"},{\"automatable\":\"yes\"},{\"technicalImpact\":\"total\"}]}}]}"
		",\"configurations\":[{\"negate\":true,\"nodes\":[{\"operator\":\"AND\",\"negate\":true,\"cpeMatch\":["
		"{" CPE ",\"versionStartExcluding\":\"1.0\",\"versionEndIncluding\":\"2.0\",\"matchCriteriaId\":\"M\"}]"
			"}]}]"))));
	a = gathered_advisory(&g, "CVE-2026-0001");
	assert_str(a->text_en, "weakness");
	assert_str(a->text_ja, "脆弱性");
	assert_int_equal(a->cwes.count, 1);
	assert_str(a->cwes.items[0], "CWE-79");
	assert_int_equal(a->scores.items[0].version, CVSS_V4);
	assert_int_equal(a->scores.items[0].base, 93);
	assert_int_equal(a->ssvc.count, 1);
	assert_str(a->ssvc.items[0].provider, "CISA Coordinator");
	assert_int_equal(a->ssvc.items[0].exploitation, EXPLOITATION_POC);
	assert_int_equal(a->ssvc.items[0].automatable, ANSWER_YES);
	assert_int_equal(a->ssvc.items[0].impact, IMPACT_TOTAL);
	assert_true(a->configs.items[0].negate);
	assert_true(a->configs.items[0].nodes.items[0].negate);
	assert_int_equal(a->configs.items[0].nodes.items[0].op, CONFIG_AND);
	versions = &a->configs.items[0].nodes.items[0].matches.items[0].versions;
	assert_int_equal(versions->lower.side, CUT_AFTER);
	assert_str(versions->lower.version, "1.0");
	assert_int_equal(versions->upper.side, CUT_AFTER);
	assert_str(versions->upper.version, "2.0");
	assert_str(a->configs.items[0].nodes.items[0].matches.items[0].id, "M");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_year_is_read),
		cmocka_unit_test(a_known_record_has_its_known_values),
		cmocka_unit_test(pages_and_feeds_of_every_kind_are_read),
		cmocka_unit_test(analysts_overrides_add_configurations_under_a_name_of_their_own),
		cmocka_unit_test(the_feed_of_version_1_1_is_refused_in_words),
		cmocka_unit_test(the_status_becomes_a_state),
		cmocka_unit_test(a_record_of_the_wrong_shape_is_refused_and_the_rest_goes_on),
		cmocka_unit_test(a_file_cut_short_is_an_error_behind_its_whole_records),
		cmocka_unit_test(ends_of_ranges_and_ssvc_and_japanese_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
