#include <assert.h>
#include "format/vulnid/vulnid.h"

/* A canonical name is its own canonical name, and of the same kind. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct vulnid id = vulnid_parse((struct str){ (const char *)bytes, len }, arena);
	struct vulnid again = vulnid_parse(id.text, arena);

	assert(again.kind == id.kind && str_eq(again.text, id.text));
	return 0;
}
