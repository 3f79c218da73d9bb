#include "format/myjvn/myjvn.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { fuzz_take, fuzz_problem };
	struct input_bytes input;

	(void)!myjvn_read(input_of_bytes(&input, (struct str){ (const char *)bytes, len }, STR("fuzz")), &sink, arena);
	return 0;
}
