#include "format/workbook/workbook.h"

#include "base/buf.h"
#include "base/input.h"
#include "format/table/table.h"
#include "test.h"

static const struct str verdicts[] = { STR_INIT("該当"), STR_INIT("非該当"), STR_INIT("調査中"), STR_INIT("分からない") };
static const struct workbook_column columns[] = {
	{ .title = STR_INIT("番号"), .hidden = true },
	{ .title = STR_INIT("製品"), .width = 12 },
	{ .title = STR_INIT("件数"), .kind = WORKBOOK_NUMBER },
	{ .title = STR_INIT("該非"), .choices = verdicts, .choices_count = ARRAY_LEN(verdicts), .open = true },
	{ .title = STR_INIT("回答日"), .kind = WORKBOOK_DAY, .open = true },
};
static const struct str titles[] = { STR_INIT("該非照会票"), STR_INIT("薄黄色の欄にご記入ください。") };
static const struct workbook_sheet sheet = { .name = STR_INIT("照会"), .titles = titles, .titles_count = ARRAY_LEN(titles),
	.columns = columns, .columns_count = ARRAY_LEN(columns), .guarded = true };
static const struct workbook_options options = { .title = STR_INIT("照会"), .made = 1763600000 * INSTANT_SECOND };

/* Rows as "a|b|c" lines, each with its sheet before it. */
struct gathering { struct table_listener listener; struct buf text; };

static struct err *
gather(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct gathering *gathering = (struct gathering *)listener;

	(void)arena;
	buf_addf(&gathering->text, "%.*s#", STR_ARG(row->sheet));
	for (size_t i = 0; i < row->count; i++)
		buf_addf(&gathering->text, "%s%.*s", i == 0 ? "" : "|", STR_ARG(row->cells[i]));
	buf_add_char(&gathering->text, '\n');
	return NULL;
}

static struct str
read_back(struct str bytes, struct arena *arena)
{
	struct gathering gathering = { .listener = { gather } };
	struct input_bytes input;
	struct str text;

	assert_ok(table_read(input_of_bytes(&input, bytes, STR("t.xlsx")), &gathering.listener, arena));
	text = arena_copy(arena, buf_str(&gathering.text));
	buf_done(&gathering.text);
	return text;
}

static struct str
made(struct arena *arena, const struct workbook_sheet *first, const struct str (*rows)[5], size_t count)
{
	struct workbook *book WORKBOOK_SCOPE = workbook_begin(&options);
	struct str bytes;

	assert_ok(workbook_sheet(book, first, arena));
	for (size_t i = 0; i < count; i++)
		assert_ok(workbook_row(book, rows[i], 5, arena));
	assert_ok(workbook_end(book, arena, &bytes));
	return bytes;
}

static void
a_sheet_comes_back_as_it_was_written(void **state)
{
	static const struct str rows[][5] = {
		{ STR_INIT("A1-1"), STR_INIT("Apache Tomcat"), STR_INIT("12"), STR_INIT(""), STR_INIT("2026-11-20") },
		{ STR_INIT("A1-2"), STR_INIT("=cmd|'/c calc'!A1"), STR_INIT("007x"), STR_INIT("非該当"), STR_INIT("来週") },
		{ STR_INIT("A1-3"), STR_INIT("1.10"), STR_INIT("-3"), STR_INIT("@SUM(1)"), STR_INIT("0001-01-01") },
		{ STR_INIT("A1-4"), STR_INIT("二行\n目"), STR_INIT("12345678901234567890"), STR_INIT("+1"), STR_INIT("") },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_str(read_back(made(arena, &sheet, rows, ARRAY_LEN(rows)), arena),
	    "照会#該非照会票||||\n照会#薄黄色の欄にご記入ください。||||\n照会#番号|製品|件数|★該非|★回答日\n"
	    "照会#A1-1|Apache Tomcat|12||2026-11-20\n"
	    "照会#A1-2|=cmd|'/c calc'!A1|007x|非該当|来週\n"
	    "照会#A1-3|1.10|-3|@SUM(1)|0001-01-01\n"
	    "照会#A1-4|二行\n目|12345678901234567890|+1\n");
}

static void
the_same_calls_give_the_same_bytes(void **state)
{
	static const struct str rows[][5] = { { STR_INIT("1"), STR_INIT("a"), STR_INIT("2"), STR_INIT("該当"), STR_INIT("2026-01-02") } };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str first = made(arena, &sheet, rows, 1), second = made(arena, &sheet, rows, 1);

	(void)state;
	assert_true(str_eq(first, second));
}

static void
names_of_sheets_are_made_valid_and_unique(void **state)
{
	static const char *const names[] = { "a/b", "A_B", "", "12345678901234567890123456789012345" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct workbook *book WORKBOOK_SCOPE = workbook_begin(&options);
	struct str bytes;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct workbook_sheet one = { .name = str_of(names[i]), .columns = &columns[1], .columns_count = 1, .hidden = i == 3 };

		assert_ok(workbook_sheet(book, &one, arena));
	}
	assert_ok(workbook_end(book, arena, &bytes));
	assert_str(read_back(bytes, arena),
	    "a_b#製品\nA_B (2)#製品\nSheet#製品\n1234567890123456789012345678901#製品\n");
}

static void
what_a_workbook_cannot_hold_is_refused(void **state)
{
	struct str longest[9];
	struct workbook_column wide = { .title = STR_INIT("選択"), .choices = longest, .choices_count = ARRAY_LEN(longest) };
	struct workbook_sheet one = { .columns = &wide, .columns_count = 1 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct workbook *book WORKBOOK_SCOPE = workbook_begin(&options);
	char *text = arena_alloc(arena, 32769);

	(void)state;
	memset(text, 'x', 32768);
	for (size_t i = 0; i < ARRAY_LEN(longest); i++)
		longest[i] = (struct str){ text, 30 };
	assert_err(workbook_sheet(book, &one, arena), ERR_LIMIT);
	assert_ok(workbook_sheet(book, &sheet, arena));
	assert_err(workbook_row(book, &(struct str){ text, 32768 }, 1, arena), ERR_LIMIT);
	assert_ok(workbook_row(book, &(struct str){ text, 32767 }, 1, arena));
}

static void
cells_of_csv_are_inert_and_come_back(void **state)
{
	static const struct { const char *text, *cell; } cases[] = {
		{ "", "" }, { "Apache", "Apache" }, { "=1+1", "'=1+1" }, { "+cmd", "'+cmd" }, { "-2+3", "'-2+3" }, { "@x", "'@x" },
		{ "\tx", "'\tx" }, { "\rx", "'\rx" }, { "-5", "-5" }, { "+3.2", "+3.2" }, { "-", "-" }, { "+", "'+" }, { "-1.2.3", "'-1.2.3" },
		{ "'=1", "''=1" }, { "'quoted", "'quoted" }, { "''@", "'''@" }, { "=", "'=" }, { "'", "'" }, { "-.", "'-." },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str cell = workbook_csv_cell(str_of(cases[i].text), arena);

		print_message("  %s\n", cases[i].text);
		assert_str(cell, cases[i].cell);
		assert_str(workbook_csv_plain(cell), cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sheet_comes_back_as_it_was_written),
		cmocka_unit_test(the_same_calls_give_the_same_bytes),
		cmocka_unit_test(names_of_sheets_are_made_valid_and_unique),
		cmocka_unit_test(what_a_workbook_cannot_hold_is_refused),
		cmocka_unit_test(cells_of_csv_are_inert_and_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
