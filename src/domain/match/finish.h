/*
 * finish.h - putting what a builder collected in order, as the files that write an image (finish.c) and an amendment (amend.c) share it. Inside
 * the room only.
 */
#pragma once
#include "domain/match/builder.h"

struct finishing {
	struct match_builder *builder;
	struct arena         *arena;
	struct pool           pool;        /* the image's        */
	uint32_t              pool_begin;  /* what stands before it: the pool of the image that is amended */
	uint32_t             *by_id;       /* numbers of the builder, in the image's order */
	struct buf            vulnerabilities, entries, candidates;
	GROWING(struct image_slot) keys;   /* in order of writing */
	struct err           *err;
};
void finish_done(struct finishing *finishing);

/* A thing with a key, so placed that comparing two numbers decides nearly always. */
struct sorting {
	uint64_t hash;      /* of the key                        */
	uint64_t next;      /* channel and vulnerability         */
	uint32_t at;        /* in the builder's array            */
	uint32_t key;
	uint32_t release;
};

/* Of the builder's pool. */
struct str finish_text(const struct finishing *finishing, uint32_t place);
/* A text's place in the image: of one that was there, moved once; of any other. What does not fit is kept in `err`. */
uint32_t finish_moved(struct finishing *finishing, uint32_t place);
uint32_t finish_append(struct finishing *finishing, struct str text);

/* Makes by_id. */
void finish_by_id(struct finishing *finishing);
/* Gives a vulnerability its number, which the order of entries and names depends on, and writes it. */
void finish_vulnerability(struct finishing *finishing, struct built_vulnerability *built, uint32_t number);

/* The builder's, each kind in its order, those of a key side by side; to be freed. */
struct sorting *finish_entries(struct finishing *finishing);
struct sorting *finish_candidates(struct finishing *finishing);
struct sorting *finish_names(struct finishing *finishing);
struct sorting *finish_rows(struct finishing *finishing);
/* 0: the same record added twice. */
int finish_compare_entries(const void *a, const void *b, void *finishing);
struct image_entry finish_entry_moved(struct finishing *finishing, const struct image_entry *built);

/* Items as a section at the end of the image. */
struct image_span finish_span(struct buf *out, const struct buf *bytes, size_t item);
/* All that was collected. */
void finish_sections(struct finishing *finishing, struct image_head *head, struct buf *out);
/* Puts the head in its place, with the digest of everything. It begins with a struct image_head. */
void finish_head(const void *head, size_t size, struct arena *arena, struct buf *out);
