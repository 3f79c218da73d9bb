#include "test.h"
#include <archive.h>
#include <archive_entry.h>
#include <iconv.h>
#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "format/table/parts.h"
#include "format/table/table.h"

struct seen {
	struct table_listener listener;
	struct buf            text;    /* "sheet!number:cell|cell|…" a line */
};

static struct err *
see_row(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct buf *text = &((struct seen *)listener)->text;

	(void)arena;
	if (row->sheet.len > 0)
		buf_addf(text, "%.*s!", STR_ARG(row->sheet));
	buf_addf(text, "%d:", (int)row->number);
	for (size_t i = 0; i < row->count; i++)
		buf_addf(text, "%s%.*s", i == 0 ? "" : "|", STR_ARG(row->cells[i]));
	buf_add_char(text, '\n');
	return NULL;
}

/* All rows as text, in the arena. */
static struct err *
read_bytes(struct str bytes, struct arena *arena, struct str *ret_rows)
{
	struct seen seen = { .listener = { see_row } };
	struct input_bytes input;
	struct err *err = table_read(input_of_bytes(&input, bytes, STR("x")), &seen.listener, arena);

	*ret_rows = arena_copy(arena, buf_str(&seen.text));
	buf_done(&seen.text);
	return err;
}

/* ----------------------------------------------------------------------------------------------- CSV */

static const struct {
	struct str  text;
	const char *rows;
} csv_cases[] = {
	{ STR_INIT(""), "" },
	{ STR_INIT("a,b\r\nc,d\r\n"), "1:a|b\n2:c|d\n" },
	{ STR_INIT("a,b\nc,d"), "1:a|b\n2:c|d\n" },
	{ STR_INIT("a,b\rc,d\r"), "1:a|b\n2:c|d\n" },
	{ STR_INIT("\xef\xbb\xbf" "a;b;c,d\n1;2;3\n"), "1:a|b|c,d\n2:1|2|3\n" },
	{ STR_INIT("a\tb, c\n1\t2\n"), "1:a|b, c\n2:1|2\n" },
	{ STR_INIT("sep=;\na,b,c;d\n"), "2:a,b,c|d\n" },
	{ STR_INIT("\"a,\"\"x\"\"\",\"two\r\nlines\"\nnext\n"), "1:a,\"x\"|two\nlines\n3:next\n" },
	{ STR_INIT("a,,\n,,\n,b\n"), "1:a\n3:|b\n" },
	{ STR_INIT("=\"0012\",5\"\n"), "1:0012|5\"\n" },
	{ STR_INIT("\"a\"b,c\n"), "1:ab|c\n" },
	{ STR_INIT("\x83\x56\x83\x58\x83\x65\x83\x80,\x95\x5c\n"), "1:システム|表\n" },   /* 表 ends in 5C */
	{ STR_INIT("\xff\xfe" "a\0,\0b\0\n\0"), "1:a|b\n" },
};

static void
csv_is_read_cell_by_cell(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(csv_cases); i++) {
		struct str rows;

		assert_ok(read_bytes(csv_cases[i].text, arena, &rows));
		assert_str(rows, csv_cases[i].rows);
	}
}

/* Rows that stand across the blocks in which the text comes. */
static void
a_long_csv_is_read_whole(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 }, expected BUF_SCOPE = { 0 };
	struct str rows;

	(void)state;
	for (int i = 1; i <= 30000; i++) {
		buf_addf(&text, "%d,\"脆弱性 \"\"%d\"\"\"\r\n", i, i);
		buf_addf(&expected, "%d:%d|脆弱性 \"%d\"\n", i, i, i);
	}
	assert_ok(read_bytes(buf_str(&text), arena, &rows));
	assert_true(str_eq(rows, buf_str(&expected)));
}

static void
csv_beyond_its_bounds_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf wide BUF_SCOPE = { 0 }, fat BUF_SCOPE = { 0 };
	struct str rows;

	(void)state;
	for (int i = 0; i <= LIMIT_CSV_COLUMNS; i++)
		buf_add_char(&wide, ',');
	assert_err(read_bytes(buf_str(&wide), arena, &rows), ERR_LIMIT);
	buf_add_char(&fat, '"');
	for (size_t i = 0; i <= LIMIT_CELL_BYTES; i++)
		buf_add_char(&fat, 'a');
	assert_err(read_bytes(buf_str(&fat), arena, &rows), ERR_LIMIT);
	assert_err(read_bytes(STR("a,b\nc,\"d\n\n"), arena, &rows), ERR_FORMAT);
	assert_str(rows, "1:a|b\n");
	assert_err(read_bytes(STR("a,\0b\n"), arena, &rows), ERR_FORMAT);
	assert_ok(read_bytes(STR("a,\xff\xff\n"), arena, &rows));   /* said by a notice */
	assert_str(rows, "1:a|��\n");
}

/* ---------------------------------------------------------------------------------------------- XLSX */

struct part { const char *name; const char *text; };

static struct str
workbook(struct arena *arena, const struct part *more, size_t count)
{
	struct archive *writer = archive_write_new();
	const size_t room = (size_t)4 << 20;
	size_t used = 0;
	char *bytes = arena_alloc(arena, room);

	assert_int_equal(archive_write_set_format_zip(writer), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(writer, bytes, room, &used), ARCHIVE_OK);
	for (size_t i = 0; i <= count; i++) {
		struct part part = i == 0 ? (struct part){ "[Content_Types].xml", "<Types/>" } : more[i - 1];
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, part.name);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_size(entry, (la_int64_t)strlen(part.text));
		assert_int_equal(archive_write_header(writer, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(writer, part.text, strlen(part.text)), strlen(part.text));
		archive_entry_free(entry);
	}
	assert_int_equal(archive_write_close(writer), ARCHIVE_OK);
	archive_write_free(writer);
	return (struct str){ bytes, used };
}

#define BOOK(sheets) { "xl/workbook.xml", "<workbook xmlns:r='urn:r'><sheets>" sheets "</sheets></workbook>" }
#define RELS(list) { "xl/_rels/workbook.xml.rels", "<Relationships>" list "</Relationships>" }
#define REL(id, target) "<Relationship Id='" id "' Target='" target "'/>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

/* Packed in another order than the workbook has them; furigana, runs, escapes; dates of two kinds; 8.10 and 0012. */
static const struct part book_parts[] = {
	{ "xl/worksheets/sheet1.xml", SHEET(
	    "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c></row>"
	    "<row r='5'><c r='A5' s='1'><v>46346</v></c><c r='B5' s='2'><v>46346.5</v></c><c r='C5' s='3'><v>8.1</v></c>"
	    "<c r='D5' s='4'><v>12</v></c><c r='E5'><v>1.1000000000000001</v></c><c r='F5' t='b'><v>1</v></c>"
	    "<c r='G5' t='str'><v>a_x000D_&#10;b</v></c><c r='H5' t='e'><v>#N/A</v></c><c r='I5' s='5'><v>46346</v></c></row>"
	    "<row><c t='inlineStr'><is><r><t>run </t></r><r><t>two</t></r></is></c><c><v>7</v></c></row><row r='9'/>") },
	{ "xl/worksheets/sheet2.xml", SHEET("<row r='1'><c r='AB1' t='s'><v>1</v></c></row>") },
	BOOK("<sheet name='二つめ' r:id='b'/><sheet name='一つめ' r:id='a'/>"),
	RELS(REL("a", "worksheets/sheet1.xml") REL("b", "/xl/worksheets/sheet2.xml")),
	{ "xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0.00'/><numFmt numFmtId='165' formatCode='0000'/>"
	    "<numFmt numFmtId='166' formatCode='[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@'/></numFmts>"
	    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
	    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/></cellXfs></styleSheet>" },
	{ "xl/sharedStrings.xml", "<sst><si><t>管理</t><rPh><t>カンリ</t></rPh></si><si><r><t>番</t></r><r><t>号</t></r></si></sst>" },
};

static void
a_workbook_is_read_sheet_by_sheet(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str rows;

	(void)state;
	assert_ok(read_bytes(workbook(arena, book_parts, ARRAY_LEN(book_parts)), arena, &rows));
	assert_str(rows,
	    "二つめ!1:|||||||||||||||||||||||||||番号\n"
	    "一つめ!2:管理||番号\n"
	    "一つめ!5:2026-11-20|2026-11-20T12:00:00|8.10|0012|1.1|TRUE|a\nb|#N/A|2026-11-20\n"
	    "一つめ!6:run two|7\n");
}

/* Made by a spreadsheet library, not by hand: see cases/README. */
static void
a_workbook_of_a_library_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bytes, rows;

	(void)state;
	assert_ok(file_read(STR(SOURCE_ROOT "/src/format/table/cases/ledger.xlsx"), 1 << 20, arena, &bytes));
	assert_ok(read_bytes(bytes, arena, &rows));
	assert_str(rows,
	    "台帳!1:情報システム台帳\n"
	    "台帳!3:管理番号|システム名|ソフトウェア名|バージョン|導入日\n"
	    "台帳!4:0012|住民情報|Apache Tomcat|9.0.98|2024-04-01\n"
	    "台帳!5:0013|〃|PostgreSQL|8.10|2025-03-31\n"
	    "メモ!1:以上\n");
}

static const struct {
	const char *what;
	struct part parts[4];
	const char *code;
} broken[] = {
	{ "no workbook", { { "xl/other.xml", "<a/>" } }, "ERR_FORMAT" },
	{ "no relation", { BOOK("<sheet name='a' r:id='x'/>") }, "ERR_FORMAT" },
	{ "no sheet", { BOOK("<sheet name='a' r:id='x'/>"), RELS(REL("x", "worksheets/none.xml")) }, "ERR_FORMAT" },
	{ "no such text", { BOOK("<sheet name='a' r:id='x'/>"), RELS(REL("x", "s.xml")),
	    { "xl/s.xml", SHEET("<row><c t='s'><v>5</v></c></row>") } }, "ERR_FORMAT" },
	{ "cells backwards", { BOOK("<sheet name='a' r:id='x'/>"), RELS(REL("x", "s.xml")),
	    { "xl/s.xml", SHEET("<row><c r='B1'><v>5</v></c><c r='A1'><v>5</v></c></row>") } }, "ERR_FORMAT" },
	{ "a column far out", { BOOK("<sheet name='a' r:id='x'/>"), RELS(REL("x", "s.xml")),
	    { "xl/s.xml", SHEET("<row><c r='ZZZZZZZZZ1'><v>5</v></c></row>") } }, "ERR_LIMIT" },
	{ "entities", { BOOK("<sheet name='a' r:id='x'/>"), RELS(REL("x", "s.xml")),
	    { "xl/s.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>" } }, "ERR_UNSUPPORTED" },
	{ "cut short", { BOOK("<sheet name='a' r:id='x'/>"), RELS(REL("x", "s.xml")),
	    { "xl/s.xml", "<worksheet><sheetData><row>" } }, "ERR_FORMAT" },
};

static void
a_broken_workbook_is_one_clear_error(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		size_t count = 0;
		struct err *err;
		struct str rows;

		while (count < ARRAY_LEN(broken[i].parts) && broken[i].parts[count].name != NULL)
			count++;
		err = read_bytes(workbook(arena, broken[i].parts, count), arena, &rows);
		assert_non_null(err);
		print_message("  %s: %.*s\n", broken[i].what, STR_ARG(err_sentence(err, LANG_EN, arena)));
		assert_string_equal(err_code_name(err->code), broken[i].code);
	}
}

static void
old_and_locked_workbooks_are_refused_with_the_steps(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bytes = workbook(arena, book_parts, ARRAY_LEN(book_parts)), rows;
	struct err *err = read_bytes(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"), arena, &rows);

	(void)state;
	assert_non_null(err);
	assert_int_equal(err->code, ERR_UNSUPPORTED);
	assert_true(str_find(err_sentence(err, LANG_EN, arena), STR("*.xlsx")) != SIZE_MAX);
	assert_err(read_bytes(str_sub(bytes, 0, bytes.len / 2), arena, &rows), ERR_FORMAT);
}

/* ---------------------------------------------------------------------------------------- numbers */

static const struct {
	const char *value;
	uint64_t    id;
	const char *code;
	const char *text;
} numbers[] = {
	{ "1", 0, "", "1" },
	{ "8.1", 0, "General", "8.1" },
	{ "0.1", 0, "", "0.1" },
	{ "100000000000", 0, "", "100000000000" },
	{ "10", 2, "", "10.00" },
	{ "10", 0, "0.0", "10.0" },
	{ "7", 0, "000", "007" },
	{ "1234567", 3, "", "1234567" },
	{ "0.25", 9, "", "25%" },
	{ "5", 0, "0\"台\"", "5" },
	{ "1", 14, "", "1900-01-01" },
	{ "61", 14, "", "1900-03-01" },
	{ "45292", 31, "", "2024-01-01" },
	{ "45292.999999", 22, "", "2024-01-02T00:00:00" },
	{ "0.5", 20, "", "12:00:00" },
	{ "1.5", 0, "[h]:mm", "12:00:00" },
	{ "45292", 0, "yyyy/m/d", "2024-01-01" },
	{ "45292", 0, "[$-411]ge.m.d", "2024-01-01" },
	{ "3", 0, "0.00E+00", "3" },
	{ "-1", 14, "", "-1" },
	{ "1e300", 14, "", "1e300" },
	{ "abc", 14, "", "abc" },
	{ "nan", 0, "", "nan" },
};

static void
numbers_are_what_their_style_shows(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		struct number_style style = number_style_of(numbers[i].id, str_of(numbers[i].code));

		assert_str(number_text(str_of(numbers[i].value), style, false, arena), numbers[i].text);
	}
	assert_str(number_text(STR("0"), number_style_of(14, STR("")), true, arena), "1904-01-01");
	assert_str(table_column_name(0, arena), "A");
	assert_str(table_column_name(27, arena), "AB");
	assert_str(table_column_name(702, arena), "AAA");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_read_cell_by_cell),
		cmocka_unit_test(a_long_csv_is_read_whole),
		cmocka_unit_test(csv_beyond_its_bounds_is_refused),
		cmocka_unit_test(a_workbook_is_read_sheet_by_sheet),
		cmocka_unit_test(a_workbook_of_a_library_is_read),
		cmocka_unit_test(a_broken_workbook_is_one_clear_error),
		cmocka_unit_test(old_and_locked_workbooks_are_refused_with_the_steps),
		cmocka_unit_test(numbers_are_what_their_style_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
