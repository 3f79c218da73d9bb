/*
 * import_intern.c - the distinct software items of an import, and their products, stored once each.
 */
#include "store/ledger/import.h"
#include "store/ledger/sql_registry.h"

/* From so many on, reading all digests at once is quicker than asking for each. */
enum { MANY = 2000 };

struct interning {
	struct ledger        *ledger;
	struct ledger_import *import;
	struct arena         *arena;
	struct ids            products, software;
	struct map            product_by_identity;
	bool                  have_all;
};

static struct err *
all_software(struct interning *in)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(in->ledger, SQL_SOFTWARE_DIGESTS, in->arena, &q));
	for (;;) {
		struct gathered_component *gathered;
		const uint64_t *found;

		TRY(query_step(&q, in->arena, &row));
		if (!row)
			return NULL;
		found = map_find(&in->import->components_by_digest, in->ledger->db->engine->get_str(&q, 0));
		if (found == NULL)
			continue;
		gathered = &in->import->components.items[*found - 1];
		gathered->id = column_int(&q, 1);
		gathered->product = column_int(&q, 2);
	}
}

static struct err *
all_products(struct interning *in)
{
	struct query q QUERY_SCOPE;
	bool row;

	in->have_all = true;
	TRY(ledger_query(in->ledger, SQL_PRODUCT_ALL, in->arena, &q));
	for (;;) {
		TRY(query_step(&q, in->arena, &row));
		if (!row)
			return NULL;
		*map_put(in->arena, &in->product_by_identity, column_str(&q, 1, in->arena)) = (uint64_t)column_int(&q, 0);
	}
}

static struct err *
each_software(struct interning *in)
{
	for (size_t i = 0; i < in->import->components.count; i++) {
		struct gathered_component *gathered = &in->import->components.items[i];
		struct query q QUERY_SCOPE;
		bool row;

		TRY(ledger_query(in->ledger, SQL_SOFTWARE_FIND, in->arena, &q));
		bind_str(&q, gathered->digest);
		TRY(query_step(&q, in->arena, &row));
		gathered->id = row ? column_int(&q, 0) : 0;
		gathered->product = row ? column_int(&q, 1) : 0;
	}
	return NULL;
}

static struct err *
product_of(struct interning *in, const struct component *component, struct query *insert, int64_t *ret_id)
{
	struct str identity = ledger_product_identity(component, in->arena);
	uint64_t *known = map_put(in->arena, &in->product_by_identity, identity);

	if (*known == 0 && !in->have_all) {
		struct query q QUERY_SCOPE;
		int64_t id;

		TRY(ledger_query(in->ledger, SQL_PRODUCT_FIND, in->arena, &q));
		bind_str(&q, identity);
		TRY(query_one(&q, in->arena, &id));
		*known = (uint64_t)id;
	}
	if (*known == 0) {
		int64_t id;

		TRY(ids_take(in->ledger, &in->products, in->arena, &id));
		*known = (uint64_t)id;
		bind_int(insert, id);
		bind_str(insert, identity);
		bind_str(insert, component->name);
		bind_str(insert, component->vendor);
		TRY(query_add(insert, in->arena));
	}
	*ret_id = (int64_t)*known;
	return NULL;
}

/* Products first: software items point to them. */
static struct err *
new_products(struct interning *in)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(in->ledger, SQL_PRODUCT_INSERT, in->arena, &q));
	for (size_t i = 0; i < in->import->components.count; i++) {
		struct gathered_component *gathered = &in->import->components.items[i];

		if (gathered->id == 0)
			TRY(product_of(in, &gathered->component, &q, &gathered->product));
	}
	TRY(query_flush(&q, in->arena));
	return ids_done(in->ledger, &in->products, in->arena);
}

static struct err *
new_software(struct interning *in)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(in->ledger, SQL_SOFTWARE_INSERT, in->arena, &q));
	for (size_t i = 0; i < in->import->components.count; i++) {
		struct gathered_component *gathered = &in->import->components.items[i];

		if (gathered->id != 0)
			continue;
		TRY(ids_take(in->ledger, &in->software, in->arena, &gathered->id));
		bind_int(&q, gathered->id);
		bind_str(&q, gathered->digest);
		bind_int(&q, gathered->product);
		bind_fields(&q, &software_component_schema, &gathered->component);
		TRY(query_add(&q, in->arena));
	}
	TRY(query_flush(&q, in->arena));
	return ids_done(in->ledger, &in->software, in->arena);
}

struct err *
import_intern(struct ledger_import *import, struct arena *arena)
{
	struct arena *own ARENA_SCOPE = arena_new();
	struct interning in = { .ledger = import->ledger, .import = import, .arena = own,
		.products = { .kind = "product" }, .software = { .kind = "software" } };
	struct err *err;

	for (size_t i = 0; i < import->components.count; i++)      /* this may be the second try */
		import->components.items[i].id = import->components.items[i].product = 0;
	if (import->components.count < MANY) {
		err = each_software(&in);
	} else {
		err = all_software(&in);
		if (err == NULL)
			err = all_products(&in);
	}
	if (err == NULL)
		err = new_products(&in);
	if (err == NULL)
		err = new_software(&in);
	return err == NULL ? NULL : err_copy(err, arena);
}
