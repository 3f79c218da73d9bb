#include "format/epss/epss.h"
#include "format/json/feed_test.h"

static const struct {
	const char *text;
	int32_t     millionths;   /* -1: refused */
} numbers[] = {
	{ "0.00042", 420 },
	{ "0", 0 },
	{ "0.0", 0 },
	{ "1", 1000000 },
	{ "1.000000000", 1000000 },
	{ "1.0000005", -1 },
	{ "1.0000004", 1000000 },
	{ ".5", 500000 },
	{ "1.", 1000000 },
	{ "0.9981063485700858", 998106 },
	{ "0.8715910818693242", 871591 },
	{ "0.0000005", 1 },
	{ "0.00000049999999999999999", 0 },
	{ "0.1234565", 123457 },
	{ "0.1234564999999999999999999999", 123456 },
	{ "9e-05", 90 },
	{ "4.2E-4", 420 },
	{ "0.1e+1", 1000000 },
	{ "1e-400", 0 },
	{ "000000000000000000000.5", 500000 },
	{ "2", -1 },
	{ "1e1", -1 },
	{ "99999999999999999999999", -1 },
	{ "-0.1", -1 },
	{ "+0.1", -1 },
	{ "", -1 },
	{ ".", -1 },
	{ "0,5", -1 },
	{ "0.5 ", -1 },
	{ "0.5.5", -1 },
	{ "nan", -1 },
	{ "1e", -1 },
	{ "1e9999999999", -1 },
	{ "0x1", -1 },
};

static void
decimals_become_millionths_exactly(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		int32_t millionths = -1;
		bool fits = epss_millionths(str_of(numbers[i].text), &millionths);

		if (fits != (numbers[i].millionths >= 0) || millionths != numbers[i].millionths)
			fail_msg("%s gave %d", numbers[i].text, (int)millionths);
	}
}

static const struct {
	const char *file;
	size_t      rows;
	const char *built, *version, *first;
	int32_t     probability, percentile;
} files[] = {
	{ "epss/format-samples/epss_scores-2021-04-14.csv.gz", 2, "", "", "CVE-2020-5902", 651170, -1 },
	{ "epss/format-samples/epss_scores-2021-09-01.csv.gz", 2, "", "", "CVE-2020-5902", 651170, 998106 },
	{ "epss/format-samples/epss_scores-2022-02-04.csv.gz", 2, "2022-02-04T00:00:00Z", "v2022.01.01",
	    "CVE-2020-5902", 968170, 999990 },
	{ "epss/format-samples/epss_scores-2023-03-07.csv.gz", 2, "2023-03-07T00:00:00Z", "v2023.03.01",
	    "CVE-2020-5902", 975670, 999950 },
	{ "epss/epss_scores-2026-05-31.kev-subset.reshaped.csv.gz", 1547, "2026-05-31T00:00:00Z", "unknown",
	    "CVE-2002-0367", 18730, 834330 },
	{ "epss/epss_scores-2026-08-22.kev-subset.reshaped.csv.gz", 1556, "2026-08-22T00:00:00Z", "unknown",
	    "CVE-2002-0367", 49190, 914460 },
	{ "epss/epss_kev_nvd-2024-11-30.csv.gz", 1223, "", "", "CVE-2023-28461", 3210, 713760 },
	{ "epss/epss_kev_nvd-2025-02-28.csv.gz", 1265, "", "", "CVE-2023-34192", 900880, 990910 },
	{ "epss/epss_kev_nvd-2025-05-31.csv.gz", 978, "", "", "CVE-2023-38950", 708780, 985980 },
	{ "epss/epss_kev_nvd-2025-08-31.csv.gz", 1406, "", "", "CVE-2025-57819", 404090, 972530 },
	{ "epss/epss_kev_nvd-2025-11-30.csv.gz", 1464, "", "", "CVE-2021-26829", 482710, 975990 },
	{ "epss/epss_kev_nvd-2026-02-28.csv.gz", 1509, "", "", "CVE-2022-20775", 5250, 665730 },
	{ "epss/epss_kev_nvd-2026-05-31.csv.gz", 1547, "", "", "CVE-2025-34291", 320590, 969060 },
	{ "epss/epss_kev_nvd-2026-08-22.csv.gz", 1556, "", "", "CVE-2025-62593", 10150, 606440 },
};

static void
every_layout_of_the_file_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct gathered g;
		const struct epss_entry *first;

		gather_begin(&g, arena);
		if (!gather_file(&g, epss_read, files[i].file))
			continue;
		assert_int_equal(g.values.count, files[i].rows);
		assert_int_equal(g.problems.count, 0);
		assert_str(instant_format(g.head.built, ZONE_UTC, arena), files[i].built);
		assert_str(g.head.version, files[i].version);
		first = g.values.items[0];
		assert_str(first->cve, files[i].first);
		assert_int_equal(first->probability, files[i].probability);
		assert_int_equal(first->percentile, files[i].percentile);
	}
}

#define HEAD "#model_version:v2026.06.15,score_date:2026-09-29T12:00:22Z\ncve,epss,percentile\n"

static void
a_bad_row_is_refused_and_the_rest_goes_on(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, epss_read,
	    STR(HEAD "CVE-2026-0001,0.1,0.2\nCVE-2026-0002,1.1,0.2\nCVE-2026-0003,0.1,x\nGHSA-1,0.1,0.2\nCVE-2026-0005,"
		     "0.1\ncve-2026-0006,0.1,\n")));
	assert_int_equal(g.values.count, 2);
	assert_str(((const struct epss_entry *)g.values.items[1])->cve, "CVE-2026-0006");
	assert_int_equal(((const struct epss_entry *)g.values.items[1])->percentile, -1);
	assert_int_equal(g.problems.count, 4);
	assert_str(g.problems.items[0].sentence_en, "\"epss\" is no number from 0 to 1: 1.1");
	assert_int_equal(g.problems.items[0].line, 4);
	assert_str(g.problems.items[1].sentence_en, "\"percentile\" is no number from 0 to 1: x");
	assert_str(g.problems.items[2].sentence_en, "\"GHSA-1\" is not a CVE number.");
	assert_str(g.problems.items[3].sentence_en, "The row ends before its column \"percentile\".");
	assert_str(instant_format(g.head.built, ZONE_UTC, arena), "2026-09-29T12:00:22Z");
}

static const struct {
	struct str  text;
	const char *sentence;
} refused[] = {
	{ STR_INIT(""), "There is no header row in the file" },
	{ STR_INIT("#model_version:v1,score_date:2026-09-29T12:00:22Z\n"), "There is no header row in the file" },
	{ STR_INIT("#model_version:v1,score_date:someday\ncve,epss\n"), "\"score_date\" is no date and time: someday" },
	{ STR_INIT("cve,score\nCVE-2026-0001,1\n"), "This is not a file of EPSS: the column \"epss\" is missing." },
	{ STR_INIT(HEAD "CVE-2026-0001,2,0.2\n"), "None of the 1 records could be read as EPSS; the first" },
	{ STR_INIT("{\"data\":[]}"), "This is not a file of EPSS" },
};

static void
what_is_no_epss_file_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct gathered g;
		struct err *err;

		gather_begin(&g, arena);
		err = gather_text(&g, epss_read, refused[i].text);
		assert_err(err, ERR_FORMAT);
		assert_true(str_starts(err_sentence(err, LANG_EN, arena), str_of(refused[i].sentence)));
		assert_int_equal(g.heads, 0);
	}
}

static void
a_day_of_three_hundred_thousand_rows_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct gathered g;

	(void)state;
	buf_add(&text, STR(HEAD));
	for (int i = 0; i < 300000; i++)
		buf_addf(&text, "CVE-2026-%06d,0.%05d,0.%05d\n", i, i % 100000, (i * 7) % 100000);
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, epss_read, buf_str(&text)));
	assert_int_equal(g.values.count, 300000);
	assert_int_equal(((const struct epss_entry *)g.values.items[299999])->probability, 999990);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimals_become_millionths_exactly),
		cmocka_unit_test(every_layout_of_the_file_is_read),
		cmocka_unit_test(a_bad_row_is_refused_and_the_rest_goes_on),
		cmocka_unit_test(what_is_no_epss_file_is_refused),
		cmocka_unit_test(a_day_of_three_hundred_thousand_rows_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
