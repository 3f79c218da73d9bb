/*
 * share.h - the master key on paper: any k of n shares give it back, fewer give nothing (Shamir over GF(2^8), libgfshare).
 *
 *     TSUKUROI-SHARE 2 of 5, any 3 restore key 3f2a 91c0 4d5e 6f70 8192 a3b4 c5d6 e7f8
 *     1: 1a2b 3c4d 5e6f 7081  c3
 *     2: 92a3 b4c5 d6e7 f809  1e
 *     3: …
 *     4: …
 *     end 91ab23cd
 *
 * Each line has a sum of its own, so that a mistyped one is named; the end's is over all. Upper and lower case and spaces do not matter. What
 * people are told of the shares is not part of them.
 */
#pragma once
#include "wire/keyholder/keyholder.h"

struct share {
	int64_t       number, shares, threshold;
	struct str    fingerprint;
	unsigned char bytes[CRYPT_KEY];
};

/* `split` is checked before. Texts that end with a line feed. */
struct str *share_make(const unsigned char master[CRYPT_KEY], struct str fingerprint, struct key_split split, struct arena *arena);
/* Every share in a text; lines between them are passed over. ERR_FORMAT: one that was mistyped, with its number and line. */
CHECKED struct err *shares_read(struct str text, struct arena *arena, struct share **shares, size_t *count);
/* ERR_FORBIDDEN: none, too few, of different keys, or one that does not belong; the key's fingerprint proves the rest. */
CHECKED struct err *share_join(const struct share *shares, size_t count, struct arena *arena, unsigned char ret_master[CRYPT_KEY]);
