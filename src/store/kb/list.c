/*
 * list.c - a source's records listed: marks for far pages, one statement for what is asked for, the page's records decoded.
 */
#include "store/kb/listed.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/map.h"
#include "format/json/json_write.h"
#include "store/kb/list_build.h"
#include "store/kb/reader.h"

/* ------------------------------------------------------------------------------------------------- metrics */

/* Does one of the vectors, with blanks between, have every metric of "AV:N/AC:L"? */
static bool
one_has_metrics(struct str vectors, struct str wanted)
{
	struct str vector;

	while (str_split(&vectors, ' ', &vector)) {
		struct str rest = wanted, metric;
		bool all = vector.len > 0;

		while (all && str_split(&rest, '/', &metric)) {
			struct str parts = vector, part;

			all = false;
			while (!all && str_split(&parts, '/', &part))
				all = str_eq(part, metric);
		}
		if (all)
			return true;
	}
	return false;
}

static struct str
text_of(sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);

	return (struct str){ text, (size_t)sqlite3_value_bytes(value) };
}

static void
has_metrics(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_int(context, one_has_metrics(text_of(values[0]), text_of(values[1])));
}

int
list_register(sqlite3 *handle)
{
	return sqlite3_create_function_v2(handle, "has_metrics", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, has_metrics, NULL, NULL, NULL);
}

/* --------------------------------------------------------------------------------------------- one record */

/* The statement is asked row by row while records are read: theirs is another one. */
static struct err *
read_record(struct kb *kb, int64_t record, struct arena *arena, struct advisory *ret_advisory)
{
	sqlite3_stmt *body;
	bool row;

	TRY(kbdb_stmt(&kb->db, KBSQL_LISTED_BODY, arena, &body));
	kbdb_bind_int(body, 1, record);
	TRY(kbdb_step(&kb->db, body, arena, &row));
	if (!row)
		return err_new(arena, ERR_STORE, M("The knowledge base {dir} lists a record that it does not have: import the feeds anew."), ARG("dir", kb->path));
	TRY(unpack_advisory(kb->packer, kbdb_str(body, 2), sqlite3_column_int64(body, 1), sqlite3_column_int(body, 0) != 0, arena, ret_advisory));
	(void)sqlite3_reset(body);
	return NULL;
}

static struct err *
check_there(struct kb *kb, struct arena *arena)
{
	sqlite3_stmt *exists;
	bool there;

	TRY(kbdb_stmt(&kb->db, KBSQL_LISTED_EXISTS, arena, &exists));
	TRY(kbdb_step(&kb->db, exists, arena, &there));
	(void)sqlite3_reset(exists);
	if (there)
		return NULL;
	return err_new(arena, ERR_STORE, M("The knowledge base {dir} was built before there were lists: take any source in once, and it can be listed."),
	    ARG("dir", kb->path));
}

struct err *
kb_listed(struct kb *kb, enum source source, struct str id, struct arena *arena, struct advisory *ret_advisory, bool *ret_found)
{
	sqlite3_stmt *find;
	int64_t record;

	*ret_found = false;
	if (kb->db.handle == NULL)
		return NULL;
	TRY(check_there(kb, arena));
	TRY(kbdb_stmt(&kb->db, KBSQL_LISTED_ID, arena, &find));
	kbdb_bind_int(find, 1, source);
	kbdb_bind_str(find, 2, id);
	TRY(kbdb_step(&kb->db, find, arena, ret_found));
	if (!*ret_found)
		return NULL;
	record = sqlite3_column_int64(find, 0);
	(void)sqlite3_reset(find);
	return read_record(kb, record, arena, ret_advisory);
}

/* --------------------------------------------------------------------------- everything, from some place on */

static struct err *
find_mark(struct kb *kb, enum source source, int ordering, int64_t most, struct arena *arena, sqlite3_stmt **ret_row, bool *ret_found)
{
	TRY(kbdb_stmt(&kb->db, KBSQL_LISTED_MARK, arena, ret_row));
	kbdb_bind_int(*ret_row, 1, source);
	kbdb_bind_int(*ret_row, 2, ordering);
	kbdb_bind_int(*ret_row, 3, most);
	return kbdb_step(&kb->db, *ret_row, arena, ret_found);
}

/* Whatever product is asked for, nothing else is. */
static bool
asks_for_all(const struct listed_ask *ask)
{
	const struct listed_span spans[] = { ask->modified, ask->published, ask->appeared };

	for (size_t i = 0; i < ARRAY_LEN(spans); i++)
		if (spans[i].from != INSTANT_NONE || spans[i].until != INSTANT_NONE)
			return false;
	return (ask->v2 | ask->v3 | ask->v4) == 0 && ask->metrics.len == 0 && ask->cwe.len == 0 && !ask->kev && !ask->live && ask->words.len == 0 && ask->keeps == NULL;
}

/* One product by its full name, in the order in which a product's records stand. */
static bool
asks_for_one_product(const struct listed_ask *ask)
{
	const struct listed_product *product = ask->products.items;

	if (ask->products.count != 1 || ask->order != LISTED_PUBLISHED || !asks_for_all(ask))
		return false;
	for (size_t i = 0; i < 3; i++) {
		struct str part = ((struct str[]){ product->vendor, product->product, product->part })[i];

		if (part.len == 0 || str_find_char(part, '*') != SIZE_MAX)
			return false;
	}
	return true;
}

/* Those that the rows name. */
static struct err *
read_records(struct kb *kb, sqlite3_stmt *rows, struct arena *arena, struct listed_page *page)
{
	bool row;

	for (;;) {
		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		TRY(read_record(kb, sqlite3_column_int64(rows, 0), arena, list_add(arena, &page->records)));
	}
}

enum { MARK_TOTAL = 2 };

static struct err *
list_all(struct kb *kb, const struct listed_ask *ask, struct arena *arena, struct listed_page *page)
{
	sqlite3_stmt *mark, *rows;
	int64_t place, at, record;
	bool row;

	TRY(find_mark(kb, ask->source, MARK_TOTAL, 0, arena, &mark, &row));
	page->total = row ? sqlite3_column_int64(mark, 1) : 0;
	if (ask->start >= page->total || ask->most <= 0)
		return NULL;
	TRY(find_mark(kb, ask->source, (int)ask->order, ask->start, arena, &mark, &row));
	if (!row)
		return NULL;
	place = sqlite3_column_int64(mark, 0);
	at = sqlite3_column_int64(mark, 1);
	record = sqlite3_column_int64(mark, 2);
	TRY(kbdb_stmt(&kb->db, ask->order == LISTED_NEWEST ? KBSQL_LISTED_FROM_NEWEST : KBSQL_LISTED_FROM_OLDEST, arena, &rows));
	kbdb_bind_int(rows, 1, ask->source);
	kbdb_bind_int(rows, 2, at);
	kbdb_bind_int(rows, 3, record);
	kbdb_bind_int(rows, 4, ask->start - place);
	kbdb_bind_int(rows, 5, ask->most);
	return read_records(kb, rows, arena, page);
}

static struct err *
list_product(struct kb *kb, const struct listed_ask *ask, struct arena *arena, struct listed_page *page)
{
	const struct listed_product *product = ask->products.items;
	struct str key = list_product_key(product->vendor, product->product, product->part, arena);
	sqlite3_stmt *count, *rows;
	bool row;

	TRY(kbdb_stmt(&kb->db, KBSQL_LISTED_PRODUCT_COUNT, arena, &count));
	kbdb_bind_str(count, 1, key);
	kbdb_bind_int(count, 2, ask->source);
	TRY(kbdb_step(&kb->db, count, arena, &row));
	page->total = sqlite3_column_int64(count, 0);
	(void)sqlite3_reset(count);
	TRY(kbdb_stmt(&kb->db, KBSQL_LISTED_PRODUCT_PAGE, arena, &rows));
	kbdb_bind_str(rows, 1, key);
	kbdb_bind_int(rows, 2, ask->source);
	kbdb_bind_int(rows, 3, ask->start);
	kbdb_bind_int(rows, 4, ask->most < 0 ? 0 : ask->most);
	return read_records(kb, rows, arena, page);
}

/* -------------------------------------------------------------------------------------- what is asked for */

/* As GLOB has it: '*' any text; its other signs stand for themselves. */
static void
add_pattern(struct buf *out, struct str text)
{
	if (text.len == 0)
		buf_add_char(out, '*');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '[' || text.ptr[i] == '?')
			buf_addf(out, "[%c]", text.ptr[i]);
		else
			buf_add_char(out, text.ptr[i]);
	}
}

/* From where to where a product may stand: up to its first '*'. */
static struct str
products_json(const struct listed_ask *ask, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer w = { .out = &out };

	json_begin_array(&w, NULL);
	for (size_t i = 0; i < ask->products.count; i++) {
		const struct listed_product *product = &ask->products.items[i];
		struct str parts[] = { product->vendor, product->product, product->part }, key, start, rest;
		struct buf pattern BUF_SCOPE = { 0 };

		for (size_t p = 0; p < ARRAY_LEN(parts); p++) {
			if (p > 0)
				buf_add_char(&pattern, '\t');
			add_pattern(&pattern, parts[p]);
			if (parts[p].len == 0)
				parts[p] = STR("*");
		}
		key = list_product_key(parts[0], parts[1], parts[2], arena);
		json_begin_array(&w, NULL);
		if (str_cut(key, '*', &start, &rest)) {
			json_put_str(&w, NULL, start);
			json_put_str(&w, NULL, arena_printf(arena, "%.*s\x7f", STR_ARG(start)));
		} else {
			json_put_str(&w, NULL, key);
			json_put_str(&w, NULL, key);
		}
		json_put_str(&w, NULL, buf_str(&pattern));
		json_end(&w);
	}
	json_end(&w);
	return arena_copy(arena, buf_str(&out));
}

static enum kb_sql
statement_of(const struct listed_ask *ask)
{
	bool newest = ask->order == LISTED_NEWEST;

	if (ask->products.count > 0)
		return newest ? KBSQL_LISTED_NEWEST_PRODUCTS : KBSQL_LISTED_OLDEST_PRODUCTS;
	if (ask->words.len > 0)
		return newest ? KBSQL_LISTED_NEWEST_WORDS : KBSQL_LISTED_OLDEST_WORDS;
	if (newest)
		return KBSQL_LISTED_NEWEST;
	return ask->modified.from != INSTANT_NONE ? KBSQL_LISTED_OLDEST_CHANGED : KBSQL_LISTED_OLDEST;
}

static void
bind_span(sqlite3_stmt *stmt, int place, struct listed_span span)
{
	kbdb_bind_int(stmt, place, span.from == INSTANT_NONE ? INT64_MIN : span.from);
	kbdb_bind_int(stmt, place + 1, span.until == INSTANT_NONE ? INT64_MAX : span.until);
}

static struct err *
ask_rows(struct kb *kb, const struct listed_ask *ask, struct arena *arena, sqlite3_stmt **ret_rows)
{
	struct str words = STR("");
	sqlite3_stmt *rows;

	if (ask->words.len > 0)
		TRY(search_expression(ask->words, ask->phrase, arena, &words));
	TRY(kbdb_stmt(&kb->db, statement_of(ask), arena, &rows));
	kbdb_bind_int(rows, 1, ask->source);
	bind_span(rows, 2, ask->modified);
	bind_span(rows, 4, ask->published);
	bind_span(rows, 6, ask->appeared);
	kbdb_bind_int(rows, 8, ask->v2);
	kbdb_bind_int(rows, 9, ask->v3);
	kbdb_bind_int(rows, 10, ask->v4);
	kbdb_bind_str(rows, 11, ask->cwe.len == 0 ? STR("") : arena_printf(arena, " %.*s ", STR_ARG(ask->cwe)));
	kbdb_bind_int(rows, 12, ask->kev);
	kbdb_bind_int(rows, 13, ask->live);
	kbdb_bind_int(rows, 14, ADVISORY_WITHDRAWN);
	kbdb_bind_str(rows, 15, ask->metrics);
	if (ask->products.count > 0 || ask->words.len > 0)
		kbdb_bind_str(rows, 16, words);
	if (ask->products.count > 0)
		kbdb_bind_str(rows, 17, products_json(ask, arena));
	*ret_rows = rows;
	return NULL;
}

/* Whether the row is one, where the record itself has to be asked. */
static struct err *
keeps(struct kb *kb, const struct listed_ask *ask, int64_t record, struct arena *item, bool *ret_keeps)
{
	struct advisory advisory;

	*ret_keeps = true;
	if (ask->keeps == NULL)
		return NULL;
	arena_reset(item);
	TRY(read_record(kb, record, item, &advisory));
	*ret_keeps = ask->keeps(ask->data, &advisory, item);
	return NULL;
}

static struct err *
list_asked(struct kb *kb, const struct listed_ask *ask, struct arena *item, struct arena *arena, struct listed_page *page)
{
	LIST(int64_t) records = { 0 };
	sqlite3_stmt *rows;

	TRY(ask_rows(kb, ask, arena, &rows));
	for (;;) {
		bool row, kept;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			break;
		TRY(keeps(kb, ask, sqlite3_column_int64(rows, 0), item, &kept));
		if (!kept)
			continue;
		if (page->total >= ask->start && page->total - ask->start < ask->most)
			list_push(arena, &records, sqlite3_column_int64(rows, 0));
		page->total++;
	}
	for (size_t i = 0; i < records.count; i++)
		TRY(read_record(kb, records.items[i], arena, list_add(arena, &page->records)));
	return NULL;
}

struct err *
kb_list(struct kb *kb, const struct listed_ask *ask, struct arena *arena, struct listed_page *ret_page)
{
	struct arena *item ARENA_SCOPE = arena_new();

	*ret_page = (struct listed_page){ 0 };
	if (kb->db.handle == NULL)
		return NULL;
	TRY(check_there(kb, arena));
	if (ask->products.count == 0 && asks_for_all(ask))
		return list_all(kb, ask, arena, ret_page);
	if (asks_for_one_product(ask))
		return list_product(kb, ask, arena, ret_page);
	return err_copy(list_asked(kb, ask, item, arena, ret_page), arena);
}

/* ------------------------------------------------------------------------------------------------ counting */

static int
by_date(const void *a, const void *b)
{
	return str_cmp(((const struct listed_count *)a)->date, ((const struct listed_count *)b)->date);
}

static struct listed_count *
count_of(struct listed_counts *counts, struct map *places, struct str date, struct arena *arena)
{
	uint64_t *place = map_find(places, date);

	if (place != NULL)
		return &counts->list.items[*place];
	date = arena_copy(arena, date);
	*map_put(arena, places, date) = counts->list.count;
	list_push(arena, &counts->list, ((struct listed_count){ .date = date }));
	return &counts->list.items[counts->list.count - 1];
}

/* The highest band that its scores of version 3 lie in; -1: none. */
static int
band_of(int64_t bits)
{
	int band = 4;

	while (band >= 0 && ((bits >> band) & 1) == 0)
		band--;
	return band;
}

struct err *
kb_listed_counts(struct kb *kb, const struct listed_ask *ask, bool months, struct arena *arena, struct listed_counts *ret_counts)
{
	struct map places = { 0 };
	sqlite3_stmt *rows;
	char date[16];

	*ret_counts = (struct listed_counts){ 0 };
	if (kb->db.handle == NULL)
		return NULL;
	TRY(check_there(kb, arena));
	TRY(ask_rows(kb, ask, arena, &rows));
	for (;;) {
		struct listed_count *count;
		struct civil day;
		bool row;

		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			break;
		day = day_civil(instant_day(sqlite3_column_int64(rows, 1), ZONE_JST));
		(void)snprintf(date, sizeof(date), months ? "%04d-%02d" : "%04d", day.year, day.month);
		count = count_of(ret_counts, &places, str_of(date), arena);
		count->all++;
		ret_counts->records++;
		if (band_of(sqlite3_column_int64(rows, 2)) >= 0)
			count->bands[band_of(sqlite3_column_int64(rows, 2))]++;
	}
	if (ret_counts->list.count > 0)
		qsort(ret_counts->list.items, ret_counts->list.count, sizeof(*ret_counts->list.items), by_date);
	return NULL;
}
