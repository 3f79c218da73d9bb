/*
 * sheet.h - Japanese ledgers (台帳): which column says what, and their rows as components' owners wrote them.
 *
 * The row of headings may stand under titles and dates: of the first rows of a sheet the one that has the most known
 * words is it; two rows are one where the upper spans several columns of the lower (「OS」 over 「名称」「バージョン」). Headings are folded
 * (NFKC, case, spaces, 「ー」 at the end, brackets cut off) and looked up in a table of Japanese and English words.
 *
 * 「〃」 and 「同上」 repeat the cell above, a merged cell holds for all its rows. A cell may name several products
 * (「Apache2.4.6/PHP5.4」, lines, 、) and each with its version; what can be read two ways stays as written. A row without a product is a
 * system or host alone, and is sent too. A column headed by a product with ○ and × in it is one product, installed where ○ stands.
 * The operating system is a row of its own (os, with version). Rows of totals and headings printed again are passed over.
 *
 * What was guessed is data: it is sent as a sheet_mapping before the rows of each sheet, to be shown and corrected;
 * sheet_told_parse reads the correction:
 *
 *     # 列見出し=field           a heading of the sheet = a field of struct ledger_row (a column of it, so not line);
 *                               "-" leaves the column out, "installed" is a product with ○ and ×, "os_version" the version of os
 *     機器番号=key
 *     ソフト（メーカー）=vendor
 *     備考２=-
 *     @sheet=サーバ一覧          only this sheet is read; a further @sheet begins another's mapping
 *     @header=4                 its headings stand in this row
 *     @headings=3f0c…           only where the headings are these (sheet_fingerprint): a mapping that was saved
 *     @hidden=yes               hidden sheets are read too
 */
#pragma once
#include "format/table/table.h"
#include "model/inventory.h"
#include "model/sink.h"

struct sheet_column {
	int64_t    column;       /* from 0                                                              */
	struct str heading;      /* as written, the upper row's before the lower's                      */
	struct str field;        /* of struct ledger_row, "product"; "": not used; "-": left out by a person; "installed" "os_version" */
};

struct sheet_mapping {
	struct str sheet;        /* name; "" in CSV, or when any sheet is meant                         */
	int64_t    header_row;   /* row of the headings, the lower of two; 0: to be found               */
	LIST(struct sheet_column) columns;   /* of what was told: column is of no meaning, headings count */
	struct str fingerprint;  /* of the headings; of what was told: "" when any are meant             */
	bool       saved;        /* sent: it was told for these headings                                */
};
extern const struct schema sheet_mapping_schema;

/* What a person said beforehand, or saved an earlier time. */
struct sheet_told {
	LIST(struct sheet_mapping) mappings;
	bool                       hidden;
};

/* Reads the lines above. ERR_FORMAT names the line and says which fields there are. */
CHECKED struct err *sheet_told_parse(struct str text, struct arena *arena, struct sheet_told *ret_told);
/* One mapping as such lines: shown to a person, stored, read again. */
struct str sheet_mapping_format(const struct sheet_mapping *mapping, struct arena *arena);
/* 16 hex digits that stand for these headings in this order, however they are spaced or cased. */
struct str sheet_fingerprint(const struct str *headings, size_t count, struct arena *arena);

/*
 * One cell of a row by its heading, in any of the words a heading is known by (「所管」, "Department") or by its field
 * ("unit"). False: it is neither. The value is not copied.
 */
bool sheet_row_set(struct ledger_row *row, struct str heading, struct str value, struct arena *arena);

/*
 * Sends a sheet_mapping and the ledger_rows of every sheet that has headings. told may be NULL. A sheet without any known
 * heading is a warning; a file in which no sheet has one is ERR_FORMAT and says what would help. Warnings name the sheet (id), the row
 * and, where it is one cell, its name ("C5").
 */
CHECKED struct err *sheet_read(struct input *input, const struct sheet_told *told, struct sink *sink, struct arena *arena);
