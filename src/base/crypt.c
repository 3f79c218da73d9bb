/*
 * crypt.c - libsodium's calls, each once. It is set up at the first call: programs that seal nothing do not pay for it.
 */
#include "base/crypt.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

enum {
	NONCE       = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG         = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	PASSES      = 3,
	HASH_MEMORY = 64 << 20,
};

static_assert(CRYPT_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a key is a key of XChaCha20-Poly1305");
static_assert(CRYPT_PUBLIC == crypto_sign_PUBLICKEYBYTES && CRYPT_SECRET == crypto_sign_SECRETKEYBYTES &&
    CRYPT_SIGNATURE == crypto_sign_BYTES, "signatures are Ed25519");
static_assert(CRYPT_SALT == crypto_pwhash_SALTBYTES, "a salt is one of Argon2id");
static_assert(CRYPT_SCRYPT_SALT == crypto_pwhash_scryptsalsa208sha256_SALTBYTES, "a salt is one of scrypt");
static_assert(CRYPT_HASH == crypto_generichash_BYTES_MAX && sizeof(crypto_generichash_state) <= CRYPT_HASH_STATE, "BLAKE2b's state has room");

/* Without randomness nothing here may go on. */
static void
ready(void)
{
	if (sodium_init() < 0)
		abort();
}

static unsigned char *
bytes_of(char *text)
{
	return (unsigned char *)text;
}

static const unsigned char *
bytes(struct str text)
{
	return (const unsigned char *)text.ptr;
}

/* -------------------------------------------------------------- small things */

struct str
crypt_hmac_sha256(struct str key, struct str text, struct arena *arena)
{
	unsigned char sum[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;

	ready();
	crypto_auth_hmacsha256_init(&state, bytes(key), key.len);
	crypto_auth_hmacsha256_update(&state, bytes(text), text.len);
	crypto_auth_hmacsha256_final(&state, sum);
	return crypt_hex((struct str){ (const char *)sum, sizeof(sum) }, arena);
}

void
crypt_random(void *into, size_t len)
{
	ready();
	randombytes_buf(into, len);
}

void
crypt_wipe(void *wiped, size_t len)
{
	sodium_memzero(wiped, len);
}

bool
crypt_same(struct str a, struct str b)
{
	return a.len == b.len && sodium_memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* Whether it was kept out of swap nobody can promise: a user's share of locked memory is small. */
void *
crypt_memory(size_t len)
{
	void *memory;

	ready();
	memory = sodium_malloc(len);
	if (memory == NULL)
		(void)mem_times(SIZE_MAX, 2);
	sodium_memzero(memory, len);
	return memory;
}

void
crypt_memory_free(void *memory)
{
	sodium_free(memory);
}

struct str
crypt_hex(struct str binary, struct arena *arena)
{
	char *hex = arena_array(arena, binary.len + 1, 2);

	(void)sodium_bin2hex(hex, binary.len * 2 + 1, bytes(binary), binary.len);
	return (struct str){ hex, binary.len * 2 };
}

bool
crypt_unhex(struct str hex, struct arena *arena, struct str *ret_bytes)
{
	size_t len = 0;
	char *binary = arena_alloc(arena, hex.len / 2 + 1);

	if (hex.len % 2 != 0 || sodium_hex2bin(bytes_of(binary), hex.len / 2, hex.ptr, hex.len, NULL, &len, NULL) != 0 ||
	    len != hex.len / 2)
		return false;
	*ret_bytes = (struct str){ binary, len };
	return true;
}

static struct str
to_base64(struct str binary, int variant, struct arena *arena)
{
	size_t room = sodium_base64_encoded_len(binary.len, variant);
	char *text = arena_alloc(arena, room);

	(void)sodium_bin2base64(text, room, bytes(binary), binary.len, variant);
	return (struct str){ text, room - 1 };
}

static bool
of_base64(struct str text, int variant, struct arena *arena, struct str *ret_bytes)
{
	size_t len = 0, room = text.len / 4 * 3 + 3;
	char *binary = arena_alloc(arena, room);

	if (sodium_base642bin(bytes_of(binary), room, text.ptr, text.len, NULL, &len, NULL, variant) != 0)
		return false;
	*ret_bytes = (struct str){ binary, len };
	return true;
}

struct str
crypt_base64(struct str binary, struct arena *arena)
{
	return to_base64(binary, sodium_base64_VARIANT_ORIGINAL, arena);
}

bool
crypt_unbase64(struct str text, struct arena *arena, struct str *ret_bytes)
{
	return of_base64(text, sodium_base64_VARIANT_ORIGINAL, arena, ret_bytes);
}

struct str
crypt_base64url(struct str binary, struct arena *arena)
{
	return to_base64(binary, sodium_base64_VARIANT_URLSAFE_NO_PADDING, arena);
}

bool
crypt_unbase64url(struct str text, struct arena *arena, struct str *ret_bytes)
{
	return of_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, arena, ret_bytes);
}

/* -------------------------------------------------------------------- hashing */

static crypto_generichash_state *
state_of(struct crypt_hash *hash)
{
	return (crypto_generichash_state *)(void *)hash->state;
}

struct str
crypt_sha512(struct str bytes, struct arena *arena)
{
	unsigned char digest[crypto_hash_sha512_BYTES];

	(void)crypto_hash_sha512(digest, (const unsigned char *)bytes.ptr, bytes.len);
	return crypt_hex((struct str){ (const char *)digest, sizeof(digest) }, arena);
}

void
crypt_hash_begin(struct crypt_hash *hash)
{
	ready();
	(void)crypto_generichash_init(state_of(hash), NULL, 0, CRYPT_HASH);
}

void
crypt_hash_add(struct crypt_hash *hash, struct str more)
{
	(void)crypto_generichash_update(state_of(hash), bytes(more), more.len);
}

void
crypt_hash_end(struct crypt_hash *hash, unsigned char ret_digest[CRYPT_HASH])
{
	(void)crypto_generichash_final(state_of(hash), ret_digest, CRYPT_HASH);
}

void
crypt_hash_of(struct str text, unsigned char *ret_digest, size_t len)
{
	ready();
	(void)crypto_generichash(ret_digest, len, bytes(text), text.len, NULL, 0);
}

/* -------------------------------------------------------------------- sealing */

struct str
crypt_seal(const unsigned char key[CRYPT_KEY], struct str about, struct str plain, struct arena *arena)
{
	char *sealed = arena_alloc(arena, NONCE + plain.len + TAG);
	unsigned long long len;

	crypt_random(sealed, NONCE);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed) + NONCE, &len, bytes(plain), plain.len, bytes(about), about.len,
	    NULL, bytes_of(sealed), key);
	return (struct str){ sealed, NONCE + (size_t)len };
}

struct err *
crypt_open(const unsigned char key[CRYPT_KEY], struct str about, struct str sealed, struct arena *arena, struct str *ret_plain)
{
	char *plain = arena_alloc(arena, sealed.len + 1);
	struct str rest = str_from(sealed, NONCE);
	unsigned long long len;

	ready();
	if (sealed.len < NONCE + TAG || crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(plain), &len, NULL, bytes(rest), rest.len,
	    bytes(about), about.len, bytes(sealed), key) != 0)
		return err_new(arena, ERR_FORBIDDEN,
		    M("The sealed content was sealed with another key or for another place, or it was altered."));
	*ret_plain = (struct str){ plain, (size_t)len };
	return NULL;
}

/* ------------------------------------------------------------------ passwords */

/* Argon2id fails only for want of memory; what that means is said by base/mem.h. */
static void
no_memory(void)
{
	(void)mem_times(SIZE_MAX, 2);
}

struct str
crypt_password(struct str password, struct arena *arena)
{
	char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);

	ready();
	if (crypto_pwhash_str_alg(hash, password.ptr, password.len, PASSES, HASH_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		no_memory();
	return str_of(hash);
}

bool
crypt_password_is(struct str password, struct str hash, struct arena *arena)
{
	char text[crypto_pwhash_STRBYTES] = { 0 };

	(void)arena;
	ready();
	if (hash.len >= sizeof(text) || !str_starts(hash, STR(crypto_pwhash_argon2id_STRPREFIX)))
		return false;
	memcpy(text, hash.ptr, hash.len);
	return crypto_pwhash_str_verify(text, password.ptr, password.len) == 0;
}

struct err *
crypt_key_of(struct str passphrase, struct str salt, struct arena *arena, unsigned char ret_key[CRYPT_KEY])
{
	ready();
	if (salt.len != CRYPT_SALT)
		return err_new(arena, ERR_FORMAT, M("The salt of a passphrase is {right} bytes long, not {len}: the file is damaged."),
		    ARG_N("right", CRYPT_SALT), ARG_N("len", salt.len));
	if (crypto_pwhash(ret_key, CRYPT_KEY, passphrase.ptr, passphrase.len, bytes(salt), PASSES, HASH_MEMORY,
	    crypto_pwhash_ALG_ARGON2ID13) != 0)
		no_memory();
	return NULL;
}

struct err *
crypt_scrypt(struct str passphrase, const unsigned char salt[CRYPT_SCRYPT_SALT], uint64_t work, uint64_t memory, struct arena *arena,
    unsigned char *ret_stream, size_t len)
{
	ready();
	if (work > CRYPT_SCRYPT_WORK || memory > CRYPT_SCRYPT_MEMORY)
		return err_new(arena, ERR_LIMIT, M("The key's passphrase asks for more work than any sound key does: the file is damaged."));
	if (crypto_pwhash_scryptsalsa208sha256(ret_stream, len, passphrase.ptr, passphrase.len, salt, work, (size_t)memory) != 0)
		no_memory();
	return NULL;
}

/* ----------------------------------------------------------------- signatures */

void
crypt_sign_keys(unsigned char ret_public[CRYPT_PUBLIC], unsigned char ret_secret[CRYPT_SECRET])
{
	ready();
	(void)crypto_sign_keypair(ret_public, ret_secret);
}

void
crypt_sign_keys_of(const unsigned char seed[CRYPT_KEY], unsigned char ret_public[CRYPT_PUBLIC], unsigned char ret_secret[CRYPT_SECRET])
{
	ready();
	(void)crypto_sign_seed_keypair(ret_public, ret_secret, seed);
}

void
crypt_sign(const unsigned char secret[CRYPT_SECRET], struct str text, unsigned char ret_signature[CRYPT_SIGNATURE])
{
	ready();
	(void)crypto_sign_detached(ret_signature, NULL, bytes(text), text.len, secret);
}

bool
crypt_signed(const unsigned char public[CRYPT_PUBLIC], struct str text, const unsigned char signature[CRYPT_SIGNATURE])
{
	ready();
	return crypto_sign_verify_detached(signature, bytes(text), text.len, public) == 0;
}
