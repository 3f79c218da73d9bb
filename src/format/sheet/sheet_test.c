#include "test.h"
#include <iconv.h>
#include <string.h>
#include "base/buf.h"
#include "format/sheet/parts.h"
#include "format/sheet/sheet.h"
#include "model/record.h"

struct kept {
	struct sink  sink;
	struct buf   rows;       /* "line field=text field=text" a line  */
	struct buf   mappings;   /* as sheet_mapping_format writes them  */
	struct arena *arena;
	size_t       count, warnings;
};

static void
print_row(struct buf *out, struct ledger_row *row)
{
	buf_addf(out, "%d", (int)row->line);
	for (size_t i = 0; i < ledger_row_schema.count; i++) {
		const struct field *field = &ledger_row_schema.fields[i];

		if (field->kind == FIELD_STR && strcmp(field->name, "sheet") != 0 && ledger_field_text(row, field)->len > 0)
			buf_addf(out, " %s=%.*s", field->name, STR_ARG(*ledger_field_text(row, field)));
	}
	buf_add_char(out, '\n');
}

/* Through the codec, so that it is also what may travel. */
static struct err *
keep_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct kept *kept = (struct kept *)sink;
	struct buf bytes BUF_SCOPE = { 0 };
	union { struct ledger_row row; struct sheet_mapping mapping; } copy;

	(void)arena;
	record_encode(schema, value, &bytes);
	TRY(record_decode(schema, arena_copy(kept->arena, buf_str(&bytes)), kept->arena, &copy));
	if (schema == &sheet_mapping_schema) {
		buf_add(&kept->mappings, sheet_mapping_format(&copy.mapping, kept->arena));
		return NULL;
	}
	assert_ptr_equal(schema, &ledger_row_schema);
	print_row(&kept->rows, &copy.row);
	kept->count++;
	return NULL;
}

static struct err *
keep_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)arena;
	assert_true(problem->warning);
	((struct kept *)sink)->warnings++;
	return NULL;
}

static struct err *
read_with(struct str text, const struct sheet_told *told, struct kept *kept, struct arena *arena)
{
	struct input_bytes input;

	*kept = (struct kept){ .sink = { keep_record, keep_problem }, .arena = arena };
	return sheet_read(input_of_bytes(&input, text, STR("台帳.csv")), told, &kept->sink, arena);
}

static void
forget(struct kept *kept)
{
	buf_done(&kept->rows);
	buf_done(&kept->mappings);
}

/* ------------------------------------------------------------------------------------------ headings */

static const struct { const char *heading; const char *field; } headings[] = {
	{ "管理番号", "key" }, { "No.", "key" }, { "№", "key" }, { "Ｎｏ", "key" },
	{ "システム名", "system" }, { "情報システムの名称", "system" }, { "対象システム", "system" },
	{ "業務名/サービス名", "service" }, { "業務名／システム名", "service" },
	{ "ホスト名", "host" }, { "サーバー名", "host" }, { "機器名", "host" }, { "ｻｰﾊﾞ名", "host" },
	{ "メーカー", "vendor" }, { "メーカー・ベンダー", "vendor" }, { "ベンダー名", "vendor" }, { "開発元", "vendor" },
	{ "ソフトウェア名", "product" }, { "ソフトウエア", "product" }, { "ソフトウェア名（OSを含む）", "product" }, { "【必須】製品名", "product" },
	{ "OS", "os" }, { "利用ソフトウェア", "product" }, { "製品\n名", "product" }, { "Software Name", "product" },
	{ "バージョン", "version" }, { "Ver.", "version" }, { "ﾊﾞｰｼﾞｮﾝ", "version" }, { "版", "version" }, { "OSバージョン", "os_version" }, { "VERSION", "version" },
	{ "所管課", "unit" }, { "管理部門", "unit" }, { "担当課", "unit" }, { "オーナー部門", "unit" },
	{ "管理者", "owner" }, { "担当者", "owner" }, { "責任者", "owner" },
	{ "委託先", "contractor" }, { "保守業者", "contractor" }, { "保守ベンダー", "contractor" },
	{ "用途", "function" }, { "機能", "function" }, { "システム区分", "network" }, { "ネットワーク区分", "network" }, { "接続", "network" },
	{ "外部公開", "exposure" }, { "インターネット公開の有無", "exposure" }, { "外部アクセス可否", "exposure" },
	{ "型番", "model" }, { "シリアル番号", "serial" }, { "IPアドレス", "address" }, { "利用者", "user" }, { "使用者名", "user" }, { "提供形態", "hosting" },
	{ "責任分界点", "responsibility" }, { "サポート終了日", "support_end" }, { "更改予定", "planned_end" }, { "公開終了日", "expires" }, { "情報源", "provenance" },
	{ "確認者", "told_by" }, { "確認日", "told_on" }, { "ソフトウェア２", "product" }, { "バージョン（3）", "version" }, { "備考2", "note" },
	{ "ポート", "ports" }, { "設置場所", "place" }, { "データセンター", "place" }, { "保持情報", "information" }, { "個人情報の有無", "information" },
	{ "重要度", "importance" }, { "備考", "note" }, { "CPE", "cpe" }, { "purl", "purl" },
	{ "名称", "" }, { "導入日", "" }, { "", "" }, { "情報システム台帳", "" }, { "2026年4月1日現在", "" },
};

static void
headings_are_known_in_the_ways_they_are_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(headings); i++) {
		struct str field = heading_field(str_of(headings[i].heading), arena);

		if (!str_eq(field, str_of(headings[i].field)))
			fail_msg("%s: \"%.*s\"", headings[i].heading, STR_ARG(field));
	}
}

static void
every_known_word_is_folded_known_once_and_of_a_field(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str field, words, word;
	size_t fields = 0;

	(void)state;
	for (; heading_word(fields, &field, &words); fields++) {
		assert_non_null(ledger_field(field));
		while (str_split(&words, ' ', &word)) {
			if (!str_eq(heading_fold(word, arena), word))
				fail_msg("\"%.*s\" is not folded", STR_ARG(word));
			if (!str_eq(heading_field(word, arena), field))
				fail_msg("\"%.*s\" stands twice", STR_ARG(word));
		}
	}
	assert_int_equal(fields, ledger_row_schema.count - 1);   /* all but line and sheet, and the version of the os */
}

/* --------------------------------------------------------------------------------------------- rows */

static const struct {
	const char *text;
	const char *rows;
} sheets[] = {
	/* a plain ledger under its title */
	{ "情報システム台帳,,,\n2026年4月1日現在,,,\n\n管理番号,システム名,ソフトウェア名,バージョン\n"
	  "0012,住民情報,Apache Tomcat,9.0.98\n0013,〃,同上,10.1.1\n0014,文書管理,,\n以上,,,\n",
	  "5 key=0012 system=住民情報 product=Apache Tomcat version=9.0.98\n"
	  "6 key=0013 system=住民情報 product=Apache Tomcat version=10.1.1\n"
	  "7 key=0014 system=文書管理\n" },
	/* several products in one row, each with what describes it */
	{ "ホスト名,OS,OSバージョン,メーカー,ミドルウェア,バージョン,備考,備考2,備考\n"
	  "web01,Windows Server,2019,Oracle,MySQL,8.0.33,一,x,二\nweb02,RHEL,9.4,,なし,-,,,\nsw01,,,,,,,,\n",
	  "2 host=web01 version=2019 note=一 x 二 os=Windows Server\n"
	  "2 host=web01 vendor=Oracle product=MySQL version=8.0.33 note=一 x 二\n"
	  "3 host=web02 version=9.4 os=RHEL\n"
	  "4 host=sw01\n" },
	/* English, unknown columns, headings again on the second page, a note beneath */
	{ "System,Server,Vendor,Product,Version,Colour\nHR,s1,Microsoft,SQL Server,15.0.4382.1,red\n"
	  "System,Server,Vendor,Product,Version,Colour\nHR,s2,Microsoft,IIS,10,blue\n※ checked in April\n",
	  "2 system=HR host=s1 vendor=Microsoft product=SQL Server version=15.0.4382.1\n"
	  "4 system=HR host=s2 vendor=Microsoft product=IIS version=10\n" },
	/* one column alone */
	{ "ソフトウェア名\n一太郎2023\n　花子Pro 5　\n", "2 product=一太郎2023\n3 product=花子Pro 5\n" },
	/* unknown versions are unknown */
	{ "製品名,バージョン\nA,不明\nB,－\nC,N/A\n", "2 product=A\n3 product=B\n4 product=C\n" },
	/* the rest of the fields */
	{ "業務名,所管課,管理者,委託先,用途,ネットワーク区分,外部公開,ポート,設置場所,保持情報,重要度,CPE,purl\n"
	  "税務,税務課,山田,みどり電算,WEB,LGWAN,無,443,本庁,個人情報 12万件,高,cpe:/a:x:y,pkg:npm/x@1\n",
	  "2 service=税務 cpe=cpe:/a:x:y purl=pkg:npm/x@1 unit=税務課 owner=山田 contractor=みどり電算 function=WEB network=LGWAN exposure=無 "
	  "ports=443 place=本庁 information=個人情報 12万件 importance=高\n" },
};

static void
ledgers_are_read_row_by_row(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sheets); i++) {
		struct kept kept;

		assert_ok(read_with(str_of(sheets[i].text), NULL, &kept, arena));
		assert_str(buf_str(&kept.rows), sheets[i].rows);
		assert_int_equal(kept.warnings, 0);
		forget(&kept);
	}
}

static void
a_repetition_of_nothing_is_a_warning(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;

	(void)state;
	assert_ok(read_with(STR("システム名,製品名\n〃,nginx\n"), NULL, &kept, arena));
	assert_str(buf_str(&kept.rows), "2 product=nginx\n");
	assert_int_equal(kept.warnings, 1);
	forget(&kept);
}

static void
a_sheet_without_headings_is_one_clear_error(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf many BUF_SCOPE = { 0 };
	struct kept kept;
	struct err *err = read_with(STR("a,b\nc,d\n"), NULL, &kept, arena);

	(void)state;
	assert_non_null(err);
	assert_int_equal(err->code, ERR_FORMAT);
	assert_true(str_find(err_sentence(err, LANG_JA, arena), STR("見出し")) != SIZE_MAX);
	forget(&kept);
	for (int i = 0; i < 5000; i++)
		buf_add(&many, STR("x,y\n"));
	assert_err(read_with(buf_str(&many), NULL, &kept, arena), ERR_FORMAT);
	forget(&kept);
	assert_err(read_with(STR(""), NULL, &kept, arena), ERR_FORMAT);
	forget(&kept);
}

static struct str
in_cp932(const char *text, struct arena *arena)
{
	iconv_t cd = iconv_open("CP932", "UTF-8");
	size_t from_left = strlen(text), into_left = from_left * 2, room = into_left;
	char *from = arena_cstr(arena, str_of(text)), *into = arena_alloc(arena, into_left), *begin = into;

	assert_int_equal(iconv(cd, &from, &from_left, &into, &into_left), 0);
	(void)iconv_close(cd);
	return (struct str){ begin, room - into_left };
}

static void
a_ledger_as_excel_saves_it_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;

	(void)state;
	assert_ok(read_with(in_cp932(sheets[0].text, arena), NULL, &kept, arena));
	assert_str(buf_str(&kept.rows), sheets[0].rows);
	forget(&kept);
}

/* A workbook of two sheets, the second of which is no ledger. */
static void
a_workbook_is_read_and_the_other_sheet_told(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bytes;
	struct kept kept;

	(void)state;
	assert_ok(file_read(STR(SOURCE_ROOT "/src/format/table/cases/ledger.xlsx"), 1 << 20, arena, &bytes));
	assert_ok(read_with(bytes, NULL, &kept, arena));
	assert_str(buf_str(&kept.rows),
	    "4 key=0012 system=住民情報 product=Apache Tomcat version=9.0.98\n"
	    "5 key=0013 system=住民情報 product=PostgreSQL version=8.10\n");
	assert_str(buf_str(&kept.mappings), "@sheet=台帳\n@header=3\n管理番号=key\nシステム名=system\nソフトウェア名=product\nバージョン=version\n導入日=-\n");
	assert_int_equal(kept.warnings, 1);
	forget(&kept);
}

/* ------------------------------------------------------------------------------------------ mappings */

static void
a_mapping_overrides_the_guess(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sheet_told told;
	struct kept kept;

	(void)state;
	assert_ok(sheet_told_parse(STR("# ours\n名称=product\n\nメーカー = -\n区分(=種)＝network\n@header=2\n"), arena, &told));
	assert_int_equal(told.mappings.items[0].columns.count, 3);
	assert_ok(read_with(STR("システム名,製品名\n名　称,ﾒｰｶｰ,バージョン,区分(=種)\nnginx,F5,1.25,DMZ\n"), &told, &kept, arena));
	assert_str(buf_str(&kept.rows), "3 product=nginx version=1.25 network=DMZ\n");
	assert_str(buf_str(&kept.mappings), "@header=2\n名　称=product\nﾒｰｶｰ=-\nバージョン=version\n区分(=種)=network\n");
	forget(&kept);
}

static void
a_mapping_chooses_the_sheet(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sheet_told told;
	struct str bytes;
	struct kept kept;

	(void)state;
	assert_ok(file_read(STR(SOURCE_ROOT "/src/format/table/cases/ledger.xlsx"), 1 << 20, arena, &bytes));
	assert_ok(sheet_told_parse(STR("@sheet=メモ\n以上=note\n"), arena, &told));
	assert_ok(read_with(bytes, &told, &kept, arena));
	assert_int_equal(kept.count, 0);
	assert_str(buf_str(&kept.mappings), "@sheet=メモ\n@header=1\n以上=note\n");
	forget(&kept);
}

static const struct { const char *text; const char *sentence; } bad_mappings[] = {
	{ "no equals\n", "Line 1" },
	{ "a=system\nb=colour\n", "Line 2 of the mapping: there is no field \"colour\"; there are key, system" },
	{ "a=line\n", "no field \"line\"" },
	{ "@header=x\n", "row" },
	{ "@header=0\n", "row" },
	{ "=system\n", "Line 1" },
	{ "\xff=system\n", "UTF-8" },
};

static void
a_wrong_mapping_is_told_with_its_line(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad_mappings); i++) {
		struct sheet_told told;
		struct err *err = sheet_told_parse(str_of(bad_mappings[i].text), arena, &told);

		assert_non_null(err);
		assert_int_equal(err->code, ERR_FORMAT);
		assert_true(str_find(err_sentence(err, LANG_EN, arena), str_of(bad_mappings[i].sentence)) != SIZE_MAX);
	}
}

static void
a_mapping_shown_is_a_mapping_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = STR("@sheet=台帳\n@header=3\n管理番号=key\n導入日=-\n");
	struct sheet_told told;

	(void)state;
	assert_ok(sheet_told_parse(text, arena, &told));
	assert_true(str_eq(sheet_mapping_format(&told.mappings.items[0], arena), text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_are_known_in_the_ways_they_are_written),
		cmocka_unit_test(every_known_word_is_folded_known_once_and_of_a_field),
		cmocka_unit_test(ledgers_are_read_row_by_row),
		cmocka_unit_test(a_repetition_of_nothing_is_a_warning),
		cmocka_unit_test(a_sheet_without_headings_is_one_clear_error),
		cmocka_unit_test(a_ledger_as_excel_saves_it_is_read),
		cmocka_unit_test(a_workbook_is_read_and_the_other_sheet_told),
		cmocka_unit_test(a_mapping_overrides_the_guess),
		cmocka_unit_test(a_mapping_chooses_the_sheet),
		cmocka_unit_test(a_wrong_mapping_is_told_with_its_line),
		cmocka_unit_test(a_mapping_shown_is_a_mapping_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
