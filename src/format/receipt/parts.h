/*
 * parts.h - the two kinds of file beneath receipt.h. For this room only.
 */
#pragma once
#include "format/receipt/receipt.h"

/* Where the columns go in one sheet. */
struct receipt_place {
	const struct receipt_sheet *sheet;
	size_t                     column;   /* of the result, from 0; the reason follows */
	bool                       again;    /* they stand there already                  */
};

/* The row's receipt, looked for from *at on; NULL: there is none. */
const struct receipt_row *receipt_of(const struct receipt_sheet *sheet, int64_t row, size_t *at);
/* As it may stand in a cell: inert, and no longer than one holds. */
struct str receipt_text(struct str text, struct arena *arena);

CHECKED struct err *receipt_csv(const struct receipt *receipt, const struct receipt_place *place, struct str bytes, struct str name,
    struct arena *arena, struct buf *out);
CHECKED struct err *receipt_xlsx(const struct receipt *receipt, const struct receipt_place *places, size_t count, struct str bytes,
    struct str name, struct arena *arena, struct buf *out);
/* One sheet's part with the cells added. */
CHECKED struct err *receipt_part(const struct receipt *receipt, const struct receipt_place *place, struct str xml, struct str name,
    struct arena *arena, struct buf *out);

/* A zip that is written member by member. */
struct zip { struct buf *out; struct buf directory; size_t count; };
CHECKED struct err *zip_add(struct zip *zip, struct str name, struct str bytes, struct arena *arena);
void zip_end(struct zip *zip);
