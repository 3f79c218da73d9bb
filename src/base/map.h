/*
 * map.h - text to a number or a pointer, in an arena. Keys are views: they must live as long.
 *
 *     struct map seen = { 0 };
 *     uint64_t *count = map_put(arena, &seen, name);   // zero when new
 *     (*count)++;
 */
#pragma once
#include "base/arena.h"

struct map_slot {
	struct str key;      /* ptr NULL: free */
	uint64_t   hash;
	uint64_t   value;
};

struct map {
	struct map_slot *slots;
	size_t           size;    /* a power of two, or 0 */
	size_t           count;
};

/* The value's place, made (0) when the key is new. Valid until the next map_put. */
uint64_t *map_put(struct arena *arena, struct map *map, struct str key);
/* The value's place, or NULL. */
uint64_t *map_find(const struct map *map, struct str key);
