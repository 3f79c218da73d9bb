/*
 * key.h - how an ordering writes its keys; private to this room.
 *
 * A key is a sequence of tokens, each written so that memcmp orders it and that no token begins another:
 *
 *     00 … 0f   tags below any number, the ordering's own ("here the version ends", "a pre-release")
 *     10 … 9f   the numbers 0 to 143
 *     a0 … df   a number of 3 to 65 digits: its length, then two digits a byte
 *     e0        a longer number: its length in four bytes, then two digits a byte
 *     f0 … ff   tags above any number, the ordering's own
 *
 * Words end with 00; their bytes 00 and 01 are written 01 01 and 01 02. Because every token ends by itself and
 * every ordering ends its keys with a tag, no whole key begins another.
 *
 * What does not fit VERSION_KEY_MOST bytes is left out and key->whole is false.
 */
#pragma once
#include "domain/version/version.h"

enum { KEY_NUMBER_LEAST = 0x10, KEY_TAG_ABOVE = 0xf0 };

static inline void
key_tag(struct version_key *key, uint8_t tag)
{
	if (key->len < VERSION_KEY_MOST)
		key->bytes[key->len++] = tag;
	else
		key->whole = false;
}

/* A run of digits by value, whatever its length; the empty run is 0. */
void key_digits(struct version_key *key, struct str digits);
/*
 * Numbers between dots, without the zeros at their end: missing numbers are 0, 1.0 = 1. A tag below every number must
 * follow: then 1 is below 1.0.1, as it is when it is filled up with zeros, and zeros in the middle are there to be seen.
 */
void key_numbers(struct version_key *key, struct str numbers);
void key_word(struct version_key *key, struct str word);
void key_word_nocase(struct version_key *key, struct str word);
