#include "test.h"

#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "service/pull/plan.h"

static const char *const day_text = "2026-11-20T00:00:00Z";

struct place { struct arena *arena; struct home home; };

static int
make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	char name[] = "/tmp/tsukuroi-pull-XXXXXX";

	if (place == NULL || mkdtemp(name) == NULL)
		return -1;
	place->arena = arena_new();
	place->home.path = arena_copy(place->arena, str_of(name));
	*state = place;
	return 0;
}

static int
remove_place(void **state)
{
	struct place *place = *state;
	bool gone = dir_remove(place->home.path, place->arena) == NULL;

	arena_free(place->arena);
	free(place);
	return gone ? 0 : -1;
}
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

static struct pull_run
run_of(const struct place *place, const char *name, const char *cursor)
{
	struct pull_run run = { .home = &place->home, .source = pull_source_find(str_of(name)), .arena = place->arena };

	assert_non_null(run.source);
	assert_ok(pull_settings_of(&place->home, run.source, place->arena, &run.settings));
	assert_ok(pull_state_of(&place->home, run.source, place->arena, &run.state));
	assert_true(instant_parse(str_of(day_text), ZONE_UTC, &run.now));
	run.until = run.now;
	run.state.cursor = str_of(cursor);
	return run;
}

/* Every row can be asked for something, from its own address, and shows in lists. */
static void
every_source_has_a_beginning(void **state)
{
	struct place *place = *state;

	for (size_t i = 0; i < pull_sources_count; i++) {
		struct pull_run run = run_of(place, pull_sources[i].name, "");
		struct pull_step step = { 0 };
		struct fetch_url url;
		bool done;

		print_message("  %s\n", pull_sources[i].name);
		assert_true(feed_kind_is_known(str_of(pull_sources[i].kind)));
		assert_ok(fetch_url_parse(run.settings.url, place->arena, &url));
		assert_true(url.tls);
		assert_ok(pull_sources[i].plan(&run, NULL, &step, &done));
		assert_false(done);
		assert_ok(fetch_url_parse(step.url, place->arena, &url));
		assert_non_null(pull_sources[i].types[0]);
		assert_true(pull_sources[i].every_minutes >= 60);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(pull_sources[i].name, pull_sources[j].name);
	}
}

static void
settings_are_checked_and_kept(void **state)
{
	static const struct { const char *key, *value; bool good; } cases[] = {
		{ "on", "yes", true }, { "on", "no", true }, { "on", "maybe", false }, { "every", "90m", true }, { "every", "2h", true }, { "every", "7d", true },
		{ "every", "0h", false }, { "every", "h", false }, { "every", "2w", false }, { "every", "-1h", false }, { "max_age", "3d", true },
		{ "url", "https://feeds.example.jp/nvd", true }, { "url", "ftp://x", false }, { "url", "https://u:p@feeds.example.jp/", false },
		{ "pause", "0", true }, { "pause", "1000000", false }, { "key_file", "nvd.key", true }, { "colour", "red", false },
		{ "url", "https://feeds.example.jp/\nnvd.on = no", false },
	};
	struct place *place = *state;
	const struct pull_source *nvd = pull_source_find(STR("NVD"));
	struct pull_settings settings;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err *err = pull_setting_write(&place->home, nvd, str_of(cases[i].key), str_of(cases[i].value), place->arena);

		print_message("  %s = %s\n", cases[i].key, cases[i].value);
		assert_int_equal(err == NULL, cases[i].good);
	}
	assert_ok(pull_settings_of(&place->home, nvd, place->arena, &settings));
	assert_false(settings.on);
	assert_int_equal(settings.every, 7 * INSTANT_DAY);
	assert_str(settings.url, "https://feeds.example.jp/nvd");
	assert_int_equal(settings.pause_ms, 0);
	/* Of another source nothing changed; taken back it is as the table says. */
	assert_ok(pull_settings_of(&place->home, pull_source_find(STR("kev")), place->arena, &settings));
	assert_true(settings.on);
	assert_ok(pull_setting_write(&place->home, nvd, STR("on"), STR(""), place->arena));
	assert_ok(pull_settings_of(&place->home, nvd, place->arena, &settings));
	assert_true(settings.on);
	assert_ok(file_write(path_join(place->arena, place->home.path, STR("pull/sources.conf")), STR("nvd every\n"), place->arena));
	assert_err(pull_settings_of(&place->home, nvd, place->arena, &settings), ERR_FORMAT);
}

static void
what_is_remembered_comes_back(void **state)
{
	struct place *place = *state;
	const struct pull_source *kev = pull_source_find(STR("kev"));
	struct pull_state kept = { .serial = 3, .cursor = STR("2026-11-20"), .end = PULL_HELD, .said_en = STR("two\nlines"), .said_ja = STR("保留"),
		.tried = INSTANT_DAY, .succeeded = INSTANT_NONE, .next = 2 * INSTANT_DAY, .full = INSTANT_NONE, .failures = 2, .more = true }, back;

	list_push(place->arena, &kept.marks, ((struct pull_mark){ STR("https://a.example/x"), STR("\"e\tf\""), STR(""), STR("00ff") }));
	assert_ok(pull_state_keep(&place->home, kev, &kept, place->arena));
	assert_ok(pull_state_of(&place->home, kev, place->arena, &back));
	assert_int_equal(back.serial, 3);
	assert_str(back.cursor, "2026-11-20");
	assert_int_equal(back.end, PULL_HELD);
	assert_str(back.said_en, "two lines");
	assert_str(back.said_ja, "保留");
	assert_int_equal(back.tried, INSTANT_DAY);
	assert_int_equal(back.succeeded, INSTANT_NONE);
	assert_int_equal(back.failures, 2);
	assert_true(back.more);
	assert_non_null(pull_mark_of(&back, STR("https://a.example/x")));
	assert_str(pull_mark_of(&back, STR("https://a.example/x"))->etag, "\"e f\"");
	assert_null(pull_mark_of(&back, STR("https://a.example/y")));
}

static void
nvd_is_read_in_pages_and_windows(void **state)
{
	struct place *place = *state;
	struct pull_run run = run_of(place, "nvd", "2026-06-01T00:00:00Z");
	struct pull_step step;
	bool done;

	/* No window is longer than NVD allows; the next follows at once. */
	assert_ok(pull_plan_nvd(&run, NULL, &step, &done));
	assert_true(str_find(step.url, STR("lastModStartDate=2026-05-31T22:00:00.000Z&lastModEndDate=2026-09-27T22:00:00.000Z")) != SIZE_MAX);
	assert_true(run.more);
	assert_ok(pull_plan_nvd(&run, &(struct pull_seen){ .head = { .total = 2500, .from = 0, .count = 2000 } }, &step, &done));
	assert_false(done);
	assert_true(str_find(step.url, STR("startIndex=2000&")) != SIZE_MAX);
	assert_ok(pull_plan_nvd(&run, &(struct pull_seen){ .head = { .total = 2500, .from = 2000, .count = 500 } }, &step, &done));
	assert_true(done && !run.changed);
	assert_str(run.cursor, "2026-09-27T22:00:00Z");
	/* A window that changed is read again; all of NVD may grow. */
	for (int full = 0; full < 2; full++) {
		run = run_of(place, "nvd", full ? "" : "2026-11-19T00:00:00Z");
		assert_ok(pull_plan_nvd(&run, NULL, &step, &done));
		assert_ok(pull_plan_nvd(&run, &(struct pull_seen){ .head = { .total = 2500, .from = 0, .count = 2000 } }, &step, &done));
		assert_ok(pull_plan_nvd(&run, &(struct pull_seen){ .head = { .total = 2501, .from = 2000, .count = 501 } }, &step, &done));
		assert_int_equal(run.changed, !full);
	}
	run = run_of(place, "nvd", "");
	assert_ok(pull_plan_nvd(&run, NULL, &step, &done));
	assert_err(pull_plan_nvd(&run, &(struct pull_seen){ .head = { .total = 10, .from = 0, .count = 0 } }, &step, &done), ERR_FORMAT);
	run = run_of(place, "nvd", "");
	assert_ok(pull_plan_nvd(&run, NULL, &step, &done));
	assert_err(pull_plan_nvd(&run, &(struct pull_seen){ .head = { .total = 10, .from = 5, .count = 5 } }, &step, &done), ERR_FORMAT);
}

/* What a stranger calls a record becomes part of an address only when it is a number. */
static void
names_of_records_are_numbers(void **state)
{
	static const struct { const char *source, *cursor, *id; bool good; } cases[] = {
		{ "cve5", "2026-11-19T00:00:00Z", "CVE-2026-12345", true }, { "cve5", "2026-11-19T00:00:00Z", "CVE-2026-../../x", false },
		{ "cve5", "2026-11-19T00:00:00Z", "CVE-2026-1", false }, { "osv:PyPI", "2026-11-19T00:00:00Z", "PYSEC-2026-1", true },
		{ "osv:PyPI", "2026-11-19T00:00:00Z", "x?y=z", false }, { "osv:PyPI", "2026-11-19T00:00:00Z", "../all", false },
	};
	struct place *place = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct pull_run run = run_of(place, cases[i].source, cases[i].cursor);
		struct listing_entry entry = { .id = str_of(cases[i].id), .at = run.now };
		struct pull_seen seen = { .head = { .newest = run.now, .oldest = run.now - 30 * INSTANT_DAY } };
		struct pull_step step;
		struct err *err;
		bool done;

		print_message("  %s\n", cases[i].id);
		run.state.full = run.now - INSTANT_DAY;
		list_push(place->arena, &seen.entries, entry);
		assert_ok(run.source->plan(&run, NULL, &step, &done));
		err = run.source->plan(&run, &seen, &step, &done);
		assert_int_equal(err == NULL, cases[i].good);
		if (err == NULL)
			print_message("    %.*s\n", STR_ARG(step.url));
	}
}

static void
who_is_due_is_on_or_asked_for(void **state)
{
	struct place *place = *state;
	struct pull_list list;
	size_t on = 0;

	assert_ok(pull_wanted(&place->home, false, 0, place->arena, &list));
	on = list.count;
	assert_true(on > 5);
	for (size_t i = 0; i < pull_sources_count; i++)
		assert_ok(pull_state_keep(&place->home, &pull_sources[i], &(struct pull_state){ .tried = INSTANT_NONE, .succeeded = INSTANT_NONE,
		    .full = INSTANT_NONE, .next = INSTANT_DAY }, place->arena));
	assert_ok(pull_wanted(&place->home, true, INSTANT_DAY - 1, place->arena, &list));
	assert_int_equal(list.count, 0);
	assert_ok(pull_wanted(&place->home, true, INSTANT_DAY, place->arena, &list));
	assert_int_equal(list.count, on);
	assert_ok(file_write(pull_asked_file(&place->home, pull_source_find(STR("osv:npm")), place->arena), STR(""), place->arena));
	assert_ok(pull_wanted(&place->home, true, 0, place->arena, &list));
	assert_int_equal(list.count, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_source_has_a_beginning), TEST(settings_are_checked_and_kept), TEST(what_is_remembered_comes_back),
		TEST(nvd_is_read_in_pages_and_windows), TEST(names_of_records_are_numbers), TEST(who_is_due_is_on_or_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
