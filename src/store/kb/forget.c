/*
 * forget.c - a feed is taken out with all that it said.
 */
#include "store/kb/import.h"

/* What its records stand on: run in this order, the records last. */
static const enum kb_sql steps[] = { KBSQL_FORGET_BESIDE, KBSQL_FORGET_IDS, KBSQL_FORGET_VULNERABILITIES, KBSQL_FORGET_EVENTS, KBSQL_FORGET_RECORDS };

static struct err *
feed_number(struct kb_import *import, struct str name, struct arena *arena, int64_t *ret_feed)
{
	sqlite3_stmt *get;
	bool row;

	TRY(kbdb_stmt(&import->db, KBSQL_FEED_GET, arena, &get));
	kbdb_bind_str(get, 1, name);
	TRY(kbdb_step(&import->db, get, arena, &row));
	*ret_feed = row ? sqlite3_column_int64(get, 0) : 0;
	(void)sqlite3_reset(get);
	return NULL;
}

static struct err *
take_out(struct kb_import *import, int64_t feed, struct arena *arena)
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		sqlite3_stmt *step;

		TRY(kbdb_stmt(&import->db, steps[i], arena, &step));
		kbdb_bind_int(step, 1, feed);
		if (steps[i] == KBSQL_FORGET_BESIDE)
			kbdb_bind_int(step, 2, import->generation);
		TRY(kbdb_run(&import->db, step, arena));
	}
	return NULL;
}

struct err *
kb_import_forget(struct kb_import *import, struct str name, struct arena *arena)
{
	struct kb_source *row = place_source(&import->manifest, name), *items = import->manifest.sources.items;
	int64_t feed;

	if (row == NULL)
		return NULL;
	TRY(import_open_db(import, arena));
	TRY(feed_number(import, name, arena, &feed));
	if (feed != 0)
		TRY(take_out(import, feed, arena));
	import->manifest.sources.count--;
	for (size_t i = (size_t)(row - items); i < import->manifest.sources.count; i++)
		items[i] = items[i + 1];
	import->changes++;
	return NULL;
}
