#include <stdlib.h>
#include "store/kb/words.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* Whatever the bytes, every token has letters, and what is asked is cut into no more tokens than what is kept. */
static size_t
count_tokens(struct str cut)
{
	size_t count = 0;

	for (size_t i = 0; i < cut.len; i++) {
		bool begins = cut.ptr[i] == ' ' || cut.ptr[i] == '+';

		count += begins;
		if (begins && (i + 1 == cut.len || cut.ptr[i + 1] == ' ' || cut.ptr[i + 1] == '+'))
			abort();
	}
	return count;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = { (const char *)bytes, len };

	if (count_tokens(words_cut(text, true, arena)) > count_tokens(words_cut(text, false, arena)))
		abort();
	return 0;
}
