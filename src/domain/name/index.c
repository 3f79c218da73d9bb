/*
 * index.c - keys to numbers, as a sorted array: compact, and the same whatever was added first.
 */
#include <stdlib.h>
#include "base/hash.h"
#include "domain/name/parts.h"

void
index_add(struct index *index, struct arena *arena, struct str key, uint32_t item, uint32_t kind)
{
	if (key.len == 0)
		return;
	list_push(arena, &index->entries, ((struct index_entry){ hash64(key, 0), key, item, kind }));
	index->sorted = false;
}

static int
compare(const void *a_, const void *b_)
{
	const struct index_entry *a = a_, *b = b_;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->item != b->item)
		return a->item < b->item ? -1 : 1;
	return a->kind < b->kind ? -1 : a->kind > b->kind;
}

void
index_sort(struct index *index)
{
	size_t kept = 0;

	if (index->sorted || index->entries.count == 0)
		return;
	qsort(index->entries.items, index->entries.count, sizeof(*index->entries.items), compare);
	for (size_t i = 0; i < index->entries.count; i++) {
		const struct index_entry *entry = &index->entries.items[i];

		/* One entry a key and item: its best kind, which is the smallest. */
		if (kept > 0 && index->entries.items[kept - 1].hash == entry->hash &&
		    index->entries.items[kept - 1].item == entry->item)
			continue;
		index->entries.items[kept++] = *entry;
	}
	index->entries.count = kept;
	index->sorted = true;
}

size_t
index_find(const struct index *index, struct str key, const struct index_entry **ret_first)
{
	uint64_t hash = hash64(key, 0);
	size_t from = 0, end = index->entries.count, first;

	while (from < end) {
		size_t middle = from + (end - from) / 2;

		if (index->entries.items[middle].hash < hash)
			from = middle + 1;
		else
			end = middle;
	}
	for (first = from; from < index->entries.count && index->entries.items[from].hash == hash &&
	     str_eq(index->entries.items[from].key, key); from++)
		;
	*ret_first = first < index->entries.count ? &index->entries.items[first] : NULL;
	return from - first;
}
