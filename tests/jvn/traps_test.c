/*
 * traps_test.c - the seventeen traps that real rows of JVN set, each by its number. A case is the rows of one product (one a line)
 * and what they must be read as: the set, "?" and what stays undecided, "all" for everything; then CVE ids, [edition],
 * "on" platform, "firmware". What is only "?" has not been read, and nothing is excluded by it.
 */
#include "test.h"
#include <string.h>
#include "base/buf.h"
#include "domain/jvnprose/jvnprose.h"
#include "format/jvn/jvn.h"

struct trap { const char *rows, *answer; };

static struct jvn_answer
answer_of(struct arena *arena, const char *rows)
{
	struct str rest = str_of(rows), row;
	struct str_list list = { 0 };
	struct jvn_reading reading;
	struct jvn_answer answer;

	while (str_line(&rest, &row))
		list_push(arena, &list, row);
	jvnprose_read(list.items, list.count, arena, &reading);
	jvnprose_answer(&reading, arena, &answer);
	return answer;
}

static struct str
text_of(struct arena *arena, const struct jvn_answer *answer)
{
	struct buf text BUF_SCOPE = { 0 };
	struct str between = jvnprose_format(&answer->between, arena);

	if (answer->kind == JVN_RANGE || answer->kind == JVN_ALL)
		buf_add(&text, jvnprose_format(&answer->set, arena));
	if (answer->set.undecided)
		buf_addf(&text, "?%.*s", STR_ARG(between));
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
hold(const struct trap *traps, size_t count)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct jvn_answer answer = answer_of(arena, traps[i].rows);
		struct str got = text_of(arena, &answer);

		if (str_eq(got, str_of(traps[i].answer)))
			continue;
		print_message("  %s\n    is   %.*s\n    not  %s\n", traps[i].rows, STR_ARG(got), traps[i].answer);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

#define TRAP(name, ...)                                        \
	static void                                            \
	name(void **state)                                     \
	{                                                      \
		static const struct trap traps[] = __VA_ARGS__; \
		(void)state;                                   \
		hold(traps, ARRAY_LEN(traps));                 \
	}

TRAP(trap_01_no_version_at_all, {
	{ "", "?" },
	{ "\n\n", "?" },
	{ "見つかりません", "? [見つかりません]" },
	{ "see the information provided by the vendor", "? [see the information provided by the vendor]" },
	{ "不明", "? [不明]" },
})

TRAP(trap_02_white_space, {
	{ "5.2.13 未満 ", "<5.2.13" },
	{ " 5.2.13未満", "<5.2.13" },
	{ "NGFW  1.0.1", "=1.0.1 [NGFW]" },
	{ "v1.5.10およびそれ以前のバージョン", "<=1.5.10" },
	{ "3.1.0から3.1.28-2まで", ">=3.1.0,<=3.1.28-2" },
	{ "2.1 (as) ", "=2.1?>2.1,<2.2 [as]" },
})

TRAP(trap_03_full_width, {
	{ "１．２．３　未満", "<1.2.3" },
	{ "Ｖｅｒ．１．２．３ より前のバージョン（ＣＶＥ－２０２５－０３５５）", "<1.2.3 CVE-2025-0355" },
	{ "1.2 以前(CVE-2025-0355,CVE-2025-0356)", "<=1.2 CVE-2025-0355 CVE-2025-0356" },
	{ "ファームウェア 1.2 以前\nファームウエア 1.1 以前", "<=1.2 firmware" },
	{ "ﾊﾞｰｼﾞｮﾝ 1.2.0 ～ 1.2.9", ">=1.2.0,<=1.2.9" },
	{ "1.2.0 – 1.2.9", ">=1.2.0,<=1.2.9" },
})

TRAP(trap_04_prefixes, {
	{ "Ver.1.030 およびそれ以前", "<=1.030" },
	{ "Ver1.030 およびそれ以前", "<=1.030" },
	{ "Ver. 11.62 and earlier", "<=11.62" },
	{ "ver.4.0.1", "=4.0.1" },
	{ "V4.0.17.0 and earlier", "<=4.0.17.0" },
	{ "Version3.0.10 and earlier", "<=3.0.10" },
	{ "バージョン 1.6.0.2 から 1.6.1.1 まで", ">=1.6.0.2,<=1.6.1.1" },
	{ "ファームウェアバージョン 1.05およびそれ以前", "<=1.05 firmware" },
	{ "ファームウエア 2.20 およびそれ以前", "<=2.20 firmware" },
	{ "V01L07NF0201 and earlier", "<=V01L07NF0201" },
	{ "V6.0L10 以前", "<=V6.0L10" },
	/* A release number: that 7.9.4 is below 5405 says nothing. */
	{ "r.5405 and earlier", "<=5405?<1000" },
})

TRAP(trap_05_edition_before_the_number, {
	{ "Free version 1.4 より前のバージョン", "<1.4 [Free]" },
	{ "Free version 1.4 より前のバージョン\nPremium version 3.7 より前のバージョン", "?" },
	{ "for Windows 5.8 (Build 1575) 未満", "? [for Windows]" },
	{ "core 2.0-beta9 から 2.12.1 より前", ">=2.0-beta9,<2.12.1 [core]" },
	{ "NGFW  1.0.1\nNGFW  1.0.2", "=1.0.1|=1.0.2 [NGFW]" },
	{ "as a Service （Apex One SaaS の Apex Central 機能部分）Build 202203 より前",
	  "? [as a Service (Apex One SaaS の Apex Central 機能部分)Build]" },
	{ "SYSMAC シリーズ 1.2.3 以前", "<=1.2.3 [SYSMAC シリーズ]" },
})

TRAP(trap_06_only_a_product_name, {
	{ "Enterprise", "? [Enterprise]" },
	{ "Enterprise\nStandard", "?" },
	{ "Platform", "? [Platform]" },
})

TRAP(trap_07_windows, {
	{ "for x64-based Systems", "? [for x64-based Systems]" },
	{ "Version 1607 for x64-based Systems", "=1607?<1607|>1607 on x64-based Systems" },
	{ "version 21H2 for ARM64-based Systems", "=21H2?<21H2|>21H2 on ARM64-based Systems" },
	{ "for 32-bit Systems SP2 (Server Core installation)", "? [for 32-bit Systems SP2 Server Core installation]" },
	{ "R2 for x64-based Systems SP1", "? [R2 for x64-based Systems SP1]" },
	{ "(Server Core installation)", "? [Server Core installation]" },
	{ "Version 21H2 for 32-bit Systems\nVersion 21H2 for x64-based Systems",
	  "=21H2?<21H2|>21H2 on 32-bit Systems, x64-based Systems" },
	{ "Version 1607 for 32-bit Systems\nVersion 1809 for ARM64-based Systems", "?" },
})

TRAP(trap_08_distributions, {
	{ "4 (as) ", "=4?>4,<5 [as]" },
	{ "3.0 (x86-64) ", "=3.0?>3.0,<3.1 on x86-64" },
	{ "4 for x86_64", "=4?>4,<5 on x86_64" },
	{ "10_f ", "=10_f" },
	{ "2.1 (as)\n2.1 (es)\n3 (as)\n3 (es)", "=2.1|=3?>2.1,<2.2|>3,<4 [as, es]" },
	{ "3.0\n3.0 (x86-64)", "=3.0?>3.0,<3.1" },
	{ "3.0\n4.0 (x86-64)", "?" },
})

TRAP(trap_09_branch_limited_bounds, {
	{ "4.4.4 未満の 4.x", ">=4,<4.4.4" },
	{ "5.7.22 以前の 5.7 系", ">=5.7,<=5.7.22" },
	{ "1.0.0m 未満の 1.0.0", ">=1.0.0,<1.0.0m" },
	{ "4.x 系の 4.4.4 より前", ">=4,<4.4.4" },
	{ "3.1.12 より前のバージョン (Ver.3.1.x 系)", ">=3.1,<3.1.12" },
	{ "7.3 series prior to version7.3.8", ">=7.3,<7.3.8" },
	{ "2016-03-01 より前の 6.x", "?>=6,<7" },
	{ "5.1.1 LMY49H 未満の 5.x", "?>=5,<6" },
	{ "4.4.4 未満の 3.x", "?>=3,<4" },
	{ "4.4.4 未満の 4.5", "?" },
	{ "4.4.4 未満の 4.x\n5.1.1 LMY49H 未満の 5.x", "?" },
})

TRAP(trap_10_two_upper_bounds, {
	{ "5.7.22 およびそれ以前\n8.0.11 およびそれ以前", "<=5.7.22|>=8.0,<=8.0.11?>5.7.22,<8.0" },
	{ "8.0.11 およびそれ以前\n5.7.22 およびそれ以前", "<=5.7.22|>=8.0,<=8.0.11?>5.7.22,<8.0" },
	{ "2.0.60 およびそれ以前\n2.2.5 およびそれ以前", "<=2.0.60|>=2.2,<=2.2.5?>2.0.60,<2.2" },
	{ "v5.0.11 およびそれ以前\nv6.1.4 およびそれ以前", "<=5.0.11|>=6.1,<=6.1.4?>5.0.11,<6.1" },
	{ "1.2.3 未満\n2.4 未満", "<1.2.3|>=2,<2.4?>=1.2.3,<2" },
	{ "08-70 以前\n09-87 以前", "<=08-70|>=09,<=09-87?>08-70,<09" },
	{ "1.4.2 未満\n1.4.5 未満", "<1.4.5" },
	{ "V01L05NF0301 以前\nV02L01NF0101 以前", "?" },
	{ "2.0 以降\n3.0 以前", "?" },
	/* Who knows where the unreadable row ends? */
	{ "5.7.22 以前\n2012-08-26 まで", "?" },
})

TRAP(trap_11_inclusive_or_not, {
	{ "1.2 未満", "<1.2" },
	{ "1.2 より前のバージョン", "<1.2" },
	{ "1.2 よりも以前の版", "<1.2" },
	{ "1.2 以前", "<=1.2" },
	{ "1.2 以前の全てのバージョン", "<=1.2" },
	{ "1.2 とそれ以前", "<=1.2" },
	{ "1.2 まで", "<=1.2" },
	{ "1.2 以下", "<=1.2" },
	{ "1.2 以降", ">=1.2" },
	{ "1.2 より後", ">1.2" },
	{ "1.2 から 1.5", ">=1.2,<=1.5" },
	{ "1.2 から 1.5 まで", ">=1.2,<=1.5" },
	{ "1.2 から 1.5 より前のバージョン", ">=1.2,<1.5" },
	{ "1.2 以上 1.5 未満", ">=1.2,<1.5" },
	{ "1.2 以上、1.5 未満", ">=1.2,<1.5" },
	{ "1.2 and earlier", "<=1.2" },
	{ "1.2 or lower", "<=1.2" },
	{ "1.2 to 1.5", ">=1.2,<=1.5" },
	{ "1.2 through 1.5", ">=1.2,<=1.5" },
	{ "from 1.2 prior to 1.5", ">=1.2,<1.5" },
	{ "prior to 1.5", "<1.5" },
	{ "prior 1.5", "<1.5" },
	{ "versions before 1.5", "<1.5" },
	{ "all versions prior to 1.5", "<1.5" },
	{ ">= 1.2, < 1.5", ">=1.2,<1.5" },
})

TRAP(trap_12_brackets_at_the_end, {
	{ "Ver.1.3.0より前のバージョン（CVE-2025-0355）", "<1.3.0 CVE-2025-0355" },
	{ "v1.5.10およびそれ以前のバージョン(CVE-2024-39300)(CVE-2024-42412、CVE-2024-43689)",
	  "<=1.5.10 CVE-2024-39300 CVE-2024-42412 CVE-2024-43689" },
	{ "1.4 未満（CVE-2025-0354）\n1.5 未満（CVE-2025-0355）", "?" },
	{ "1.4 未満（CVE-2025-0354）\n1.4 未満（CVE-2025-0355）", "<1.4 CVE-2025-0354 CVE-2025-0355" },
	{ "21.0.1180.57 未満 (Mac OS X および Linux)", "<21.0.1180.57 on Mac OS X および Linux" },
	{ "7.1 未満 (iPhone 4 以降)", "<7.1 on iPhone 4 以降" },
	{ "prior to 5.2.4M (MySQL version)", "<5.2.4M [MySQL version]" },
	{ "ver.3.5.1.201 (ver.3.5.1.200op1)", "=3.5.1.200op1|=3.5.1.201" },
	{ "5.0.0 から 5.15.2 [CyVDB-2909]", "?" },
	{ "1.0 以前 (CVE-2024-0001 を除く)", "?" },
})

TRAP(trap_13_dates, {
	{ "2012-08-26 まで", "?" },
	{ "2012/08/26 まで", "?" },
	{ "開発版(1.9系) 2006-12-04 およびそれ以前", "? [開発版(]" },
	{ "2024年7月4日より前", "?" },
	{ "versions before 2024 July 20 maintenance", "?" },
	{ "systems deployed before June 29th", "? [systems deployed]" },
	{ " 2015", "?" },
	{ "2019 Build 6016 より前", "?" },
	{ "2013 SP1", "?" },
	/* A product that is called by its years; what calls itself 22.0 does not compare with it. */
	{ "2022 およびそれ以前", "<=2022?<1000" },
	/* Releases that are named so: they compare among themselves, and no smaller number with them. */
	{ "releases prior to 20220319", "<20220319" },
})

TRAP(trap_14_suffixes, {
	{ "1.0.1 から 1.0.1f まで", ">=1.0.1,<=1.0.1f" },
	{ "3.1.0 から 3.1.28-2", ">=3.1.0,<=3.1.28-2" },
	{ "1.1.0_4127 未満", "<1.1.0_4127" },
	{ "4.0.0 to 4.0.6-p4", ">=4.0.0,<=4.0.6-p4" },
	{ "firmware version 5.25.7H and earlier", "<=5.25.7H firmware" },
	{ "firmware version 21.7.28B and earlier", "<=21.7.28B firmware" },
	/* An installed "9.1SP4" does not tell its build, nor "9.1" its service pack. */
	{ "prior to V9.1SP4 Build1653", "<9.1SP4 Build1653?=9.1|=9.1SP4" },
	{ "9.0 Service Pack 1", "=9.0 Service Pack 1?=9.0" },
	{ "9.0.0.M1 から 9.0.0.M9", ">=9.0.0.M1,<=9.0.0.M9" },
	{ "0.9.8za 未満", "<0.9.8za" },
	{ "v0.0.1 (commit hash:7b761b192d0e) and earlier", "?" },
	{ "9.1 Build 1653 未満", "?" },
})

TRAP(trap_15_hardware_revisions_and_models, {
	{ "\"Archer AX10(JP)_V1.2_230220\" より前", "? [\"Archer AX10(JP)_V1.2_230220\"]" },
	{ "\"Archer C9(JP)_V3_170628\"", "? [\"Archer C9(JP)_V3_170628\"]" },
	{ "\"Archer AX55(JP)_V1_1.2.3 Build 20240101\" より前のファームウェア", "? [\"Archer AX55(JP)_V1_1.2.3 Build] firmware" },
	{ "CJ2M-CPU3[] Unit version of the built-in EtherNet/IP section Ver. 2.18 and earlier",
	  "<=2.18 [CJ2M-CPU3[] Unit version of the built-in EtherNet/IP section]" },
	{ "Included in CX-One CXONE-AL[][]D-V4 Ver. 9.81 or lower", "<=9.81 [Included in CX-One CXONE-AL[][]D-V4]" },
	{ "CS1W-EIP21 V3.04 and earlier", "<=3.04 [CS1W-EIP21]" },
	{ "hardware version 2 firmware 1.0.3 and earlier", "? [hardware] firmware" },
	{ "ハードウェア V2", "? [ハードウェア]" },
	{ "V2 ファームウェア 1.0.3 以前", "? firmware" },
})

TRAP(trap_16_several_ranges_in_one_text, {
	{ "4.0.0 から 4.0.5 まで、4.2.0", ">=4.0.0,<=4.0.5|=4.2.0" },
	{ "4.0.0 to 4.0.5 and 4.2.0 to 4.2.2", ">=4.0.0,<=4.0.5|>=4.2.0,<=4.2.2" },
	{ "4.0.0 から 4.0.5 まで、および 4.2.0 から 4.2.2 まで", ">=4.0.0,<=4.0.5|>=4.2.0,<=4.2.2" },
	{ "5.7.22 以前、8.0.11 以前", "<=5.7.22|>=8.0,<=8.0.11?>5.7.22,<8.0" },
	/* cut at the comma */
	{ " and 4.2.0 to 4.2.2", ">=4.2.0,<=4.2.2" },
	{ " and earlier", "?" },
	{ "4.2.0 and", "?" },
	{ "4.0.0 から 4.0.5 まで、および一部の版", "?" },
	{ "2.0 以上または 3.0 未満", "?" },
	{ "1.5 未満、2.0 以上", "<1.5|>=2.0" },
})

/* ---------------------------------------------------------------------- trap 17 is the record's */

struct keeping {
	struct sink         sink;
	enum advisory_state state;
	size_t              rows;
};

static struct err *
keep_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct keeping *keeping = (struct keeping *)sink;
	const struct advisory *advisory = value;

	(void)arena;
	if (schema != &advisory_schema)
		return NULL;
	keeping->state = advisory->state;
	keeping->rows = advisory->affected.items[0].phrases.count;
	return NULL;
}

static struct err *
keep_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink;
	(void)arena;
	fail_msg("refused: %.*s", STR_ARG(problem->sentence_en));
	return NULL;
}

static enum advisory_state
state_of(struct arena *arena, const char *title)
{
	struct keeping keeping = { .sink = { .record = keep_record, .problem = keep_problem } };
	struct input_bytes bytes;
	struct str text = arena_printf(arena, "<VULDEF-Document version=\"3.2\" xmlns=\"http://jvn.jp/vuldef/\" xml:lang=\"ja\"><Vulinfo>"
	    "<VulinfoID>JVNDB-2026-990001</VulinfoID><VulinfoData><Title>%s</Title><Affected><AffectedItem><Name>みどり電機</Name>"
	    "<ProductName>管理ツール</ProductName><VersionNumber>1.2 未満</VersionNumber></AffectedItem></Affected>"
	    "</VulinfoData></Vulinfo></VULDEF-Document>", title);

	assert_ok(jvn_read(input_of_bytes(&bytes, text, STR("trap 17")), &keeping.sink, arena));
	assert_int_equal(keeping.rows, 1);
	return keeping.state;
}

static void
trap_17_deleted_records_keep_their_list(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_int_equal(state_of(arena, "** 削除 ** 管理ツールの脆弱性"), ADVISORY_WITHDRAWN);
	assert_int_equal(state_of(arena, "管理ツールの脆弱性"), ADVISORY_PUBLISHED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trap_01_no_version_at_all),
		cmocka_unit_test(trap_02_white_space),
		cmocka_unit_test(trap_03_full_width),
		cmocka_unit_test(trap_04_prefixes),
		cmocka_unit_test(trap_05_edition_before_the_number),
		cmocka_unit_test(trap_06_only_a_product_name),
		cmocka_unit_test(trap_07_windows),
		cmocka_unit_test(trap_08_distributions),
		cmocka_unit_test(trap_09_branch_limited_bounds),
		cmocka_unit_test(trap_10_two_upper_bounds),
		cmocka_unit_test(trap_11_inclusive_or_not),
		cmocka_unit_test(trap_12_brackets_at_the_end),
		cmocka_unit_test(trap_13_dates),
		cmocka_unit_test(trap_14_suffixes),
		cmocka_unit_test(trap_15_hardware_revisions_and_models),
		cmocka_unit_test(trap_16_several_ranges_in_one_text),
		cmocka_unit_test(trap_17_deleted_records_keep_their_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
