#include "test.h"

#include "model/advisory.h"
#include "model/record.h"
#include "service/published.h"

#define DAY(n) ((int64_t)(n) * INSTANT_DAY)

struct place { struct arena *arena; struct str path; };

static int
make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	char name[] = "/tmp/tsukuroi-published-XXXXXX";

	if (place == NULL || mkdtemp(name) == NULL)
		return -1;
	place->arena = arena_new();
	place->path = arena_copy(place->arena, str_of(name));
	*state = place;
	return 0;
}

static int
remove_place(void **state)
{
	struct place *place = *state;
	bool failed = dir_remove(place->path, place->arena) != NULL;

	arena_free(place->arena);
	free(place);
	return failed ? -1 : 0;
}

/* One file of values of a schema. */
static void
bring(struct place *place, enum source source, const char *name, int64_t built, const struct schema *schema, const void *values,
    size_t count)
{
	struct kb_import *import = NULL;
	struct kb_feed feed = { .source = source };
	struct feed_head head = { .source = source, .name = str_of(name), .built = built, .declared = -1 };
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(kb_import_begin(path_join(place->arena, place->path, STR("kb")), DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &feed, place->arena));
	assert_ok(kb_import_record(import, &feed_head_schema, &head, STR(""), place->arena));
	for (size_t i = 0; i < count; i++)
		assert_ok(kb_import_record(import, schema, (const char *)values + i * schema->size, STR(""), place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
	kb_import_close(import);
}

static struct kb *
opened(struct place *place)
{
	struct kb *kb;

	assert_ok(kb_open(path_join(place->arena, place->path, STR("kb")), place->arena, &kb));
	return kb;
}

/* "2026-Jun held, …" */
static struct str
told(struct place *place, struct months_view *view)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct str all = STR("");

	assert_ok(published_months(kb, place->arena, view));
	for (size_t i = 0; i < view->months.count; i++)
		all = arena_printf(place->arena, "%.*s%s%.*s %s", STR_ARG(all), i > 0 ? ", " : "", STR_ARG(view->months.items[i].id),
		    enum_name(&month_state_names, (int)view->months.items[i].state));
	return all;
}

static bool
msrc_is_complete(struct place *place)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct match_sources sources;
	struct kb_source *rows;

	assert_ok(home_sources(kb, DAY(1000), place->arena, &rows, &sources));
	for (size_t i = 0; i < sources.count; i++) {
		if (str_eq(sources.items[i].feed, STR("msrc")))
			return sources.items[i].complete;
		assert_false(sources.items[i].complete);
	}
	return false;
}

static void
silence_means_something_only_when_no_month_is_missing(void **state)
{
	struct place *place = *state;
	static const struct document list[] = {
		{ .id = STR_INIT("2026-Jul"), .current = DAY(20), .records = -1 },
		{ .id = STR_INIT("2025-Dec"), .current = DAY(10), .records = -1 },
		{ .id = STR_INIT("2026-Jan"), .current = DAY(10), .records = -1 },
	};
	static const struct document months[] = {
		{ .id = STR_INIT("2026-Jul"), .current = DAY(15), .records = 3 },
		{ .id = STR_INIT("2026-Jan"), .current = DAY(10), .records = 2, .refused = 1 },
		{ .id = STR_INIT("2026-Aug"), .current = DAY(10), .records = 1 },
	};
	static const struct document mended[] = {
		{ .id = STR_INIT("2026-Jul"), .current = DAY(20), .records = 3 },
		{ .id = STR_INIT("2026-Jan"), .current = DAY(10), .records = 3 },
		{ .id = STR_INIT("2025-Dec"), .current = DAY(11), .records = 1 },
	};
	static const struct document new_list[] = { { .id = STR_INIT("2026-Aug"), .current = DAY(10), .records = -1 } };
	struct months_view view;

	assert_str(told(place, &view), "");
	assert_false(view.has_list || view.complete);
	bring(place, SOURCE_MSRC, "msrc", DAY(15), &document_schema, months, ARRAY_LEN(months));
	assert_str(told(place, &view), "2026-Jan not_whole, 2026-Jul unlisted, 2026-Aug unlisted");
	assert_false(view.has_list || view.complete || msrc_is_complete(place));
	bring(place, SOURCE_MSRC, "msrc:updates", DAY(20), &document_schema, list, ARRAY_LEN(list));
	assert_str(told(place, &view), "2025-Dec missing, 2026-Jan not_whole, 2026-Jul old, 2026-Aug unlisted");
	assert_int_equal(view.gaps, 4);
	assert_true(view.has_list);
	assert_str(view.months.items[0].url, "https://api.msrc.microsoft.com/cvrf/v3.0/cvrf/2025-Dec");
	bring(place, SOURCE_MSRC, "msrc", DAY(20), &document_schema, mended, ARRAY_LEN(mended));
	assert_str(told(place, &view), "2025-Dec held, 2026-Jan held, 2026-Jul held, 2026-Aug unlisted");
	assert_false(msrc_is_complete(place));
	bring(place, SOURCE_MSRC, "msrc:updates", DAY(21), &document_schema, new_list, ARRAY_LEN(new_list));
	assert_str(told(place, &view), "2025-Dec held, 2026-Jan held, 2026-Jul held, 2026-Aug held");
	assert_true(view.complete && msrc_is_complete(place));
}

static void
cycles_stand_as_the_day_has_it(void **state)
{
	static const struct {
		int32_t support, extended;
		bool ended, unsaid;
		enum life_state state;
	} cases[] = {
		{ 100,      DAY_NONE, false, false, LIFE_SUPPORTED },   /* its last day */
		{ 99,       DAY_NONE, false, false, LIFE_ENDED },
		{ 99,       100,      false, false, LIFE_EXTENDED },
		{ 99,       99,       false, false, LIFE_ENDED },
		{ DAY_NONE, DAY_NONE, false, false, LIFE_SUPPORTED },
		{ DAY_NONE, 99,       false, false, LIFE_SUPPORTED },
		{ DAY_NONE, DAY_NONE, true,  false, LIFE_ENDED },
		{ DAY_NONE, 100,      true,  false, LIFE_EXTENDED },
		{ DAY_NONE, DAY_NONE, false, true,  LIFE_UNSAID },
	};
	struct place *place = *state;
	struct lifecycle cycles[ARRAY_LEN(cases)];
	struct kb *kb KB_SCOPE = NULL;
	struct lives_view view;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cycles[i] = (struct lifecycle){
			.id = arena_printf(place->arena, "example/%zu", i), .product = STR("example"), .title = STR("例の製品"),
			.released = (int32_t)(50 - i), .active_end = DAY_NONE, .support_end = cases[i].support, .extended_end = cases[i].extended,
			.read_on = DAY_NONE, .ended = cases[i].ended, .wording = cases[i].unsaid ? STR("Nothing.") : STR(""),
		};
	bring(place, SOURCE_EOL, "eol", DAY(90), &lifecycle_schema, cycles, ARRAY_LEN(cycles));
	kb = opened(place);
	/* Half past eight in the morning of day 100 in Japan is still day 99 in UTC. */
	assert_ok(published_life(kb, STR("例の製品"), 100, DAY(99) + 23 * INSTANT_HOUR + INSTANT_HOUR / 2, place->arena, &view));
	assert_int_equal(view.found, ARRAY_LEN(cases));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (view.cycles.items[i].state != cases[i].state)
			fail_msg("case %zu is %s", i, enum_name(&life_state_names, (int)view.cycles.items[i].state));
	assert_ok(published_life(kb, STR("EXAMPLE/1"), 100, DAY(100), place->arena, &view));
	assert_int_equal(view.found, 1);
	assert_ok(published_life(kb, STR("例"), 2, DAY(100), place->arena, &view));
	assert_int_equal(view.cycles.count, 2);
	assert_err(published_life(kb, STR(" "), 2, DAY(100), place->arena, &view), ERR_USAGE);
}

static void
builds_are_found_by_product_kb_and_version(void **state)
{
	struct place *place = *state;
	const struct release releases[] = {
		{ .id = STR("a"), .product = STR("Windows 11, version 24H2"), .version = STR("10.0.26100.8390"), .kb = STR("5089466"), .day = 10 },
		{ .id = STR("b"), .product = STR("Windows 11, version 24H2"), .version = STR("10.0.26100.8457"), .kb = STR("5089549"), .day = 20 },
		{ .id = STR("c"), .product = STR("SQL Server 2019"), .version = STR("15.0.2180.2"), .day = DAY_NONE },
	};
	static const struct { const char *text; size_t found; const char *first; } cases[] = {
		{ "windows 11", 2, "b" }, { "ＷＩＮＤＯＷＳ", 2, "b" }, { "KB5089466", 1, "a" }, { "5089466", 1, "a" },
		{ "10.0.26100.84", 1, "b" }, { "15.0", 1, "c" }, { "508946", 0, NULL },
	};
	struct kb *kb KB_SCOPE = NULL;
	struct releases_view view;

	bring(place, SOURCE_BUILDS, "builds:a", DAY(90), &release_schema, releases, ARRAY_LEN(releases));
	kb = opened(place);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_ok(published_releases(kb, str_of(cases[i].text), 10, place->arena, &view));
		assert_int_equal(view.found, cases[i].found);
		if (cases[i].first != NULL)
			assert_str(view.releases.items[0].id, cases[i].first);
	}
	assert_err(published_releases(kb, STR(""), 10, place->arena, &view), ERR_USAGE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(silence_means_something_only_when_no_month_is_missing),
		TEST(cycles_stand_as_the_day_has_it),
		TEST(builds_are_found_by_product_kb_and_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
