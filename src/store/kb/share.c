/*
 * share.c - what one kb tells another: its name, what came to its feeds since, and what it has taken itself.
 */
#include "base/crypt.h"
#include "format/bundle/bundle.h"
#include "model/document.h"
#include "model/name.h"
#include "model/release.h"
#include "store/kb/import.h"
#include "store/kb/notes.h"
#include "store/kb/reader.h"

/* ---------------------------------------------------------------------------------------------- lineage */

struct lineage { struct str id; };
static const struct field lineage_fields[] = { FIELD(struct lineage, id, FIELD_STR) };
static const struct schema lineage_schema = SCHEMA("lineage", struct lineage, lineage_fields);

enum { LINEAGE_BYTES = 8 };

struct err *
kb_lineage(struct str path, struct arena *arena, struct str *ret_lineage)
{
	struct str file = path_join(arena, path, STR("lineage"));
	char bytes[LINEAGE_BYTES];
	struct lineage lineage;

	if (file_exists(file, arena)) {
		TRY(sealed_read(file, &lineage_schema, arena, &lineage));
	} else {
		crypt_random(bytes, sizeof(bytes));
		lineage.id = crypt_hex((struct str){ bytes, sizeof(bytes) }, arena);
		TRY(sealed_write(file, &lineage_schema, &lineage, arena));
	}
	*ret_lineage = lineage.id;
	return NULL;
}

struct err *
kb_in_force(struct str path, struct arena *arena, struct kb_span *ret_span)
{
	struct kb_manifest manifest;

	TRY(place_manifest(path, arena, &manifest));
	*ret_span = (struct kb_span){ manifest.generation, manifest.overlay };
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ taken */

static const struct field taken_fields[] = {
	FIELD(struct kb_taken, lineage, FIELD_STR),
	FIELD(struct kb_taken, generation, FIELD_INT),
	FIELD(struct kb_taken, overlay, FIELD_INT),
	FIELD(struct kb_taken, made, FIELD_INSTANT),
	FIELD(struct kb_taken, at, FIELD_INSTANT),
};
static const struct schema taken_schema = SCHEMA("taken", struct kb_taken, taken_fields);
struct taken_list { LIST(struct kb_taken) list; };
static const struct field list_fields[] = { FIELD_OF(struct taken_list, list, FIELD_LIST, &taken_schema) };
static const struct schema list_schema = SCHEMA("taken_list", struct taken_list, list_fields);

static struct err *
load_taken(struct str path, struct arena *arena, struct taken_list *ret_list)
{
	struct str file = path_join(arena, path, STR("taken"));

	*ret_list = (struct taken_list){ 0 };
	return file_exists(file, arena) ? sealed_read(file, &list_schema, arena, ret_list) : NULL;
}

static struct kb_taken *
find_taken(const struct taken_list *list, struct str lineage)
{
	for (size_t i = 0; i < list->list.count; i++)
		if (str_eq(list->list.items[i].lineage, lineage))
			return &list->list.items[i];
	return NULL;
}

struct err *
kb_taken(struct str path, struct str lineage, struct arena *arena, struct kb_taken *ret_taken)
{
	const struct kb_taken *found;
	struct taken_list list;

	TRY(load_taken(path, arena, &list));
	found = find_taken(&list, lineage);
	*ret_taken = found != NULL ? *found : (struct kb_taken){ .lineage = lineage, .made = INSTANT_NONE, .at = INSTANT_NONE };
	return NULL;
}

struct err *
kb_taken_put(struct str path, const struct kb_taken *taken, struct arena *arena)
{
	struct taken_list list;
	struct kb_taken *row;

	TRY(load_taken(path, arena, &list));
	row = find_taken(&list, taken->lineage);
	if (row == NULL)
		row = list_add(arena, &list.list);
	*row = *taken;
	return sealed_write(path_join(arena, path, STR("taken")), &list_schema, &list, arena);
}

/* ------------------------------------------------------------------------------------------------ telling */

/* One row of records or notes: its value, or that it is gone. Columns: id, gone, digest, body. */
static struct err *
tell_row(struct kb *kb, sqlite3_stmt *row, const struct schema *schema, struct sink *sink, struct arena *item)
{
	struct bundle_gone gone = { str_of(schema->name), kbdb_str(row, 0) };
	void *value;

	if (sqlite3_column_int(row, 1) != 0)
		return sink_record(sink, &bundle_gone_schema, &gone, item);
	value = arena_alloc(item, schema->size);
	TRY(unpack_value(kb->packer, kbdb_str(row, 3), sqlite3_column_int64(row, 2), schema, item, value));
	return sink_record(sink, schema, value, item);
}

static struct err *
tell_rows(struct kb *kb, enum kb_sql sql, const struct kb_source *feed, int64_t since, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	sqlite3_stmt *rows;

	TRY(kbdb_stmt(&kb->db, sql, arena, &rows));
	kbdb_bind_str(rows, 1, feed->name);
	kbdb_bind_int(rows, 2, since);
	for (;;) {
		const struct schema *schema = &advisory_schema;
		struct err *err = NULL;
		bool row;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		if (sql == KBSQL_NOTES_SINCE)
			schema = notes_schema(kbdb_str(rows, 4));
		if (schema != NULL)
			err = tell_row(kb, rows, schema, sink, item);
		if (err != NULL) {
			(void)sqlite3_reset(rows);
			return err_copy(err, arena);
		}
		arena_reset(item);
	}
}

/* Since nothing: what is scored; since an overlay: what says something else by now, and what is scored no more. */
static struct err *
tell_epss(struct str epss, int64_t since, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct str line;

	while (str_line(&epss, &line)) {
		struct epss_entry entry;
		int64_t overlay;

		if (!threat_epss_values(line, &entry, &overlay))
			return err_new(arena, ERR_STORE, M("A record of the knowledge base is damaged: build it anew, or go back to the previous one."));
		if (since > 0 && overlay > 0 && overlay <= since)
			continue;
		if (entry.probability >= 0)
			TRY(sink_record(sink, &epss_entry_schema, &entry, item));
		else if (since > 0)
			TRY(sink_record(sink, &bundle_gone_schema, &(struct bundle_gone){ str_of(epss_entry_schema.name), entry.cve }, item));
	}
	return NULL;
}

static struct err *
tell_threat(const struct threat *threat, enum source source, int64_t since, struct sink *sink, struct arena *arena)
{
	if (source == SOURCE_EPSS)
		return tell_epss(threat->epss, since, sink, arena);
	for (size_t i = 0; i < threat->kev.list.count; i++)
		TRY(sink_record(sink, &kev_entry_schema, &threat->kev.list.items[i], arena));
	return NULL;
}

struct err *
kb_each_since(struct kb *kb, const struct kb_source *feed, struct kb_span since, struct sink *sink, struct arena *arena)
{
	struct threat threat;
	struct err *err;

	if (feed->source == SOURCE_KEV || feed->source == SOURCE_EPSS) {
		if (kb->manifest.overlay <= since.overlay)
			return NULL;
		TRY(threat_open(kb->path, kb->manifest.overlay, arena, &threat));
		err = tell_threat(&threat, feed->source, since.overlay, sink, arena);
		threat_close(&threat);
		return err;
	}
	if (kb->db.handle == NULL)
		return NULL;
	TRY(tell_rows(kb, KBSQL_RECORDS_SINCE, feed, since.generation, sink, arena));
	return tell_rows(kb, KBSQL_NOTES_SINCE, feed, since.generation, sink, arena);
}
