#include "test.h"

#include "domain/segment/segment.h"

#define HEAD "segments: t\nsince: 2026-04-01\ntitle: {ja: 区分, en: test}\n"
#define NET "  internet: {ja: インターネット, en: the internet, is: internet}\n"

static void
the_built_in_ones_reach_what_they_say(void **state)
{
	static const struct { const char *file, *name; enum exposure reach; } cases[] = {
		{ "municipality", "internet", EXPOSURE_INTERNET }, { "municipality", "dmz", EXPOSURE_INTERNET },
		{ "municipality", "internet_connected", EXPOSURE_INTERNAL }, { "municipality", "lgwan", EXPOSURE_CLOSED },
		{ "municipality", "resident", EXPOSURE_CLOSED }, { "municipality", "government_cloud", EXPOSURE_CLOSED },
		{ "municipality", "internal", EXPOSURE_INTERNAL }, { "municipality", "plant", EXPOSURE_CLOSED },
		{ "municipality", "closed", EXPOSURE_CLOSED }, { "municipality", "standalone", EXPOSURE_CLOSED },
		{ "standard", "dmz", EXPOSURE_INTERNET }, { "standard", "cloud", EXPOSURE_INTERNET }, { "standard", "internal", EXPOSURE_INTERNAL },
		{ "standard", "private_cloud", EXPOSURE_INTERNAL }, { "standard", "factory", EXPOSURE_CLOSED }, { "standard", "lgwan", EXPOSURE_CLOSED },
		{ "standard", "resident", EXPOSURE_CLOSED }, { "standard", "closed", EXPOSURE_CLOSED }, { "standard", "standalone", EXPOSURE_CLOSED },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct segments segments;
		const struct segment_class *class;

		print_message("  %s %s\n", cases[i].file, cases[i].name);
		assert_ok(segments_builtin(str_of(cases[i].file), arena, &segments));
		class = segment_find(&segments, str_of(cases[i].name));
		assert_non_null(class);
		assert_int_equal(class->reach, cases[i].reach);
		assert_true(class->through == 0 ? class->is_internet || class->reach == EXPOSURE_CLOSED : class->reach > EXPOSURE_CLOSED);
	}
}

static void
reach_is_the_strongest_chain_of_paths(void **state)
{
	static const struct { const char *paths; enum exposure a, b; } cases[] = {
		{ "", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: service}", EXPOSURE_INTERNET, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: access}", EXPOSURE_INTERNAL, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: vpn}", EXPOSURE_INTERNAL, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: service}, {from: a, to: b, by: service}", EXPOSURE_INTERNET, EXPOSURE_INTERNET },
		{ "{from: a, to: b, by: service}, {from: internet, to: a, by: access}", EXPOSURE_INTERNAL, EXPOSURE_INTERNAL },
		{ "{from: internet, to: a, by: service}, {from: a, to: b, by: access}", EXPOSURE_INTERNET, EXPOSURE_INTERNAL },
		{ "{from: internet, to: a, by: specific}, {from: a, to: b, by: service}", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: sanitised}", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: vdi}", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: one_way}", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: maintenance}", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
		{ "{from: internet, to: a, by: media}", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
		{ "{from: a, to: internet, by: service}", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
		{ "{from: a, to: b, by: access}, {from: b, to: a, by: access}, {from: internet, to: b, by: service}", EXPOSURE_INTERNAL,
		    EXPOSURE_INTERNET },
		{ "{from: a, to: a, by: service}", EXPOSURE_CLOSED, EXPOSURE_CLOSED },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str yaml = arena_printf(arena, HEAD "classes:\n" NET "  a: {ja: あ, en: a}\n  b: {ja: い, en: b}\npaths: [%s]\n", cases[i].paths);
		struct segments segments;

		print_message("  %s\n", cases[i].paths);
		assert_ok(segments_read(yaml, STR("t"), arena, &segments));
		assert_int_equal(segment_find(&segments, STR("a"))->reach, cases[i].a);
		assert_int_equal(segment_find(&segments, STR("b"))->reach, cases[i].b);
	}
}

static void
what_is_wrong_is_refused_with_its_line(void **state)
{
	static const struct { const char *yaml, *says; } cases[] = {
		{ "- a", "" }, { "since: 2026-04-01", "segments" }, { "segments: t\ntitle: {ja: x, en: x}", "since" },
		{ "segments: t\nsince: soon\n", "since" }, { "segments: t\nsince: 2026-04-01\n", "title" },
		{ "segments: t\nsince: 2026-04-01\ntitle: {ja: x}\n", "en" }, { HEAD, "classes" }, { HEAD "clases: {}\n", "clases" },
		{ HEAD "classes: []\npaths: []\n", "classes" }, { HEAD "classes:\n" NET, "paths" }, { HEAD "classes: {}\npaths: []\n", "is: internet" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, is: internet}\npaths: []\n", "is: internet" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, is: lan}\npaths: []\n", "line 6" },
		{ HEAD "classes:\n" NET "  b: {ja: い}\npaths: []\n", "en" }, { HEAD "classes:\n" NET "  b: い\npaths: []\n", "line 6" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: ''}\npaths: []\n", "en" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, wods: [x]}\npaths: []\n", "wods" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, words: x}\npaths: []\n", "words" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, words: [[x]]}\npaths: []\n", "words" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, reached: unknown}\npaths: []\n", "reached" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, reached: outside}\npaths: []\n", "reached" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, reached: internal}\npaths: []\n", "closed" },
		{ HEAD "classes:\n" NET "  b: {ja: い, en: b, reached: closed}\npaths: [{from: internet, to: b, by: service}]\n", "internet" },
		{ HEAD "classes:\n" NET "paths: [x]\n", "line 6" }, { HEAD "classes:\n" NET "paths: [{from: internet, to: b, by: service}]\n", "\"b\"" },
		{ HEAD "classes:\n" NET "paths: [{from: internet, by: service}]\n", "to" },
		{ HEAD "classes:\n" NET "paths: [{from: internet, to: internet, by: magic}]\n", "by" },
		{ HEAD "classes:\n" NET "paths: [{from: internet, to: internet}]\n", "by" },
		{ HEAD "classes:\n" NET "paths: [{from: internet, to: internet, by: vpn, via: x}]\n", "via" },
		{ HEAD "classes:\n" NET NET "paths: []\n", "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct segments segments;
		struct err *err = segments_read(str_of(cases[i].yaml), STR("t"), arena, &segments);
		struct str said;

		assert_non_null(err);
		said = err_sentence(err, LANG_EN, arena);
		print_message("  %.*s\n", STR_ARG(said));
		assert_true(str_find(said, str_of(cases[i].says)) != SIZE_MAX);
	}
}

static void
too_many_are_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str_list lines = { 0 };
	struct segments segments;

	(void)state;
	for (int i = 0; i < 2001; i++)
		list_push(arena, &lines, STR("{from: internet, to: internet, by: media}"));
	assert_err(segments_read(arena_printf(arena, HEAD "classes:\n" NET "paths: [%.*s]\n",
	    STR_ARG(arena_join(arena, lines.items, lines.count, STR(", ")))), STR("t"), arena, &segments), ERR_LIMIT);
	assert_err(segments_builtin(STR("none"), arena, &segments), ERR_NOT_FOUND);
}

static void
classes_are_found_by_their_words(void **state)
{
	static const struct { const char *words, *name; } cases[] = {
		{ "DMZ公開", "dmz" }, { "ｄｍｚ", "dmz" }, { "dmz", "dmz" }, { "LGWAN接続系", "lgwan" }, { "LGWAN", "lgwan" }, { "マイナンバー利用事務系", "resident" },
		{ "基幹系", "resident" }, { "ガバメントクラウド", "government_cloud" }, { "制御系", "plant" }, { "public zone (DMZ)", "dmz" },
		{ " 閉域 ", "closed" }, { "LGWANとインターネット", NULL }, { "", NULL }, { "どこか", NULL },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct segments segments;

	(void)state;
	assert_ok(segments_builtin(STR("municipality"), arena, &segments));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct segment_class *class = segment_of_words(&segments, str_of(cases[i].words), arena);

		print_message("  %s\n", cases[i].words);
		assert_int_equal(class == NULL, cases[i].name == NULL);
		if (class != NULL)
			assert_str(class->name, cases[i].name);
	}
	assert_null(segment_find(&segments, STR("none")));
	assert_str(segment_title(segment_find(&segments, STR("dmz")), LANG_JA), "DMZ公開");
	assert_str(segment_title(segment_find(&segments, STR("dmz")), LANG_EN), "public zone (DMZ)");
}

static void
limited_paths_are_ways_to_ask_about(void **state)
{
	static const enum route routes[SEGMENT_BY_COUNT] = {
		ROUTE_COUNT, ROUTE_COUNT, ROUTE_COUNT, ROUTE_SEGMENTS, ROUTE_SEGMENTS, ROUTE_SEGMENTS, ROUTE_SEGMENTS, ROUTE_MAINTENANCE,
		ROUTE_MEDIA,
	};

	(void)state;
	for (enum segment_by by = 0; by < SEGMENT_BY_COUNT; by++) {
		assert_int_equal(segment_route(by), routes[by]);
		assert_true(segment_by_text(by)[0] != '\0');
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_built_in_ones_reach_what_they_say), cmocka_unit_test(reach_is_the_strongest_chain_of_paths),
		cmocka_unit_test(what_is_wrong_is_refused_with_its_line), cmocka_unit_test(too_many_are_refused),
		cmocka_unit_test(classes_are_found_by_their_words), cmocka_unit_test(limited_paths_are_ways_to_ask_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
