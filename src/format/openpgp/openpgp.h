/*
 * openpgp.h - public keys of OpenPGP as others publish them: which there are, so that a person can compare and the program can remember them.
 *
 *     -----BEGIN PGP PUBLIC KEY BLOCK-----         or the same bytes without armor; several keys may follow one another
 *
 * Nothing is judged here: signatures are checked by wire/openpgp, with the bytes of the keys that were pinned. Only keys of version 4, which is
 * what today's Debian checks; a file that holds a secret key is refused, its sender has lost it.
 *
 * Source: RFC 4880 (packets 4.2, armor 6.2, fingerprints 12.2).
 */
#pragma once
#include "base/input.h"
#include "model/schema.h"
#include "model/sink.h"

struct openpgp_key {
	struct str fingerprint;      /* 40 hexadecimal digits, upper case                               */
	struct str user;             /* the first that it names: "Example PSIRT <psirt@example.jp>"; "" */
	struct str hex;              /* its packets, without armor, in hexadecimal digits               */
	int64_t    made_at;          /* as it says itself                                               */
};
extern const struct schema openpgp_key_schema;

/* Sends each key. ERR_FORMAT: no key, damaged, or a secret one; ERR_LIMIT beyond OPENPGP_KEYS. */
enum { OPENPGP_KEYS = 32, OPENPGP_BYTES = 4 << 20 };
CHECKED struct err *openpgp_keys_read(struct input *input, struct sink *sink, struct arena *arena);
/* By which key a signature in armor says that it was made: its fingerprint, "" where it does not say or is none. Whether it holds is not asked. */
struct str openpgp_signature_by(struct str armored, struct arena *arena);
