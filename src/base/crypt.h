/*
 * crypt.h - libsodium behind few words: randomness, sealing, passwords, signatures.
 *
 * Sealed bytes are XChaCha20-Poly1305 with a random nonce in front; `about` is authenticated with them and must be given again
 * (what the bytes are and where they belong, so that they cannot be moved). Passwords are Argon2id, 64 MiB and 3 passes.
 */
#pragma once
#include "base/err.h"

enum { CRYPT_KEY = 32, CRYPT_PUBLIC = 32, CRYPT_SECRET = 64, CRYPT_SIGNATURE = 64, CRYPT_SALT = 16 };

void crypt_random(void *into, size_t len);
void crypt_wipe(void *bytes, size_t len);
bool crypt_same(struct str a, struct str b);            /* in constant time for equal lengths */

/*
 * Memory for keys: kept out of swap where the system lets us, out of core dumps, between guard pages; wiped when it is freed. NULL is
 * welcome to the latter.
 */
NEVER_NULL void *crypt_memory(size_t len);
void crypt_memory_free(void *memory);

struct str crypt_seal(const unsigned char key[CRYPT_KEY], struct str about, struct str plain, struct arena *arena);
/* ERR_FORBIDDEN: not sealed with this key for this purpose, or altered. */
CHECKED struct err *crypt_open(const unsigned char key[CRYPT_KEY], struct str about, struct str sealed, struct arena *arena, struct str *ret_plain);

struct str crypt_password(struct str password, struct arena *arena);          /* "$argon2id$…" */
bool crypt_password_is(struct str password, struct str hash, struct arena *arena);
/* A key from a passphrase, with this salt of CRYPT_SALT bytes (ERR_FORMAT: it has another length). */
CHECKED struct err *crypt_key_of(struct str passphrase, struct str salt, struct arena *arena, unsigned char ret_key[CRYPT_KEY]);

void crypt_sign_keys(unsigned char ret_public[CRYPT_PUBLIC], unsigned char ret_secret[CRYPT_SECRET]);
/* The same from a seed: always the same pair. */
void crypt_sign_keys_of(const unsigned char seed[CRYPT_KEY], unsigned char ret_public[CRYPT_PUBLIC], unsigned char ret_secret[CRYPT_SECRET]);
void crypt_sign(const unsigned char secret[CRYPT_SECRET], struct str text, unsigned char ret_signature[CRYPT_SIGNATURE]);
bool crypt_signed(const unsigned char public[CRYPT_PUBLIC], struct str text, const unsigned char signature[CRYPT_SIGNATURE]);

/* HMAC (RFC 2104) with SHA-256, as 64 hex digits; a key of any length. */
struct str crypt_hmac_sha256(struct str key, struct str text, struct arena *arena);

/* SHA-512 as 128 hex digits. */
struct str crypt_sha512(struct str bytes, struct arena *arena);

/* BLAKE2b of 64 bytes, piece by piece; and of any length up to that, at once. */
enum { CRYPT_HASH = 64, CRYPT_HASH_STATE = 384 };
struct crypt_hash { _Alignas(64) unsigned char state[CRYPT_HASH_STATE]; };
void crypt_hash_begin(struct crypt_hash *hash);
void crypt_hash_add(struct crypt_hash *hash, struct str bytes);
void crypt_hash_end(struct crypt_hash *hash, unsigned char ret_digest[CRYPT_HASH]);
void crypt_hash_of(struct str bytes, unsigned char *ret_digest, size_t len);

/*
 * A stream of `len` bytes from a passphrase by scrypt (RFC 7914), with libsodium's measures of work and memory. ERR_LIMIT: it asks for more than a
 * gigabyte of memory or CRYPT_SCRYPT_WORK.
 */
enum { CRYPT_SCRYPT_SALT = 32 };
#define CRYPT_SCRYPT_MEMORY ((uint64_t)1 << 30)
#define CRYPT_SCRYPT_WORK   ((uint64_t)1 << 26)
CHECKED struct err *crypt_scrypt(struct str passphrase, const unsigned char salt[CRYPT_SCRYPT_SALT], uint64_t work, uint64_t memory,
    struct arena *arena, unsigned char *ret_stream, size_t len);

struct str crypt_base64(struct str bytes, struct arena *arena);       /* RFC 4648, section 4 */
bool crypt_unbase64(struct str text, struct arena *arena, struct str *ret_bytes);
struct str crypt_hex(struct str bytes, struct arena *arena);
bool crypt_unhex(struct str hex, struct arena *arena, struct str *ret_bytes);

/* RFC 4648 5, without padding: what stands in addresses and signed tokens. Another sign, padding or bits left over: false. */
struct str crypt_base64url(struct str bytes, struct arena *arena);
bool crypt_unbase64url(struct str text, struct arena *arena, struct str *ret_bytes);
