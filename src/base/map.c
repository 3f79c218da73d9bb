#include "base/map.h"

#include "base/hash.h"

/* The slot that holds the key, or the free one where it would go. */
static struct map_slot *
slot_of(const struct map *map, struct str key, uint64_t hash)
{
	size_t at = (size_t)hash & (map->size - 1);

	while (map->slots[at].key.ptr != NULL &&
	    (map->slots[at].hash != hash || !str_eq(map->slots[at].key, key)))
		at = (at + 1) & (map->size - 1);
	return &map->slots[at];
}

static void
grow(struct arena *arena, struct map *map)
{
	struct map bigger = { .size = map->size == 0 ? 16 : map->size * 2, .count = map->count };

	bigger.slots = ARENA_ARRAY(arena, struct map_slot, bigger.size);
	for (size_t i = 0; i < map->size; i++)
		if (map->slots[i].key.ptr != NULL)
			*slot_of(&bigger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
	*map = bigger;
}

uint64_t *
map_put(struct arena *arena, struct map *map, struct str key)
{
	uint64_t hash = hash64(key, 0);
	struct map_slot *slot;

	if (map->count * 4 >= map->size * 3)
		grow(arena, map);
	slot = slot_of(map, key, hash);
	if (slot->key.ptr == NULL) {
		slot->key = key.ptr == NULL ? STR("") : key;
		slot->hash = hash;
		map->count++;
	}
	return &slot->value;
}

uint64_t *
map_find(const struct map *map, struct str key)
{
	struct map_slot *slot;

	if (map->size == 0)
		return NULL;
	slot = slot_of(map, key, hash64(key, 0));
	return slot->key.ptr == NULL ? NULL : &slot->value;
}
