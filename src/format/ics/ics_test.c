#include "test.h"

#include "format/ics/ics.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;      /* 2026-11-18 11:06:40 JST */

static void
a_calendar_is_written_as_rfc_5545_wants_it(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ics_calendar calendar = { .name = STR("例市, 定期メンテナンス"), .made = noon };
	struct str text;

	(void)state;
	list_push(arena, &calendar.events, ((struct ics_event){ STR("maintenance-1@tsukuroi"), STR("停止; \"予約\"\\基盤"), STR("一行目\n二行目"),
	    noon, noon + 4 * INSTANT_HOUR, STR("FREQ=MONTHLY;BYDAY=3WE") }));
	text = ics_format(&calendar, arena);
	assert_true(str_starts(text, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")));
	assert_true(str_ends(text, STR("END:VEVENT\r\nEND:VCALENDAR\r\n")));
	assert_int_not_equal(str_find(text, STR("X-WR-CALNAME:例市\\, 定期メンテナンス\r\n")), SIZE_MAX);
	assert_int_not_equal(str_find(text, STR("SUMMARY:停止\\; \"予約\"\\\\基盤\r\n")), SIZE_MAX);
	assert_int_not_equal(str_find(text, STR("DESCRIPTION:一行目\\n二行目\r\n")), SIZE_MAX);
	assert_int_not_equal(str_find(text, STR("DTSTAMP:20261118T")), SIZE_MAX);
	assert_int_not_equal(str_find(text, STR("DTSTART;TZID=Asia/Tokyo:20261118T")), SIZE_MAX);
	assert_int_not_equal(str_find(text, STR("RRULE:FREQ=MONTHLY;BYDAY=3WE\r\n")), SIZE_MAX);
}

/* A name cannot begin a line of its own, and no line is longer than 75 octets or cut within a character. */
static void
texts_stay_texts(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ics_calendar calendar = { .made = noon };
	struct str text, rest, line;

	(void)state;
	list_push(arena, &calendar.events, ((struct ics_event){ STR("u"), STR("x\r\nATTACH:file:///etc/passwd\r\nBEGIN:VALARM"),
	    STR("長い説明が何行にもわたって続き、七十五オクテットでは収まらないので、文字の途中では切らずに折り返される。"), noon, noon, STR("") }));
	text = rest = ics_format(&calendar, arena);
	assert_true(str_is_text(text));
	assert_int_equal(str_find(text, STR("\nATTACH")), SIZE_MAX);
	assert_int_equal(str_find(text, STR("\nBEGIN:VALARM")), SIZE_MAX);
	while (str_line(&rest, &line)) {
		assert_true(line.len <= 75);
		assert_true(str_is_text(line));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_calendar_is_written_as_rfc_5545_wants_it), cmocka_unit_test(texts_stay_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
