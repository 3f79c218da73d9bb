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
span_holds(const struct image_span *span, size_t item, size_t len)
{
	return span->at <= len && span->count <= (len - span->at) / item;
}

static bool
head_holds(const struct image_head *head, size_t len)
{
	uint64_t slots = head->sections[IMAGE_SLOTS].count;

	if (head->size != len || (slots & (slots - 1)) != 0)
		return false;
	for (size_t i = 0; i < IMAGE_SECTIONS; i++)
		if (!span_holds(&head->sections[i], item_sizes[i], len))
			return false;
	return head->sections[IMAGE_VULNERABILITIES].count <= UINT32_MAX &&
	    head->sections[IMAGE_ENTRIES].count <= UINT32_MAX;
}

static struct err *
damaged(struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("The index is damaged or cut short: build or import the knowledge base again."));
}

/* Of an image, or of an amendment, whose head is longer. */
static struct err *
head_read(struct str bytes, const char *magic, size_t size, struct arena *arena, void *ret_head)
{
	struct image_head head;

	if (bytes.len < size || memcmp(bytes.ptr, magic, sizeof(head.magic)) != 0)
		return err_new(arena, ERR_FORMAT, M("This is not an index of Tsukuroi."));
	memcpy(&head, bytes.ptr, sizeof(head));
	if (head.format != MATCH_FORMAT)
		return err_new(arena, ERR_FORMAT,
		    M("The index is of format {found}, this program reads {wanted}: build the knowledge base again."),
		    ARG_N("found", head.format), ARG_N("wanted", MATCH_FORMAT));
	if (!head_holds(&head, bytes.len))
		return damaged(arena);
	memcpy(ret_head, bytes.ptr, size);
	return NULL;
}

static struct str
pool_of(struct str bytes, const struct image_head *head)
{
	return str_sub(bytes, (size_t)head->sections[IMAGE_POOL].at, (size_t)head->sections[IMAGE_POOL].count);
}

struct err *
match_index_open(struct str bytes, struct arena *arena, const struct match_index **ret_index)
{
	struct match_index *index = ARENA_NEW(arena, struct match_index);

	TRY(head_read(bytes, IMAGE_MAGIC, sizeof(index->head), arena, &index->head));
	index->bytes = bytes;
	index->pool = pool_of(bytes, &index->head);
	*ret_index = index;
	return NULL;
}

struct err *
match_index_open_amended(struct str bytes, struct str amendment, struct arena *arena, const struct match_index **ret_index)
{
	const struct match_index *image = NULL;
	struct match_index *index = ARENA_NEW(arena, struct match_index);
	struct amendment_head *head = &index->amended;
	bool holds;

	TRY(match_index_open(bytes, arena, &image));
	*index = *image;
	TRY(head_read(amendment, AMENDMENT_MAGIC, sizeof(*head), arena, head));
	holds = span_holds(&head->numbers, sizeof(uint32_t), amendment.len) && span_holds(&head->hidden, sizeof(struct run), amendment.len) &&
	    head->numbers.count == index->head.sections[IMAGE_VULNERABILITIES].count &&
	    memcmp(head->of, index->head.digest, sizeof(head->of)) == 0;
	if (!holds)
		return damaged(arena);
	index->amendment = amendment;
	index->amended_pool = pool_of(amendment, &head->image);
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

static struct err *
digest_check(struct str bytes, const struct image_head *head, struct arena *arena)
{
	if (!str_eq(image_digest(bytes, arena), (struct str){ head->digest, sizeof(head->digest) }))
		return damaged(arena);
	return NULL;
}

struct err *
match_index_verify(struct str bytes, struct arena *arena)
{
	struct image_head head;

	TRY(head_read(bytes, IMAGE_MAGIC, sizeof(head), arena, &head));
	return digest_check(bytes, &head, arena);
}

struct err *
match_amendment_verify(struct str bytes, struct arena *arena)
{
	struct amendment_head head;

	TRY(head_read(bytes, AMENDMENT_MAGIC, sizeof(head), arena, &head));
	return digest_check(bytes, &head.image, arena);
}

static bool
is_amended(const struct match_index *index)
{
	return index->amendment.len > 0;
}

struct str
match_index_digest(const struct match_index *index)
{
	const struct image_head *head = is_amended(index) ? &index->amended.image : &index->head;

	return (struct str){ head->digest, sizeof(head->digest) };
}

uint32_t
match_index_encoder(const struct match_index *index)
{
	return index->head.encoder;
}

uint32_t
match_index_vulnerabilities(const struct match_index *index)
{
	const struct image_head *head = is_amended(index) ? &index->amended.image : &index->head;

	return (uint32_t)head->sections[IMAGE_VULNERABILITIES].count;
}

uint64_t
match_index_entries(const struct match_index *index)
{
	return is_amended(index) ? index->amended.entries : index->head.sections[IMAGE_ENTRIES].count;
}

/* An item of a section of these bytes. */
static bool
item_at(struct str bytes, const struct image_span *span, size_t size, uint64_t number, void *ret_item)
{
	if (number >= span->count)
		return false;
	memcpy(ret_item, bytes.ptr + span->at + number * size, size);
	return true;
}

/* An item by its number in both: what is beyond the image's own is the amendment's. */
static bool
item_of_both(const struct match_index *index, enum image_section section, uint64_t number, void *ret_item)
{
	const struct image_span *own = &index->head.sections[section];
	size_t size = item_sizes[section];

	if (number < own->count)
		return item_at(index->bytes, own, size, number, ret_item);
	return item_at(index->amendment, &index->amended.image.sections[section], size, number - own->count, ret_item);
}

uint32_t
image_number_now(const struct match_index *index, uint32_t number)
{
	uint32_t now = number;

	if (is_amended(index) && !item_at(index->amendment, &index->amended.numbers, sizeof(now), number, &now))
		return NUMBER_GONE;
	return now;
}

bool
image_vulnerability_at(const struct match_index *index, uint64_t number, struct image_vulnerability *ret_item)
{
	if (is_amended(index))
		return item_at(index->amendment, &index->amended.image.sections[IMAGE_VULNERABILITIES], sizeof(*ret_item), number, ret_item);
	return item_at(index->bytes, &index->head.sections[IMAGE_VULNERABILITIES], sizeof(*ret_item), number, ret_item);
}

bool
image_entry_at(const struct match_index *index, uint64_t number, struct image_entry *ret_item)
{
	if (!item_of_both(index, IMAGE_ENTRIES, number, ret_item))
		return false;
	if (number < index->head.sections[IMAGE_ENTRIES].count)
		ret_item->vulnerability = image_number_now(index, ret_item->vulnerability);
	return true;
}

bool
image_candidate_at(const struct match_index *index, uint64_t number, struct image_candidate *ret_item)
{
	return item_of_both(index, IMAGE_CANDIDATES, number, ret_item);
}

bool
image_hidden_at(const struct match_index *index, uint64_t number, struct run *ret_run)
{
	return item_at(index->amendment, &index->amended.hidden, sizeof(*ret_run), number, ret_run);
}

struct str
image_text(const struct match_index *index, uint32_t place)
{
	if (place < index->pool.len)
		return place == 0 ? STR("") : pool_read(index->pool, place);
	return pool_read(index->amended_pool, (uint32_t)(place - index->pool.len));
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

/* The slot of a key in these bytes, which are the index's image or its amendment. */
static bool
slot_find(const struct match_index *index, struct str bytes, const struct image_span *slots, struct str key, uint64_t hash,
    struct image_slot *ret_slot)
{
	for (uint64_t probe = 0; probe < slots->count && probe < PROBES_MAX; probe++) {
		bool is_there = item_at(bytes, slots, sizeof(*ret_slot), (hash + probe) & (slots->count - 1), ret_slot);

		assert(is_there);   /* their number is a power of two (head_holds) */
		if (ret_slot->key == 0)
			return false;
		if (ret_slot->hash == hash && str_eq(image_text(index, ret_slot->key), key))
			return true;
	}
	return false;
}

static bool
own_slot(const struct match_index *index, struct str key, uint64_t hash, struct image_slot *ret_slot)
{
	return slot_find(index, index->bytes, &index->head.sections[IMAGE_SLOTS], key, hash, ret_slot);
}

static bool
amended_slot(const struct match_index *index, struct str key, uint64_t hash, struct image_slot *ret_slot)
{
	return is_amended(index) && slot_find(index, index->amendment, &index->amended.image.sections[IMAGE_SLOTS], key, hash, ret_slot);
}

bool
image_own_slot(const struct match_index *index, struct str key, struct image_slot *ret_slot)
{
	return own_slot(index, key, hash64(key, 0), ret_slot);
}

bool
image_amended_slot(const struct match_index *index, struct str key, struct image_slot *ret_slot)
{
	return amended_slot(index, key, hash64(key, 0), ret_slot);
}

bool
image_slot_find(const struct match_index *index, struct str key, struct image_slot *ret_slot)
{
	uint64_t hash = hash64(key, 0);

	if (amended_slot(index, key, hash, ret_slot))
		return ret_slot->spare != SLOT_GONE;
	if (!own_slot(index, key, hash, ret_slot))
		return false;
	/* What an id leads to is a vulnerability. */
	if (key.ptr[0] == 'i')
		ret_slot->first = image_number_now(index, ret_slot->first);
	return true;
}

bool
image_find(const struct match_index *index, struct str key, struct run *ret_run)
{
	struct image_slot slot;

	if (!image_slot_find(index, key, &slot))
		return false;
	*ret_run = (struct run){ slot.first, slot.count };
	return true;
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
