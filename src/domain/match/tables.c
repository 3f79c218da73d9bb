#include "domain/match/tables.h"

#include <string.h>

/* Numbers in rows are big-endian, so that the order of bytes is that of the numbers. */
enum { RELEASE_BYTES = 4 * 4 + 1 + 4 + 4 + 1, UPDATE_BYTES = 1 + 4, DOCUMENT_BYTES = 4 + 1 };
enum { ROWS_MAX = 1 << 20, ROW_SUPERSEDED = 's', ROW_SEEN = 'd' };

static void
put_u32(struct buf *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_add_char(out, (char)(number >> shift & 0xFF));
}

/* Days before 1970 sort before those after. */
static void
put_day(struct buf *out, int32_t day)
{
	put_u32(out, (uint32_t)day ^ 0x80000000u);
}

static uint32_t
get_u32(const char *at)
{
	uint32_t number = 0;

	for (int i = 0; i < 4; i++)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

static int32_t
get_day(const char *at)
{
	return (int32_t)(get_u32(at) ^ 0x80000000u);
}

/* ------------------------------------------------------------------------------------- writing */

static struct str
update_key(struct str line, uint32_t kb, struct arena *arena)
{
	return image_key(arena, 'k', line, arena_printf(arena, "%u", kb));
}

static struct err *
add_superseded(struct match_builder *builder, struct str line, uint32_t kb, const struct str_list *supersedes, struct arena *arena)
{
	for (size_t i = 0; i < supersedes->count; i++) {
		struct buf row BUF_SCOPE = { 0 };
		uint32_t older = windows_read_kb(supersedes->items[i]);

		if (older == 0 || older == kb)
			continue;
		buf_add_char(&row, ROW_SUPERSEDED);
		put_u32(&row, kb);
		TRY(builder_row(builder, update_key(line, older, arena), buf_str(&row), arena));
	}
	return NULL;
}

struct err *
match_builder_release(struct match_builder *builder, const struct release *release, struct arena *arena)
{
	struct str stream = windows_release_key(release, arena);
	struct windows_release row = windows_release_of(release);
	struct buf bytes BUF_SCOPE = { 0 };

	/* What the Update Catalog says of replacing closes holes of the documents (windows.md §1.3 (10)). */
	if (row.kb != 0 && release->supersedes.count > 0) {
		struct windows_line line = windows_line_of_product(release->product, arena);

		if (line.rule != WINDOWS_NONE)
			TRY(add_superseded(builder, line.key, row.kb, &release->supersedes, arena));
	}
	if (stream.len == 0 || row.version.count == 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(row.version.part); i++)
		put_u32(&bytes, row.version.part[i]);
	buf_add_char(&bytes, (char)row.version.count);
	put_u32(&bytes, row.kb);
	put_day(&bytes, row.day);
	buf_add_char(&bytes, (char)row.kind);
	return builder_row(builder, image_key(arena, 'b', stream, (struct str){ 0 }), buf_str(&bytes), arena);
}

struct err *
table_add_fix(struct match_builder *builder, struct str line, const struct windows_fix *fix,
    const struct str_list *supersedes, int32_t day, struct arena *arena)
{
	struct buf seen BUF_SCOPE = { 0 };

	if (fix->kb == 0)
		return NULL;
	buf_add_char(&seen, ROW_SEEN);
	put_day(&seen, day);
	buf_add_char(&seen, (char)fix->kind);
	TRY(builder_row(builder, update_key(line, fix->kb, arena), buf_str(&seen), arena));
	TRY(builder_row(builder, update_key(STR(""), fix->kb, arena), buf_str(&seen), arena));
	return add_superseded(builder, line, fix->kb, supersedes, arena);
}

struct err *
table_add_document(struct match_builder *builder, struct str id, const struct table_document *document,
    struct arena *arena)
{
	struct buf row BUF_SCOPE = { 0 };

	put_day(&row, document->day);
	buf_add_char(&row, document->kin ? 1 : 0);
	return builder_row(builder, image_key(arena, 'd', id, (struct str){ 0 }), buf_str(&row), arena);
}

/* ---------------------------------------------------------------------------------- statements */

void
statement_encode(const struct windows_statement *statement, struct buf *out)
{
	put_day(out, statement->day);
	put_number(out, statement->listings.count);
	for (size_t i = 0; i < statement->listings.count; i++) {
		const struct windows_listing *listing = &statement->listings.items[i];

		put_text(out, listing->product);
		put_text(out, listing->branch);
		put_number(out, listing->fixes.count);
		for (size_t f = 0; f < listing->fixes.count; f++) {
			const struct windows_fix *fix = &listing->fixes.items[f];

			put_number(out, fix->kb);
			put_number(out, (uint64_t)fix->kind);
			put_number(out, (uint64_t)fix->restart);
			put_number(out, fix->build.count);
			for (uint32_t p = 0; p < fix->build.count; p++)
				put_number(out, fix->build.part[p]);
		}
	}
}

/* A number of at most `most`. */
static bool
take_bounded(struct str *rest, uint64_t most, uint64_t *ret_number)
{
	return take_number(rest, ret_number) && *ret_number <= most;
}

static bool
take_fix(struct str *rest, struct windows_fix *fix)
{
	uint64_t kb, kind, restart, count, part;

	if (!take_bounded(rest, UINT32_MAX, &kb) || !take_bounded(rest, WINDOWS_FIX_CLICK_TO_RUN, &kind) ||
	    !take_bounded(rest, ANSWER_YES, &restart) || !take_bounded(rest, ARRAY_LEN(fix->build.part), &count))
		return false;
	*fix = (struct windows_fix){ .kb = (uint32_t)kb, .kind = (enum windows_kind)kind, .restart = (enum answer)restart };
	fix->build.count = (uint32_t)count;
	for (uint64_t i = 0; i < count; i++) {
		if (!take_bounded(rest, UINT32_MAX, &part))
			return false;
		fix->build.part[i] = (uint32_t)part;
	}
	return true;
}

static bool
take_listing(struct str *rest, struct arena *arena, struct windows_listing *listing)
{
	uint64_t fixes;

	if (!take_text(rest, &listing->product) || !take_text(rest, &listing->branch) || !take_number(rest, &fixes) ||
	    fixes > rest->len)
		return false;
	for (uint64_t i = 0; i < fixes; i++)
		if (!take_fix(rest, list_add(arena, &listing->fixes)))
			return false;
	return true;
}

bool
statement_decode(struct str blob, struct arena *arena, struct windows_statement *ret_statement)
{
	struct windows_statement statement = { .listings = { 0 } };
	uint64_t count;

	if (blob.len < 4)
		return false;
	statement.day = get_day(blob.ptr);
	blob = str_from(blob, 4);
	if (!take_number(&blob, &count) || count > blob.len)
		return false;
	for (uint64_t i = 0; i < count; i++)
		if (!take_listing(&blob, arena, list_add(arena, &statement.listings)))
			return false;
	*ret_statement = statement;
	return true;
}

/* ------------------------------------------------------------------------------------- reading */

/* A table's rows, one after the other. */
struct table { struct str rest; uint32_t rows; };

static bool
table_find(const struct match_index *index, struct str key, struct table *ret_table)
{
	struct run run;

	if (!image_find(index, key, &run) || run.count > ROWS_MAX || run.count > image_text(index, run.first).len)
		return false;
	*ret_table = (struct table){ image_text(index, run.first), run.count };
	return true;
}

static bool
table_next(struct table *table, struct str *ret_row)
{
	if (table->rows == 0 || !take_text(&table->rest, ret_row))
		return false;
	table->rows--;
	return true;
}

static struct windows_releases *
read_releases(const struct match_index *index, struct str stream, struct arena *arena)
{
	struct windows_releases *releases = ARENA_NEW(arena, struct windows_releases);
	struct windows_release *items;
	struct table table;
	struct str row;

	if (!table_find(index, image_key(arena, 'b', stream, (struct str){ 0 }), &table))
		return releases;
	releases->items = items = ARENA_ARRAY(arena, struct windows_release, table.rows);
	while (table_next(&table, &row)) {
		struct windows_release *item = &items[releases->count];

		if (row.len != RELEASE_BYTES || (unsigned char)row.ptr[16] > ARRAY_LEN(item->version.part))
			continue;
		for (size_t i = 0; i < ARRAY_LEN(item->version.part); i++)
			item->version.part[i] = get_u32(row.ptr + 4 * i);
		item->version.count = (unsigned char)row.ptr[16];
		item->kb = get_u32(row.ptr + 17);
		item->day = get_day(row.ptr + 21);
		item->kind = (enum windows_kind)(unsigned char)row.ptr[25];
		releases->count++;
	}
	return releases;
}

static struct windows_releases
book_releases(struct windows_book *base, struct str stream)
{
	struct table_book *book = (struct table_book *)base;
	uint64_t *place = map_put(book->arena, &book->streams, stream);

	if (*place == 0)
		*place = (uint64_t)(uintptr_t)read_releases(book->index, stream, book->arena);
	return *(const struct windows_releases *)(uintptr_t)*place;
}

static bool
book_update(struct windows_book *base, struct str key, uint32_t kb, struct windows_update *ret_update)
{
	struct table_book *book = (struct table_book *)base;
	struct windows_update update = { .day = DAY_NONE };
	uint32_t *newer;
	struct table table;
	struct str row;

	if (!table_find(book->index, update_key(key, kb, book->arena), &table))
		return false;
	newer = ARENA_ARRAY(book->arena, uint32_t, table.rows);
	while (table_next(&table, &row)) {
		if (row.len == 5 && row.ptr[0] == ROW_SUPERSEDED)
			newer[update.superseded_count++] = get_u32(row.ptr + 1);
		if (row.len != 1 + UPDATE_BYTES || row.ptr[0] != ROW_SEEN)
			continue;
		if (update.day == DAY_NONE)   /* rows stand by day: the first is the earliest */
			update.day = get_day(row.ptr + 1);
		/* One document may call a rollup by another name: what says a track is more than what says none. */
		if (update.kind == WINDOWS_FIX_OTHER)
			update.kind = (enum windows_kind)(unsigned char)row.ptr[5];
	}
	update.superseded_by = newer;
	*ret_update = update;
	return true;
}

void
table_book_init(struct table_book *book, const struct match_index *index, struct arena *arena)
{
	*book = (struct table_book){ .book = { book_releases, book_update }, .index = index, .arena = arena };
}

bool
table_document(const struct match_index *index, struct str id, struct arena *arena, struct table_document *ret_document)
{
	struct table_document document = { .day = DAY_NONE };
	struct table table;
	struct str row;

	if (!table_find(index, image_key(arena, 'd', id, (struct str){ 0 }), &table))
		return false;
	while (table_next(&table, &row)) {
		if (row.len != DOCUMENT_BYTES)
			continue;
		if (document.day == DAY_NONE)
			document.day = get_day(row.ptr);
		document.kin = document.kin || row.ptr[4] != 0;
	}
	*ret_document = document;
	return true;
}
