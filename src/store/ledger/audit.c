#include "store/ledger/audit.h"

#include <assert.h>
#include "base/crypt.h"
#include "base/hash.h"
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

enum { NAME_BYTES = 16 };

static const struct field row_fields[] = {
	COLUMN(struct ledger_audit_row, id, FIELD_INT),
	COLUMN(struct ledger_audit_row, at, FIELD_INSTANT),
	COLUMN(struct ledger_audit_row, who, FIELD_STR),
	COLUMN(struct ledger_audit_row, via, FIELD_STR),
	COLUMN(struct ledger_audit_row, token, FIELD_INT),
	COLUMN(struct ledger_audit_row, verb, FIELD_STR),
	COLUMN(struct ledger_audit_row, object, FIELD_STR),
	COLUMN(struct ledger_audit_row, digest, FIELD_STR),
	COLUMN(struct ledger_audit_row, sequence, FIELD_INT),
	COLUMN(struct ledger_audit_row, link, FIELD_STR),
};
const struct schema ledger_audit_schema = SCHEMA("audit row", struct ledger_audit_row, row_fields);

static const struct field chain_fields[] = {
	COLUMN(struct ledger_audit_chain, name, FIELD_STR),
	COLUMN(struct ledger_audit_chain, sequence, FIELD_INT),
	COLUMN(struct ledger_audit_chain, link, FIELD_STR),
	COLUMN(struct ledger_audit_chain, head, FIELD_INT),
	COLUMN(struct ledger_audit_chain, head_at, FIELD_INSTANT),
	COLUMN(struct ledger_audit_chain, sent, FIELD_INT),
};
static const struct schema chain_schema = SCHEMA("audit chain", struct ledger_audit_chain, chain_fields);

/* --------------------------------------------------------------------------------------------- writing */

void
ledger_speak_as(struct ledger *ledger, const char *via, int64_t token)
{
	ledger->via = via;
	ledger->token = token;
}

struct audit { struct str by; int64_t at; struct str verb, object, digest; };

static struct err *
audit(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct audit *row = context;
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(ledger_allot(ledger, "audit", 1, arena, &id));
	TRY(ledger_query(ledger, SQL_AUDIT_INSERT, arena, &q));
	bind_int(&q, id);
	bind_instant(&q, row->at);
	bind_str(&q, row->by);
	bind_str(&q, row->verb);
	bind_str(&q, row->object);
	bind_str(&q, row->digest);
	bind_str(&q, str_of(ledger->via == NULL ? "direct" : ledger->via));
	bind_int(&q, ledger->token);
	return query_run(&q, arena);
}

struct err *
ledger_audit(struct ledger *ledger, struct str by, int64_t at, struct str verb, struct str object, struct str digest,
    struct arena *arena)
{
	struct audit row = { by, at, verb, object, digest };

	return ledger_write(ledger, audit, &row, arena);
}

struct err *
ledger_audit_before_read(struct ledger *ledger, struct str by, int64_t at, struct str verb, struct str object, struct str digest,
    struct arena *arena)
{
	assert(ledger->depth == 0);
	return ledger_audit(ledger, by, at, verb, object, digest, arena);
}

/* --------------------------------------------------------------------------------------------- reading */

static struct err *
take_rows(struct query *query, struct arena *arena, struct ledger_audit_rows *ret_rows)
{
	struct ledger_audit_rows rows = { 0 };
	bool row;

	for (;;) {
		TRY(query_step(query, arena, &row));
		if (!row)
			break;
		column_fields(query, 0, &ledger_audit_schema, list_add(arena, &rows), arena);
	}
	*ret_rows = rows;
	return NULL;
}

static int64_t
or_last(int64_t id)
{
	return id == 0 ? INT64_MAX : id;
}

struct err *
ledger_audit_newest(struct ledger *ledger, const struct ledger_audit_wish *wish, struct arena *arena, struct ledger_audit_rows *ret_rows)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_NEWEST, arena, &q));
	bind_int(&q, or_last(wish->before));
	bind_str(&q, wish->who);
	bind_str(&q, wish->verb);
	bind_str(&q, wish->kind);
	bind_str(&q, arena_printf(arena, "%.*s.", STR_ARG(wish->kind)));
	bind_str(&q, arena_printf(arena, "%.*s/", STR_ARG(wish->kind)));     /* '/' is what follows '.' */
	bind_str(&q, wish->object);
	bind_str(&q, arena_printf(arena, "%.*s/", STR_ARG(wish->object)));
	bind_str(&q, arena_printf(arena, "%.*s0", STR_ARG(wish->object)));   /* '0' is what follows '/' */
	bind_int(&q, wish->since);        /* INSTANT_NONE is before every instant */
	bind_int(&q, wish->until == INSTANT_NONE ? INT64_MAX : wish->until);
	bind_int(&q, wish->most);
	return take_rows(&q, arena, ret_rows);
}

struct err *
ledger_audit_oldest(struct ledger *ledger, int64_t after, int64_t since, int64_t until, int64_t most, struct arena *arena,
    struct ledger_audit_rows *ret_rows)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_OLDEST, arena, &q));
	bind_int(&q, after);
	bind_int(&q, since);
	bind_int(&q, until == INSTANT_NONE ? INT64_MAX : until);
	bind_int(&q, most);
	return take_rows(&q, arena, ret_rows);
}

struct err *
ledger_audit_sealed(struct ledger *ledger, int64_t after, int64_t after_id, int64_t most, struct arena *arena,
    struct ledger_audit_rows *ret_rows)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_SEALED, arena, &q));
	bind_int(&q, after);
	bind_int(&q, after_id);
	bind_int(&q, most);
	return take_rows(&q, arena, ret_rows);
}

struct err *
ledger_audit_unsealed(struct ledger *ledger, int64_t before, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_UNSEALED_COUNT, arena, &q));
	bind_int(&q, or_last(before));
	return query_one(&q, arena, ret_count);
}

struct err *
ledger_audit_mark(struct ledger *ledger, struct arena *arena, int64_t *ret_next)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ALLOT_MARK, arena, &q));
	bind_str(&q, STR("audit"));
	TRY(query_one(&q, arena, ret_next));
	if (*ret_next == 0)
		*ret_next = 1;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- the chain */

struct err *
ledger_audit_chain(struct ledger *ledger, struct arena *arena, struct ledger_audit_chain *ret_chain)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_chain = (struct ledger_audit_chain){ .head_at = INSTANT_NONE };
	TRY(ledger_query(ledger, SQL_AUDIT_CHAIN_GET, arena, &q));
	TRY(query_step(&q, arena, &row));
	if (row)
		column_fields(&q, 0, &chain_schema, ret_chain, arena);
	return NULL;
}

/* Every part with its end marked: no text has a NUL inside. */
static void
add_text(struct sha256 *sum, struct str text)
{
	sha256_add(sum, text.len == 0 ? "" : text.ptr, text.len);
	sha256_add(sum, "", 1);
}

static void
add_number(struct sha256 *sum, int64_t number)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)((uint64_t)number >> (8 * (7 - i)));
	sha256_add(sum, bytes, sizeof(bytes));
}

struct str
ledger_audit_first_link(struct str name, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	add_text(&sum, STR("tsukuroi audit 1"));
	add_text(&sum, name);
	return sha256_hex(&sum, arena);
}

struct str
ledger_audit_link(int64_t sequence, struct str before, const struct ledger_audit_row *row, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	add_number(&sum, sequence);
	add_text(&sum, before);
	add_number(&sum, row->id);
	add_number(&sum, row->at);
	add_text(&sum, row->who);
	add_text(&sum, row->via);
	add_number(&sum, row->token);
	add_text(&sum, row->verb);
	add_text(&sum, row->object);
	add_text(&sum, row->digest);
	return sha256_hex(&sum, arena);
}

static struct err *
make_chain(struct ledger *ledger, struct arena *arena, struct ledger_audit_chain *chain)
{
	struct query q QUERY_SCOPE;
	char random[NAME_BYTES];

	crypt_random(random, sizeof(random));
	chain->name = crypt_hex((struct str){ random, sizeof(random) }, arena);
	chain->link = ledger_audit_first_link(chain->name, arena);
	TRY(ledger_query(ledger, SQL_AUDIT_CHAIN_MAKE, arena, &q));
	bind_str(&q, chain->name);
	bind_str(&q, chain->link);
	return query_run(&q, arena);
}

/* Gives the rows their places behind the chain's end. */
static struct err *
put_in_places(struct ledger *ledger, const struct ledger_audit_rows *rows, struct arena *arena, struct ledger_audit_chain *chain)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_SEAL, arena, &q));
	for (size_t i = 0; i < rows->count; i++) {
		chain->sequence++;
		chain->link = ledger_audit_link(chain->sequence, chain->link, &rows->items[i], arena);
		bind_int(&q, rows->items[i].id);
		bind_int(&q, chain->sequence);
		bind_str(&q, chain->link);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

static struct err *
grow_chain(struct ledger *ledger, const struct ledger_audit_chain *chain, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_CHAIN_GROW, arena, &q));
	bind_int(&q, chain->sequence);
	bind_str(&q, chain->link);
	return query_run(&q, arena);
}

static struct err *
unsealed_rows(struct ledger *ledger, int64_t most, struct arena *arena, struct ledger_audit_rows *ret_rows)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_UNSEALED, arena, &q));
	bind_int(&q, most);
	return take_rows(&q, arena, ret_rows);
}

struct sealing { int64_t most, sealed; };

static struct err *
seal(struct ledger *ledger, void *context, struct arena *arena)
{
	struct sealing *sealing = context;
	struct ledger_audit_chain chain;
	struct ledger_audit_rows rows;

	TRY(ledger_audit_chain(ledger, arena, &chain));
	if (chain.name.len == 0)
		TRY(make_chain(ledger, arena, &chain));
	TRY(unsealed_rows(ledger, sealing->most, arena, &rows));
	sealing->sealed = (int64_t)rows.count;
	if (rows.count == 0)
		return NULL;
	TRY(put_in_places(ledger, &rows, arena, &chain));
	return grow_chain(ledger, &chain, arena);
}

/* Looks first, without a unit of work: mostly nothing waits. */
struct err *
ledger_audit_seal(struct ledger *ledger, int64_t most, struct arena *arena, int64_t *ret_sealed)
{
	struct sealing sealing = { most, 0 };
	struct ledger_audit_rows waiting;

	*ret_sealed = 0;
	TRY(unsealed_rows(ledger, 1, arena, &waiting));
	if (waiting.count == 0)
		return NULL;
	TRY(ledger_write(ledger, seal, &sealing, arena));
	*ret_sealed = sealing.sealed;
	return NULL;
}

struct telling { int64_t sequence, at; };

static struct err *
told(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct telling *telling = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_CHAIN_HEAD, arena, &q));
	bind_int(&q, telling->sequence);
	bind_instant(&q, telling->at);
	return query_run(&q, arena);
}

struct err *
ledger_audit_told(struct ledger *ledger, int64_t sequence, int64_t at, struct arena *arena)
{
	struct telling telling = { sequence, at };

	return ledger_write(ledger, told, &telling, arena);
}

static struct err *
sent(struct ledger *ledger, void *context, struct arena *arena)
{
	const int64_t *sequence = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_AUDIT_CHAIN_SENT, arena, &q));
	bind_int(&q, *sequence);
	return query_run(&q, arena);
}

struct err *
ledger_audit_sent(struct ledger *ledger, int64_t sequence, struct arena *arena)
{
	return ledger_write(ledger, sent, &sequence, arena);
}
