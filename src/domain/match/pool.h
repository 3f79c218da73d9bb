/*
 * pool.h - byte strings by number: each kept once, its place a 32-bit offset. Inside the room only.
 *
 * A string stands as a LEB128 length and its bytes. Place 0 is the empty string. Blobs (a set of
 * versions, an NVD configuration, a face) are strings as well; put_* and take_* write and read them.
 */
#pragma once
#include "base/buf.h"

struct pool_slot { uint32_t hash, place; };   /* place 0: free */

struct pool {
	struct buf        bytes;
	struct pool_slot *slots;
	size_t            size;     /* a power of two, or 0 */
	size_t            count;
	bool              linked;   /* a number stands before each string: see pool_link */
};

void pool_init(struct pool *pool);
/* One whose strings will move: each has a number, 0 at first, beside it in memory, so that none is looked up again. */
void pool_init_linked(struct pool *pool);
uint32_t pool_link(const struct pool *pool, uint32_t place);
void pool_set_link(struct pool *pool, uint32_t place, uint32_t number);
/* Puts a string that is known not to be in it yet; no pool_put may follow. */
bool pool_append(struct pool *pool, struct str text, uint32_t *ret_place);
void pool_done(struct pool *pool);
/* Its place; the same for the same bytes. False when the pool holds all it can address. */
bool pool_put(struct pool *pool, struct str text, uint32_t *ret_place);
struct str pool_at(const struct pool *pool, uint32_t place);
/* The string at a place of foreign bytes; empty when it is not one. */
struct str pool_read(struct str bytes, uint32_t place);

void put_number(struct buf *out, uint64_t number);
void put_text(struct buf *out, struct str text);
/* Off the front of *rest; false, and *rest empty, when it is not there. */
bool take_number(struct str *rest, uint64_t *ret_number);
bool take_byte(struct str *rest, unsigned *ret_byte);
bool take_text(struct str *rest, struct str *ret_text);
