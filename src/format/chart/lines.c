/*
 * lines.c - what became of numbers over time: lines with an axis, and a spark that stands in a line of text.
 */
#include <assert.h>

#include "base/width.h"
#include "format/chart/parts.h"

enum { TOP = 12, HEIGHT = 180, LEFT = 44, RIGHT = 30 };

/* The place of the drawing, and what it shows. */
struct plot {
	const struct chart *chart;
	int64_t             top;         /* value at the upper edge */
	int                 y, height, left, width;
};

static int
x_of(const struct plot *plot, size_t label)
{
	size_t steps = plot->chart->labels_count - 1;

	return plot->left + (steps == 0 ? plot->width / 2 : (int)(label * (size_t)plot->width / steps));
}

static int
y_of(const struct plot *plot, int64_t value)
{
	return plot->y + plot->height - (int)((double)(value < 0 ? 0 : value) / (double)plot->top * plot->height);
}

/* The smallest of 1, 2, 5 × 10^n of which four reach the value. */
static int64_t
grid_step(int64_t most)
{
	static const int64_t fine[] = { 1, 2, 5 };

	for (int64_t ten = 1; ten <= INT64_MAX / 100; ten *= 10)
		for (size_t i = 0; i < ARRAY_LEN(fine); i++)
			if (fine[i] * ten >= most / 4 + (most % 4 != 0))
				return fine[i] * ten;
	return most;
}

static void
grid(struct buf *out, const struct plot *plot, int64_t step, struct arena *arena)
{
	for (int64_t value = 0; value <= plot->top; value += step) {
		int y = y_of(plot, value);

		buf_addf(out, "<path class=\"%s\" d=\"M%d %dh%d\"/>", value == 0 ? "axis" : "grid", plot->left, y, plot->width);
		chart_words(out, "label", "end", plot->left - 6, y + 4, chart_number(value, plot->chart->decimals, arena));
	}
}

/* As many labels as fit beside each other, the last always. */
static void
names(struct buf *out, const struct plot *plot)
{
	const struct chart *chart = plot->chart;
	size_t widest = 1, every;

	for (size_t i = 0; i < chart->labels_count; i++)
		if (text_width(chart->labels[i]) > widest)
			widest = text_width(chart->labels[i]);
	every = chart->labels_count * (widest * CHART_LETTER + 8) / (size_t)plot->width + 1;
	for (size_t i = 0; i < chart->labels_count; i++)
		if ((chart->labels_count - 1 - i) % every == 0)
			chart_words(out, "label", "middle", x_of(plot, i), plot->y + plot->height + 18, chart->labels[i]);
}

/* A line breaks where a value is not known. */
static void
line(struct buf *out, const struct plot *plot, size_t which)
{
	const struct chart_series *series = &plot->chart->series[which];
	bool drawing = false;

	buf_addf(out, "<path class=\"line %s\" stroke-dasharray=\"%s\" d=\"", chart_tone_class(series->tone), chart_dashes(which));
	for (size_t i = 0; i < plot->chart->labels_count; i++) {
		if (series->values[i] != CHART_NONE)
			buf_addf(out, "%s%d %d", drawing ? "L" : "M", x_of(plot, i), y_of(plot, series->values[i]));
		drawing = series->values[i] != CHART_NONE;
	}
	buf_add(out, STR("\"/>"));
}

static void
marks(struct buf *out, const struct plot *plot, size_t which, struct arena *arena)
{
	const struct chart_series *series = &plot->chart->series[which];
	size_t last = SIZE_MAX;

	for (size_t i = 0; i < plot->chart->labels_count; i++)
		if (series->values[i] != CHART_NONE) {
			chart_mark(out, which, series->tone, x_of(plot, i), y_of(plot, series->values[i]));
			last = i;
		}
	if (last != SIZE_MAX)
		chart_words(out, "value", last == 0 ? "start" : "middle", x_of(plot, last), y_of(plot, series->values[last]) - 8,
		    chart_number(series->values[last], plot->chart->decimals, arena));
}

struct str
chart_lines(const struct chart *chart, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	int64_t most = chart_most(chart), step = grid_step(most > 0 ? most : 1);
	struct plot plot = { chart, (most / step + (most % step != 0 || most == 0)) * step, TOP, HEIGHT, LEFT, CHART_WIDTH - LEFT - RIGHT };
	int legend = TOP + HEIGHT + 30;

	assert(chart->labels_count <= CHART_LABELS_MOST && chart->series_count <= CHART_SERIES_MOST);
	chart_begin(&out, chart->id, chart->title, chart->desc, "lines", CHART_WIDTH, chart_legend(&out, chart, legend, true, false), 0);
	grid(&out, &plot, step, arena);
	if (chart->labels_count > 0)
		names(&out, &plot);
	for (size_t i = 0; i < chart->series_count; i++)
		line(&out, &plot, i);
	for (size_t i = 0; i < chart->series_count; i++)
		marks(&out, &plot, i, arena);
	chart_legend(&out, chart, legend, true, true);
	return chart_end(&out, arena);
}

struct str
chart_spark(const struct chart *chart, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	int64_t most = chart_most(chart);
	struct plot plot = { chart, most > 0 ? most : 1, 4, 20, 4, 92 };

	chart_begin(&out, chart->id, chart->title, chart->desc, "spark", 100, 28, 0);
	if (chart->labels_count > 0 && chart->series_count > 0) {
		size_t last = chart->labels_count - 1;

		line(&out, &plot, 0);
		if (chart->series[0].values[last] != CHART_NONE)
			buf_addf(&out, "<circle class=\"mark %s\" cx=\"%d\" cy=\"%d\" r=\"3\"/>", chart_tone_class(chart->series[0].tone), x_of(&plot, last),
			    y_of(&plot, chart->series[0].values[last]));
	}
	return chart_end(&out, arena);
}
