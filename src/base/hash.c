#include "base/hash.h"

#include <assert.h>
#include <sodium.h>
#include <xxhash.h>
#include "base/sha256_blocks.h"

uint64_t
hash64(struct str text, uint64_t seed)
{
	return XXH3_64bits_withSeed(text.len == 0 ? "" : text.ptr, text.len, seed);
}

static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(((struct sha256 *)0)->state),
    "the opaque state holds libsodium's");

void
sha256_init(struct sha256 *sum)
{
	(void)crypto_hash_sha256_init((crypto_hash_sha256_state *)sum->state);
}

void
sha256_add(struct sha256 *sum, const void *bytes, size_t len)
{
	crypto_hash_sha256_state *state = (crypto_hash_sha256_state *)sum->state;
	size_t held = state->count / 8 % SHA256_BLOCK, first = held == 0 ? 0 : SHA256_BLOCK - held;

	/* Between blocks nothing is buffered, and libsodium's state is the hash and the count of bits. */
	if (len >= first + SHA256_BLOCK && sha256_has_instructions()) {
		size_t blocks = (len - first) / SHA256_BLOCK;

		(void)crypto_hash_sha256_update(state, bytes, first);
		sha256_blocks(state->state, (const unsigned char *)bytes + first, blocks);
		state->count += 8 * SHA256_BLOCK * (uint64_t)blocks;
		bytes = (const unsigned char *)bytes + first + blocks * SHA256_BLOCK;
		len -= first + blocks * SHA256_BLOCK;
	}
	(void)crypto_hash_sha256_update(state, bytes, len);
}

struct str
sha256_hex(struct sha256 *sum, struct arena *arena)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	char *hex = arena_alloc(arena, 2 * sizeof(digest) + 1);

	(void)crypto_hash_sha256_final((crypto_hash_sha256_state *)sum->state, digest);
	sodium_bin2hex(hex, 2 * sizeof(digest) + 1, digest, sizeof(digest));
	return (struct str){ hex, 2 * sizeof(digest) };
}
