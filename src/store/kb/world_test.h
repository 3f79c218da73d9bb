/*
 * world_test.h - a knowledge base to try on: made in a new directory, filled from records written in a line.
 */
#pragma once
#include "test.h"

#include "base/clock.h"
#include "store/kb/kb.h"
#include "store/kb/place.h"

#define DAY(n) ((int64_t)(n) * INSTANT_DAY)
#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

struct place {
	struct arena *arena;
	struct str    path;
};

static __attribute__((unused)) int
make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	char name[] = "/tmp/tsukuroi-kb-XXXXXX";

	if (place == NULL || mkdtemp(name) == NULL)
		return -1;
	place->arena = arena_new();
	place->path = path_join(place->arena, arena_copy(place->arena, str_of(name)), STR("kb"));
	*state = place;
	return 0;
}

static __attribute__((unused)) int
remove_place(void **state)
{
	struct place *place = *state;
	struct str home, base;

	str_cut_last(place->path, '/', &home, &base);
	if (dir_remove(home, place->arena) != NULL)
		return -1;
	arena_free(place->arena);
	free(place);
	return 0;
}

/* A record in a line: "id modified state =alias >covers". */
static __attribute__((unused)) struct advisory
record_of(struct arena *arena, enum source source, const char *line)
{
	struct advisory advisory = { .source = source, .published = DAY(1), .withdrawn = INSTANT_NONE };
	struct affected *affected;
	struct str rest = str_of(line), word;
	int64_t modified;
	int state;

	(void)str_split(&rest, ' ', &advisory.id);
	(void)str_split(&rest, ' ', &word);
	assert_true(str_to_i64(word, &modified));
	advisory.modified = DAY(modified);
	(void)str_split(&rest, ' ', &word);
	assert_true(enum_find(&advisory_state_names, word, &state));
	advisory.state = (enum advisory_state)state;
	while (str_split(&rest, ' ', &word)) {
		if (str_take(&word, STR("=")))
			list_push(arena, &advisory.aliases, word);
		else if (str_take(&word, STR(">")))
			list_push(arena, &advisory.covers, word);
		else
			advisory.title_en = word;
	}
	affected = list_add(arena, &advisory.affected);
	affected->ecosystem = STR("PyPI");
	affected->package = STR("example");
	return advisory;
}

static __attribute__((unused)) struct err *
bring(struct kb_import *import, const struct kb_feed *feed, int64_t built, const char *const *lines, struct arena *arena,
    struct kb_feed_outcome *ret_outcome)
{
	struct feed_head head = { .source = feed->source, .built = built, .declared = -1 };

	TRY(kb_import_feed(import, feed, arena));
	TRY(kb_import_record(import, &feed_head_schema, &head, STR(""), arena));
	for (size_t i = 0; lines[i] != NULL; i++) {
		struct advisory advisory = record_of(arena, feed->source, lines[i]);

		TRY(kb_import_record(import, &advisory_schema, &advisory, str_of(lines[i]), arena));
	}
	return kb_import_feed_end(import, NULL, arena, ret_outcome);
}

/* One feed as one import. */
static __attribute__((unused)) struct err *
import_feed(struct place *place, const struct kb_feed *feed, int64_t built, const char *const *lines,
    struct kb_feed_outcome *ret_outcome, struct kb_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct err *held;

	TRY(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	held = bring(import, feed, built, lines, place->arena, ret_outcome);
	if (held != NULL && held->code != ERR_HELD)
		return held;
	TRY(kb_import_finish(import, place->arena, ret_result));
	return held;
}

static const __attribute__((unused)) struct kb_feed nvd = { .source = SOURCE_NVD };
static const __attribute__((unused)) struct kb_feed pypi = { .source = SOURCE_OSV, .name = STR_INIT("PyPI") };
static const __attribute__((unused)) struct kb_feed jvn = { .source = SOURCE_JVN };

static __attribute__((unused)) void
take(struct place *place, const struct kb_feed *feed, const char *const *lines)
{
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(import_feed(place, feed, INSTANT_NONE, lines, &outcome, &result));
}

static __attribute__((unused)) struct kb *
opened(struct place *place)
{
	struct kb *kb;

	assert_ok(kb_open(place->path, place->arena, &kb));
	return kb;
}

static __attribute__((unused)) int64_t
number_of(struct place *place, const char *id)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct kb_vulnerability one;

	assert_ok(kb_vulnerability(kb, str_of(id), place->arena, &one));
	return one.number;
}

static __attribute__((unused)) enum advisory_state
state_of(struct place *place, const char *feed, const char *id)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct advisory advisory;

	assert_ok(kb_record(kb, str_of(feed), str_of(id), place->arena, &advisory));
	return advisory.state;
}

static __attribute__((unused)) struct err *
import_epss(struct place *place, int64_t day, const char *const *cves, const int32_t *values, struct kb_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed feed = { .source = SOURCE_EPSS };
	struct feed_head head = { .source = SOURCE_EPSS, .name = STR("epss"), .built = DAY(day), .declared = -1 };
	struct kb_feed_outcome outcome;

	TRY(kb_import_begin(place->path, DAY(day), place->arena, &import));
	TRY(kb_import_feed(import, &feed, place->arena));
	for (size_t i = 0; cves[i] != NULL; i++) {
		struct epss_entry entry = { .cve = str_of(cves[i]), .probability = values[i], .percentile = -1 };

		TRY(kb_import_record(import, &epss_entry_schema, &entry, STR(""), place->arena));
	}
	TRY(kb_import_record(import, &feed_head_schema, &head, STR(""), place->arena));
	TRY(kb_import_feed_end(import, NULL, place->arena, &outcome));
	return kb_import_finish(import, place->arena, ret_result);
}

static const char *const before_lines[] = { "CVE-2026-0001 1 published old", NULL };
