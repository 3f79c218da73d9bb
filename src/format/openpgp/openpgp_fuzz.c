#include "format/json/feed_fuzz.h"
#include "format/openpgp/openpgp.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t named = openpgp_signature_by((struct str){ (const char *)bytes, len }, arena).len;

	if (named != 0 && named != 40)
		abort();
	return fuzz_reader(openpgp_keys_read, bytes, len);
}
