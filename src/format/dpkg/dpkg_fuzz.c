#include "format/dpkg/dpkg.h"

static struct err *
ignore_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink, (void)schema, (void)value, (void)arena;
	return NULL;
}

static struct err *
ignore_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { ignore_record, ignore_problem };
	struct str text = { (const char *)bytes, len };
	struct err *err = dpkg_read_text(text, &sink, arena);

	(void)err;
	return 0;
}
