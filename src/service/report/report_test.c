#include "test.h"

#include "model/view.h"
#include "service/report/parts.h"

/* No template of a report speaks of what its view has not, in either language. */
static void
every_template_fits_its_view(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const enum lang langs[] = { LANG_JA, LANG_EN };

	(void)state;
	for (size_t i = 0; i < report_kinds_count; i++)
		for (size_t l = 0; l < ARRAY_LEN(langs); l++) {
			struct str missing;

			print_message("  %s\n", report_kinds[i].name);
			assert_ok(report_check(&report_kinds[i], langs[l], arena, &missing));
			assert_str(missing, "");
		}
}

/* "known.fix" is the field of a struct in it. */
static bool
has_field(const struct schema *schema, struct str path)
{
	struct str name, rest;

	str_cut(path, '.', &name, &rest);
	for (size_t f = 0; f < schema->count; f++)
		if (str_eq(str_of(schema->fields[f].name), name))
			return rest.len == 0 || (schema->fields[f].kind == FIELD_STRUCT && has_field(schema->fields[f].schema, rest));
	return false;
}

/* Every sheet is a list of the view, every column one of its fields; every view begins with the head. */
static void
every_sheet_is_a_list_of_its_view(void **state)
{
	(void)state;
	for (size_t i = 0; i < report_kinds_count; i++) {
		const struct report_kind *kind = &report_kinds[i];

		assert_true(kind->sheets_count > 0);
		assert_string_equal(kind->schema->fields[0].name, "head");
		assert_int_equal(kind->schema->fields[0].offset, 0);
		for (size_t s = 0; s < kind->sheets_count; s++) {
			const struct field *list = NULL;

			for (size_t f = 0; f < kind->schema->count; f++)
				if (strcmp(kind->schema->fields[f].name, kind->sheets[s].list) == 0)
					list = &kind->schema->fields[f];
			print_message("  %s %s\n", kind->name, kind->sheets[s].list);
			assert_non_null(list);
			assert_int_equal(list->kind, FIELD_LIST);
			for (size_t c = 0; c < kind->sheets[s].count; c++)
				if (!has_field(list->schema, str_of(kind->sheets[s].columns[c].field)))
					fail_msg("%s has no field %s", list->schema->name, kind->sheets[s].columns[c].field);
		}
	}
}

static void
amounts_and_days_read_as_on_official_papers(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	int64_t instant;
	int32_t day;

	(void)state;
	assert_str(report_yen(0, LANG_JA, arena), "0円");
	assert_str(report_yen(9800, LANG_JA, arena), "9,800円");
	assert_str(report_yen(12000, LANG_JA, arena), "1.2万円");
	assert_str(report_yen(12345, LANG_JA, arena), "12,345円");
	assert_str(report_yen(1200000, LANG_JA, arena), "120万円");
	assert_str(report_yen(12340000, LANG_JA, arena), "1,234万円");
	assert_str(report_yen(-1, LANG_JA, arena), "未見積り");
	assert_str(report_yen(1200000, LANG_EN, arena), "1,200,000 yen");
	assert_true(day_parse(STR("2026-11-20"), &day));
	assert_str(report_day(day, LANG_JA, arena), "令和8年11月20日");
	assert_str(report_day(day, LANG_EN, arena), "20 November 2026");
	assert_str(report_day(DAY_NONE, LANG_JA, arena), "");
	assert_true(instant_parse(STR("2026-11-20T00:05:00Z"), ZONE_UTC, &instant));
	assert_str(report_instant(instant, LANG_JA, arena), "令和8年11月20日9時05分");
	assert_str(report_instant(instant, LANG_EN, arena), "20 November 2026, 09:05 JST");
}

static const struct { const char *range, *ja; } ranges[] = {
	{ "=2.4.49|=2.4.50", "2.4.49、2.4.50" }, { "<9.0.99", "9.0.99 より前" }, { "<=3.1", "3.1 以前" }, { ">=9.0.0,<9.0.99", "9.0.0 以上 9.0.99 未満" },
	{ ">=2.0,<2.3|>=3.0,<3.1", "2.0 以上 2.3 未満、3.0 以上 3.1 未満" }, { ">=5", "5 以降" }, { ">5", "5 より後" }, { "*", "すべてのバージョン" }, { "", "" },
};

static void
ranges_read_as_sentences(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct report_making making = { .lang = LANG_JA, .arena = arena };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		assert_str(report_range(&making, str_of(ranges[i].range)), ranges[i].ja);
}

/* What a later version wrote beside what this one knows is left alone; what was never said is not zero. */
static void
marks_come_back_as_they_were(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct marks *marks = marks_new(arena), *back;
	int64_t value = 0;

	(void)state;
	marks_put(marks, STR("cell.high.low"), 3);
	marks_put(marks, STR("system:窓口 予約"), 1);
	marks_put(marks, STR("cell.high.low"), 4);
	back = marks_parse(arena_printf(arena, "%.*snonsense\n", STR_ARG(marks_format(marks, arena))), arena);
	assert_true(marks_get(back, STR("cell.high.low"), &value));
	assert_int_equal(value, 4);
	assert_true(marks_get(back, STR("system:窓口 予約"), &value));
	assert_false(marks_get(back, STR("cell.low.low"), &value));
}

static void
harms_follow_the_vector(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct report_making making = { .lang = LANG_JA, .arena = arena };
	struct ledger_finding_row row = { .about = { .severity = STR("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N") } };

	(void)state;
	assert_str(report_harm_words(&making, report_harms(&row, arena)), "情報漏えい");
	assert_str(report_conditions(&making, &row), "ネットワーク経由、ログイン不要、利用者の操作は不要");
	row.about.severity = STR("AV:L/AC:L/Au:N/C:N/I:P/A:C");
	assert_str(report_harm_words(&making, report_harms(&row, arena)), "改ざん、機能停止");
	assert_str(report_conditions(&making, &row), "機器の上で、ログイン不要");
	/* What nothing says can be anything. */
	row.about.severity = STR("");
	assert_str(report_harm_words(&making, report_harms(&row, arena)), "情報漏えい、改ざん、機能停止");
	assert_str(report_conditions(&making, &row), "情報源に記載がありません");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_template_fits_its_view), cmocka_unit_test(every_sheet_is_a_list_of_its_view),
		cmocka_unit_test(amounts_and_days_read_as_on_official_papers), cmocka_unit_test(ranges_read_as_sentences),
		cmocka_unit_test(marks_come_back_as_they_were), cmocka_unit_test(harms_follow_the_vector),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
