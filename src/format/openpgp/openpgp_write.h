/*
 * openpgp_write.h - a public key and detached signatures of OpenPGP, around an Ed25519 key that somebody else keeps.
 *
 * Version 4, EdDSA with Ed25519 as every OpenPGP of today reads it (algorithm 22), SHA-512. What is written here is what goes around; each signature itself is
 * made by `sign`, which gets a digest of 64 bytes and does not tell its key.
 *
 * Source: RFC 9580 (packets 4.2, signatures 5.2, keys 5.5, algorithm 22 9.2.1, armor 6); RFC 4880 for what version 4 was.
 */
#pragma once
#include "base/crypt.h"

struct openpgp_own {
	unsigned char public[CRYPT_PUBLIC];
	int64_t       made_at;          /* an instant; whole seconds count */
	struct err *(*sign)(void *context, struct str digest, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE]);
	void         *context;          /* of sign                         */
};

/* 40 hexadecimal digits, upper case. Depends on public and made_at. */
struct str openpgp_own_fingerprint(const struct openpgp_own *own, struct arena *arena);
/*
 * The public key with the name it is of ("例市 <psirt@city.example.jp>"), signed by itself, armored. former: the key that it takes the place of, which vouches for it by a
 * signature of its own, so that who knows the one has reason to trust the other; NULL. Errors are those of sign.
 */
CHECKED struct err *openpgp_own_key(const struct openpgp_own *own, const struct openpgp_own *former, struct str user, struct arena *arena, struct str *ret_armored);
/* A signature over all bytes of a document, to stand beside it, armored. */
CHECKED struct err *openpgp_own_signature(const struct openpgp_own *own, struct str document, int64_t at, struct arena *arena, struct str *ret_armored);
