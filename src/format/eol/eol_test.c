#include "format/json/feed_test.h"

#include "base/map.h"
#include "format/eol/eol.h"

static const struct lifecycle *
lifecycle_with(const struct gathered *g, const char *id)
{
	for (size_t i = 0; i < g->values.count; i++) {
		const struct lifecycle *lifecycle = g->values.items[i];

		if (str_eq(lifecycle->id, str_of(id)))
			return lifecycle;
	}
	fail_msg("no lifecycle %s", id);
	return NULL;
}

static void
assert_day(int32_t day, const char *expected)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	assert_str(day_format(day, arena), expected);
}

static void
every_page_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct map ids = { 0 };
	struct gathered g;
	size_t dated = 0, ended = 0, supported = 0, unsaid = 0, named = 0;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, eol_read, "eol/endoflife-products.ndjson.gz"))
		return;
	for (size_t i = 0; i < g.values.count; i++) {
		const struct lifecycle *l = g.values.items[i];

		assert_int_equal(*map_put(arena, &ids, l->id), 0);
		*map_put(arena, &ids, l->id) = 1;
		dated += l->support_end != DAY_NONE;
		ended += l->ended;
		unsaid += l->wording.len > 0;
		supported += l->support_end == DAY_NONE && !l->ended && l->wording.len == 0;
		named += l->identities.count > 0;
		assert_true(str_find(l->label, STR("__")) == SIZE_MAX);
	}
	print_message("  %zu cycles: %zu with a date, %zu ended without one, %zu supported without one, %zu say nothing; %zu with identities; "
	    "%zu refused\n", g.values.count, dated, ended, supported, unsaid, named, g.problems.count);
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(g.values.count, 4794);
	assert_int_equal(dated, 4054);
	assert_int_equal(ended + supported, 740);
	assert_int_equal(unsaid, 0);
	assert_str(g.head.name, "eol");
	assert_day(lifecycle_with(&g, "windows/11-24h2-w")->support_end, "2026-10-13");
	assert_str(lifecycle_with(&g, "windows/11-24h2-w")->latest, "10.0.26100");
	assert_str(lifecycle_with(&g, "windows/11-24h2-w")->identities.items[0], "cpe:2.3:o:microsoft:windows:*:*:*:*:*:*:*:*");
	assert_int_equal(lifecycle_with(&g, "windows/11-24h2-w")->identities.count, 1);
	assert_true(lifecycle_with(&g, "windows/11-24h2-iot-lts")->lts);
}

static void
the_api_says_the_same(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct lifecycle *l;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, eol_read, "eol/api-v1-full-sample.json"))
		return;
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(g.values.count, 85);
	assert_str(instant_format(g.head.built, ZONE_UTC, arena), "2025-07-02T00:53:29Z");
	assert_str(g.head.version, "1.2.0");
	l = lifecycle_with(&g, "ubuntu/22.04");
	assert_str(l->title, "Ubuntu");
	assert_str(l->label, "22.04 'Jammy Jellyfish' (LTS)");
	assert_day(l->support_end, "2027-04-01");
	assert_day(l->extended_end, "2032-04-09");
	assert_day(l->read_on, "2025-07-02");
	assert_true(l->lts);
	assert_str(l->latest, "22.04.5");
	assert_str(l->url, "https://endoflife.date/ubuntu");
}

/* What a page says without a date, and what it does not say. */
static void
true_false_and_nothing_are_three_things(void **state)
{
	static const struct { const char *said; const char *day; bool ended, has_wording; } cases[] = {
		{ "\"eol\":\"2026-01-31\"", "2026-01-31", false, false },
		{ "\"eol\":true",           "",           true,  false },
		{ "\"eol\":false",          "",           false, false },
		{ "\"eol\":null",           "",           false, true  },
		{ "\"a\":1",                "",           false, true  },
	};
	static const struct { const char *said; const char *day; bool ended, has_wording; } api_cases[] = {
		{ "\"isEol\":false,\"eolFrom\":\"2026-01-31\"", "2026-01-31", false, false },
		{ "\"isEol\":true,\"eolFrom\":null",            "",           true,  false },
		{ "\"isEol\":false,\"eolFrom\":null",           "",           false, false },
		{ "\"isEol\":null",                             "",           false, true  },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases) + ARRAY_LEN(api_cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		bool is_api = i >= ARRAY_LEN(cases);
		const char *said = is_api ? api_cases[i - ARRAY_LEN(cases)].said : cases[i].said;
		struct gathered g;
		const struct lifecycle *l;

		gather_begin(&g, arena);
		assert_ok(gather_text(&g, eol_read, arena_printf(arena,
		    is_api ? "{\"generated_at\":\"2026-11-01T00:00:00Z\",\"result\":{\"name\":\"a\",\"releases\":[{\"name\":\"1\",%s}]}}"
			   : "{\"product\":\"a\",\"releases\":[{\"releaseCycle\":\"1\",%s}]}", said)));
		l = g.values.items[0];
		assert_day(l->support_end, is_api ? api_cases[i - ARRAY_LEN(cases)].day : cases[i].day);
		assert_int_equal(l->ended, is_api ? api_cases[i - ARRAY_LEN(cases)].ended : cases[i].ended);
		assert_int_equal(l->wording.len > 0, is_api ? api_cases[i - ARRAY_LEN(cases)].has_wording : cases[i].has_wording);
		if (is_api)
			assert_day(l->read_on, "2026-11-01");
	}
}

static void
labels_are_filled(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, eol_read, STR("{\"product\":\"a\",\"identifiers\":[{\"cpe\":\"cpe:/a:b:c\"},{\"cpe\":\"cpe:2.3:a:b:c\"},{\"repology\":\"d\"},"
	    "{\"purl\":\"pkg:npm/e\"}],\"releases\":["
	    "{\"releaseCycle\":\"1\",\"eol\":true,\"lts\":\"2026-01-01\",\"codename\":\"One\",\"releaseLabel\":\"TFS __RELEASE_CYCLE__ (__CODENAME__)\"},"
	    "{\"releaseCycle\":\"2\",\"eol\":true,\"releaseLabel\":\"__LATEST__\"},"
	    "{\"releaseCycle\":\"3\",\"eol\":true,\"releaseLabel\":\"__RELEASE_CYCLE__\"},"
	    "{\"releaseCycle\":\"4\",\"eol\":\"next year\"},{\"eol\":true}]}")));
	assert_int_equal(g.values.count, 3);
	assert_int_equal(g.problems.count, 2);
	assert_str(g.problems.items[0].id, "a");
	assert_str(lifecycle_with(&g, "a/1")->label, "TFS 1 (One)");
	assert_true(lifecycle_with(&g, "a/1")->lts);
	assert_str(lifecycle_with(&g, "a/2")->label, "");
	assert_str(lifecycle_with(&g, "a/3")->label, "");
	assert_int_equal(lifecycle_with(&g, "a/1")->identities.count, 2);
	assert_str(lifecycle_with(&g, "a/1")->identities.items[1], "pkg:npm/e");
}

static void
what_is_no_page_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "<html/>", "[{\"cycle\":\"1\",\"eol\":\"2026-01-01\"}]", "{\"result\":[{\"name\":\"a\"}]}",
		"{\"product\":1,\"releases\":[]}", "{\"product\":\"a\",\"identifiers\":{},\"releases\":[]}",
		"{\"product\":\"a\",\"identifiers\":[{\"cpe\":\"cpe:2.3:x\"}],\"releases\":[]}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct gathered g;
		struct err *err;

		gather_begin(&g, arena);
		err = gather_text(&g, eol_read, str_of(texts[i]));
		if (err == NULL || err->code != ERR_FORMAT)
			fail_msg("read, or refused for something else: %s", texts[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_is_read),
		cmocka_unit_test(the_api_says_the_same),
		cmocka_unit_test(true_false_and_nothing_are_three_things),
		cmocka_unit_test(labels_are_filled),
		cmocka_unit_test(what_is_no_page_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
