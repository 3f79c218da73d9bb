/*
 * builder.h - what the files that build an image share. Inside the room only.
 */
#pragma once
#include "domain/match/image.h"

/* One entry before it is sorted; texts are places in the builder's pool. */
struct built_entry {
	uint32_t           key;       /* place in the pool, as all below */
	struct image_entry entry;
};

struct built_candidate {
	uint32_t key;
	struct image_candidate candidate;
};

struct built_name {          /* an id, a tombstone or a release, by its key */
	uint32_t key;
	uint32_t number;         /* the vulnerability */
};

struct built_row {           /* of a table */
	uint32_t key, row;
};

struct built_vulnerability {
	uint32_t id, face;
	bool     withdrawn;
	uint32_t order;          /* its number in the image */
};

/* Arrays on the heap: they grow to millions. */
#define GROWING(type) struct { type *items; size_t count, room; }

struct match_builder {
	struct pool                        pool;
	GROWING(struct built_vulnerability) vulnerabilities;
	GROWING(struct built_entry)         entries;
	GROWING(struct built_candidate)     candidates;
	GROWING(struct built_name)          names;
	GROWING(struct built_row)           rows;
	uint32_t                           *numbers;     /* place of id → vulnerability + 1, open addressing */
	size_t                              numbers_size;
	uint64_t                           *pairs;       /* key and identity of candidates → their number + 1 */
	uint32_t                           *pair_numbers;
	size_t                              pairs_size;
	uint32_t                            last_record, last_feed;   /* places of the last entry's */
};

void builder_grow(void **items, size_t *room, size_t count, size_t item);
#define GROWING_ADD(list)                                                                                        \
	(builder_grow((void **)&(list)->items, &(list)->room, (list)->count, sizeof(*(list)->items)),             \
	    &(list)->items[(list)->count++])

/* Puts text in the pool; ERR_LIMIT when it is full. */
CHECKED struct err *builder_put(struct match_builder *builder, struct str text, struct arena *arena, uint32_t *ret_place);

/* What an entry is about, in texts. */
struct entry_facts {
	uint32_t           vulnerability;
	struct str         record, feed, body, release, limit, subject, note;
	enum source        source;
	enum rank          rank;
	int                scheme;
	enum entry_kind    kind;
	enum channel       channel;
	unsigned           platforms, flags;
};
CHECKED struct err *builder_entry(struct match_builder *builder, struct str key, const struct entry_facts *facts,
    struct arena *arena);
/* A name people may use for an identity: a CPE 2.3 name, or ecosystem/package. */
CHECKED struct err *builder_candidate(struct match_builder *builder, struct str vendor, struct str name,
    struct str identity, bool is_cpe, struct arena *arena);
CHECKED struct err *builder_name(struct match_builder *builder, struct str key, uint32_t number, struct arena *arena);
/* A row of the table that stands under the key. */
CHECKED struct err *builder_row(struct match_builder *builder, struct str key, struct str row, struct arena *arena);
