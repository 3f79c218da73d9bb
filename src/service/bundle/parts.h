/*
 * parts.h - what the files of this room share.
 */
#pragma once
#include "service/bundle/bundle.h"

/* The public key in a file. */
CHECKED struct err *bundle_key_read(struct str file, struct arena *arena, struct minisign_public *ret_key);
/* The one that the home trusts by that number; ERR_CONFLICT says how to trust one. */
CHECKED struct err *bundle_key_trusted(const struct home *home, const unsigned char id[MINISIGN_ID], struct arena *arena, struct minisign_public *ret_key);

/* A bundle of which the signature is right: a copy that nobody else can change, standing at its payload. */
struct bundle_opened {
	int                       fd;
	struct str                name;
	struct minisign_signature signature;
	struct str                sha256;
	int64_t                   bytes;
};
CHECKED struct err *bundle_open(const struct home *home, struct str public, struct str path, struct arena *arena, struct bundle_opened *ret_opened);

extern const struct schema bundle_feed_view_schema;
