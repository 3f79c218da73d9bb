/*
 * search.h - what is searched, put together while a generation is built: only what changed in it is written anew.
 */
#pragma once
#include "store/kb/db.h"
#include "store/kb/face.h"
#include "store/kb/faces.h"
#include "store/kb/settle.h"

struct search_build {
	struct kbdb   *db;
	int64_t        generation;
	bool           whole;         /* there was nothing before    */
	LIST(int64_t)  stale;         /* numbers to be written, in order */
	size_t         at;
	struct faces_build faces;
};
/* touched: numbers to be written besides those of which a record changed. */
CHECKED struct err *search_build_begin(struct search_build *search, const struct number_list *touched, struct arena *arena);
/* Numbers come in order, each once. Has it changed, so that it is to be written? */
bool search_build_is_stale(struct search_build *search, int64_t number);
/* One that has. */
CHECKED struct err *search_build_put(struct search_build *search, int64_t number, const struct vulnerability *face, const struct face_records *records,
    struct arena *arena);
CHECKED struct err *search_build_end(struct search_build *search, struct arena *arena);
