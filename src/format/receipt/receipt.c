#include "format/receipt/receipt.h"

#include <nettle/base64.h>
#include <string.h>
#include "base/limits.h"
#include "format/receipt/parts.h"
#include "format/archive/archive.h"
#include "format/table/table.h"
#include "format/workbook/workbook.h"
#include "model/record.h"

enum { HEAD_BYTES = 16, PIECE_BYTES = 48 << 10, REASON_MOST = 2000 };

static const struct str magic = STR_INIT("TSKANSW1");

static const struct field row_fields[] = {
	FIELD(struct receipt_row, row, FIELD_INT),
	FIELD(struct receipt_row, result, FIELD_STR),
	FIELD(struct receipt_row, reason, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("receipt_row", struct receipt_row, row_fields);
static const struct field sheet_fields[] = {
	FIELD(struct receipt_sheet, sheet, FIELD_STR),
	FIELD(struct receipt_sheet, header_row, FIELD_INT),
	FIELD_OF(struct receipt_sheet, rows, FIELD_LIST, &row_schema),
};
static const struct schema sheet_schema = SCHEMA("receipt_sheet", struct receipt_sheet, sheet_fields);
static const struct field receipt_fields[] = {
	FIELD(struct receipt, result_heading, FIELD_STR),
	FIELD(struct receipt, reason_heading, FIELD_STR),
	FIELD_OF(struct receipt, sheets, FIELD_LIST, &sheet_schema),
};
const struct schema receipt_schema = SCHEMA("receipt", struct receipt, receipt_fields);
static const struct field piece_fields[] = {
	FIELD(struct receipt_piece, base64, FIELD_STR),
};
const struct schema receipt_piece_schema = SCHEMA("receipt_piece", struct receipt_piece, piece_fields);

/* ------------------------------------------------------------------------------------------- the frame */

void
receipt_frame(const struct receipt *receipt, struct buf *out)
{
	struct buf record BUF_SCOPE = { 0 };

	record_encode(&receipt_schema, receipt, &record);
	buf_add(out, magic);
	for (int i = 0; i < 8; i++)
		buf_add_char(out, (char)(record.len >> (8 * i) & 0xff));
	buf_add(out, buf_str(&record));
}

/* The answer off the front of the bytes. */
static struct err *
take_receipt(struct str *bytes, struct arena *arena, struct receipt *ret_receipt)
{
	uint64_t len = 0;

	if (bytes->len < HEAD_BYTES || !str_starts(*bytes, magic))
		return err_new(arena, ERR_FORMAT, M("The answer to a sheet did not arrive whole."));
	for (int i = 0; i < 8; i++)
		len |= (uint64_t)(unsigned char)bytes->ptr[8 + i] << (8 * i);
	*bytes = str_from(*bytes, HEAD_BYTES);
	if (len > bytes->len)
		return err_new(arena, ERR_FORMAT, M("The answer to a sheet did not arrive whole."));
	TRY(record_decode(&receipt_schema, str_sub(*bytes, 0, (size_t)len), arena, ret_receipt));
	*bytes = str_from(*bytes, (size_t)len);
	return NULL;
}

const struct receipt_row *
receipt_of(const struct receipt_sheet *sheet, int64_t row, size_t *at)
{
	while (*at < sheet->rows.count && sheet->rows.items[*at].row < row)
		(*at)++;
	return *at < sheet->rows.count && sheet->rows.items[*at].row == row ? &sheet->rows.items[*at] : NULL;
}

struct str
receipt_text(struct str text, struct arena *arena)
{
	size_t len = text.len < REASON_MOST ? text.len : REASON_MOST;

	while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
		len--;
	return workbook_csv_cell(str_sub(text, 0, len), arena);
}

/* ---------------------------------------------------------------------------------- where the columns go */

struct looking {
	struct table_listener listener;
	const struct receipt  *receipt;
	struct receipt_place  *places;     /* one a sheet of the answer */
};

/* Behind the last column that has anything in it; where the two stand already, there. */
static struct err *
look_at_row(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct looking *looking = (struct looking *)listener;

	(void)arena;
	for (size_t i = 0; i < looking->receipt->sheets.count; i++) {
		struct receipt_place *place = &looking->places[i];

		if (!str_eq(place->sheet->sheet, row->sheet))
			continue;
		for (size_t c = 0; row->number == place->sheet->header_row && c < row->count && !place->again; c++) {
			place->again = str_eq(row->cells[c], looking->receipt->result_heading) && c > 0;
			place->column = place->again ? c : place->column;
		}
		if (!place->again && row->count > place->column)
			place->column = row->count;
	}
	return NULL;
}

static struct err *
find_places(const struct receipt *receipt, struct str bytes, struct str name, struct arena *arena, struct receipt_place **ret_places)
{
	struct looking looking = { { .row = look_at_row }, receipt, ARENA_ARRAY(arena, struct receipt_place, receipt->sheets.count + 1) };
	struct input_bytes input;

	for (size_t i = 0; i < receipt->sheets.count; i++)
		looking.places[i].sheet = &receipt->sheets.items[i];
	TRY(table_read(input_of_bytes(&input, bytes, name), &looking.listener, arena));
	*ret_places = looking.places;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- workbooks */

static const struct receipt_place *
place_of(const struct receipt_place *places, size_t count, const struct table_parts *parts, struct str path)
{
	for (size_t i = 0; i < parts->list.count; i++) {
		if (!str_eq_nocase(parts->list.items[i].path, path))
			continue;
		for (size_t k = 0; k < count; k++)
			if (str_eq(places[k].sheet->sheet, parts->list.items[i].name))
				return &places[k];
	}
	return NULL;
}

struct weaving_in {
	const struct receipt       *receipt;
	const struct receipt_place *places;
	size_t                      count;
	struct table_parts          parts;
	struct str                  name;
	struct zip                  zip;
};

/* One member of the workbook as it goes back: a sheet with the cells added, anything else as it came. */
static struct err *
weave_member(struct weaving_in *w, struct archive_input *archive, struct arena *arena)
{
	struct buf woven BUF_SCOPE = { 0 };
	const struct receipt_place *place = place_of(w->places, w->count, &w->parts, archive_entry(archive));
	struct str content;

	TRY(input_all(archive_stream(archive), LIMIT_DOCUMENT_BYTES, arena, &content));
	if (place != NULL) {
		TRY(receipt_part(w->receipt, place, content, w->name, arena, &woven));
		content = buf_str(&woven);
	}
	return zip_add(&w->zip, archive_entry(archive), content, arena);
}

static struct err *
weave_members(struct weaving_in *w, struct str bytes, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct arena *member ARENA_SCOPE = arena_new();
	struct input_bytes raw;
	bool more;

	TRY(archive_open(input_of_bytes(&raw, bytes, w->name), arena, &archive));
	for (;; arena_reset(member)) {
		struct err *err;

		TRY(archive_next_entry(archive, arena, &more));
		if (!more)
			return NULL;
		err = weave_member(w, archive, member);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
receipt_xlsx(const struct receipt *receipt, const struct receipt_place *places, size_t count, struct str bytes, struct str name,
    struct arena *arena, struct buf *out)
{
	struct weaving_in w = { .receipt = receipt, .places = places, .count = count, .name = name, .zip = { .out = out } };
	struct err *err = table_parts(bytes, name, arena, &w.parts);

	if (err == NULL)
		err = weave_members(&w, bytes, arena);
	if (err == NULL)
		zip_end(&w.zip);
	buf_done(&w.zip.directory);
	return err;
}

/* -------------------------------------------------------------------------------------------- the whole */

static struct err *
send_pieces(struct str bytes, struct sink *sink, struct arena *arena)
{
	struct arena *piece_arena ARENA_SCOPE = arena_new();

	for (; bytes.len > 0; arena_reset(piece_arena)) {
		struct str part = str_sub(bytes, 0, PIECE_BYTES);
		char *text = arena_alloc(piece_arena, BASE64_ENCODE_RAW_LENGTH(part.len) + 1);
		struct receipt_piece piece;

		base64_encode_raw(text, part.len, (const uint8_t *)part.ptr);
		piece.base64 = (struct str){ text, BASE64_ENCODE_RAW_LENGTH(part.len) };
		TRY(sink_record(sink, &receipt_piece_schema, &piece, arena));
		bytes = str_from(bytes, part.len);
	}
	return NULL;
}

struct err *
receipt_write(struct input *input, struct sink *sink, struct arena *arena)
{
	struct arena *own ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct receipt_place *places;
	struct receipt receipt;
	struct str bytes;
	struct err *err;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &bytes));
	TRY(take_receipt(&bytes, arena, &receipt));
	TRY(find_places(&receipt, bytes, input->name, arena, &places));
	switch (archive_kind_of(str_sub(bytes, 0, INPUT_HEAD_BYTES))) {
	case ARCHIVE_OFFICE:
		err = receipt_xlsx(&receipt, places, receipt.sheets.count, bytes, input->name, own, &out);
		break;
	case ARCHIVE_PLAIN:
		err = receipt.sheets.count == 0 ? NULL : receipt_csv(&receipt, places, bytes, input->name, own, &out);
		break;
	default:
		err = err_new(own, ERR_UNSUPPORTED, M("{file} is packed: unpack it to get the answer beside it."), ARG("file", input->name));
	}
	if (err != NULL)
		return err_copy(err, arena);
	return send_pieces(buf_str(&out), sink, arena);
}

struct err *
receipt_piece_bytes(const struct receipt_piece *piece, struct arena *arena, struct buf *out)
{
	struct base64_decode_ctx context;
	size_t len = BASE64_DECODE_LENGTH(piece->base64.len);
	uint8_t *into = (uint8_t *)buf_reserve(out, len + 1);

	base64_decode_init(&context);
	if (!base64_decode_update(&context, &len, into, piece->base64.len, piece->base64.ptr) || !base64_decode_final(&context))
		return err_new(arena, ERR_FORMAT, M("The answer to a sheet did not arrive whole."));
	out->len += len;
	return NULL;
}
