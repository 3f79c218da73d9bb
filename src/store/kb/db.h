/*
 * db.h - kb.db: its tables, every statement by name, and SQLite's answers as errors of ours.
 */
#pragma once
#include <sqlite3.h>
#include "base/err.h"

#define SQL_DEF(name, text) KBSQL_##name,
enum kb_sql {
#include "store/kb/sql.def"
	KBSQL_COUNT,
};
#undef SQL_DEF
extern const char *const kb_sql_texts[KBSQL_COUNT];

struct kbdb {
	sqlite3      *handle;
	struct str    file;                  /* for messages; lives as long as the db */
	sqlite3_stmt *statements[KBSQL_COUNT]; /* prepared at first use                  */
};

/* For building: nothing is journaled or synced, the file is whole when its directory is renamed. Makes the tables when new. */
CHECKED struct err *kbdb_open_build(struct kbdb *db, struct str path, struct arena *arena);
/* A second file beside it, for what a feed brings until it is merged. */
CHECKED struct err *kbdb_attach_staging(struct kbdb *db, struct str path, struct arena *arena);
/* For reading a file that nobody changes. */
CHECKED struct err *kbdb_open_immutable(struct kbdb *db, struct str path, struct arena *arena);
void kbdb_close(struct kbdb *db);

CHECKED struct err *kbdb_exec(struct kbdb *db, enum kb_sql sql, struct arena *arena);

/* The statement, reset and without bindings. */
CHECKED struct err *kbdb_stmt(struct kbdb *db, enum kb_sql sql, struct arena *arena, sqlite3_stmt **ret_stmt);
/* The next row. */
CHECKED struct err *kbdb_step(struct kbdb *db, sqlite3_stmt *stmt, struct arena *arena, bool *ret_row);
/* Runs to the end; rows are passed over. */
CHECKED struct err *kbdb_run(struct kbdb *db, sqlite3_stmt *stmt, struct arena *arena);

void kbdb_bind_str(sqlite3_stmt *stmt, int at, struct str text);     /* bound texts must live until the step */
void kbdb_bind_blob(sqlite3_stmt *stmt, int at, struct str bytes);   /* empty: NULL                          */
void kbdb_bind_int(sqlite3_stmt *stmt, int at, int64_t number);
struct str kbdb_str(sqlite3_stmt *stmt, int column);                 /* a view until the next step           */

CHECKED NEVER_NULL struct err *kbdb_error(struct kbdb *db, struct arena *arena);
