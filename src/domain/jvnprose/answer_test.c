/*
 * Rows of one product, one a line, and the sentence they become: the set, "?" and what stays undecided, then CVE ids, [edition],
 * "on" platform, "firmware". What is only "?" has not been read.
 */
#include "test.h"
#include "base/buf.h"
#include "domain/jvnprose/jvnprose.h"

static const struct { const char *rows, *answer; } cases[] = {
	/* what follows or precedes a comparison and adds nothing */
	{ "1.2 未満の全てのバージョン", "<1.2" },
	{ "1.2 以上のすべてのバージョン", ">=1.2" },
	{ "1.2 より後のすべてのバージョン", ">1.2" },
	{ "all versions up to 1.2", "<=1.2" },
	{ "7 系 すべてのバージョン", ">=7,<8" },
	{ "7 系のすべてのバージョン", ">=7,<8" },
	{ "6.x all versions", ">=6,<7" },
	{ "6 all versions", "?" },
	{ "6 のすべて", "?" },
	/* bounds */
	{ "1.0 2.0 3.0 4.0", "?" },
	{ "1 2 3 4 5 6 7 8", "?" },
	{ "10_f.x", "?" },
	{ "10_f 以降", "?" },
	{ "10_f から 12 まで", "?" },
	{ "12 から 12_f まで", "?" },
	{ "2.0 以上 2.0 未満", "?" },
	{ "2.0 から 2.0", "=2.0" },
	{ "1.4.x より後", ">=1.5" },
	{ "12_f.x 未満", "?" },
	/* branches */
	{ "1.2 1.2.3 未満", "?" },
	{ "4.4 未満の 4.4", "?" },
	{ "4.44 未満の 4.4", "?" },
	{ "4.4.4 未満の 10_f.x", "?" },
	{ "4.4.4 以前の 4.4", ">=4.4,<=4.4.4" },
	{ "6.X", ">=6,<7" },
	{ "1.*", ">=1,<2" },
	{ "18446744073709551615.x", ">=18446744073709551615,<=18446744073709551615.*" },
	{ "1.2a.x", ">=1.2a,<=1.2a.*" },
	{ "1.2b.x より後", ">1.2b.*" },
	{ "4.0 系 4.0.0 から 4.0.6-p1 まで", ">=4.0.0,<=4.0.6-p1" },
	{ "4.0 系 4.0.0 から 4.1.6", "?" },
	{ "4.0 系 3.0.0 から 4.0.6", "?" },
	{ "3.1.2 (3.1.x 系)", "=3.1.2" },
	{ "3.2.2 (3.1.x 系)", "?" },
	{ "3.1.1 から 3.1.5 (3.1.x)", ">=3.1.1,<=3.1.5" },
	{ "3.0.1 から 3.1.5 (3.1.x 系)", "?" },
	{ "3.1.1 以降 (3.1 系)", ">=3.1.1,<3.2" },
	{ "3.2.5 未満 (3.1.x 系)", "?" },
	{ "すべてのバージョン (3.1.x 系)", ">=3.1,<3.2" },
	{ "3.1.5 未満 (3.x)(3.1.x)", "?" },
	{ "3.1.5 未満 (3.1 系 の)", "?" },
	{ "3.1.5 未満 (3.1 未満)", "?" },
	{ "3.1.5 未満 (3.1)", "?" },
	/* the bound is not read, its branch is */
	{ "5.1.1 LMY49H 以前の 5.x", "?>=5,<6" },
	{ "5.1.1 LMY49H からの 5.x", "?" },
	{ "5.1.1 LMY49H 5.x", "?" },
	{ "5.1.1 LMY49H 未満の 10_f.x", "?" },
	{ "5.0、5.1.1 LMY49H 未満の 5.x", "?" },
	/* several in one row */
	{ "1.2 以上、すべて", "all" },
	{ "3.0 以上、2.0 未満", "<2.0|>=3.0" },
	{ "1.0.0 または または 2.0.0", "=1.0.0|=2.0.0" },
	{ "1.0.0、、2.0.0", "=1.0.0|=2.0.0" },
	{ "1.0.0 から 1.5.0、1.2.0 から 2.0.0", ">=1.0.0,<=2.0.0" },
	{ "1.0.0 or later but prior to 1.2.0", ">=1.0.0,<1.2.0" },
	{ "1.2 と 1.3", "=1.2|=1.3?>1.2,<1.3|>1.3,<1.4" },
	/* shapes */
	{ "1.2-final 以前", "<=1.2-final" },
	{ "1.2rc 以前", "<=1.2rc" },
	{ "1.2foo 以前", "?" },
	{ "1.2_ 以前", "?" },
	{ "1.2z1 以前", "?" },
	{ "1.2zZ 以前", "?" },
	{ "1.2. 以前", "?" },
	{ "1900 以前", "<=1900?<1000" },
	{ "2100 以前", "<=2100?<1000" },
	{ "2024-01", "?" },
	{ "21H2 以前", "?" },
	{ "21Hx", "=21Hx" },
	{ "9.1SP4Build 以前", "?" },
	{ "9.1SP4Build16x 以前", "?" },
	{ "9.1SP4Build16 以前", "<=9.1SP4Build16?=9.1|=9.1SP4" },
	{ "9.1SP 以前", "?" },
	{ "9.1 SP 以前", "?" },
	{ "9.1 SP4x 以前", "?" },
	{ "9.1 SP", "?" },
	{ "9.1 service pack 2 以前", "<=9.1 service pack 2?=9.1" },
	{ "6R4 以前", "<=6R4?=6" },
	{ "V01L07.5 以前", "?" },
	{ "V01L07ABC1 以前", "?" },
	{ "V01L07N 以前", "?" },
	{ "V1L", "=1L" },
	{ "V1Lx 以前", "?" },
	{ "V1L2", "=V1L2" },
	{ "2.0-beta.1", "=2.0-beta.1" },
	{ "1.2*3", "?" },
	{ "11-1x 以前", "?" },
	{ "11.10 以前", "<=11.10" },
	/* words */
	{ "1.2 \xe2\x88\x92 1.5", ">=1.2,<=1.5" },
	{ "1.2 ‑ 1.5", ">=1.2,<=1.5" },
	{ "Builder 1.2.3", "=1.2.3 [Builder]" },
	{ "Build1653 1.2.3", "? [Build1653]" },
	{ "SPARC 1.2.3", "=1.2.3 [SPARC]" },
	{ "SP2 1.2.3", "? [SP2]" },
	{ "SP 1.2.3", "=1.2.3 [SP]" },
	{ "64-bit 1.2.3", "=1.2.3 [64-bit]" },
	{ "64bit 1.2.3", "=1.2.3 [64bit]" },
	{ "32bit 1.2.3", "=1.2.3 [32bit]" },
	{ "1.2 tofu", "?" },
	{ "1.2 for tofu", "=1.2?>1.2,<1.3 on tofu" },
	{ "1.2 to fu", "?" },
	{ "1.2 tofu tofu", "?" },
	{ "abcあ 1.2.3", "=1.2.3 [abcあ]" },
	{ "abc,1.2.3", "? [abc]" },
	{ "全ファームウェアバージョン", "all firmware" },
	{ "all versions of firmware", "all firmware" },
	/* brackets */
	{ "1.2.3 (CVE-2024", "?" },
	{ "1.2.3 (CVE-2024)", "?" },
	{ "1.2.3 (CVE-20-1)", "?" },
	{ "1.2.3 (CVE-2024.1234)", "?" },
	{ "1.2.3 (CVE-2024-12)", "?" },
	{ "1.2.3 (CVE-20240-1234)", "?" },
	{ "1.2.3 (CVE-2024-1234/CVE-2024-1235のみ)", "=1.2.3 CVE-2024-1234 CVE-2024-1235" },
	{ "1.2.3 (、)", "=1.2.3 [、]" },
	{ "1.2.3 ()", "=1.2.3" },
	{ "1.2.3 (Windows 10)", "?" },
	{ "1.2.3 (ver.1.2 x)", "?" },
	{ "1.2 以前 (ver.1.2op1)", "?" },
	{ "1.2.3 (一部)", "?" },
	{ "1.2.3 (after)", "?" },
	{ "1.2.3 (free) (Linux) (home)(i386)", "=1.2.3 [home free] on i386 Linux" },
	{ "Free 1.2.3 (home)", "=1.2.3 [Free home]" },
	{ "1.2.3)", "?" },
	{ "1.2.3 CPU[]", "?" },
	{ "1.2.3 [CVE-2024-1234]", "=1.2.3 CVE-2024-1234" },
	{ "1.2.3 [X-1]", "?" },
	{ "1.2.3 [CVE-2024-1234] (一部)", "? CVE-2024-1234" },
	/* rows together */
	{ "1.2.3 未満\n1.2.3 未満 (Linux)", "<1.2.3" },
	{ "1.2.3 未満 (Linux)\n1.2.3 未満 (Windows)", "<1.2.3 on Linux, Windows" },
	{ "1.2.3 未満 (a)\n1.2.3 未満 (b)\n1.2.3 未満 (a)", "<1.2.3 [a, b]" },
	{ "1.2.3 未満 (a)\n1.2.3 未満 (Linux)", "?" },
	{ "1.2.3 未満 (Linux)\n1.2.4 未満 (Windows)", "?" },
	{ "1.2.3 未満\n1.2.4 未満 (Windows)", "?" },
	{ "firmware 1.2.3\n1.2.3", "=1.2.3" },
	{ "firmware 1.2.3\n1.2.4", "?" },
	{ "1.2.3 (CVE-2024-0001)(CVE-2024-0002)\n1.2.4 (CVE-2024-0002、CVE-2024-0001)", "=1.2.3|=1.2.4 CVE-2024-0001 CVE-2024-0002" },
	{ "1.2.3 (CVE-2024-0001)\n1.2.3 (CVE-2024-0001、CVE-2024-0002)", "=1.2.3 CVE-2024-0001 CVE-2024-0002" },
	{ "すべてのバージョン\n1.2.3", "all" },
	{ "1.2.3\n1.foo", "?" },
	{ "1.2.3 以前\n1.foo", "?" },
	{ "1.2.3 以前\n2.0.1 LMY 未満", "?" },
	{ "1.2.3 以前\n1.1.9 以前の 1.1.x", ">=1.1,<=1.1.9|>=1.2,<=1.2.3?<1.1|>1.1.9,<1.2" },
	{ "9.5 以前\n10 以前", "<=9.5|=10?>9.5,<10" },
	{ "5 以前\n5.2.3 以前", "<=5|>=5.2,<=5.2.3?>5,<5.2" },
	{ "1.5 以降\n2.0 から 3.0", ">=1.5" },
	{ "4.0 以降\n3.0 以前", "<=3.0|>=4.0" },
	{ "4.0 以降 (Linux)\n5.0 以前 (Windows)", "?" },
	{ "\n", "?" },
	{ "1.0 から 2.0、20240101 から 20240201", "?" },
	{ "1.0 から 2.0\n20240101 から 20240201 (Linux)", "?" },
	{ "1.2.3 (a)(CVE-2024-0001)\n1.2.3 (a)(CVE-2024-0002)", "=1.2.3 CVE-2024-0001 CVE-2024-0002 [a]" },
	{ "1.2.3 (a, b)\n1.2.3 (a)", "=1.2.3 [a, b, a]" },
	{ "2.0 以前\nV01L05 以前", "?" },
	{ "1.2 以前\n2.3 以前\n3.4 以前", "<=1.2|>=2,<=2.3|>=3,<=3.4?>1.2,<2|>2.3,<3" },
	{ "2.3 以前\n1.2 以前\n3.4 以前", "<=1.2|>=2,<=2.3|>=3,<=3.4?>1.2,<2|>2.3,<3" },
	{ "すべて\n1.2 以前", "all" },
	{ "1.2.3\n2.3.4 以前", ">=2.3,<=2.3.4|=1.2.3?<1.2.3|>1.2.3,<2.3" },
	{ "1.2.3 以前\n2012-08-26 まで\n2012-08-27 まで", "?" },
	{ "8.1.5 以前\n8.2 以前", "<=8.1.5|=8.2?>8.1.5,<8.2" },
	{ "1.5 未満または 2.0 以上\n1.0 から 2.0", "?" },
	{ "2024x 以前", "<=2024x" },
	{ "3.1-2", "=3.1-2" },
};

static struct str
text_of(struct arena *arena, const struct jvn_answer *answer)
{
	struct buf text BUF_SCOPE = { 0 };

	if (answer->kind == JVN_RANGE || answer->kind == JVN_ALL)
		buf_add(&text, jvnprose_format(&answer->set, arena));
	if (answer->set.undecided)
		buf_addf(&text, "?%.*s", STR_ARG(jvnprose_format(&answer->between, arena)));
	for (size_t i = 0; i < answer->cves.count; i++)
		buf_addf(&text, " %.*s", STR_ARG(answer->cves.items[i]));
	if (answer->edition.len > 0)
		buf_addf(&text, " [%.*s]", STR_ARG(answer->edition));
	if (answer->platform.len > 0)
		buf_addf(&text, " on %.*s", STR_ARG(answer->platform));
	buf_add(&text, answer->firmware ? STR(" firmware") : STR(""));
	return arena_copy(arena, buf_str(&text));
}

static void
rows_become_one_sentence(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str rest = str_of(cases[i].rows), row, got;
		struct str_list rows = { 0 };
		struct jvn_reading reading;
		struct jvn_answer answer;

		while (str_line(&rest, &row))
			list_push(arena, &rows, row);
		jvnprose_read(rows.items, rows.count, arena, &reading);
		jvnprose_answer(&reading, arena, &answer);
		got = text_of(arena, &answer);
		if (!str_eq(got, str_of(cases[i].answer))) {
			print_message("  %s\n    is   %.*s\n    not  %s\n", cases[i].rows, STR_ARG(got), cases[i].answer);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* Kinds and what is mixed, whole and part by part. */
static void
an_answer_says_why_there_is_none(void **state)
{
	static const struct { const char *rows; enum jvn_kind kind; bool mixed; } asked[] = {
		{ "1.2", JVN_RANGE, false },
		{ "すべて", JVN_ALL, false },
		{ "Enterprise", JVN_NO_VERSION, false },
		{ "Enterprise\nStandard", JVN_NO_VERSION, false },
		{ "Enterprise\n1.2", JVN_UNDECIDED, false },
		{ "2012-08-26 まで", JVN_UNDECIDED, false },
		{ "Free 1.2\nPro 1.3", JVN_UNDECIDED, true },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
		struct str rest = str_of(asked[i].rows), row;
		struct str_list rows = { 0 };
		struct jvn_reading reading;
		struct jvn_answer answer, part;

		while (str_line(&rest, &row))
			list_push(arena, &rows, row);
		jvnprose_read(rows.items, rows.count, arena, &reading);
		jvnprose_answer(&reading, arena, &answer);
		assert_int_equal(answer.kind, asked[i].kind);
		assert_int_equal(answer.mixed, asked[i].mixed);
		jvnprose_answer_part(&reading.parts.items[0], arena, &part);
		assert_int_equal(part.kind, reading.parts.items[0].kind);
		assert_false(part.mixed);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_become_one_sentence),
		cmocka_unit_test(an_answer_says_why_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
