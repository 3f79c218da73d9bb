/*
 * place.h - the directory of a kb: names in it, the manifest `current`, the lock, and the sweeping.
 */
#pragma once
#include "base/vec.h"
#include "store/kb/kb.h"

/* What is in force, and how every feed stands: the one thing whose replacement publishes. */
struct kb_manifest {
	int64_t                generation;        /* 0: none */
	int64_t                overlay;
	int64_t                last_generation;   /* highest numbers ever given, so that none comes twice */
	int64_t                last_overlay;
	LIST(struct kb_source) sources;           /* by name */
};

/* What a generation says of itself. */
struct kb_seal {
	int64_t    generation;
	int64_t    made;
	int64_t    records;
	int64_t    vulnerabilities;
	int64_t    next_number;        /* of vulnerabilities: none is given twice */
	int64_t    record_version;     /* RECORD_VERSION                          */
	int64_t    encoder;            /* MATCH_ENCODER                           */
	struct str content;            /* SHA-256                                 */
	int64_t    db_size, db_hash;   /* XXH3                                    */
	int64_t    index_size, index_hash;   /* of kb.idx, or of that and its amendment as one */
};
extern const struct schema kb_seal_schema;

/* What the file `index` of a generation says of its match index: who built it, and the files it stands in. */
struct kb_index_seal {
	struct str by;                 /* program_build; "": not known */
	int64_t    size, hash;         /* of kb.idx, XXH3               */
	int64_t    amended_size, amended_hash;   /* of kb.amend; zeros: there is none */
};

/* A value in a file with its own check: head line, XXH3, record. ERR_STORE when it is not what was written. */
CHECKED struct err *sealed_write(struct str path, const struct schema *schema, const void *value, struct arena *arena);
CHECKED struct err *sealed_read(struct str path, const struct schema *schema, struct arena *arena, void *ret_value);

struct str place_generation(struct str kb, int64_t number, struct arena *arena);   /* H/kb/gen-000012 */
struct str place_overlay(struct str kb, int64_t number, struct arena *arena);
struct str place_problems(struct str kb, struct str feed, struct arena *arena);

/* The manifest; all zero when nothing was ever imported. */
CHECKED struct err *place_manifest(struct str kb, struct arena *arena, struct kb_manifest *ret_manifest);
CHECKED struct err *place_publish(struct str kb, const struct kb_manifest *manifest, struct arena *arena);
struct kb_source *place_source(struct kb_manifest *manifest, struct str name);     /* or NULL */

/*
 * The lock, held as long as the descriptor is open. A sweeping reader has it for a moment, so a builder waits a little;
 * ERR_BUSY when another process builds.
 */
enum { LOCK_PATIENCE_MS = 2000 };
CHECKED struct err *place_lock(struct str kb, int wait_ms, struct arena *arena, int *ret_fd);

CHECKED struct err *place_has_leftovers(struct str kb, struct arena *arena, bool *ret_leftovers);
/* Under the lock: removes what a crash left and what is older than is kept. */
CHECKED struct err *place_sweep(struct str kb, const struct kb_manifest *manifest, struct arena *arena);

/* The newest whole generation up to a number, 0 when there is none. */
CHECKED struct err *place_whole_generation(struct str kb, int64_t most, struct arena *arena, int64_t *ret_generation);
/* The numbers of what there is of a kind ("gen-", "overlay-"), newest first. */
CHECKED struct err *place_numbers(struct str kb, struct str prefix, struct arena *arena, int64_t **ret_numbers,
    size_t *ret_count);

/* How the feeds stood when a generation was built, kept with it for the day it takes another's place. */
CHECKED struct err *place_keep_sources(struct str dir, const struct kb_manifest *manifest, struct arena *arena);
CHECKED struct err *place_kept_sources(struct str kb, int64_t generation, struct arena *arena,
    struct kb_manifest *ret_manifest);

/* Are the files of a generation those its seal was put on, by length (thorough: by every byte)? ERR_STORE names what is not. */
CHECKED struct err *place_check(struct str kb, int64_t generation, bool thorough, struct arena *arena,
    struct kb_seal *ret_seal);
/* Of a generation in dir; where nothing is said of its index, that stands in kb.idx alone. */
CHECKED struct err *place_index_seal(struct str dir, const struct kb_seal *seal, struct arena *arena, struct kb_index_seal *ret_index);
/* Writes it, and into the generation's own seal what holds both together: without its amendment an index is another. */
CHECKED struct err *place_seal_index(struct str dir, const struct kb_index_seal *index, struct arena *arena, struct kb_seal *seal);
/* ERR_STORE, with what to do, when it was built by a program that writes records otherwise. A seal of nothing is of any. */
CHECKED struct err *place_check_version(struct str kb, const struct kb_seal *seal, struct arena *arena);
