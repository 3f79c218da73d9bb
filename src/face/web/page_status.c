/*
 * page_status.c - 状況: how the whole stands, what became of it, and the indicators of the quarter.
 */
#include "base/catalogue.h"
#include "face/web/pages.h"
#include "format/chart/chart.h"
#include "domain/risk/risk.h"
#include "service/report/status.h"

enum { UNITS_SHOWN = 12 };

/* A figure and the same as a table. */
struct figure_row { struct str_list cells; };
struct figure { struct str title, figure_svg; struct str_list headings; LIST(struct figure_row) rows; };
static const struct field figure_row_fields[] = { FIELD(struct figure_row, cells, FIELD_STRS) };
static const struct schema figure_row_schema = SCHEMA("figure_row", struct figure_row, figure_row_fields);
static const struct field figure_fields[] = {
	FIELD(struct figure, title, FIELD_STR),
	FIELD(struct figure, figure_svg, FIELD_STR),
	FIELD(struct figure, headings, FIELD_STRS),
	FIELD_OF(struct figure, rows, FIELD_LIST, &figure_row_schema),
};
static const struct schema figure_schema = SCHEMA("figure", struct figure, figure_fields);

struct matrix_row { struct str damage; LIST(struct report_cell_view) cells; };
struct status_page {
	struct status_view status;
	LIST(struct matrix_row) matrix;
	LIST(struct figure) figures;
	bool assessed, has_overdue, has_immediate;
};
static const struct field matrix_fields[] = {
	FIELD(struct matrix_row, damage, FIELD_STR),
	FIELD_OF(struct matrix_row, cells, FIELD_LIST, &report_cell_view_schema),
};
static const struct schema matrix_schema = SCHEMA("matrix_row", struct matrix_row, matrix_fields);
static const struct field page_fields[] = {
	FIELD_OF(struct status_page, status, FIELD_STRUCT, &status_view_schema),
	FIELD_OF(struct status_page, matrix, FIELD_LIST, &matrix_schema),
	FIELD_OF(struct status_page, figures, FIELD_LIST, &figure_schema),
	FIELD(struct status_page, assessed, FIELD_BOOL),
	FIELD(struct status_page, has_overdue, FIELD_BOOL),
	FIELD(struct status_page, has_immediate, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("status_page", struct status_page, page_fields);

static void
add_figure(struct web *web, struct status_page *page, const struct chart *chart, struct str svg)
{
	struct chart_table table = chart_table(chart, web->arena);
	struct figure *figure = list_add(web->arena, &page->figures);

	*figure = (struct figure){ .title = chart->title, .figure_svg = svg, .headings = table.headings };
	for (size_t i = 0; i < table.rows.count; i++)
		list_push(web->arena, &figure->rows, ((struct figure_row){ table.rows.items[i].cells }));
}

static struct str
short_day(const struct web *web, int32_t day)
{
	struct civil date = day_civil(day);

	return catalogue_say(web->arena, web->lang, M("{month}-{day}"), ARG_N("month", date.month), ARG_N("day", date.day));
}

/* One line an action, and one for what cannot be decided. */
static void
draw_weeks(struct web *web, struct status_page *page)
{
	const struct status_view *status = &page->status;
	size_t count = status->weeks.count;
	struct str *labels = ARENA_ARRAY(web->arena, struct str, count);
	int64_t *values[4];
	struct chart_series series[4] = {
		{ web_word(web, M("Immediate (as fast as possible)")), NULL, CHART_IMMEDIATE }, { web_word(web, M("Out of cycle (faster than usual)")), NULL, CHART_OUT_OF_CYCLE },
		{ web_word(web, M("Scheduled (at the regular maintenance)")), NULL, CHART_SCHEDULED }, { web_word(web, M("Undecided")), NULL, CHART_UNKNOWN },
	};
	struct chart chart = { .id = STR("weeks"), .title = web_word(web, M("Open findings over the last quarter")), .about = web_word(web, M("Week until")),
		.labels = labels, .labels_count = count, .series = series, .series_count = 4 };

	for (size_t s = 0; s < 4; s++)
		series[s].values = values[s] = ARENA_ARRAY(web->arena, int64_t, count);
	for (size_t i = 0; i < count; i++) {
		const struct status_week_view *week = &status->weeks.items[i];
		const int64_t counts[] = { week->immediate, week->out_of_cycle, week->scheduled, week->undecided };

		labels[i] = short_day(web, week->day);
		for (size_t s = 0; s < 4; s++)
			values[s][i] = counts[s] < 0 ? CHART_NONE : counts[s];
	}
	chart.desc = catalogue_say(web->arena, web->lang, M("Findings that were open at the end of each of {count} weeks, accepted ones among them. The table below has the numbers."),
	    ARG_N("count", count));
	add_figure(web, page, &chart, chart_lines(&chart, web->arena));
}

static void
draw_units(struct web *web, struct status_page *page)
{
	const struct status_view *status = &page->status;
	struct str *labels = ARENA_ARRAY(web->arena, struct str, UNITS_SHOWN);
	int64_t *values[4];
	struct chart_series series[4] = {
		{ web_word(web, M("Immediate (as fast as possible)")), NULL, CHART_IMMEDIATE }, { web_word(web, M("Out of cycle (faster than usual)")), NULL, CHART_OUT_OF_CYCLE },
		{ web_word(web, M("Scheduled (at the regular maintenance)")), NULL, CHART_SCHEDULED }, { web_word(web, M("Defer (not for now)")), NULL, CHART_DEFER },
	};
	struct chart chart = { .id = STR("units"), .title = web_word(web, M("Open findings by unit")), .about = web_word(web, M("Unit")), .labels = labels, .series = series,
		.series_count = 4, .desc = web_word(web, M("One bar a unit, the most urgent first; systems with nothing open are not shown.")) };

	for (size_t s = 0; s < 4; s++)
		series[s].values = values[s] = ARENA_ARRAY(web->arena, int64_t, UNITS_SHOWN);
	for (size_t i = 0; i < status->units.count && chart.labels_count < UNITS_SHOWN; i++) {
		const struct status_unit_view *unit = &status->units.items[i];
		const int64_t counts[] = { unit->immediate, unit->out_of_cycle, unit->scheduled, unit->deferred };

		if (counts[0] + counts[1] + counts[2] + counts[3] == 0)
			continue;
		labels[chart.labels_count] = unit->unit;
		for (size_t s = 0; s < 4; s++)
			values[s][chart.labels_count] = counts[s];
		chart.labels_count++;
	}
	if (chart.labels_count > 0)
		add_figure(web, page, &chart, chart_stacked(&chart, web->arena));
}

/* The cells come row by row, large damage first. */
static void
lay_matrix(struct web *web, struct status_page *page)
{
	const struct report_executive *now = &page->status.now;

	for (size_t i = 0; i < now->cells.count; i++) {
		if (i % LEVEL_COUNT == 0)
			list_push(web->arena, &page->matrix, ((struct matrix_row){ .damage = now->matrix.items[i / LEVEL_COUNT].damage }));
		list_push(web->arena, &page->matrix.items[page->matrix.count - 1].cells, now->cells.items[i]);
	}
}

static struct err *
get_status(struct web *web, void *ret_view)
{
	struct status_page *page = ret_view;
	const struct case_desk *cases;
	struct report_desk desk;

	TRY(web_case_desk(web, &cases));
	desk = (struct report_desk){ cases, web->home };
	TRY(status_show(&desk, &web->actor, web->now, web->arena, &page->status));
	page->assessed = page->status.now.head.assessed_at != INSTANT_NONE;
	page->has_overdue = page->status.overdue > 0;
	page->has_immediate = page->status.systems_immediate > 0;
	lay_matrix(web, page);
	draw_weeks(web, page);
	draw_units(web, page);
	return NULL;
}

static struct err *
get_kpi(struct web *web, void *ret_view)
{
	const struct case_desk *cases;
	struct report_desk desk;

	TRY(web_case_desk(web, &cases));
	desk = (struct report_desk){ cases, web->home };
	return kpi_show(&desk, &web->actor, web->now, web->arena, ret_view);
}

const struct web_route routes_status[] = {
	{ .method = HTTP_GET, .path = "/status", .summary = M("Situation"), .right = WEB_READER, .scope = SCOPE_READ, .view = &page_schema, .page = "status",
	    .section = "status", .get = get_status },
	{ .method = HTTP_GET, .path = "/reports/kpi", .summary = M("Indicators"), .right = WEB_READER, .scope = SCOPE_READ, .view = &kpi_view_schema, .page = "report-kpi",
	    .section = "reports", .get = get_kpi },
	{ .path = NULL },
};
