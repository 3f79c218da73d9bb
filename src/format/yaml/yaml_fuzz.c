#include "format/yaml/yaml.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct yaml_node *root;

	(void)!yaml_parse((struct str){ (const char *)bytes, len }, STR("fuzz"), arena, &root);
	return 0;
}
