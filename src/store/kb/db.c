#include "store/kb/db.h"

#include <errno.h>
#include <string.h>
#include "base/buf.h"
#include "base/file.h"
#include "store/kb/list_build.h"
#include "store/kb/pages.h"
#include "store/kb/words.h"

#define SQL_DEF(name, text) text,
const char *const kb_sql_texts[KBSQL_COUNT] = {
#include "store/kb/sql.def"
};
#undef SQL_DEF

struct err *
kbdb_error(struct kbdb *db, struct arena *arena)
{
	int code = sqlite3_extended_errcode(db->handle);
	struct str reason = str_of(sqlite3_errmsg(db->handle));

	switch (code & 0xff) {
	case SQLITE_FULL:
		errno = ENOSPC;
		return err_system(arena, M("The file {file} could not be written."), ARG("file", db->file));
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		errno = sqlite3_system_errno(db->handle);
		/* A file-size limit of the process is a full disk by another name. */
		if (errno == EFBIG)
			errno = ENOSPC;
		if (errno != 0)
			return err_system(arena, M("The file {file} could not be written."), ARG("file", db->file));
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_new(arena, ERR_STORE, M("The file {file} is not the one that was built: it was changed or cut short."),
		    ARG("file", db->file));
	}
	return err_new(arena, ERR_STORE, M("The database {file} refused: {reason}."), ARG("file", db->file), ARG("reason", reason));
}

static struct err *
run_script(struct kbdb *db, const char *script, struct arena *arena)
{
	return sqlite3_exec(db->handle, script, NULL, NULL, NULL) == SQLITE_OK ? NULL : kbdb_error(db, arena);
}

struct err *
kbdb_exec(struct kbdb *db, enum kb_sql sql, struct arena *arena)
{
	return run_script(db, kb_sql_texts[sql], arena);
}

/* While a kb is built nobody asks; who reads one puts his own in its place (search.c). */
static void
no_kev(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_int(context, 0);
}

static struct err *
open_file(struct kbdb *db, struct str file, struct str uri, int flags, const char *vfs, struct arena *arena)
{
	*db = (struct kbdb){ .file = arena_copy(arena, file) };
	if (sqlite3_open_v2(arena_cstr(arena, uri), &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, vfs) != SQLITE_OK)
		return kbdb_error(db, arena);
	(void)sqlite3_extended_result_codes(db->handle, 1);
	if (words_register(db->handle) != SQLITE_OK || list_register(db->handle) != SQLITE_OK ||
	    sqlite3_create_function_v2(db->handle, "is_kev", 1, SQLITE_UTF8, NULL, no_kev, NULL, NULL, NULL) != SQLITE_OK)
		return kbdb_error(db, arena);
	return NULL;
}

/* A path as a URI: what is special there is written in hexadecimal. */
static struct str
uri_of(struct str path, const char *query, struct arena *arena)
{
	struct buf uri BUF_SCOPE = { 0 };

	buf_add(&uri, STR("file:"));
	for (size_t i = 0; i < path.len; i++) {
		char c = path.ptr[i];

		if (char_is_alnum(c) || strchr("/-_.", c) != NULL)
			buf_add_char(&uri, c);
		else
			buf_addf(&uri, "%%%02X", (unsigned)(unsigned char)c);
	}
	buf_add(&uri, str_of(query));
	return arena_copy(arena, buf_str(&uri));
}

struct err *
kbdb_open_build(struct kbdb *db, struct str path, struct arena *arena)
{
	bool is_new = !file_exists(path, arena);

	TRY(open_file(db, path, uri_of(path, "", arena), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, arena));
	TRY(kbdb_exec(db, KBSQL_PRAGMAS_BUILD, arena));
	return is_new ? kbdb_exec(db, KBSQL_TABLES, arena) : NULL;
}

struct err *
kbdb_attach_staging(struct kbdb *db, struct str path, struct arena *arena)
{
	sqlite3_stmt *stmt;

	TRY(kbdb_stmt(db, KBSQL_STAGING_ATTACH, arena, &stmt));
	kbdb_bind_str(stmt, 1, uri_of(path, "", arena));
	TRY(kbdb_run(db, stmt, arena));
	return kbdb_exec(db, KBSQL_STAGING_TABLES, arena);
}

struct err *
kbdb_open_immutable(struct kbdb *db, struct str path, struct arena *arena)
{
	TRY(open_file(db, path, uri_of(path, "?mode=ro&immutable=1", arena), SQLITE_OPEN_READONLY, pages_vfs(), arena));
	return kbdb_exec(db, KBSQL_PRAGMAS_READ, arena);
}

void
kbdb_close(struct kbdb *db)
{
	for (size_t i = 0; i < KBSQL_COUNT; i++)
		(void)sqlite3_finalize(db->statements[i]);
	(void)sqlite3_close(db->handle);
	*db = (struct kbdb){ 0 };
}

struct err *
kbdb_stmt(struct kbdb *db, enum kb_sql sql, struct arena *arena, sqlite3_stmt **ret_stmt)
{
	sqlite3_stmt **stmt = &db->statements[sql];

	if (*stmt == NULL &&
	    sqlite3_prepare_v3(db->handle, kb_sql_texts[sql], -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL) != SQLITE_OK)
		return kbdb_error(db, arena);
	(void)sqlite3_reset(*stmt);
	(void)sqlite3_clear_bindings(*stmt);
	*ret_stmt = *stmt;
	return NULL;
}

struct err *
kbdb_step(struct kbdb *db, sqlite3_stmt *stmt, struct arena *arena, bool *ret_row)
{
	int code = sqlite3_step(stmt);

	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		struct err *err = kbdb_error(db, arena);

		(void)sqlite3_reset(stmt);
		return err;
	}
	*ret_row = code == SQLITE_ROW;
	return NULL;
}

struct err *
kbdb_run(struct kbdb *db, sqlite3_stmt *stmt, struct arena *arena)
{
	bool row;

	do
		TRY(kbdb_step(db, stmt, arena, &row));
	while (row);
	(void)sqlite3_reset(stmt);
	return NULL;
}

void
kbdb_bind_str(sqlite3_stmt *stmt, int at, struct str text)
{
	(void)sqlite3_bind_text64(stmt, at, text.len == 0 ? "" : text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

void
kbdb_bind_blob(sqlite3_stmt *stmt, int at, struct str bytes)
{
	if (bytes.len > 0)
		(void)sqlite3_bind_blob64(stmt, at, bytes.ptr, bytes.len, SQLITE_STATIC);
}

void
kbdb_bind_int(sqlite3_stmt *stmt, int at, int64_t number)
{
	(void)sqlite3_bind_int64(stmt, at, number);
}

struct str
kbdb_str(sqlite3_stmt *stmt, int column)
{
	const char *bytes = sqlite3_column_blob(stmt, column);

	return (struct str){ bytes, (size_t)sqlite3_column_bytes(stmt, column) };
}
