/*
 * overlay.c - what changes daily about a CVE: KEV and EPSS as a small image beside the index.
 *
 *     head      magic, format, counts
 *     rows      by CVE, whose year and number are the key: a binary search
 *     pool      KEV entries as records
 *     kev       the keys of rows that have one, so that who asks of many reads a few pages; images of before have none
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "domain/match/builder.h"
#include "model/record.h"

#define OVERLAY_MAGIC "TSUKUIOV"

enum { OVERLAY_FORMAT = 1 };

struct overlay_row {
	uint64_t key;
	int32_t  epss, percentile;   /* -1: none */
	uint32_t kev;                /* place in the pool; 0: none */
	uint32_t spare;
};

struct overlay_head {
	char     magic[8];
	uint32_t format;
	uint32_t kev;                /* keys; 0 in images of before */
	uint64_t rows;
	uint64_t pool;               /* bytes */
};

struct match_overlay_builder {
	struct pool                 pool;
	GROWING(struct overlay_row) rows;
};

struct match_overlay {
	struct str rows;
	size_t     count;
	struct str pool;
	struct str kev;
};

/* "CVE-2026-1234" is 2026 and 1234. */
bool
match_cve_key(struct str cve, uint64_t *ret_key)
{
	struct str year_text, number_text;
	uint64_t year, number;

	if (!str_take(&cve, STR("CVE-")) || !str_cut(cve, '-', &year_text, &number_text) ||
	    !str_to_u64(year_text, &year) || !str_to_u64(number_text, &number) || year > 9999 || number >> 40 != 0)
		return false;
	*ret_key = year << 40 | number;
	return true;
}

struct match_overlay_builder *
match_overlay_builder_new(void)
{
	struct match_overlay_builder *builder = mem_alloc(sizeof(*builder));

	pool_init(&builder->pool);
	return builder;
}

void
match_overlay_builder_free(struct match_overlay_builder *builder)
{
	if (builder == NULL)
		return;
	pool_done(&builder->pool);
	mem_free(builder->rows.items);
	mem_free(builder);
}

static struct err *
no_cve(struct str text, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("\"{id}\" is no CVE number."), ARG("id", text));
}

struct err *
match_overlay_builder_kev(struct match_overlay_builder *builder, const struct kev_entry *entry, struct arena *arena)
{
	struct overlay_row row = { .epss = -1, .percentile = -1 };
	struct buf record BUF_SCOPE = { 0 };

	if (!match_cve_key(entry->cve, &row.key))
		return no_cve(entry->cve, arena);
	record_encode(&kev_entry_schema, entry, &record);
	if (!pool_put(&builder->pool, buf_str(&record), &row.kev))
		return err_new(arena, ERR_LIMIT, M("The texts of the knowledge base do not fit into one index (4 GB)."));
	*GROWING_ADD(&builder->rows) = row;
	return NULL;
}

struct err *
match_overlay_builder_epss(struct match_overlay_builder *builder, const struct epss_entry *entry, struct arena *arena)
{
	struct overlay_row row = { .epss = entry->probability, .percentile = entry->percentile };

	if (!match_cve_key(entry->cve, &row.key))
		return no_cve(entry->cve, arena);
	*GROWING_ADD(&builder->rows) = row;
	return NULL;
}

/* By CVE, and within one in an order that does not depend on that of adding. */
static int
compare_rows(const void *a_, const void *b_, void *data)
{
	const struct match_overlay_builder *builder = data;
	const struct overlay_row *a = a_, *b = b_;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->epss != b->epss)
		return a->epss < b->epss ? -1 : 1;
	if (a->percentile != b->percentile)
		return a->percentile < b->percentile ? -1 : 1;
	return str_cmp(pool_at(&builder->pool, a->kev), pool_at(&builder->pool, b->kev));
}

/* What is said of one CVE in several rows as one: of a kind the last is kept. */
static size_t
joined(struct overlay_row *rows, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (kept == 0 || rows[kept - 1].key != rows[i].key) {
			rows[kept++] = rows[i];
			continue;
		}
		if (rows[i].epss >= 0) {
			rows[kept - 1].epss = rows[i].epss;
			rows[kept - 1].percentile = rows[i].percentile;
		}
		if (rows[i].kev != 0)
			rows[kept - 1].kev = rows[i].kev;
	}
	return kept;
}

void
match_overlay_builder_finish(struct match_overlay_builder *builder, struct buf *out)
{
	struct overlay_head head = { .magic = OVERLAY_MAGIC, .format = OVERLAY_FORMAT };
	struct overlay_row *rows = builder->rows.items;
	struct pool pool;
	size_t count = builder->rows.count;

	if (count > 0)
		qsort_r(rows, count, sizeof(*rows), compare_rows, builder);
	count = joined(rows, count);
	pool_init(&pool);
	for (size_t i = 0; i < count; i++)
		(void)pool_put(&pool, pool_at(&builder->pool, rows[i].kev), &rows[i].kev);   /* no more than fitted before */
	head.rows = count;
	head.pool = pool.bytes.len;
	for (size_t i = 0; i < count; i++)
		head.kev += rows[i].kev != 0;
	buf_add_bytes(out, &head, sizeof(head));
	if (count > 0)
		buf_add_bytes(out, rows, count * sizeof(*rows));
	buf_add(out, buf_str(&pool.bytes));
	for (size_t i = 0; i < count; i++)
		if (rows[i].kev != 0)
			buf_add_bytes(out, &rows[i].key, sizeof(rows[i].key));
	pool_done(&pool);
}

struct err *
match_overlay_open(struct str bytes, struct arena *arena, const struct match_overlay **ret_overlay)
{
	struct match_overlay *overlay = ARENA_NEW(arena, struct match_overlay);
	struct overlay_head head;
	size_t room;

	if (bytes.len < sizeof(head) || memcmp(bytes.ptr, OVERLAY_MAGIC, 8) != 0)
		return err_new(arena, ERR_FORMAT, M("This is not an index of Tsukuroi."));
	memcpy(&head, bytes.ptr, sizeof(head));
	room = bytes.len - sizeof(head);
	if (head.format != OVERLAY_FORMAT)
		return err_new(arena, ERR_FORMAT,
		    M("The index is of format {found}, this program reads {wanted}: build the knowledge base again."),
		    ARG_N("found", head.format), ARG_N("wanted", OVERLAY_FORMAT));
	if (head.rows > room / sizeof(struct overlay_row) || head.kev > head.rows ||
	    head.pool != room - head.rows * sizeof(struct overlay_row) - head.kev * sizeof(uint64_t))
		return err_new(arena, ERR_FORMAT, M("The index is damaged or cut short: build or import the knowledge base again."));
	overlay->count = (size_t)head.rows;
	overlay->rows = str_sub(bytes, sizeof(head), overlay->count * sizeof(struct overlay_row));
	overlay->pool = str_sub(bytes, sizeof(head) + overlay->rows.len, (size_t)head.pool);
	overlay->kev = str_from(bytes, sizeof(head) + overlay->rows.len + overlay->pool.len);
	*ret_overlay = overlay;
	return NULL;
}

uint64_t
match_overlay_count(const struct match_overlay *overlay)
{
	return overlay == NULL ? 0 : overlay->count;
}

static bool
row_find(const struct match_overlay *overlay, uint64_t key, struct overlay_row *ret_row)
{
	size_t from = 0, end = overlay->count;

	while (from < end) {
		size_t middle = from + (end - from) / 2;

		memcpy(ret_row, overlay->rows.ptr + middle * sizeof(*ret_row), sizeof(*ret_row));
		if (ret_row->key == key)
			return true;
		if (ret_row->key < key)
			from = middle + 1;
		else
			end = middle;
	}
	return false;
}

bool
match_overlay_find(const struct match_overlay *overlay, struct str cve, struct arena *arena,
    struct match_threat *ret_threat)
{
	struct overlay_row row;
	uint64_t key;

	*ret_threat = (struct match_threat){ .epss = -1, .percentile = -1 };
	if (overlay == NULL || !match_cve_key(cve, &key) || !row_find(overlay, key, &row))
		return false;
	ret_threat->epss = row.epss;
	ret_threat->percentile = row.percentile;
	/* A broken record leaves the rest of what is known. */
	ret_threat->has_kev = row.kev != 0 &&
	    record_decode(&kev_entry_schema, pool_read(overlay->pool, row.kev), arena, &ret_threat->kev) == NULL;
	return true;
}

bool
match_overlay_has_kev(const struct match_overlay *overlay, uint64_t key)
{
	struct overlay_row row;
	size_t from = 0, end;

	if (overlay == NULL)
		return false;
	end = overlay->kev.len / sizeof(key);
	if (end == 0)
		return row_find(overlay, key, &row) && row.kev != 0;
	while (from < end) {
		size_t middle = from + (end - from) / 2;
		uint64_t one;

		memcpy(&one, overlay->kev.ptr + middle * sizeof(one), sizeof(one));
		if (one == key)
			return true;
		if (one < key)
			from = middle + 1;
		else
			end = middle;
	}
	return false;
}
