#include "test.h"
#include <string.h>
#include "base/buf.h"
#include "domain/jvnprose/jvnprose.h"

/* ">=3.1.0,<=3.1.28", "=5.0|=5.5", "4.*" for a whole branch, "all", "?" what is undecided. */
static void
add_interval(struct buf *out, const struct interval *interval)
{
	struct cut lower = interval->lower, upper = interval->upper;

	if (lower.side == CUT_NONE && upper.side == CUT_NONE)
		buf_addf(out, "all");
	else if (lower.side == CUT_BEFORE && upper.side == CUT_AFTER_PREFIX && str_eq(lower.version, upper.version))
		buf_addf(out, "%.*s.*", STR_ARG(lower.version));
	else {
		if (lower.side != CUT_NONE)
			buf_addf(out, "%s%.*s%s%s", lower.side == CUT_BEFORE ? ">=" : ">", STR_ARG(lower.version),
			    lower.side == CUT_AFTER_PREFIX ? ".*" : "", upper.side != CUT_NONE ? "," : "");
		if (upper.side != CUT_NONE)
			buf_addf(out, "%s%.*s%s", upper.side == CUT_BEFORE ? "<" : "<=", STR_ARG(upper.version),
			    upper.side == CUT_AFTER_PREFIX ? ".*" : "");
	}
}

static void
add_set(struct buf *out, const struct version_set *set)
{
	for (size_t i = 0; i < set->intervals.count; i++) {
		if (i > 0)
			buf_add_char(out, '|');
		add_interval(out, &set->intervals.items[i]);
	}
	for (size_t i = 0; i < set->exact.count; i++)
		buf_addf(out, "%s=%.*s", i + set->intervals.count > 0 ? "|" : "", STR_ARG(set->exact.items[i]));
}

static struct str
part_text(const struct jvn_part *part, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	add_set(&out, &part->set);
	if (part->kind == JVN_NO_VERSION)
		buf_add(&out, STR("none"));
	if (part->set.undecided) {
		buf_add_char(&out, '?');
		add_set(&out, &part->between);
	} else {
		assert_int_equal(part->between.intervals.count, 0);
	}
	for (size_t i = 0; i < part->cves.count; i++)
		buf_addf(&out, " %.*s", STR_ARG(part->cves.items[i]));
	if (part->edition.len > 0)
		buf_addf(&out, " [%.*s]", STR_ARG(part->edition));
	if (part->platform.len > 0)
		buf_addf(&out, " on %.*s", STR_ARG(part->platform));
	if (part->firmware)
		buf_add(&out, STR(" firmware"));
	return arena_copy(arena, str_trim_space(buf_str(&out)));
}

/* Rows between "/" are of one product and read together; so are their readings. */
static const struct {
	const char *rows, *readings;
} cases[] = {
	/* the forms, inclusive and exclusive (trap 11) */
	{ "10.1.0 未満", "<10.1.0" },
	{ "10.1.0 未満のバージョン", "<10.1.0" },
	{ "4.5.1 より前のバージョン", "<4.5.1" },
	{ "4.5.1 よりも前のバージョン", "<4.5.1" },
	{ "5.7.22 およびそれ以前", "<=5.7.22" },
	{ "5.7.22 及びそれ以前のバージョン", "<=5.7.22" },
	{ "1.8.5 以前の全てのバージョン", "<=1.8.5" },
	{ "1.8.5 以前", "<=1.8.5" },
	{ "4.3 まで", "<=4.3" },
	{ "4.3 以下", "<=4.3" },
	{ "2.0 以降", ">=2.0" },
	{ "2.0 以上", ">=2.0" },
	{ "2.0 およびそれ以降のバージョン", ">=2.0" },
	{ "2.0 より後のバージョン", ">2.0" },
	{ "2.0 から", ">=2.0" },
	{ "3.1.0 から 3.1.28-2", ">=3.1.0,<=3.1.28-2" },
	{ "2.7 から 2.8.21 まで", ">=2.7,<=2.8.21" },
	{ "2.7 から 2.8.21 より前のバージョン", ">=2.7,<2.8.21" },
	{ "2.7 以上 2.8.21 未満", ">=2.7,<2.8.21" },
	{ "2.7 以降 2.8.21 以下", ">=2.7,<=2.8.21" },
	{ "2.7 〜 2.8.21", ">=2.7,<=2.8.21" },
	{ "2.7 ～ 2.8.21", ">=2.7,<=2.8.21" },
	{ "2.7 - 2.8.21", ">=2.7,<=2.8.21" },
	{ "バージョン 1.6.0.2 から 1.6.1.1 まで", ">=1.6.0.2,<=1.6.1.1" },
	{ "10.0", "=10.0?>10.0,<=10.0.*" },
	{ "6.x", "6.*" },
	{ "7 系", "7.*" },
	{ "6.x のすべてのバージョン", "6.*" },
	{ "3.6.x およびそれ以前", "<=3.6.*" },
	{ "すべてのバージョン", "all" },
	{ "全バージョン", "all" },
	{ "全てのバージョン", "all" },
	{ "prior to 4.1.0", "<4.1.0" },
	{ "prior 1.3.14", "<1.3.14" },
	{ "versions before 1.2", "<1.2" },
	{ "2.5.1.561 and earlier", "<=2.5.1.561" },
	{ "versions 6.1.0 to 6.1.7", ">=6.1.0,<=6.1.7" },
	{ "2.11.0 through 2.12.2", ">=2.11.0,<=2.12.2" },
	{ "all versions", "all" },
	{ "all releases", "all" },
	{ "7.3 series prior to version7.3.8", ">=7.3,<7.3.8" },
	{ "ver.3.6.x and earlier", "<=3.6.*" },
	/* trap 1: no version at all */
	{ "", "none?" },
	{ "   ", "none?" },
	{ "see the information provided by the vendor", "none? [see the information provided by the vendor]" },
	/* trap 2: white space */
	{ "5.2.13 未満 ", "<5.2.13" },
	{ "NGFW  1.0.1", "=1.0.1 [NGFW]" },
	{ "v1.5.10およびそれ以前のバージョン", "<=1.5.10" },
	/* trap 3: full width */
	{ "１．２．３　未満", "<1.2.3" },
	{ "ﾊﾞｰｼﾞｮﾝ 1.2 以前", "<=1.2" },
	/* trap 4: prefixes, glued or not; the letter of V01L07 belongs to the version */
	{ "Ver.1.030 およびそれ以前", "<=1.030" },
	{ "Ver. 11.62 and earlier", "<=11.62" },
	{ "V4.0.17.0 and earlier", "<=4.0.17.0" },
	{ "Version3.0.10 and earlier", "<=3.0.10" },
	{ "ファームウェアバージョン 1.05およびそれ以前", "<=1.05 firmware" },
	{ "ファームウエア 2.20 およびそれ以前", "<=2.20 firmware" },
	{ "firmware ver.01.26 and earlier", "<=01.26 firmware" },
	{ "all firmware versions", "all firmware" },
	{ "firmware all versions", "all firmware" },
	{ "r.5405 and earlier", "<=5405?<1000" },
	{ "V01L07NF0201 and earlier", "<=V01L07NF0201" },
	/* trap 5: editions before the number; each row is its own */
	{ "Free version 1.4 より前のバージョン/Premium version 3.7 より前のバージョン", "<1.4 [Free]/<3.7 [Premium]" },
	{ "for Windows 5.8 (Build 1575) 未満", "? [for Windows]" },
	{ "as a Service （Apex One SaaS の Apex Central 機能部分）Build 202203 より前", "? [as a Service (Apex One SaaS の Apex Central 機能部分)Build]" },
	/* trap 6: only a product's name */
	{ "Enterprise", "none? [Enterprise]" },
	/* trap 7: Windows */
	{ "for x64-based Systems", "none? [for x64-based Systems]" },
	{ "Version 1607 for x64-based Systems", "=1607?<1607|>1607 on x64-based Systems" },
	{ "version 21H2 for ARM64-based Systems", "=21H2?<21H2|>21H2 on ARM64-based Systems" },
	{ "Version 1809 for 32-bit Systems", "=1809?<1809|>1809 on 32-bit Systems" },
	{ "for 32-bit Systems SP2 (Server Core installation)", "? [for 32-bit Systems SP2 Server Core installation]" },
	{ "R2", "none? [R2]" },
	{ "(Server Core installation)", "none? [Server Core installation]" },
	{ "version 20H2 (Server Core Installation)", "=20H2?<20H2|>20H2 [Server Core Installation]" },
	/* trap 8: old distributions */
	{ "2.1 (as) ", "=2.1?>2.1,<=2.1.* [as]" },
	{ "3.0 (x86-64) ", "=3.0?>3.0,<=3.0.* on x86-64" },
	{ "4 for x86_64", "=4?>4,<=4.* on x86_64" },
	{ "10_f ", "=10_f" },
	/* trap 9: a branch and its upper bound */
	{ "4.4.4 未満の 4.x/5.1.1 LMY49H 未満の 5.x/2016-03-01 より前の 6.x", ">=4,<4.4.4/?5.*/?6.*" },
	{ "7 系の 7.3.8 未満", ">=7,<7.3.8" },
	/* trap 10: two upper bounds in different branches */
	{ "5.7.22 およびそれ以前/8.0.11 およびそれ以前", "<=5.7.22/>=8.0,<=8.0.11?<8.0" },
	{ "8.0.11 およびそれ以前/5.7.22 およびそれ以前", ">=8.0,<=8.0.11?<8.0/<=5.7.22" },
	{ "2.0.60 およびそれ以前/2.2.5 およびそれ以前", "<=2.0.60/>=2.2,<=2.2.5?<2.2" },
	{ "v5.0.11 およびそれ以前/v6.1.4 およびそれ以前", "<=5.0.11/>=6.1,<=6.1.4?<6.1" },
	{ "1.4.2 未満/1.4.5 未満", "<1.4.2/<1.4.5" },
	{ "5.7.22 以前、8.0.11 以前", "<=5.7.22|>=8.0,<=8.0.11?>5.7.22,<8.0" },
	{ "5.7.22 以前/2012-08-26 まで", "<=5.7.22?<5.7/?" },
	{ "5.7.0 から 5.7.22 まで/8.0.11 以前", ">=5.7.0,<=5.7.22/>=8.0,<=8.0.11?<8.0" },
	{ "9.5 以前/10 以前", "<=9.5/>=10,<=10?<10" },
	{ "1.2 以前/20220319 以前", "?/?" },
	{ "5.0.1 以前(CVE-2024-0001)/6.0.1 以前(CVE-2024-0002)", "<=5.0.1 CVE-2024-0001/<=6.0.1 CVE-2024-0002" },
	{ "5.0.1 以前(CVE-2024-0001)/6.0.1 以前", "<=5.0.1 CVE-2024-0001/>=6.0,<=6.0.1?<6.0" },
	{ "5.2.4M 未満 (MySQL version)/6.2.4L 未満 (SQLite version)", "<5.2.4M [MySQL version]/<6.2.4L [SQLite version]" },
	/* trap 12: what stands in brackets at the end */
	{ "Ver.1.3.0より前のバージョン（CVE-2025-0355）", "<1.3.0 CVE-2025-0355" },
	{ "v1.5.10およびそれ以前のバージョン(CVE-2024-39300)(CVE-2024-42412、CVE-2024-43689)",
	  "<=1.5.10 CVE-2024-39300 CVE-2024-42412 CVE-2024-43689" },
	{ "すべてのバージョン (cve-2024-39300)", "all CVE-2024-39300" },
	{ "21.0.1180.57 未満 (Mac OS X および Linux)", "<21.0.1180.57 on Mac OS X および Linux" },
	{ "prior to 5.2.4M (MySQL version)", "<5.2.4M [MySQL version]" },
	{ " ver.3.5.1.201 (ver.3.5.1.200op1)", "=3.5.1.201|=3.5.1.200op1" },
	{ "5.0.0 から 5.15.2 [CyVDB-2909]", "?" },
	{ "v0.0.1 (commit hash:7b761b192d0e) and earlier", "?" },
	{ "1.0 以前 (CVE-2024-0001)、2.0 以前 (CVE-2024-0002)", "? CVE-2024-0002" },
	{ "1.0 以前 (CVE-2024-0001 を除く)", "?" },
	/* trap 13: dates and builds */
	{ "2012-08-26 まで", "?" },
	{ "開発版(1.9系) 2006-12-04 およびそれ以前", "? [開発版(]" },
	{ "releases prior to 20220319", "<20220319" },
	{ "versions before 2024 July 20 maintenance", "?" },
	{ "systems deployed before June 29th", "? [systems deployed]" },
	{ "2019 Build 6016 より前", "?" },
	/* trap 14: suffixes */
	{ "1.0.1 から 1.0.1f まで", ">=1.0.1,<=1.0.1f" },
	{ "4.0.0 to 4.0.6-p4", ">=4.0.0,<=4.0.6-p4" },
	{ "firmware version 21.7.28B and earlier", "<=21.7.28B firmware" },
	{ "prior to V9.1SP4 Build1653", "<9.1SP4 Build1653?>=9.1,<=9.1|>=9.1SP4,<=9.1SP4" },
	{ "NGFW  1.1.0_4127", "=1.1.0_4127 [NGFW]" },
	{ "9.0 Service Pack 1", "=9.0 Service Pack 1?>=9.0,<=9.0" },
	/* trap 15: model numbers are not versions */
	{ "CJ2M-CPU3[] Unit version of the built-in EtherNet/IP section Ver. 2.18 and earlier",
	  "<=2.18 [CJ2M-CPU3[] Unit version of the built-in EtherNet/IP section]" },
	{ "Included in CX-One CXONE-AL[][]D-V4 Ver. 9.81 or lower", "<=9.81 [Included in CX-One CXONE-AL[][]D-V4]" },
	{ "CS1W-EIP21 V3.04 and earlier", "<=3.04 [CS1W-EIP21]" },
	/* trap 16: several ranges in one text, and what a cut at the comma leaves */
	{ "4.0.0 から 4.0.5 まで、4.2.0", ">=4.0.0,<=4.0.5|=4.2.0" },
	{ " and 4.2.0 to 4.2.2", ">=4.2.0,<=4.2.2" },
	{ "4.0.0 から 4.0.5 まで、および一部の版", "?" },
	/* what must never be read */
	{ "すべてのバージョン (2.0 を除く)", "?" },
	{ "2.0 を除くすべてのバージョン", "?" },
	{ "1.0-2.0", "?" },
	{ "1.0 2.0", "?" },
	{ "5.0 から 4.0 まで", "?" },
	{ "4.0 未満 4.0", "?" },
	{ "およびそれ以前", "?" },
	{ "1.x の一部", "?" },
	{ "** 削除 **", "?" },
};

static void
rows_of_a_product_are_read_together(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str rest = str_of(cases[i].rows), row;
		struct str_list rows = { 0 }, readings = { 0 };
		struct jvn_reading reading;
		struct str got;

		/* "EtherNet/IP" and the like keep their slash: rows are cut only where the next row's number or word begins. */
		while (str_split(&rest, '/', &row))
			if (rows.count > 0 && str_starts(row, STR("IP")))
				rows.items[rows.count - 1] = arena_printf(arena, "%.*s/%.*s", STR_ARG(rows.items[rows.count - 1]), STR_ARG(row));
			else
				list_push(arena, &rows, row);
		jvnprose_read(rows.items, rows.count, arena, &reading);
		assert_int_equal(reading.parts.count, rows.count);
		assert_int_equal(reading.read + reading.open, rows.count);
		for (size_t j = 0; j < reading.parts.count; j++) {
			list_push(arena, &readings, part_text(&reading.parts.items[j], arena));
			assert_true(str_eq(reading.parts.items[j].set.text, rows.items[j]));
		}
		got = arena_join(arena, readings.items, readings.count, STR("/"));
		if (!str_eq(got, str_of(cases[i].readings))) {
			print_message("  %s\n    is   %.*s\n    not  %s\n", cases[i].rows, STR_ARG(got), cases[i].readings);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
no_rows_and_broken_rows_are_undecided(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str broken[] = { STR_INIT("1.0 \xff 未満"), { "1.0\0 未満", 11 } };
	char *longest = arena_alloc(arena, 100000);
	struct str *many = ARENA_ARRAY(arena, struct str, 5000);
	struct jvn_reading reading;

	(void)state;
	jvnprose_read(NULL, 0, arena, &reading);
	assert_int_equal(reading.parts.count, 1);
	assert_int_equal(reading.parts.items[0].kind, JVN_NO_VERSION);
	assert_true(reading.parts.items[0].set.undecided);
	jvnprose_read(broken, ARRAY_LEN(broken), arena, &reading);
	assert_int_equal(reading.parts.items[0].kind, JVN_UNDECIDED);
	assert_int_equal(reading.parts.items[1].kind, JVN_UNDECIDED);
	memset(longest, '1', 100000);
	jvnprose_read(&(struct str){ longest, 100000 }, 1, arena, &reading);
	assert_int_equal(reading.parts.items[0].kind, JVN_UNDECIDED);
	for (size_t i = 0; i < 5000; i++)
		many[i] = STR("1.0");
	jvnprose_read(many, 5000, arena, &reading);
	assert_int_equal(reading.parts.count, 1);
	assert_true(reading.parts.items[0].set.undecided);
}

/* Hundreds of bounds in each of hundreds of rows would be compared with each other: refused, quickly. */
static void
a_flood_of_bounds_is_given_up(void **state)
{
	enum { ROWS = 1000, BOUNDS = 200 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str *rows = ARENA_ARRAY(arena, struct str, ROWS);
	struct buf row BUF_SCOPE = { 0 };
	struct jvn_reading reading;

	(void)state;
	for (int i = 0; i < BOUNDS; i++)
		buf_addf(&row, "%s%d.%d 以前", i == 0 ? "" : "、", i, i);
	for (size_t i = 0; i < ROWS; i++)
		rows[i] = buf_str(&row);
	jvnprose_read(rows, ROWS, arena, &reading);
	assert_int_equal(reading.open, ROWS);
	assert_int_equal(reading.parts.items[0].set.intervals.count, 0);
	assert_true(reading.parts.items[0].set.undecided);
}

/* Real rows, by product; printed where SHOW is set, so that a person can go through them. */
static void
real_rows_are_read_and_none_is_taken_for_everything(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, "jvn/version-phrases.tsv");
	struct str bytes, line, last = STR("");
	struct str_list rows = { 0 };
	size_t read = 0, open = 0, partly = 0, kinds[4] = { 0 };

	(void)state;
	if (path == NULL)
		return;
	assert_ok(file_read(str_of(path), 1 << 20, arena, &bytes));
	(void)str_line(&bytes, &line);
	for (bool more = true; more;) {
		struct str id = STR(""), vendor = STR(""), product = STR(""), phrase = STR(""), rest, key;

		more = str_line(&bytes, &line);
		if (more) {
			rest = line;
			(void)(str_split(&rest, '\t', &id) && str_split(&rest, '\t', &vendor) && str_split(&rest, '\t', &product) &&
			    str_split(&rest, '\t', &phrase));
		}
		key = str_sub(line, 0, (size_t)(product.ptr + product.len - line.ptr));
		if ((!more || !str_eq(key, last)) && rows.count > 0) {
			struct jvn_reading reading;

			jvnprose_read(rows.items, rows.count, arena, &reading);
			read += reading.read;
			open += reading.open;
			partly += reading.partly;
			for (size_t i = 0; i < reading.parts.count; i++) {
				const struct jvn_part *part = &reading.parts.items[i];

				kinds[part->kind]++;
				if (getenv("SHOW") != NULL)
					print_message("%.*s | %.*s | %.*s\n", STR_ARG(last), STR_ARG(part->set.text),
					    STR_ARG(part_text(part, arena)));
				if (part->kind == JVN_ALL)
					assert_true(str_find(part->set.text, STR("すべて")) != SIZE_MAX || str_find(part->set.text, STR("全")) != SIZE_MAX ||
					    str_find(part->set.text, STR("all ")) != SIZE_MAX);
			}
			rows.count = 0;
		}
		last = key;
		if (more)
			list_push(arena, &rows, phrase);
	}
	print_message("  %zu rows read (%zu of them leave something open), %zu not: %zu ranges, %zu all, %zu without version, %zu undecided\n", read, partly, open,
	    kinds[JVN_RANGE], kinds[JVN_ALL], kinds[JVN_NO_VERSION], kinds[JVN_UNDECIDED]);
	/* Whoever reads more should look with SHOW at what was gained: a wrong range is worse than none. */
	assert_true(read >= 381);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_a_product_are_read_together),
		cmocka_unit_test(no_rows_and_broken_rows_are_undecided),
		cmocka_unit_test(a_flood_of_bounds_is_given_up),
		cmocka_unit_test(real_rows_are_read_and_none_is_taken_for_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
