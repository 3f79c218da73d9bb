/*
 * unpack.h - beneath archive.h: gzip and zstd unpacked. For this room only.
 *
 * zlib and libzstd are asked directly, because they check what libarchive's filter for gzip does not: its CRC.
 */
#pragma once
#include "format/archive/archive.h"

struct unpack;   /* a machine */

/* kind is ARCHIVE_GZIP or ARCHIVE_ZSTD. packed is borrowed. */
CHECKED struct err *unpack_open(struct input *packed, enum archive_kind kind, struct arena *arena, struct unpack **ret_unpack);
void unpack_close(struct unpack *unpack);   /* NULL is welcome */
struct input *unpack_stream(struct unpack *unpack);

/* ERR_FORMAT for bytes that a packing library does not like. */
CHECKED NEVER_NULL struct err *unpack_damaged(struct str file, const char *reason, struct arena *arena);
/* ERR_LIMIT when so many unpacked bytes out of so few are no feed but an attack on memory and time. */
CHECKED struct err *unpack_bounds(struct str file, uint64_t packed, uint64_t unpacked, struct arena *arena);
