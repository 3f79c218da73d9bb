/*
 * sheet.c - sheets that come again: what their columns mean, which of their rows are in the ledger, and which have left.
 */
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field mapping_fields[] = {
	COLUMN(struct ledger_sheet_mapping, fingerprint, FIELD_STR),
	COLUMN(struct ledger_sheet_mapping, name, FIELD_STR),
	COLUMN(struct ledger_sheet_mapping, text, FIELD_STR),
	COLUMN(struct ledger_sheet_mapping, by, FIELD_STR),
	COLUMN(struct ledger_sheet_mapping, at, FIELD_INSTANT),
};
static const struct schema mapping_schema = SCHEMA("sheet_mapping", struct ledger_sheet_mapping, mapping_fields);

static const struct field entry_fields[] = {
	COLUMN(struct ledger_sheet_entry, id, FIELD_INT),
	COLUMN(struct ledger_sheet_entry, source, FIELD_INT),
	COLUMN(struct ledger_sheet_entry, number, FIELD_STR),
	COLUMN(struct ledger_sheet_entry, system, FIELD_STR),
	COLUMN(struct ledger_sheet_entry, host, FIELD_STR),
	COLUMN(struct ledger_sheet_entry, identity, FIELD_STR),
	COLUMN(struct ledger_sheet_entry, name, FIELD_STR),
	COLUMN(struct ledger_sheet_entry, line, FIELD_INT),
	COLUMN(struct ledger_sheet_entry, sheet, FIELD_STR),
	COLUMN(struct ledger_sheet_entry, seen_at, FIELD_INSTANT),
	COLUMN(struct ledger_sheet_entry, gone_at, FIELD_INSTANT),
};
static const struct schema entry_schema = SCHEMA("sheet_entry", struct ledger_sheet_entry, entry_fields);

static const struct field item_fields[] = {
	COLUMN(struct ledger_named_item, nth, FIELD_INT),
	COLUMN(struct ledger_named_item, identity, FIELD_STR),
	COLUMN(struct ledger_named_item, name, FIELD_STR),
	COLUMN(struct ledger_named_item, version, FIELD_STR),
};
static const struct schema item_schema = SCHEMA("named_item", struct ledger_named_item, item_fields);

struct err *
ledger_items_named(struct ledger *ledger, const struct ledger_host_named *hosts, size_t count, ledger_each_item *each, void *context,
    struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct sql_list names SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_ITEMS_NAMED, arena, &q));
	for (size_t i = 0; i < count; i++)
		sql_list_row(&names, 0, hosts[i].system, hosts[i].host);
	bind_str(&q, sql_list_text(&names));
	for (;;) {
		struct ledger_named_item named = { 0 };
		struct err *err;

		TRY(query_next(&q, &item_schema, &named, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &named, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

/* -------------------------------------------------------------------------------------- mappings */

static struct err *
put_mapping(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_sheet_mapping *mapping = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SHEET_MAPPING_PUT, arena, &q));
	bind_str(&q, mapping->fingerprint);
	bind_str(&q, mapping->name);
	bind_str(&q, mapping->text);
	bind_str(&q, mapping->by);
	bind_instant(&q, mapping->at);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, mapping->by, mapping->at, STR("mapping.put"),
	    arena_printf(arena, "mapping/%.*s", STR_ARG(mapping->fingerprint)), ledger_digest(&mapping->text, 1, arena), arena);
}

struct err *
ledger_sheet_mapping_put(struct ledger *ledger, const struct ledger_sheet_mapping *mapping, struct arena *arena)
{
	return ledger_write(ledger, put_mapping, (void *)(uintptr_t)mapping, arena);
}

struct err *
ledger_sheet_mappings(struct ledger *ledger, ledger_each_sheet_mapping *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_SHEET_MAPPING_LIST, arena, &q));
	for (;;) {
		struct ledger_sheet_mapping mapping = { 0 };
		struct err *err;

		TRY(query_next(&q, &mapping_schema, &mapping, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &mapping, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct forgetting { struct str fingerprint, by; int64_t at; bool found; };

static struct err *
is_it(void *context, const struct ledger_sheet_mapping *mapping, struct arena *arena)
{
	struct forgetting *forgetting = context;

	(void)arena;
	forgetting->found |= str_eq(mapping->fingerprint, forgetting->fingerprint);
	return NULL;
}

static struct err *
forget_mapping(struct ledger *ledger, void *context, struct arena *arena)
{
	struct forgetting *forgetting = context;
	struct query q QUERY_SCOPE;

	forgetting->found = false;
	TRY(ledger_sheet_mappings(ledger, is_it, forgetting, arena));
	if (!forgetting->found)
		return err_new(arena, ERR_NOT_FOUND, M("No mapping \"{name}\" is saved: see \"ledger mapping list\"."),
		    ARG("name", forgetting->fingerprint));
	TRY(ledger_query(ledger, SQL_SHEET_MAPPING_DELETE, arena, &q));
	bind_str(&q, forgetting->fingerprint);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, forgetting->by, forgetting->at, STR("mapping.forget"),
	    arena_printf(arena, "mapping/%.*s", STR_ARG(forgetting->fingerprint)), STR(""), arena);
}

struct err *
ledger_sheet_mapping_forget(struct ledger *ledger, struct str fingerprint, struct str by, int64_t at, struct arena *arena)
{
	struct forgetting forgetting = { fingerprint, by, at, false };

	return ledger_write(ledger, forget_mapping, &forgetting, arena);
}

/* ------------------------------------------------------------------------------------------ rows */

struct err *
ledger_sheet_sources(struct ledger *ledger, struct str fingerprint, struct arena *arena, struct ledger_ids *ret_sources)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_sources = (struct ledger_ids){ 0 };
	TRY(ledger_query(ledger, SQL_SHEET_SOURCE_OF_HEADINGS, arena, &q));
	bind_str(&q, fingerprint);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_sources, column_int(&q, 0));
	}
}

static struct err *
each_entry(struct query *q, ledger_each_sheet_entry *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	bool row;

	for (;;) {
		struct ledger_sheet_entry entry = { 0 };
		struct err *err;

		TRY(query_next(q, &entry_schema, &entry, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &entry, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_sheet_entries(struct ledger *ledger, int64_t source, ledger_each_sheet_entry *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SHEET_ENTRY_OF_SOURCE, arena, &q));
	bind_int(&q, source);
	return each_entry(&q, each, context, arena);
}

struct err *
ledger_sheet_gone(struct ledger *ledger, ledger_each_sheet_entry *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SHEET_ENTRY_GONE, arena, &q));
	return each_entry(&q, each, context, arena);
}

static struct err *
put_source(struct ledger *ledger, const struct ledger_sheet *sheet, struct arena *arena, int64_t *ret_source)
{
	struct query q QUERY_SCOPE;
	bool is_new = sheet->source == 0;

	*ret_source = sheet->source;
	if (is_new)
		TRY(ledger_allot(ledger, "sheet_source", 1, arena, ret_source));
	TRY(ledger_query(ledger, is_new ? SQL_SHEET_SOURCE_INSERT : SQL_SHEET_SOURCE_UPDATE, arena, &q));
	bind_int(&q, *ret_source);
	if (is_new)
		bind_str(&q, sheet->fingerprint);
	bind_str(&q, sheet->name);
	bind_instant(&q, sheet->at);
	return query_run(&q, arena);
}

static struct err *
put_entries(struct ledger *ledger, const struct ledger_sheet *sheet, int64_t source, struct arena *arena)
{
	struct ids ids = { .kind = "sheet_entry" };
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(ledger_query(ledger, SQL_SHEET_ENTRY_UPSERT, arena, &q));
	for (size_t i = 0; i < sheet->count; i++) {
		const struct ledger_sheet_entry *entry = &sheet->entries[i];

		TRY(ids_take(ledger, &ids, arena, &id));
		bind_int(&q, id);
		bind_int(&q, source);
		bind_str(&q, entry->number);
		bind_str(&q, entry->system);
		bind_str(&q, entry->host);
		bind_str(&q, entry->identity);
		bind_str(&q, entry->name);
		bind_int(&q, entry->line);
		bind_int(&q, sheet->import);
		TRY(query_add(&q, arena));
	}
	TRY(query_flush(&q, arena));
	return ids_done(ledger, &ids, arena);
}

static struct err *
put_sheet(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_sheet *sheet = context;
	struct query restated QUERY_SCOPE, vanished QUERY_SCOPE;
	int64_t source;

	TRY(put_source(ledger, sheet, arena, &source));
	TRY(put_entries(ledger, sheet, source, arena));
	TRY(ledger_query(ledger, SQL_SHEET_ENTRY_RESTATED, arena, &restated));
	bind_int(&restated, source);
	bind_int(&restated, sheet->import);
	TRY(query_run(&restated, arena));
	TRY(ledger_query(ledger, SQL_SHEET_ENTRY_VANISHED, arena, &vanished));
	bind_int(&vanished, source);
	bind_int(&vanished, sheet->import);
	bind_instant(&vanished, sheet->at);
	return query_run(&vanished, arena);
}

struct err *
ledger_sheet_put(struct ledger *ledger, const struct ledger_sheet *sheet, struct arena *arena)
{
	return ledger_write(ledger, put_sheet, (void *)(uintptr_t)sheet, arena);
}

/* ------------------------------------------------------------------------------------- retirement */

struct deciding {
	const int64_t            *ids;
	size_t                    count;
	struct str                by;
	int64_t                   at;
	struct ledger_sheet_entry entry;      /* of the id in question */
	int64_t                   wanted;
	struct arena             *arena;
};

static struct err *
take_candidate(void *context, const struct ledger_sheet_entry *entry, struct arena *scratch)
{
	struct deciding *deciding = context;
	struct arena *arena = deciding->arena;

	(void)scratch;
	if (entry->id != deciding->wanted)
		return NULL;
	deciding->entry = (struct ledger_sheet_entry){ .id = entry->id, .system = arena_copy(arena, entry->system),
		.host = arena_copy(arena, entry->host), .identity = arena_copy(arena, entry->identity) };
	return NULL;
}

static struct err *
find_candidate(struct ledger *ledger, struct deciding *deciding, int64_t id, struct arena *arena)
{
	int64_t system;

	deciding->entry.id = 0;
	deciding->wanted = id;
	deciding->arena = arena;
	TRY(ledger_sheet_gone(ledger, take_candidate, deciding, arena));
	if (deciding->entry.id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("Row {number} is not proposed for retirement: see \"ledger retire\"."), ARG_N("number", id));
	TRY(ledger_system_find(ledger, deciding->entry.system, arena, &system));
	return may_write_system(ledger, system, arena);
}

static struct err *
is_said_elsewhere(struct ledger *ledger, const struct ledger_sheet_entry *entry, struct arena *arena, bool *ret_said)
{
	struct query q QUERY_SCOPE;
	int64_t count;

	TRY(ledger_query(ledger, SQL_SHEET_ENTRY_ELSEWHERE, arena, &q));
	bind_int(&q, entry->id);
	bind_str(&q, entry->system);
	bind_str(&q, entry->host);
	bind_str(&q, entry->identity);
	TRY(query_one(&q, arena, &count));
	*ret_said = count > 0;
	return NULL;
}

/* Its product leaves the host by an import of its own, so that the history says when and by whom. */
static struct err *
drop_product(struct ledger *ledger, struct ledger_import *import, const struct ledger_sheet_entry *entry, struct arena *arena)
{
	bool said;

	if (entry->identity.len == 0)
		return NULL;
	TRY(is_said_elsewhere(ledger, entry, arena, &said));
	if (said)
		return NULL;
	ledger_import_host(import, entry->system, entry->host, STR("sheet"));
	ledger_import_keep(import);
	ledger_import_drop(import, entry->identity);
	return NULL;
}

static struct err *
decide(struct ledger *ledger, int sql, const char *verb, const struct deciding *deciding, int64_t id, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, sql, arena, &q));
	bind_int(&q, id);
	if (sql == SQL_SHEET_ENTRY_RETIRE) {
		bind_instant(&q, deciding->at);
		bind_str(&q, deciding->by);
	}
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, deciding->by, deciding->at, str_of(verb), arena_printf(arena, "sheet_entry/%lld", (long long)id),
	    STR(""), arena);
}

static struct err *
retire_into(struct ledger *ledger, struct deciding *deciding, struct ledger_import *import, struct arena *arena)
{
	struct ledger_import_result result;
	bool any = false;

	for (size_t i = 0; i < deciding->count; i++) {
		TRY(find_candidate(ledger, deciding, deciding->ids[i], arena));
		TRY(decide(ledger, SQL_SHEET_ENTRY_RETIRE, "row.retire", deciding, deciding->ids[i], arena));
		TRY(drop_product(ledger, import, &deciding->entry, arena));
		any |= deciding->entry.identity.len > 0;
	}
	return any ? ledger_import_finish(import, arena, &result) : NULL;
}

static struct err *
retire(struct ledger *ledger, void *context, struct arena *arena)
{
	struct deciding *deciding = context;
	struct str_list ids = { 0 };
	struct ledger_import *import;
	struct err *err;

	for (size_t i = 0; i < deciding->count; i++)
		list_push(arena, &ids, arena_printf(arena, "%lld", (long long)deciding->ids[i]));
	list_push(arena, &ids, arena_printf(arena, "at %lld", (long long)deciding->at));
	import = ledger_import_begin(ledger, &(struct ledger_import_head){ .file = STR("-"), .format = STR("retirement"),
	    .digest = ledger_digest(ids.items, ids.count, arena), .by = deciding->by, .at = deciding->at });
	err = retire_into(ledger, deciding, import, arena);
	ledger_import_free(import);
	return err;
}

struct err *
ledger_sheet_retire(struct ledger *ledger, const int64_t *ids, size_t count, struct str by, int64_t at, struct arena *arena)
{
	struct deciding deciding = { .ids = ids, .count = count, .by = by, .at = at };

	return ledger_write(ledger, retire, &deciding, arena);
}

static struct err *
release(struct ledger *ledger, void *context, struct arena *arena)
{
	struct deciding *deciding = context;

	for (size_t i = 0; i < deciding->count; i++) {
		TRY(find_candidate(ledger, deciding, deciding->ids[i], arena));
		TRY(decide(ledger, SQL_SHEET_ENTRY_RELEASE, "row.release", deciding, deciding->ids[i], arena));
	}
	return NULL;
}

struct err *
ledger_sheet_release(struct ledger *ledger, const int64_t *ids, size_t count, struct str by, int64_t at, struct arena *arena)
{
	struct deciding deciding = { .ids = ids, .count = count, .by = by, .at = at };

	return ledger_write(ledger, release, &deciding, arena);
}
