/*
 * answers_test.c - what scores, names, sentences and dates come to when a program asks; and that no bytes hurt.
 */
#include "test.h"

#include <string.h>
#include "face/lib/tsukuroi.h"

/* A test with a context of its own, which goes with it whatever fails. */
static int
set_up(void **state)
{
	*state = tsukuroi_new();
	return *state == NULL;
}

static int
tear_down(void **state)
{
	tsukuroi_free(*state);
	return 0;
}

/* --------------------------------------------------------------------------------------------- CVSS */

static const struct {
	const char            *vector;
	int                    version, base, temporal, environmental, overall;
	bool                   has_temporal, has_environmental;
	enum tsukuroi_severity severity;
	const char            *macrovector;
} scores[] = {
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 31, 98, 98, 98, 98, false, false, TSUKUROI_SEVERITY_CRITICAL, "" },
	{ "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 30, 0, 0, 0, 0, false, false, TSUKUROI_SEVERITY_NONE, "" },
	{ "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U", 31, 98, 78, 78, 78, true, false, TSUKUROI_SEVERITY_HIGH, "" },
	{ "AV:N/AC:L/Au:N/C:P/I:P/A:P", 20, 75, 75, 75, 75, false, false, TSUKUROI_SEVERITY_HIGH, "" },
	{ "(AV:N/AC:L/Au:N/C:P/I:P/A:P)", 20, 75, 75, 75, 75, false, false, TSUKUROI_SEVERITY_HIGH, "" },
	{ "AV:N/AC:L/Au:N/C:C/I:C/A:C/CDP:N/TD:N/CR:ND/IR:ND/AR:ND", 20, 100, 100, 0, 0, false, true, TSUKUROI_SEVERITY_LOW, "" },
	{ "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 40, 93, 93, 93, 93, false, false,
	    TSUKUROI_SEVERITY_CRITICAL, "000200" },
};

static void
test_cvss_scores(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(scores); i++) {
		struct tsukuroi_cvss cvss;

		print_message("  %s\n", scores[i].vector);
		assert_int_equal(tsukuroi_cvss_score(*state, scores[i].vector, TSUKUROI_NUL, &cvss), TSUKUROI_OK);
		assert_int_equal(cvss.version, scores[i].version);
		assert_int_equal(cvss.base, scores[i].base);
		assert_int_equal(cvss.temporal, scores[i].temporal);
		assert_int_equal(cvss.environmental, scores[i].environmental);
		assert_int_equal(cvss.overall, scores[i].overall);
		assert_int_equal(cvss.has_temporal, scores[i].has_temporal);
		assert_int_equal(cvss.has_environmental, scores[i].has_environmental);
		assert_int_equal(cvss.severity, scores[i].severity);
		assert_string_equal(cvss.macrovector, scores[i].macrovector);
	}
}

static void
test_cvss_words(void **state)
{
	struct tsukuroi_text text;

	assert_int_equal(tsukuroi_cvss_canonical(*state, "CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N/E:X", TSUKUROI_NUL, &text), TSUKUROI_OK);
	assert_string_equal(text.ptr, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
	assert_int_equal(text.len, strlen(text.ptr));
	assert_int_equal(tsukuroi_cvss_canonical(*state, "CVSS:9/", TSUKUROI_NUL, &text), TSUKUROI_BAD_INPUT);
	assert_string_equal(tsukuroi_severity_name(31, TSUKUROI_SEVERITY_CRITICAL, TSUKUROI_EN), "Critical");
	assert_string_equal(tsukuroi_severity_name(40, TSUKUROI_SEVERITY_CRITICAL, TSUKUROI_JA), "緊急");
	assert_string_equal(tsukuroi_severity_name(30, TSUKUROI_SEVERITY_NONE, TSUKUROI_JA), "なし");
	assert_string_equal(tsukuroi_severity_name(30, TSUKUROI_SEVERITY_HIGH, TSUKUROI_JA), "重要");
	assert_string_equal(tsukuroi_severity_name(20, TSUKUROI_SEVERITY_HIGH, TSUKUROI_JA), "危険");
	assert_null(tsukuroi_severity_name(31, (enum tsukuroi_severity)5, TSUKUROI_EN));
	assert_null(tsukuroi_severity_name(31, (enum tsukuroi_severity)-1, TSUKUROI_EN));
	assert_null(tsukuroi_severity_name(0, TSUKUROI_SEVERITY_LOW, TSUKUROI_EN));
	assert_null(tsukuroi_severity_name(9, TSUKUROI_SEVERITY_LOW, TSUKUROI_EN));
}

/* -------------------------------------------------------------------------------------------- names */

static void
test_cpe(void **state)
{
	static const struct {
		const char            *source, *target;
		enum tsukuroi_relation relation;
	} cases[] = {
		{ "cpe:2.3:a:x:y:1.0:*:*:*:*:*:*:*", "cpe:/a:X:y:1.0", TSUKUROI_SAME },
		{ "cpe:2.3:a:x:y:*:*:*:*:*:*:*:*", "cpe:/a:x:y:1.0", TSUKUROI_SUPERSET },
		{ "cpe:/a:x:y:1.0", "cpe:/a:x:y", TSUKUROI_SUBSET },
		{ "cpe:/a:x:y:1.0", "cpe:/a:x:y:2.0", TSUKUROI_DISJOINT },
		{ "cpe:/a:x:y::sp1", "cpe:/a:x:y:2.0", TSUKUROI_OVERLAP },
		{ "cpe:/a:x:y:1.0", "cpe:2.3:a:x:y:1.*:*:*:*:*:*:*:*", TSUKUROI_RELATION_UNDEFINED },
	};
	struct tsukuroi_text text;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum tsukuroi_relation relation;

		print_message("  %s, %s\n", cases[i].source, cases[i].target);
		assert_int_equal(tsukuroi_cpe_match(*state, cases[i].source, TSUKUROI_NUL, cases[i].target, TSUKUROI_NUL, &relation), TSUKUROI_OK);
		assert_int_equal(relation, cases[i].relation);
	}
	assert_int_equal(tsukuroi_cpe_match(*state, "cpe:/a", TSUKUROI_NUL, "cpe", TSUKUROI_NUL, &(enum tsukuroi_relation){ 0 }), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_cpe_convert(*state, "cpe:/a:x:y:1.0", TSUKUROI_NUL, TSUKUROI_CPE_FS, &text), TSUKUROI_OK);
	assert_string_equal(text.ptr, "cpe:2.3:a:x:y:1.0:*:*:*:*:*:*:*");
	/* What one call gave is asked about in the next. */
	assert_int_equal(tsukuroi_cpe_convert(*state, text.ptr, text.len, TSUKUROI_CPE_URI, &text), TSUKUROI_OK);
	assert_string_equal(text.ptr, "cpe:/a:x:y:1.0");
	assert_int_equal(tsukuroi_cpe_convert(*state, "cpe:/a:x:y:1.0", TSUKUROI_NUL, TSUKUROI_CPE_WFN, &text), TSUKUROI_OK);
	assert_string_equal(text.ptr, "wfn:[part=\"a\",vendor=\"x\",product=\"y\",version=\"1\\.0\"]");
}

static void
test_purl(void **state)
{
	static const char text[] = "pkg:PyPI/Some_Thing@1.0?Vers=%5b1&arch=any#/x/";
	struct tsukuroi_purl purl;
	struct tsukuroi_text value;

	assert_int_equal(tsukuroi_purl_parse(*state, text, TSUKUROI_NUL, &purl), TSUKUROI_OK);
	assert_string_equal(purl.canonical.ptr, "pkg:pypi/some-thing@1.0?arch=any&vers=%5B1#x");
	assert_string_equal(purl.type.ptr, "pypi");
	assert_string_equal(purl.space.ptr, "");
	assert_string_equal(purl.name.ptr, "some-thing");
	assert_string_equal(purl.version.ptr, "1.0");
	assert_string_equal(purl.qualifiers.ptr, "arch=any&vers=%5B1");
	assert_string_equal(purl.subpath.ptr, "x");
	assert_int_equal(tsukuroi_purl_qualifier(*state, text, TSUKUROI_NUL, "vers", TSUKUROI_NUL, &value), TSUKUROI_OK);
	assert_string_equal(value.ptr, "[1");
	assert_int_equal(tsukuroi_purl_qualifier(*state, text, TSUKUROI_NUL, "none", TSUKUROI_NUL, &value), TSUKUROI_OK);
	assert_int_equal(value.len, 0);
	assert_int_equal(tsukuroi_purl_qualifier(*state, "pkg:", TSUKUROI_NUL, "none", TSUKUROI_NUL, &value), TSUKUROI_BAD_INPUT);
}

static void
test_id(void **state)
{
	static const struct { const char *text, *canonical, *kind; int is_private; } cases[] = {
		{ "cve-2021-44228", "CVE-2021-44228", "CVE", 0 },
		{ "jvnvu#99999999", "JVNVU#99999999", "JVNVU", 0 },
		{ "JVN12345678", "JVN#12345678", "JVN", 0 },
		{ "VU#930724", "VU#930724", "VU", 0 },
		{ "JPCERT#12345678", "JPCERT#12345678", "JPCERT", 1 },
	};
	struct tsukuroi_id id;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(tsukuroi_id_parse(*state, cases[i].text, TSUKUROI_NUL, &id), TSUKUROI_OK);
		assert_string_equal(id.canonical.ptr, cases[i].canonical);
		assert_string_equal(id.kind.ptr, cases[i].kind);
		assert_int_equal(id.is_private, cases[i].is_private);
	}
	assert_int_equal(tsukuroi_id_parse(*state, "CVE-2024-1", TSUKUROI_NUL, &id), TSUKUROI_BAD_INPUT);
	assert_true(strlen(tsukuroi_message(*state, TSUKUROI_EN)) > 10);
}

/* --------------------------------------------------------------------------------------------- JVN */

#define ROW(literal) { literal, sizeof(literal) - 1 }

static enum tsukuroi_containment
inside(const struct tsukuroi_range *range, const char *version)
{
	return tsukuroi_range_contains(range, version, TSUKUROI_NUL);
}

static void
test_jvn_rows(void **state)
{
	static const struct tsukuroi_text rows[] = { ROW("3.1.0 から 3.1.28-2"), { "4.4.4 未満の 4.x", TSUKUROI_NUL } };
	struct tsukuroi_range *range;
	struct tsukuroi_jvn jvn;

	assert_int_equal(tsukuroi_jvn_read(*state, rows, ARRAY_LEN(rows), &jvn, &range), TSUKUROI_OK);
	assert_int_equal(jvn.kind, TSUKUROI_JVN_RANGE);
	assert_string_equal(jvn.range.ptr, ">=3.1.0,<=3.1.28-2|>=4,<4.4.4");
	assert_int_equal(tsukuroi_range_scheme(range), tsukuroi_scheme("generic", TSUKUROI_NUL));
	assert_int_equal(inside(range, "3.1.5"), TSUKUROI_IN);
	assert_int_equal(inside(range, "4.4.4"), TSUKUROI_OUT);
	assert_int_equal(inside(range, "4.4.3"), TSUKUROI_IN);
	tsukuroi_range_free(range);
}

/* Below the upper branch and in no row: neither affected nor not. */
static void
test_jvn_between_branches(void **state)
{
	static const struct tsukuroi_text rows[] = { ROW("5.7.22 およびそれ以前"), ROW("8.0.11 およびそれ以前") };
	struct tsukuroi_range *range;
	struct tsukuroi_text text;
	struct tsukuroi_jvn jvn;

	assert_int_equal(tsukuroi_jvn_read(*state, rows, ARRAY_LEN(rows), &jvn, &range), TSUKUROI_OK);
	assert_int_equal(jvn.kind, TSUKUROI_JVN_RANGE);
	assert_true(jvn.open.len > 0);
	assert_int_equal(inside(range, "5.7.22"), TSUKUROI_IN);
	assert_int_equal(inside(range, "8.0.11"), TSUKUROI_IN);
	assert_int_equal(inside(range, "8.0.12"), TSUKUROI_OUT);
	assert_int_equal(inside(range, "6.0"), TSUKUROI_UNDECIDED);
	assert_int_equal(tsukuroi_range_format(*state, range, &text), TSUKUROI_OK);
	assert_int_equal(text.ptr[text.len - 1], '?');
	tsukuroi_range_free(range);
}

static void
test_jvn_scope(void **state)
{
	static const struct tsukuroi_text row = ROW("Ver.1.4.2より前のバージョン（CVE-2025-0354）");
	static const struct tsukuroi_text nothing = ROW("Enterprise"), all = ROW("すべてのバージョン");
	struct tsukuroi_text *many = calloc(1001, sizeof(*many));
	struct tsukuroi_range *range;
	struct tsukuroi_jvn jvn;

	assert_int_equal(tsukuroi_jvn_read(*state, &row, 1, &jvn, NULL), TSUKUROI_OK);
	assert_string_equal(jvn.range.ptr, "<1.4.2");
	assert_int_equal(jvn.cves_count, 1);
	assert_string_equal(jvn.cves[0].ptr, "CVE-2025-0354");
	assert_int_equal(jvn.firmware, 0);

	assert_int_equal(tsukuroi_jvn_read(*state, &nothing, 1, &jvn, &range), TSUKUROI_OK);
	assert_int_equal(jvn.kind, TSUKUROI_JVN_NO_VERSION);
	assert_string_equal(jvn.range.ptr, "?");
	assert_int_equal(inside(range, "1"), TSUKUROI_UNDECIDED);
	tsukuroi_range_free(range);

	assert_int_equal(tsukuroi_jvn_read(*state, &all, 1, &jvn, &range), TSUKUROI_OK);
	assert_int_equal(jvn.kind, TSUKUROI_JVN_ALL);
	assert_string_equal(jvn.range.ptr, "all");
	assert_int_equal(inside(range, "1"), TSUKUROI_IN);
	tsukuroi_range_free(range);

	assert_int_equal(tsukuroi_jvn_read(*state, NULL, 0, &jvn, NULL), TSUKUROI_OK);
	assert_int_equal(jvn.kind, TSUKUROI_JVN_NO_VERSION);
	assert_int_equal(tsukuroi_jvn_read(*state, many, 1001, &jvn, &range), TSUKUROI_LIMIT);
	assert_null(range);
	free(many);
}

/* -------------------------------------------------------------------------------------------- dates */

static int32_t
day_of(int year, int month, int day)
{
	int32_t found;

	assert_int_equal(tsukuroi_day_of(year, month, day, &found), TSUKUROI_OK);
	return found;
}

static void
test_days(void **state)
{
	int year, month, day;
	int32_t number;

	(void)state;
	assert_int_equal(day_of(1970, 1, 1), 0);
	assert_int_equal(tsukuroi_day_civil(day_of(2024, 2, 29), &year, &month, &day), TSUKUROI_OK);
	assert_true(year == 2024 && month == 2 && day == 29);
	assert_int_equal(tsukuroi_day_of(2023, 2, 29, &number), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_day_of(INT32_MAX, INT32_MIN, 0, &number), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_day_of(2023, 2, 1, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_day_civil(INT32_MIN, &year, &month, &day), TSUKUROI_LIMIT);
	assert_int_equal(tsukuroi_day_civil(INT32_MAX, &year, &month, &day), TSUKUROI_LIMIT);
	assert_int_equal(tsukuroi_day_civil(0, NULL, &month, &day), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_day_civil(0, &year, NULL, &day), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_day_civil(0, &year, &month, NULL), TSUKUROI_MISUSE);
}

static void
test_business_days(void **state)
{
	const int32_t own[] = { day_of(2026, 11, 24) };
	const struct tsukuroi_calendar closed = { own, 1, 0 }, works = { NULL, 0, 1 }, wrong = { NULL, 1, 0 };
	int32_t friday = day_of(2026, 11, 20), found;

	(void)state;
	assert_int_equal(tsukuroi_calendar_is_business_day(NULL, friday), 1);
	assert_int_equal(tsukuroi_calendar_is_business_day(NULL, day_of(2026, 11, 23)), 0);
	assert_int_equal(tsukuroi_calendar_is_business_day(&closed, own[0]), 0);
	assert_int_equal(tsukuroi_calendar_is_business_day(NULL, day_of(2026, 12, 30)), 0);
	assert_int_equal(tsukuroi_calendar_is_business_day(&works, day_of(2026, 12, 30)), 1);
	assert_int_equal(tsukuroi_calendar_is_business_day(&wrong, friday), -1);
	assert_int_equal(tsukuroi_calendar_is_business_day(NULL, INT32_MAX), -1);
	assert_int_equal(tsukuroi_calendar_is_business_day(NULL, day_of(2100, 1, 4)), -1);

	assert_int_equal(tsukuroi_calendar_add(NULL, friday, 1, &found), TSUKUROI_OK);
	assert_int_equal(found, day_of(2026, 11, 24));
	assert_int_equal(tsukuroi_calendar_add(&closed, friday, 1, &found), TSUKUROI_OK);
	assert_int_equal(found, day_of(2026, 11, 25));
	assert_int_equal(tsukuroi_calendar_add(NULL, friday, 0, &found), TSUKUROI_OK);
	assert_int_equal(found, friday);
	assert_int_equal(tsukuroi_calendar_add(NULL, own[0], -1, &found), TSUKUROI_OK);
	assert_int_equal(found, friday);
	assert_int_equal(tsukuroi_calendar_add(NULL, friday, 1, NULL), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_calendar_add(&wrong, friday, 1, &found), TSUKUROI_MISUSE);
	assert_int_equal(tsukuroi_calendar_add(NULL, friday, 100001, &found), TSUKUROI_LIMIT);
	assert_int_equal(tsukuroi_calendar_add(NULL, friday, INT32_MIN, &found), TSUKUROI_LIMIT);
	assert_int_equal(tsukuroi_calendar_add(NULL, INT32_MIN, 1, &found), TSUKUROI_LIMIT);
	assert_int_equal(tsukuroi_calendar_add(NULL, day_of(2099, 12, 31), 1, &found), TSUKUROI_LIMIT);
	assert_int_equal(tsukuroi_calendar_add(NULL, day_of(1948, 12, 31), 1, &found), TSUKUROI_LIMIT);
	assert_int_equal(found, friday);
}

static void
test_dates_in_words(void **state)
{
	struct tsukuroi_text text;
	int32_t day;

	assert_int_equal(tsukuroi_day_parse(*state, "令和8年11月20日", TSUKUROI_NUL, &day), TSUKUROI_OK);
	assert_int_equal(day, day_of(2026, 11, 20));
	assert_int_equal(tsukuroi_day_parse(*state, "2026-11-31", TSUKUROI_NUL, &day), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_day_parse(*state, "2026-11-30", TSUKUROI_NUL, NULL), TSUKUROI_MISUSE);
	assert_string_equal(tsukuroi_calendar_holiday(day_of(2026, 11, 23), TSUKUROI_JA), "勤労感謝の日");
	assert_string_not_equal(tsukuroi_calendar_holiday(day_of(2026, 11, 23), TSUKUROI_EN), "勤労感謝の日");
	assert_null(tsukuroi_calendar_holiday(day_of(2026, 11, 20), TSUKUROI_JA));
	assert_null(tsukuroi_calendar_holiday(INT32_MAX, TSUKUROI_JA));
	assert_int_equal(tsukuroi_calendar_wareki(*state, day_of(2026, 11, 20), &text), TSUKUROI_OK);
	assert_string_equal(text.ptr, "令和8年11月20日");
	assert_int_equal(tsukuroi_calendar_wareki(*state, INT32_MIN, &text), TSUKUROI_LIMIT);
	assert_non_null(strstr(tsukuroi_message(*state, TSUKUROI_JA), "9999"));
}

/* ---------------------------------------------------------------------------------------- any bytes */

static uint32_t
draw(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

/* A text of some engine's with a few bytes changed, cut somewhere; or bytes alone. */
static size_t
draw_text(uint64_t *seed, char *text, size_t room)
{
	static const char *const samples[] = {
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
		"cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*", "cpe:/a:hp:insight:7.4.0.1570:-:~~online~win2003~x64~",
		"wfn:[part=\"a\",vendor=\"microsoft\",version=\"8\\.0\"]", "pkg:deb/debian/curl@7.88.1-10+deb12u5?arch=amd64#bin",
		"vers:npm/>=1.0.0|<2.0.0|!=1.5.0", "JVNDB-2021-005429", "4.4.4 未満の 4.x", "5.7.22 およびそれ以前 (CVE-2025-0354)", "1.0~rc1-2.el8",
		"令和8年11月20日",
	};
	const char *sample = samples[draw(seed) % ARRAY_LEN(samples)];
	size_t len = strlen(sample);

	assert_true(len < room);
	memcpy(text, sample, len);
	if (draw(seed) % 4 == 0)
		len = draw(seed) % (uint32_t)(len + 1);
	for (uint32_t changes = draw(seed) % 4; changes > 0 && len > 0; changes--)
		text[draw(seed) % len] = (char)draw(seed);
	return len;
}

static void
ask_everything(struct tsukuroi *t, const char *text, size_t len)
{
	const struct tsukuroi_text row = { text, len };
	enum tsukuroi_relation relation;
	struct tsukuroi_range *range;
	struct tsukuroi_cvss cvss;
	struct tsukuroi_purl purl;
	struct tsukuroi_text out;
	struct tsukuroi_key key;
	struct tsukuroi_jvn jvn;
	struct tsukuroi_id id;
	int32_t day;

	for (int scheme = 0; tsukuroi_scheme_name(scheme) != NULL; scheme++) {
		assert_int_equal(tsukuroi_version_compare(scheme, text, len, text, len), TSUKUROI_EQUAL);
		(void)tsukuroi_version_is_prerelease(scheme, text, len);
		if (tsukuroi_version_key(scheme, text, len, &key))
			assert_int_not_equal(tsukuroi_key_compare(&key, &key), TSUKUROI_LESS);
		if (tsukuroi_range_parse(t, scheme, text, len, &range) == TSUKUROI_OK)
			(void)tsukuroi_range_contains(range, text, len);
		tsukuroi_range_free(range);
	}
	(void)tsukuroi_cvss_score(t, text, len, &cvss);
	(void)tsukuroi_cvss_canonical(t, text, len, &out);
	(void)tsukuroi_purl_parse(t, text, len, &purl);
	(void)tsukuroi_id_parse(t, text, len, &id);
	(void)tsukuroi_day_parse(t, text, len, &day);
	if (tsukuroi_cpe_convert(t, text, len, TSUKUROI_CPE_FS, &out) == TSUKUROI_OK)
		assert_int_not_equal(tsukuroi_cpe_match(t, text, len, text, len, &relation), TSUKUROI_BAD_INPUT);
	assert_int_equal(tsukuroi_jvn_read(t, &row, 1, &jvn, &range), TSUKUROI_OK);
	tsukuroi_range_free(range);
	(void)tsukuroi_cvss_score(t, text, len, &cvss);
	assert_non_null(tsukuroi_message(t, TSUKUROI_JA));
}

/* Each text in a block of its own length, so that one byte too far is seen. */
static void
test_any_bytes(void **state)
{
	uint64_t seed = 20261121;

	for (int i = 0; i < 3000; i++) {
		char text[256], *exact;
		size_t len = draw_text(&seed, text, sizeof(text));

		exact = malloc(len == 0 ? 1 : len);
		memcpy(exact, text, len);
		ask_everything(*state, exact, len);
		free(exact);
	}
}

/* Structures are what programs were compiled with: none may grow. */
static void
test_structures_keep_their_size(void **state)
{
	(void)state;
	if (sizeof(void *) != 8)
		skip();
	assert_int_equal(sizeof(struct tsukuroi_text), 16);
	assert_int_equal(sizeof(struct tsukuroi_key), 66);
	assert_int_equal(sizeof(struct tsukuroi_cvss), 40);
	assert_int_equal(sizeof(struct tsukuroi_purl), 7 * 16);
	assert_int_equal(sizeof(struct tsukuroi_id), 40);
	assert_int_equal(sizeof(struct tsukuroi_jvn), 96);
	assert_int_equal(sizeof(struct tsukuroi_calendar), 24);
	assert_int_equal(sizeof(struct tsukuroi_ssvc_name), 48);
	assert_int_equal(sizeof(struct tsukuroi_ssvc_decision), 72);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_cvss_scores),
		TEST(test_cvss_words),
		TEST(test_cpe),
		TEST(test_purl),
		TEST(test_id),
		TEST(test_jvn_rows),
		TEST(test_jvn_between_branches),
		TEST(test_jvn_scope),
		TEST(test_days),
		TEST(test_business_days),
		TEST(test_dates_in_words),
		TEST(test_any_bytes),
		TEST(test_structures_keep_their_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
