#include "format/json/feed_test.h"
#include "format/readings/readings.h"

#define READING(rest) "{\"vulnerability\": \"CVE-2026-1\", \"product\": \"cpe:2.3:a:x:y\", " rest "}"
#define FILE_OF(readings) "{\"format\": \"tsukuroi-readings-1\", \"organisation\": \"例市\", \"made\": \"2026-11-20T00:00:00Z\", \"readings\": [" readings "]}"

static void
a_file_gives_its_readings_and_whose_they_are(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct reading_record *reading;
	const struct reading_head *head;
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, readings_read, STR(FILE_OF(READING("\"verdict\": \"affected\", \"versions\": [\"4.5.1 より前のバージョン\"],"
	    " \"url\": \"https://example.jp/\", \"sentence\": \"文\", \"read_on\": \"2026-11-18\", \"review_on\": \"2027-05-18\", \"by\": \"課\","
	    " \"former\": [{\"verdict\": \"not_affected\", \"read_on\": \"2026-11-01\", \"by\": \"係\"}]") ", "
	    READING("\"verdict\": \"not_affected\", \"read_on\": \"2026-11-18\"")))));
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(g.values.count, 3);
	reading = g.values.items[0];
	assert_ptr_equal(g.kinds.items[0], &reading_record_schema);
	assert_str(reading->vulnerability, "CVE-2026-1");
	assert_str(reading->versions.items[0], "4.5.1 より前のバージョン");
	assert_str(day_format(reading->read_on, arena), "2026-11-18");
	assert_str(day_format(reading->review_on, arena), "2027-05-18");
	assert_str(reading->sentence, "文");
	assert_int_equal(reading->former.count, 1);
	assert_str(reading->former.items[0].by, "係");
	reading = g.values.items[1];
	assert_int_equal(reading->versions.count, 0);
	assert_int_equal(reading->review_on, DAY_NONE);
	head = g.values.items[2];
	assert_ptr_equal(g.kinds.items[2], &reading_head_schema);
	assert_str(head->organisation, "例市");
}

static void
what_is_no_reading_is_refused_with_its_reason(void **state)
{
	static const struct { const char *reading, *says; } cases[] = {
		{ "7", "no JSON object" }, { "{}", "needs its vulnerability" }, { "{\"product\": \"x\", \"read_on\": \"2026-11-18\"}", "needs its vulnerability" },
		{ READING("\"verdict\": \"affected\", \"versions\": [\"1\"]"), "the day it was read" },
		{ READING("\"verdict\": \"maybe\", \"read_on\": \"2026-11-18\""), "\"maybe\"" },
		{ READING("\"verdict\": \"affected\", \"read_on\": \"2026-11-18\""), "not both" },
		{ READING("\"verdict\": \"not_affected\", \"versions\": [\"1\"], \"read_on\": \"2026-11-18\""), "not both" },
		{ READING("\"verdict\": \"affected\", \"versions\": \"1\", \"read_on\": \"2026-11-18\""), "list of texts" },
		{ READING("\"verdict\": \"affected\", \"versions\": [1], \"read_on\": \"2026-11-18\""), "list of texts" },
		{ READING("\"verdict\": \"affected\", \"versions\": [\"\"], \"read_on\": \"2026-11-18\""), "list of texts" },
		{ READING("\"verdict\": \"not_affected\", \"read_on\": \"18.11.2026\""), "read_on" },
		{ READING("\"verdict\": \"not_affected\", \"read_on\": \"2026-11-18\", \"review_on\": \"later\""), "review_on" },
		{ READING("\"verdict\": \"not_affected\", \"read_on\": \"2026-11-18\", \"former\": [{\"read_on\": \"x\"}]"), "read_on" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		assert_ok(gather_text(&g, readings_read, arena_printf(arena, FILE_OF("%s"), cases[i].reading)));
		assert_int_equal(g.problems.count, 1);
		print_message("  %.*s\n", STR_ARG(g.problems.items[0].sentence_en));
		assert_true(str_find(g.problems.items[0].sentence_en, str_of(cases[i].says)) != SIZE_MAX);
	}
}

static void
other_files_are_refused_as_such(void **state)
{
	static const char *const files[] = { "{\"readings\": []}", "{\"format\": \"other\", \"readings\": []}", "[]", "{}" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		print_message("  %s\n", files[i]);
		assert_err(gather_text(&g, readings_read, str_of(files[i])), ERR_UNSUPPORTED);
	}
	for (size_t cut = 1; cut < sizeof(FILE_OF("")) - 1; cut++) {      /* half a file is never a whole one */
		struct gathered g;

		gather_begin(&g, arena);
		assert_non_null(gather_text(&g, readings_read, (struct str){ FILE_OF(""), cut }));
	}
}

static void
a_reading_comes_back_from_its_text(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct reading_record reading;

	(void)state;
	assert_ok(reading_parse(STR(READING("\"verdict\": \"not_affected\", \"read_on\": \"2026-11-18\", \"state\": \"withdrawn\", \"kept_at\": \"2026-11-18T01:00:00Z\"")),
	    arena, &reading));
	assert_str(reading.state, "withdrawn");
	assert_str(instant_format(reading.kept_at, ZONE_UTC, arena), "2026-11-18T01:00:00Z");
	assert_err(reading_parse(STR("{"), arena, &reading), ERR_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_gives_its_readings_and_whose_they_are), cmocka_unit_test(what_is_no_reading_is_refused_with_its_reason),
		cmocka_unit_test(other_files_are_refused_as_such), cmocka_unit_test(a_reading_comes_back_from_its_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
