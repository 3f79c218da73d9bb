#include "format/json/feed_test.h"

#include "base/map.h"
#include "format/builds/builds.h"

static const struct release *
release_with(const struct gathered *g, const char *version)
{
	for (size_t i = 0; i < g->values.count; i++) {
		const struct release *release = g->values.items[i];

		if (str_eq(release->version, str_of(version)))
			return release;
	}
	fail_msg("no release %s", version);
	return NULL;
}

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
every_dataset_is_read_whole(void **state)
{
	static const struct { const char *file, *feed; size_t values; bool is_release; } files[] = {
		{ "windows-update-history.json.gz", "builds:windows-update-history",        1885, true },
		{ "m365apps-builds.json.gz",        "builds:m365-update-history",           921,  true },
		{ "exchange-builds.json.gz",        "builds:exchange-server-build-numbers", 333,  true },
		{ "sqlserver-builds.json.gz",       "builds:sql-server-build-numbers",      657,  true },
		{ "edge-releases.json.gz",          "builds:edge-releases",                 341,  true },
		{ "windows-releases.json",          "builds:windows-release-history",       20,   true },
		{ "windows-lifecycle-client.json",  "builds:windows-lifecycle-client",      40,   false },
		/* Two of four rows are of two editions. */
		{ "windows-lifecycle-ltsc.json",    "builds:windows-lifecycle-ltsc",        6,    false },
		{ "windows-lifecycle-server.json",  "builds:windows-lifecycle-server",      28,   false },
		{ "dotnet-lifecycle.json",          "builds:dotnet-lifecycle",              28,   false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct map ids = { 0 };
		struct gathered g;

		gather_begin(&g, arena);
		if (!gather_file(&g, builds_read, arena_cstr(arena, arena_printf(arena, "microsoft/builds/%s", files[i].file))))
			return;
		print_message("  %s: %zu of %lld, %zu refused\n", files[i].file, g.values.count, (long long)g.head.declared, g.problems.count);
		assert_int_equal(g.problems.count, 0);
		assert_int_equal(g.values.count, files[i].values);
		assert_str(g.head.name, files[i].feed);
		assert_true(g.head.built != INSTANT_NONE);
		assert_int_equal(g.head.source, SOURCE_BUILDS);
		for (size_t v = 0; v < g.values.count; v++) {
			const struct release *release = g.values.items[v];

			assert_true(g.kinds.items[v] == (files[i].is_release ? &release_schema : &lifecycle_schema));
			/* An id that stood twice would take a row away. */
			if ((*map_put(arena, &ids, *(const struct str *)g.values.items[v]))++ > 0)
				fail_msg("%.*s stands twice", STR_ARG(release->id));
		}
	}
}

static void
builds_say_day_and_update(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct release *release;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, builds_read, "microsoft/builds/windows-update-history.json.gz"))
		return;
	release = release_with(&g, "10.0.28000.2704");
	assert_str(release->product, "Windows 11, version 26H1");
	assert_str(release->kb, "5121000");
	assert_str(release->kind, "Standard");
	assert_day(release->day, "2026-08-11");
	assert_str(release->id, "windows/client/10.0.28000.2704/windows-11--version-26h1/KB5121000");
	gather_begin(&g, arena);
	assert_true(gather_file(&g, builds_read, "microsoft/builds/exchange-builds.json.gz"));
	release = release_with(&g, "15.2.1748.39");
	assert_str(release->product, "Exchange Server 2019");
	assert_str(release->kind, "CU15 Oct25SU");
	gather_begin(&g, arena);
	assert_true(gather_file(&g, builds_read, "microsoft/builds/sqlserver-builds.json.gz"));
	release = release_with(&g, "15.0.4480.2");
	assert_str(release->kind, "CU32 + GDR");
	assert_str(release->kb, "5102335");
	assert_str(release_with(&g, "9.00.2047")->kb, "");
	gather_begin(&g, arena);
	assert_true(gather_file(&g, builds_read, "microsoft/builds/m365apps-builds.json.gz"));
	release = release_with(&g, "16.0.20228.20188");
	assert_str(release->channel, "Monthly Enterprise");
	assert_str(release->kind, "Version 2607");
}

static void
last_days_are_microsofts(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct lifecycle *l;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, builds_read, "microsoft/builds/windows-lifecycle-client.json"))
		return;
	/* The file says 10/15/2025 and 10/14/2026. */
	assert_day(lifecycle_with(&g, "windows/10-22h2-e")->support_end, "2025-10-14");
	assert_day(lifecycle_with(&g, "windows/11-24h2-w")->support_end, "2026-10-13");
	assert_day(lifecycle_with(&g, "windows/11-24h2-e")->support_end, "2027-10-12");
	assert_day(lifecycle_with(&g, "windows/10-1607-e")->released, "2016-08-02");
	gather_begin(&g, arena);
	assert_true(gather_file(&g, builds_read, "microsoft/builds/windows-lifecycle-ltsc.json"));
	assert_day(lifecycle_with(&g, "windows/10-1809-e-lts")->support_end, "2029-01-09");
	assert_day(lifecycle_with(&g, "windows/10-21h2-e-lts")->support_end, "2027-01-12");
	assert_day(lifecycle_with(&g, "windows/10-21h2-iot-lts")->support_end, "2032-01-13");
	assert_str(lifecycle_with(&g, "windows/11-24h2-iot-lts")->latest, "10.0.26100");
	gather_begin(&g, arena);
	assert_true(gather_file(&g, builds_read, "microsoft/builds/windows-lifecycle-server.json"));
	l = lifecycle_with(&g, "windows-server/2019");
	assert_day(l->active_end, "2024-01-09");
	assert_day(l->support_end, "2029-01-09");
	l = lifecycle_with(&g, "windows-server-esu/2012-r2-extended-security-update-year-3");
	assert_day(l->extended_end, "2026-10-13");
	assert_int_equal(l->support_end, DAY_NONE);
	assert_true(l->ended);
	gather_begin(&g, arena);
	assert_true(gather_file(&g, builds_read, "microsoft/builds/dotnet-lifecycle.json"));
	l = lifecycle_with(&g, "dotnet/8");
	assert_day(l->support_end, "2026-11-10");
	assert_true(l->lts);
	l = lifecycle_with(&g, "dotnetfx/4.8");
	assert_int_equal(l->support_end, DAY_NONE);
	assert_true(l->wording.len > 0);
}

static void
what_no_dataset_is_is_refused(void **state)
{
	static const struct { const char *text; enum err_code code; } cases[] = {
		{ "{\"data\":[{\"version\":\"1\"}]}",                                                                    ERR_FORMAT },
		{ "{\"metadata\":{\"dataset\":\"windows-sku\"},\"data\":[{}]}",                                           ERR_UNSUPPORTED },
		{ "{\"metadata\":{\"dataset\":\"edge-releases\"},\"data\":[{\"version\":1}]}",                             ERR_FORMAT },
		{ "{\"metadata\":[],\"data\":[{}]}",                                                                      ERR_UNSUPPORTED },
		{ "{\"metadata\":{\"dataset\":\"edge-releases\"},\"data\":[{\"version\":\"1\"}]}"
		  "{\"metadata\":{\"dataset\":\"edge-releases\"},\"data\":[{\"version\":\"2\"}]}",                         ERR_UNSUPPORTED },
		{ "",                                                                                                     ERR_FORMAT },
		{ "<html/>",                                                                                              ERR_FORMAT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct gathered g;
		struct err *err;

		gather_begin(&g, arena);
		err = gather_text(&g, builds_read, str_of(cases[i].text));
		if (err == NULL || err->code != cases[i].code)
			fail_msg("case %zu: %.*s", i, STR_ARG(err == NULL ? STR("read") : err_trace(err, arena)));
	}
}

static void
an_empty_dataset_is_handed_on_as_one(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, builds_read, STR("{\"metadata\":{\"dataset\":\"edge-releases\"},\"data\":[]}")));
	assert_int_equal(g.values.count, 0);
	assert_str(g.head.name, "builds:edge-releases");
}

static void
one_bad_row_does_not_cost_the_others(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, builds_read, STR("{\"metadata\":{\"dataset\":\"windows-lifecycle-client\",\"recordCount\":4},\"data\":["
	    "{\"version\":\"24H2\",\"sku\":\"Windows 11 Home and Pro\",\"end_date\":\"13/40/2026\"},"
	    "{\"version\":\"24H2\",\"sku\":\"Another system\",\"end_date\":\"10/14/2026\"},"
	    "{\"version\":\"24H2\",\"sku\":\"Windows 11 Home and Pro\",\"end_date\":\"10/14/2026\"},"
	    "{\"version\":\"23H2\",\"sku\":\"Windows 11 Home and Pro\",\"end_date\":\"11/11/2025\"}]}")));
	assert_int_equal(g.values.count, 2);
	assert_int_equal(g.problems.count, 2);
	/* A Wednesday is the day after; a Tuesday stays. */
	assert_day(((const struct lifecycle *)g.values.items[0])->support_end, "2026-10-13");
	assert_day(((const struct lifecycle *)g.values.items[1])->support_end, "2025-11-11");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_dataset_is_read_whole),
		cmocka_unit_test(builds_say_day_and_update),
		cmocka_unit_test(last_days_are_microsofts),
		cmocka_unit_test(what_no_dataset_is_is_refused),
		cmocka_unit_test(an_empty_dataset_is_handed_on_as_one),
		cmocka_unit_test(one_bad_row_does_not_cost_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
