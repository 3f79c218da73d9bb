/*
 * parts.h - headings and cells beneath sheet.h. For this room only.
 */
#pragma once
#include "base/buf.h"
#include "format/sheet/sheet.h"

/* ------------------------------------------------------------------------------ headings.c: words */

/*
 * A heading without what varies: NFKC, lower case, no spaces, no '.', no 「ー」 at the end of a word, 「ウエア」 as 「ウェア」.
 */
struct str heading_fold(struct str heading, struct arena *arena);

/* The field of struct ledger_row that a heading is known for; "" when it is none. */
struct str heading_field(struct str heading, struct arena *arena);

/* The field's place in struct ledger_row ("os_version": that of version); NULL when there is no such text. */
const struct field *ledger_field(struct str name);
struct str *ledger_field_text(struct ledger_row *row, const struct field *field);

/* For the test that holds the table to its own folding: every known word, one field after another; false at the end. */
bool heading_word(size_t index, struct str *ret_field, struct str *ret_words);

/* -------------------------------------------------------------------------------- cell.c: what a cell says */

/* Without spaces at both ends, also the wide one. */
struct str cell_trim(struct str text);
bool cell_repeats(struct str text);                  /* 〃, 同上 …                                    */
bool cell_is_dash(struct str text);                  /* -, ー …                                       */
bool cell_says_none(struct str text);                /* なし, 不明, N/A …: of a product or version     */
bool cell_is_open_version(struct str text);          /* 最新, 9以降: says something, but no version     */
enum cell_mark { CELL_MARK_NONE, CELL_MARK_YES, CELL_MARK_NO };
enum cell_mark cell_mark_of(struct str text);        /* ○ ● 有 1 レ; × - 無 0; NONE: no such mark       */
bool cell_has_private(struct str text);              /* 外字: a private-use character                   */
bool cell_is_exponent(struct str text);              /* 5.12E+06: a number that Excel has shortened     */

struct cell_product { struct str name, version; };
struct cell_products { LIST(struct cell_product) list; };
/* The products that a cell names, each with the version it bears itself. Texts point into the cell or the arena. */
struct cell_products cell_split(struct str text, struct arena *arena);
/* Versions one below the other or with 、 between them. */
struct str_list cell_versions(struct str text, struct arena *arena);
/* "Apache 2.4.6" is Apache and 2.4.6; 「一太郎2023」 and "Windows 11" stay whole, with no version. */
struct cell_product cell_name_version(struct str text, struct arena *arena);

/* ------------------------------------------------------------------------- header.c: which column says what */

enum { COLUMN_NO_GROUP = -1 };

/* One column that is used. */
struct column {
	size_t              at;
	struct str          heading;
	struct str          name;      /* of the field                                                 */
	const struct field *field;
	int                 group;     /* of product, os and what describes them: whose they are       */
	struct buf          above;     /* what the last row had here, for 〃                            */
};

/* A row that is kept until the headings are found. */
struct kept_row {
	int64_t         number;
	struct str_list cells;
	unsigned char  *flags;         /* of table_row; as many as cells                               */
};

struct header {
	struct sheet_mapping mapping;               /* as it is sent                                   */
	LIST(struct column)  columns;
	int                  groups;
	size_t               rows;                  /* of the kept rows: headings end before this one  */
};

/* The headings among the kept rows; false when there are none. */
bool header_find(const struct sheet_told *told, struct str sheet, const struct kept_row *kept, size_t count, struct arena *arena,
    struct header *ret_header);
/* The same of one row in the midst of a sheet that is known to hold headings. marks: unknown ones are products with ○ and ×. */
void header_again(const struct sheet_told *told, struct str sheet, const struct kept_row *row, bool marks, struct arena *arena,
    struct header *ret_header);
bool column_is(const struct column *column, const char *field);
