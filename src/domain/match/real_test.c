/*
 * real_test.c - genuine records of NVD, CNAs and OSV through the index and back: what a record says in
 * so many words must be the answer for exactly the thing it names.
 */
#include "format/json/feed_test.h"
#include "domain/match/match.h"
#include "format/cpe/cpe.h"
#include "format/cve5/cve5.h"
#include "format/nvd/nvd.h"
#include "format/osv/osv.h"

static const struct match_source all_sources[] = {
	{ .source = SOURCE_NVD, .feed = STR_INIT("nvd"), .complete = true, .fresh = true },
	{ .source = SOURCE_CVE5, .feed = STR_INIT("cve5"), .complete = true, .fresh = true },
	{ .source = SOURCE_OSV, .feed = STR_INIT("osv:PyPI"), .complete = true, .fresh = true },
	{ .source = SOURCE_OSV, .feed = STR_INIT("osv:Go"), .complete = true, .fresh = true },
	{ .source = SOURCE_OSV, .feed = STR_INIT("osv:crates.io"), .complete = true, .fresh = true },
};
static const struct match_sources sources = { all_sources, ARRAY_LEN(all_sources) };

/* Builds an index of the records, each its own vulnerability. */
static const struct match_index *
index_of(const struct gathered *g, struct arena *arena)
{
	struct match_builder *builder = match_builder_new();
	const struct match_index *index = NULL;
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < g->values.count; i++) {
		const struct advisory *advisory = g->values.items[i];
		struct vulnerability face = { .id = advisory->id, .base = -1, .state = advisory->state,
			.title_en = advisory->title_en, .published = advisory->published, .modified = advisory->modified };
		struct arena *work = arena_new();
		uint32_t number = 0;

		assert_ok(match_builder_vulnerability(builder, &face, work, &number));
		assert_ok(match_builder_advisory(builder, number, advisory, STR(""), work));
		arena_free(work);
	}
	assert_ok(match_builder_finish(builder, arena, &out));
	match_builder_free(builder);
	assert_ok(match_index_verify(buf_str(&out), arena));
	assert_ok(match_index_open(arena_copy(arena, buf_str(&out)), arena, &index));
	print_message("  %zu records, %u vulnerabilities, %llu entries, %zu bytes\n", g->values.count,
	    match_index_vulnerabilities(index), (unsigned long long)match_index_entries(index), out.len);
	return index;
}

/* What one component comes to for one vulnerability. */
struct wanted {
	const struct match_index *index;
	struct str                id;
	bool                      found;
	enum verdict              verdict;
	enum reason               reason;
	bool                      conditional;
};

static struct err *
want_row(void *data, const struct match_row *row)
{
	struct wanted *wanted = data;

	if (!str_eq(match_vulnerability_id(wanted->index, row->vulnerability), wanted->id))
		return NULL;
	assert_false(wanted->found);   /* one row a vulnerability */
	wanted->found = true;
	wanted->verdict = row->verdict;
	wanted->reason = row->says[0].reason;
	wanted->conditional = row->conditional;
	return NULL;
}

static struct wanted
ask(const struct match_index *index, const struct component *component, struct str id)
{
	const struct match_ask question = { .index = index, .sources = &sources };
	struct wanted wanted = { .index = index, .id = id };
	struct arena *arena = arena_new();
	struct match_result result;

	assert_ok(match_component(&question, component, want_row, &wanted, arena, &result));
	arena_free(arena);
	return wanted;
}

/* --------------------------------------------------------------------------------------- NVD */

/* The asset a criterion names: its CPE with a version of its range. Empty where it names none surely. */
static struct str
asset_of(const struct config_match *match, struct arena *arena)
{
	struct cpe cpe;

	assert_ok(cpe_parse(match->cpe, arena, &cpe));
	if (match->versions.upper.side == CUT_AFTER)
		cpe.attributes[CPE_VERSION] = (struct cpe_value){ CPE_VALUE, match->versions.upper.version };
	else if (match->versions.lower.side == CUT_BEFORE)
		cpe.attributes[CPE_VERSION] = (struct cpe_value){ CPE_VALUE, match->versions.lower.version };
	if (cpe.attributes[CPE_VERSION].kind != CPE_VALUE || str_find_char(cpe.attributes[CPE_VERSION].text, '*') != SIZE_MAX)
		return STR("");
	return cpe_format(&cpe, arena);
}

struct nvd_counts { size_t affected, conditional, maker, ordered; };

static void
check_criterion(const struct match_index *index, const struct advisory *advisory, const struct config_match *match,
    struct nvd_counts *counts)
{
	struct arena *arena = arena_new();
	struct component component = { .name = STR("x"), .cpe = asset_of(match, arena) };
	struct wanted got = { 0 };

	if (match->vulnerable && component.cpe.len > 0) {
		got = ask(index, &component, advisory->id);
		if (!got.found || got.verdict == VERDICT_NOT_AFFECTED)
			fail_msg("%.*s says nothing of %.*s", STR_ARG(advisory->id), STR_ARG(component.cpe));
		counts->affected += got.verdict == VERDICT_AFFECTED;
		counts->conditional += got.verdict == VERDICT_UNKNOWN && got.conditional;
		counts->maker += got.reason == REASON_MAKER_DECIDES;
		counts->ordered += got.verdict == VERDICT_UNKNOWN && !got.conditional && got.reason != REASON_MAKER_DECIDES;
	}
	arena_free(arena);
}

/* A Linux distribution's own criteria are candidates by design; they are counted like the others here. */
static void
nvd_criteria_match_what_they_name(void **state)
{
	struct arena *arena = arena_new();
	struct nvd_counts counts = { 0 };
	const struct match_index *index;
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	if (gather_file(&g, nvd_read, "nvd/nvdcve-2.0-2022.even5000.converted.json.gz")) {
		index = index_of(&g, arena);
		for (size_t i = 0; i < g.values.count; i++) {
			const struct advisory *advisory = g.values.items[i];

			for (size_t c = 0; c < advisory->configs.count; c++)
				for (size_t n = 0; n < advisory->configs.items[c].nodes.count; n++)
					for (size_t m = 0; m < advisory->configs.items[c].nodes.items[n].matches.count; m++)
						check_criterion(index, advisory,
						    &advisory->configs.items[c].nodes.items[n].matches.items[m], &counts);
		}
		print_message("  %zu criteria affected, %zu need a host, %zu the maker's word, %zu without an order\n",
		    counts.affected, counts.conditional, counts.maker, counts.ordered);
		assert_true(counts.affected > 5000);
		assert_true(counts.ordered * 100 < counts.affected);
	}
	arena_free(arena);
}

/* --------------------------------------------------------------------------------------- OSV */

struct osv_counts { size_t in, out, open; };

static void
check_version(const struct match_index *index, const struct advisory *advisory, const struct affected *affected,
    struct str version, bool in, struct osv_counts *counts)
{
	struct component component = { .kind = COMPONENT_LIBRARY, .name = affected->package,
		.ecosystem = affected->ecosystem, .package = affected->package, .version = version };
	struct wanted got = ask(index, &component, advisory->id);

	assert_true(got.found);
	if (got.verdict == VERDICT_UNKNOWN)
		counts->open++;
	else if ((got.verdict == VERDICT_AFFECTED) != in)
		fail_msg("%.*s: %.*s %.*s should be %s", STR_ARG(advisory->id), STR_ARG(affected->package),
		    STR_ARG(version), in ? "affected" : "not affected");
	else if (in)
		counts->in++;
	else
		counts->out++;
}

/* One range may not end and begin again at one version: what holds there is the range room's to say. */
static bool
is_twofold(const struct affected *affected, struct str version)
{
	size_t kinds = 0;

	for (size_t i = 0; i < affected->ranges.count; i++)
		for (size_t j = 0; j < affected->ranges.items[i].events.count; j++)
			kinds += str_eq(affected->ranges.items[i].events.items[j].version, version);
	return kinds > 1;
}

/* Only records that name the package once: others may say of a version what this row does not. */
static bool
is_single(const struct advisory *advisory)
{
	return advisory->affected.count == 1 && advisory->affected.items[0].ecosystem.len > 0 &&
	    advisory->state != ADVISORY_WITHDRAWN;
}

static void
check_osv(const struct match_index *index, const struct advisory *advisory, struct osv_counts *counts)
{
	const struct affected *affected = &advisory->affected.items[0];
	const struct osv_range *range = affected->ranges.count == 1 ? &affected->ranges.items[0] : NULL;

	for (size_t i = 0; i < affected->versions.count && i < 5; i++)
		check_version(index, advisory, affected, affected->versions.items[i], true, counts);
	for (size_t i = 0; range != NULL && range->kind != OSV_GIT && i < range->events.count; i++) {
		const struct osv_event *event = &range->events.items[i];

		if (is_twofold(affected, event->version))
			continue;
		if (event->kind == OSV_INTRODUCED && !str_eq(event->version, STR("0")))
			check_version(index, advisory, affected, event->version, true, counts);
		else if (event->kind == OSV_LAST_AFFECTED)
			check_version(index, advisory, affected, event->version, true, counts);
		else if (event->kind == OSV_FIXED && !str_is_one_of(event->version, affected->versions.items, affected->versions.count))
			check_version(index, advisory, affected, event->version, false, counts);
	}
}

static void
osv_records_say_what_their_events_say(void **state)
{
	static const char *const files[] = { "osv/pypa-even-600.ndjson.gz", "osv/go-vulndb-even.ndjson.gz",
		"osv/rustsec-even.ndjson.gz" };

	(void)state;
	for (size_t f = 0; f < ARRAY_LEN(files); f++) {
		struct arena *arena = arena_new();
		struct osv_counts counts = { 0 };
		const struct match_index *index;
		struct gathered g;

		gather_begin(&g, arena);
		if (gather_file(&g, osv_read, files[f])) {
			index = index_of(&g, arena);
			for (size_t i = 0; i < g.values.count; i++)
				if (is_single(g.values.items[i]))
					check_osv(index, g.values.items[i], &counts);
			print_message("  %s: %zu in, %zu out, %zu open\n", files[f], counts.in, counts.out, counts.open);
			assert_true(counts.in + counts.out > 100);
			assert_true(counts.open * 20 < counts.in + counts.out);
		}
		arena_free(arena);
	}
}

/* -------------------------------------------------------------------------------------- CVE 5 */

struct cna_counts { size_t affected, open; };

static void
check_cna(const struct match_index *index, const struct advisory *advisory, const struct affected *affected,
    struct cna_counts *counts)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct component component = { .name = STR("x") };
	struct wanted got;
	struct cpe cpe;

	if (affected->cpes.count == 0 || affected->rows.count != 1 || affected->rows.items[0].status != AFFECTED_YES ||
	    affected->rows.items[0].less_than_or_equal.len == 0 || advisory->state == ADVISORY_WITHDRAWN)
		return;
	/* Acrobat's year of edition stands where the version goes; the row's word is the version. */
	assert_ok(cpe_parse(affected->cpes.items[0], arena, &cpe));
	cpe.attributes[CPE_VERSION] = cpe.attributes[CPE_UPDATE] = (struct cpe_value){ .kind = CPE_ANY };
	component.cpe = cpe_format(&cpe, arena);
	component.version = affected->rows.items[0].less_than_or_equal;
	got = ask(index, &component, advisory->id);
	if (!got.found || got.verdict == VERDICT_NOT_AFFECTED)
		fail_msg("%.*s says nothing of %.*s %.*s", STR_ARG(advisory->id), STR_ARG(component.cpe),
		    STR_ARG(component.version));
	counts->affected += got.verdict == VERDICT_AFFECTED;
	counts->open += got.verdict == VERDICT_UNKNOWN;
}

static void
cna_rows_match_the_versions_they_name(void **state)
{
	struct arena *arena = arena_new();
	struct cna_counts counts = { 0 };
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	if (gather_file(&g, cve5_read, "cve5/vulnrichment-even-3000.ndjson.gz")) {
		const struct match_index *index = index_of(&g, arena);

		for (size_t i = 0; i < g.values.count; i++) {
			const struct advisory *advisory = g.values.items[i];

			for (size_t j = 0; j < advisory->affected.count; j++)
				check_cna(index, advisory, &advisory->affected.items[j], &counts);
		}
		print_message("  %zu affected, %zu open\n", counts.affected, counts.open);
		assert_true(counts.affected > 500);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nvd_criteria_match_what_they_name),
		cmocka_unit_test(osv_records_say_what_their_events_say),
		cmocka_unit_test(cna_rows_match_the_versions_they_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
