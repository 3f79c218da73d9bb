/*
 * build.h - from merged records to a generation: identity, index, seal.
 */
#pragma once
#include "store/kb/db.h"
#include "store/kb/pack.h"
#include "store/kb/place.h"

struct kb_build {
	struct kbdb      *db;
	struct packer  *packer;
	struct str      dir;          /* where kb.db stands and the rest is put */
	int64_t         generation;   /* the one being built                    */
	int64_t         made;
	struct kb_seal  before;       /* of the one in force; all zero: none    */
	struct kb_seal  seal;         /* out                                    */
};

/* Ids, numbers and events out of the records. */
CHECKED struct err *build_identity(struct kb_build *build, struct arena *arena);
/* kb.idx. */
CHECKED struct err *build_index(struct kb_build *build, struct arena *arena);
/* Closes the database, makes all last, and writes the digest. */
CHECKED struct err *build_seal(struct kb_build *build, struct arena *arena);
