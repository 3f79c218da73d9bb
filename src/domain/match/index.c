/*
 * index.c - opening an image and finding things in it.
 */
#include <assert.h>
#include <string.h>
#include "base/hash.h"
#include "domain/match/image.h"
#include "model/record.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "index images are little-endian and read in place");

enum { PROBES_MAX = 4096 };   /* a table we built never needs more than a few */

static const size_t item_sizes[IMAGE_SECTIONS] = {
	[IMAGE_POOL] = 1,
	[IMAGE_VULNERABILITIES] = sizeof(struct image_vulnerability),
	[IMAGE_ENTRIES] = sizeof(struct image_entry),
	[IMAGE_SLOTS] = sizeof(struct image_slot),
	[IMAGE_CANDIDATES] = sizeof(struct image_candidate),
};

static bool
head_holds(const struct image_head *head, size_t len)
{
	uint64_t slots = head->sections[IMAGE_SLOTS].count;

	if (head->size != len || (slots & (slots - 1)) != 0)
		return false;
	for (size_t i = 0; i < IMAGE_SECTIONS; i++) {
		const struct image_span *span = &head->sections[i];

		if (span->at > len || span->count > (len - span->at) / item_sizes[i])
			return false;
	}
	return head->sections[IMAGE_VULNERABILITIES].count <= UINT32_MAX &&
	    head->sections[IMAGE_ENTRIES].count <= UINT32_MAX;
}

static struct err *
head_read(struct str bytes, struct arena *arena, struct image_head *ret_head)
{
	if (bytes.len < sizeof(*ret_head) || memcmp(bytes.ptr, IMAGE_MAGIC, 8) != 0)
		return err_new(arena, ERR_FORMAT, M("This is not an index of Tsukuroi."));
	memcpy(ret_head, bytes.ptr, sizeof(*ret_head));
	if (ret_head->format != MATCH_FORMAT)
		return err_new(arena, ERR_FORMAT,
		    M("The index is of format {found}, this program reads {wanted}: build the knowledge base again."),
		    ARG_N("found", ret_head->format), ARG_N("wanted", MATCH_FORMAT));
	if (!head_holds(ret_head, bytes.len))
		return err_new(arena, ERR_FORMAT, M("The index is damaged or cut short: build or import the knowledge base again."));
	return NULL;
}

struct err *
match_index_open(struct str bytes, struct arena *arena, const struct match_index **ret_index)
{
	struct match_index *index = ARENA_NEW(arena, struct match_index);

	TRY(head_read(bytes, arena, &index->head));
	index->bytes = bytes;
	index->pool = str_sub(bytes, (size_t)index->head.sections[IMAGE_POOL].at,
	    (size_t)index->head.sections[IMAGE_POOL].count);
	*ret_index = index;
	return NULL;
}

struct str
image_digest(struct str bytes, struct arena *arena)
{
	size_t from = offsetof(struct image_head, digest);
	size_t after = from + sizeof(((struct image_head *)0)->digest);
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, bytes.ptr, from);
	sha256_add(&sum, bytes.ptr + after, bytes.len - after);
	return sha256_hex(&sum, arena);
}

struct err *
match_index_verify(struct str bytes, struct arena *arena)
{
	struct image_head head;

	TRY(head_read(bytes, arena, &head));
	if (!str_eq(image_digest(bytes, arena), (struct str){ head.digest, sizeof(head.digest) }))
		return err_new(arena, ERR_FORMAT, M("The index is damaged or cut short: build or import the knowledge base again."));
	return NULL;
}

struct str
match_index_digest(const struct match_index *index)
{
	return (struct str){ index->head.digest, sizeof(index->head.digest) };
}

uint32_t
match_index_encoder(const struct match_index *index)
{
	return index->head.encoder;
}

uint32_t
match_index_vulnerabilities(const struct match_index *index)
{
	return (uint32_t)index->head.sections[IMAGE_VULNERABILITIES].count;
}

uint64_t
match_index_entries(const struct match_index *index)
{
	return index->head.sections[IMAGE_ENTRIES].count;
}

static bool
item_at(const struct match_index *index, enum image_section section, uint64_t number, void *ret_item)
{
	const struct image_span *span = &index->head.sections[section];

	if (number >= span->count)
		return false;
	memcpy(ret_item, index->bytes.ptr + span->at + number * item_sizes[section], item_sizes[section]);
	return true;
}

bool
image_vulnerability_at(const struct match_index *index, uint64_t number, struct image_vulnerability *ret_item)
{
	return item_at(index, IMAGE_VULNERABILITIES, number, ret_item);
}

bool
image_entry_at(const struct match_index *index, uint64_t number, struct image_entry *ret_item)
{
	return item_at(index, IMAGE_ENTRIES, number, ret_item);
}

bool
image_candidate_at(const struct match_index *index, uint64_t number, struct image_candidate *ret_item)
{
	return item_at(index, IMAGE_CANDIDATES, number, ret_item);
}

struct str
image_text(const struct match_index *index, uint32_t place)
{
	return place == 0 ? STR("") : pool_read(index->pool, place);
}

struct str
image_key(struct arena *arena, char kind, struct str a, struct str b)
{
	size_t len = 1 + a.len + (b.ptr == NULL ? 0 : 1 + b.len);
	char *key = arena_alloc(arena, len);

	key[0] = kind;
	if (a.len > 0)
		memcpy(key + 1, a.ptr, a.len);
	if (b.ptr != NULL && b.len > 0)
		memcpy(key + 2 + a.len, b.ptr, b.len);
	return (struct str){ key, len };
}

bool
image_find(const struct match_index *index, struct str key, struct run *ret_run)
{
	uint64_t size = index->head.sections[IMAGE_SLOTS].count;
	uint64_t hash = hash64(key, 0);
	struct image_slot slot;

	for (uint64_t probe = 0; probe < size && probe < PROBES_MAX; probe++) {
		bool is_there = item_at(index, IMAGE_SLOTS, (hash + probe) & (size - 1), &slot);

		assert(is_there);   /* size is a power of two (head_holds) */
		if (slot.key == 0)
			return false;
		if (slot.hash != hash || !str_eq(image_text(index, slot.key), key))
			continue;
		*ret_run = (struct run){ slot.first, slot.count };
		return true;
	}
	return false;
}

struct str
match_vulnerability_id(const struct match_index *index, uint32_t number)
{
	struct image_vulnerability item;

	return image_vulnerability_at(index, number, &item) ? image_text(index, item.id) : STR("");
}

struct err *
match_vulnerability(const struct match_index *index, uint32_t number, struct arena *arena,
    struct vulnerability *ret_face)
{
	struct image_vulnerability item;

	if (!image_vulnerability_at(index, number, &item))
		return err_new(arena, ERR_NOT_FOUND, M("The index has no vulnerability number {number}."), ARG_N("number", number));
	return record_decode(&vulnerability_schema, image_text(index, item.face), arena, ret_face);
}

/* A key of one part. */
static bool
find_name(const struct match_index *index, char kind, struct str name, struct run *ret_run)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	return image_find(index, image_key(arena, kind, name, (struct str){ 0 }), ret_run);
}

bool
match_find(const struct match_index *index, struct str id, uint32_t *ret_number)
{
	struct run run;

	if (!find_name(index, 'i', id, &run) || run.first >= match_index_vulnerabilities(index))
		return false;
	*ret_number = run.first;
	return true;
}

bool
match_is_withdrawn(const struct match_index *index, struct str record)
{
	struct run run;

	return find_name(index, 't', record, &run);
}
