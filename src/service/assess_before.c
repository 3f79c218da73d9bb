/*
 * assess_before.c - inside assess: what the ledger holds open from the assessment before, by number alone; a million of these are sorted once and
 * found by halving.
 */
#include <stdlib.h>
#include "service/assess_findings.h"

static int
order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_place(const void *a, const void *b)
{
	const struct ledger_open *left = a, *right = b;
	int order = order_of(left->system, right->system);

	if (order == 0)
		order = order_of(left->product, right->product);
	return order != 0 ? order : order_of(left->vulnerability, right->vulnerability);
}

static int
by_id(const void *a, const void *b)
{
	return order_of(((const struct ledger_known *)a)->id, ((const struct ledger_known *)b)->id);
}

/* Every finding's vulnerability is one that the ledger knows. */
static void
mark_open(struct assess_before *before)
{
	before->is_open = ARENA_ARRAY(before->arena, bool, before->known.count + 1);
	for (size_t i = 0; i < before->open.count; i++) {
		const struct ledger_known *one = bsearch(&(struct ledger_known){ .id = before->open.items[i].vulnerability }, before->known.items,
		    before->known.count, sizeof(*one), by_id);

		if (one != NULL)
			before->is_open[one - before->known.items] = true;
	}
}

struct err *
assess_before_load(struct assess_before *before, struct ledger *ledger, struct arena *arena)
{
	before->arena = arena;
	TRY(ledger_open_findings(ledger, arena, &before->open));
	TRY(ledger_known_vulnerabilities(ledger, arena, &before->known));
	if (before->open.count > 0)
		qsort(before->open.items, before->open.count, sizeof(before->open.items[0]), by_place);
	for (size_t i = 0; i < before->known.count; i++)
		*map_put(arena, &before->by_name, before->known.items[i].name) = (uint64_t)before->known.items[i].id;
	mark_open(before);
	return NULL;
}

int64_t
assess_before_id(const struct assess_before *before, struct str vulnerability)
{
	const uint64_t *id = map_find(&before->by_name, vulnerability);

	return id == NULL ? 0 : (int64_t)*id;
}

const struct ledger_open *
assess_before_find(const struct assess_before *before, int64_t system, int64_t product, int64_t vulnerability)
{
	const struct ledger_open key = { .system = system, .product = product, .vulnerability = vulnerability };

	if (vulnerability == 0 || before->open.count == 0)
		return NULL;
	return bsearch(&key, before->open.items, before->open.count, sizeof(key), by_place);
}
