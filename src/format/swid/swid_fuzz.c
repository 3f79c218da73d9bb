/* Any bytes as SWID tags and as a list of CPE names. */
#include "format/swid/swid.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { fuzz_take, fuzz_problem };
	struct str text = { (const char *)bytes, len };
	struct input_bytes input;

	(void)!swid_read(input_of_bytes(&input, text, STR("fuzz")), &sink, arena);
	(void)!cpelist_read(input_of_bytes(&input, text, STR("fuzz")), &sink, arena);
	return 0;
}
