#include "test.h"
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/fold.h"
#include "base/hash.h"
#include "base/input.h"
#include "base/map.h"
#include "base/vec.h"

static void
text_is_cut_at_the_first_and_the_last_separator(void **state)
{
	struct str head, tail;

	(void)state;
	assert_true(str_cut(STR("a/b/c"), '/', &head, &tail));
	assert_str(head, "a");
	assert_str(tail, "b/c");
	assert_true(str_cut_last(STR("a/b/c"), '/', &head, &tail));
	assert_str(head, "a/b");
	assert_str(tail, "c");
	assert_false(str_cut(STR("abc"), '/', &head, &tail));
	assert_str(head, "abc");
	assert_str(tail, "");
}

static void
splitting_gives_every_piece_also_the_empty_ones(void **state)
{
	struct str rest = STR("a,,b,"), piece;
	const char *pieces[] = { "a", "", "b", "" };
	size_t count = 0;

	(void)state;
	while (str_split(&rest, ',', &piece))
		assert_str(piece, pieces[count++]);
	assert_int_equal(count, 4);
}

static void
numbers_that_do_not_fit_are_refused(void **state)
{
	uint64_t value;
	int64_t signed_value;

	(void)state;
	assert_true(str_to_u64(STR("18446744073709551615"), &value));
	assert_false(str_to_u64(STR("18446744073709551616"), &value));
	assert_false(str_to_u64(STR(""), &value));
	assert_false(str_to_u64(STR("1a"), &value));
	assert_true(str_to_i64(STR("-42"), &signed_value));
	assert_int_equal(signed_value, -42);
	assert_true(str_to_i64(STR("-9223372036854775808"), &signed_value));
	assert_int_equal(signed_value, INT64_MIN);
	assert_false(str_to_i64(STR("9223372036854775808"), &signed_value));
}

static const struct {
	struct str text;
	bool       valid;
} utf8_cases[] = {
	{ STR_INIT("plain ASCII of some length"), true },
	{ STR_INIT("脆弱性情報ハンドリング"), true },
	{ STR_INIT("\xf0\xa0\xae\x9f"), true },
	{ STR_INIT("a\0b"), false },              /* NUL                */
	{ STR_INIT("12345678\0"), false },        /* NUL after a word   */
	{ STR_INIT("\xc0\xaf"), false },          /* overlong           */
	{ STR_INIT("\xe0\x80\xaf"), false },      /* overlong           */
	{ STR_INIT("\xed\xa0\x80"), false },      /* surrogate          */
	{ STR_INIT("\xf4\x90\x80\x80"), false },  /* beyond U+10FFFF    */
	{ STR_INIT("\xe6\x97"), false },          /* cut short          */
	{ STR_INIT("\x80"), false },
};

static void
text_is_utf8_without_nul(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(utf8_cases); i++)
		assert_int_equal(str_is_text(utf8_cases[i].text), utf8_cases[i].valid);
}

static void
an_arena_gives_zeroed_memory_again_after_a_reset(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (int turn = 0; turn < 3; turn++) {
		for (size_t size = 1; size < 300000; size *= 3) {
			unsigned char *bytes = arena_alloc(arena, size);

			for (size_t i = 0; i < size; i++)
				assert_int_equal(bytes[i], 0);
			memset(bytes, 0xff, size);
		}
		arena_reset(arena);
		assert_int_equal(arena_used(arena), 0);
	}
}

static void
a_map_finds_what_was_put(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct map map = { 0 };

	(void)state;
	assert_null(map_find(&map, STR("x")));
	for (uint64_t i = 0; i < 10000; i++)
		*map_put(arena, &map, arena_printf(arena, "key %llu", (unsigned long long)i)) = i;
	assert_int_equal(map.count, 10000);
	for (uint64_t i = 0; i < 10000; i++)
		assert_int_equal(*map_find(&map, arena_printf(arena, "key %llu", (unsigned long long)i)), i);
	assert_null(map_find(&map, STR("key 10000")));
}

static const struct {
	const char *text;
	const char *utc;     /* NULL: refused */
} instants[] = {
	{ "2026-11-20T01:02:03Z",           "2026-11-20T01:02:03Z" },
	{ "2024-06-04T19:20:51.613",        "2024-06-04T19:20:51Z" },
	{ "2026-11-18T11:00:00+09:00",      "2026-11-18T02:00:00Z" },
	{ "2023-11-02T11:57+09:00",         "2023-11-02T02:57:00Z" },
	{ "2022-02-04T00:00:00+0000",       "2022-02-04T00:00:00Z" },
	{ "1969-12-31T23:59:59Z",           "1969-12-31T23:59:59Z" },
	{ "2024-02-29",                     "2024-02-29T00:00:00Z" },
	{ "2023-02-29",                     NULL },
	{ "2026-13-01",                     NULL },
	{ "2026-11-20T25:00:00Z",           NULL },
	{ "2026-11-20T01:02:03Zx",          NULL },
	{ "20 Nov 2026",                    NULL },
};

static void
instants_are_read_as_feeds_write_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(instants); i++) {
		int64_t instant;
		bool valid = instant_parse(str_of(instants[i].text), ZONE_UTC, &instant);

		assert_int_equal(valid, instants[i].utc != NULL);
		if (valid)
			assert_str(instant_format(instant, ZONE_UTC, arena), instants[i].utc);
	}
	assert_true(instant_parse(STR("2026-11-20T23:30:00Z"), ZONE_UTC, &(int64_t){ 0 }));
}

static void
every_day_of_four_centuries_comes_back(void **state)
{
	int32_t first = day_of_civil((struct civil){ 1800, 1, 1 }), last = day_of_civil((struct civil){ 2199, 12, 31 });

	(void)state;
	assert_int_equal(day_of_civil((struct civil){ 1970, 1, 1 }), 0);
	assert_int_equal(day_weekday(0), 4);
	for (int32_t day = first; day <= last; day++) {
		struct civil date = day_civil(day);

		assert_true(civil_is_valid(date));
		assert_int_equal(day_of_civil(date), day);
	}
}

static void
an_error_is_one_sentence_in_two_languages(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bytes;
	struct err *err = file_read(STR("/nonexistent/file"), 10, arena, &bytes);
	struct str ja, en;

	(void)state;
	assert_non_null(err);
	assert_int_equal(err->code, ERR_SYSTEM);
	ja = err_sentence(err, LANG_JA, arena);
	en = err_sentence(err, LANG_EN, arena);
	assert_true(str_starts(ja, STR("ファイル /nonexistent/file を開けません。システム")));
	assert_true(str_starts(en, STR("The file /nonexistent/file could not be opened. The system")));
	assert_int_equal(err_exit_status(err->code), 5);
	assert_str(err_sentence(err_copy(err, arena), LANG_JA, arena), arena_cstr(arena, ja));
}

static void
a_file_is_written_whole_and_read_back(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-base-XXXXXX";
	struct str path, bytes, *names;
	size_t count;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = path_join(arena, str_of(dir), STR("a.txt"));
	assert_ok(file_write(path, STR("first"), arena));
	assert_ok(file_write(path, STR("second"), arena));
	assert_ok(file_read(path, 100, arena, &bytes));
	assert_str(bytes, "second");
	assert_err(file_read(path, 3, arena, &bytes), ERR_LIMIT);
	assert_ok(dir_list(str_of(dir), arena, &names, &count));
	assert_int_equal(count, 1);
	assert_ok(dir_remove(str_of(dir), arena));
	assert_false(dir_exists(str_of(dir), arena));
}

static const struct {
	const char *a, *b;
	bool        same;
} folds[] = {
	{ "サーバー", "サーバ", true },
	{ "ｻｰﾊﾞｰ", "サーバ", true },
	{ "さーばー", "サーバ", true },
	{ "Ａｐａｃｈｅ　ＨＴＴＰ", "apache http", true },
	{ "データベース", "データベース", true },
	{ "スーパー サーバー", "スーパ サーバ", true },
	{ "メール", "メル", false },              /* inside a word the long vowel tells words apart */
	{ "EC‐CUBE", "EC-CUBE", true },
	{ "㈱みどり", "(株)みどり", true },
	{ "  a  b ", "a b", true },
	{ "東京", "京都", false },
};

static void
what_people_write_differently_folds_to_the_same(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(folds); i++) {
		struct str a = fold_text(str_of(folds[i].a), arena), b = fold_text(str_of(folds[i].b), arena);

		if (str_eq(a, b) != folds[i].same)
			fail_msg("%s and %s: %.*s %.*s", folds[i].a, folds[i].b, STR_ARG(a), STR_ARG(b));
	}
}

static void
wide_signs_are_their_narrow_ones(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_str(fold_narrow(STR("９．０．７１"), arena), "9.0.71");
	assert_str(fold_narrow(STR("Ｖｅｒ　２ー\xc2\xa0ｶﾅ"), arena), "Ver 2ー ｶﾅ");
	assert_str(fold_narrow(STR("a\xff"), arena), "a\xff");
}

static void
sha256_is_the_standards(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sha256 sum;

	(void)state;
	sha256_init(&sum);
	sha256_add(&sum, "abc", 3);
	assert_str(sha256_hex(&sum, arena), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* A million times "a" (NIST's third example), in pieces that begin and end within blocks and between them. */
static void
sha256_is_the_same_in_pieces(void **state)
{
	static const size_t pieces[] = { 1, 63, 64, 65, 1000, 4096, 1000000 };
	struct arena *arena ARENA_SCOPE = arena_new();
	char *text = arena_alloc(arena, 1000000);

	(void)state;
	memset(text, 'a', 1000000);
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		struct sha256 sum;

		sha256_init(&sum);
		for (size_t at = 0; at < 1000000; at += pieces[i])
			sha256_add(&sum, text + at, pieces[i] < 1000000 - at ? pieces[i] : 1000000 - at);
		assert_str(sha256_hex(&sum, arena), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	}
}

/* A piece a read, so that a byte order mark is cut in its middle, too. */
static struct err *
read_piecemeal(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct input_bytes *bytes = (struct input_bytes *)input;

	(void)room, (void)arena;
	*ret_got = bytes->rest.len > 0;
	if (*ret_got > 0)
		memcpy(into, bytes->rest.ptr, 1);
	bytes->rest = str_from(bytes->rest, *ret_got);
	return NULL;
}

static void
an_input_of_white_space_is_blank(void **state)
{
	static const struct { struct str text; bool blank; } cases[] = {
		{ STR_INIT(""), true }, { STR_INIT(" \t\r\n\v\f"), true }, { STR_INIT("\xEF\xBB\xBF"), true }, { STR_INIT("\xEF\xBB\xBF\n"), true },
		{ STR_INIT("\n{"), false }, { STR_INIT("\n\xEF\xBB\xBF"), false }, { STR_INIT("\xEF\xBB"), true }, { STR_INIT("\xBB\xEF"), false }, { STR_INIT("\0"), false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct input_bytes bytes;
		struct input_watched watched;
		bool blank = !cases[i].blank;

		(void)input_of_bytes(&bytes, cases[i].text, STR("x"));
		bytes.input.read = read_piecemeal;
		(void)input_watch(&watched, &bytes.input);
		assert_ok(input_is_blank(&watched, arena, &blank));
		assert_int_equal(blank, cases[i].blank);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cut_at_the_first_and_the_last_separator),
		cmocka_unit_test(splitting_gives_every_piece_also_the_empty_ones),
		cmocka_unit_test(numbers_that_do_not_fit_are_refused),
		cmocka_unit_test(text_is_utf8_without_nul),
		cmocka_unit_test(an_arena_gives_zeroed_memory_again_after_a_reset),
		cmocka_unit_test(a_map_finds_what_was_put),
		cmocka_unit_test(instants_are_read_as_feeds_write_them),
		cmocka_unit_test(every_day_of_four_centuries_comes_back),
		cmocka_unit_test(an_error_is_one_sentence_in_two_languages),
		cmocka_unit_test(an_input_of_white_space_is_blank),
		cmocka_unit_test(a_file_is_written_whole_and_read_back),
		cmocka_unit_test(what_people_write_differently_folds_to_the_same),
		cmocka_unit_test(wide_signs_are_their_narrow_ones),
		cmocka_unit_test(sha256_is_the_standards),
		cmocka_unit_test(sha256_is_the_same_in_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
