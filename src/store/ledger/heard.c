#include "store/ledger/heard.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field fields[] = {
	COLUMN(struct ledger_heard, subject, FIELD_STR),
	COLUMN(struct ledger_heard, vulnerability, FIELD_STR),
	COLUMN(struct ledger_heard, level, FIELD_INT),
	COLUMN(struct ledger_heard, issuer, FIELD_STR),
	COLUMN(struct ledger_heard, record, FIELD_STR),
	COLUMN(struct ledger_heard, sentence, FIELD_STR),
	COLUMN(struct ledger_heard, confirmed, FIELD_BOOL),
	COLUMN(struct ledger_heard, reason, FIELD_STR),
	COLUMN(struct ledger_heard, who, FIELD_STR),
	COLUMN(struct ledger_heard, at, FIELD_INSTANT),
};
static const struct schema schema = SCHEMA("heard", struct ledger_heard, fields);

static const struct field product_fields[] = {
	COLUMN(struct ledger_heard_product, id, FIELD_INT),
	COLUMN(struct ledger_heard_product, identity, FIELD_STR),
	COLUMN(struct ledger_heard_product, name, FIELD_STR),
	COLUMN(struct ledger_heard_product, vendor, FIELD_STR),
};
static const struct schema product_schema = SCHEMA("heard_product", struct ledger_heard_product, product_fields);

static const struct field place_fields[] = {
	COLUMN(struct ledger_heard_place, system, FIELD_INT),
	COLUMN(struct ledger_heard_place, system_name, FIELD_STR),
	COLUMN(struct ledger_heard_place, unit, FIELD_STR),
	COLUMN(struct ledger_heard_place, product, FIELD_STR),
	COLUMN(struct ledger_heard_place, undecided, FIELD_INT),
	COLUMN(struct ledger_heard_place, kev, FIELD_INT),
	COLUMN(struct ledger_heard_place, title_ja, FIELD_STR),
	COLUMN(struct ledger_heard_place, title_en, FIELD_STR),
};
static const struct schema place_schema = SCHEMA("heard_place", struct ledger_heard_place, place_fields);

struct err *
ledger_heard_list(struct ledger *ledger, struct str vulnerability, struct arena *arena, struct ledger_heards *ret_heards)
{
	struct query q QUERY_SCOPE;

	*ret_heards = (struct ledger_heards){ 0 };
	TRY(ledger_query(ledger, SQL_HEARD_LIST, arena, &q));
	bind_str(&q, vulnerability);
	return query_all(&q, &schema, arena, ret_heards);
}

static struct err *
put_heard(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_HEARD_PUT, arena, &q));
	bind_fields(&q, &schema, context);
	return query_run(&q, arena);
}

struct err *
ledger_heard_put(struct ledger *ledger, const struct ledger_heard *heard, struct arena *arena)
{
	struct ledger_heard put = *heard;

	return ledger_write(ledger, put_heard, &put, arena);
}

static struct err *
forget_heard(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct str *subject = context;
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_HEARD_FORGET, arena, &q));
	bind_str(&q, *subject);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("Nobody answered this, or it was taken back already."));
	return NULL;
}

struct err *
ledger_heard_forget(struct ledger *ledger, struct str subject, struct arena *arena)
{
	return ledger_write(ledger, forget_heard, &subject, arena);
}

struct err *
ledger_heard_ours(struct ledger *ledger, struct str vulnerability, struct arena *arena, struct str_list *ret_names)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_names = (struct str_list){ 0 };
	TRY(ledger_query(ledger, vulnerability.len > 0 ? SQL_HEARD_OURS_ONE : SQL_HEARD_OURS, arena, &q));
	if (vulnerability.len > 0)
		bind_str(&q, vulnerability);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_names, column_str(&q, 0, arena));
	}
}

struct err *
ledger_heard_places(struct ledger *ledger, struct str vulnerability, int64_t now, struct arena *arena, struct ledger_heard_places *ret_places)
{
	struct query q QUERY_SCOPE;

	*ret_places = (struct ledger_heard_places){ 0 };
	TRY(ledger_query(ledger, SQL_HEARD_PLACES, arena, &q));
	bind_str(&q, vulnerability);
	bind_instant(&q, now);
	return query_all(&q, &place_schema, arena, ret_places);
}

struct err *
ledger_heard_products(struct ledger *ledger, struct arena *arena, struct ledger_heard_products *ret_products)
{
	struct query q QUERY_SCOPE;

	*ret_products = (struct ledger_heard_products){ 0 };
	TRY(ledger_query(ledger, SQL_HEARD_PRODUCTS, arena, &q));
	return query_all(&q, &product_schema, arena, ret_products);
}
