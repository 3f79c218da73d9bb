/*
 * parts.h - inside this room: what all figures are made of.
 */
#pragma once
#include "base/buf.h"
#include "format/chart/chart.h"

enum { CHART_TEXT = 13, CHART_LETTER = 7 };      /* height of letters, and what a narrow one is wide at most */

const char *chart_tone_class(enum chart_tone tone);
void chart_text(struct buf *out, struct str text);                       /* inert */
/* <svg …> with title, desc and the hatchings of these tones (bits); and its end. */
void chart_begin(struct buf *out, struct str id, struct str title, struct str desc, const char *class, int width, int height, unsigned tones);
struct str chart_end(struct buf *out, struct arena *arena);
/* A part of that tone: its colour's class, and its hatching over it. */
void chart_part(struct buf *out, struct str id, enum chart_tone tone, int x, int y, int width, int height);
/* Words at a place; anchor: "start", "middle", "end". */
void chart_words(struct buf *out, const char *class, const char *anchor, int x, int y, struct str words);
/* What fits into so many units; what is cut ends with "…". */
struct str chart_fit(struct str words, int width, struct arena *arena);
/* Names of the series from y on, in as many rows as they need; the next y. With draw false it is only measured. */
int chart_legend(struct buf *out, const struct chart *chart, int y, bool lines, bool draw);
/* The mark of a line's point, by its series. */
void chart_mark(struct buf *out, size_t series, enum chart_tone tone, int x, int y);
const char *chart_dashes(size_t series);
/* The largest value of all that are known; 0 without any. */
int64_t chart_most(const struct chart *chart);
