/*
 * image.h - the layout of an index image, and reading it in place. Inside the room only.
 *
 *     head            magic, versions, digest, where the sections are
 *     pool            strings and blobs, see pool.h
 *     vulnerabilities by id; their face is a record of vulnerability_schema in the pool
 *     entries         what one record says of one product; one key's entries stand together, by
 *                     release, channel and vulnerability
 *     slots           open addressing over the keys
 *     candidates      products that a name may mean
 *
 * Keys begin with a letter for their kind and have their parts set apart by NUL:
 *
 *     e Debian NUL curl             a package of an ecosystem          → entries
 *     c a:apache:tomcat             part, vendor, product of a CPE     → entries
 *     v apache NUL tomcat           folded display names               → entries
 *     n apache NUL tomcat           the same, or NUL tomcat alone      → candidates
 *     r Debian NUL 12               a release some entry is about
 *     i CVE-2026-1234               id or alias                        → a vulnerability
 *     t DSA-1                       a withdrawn record
 *     m windows server 2019         a product line of Microsoft's (domain/windows)  → entries
 *     b client 26100                builds of a stream                              → a table
 *     k LINE NUL 5089549            what is known of an update of a line            → a table
 *     d CVE-2026-1234               what Microsoft's document covers                → a table
 *
 * A table is a blob in the pool, its rows as texts one after the other in the order of their bytes; the slot has its
 * place and how many rows it has.
 *
 * An amendment (amend.c) stands beside an image that is kept as it is. It has the same sections: all vulnerabilities by id, and of keys those
 * whose entries, candidates or numbers are others now, each with all of them, so that one look tells which of both is asked. Numbers go on where
 * the image's end: an entry, a candidate or a text beyond the image's last is the amendment's. The image's own entries name vulnerabilities
 * by the numbers of its day; the amendment has the number of today for each.
 *
 * Numbers are little-endian; the program refuses to build elsewhere. Nothing in the image is trusted:
 * every place and count is held against its section where it is used.
 */
#pragma once
#include "domain/match/match.h"
#include "domain/match/pool.h"

#define IMAGE_MAGIC "TSUKUIDX"

enum image_section { IMAGE_POOL, IMAGE_VULNERABILITIES, IMAGE_ENTRIES, IMAGE_SLOTS, IMAGE_CANDIDATES, IMAGE_SECTIONS };

struct image_span {
	uint64_t at;       /* bytes from the begin of the image */
	uint64_t count;    /* items                             */
};

struct image_head {
	char              magic[8];
	uint32_t          format;
	uint32_t          encoder;
	char              digest[64];   /* SHA-256 of all the bytes but these */
	uint64_t          size;
	struct image_span sections[IMAGE_SECTIONS];
};

struct image_vulnerability {
	uint32_t id;
	uint32_t face;
	uint32_t withdrawn;
};

enum entry_kind { ENTRY_SET, ENTRY_CONFIG, ENTRY_FIXES };

enum entry_flags {
	ENTRY_NO_RANGE   = 1,    /* the record names the product without versions                    */
	ENTRY_LIMIT_CPE  = 2,    /* limit is a CPE 2.3 name whose last six attributes must apply     */
	ENTRY_LIMIT_TEXT = 4,    /* limit is the record's words for an edition or platform           */
	ENTRY_UNSTATED   = 8,    /* undecided because the source says so, not because it is unread   */
	ENTRY_OPEN       = 16,   /* what is in the set is undecided, what is outside is not affected */
};

/* Channels of a distribution beside the ordinary one. */
enum channel { CHANNEL_MAIN, CHANNEL_EXTENDED, CHANNEL_OTHER };

struct image_entry {
	uint32_t vulnerability;
	uint32_t record;      /* the record's id                                         */
	uint32_t feed;        /* "nvd", "osv:Debian"                                     */
	uint32_t body;        /* a set of versions, or a configuration                   */
	uint32_t release;     /* of the distribution; empty: for all                     */
	uint32_t limit;       /* see entry_flags                                         */
	uint32_t subject;     /* product or package as the record names it               */
	uint32_t note;        /* the distributor's urgency, platforms                    */
	uint8_t  source, rank, scheme, kind;
	uint8_t  channel, platforms, flags, spare;
};

struct image_slot {
	uint64_t hash;
	uint32_t key;         /* 0: free */
	uint32_t first;
	uint32_t count;
	uint32_t spare;
};

struct image_candidate {
	uint32_t identity;
	uint32_t count;
	uint8_t  is_cpe, whole, spare[2];
};

enum { SLOT_GONE = 1 };   /* image_slot.spare, of an amendment: nothing has that key any more */

struct run { uint32_t first, count; };

#define AMENDMENT_MAGIC "TSUKUAMD"
#define NUMBER_GONE UINT32_MAX

struct amendment_head {
	struct image_head image;    /* its own sections and digest            */
	char              of[64];   /* the digest of the image that it amends */
	struct image_span numbers;  /* uint32_t each: of every vulnerability of the image its number now, or NUMBER_GONE */
	struct image_span hidden;   /* struct run each: candidates of the image that no key leads to now, in their order */
	uint64_t          entries;  /* in force, of both                      */
};

struct match_index {
	struct str            bytes;
	struct image_head     head;
	struct str            pool;
	/* Zeros where nothing was amended. */
	struct str            amendment;
	struct amendment_head amended;
	struct str            amended_pool;
};


/* Items by number; false beyond the section's end. */
bool image_vulnerability_at(const struct match_index *index, uint64_t number, struct image_vulnerability *ret_item);
bool image_entry_at(const struct match_index *index, uint64_t number, struct image_entry *ret_item);
bool image_candidate_at(const struct match_index *index, uint64_t number, struct image_candidate *ret_item);
struct str image_text(const struct match_index *index, uint32_t place);

/* The run of a key; false when the image does not have it. */
bool image_find(const struct match_index *index, struct str key, struct run *ret_run);
/* The same with the place of its text; of an amended image with the numbers of both. */
bool image_slot_find(const struct match_index *index, struct str key, struct image_slot *ret_slot);
/* Slots of the image as it was built, and of its amendment alone; *ret_slot may be one of SLOT_GONE. */
bool image_own_slot(const struct match_index *index, struct str key, struct image_slot *ret_slot);
bool image_amended_slot(const struct match_index *index, struct str key, struct image_slot *ret_slot);
/* Candidates of the image that are not in force any more, run after run. */
bool image_hidden_at(const struct match_index *index, uint64_t number, struct run *ret_run);
/* Of a vulnerability of the image as it was built: its number now. */
uint32_t image_number_now(const struct match_index *index, uint32_t number);

/* "e" + a + NUL + b in the arena; without the NUL where b is absent (ptr NULL). */
struct str image_key(struct arena *arena, char kind, struct str a, struct str b);

/* The head's digest over an image's bytes. */
struct str image_digest(struct str bytes, struct arena *arena);
