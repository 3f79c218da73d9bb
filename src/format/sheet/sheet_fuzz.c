#include "format/sheet/sheet.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = { (const char *)bytes, len };
	struct sink sink = { fuzz_take, fuzz_problem };
	struct sheet_told told;
	struct input_bytes input;

	(void)!sheet_told_parse(text, arena, &told);
	(void)!sheet_read(input_of_bytes(&input, text, STR("fuzz")), NULL, &sink, arena);
	return 0;
}
