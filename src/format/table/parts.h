/*
 * parts.h - the two kinds of table beneath table.h. For this room only.
 */
#pragma once
#include "format/table/table.h"

CHECKED struct err *csv_read(struct input *input, struct table_listener *listener, struct arena *arena);
CHECKED struct err *xlsx_read(struct input *input, struct table_listener *listener, struct arena *arena);

/* What a style shows of a number, as far as it changes what a reader understands. */
struct number_style {
	bool is_date;       /* the day counts                              */
	bool is_time;       /* the time of day counts                      */
	bool is_percent;
	bool is_fixed;      /* digits below are meant                      */
	int  digits;        /* at least so many before the point: 0012     */
	int  decimals;      /* exactly so many behind it: 8.10             */
};

/* ECMA-376 18.8.30: of a format's number, and of its code where the workbook defines one ("" else). */
struct number_style number_style_of(uint64_t id, struct str code);
/* The value of a cell as text. A text that is no number comes back as it is. epoch_1904: the workbook counts from 1904. */
struct str number_text(struct str value, struct number_style style, bool epoch_1904, struct arena *arena);
