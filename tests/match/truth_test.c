/*
 * truth_test.c - verdicts against the truth: labelled pairs (collect, by-hand.tsv), judged by a knowledge base made of the
 * feeds they name. Prints the table truth × verdict, and holds it to truth.golden: no cell off the diagonal may
 * grow, and a pair whose facts are all there may not be left undecided.
 */
#include "test.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/map.h"
#include "domain/match/match.h"
#include "format/archive/archive.h"
#include "format/jvn/jvn.h"
#include "format/nvd/nvd.h"
#include "format/osv/osv.h"
#include "format/purl/purl.h"
#include "service/home.h"

enum { COLUMNS = 9 };
enum { SET, FEEDS, COMPONENT, VERSION, DISTRIBUTION, HOST, VULNERABILITY, TRUTH, SOURCE };

struct pair { struct str field[COLUMNS]; };

struct judging {
	struct arena                *arena;
	LIST(struct pair)            pairs;
	struct map                   feeds;       /* seen; 1: imported, 2: not at hand */
	struct kb                   *kb;
	const struct match_index    *index;
	struct match_sources         sources;
	/* the answer for the pair being judged */
	uint32_t                     asked;
	enum verdict                 verdict;
	bool                         answered;
	uint64_t                     table[3][3];
};

/* ---------------------------------------------------------------------- feeds */

static const struct {
	const char *in_name;
	enum source source;
	struct err *(*read)(struct input *input, struct sink *sink, struct arena *arena);
} readers[] = {
	{ "jvn", SOURCE_JVN, jvn_read },
	{ "nvd", SOURCE_NVD, nvd_read },
	{ "osv", SOURCE_OSV, osv_read },
};

static const char *
feed_path(struct arena *arena, struct str feed)
{
	if (str_take(&feed, STR("own:")))
		return arena_printf(arena, SOURCE_ROOT "/tests/match/feeds/%.*s", STR_ARG(feed)).ptr;
	return test_data(arena, arena_cstr(arena, feed));
}

/* A distribution's file is that distribution's whole word here; others stand beside one another. */
static struct kb_feed
feed_of(struct arena *arena, struct str feed, enum source source)
{
	struct kb_feed kb_feed = { .source = source, .age_limit = 36500 * INSTANT_DAY, .contract = KB_PARTIAL };

	if (str_find(feed, STR("osv-debian")) != SIZE_MAX)
		kb_feed.name = STR("osv:Debian");
	else if (str_find(feed, STR("osv-alpine")) != SIZE_MAX)
		kb_feed.name = STR("osv:Alpine");
	else
		return kb_feed;
	kb_feed.contract = KB_COMPLETE;
	(void)arena;
	return kb_feed;
}

static struct err *
import_feed(struct kb_import *import, struct str feed, const char *path, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	int fd FD_SCOPE = open(path, O_RDONLY | O_CLOEXEC);
	struct kb_feed_outcome outcome;
	struct input_fd raw;
	size_t reader = 0;
	struct kb_feed kb_feed;

	while (str_find(feed, str_of(readers[reader].in_name)) == SIZE_MAX)
		reader++;
	kb_feed = feed_of(arena, feed, readers[reader].source);
	TRY(archive_open(input_of_fd(&raw, fd, feed), arena, &archive));
	TRY(kb_import_feed(import, &kb_feed, arena));
	return kb_import_feed_end(import, readers[reader].read(archive_stream(archive), kb_import_sink(import), arena), arena, &outcome);
}

static struct err *
import_feeds(struct judging *truth, struct str dir)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_result result;

	TRY(kb_import_begin(dir, clock_now(), truth->arena, &import));
	for (size_t i = 0; i < truth->pairs.count; i++) {
		struct str feed = truth->pairs.items[i].field[FEEDS];
		uint64_t *seen = map_put(truth->arena, &truth->feeds, feed);
		const char *path;

		if (*seen != 0)
			continue;
		path = feed_path(truth->arena, feed);
		*seen = path == NULL ? 2 : 1;
		if (path != NULL)
			TRY(import_feed(import, feed, path, truth->arena));
	}
	return kb_import_finish(import, truth->arena, &result);
}

/* ---------------------------------------------------------------------- pairs */

static void
read_pairs(struct judging *truth)
{
	struct str text, line;

	assert_ok(file_read(STR(SOURCE_ROOT "/tests/match/labelled.tsv"), 64 << 20, truth->arena, &text));
	while (str_line(&text, &line)) {
		struct pair *pair;

		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		pair = list_add(truth->arena, &truth->pairs);
		for (size_t i = 0; i < COLUMNS; i++)
			assert_true(str_split(&line, '\t', &pair->field[i]));
	}
}

static struct component
component_of(struct judging *truth, const struct pair *pair)
{
	struct component component = { .version = pair->field[VERSION] };
	struct str name = pair->field[COMPONENT], type;

	if (str_starts(name, STR("cpe:"))) {
		component.cpe = name;
		component.name = name;
		component.kind = str_starts(name, STR("cpe:2.3:o:")) ? COMPONENT_FIRMWARE
		    : str_starts(name, STR("cpe:2.3:h:")) ? COMPONENT_HARDWARE : COMPONENT_APPLICATION;
	} else if (str_starts(name, STR("pkg:"))) {
		struct purl purl;

		assert_ok(purl_parse(name, truth->arena, &purl));
		purl.version = component.version;
		component.kind = COMPONENT_LIBRARY;
		component.name = purl.name;
		component.purl = purl_format(&purl, truth->arena);
		assert_true(purl_ecosystem(&purl, truth->arena, &component.ecosystem, &component.package));
	} else {
		assert_true(str_cut(name, ':', &type, &component.name));
		component.kind = COMPONENT_OS_PACKAGE;
		component.source_name = component.package = component.name;
		component.source_version = component.version;
		(void)str_cut(pair->field[DISTRIBUTION], ':', &component.distribution, &component.release);
		if (str_eq(component.release, STR("-")))
			component.release = STR("");
		component.ecosystem = str_eq(component.distribution, STR("alpine")) ? STR("Alpine") : STR("Debian");
	}
	return component;
}

/* "complete:CPE CPE" or "partial:CPE": the host the component stands on, itself first. */
static const struct match_host *
host_of(struct judging *truth, const struct component *own, struct str text)
{
	struct match_host_facts *facts = ARENA_NEW(truth->arena, struct match_host_facts);
	enum coverage coverage = str_starts(text, STR("complete:")) ? COVERAGE_COMPLETE : COVERAGE_PARTIAL;
	LIST(struct component) components = { 0 };
	struct str kind, cpe;

	if (str_eq(text, STR("-")))
		return NULL;
	list_push(truth->arena, &components, *own);
	(void)str_cut(text, ':', &kind, &text);
	while (str_split(&text, ' ', &cpe))
		list_push(truth->arena, &components, ((struct component){
			.kind = str_starts(cpe, STR("cpe:2.3:h:")) ? COMPONENT_HARDWARE : COMPONENT_OS, .cpe = cpe, .name = cpe }));
	facts->components = components.items;
	facts->count = components.count;
	for (size_t i = 0; i < LAYER_COUNT; i++)
		facts->coverage[i] = coverage;
	return match_host_new(facts, truth->arena);
}

static struct err *
take_row(void *data, const struct match_row *row)
{
	struct judging *truth = data;

	if (row->vulnerability == truth->asked && !row->candidate) {
		truth->verdict = row->verdict;
		truth->answered = true;
	}
	return NULL;
}

static enum verdict
judge(struct judging *truth, const struct pair *pair)
{
	struct component component = component_of(truth, pair);
	struct match_ask ask = {
		.index = truth->index, .sources = &truth->sources, .host = host_of(truth, &component, pair->field[HOST]),
	};
	struct match_result result;

	truth->answered = false;
	/* A withdrawn vulnerability may not be in the index at all: then nobody says that it applies. */
	if (!match_find(truth->index, pair->field[VULNERABILITY], &truth->asked))
		return VERDICT_NOT_AFFECTED;
	assert_ok(match_component(&ask, &component, take_row, truth, truth->arena, &result));
	if (truth->answered)
		return truth->verdict;
	/* Without a row: nobody says so any more, or who would was asked and is silent; else nothing is known. */
	return result.judged || match_is_withdrawn(truth->index, pair->field[VULNERABILITY]) ? VERDICT_NOT_AFFECTED : VERDICT_UNKNOWN;
}

/* ---------------------------------------------------------------------- table */

static void
print_table(const struct judging *truth)
{
	print_message("%-14s %12s %14s %10s\n", "truth\\verdict", "affected", "not_affected", "unknown");
	for (size_t i = 0; i < 3; i++)
		print_message("%-14s %12llu %14llu %10llu\n", enum_name(&verdict_names, (int)i),
		    (unsigned long long)truth->table[i][0], (unsigned long long)truth->table[i][1],
		    (unsigned long long)truth->table[i][2]);
}

/* truth.golden: "truth verdict count" lines; what is wrong may only become less. */
static void
hold_to_golden(const struct judging *truth)
{
	struct str text, line, word, rest;

	assert_ok(file_read(STR(SOURCE_ROOT "/tests/match/truth.golden"), 1 << 16, truth->arena, &text));
	while (str_line(&text, &line)) {
		int expected, verdict;
		uint64_t count;

		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		(void)str_cut(line, ' ', &word, &rest);
		assert_true(enum_find(&verdict_names, word, &expected));
		(void)str_cut(rest, ' ', &word, &rest);
		assert_true(enum_find(&verdict_names, word, &verdict));
		assert_true(str_to_u64(rest, &count));
		if (expected != verdict && truth->table[expected][verdict] > count)
			fail_msg("%s judged %s: %llu, was %llu", enum_name(&verdict_names, expected), enum_name(&verdict_names, verdict),
			    (unsigned long long)truth->table[expected][verdict], (unsigned long long)count);
	}
}

static void
every_pair_is_judged_as_its_source_says(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct judging truth = { .arena = arena };
	char dir[] = "/tmp/tsukuroi-truth-XXXXXX";
	size_t skipped = 0, wrong = 0;
	struct kb_source *rows;

	(void)state;
	clock_fix(1795132800 * INSTANT_SECOND);   /* 2026-11-20 */
	read_pairs(&truth);
	assert_true(truth.pairs.count >= 2000);
	assert_non_null(mkdtemp(dir));
	assert_ok(import_feeds(&truth, str_of(dir)));
	assert_ok(kb_open(str_of(dir), arena, &truth.kb));
	truth.index = kb_index(truth.kb);
	assert_ok(home_sources(truth.kb, clock_now(), arena, &rows, &truth.sources));
	for (size_t i = 0; i < truth.pairs.count; i++) {
		const struct pair *pair = &truth.pairs.items[i];
		enum verdict verdict;
		int expected;

		if (*map_find(&truth.feeds, pair->field[FEEDS]) == 2) {
			skipped++;
			continue;
		}
		assert_true(enum_find(&verdict_names, pair->field[TRUTH], &expected));
		verdict = judge(&truth, pair);
		truth.table[expected][verdict]++;
		if ((int)verdict != expected && wrong++ < 40)
			print_message("%.*s %.*s %.*s %.*s: %s, not %s (%.*s)\n", STR_ARG(pair->field[SET]), STR_ARG(pair->field[COMPONENT]),
			    STR_ARG(pair->field[VERSION]), STR_ARG(pair->field[VULNERABILITY]), enum_name(&verdict_names, (int)verdict),
			    enum_name(&verdict_names, expected), STR_ARG(pair->field[SOURCE]));
	}
	print_table(&truth);
	if (skipped > 0)
		print_message("skipped: %zu pairs whose feeds are not at hand\n", skipped);
	kb_close(truth.kb);
	assert_ok(dir_remove(str_of(dir), arena));
	clock_fix(INSTANT_NONE);
	hold_to_golden(&truth);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_is_judged_as_its_source_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
