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
void crypt_sign(const unsigned char secret[CRYPT_SECRET], struct str text, unsigned char ret_signature[CRYPT_SIGNATURE]);
bool crypt_signed(const unsigned char public[CRYPT_PUBLIC], struct str text, const unsigned char signature[CRYPT_SIGNATURE]);

/* HMAC (RFC 2104) with SHA-256, as 64 hex digits; a key of any length. */
struct str crypt_hmac_sha256(struct str key, struct str text, struct arena *arena);

struct str crypt_hex(struct str bytes, struct arena *arena);
bool crypt_unhex(struct str hex, struct arena *arena, struct str *ret_bytes);

/* RFC 4648 5, without padding: what stands in addresses and signed tokens. Another sign, padding or bits left over: false. */
struct str crypt_base64url(struct str bytes, struct arena *arena);
bool crypt_unbase64url(struct str text, struct arena *arena, struct str *ret_bytes);
