/*
 * table.h - CSV and XLSX as rows of text cells.
 *
 * CSV follows RFC 4180, with the separator told from the text (comma, semicolon, tab) and any encoding of format/charset. Of an
 * .xlsx every sheet is given in the order of the workbook, as what a person sees: shared and inline texts joined of their runs,
 * numbers with the digits their style shows (8.10, 0012), dates by their style as 2026-11-20 (or 2026-11-20T01:02:03), truth as TRUE and
 * FALSE. Of a formula the value counts that was worked out when it was saved; nothing is worked out here. Macros and links to other
 * files are passed over, and said. The text of merged cells stands in the leftmost column of each of its rows. CSV may arrive packed (gz,
 * zip); a line in another encoding than the rest is read in its own, and said.
 *
 * An .xls of before 2007, an .xlsx with a password and an .ods are ERR_UNSUPPORTED with the steps that save it anew.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"
#include "base/vec.h"

enum table_cell_flag {
	TABLE_CELL_ACROSS  = 1,    /* empty: beneath a merged cell that begins further left                */
	TABLE_CELL_DOWN    = 2,    /* the text of a merged cell that begins in a row above                 */
	TABLE_CELL_GENERAL = 4,    /* a number with no format of its own: 1.10 was lost before it was saved */
	TABLE_CELL_VOID    = 8,    /* a formula that was saved without a value                             */
};

struct table_row {
	struct str  sheet;      /* its name; "" in CSV                                                     */
	int64_t     sheet_at;   /* from 0                                                                  */
	int64_t     number;     /* XLSX: the row's own number, from 1. CSV: the line at which it begins    */
	struct str *cells;      /* UTF-8 without NUL; "" where there is nothing; trailing ones left out,
	                           unless a merged cell reaches over them                               */
	size_t      count;
	unsigned char *flags;   /* enum table_cell_flag of each cell; NULL in CSV                          */
};

struct table_sheet {
	struct str name;
	int64_t    at;
	bool       hidden;
};

/* Called for every row that has anything in it; the row is gone after the call. */
struct table_listener {
	struct err *(*row)(struct table_listener *listener, const struct table_row *row, struct arena *arena);
	/* Before a sheet's rows: false in *ret_wanted leaves it unread. NULL: every sheet is read. */
	struct err *(*sheet)(struct table_listener *listener, const struct table_sheet *sheet, struct arena *arena, bool *ret_wanted);
	/* What a person should know of the file; row -1 where it is of no row. NULL: nobody asks. */
	struct err *(*notice)(struct table_listener *listener, struct str sheet, int64_t row, const struct err *notice, struct arena *arena);
};

/*
 * Reads all of it; rows before a fault have been handed over. ERR_FORMAT with line or sheet and row, ERR_LIMIT for
 * LIMIT_CSV_COLUMNS, LIMIT_CELL_BYTES, LIMIT_XLSX_SHEETS, LIMIT_XLSX_TEXTS.
 */
CHECKED struct err *table_read(struct input *input, struct table_listener *listener, struct arena *arena);

/* A workbook's sheets and the members of the zip that hold them. */
struct table_part { struct str name, path; };
struct table_parts { LIST(struct table_part) list; };
CHECKED struct err *table_parts(struct str workbook, struct str name, struct arena *arena, struct table_parts *ret_parts);
/* The comma, semicolon or tab that a CSV text is parted by. */
char table_separator(struct str text);

/* "A", "Z", "AA" … for a column from 0: what Excel calls it. */
struct str table_column_name(size_t column, struct arena *arena);
/* And back: the column of "BC12", from 0; false when there are no letters. */
bool table_column_of(struct str place, size_t *ret_column);
