/*
 * builder.c - collecting what goes into an image. Everything is kept as numbers and places in one pool,
 * so that a year of feeds fits in memory; finish.c puts it in order.
 */
#include "domain/match/builder.h"

#include <string.h>
#include "base/hash.h"
#include "base/mem.h"
#include "domain/match/product.h"
#include "model/record.h"

struct match_builder *
match_builder_new(void)
{
	struct match_builder *builder = mem_alloc(sizeof(*builder));

	pool_init_linked(&builder->pool);
	return builder;
}

void
match_builder_free(struct match_builder *builder)
{
	if (builder == NULL)
		return;
	pool_done(&builder->pool);
	mem_free(builder->vulnerabilities.items);
	mem_free(builder->entries.items);
	mem_free(builder->candidates.items);
	mem_free(builder->names.items);
	mem_free(builder->rows.items);
	mem_free(builder->numbers);
	mem_free(builder->pairs);
	mem_free(builder->pair_numbers);
	mem_free(builder);
}

void
builder_grow(void **items, size_t *room, size_t count, size_t item)
{
	if (count < *room)
		return;
	*room = *room == 0 ? 256 : *room + *room / 2;
	*items = mem_resize(*items, mem_times(*room, item));
}

struct err *
builder_put(struct match_builder *builder, struct str text, struct arena *arena, uint32_t *ret_place)
{
	if (!pool_put(&builder->pool, text, ret_place))
		return err_new(arena, ERR_LIMIT, M("The texts of the knowledge base do not fit into one index (4 GB)."));
	return NULL;
}

/* -------------------------------------------------------------------------- vulnerabilities */

static size_t
number_slot(const struct match_builder *builder, uint32_t id)
{
	size_t at = (id * 0x9E3779B1u) & (builder->numbers_size - 1);

	while (builder->numbers[at] != 0 && builder->vulnerabilities.items[builder->numbers[at] - 1].id != id)
		at = (at + 1) & (builder->numbers_size - 1);
	return at;
}

static void
numbers_grow(struct match_builder *builder)
{
	if (builder->vulnerabilities.count * 2 < builder->numbers_size)
		return;
	mem_free(builder->numbers);
	builder->numbers_size = builder->numbers_size == 0 ? 1024 : builder->numbers_size * 2;
	builder->numbers = mem_alloc(mem_times(builder->numbers_size, sizeof(*builder->numbers)));
	for (size_t i = 0; i < builder->vulnerabilities.count; i++)
		builder->numbers[number_slot(builder, builder->vulnerabilities.items[i].id)] = (uint32_t)i + 1;
}

struct err *
builder_name(struct match_builder *builder, struct str key, uint32_t number, struct arena *arena)
{
	uint32_t place;

	TRY(builder_put(builder, key, arena, &place));
	*GROWING_ADD(&builder->names) = (struct built_name){ place, number };
	return NULL;
}

struct err *
builder_row(struct match_builder *builder, struct str key, struct str row, struct arena *arena)
{
	struct built_row built;

	TRY(builder_put(builder, key, arena, &built.key));
	TRY(builder_put(builder, row, arena, &built.row));
	*GROWING_ADD(&builder->rows) = built;
	return NULL;
}

static struct err *
add_ids(struct match_builder *builder, const struct vulnerability *face, uint32_t number, struct arena *arena)
{
	TRY(builder_name(builder, image_key(arena, 'i', face->id, (struct str){ 0 }), number, arena));
	for (size_t i = 0; i < face->aliases.count; i++)
		TRY(builder_name(builder, image_key(arena, 'i', face->aliases.items[i], (struct str){ 0 }), number, arena));
	return NULL;
}

struct err *
match_builder_vulnerability(struct match_builder *builder, const struct vulnerability *face, struct arena *arena,
    uint32_t *ret_number)
{
	struct buf record BUF_SCOPE = { 0 };
	struct built_vulnerability *built;
	uint32_t id, place;
	size_t slot;

	record_encode(&vulnerability_schema, face, &record);
	TRY(builder_put(builder, face->id, arena, &id));
	TRY(builder_put(builder, buf_str(&record), arena, &place));
	numbers_grow(builder);
	slot = number_slot(builder, id);
	if (builder->numbers[slot] == 0) {
		built = GROWING_ADD(&builder->vulnerabilities);
		*built = (struct built_vulnerability){ .id = id };
		builder->numbers[slot] = (uint32_t)builder->vulnerabilities.count;
	}
	*ret_number = builder->numbers[slot] - 1;
	built = &builder->vulnerabilities.items[*ret_number];
	built->face = place;
	built->withdrawn = face->state == ADVISORY_WITHDRAWN;
	return add_ids(builder, face, *ret_number, arena);
}

/* --------------------------------------------------------------------------------- entries */

/* For what entry after entry repeats: the last place is looked at first. */
static struct err *
put_again(struct match_builder *builder, struct str text, uint32_t *last, struct arena *arena, uint32_t *ret_place)
{
	if (*last == 0 || !str_eq(pool_at(&builder->pool, *last), text))
		TRY(builder_put(builder, text, arena, last));
	*ret_place = *last;
	return NULL;
}

struct err *
builder_entry(struct match_builder *builder, struct str key, const struct entry_facts *facts, struct arena *arena)
{
	struct built_entry built = { .entry = {
		.vulnerability = facts->vulnerability, .source = (uint8_t)facts->source, .rank = (uint8_t)facts->rank,
		.scheme = (uint8_t)facts->scheme, .kind = (uint8_t)facts->kind, .channel = (uint8_t)facts->channel,
		.platforms = (uint8_t)facts->platforms, .flags = (uint8_t)facts->flags,
	} };

	TRY(builder_put(builder, key, arena, &built.key));
	TRY(put_again(builder, facts->record, &builder->last_record, arena, &built.entry.record));
	TRY(put_again(builder, facts->feed, &builder->last_feed, arena, &built.entry.feed));
	TRY(builder_put(builder, facts->body, arena, &built.entry.body));
	TRY(builder_put(builder, facts->release, arena, &built.entry.release));
	TRY(builder_put(builder, facts->limit, arena, &built.entry.limit));
	TRY(builder_put(builder, facts->subject, arena, &built.entry.subject));
	TRY(builder_put(builder, facts->note, arena, &built.entry.note));
	if (builder->entries.count >= UINT32_MAX)
		return err_new(arena, ERR_LIMIT, M("The texts of the knowledge base do not fit into one index (4 GB)."));
	*GROWING_ADD(&builder->entries) = built;
	return NULL;
}

/* ------------------------------------------------------------------------------ candidates */

static size_t
pair_slot(const struct match_builder *builder, uint64_t pair)
{
	size_t at = (pair * 0x9E3779B97F4A7C15u >> 20) & (builder->pairs_size - 1);

	while (builder->pairs[at] != 0 && builder->pairs[at] != pair)
		at = (at + 1) & (builder->pairs_size - 1);
	return at;
}

static void
pairs_grow(struct match_builder *builder)
{
	if (builder->candidates.count * 2 < builder->pairs_size)
		return;
	mem_free(builder->pairs);
	mem_free(builder->pair_numbers);
	builder->pairs_size = builder->pairs_size == 0 ? 1024 : builder->pairs_size * 2;
	builder->pairs = mem_alloc(mem_times(builder->pairs_size, sizeof(*builder->pairs)));
	builder->pair_numbers = mem_alloc(mem_times(builder->pairs_size, sizeof(*builder->pair_numbers)));
	for (size_t i = 0; i < builder->candidates.count; i++) {
		const struct built_candidate *built = &builder->candidates.items[i];
		uint64_t pair = (uint64_t)built->key << 32 | built->candidate.identity;
		size_t slot = pair_slot(builder, pair);

		builder->pairs[slot] = pair;
		builder->pair_numbers[slot] = (uint32_t)i;
	}
}

static struct err *
add_candidate(struct match_builder *builder, struct str key, struct str identity, bool is_cpe, bool whole,
    struct arena *arena)
{
	struct built_candidate *built;
	uint32_t key_place, place;
	uint64_t pair;
	size_t slot;

	TRY(builder_put(builder, key, arena, &key_place));
	TRY(builder_put(builder, identity, arena, &place));
	pairs_grow(builder);
	pair = (uint64_t)key_place << 32 | place;
	slot = pair_slot(builder, pair);
	if (builder->pairs[slot] == 0) {
		builder->pairs[slot] = pair;
		builder->pair_numbers[slot] = (uint32_t)builder->candidates.count;
		built = GROWING_ADD(&builder->candidates);
		*built = (struct built_candidate){ key_place, { .identity = place, .is_cpe = is_cpe, .whole = whole } };
	}
	built = &builder->candidates.items[builder->pair_numbers[slot]];
	if (built->candidate.count < UINT32_MAX)
		built->candidate.count++;
	return NULL;
}

struct err *
builder_candidate(struct match_builder *builder, struct str vendor, struct str name, struct str identity, bool is_cpe,
    struct arena *arena)
{
	struct str folded_vendor = product_fold(vendor, arena), folded = product_fold(name, arena);

	if (folded.len == 0)
		return NULL;
	TRY(add_candidate(builder, image_key(arena, 'n', STR(""), folded), identity, is_cpe, false, arena));
	if (folded_vendor.len == 0)
		return NULL;
	return add_candidate(builder, image_key(arena, 'n', folded_vendor, folded), identity, is_cpe, true, arena);
}
