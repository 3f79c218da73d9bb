/*
 * withdraw.c - records that their source took back, without another edition of them.
 */
#include "store/kb/import.h"

struct withdrawing {
	struct kb_import *import;
	kb_withdrawal    *when;
	void             *data;
};

static struct err *
withdraw_row(const struct withdrawing *withdrawing, sqlite3_stmt *row, struct arena *item)
{
	struct kb_import *import = withdrawing->import;
	int64_t at = withdrawing->when(withdrawing->data, kbdb_str(row, 0), item);
	struct advisory advisory;

	if (at == INSTANT_NONE || at < sqlite3_column_int64(row, 1))
		return NULL;
	TRY(unpack_value(import->packer, kbdb_str(row, 3), sqlite3_column_int64(row, 2), &advisory_schema, item, &advisory));
	advisory.state = ADVISORY_WITHDRAWN;
	advisory.withdrawn = advisory.modified = at;
	return kb_import_record(import, &advisory_schema, &advisory, STR(""), item);
}

struct err *
kb_import_withdraw(struct kb_import *import, kb_withdrawal *when, void *data, struct arena *arena)
{
	const struct withdrawing withdrawing = { import, when, data };
	struct arena *item ARENA_SCOPE = arena_new();
	sqlite3_stmt *rows;
	struct err *err = NULL;
	bool row = true;

	TRY(import_open_db(import, arena));
	TRY(kbdb_stmt(&import->db, KBSQL_FEED_LIVE, arena, &rows));
	kbdb_bind_str(rows, 1, import->in.feed.name);
	kbdb_bind_int(rows, 2, ADVISORY_WITHDRAWN);
	while (err == NULL && row) {
		arena_reset(item);
		err = kbdb_step(&import->db, rows, item, &row);
		if (err == NULL && row)
			err = withdraw_row(&withdrawing, rows, item);
	}
	(void)sqlite3_reset(rows);
	return err == NULL ? NULL : err_copy(err, arena);
}
