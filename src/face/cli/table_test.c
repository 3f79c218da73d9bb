#include "test.h"
#include "face/cli/table.h"

static const struct {
	const char *text;
	size_t      width;
} widths[] = {
	{ "", 0 },
	{ "curl 8.5", 8 },
	{ "脆弱性", 6 },
	{ "ｻｰﾊﾞ", 4 },             /* half-width kana take one column each */
	{ "が", 2 },
	{ "か\xe3\x82\x99", 2 },    /* a combining mark takes none          */
	{ "\xff" "a", 2 },          /* a broken byte still takes a place    */
};

static void
japanese_takes_two_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(widths); i++)
		assert_int_equal(text_width(str_of(widths[i].text)), widths[i].width);
}

static struct table
sample(struct arena *arena, const struct table_column *columns)
{
	struct table table = { .columns = columns, .columns_count = 2 };

	list_push(arena, &table.cells, STR("台帳"));
	list_push(arena, &table.cells, STR("7"));
	list_push(arena, &table.cells, STR("x"));
	list_push(arena, &table.cells, STR("10"));
	return table;
}

static const struct table_column columns[] = { { "name", false }, { "count", true } };
static const struct str headings[] = { STR_INIT("名前"), STR_INIT("数") };

static void
columns_align_whatever_stands_in_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct table table = sample(arena, columns);
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	table_print(&table, headings, &out);
	assert_str(buf_str(&out), "名前  数\n台帳   7\nx     10\n");
}

static void
csv_is_what_excel_opens_and_runs_nothing(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct table table = { .columns = columns, .columns_count = 2 };
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	list_push(arena, &table.cells, STR("=cmd|' /C calc'!A0"));
	list_push(arena, &table.cells, STR("says \"no\""));
	table_print_csv(&table, headings, &out);
	assert_str(buf_str(&out), "\xef\xbb\xbf\"名前\",\"数\"\r\n\"'=cmd|' /C calc'!A0\",\"says \"\"no\"\"\"\r\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(japanese_takes_two_columns),
		cmocka_unit_test(columns_align_whatever_stands_in_them),
		cmocka_unit_test(csv_is_what_excel_opens_and_runs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
