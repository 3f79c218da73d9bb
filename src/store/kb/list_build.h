/*
 * list_build.h - the lists of listed.h, put together while a generation is built: only what changed in it is written anew.
 */
#pragma once
#include "store/kb/db.h"
#include "store/kb/face.h"

/* *ret_there: there were lists before; else all of it is to be written. */
CHECKED struct err *list_build_begin(struct kbdb *db, struct arena *arena, bool *ret_there);
/* The records that speak of one vulnerability. */
CHECKED struct err *list_build_put(struct kbdb *db, const struct vulnerability *face, const struct face_records *records, struct arena *arena);
CHECKED struct err *list_build_end(struct kbdb *db, struct arena *arena);

/* "vendor\tproduct\tpart", as products are kept. */
struct str list_product_key(struct str vendor, struct str product, struct str part, struct arena *arena);

/* has_metrics(vectors, wanted), for statements of lists. Gives SQLite's code. */
int list_register(sqlite3 *handle);
