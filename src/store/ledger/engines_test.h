/*
 * engines_test.h - for tests: the same story told on SQLite and, where TSUKUROI_PG names a database (tools/with-postgres), on
 * PostgreSQL. Tests run side by side and share that database: each waits until it has it for itself.
 */
#pragma once
#include "base/file.h"
#include "store/ledger/db.h"
#include "test.h"

/* Begins with nothing stored; closed by on_each_engine. */
typedef void engine_story(struct ledger *ledger, struct str where, struct arena *arena, void *context);

static inline void
on_engine(struct str where, engine_story *story, void *context, struct arena *arena)
{
	struct ledger *ledger;

	assert_ok(ledger_open(where, LEDGER_MAKE, arena, &ledger));
	print_message("  on %s\n", ledger_engine(ledger));
	story(ledger, where, arena, context);
	ledger_close(ledger);
}

static inline void
on_each_engine(engine_story *story, void *context)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *url = getenv("TSUKUROI_PG");
	char dir[] = "/tmp/tsukuroi-ledger-XXXXXX";
	struct db *turn;

	assert_non_null(mkdtemp(dir));
	on_engine(arena_printf(arena, "%s/ledger.db", dir), story, context, arena);
	assert_ok(dir_remove(str_of(dir), arena));
	if (url == NULL || url[0] == '\0') {
		print_message("  skipped on PostgreSQL: TSUKUROI_PG names none (tools/with-postgres)\n");
		return;
	}
	assert_ok(db_open_postgres(str_of(url), arena, &turn));
	assert_ok(turn->engine->exec(turn, "SET lock_timeout = 0; DO $$ BEGIN PERFORM pg_advisory_lock(20261121); END $$", arena));
	assert_ok(turn->engine->exec(turn, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", arena));
	on_engine(str_of(url), story, context, arena);
	db_close(turn);
}
