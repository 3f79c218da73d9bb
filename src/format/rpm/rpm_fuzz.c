#include "format/rpm/rpm.h"
#include "fuzz.h"

static struct err *
ignore_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink, (void)schema, (void)value, (void)arena;
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { ignore_record, fuzz_problem };
	struct str text = { (const char *)bytes, len };
	struct err *err = rpm_read_text(text, &sink, arena);

	(void)err;
	return 0;
}
