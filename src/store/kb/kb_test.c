#include "store/kb/world_test.h"

#include "base/buf.h"
#include "domain/match/match.h"
#include "store/kb/db.h"
#include "store/kb/threat.h"

/* ------------------------------------------------------------------------ tests */

static void
nothing_is_a_state_and_not_a_crash(void **state)
{
	struct place *place = *state;
	struct kb *kb KB_SCOPE = opened(place);
	struct kb_vulnerabilities found;
	struct kb_source *sources;
	struct advisory advisory;
	size_t count;

	assert_int_equal(kb_head(kb)->state, KB_MISSING);
	assert_null(kb_index(kb));
	assert_null(kb_overlay(kb));
	assert_ok(kb_find(kb, STR("CVE-2026-1"), place->arena, &found));
	assert_int_equal(found.list.count, 0);
	assert_ok(kb_sources(kb, DAY(1), place->arena, &sources, &count));
	assert_int_equal(count, 0);
	assert_err(kb_record(kb, STR("nvd"), STR("CVE-2026-1"), place->arena, &advisory), ERR_NOT_FOUND);
	assert_ok(kb_verify(kb, place->arena));
	assert_ok(dir_make(place->path, place->arena));
	kb_close(kb);
	kb = opened(place);
	assert_int_equal(kb_head(kb)->state, KB_EMPTY);
}

static void
every_statement_prepares(void **state)
{
	struct place *place = *state;
	struct kbdb db;
	sqlite3_stmt *stmt;

	assert_ok(dir_make(place->path, place->arena));
	assert_ok(kbdb_open_build(&db, path_join(place->arena, place->path, STR("kb.db")), place->arena));
	assert_ok(kbdb_attach_staging(&db, path_join(place->arena, place->path, STR("staging.db")), place->arena));
	assert_ok(kbdb_exec(&db, KBSQL_SEARCH_TABLES, place->arena));
	assert_ok(kbdb_exec(&db, KBSQL_STATED_TABLES, place->arena));
	assert_ok(kbdb_exec(&db, KBSQL_LISTED_TABLES, place->arena));
	assert_ok(kbdb_exec(&db, KBSQL_INCOMING_INDEX, place->arena));
	for (size_t i = 0; i < KBSQL_COUNT; i++) {
		if (strncmp(kb_sql_texts[i], "CREATE", 6) == 0)
			continue;
		print_message("  %.60s\n", kb_sql_texts[i]);
		assert_ok(kbdb_stmt(&db, (enum kb_sql)i, place->arena, &stmt));
	}
	kbdb_close(&db);
}

static void
a_record_comes_back_as_it_was_brought(void **state)
{
	struct place *place = *state;
	struct kb *kb KB_SCOPE = NULL;
	struct advisory advisory;
	struct kb_vulnerability one;
	struct str raw;

	take(place, &nvd, LINES("CVE-2026-0001 10 published title"));
	kb = opened(place);
	assert_int_equal(kb_head(kb)->state, KB_READY);
	assert_int_equal(kb_head(kb)->generation, 1);
	assert_int_equal(kb_head(kb)->records, 1);
	assert_ok(kb_record(kb, STR("nvd"), STR("CVE-2026-0001"), place->arena, &advisory));
	assert_str(advisory.title_en, "title");
	assert_str(advisory.affected.items[0].package, "example");
	assert_ok(kb_record_raw(kb, STR("nvd"), STR("CVE-2026-0001"), place->arena, &raw));
	assert_str(raw, "CVE-2026-0001 10 published title");
	assert_ok(kb_vulnerability(kb, STR("CVE-2026-0001"), place->arena, &one));
	assert_int_equal(one.number, 1);
	assert_str(one.records.items[0].feed, "nvd");
	assert_int_equal(match_index_vulnerabilities(kb_index(kb)), 1);
	assert_ok(kb_verify(kb, place->arena));
}

static void
the_same_twice_changes_nothing(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	const char *const *lines = LINES("CVE-2026-0001 10 published", "CVE-2026-0002 10 published");

	assert_ok(import_feed(place, &nvd, INSTANT_NONE, lines, &outcome, &result));
	assert_true(result.published);
	assert_int_equal(outcome.added, 2);
	assert_ok(import_feed(place, &nvd, INSTANT_NONE, lines, &outcome, &result));
	assert_false(result.published);
	assert_int_equal(result.generation, 1);
	assert_int_equal(outcome.unchanged, 2);
	assert_int_equal(outcome.added + outcome.changed + outcome.gone, 0);
	assert_int_equal(result.records, 2);
}

static void
what_its_source_took_back_is_counted_once(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	take(place, &nvd, LINES("CVE-2026-0001 10 published", "CVE-2026-0002 10 published"));
	assert_ok(import_feed(place, &nvd, INSTANT_NONE, LINES("CVE-2026-0001 20 withdrawn", "CVE-2026-0002 20 published", "CVE-2026-0003 20 withdrawn"),
	    &outcome, &result));
	assert_int_equal(outcome.added, 1);
	assert_int_equal(outcome.changed, 2);
	assert_int_equal(outcome.withdrawn, 1);
	assert_ok(import_feed(place, &nvd, INSTANT_NONE, LINES("CVE-2026-0001 30 withdrawn", "CVE-2026-0002 10 withdrawn"), &outcome, &result));
	assert_int_equal(outcome.changed, 1);
	assert_int_equal(outcome.withdrawn, 0);
}

static int64_t
all_but_the_third(void *data, struct str id, struct arena *arena)
{
	(void)arena;
	(*(int *)data)++;
	return str_eq(id, STR("CVE-2026-0003")) ? INSTANT_NONE : DAY(15);
}

static void
what_a_source_takes_back_without_an_edition_is_a_tombstone(void **state)
{
	struct place *place = *state;
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	int asked = 0;

	take(place, &nvd, LINES("CVE-2026-0001 10 published", "CVE-2026-0002 20 published", "CVE-2026-0003 10 published", "CVE-2026-0004 10 withdrawn"));
	take(place, &pypi, LINES("PYSEC-1 10 published"));
	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &(struct kb_feed){ .source = SOURCE_NVD, .name = STR("nvd") }, place->arena));
	assert_ok(kb_import_withdraw(import, all_but_the_third, &asked, place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
	/* Of that feed what is in force; not what was published again since. */
	assert_int_equal(asked, 3);
	assert_int_equal(outcome.changed, 1);
	assert_int_equal(outcome.withdrawn, 1);
	assert_int_equal(state_of(place, "nvd", "CVE-2026-0001"), ADVISORY_WITHDRAWN);
	assert_int_equal(state_of(place, "nvd", "CVE-2026-0002"), ADVISORY_PUBLISHED);
	assert_int_equal(state_of(place, "nvd", "CVE-2026-0003"), ADVISORY_PUBLISHED);
	assert_int_equal(state_of(place, "osv:PyPI", "PYSEC-1"), ADVISORY_PUBLISHED);
}

static void
an_older_record_never_overwrites_a_newer_one(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct kb *kb KB_SCOPE = NULL;
	struct advisory advisory;

	take(place, &nvd, LINES("CVE-2026-0001 20 published new"));
	assert_ok(import_feed(place, &nvd, INSTANT_NONE, LINES("CVE-2026-0001 10 published old"), &outcome, &result));
	assert_int_equal(outcome.unchanged, 1);
	assert_false(result.published);
	/* Within one file as well, and whichever comes first. */
	take(place, &nvd, LINES("CVE-2026-0001 30 published newest", "CVE-2026-0001 25 published older"));
	kb = opened(place);
	assert_ok(kb_record(kb, STR("nvd"), STR("CVE-2026-0001"), place->arena, &advisory));
	assert_str(advisory.title_en, "newest");
}

static void
a_partial_feed_adds_and_a_complete_one_also_takes_away(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	take(place, &nvd, LINES("CVE-2026-0001 10 published", "CVE-2026-0002 10 published"));
	take(place, &nvd, LINES("CVE-2026-0003 10 published"));
	assert_int_equal(state_of(place, "nvd", "CVE-2026-0001"), ADVISORY_PUBLISHED);

	take(place, &pypi, LINES("GHSA-1 10 published", "GHSA-2 10 published", "GHSA-3 10 published", "GHSA-4 10 published",
	    "GHSA-5 10 published", "GHSA-6 10 published", "GHSA-7 10 published", "GHSA-8 10 published", "GHSA-9 10 published",
	    "PYSEC-1 10 published"));
	assert_ok(import_feed(place, &pypi, INSTANT_NONE, LINES("GHSA-1 10 published", "GHSA-2 10 published", "GHSA-3 10 published",
	    "GHSA-4 10 published", "GHSA-5 10 published", "GHSA-6 10 published", "GHSA-7 10 published", "GHSA-8 10 published",
	    "GHSA-9 10 published"), &outcome, &result));
	assert_int_equal(outcome.gone, 1);
	assert_true(result.published);
	assert_int_equal(state_of(place, "osv:PyPI", "PYSEC-1"), ADVISORY_WITHDRAWN);
	assert_int_equal(state_of(place, "osv:PyPI", "GHSA-1"), ADVISORY_PUBLISHED);
	/* It comes back as it was, though not newer. */
	take(place, &pypi, LINES("GHSA-1 10 published", "GHSA-2 10 published", "GHSA-3 10 published", "GHSA-4 10 published",
	    "GHSA-5 10 published", "GHSA-6 10 published", "GHSA-7 10 published", "GHSA-8 10 published", "GHSA-9 10 published",
	    "PYSEC-1 10 published"));
	assert_int_equal(state_of(place, "osv:PyPI", "PYSEC-1"), ADVISORY_PUBLISHED);
}

static void
a_single_record_of_an_ecosystem_does_not_stand_for_all_of_it(void **state)
{
	struct place *place = *state;
	struct kb_feed unnamed = { .source = SOURCE_OSV };
	struct feed_head head = { .source = SOURCE_OSV, .name = STR("osv:PyPI"), .built = INSTANT_NONE, .declared = -1 };
	struct advisory advisory = record_of(place->arena, SOURCE_OSV, "GHSA-3 10 published");

	/* Before all.zip of PyPI and after it. */
	for (int turn = 0; turn < 2; turn++) {
		struct kb_import *import KB_IMPORT_SCOPE = NULL;
		struct kb *kb KB_SCOPE = NULL;
		struct kb_feed_outcome outcome;
		struct kb_result result;
		struct kb_source *sources;
		size_t count;

		assert_ok(kb_import_begin(place->path, DAY(2000), place->arena, &import));
		assert_ok(kb_import_feed(import, &unnamed, place->arena));
		assert_ok(kb_import_record(import, &advisory_schema, &advisory, STR(""), place->arena));
		assert_ok(kb_import_record(import, &feed_head_schema, &head, STR(""), place->arena));
		assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
		assert_str(outcome.name, "osv:PyPI");
		assert_int_equal(outcome.gone, 0);
		assert_ok(kb_import_finish(import, place->arena, &result));
		kb_import_close(import);
		import = NULL;
		kb = opened(place);
		assert_ok(kb_sources(kb, DAY(2000), place->arena, &sources, &count));
		assert_int_equal(count, 1);
		assert_int_equal(sources[0].contract, turn == 0 ? KB_PARTIAL : KB_COMPLETE);
		/* The complete file is of day 1000, whatever came on top of it. */
		assert_int_equal(sources[0].freshness, turn == 0 ? KB_FRESH : KB_STALE);
		assert_int_equal(sources[0].records, turn == 0 ? 1 : 3);
		if (turn == 0)
			take(place, &pypi, LINES("GHSA-1 10 published", "GHSA-2 10 published"));
	}
}

static void
a_complete_feed_that_shrank_waits_for_a_person(void **state)
{
	struct place *place = *state;
	struct kb_feed accepted = pypi;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct kb_source *sources;
	struct kb *kb KB_SCOPE = NULL;
	size_t count;

	/* None at all is as if it had shrunk, even the first time. */
	assert_err(import_feed(place, &pypi, INSTANT_NONE, LINES(NULL), &outcome, &result), ERR_HELD);
	take(place, &pypi, LINES("GHSA-1 10 published", "GHSA-2 10 published", "GHSA-3 10 published"));
	assert_err(import_feed(place, &pypi, INSTANT_NONE, LINES("GHSA-1 10 published"), &outcome, &result), ERR_HELD);
	assert_false(result.published);
	assert_int_equal(state_of(place, "osv:PyPI", "GHSA-3"), ADVISORY_PUBLISHED);
	kb = opened(place);
	assert_ok(kb_sources(kb, DAY(1001), place->arena, &sources, &count));
	assert_int_equal(count, 1);
	assert_int_equal(sources[0].freshness, KB_HELD);
	assert_int_equal(sources[0].records, 3);
	assert_true(str_find(sources[0].error_ja, STR("osv:PyPI")) != SIZE_MAX);
	accepted.accept = true;
	assert_ok(import_feed(place, &accepted, INSTANT_NONE, LINES("GHSA-1 10 published"), &outcome, &result));
	assert_int_equal(outcome.gone, 2);
	assert_int_equal(state_of(place, "osv:PyPI", "GHSA-3"), ADVISORY_WITHDRAWN);
	kb_close(kb);
	kb = opened(place);
	assert_ok(kb_sources(kb, DAY(1001), place->arena, &sources, &count));
	assert_int_equal(sources[0].freshness, KB_FRESH);
	assert_int_equal(sources[0].records, 1);
	assert_int_equal(sources[0].tombstones, 2);
}

static void
a_complete_feed_that_goes_back_in_time_is_held(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(import_feed(place, &pypi, DAY(900), LINES("GHSA-1 10 published"), &outcome, &result));
	assert_err(import_feed(place, &pypi, DAY(899), LINES("GHSA-1 11 published"), &outcome, &result), ERR_HELD);
	assert_false(result.published);
	assert_ok(import_feed(place, &pypi, DAY(900), LINES("GHSA-1 11 published"), &outcome, &result));
}

static void
a_feed_whose_reading_failed_leaves_nothing(void **state)
{
	struct place *place = *state;
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct advisory advisory = record_of(place->arena, SOURCE_NVD, "CVE-2026-0009 10 published");
	struct problem problem = { .id = STR("CVE-2026-0008"), .offset = 3, .line = -1, .sentence_en = STR("bad"),
		.sentence_ja = STR("不正") };
	struct problem *problems;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct kb_source *sources;
	struct kb *kb KB_SCOPE = NULL;
	size_t count;
	struct err *cut;

	take(place, &nvd, LINES("CVE-2026-0001 10 published"));
	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &nvd, place->arena));
	assert_ok(sink_record(kb_import_sink(import), &advisory_schema, &advisory, place->arena));
	assert_ok(kb_import_sink(import)->problem(kb_import_sink(import), &problem, place->arena));
	cut = err_new(place->arena, ERR_FORMAT, M("{file} is not a file."), ARG("file", STR("cut\xff")));
	assert_err(kb_import_feed_end(import, cut, place->arena, &outcome), ERR_FORMAT);
	assert_int_equal(outcome.problems, 1);
	/* The import goes on. */
	assert_ok(bring(import, &jvn, INSTANT_NONE, LINES("JVNDB-2026-000001 10 published >CVE-2026-0001"), place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
	assert_true(result.published);
	kb = opened(place);
	assert_err(kb_record(kb, STR("nvd"), STR("CVE-2026-0009"), place->arena, &advisory), ERR_NOT_FOUND);
	assert_ok(kb_sources(kb, DAY(1000), place->arena, &sources, &count));
	assert_int_equal(count, 2);
	assert_str(sources[1].name, "nvd");
	assert_int_equal(sources[1].freshness, KB_FAILED);
	assert_str(sources[1].error_en, "cut? is not a file.");
	assert_ok(kb_problems(kb, STR("nvd"), place->arena, &problems, &count));
	assert_int_equal(count, 1);
	assert_str(problems[0].sentence_ja, "不正");
}

static void
records_of_another_source_are_refused(void **state)
{
	struct place *place = *state;
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct advisory advisory = record_of(place->arena, SOURCE_OSV, "GHSA-1 10 published");
	struct epss_entry entry = { .cve = STR("CVE-2026-0001") };

	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &nvd, place->arena));
	assert_err(kb_import_record(import, &advisory_schema, &advisory, STR(""), place->arena), ERR_FORMAT);
	assert_err(kb_import_record(import, &epss_entry_schema, &entry, STR(""), place->arena), ERR_FORMAT);
}

static void
tombstones_stay_and_are_told(void **state)
{
	struct place *place = *state;
	struct kb *kb KB_SCOPE = NULL;
	struct kb_vulnerability one;

	take(place, &nvd, LINES("CVE-2026-0001 10 published"));
	take(place, &nvd, LINES("CVE-2026-0001 20 withdrawn"));
	kb = opened(place);
	assert_ok(kb_vulnerability(kb, STR("CVE-2026-0001"), place->arena, &one));
	assert_int_equal(one.number, 1);
	assert_int_equal(one.records.items[0].state, ADVISORY_WITHDRAWN);
	assert_true(match_is_withdrawn(kb_index(kb), STR("CVE-2026-0001")));
}

/* ---- identity: records, and what each id stands for: "id: canonical, canonical" */

static const struct {
	const char *what;
	const char *records[6];
	const char *answers[8];
} identities[] = {
	{ "an alias is another name",
	  { "GHSA-1 1 published =CVE-2026-0001", "PYSEC-1 1 published =CVE-2026-0001 =GHSA-1" },
	  { "CVE-2026-0001: CVE-2026-0001", "GHSA-1: CVE-2026-0001", "PYSEC-1: CVE-2026-0001" } },
	{ "without a CVE the first in byte order gives the name",
	  { "PYSEC-1 1 published =GHSA-1" },
	  { "GHSA-1: GHSA-1", "PYSEC-1: GHSA-1" } },
	{ "a record that names two CVEs as its other names covers both and is neither",
	  { "GO-1 1 published =CVE-2026-0001 =CVE-2026-0002 =GHSA-1", "GHSA-1 1 published =CVE-2026-0001" },
	  { "GO-1: CVE-2026-0001, CVE-2026-0002", "GHSA-1: CVE-2026-0001", "CVE-2026-0002: CVE-2026-0002" } },
	{ "the same CVE named twice is one",
	  { "GHSA-1 1 published =CVE-2026-0001 =CVE-2026-0001" },
	  { "GHSA-1: CVE-2026-0001" } },
	{ "covers, and the record's other name with it",
	  { "JVNDB-2026-000001 1 published >CVE-2026-0001 >CVE-2026-0002 =JVN#12345678" },
	  { "JVNDB-2026-000001: CVE-2026-0001, CVE-2026-0002", "JVN#12345678: CVE-2026-0001, CVE-2026-0002",
	    "CVE-2026-0002: CVE-2026-0002" } },
	{ "two sources that disagree do not make one of two CVEs",
	  { "GHSA-1 1 published =CVE-2026-0001", "GO-1 1 published =CVE-2026-0002", "PYSEC-1 1 published =GHSA-1 =GO-1" },
	  { "GHSA-1: CVE-2026-0001", "GO-1: CVE-2026-0002" } },
	{ "a sentence is no id",
	  { "GHSA-1 1 published =CVE-2026-0001\n>CVE-2026-0002" },
	  { "GHSA-1: GHSA-1" } },
	{ "several records that cover the same",
	  { "JVNDB-2026-000001 1 published >CVE-2026-0001", "JVNDB-2026-000002 1 published >CVE-2026-0001" },
	  { "JVNDB-2026-000001: CVE-2026-0001", "JVNDB-2026-000002: CVE-2026-0001" } },
};

static void
same_as_and_covers_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(identities); i++) {
		void *inner = NULL;
		struct place *place;
		struct kb *kb KB_SCOPE = NULL;
		struct kb_feed osv = { .source = SOURCE_OSV, .name = STR("osv") };

		print_message("  %s\n", identities[i].what);
		assert_int_equal(make_place(&inner), 0);
		place = inner;
		take(place, &osv, identities[i].records);
		kb = opened(place);
		for (size_t j = 0; identities[i].answers[j] != NULL; j++) {
			struct str id, expected;
			struct kb_vulnerabilities found;
			struct buf got BUF_SCOPE = { 0 };

			str_cut_last(str_of(identities[i].answers[j]), ':', &id, &expected);
			assert_ok(kb_find(kb, id, place->arena, &found));
			for (size_t k = 0; k < found.list.count; k++)
				buf_addf(&got, "%s%.*s", k > 0 ? ", " : "", STR_ARG(found.list.items[k].id));
			assert_str(buf_str(&got), arena_cstr(place->arena, str_trim_space(expected)));
		}
		kb_close(kb);
		kb = NULL;
		assert_int_equal(remove_place(&inner), 0);
	}
}

static void
numbers_are_for_life(void **state)
{
	struct place *place = *state;
	int64_t first, second;
	struct kb_event *events;
	struct kb *kb KB_SCOPE = NULL;
	struct kb_vulnerability one;
	size_t count;

	take(place, &nvd, LINES("CVE-2026-0005 1 published"));
	first = number_of(place, "CVE-2026-0005");
	take(place, &nvd, LINES("CVE-2026-0001 1 published", "CVE-2026-0009 1 published"));
	assert_int_equal(number_of(place, "CVE-2026-0005"), first);
	/* A GHSA of its own … */
	take(place, &pypi, LINES("GHSA-1 1 published"));
	second = number_of(place, "GHSA-1");
	assert_int_not_equal(first, second);
	/* … turns out to be the CVE: the numbers merge, the CVE's lives on, the other leads to it. */
	take(place, &pypi, LINES("GHSA-1 2 published =CVE-2026-0005"));
	assert_int_equal(number_of(place, "GHSA-1"), first);
	kb = opened(place);
	assert_ok(kb_vulnerability_of(kb, second, place->arena, &one));
	assert_str(one.id, "CVE-2026-0005");
	assert_ok(kb_events_since(kb, 0, place->arena, &events, &count));
	assert_int_equal(count, 1);
	assert_int_equal(events[0].kind, KB_MERGED);
	assert_int_equal(events[0].from, second);
	assert_int_equal(events[0].to, first);
	kb_close(kb);
	/* … and then is not, after all: the CVE keeps the number, the other gets a new one. */
	take(place, &pypi, LINES("GHSA-1 3 published"));
	assert_int_equal(number_of(place, "CVE-2026-0005"), first);
	assert_true(number_of(place, "GHSA-1") > second);
	kb = opened(place);
	assert_ok(kb_events_since(kb, 4, place->arena, &events, &count));
	assert_int_equal(count, 1);
	assert_int_equal(events[0].kind, KB_SPLIT);
	assert_int_equal(events[0].from, first);
}

static void
an_id_nobody_names_any_more_keeps_its_number(void **state)
{
	struct place *place = *state;
	int64_t number;

	take(place, &pypi, LINES("GHSA-1 1 published =CVE-2026-0001", "GHSA-2 1 published =CVE-2026-0002"));
	number = number_of(place, "CVE-2026-0001");
	take(place, &pypi, LINES("GHSA-1 2 published", "GHSA-2 1 published =CVE-2026-0002"));
	assert_int_equal(number_of(place, "CVE-2026-0001"), number);
	/* It comes back. */
	take(place, &nvd, LINES("CVE-2026-0001 1 published"));
	assert_int_equal(number_of(place, "CVE-2026-0001"), number_of(place, "CVE-2026-0001"));
}

static struct err *
note_change(void *data, const struct kb_change *change, struct arena *arena)
{
	(void)arena;
	buf_addf(data, "%.*s %.*s %.*s %s\n", STR_ARG(change->vulnerability_id), STR_ARG(change->feed), STR_ARG(change->id),
	    enum_name(&advisory_state_names, (int)change->state));
	return NULL;
}

static void
changes_since_a_generation_are_listed(void **state)
{
	struct place *place = *state;
	struct buf said BUF_SCOPE = { 0 };
	struct kb *kb KB_SCOPE = NULL;

	take(place, &nvd, LINES("CVE-2026-0001 1 published", "CVE-2026-0002 1 published"));
	take(place, &jvn, LINES("JVNDB-2026-000001 1 published >CVE-2026-0002 >CVE-2026-0003"));
	take(place, &nvd, LINES("CVE-2026-0001 2 withdrawn"));
	kb = opened(place);
	assert_int_equal(kb_head(kb)->generation, 3);
	assert_ok(kb_changes_since(kb, 1, note_change, &said, place->arena));
	assert_str(buf_str(&said),
	    "CVE-2026-0001 nvd CVE-2026-0001 withdrawn\n"
	    "CVE-2026-0002 jvn JVNDB-2026-000001 published\n"
	    "CVE-2026-0003 jvn JVNDB-2026-000001 published\n");
}

/* ------------------------------------------------------------------ EPSS and KEV */

static void
epss_keeps_todays_value_and_the_points_where_it_moved(void **state)
{
	struct place *place = *state;
	struct kb_epss_point *points;
	struct match_threat threat;
	struct kb_result result;
	struct kb *kb KB_SCOPE = NULL;
	size_t count;

	assert_ok(import_epss(place, 100, LINES("CVE-2026-0002", "CVE-2026-0001"), (int32_t[]){ 500, 20000 }, &result));
	assert_true(result.overlay_published);
	assert_false(result.published);
	assert_ok(import_epss(place, 101, LINES("CVE-2026-0001", "CVE-2026-0002"), (int32_t[]){ 29999, 500 }, &result));
	assert_ok(import_epss(place, 102, LINES("CVE-2026-0001", "CVE-2026-0002"), (int32_t[]){ 30000, 500 }, &result));
	assert_int_equal(result.overlay, 3);
	assert_ok(import_epss(place, 102, LINES("CVE-2026-0001", "CVE-2026-0002"), (int32_t[]){ 30000, 500 }, &result));
	assert_false(result.overlay_published);
	kb = opened(place);
	assert_int_equal(kb_head(kb)->state, KB_READY);
	assert_true(match_overlay_find(kb_overlay(kb), STR("CVE-2026-0001"), place->arena, &threat));
	assert_int_equal(threat.epss, 30000);
	assert_ok(kb_epss_history(kb, STR("CVE-2026-0001"), place->arena, &points, &count));
	assert_int_equal(count, 2);
	assert_int_equal(points[0].day, 100);
	assert_int_equal(points[0].probability, 20000);
	assert_int_equal(points[1].day, 102);
	assert_int_equal(points[1].probability, 30000);
	assert_ok(kb_epss_history(kb, STR("CVE-2026-0003"), place->arena, &points, &count));
	assert_int_equal(count, 0);
}

static void
every_line_of_a_long_list_is_found(void **state)
{
	struct place *place = *state;
	struct buf text BUF_SCOPE = { 0 };

	for (int i = 0; i < 1000; i++)
		buf_addf(&text, "CVE-2026-%04d %d %d 5:%d\n", i * 3, i, i, i);
	for (int i = 0; i < 3000; i++) {
		struct str line = threat_epss_line(buf_str(&text), arena_printf(place->arena, "CVE-2026-%04d", i));

		assert_int_equal(line.len > 0, i % 3 == 0);
	}
	assert_int_equal(threat_epss_line(STR(""), STR("CVE-2026-0001")).len, 0);
	assert_int_equal(threat_epss_line(buf_str(&text), STR("A")).len, 0);
	assert_int_equal(threat_epss_line(buf_str(&text), STR("Z")).len, 0);
}

static void
kev_and_epss_come_apart_and_stay_together(void **state)
{
	struct place *place = *state;
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed feed = { .source = SOURCE_KEV };
	struct kev_entry entry = { .cve = STR("CVE-2026-0001"), .added = 5, .due = 6, .name = STR("Example") };
	struct kb_feed_outcome outcome;
	struct match_threat threat;
	struct kb_result result;
	struct kb *kb KB_SCOPE = NULL;

	assert_ok(import_epss(place, 100, LINES("CVE-2026-0001"), (int32_t[]){ 500 }, &result));
	assert_ok(kb_import_begin(place->path, DAY(101), place->arena, &import));
	assert_ok(kb_import_feed(import, &feed, place->arena));
	assert_ok(kb_import_record(import, &kev_entry_schema, &entry, STR(""), place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_int_equal(outcome.added, 1);
	assert_ok(kb_import_finish(import, place->arena, &result));
	kb_import_close(import);
	import = NULL;
	kb = opened(place);
	assert_true(match_overlay_find(kb_overlay(kb), STR("CVE-2026-0001"), place->arena, &threat));
	assert_int_equal(threat.epss, 500);
	assert_true(threat.has_kev);
	assert_str(threat.kev.name, "Example");
}

static void
two_generations_are_kept(void **state)
{
	struct place *place = *state;
	struct str *names;
	size_t count, kept = 0;

	for (int i = 1; i <= 5; i++)
		take(place, &nvd, LINES(arena_cstr(place->arena, arena_printf(place->arena, "CVE-2026-0001 %d published", i))));
	assert_ok(dir_list(place->path, place->arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		kept += str_starts(names[i], STR("gen-"));
	assert_int_equal(kept, KB_GENERATIONS_KEPT);
	assert_true(dir_exists(place_generation(place->path, 5, place->arena), place->arena));
	assert_true(dir_exists(place_generation(place->path, 4, place->arena), place->arena));
}

static void
how_old_a_source_is_decides_how_fresh_it_is_called(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct kb_source *sources;
	struct kb *kb KB_SCOPE = NULL;
	size_t count;

	assert_ok(import_feed(place, &nvd, DAY(999), LINES("CVE-2026-0001 1 published"), &outcome, &result));
	kb = opened(place);
	assert_ok(kb_sources(kb, DAY(1002), place->arena, &sources, &count));
	assert_int_equal(sources[0].age, DAY(3));
	assert_int_equal(sources[0].freshness, KB_FRESH);
	assert_ok(kb_sources(kb, DAY(1002) + 1, place->arena, &sources, &count));
	assert_int_equal(sources[0].freshness, KB_STALE);
	assert_int_equal(sources[0].contract, KB_PARTIAL);
	assert_int_equal(sources[0].fetched, DAY(1000));
}

/* What changed since the last time makes a complete feed newer, and takes nothing away. */
static void
a_delta_leaves_a_complete_feed_complete(void **state)
{
	struct place *place = *state;
	struct kb_feed delta = { .source = SOURCE_OSV, .name = STR_INIT("osv:PyPI"), .delta = true };
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct kb_source *sources;
	struct kb *kb KB_SCOPE = NULL;
	size_t count;

	take(place, &pypi, LINES("GHSA-1 10 published", "GHSA-2 10 published"));
	assert_ok(kb_import_begin(place->path, DAY(1010), place->arena, &import));
	assert_ok(bring(import, &delta, INSTANT_NONE, LINES("GHSA-3 10 published"), place->arena, &outcome));
	assert_int_equal(outcome.gone, 0);
	assert_ok(kb_import_finish(import, place->arena, &result));
	kb = opened(place);
	assert_ok(kb_sources(kb, DAY(1010), place->arena, &sources, &count));
	assert_int_equal(count, 1);
	assert_int_equal(sources[0].contract, KB_COMPLETE);
	assert_int_equal(sources[0].records, 3);
	assert_int_equal(sources[0].fetched, DAY(1010));
}

static void
a_source_that_says_nothing_new_is_as_new_as_when_it_was_asked(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct kb_source *sources;
	size_t count;

	take(place, &pypi, LINES("GHSA-1 10 published", "GHSA-2 10 published"));
	assert_err(import_feed(place, &pypi, INSTANT_NONE, LINES("GHSA-1 10 published"), &outcome, &result), ERR_HELD);
	for (int turn = 0; turn < 2; turn++) {
		struct kb_import *import KB_IMPORT_SCOPE = NULL;
		struct kb *kb KB_SCOPE = NULL;

		assert_ok(kb_import_begin(place->path, DAY(1010), place->arena, &import));
		kb_import_same(import, turn == 0 ? STR("osv:npm") : STR("osv:PyPI"));
		assert_ok(kb_import_finish(import, place->arena, &result));
		assert_false(result.published);
		kb = opened(place);
		assert_ok(kb_sources(kb, DAY(1010), place->arena, &sources, &count));
		assert_int_equal(count, 1);
		assert_int_equal(sources[0].fetched, DAY(turn == 0 ? 1000 : 1010));
		assert_int_equal(sources[0].freshness, turn == 0 ? KB_STALE : KB_FRESH);
	}
}

static void
a_rebuild_publishes_what_did_not_change(void **state)
{
	struct place *place = *state;
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_result result;

	take(place, &nvd, before_lines);
	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	kb_import_rebuild(import);
	assert_ok(kb_import_finish(import, place->arena, &result));
	assert_true(result.published);
	assert_int_equal(result.generation, 2);
	assert_int_equal(result.records, 1);
}

static void
many_records_are_built_quickly(void **state)
{
	enum { RECORDS = 20000 };
	struct place *place = *state;
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kb_feed_outcome outcome;
	struct kb_result result;
	int64_t began = clock_ticks();

	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &nvd, place->arena));
	for (int i = 0; i < RECORDS; i++) {
		struct advisory advisory = record_of(arena, SOURCE_NVD,
		    arena_cstr(arena, arena_printf(arena, "CVE-2026-%06d 10 published =GHSA-%06d", i, i)));

		assert_ok(kb_import_record(import, &advisory_schema, &advisory, STR(""), arena));
		arena_reset(arena);
	}
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
	assert_int_equal(result.vulnerabilities, RECORDS);
	print_message("  %d records in %lld ms\n", RECORDS, (long long)((clock_ticks() - began) / 1000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_a_state_and_not_a_crash),
		TEST(every_statement_prepares),
		TEST(a_record_comes_back_as_it_was_brought),
		TEST(the_same_twice_changes_nothing),
		TEST(what_its_source_took_back_is_counted_once),
		TEST(what_a_source_takes_back_without_an_edition_is_a_tombstone),
		TEST(an_older_record_never_overwrites_a_newer_one),
		TEST(a_partial_feed_adds_and_a_complete_one_also_takes_away),
		TEST(a_single_record_of_an_ecosystem_does_not_stand_for_all_of_it),
		TEST(a_complete_feed_that_shrank_waits_for_a_person),
		TEST(a_complete_feed_that_goes_back_in_time_is_held),
		TEST(a_feed_whose_reading_failed_leaves_nothing),
		TEST(records_of_another_source_are_refused),
		TEST(tombstones_stay_and_are_told),
		TEST(same_as_and_covers_are_told_apart),
		TEST(numbers_are_for_life),
		TEST(an_id_nobody_names_any_more_keeps_its_number),
		TEST(changes_since_a_generation_are_listed),
		TEST(epss_keeps_todays_value_and_the_points_where_it_moved),
		TEST(every_line_of_a_long_list_is_found),
		TEST(kev_and_epss_come_apart_and_stay_together),
		TEST(two_generations_are_kept),
		TEST(how_old_a_source_is_decides_how_fresh_it_is_called), TEST(a_delta_leaves_a_complete_feed_complete),
		TEST(a_source_that_says_nothing_new_is_as_new_as_when_it_was_asked),
		TEST(a_rebuild_publishes_what_did_not_change),
		TEST(many_records_are_built_quickly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
