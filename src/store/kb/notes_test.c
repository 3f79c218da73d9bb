#include "store/kb/world_test.h"

#include "domain/match/match.h"
#include "model/document.h"
#include "model/name.h"
#include "model/release.h"

static const struct kb_feed builds = { .source = SOURCE_BUILDS };
static const struct kb_feed msrc = { .source = SOURCE_MSRC };

/* A build in a line: "id version". */
static struct release
release_of(const char *line)
{
	struct release release = { .product = STR("Windows 11"), .day = 20000 };

	(void)str_cut(str_of(line), ' ', &release.id, &release.version);
	return release;
}

static struct err *
import_releases(struct place *place, const struct kb_feed *feed, int64_t built, const char *const *lines,
    struct kb_feed_outcome *ret_outcome, struct kb_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct feed_head head = { .source = feed->source, .name = STR("builds:windows"), .built = built, .declared = -1 };
	struct err *held;

	TRY(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	TRY(kb_import_feed(import, feed, place->arena));
	TRY(kb_import_record(import, &feed_head_schema, &head, STR(""), place->arena));
	for (size_t i = 0; lines[i] != NULL; i++) {
		struct release release = release_of(lines[i]);

		TRY(kb_import_record(import, &release_schema, &release, STR(""), place->arena));
	}
	held = kb_import_feed_end(import, NULL, place->arena, ret_outcome);
	TRY(kb_import_finish(import, place->arena, ret_result));
	return held;
}

/* What there is: "id=version " for each. */
struct told { struct arena *arena; struct str text; size_t most; };

static struct err *
tell(void *data, struct str feed, const void *value, struct arena *arena)
{
	const struct release *release = value;
	struct told *told = data;

	assert_str(feed, "builds:windows");
	assert_str(release->product, "Windows 11");
	told->text = arena_printf(told->arena, "%.*s%.*s=%.*s ", STR_ARG(told->text), STR_ARG(release->id), STR_ARG(release->version));
	return told->most-- == 1 ? err_new(arena, ERR_LIMIT, M("A record takes more than {most} bytes."), ARG_N("most", 1)) : NULL;
}

static struct str
all_releases(struct place *place, const char *feed)
{
	struct told told = { place->arena, STR(""), SIZE_MAX };
	struct kb *kb KB_SCOPE = opened(place);

	assert_ok(kb_each_note(kb, &release_schema, str_of(feed), tell, &told, place->arena));
	return told.text;
}

static void
notes_are_merged_as_records_are(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_str(all_releases(place, ""), "");
	assert_ok(import_releases(place, &builds, DAY(900), LINES("a 1", "b 2", "c 3", "d 4", "e 5", "f 6", "g 7", "h 8", "i 9", "j 10"),
	    &outcome, &result));
	assert_true(result.published);
	assert_int_equal(outcome.added, 10);
	assert_int_equal(result.vulnerabilities, 0);
	assert_str(all_releases(place, ""), "a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10 ");
	assert_str(all_releases(place, "builds:windows"), "a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10 ");
	assert_str(all_releases(place, "builds"), "");

	/* The same again; then one changed, one gone, one new. */
	assert_ok(import_releases(place, &builds, DAY(900), LINES("a 1", "b 2", "c 3", "d 4", "e 5", "f 6", "g 7", "h 8", "i 9", "j 10"),
	    &outcome, &result));
	assert_false(result.published);
	assert_int_equal(outcome.unchanged, 10);
	assert_ok(import_releases(place, &builds, DAY(910), LINES("a 1", "b 3", "c 3", "d 4", "e 5", "f 6", "g 7", "h 8", "i 9", "k 11"),
	    &outcome, &result));
	assert_int_equal(outcome.added, 1);
	assert_int_equal(outcome.changed, 1);
	assert_int_equal(outcome.gone, 1);
	assert_int_equal(outcome.unchanged, 8);
	assert_str(all_releases(place, ""), "a=1 b=3 c=3 d=4 e=5 f=6 g=7 h=8 i=9 k=11 ");
	/* It comes back as it was. */
	assert_ok(import_releases(place, &builds, DAY(920), LINES("a 1", "b 3", "c 3", "d 4", "e 5", "f 6", "g 7", "h 8", "i 9", "j 10",
	    "k 11"), &outcome, &result));
	assert_int_equal(outcome.changed, 1);
	assert_str(all_releases(place, ""), "a=1 b=3 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10 k=11 ");
}

static void
a_shrunken_or_older_list_of_builds_is_held(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(import_releases(place, &builds, DAY(900), LINES("a 1", "b 2", "c 3"), &outcome, &result));
	assert_err(import_releases(place, &builds, DAY(910), LINES("a 1", "b 2"), &outcome, &result), ERR_HELD);
	assert_err(import_releases(place, &builds, DAY(890), LINES("a 9", "b 2", "c 3"), &outcome, &result), ERR_HELD);
	assert_err(import_releases(place, &builds, DAY(910), LINES(NULL), &outcome, &result), ERR_HELD);
	assert_str(all_releases(place, ""), "a=1 b=2 c=3 ");
}

static void
an_older_part_of_a_partial_feed_changes_nothing(void **state)
{
	struct place *place = *state;
	struct kb_feed parts = { .source = SOURCE_BUILDS, .contract = KB_PARTIAL };
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(import_releases(place, &parts, DAY(900), LINES("a 1", "b 2"), &outcome, &result));
	assert_ok(import_releases(place, &parts, DAY(890), LINES("a 9", "c 3"), &outcome, &result));
	assert_int_equal(outcome.added, 1);
	assert_int_equal(outcome.unchanged, 1);
	assert_str(all_releases(place, ""), "a=1 b=2 c=3 ");
}

static void
notes_outlive_what_other_feeds_bring(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(import_releases(place, &builds, DAY(900), LINES("a 1"), &outcome, &result));
	take(place, &nvd, LINES("CVE-2026-0001 10 published"));
	take(place, &nvd, LINES("CVE-2026-0002 10 published"));
	assert_str(all_releases(place, ""), "a=1 ");
}

static void
a_listener_may_refuse_to_go_on(void **state)
{
	struct place *place = *state;
	struct told told = { place->arena, STR(""), 2 };
	struct kb *kb KB_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(import_releases(place, &builds, DAY(900), LINES("a 1", "b 2", "c 3"), &outcome, &result));
	kb = opened(place);
	assert_err(kb_each_note(kb, &release_schema, STR(""), tell, &told, place->arena), ERR_LIMIT);
	assert_str(told.text, "a=1 b=2 ");
}

static void
a_kind_belongs_to_the_sources_that_publish_it(void **state)
{
	struct place *place = *state;
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct release release = { .id = STR("a") };
	struct lifecycle lifecycle = { .id = STR("b") };
	struct product_name name = { .id = STR("c") };
	struct document document = { .id = STR("2026-Jul") };
	static const struct { enum source source; bool release, lifecycle, name, document; } cases[] = {
		{ SOURCE_MSRC,   true,  false, false, true  },
		{ SOURCE_BUILDS, true,  true,  false, false },
		{ SOURCE_EOL,    false, true,  false, false },
		{ SOURCE_NAMES,  false, false, true,  false },
		{ SOURCE_NVD,    false, false, false, false },
		{ SOURCE_KEV,    false, false, false, false },
	};

	assert_ok(kb_import_begin(place->path, DAY(1), place->arena, &import));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct kb_feed feed = { .source = cases[i].source };

		assert_ok(kb_import_feed(import, &feed, place->arena));
		assert_int_equal(kb_import_record(import, &release_schema, &release, STR(""), place->arena) == NULL, cases[i].release);
		assert_int_equal(kb_import_record(import, &lifecycle_schema, &lifecycle, STR(""), place->arena) == NULL, cases[i].lifecycle);
		assert_int_equal(kb_import_record(import, &product_name_schema, &name, STR(""), place->arena) == NULL, cases[i].name);
		assert_int_equal(kb_import_record(import, &document_schema, &document, STR(""), place->arena) == NULL, cases[i].document);
	}
}

static struct err *
count_one(void *data, struct str feed, const void *value, struct arena *arena)
{
	const struct document *document = value;

	(void)arena;
	assert_str(feed, "msrc");
	assert_str(document->revision, "58");
	++*(size_t *)data;
	return NULL;
}

static void
a_feed_may_bring_records_and_notes(void **state)
{
	struct place *place = *state;
	struct advisory advisory = record_of(place->arena, SOURCE_MSRC, "CVE-2026-0001 10 published");
	struct document document = {
		.id = STR("2026-Jul"), .revision = STR("58"), .published = DAY(1), .current = DAY(2), .records = 1,
	};
	struct kb_import *import = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	size_t documents = 0;

	assert_ok(kb_import_begin(place->path, DAY(1), place->arena, &import));
	assert_ok(kb_import_feed(import, &msrc, place->arena));
	assert_ok(kb_import_record(import, &advisory_schema, &advisory, STR(""), place->arena));
	assert_ok(kb_import_record(import, &document_schema, &document, STR(""), place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_int_equal(outcome.added, 2);
	assert_ok(kb_import_finish(import, place->arena, &result));
	kb_import_close(import);
	kb = opened(place);
	assert_ok(kb_each_note(kb, &document_schema, STR("msrc"), count_one, &documents, place->arena));
	assert_int_equal(documents, 1);
	assert_int_equal(kb_head(kb)->vulnerabilities, 1);
	assert_ok(kb_verify(kb, place->arena));
}

/* A month's document as one file: its issue, and one CVE of it. */
static struct err *
import_month(struct place *place, int64_t issue, bool accept, const char *line, struct kb_feed_outcome *ret_outcome)
{
	struct advisory advisory = record_of(place->arena, SOURCE_MSRC, line);
	struct document document = { .id = STR("2026-Jul"), .published = DAY(1), .current = DAY(issue), .records = 1 };
	struct kb_feed feed = { .source = SOURCE_MSRC, .accept = accept };
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_result result;
	struct err *held;

	TRY(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	TRY(kb_import_feed(import, &feed, place->arena));
	TRY(kb_import_record(import, &advisory_schema, &advisory, STR(""), place->arena));
	TRY(kb_import_record(import, &document_schema, &document, STR(""), place->arena));
	held = kb_import_feed_end(import, NULL, place->arena, ret_outcome);
	TRY(kb_import_finish(import, place->arena, &result));
	return held;
}

static struct str
title_of(struct place *place, const char *feed, const char *id)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct advisory advisory;

	assert_ok(kb_record(kb, str_of(feed), str_of(id), place->arena, &advisory));
	return advisory.title_en;
}

static void
an_earlier_issue_of_a_document_is_held(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;

	assert_ok(import_month(place, 20, false, "CVE-2026-0001 10 published second", &outcome));
	assert_err(import_month(place, 19, false, "CVE-2026-0001 10 published first", &outcome), ERR_HELD);
	assert_str(title_of(place, "msrc", "CVE-2026-0001"), "second");
	assert_ok(import_month(place, 20, false, "CVE-2026-0001 10 published again", &outcome));
	assert_str(title_of(place, "msrc", "CVE-2026-0001"), "again");
	assert_ok(import_month(place, 19, true, "CVE-2026-0001 10 published accepted", &outcome));
	assert_str(title_of(place, "msrc", "CVE-2026-0001"), "accepted");
}

/* One record of MSRC's about Windows Server 2019 into a feed; how many entries the index has then. */
static uint64_t
entries_after(struct place *place, const char *feed_name, const char *line, bool replaces)
{
	struct advisory advisory = record_of(place->arena, SOURCE_MSRC, line);
	struct affected *affected = &advisory.affected.items[0];
	struct kb_feed feed = { .source = SOURCE_MSRC, .name = str_of(feed_name) };
	struct fix fix = { .kb = STR("5019966"), .build = STR("10.0.17763.3650") };
	struct kb_import *import = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	*affected = (struct affected){ .ecosystem = STR("Microsoft"), .product = STR("Windows Server 2019") };
	if (replaces)
		list_push(place->arena, &fix.supersedes, STR("5018419"));
	list_push(place->arena, &affected->fixes, fix);
	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &feed, place->arena));
	assert_ok(kb_import_record(import, &advisory_schema, &advisory, STR(""), place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
	kb_import_close(import);
	kb = opened(place);
	return match_index_entries(kb_index(kb));
}

static void
of_several_forms_of_a_cve_one_speaks(void **state)
{
	struct place *place = *state;

	assert_int_equal(entries_after(place, "msrc:sug:products", "CVE-2026-0001/1 10 published >CVE-2026-0001", false), 1);
	assert_int_equal(entries_after(place, "msrc:csaf", "CVE-2026-0001 10 published", false), 1);
	assert_int_equal(entries_after(place, "msrc", "CVE-2026-0001 10 published", true), 1);
	assert_int_equal(entries_after(place, "msrc:csaf", "CVE-2026-0001 11 published", false), 1);
	assert_int_equal(entries_after(place, "msrc", "CVE-2026-0002 10 published", true), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(notes_are_merged_as_records_are),
		TEST(a_shrunken_or_older_list_of_builds_is_held),
		TEST(an_older_part_of_a_partial_feed_changes_nothing),
		TEST(notes_outlive_what_other_feeds_bring),
		TEST(a_listener_may_refuse_to_go_on),
		TEST(a_kind_belongs_to_the_sources_that_publish_it),
		TEST(a_feed_may_bring_records_and_notes),
		TEST(an_earlier_issue_of_a_document_is_held),
		TEST(of_several_forms_of_a_cve_one_speaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
