/*
 * parts.h - what the files of this room share: normal form, compact keys, the catalogue's inside. Inside the room only.
 */
#pragma once
#include "base/buf.h"
#include "base/map.h"
#include "domain/name/name.h"

enum {
	NAME_TEXT_MOST   = 512,    /* bytes of a written name that are looked at: a longer one is a sentence  */
	NAME_WORDS_MOST  = 12,     /* words of it whose combinations are tried                                */
	NAME_GRAMS_MOST  = 96,     /* bigrams of one name                                                     */
	NAME_SAME_MOST   = 64,     /* products of one key that are looked at                                  */
};

/* NFKC, one space, one hyphen, without ™ and ®; case stays. */
struct str name_normal(struct str text, struct arena *arena);
/* name_key of a text in normal form, with 「ファームウェア」 where it stands. */
struct str name_compact(struct str normal, struct arena *arena);

/* Its words, of a text in normal form; at most NAME_WORDS_MOST. */
struct str_list name_words(struct str normal, struct arena *arena);

/* A model number as "~WSR1166DHP3": without hyphens, which people leave out. A weaker ground than the number itself. */
struct str name_model_plain(struct str model, struct arena *arena);

/* Is this a key of a word that people add to a product's name or leave out: "server", "professional", a number. */
bool name_is_filler(struct str key);

/* Words as people part them, and where Latin letters and Japanese ones meet. */
struct str_list name_pieces(struct str normal, struct arena *arena);

/* ------------------------------------------------------------------------------------- the catalogue's inside */

/* Keys to numbers, several of each; sorted before it is asked. */
struct index_entry {
	uint64_t   hash;
	struct str key;
	uint32_t   item;
	uint32_t   kind;
};
struct index {
	LIST(struct index_entry) entries;
	bool sorted;
};
void index_add(struct index *index, struct arena *arena, struct str key, uint32_t item, uint32_t kind);
void index_sort(struct index *index);
/* The entries of a key; 0 of them where there are none. */
size_t index_find(const struct index *index, struct str key, const struct index_entry **ret_first);

enum key_kind {
	KEY_NAME,        /* a name of the list                                   */
	KEY_HEADLESS,    /* the same without its vendor's name at the head       */
	KEY_SHORT,       /* without what such names end with: Server, Client …   */
	KEY_WORDS,       /* the words of a CPE name                              */
};

struct product {
	struct str identity;
	struct str key;        /* "a:vendor:product" of its CPE, or the list's number */
	struct str name;
	struct str source;
	uint32_t   vendor;
	int32_t    day;
};

struct vendor {
	struct str      name;
	struct str_list keys;
};

/* A row of a table. */
struct alias {
	struct str vendor_key;    /* only of this vendor; empty: of any     */
	struct str product;       /* aliases: "a:vendor:product"            */
	struct str target_key;    /* vendors and renames: the other's key   */
	struct str file, note;
	int32_t    day;
};

struct decision {
	struct str identity, by, organisation;
	int32_t    day;
	bool       rejected;
};

/* Bigrams of the names of the list. */
struct gram_doc { uint32_t product; uint32_t grams; struct str key; };
enum { GRAM_BUCKETS = 1 << 17 };
struct grams {
	struct gram_doc *docs;        /* by number of bigrams                      */
	size_t           count;
	uint32_t        *begins;      /* [GRAM_BUCKETS + 1] into postings          */
	uint32_t        *postings;    /* docs, ascending                           */
	uint8_t         *hits;        /* [count]: a question's scratch, zero between */
};
uint32_t grams_of(struct str key, uint32_t *ret_grams);   /* sorted, with repetitions; at most NAME_GRAMS_MOST */
void grams_build(struct grams *grams, const struct index *keys, struct arena *arena);

struct name_catalogue {
	struct arena          *arena;
	LIST(struct product)   products;
	LIST(struct vendor)    vendors;
	LIST(struct alias)     aliases;       /* all tables' rows                              */
	LIST(struct decision)  decisions;
	LIST(struct pending_name { struct str name; uint32_t product; }) pending;   /* names not yet in the indexes */
	struct map             product_of;    /* key → number + 1                              */
	struct map             vendor_of;     /* CPE vendor, "vid:…" or key → number + 1       */
	struct index           keys, models, vendor_keys, alias_keys, vendor_aliases, renames, decided;
	struct grams           grams;
	bool                   ready;
};
/* Sorts and indexes what was added since. */
void name_catalogue_ready(struct name_catalogue *catalogue);

/* "a:vendor:product" of a 2.3 formatted string, escapes as they stand; empty when it is none. */
struct str name_cpe_key(struct str cpe, struct arena *arena);

/* -------------------------------------------------------------------------------------------- a question */

/* Which vendors a written one may be. */
struct told_vendor { uint32_t vendor; enum name_vendor relation; const struct alias *by; };
struct told { bool any; LIST(struct told_vendor) vendors; };
struct told name_told(const struct name_catalogue *catalogue, struct str key, struct arena *arena);

/* Similar names: calls `found` for each doc at least so alike (permille). */
struct similar { const struct gram_doc *doc; uint32_t alike; };
struct similars { LIST(struct similar) list; };
struct similars grams_similar(struct grams *grams, struct str key, uint32_t least, struct arena *arena);
