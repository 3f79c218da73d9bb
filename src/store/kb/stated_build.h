/*
 * stated_build.h - sentences on exploitation while a generation is built.
 */
#pragma once
#include "domain/evidence/evidence.h"
#include "store/kb/db.h"
#include "store/kb/face.h"
#include "store/kb/pack.h"

struct stated_build {
	struct kbdb                   *db;
	struct packer                 *packer;
	const struct evidence_phrases *phrases;
	bool                           whole;    /* there was nothing before, or it was read by another list */
};
/* Is a kb.db without this, so that it has to be built anew? */
CHECKED struct err *stated_is_missing(struct kbdb *db, struct arena *arena, bool *ret_missing);
CHECKED struct err *stated_build_begin(struct stated_build *build, struct arena *arena);
/* What the records of one vulnerability say. */
CHECKED struct err *stated_build_put(struct stated_build *build, int64_t number, struct str id, const struct face_records *records, struct arena *arena);
/* And what alerts say. */
CHECKED struct err *stated_build_end(struct stated_build *build, struct arena *arena);
