/*
 * workbook.h - XLSX out: sheets that people read, print, fill in and send back.
 *
 *     該非照会票 例市 住民窓口システム                    titles, merged over the columns
 *     薄黄色の欄にご記入ください。
 *     ┌ 番号 ┬ 製品     ┬ バージョン ┬ ★該非 ▼ ┐          header, frozen, repeated on every page
 *     │  1   │ Tomcat   │            │         │          rows: locked, or open for an answer
 *
 *     struct workbook *book = workbook_begin(&options);
 *     TRY(workbook_sheet(book, &sheet, arena));
 *     TRY(workbook_row(book, cells, count, arena));          // once a row, from the top
 *     TRY(workbook_end(book, arena, &bytes));
 *     workbook_free(book);
 *
 * What a workbook is made of is kept beside, not in memory: a million rows take no more of it than ten (libxlsxwriter's
 * temporary files, which have no name). The same calls give the same bytes, on any day: nothing is asked of the clock.
 *
 * Every text is written as text, so that none is ever taken for a formula; a text column is formatted as text, so that 1.10
 * typed into it stays 1.10. CSV has no types: workbook_csv_cell makes inert what a spreadsheet would run.
 */
#pragma once
#include "base/clock.h"
#include "base/err.h"
#include "base/vec.h"

enum workbook_kind {
	WORKBOOK_TEXT,
	WORKBOOK_NUMBER,     /* a cell that is no decimal number is written as the text it is                   */
	WORKBOOK_DAY,        /* "2026-11-20" becomes a date; anything else is written as the text it is         */
};

struct workbook_column {
	struct str         title;
	enum workbook_kind kind;
	unsigned           width;          /* full-width characters; 0: by the title                            */
	const struct str  *choices;        /* a drop-down list; together at most 255 characters with a comma between (Excel's bound) */
	size_t             choices_count;
	bool               open;           /* to be filled in: unlocked and shaded; its title is marked "★" too */
	bool               hidden;
	bool               bare;           /* open, but not an answer everybody owes: unlocked without the mark */
};

struct workbook_sheet {
	struct str                    name;            /* made valid: Excel's bounds on length and signs, and unique  */
	const struct str             *titles;          /* a row each above the header, merged over all shown columns  */
	size_t                        titles_count;    /* the first is set larger                                     */
	const struct workbook_column *columns;
	size_t                        columns_count;   /* at least one                                                */
	bool                          guarded;         /* protected, without a password: locked cells cannot be typed over by mistake */
	bool                          hidden;
	size_t                        open_rows;       /* empty rows at the end, with the columns' drop-downs         */
};

struct workbook_options {
	struct str title;       /* of the document's properties */
	int64_t    made;        /* its date of creation         */
};

struct workbook;
NEVER_NULL struct workbook *workbook_begin(const struct workbook_options *options);
/* Begins a sheet; the one before is complete. Its columns' texts must live until the next, or the end. ERR_SYSTEM: without libxlsxwriter. */
CHECKED struct err *workbook_sheet(struct workbook *book, const struct workbook_sheet *sheet, struct arena *arena);
/* Cells that are missing at the end are empty. ERR_LIMIT: more rows than a sheet has, or a text longer than a cell holds. */
CHECKED struct err *workbook_row(struct workbook *book, const struct str *cells, size_t count, struct arena *arena);
/* The whole file. */
CHECKED struct err *workbook_end(struct workbook *book, struct arena *arena, struct str *ret_bytes);
void workbook_free(struct workbook *book);        /* also without end; NULL is welcome */
#define WORKBOOK_SCOPE __attribute__((cleanup(workbook_cleanup)))
static inline void workbook_cleanup(struct workbook **book) { workbook_free(*book); }

/*
 * A text as a cell of CSV: what begins with = + - @, tab or carriage return is taken for a formula by spreadsheets, and gets an
 * apostrophe before it (OWASP, "CSV Injection"). A number with its sign and a lone "-" stay as they are. workbook_csv_plain takes
 * the apostrophe away again: any text comes back as it was.
 */
struct str workbook_csv_cell(struct str text, struct arena *arena);
struct str workbook_csv_plain(struct str cell);
