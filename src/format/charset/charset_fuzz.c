#include "format/charset/charset.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct charset_input *charset CHARSET_SCOPE = NULL;
	struct str text = { (const char *)bytes, len }, whole;
	struct input_bytes raw;

	(void)!charset_text(text, STR("fuzz"), arena, &whole);
	if (charset_open(input_of_bytes(&raw, text, STR("fuzz")), arena, &charset) == NULL)
		(void)!input_all(charset_stream(charset), (size_t)16 << 20, arena, &whole);
	return 0;
}
