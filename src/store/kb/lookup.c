/*
 * lookup.c - questions about records, ids and changes.
 */
#include "store/kb/reader.h"

/* Every question to a kb without a generation has the same answer. */
static bool
is_empty(const struct kb *kb)
{
	return kb->db.handle == NULL;
}

/* ------------------------------------------------------------------ records */

static struct err *
no_record(struct str feed, struct str id, struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("{feed} has no record {id}."), ARG("feed", feed), ARG("id", id));
}

/* The row of a record; its columns are valid until the statement is used again. */
static struct err *
record_row(struct kb *kb, struct str feed, struct str id, struct arena *arena, sqlite3_stmt **ret_row)
{
	bool row = false;

	if (is_empty(kb))
		return no_record(feed, id, arena);
	TRY(kbdb_stmt(&kb->db, KBSQL_RECORD_GET, arena, ret_row));
	kbdb_bind_str(*ret_row, 1, feed);
	kbdb_bind_str(*ret_row, 2, id);
	TRY(kbdb_step(&kb->db, *ret_row, arena, &row));
	return row ? NULL : no_record(feed, id, arena);
}

struct err *
kb_record(struct kb *kb, struct str feed, struct str id, struct arena *arena, struct advisory *ret_advisory)
{
	sqlite3_stmt *row;

	TRY(record_row(kb, feed, id, arena, &row));
	return unpack_advisory(kb->packer, kbdb_str(row, 2), sqlite3_column_int64(row, 1), sqlite3_column_int(row, 0) != 0, arena,
	    ret_advisory);
}

struct err *
kb_record_raw(struct kb *kb, struct str feed, struct str id, struct arena *arena, struct str *ret_raw)
{
	sqlite3_stmt *row;

	TRY(record_row(kb, feed, id, arena, &row));
	if (kbdb_str(row, 3).len == 0) {
		*ret_raw = (struct str){ 0 };
		return NULL;
	}
	return unpack(kb->packer, kbdb_str(row, 3), arena, ret_raw);
}

struct err *
kb_feed_ids(struct kb *kb, struct str feed, struct arena *arena, struct str_list *ret_ids)
{
	sqlite3_stmt *rows;

	if (is_empty(kb))
		return NULL;
	TRY(kbdb_stmt(&kb->db, KBSQL_FEED_IDS, arena, &rows));
	kbdb_bind_str(rows, 1, feed);
	for (;;) {
		bool row;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_ids, arena_copy(arena, kbdb_str(rows, 0)));
	}
}

/* ---------------------------------------------------------- vulnerabilities */

static struct err *
fill_names(struct kb *kb, struct arena *arena, struct kb_vulnerability *one)
{
	sqlite3_stmt *rows;

	TRY(kbdb_stmt(&kb->db, KBSQL_NAMES_OF, arena, &rows));
	kbdb_bind_int(rows, 1, one->number);
	for (;;) {
		bool row;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		if (!str_eq(kbdb_str(rows, 0), one->id))
			list_push(arena, &one->same_as, arena_copy(arena, kbdb_str(rows, 0)));
	}
}

static struct err *
fill_records(struct kb *kb, struct arena *arena, struct kb_vulnerability *one)
{
	sqlite3_stmt *rows;

	TRY(kbdb_stmt(&kb->db, KBSQL_RECORDS_OF, arena, &rows));
	kbdb_bind_int(rows, 1, one->number);
	for (;;) {
		bool row;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, &one->records, ((struct kb_record_ref){
		    .feed = arena_copy(arena, kbdb_str(rows, 0)), .id = arena_copy(arena, kbdb_str(rows, 1)),
		    .source = (enum source)sqlite3_column_int(rows, 2),
		    .state = sqlite3_column_int(rows, 4) != 0 ? ADVISORY_WITHDRAWN : (enum advisory_state)sqlite3_column_int(rows, 3),
		    .covers = sqlite3_column_int(rows, 5) != 0, .modified = sqlite3_column_int64(rows, 6) }));
	}
}

struct err *
kb_find(struct kb *kb, struct str id, struct arena *arena, struct kb_vulnerabilities *ret_found)
{
	struct kb_vulnerabilities found = { 0 };
	sqlite3_stmt *rows;

	*ret_found = found;
	if (is_empty(kb))
		return NULL;
	TRY(kbdb_stmt(&kb->db, KBSQL_ID_FIND, arena, &rows));
	kbdb_bind_str(rows, 1, id);
	for (;;) {
		struct kb_vulnerability *one;
		bool row;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			break;
		one = list_add(arena, &found.list);
		one->number = sqlite3_column_int64(rows, 0);
		one->id = arena_copy(arena, kbdb_str(rows, 1));
	}
	for (size_t i = 0; i < found.list.count; i++) {
		TRY(fill_names(kb, arena, &found.list.items[i]));
		TRY(fill_records(kb, arena, &found.list.items[i]));
	}
	*ret_found = found;
	return NULL;
}

struct err *
kb_vulnerability(struct kb *kb, struct str id, struct arena *arena, struct kb_vulnerability *ret_one)
{
	struct kb_vulnerabilities found;

	TRY(kb_find(kb, id, arena, &found));
	if (found.list.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The knowledge base has nothing about {id}."), ARG("id", id));
	if (found.list.count > 1)
		return err_new(arena, ERR_CONFLICT, M("{id} covers {count} vulnerabilities: name one of them."), ARG("id", id),
		    ARG_N("count", found.list.count));
	*ret_one = found.list.items[0];
	return NULL;
}

/* What a number lives on as; itself when it was never merged. */
static struct err *
follow_merges(struct kb *kb, int64_t *number, struct arena *arena)
{
	for (;;) {
		sqlite3_stmt *into;
		bool row;

		TRY(kbdb_stmt(&kb->db, KBSQL_MERGED_INTO, arena, &into));
		kbdb_bind_int(into, 1, *number);
		TRY(kbdb_step(&kb->db, into, arena, &row));
		if (!row)
			return NULL;
		*number = sqlite3_column_int64(into, 0);
	}
}

struct err *
kb_vulnerability_of(struct kb *kb, int64_t number, struct arena *arena, struct kb_vulnerability *ret_one)
{
	struct kb_vulnerability one = { .number = number };
	sqlite3_stmt *get;
	bool row = false;

	if (!is_empty(kb)) {
		TRY(follow_merges(kb, &one.number, arena));
		TRY(kbdb_stmt(&kb->db, KBSQL_VULNERABILITY_GET, arena, &get));
		kbdb_bind_int(get, 1, one.number);
		TRY(kbdb_step(&kb->db, get, arena, &row));
	}
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("The knowledge base has no vulnerability of number {number}."),
		    ARG_N("number", number));
	one.id = arena_copy(arena, kbdb_str(get, 0));
	TRY(fill_names(kb, arena, &one));
	TRY(fill_records(kb, arena, &one));
	*ret_one = one;
	return NULL;
}

/* ------------------------------------------------------------------ changes */

struct err *
kb_changes_since(struct kb *kb, int64_t generation,
    struct err *(*change)(void *data, const struct kb_change *change, struct arena *arena), void *data, struct arena *arena)
{
	sqlite3_stmt *rows;

	if (is_empty(kb))
		return NULL;
	TRY(kbdb_stmt(&kb->db, KBSQL_CHANGES_SINCE, arena, &rows));
	kbdb_bind_int(rows, 1, generation);
	for (;;) {
		struct kb_change one;
		bool row;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		one = (struct kb_change){
			.vulnerability = sqlite3_column_int64(rows, 0), .vulnerability_id = kbdb_str(rows, 1),
			.feed = kbdb_str(rows, 2), .id = kbdb_str(rows, 3),
			.state = sqlite3_column_int(rows, 5) != 0 ? ADVISORY_WITHDRAWN :
			    (enum advisory_state)sqlite3_column_int(rows, 4),
		};
		TRY(change(data, &one, arena));
	}
}

struct err *
kb_events_since(struct kb *kb, int64_t generation, struct arena *arena, struct kb_event **ret_events, size_t *ret_count)
{
	LIST(struct kb_event) events = { 0 };
	sqlite3_stmt *rows;
	bool row = false;

	if (!is_empty(kb)) {
		TRY(kbdb_stmt(&kb->db, KBSQL_EVENTS_SINCE, arena, &rows));
		kbdb_bind_int(rows, 1, generation);
		TRY(kbdb_step(&kb->db, rows, arena, &row));
	}
	while (row) {
		list_push(arena, &events, ((struct kb_event){ (enum kb_event_kind)sqlite3_column_int(rows, 0),
		    sqlite3_column_int64(rows, 1), sqlite3_column_int64(rows, 2), sqlite3_column_int64(rows, 3),
		    arena_copy(arena, kbdb_str(rows, 4)) }));
		TRY(kbdb_step(&kb->db, rows, arena, &row));
	}
	*ret_events = events.items;
	*ret_count = events.count;
	return NULL;
}
