/*
 * pack.h - records as kb.db keeps them: zstd of their encoding, with its XXH3 beside as a check.
 */
#pragma once
#include "model/advisory.h"

struct packer;     /* zstd's working memory, both ways; one thread */
struct packer *packer_new(void);
void packer_free(struct packer *packer);   /* NULL is welcome */

/* Into the arena; empty stays empty. */
struct str pack(struct packer *packer, struct str bytes, struct arena *arena);
/* ERR_STORE when the bytes are not what pack gave. */
CHECKED struct err *unpack(struct packer *packer, struct str packed, struct arena *arena, struct str *ret_bytes);

int64_t pack_digest(struct str bytes);
/* A value's body, checked and decoded. */
CHECKED struct err *unpack_value(struct packer *packer, struct str body, int64_t digest, const struct schema *schema,
    struct arena *arena, void *ret_value);
/* The same of a record. gone: it becomes a tombstone. */
CHECKED struct err *unpack_advisory(struct packer *packer, struct str body, int64_t digest, bool gone, struct arena *arena,
    struct advisory *ret_advisory);
