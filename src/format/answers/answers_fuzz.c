/* Sheets of answers from anybody: any bytes. */
#include "format/answers/answers.h"
#include "fuzz.h"

static struct err *
nothing(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink, (void)schema, (void)value, (void)arena;
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { nothing, fuzz_problem };
	struct input_bytes bytes;
	struct err *err = answers_read(input_of_bytes(&bytes, (struct str){ (const char *)data, size }, STR("fuzz")), &sink, arena);

	(void)err;
	return 0;
}
