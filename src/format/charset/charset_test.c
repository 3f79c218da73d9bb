#include "test.h"
#include <iconv.h>
#include <seccomp.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/limits.h"
#include "format/charset/charset.h"

/* The text in another encoding, as the C library writes it. */
static struct str
encoded(struct arena *arena, const char *text, const char *table)
{
	iconv_t cd = iconv_open(table, "UTF-8");
	size_t from_left = strlen(text), into_left = from_left * 4 + 16, room = into_left;
	char *from = arena_cstr(arena, str_of(text)), *into = arena_alloc(arena, into_left), *begin = into;

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &from, &from_left, &into, &into_left), 0);
	(void)iconv_close(cd);
	return (struct str){ begin, room - into_left };
}

static const struct {
	const char  *text;
	const char  *table;
	enum charset charset;
} told[] = {
	{ "plain ASCII, nothing else", "UTF-8", CHARSET_UTF8 },
	{ "システム名,ホスト名\n税務,web01\n", "UTF-8", CHARSET_UTF8 },
	{ "\xef\xbb\xbf" "管理番号", "UTF-8", CHARSET_UTF8 },
	{ "システム名,ホスト名\n税務,web01\n", "CP932", CHARSET_CP932 },
	{ "①㈱髙橋ソフトウェア～", "CP932", CHARSET_CP932 },
	{ "表示ソ能", "CP932", CHARSET_CP932 },               /* second bytes 5C        */
	{ "ｼｽﾃﾑ", "CP932", CHARSET_CP932 },                  /* half-width kana alone  */
	{ "ｼｽﾃﾑ,ﾎｽﾄ名", "CP932", CHARSET_CP932 },
	{ "システム名,ホスト名\n税務,web01\n", "EUC-JP", CHARSET_EUCJP },
	{ "管理番号", "EUC-JP", CHARSET_EUCJP },
	{ "会社ひらがな", "EUC-JP", CHARSET_EUCJP },
	{ "①㈱", "EUC-JP-MS", CHARSET_EUCJP },
	{ "\xef\xbb\xbf" "システム名", "UTF-16LE", CHARSET_UTF16LE },
	{ "\xef\xbb\xbf" "髙橋𠮟る", "UTF-16BE", CHARSET_UTF16BE },
};

static struct str
without_mark(const char *text)
{
	struct str s = str_of(text);

	(void)str_take(&s, STR("\xef\xbb\xbf"));
	return s;
}

static struct err *
stream_all(struct str bytes, struct arena *arena, struct str *ret_text)
{
	struct charset_input *charset CHARSET_SCOPE = NULL;
	struct input_bytes raw;

	TRY(charset_open(input_of_bytes(&raw, bytes, STR("x.csv")), arena, &charset));
	return input_all(charset_stream(charset), (size_t)64 << 20, arena, ret_text);
}

static void
each_encoding_is_told_and_converted(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(told); i++) {
		struct str bytes = encoded(arena, told[i].text, told[i].table), text, expected = without_mark(told[i].text);
		enum charset charset;
		size_t mark;

		print_message("  %s as %s\n", told[i].text, told[i].table);
		assert_ok(charset_detect(bytes, STR("x"), arena, &charset, &mark));
		assert_int_equal(charset, told[i].charset);
		assert_ok(charset_text(bytes, STR("x"), arena, &text));
		assert_true(str_eq(text, expected));
		assert_ok(stream_all(bytes, arena, &text));
		assert_true(str_eq(text, expected));
	}
	arena_free(arena);
}

/* Rows of ASCII, then what decides, then more than a piece of it: characters stand across the pieces' borders. */
static void
a_long_stream_is_converted_whole(void **state)
{
	static const char *const tables[] = { "UTF-8", "CP932", "EUC-JP", "UTF-16LE" };
	struct arena *arena = arena_new();
	struct buf text BUF_SCOPE = { 0 };

	(void)state;
	buf_add(&text, STR("\xef\xbb\xbf"));
	while (text.len < LIMIT_CHARSET_PROBE - 2)
		buf_add_char(&text, 'a');
	while (text.len < 4 * LIMIT_CHARSET_PROBE)
		buf_add(&text, STR("脆弱性x"));
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		const char *source = arena_cstr(arena, buf_str(&text)) + (i == 1 || i == 2 ? 3 : 0);
		struct str got;

		assert_ok(stream_all(encoded(arena, source, tables[i]), arena, &got));
		assert_true(str_eq(got, str_from(buf_str(&text), 3)));
	}
	arena_free(arena);
}

static const struct {
	struct str  bytes;
	const char *sentence;   /* what it must say */
} misfits[] = {
	{ STR_INIT("abc\xff\xff"), "byte 3 of x.csv fits none" },
	{ STR_INIT("\xef\xbb\xbf" "ab\x83\x56"), "byte 5 of x.csv is not valid in UTF-8" },
	{ STR_INIT("\xff\xfe\x00\xd8\x41\x00"), "byte 2 of x.csv is not valid in UTF-16" },
	{ STR_INIT("\xff\xfe\x41"), "byte 2 of x.csv is not valid in UTF-16" },
	{ STR_INIT("\x83\x56\x83"), "fits none" },                       /* cut inside a character   */
	{ STR_INIT("\xa4\xa2\x85\x40"), "byte 2 of x.csv fits none" },   /* a control character */
	{ STR_INIT("\x83\x56\x83\x58\xff"), "byte 4 of x.csv fits none" },
};

static void
what_fits_nothing_is_told_with_its_place(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(misfits); i++) {
		struct str text, sentence;
		struct err *err = charset_text(misfits[i].bytes, STR("x.csv"), arena, &text);

		assert_non_null(err);
		assert_int_equal(err->code, ERR_FORMAT);
		sentence = err_sentence(err, LANG_EN, arena);
		print_message("  %.*s\n", STR_ARG(sentence));
		assert_true(str_find(sentence, str_of(misfits[i].sentence)) != SIZE_MAX);
		assert_err(stream_all(misfits[i].bytes, arena, &text), ERR_FORMAT);
	}
	arena_free(arena);
}

/* After the first piece has told the encoding, a byte that is not of it is not passed over. */
static void
a_late_misfit_is_told_with_its_place(void **state)
{
	struct arena *arena = arena_new();
	struct buf bytes BUF_SCOPE = { 0 };
	struct err *err;
	struct str text;

	(void)state;
	while (bytes.len < 2 * LIMIT_CHARSET_PROBE)
		buf_add(&bytes, STR("\x83\x56"));
	buf_add(&bytes, STR("\xff"));
	err = stream_all(buf_str(&bytes), arena, &text);
	assert_non_null(err);
	assert_true(str_find(err_sentence(err, LANG_EN, arena), STR("byte 524288 of x.csv")) != SIZE_MAX);
	arena_free(arena);
}

static void
a_told_encoding_is_not_guessed(void **state)
{
	struct arena *arena = arena_new();
	struct charset_input *charset CHARSET_SCOPE = NULL;
	struct input_bytes raw;
	enum charset told_charset;
	struct str text;

	(void)state;
	assert_true(charset_find(STR("Shift_JIS"), &told_charset));
	assert_false(charset_find(STR("iso-8859-1"), &told_charset));
	assert_ok(charset_open_as(input_of_bytes(&raw, STR("\xb1\xb2\xb3\xb4"), STR("x")), told_charset, arena, &charset));
	assert_ok(input_all(charset_stream(charset), 100, arena, &text));
	assert_str(text, "ｱｲｳｴ");
	arena_free(arena);
}

/* Every encoding, where opening a file ends the process. */
static _Noreturn void
convert_in_sandbox(void)
{
	static const struct str texts[] = { STR_INIT("\x83\x56"), STR_INIT("\xa4\xa2\xa4\xa4"), STR_INIT("\xff\xfe" "a\0"), STR_INIT("\xfe\xff\0a") };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	struct arena *arena = arena_new();
	struct str text;

	charset_warm();
	(void)seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(openat), 0);
	(void)seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(open), 0);
	if (seccomp_load(filter) != 0)
		_exit(40);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (charset_text(texts[i], STR("x"), arena, &text) != NULL || stream_all(texts[i], arena, &text) != NULL)
			_exit(41);
	_exit(0);
}

static void
warmed_tables_need_no_file(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	assert_true(child >= 0);
	if (child == 0)
		convert_in_sandbox();
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static const struct {
	const char *utf8, *cp932;
	size_t      lost;
} outward[] = {
	{ "ASCII\r\n", "ASCII\r\n", 0 },
	{ "①㈱髙", "\x87\x40\x87\x8a\xfb\xfc", 0 },   /* what Shift_JIS proper does not have */
	{ "庁内 LAN", "\x92\xa1\x93\xe0 LAN", 0 },
	{ "a😀b", "a\x81\xac" "b", 1 },
	{ "한국", "\x81\xac\x81\xac", 2 },
};

static void
what_cp932_does_not_have_becomes_a_geta_and_is_counted(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf refused BUF_SCOPE = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outward); i++) {
		struct buf out BUF_SCOPE = { 0 };
		size_t lost;

		assert_ok(charset_encode_cp932(str_of(outward[i].utf8), arena, &out, &lost));
		assert_str(buf_str(&out), outward[i].cp932);
		assert_int_equal(lost, outward[i].lost);
	}
	assert_err(charset_encode_cp932(STR("a\xff"), arena, &refused, &(size_t){ 0 }), ERR_FORMAT);
}

/* ------------------------------------------------------------------------------- lines of several hands */

static const struct {
	struct str   bytes;
	enum charset charset;
	const char  *text;
	const char  *strays;       /* "line encoding" or "line lost" a line */
} lines_cases[] = {
	{ STR_INIT("a,b\n"), CHARSET_UTF8, "a,b\n", "" },
	{ STR_INIT("\xef\xbb\xbf" "表\n"), CHARSET_UTF8, "表\n", "" },
	{ STR_INIT("\x95\x5c,a\n"), CHARSET_CP932, "表,a\n", "" },
	/* UTF-16 without a mark, both ways */
	{ STR_INIT("a\0,\0" "b\0\n\0"), CHARSET_UTF16LE, "a,b\n", "" },
	{ STR_INIT("\0a\0,\0b\0\n"), CHARSET_UTF16BE, "a,b\n", "" },
	/* one line of CP932 in a file of UTF-8, and the other way round */
	{ STR_INIT("表計算,ソフト\nシステム\n\x95\x5c,\x83\x5c\n"), CHARSET_UTF8, "表計算,ソフト\nシステム\n表,ソ\n", "3 CP932 (Shift_JIS)\n" },
	{ STR_INIT("\x83\x56\x83\x58\n\x83\x65\x83\x80\n管理番号\n"), CHARSET_CP932, "シス\nテム\n管理番号\n", "3 UTF-8\n" },
	/* a line that nobody can read keeps what can be read of it */
	{ STR_INIT("表\nシステム\na\xff\xff" "b\n"), CHARSET_UTF8, "表\nシステム\na\xef\xbf\xbd\xef\xbf\xbd" "b\n", "3 lost\n" },
};

static void
lines_are_read_each_in_its_own_encoding(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines_cases); i++) {
		struct buf said BUF_SCOPE = { 0 };
		struct charset_strays strays;
		enum charset charset;
		struct str text;

		assert_ok(charset_lines(lines_cases[i].bytes, STR("x.csv"), arena, &charset, &text, &strays));
		for (size_t k = 0; k < strays.list.count; k++)
			buf_addf(&said, "%d %s\n", (int)strays.list.items[k].line, strays.list.items[k].lost ? "lost" : charset_name(strays.list.items[k].charset));
		assert_int_equal(charset, lines_cases[i].charset);
		assert_str(text, lines_cases[i].text);
		assert_str(buf_str(&said), lines_cases[i].strays);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(warmed_tables_need_no_file),   /* first: nothing is loaded yet */
		cmocka_unit_test(each_encoding_is_told_and_converted),
		cmocka_unit_test(a_long_stream_is_converted_whole),
		cmocka_unit_test(what_fits_nothing_is_told_with_its_place),
		cmocka_unit_test(a_late_misfit_is_told_with_its_place),
		cmocka_unit_test(a_told_encoding_is_not_guessed),
		cmocka_unit_test(what_cp932_does_not_have_becomes_a_geta_and_is_counted),
		cmocka_unit_test(lines_are_read_each_in_its_own_encoding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
