/*
 * postgres.c - the ledger on PostgreSQL 15 or newer, by libpq. Statements are prepared once per
 * connection; parameters and results are binary; a bulk statement gets arrays of up to DB_BULK_ROWS rows.
 * Row-level security repeats the organisation that every statement binds.
 */
#include "store/ledger/db.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "store/ledger/libpq.h"

enum { POSTGRES_OLDEST = 150000, FORMAT_BINARY = 1, MIGRATION_LOCK = 0x7473756b, STATEMENT_NAME = 64 };
enum { OID_BOOL = 16, OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25, OID_JSON = 114, OID_BYTEA = 17 };

static const struct type_row {
	unsigned oid;
	int      size;      /* bytes of a number; 0: text or bytes */
} types[] = {
	[DB_KEY]     = { OID_INT8, 8 },  [DB_ID]   = { OID_INT8, 8 },  [DB_INT64] = { OID_INT8, 8 },
	[DB_BOOL]    = { OID_BOOL, 1 },  [DB_DAY]  = { OID_INT4, 4 },  [DB_TEXT]  = { OID_TEXT, 0 },
	[DB_INSTANT] = { OID_INT8, 8 },  [DB_BLOB] = { OID_BYTEA, 0 }, [DB_JSON]  = { OID_JSON, 0 },
};

/* A query's parameters: one value each, or for a bulk statement the elements of an array each. */
struct postgres_query {
	struct buf  binds[DB_BINDS_MOST];
	bool        nulls[DB_BINDS_MOST];
	char        name[STATEMENT_NAME];
	PGresult   *result;
	int         row;       /* current; -1 before the first */
};

struct postgres_db {
	struct db  db;
	PGconn    *conn;
	bool      *prepared;   /* by statement; behind them all once more, narrowed */
};

static PGconn *
conn_of(const struct db *db)
{
	return ((const struct postgres_db *)(const void *)db)->conn;
}

/* The first line of what the server said. */
static struct str
server_words(const char *text)
{
	struct str line = str_of(text);

	(void)str_cut(line, '\n', &line, &(struct str){ 0 });
	return line;
}

static struct err *
postgres_err(const struct db *db, const PGresult *result, struct arena *arena)
{
	struct str state = str_of(result == NULL ? NULL : pq.resultErrorField(result, PG_DIAG_SQLSTATE));
	static const struct str again[] = { STR_INIT("40001"), STR_INIT("40P01"), STR_INIT("55P03") };

	if (pq.status(conn_of(db)) != CONNECTION_OK)
		return err_new(arena, ERR_STORE, M("The connection to the ledger {where} was lost: {reason}"), ARG("where", db->where),
		    ARG("reason", server_words(pq.errorMessage(conn_of(db)))));
	if (str_is_one_of(state, again, ARRAY_LEN(again)))
		return err_new(arena, ERR_BUSY, M("Another program is writing to the ledger {where}: try again."), ARG("where", db->where));
	if (str_eq(state, STR("53100")))
		return err_new(arena, ERR_STORE,
		    M("There is no room left on the disk: free some and try again; what was stored before is whole."));
	return err_new(arena, ERR_STORE, M("The ledger {where} refused: {reason}"), ARG("where", db->where),
	    ARG("reason", server_words(result == NULL ? pq.errorMessage(conn_of(db)) : pq.resultErrorMessage(result))));
}

static struct err *
took(const struct db *db, PGresult *result, struct arena *arena)
{
	ExecStatusType status = pq.resultStatus(result);
	struct err *err = NULL;

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		err = postgres_err(db, result, arena);
	pq.clear(result);
	return err;
}

static struct err *
postgres_exec(struct db *db, const char *text, struct arena *arena)
{
	return took(db, pq.exec(conn_of(db), text), arena);
}

static struct err *
postgres_begin(struct db *db, struct arena *arena)
{
	return postgres_exec(db, "BEGIN ISOLATION LEVEL SERIALIZABLE", arena);
}

/* COMMIT of a failed transaction succeeds as a rollback: its tag tells. */
static struct err *
postgres_commit(struct db *db, struct arena *arena)
{
	PGresult *result = pq.exec(conn_of(db), "COMMIT");

	if (pq.resultStatus(result) == PGRES_COMMAND_OK && strcmp(pq.cmdStatus(result), "COMMIT") != 0) {
		pq.clear(result);
		return err_new(arena, ERR_STORE, M("The ledger {where} refused: {reason}"), ARG("where", db->where), ARG("reason", STR("rollback")));
	}
	return took(db, result, arena);
}

static void
postgres_rollback(struct db *db)
{
	if (pq.transactionStatus(conn_of(db)) != PQTRANS_IDLE)
		pq.clear(pq.exec(conn_of(db), "ROLLBACK"));
}

static struct err *
postgres_open(struct db *db, const struct sql *sql, struct arena *arena, struct query *query)
{
	struct postgres_db *self = (struct postgres_db *)db;
	bool *prepared = &self->prepared[(size_t)(sql - sql_statements) + (query->narrow ? sql_count : 0)];
	struct postgres_query *native;

	assert(sql->binds_count <= DB_BINDS_MOST);
	native = mem_alloc(sizeof(*native));
	native->row = -1;
	(void)snprintf(native->name, sizeof(native->name), "%s%s", sql->name, query->narrow ? " narrow" : "");
	if (!*prepared) {
		struct err *err = took(db, pq.prepare(self->conn, native->name, query->narrow ? sql->postgres_narrow : sql->postgres, 0, NULL), arena);

		if (err != NULL) {
			mem_free(native);
			return err_wrap(arena, err, M("statement {name}"), ARG("name", str_of(sql->name)));
		}
		*prepared = true;
	}
	query->native = native;
	return NULL;
}

static void
put_number(struct buf *out, uint64_t value, int size)
{
	for (int i = size - 1; i >= 0; i--)
		buf_add_char(out, (char)(value >> (8 * i)));
}

/* An array's element is its length and its bytes; a single value only its bytes. */
static void
postgres_bind_int(struct query *query, int64_t value)
{
	struct buf *out = &((struct postgres_query *)query->native)->binds[query->bound];
	int size = types[query->sql->binds[query->bound].type].size;

	assert(size > 0);
	if (query->sql->bulk)
		put_number(out, (uint64_t)size, 4);
	put_number(out, (uint64_t)value, size);
}

static void
postgres_bind_null(struct query *query)
{
	struct postgres_query *native = query->native;

	native->nulls[query->bound] = true;
	if (query->sql->bulk)
		put_number(&native->binds[query->bound], UINT32_MAX, 4);
}

static void
postgres_bind_str(struct query *query, struct str value)
{
	struct buf *out = &((struct postgres_query *)query->native)->binds[query->bound];

	assert(types[query->sql->binds[query->bound].type].size == 0);
	if (query->sql->bulk)
		put_number(out, value.len, 4);
	buf_add(out, value);
}

static struct err *
run(struct query *query, const char *const *values, const int *lengths, struct arena *arena)
{
	struct postgres_query *native = query->native;
	int formats[DB_BINDS_MOST], count = (int)query->sql->binds_count;
	struct err *err;
	ExecStatusType status;

	for (int i = 0; i < count; i++)
		formats[i] = FORMAT_BINARY;
	pq.clear(native->result);
	native->row = -1;
	native->result = pq.execPrepared(conn_of(query->db), native->name, count, values, lengths, formats, FORMAT_BINARY);
	status = pq.resultStatus(native->result);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return NULL;
	err = postgres_err(query->db, native->result, arena);
	return err_wrap(arena, err, M("statement {name}"), ARG("name", str_of(query->sql->name)));
}

static struct err *
postgres_step(struct query *query, struct arena *arena, bool *ret_row)
{
	struct postgres_query *native = query->native;
	const char *values[DB_BINDS_MOST];
	int lengths[DB_BINDS_MOST];

	if (!query->ran) {
		for (size_t i = 0; i < query->sql->binds_count; i++) {
			values[i] = native->nulls[i] ? NULL : native->binds[i].len == 0 ? "" : native->binds[i].ptr;
			lengths[i] = (int)native->binds[i].len;
		}
		TRY(run(query, values, lengths, arena));
		query->ran = true;
	}
	native->row++;
	*ret_row = native->row < pq.ntuples(native->result);
	return NULL;
}

/* The array's head before its elements: one dimension, its element type, its length, from 1. */
static void
array_of(const struct query *query, size_t param, struct buf *out)
{
	const struct postgres_query *native = query->native;

	put_number(out, 1, 4);
	put_number(out, native->nulls[param], 4);
	put_number(out, types[query->sql->binds[param].type].oid, 4);
	put_number(out, query->rows, 4);
	put_number(out, 1, 4);
	buf_add(out, buf_str(&native->binds[param]));
}

static struct err *
postgres_flush(struct query *query, struct arena *arena)
{
	struct postgres_query *native = query->native;
	struct buf arrays[DB_BINDS_MOST] = { 0 };
	const char *values[DB_BINDS_MOST];
	int lengths[DB_BINDS_MOST];
	struct err *err;

	if (query->rows == 0)
		return NULL;
	for (size_t i = 0; i < query->sql->binds_count; i++) {
		array_of(query, i, &arrays[i]);
		values[i] = arrays[i].ptr;
		lengths[i] = (int)arrays[i].len;
	}
	err = run(query, values, lengths, arena);
	for (size_t i = 0; i < query->sql->binds_count; i++) {
		buf_done(&arrays[i]);
		buf_clear(&native->binds[i]);
		native->nulls[i] = false;
	}
	query->rows = 0;
	return err;
}

static struct err *
postgres_add(struct query *query, struct arena *arena)
{
	query->rows++;
	return query->rows < DB_BULK_ROWS ? NULL : postgres_flush(query, arena);
}

static bool
postgres_is_null(const struct query *query, int column)
{
	const struct postgres_query *native = query->native;

	return pq.getisnull(native->result, native->row, column);
}

static int64_t
postgres_get_int(const struct query *query, int column)
{
	const struct postgres_query *native = query->native;
	const unsigned char *bytes = (const unsigned char *)pq.getvalue(native->result, native->row, column);
	int size = pq.getlength(native->result, native->row, column);
	uint64_t value = (size > 1 && (bytes[0] & 0x80) != 0) ? UINT64_MAX : 0;

	for (int i = 0; i < size; i++)
		value = value << 8 | bytes[i];
	return (int64_t)value;
}

static struct str
postgres_get_str(const struct query *query, int column)
{
	const struct postgres_query *native = query->native;

	return (struct str){ pq.getvalue(native->result, native->row, column),
		(size_t)pq.getlength(native->result, native->row, column) };
}

static void
postgres_done(struct query *query)
{
	struct postgres_query *native = query->native;

	for (size_t i = 0; i < query->sql->binds_count; i++)
		buf_done(&native->binds[i]);
	pq.clear(native->result);
	mem_free(native);
}

static struct err *
postgres_set_org(struct db *db, int64_t org, struct arena *arena)
{
	struct str text = arena_printf(arena, "SET tsukuroi.org = '%lld'", (long long)org);

	TRY(postgres_exec(db, text.ptr, arena));
	db->org = org;
	return NULL;
}

static struct err *
postgres_set_seen(struct db *db, const int64_t *units, size_t count, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };

	buf_addf(&text, "SET tsukuroi.seen = '");
	for (size_t i = 0; i < count; i++)
		buf_addf(&text, "%s%lld", i == 0 ? "" : ",", (long long)units[i]);
	buf_add_char(&text, '\'');
	return postgres_exec(db, arena_cstr(arena, buf_str(&text)), arena);
}

static struct err *
postgres_lock_schema(struct db *db, struct arena *arena)
{
	struct str text = arena_printf(arena, "SELECT pg_advisory_lock(%d)", MIGRATION_LOCK);

	return postgres_exec(db, text.ptr, arena);
}

static struct err *
postgres_unlock_schema(struct db *db, struct arena *arena)
{
	return postgres_exec(db, "SELECT pg_advisory_unlock_all()", arena);
}

static struct err *
one_int(struct db *db, const char *text, struct arena *arena, int64_t *ret_value)
{
	PGresult *result = pq.exec(conn_of(db), text);
	uint64_t value = 0;

	if (pq.resultStatus(result) == PGRES_TUPLES_OK && pq.ntuples(result) == 1 && !pq.getisnull(result, 0, 0))
		(void)str_to_u64(str_of(pq.getvalue(result, 0, 0)), &value);
	*ret_value = (int64_t)value;
	return took(db, result, arena);
}

static struct err *
postgres_schema_version(struct db *db, struct arena *arena, int64_t *ret_version)
{
	int64_t there;

	*ret_version = 0;
	TRY(one_int(db, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_step'", arena, &there));
	if (there == 0)
		return NULL;
	return one_int(db, "SELECT max(version) FROM schema_step", arena, ret_version);
}

/* Its administrator backs PostgreSQL up; a step is a transaction, so a failed one leaves nothing. */
static struct err *
postgres_before_migration(struct db *db, int64_t version, struct arena *arena)
{
	(void)db;
	(void)version;
	(void)arena;
	return NULL;
}

static struct err *
run_migration(struct db *db, const struct sql_migration *migration, struct arena *arena)
{
	struct str note = arena_printf(arena, "INSERT INTO schema_step (version, name, at) VALUES (%d, '%s', %lld)",
	    migration->version, migration->name, (long long)clock_now());
	int64_t version;

	TRY(postgres_exec(db,
	    "CREATE TABLE IF NOT EXISTS schema_step (version bigint PRIMARY KEY, name text NOT NULL, at bigint NOT NULL)", arena));
	TRY(postgres_schema_version(db, arena, &version));
	if (version >= migration->version)
		return NULL;      /* another program was first */
	TRY(postgres_exec(db, migration->postgres, arena));
	return postgres_exec(db, note.ptr, arena);
}

static struct err *
postgres_migrate(struct db *db, const struct sql_migration *migration, struct arena *arena)
{
	struct err *err = postgres_begin(db, arena);

	if (err == NULL)
		err = run_migration(db, migration, arena);
	if (err == NULL)
		err = postgres_commit(db, arena);
	if (err != NULL)
		postgres_rollback(db);
	return err;
}

/* Declared and real types of parameters (arrays aside) and columns. */
static bool
same_types(const struct sql *sql, const PGresult *described)
{
	if (pq.nfields(described) != (int)sql->gives_count || pq.nparams(described) != (int)sql->binds_count)
		return false;
	for (int i = 0; i < pq.nfields(described); i++) {
		if (pq.ftype(described, i) != types[sql->gives[i].type].oid || strcmp(pq.fname(described, i), sql->gives[i].name) != 0)
			return false;
	}
	for (int i = 0; i < pq.nparams(described) && !sql->bulk; i++) {
		if (pq.paramtype(described, i) != types[sql->binds[i].type].oid)
			return false;
	}
	return true;
}

static struct err *
check_text(struct db *db, const struct sql *sql, const char *text, struct arena *arena)
{
	struct err *err = took(db, pq.prepare(conn_of(db), "", text, 0, NULL), arena);
	PGresult *described;
	bool same;

	if (err != NULL)
		return err_wrap(arena, err, M("statement {name}"), ARG("name", str_of(sql->name)));
	described = pq.describePrepared(conn_of(db), "");
	same = pq.resultStatus(described) == PGRES_COMMAND_OK && same_types(sql, described);
	pq.clear(described);
	if (!same)
		return err_new(arena, ERR_STORE, M("statement {name}"), ARG("name", str_of(sql->name)));
	return NULL;
}

static struct err *
postgres_check(struct db *db, const struct sql *sql, struct arena *arena)
{
	TRY(check_text(db, sql, sql->postgres, arena));
	return sql->postgres_narrow == NULL ? NULL : check_text(db, sql, sql->postgres_narrow, arena);
}

static void
postgres_close(struct db *db)
{
	struct postgres_db *self = (struct postgres_db *)db;

	pq.finish(self->conn);
	mem_free(self->prepared);
	mem_free((char *)self->db.where.ptr);
	mem_free(self);
}

static struct err *
postgres_now(struct db *db, struct arena *arena, int64_t *ret_now)
{
	return one_int(db, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint", arena, ret_now);
}

/* Else a table that was empty or small when it was last looked at is read as a whole for each row of the next statements. */
static struct err *
postgres_look_anew(struct db *db, const char *tables, struct arena *arena)
{
	return postgres_exec(db, arena_printf(arena, "ANALYZE %s", tables).ptr, arena);
}

/* The small table of keys anew: its old file is removed. What the server's own log and copies keep is said in doc/ja/keys.md. */
static struct err *
postgres_scrub(struct db *db, struct str bytes, struct arena *arena, struct str *ret_where)
{
	(void)bytes;
	*ret_where = STR("");
	return postgres_exec(db, "VACUUM FULL case_key", arena);
}

/* Writers wait for each other's rows only: such a note's row is its own. */
static void
postgres_hurry(struct db *db, bool on)
{
	(void)db, (void)on;
}

static const struct engine postgres_engine = {
	"postgresql", postgres_close, postgres_exec, postgres_begin, postgres_commit, postgres_rollback, postgres_open,
	postgres_bind_int, postgres_bind_null, postgres_bind_str, postgres_bind_str, postgres_step, postgres_add, postgres_flush,
	postgres_is_null, postgres_get_int, postgres_get_str, postgres_get_str, postgres_done, postgres_set_org, postgres_set_seen,
	postgres_lock_schema, postgres_unlock_schema,
	postgres_schema_version, postgres_before_migration, postgres_migrate, postgres_check, postgres_now, postgres_look_anew, postgres_hurry, postgres_scrub,
};

static void
quiet(void *context, const PGresult *result)
{
	(void)context;
	(void)result;
}

static struct err *
greet(struct postgres_db *self, struct arena *arena)
{
	if (pq.status(self->conn) != CONNECTION_OK)
		return err_new(arena, ERR_STORE, M("The ledger {where} does not answer: {reason}"), ARG("where", self->db.where),
		    ARG("reason", server_words(pq.errorMessage(self->conn))));
	if (pq.serverVersion(self->conn) < POSTGRES_OLDEST)
		return err_new(arena, ERR_UNSUPPORTED, M("The ledger {where} is on a PostgreSQL older than 15."), ARG("where", self->db.where));
	(void)pq.setNoticeReceiver(self->conn, quiet, NULL);
	return postgres_exec(&self->db, "SET client_encoding = 'UTF8'; SET lock_timeout = '10s'; SET tsukuroi.org = '0'; "
	    "SET random_page_cost = 1.1; SET jit = off", arena);
}

/* What messages may say of the URL: nothing before '@', where a password may stand. */
static struct str
url_words(struct str url)
{
	struct str head, tail;

	return str_cut_last(url, '@', &head, &tail) ? tail : url;
}

struct err *
db_open_postgres(struct str url, struct arena *arena, struct db **ret_db)
{
	struct str words = url_words(url);
	struct postgres_db *self;
	struct err *err;
	char *where;

	TRY(libpq_load(arena));
	self = mem_alloc(sizeof(*self));
	where = mem_alloc(words.len + 1);
	memcpy(where, words.ptr, words.len);
	*self = (struct postgres_db){ .db = { &postgres_engine, 0, { where, words.len } },
		.conn = pq.connectdb(arena_cstr(arena, url)), .prepared = mem_alloc(mem_times(2, sql_count)) };
	err = greet(self, arena);
	if (err != NULL)
		postgres_close(&self->db);
	else
		*ret_db = &self->db;
	return err;
}
