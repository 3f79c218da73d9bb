/*
 * csv_rows.h - rows of a feed in CSV (RFC 4180): UTF-8, commas, double quotes in which line feeds and
 * doubled quotes may stand. For people's tables, which come in every encoding and shape, there is
 * format/table; a feed is held to its rules.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"

struct csv_rows;

struct csv_rows *csv_rows_new(struct input *input);
void             csv_rows_free(struct csv_rows *rows);   /* NULL is welcome */

/*
 * The next row that is not empty; its cells live until the next call. *ret_more is false at the end. A row
 * that breaks the rules is ERR_FORMAT with *ret_broken = true, and the next call goes on with the line behind
 * it; a quote that never closes, and a row beyond LIMIT_LINE_BYTES, end the file.
 */
CHECKED struct err *csv_rows_next(struct csv_rows *rows, struct arena *arena, const struct str **ret_cells,
    size_t *ret_count, bool *ret_more, bool *ret_broken);
int64_t csv_rows_line(const struct csv_rows *rows);     /* where the last row began, from 1 */
int64_t csv_rows_offset(const struct csv_rows *rows);   /* its first byte                   */
