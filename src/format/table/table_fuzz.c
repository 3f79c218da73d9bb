#include "format/table/table.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static struct err *
take(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	(void)listener, (void)row, (void)arena;
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct table_listener listener = { take };
	struct input_bytes input;

	(void)!table_read(input_of_bytes(&input, (struct str){ (const char *)bytes, len }, STR("fuzz")), &listener, arena);
	return 0;
}
