#include <assert.h>
#include "format/vulnid/vulnid.h"

/* A canonical name is its own canonical name, and of the same kind; what is no name is refused with a reason. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = { (const char *)bytes, len };
	struct vulnid id = vulnid_parse(text, arena), again = vulnid_parse(id.text, arena), read;

	assert(again.kind == id.kind && str_eq(again.text, id.text));
	assert((vulnid_read(text, arena, &read) == NULL) == (id.kind != VULNID_NONE));
	return 0;
}
