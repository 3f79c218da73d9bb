/*
 * receipt.h - a sheet as it came, with two columns more at its right: what became of each row, and why.
 *
 *     │ 管理番号 │ システム名 │ … │ 取込結果 │ 理由                                  │
 *     │ S-001    │ 住民情報   │   │ 更新     │ Apache Tomcat: 9.0.71 → 9.0.98。        │
 *
 * Nothing else of the file changes: a workbook's sheets are copied byte for byte around the cells that are added (texts of their own,
 * never formulas), its other members are packed again as they are; a CSV is copied byte for byte, in its own encoding. Where the two
 * columns stand already, they are written anew. A text that begins with = + - @ or a tab is made inert.
 *
 * A reader of strangers' bytes: it runs in a worker, which is given the answer before the file (receipt_frame) and sends the new file
 * in pieces.
 */
#pragma once
#include "base/buf.h"
#include "base/input.h"
#include "base/vec.h"
#include "model/sink.h"

struct receipt_row { int64_t row; struct str result, reason; };
struct receipt_sheet {
	struct str              sheet;        /* name; "" in CSV                  */
	int64_t                 header_row;   /* where the two headings are put   */
	LIST(struct receipt_row) rows;         /* in ascending order               */
};
struct receipt {
	struct str                result_heading, reason_heading;
	LIST(struct receipt_sheet) sheets;
};
extern const struct schema receipt_schema;

struct receipt_piece { struct str base64; };
extern const struct schema receipt_piece_schema;

/* What goes before the file's own bytes. */
void receipt_frame(const struct receipt *receipt, struct buf *out);

/* Takes the answer off the front of the input, and sends the file with it as pieces. ERR_UNSUPPORTED for a file that is packed. */
CHECKED struct err *receipt_write(struct input *input, struct sink *sink, struct arena *arena);

/* A piece back into bytes. ERR_FORMAT: it is none. */
CHECKED struct err *receipt_piece_bytes(const struct receipt_piece *piece, struct arena *arena, struct buf *out);
