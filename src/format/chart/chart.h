/*
 * chart.h - figures as SVG text, for pages of the house: numbers that a person reads, or has read to him.
 *
 *     部署別の未対応件数
 *     住民課  ████████▒▒▒░░ 12 5 3      a bar a label, a segment a series
 *     防災課  ██▒▒ 3 2
 *
 * A figure is one <svg> with role="img", a <title> and a <desc>; it has no colour of its own, only classes (web/tsukuroi.css says what they
 * look like within <figure class="chart">, light, dark and in print). Nothing is told by colour alone: tones that may stand together differ
 * in their hatching, lines in dashes and marks, every value stands beside its bar in digits. chart_table gives the same numbers as a
 * table, which belongs beside every figure. What is not known is CHART_NONE: a gap in a line, a dash in a table, a hatched place with
 * a question mark in a bar. It is never a zero.
 *
 * Same values, same text. Texts are made inert here. A figure is drawn CHART_WIDTH wide and may be scaled by the page.
 */
#pragma once
#include "base/vec.h"

enum { CHART_WIDTH = 440, CHART_LABELS_MOST = 400, CHART_SERIES_MOST = 8 };
#define CHART_NONE INT64_MIN
#define CHART_MOST 1000000000000000   /* values beyond it are a mistake of the caller */

/* What a part means, not how it looks: classes immediate, unknown, c1 … */
enum chart_tone {
	CHART_PLAIN, CHART_SECOND,                                    /* this, and what it is compared with     */
	CHART_IMMEDIATE, CHART_OUT_OF_CYCLE, CHART_SCHEDULED, CHART_DEFER,      /* the four actions              */
	CHART_UNKNOWN,                                                /* 判定不能                                */
	CHART_DONE,
	CHART_TONES
};

struct chart_series {
	struct str      name;
	const int64_t  *values;         /* one a label; CHART_NONE: not known; bars take none below 0          */
	enum chart_tone tone;
};
struct chart {
	struct str                 id;         /* of its parts in the page: letters, digits, "-"; unique in a page */
	struct str                 title, desc;
	struct str                 unit;       /* behind a number: "件", "日"; ""                               */
	unsigned                   decimals;   /* values are tenths with 1                                     */
	struct str                 about;      /* what the labels are: "部署", "月"; heading of the table       */
	const struct str          *labels;
	size_t                     labels_count;
	const struct chart_series *series;
	size_t                     series_count;
};

/* More than CHART_LABELS_MOST labels or CHART_SERIES_MOST series are a mistake of the caller. */
struct str chart_bars(const struct chart *chart, struct arena *arena);        /* a bar a series under each label         */
struct str chart_stacked(const struct chart *chart, struct arena *arena);     /* one bar a label, series one after other */
struct str chart_lines(const struct chart *chart, struct arena *arena);       /* labels from left to right: time         */
struct str chart_spark(const struct chart *chart, struct arena *arena);       /* the first series, as high as a line of text */
/* The first value of the first series out of the first of the second. */
struct str chart_progress(const struct chart *chart, struct arena *arena);

/* The 3×3 of 想定被害 × 発生可能性, and where plans move things in it (guide 004, リスク評価遷移). */
struct chart_cell { struct str text, action; enum chart_tone tone; };
struct chart_arrow {
	int        from_row, from_column;
	int        to_row, to_column;
	bool       gone;                /* leaves the matrix: the weakness is removed     */
	struct str label;               /* "A", "B", "B→A"                                */
};
struct chart_matrix {
	struct str                id, title, desc;
	struct str                row_title, column_title;    /* 想定被害, 発生可能性       */
	struct str                rows[3], columns[3];        /* 大 中 小 from the top; 低 中 高 from the left */
	struct chart_cell         cells[3][3];                /* [row][column]              */
	struct str                gone;                       /* where arrows that leave end: "解消" */
	const struct chart_arrow *arrows;
	size_t                    arrows_count;
};
struct str chart_matrix(const struct chart_matrix *matrix, struct arena *arena);

/*
 * A procedure: the first way_count states are the way, drawn downwards; the others stand beside it. Steps that go on, back or aside are told apart by
 * where they run. What each step is called stands in a table beside it, as `desc` says.
 */
enum { CHART_STATES_MOST = 64 };
struct chart_state { struct str title; bool final; };
struct chart_step { size_t from, to; };
struct chart_states {
	struct str                id, title, desc;
	const struct chart_state *states;
	size_t                    states_count, way_count;
	const struct chart_step  *steps;
	size_t                    steps_count;
};
struct str chart_states(const struct chart_states *states, struct arena *arena);

/* The same numbers in words: headings are `about` and the series, a row a label. */
struct chart_row { struct str_list cells; };
struct chart_table { struct str_list headings; LIST(struct chart_row) rows; };
struct chart_table chart_table(const struct chart *chart, struct arena *arena);
struct chart_table chart_matrix_table(const struct chart_matrix *matrix, struct arena *arena);

/* A value as figures show it: "1,234", "3.5", "–" of CHART_NONE; without its unit. */
struct str chart_number(int64_t value, unsigned decimals, struct arena *arena);
