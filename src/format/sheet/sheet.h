/*
 * sheet.h - Japanese ledgers (台帳): which column says what, and their rows as components' owners wrote them.
 *
 * The row of headings may stand under titles and dates: of the first rows of a sheet the one that has the most known
 * words is it. Headings are folded (NFKC, case, spaces, 「ー」 at the end, brackets cut off) and looked up in a table of Japanese and
 * English words. 「〃」 and 「同上」 repeat the cell above. A row without a product is a system or host alone, and is sent too.
 *
 * The guess is data: it is sent as a sheet_mapping before the rows of each sheet, to be shown and corrected;
 * sheet_mapping_parse reads the correction:
 *
 *     # 列見出し=field           a heading of the sheet = a field of struct ledger_row (a column of it, so not line);
 *                               "-" leaves the column out
 *     機器番号=key
 *     ソフト（メーカー）=vendor
 *     備考２=-
 *     @sheet=サーバ一覧          only this sheet is read
 *     @header=4                 its headings stand in this row
 */
#pragma once
#include "format/table/table.h"
#include "model/inventory.h"
#include "model/sink.h"

struct sheet_column {
	int64_t    column;       /* from 0                                                              */
	struct str heading;      /* as written                                                          */
	struct str field;        /* of struct ledger_row, "product"; "": not used; "-": left out by a person */
};

struct sheet_mapping {
	struct str sheet;        /* name; "" in CSV, or when any sheet is meant                         */
	int64_t    header_row;   /* row of the headings; 0: to be found                                 */
	LIST(struct sheet_column) columns;   /* of an override: column is of no meaning, headings count */
};
extern const struct schema sheet_mapping_schema;

/*
 * Reads "heading=field" lines. ERR_FORMAT names the line and says which fields there are.
 */
CHECKED struct err *sheet_mapping_parse(struct str text, struct arena *arena, struct sheet_mapping *ret_mapping);
/* The same text back: shown to a person, stored, read again. */
struct str sheet_mapping_format(const struct sheet_mapping *mapping, struct arena *arena);

/*
 * Sends a sheet_mapping and the ledger_rows of every sheet that has headings. override may be NULL. A sheet without any known
 * heading is a warning; a file in which no sheet has one is ERR_FORMAT and says what would help.
 */
CHECKED struct err *sheet_read(struct input *input, const struct sheet_mapping *override, struct sink *sink, struct arena *arena);
