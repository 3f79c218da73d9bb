/*
 * record.h - any value with a schema as bytes, checked on the way back.
 *
 * The encoding: fields in the schema's order; a text is a LEB128 length and its bytes, a number is
 * zig-zag LEB128, a list is a LEB128 count and its items. Nothing is named, nothing is optional: a
 * value and its schema must be of one version, which is why stored records carry RECORD_VERSION.
 *
 * The decoder trusts nothing: lengths, counts, depth, enum values and UTF-8 are checked, trailing bytes
 * refused. Decoded text points into the bytes.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "model/schema.h"

enum { RECORD_VERSION = 3 };

void record_encode(const struct schema *schema, const void *value, struct buf *out);

/* ERR_FORMAT says which field was broken. *ret_value is of schema->size bytes. */
CHECKED struct err *record_decode(const struct schema *schema, struct str bytes, struct arena *arena,
    void *ret_value);

/* A deep copy into the arena: for values that are handed over only for the time of a call. */
void record_copy(const struct schema *schema, const void *value, struct arena *arena, void *ret_copy);
