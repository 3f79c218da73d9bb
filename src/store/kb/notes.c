/*
 * notes.c - notes in and out.
 */
#include "store/kb/notes.h"

#include "model/alert.h"
#include "model/document.h"
#include "model/name.h"
#include "model/record.h"
#include "model/release.h"
#include "model/statistic.h"
#include "store/kb/reader.h"

/* Every kind, and the sources that may bring it. The first field of each is its id. */
static const struct {
	const struct schema *schema;
	enum source          sources[2];
	size_t               count;
} kinds[] = {
	{ &release_schema,      { SOURCE_BUILDS, SOURCE_MSRC }, 2 },
	{ &lifecycle_schema,    { SOURCE_EOL, SOURCE_BUILDS },  2 },
	{ &product_name_schema, { SOURCE_NAMES },               1 },
	{ &year_count_schema,   { SOURCE_NAMES },               1 },
	{ &document_schema,     { SOURCE_MSRC },                1 },
	{ &alert_schema,        { SOURCE_ALERTS },              1 },
};

_Static_assert(offsetof(struct release, id) == 0 && offsetof(struct lifecycle, id) == 0, "a note begins with its id");
_Static_assert(offsetof(struct product_name, id) == 0 && offsetof(struct document, id) == 0, "a note begins with its id");
_Static_assert(offsetof(struct alert, id) == 0 && offsetof(struct year_count, id) == 0, "a note begins with its id");

bool
notes_fit(enum source source, const struct schema *schema)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		for (size_t s = 0; kinds[i].schema == schema && s < kinds[i].count; s++)
			if (kinds[i].sources[s] == source)
				return true;
	return false;
}

const struct schema *
notes_schema(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(str_of(kinds[i].schema->name), name))
			return kinds[i].schema;
	return NULL;
}

/* ----------------------------------------------------------------------- in */

/* A document says of when it is; the others are as old as their file. */
static int64_t
told_of(const struct schema *schema, const void *value)
{
	return schema == &document_schema ? ((const struct document *)value)->current : INSTANT_NONE;
}

struct err *
notes_stage(struct kb_import *import, const struct schema *schema, const void *value, struct arena *arena)
{
	const struct str *id = value;
	sqlite3_stmt *add;

	TRY(import_open_db(import, arena));
	TRY(kbdb_stmt(&import->db, KBSQL_INCOMING_NOTE_ADD, arena, &add));
	arena_reset(import->item);
	buf_clear(&import->encoded);
	record_encode(schema, value, &import->encoded);
	kbdb_bind_str(add, 1, str_of(schema->name));
	kbdb_bind_str(add, 2, *id);
	if (told_of(schema, value) != INSTANT_NONE)
		kbdb_bind_int(add, 3, told_of(schema, value));
	kbdb_bind_int(add, 4, pack_digest(buf_str(&import->encoded)));
	kbdb_bind_blob(add, 5, pack(import->packer, buf_str(&import->encoded), import->item));
	import->in.records++;
	return kbdb_run(&import->db, add, arena);
}

/* ---------------------------------------------------------------------- out */

static struct err *
hand_over(struct kb *kb, const struct schema *schema, sqlite3_stmt *row, kb_note_listener *note, void *data, struct arena *item)
{
	void *value = arena_alloc(item, schema->size);

	TRY(unpack_value(kb->packer, kbdb_str(row, 2), sqlite3_column_int64(row, 1), schema, item, value));
	return note(data, arena_copy(item, kbdb_str(row, 0)), value, item);
}

struct err *
kb_each_note(struct kb *kb, const struct schema *schema, struct str feed, kb_note_listener *note, void *data,
    struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	sqlite3_stmt *rows;

	if (kb->db.handle == NULL)
		return NULL;
	TRY(kbdb_stmt(&kb->db, KBSQL_NOTES_OF, arena, &rows));
	kbdb_bind_str(rows, 1, str_of(schema->name));
	kbdb_bind_str(rows, 2, feed);
	for (;;) {
		struct err *err;
		bool row;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		err = hand_over(kb, schema, rows, note, data, item);
		if (err != NULL) {
			(void)sqlite3_reset(rows);
			return err_copy(err, arena);
		}
		arena_reset(item);
	}
}

struct err *
kb_note(struct kb *kb, const struct schema *schema, struct str id, struct arena *arena, void *ret_value, bool *ret_found)
{
	sqlite3_stmt *get;

	*ret_found = false;
	if (kb->db.handle == NULL)
		return NULL;
	TRY(kbdb_stmt(&kb->db, KBSQL_NOTE_GET, arena, &get));
	kbdb_bind_str(get, 1, str_of(schema->name));
	kbdb_bind_str(get, 2, id);
	TRY(kbdb_step(&kb->db, get, arena, ret_found));
	if (*ret_found)
		TRY(unpack_value(kb->packer, kbdb_str(get, 1), sqlite3_column_int64(get, 0), schema, arena, ret_value));
	(void)sqlite3_reset(get);
	return NULL;
}
