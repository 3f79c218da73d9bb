#include "format/receipt/receipt.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	(void)sink, (void)schema;
	return receipt_piece_bytes(value, arena, &out);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf framed BUF_SCOPE = { 0 };
	struct receipt receipt = { .result_heading = STR("取込結果"), .reason_heading = STR("理由") };
	struct receipt_sheet *sheet = list_add(arena, &receipt.sheets);
	struct sink sink = { take, NULL };
	struct input_bytes input;

	sheet->header_row = 1;
	list_push(arena, &sheet->rows, ((struct receipt_row){ 2, STR("取込"), STR("=1+1") }));
	receipt_frame(&receipt, &framed);
	buf_add(&framed, (struct str){ (const char *)bytes, len });
	(void)!receipt_write(input_of_bytes(&input, buf_str(&framed), STR("fuzz")), &sink, arena);
	return 0;
}
