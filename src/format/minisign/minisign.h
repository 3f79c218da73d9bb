/*
 * minisign.h - keys and signatures in the files of minisign, so that either program reads what the other wrote.
 *
 *     untrusted comment: minisign public key 7E1B4F0A9C2D3E44        what is signed is BLAKE2b-512 of the file ("ED"; the older
 *     RWREPi2cCk8bfu…                                                "Ed", which signs the file itself, is refused)
 *
 * A secret key is kept under a passphrase (scrypt) or, where none is given, bare. The trusted comment is signed together with the signature: it cannot be
 * changed or moved; the untrusted one can, and nothing rests on it.
 */
#pragma once
#include "base/crypt.h"

enum { MINISIGN_ID = 8 };

struct minisign_public {
	unsigned char id[MINISIGN_ID];
	unsigned char key[CRYPT_PUBLIC];
};
struct minisign_secret {
	unsigned char id[MINISIGN_ID];
	unsigned char key[CRYPT_SECRET];
};
struct minisign_signature {
	unsigned char id[MINISIGN_ID];
	unsigned char signature[CRYPT_SIGNATURE];     /* of the digest                               */
	unsigned char whole[CRYPT_SIGNATURE];         /* of that signature and the trusted comment   */
	struct str    trusted;
};

/* "7E1B4F0A9C2D3E44": how minisign names a key. */
struct str minisign_id(const unsigned char id[MINISIGN_ID], struct arena *arena);

void minisign_make(struct minisign_secret *ret_secret, struct minisign_public *ret_public);

struct str minisign_public_write(const struct minisign_public *key, struct arena *arena);
/* The file, or its second line alone. ERR_FORMAT. */
CHECKED struct err *minisign_public_read(struct str text, struct arena *arena, struct minisign_public *ret_key);

/* passphrase empty: the key is written bare. */
CHECKED struct err *minisign_secret_write(const struct minisign_secret *key, struct str passphrase, struct arena *arena, struct str *ret_text);
/* Does a passphrase have to be asked for? */
CHECKED struct err *minisign_secret_asks(struct str text, struct arena *arena, bool *ret_asks);
/* ERR_FORBIDDEN: that is not its passphrase. The caller wipes the key. */
CHECKED struct err *minisign_secret_read(struct str text, struct str passphrase, struct arena *arena, struct minisign_secret *ret_key);

/* trusted: one line of text. */
CHECKED struct err *minisign_sign(const struct minisign_secret *key, const unsigned char digest[CRYPT_HASH], struct str trusted, struct arena *arena,
    struct minisign_signature *ret_signature);
/* Four lines. */
struct str minisign_signature_write(const struct minisign_signature *signature, struct arena *arena);
CHECKED struct err *minisign_signature_read(struct str text, struct arena *arena, struct minisign_signature *ret_signature);
/* ERR_FORMAT: made with another key (both are named), of other bytes, or with another trusted comment. */
CHECKED struct err *minisign_verify(const struct minisign_public *key, const unsigned char digest[CRYPT_HASH],
    const struct minisign_signature *signature, struct arena *arena);
