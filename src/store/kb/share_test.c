/* What one kb tells another: whole, in parts, and the dates that come along. */
#include "store/kb/world_test.h"

#include "domain/match/match.h"
#include "format/bundle/bundle.h"

/* The second kb, beside the first. */
static struct place
neighbour(struct place *place)
{
	struct str home, base;

	str_cut_last(place->path, '/', &home, &base);
	return (struct place){ place->arena, path_join(place->arena, home, STR("other")) };
}

/* Counts, and passes on where there is somebody. */
struct passing { struct sink sink; struct kb_import *to; int values, gone; };

static struct err *
pass(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct passing *passing = (struct passing *)sink;

	if (schema == &bundle_gone_schema)
		passing->gone++;
	else
		passing->values++;
	return passing->to == NULL ? NULL : kb_import_record(passing->to, schema, value, STR(""), arena);
}

static struct kb_source
source_named(struct place *place, const char *name)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct kb_source *sources;
	size_t count;

	assert_ok(kb_sources(kb, DAY(2000), place->arena, &sources, &count));
	for (size_t i = 0; i < count; i++)
		if (str_eq(sources[i].name, str_of(name)))
			return sources[i];
	fail();
	return (struct kb_source){ 0 };
}

/* Every feed of the first, or what came since, into the second, on day 2000. */
static struct err *
tell(struct place *from, struct place *to, struct kb_span since, bool delta, struct passing *passing)
{
	struct kb *kb KB_SCOPE = opened(from);
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_source *sources;
	struct kb_result result;
	size_t count;

	*passing = (struct passing){ .sink = { .record = pass } };
	TRY(kb_sources(kb, DAY(2000), from->arena, &sources, &count));
	TRY(kb_import_begin(to->path, DAY(2000), from->arena, &import));
	passing->to = import;
	for (size_t i = 0; i < count; i++) {
		struct kb_feed feed = { .as = &sources[i], .delta = delta };

		TRY(kb_import_feed(import, &feed, from->arena));
		TRY(kb_each_since(kb, &sources[i], since, &passing->sink, from->arena));
		TRY(kb_import_feed_end(import, NULL, from->arena, &outcome));
	}
	return kb_import_finish(import, from->arena, &result);
}

static struct kb_span
span_of(struct place *place)
{
	struct kb *kb KB_SCOPE = opened(place);

	return (struct kb_span){ kb_head(kb)->generation, kb_head(kb)->overlay };
}

static void
bring_some(struct place *place)
{
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(import_feed(place, &nvd, DAY(900), LINES("CVE-2026-0001 10 published first", "CVE-2026-0002 10 published second"), &outcome, &result));
	assert_ok(import_feed(place, &(struct kb_feed){ .source = SOURCE_OSV, .name = STR("osv:PyPI") }, DAY(901),
	    LINES("GHSA-1 10 published =CVE-2026-0001", "GHSA-2 10 published"), &outcome, &result));
	assert_ok(import_epss(place, 902, LINES("CVE-2026-0001", "CVE-2026-0002"), (const int32_t[]){ 100000, 200000 }, &result));
}

static void
all_of_it_goes_over_with_its_dates(void **state)
{
	struct place *place = *state, other = neighbour(place);
	struct kb_source ours, theirs;
	struct passing passing;

	bring_some(place);
	assert_ok(tell(place, &other, (struct kb_span){ 0 }, false, &passing));
	assert_int_equal(passing.values, 6);
	assert_int_equal(passing.gone, 0);
	assert_int_equal(state_of(&other, "nvd", "CVE-2026-0002"), ADVISORY_PUBLISHED);
	assert_int_equal(number_of(&other, "GHSA-1"), number_of(&other, "CVE-2026-0001"));
	for (size_t i = 0; i < 3; i++) {
		static const char *const names[] = { "nvd", "osv:PyPI", "epss" };

		ours = source_named(place, names[i]);
		theirs = source_named(&other, names[i]);
		assert_int_equal(theirs.built, ours.built);
		assert_int_equal(theirs.fetched, ours.fetched);
		assert_int_equal(theirs.contract, ours.contract);
		assert_int_equal(theirs.age_limit, ours.age_limit);
		assert_int_equal(theirs.records, ours.records);
		/* An air gap makes nothing fresh. */
		assert_int_equal(theirs.freshness, ours.freshness);
	}
	assert_int_equal(source_named(&other, "epss").freshness, KB_STALE);
}

static void
a_part_brings_what_came_changed_and_left(void **state)
{
	struct place *place = *state, other = neighbour(place);
	const struct kb_feed whole = { .source = SOURCE_OSV, .name = STR("osv:PyPI"), .accept = true };
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct passing passing;
	struct kb_span since;

	bring_some(place);
	assert_ok(tell(place, &other, (struct kb_span){ 0 }, false, &passing));
	since = span_of(place);
	assert_ok(import_feed(place, &nvd, DAY(910), LINES("CVE-2026-0002 20 published again", "CVE-2026-0003 20 withdrawn"), &outcome, &result));
	assert_ok(import_feed(place, &whole, DAY(911), LINES("GHSA-1 10 published =CVE-2026-0001"), &outcome, &result));
	assert_ok(tell(place, &other, since, true, &passing));
	assert_int_equal(passing.values, 2);
	assert_int_equal(passing.gone, 1);
	assert_int_equal(state_of(&other, "nvd", "CVE-2026-0001"), ADVISORY_PUBLISHED);
	assert_int_equal(state_of(&other, "nvd", "CVE-2026-0003"), ADVISORY_WITHDRAWN);
	assert_int_equal(state_of(&other, "osv:PyPI", "GHSA-1"), ADVISORY_PUBLISHED);
	assert_int_equal(state_of(&other, "osv:PyPI", "GHSA-2"), ADVISORY_WITHDRAWN);
	assert_int_equal(source_named(&other, "osv:PyPI").records, 1);
	assert_int_equal(source_named(&other, "osv:PyPI").built, DAY(911));
	/* Nothing came: only that it was looked at. */
	since = span_of(place);
	assert_ok(tell(place, &other, since, true, &passing));
	assert_int_equal(passing.values + passing.gone, 0);
	assert_int_equal(source_named(&other, "osv:PyPI").records, 1);
}

/* One row: its probability and percentile; -1: none. */
static struct match_threat
scored(struct place *place, const char *cve)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct match_threat threat = { .epss = -1 };

	(void)match_overlay_find(kb_overlay(kb), str_of(cve), place->arena, &threat);
	return threat;
}

static void
score(struct place *place, int64_t day, const struct epss_entry *entries, size_t count)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct feed_head head = { .source = SOURCE_EPSS, .name = STR("epss"), .built = DAY(day), .declared = -1 };
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(kb_import_begin(place->path, DAY(day), place->arena, &import));
	assert_ok(kb_import_feed(import, &(struct kb_feed){ .source = SOURCE_EPSS, .accept = true }, place->arena));
	for (size_t i = 0; i < count; i++)
		assert_ok(kb_import_record(import, &epss_entry_schema, &entries[i], STR(""), place->arena));
	assert_ok(kb_import_record(import, &feed_head_schema, &head, STR(""), place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
}

#define SCORE(place, day, ...) score(place, day, (const struct epss_entry[]){ __VA_ARGS__ }, \
	sizeof((const struct epss_entry[]){ __VA_ARGS__ }) / sizeof(struct epss_entry))
#define ROW(cve, probability, percentile) { STR_INIT(cve), probability, percentile }

static void
of_epss_a_part_brings_what_moved(void **state)
{
	struct place *place = *state, other = neighbour(place);
	struct passing passing;
	struct kb_span since;

	SCORE(place, 900, ROW("CVE-2026-0001", 1000, 500000), ROW("CVE-2026-0002", 2000, 600000), ROW("CVE-2026-0003", 3000, 700000), ROW("CVE-2026-0004", 1, 1));
	assert_ok(tell(place, &other, (struct kb_span){ 0 }, false, &passing));
	assert_int_equal(passing.values, 4);
	/* One moved, one was jostled, one goes, one comes. */
	since = span_of(place);
	SCORE(place, 901, ROW("CVE-2026-0001", 1001, 500000), ROW("CVE-2026-0002", 2000, 600000 + KB_EPSS_DRIFT - 1), ROW("CVE-2026-0003", 3000, 700000),
	    ROW("CVE-2026-0005", 5000, 800000));
	assert_ok(tell(place, &other, since, true, &passing));
	assert_int_equal(passing.values, 2);
	assert_int_equal(passing.gone, 1);
	assert_int_equal(scored(&other, "CVE-2026-0001").epss, 1001);
	assert_int_equal(scored(&other, "CVE-2026-0002").percentile, 600000);
	assert_int_equal(scored(&other, "CVE-2026-0004").epss, -1);
	assert_int_equal(scored(&other, "CVE-2026-0005").epss, 5000);
	assert_int_equal(source_named(&other, "epss").records, 4);
	assert_int_equal(source_named(&other, "epss").built, DAY(901));
	/* Hair by hair it came that far; what went comes back. */
	since = span_of(place);
	SCORE(place, 902, ROW("CVE-2026-0001", 1001, 500000), ROW("CVE-2026-0002", 2000, 600000 + KB_EPSS_DRIFT), ROW("CVE-2026-0003", 3000, 700000),
	    ROW("CVE-2026-0004", 1, 1), ROW("CVE-2026-0005", 5000, 800000));
	assert_ok(tell(place, &other, since, true, &passing));
	assert_int_equal(passing.values, 2);
	assert_int_equal(passing.gone, 0);
	assert_int_equal(scored(&other, "CVE-2026-0002").percentile, 600000 + KB_EPSS_DRIFT);
	assert_int_equal(scored(&other, "CVE-2026-0004").epss, 1);
	/* Who takes all of it hears nothing of what is gone. */
	SCORE(place, 903, ROW("CVE-2026-0001", 1001, 500000));
	other.path = arena_printf(place->arena, "%.*s-too", STR_ARG(other.path));
	assert_ok(tell(place, &other, (struct kb_span){ 0 }, false, &passing));
	assert_int_equal(passing.values + passing.gone, 1);
	assert_int_equal(source_named(place, "epss").records, 1);
}

static void
what_the_other_has_of_its_own_stays(void **state)
{
	struct place *place = *state, other = neighbour(place);
	struct passing passing;

	bring_some(place);
	take(&other, &nvd, LINES("CVE-2026-0009 10 published own", "CVE-2026-0001 99 published newer"));
	take(&other, &jvn, LINES("JVNDB-2026-000001 10 published >CVE-2026-0001"));
	assert_ok(tell(place, &other, (struct kb_span){ 0 }, false, &passing));
	assert_int_equal(state_of(&other, "nvd", "CVE-2026-0009"), ADVISORY_PUBLISHED);
	assert_int_equal(state_of(&other, "jvn", "JVNDB-2026-000001"), ADVISORY_PUBLISHED);
	{
		struct kb *kb KB_SCOPE = opened(&other);
		struct advisory advisory;

		assert_ok(kb_record(kb, STR("nvd"), STR("CVE-2026-0001"), place->arena, &advisory));
		assert_str(advisory.title_en, "newer");
	}
	assert_int_equal(source_named(&other, "nvd").fetched, DAY(1000));
}

static void
a_whole_source_does_not_go_back(void **state)
{
	struct place *place = *state, other = neighbour(place);
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct passing passing;

	bring_some(place);
	assert_ok(import_feed(&other, &(struct kb_feed){ .source = SOURCE_OSV, .name = STR("osv:PyPI") }, DAY(950),
	    LINES("GHSA-1 10 published", "GHSA-5 10 published"), &outcome, &result));
	assert_err(tell(place, &other, (struct kb_span){ 0 }, false, &passing), ERR_HELD);
	assert_err(tell(place, &other, (struct kb_span){ 0 }, true, &passing), ERR_HELD);
	assert_int_equal(state_of(&other, "osv:PyPI", "GHSA-5"), ADVISORY_PUBLISHED);
}

static void
it_remembers_what_was_taken(void **state)
{
	struct place *place = *state;
	struct str first, again;
	struct kb_taken taken;

	take(place, &nvd, LINES("CVE-2026-0001 10 published"));
	assert_ok(kb_lineage(place->path, place->arena, &first));
	assert_ok(kb_lineage(place->path, place->arena, &again));
	assert_true(str_eq(first, again));
	assert_int_equal(first.len, 16);
	assert_ok(kb_taken(place->path, STR("0123456789abcdef"), place->arena, &taken));
	assert_int_equal(taken.generation, 0);
	assert_int_equal(taken.made, INSTANT_NONE);
	assert_ok(kb_taken_put(place->path, &(struct kb_taken){ STR("0123456789abcdef"), 3, 4, DAY(5), DAY(6) }, place->arena));
	assert_ok(kb_taken_put(place->path, &(struct kb_taken){ STR("fedcba9876543210"), 1, 1, DAY(1), DAY(1) }, place->arena));
	assert_ok(kb_taken_put(place->path, &(struct kb_taken){ STR("0123456789abcdef"), 7, 8, DAY(9), DAY(9) }, place->arena));
	assert_ok(kb_taken(place->path, STR("0123456789abcdef"), place->arena, &taken));
	assert_int_equal(taken.generation, 7);
	assert_int_equal(taken.overlay, 8);
	assert_int_equal(taken.made, DAY(9));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_of_it_goes_over_with_its_dates), TEST(a_part_brings_what_came_changed_and_left), TEST(of_epss_a_part_brings_what_moved), TEST(what_the_other_has_of_its_own_stays),
		TEST(a_whole_source_does_not_go_back), TEST(it_remembers_what_was_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
