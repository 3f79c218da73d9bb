/*
 * listing.h - a list as a file that spreadsheets open: CSV (UTF-8 with its mark, cells that would be formulas made inert) or XLSX.
 */
#pragma once
#include "base/err.h"
#include "base/lang.h"
#include "format/workbook/workbook.h"

struct listing_column { const char *heading; enum workbook_kind kind; unsigned width; };     /* heading: M("…") */
struct listing {
	const char                  *title;      /* M("…"): of the sheet                    */
	const struct listing_column *columns;
	size_t                       columns_count;
	LIST(struct str)             cells;      /* row by row, columns_count each          */
};
CHECKED struct err *listing_file(const struct listing *listing, bool workbook, enum lang lang, int64_t now, struct arena *arena,
    struct str *ret_bytes);
