#include "base/buf.h"
#include "domain/playbook/book_test.h"

static const struct play_value choices[] = {
	{ STR_INIT("affected"), { STR_INIT("該当"), STR_INIT("affected") } },
	{ STR_INIT("unknown"), { STR_INIT("判定不能"), STR_INIT("cannot be told") } },
};
static struct play_field columns[] = {
	{ .id = STR_INIT("content"), .type = PLAY_TEXT, .title = { STR_INIT("内容"), STR_INIT("Content") }, .required = true },
	{ .id = STR_INIT("cost"), .type = PLAY_MONEY, .title = { STR_INIT("費用"), STR_INIT("Cost") } },
	{ .id = STR_INIT("on"), .type = PLAY_DAY, .title = { STR_INIT("実施日"), STR_INIT("On") } },
	{ .id = STR_INIT("note"), .type = PLAY_LONG, .title = { STR_INIT("備考"), STR_INIT("Note") } },
};

static struct play_field
field_of(enum play_type type)
{
	struct play_field field = { .id = STR("f"), .type = type, .min = type == PLAY_NUMBER ? INT64_MIN : 0 };

	field.values.items = (struct play_value *)(uintptr_t)choices;
	field.values.count = ARRAY_LEN(choices);
	field.columns.items = columns;
	field.columns.count = ARRAY_LEN(columns);
	return field;
}

static void
what_people_write_is_kept_in_one_form(void **state)
{
	static const struct { enum play_type type; const char *written, *kept; int64_t value; const char *ja, *en; } cases[] = {
		{ PLAY_BOOL, "はい", "true", 1, "はい", "yes" }, { PLAY_BOOL, "True", "true", 1, "はい", "yes" }, { PLAY_BOOL, "１", "true", 1, "はい", "yes" },
		{ PLAY_BOOL, " 済 ", "true", 1, "はい", "yes" }, { PLAY_BOOL, "無", "false", 0, "いいえ", "no" }, { PLAY_BOOL, "no", "false", 0, "いいえ", "no" },
		{ PLAY_NUMBER, "１，２００", "1200", 1200, "1,200", "1,200" }, { PLAY_NUMBER, "-3", "-3", -3, "-3", "-3" },
		{ PLAY_NUMBER, "0", "0", 0, "0", "0" }, { PLAY_NUMBER, "-1234567", "-1234567", -1234567, "-1,234,567", "-1,234,567" },
		{ PLAY_NUMBER, "9223372036854775807", "9223372036854775807", INT64_MAX, "9,223,372,036,854,775,807", "9,223,372,036,854,775,807" },
		{ PLAY_MONEY, "1,200,000円", "1200000", 1200000, "1,200,000円", "1,200,000 yen" }, { PLAY_MONEY, "120万円", "1200000", 1200000, "1,200,000円", "1,200,000 yen" },
		{ PLAY_MONEY, "¥500", "500", 500, "500円", "500 yen" }, { PLAY_MONEY, "1億2,000万", "120000000", 120000000, "120,000,000円", "120,000,000 yen" },
		{ PLAY_MONEY, "２億円", "200000000", 200000000, "200,000,000円", "200,000,000 yen" }, { PLAY_MONEY, "3万500円", "30500", 30500, "30,500円", "30,500 yen" },
		{ PLAY_DAY, "2026-11-20", "2026-11-20", 20777, "2026-11-20（令和8年11月20日）", "2026-11-20" },
		{ PLAY_DAY, "令和８年１１月２０日", "2026-11-20", 20777, "2026-11-20（令和8年11月20日）", "2026-11-20" },
		{ PLAY_INSTANT, "2026-11-20 10:00", "2026-11-20T01:00:00Z", 1795136400000000, "2026-11-20 10:00 JST", "2026-11-20 10:00 JST" },
		{ PLAY_INSTANT, "令和8年11月20日 10:00", "2026-11-20T01:00:00Z", 1795136400000000, "2026-11-20 10:00 JST", "2026-11-20 10:00 JST" },
		{ PLAY_INSTANT, "2026-11-20T01:00:00Z", "2026-11-20T01:00:00Z", 1795136400000000, "2026-11-20 10:00 JST", "2026-11-20 10:00 JST" },
		{ PLAY_TEXT, " 予備機で試験する ", "予備機で試験する", 0, "予備機で試験する", "予備機で試験する" },
		{ PLAY_TEXT, "<script>{{x}}</script>", "<script>{{x}}</script>", 0, "<script>{{x}}</script>", "<script>{{x}}</script>" },
		{ PLAY_LONG, "a\r\n b\nc\n", "a\n b\nc", 0, "a\n b\nc", "a\n b\nc" }, { PLAY_LONG, "a\tb", "a\tb", 0, "a\tb", "a\tb" },
		{ PLAY_LONG, "a\n\nb\n\n\n", "a\n\nb", 0, "a\n\nb", "a\n\nb" },
		{ PLAY_CHOICE, "affected", "affected", 0, "該当", "affected" }, { PLAY_CHOICE, "判定不能", "unknown", 1, "判定不能", "cannot be told" },
		{ PLAY_CHOICE, "Cannot be told", "unknown", 1, "判定不能", "cannot be told" },
		{ PLAY_PERSON, "例市 情報政策課", "例市 情報政策課", 0, "例市 情報政策課", "例市 情報政策課" }, { PLAY_UNIT, "税務課", "税務課", 0, "税務課", "税務課" },
		{ PLAY_URL, "https://www.example.jp/a?b=c", "https://www.example.jp/a?b=c", 0, "https://www.example.jp/a?b=c", "https://www.example.jp/a?b=c" },
		{ PLAY_ROWS, "[{content: 更新する, cost: 120万円}]", "[{\"content\": \"更新する\", \"cost\": \"1200000\"}]", 1, "1. 内容: 更新する、費用: 1,200,000円",
		  "1. Content: 更新する; Cost: 1,200,000 yen" },
		{ PLAY_ROWS, "- content: a\n- {content: \"b\\\"\\\\\", on: R8.11.20, note: \"x\\ny\\tz\"}\n",
		  "[{\"content\": \"a\"}, {\"content\": \"b\\\"\\\\\", \"on\": \"2026-11-20\", \"note\": \"x\\ny\\u0009z\"}]", 2,
		  "1. 内容: a\n2. 内容: b\"\\、実施日: 2026-11-20（令和8年11月20日）、備考: x\ny\tz", "1. Content: a\n2. Content: b\"\\; On: 2026-11-20; Note: x\ny\tz" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct play_field field = field_of(cases[i].type);
		struct play_cell cell, again_cell;
		struct str text, again;

		print_message("  %s %s\n", enum_name(&play_type_names, (int)cases[i].type), cases[i].written);
		assert_ok(play_value(&field, str_of(cases[i].written), arena, &text, &cell));
		assert_str(text, cases[i].kept);
		assert_int_equal(cell.filled, PLAY_FILLED);
		assert_true(cell.value == cases[i].value);
		assert_str(play_value_words(&field, text, LANG_JA, arena), cases[i].ja);
		assert_str(play_value_words(&field, text, LANG_EN, arena), cases[i].en);
		assert_ok(play_value(&field, text, arena, &again, &again_cell));
		assert_str(again, cases[i].kept);
		assert_true(again_cell.value == cell.value);
	}
}

static void
nothing_empties_a_field(void **state)
{
	static const char *const nothings[] = { "", "  ", "\n" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (enum play_type type = PLAY_BOOL; type <= PLAY_ROWS; type++) {
		struct play_field field = field_of(type);

		for (size_t i = 0; i < ARRAY_LEN(nothings); i++) {
			struct play_cell cell = { PLAY_FILLED, 7 };
			struct str text = STR("x");

			assert_ok(play_value(&field, str_of(nothings[i]), arena, &text, &cell));
			assert_int_equal(text.len, 0);
			assert_int_equal(cell.filled, PLAY_EMPTY);
			assert_str(play_value_words(&field, text, LANG_JA, arena), "");
		}
	}
	struct play_field rows = field_of(PLAY_ROWS);
	struct play_cell cell;
	struct str text;

	assert_ok(play_value(&rows, STR("[]"), arena, &text, &cell));
	assert_int_equal(cell.filled, PLAY_EMPTY);
}

static void
what_does_not_fit_is_refused_in_words(void **state)
{
	static const struct { enum play_type type; const char *written, *says; } cases[] = {
		{ PLAY_BOOL, "maybe", "neither yes nor no" }, { PLAY_NUMBER, "12.5", "no whole number" }, { PLAY_NUMBER, "12,34", "no whole number" },
		{ PLAY_NUMBER, ",123", "no whole number" }, { PLAY_NUMBER, "1,,234", "no whole number" }, { PLAY_NUMBER, "99999999999999999999", "no whole number" },
		{ PLAY_NUMBER, "999999999999999999999999999999999999", "no whole number" },
		{ PLAY_MONEY, "たくさん", "no amount in yen" }, { PLAY_MONEY, "万円", "no amount in yen" }, { PLAY_MONEY, "99999999999999999億円", "no amount in yen" },
		{ PLAY_MONEY, "-1億円", "no amount in yen" }, { PLAY_MONEY, "1万-5円", "no amount in yen" }, { PLAY_MONEY, "-500円", "less than 0" },
		{ PLAY_MONEY, "92233720368億9999万9999999999999999円", "no amount in yen" }, { PLAY_MONEY, "92233720368億99999999999万円", "no amount in yen" },
		{ PLAY_DAY, "2026-02-30", "" }, { PLAY_DAY, "soon", "" },
		{ PLAY_INSTANT, "2026-11-20", "no day with a time" }, { PLAY_INSTANT, "明日 10:00", "no day with a time" }, { PLAY_INSTANT, "2026-11-20 25:00", "no day with a time" },
		{ PLAY_TEXT, "a\nb", "one line only" }, { PLAY_TEXT, "a\x01" "b", "control character" }, { PLAY_TEXT, "a\xe2\x80\xae" "b", "control character" },
		{ PLAY_TEXT, "a\xe2\x81\xa6" "b", "control character" }, { PLAY_TEXT, "a\xc2\x85" "b", "control character" }, { PLAY_TEXT, "a\xff", "UTF-8" },
		{ PLAY_LONG, "a\x7f", "control character" }, { PLAY_TEXT, "a\xe2\x80\xa8" "b", "control character" }, { PLAY_TEXT, "a\xef\xbb\xbf" "b", "control character" },
		{ PLAY_CHOICE, "perhaps", "none of the values; there are: affected (該当), unknown (判定不能)" },
		{ PLAY_URL, "javascript:alert(1)", "no address" }, { PLAY_URL, "https://", "no address" }, { PLAY_URL, "https:///x", "no address" },
		{ PLAY_URL, "https://a b", "no address" }, { PLAY_URL, "https://a\"b", "no address" }, { PLAY_URL, "https://a\nb", "one line" },
		{ PLAY_ROWS, "x", "a table" }, { PLAY_ROWS, "[x]", "Row 1 must be" }, { PLAY_ROWS, "[{content: a, colour: b}]", "\"colour\", which is no column" },
		{ PLAY_ROWS, "[{cost: 5}]", "row 1, content: This cell must be filled" }, { PLAY_ROWS, "[{content: a}, {content: b, cost: much}]", "row 2, cost: \"much\"" },
		{ PLAY_ROWS, "[{content: [a]}]", "one text or number" }, { PLAY_ROWS, "[{content: a", "not valid YAML" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct play_field field = field_of(cases[i].type);
		struct play_cell cell = { PLAY_REFUSED, 5 };
		struct str text = STR("as before"), said;
		struct err *err = play_value(&field, str_of(cases[i].written), arena, &text, &cell);

		if (err == NULL)
			fail_msg("%s was taken as %.*s", cases[i].written, STR_ARG(text));
		said = err_sentence(err, LANG_EN, arena);
		if (str_find(said, str_of(cases[i].says)) == SIZE_MAX)
			fail_msg("%s: \"%.*s\" does not say \"%s\"", cases[i].written, STR_ARG(said), cases[i].says);
		assert_str(text, "as before");
		assert_int_equal(cell.filled, PLAY_REFUSED);
	}
}

static void
texts_and_tables_have_their_bounds(void **state)
{
	static const struct { enum play_type type; size_t bytes; bool fits; } cases[] = {
		{ PLAY_TEXT, 1000, true }, { PLAY_TEXT, 1001, false }, { PLAY_LONG, 65536, true }, { PLAY_LONG, 65537, false }, { PLAY_DAY, 1001, false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play_field rows = field_of(PLAY_ROWS), least = field_of(PLAY_NUMBER);
	struct buf many BUF_SCOPE = { 0 };
	struct play_cell cell;
	struct str text;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct play_field field = field_of(cases[i].type);
		char *bytes = arena_alloc(arena, cases[i].bytes);

		memset(bytes, 'a', cases[i].bytes);
		assert_true((play_value(&field, (struct str){ bytes, cases[i].bytes }, arena, &text, &cell) == NULL) == cases[i].fits);
	}
	buf_add_char(&many, '[');
	for (size_t i = 0; i < 1001; i++)
		buf_add(&many, STR("{content: a}, "));
	buf_add_char(&many, ']');
	assert_err(play_value(&rows, buf_str(&many), arena, &text, &cell), ERR_LIMIT);
	rows.min = 2;
	assert_err(play_value(&rows, STR("[{content: a}]"), arena, &text, &cell), ERR_FORMAT);
	least.min = 1;
	assert_err(play_value(&least, STR("0"), arena, &text, &cell), ERR_FORMAT);
	assert_ok(play_value(&least, STR("1"), arena, &text, &cell));
}

/* What an earlier edition kept may not be of the type any more. */
static void
what_cannot_be_read_is_shown_as_it_is(void **state)
{
	static const struct { enum play_type type; const char *kept; } cases[] = {
		{ PLAY_DAY, "someday" }, { PLAY_INSTANT, "x" }, { PLAY_CHOICE, "gone" }, { PLAY_ROWS, "[" }, { PLAY_ROWS, "x" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct play_field field = field_of(cases[i].type);

		assert_str(play_value_words(&field, str_of(cases[i].kept), LANG_JA, arena), cases[i].kept);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_write_is_kept_in_one_form),
		cmocka_unit_test(nothing_empties_a_field),
		cmocka_unit_test(what_does_not_fit_is_refused_in_words),
		cmocka_unit_test(texts_and_tables_have_their_bounds),
		cmocka_unit_test(what_cannot_be_read_is_shown_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
