/*
 * build.h - from merged records to a generation: identity, index, seal.
 */
#pragma once
#include "store/kb/db.h"
#include "store/kb/pack.h"
#include "store/kb/place.h"
#include "store/kb/settle.h"

struct kb_build {
	struct kbdb      *db;
	struct packer  *packer;
	struct str      dir;          /* where kb.db stands and the rest is put */
	int64_t         generation;   /* the one being built                    */
	int64_t         made;
	struct kb_seal  before;       /* of the one in force; all zero: none    */
	struct str      dir_before;   /* where it stands                        */
	bool            anew;         /* whatever did not change as well        */
	struct number_list touched;   /* numbers that are not, or not called, or not spoken of as they were */
	struct kb_seal  seal;         /* out                                    */
};

/* Ids, numbers and events out of the records. */
CHECKED struct err *build_identity(struct kb_build *build, struct arena *arena);
/* kb.idx, or the former one with kb.amend beside it. */
CHECKED struct err *build_index(struct kb_build *build, struct arena *arena);
/* Closes the database, makes all last, and writes the digest. */
CHECKED struct err *build_seal(struct kb_build *build, struct arena *arena);
