/*
 * chart.c - what all figures are made of, and the same numbers as a table.
 */
#include <assert.h>

#include "base/width.h"
#include "format/chart/parts.h"

/* Hatchings are paths in a tile of 8 × 8. Full are those that never stand in one figure together. */
static const struct { const char *class, *hatching; } tones[CHART_TONES] = {
	[CHART_PLAIN]        = { "c1",        "" },
	[CHART_SECOND]       = { "c5",       "M0 2H8M0 6H8" },
	[CHART_IMMEDIATE]    = { "immediate",    "" },
	[CHART_OUT_OF_CYCLE] = { "out_of_cycle", "M-2 2L2 -2M0 8L8 0M6 10L10 6" },
	[CHART_SCHEDULED]    = { "scheduled",    "M2 2h1M6 6h1" },
	[CHART_DEFER]        = { "defer",        "M2 0V8M6 0V8" },
	[CHART_UNKNOWN]      = { "unknown",      "M0 0L8 8M8 0L0 8" },
	[CHART_DONE]         = { "c3",         "" },
};

const char *
chart_tone_class(enum chart_tone tone)
{
	return tones[tone].class;
}

void
chart_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		switch (text.ptr[i]) {
		case '&': buf_add(out, STR("&amp;")); break;
		case '<': buf_add(out, STR("&lt;")); break;
		case '>': buf_add(out, STR("&gt;")); break;
		case '"': buf_add(out, STR("&quot;")); break;
		default:
			/* Other control characters may not stand in XML at all. */
			if ((unsigned char)text.ptr[i] >= ' ')
				buf_add_char(out, text.ptr[i]);
			else
				buf_add_char(out, ' ');
		}
}

static void
hatchings(struct buf *out, struct str id, unsigned used)
{
	buf_add(out, STR("<defs>"));
	for (int t = 0; t < (int)CHART_TONES; t++) {
		if ((used & 1U << t) == 0 || tones[t].hatching[0] == '\0')
			continue;
		buf_addf(out, "<pattern id=\"%.*s-t%d\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><path class=\"hatch\" d=\"%s\"/></pattern>",
		    STR_ARG(id), t, tones[t].hatching);
	}
	buf_addf(out, "<marker id=\"%.*s-tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
	    "<path class=\"tip\" d=\"M0 0L10 5L0 10z\"/></marker></defs>", STR_ARG(id));
}

void
chart_begin(struct buf *out, struct str id, struct str title, struct str desc, const char *class, int width, int height, unsigned used)
{
	for (size_t i = 0; i < id.len; i++)
		assert(char_is_alnum(id.ptr[i]) || id.ptr[i] == '-');
	buf_addf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"%s\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
	    "aria-labelledby=\"%.*s-title %.*s-desc\"><title id=\"%.*s-title\">", class, width, height, width, height, STR_ARG(id), STR_ARG(id), STR_ARG(id));
	chart_text(out, title);
	buf_addf(out, "</title><desc id=\"%.*s-desc\">", STR_ARG(id));
	chart_text(out, desc);
	buf_add(out, STR("</desc>"));
	hatchings(out, id, used);
}

struct str
chart_end(struct buf *out, struct arena *arena)
{
	buf_add(out, STR("</svg>"));
	return arena_copy(arena, buf_str(out));
}

void
chart_part(struct buf *out, struct str id, enum chart_tone tone, int x, int y, int width, int height)
{
	buf_addf(out, "<rect class=\"part %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", tones[tone].class, x, y, width, height);
	if (tones[tone].hatching[0] != '\0')
		buf_addf(out, "<rect fill=\"url(#%.*s-t%d)\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", STR_ARG(id), (int)tone, x, y, width, height);
}

void
chart_words(struct buf *out, const char *class, const char *anchor, int x, int y, struct str words)
{
	buf_addf(out, "<text class=\"%s\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">", class, anchor, x, y);
	chart_text(out, words);
	buf_add(out, STR("</text>"));
}

struct str
chart_fit(struct str words, int width, struct arena *arena)
{
	size_t room = (size_t)width / CHART_LETTER, taken = 0, end = 0, len;
	uint32_t point;

	if (text_width(words) <= room)
		return words;
	while (end < words.len && (len = str_point(words, end, &point)) > 0 && taken + point_width(point) + 2 <= room) {
		taken += point_width(point);
		end += len;
	}
	return arena_printf(arena, "%.*s…", STR_ARG(str_sub(words, 0, end)));
}

/* Which line it is can be told without colour. */
static const char *const dashes[CHART_SERIES_MOST] = { "", "6 3", "2 3", "9 3 2 3", "12 4", "4 2 1 2", "1 4", "8 2 2 2 2 2" };

const char *
chart_dashes(size_t series)
{
	return dashes[series % CHART_SERIES_MOST];
}

void
chart_mark(struct buf *out, size_t series, enum chart_tone tone, int x, int y)
{
	const char *class = tones[tone].class;

	switch (series % 4) {
	case 0:
		buf_addf(out, "<circle class=\"mark %s\" cx=\"%d\" cy=\"%d\" r=\"4\"/>", class, x, y);
		break;
	case 1:
		buf_addf(out, "<rect class=\"mark %s\" x=\"%d\" y=\"%d\" width=\"7\" height=\"7\"/>", class, x - 3, y - 3);
		break;
	case 2:
		buf_addf(out, "<path class=\"mark %s\" d=\"M%d %dl5 8h-10z\"/>", class, x, y - 5);
		break;
	default:
		buf_addf(out, "<path class=\"mark %s\" d=\"M%d %dl5 5l-5 5l-5 -5z\"/>", class, x, y - 5);
	}
}

int
chart_legend(struct buf *out, const struct chart *chart, int y, bool lines, bool draw)
{
	int x = 0;

	for (size_t i = 0; i < chart->series_count; i++) {
		const struct chart_series *series = &chart->series[i];
		int width = 28 + (int)text_width(series->name) * CHART_LETTER + 12;

		if (x > 0 && x + width > CHART_WIDTH) {
			x = 0;
			y += 20;
		}
		if (draw && lines) {
			buf_addf(out, "<path class=\"line %s\" stroke-dasharray=\"%s\" d=\"M%d %dh22\"/>", tones[series->tone].class, chart_dashes(i), x, y + 8);
			chart_mark(out, i, series->tone, x + 11, y + 8);
		} else if (draw) {
			chart_part(out, chart->id, series->tone, x, y + 2, 22, 12);
		}
		if (draw)
			chart_words(out, "words", "start", x + 27, y + 13, series->name);
		x += width;
	}
	return y + 22;
}

int64_t
chart_most(const struct chart *chart)
{
	int64_t most = 0;

	for (size_t i = 0; i < chart->series_count; i++)
		for (size_t j = 0; j < chart->labels_count; j++) {
			int64_t value = chart->series[i].values[j];

			assert(value <= CHART_MOST);
			if (value != CHART_NONE && value > most)
				most = value;
		}
	return most;
}

struct str
chart_number(int64_t value, unsigned decimals, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str digits, whole;
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	if (value == CHART_NONE)
		return STR("–");
	digits = arena_printf(arena, "%0*llu", (int)decimals + 1, (unsigned long long)size);
	whole = str_sub(digits, 0, digits.len - decimals);
	if (value < 0)
		buf_add_char(&out, '-');
	for (size_t i = 0; i < whole.len; i++) {
		if (i > 0 && (whole.len - i) % 3 == 0)
			buf_add_char(&out, ',');
		buf_add_char(&out, whole.ptr[i]);
	}
	if (decimals > 0) {
		buf_add_char(&out, '.');
		buf_add(&out, str_from(digits, whole.len));
	}
	return arena_copy(arena, buf_str(&out));
}

struct chart_table
chart_table(const struct chart *chart, struct arena *arena)
{
	struct chart_table table = { 0 };

	list_push(arena, &table.headings, chart->about);
	for (size_t i = 0; i < chart->series_count; i++)
		list_push(arena, &table.headings, chart->unit.len == 0 ? chart->series[i].name
		    : arena_printf(arena, "%.*s (%.*s)", STR_ARG(chart->series[i].name), STR_ARG(chart->unit)));
	for (size_t j = 0; j < chart->labels_count; j++) {
		struct chart_row *row = list_add(arena, &table.rows);

		list_push(arena, &row->cells, chart->labels[j]);
		for (size_t i = 0; i < chart->series_count; i++)
			list_push(arena, &row->cells, chart_number(chart->series[i].values[j], chart->decimals, arena));
	}
	return table;
}
