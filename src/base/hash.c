#include "base/hash.h"

/* The header holds all of it: nothing to link with. */
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t
hash64(struct str text, uint64_t seed)
{
	return XXH3_64bits_withSeed(text.len == 0 ? "" : text.ptr, text.len, seed);
}
