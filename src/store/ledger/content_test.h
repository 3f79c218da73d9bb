/*
 * content_test.h - for tests: what is gathered of every host is what its installations say; and that something is gathered of each.
 */
#pragma once
#include "store/ledger/engines_test.h"
#include "store/ledger/sql_registry.h"

static inline struct err *
list_brief(void *context, const struct ledger_host *host, struct arena *arena)
{
	(void)arena;
	buf_addf(context, "%lld/%lld:", (long long)host->system, (long long)host->id);
	for (size_t i = 0; i < host->software_count; i++)
		buf_addf(context, " %lld", (long long)host->software[i]);
	buf_addf(context, " %.*s %d %lld;", STR_ARG(host->release), (int)host->coverage[LAYER_OS_PACKAGES], (long long)host->collected);
	return NULL;
}

static inline struct err *
list_items(void *context, const struct ledger_host *host, struct arena *arena)
{
	(void)arena;
	buf_addf(context, "%lld/%lld:", (long long)host->system, (long long)host->id);
	for (size_t i = 0; i < host->items.count; i++)
		buf_addf(context, " %lld", (long long)host->items.items[i].software);
	buf_addf(context, " %.*s %d %lld;", STR_ARG(host->release), (int)host->coverage[LAYER_OS_PACKAGES], (long long)host->collected);
	return NULL;
}

static inline void
assert_contents(struct ledger *ledger, struct arena *arena)
{
	struct buf brief BUF_SCOPE = { 0 }, items BUF_SCOPE = { 0 };

	assert_ok(ledger_hosts_brief(ledger, list_brief, &brief, arena));
	assert_ok(ledger_hosts(ledger, 0, list_items, &items, arena));
	assert_string_equal(arena_cstr(arena, buf_str(&brief)), arena_cstr(arena, buf_str(&items)));
}

static inline void
assert_all_gathered(struct ledger *ledger, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	assert_contents(ledger, arena);
	assert_ok(ledger_query(ledger, SQL_CONTENT_MISSING, arena, &q));
	bind_int(&q, 0);
	bind_int(&q, 1);
	assert_ok(query_step(&q, arena, &row));
	assert_false(row);
}
