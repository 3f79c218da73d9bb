#include "test.h"

#include "format/chart/chart.h"
#include "format/xml/xml.h"

static const struct str units[] = { STR_INIT("住民課"), STR_INIT("<script>alert(1)</script>"), STR_INIT("防災 & \"危機\"管理課") };
static const int64_t now[] = { 12, 0, CHART_NONE }, before[] = { 1234567, 3, 5 }, many[] = { 35, CHART_NONE, 7 };
static const struct chart_series series[] = {
	{ STR_INIT("今回"), now, CHART_IMMEDIATE }, { STR_INIT("前回"), before, CHART_SECOND }, { STR_INIT("判定不能"), many, CHART_UNKNOWN },
};
static const struct chart chart = {
	.id = STR_INIT("units"), .title = STR_INIT("部署別の <未対応> 件数"), .desc = STR_INIT("住民課が最も多い。"), .unit = STR_INIT("件"), .about = STR_INIT("部署"),
	.labels = units, .labels_count = 3, .series = series, .series_count = 3,
};
static const struct chart_arrow arrows[] = {
	{ 0, 2, 0, 0, false, STR_INIT("B") }, { 0, 0, 0, 0, true, STR_INIT("B→A") }, { 1, 1, 1, 1, false, STR_INIT("C") },
};
static const struct chart_matrix matrix = {
	.id = STR_INIT("cells"), .title = STR_INIT("マトリクス"), .desc = STR_INIT("件数"), .row_title = STR_INIT("想定被害"), .column_title = STR_INIT("発生可能性"),
	.rows = { STR_INIT("大"), STR_INIT("中"), STR_INIT("小") }, .columns = { STR_INIT("低"), STR_INIT("中"), STR_INIT("高") },
	.cells = { { { STR_INIT("3"), STR_INIT("定期"), CHART_SCHEDULED } } }, .gone = STR_INIT("解消"), .arrows = arrows, .arrows_count = 3,
};

/* Whole XML, of one <svg role="img"> that says its title and description. */
static struct xml_node *
figure(struct str svg, struct arena *arena)
{
	struct xml_node *root = NULL;

	assert_ok(xml_parse(svg, arena, &root));
	assert_str(root->name, "svg");
	assert_str(xml_attribute(root, "role"), "img");
	assert_true(xml_child_text(root, "title").len > 0);
	assert_true(xml_child_text(root, "desc").len > 0);
	assert_str(xml_attribute(root, "style"), "");
	return root;
}

static bool
holds(struct str text, const char *part)
{
	return str_find(text, str_of(part)) != SIZE_MAX;
}

static void
every_figure_is_whole_and_inert(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str all[] = { chart_bars(&chart, arena), chart_stacked(&chart, arena), chart_lines(&chart, arena), chart_spark(&chart, arena),
	    chart_progress(&chart, arena), chart_matrix(&matrix, arena) };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		(void)figure(all[i], arena);
		assert_false(holds(all[i], "<script>"));
		assert_false(holds(all[i], "style="));
	}
	assert_str(xml_child_text(figure(all[0], arena), "title"), "部署別の <未対応> 件数");
}

/* What is not known is told: never the length of a zero, never a part of a line. */
static void
what_is_not_known_is_no_zero(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bars = chart_bars(&chart, arena), stacked = chart_stacked(&chart, arena), lines = chart_lines(&chart, arena);
	struct chart_table table = chart_table(&chart, arena);

	(void)state;
	assert_true(holds(bars, ">?</text>"));
	assert_true(holds(bars, "url(#units-t6)"));
	assert_true(holds(stacked, "≥ 3件"));
	/* The third line has a gap in its middle: it begins twice. */
	assert_true(holds(lines, "unknown\" stroke-dasharray=\"2 3\" d=\"M44 "));
	assert_true(holds(lines, "M410 "));
	assert_int_equal(table.rows.count, 3);
	assert_str(table.headings.items[0], "部署");
	assert_str(table.headings.items[2], "前回 (件)");
	assert_str(table.rows.items[0].cells.items[2], "1,234,567");
	assert_str(table.rows.items[2].cells.items[1], "–");
}

static void
numbers_have_separators_and_a_point(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_str(chart_number(0, 0, arena), "0");
	assert_str(chart_number(1234567, 0, arena), "1,234,567");
	assert_str(chart_number(7, 1, arena), "0.7");
	assert_str(chart_number(12345, 1, arena), "1,234.5");
	assert_str(chart_number(-1234, 0, arena), "-1,234");
	assert_str(chart_number(CHART_NONE, 0, arena), "–");
}

/* The bounds of numbers, no labels, no known value. */
static void
figures_hold_at_their_edges(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const int64_t edges[] = { CHART_MOST, 0, CHART_NONE };
	struct chart_series one = { STR("x"), edges, CHART_PLAIN };
	struct chart edge = chart;

	(void)state;
	edge.series = &one;
	edge.series_count = 1;
	for (size_t count = 0; count <= 3; count++) {
		edge.labels_count = count;
		(void)figure(chart_bars(&edge, arena), arena);
		(void)figure(chart_lines(&edge, arena), arena);
		(void)figure(chart_spark(&edge, arena), arena);
	}
	one.values = edges + 2;
	edge.labels_count = 1;
	(void)figure(chart_lines(&edge, arena), arena);
}

/* An arrow that leaves needs room outside; one that stays is a loop; both say which plan they are. */
static void
a_matrix_shows_where_plans_lead(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str svg = chart_matrix(&matrix, arena);
	struct chart_matrix plain = matrix;
	struct chart_table table = chart_matrix_table(&matrix, arena);

	(void)state;
	assert_true(holds(svg, ">B→A</text>"));
	assert_true(holds(svg, ">解消</text>"));
	assert_true(holds(svg, "c-26 -26"));
	plain.arrows_count = 0;
	assert_false(holds(chart_matrix(&plain, arena), ">解消</text>"));
	assert_int_equal(table.rows.count, 3);
	assert_str(table.rows.items[0].cells.items[1], "3");
}

/* The way downwards, what is beside it, steps back and aside; titles are inert, also those of a stranger's playbook. */
static void
a_procedure_is_drawn_with_all_its_stages(void **state)
{
	static const struct chart_state states[] = { { STR_INIT("①調査"), false }, { STR_INIT("②方向性 <b>"), false }, { STR_INIT("完了"), true }, { STR_INIT("受容"), true },
		{ STR_INIT("取り下げ"), true } };
	static const struct chart_step steps[] = { { 0, 1 }, { 1, 2 }, { 2, 0 }, { 1, 1 }, { 0, 3 }, { 3, 0 }, { 1, 4 }, { 4, 3 }, { 3, 3 } };
	struct chart_states drawn = { .id = STR("procedure"), .title = STR("手順"), .desc = STR("下の表と同じです"), .states = states, .states_count = 5,
		.way_count = 3, .steps = steps, .steps_count = ARRAY_LEN(steps) };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str svg = chart_states(&drawn, arena);

	(void)state;
	(void)figure(svg, arena);
	for (size_t i = 0; i < 5; i++)
		assert_true(i == 1 || holds(svg, arena_printf(arena, "%.*s</text>", STR_ARG(states[i].title)).ptr));
	assert_false(holds(svg, "<b>"));
	drawn.way_count = 1;      /* more beside it than on it */
	(void)figure(chart_states(&drawn, arena), arena);
	drawn.states_count = 1;
	drawn.steps_count = 0;
	(void)figure(chart_states(&drawn, arena), arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_figure_is_whole_and_inert), cmocka_unit_test(what_is_not_known_is_no_zero),
		cmocka_unit_test(numbers_have_separators_and_a_point), cmocka_unit_test(figures_hold_at_their_edges),
		cmocka_unit_test(a_matrix_shows_where_plans_lead), cmocka_unit_test(a_procedure_is_drawn_with_all_its_stages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
