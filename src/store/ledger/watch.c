/*
 * watch.c - what is watched, and what was found of it.
 */
#include "store/ledger/watch.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field watch_fields[] = {
	COLUMN(struct ledger_watch, id, FIELD_INT),
	COLUMN(struct ledger_watch, account, FIELD_INT),
	COLUMN(struct ledger_watch, login, FIELD_STR),
	COLUMN(struct ledger_watch, unit, FIELD_STR),
	COLUMN(struct ledger_watch, name, FIELD_STR),
	COLUMN(struct ledger_watch, products, FIELD_STR),
	COLUMN(struct ledger_watch, words, FIELD_STR),
	COLUMN(struct ledger_watch, severity, FIELD_STR),
	COLUMN(struct ledger_watch, source, FIELD_STR),
	COLUMN(struct ledger_watch, cwe, FIELD_STR),
	COLUMN(struct ledger_watch, kev, FIELD_INT),
	COLUMN(struct ledger_watch, ours, FIELD_INT),
	{ "register", FIELD_INT, offsetof(struct ledger_watch, registered), NULL, NULL },
	COLUMN(struct ledger_watch, mail, FIELD_INT),
	COLUMN(struct ledger_watch, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_watch, made_by, FIELD_STR),
	COLUMN(struct ledger_watch, revision, FIELD_INT),
	COLUMN(struct ledger_watch, generation, FIELD_INT),
	COLUMN(struct ledger_watch, overlay, FIELD_INT),
	COLUMN(struct ledger_watch, since, FIELD_INT),
	COLUMN(struct ledger_watch, looked_at, FIELD_INSTANT),
	COLUMN(struct ledger_watch, error, FIELD_STR),
	COLUMN(struct ledger_watch, told_at, FIELD_INSTANT),
	COLUMN(struct ledger_watch, hits, FIELD_INT),
	COLUMN(struct ledger_watch, unread, FIELD_INT),
	COLUMN(struct ledger_watch, unchecked, FIELD_INT),
	COLUMN(struct ledger_watch, needed, FIELD_INT),
};
static const struct schema watch_schema = SCHEMA("watch", struct ledger_watch, watch_fields);
/* What is watched: from unit to mail; and who made it when. */
static const struct schema order_schema = { "watch", sizeof(struct ledger_watch), watch_fields + 3, 11 };
static const struct schema made_schema = { "watch", sizeof(struct ledger_watch), watch_fields + 14, 2 };

static const struct field hit_fields[] = {
	COLUMN(struct ledger_watch_hit, watch, FIELD_INT),
	COLUMN(struct ledger_watch_hit, vulnerability, FIELD_STR),
	COLUMN(struct ledger_watch_hit, at, FIELD_INSTANT),
	COLUMN(struct ledger_watch_hit, fresh, FIELD_INT),
	COLUMN(struct ledger_watch_hit, why, FIELD_ENUM),
	COLUMN(struct ledger_watch_hit, term, FIELD_STR),
	COLUMN(struct ledger_watch_hit, title_ja, FIELD_STR),
	COLUMN(struct ledger_watch_hit, title_en, FIELD_STR),
	COLUMN(struct ledger_watch_hit, excerpt, FIELD_STR),
	COLUMN(struct ledger_watch_hit, base, FIELD_INT),
	COLUMN(struct ledger_watch_hit, kev, FIELD_INT),
	COLUMN(struct ledger_watch_hit, withdrawn, FIELD_INT),
	COLUMN(struct ledger_watch_hit, published, FIELD_INSTANT),
	COLUMN(struct ledger_watch_hit, sources, FIELD_STR),
	COLUMN(struct ledger_watch_hit, need, FIELD_ENUM),
	COLUMN(struct ledger_watch_hit, note, FIELD_STR),
	COLUMN(struct ledger_watch_hit, checked_by, FIELD_STR),
	COLUMN(struct ledger_watch_hit, checked_at, FIELD_INSTANT),
	COLUMN(struct ledger_watch_hit, revision, FIELD_INT),
	COLUMN(struct ledger_watch_hit, read, FIELD_INT),
	COLUMN(struct ledger_watch_hit, affected, FIELD_INT),
	COLUMN(struct ledger_watch_hit, undecided, FIELD_INT),
};
static const struct schema hit_schema = SCHEMA("watch_hit", struct ledger_watch_hit, hit_fields);
/* From watch to sources. */
static const struct schema found_schema = { "watch_hit", sizeof(struct ledger_watch_hit), hit_fields, 14 };

static const struct field installed_fields[] = {
	COLUMN(struct ledger_installed, identity, FIELD_STR),
	COLUMN(struct ledger_installed, name, FIELD_STR),
	COLUMN(struct ledger_installed, vendor, FIELD_STR),
};
static const struct schema installed_schema = SCHEMA("installed", struct ledger_installed, installed_fields);

/* ----------------------------------------------------------------------------------------------- watches */

struct err *
ledger_watch_put(struct ledger *ledger, const struct ledger_watch *watch, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "watch", 1, arena, ret_id));
	TRY(ledger_query(ledger, SQL_WATCH_PUT, arena, &q));
	bind_int(&q, *ret_id);
	bind_int(&q, watch->account);
	bind_fields(&q, &order_schema, watch);
	bind_fields(&q, &made_schema, watch);
	return query_run(&q, arena);
}

struct err *
ledger_watch_set(struct ledger *ledger, const struct ledger_watch *watch, struct arena *arena, bool *ret_set)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_SET, arena, &q));
	bind_int(&q, watch->id);
	bind_int(&q, watch->revision);
	bind_fields(&q, &order_schema, watch);
	return query_step(&q, arena, ret_set);
}

struct err *
ledger_watch_end(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_END, arena, &q));
	bind_int(&q, id);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

struct err *
ledger_watch_looked(struct ledger *ledger, const struct ledger_watch *watch, struct arena *arena, bool *ret_set)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_LOOKED, arena, &q));
	bind_int(&q, watch->id);
	bind_int(&q, watch->revision);
	bind_int(&q, watch->generation);
	bind_int(&q, watch->overlay);
	bind_int(&q, watch->since);
	bind_instant(&q, watch->looked_at);
	bind_str(&q, watch->error);
	return query_step(&q, arena, ret_set);
}

struct err *
ledger_watch_told(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_TOLD, arena, &q));
	bind_int(&q, id);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

struct err *
ledger_watches(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_watches *ret_watches)
{
	struct query q QUERY_SCOPE;

	*ret_watches = (struct ledger_watches){ 0 };
	TRY(ledger_query(ledger, SQL_WATCH_LIST, arena, &q));
	bind_int(&q, account);
	return query_all(&q, &watch_schema, arena, ret_watches);
}

struct err *
ledger_watches_behind(struct ledger *ledger, int64_t generation, int64_t overlay, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_BEHIND, arena, &q));
	bind_int(&q, generation);
	bind_int(&q, overlay);
	return query_one(&q, arena, ret_count);
}

/* -------------------------------------------------------------------------------------------------- hits */

struct err *
ledger_watch_hits_put(struct ledger *ledger, const struct ledger_watch_hit *hits, size_t count, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_HIT_PUT, arena, &q));
	for (size_t i = 0; i < count; i++) {
		bind_fields(&q, &found_schema, &hits[i]);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

struct err *
ledger_watch_hits_gone(struct ledger *ledger, int64_t watch, const struct str *vulnerabilities, size_t count, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_HIT_GONE, arena, &q));
	for (size_t i = 0; i < count; i++) {
		bind_int(&q, watch);
		bind_str(&q, vulnerabilities[i]);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

struct err *
ledger_watch_hits(struct ledger *ledger, const struct ledger_watch_query *query, struct arena *arena, struct ledger_watch_hits *ret_hits)
{
	struct query q QUERY_SCOPE;

	*ret_hits = (struct ledger_watch_hits){ 0 };
	TRY(ledger_query(ledger, SQL_WATCH_HITS, arena, &q));
	bind_int(&q, query->watch);
	bind_int(&q, query->account);
	bind_int(&q, query->state);
	bind_instant(&q, query->at);
	bind_str(&q, query->after);
	bind_int(&q, query->most);
	return query_all(&q, &hit_schema, arena, ret_hits);
}

struct err *
ledger_watch_hit(struct ledger *ledger, int64_t watch, int64_t account, struct str vulnerability, struct arena *arena,
    struct ledger_watch_hit *ret_hit, bool *ret_there)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_HIT_GET, arena, &q));
	bind_int(&q, watch);
	bind_int(&q, account);
	bind_str(&q, vulnerability);
	TRY(query_step(&q, arena, ret_there));
	if (*ret_there)
		column_fields(&q, 0, &hit_schema, ret_hit, arena);
	return NULL;
}

struct err *
ledger_watch_news(struct ledger *ledger, int64_t account, int64_t since, int64_t most, struct arena *arena, struct ledger_watch_hits *ret_hits)
{
	struct query q QUERY_SCOPE;

	*ret_hits = (struct ledger_watch_hits){ 0 };
	TRY(ledger_query(ledger, SQL_WATCH_NEWS, arena, &q));
	bind_int(&q, account);
	bind_instant(&q, since);
	bind_int(&q, most);
	return query_all(&q, &hit_schema, arena, ret_hits);
}

struct err *
ledger_watch_check(struct ledger *ledger, const struct ledger_watch_hit *hit, struct arena *arena, bool *ret_set)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_CHECK, arena, &q));
	bind_int(&q, hit->watch);
	bind_str(&q, hit->vulnerability);
	bind_int(&q, hit->revision);
	bind_int(&q, hit->need);
	bind_str(&q, hit->note);
	bind_str(&q, hit->checked_by);
	bind_instant(&q, hit->checked_at);
	return query_step(&q, arena, ret_set);
}

struct err *
ledger_watch_read(struct ledger *ledger, int64_t watch, int64_t account, struct str vulnerability, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_READ_ONE, arena, &q));
	bind_int(&q, watch);
	bind_int(&q, account);
	bind_str(&q, vulnerability);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

struct err *
ledger_watch_unread(struct ledger *ledger, int64_t watch, int64_t account, struct str vulnerability, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WATCH_UNREAD_ONE, arena, &q));
	bind_int(&q, watch);
	bind_int(&q, account);
	bind_str(&q, vulnerability);
	return query_run(&q, arena);
}

/* ------------------------------------------------------------------------------------ what there is here */

struct err *
ledger_open_names(struct ledger *ledger, struct arena *arena, struct str_list *ret_names)
{
	struct query q QUERY_SCOPE;

	*ret_names = (struct str_list){ 0 };
	TRY(ledger_query(ledger, SQL_VULNERABILITY_OPEN_ALL, arena, &q));
	for (;;) {
		bool row;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_names, column_str(&q, 0, arena));
	}
}

struct err *
ledger_installed_products(struct ledger *ledger, struct arena *arena, struct ledger_installed_list *ret_products)
{
	struct query q QUERY_SCOPE;

	*ret_products = (struct ledger_installed_list){ 0 };
	TRY(ledger_query(ledger, SQL_PRODUCT_INSTALLED_ALL, arena, &q));
	return query_all(&q, &installed_schema, arena, ret_products);
}
