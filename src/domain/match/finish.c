/*
 * finish.c - putting what was collected in order and writing the image.
 *
 * The order, and so every byte, follows from the contents alone: vulnerabilities by id, keys by hash,
 * the entries of a key by release, channel and vulnerability, then by everything else in them; texts go
 * into the image's pool in the order in which they are first met.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "base/mem.h"
#include "domain/match/finish.h"

struct str
finish_text(const struct finishing *finishing, uint32_t place)
{
	return pool_at(&finishing->builder->pool, place);
}

uint32_t
finish_append(struct finishing *finishing, struct str text)
{
	uint32_t place = 0;
	bool holds = pool_append(&finishing->pool, text, &place) && place <= UINT32_MAX - finishing->pool_begin;

	if (!holds && finishing->err == NULL)
		finishing->err = err_new(finishing->arena, ERR_LIMIT,
		    M("The texts of the knowledge base do not fit into one index (4 GB)."));
	return holds ? place + finishing->pool_begin : 0;
}

/* From the builder's pool into the image's, once: the link of a text there is its place here. */
uint32_t
finish_moved(struct finishing *finishing, uint32_t place)
{
	struct pool *from = &finishing->builder->pool;
	uint32_t there = place == 0 ? 0 : pool_link(from, place);

	if (place == 0 || there != 0)
		return there;
	there = finish_append(finishing, pool_at(from, place));
	pool_set_link(from, place, there);
	return there;
}

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* -------------------------------------------------------------------------- vulnerabilities */

static int
compare_ids(const void *a, const void *b, void *data)
{
	const struct finishing *finishing = data;
	const struct built_vulnerability *items = finishing->builder->vulnerabilities.items;

	return str_cmp(finish_text(finishing, items[*(const uint32_t *)a].id), finish_text(finishing, items[*(const uint32_t *)b].id));
}

void
finish_by_id(struct finishing *finishing)
{
	size_t count = finishing->builder->vulnerabilities.count;

	finishing->by_id = mem_alloc(mem_times(count, sizeof(*finishing->by_id)));
	for (size_t i = 0; i < count; i++)
		finishing->by_id[i] = (uint32_t)i;
	qsort_r(finishing->by_id, count, sizeof(*finishing->by_id), compare_ids, finishing);
}

void
finish_vulnerability(struct finishing *finishing, struct built_vulnerability *built, uint32_t number)
{
	struct image_vulnerability item = {
		finish_moved(finishing, built->id), finish_moved(finishing, built->face), built->withdrawn,
	};

	built->order = number;
	buf_add_bytes(&finishing->vulnerabilities, &item, sizeof(item));
}

static void
write_vulnerabilities(struct finishing *finishing)
{
	struct match_builder *builder = finishing->builder;

	finish_by_id(finishing);
	for (size_t i = 0; i < builder->vulnerabilities.count; i++)
		finish_vulnerability(finishing, &builder->vulnerabilities.items[finishing->by_id[i]], (uint32_t)i);
}

/* ----------------------------------------------------------------------------------- sorting */

static int
compare_places(const struct finishing *finishing, uint32_t a, uint32_t b)
{
	return a == b ? 0 : str_cmp(finish_text(finishing, a), finish_text(finishing, b));
}

static int
compare_sorting(const struct finishing *finishing, const struct sorting *a, const struct sorting *b)
{
	int order = compare_numbers(a->hash, b->hash);

	if (order == 0)
		order = compare_places(finishing, a->key, b->key);
	if (order == 0)
		order = compare_places(finishing, a->release, b->release);
	return order != 0 ? order : compare_numbers(a->next, b->next);
}

static uint64_t
entry_head(const struct image_entry *entry)
{
	return (uint64_t)entry->rank << 56 | (uint64_t)entry->source << 48 | (uint64_t)entry->kind << 40 |
	    (uint64_t)entry->scheme << 32 | (uint64_t)entry->flags << 24 | (uint64_t)entry->platforms << 16;
}

static int
compare_entry_contents(const struct finishing *finishing, const struct image_entry *a, const struct image_entry *b)
{
	const uint32_t places[][2] = {
		{ a->record, b->record }, { a->limit, b->limit }, { a->body, b->body }, { a->subject, b->subject },
		{ a->note, b->note }, { a->feed, b->feed },
	};
	int order = compare_numbers(entry_head(a), entry_head(b));

	for (size_t i = 0; i < ARRAY_LEN(places) && order == 0; i++)
		order = compare_places(finishing, places[i][0], places[i][1]);
	return order;
}

int
finish_compare_entries(const void *a_, const void *b_, void *data)
{
	const struct finishing *finishing = data;
	const struct sorting *a = a_, *b = b_;
	int order = compare_sorting(finishing, a, b);

	return order != 0 ? order : compare_entry_contents(finishing,
	    &finishing->builder->entries.items[a->at].entry, &finishing->builder->entries.items[b->at].entry);
}

static int
compare_candidates(const void *a_, const void *b_, void *data)
{
	const struct finishing *finishing = data;
	const struct built_candidate *items = finishing->builder->candidates.items;
	const struct sorting *a = a_, *b = b_;
	int order = compare_sorting(finishing, a, b);

	return order != 0 ? order : compare_places(finishing, items[a->at].candidate.identity, items[b->at].candidate.identity);
}

static int
compare_names(const void *a_, const void *b_, void *data)
{
	return compare_sorting(data, a_, b_);
}

/* ----------------------------------------------------------------------------------- writing */

static void
add_key(struct finishing *finishing, const struct sorting *of, uint32_t first, uint32_t count)
{
	*GROWING_ADD(&finishing->keys) =
	    (struct image_slot){ .hash = of->hash, .key = finish_moved(finishing, of->key), .first = first, .count = count };
}

static struct sorting
sorting_of(const struct finishing *finishing, uint32_t key, size_t at)
{
	return (struct sorting){ .hash = hash64(finish_text(finishing, key), 0), .key = key, .at = (uint32_t)at };
}

struct image_entry
finish_entry_moved(struct finishing *finishing, const struct image_entry *built)
{
	struct image_entry entry = *built;

	entry.vulnerability = finishing->builder->vulnerabilities.items[built->vulnerability].order;
	entry.record = finish_moved(finishing, built->record);
	entry.feed = finish_moved(finishing, built->feed);
	entry.body = finish_moved(finishing, built->body);
	entry.release = finish_moved(finishing, built->release);
	entry.limit = finish_moved(finishing, built->limit);
	entry.subject = finish_moved(finishing, built->subject);
	entry.note = finish_moved(finishing, built->note);
	return entry;
}

struct sorting *
finish_entries(struct finishing *finishing)
{
	const struct match_builder *builder = finishing->builder;
	struct sorting *order = mem_alloc(mem_times(builder->entries.count, sizeof(*order)));

	for (size_t i = 0; i < builder->entries.count; i++) {
		const struct built_entry *built = &builder->entries.items[i];

		order[i] = sorting_of(finishing, built->key, i);
		order[i].release = built->entry.release;
		order[i].next = (uint64_t)built->entry.channel << 32 |
		    builder->vulnerabilities.items[built->entry.vulnerability].order;
	}
	qsort_r(order, builder->entries.count, sizeof(*order), finish_compare_entries, finishing);
	return order;
}

static void
write_entries(struct finishing *finishing)
{
	size_t count = finishing->builder->entries.count;
	struct sorting *order = finish_entries(finishing);
	uint32_t written = 0, first = 0;

	for (size_t i = 0; i < count; i++) {
		struct image_entry entry;

		/* The same record added twice is one. */
		if (i == 0 || finish_compare_entries(&order[i - 1], &order[i], finishing) != 0) {
			entry = finish_entry_moved(finishing, &finishing->builder->entries.items[order[i].at].entry);
			buf_add_bytes(&finishing->entries, &entry, sizeof(entry));
			written++;
		}
		if (i + 1 < count && order[i + 1].key == order[i].key)
			continue;
		add_key(finishing, &order[i], first, written - first);
		first = written;
	}
	mem_free(order);
}

struct sorting *
finish_candidates(struct finishing *finishing)
{
	const struct match_builder *builder = finishing->builder;
	size_t count = builder->candidates.count;
	struct sorting *order = mem_alloc(mem_times(count, sizeof(*order)));

	for (size_t i = 0; i < count; i++)
		order[i] = sorting_of(finishing, builder->candidates.items[i].key, i);
	qsort_r(order, count, sizeof(*order), compare_candidates, finishing);
	return order;
}

static void
write_candidates(struct finishing *finishing)
{
	const struct match_builder *builder = finishing->builder;
	size_t count = builder->candidates.count;
	struct sorting *order = finish_candidates(finishing);
	uint32_t first = 0;

	for (size_t i = 0; i < count; i++) {
		struct image_candidate item = builder->candidates.items[order[i].at].candidate;

		item.identity = finish_moved(finishing, item.identity);
		buf_add_bytes(&finishing->candidates, &item, sizeof(item));
		if (i + 1 < count && order[i + 1].key == order[i].key)
			continue;
		add_key(finishing, &order[i], first, (uint32_t)i + 1 - first);
		first = (uint32_t)i + 1;
	}
	mem_free(order);
}

struct sorting *
finish_names(struct finishing *finishing)
{
	const struct match_builder *builder = finishing->builder;
	size_t count = builder->names.count;
	struct sorting *order = mem_alloc(mem_times(count, sizeof(*order)));

	for (size_t i = 0; i < count; i++) {
		const struct built_name *name = &builder->names.items[i];
		struct str key = finish_text(finishing, name->key);
		bool is_id = key.ptr[0] == 'i';

		order[i] = sorting_of(finishing, name->key, i);
		if (is_id)
			order[i].next = builder->vulnerabilities.items[name->number].order;
		if (is_id && !str_eq(str_from(key, 1), finish_text(finishing, builder->vulnerabilities.items[name->number].id)))
			order[i].next |= (uint64_t)1 << 32;
	}
	qsort_r(order, count, sizeof(*order), compare_names, finishing);
	return order;
}

/* An id before an alias of the same text, then the lower number; a release counts its entries. */
static void
write_names(struct finishing *finishing)
{
	size_t count = finishing->builder->names.count;
	struct sorting *order = finish_names(finishing);

	for (size_t i = 0, begin = 0; i < count; i++) {
		if (i + 1 < count && order[i + 1].key == order[i].key)
			continue;
		add_key(finishing, &order[begin], (uint32_t)order[begin].next, (uint32_t)(i + 1 - begin));
		begin = i + 1;
	}
	mem_free(order);
}

static int
compare_rows(const void *a_, const void *b_, void *data)
{
	const struct finishing *finishing = data;
	const struct built_row *items = finishing->builder->rows.items;
	const struct sorting *a = a_, *b = b_;
	int order = compare_sorting(finishing, a, b);

	return order != 0 ? order : compare_places(finishing, items[a->at].row, items[b->at].row);
}

/* One key's rows as one text, each once. */
static void
write_table(struct finishing *finishing, const struct sorting *order, size_t count)
{
	const struct built_row *items = finishing->builder->rows.items;
	struct buf table BUF_SCOPE = { 0 };
	uint32_t rows = 0;

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && items[order[i].at].row == items[order[i - 1].at].row)
			continue;
		put_text(&table, finish_text(finishing, items[order[i].at].row));
		rows++;
	}
	add_key(finishing, &order[0], finish_append(finishing, buf_str(&table)), rows);
}

struct sorting *
finish_rows(struct finishing *finishing)
{
	const struct match_builder *builder = finishing->builder;
	size_t count = builder->rows.count;
	struct sorting *order = mem_alloc(mem_times(count, sizeof(*order)));

	for (size_t i = 0; i < count; i++)
		order[i] = sorting_of(finishing, builder->rows.items[i].key, i);
	qsort_r(order, count, sizeof(*order), compare_rows, finishing);
	return order;
}

static void
write_tables(struct finishing *finishing)
{
	size_t count = finishing->builder->rows.count;
	struct sorting *order = finish_rows(finishing);

	for (size_t i = 0, begin = 0; i < count; i++) {
		if (i + 1 < count && order[i + 1].key == order[i].key)
			continue;
		write_table(finishing, &order[begin], i + 1 - begin);
		begin = i + 1;
	}
	mem_free(order);
}

/* The keys, each kind in its own order, into one open table. */
static void
add_slots(struct finishing *finishing, struct buf *out, uint64_t *ret_size)
{
	uint64_t size = 1;
	struct image_slot *slots;

	while (size < finishing->keys.count * 2)
		size *= 2;
	slots = mem_alloc(mem_times((size_t)size, sizeof(*slots)));
	for (size_t i = 0; i < finishing->keys.count; i++) {
		uint64_t at = finishing->keys.items[i].hash & (size - 1);

		while (slots[at].key != 0)
			at = (at + 1) & (size - 1);
		slots[at] = finishing->keys.items[i];
	}
	buf_add_bytes(out, slots, (size_t)size * sizeof(*slots));
	mem_free(slots);
	*ret_size = size;
}

static void
align(struct buf *out)
{
	while (out->len % 8 != 0)
		buf_add_char(out, '\0');
}

struct image_span
finish_span(struct buf *out, const struct buf *bytes, size_t item)
{
	align(out);
	struct image_span span = { out->len, bytes->len / item };

	buf_add(out, buf_str(bytes));
	return span;
}

void
finish_sections(struct finishing *finishing, struct image_head *head, struct buf *out)
{
	struct image_span *sections = head->sections;

	sections[IMAGE_VULNERABILITIES] = finish_span(out, &finishing->vulnerabilities, sizeof(struct image_vulnerability));
	sections[IMAGE_ENTRIES] = finish_span(out, &finishing->entries, sizeof(struct image_entry));
	sections[IMAGE_CANDIDATES] = finish_span(out, &finishing->candidates, sizeof(struct image_candidate));
	align(out);
	sections[IMAGE_SLOTS].at = out->len;
	add_slots(finishing, out, &sections[IMAGE_SLOTS].count);
	sections[IMAGE_POOL] = finish_span(out, &finishing->pool.bytes, 1);
}

void
finish_head(const void *head, size_t size, struct arena *arena, struct buf *out)
{
	struct str digest;

	memcpy(out->ptr, head, size);
	digest = image_digest(buf_str(out), arena);
	memcpy(out->ptr + offsetof(struct image_head, digest), digest.ptr, digest.len);
}

static void
write_image(struct finishing *finishing, struct arena *arena, struct buf *out)
{
	struct image_head head = { .magic = IMAGE_MAGIC, .format = MATCH_FORMAT, .encoder = MATCH_ENCODER };

	assert(out->len == 0);
	(void)buf_reserve(out, sizeof(head) + finishing->vulnerabilities.len + finishing->entries.len +
	    finishing->candidates.len + finishing->pool.bytes.len + 4 * finishing->keys.count * sizeof(struct image_slot));
	buf_add_bytes(out, &head, sizeof(head));
	finish_sections(finishing, &head, out);
	head.size = out->len;
	finish_head(&head, sizeof(head), arena, out);
}

void
finish_done(struct finishing *finishing)
{
	pool_done(&finishing->pool);
	buf_done(&finishing->vulnerabilities);
	buf_done(&finishing->entries);
	buf_done(&finishing->candidates);
	mem_free(finishing->by_id);
	mem_free(finishing->keys.items);
}

struct err *
match_builder_finish(struct match_builder *builder, struct arena *arena, struct buf *out)
{
	struct finishing finishing = { .builder = builder, .arena = arena };

	pool_init(&finishing.pool);
	write_vulnerabilities(&finishing);
	write_entries(&finishing);
	write_candidates(&finishing);
	write_names(&finishing);
	write_tables(&finishing);
	if (finishing.err == NULL)
		write_image(&finishing, arena, out);
	finish_done(&finishing);
	return finishing.err;
}
