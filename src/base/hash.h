/*
 * hash.h - two kinds: a quick one for tables (xxHash's XXH3, stable across runs and machines, so it
 * may be stored) and SHA-256 for digests that a person compares.
 */
#pragma once
#include "base/arena.h"
#include "base/str.h"

uint64_t hash64(struct str text, uint64_t seed);

struct sha256 {
	_Alignas(64) unsigned char state[128];   /* nettle's, opaque here */
};

void sha256_init(struct sha256 *sum);
void sha256_add(struct sha256 *sum, const void *bytes, size_t len);
struct str sha256_hex(struct sha256 *sum, struct arena *arena);   /* 64 lower-case digits */
