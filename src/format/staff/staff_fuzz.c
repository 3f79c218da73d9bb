/* Lists of people come from anywhere. */
#include "format/staff/staff.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink, (void)schema, (void)value, (void)arena;
	return NULL;
}

static struct err *
pass(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { take, pass };
	struct input_bytes input;

	(void)!staff_read(input_of_bytes(&input, (struct str){ (const char *)bytes, len }, STR("fuzz")), &sink, arena);
	return 0;
}
