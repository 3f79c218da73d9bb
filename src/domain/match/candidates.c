/*
 * candidates.c - products that a name may mean.
 */
#include <stdlib.h>
#include "domain/match/product.h"

enum { CANDIDATES_MAX = 200 };   /* more would help nobody who has to choose */

static int
compare(const void *a_, const void *b_)
{
	const struct match_candidate *a = a_, *b = b_;

	if (a->whole != b->whole)
		return a->whole ? -1 : 1;
	if (a->vulnerabilities != b->vulnerabilities)
		return a->vulnerabilities > b->vulnerabilities ? -1 : 1;
	return str_cmp(a->identity, b->identity);
}

static bool
is_listed(const struct match_candidates *list, struct str identity)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->items[i].identity, identity))
			return true;
	return false;
}

static void
collect(const struct match_index *index, struct str vendor, struct str name, struct arena *arena,
    struct match_candidates *list)
{
	struct image_candidate item;
	struct run run;

	if (!image_find(index, image_key(arena, 'n', vendor, name), &run))
		return;
	for (uint32_t i = 0; i < run.count && list->count < CANDIDATES_MAX; i++) {
		if (!image_candidate_at(index, (uint64_t)run.first + i, &item))
			return;
		if (is_listed(list, image_text(index, item.identity)))
			continue;
		*list_add(arena, list) = (struct match_candidate){
			.identity = image_text(index, item.identity), .is_cpe = item.is_cpe != 0, .whole = item.whole != 0,
			.vulnerabilities = item.count,
		};
	}
}

struct match_candidates
match_candidates(const struct match_index *index, struct str vendor, struct str name, struct arena *arena)
{
	struct str folded_vendor = product_fold(vendor, arena), folded = product_fold(name, arena);
	struct match_candidates list = { 0 };

	if (folded.len == 0)
		return list;
	if (folded_vendor.len > 0)
		collect(index, folded_vendor, folded, arena, &list);
	collect(index, STR(""), folded, arena, &list);
	if (list.count > 0)
		qsort(list.items, list.count, sizeof(*list.items), compare);
	return list;
}

void
match_each_product(const struct match_index *index, match_product_fn *product, void *data)
{
	struct image_candidate item;
	struct run hidden;
	uint64_t next = 0;

	for (uint64_t i = 0; image_candidate_at(index, i, &item); i++) {
		while (image_hidden_at(index, next, &hidden) && (uint64_t)hidden.first + hidden.count <= i)
			next++;
		if (image_hidden_at(index, next, &hidden) && i >= hidden.first)
			continue;
		product(data, image_text(index, item.identity), item.is_cpe != 0, item.count);
	}
}
