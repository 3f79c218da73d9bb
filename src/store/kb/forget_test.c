/*
 * forget_test.c - a feed that is taken out leaves nothing behind, and what others say stays as it was.
 */
#include "store/kb/world_test.h"

static const struct kb_feed told = { .source = SOURCE_OWN, .name = STR_INIT("own:told"), .contract = KB_PARTIAL };

/* 0: nobody knows it. */
static int64_t
known_as(struct place *place, const char *id)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct kb_vulnerabilities found;

	assert_ok(kb_find(kb, str_of(id), place->arena, &found));
	return found.list.count == 0 ? 0 : found.list.items[0].number;
}

static int64_t
found_by(struct place *place, const char *words)
{
	const struct kb_query query = { .text = str_of(words), .base_least = -1, .base_most = 100, .since = INSTANT_NONE, .until = INSTANT_NONE,
		.withdrawn = true, .most = 10 };
	struct kb *kb KB_SCOPE = opened(place);
	struct kb_hits hits;

	assert_ok(kb_search(kb, &query, place->arena, &hits));
	return hits.found;
}

static void
forget(struct place *place, struct str name, struct kb_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;

	assert_ok(kb_import_begin(place->path, DAY(1001), place->arena, &import));
	assert_ok(kb_import_forget(import, name, place->arena));
	assert_ok(kb_import_finish(import, place->arena, ret_result));
}

static bool
has_source(struct place *place, const char *name)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct kb_source *sources;
	size_t count;

	assert_ok(kb_sources(kb, DAY(1001), place->arena, &sources, &count));
	for (size_t i = 0; i < count; i++)
		if (str_eq(sources[i].name, str_of(name)))
			return true;
	return false;
}

static void
nothing_of_a_feed_is_left(void **state)
{
	struct place *place = *state;
	struct kb *kb = NULL;
	struct kb_vulnerability one;
	struct kb_result result;
	int64_t number;

	take(place, &nvd, LINES("CVE-2026-0001 10 published harmless", "CVE-2026-0002 10 published other"));
	number = known_as(place, "CVE-2026-0001");
	take(place, &told, LINES("N-1 20 published =CVE-2026-0001 whispered", "N-2 20 published alone", "N-3 20 published =CVE-2026-0009 hinted",
	    "N-4 20 withdrawn >CVE-2026-0001 >CVE-2026-0002 murmured"));
	assert_int_equal(found_by(place, "whispered") + found_by(place, "alone") + found_by(place, "hinted"), 3);
	assert_int_equal(known_as(place, "N-1"), number);
	assert_true(has_source(place, "own:told"));

	forget(place, STR("own:told"), &result);
	assert_true(result.published);
	assert_int_equal(result.records, 2);
	assert_int_equal(result.vulnerabilities, 2);
	for (const char *const *word = LINES("whispered", "alone", "hinted", "murmured", "N-1", "N-2", "N-3", "N-4"); *word != NULL; word++)
		assert_int_equal(found_by(place, *word), 0);
	for (const char *const *id = LINES("N-1", "N-2", "N-3", "N-4", "CVE-2026-0009"); *id != NULL; id++)
		assert_int_equal(known_as(place, *id), 0);
	assert_false(has_source(place, "own:told"));
	assert_true(has_source(place, "nvd"));

	/* What others say keeps its number, and its words are theirs alone. */
	kb = opened(place);
	assert_ok(kb_vulnerability(kb, STR("CVE-2026-0001"), place->arena, &one));
	assert_int_equal(one.number, number);
	assert_int_equal(one.records.count, 1);
	assert_int_equal(one.same_as.count, 0);
	assert_ok(kb_verify(kb, place->arena));
	kb_close(kb);
	assert_int_equal(found_by(place, "harmless"), 1);
}

static void
what_is_not_there_is_not_taken_out(void **state)
{
	struct place *place = *state;
	struct kb_result result;

	take(place, &nvd, LINES("CVE-2026-0001 10 published"));
	forget(place, STR("own:told"), &result);
	assert_false(result.published);
	assert_int_equal(result.generation, 1);
}

/* A record in two feeds stays one in the other, under its number; and the feed may come again. */
static void
what_another_feed_has_too_stays(void **state)
{
	static const struct kb_feed npm = { .source = SOURCE_OSV, .name = STR_INIT("npm") };
	struct place *place = *state;
	struct kb_result result;
	int64_t number;

	take(place, &pypi, LINES("GHSA-aaaa-bbbb-cccc 10 published both", "GHSA-dddd-eeee-ffff 10 published mine"));
	take(place, &npm, LINES("GHSA-aaaa-bbbb-cccc 10 published both"));
	number = known_as(place, "GHSA-aaaa-bbbb-cccc");
	forget(place, STR("osv:PyPI"), &result);
	assert_true(result.published);
	assert_int_equal(known_as(place, "GHSA-aaaa-bbbb-cccc"), number);
	assert_int_equal(known_as(place, "GHSA-dddd-eeee-ffff"), 0);
	take(place, &pypi, LINES("GHSA-dddd-eeee-ffff 10 published mine"));
	assert_true(known_as(place, "GHSA-dddd-eeee-ffff") > number);
	assert_int_equal(found_by(place, "mine"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { TEST(nothing_of_a_feed_is_left), TEST(what_is_not_there_is_not_taken_out), TEST(what_another_feed_has_too_stays) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
