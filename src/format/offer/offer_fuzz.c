#include "format/offer/offer.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	(void)sink;
	return schema == &offer_member_schema ? offer_member_bytes(value, arena, &out) : NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = { (const char *)bytes, len };
	struct sink sink = { take, NULL };
	struct input_bytes input;

	(void)!offer_read(input_of_bytes(&input, text, STR("fuzz")), &sink, arena);
	(void)!offer_unpack(input_of_bytes(&input, text, STR("fuzz")), &sink, arena);
	return 0;
}
