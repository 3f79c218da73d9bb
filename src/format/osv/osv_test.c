#include "format/json/feed_test.h"
#include "format/osv/osv.h"

static const struct {
	const char *file, *name;
	size_t      records, withdrawn, affected, ranges, versions, introduced, fixed, git, references, scores;
} feeds[] = {
	{ "osv/go-vulndb-even.ndjson.gz", "osv:Go",        2142, 7, 3093, 3093, 0, 3816, 2668, 0, 7880, 0 },
	{ "osv/rustsec-even.ndjson.gz",   "osv:crates.io", 355, 3, 355, 355, 0, 425, 316, 0, 1113, 139 },
	{ "osv/pypa-even-600.ndjson.gz",  "osv:PyPI",      600, 0, 600, 923, 32537, 1452, 1462, 323, 2345, 54 },
};

struct counts { size_t withdrawn, affected, ranges, versions, events[4], git, references, scores; };

static void
count_ranges(const struct affected *affected, struct counts *counts)
{
	counts->versions += affected->versions.count;
	for (size_t r = 0; r < affected->ranges.count; r++) {
		const struct osv_range *range = &affected->ranges.items[r];

		counts->ranges++;
		counts->git += range->kind == OSV_GIT;
		for (size_t e = 0; e < range->events.count; e++)
			counts->events[range->events.items[e].kind]++;
	}
}

static struct counts
count(const struct gathered *g)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < g->values.count; i++) {
		const struct advisory *a = g->values.items[i];

		counts.withdrawn += a->state == ADVISORY_WITHDRAWN;
		counts.affected += a->affected.count;
		counts.references += a->references.count;
		counts.scores += a->scores.count;
		for (size_t n = 0; n < a->affected.count; n++)
			count_ranges(&a->affected.items[n], &counts);
	}
	return counts;
}

static void
three_ecosystems_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(feeds); i++) {
		struct gathered g;
		struct counts counts;

		gather_begin(&g, arena);
		if (!gather_file(&g, osv_read, feeds[i].file))
			continue;
		counts = count(&g);
		assert_int_equal(g.problems.count, 0);
		assert_int_equal(g.values.count, feeds[i].records);
		assert_str(g.head.name, feeds[i].name);
		assert_int_equal(counts.withdrawn, feeds[i].withdrawn);
		assert_int_equal(counts.affected, feeds[i].affected);
		assert_int_equal(counts.ranges, feeds[i].ranges);
		assert_int_equal(counts.versions, feeds[i].versions);
		assert_int_equal(counts.events[OSV_INTRODUCED], feeds[i].introduced);
		assert_int_equal(counts.events[OSV_FIXED], feeds[i].fixed);
		assert_int_equal(counts.git, feeds[i].git);
		assert_int_equal(counts.references, feeds[i].references);
		assert_int_equal(counts.scores, feeds[i].scores);
	}
}

static void
a_known_record_has_its_known_values(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	const struct affected *affected;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, osv_read, "osv/rustsec-even.ndjson.gz"))
		return;
	a = gathered_advisory(&g, "RUSTSEC-2017-0002");
	assert_str(instant_format(a->modified, ZONE_UTC, arena), "2023-06-13T13:10:24Z");
	assert_int_equal(a->aliases.count, 2);
	assert_str(a->aliases.items[0], "CVE-2017-18587");
	assert_int_equal(a->covers.count, 0);
	assert_str(a->title_en, "headers containing newline characters can split messages");
	assert_int_equal(a->scores.items[0].version, CVSS_V3_0);
	assert_int_equal(a->scores.items[0].base, -1);
	assert_str(a->scores.items[0].provider, "RUSTSEC");
	affected = &a->affected.items[0];
	assert_str(affected->ecosystem, "crates.io");
	assert_str(affected->package, "hyper");
	assert_str(affected->purl, "pkg:cargo/hyper");
	assert_int_equal(affected->status, AFFECTED_NO);
	assert_int_equal(affected->ranges.items[0].kind, OSV_SEMVER);
	assert_int_equal(affected->ranges.items[0].events.count, 4);
	assert_int_equal(affected->ranges.items[0].events.items[3].kind, OSV_FIXED);
	assert_str(affected->ranges.items[0].events.items[3].version, "0.10.2");
	/* Two CVEs cannot both be the same as one record. */
	a = gathered_advisory(&g, "RUSTSEC-2023-0060");
	assert_int_equal(a->aliases.count, 0);
	assert_int_equal(a->covers.count, 2);
	assert_str(a->covers.items[1], "CVE-2023-5129");
}

static const struct {
	const char *file, *id, *name, *covers, *alias, *ecosystem;
} exports[] = {
	{ "almalinux/ALSA-2023_4520.json", "ALSA-2023:4520", "osv:AlmaLinux", "CVE-2023-32681", NULL, "AlmaLinux:8" },
	{ "almalinux/ALBA-2021_4378.json", "ALBA-2021:4378", "osv:AlmaLinux", NULL, NULL, "AlmaLinux:8" },
	{ "alpine/ALPINE-CVE-2023-46850.json", "ALPINE-CVE-2023-46850", "osv:Alpine", "CVE-2023-46850", NULL,
	    "Alpine:v3.18" },
	{ "debian/DLA-0010-1.json", "DLA-0001-1", "osv:Debian", "CVE-2014-3466", NULL, "Debian:6.0" },
	{ "linux/GSD-2023-1002422.json", "GSD-2023-1002422", "osv:Linux", NULL, NULL, "Linux" },
	{ "maven/GHSA-2c3p-9j5f-33g3.json", "GHSA-2c3p-9j5f-33g3", "osv:Maven", NULL, "CVE-2017-7685", "Maven" },
	{ "npm/MAL-2023-1.json", "MAL-2023-1", "osv:npm", NULL, NULL, "npm" },
	{ "redhat/RHSA-2024_8709.json", "RHSA-2024:8709", "osv:Red Hat", "CVE-2024-9675", NULL,
	    "Red Hat:rhel_eus:9.2::appstream" },
	{ "redhat/RHBA-2024_6202.json", "RHBA-2024:6202", "osv:Red Hat", "CVE-2023-31315", NULL,
	    "Red Hat:rhel_eus:8.8::baseos" },
	{ "rubygems/GHSA-2gw2-8q9w-cw8p.json", "GHSA-2gw2-8q9w-cw8p", "osv:RubyGems", NULL, "CVE-2018-1000201",
	    "RubyGems" },
	{ "nuget/GHSA-2c7v-qcjp-4mg2.json", "GHSA-2c7v-qcjp-4mg2", "osv:NuGet", NULL, "CVE-2022-41089", "NuGet" },
};

static void
a_distributors_advisory_covers_what_it_calls_related(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, osv_read, "osv/by-ecosystem/debian/DTSA-1-1.json"))
		return;
	a = gathered_advisory(&g, "DTSA-1-1");
	assert_int_equal(a->covers.count, 2);
	assert_str(a->covers.items[0], "CVE-2005-2626");
	assert_str(a->covers.items[1], "CVE-2005-2627");
}

static void
records_as_osv_dev_exports_them_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(exports); i++) {
		struct gathered g;
		const struct advisory *a;

		gather_begin(&g, arena);
		if (!gather_file(
			&g, osv_read, arena_cstr(arena, arena_printf(arena, "osv/by-ecosystem/%s", exports[i].file))))
			continue;
		assert_int_equal(g.values.count, 1);
		a = gathered_advisory(&g, exports[i].id);
		assert_str(g.head.name, exports[i].name);
		assert_int_equal(a->covers.count, exports[i].covers != NULL);
		if (exports[i].covers != NULL)
			assert_str(a->covers.items[0], exports[i].covers);
		assert_int_equal(a->aliases.count, exports[i].alias != NULL);
		if (exports[i].alias != NULL)
			assert_str(a->aliases.items[0], exports[i].alias);
		assert_str(a->affected.items[0].ecosystem, exports[i].ecosystem);
	}
}

#define RECORD(members) "{\"id\":\"X-1\",\"modified\":\"2026-01-01T00:00:00Z\"" members "}"
#define AFFECTED(members) RECORD(",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"p\"}," members "}]")

static const struct {
	struct str  record;
	const char *reason;
} refusals[] = {
	{ STR_INIT("\"x\""), "not an object" },
	{ STR_INIT("{\"modified\":\"2026-01-01T00:00:00Z\"}"), "\"id\" is missing" },
	{ STR_INIT("{\"id\":\"X-1\"}"), "\"modified\" is missing" },
	{ STR_INIT("{\"id\":\"X-1\",\"modified\":\"\"}"), "\"modified\" is missing" },
	{ STR_INIT("{\"id\":\"X-1\",\"modified\":\"last week\"}"), "\"modified\" is no date and time" },
	{ STR_INIT(RECORD(",\"withdrawn\":true")), "\"withdrawn\" should be a text" },
	{ STR_INIT(RECORD(",\"aliases\":\"CVE-2026-0001\"")), "\"aliases\" should be a list" },
	{ STR_INIT(RECORD(",\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"9.8\"}]")), "\"9.8\" is no CVSS vector" },
	{ STR_INIT(RECORD(",\"severity\":[{\"type\":\"CVSS_V3\"}]")), "\"score\" is missing" },
	{ STR_INIT(AFFECTED("\"versions\":\"1.0\"")), "\"versions\" should be a list" },
	{ STR_INIT(AFFECTED("\"versions\":[1.0]")), "\"versions\" should be a list of texts" },
	{ STR_INIT(AFFECTED("\"ranges\":[{}]")), "\"type\" is missing" },
	{ STR_INIT(AFFECTED("\"ranges\":[{\"type\":\"LUNAR\"}]")), "range type \"LUNAR\"" },
	{ STR_INIT(AFFECTED("\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{\"mended\":\"1\"}]}]")),
	    "An event of a range" },
	{ STR_INIT(AFFECTED("\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{\"fixed\":1}]}]")),
	    "\"fixed\" should be a text" },
	{ STR_INIT(RECORD(",\"references\":[{\"type\":\"WEB\"}]")), "\"url\" is missing" },
};

static void
a_record_of_the_wrong_shape_is_refused_and_the_rest_goes_on(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		assert_ok(gather_text(
		    &g, osv_read, arena_printf(arena, "[%.*s,%s]", STR_ARG(refusals[i].record), RECORD(""))));
		assert_int_equal(g.values.count, 1);
		assert_int_equal(g.problems.count, 1);
		if (str_find(g.problems.items[0].sentence_en, str_of(refusals[i].reason)) == SIZE_MAX)
			fail_msg("%.*s: %.*s", STR_ARG(refusals[i].record), STR_ARG(g.problems.items[0].sentence_en));
	}
}

static void
urgency_is_the_nearest_word(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, osv_read,
	    STR(RECORD(",\"severity\":[{\"type\":\"Ubuntu\",\"score\":\"medium\"},{\"type\":\"CVSS_V4\",\"score\":"
		       "\"CVSS:4.0/AV:N\"}],\"affected\":["
		       "{\"package\":{\"ecosystem\":\"Debian:12\",\"name\":\"a\"},\"ecosystem_specific\":{\"urgency\":"
		       "\"unimportant\"}},"
		       "{\"package\":{\"ecosystem\":\"Debian:13\",\"name\":\"a\"},\"versions\":[\"1\"],\"database_"
		       "specific\":{\"informational\":\"unmaintained\"}},"
		       "{\"package\":{\"ecosystem\":\"Debian:14\",\"name\":\"a\"},\"severity\":[{\"type\":\"CVSS_V2\","
		       "\"score\":\"AV:N\"}],"
		       "\"ranges\":[{\"type\":\"GIT\",\"repo\":\"r\",\"events\":[{\"introduced\":\"0\",\"last_"
		       "affected\":\"f00\"},{\"limit\":\"*\"}]}]}]"))));
	a = gathered_advisory(&g, "X-1");
	assert_str(g.head.name, "osv:Debian");
	assert_str(a->affected.items[0].urgency, "unimportant");
	assert_int_equal(a->affected.items[0].status, AFFECTED_UNKNOWN);
	assert_str(a->affected.items[1].urgency, "unmaintained");
	assert_str(a->affected.items[2].urgency, "medium");
	assert_int_equal(a->affected.items[2].scores.items[0].version, CVSS_V2);
	assert_int_equal(a->affected.items[2].ranges.items[0].events.count, 3);
	assert_int_equal(a->affected.items[2].ranges.items[0].events.items[1].kind, OSV_LAST_AFFECTED);
	assert_int_equal(a->scores.count, 1);
	assert_int_equal(a->scores.items[0].version, CVSS_V4);
}

static void
upstream_is_covered_and_a_mixed_file_is_named_osv(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, osv_read,
	    STR("{\"id\":\"USN-7000-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"upstream\":[\"CVE-2026-0001\",\"UBUNTU-"
		"CVE-2026-0001\",\"CVE-2026-0002\"],"
		"\"related\":[\"CVE-2020-0009\"],\"affected\":[{\"package\":{\"ecosystem\":\"Ubuntu:24.04:LTS\","
		"\"name\":\"a\"}}]}\n"
		"{\"id\":\"GHSA-aaaa-bbbb-cccc\",\"modified\":\"2026-01-01T00:00:00Z\",\"withdrawn\":\"2026-02-01T00:"
		"00:00Z\",\"aliases\":[\"cve-2026-0003\",\"CVE-2026-0003\"],"
		"\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"a\"}}]}")));
	a = gathered_advisory(&g, "USN-7000-1");
	assert_int_equal(a->covers.count, 2);
	assert_str(a->covers.items[1], "CVE-2026-0002");
	assert_int_equal(a->related.count, 1);
	a = g.values.items[1];
	assert_int_equal(a->state, ADVISORY_WITHDRAWN);
	assert_int_equal(a->aliases.count, 1);
	assert_str(a->aliases.items[0], "CVE-2026-0003");
	assert_str(g.head.name, "osv");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_ecosystems_are_read),
		cmocka_unit_test(a_known_record_has_its_known_values),
		cmocka_unit_test(a_distributors_advisory_covers_what_it_calls_related),
		cmocka_unit_test(records_as_osv_dev_exports_them_are_read),
		cmocka_unit_test(a_record_of_the_wrong_shape_is_refused_and_the_rest_goes_on),
		cmocka_unit_test(urgency_is_the_nearest_word),
		cmocka_unit_test(upstream_is_covered_and_a_mixed_file_is_named_osv),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
