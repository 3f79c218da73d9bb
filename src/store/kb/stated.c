#include "store/kb/stated.h"

#include "store/kb/reader.h"
#include "store/kb/stated_build.h"

static const struct field fields[] = {
	FIELD(struct kb_stated, key, FIELD_STR), FIELD(struct kb_stated, cve, FIELD_STR), FIELD_NAMED(struct kb_stated, level, &exploitation_names),
	FIELD(struct kb_stated, feed, FIELD_STR), FIELD(struct kb_stated, record, FIELD_STR), FIELD(struct kb_stated, issuer, FIELD_STR),
	FIELD(struct kb_stated, title, FIELD_STR), FIELD(struct kb_stated, url, FIELD_STR), FIELD(struct kb_stated, sentence, FIELD_STR),
	FIELD(struct kb_stated, at, FIELD_INSTANT), FIELD(struct kb_stated, among, FIELD_INT),
};
const struct schema kb_stated_schema = SCHEMA("stated", struct kb_stated, fields);

static struct err *
is_there(struct kb *kb, struct arena *arena, bool *ret_there)
{
	bool missing = true;

	if (kb->db.handle != NULL)
		TRY(stated_is_missing(&kb->db, arena, &missing));
	*ret_there = !missing;
	return NULL;
}

static struct kb_stated
row_of(sqlite3_stmt *row, struct arena *arena)
{
	return (struct kb_stated){
		.key = arena_copy(arena, kbdb_str(row, 0)), .cve = arena_copy(arena, kbdb_str(row, 1)), .level = (enum exploitation)sqlite3_column_int(row, 2),
		.feed = arena_copy(arena, kbdb_str(row, 3)), .record = arena_copy(arena, kbdb_str(row, 4)), .issuer = arena_copy(arena, kbdb_str(row, 5)),
		.title = arena_copy(arena, kbdb_str(row, 6)), .url = arena_copy(arena, kbdb_str(row, 7)), .sentence = arena_copy(arena, kbdb_str(row, 8)),
		.at = sqlite3_column_int64(row, 9), .among = sqlite3_column_int64(row, 10),
	};
}

/* "1700000000000000 0123456789abcdef": behind that instant and key. */
static struct err *
cursor_of(struct str after, struct arena *arena, int64_t *ret_at, struct str *ret_key)
{
	struct str at;

	*ret_at = INT64_MAX;
	*ret_key = STR("");
	if (after.len > 0 && (!str_cut(after, '.', &at, ret_key) || !str_to_i64(at, ret_at)))
		return err_new(arena, ERR_USAGE, M("\"{cursor}\" is no place in this list."), ARG("cursor", after));
	return NULL;
}

struct err *
kb_stated_find(struct kb *kb, const struct kb_stated_query *query, struct arena *arena, struct kb_stated_list *ret_list)
{
	sqlite3_stmt *rows;
	struct str key;
	int64_t at;
	bool more;

	*ret_list = (struct kb_stated_list){ 0 };
	TRY(cursor_of(query->after, arena, &at, &key));
	TRY(is_there(kb, arena, &more));
	if (!more)
		return NULL;
	TRY(kbdb_stmt(&kb->db, query->cve.len > 0 ? KBSQL_STATED_OF : KBSQL_STATED_LIST, arena, &rows));
	kbdb_bind_str(rows, 1, query->cve);
	kbdb_bind_str(rows, 2, query->key);
	kbdb_bind_int(rows, 3, query->least);
	kbdb_bind_int(rows, 4, at);
	kbdb_bind_str(rows, 5, key);
	kbdb_bind_int(rows, 6, query->most > 0 ? query->most + 1 : -1);
	for (;;) {
		TRY(kbdb_step(&kb->db, rows, arena, &more));
		if (!more)
			return NULL;
		if (query->most > 0 && (int64_t)ret_list->list.count == query->most) {
			const struct kb_stated *last = &ret_list->list.items[ret_list->list.count - 1];

			ret_list->next = arena_printf(arena, "%lld.%.*s", (long long)last->at, STR_ARG(last->key));
			(void)sqlite3_reset(rows);
			return NULL;
		}
		list_push(arena, &ret_list->list, row_of(rows, arena));
	}
}

struct err *
kb_stated_count(struct kb *kb, struct arena *arena, struct kb_stated_counts *ret_counts)
{
	sqlite3_stmt *rows;
	bool row;

	*ret_counts = (struct kb_stated_counts){ 0 };
	TRY(is_there(kb, arena, &row));
	if (!row)
		return NULL;
	TRY(kbdb_stmt(&kb->db, KBSQL_STATED_COUNT, arena, &rows));
	TRY(kbdb_step(&kb->db, rows, arena, &row));
	*ret_counts = (struct kb_stated_counts){ sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 1), sqlite3_column_int64(rows, 2) };
	(void)sqlite3_reset(rows);
	return NULL;
}

struct err *
kb_stated_each(struct kb *kb, void (*take)(void *data, const struct kb_stated *stated), void *data, struct arena *arena)
{
	sqlite3_stmt *rows;
	bool row;

	TRY(is_there(kb, arena, &row));
	if (!row)
		return NULL;
	TRY(kbdb_stmt(&kb->db, KBSQL_STATED_BRIEF, arena, &rows));
	for (;;) {
		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		take(data, &(struct kb_stated){ .key = kbdb_str(rows, 0), .cve = kbdb_str(rows, 1), .level = (enum exploitation)sqlite3_column_int(rows, 2),
			.issuer = kbdb_str(rows, 3) });
	}
}
