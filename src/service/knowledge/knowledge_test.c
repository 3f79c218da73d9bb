#include "test.h"

#include "service/knowledge/knowledge.h"
#include "service/knowledge/statistics.h"

static void
names_of_files_tell_their_source(void **state)
{
	static const struct { const char *name, *kind; } cases[] = {
		{ "nvdcve-2.0-2026.json.gz", "nvd" }, { "known_exploited_vulnerabilities.json", "kev" }, { "epss_scores-2026-11-20.csv.gz", "epss" },
		{ "jvndb_detail_2026.rdf", "jvn" }, { "CVE-2026-0001.json", "cve5" }, { "MSRC_2026-Nov.json", "msrc" }, { "windows-builds.json", "builds" },
		{ "all.zip", "" }, { "", "" }, { "台帳.xlsx", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(knowledge_kind_of(str_of(cases[i].name)), cases[i].kind);
}

static void
only_who_may_takes_files_in(void **state)
{
	struct arena *arena = arena_new();
	struct home home = { 0 };
	struct actor reader = { .account = 1, .login = STR("mina"), .offices = OFFICE_READER, .scopes = SCOPES_ALL };
	struct actor officer = { .account = 2, .login = STR("sato"), .offices = OFFICE_SECURITY, .scopes = SCOPES_ALL };
	struct knowledge_wish wish = { .filename = STR("台帳.xlsx"), .path = STR("/nonexistent") };
	struct feed_file file;
	struct err *err;

	(void)state;
	err = knowledge_take(&home, NULL, &reader, &wish, 0, arena, &file);
	assert_non_null(err);
	assert_int_equal(err->code, ERR_FORBIDDEN);
	err = knowledge_take(&home, NULL, &officer, &wish, 0, arena, &file);
	assert_non_null(err);
	assert_int_equal(err->code, ERR_FORMAT);
	arena_free(arena);
}

static void
before_the_first_file_there_is_nothing_and_that_is_no_error(void **state)
{
	struct arena *arena = arena_new();
	struct home home = { .kb_path = STR("/nonexistent/kb") };
	struct knowledge_view view;

	(void)state;
	assert_ok(knowledge_show(&home, 0, LANG_JA, arena, &view));
	assert_int_equal(view.sources.count, 0);
	assert_int_equal(view.generation.len, 0);
	assert_false(view.is_fresh);
	assert_true(view.kinds.count > 5);
	arena_free(arena);
}

static void
figures_are_told_with_their_age(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	int64_t then, now;
	struct statistics_view view = { .as_of = INSTANT_NONE };

	(void)state;
	assert_true(instant_parse(STR("2026-11-16T01:00:00+09:00"), ZONE_JST, &then));
	assert_true(instant_parse(STR("2026-11-20T00:30:00+09:00"), ZONE_JST, &now));
	assert_true(str_find(statistics_words(&view, STR(""), now, LANG_EN, arena), STR("not taken in yet")) != SIZE_MAX);
	list_push(arena, &view.years, ((struct year_view){ .year = 2026, .registered = 1 }));
	assert_true(str_find(statistics_words(&view, STR(""), now, LANG_EN, arena), STR("is not known")) != SIZE_MAX);
	view.as_of = then;
	view.is_fresh = true;
	assert_str(statistics_words(&view, STR("16 November 2026"), now, LANG_EN, arena), "By JVN iPedia (IPA), as of 16 November 2026, 4 days old.");
	view.is_fresh = false;
	assert_true(str_find(statistics_words(&view, STR("16 November 2026"), now, LANG_EN, arena), STR("older than the age limit")) != SIZE_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names_of_files_tell_their_source), cmocka_unit_test(only_who_may_takes_files_in), cmocka_unit_test(figures_are_told_with_their_age),
		cmocka_unit_test(before_the_first_file_there_is_nothing_and_that_is_no_error) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
