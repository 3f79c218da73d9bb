#include "store/ledger/db.h"

#include <assert.h>
#include <string.h>
#include "base/hash.h"
#include "store/ledger/sql_registry.h"

void
db_close(struct db *db)
{
	if (db != NULL)
		db->engine->close(db);
}

struct err *
ledger_query(struct ledger *ledger, int sql_id, struct arena *arena, struct query *ret_query)
{
	const struct sql *sql = &sql_statements[sql_id];

	*ret_query = (struct query){ .db = ledger->db, .sql = sql, .narrow = ledger->narrow && ledger->depth == 0 && sql->sqlite_narrow != NULL };
	return ledger->db->engine->open(ledger->db, sql, arena, ret_query);
}

struct err *
ledger_query_seen(struct ledger *ledger, int sql_id, struct arena *arena, struct query *ret_query)
{
	const struct sql *sql = &sql_statements[sql_id];

	*ret_query = (struct query){ .db = ledger->db, .sql = sql, .narrow = ledger->narrow && sql->sqlite_narrow != NULL };
	return ledger->db->engine->open(ledger->db, sql, arena, ret_query);
}

struct err *
ledger_look_anew(struct ledger *ledger, int64_t rows, const char *tables, struct arena *arena)
{
	return rows < LOOK_ANEW_FROM ? NULL : ledger->db->engine->look_anew(ledger->db, tables, arena);
}

/* org_id stands first in every statement that has it, and nobody binds it by hand. */
static void
bind_org(struct query *query)
{
	if (query->bound == 0 && query->sql->org) {
		query->db->engine->bind_int(query, query->db->org);
		query->bound++;
	}
}

void
bind_int(struct query *query, int64_t value)
{
	bind_org(query);
	assert(query->bound < query->sql->binds_count);
	query->db->engine->bind_int(query, value);
	query->bound++;
}

static void
bind_null(struct query *query)
{
	bind_org(query);
	assert(query->bound < query->sql->binds_count);
	query->db->engine->bind_null(query);
	query->bound++;
}

void
bind_instant(struct query *query, int64_t instant)
{
	if (instant == INSTANT_NONE)
		bind_null(query);
	else
		bind_int(query, instant);
}

void
bind_day(struct query *query, int32_t day)
{
	if (day == DAY_NONE)
		bind_null(query);
	else
		bind_int(query, day);
}

void
bind_str(struct query *query, struct str value)
{
	bind_org(query);
	assert(query->bound < query->sql->binds_count);
	query->db->engine->bind_str(query, value);
	query->bound++;
}

void
bind_blob(struct query *query, struct str value)
{
	bind_org(query);
	assert(query->bound < query->sql->binds_count);
	query->db->engine->bind_blob(query, value);
	query->bound++;
}

/* A text of a value is bytes where the statement says so. */
static bool
next_is_blob(const struct query *query)
{
	size_t at = query->bound == 0 && query->sql->org ? 1 : query->bound;

	return at < query->sql->binds_count && query->sql->binds[at].type == DB_BLOB;
}

static void
bind_field(struct query *query, const struct field *field, const void *at)
{
	switch (field->kind) {
	case FIELD_STR:
		if (next_is_blob(query))
			bind_blob(query, *(const struct str *)at);
		else
			bind_str(query, *(const struct str *)at);
		return;
	case FIELD_INT:
		bind_int(query, *(const int64_t *)at);
		return;
	case FIELD_INSTANT:
		bind_instant(query, *(const int64_t *)at);
		return;
	case FIELD_DAY:
		bind_day(query, *(const int32_t *)at);
		return;
	case FIELD_BOOL:
		bind_int(query, *(const bool *)at);
		return;
	case FIELD_ENUM:
	case FIELD_TENTHS:
	case FIELD_MILLIONTHS:
		bind_int(query, *(const int32_t *)at);
		return;
	case FIELD_STRS:
	case FIELD_STRUCT:
	case FIELD_LIST:
		break;
	}
	assert(false && "a column holds one value");
}

void
bind_fields(struct query *query, const struct schema *schema, const void *value)
{
	for (size_t i = 0; i < schema->count; i++)
		bind_field(query, &schema->fields[i], (const char *)value + schema->fields[i].offset);
}

static void
all_bound(struct query *query)
{
	bind_org(query);
	assert(query->bound == query->sql->binds_count);
}

struct err *
query_step(struct query *query, struct arena *arena, bool *ret_row)
{
	all_bound(query);
	return query->db->engine->step(query, arena, ret_row);
}

struct err *
query_run(struct query *query, struct arena *arena)
{
	bool row;

	return query_step(query, arena, &row);
}

struct err *
query_add(struct query *query, struct arena *arena)
{
	assert(query->sql->bulk);
	all_bound(query);
	TRY(query->db->engine->add(query, arena));
	query->bound = 0;
	return NULL;
}

struct err *
query_flush(struct query *query, struct arena *arena)
{
	assert(query->sql->bulk && query->bound == 0);
	return query->db->engine->flush(query, arena);
}

void
query_done(struct query *query)
{
	if (query->native != NULL)
		query->db->engine->done(query);
	query->native = NULL;
}

int64_t
column_int(const struct query *query, int column)
{
	assert((size_t)column < query->sql->gives_count);
	return query->db->engine->get_int(query, column);
}

int64_t
column_instant(const struct query *query, int column)
{
	assert((size_t)column < query->sql->gives_count);
	return query->db->engine->is_null(query, column) ? INSTANT_NONE : query->db->engine->get_int(query, column);
}

int32_t
column_day(const struct query *query, int column)
{
	return column_instant(query, column) == INSTANT_NONE ? DAY_NONE : (int32_t)column_int(query, column);
}

struct str
column_str(const struct query *query, int column, struct arena *arena)
{
	assert((size_t)column < query->sql->gives_count);
	if (query->db->engine->is_null(query, column))
		return STR("");
	return arena_copy(arena, query->db->engine->get_str(query, column));
}

struct str
column_blob(const struct query *query, int column, struct arena *arena)
{
	assert((size_t)column < query->sql->gives_count);
	if (query->db->engine->is_null(query, column))
		return STR("");
	return arena_copy(arena, query->db->engine->get_blob(query, column));
}

static void
column_field(const struct query *query, int column, const struct field *field, void *at, struct arena *arena)
{
	switch (field->kind) {
	case FIELD_STR:
		*(struct str *)at = query->sql->gives[column].type == DB_BLOB ? column_blob(query, column, arena) : column_str(query, column, arena);
		return;
	case FIELD_INT:
		*(int64_t *)at = column_int(query, column);
		return;
	case FIELD_INSTANT:
		*(int64_t *)at = column_instant(query, column);
		return;
	case FIELD_DAY:
		*(int32_t *)at = column_day(query, column);
		return;
	case FIELD_BOOL:
		*(bool *)at = column_int(query, column) != 0;
		return;
	case FIELD_ENUM:
	case FIELD_TENTHS:
	case FIELD_MILLIONTHS:
		*(int32_t *)at = (int32_t)column_int(query, column);
		return;
	case FIELD_STRS:
	case FIELD_STRUCT:
	case FIELD_LIST:
		break;
	}
	assert(false && "a column holds one value");
}

void
column_fields(const struct query *query, int first, const struct schema *schema, void *value, struct arena *arena)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];

		assert(strcmp(query->sql->gives[(size_t)first + i].name, field->name) == 0);
		column_field(query, first + (int)i, field, (char *)value + field->offset, arena);
	}
}

struct err *
query_next(struct query *query, const struct schema *schema, void *value, struct arena *item, struct arena *arena,
    bool *ret_row)
{
	TRY(query_step(query, arena, ret_row));
	if (!*ret_row)
		return NULL;
	arena_reset(item);
	column_fields(query, 0, schema, value, item);
	return NULL;
}

struct err *
query_rows(struct query *query, const struct schema *schema, struct arena *arena, void **items, size_t *count, size_t *room)
{
	bool row;

	for (;;) {
		TRY(query_step(query, arena, &row));
		if (!row)
			return NULL;
		*items = list_grow(arena, *items, *count, room, schema->size);
		column_fields(query, 0, schema, (char *)*items + *count * schema->size, arena);
		(*count)++;
	}
}

struct claiming { const struct claim *claim; void **items; size_t *count, *room; };

static struct err *
claim_in(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct claiming *claiming = context;
	const struct claim *claim = claiming->claim;
	struct query q QUERY_SCOPE, leased QUERY_SCOPE;
	bool row;

	/* A unit of work may be run again. */
	*claiming->items = NULL;
	*claiming->count = *claiming->room = 0;
	TRY(ledger_query(ledger, claim->lease, arena, &q));
	bind_str(&q, claim->owner);
	bind_instant(&q, claim->now);
	bind_instant(&q, claim->until);
	bind_int(&q, claim->most);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return NULL;
	query_done(&q);
	TRY(ledger_query(ledger, claim->leased, arena, &leased));
	bind_str(&leased, claim->owner);
	bind_instant(&leased, claim->now);
	bind_instant(&leased, claim->until);
	return query_rows(&leased, claim->schema, arena, claiming->items, claiming->count, claiming->room);
}

struct err *
claim_rows(struct ledger *ledger, const struct claim *claim, struct arena *arena, void **items, size_t *count, size_t *room)
{
	struct claiming claiming = { claim, items, count, room };

	return ledger_write(ledger, claim_in, &claiming, arena);
}

static void
begin_list(struct sql_list *list)
{
	list->writer.out = &list->text;
	if (list->count++ == 0)
		json_begin_array(&list->writer, NULL);
}

void
sql_list_row(struct sql_list *list, int64_t number, struct str word, struct str second)
{
	begin_list(list);
	json_begin_array(&list->writer, NULL);
	json_put_int(&list->writer, NULL, number);
	json_put_str(&list->writer, NULL, word);
	json_put_str(&list->writer, NULL, second);
	json_end(&list->writer);
}

void
sql_list_number(struct sql_list *list, int64_t number)
{
	begin_list(list);
	json_put_int(&list->writer, NULL, number);
}

struct str
sql_list_text(struct sql_list *list)
{
	if (list->count == 0)
		return STR("[]");
	json_end(&list->writer);
	return buf_str(&list->text);
}

void
sql_list_done(struct sql_list *list)
{
	buf_done(&list->text);
}

struct err *
query_one(struct query *query, struct arena *arena, int64_t *ret_value)
{
	bool row;

	TRY(query_step(query, arena, &row));
	*ret_value = row ? column_int(query, 0) : 0;
	return NULL;
}

struct err *
ledger_allot(struct ledger *ledger, const char *kind, int64_t count, struct arena *arena, int64_t *ret_first)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ALLOT, arena, &q));
	bind_str(&q, str_of(kind));
	bind_int(&q, count);
	return query_one(&q, arena, ret_first);
}

enum { IDS_BLOCK = 4096 };

struct err *
ids_take(struct ledger *ledger, struct ids *ids, struct arena *arena, int64_t *ret_id)
{
	if (ids->left == 0) {
		TRY(ledger_allot(ledger, ids->kind, IDS_BLOCK, arena, &ids->next));
		ids->left = IDS_BLOCK;
	}
	ids->left--;
	*ret_id = ids->next++;
	return NULL;
}

/* Nobody else can have taken one meanwhile: the unit of work holds the row of this kind. */
struct err *
ids_done(struct ledger *ledger, struct ids *ids, struct arena *arena)
{
	int64_t end;

	if (ids->left == 0)
		return NULL;
	TRY(ledger_allot(ledger, ids->kind, -ids->left, arena, &end));
	ids->left = 0;
	return NULL;
}

struct str
ledger_digest(const struct str *texts, size_t count, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	for (size_t i = 0; i < count; i++) {
		sha256_add(&sum, texts[i].len == 0 ? "" : texts[i].ptr, texts[i].len);
		sha256_add(&sum, "", 1);      /* no text has a NUL inside */
	}
	return str_sub(sha256_hex(&sum, arena), 0, 32);
}

struct err *
ledger_named(struct ledger *ledger, int find, int insert, const char *kind, struct str name, struct arena *arena,
    int64_t *ret_id)
{
	struct query found QUERY_SCOPE, q QUERY_SCOPE;

	TRY(ledger_query(ledger, find, arena, &found));
	bind_str(&found, name);
	TRY(query_one(&found, arena, ret_id));
	if (*ret_id != 0)
		return NULL;
	TRY(ledger_allot(ledger, kind, 1, arena, ret_id));
	TRY(ledger_query(ledger, insert, arena, &q));
	bind_int(&q, *ret_id);
	bind_str(&q, name);
	TRY(query_add(&q, arena));
	return query_flush(&q, arena);
}

struct err *
ledger_check_statements(struct ledger *ledger, struct arena *arena)
{
	for (size_t i = 0; i < sql_count; i++)
		TRY(ledger->db->engine->check(ledger->db, &sql_statements[i], arena));
	return NULL;
}
