/* Any bytes as pasted console output. */
#include "format/device/device.h"
#include "fuzz.h"

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink;
	if (schema == &device_facts_schema) {
		struct component_list components;

		device_components(value, arena, &components);
	}
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { take, fuzz_problem };
	struct device_options options = { 0 };

	(void)!device_read_text((struct str){ (const char *)bytes, len }, &options, &sink, arena);
	return 0;
}
