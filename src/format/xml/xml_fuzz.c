#include "format/xml/xml.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static struct err *
pass(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	(void)listener, (void)node, (void)offset, (void)arena;
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	static const char *const names[] = { "item", "a", NULL };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct xml_listener listener = { .record = pass, .record_names = names };
	struct str text = { (const char *)bytes, len };
	struct input_bytes input;
	struct xml_node *root;

	(void)!xml_read(input_of_bytes(&input, text, STR("fuzz")), &listener, arena);
	(void)!xml_parse(text, arena, &root);
	return 0;
}
