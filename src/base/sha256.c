/*
 * sha256.c - digests that a person compares, by nettle. Apart from hash.c, so that who hashes for tables alone needs no nettle.
 */
#include "base/hash.h"

#include <assert.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>

/* nettle calls its own functions by macros of our names. */
#undef sha256_init

static_assert(sizeof(struct sha256_ctx) <= sizeof(((struct sha256 *)0)->state), "the opaque state holds nettle's");

void
sha256_init(struct sha256 *sum)
{
	nettle_sha256_init((struct sha256_ctx *)sum->state);
}

void
sha256_add(struct sha256 *sum, const void *bytes, size_t len)
{
	nettle_sha256_update((struct sha256_ctx *)sum->state, len, bytes);
}

struct str
sha256_hex(struct sha256 *sum, struct arena *arena)
{
	unsigned char digest[SHA256_DIGEST_SIZE];
	char *hex = arena_alloc(arena, BASE16_ENCODE_LENGTH(sizeof(digest)) + 1);

	nettle_sha256_digest((struct sha256_ctx *)sum->state, sizeof(digest), digest);
	nettle_base16_encode_update(hex, sizeof(digest), digest);
	return (struct str){ hex, BASE16_ENCODE_LENGTH(sizeof(digest)) };
}
