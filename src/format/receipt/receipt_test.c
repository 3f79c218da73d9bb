#include "test.h"
#include <string.h>
#include "format/archive/archive.h"
#include "format/receipt/parts.h"
#include "format/charset/charset.h"

struct collecting { struct sink sink; struct buf bytes; };

static struct err *
take_piece(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	assert_ptr_equal(schema, &receipt_piece_schema);
	return receipt_piece_bytes(value, arena, &((struct collecting *)sink)->bytes);
}

/* An answer of one sheet: its headings in row 1 or 2, a result for rows 2 to 4. */
static struct receipt
receipt_for(const char *sheet, int64_t header_row, struct arena *arena)
{
	static const char *const reasons[] = { "", "=1+1 → 2。", "「a」,\"b\"" };
	struct receipt receipt = { .result_heading = STR("取込結果"), .reason_heading = STR("理由") };
	struct receipt_sheet *told = list_add(arena, &receipt.sheets);

	told->sheet = str_of(sheet);
	told->header_row = header_row;
	for (int64_t i = 0; i < 3; i++)
		list_push(arena, &told->rows, ((struct receipt_row){ header_row + 1 + i, i == 0 ? STR("取込") : STR("注意"), str_of(reasons[i]) }));
	return receipt;
}

static struct err *
answered(const struct receipt *receipt, struct str file, struct arena *arena, struct str *ret_bytes)
{
	struct collecting collecting = { .sink = { .record = take_piece } };
	struct buf framed BUF_SCOPE = { 0 };
	struct input_bytes input;
	struct err *err;

	receipt_frame(receipt, &framed);
	buf_add(&framed, file);
	err = receipt_write(input_of_bytes(&input, buf_str(&framed), STR("台帳")), &collecting.sink, arena);
	*ret_bytes = arena_copy(arena, buf_str(&collecting.bytes));
	buf_done(&collecting.bytes);
	return err;
}

/* ------------------------------------------------------------------------------------------------ CSV */

static const struct { int64_t header; const char *text; const char *answered; } csv_cases[] = {
	{ 1, "システム名,製品名\r\nA,x\r\nB,y\r\nC,z\r\n合計,3\r\n",
	  "システム名,製品名,\"取込結果\",\"理由\"\r\nA,x,\"取込\",\"\"\r\nB,y,\"注意\",\"'=1+1 → 2。\"\r\nC,z,\"注意\",\"「a」,\"\"b\"\"\"\r\n合計,3\r\n" },
	/* rows of other lengths stand under the same columns; the last line has no end */
	{ 1, "a;b;c\nA\nB;y\nC", "a;b;c;\"取込結果\";\"理由\"\nA;;;\"取込\";\"\"\nB;y;;\"注意\";\"'=1+1 → 2。\"\nC;;;\"注意\";\"「a」,\"\"b\"\"\"" },
	/* a cell of two lines; the row after it is two lines on */
	{ 1, "a,b\n\"x\ny\",1\nB,2\n", "a,b,\"取込結果\",\"理由\"\n\"x\ny\",1,\"取込\",\"\"\nB,2,\"注意\",\"「a」,\"\"b\"\"\"\n" },
	/* answered before: written anew */
	{ 1, "a,取込結果,理由\nA,注意,x\nB\n", "a,\"取込結果\",\"理由\"\nA,\"取込\",\"\"\nB,\"注意\",\"'=1+1 → 2。\"\n" },
	{ 2, "台帳\na\tb\nA\tx\n", "台帳\na\tb\t\"取込結果\"\t\"理由\"\nA\tx\t\"取込\"\t\"\"\n" },
};

static void
a_csv_comes_back_with_two_columns(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(csv_cases); i++) {
		struct receipt receipt = receipt_for("", csv_cases[i].header, arena);
		struct str bytes;

		assert_ok(answered(&receipt, str_of(csv_cases[i].text), arena, &bytes));
		assert_str(bytes, csv_cases[i].answered);
	}
}

static void
a_csv_comes_back_in_its_own_encoding(void **state)
{
	static const enum charset charsets[] = { CHARSET_CP932, CHARSET_EUCJP, CHARSET_UTF16LE, CHARSET_UTF16BE };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct receipt receipt = receipt_for("", 1, arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(charsets); i++) {
		struct buf encoded BUF_SCOPE = { 0 };
		struct charset_strays strays;
		enum charset charset;
		struct str bytes, text;
		size_t lost;

		buf_add(&encoded, charset_mark(charsets[i]));
		assert_ok(charset_encode(charsets[i], str_of(csv_cases[0].text), arena, &encoded, &lost));
		assert_ok(answered(&receipt, buf_str(&encoded), arena, &bytes));
		assert_ok(charset_lines(bytes, STR("x"), arena, &charset, &text, &strays));
		assert_int_equal(charset, charsets[i]);
		assert_str(text, csv_cases[0].answered);
	}
}

/* ------------------------------------------------------------------------------------------------ XLSX */

#define CELLS(row) \
	"<c r=\"C" row "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
#define END "</t></is></c>"

static const struct { const char *xml; const char *woven; } parts_cases[] = {
	{ "<worksheet><dimension ref=\"A1:B4\"/><cols><col min=\"1\" max=\"2\" width=\"9\"/></cols><sheetData>"
	  "<row r=\"1\" spans=\"1:2\" ht=\"20\"><c r=\"A1\" s=\"7\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"8\"><v>1</v></c></row>"
	  "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"3\"/><row r=\"9\"><c r=\"A9\"><v>9</v></c></row></sheetData></worksheet>",
	  "<worksheet><dimension ref=\"A1:D4\"/><cols><col min=\"1\" max=\"2\" width=\"9\"/><col min=\"3\" max=\"3\" width=\"12\" customWidth=\"1\"/>"
	  "<col min=\"4\" max=\"4\" width=\"60\" customWidth=\"1\"/></cols><sheetData>"
	  "<row r=\"1\" ht=\"20\"><c r=\"A1\" s=\"7\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"8\"><v>1</v></c>"
	  "<c r=\"C1\" s=\"8\" t=\"inlineStr\"><is><t xml:space=\"preserve\">取込結果" END "<c r=\"D1\" s=\"8\" t=\"inlineStr\"><is><t xml:space=\"preserve\">理由" END "</row>"
	  "<row r=\"2\"><c r=\"A2\"><v>1</v></c>" CELLS("2") "取込" END "</row>"
	  "<row r=\"3\">" CELLS("3") "注意" END "<c r=\"D3\" t=\"inlineStr\"><is><t xml:space=\"preserve\">'=1+1 → 2。" END "</row>"
	  "<row r=\"9\"><c r=\"A9\"><v>9</v></c></row></sheetData></worksheet>" },
	/* styled cells to the right give way, or stand behind; elements with a prefix; no dimension, no columns */
	{ "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"2\"><x:c r=\"A2\"><x:v>1</x:v></x:c><x:c r=\"C2\" s=\"1\"/><x:c r=\"D2\" s=\"1\"><x:v>old</x:v></x:c>"
	  "<x:c r=\"F2\" s=\"1\"/></x:row></x:sheetData></x:worksheet>",
	  "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"2\"><x:c r=\"A2\"><x:v>1</x:v></x:c><x:c r=\"C2\" t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">取込"
	  "</x:t></x:is></x:c><x:c r=\"F2\" s=\"1\"/></x:row></x:sheetData></x:worksheet>" },
};

static void
cells_are_put_between_the_bytes_of_a_sheet(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct receipt receipt = receipt_for("台帳", 1, arena);
	struct receipt_place place = { &receipt.sheets.items[0], 2, false };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(parts_cases); i++) {
		struct buf out BUF_SCOPE = { 0 };

		assert_ok(receipt_part(&receipt, &place, str_of(parts_cases[i].xml), STR("x"), arena, &out));
		assert_str(buf_str(&out), parts_cases[i].woven);
	}
}

static struct str
member(struct str book, const char *name, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_bytes raw;
	struct str content;
	bool more;

	assert_ok(archive_open(input_of_bytes(&raw, book, STR("x")), arena, &archive));
	for (;;) {
		assert_ok(archive_next_entry(archive, arena, &more));
		assert_true(more);
		assert_ok(input_all(archive_stream(archive), 1 << 20, arena, &content));
		if (str_eq(archive_entry(archive), str_of(name)))
			return content;
	}
}

static const char *const members[][2] = {
	{ "[Content_Types].xml", "<Types/>" },
	{ "xl/workbook.xml", "<workbook xmlns:r='urn:r'><sheets><sheet name='台帳' r:id='a'/></sheets></workbook>" },
	{ "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='a' Target='worksheets/sheet1.xml'/></Relationships>" },
	{ "xl/styles.xml", "<styleSheet/>" },
	{ "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>製品名</t></is></c></row>"
	    "<row r='2'><c r='A2' t='inlineStr'><is><t>nginx</t></is></c></row></sheetData></worksheet>" },
	{ "xl/media/image1.png", "\x89PNG and bytes" },
};

static void
pack_members(struct buf *packed, struct arena *arena)
{
	struct zip zip = { .out = packed };

	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		assert_ok(zip_add(&zip, str_of(members[i][0]), str_of(members[i][1]), arena));
	zip_end(&zip);
}

/* Every member but the sheet comes back as it was. */
static void
a_workbook_comes_back_as_it_was(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct receipt receipt = receipt_for("台帳", 1, arena);
	struct buf packed BUF_SCOPE = { 0 };
	struct str book;

	(void)state;
	pack_members(&packed, arena);
	assert_ok(answered(&receipt, buf_str(&packed), arena, &book));
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		if (i != 4)
			assert_str(member(book, members[i][0], arena), members[i][1]);
	assert_true(str_find(member(book, members[4][0], arena), STR("<c r=\"B2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">取込</t></is></c></row>")) != SIZE_MAX);
	/* once more: the same bytes */
	packed.len = 0;
	buf_add(&packed, book);
	assert_ok(answered(&receipt, buf_str(&packed), arena, &book));
	assert_true(str_eq(book, buf_str(&packed)));
}

/* A picture that nobody reads until the workbook is written again. */
static void
a_member_that_cannot_be_unpacked_is_said(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct receipt receipt = receipt_for("台帳", 1, arena);
	struct buf packed BUF_SCOPE = { 0 };
	struct str book, picture = str_of(members[5][0]);

	(void)state;
	pack_members(&packed, arena);
	packed.ptr[str_find(buf_str(&packed), picture) + picture.len] = '\xff';      /* a block of no type that there is */
	assert_err(answered(&receipt, buf_str(&packed), arena, &book), ERR_FORMAT);
}

static void
what_cannot_be_answered_is_said(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct receipt receipt = receipt_for("", 1, arena);
	struct receipt_place place = { &receipt.sheets.items[0], 2, false };
	struct buf out BUF_SCOPE = { 0 };
	struct collecting collecting = { .sink = { .record = take_piece } };
	struct input_bytes input;
	struct str bytes;

	(void)state;
	assert_err(receipt_part(&receipt, &place, STR("<worksheet><row>"), STR("x"), arena, &out), ERR_FORMAT);
	assert_err(receipt_part(&receipt, &place, STR("<?xml version='1.0' encoding='UTF-16'?><worksheet/>"), STR("x"), arena, &out), ERR_UNSUPPORTED);
	assert_err(receipt_write(input_of_bytes(&input, STR("no answer"), STR("x")), &collecting.sink, arena), ERR_FORMAT);
	assert_err(receipt_write(input_of_bytes(&input, STR("TSKANSW1\xff\xff\xff\xff\xff\xff\xff\x7f"), STR("x")), &collecting.sink, arena), ERR_FORMAT);
	assert_err(answered(&receipt, STR("\x1f\x8b\x08 and so on"), arena, &bytes), ERR_FORMAT);
	assert_err(receipt_piece_bytes(&(struct receipt_piece){ STR("!!") }, arena, &out), ERR_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_csv_comes_back_with_two_columns),
		cmocka_unit_test(a_csv_comes_back_in_its_own_encoding),
		cmocka_unit_test(cells_are_put_between_the_bytes_of_a_sheet),
		cmocka_unit_test(a_workbook_comes_back_as_it_was),
		cmocka_unit_test(a_member_that_cannot_be_unpacked_is_said),
		cmocka_unit_test(what_cannot_be_answered_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
