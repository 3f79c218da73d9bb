/*
 * bars.c - bars beside each other and one after the other, and how far something has come. Bars lie, so that names of any length stand
 * above them and no figure is wider than a phone.
 */
#include <assert.h>

#include "base/width.h"
#include "format/chart/parts.h"

enum { BAR = 16, BAR_ROOM = CHART_WIDTH - 70, LABEL = 18, GAP = 10 };

static unsigned
tones_of(const struct chart *chart)
{
	unsigned used = 1U << CHART_UNKNOWN;

	assert(chart->labels_count <= CHART_LABELS_MOST && chart->series_count <= CHART_SERIES_MOST);
	for (size_t i = 0; i < chart->series_count; i++)
		used |= 1U << chart->series[i].tone;
	return used;
}

static int
width_of(int64_t value, int64_t most, int room)
{
	int width;

	if (value <= 0 || most <= 0)
		return 0;
	width = (int)((double)value / (double)most * room);
	return width == 0 ? 1 : width;
}

static struct str
amount(const struct chart *chart, int64_t value, struct arena *arena)
{
	struct str number = value == CHART_NONE ? STR("?") : chart_number(value, chart->decimals, arena);

	return arena_printf(arena, "%.*s%.*s", STR_ARG(number), STR_ARG(value == CHART_NONE ? STR("") : chart->unit));
}

/* A bar's place that nobody knows the length of: short, hatched, and said so. */
static void
bar(struct buf *out, const struct chart *chart, size_t series, size_t label, int64_t most, int y, struct arena *arena)
{
	int64_t value = chart->series[series].values[label];
	int width = value == CHART_NONE ? 24 : width_of(value, most, BAR_ROOM);

	if (width > 0)
		chart_part(out, chart->id, value == CHART_NONE ? CHART_UNKNOWN : chart->series[series].tone, 0, y, width, BAR);
	chart_words(out, "value", "start", width + 6, y + 13, amount(chart, value, arena));
}

struct str
chart_bars(const struct chart *chart, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	int64_t most = chart_most(chart);
	bool legend = chart->series_count > 1;
	int step = LABEL + (int)chart->series_count * (BAR + 2) + GAP;
	int y = legend ? chart_legend(&out, chart, 0, false, false) : 0, height = y + step * (int)chart->labels_count;

	chart_begin(&out, chart->id, chart->title, chart->desc, "bars", CHART_WIDTH, height > 0 ? height : 1, tones_of(chart));
	if (legend)
		chart_legend(&out, chart, 0, false, true);
	for (size_t j = 0; j < chart->labels_count; j++, y += step) {
		chart_words(&out, "words", "start", 0, y + 13, chart_fit(chart->labels[j], CHART_WIDTH, arena));
		for (size_t i = 0; i < chart->series_count; i++)
			bar(&out, chart, i, j, most, y + LABEL + (int)i * (BAR + 2), arena);
	}
	return chart_end(&out, arena);
}

/* What is known of a label's values together; *ret_whole is false when one is missing. */
static int64_t
sum_of(const struct chart *chart, size_t label, bool *ret_whole)
{
	int64_t sum = 0;

	*ret_whole = true;
	for (size_t i = 0; i < chart->series_count; i++) {
		assert(chart->series[i].values[label] <= CHART_MOST);
		if (chart->series[i].values[label] == CHART_NONE)
			*ret_whole = false;
		else
			sum += chart->series[i].values[label];
	}
	return sum;
}

static void
stack(struct buf *out, const struct chart *chart, size_t label, int64_t most, int y, struct arena *arena)
{
	bool whole;
	int64_t sum = sum_of(chart, label, &whole);
	int x = 0;

	for (size_t i = 0; i < chart->series_count; i++) {
		int64_t value = chart->series[i].values[label];
		int width = value == CHART_NONE ? 24 : width_of(value, most, BAR_ROOM - 24);
		struct str number = value == CHART_NONE ? STR("?") : chart_number(value, chart->decimals, arena);

		if (width == 0)
			continue;
		chart_part(out, chart->id, value == CHART_NONE ? CHART_UNKNOWN : chart->series[i].tone, x, y, width, BAR + 4);
		if (width > (int)text_width(number) * CHART_LETTER + 8)
			buf_addf(out, "<rect class=\"plate\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\" rx=\"3\"/>", x + 3, y + 3,
			    (int)text_width(number) * CHART_LETTER + 4);
		if (width > (int)text_width(number) * CHART_LETTER + 8)
			chart_words(out, "value", "start", x + 5, y + 15, number);
		x += width;
	}
	chart_words(out, "value", "start", x + 6, y + 15,
	    arena_printf(arena, "%s%.*s%.*s", whole ? "" : "≥ ", STR_ARG(chart_number(sum, chart->decimals, arena)), STR_ARG(chart->unit)));
}

struct str
chart_stacked(const struct chart *chart, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	int64_t most = 0;
	int step = LABEL + BAR + 4 + GAP, y = chart_legend(&out, chart, 0, false, false);

	for (size_t j = 0; j < chart->labels_count; j++) {
		bool whole;
		int64_t sum = sum_of(chart, j, &whole);

		most = sum > most ? sum : most;
	}
	chart_begin(&out, chart->id, chart->title, chart->desc, "stacked", CHART_WIDTH, y + step * (int)chart->labels_count, tones_of(chart));
	chart_legend(&out, chart, 0, false, true);
	for (size_t j = 0; j < chart->labels_count; j++, y += step) {
		chart_words(&out, "words", "start", 0, y + 13, chart_fit(chart->labels[j], CHART_WIDTH, arena));
		stack(&out, chart, j, most, y + LABEL, arena);
	}
	return chart_end(&out, arena);
}

struct str
chart_progress(const struct chart *chart, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	int64_t done = chart->series[0].values[0], all = chart->series[1].values[0];
	bool known = done != CHART_NONE && all != CHART_NONE && all > 0;
	struct str words = known ? arena_printf(arena, "%lld%% (%.*s / %.*s%.*s)", (long long)(done * 100 / all), STR_ARG(chart_number(done, chart->decimals, arena)),
	    STR_ARG(chart_number(all, chart->decimals, arena)), STR_ARG(chart->unit)) : STR("–");

	chart_begin(&out, chart->id, chart->title, chart->desc, "progress", CHART_WIDTH, 40, tones_of(chart));
	chart_words(&out, "value", "start", 0, 13, words);
	if (!known)
		chart_part(&out, chart->id, CHART_UNKNOWN, 0, 20, CHART_WIDTH, BAR);
	buf_addf(&out, "<rect class=\"trough\" x=\"0\" y=\"20\" width=\"%d\" height=\"%d\"%s/>", CHART_WIDTH, BAR, known ? "" : " fill-opacity=\"0\"");
	if (known && done > 0)
		chart_part(&out, chart->id, chart->series[0].tone, 0, 20, width_of(done < all ? done : all, all, CHART_WIDTH), BAR);
	return chart_end(&out, arena);
}
