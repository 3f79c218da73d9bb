#include "format/answers/answers.h"

#include "base/buf.h"
#include "test.h"

/* What the reader sends, a line each: "line|id|product|verdict/used/source|version|ground|day". */
struct gathering { struct sink sink; struct buf text; };

static struct err *
take_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct gathering *gathering = (struct gathering *)sink;
	const struct answer_row *row = value;
	const struct answer_book *book = value;

	(void)arena;
	if (schema == &answer_book_schema)
		buf_addf(&gathering->text, "book %lld %.*s %lld\n", (long long)book->number, STR_ARG(book->kind), (long long)book->rows);
	else
		buf_addf(&gathering->text, "%lld|%.*s|%.*s|%lld/%lld/%lld|%.*s|%.*s|%.*s\n", (long long)row->line, STR_ARG(row->id),
		    STR_ARG(row->product), (long long)row->verdict, (long long)row->used, (long long)row->source, STR_ARG(row->told_version),
		    STR_ARG(row->ground), STR_ARG(row->on));
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)arena;
	fail_msg("%.*s", STR_ARG(problem->sentence_en));
	return NULL;
}

static struct err *
read_bytes(struct str bytes, struct arena *arena, struct str *ret_text)
{
	struct gathering gathering = { .sink = { take_record, take_problem } };
	struct input_bytes input;
	struct err *err = answers_read(input_of_bytes(&input, bytes, STR("answers.csv")), &gathering.sink, arena);

	*ret_text = arena_copy(arena, buf_str(&gathering.text));
	buf_done(&gathering.text);
	return err;
}

static const struct { const char *what, *csv, *rows; } sheets[] = {
	{ "Japanese headings, stars, wide letters",
	    "行番号（変更しないでください）,★該非,★根拠,★回答日,製品\nＫ１２－７－５ｆ３ｃ０９ａｂ,非該当,使っていない,R8.11.25,Tomcat\n",
	    "2|k12-7-5f3c09ab|Tomcat|2/0/0||使っていない|R8.11.25\n" },
	{ "English headings in another order",
	    "Ground,Applies or not,Line number (do not change),Exact version\nnot used,does not apply,K1-2-00000000,1.10\n",
	    "2|k1-2-00000000||2/0/0|1.10|not used|\n" },
	{ "titles above, an empty line, another table below",
	    "該非照会票,,\n,,\n行番号（変更しないでください）,該非,根拠\nK1-1-00000001,調査中,\n,,\n根拠,行番号（変更しないでください）,該非\nx,K1-2-00000002,分からない\n",
	    "4|k1-1-00000001||3/0/0|||\n7|k1-2-00000002||4/0/0||x|\n" },
	{ "no headings: by the place beside the number",
	    ",,K3-4-0123abcd,sys,prod,9.0,CVE-1,what,now,該当,該当,why,9.0.71,,me,2026-11-25\n",
	    "1|k3-4-0123abcd|prod|1/0/0|9.0.71|why|2026-11-25\n" },
	{ "a composition without headings",
	    "S3-4-0123abcd,sys,host,OS,prod,9.0,使用中,9.0.71,実機で確認,me,2026-11-25\n",
	    "1|s3-4-0123abcd|prod|0/1/1|9.0.71||2026-11-25\n" },
	{ "a word that is no choice", "行番号（変更しないでください）,該非,根拠\nK1-1-00000001,たぶん,\n", "2|k1-1-00000001||-1/0/0|||\n" },
	{ "a number that is none is handed on", "行番号（変更しないでください）,該非,根拠\nK1-1,該当,\n", "2|k1-1||1/0/0|||\n" },
	{ "cells made inert come back", "行番号（変更しないでください）,該非,根拠\nK1-1-00000001,該当,'=1+1\n", "2|k1-1-00000001||1/0/0||=1+1|\n" },
	{ "lines that say nothing are no lines", "行番号（変更しないでください）,該非,根拠,備考\n,,,合計\nK1-1-00000001,,,\n", "3|k1-1-00000001||0/0/0|||\n" },
	{ "the hidden sheet's row", "tsukuroi-ask,12,applicability,2026-11-20,14,abc\nK1-1-00000001\n", "book 12 applicability 14\n2|k1-1-00000001||0/0/0|||\n" },
	{ "the hidden row damaged", "tsukuroi-ask,x,applicability\nK1-1-00000001\n", "2|k1-1-00000001||0/0/0|||\n" },
};

static void
lines_are_found_wherever_they_went(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sheets); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct str text;

		print_message("  %s\n", sheets[i].what);
		assert_ok(read_bytes(str_of(sheets[i].csv), arena, &text));
		assert_str(text, sheets[i].rows);
	}
}

static void
what_is_no_such_sheet_is_refused(void **state)
{
	static const char *const texts[] = { "", "a,b,c\n1,2,3\n", "行番号（変更しないでください）,該非,根拠\n", "K1-1-0000000\n" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		assert_err(read_bytes(str_of(texts[i]), arena, &text), ERR_FORMAT);
}

static void
numbers_come_back(void **state)
{
	static const struct { const char *text; bool good; } cases[] = {
		{ "K12-7-5f3c09ab", true }, { " s1-1-00000000 ", true }, { "Ｋ１２－７－５ｆ３ｃ０９ａｂ", true }, { "K12-7-5F3C09AB", true },
		{ "K12-7-5f3c09a", false }, { "K12-7-5f3c09ag", false }, { "K0-7-5f3c09ab", false }, { "K12-0-5f3c09ab", false },
		{ "K-12-7-5f3c09ab", false }, { "X12-7-5f3c09ab", false }, { "K12-7", false }, { "K", false }, { "", false },
		{ "K99999999999999999999-7-5f3c09ab", false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct answer_id id = { 0 }, again;
		bool good = answer_id_parse(str_of(cases[i].text), arena, &id);

		print_message("  %s\n", cases[i].text);
		assert_int_equal(good, cases[i].good);
		if (!good)
			continue;
		assert_true(answer_id_parse(answer_id_format(&id, arena), arena, &again));
		assert_int_equal(again.ask, id.ask);
		assert_int_equal(again.number, id.number);
		assert_true(str_eq(again.mark, id.mark));
	}
}

/* Every column that a sheet of either kind has stands once, the number first, and every heading is another one. */
static void
columns_are_told_apart(void **state)
{
	static const char letters[] = { 'K', 'S' };
	size_t count;

	(void)state;
	for (size_t l = 0; l < ARRAY_LEN(letters); l++) {
		const enum answer_field *fields = answer_columns(letters[l], &count);

		assert_int_equal(fields[0], ANSWER_ID);
		for (size_t i = 0; i < count; i++)
			for (size_t k = 0; k < i; k++)
				assert_string_not_equal(answer_heading(fields[i]), answer_heading(fields[k]));
	}
	assert_null(answer_columns('X', &count));
	assert_int_equal(count, 0);
	assert_null(answer_choices(ANSWER_BY, &count));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_found_wherever_they_went),
		cmocka_unit_test(what_is_no_such_sheet_is_refused),
		cmocka_unit_test(numbers_come_back),
		cmocka_unit_test(columns_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
