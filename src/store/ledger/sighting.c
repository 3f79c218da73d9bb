/*
 * sighting.c - machines seen by a scan or named by a neighbour.
 */
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

#define F(column, member, kind) { #column, (kind), offsetof(struct ledger_sighted, member), NULL, NULL }
static const struct field sighted_fields[] = {
	F(source, sighting.source, FIELD_ENUM),
	F(name, sighting.name, FIELD_STR),
	F(address, sighting.address, FIELD_STR),
	F(mac, sighting.mac, FIELD_STR),
	F(what, sighting.what, FIELD_STR),
	F(told_by, sighting.told_by, FIELD_STR),
	F(first_seen, first_seen, FIELD_INSTANT),
	F(at, sighting.at, FIELD_INSTANT),
};
#undef F
static const struct schema sighted_schema = SCHEMA("sighted", struct ledger_sighted, sighted_fields);

struct putting { const struct sighting *items; size_t count; };

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct putting *putting = context;
	struct ids ids = { "sighting", 0, 0 };
	struct query q QUERY_SCOPE;
	int64_t id;

	for (size_t i = 0; i < putting->count; i++) {
		const struct sighting *sighting = &putting->items[i];

		/* One by one: a scan may name a machine twice, and one statement may touch a row once only. */
		TRY(ids_take(ledger, &ids, arena, &id));
		TRY(ledger_query(ledger, SQL_SIGHTING_PUT, arena, &q));
		bind_int(&q, id);
		bind_int(&q, (int64_t)sighting->source);
		bind_str(&q, sighting->name);
		bind_str(&q, sighting->address);
		bind_str(&q, sighting->mac);
		bind_str(&q, sighting->what);
		bind_str(&q, sighting->told_by);
		bind_instant(&q, sighting->at);
		TRY(query_run(&q, arena));
		query_done(&q);
	}
	return ids_done(ledger, &ids, arena);
}

struct err *
ledger_sightings_put(struct ledger *ledger, const struct sighting *items, size_t count, struct arena *arena)
{
	struct putting putting = { items, count };

	return ledger_write(ledger, put, &putting, arena);
}

struct err *
ledger_sightings(struct ledger *ledger, ledger_each_sighted *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_SIGHTING_LIST, arena, &q));
	for (;;) {
		struct ledger_sighted sighted = { 0 };
		struct err *err;

		TRY(query_next(&q, &sighted_schema, &sighted, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &sighted, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

static const struct field name_fields[] = {
	COLUMN(struct ledger_host_name, system, FIELD_STR),
	COLUMN(struct ledger_host_name, name, FIELD_STR),
	COLUMN(struct ledger_host_name, address, FIELD_STR),
};
static const struct schema name_schema = SCHEMA("host_name", struct ledger_host_name, name_fields);

struct err *
ledger_host_names(struct ledger *ledger, ledger_each_host_name *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_HOST_NAMES, arena, &q));
	for (;;) {
		struct ledger_host_name name = { 0 };
		struct err *err;

		TRY(query_next(&q, &name_schema, &name, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &name, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
