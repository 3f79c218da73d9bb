/*
 * sqlite.c - the ledger in one file. WAL, synchronous=FULL, foreign keys held; one writer at a time,
 * which waits for another at most BUSY_MS.
 */
#include "store/ledger/db.h"

#include <assert.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/mem.h"

enum { BUSY_MS = 10000, PIECE = 1 << 20 };

struct slot {
	sqlite3_stmt *stmt;
	bool          busy;      /* stepping for somebody: a second use prepares its own */
};

struct sqlite_db {
	struct db     db;
	sqlite3      *handle;
	struct slot  *slots;     /* by statement; behind them all once more, narrowed */
};

static sqlite3 *
handle_of(const struct db *db)
{
	return ((const struct sqlite_db *)(const void *)db)->handle;
}

static struct err *
sqlite_err(const struct db *db, int code, struct arena *arena)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_new(arena, ERR_BUSY, M("Another program is writing to the ledger {where}: try again."), ARG("where", db->where));
	case SQLITE_FULL:
		return err_new(arena, ERR_STORE,
		    M("There is no room left on the disk: free some and try again; what was stored before is whole."));
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_new(arena, ERR_STORE, M("The file {where} is not a ledger, or it is damaged: restore it from a backup."),
		    ARG("where", db->where));
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return err_new(arena, ERR_STORE, M("The ledger {where} cannot be written: see to the rights of the file and of its folder."),
		    ARG("where", db->where));
	}
	return err_new(arena, ERR_STORE, M("The ledger {where} refused: {reason}"), ARG("where", db->where),
	    ARG("reason", str_of(sqlite3_errmsg(handle_of(db)))));
}

static struct err *
sqlite_exec(struct db *db, const char *text, struct arena *arena)
{
	int code = sqlite3_exec(handle_of(db), text, NULL, NULL, NULL);

	return code == SQLITE_OK ? NULL : sqlite_err(db, code, arena);
}

static struct err *
sqlite_begin(struct db *db, struct arena *arena)
{
	return sqlite_exec(db, "BEGIN IMMEDIATE", arena);
}

static struct err *
sqlite_commit(struct db *db, struct arena *arena)
{
	return sqlite_exec(db, "COMMIT", arena);
}

/* After some errors SQLite has rolled back already; then there is nothing to do. */
static void
sqlite_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(handle_of(db)))
		(void)sqlite3_exec(handle_of(db), "ROLLBACK", NULL, NULL, NULL);
}

static struct err *
prepare(struct db *db, const char *text, unsigned flags, struct arena *arena, sqlite3_stmt **ret_stmt)
{
	int code = sqlite3_prepare_v3(handle_of(db), text, -1, flags, ret_stmt, NULL);

	return code == SQLITE_OK ? NULL : sqlite_err(db, code, arena);
}

static struct slot *
slot_of(const struct query *query)
{
	return &((struct sqlite_db *)query->db)->slots[(size_t)(query->sql - sql_statements) + (query->narrow ? sql_count : 0)];
}

static struct err *
sqlite_open(struct db *db, const struct sql *sql, struct arena *arena, struct query *query)
{
	const char *text = query->narrow ? sql->sqlite_narrow : sql->sqlite;
	struct slot *slot = slot_of(query);
	sqlite3_stmt *stmt;

	if (slot->busy) {
		TRY(prepare(db, text, 0, arena, &stmt));
		query->native = stmt;
		return NULL;
	}
	if (slot->stmt == NULL)
		TRY(prepare(db, text, SQLITE_PREPARE_PERSISTENT, arena, &slot->stmt));
	slot->busy = true;
	query->native = slot->stmt;
	return NULL;
}

static void
sqlite_bind_int(struct query *query, int64_t value)
{
	(void)sqlite3_bind_int64(query->native, (int)query->bound + 1, value);
}

static void
sqlite_bind_null(struct query *query)
{
	(void)sqlite3_bind_null(query->native, (int)query->bound + 1);
}

/* The bytes stay where they are until the statement has run, so nothing is copied. */
static void
sqlite_bind_str(struct query *query, struct str value)
{
	(void)sqlite3_bind_text64(query->native, (int)query->bound + 1, value.len == 0 ? "" : value.ptr, value.len,
	    SQLITE_STATIC, SQLITE_UTF8);
}

static void
sqlite_bind_blob(struct query *query, struct str value)
{
	(void)sqlite3_bind_blob64(query->native, (int)query->bound + 1, value.len == 0 ? "" : value.ptr, value.len, SQLITE_STATIC);
}

static struct err *
sqlite_step(struct query *query, struct arena *arena, bool *ret_row)
{
	int code = sqlite3_step(query->native);

	*ret_row = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return NULL;
	return err_wrap(arena, sqlite_err(query->db, code, arena), M("statement {name}"), ARG("name", str_of(query->sql->name)));
}

static struct err *
sqlite_add(struct query *query, struct arena *arena)
{
	bool row;

	TRY(sqlite_step(query, arena, &row));
	assert(!row);
	(void)sqlite3_reset(query->native);
	return NULL;
}

static struct err *
sqlite_flush(struct query *query, struct arena *arena)
{
	(void)query;
	(void)arena;
	return NULL;
}

static bool
sqlite_is_null(const struct query *query, int column)
{
	return sqlite3_column_type(query->native, column) == SQLITE_NULL;
}

static int64_t
sqlite_get_int(const struct query *query, int column)
{
	return sqlite3_column_int64(query->native, column);
}

static struct str
sqlite_get_str(const struct query *query, int column)
{
	const char *text = (const char *)sqlite3_column_text(query->native, column);

	return (struct str){ text, (size_t)sqlite3_column_bytes(query->native, column) };
}

static struct str
sqlite_get_blob(const struct query *query, int column)
{
	const char *bytes = sqlite3_column_blob(query->native, column);

	return (struct str){ bytes == NULL ? "" : bytes, (size_t)sqlite3_column_bytes(query->native, column) };
}

static void
sqlite_done(struct query *query)
{
	struct slot *slot = slot_of(query);

	if (slot->stmt != query->native) {
		(void)sqlite3_finalize(query->native);
		return;
	}
	(void)sqlite3_reset(slot->stmt);
	(void)sqlite3_clear_bindings(slot->stmt);
	slot->busy = false;
}

/* The organisation stands in every statement; this engine knows no more of it. */
static struct err *
sqlite_set_org(struct db *db, int64_t org, struct arena *arena)
{
	(void)arena;
	db->org = org;
	return NULL;
}

static struct err *
sqlite_set_seen(struct db *db, const int64_t *units, size_t count, struct arena *arena)
{
	TRY(sqlite_exec(db, "DELETE FROM temp.seen", arena));
	for (size_t i = 0; i < count; i++)
		TRY(sqlite_exec(db, arena_printf(arena, "INSERT OR IGNORE INTO temp.seen (unit_id) VALUES (%lld)", (long long)units[i]).ptr, arena));
	return NULL;
}

/* BEGIN IMMEDIATE of each step is the lock. */
static struct err *
sqlite_no_lock(struct db *db, struct arena *arena)
{
	(void)db;
	(void)arena;
	return NULL;
}

static struct err *
one_int(struct db *db, const char *text, struct arena *arena, int64_t *ret_value)
{
	sqlite3_stmt *stmt;
	int code;

	TRY(prepare(db, text, 0, arena, &stmt));
	code = sqlite3_step(stmt);
	*ret_value = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
	(void)sqlite3_finalize(stmt);
	return code == SQLITE_ROW || code == SQLITE_DONE ? NULL : sqlite_err(db, code, arena);
}

static struct err *
sqlite_schema_version(struct db *db, struct arena *arena, int64_t *ret_version)
{
	int64_t there;

	*ret_version = 0;
	TRY(one_int(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_step'", arena, &there));
	if (there == 0)
		return NULL;
	return one_int(db, "SELECT max(version) FROM schema_step", arena, ret_version);
}

/* A copy as it was, beside the ledger: "ledger.db.before-0002". An older one of that name gives way. */
static struct err *
sqlite_before_migration(struct db *db, int64_t version, struct arena *arena)
{
	struct str copy = arena_printf(arena, "%.*s.before-%04lld", STR_ARG(db->where), (long long)version);
	sqlite3_stmt *stmt;
	int code;

	(void)unlink(copy.ptr);
	TRY(prepare(db, "VACUUM INTO ?1", 0, arena, &stmt));
	(void)sqlite3_bind_text64(stmt, 1, copy.ptr, copy.len, SQLITE_STATIC, SQLITE_UTF8);
	code = sqlite3_step(stmt);
	(void)sqlite3_finalize(stmt);
	if (code != SQLITE_DONE)
		return err_wrap(arena, sqlite_err(db, code, arena), M("copy {file} before the ledger's form is renewed"), ARG("file", copy));
	(void)chmod(copy.ptr, 0600);
	return NULL;
}

static struct err *
run_migration(struct db *db, const struct sql_migration *migration, struct arena *arena)
{
	struct str note = arena_printf(arena, "INSERT INTO schema_step (version, name, at) VALUES (%d, '%s', %lld)",
	    migration->version, migration->name, (long long)clock_now());
	int64_t broken, version;

	TRY(sqlite_exec(db, "CREATE TABLE IF NOT EXISTS schema_step (version INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
	    arena));
	TRY(sqlite_schema_version(db, arena, &version));
	if (version >= migration->version)
		return NULL;      /* another program was first */
	TRY(sqlite_exec(db, migration->sqlite, arena));
	TRY(one_int(db, "SELECT count(*) FROM pragma_foreign_key_check", arena, &broken));
	if (broken != 0)
		return err_new(arena, ERR_STORE, M("After step {name} {count} rows would point nowhere: the ledger was left as it was."),
		    ARG("name", str_of(migration->name)), ARG_N("count", broken));
	return sqlite_exec(db, note.ptr, arena);
}

/* Foreign keys are off meanwhile (a step may rebuild a table) and checked before it counts. */
static struct err *
sqlite_migrate(struct db *db, const struct sql_migration *migration, struct arena *arena)
{
	struct err *err;

	TRY(sqlite_exec(db, "PRAGMA foreign_keys = OFF", arena));
	err = sqlite_begin(db, arena);
	if (err == NULL)
		err = run_migration(db, migration, arena);
	if (err == NULL)
		err = sqlite_commit(db, arena);
	if (err != NULL)
		sqlite_rollback(db);
	TRY(sqlite_exec(db, "PRAGMA foreign_keys = ON", arena));
	return err;
}

static struct err *
check_text(struct db *db, const struct sql *sql, const char *text, struct arena *arena)
{
	sqlite3_stmt *stmt;
	struct err *err = prepare(db, text, 0, arena, &stmt);
	bool same;

	if (err != NULL)
		return err_wrap(arena, err, M("statement {name}"), ARG("name", str_of(sql->name)));
	same = (size_t)sqlite3_column_count(stmt) == sql->gives_count
	    && (size_t)sqlite3_bind_parameter_count(stmt) == sql->binds_count;
	(void)sqlite3_finalize(stmt);
	if (!same)
		return err_new(arena, ERR_STORE, M("statement {name}"), ARG("name", str_of(sql->name)));
	return NULL;
}

static struct err *
sqlite_check(struct db *db, const struct sql *sql, struct arena *arena)
{
	TRY(check_text(db, sql, sql->sqlite, arena));
	return sql->sqlite_narrow == NULL ? NULL : check_text(db, sql, sql->sqlite_narrow, arena);
}

/* The log into the file, and the log emptied, unless somebody still reads from it. */
static struct err *
empty_log(struct db *db, struct arena *arena)
{
	int64_t busy;

	return one_int(db, "PRAGMA wal_checkpoint(TRUNCATE)", arena, &busy);
}

/*
 * Whether bytes stand in a file that SQLite has open, read through its own handle: to open and close the file a second time would take its
 * locks from it (POSIX drops a process's locks with any descriptor of the file).
 */
static bool
open_file_has(sqlite3_file *file, struct str bytes, char *piece)
{
	sqlite3_int64 size = 0;

	if (file == NULL || file->pMethods == NULL || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
		return false;
	for (sqlite3_int64 at = 0; at < size; at += PIECE - (sqlite3_int64)bytes.len) {
		size_t len = size - at < PIECE ? (size_t)(size - at) : (size_t)PIECE;

		if (file->pMethods->xRead(file, piece, (int)len, at) == SQLITE_OK && memmem(piece, len, bytes.ptr, bytes.len) != NULL)
			return true;
	}
	return false;
}

static bool
ledger_has(const struct db *db, int which, struct str bytes)
{
	sqlite3_file *file = NULL;
	char *piece = mem_alloc(PIECE);
	bool has = sqlite3_file_control(handle_of(db), "main", which, &file) == SQLITE_OK && open_file_has(file, bytes, piece);

	mem_free(piece);
	return has;
}

/* Copies beside the ledger: "ledger.db.before-0002". */
static struct err *
find_in_copies(const struct db *db, struct str bytes, struct arena *arena, struct str *ret_where)
{
	struct str dir = STR("."), name = db->where, *names;
	size_t count;

	(void)str_cut_last(db->where, '/', &dir, &name);
	TRY(dir_list(dir.len == 0 ? STR("/") : dir, arena, &names, &count));
	for (size_t i = 0; i < count && ret_where->len == 0; i++) {
		struct str path = path_join(arena, dir, names[i]);
		struct file_map map;

		if (!str_starts(names[i], arena_printf(arena, "%.*s.before-", STR_ARG(name))))
			continue;
		TRY(file_map_open(path, arena, &map));
		if (map.len >= bytes.len && memmem(map.bytes, map.len, bytes.ptr, bytes.len) != NULL)
			*ret_where = path;
		file_map_close(&map);
	}
	return NULL;
}

static struct err *
find_bytes(const struct db *db, struct str bytes, struct arena *arena, struct str *ret_where)
{
	*ret_where = STR("");
	if (ledger_has(db, SQLITE_FCNTL_FILE_POINTER, bytes))
		*ret_where = db->where;
	else if (ledger_has(db, SQLITE_FCNTL_JOURNAL_POINTER, bytes))
		*ret_where = arena_printf(arena, "%.*s-wal", STR_ARG(db->where));
	else
		return find_in_copies(db, bytes, arena, ret_where);
	return NULL;
}

/* What its planner knows stands in the migrations (tools/sqlgen, -- rows). */
static struct err *
sqlite_look_anew(struct db *db, const char *tables, struct arena *arena)
{
	(void)db;
	(void)tables;
	(void)arena;
	return NULL;
}

/* What a page held before it was divided may stand on in it; only a file written anew is sure to be without. */
static struct err *
sqlite_scrub(struct db *db, struct str bytes, struct arena *arena, struct str *ret_where)
{
	TRY(empty_log(db, arena));
	TRY(find_bytes(db, bytes, arena, ret_where));
	if (!str_starts(db->where, *ret_where) || ret_where->len == 0)
		return NULL;
	TRY(sqlite_exec(db, "VACUUM", arena));
	TRY(empty_log(db, arena));
	return find_bytes(db, bytes, arena, ret_where);
}

static void
sqlite_close(struct db *db)
{
	struct sqlite_db *self = (struct sqlite_db *)db;

	for (size_t i = 0; i < 2 * sql_count; i++)
		(void)sqlite3_finalize(self->slots[i].stmt);
	(void)sqlite3_close(self->handle);
	mem_free(self->slots);
	mem_free((char *)self->db.where.ptr);
	mem_free(self);
}

/* There is no server: this process's clock. */
static struct err *
sqlite_now(struct db *db, struct arena *arena, int64_t *ret_now)
{
	(void)db;
	(void)arena;
	*ret_now = clock_now();
	return NULL;
}

static void
sqlite_hurry(struct db *db, bool on)
{
	(void)sqlite3_busy_timeout(((struct sqlite_db *)db)->handle, on ? 0 : BUSY_MS);
}

static const struct engine sqlite_engine = {
	"sqlite", sqlite_close, sqlite_exec, sqlite_begin, sqlite_commit, sqlite_rollback, sqlite_open,
	sqlite_bind_int, sqlite_bind_null, sqlite_bind_str, sqlite_bind_blob, sqlite_step, sqlite_add, sqlite_flush,
	sqlite_is_null, sqlite_get_int, sqlite_get_str, sqlite_get_blob, sqlite_done, sqlite_set_org, sqlite_set_seen, sqlite_no_lock, sqlite_no_lock,
	sqlite_schema_version, sqlite_before_migration, sqlite_migrate, sqlite_check, sqlite_now, sqlite_look_anew, sqlite_hurry, sqlite_scrub,
};

static struct err *
make_file(struct str path, struct arena *arena)
{
	int fd FD_SCOPE = open(arena_cstr(arena, path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	return NULL;
}

static struct err *
open_handle(struct sqlite_db *self, struct arena *arena)
{
	int code = sqlite3_open_v2(self->db.where.ptr, &self->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (code != SQLITE_OK)
		return sqlite_err(&self->db, code, arena);
	(void)sqlite3_extended_result_codes(self->handle, 1);
	(void)sqlite3_busy_timeout(self->handle, BUSY_MS);
	return sqlite_exec(&self->db,
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
	    "PRAGMA cache_size = -131072; PRAGMA trusted_schema = OFF; CREATE TEMP TABLE seen (unit_id INTEGER PRIMARY KEY)", arena);
}

struct err *
db_open_sqlite(struct str path, bool make, struct arena *arena, struct db **ret_db)
{
	struct sqlite_db *self;
	struct err *err;
	char *where;

	if (!file_exists(path, arena)) {
		if (!make)
			return err_new(arena, ERR_NOT_FOUND, M("There is no ledger {where}: make one with `tsukuroi init`."), ARG("where", path));
		TRY(make_file(path, arena));
	}
	where = mem_alloc(path.len + 1);
	memcpy(where, path.ptr, path.len);
	self = mem_alloc(sizeof(*self));
	*self = (struct sqlite_db){ .db = { &sqlite_engine, 0, { where, path.len } },
		.slots = mem_alloc(mem_times(2 * sql_count, sizeof(struct slot))) };
	err = open_handle(self, arena);
	if (err != NULL)
		sqlite_close(&self->db);
	else
		*ret_db = &self->db;
	return err;
}
