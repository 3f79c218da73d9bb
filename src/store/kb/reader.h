/*
 * reader.h - an opened kb, as kb.c (opening) and lookup.c (asking) share it.
 */
#pragma once
#include "base/file.h"
#include "store/kb/db.h"
#include "store/kb/pack.h"
#include "store/kb/place.h"

struct kb {
	struct arena               *arena;
	struct arena               *item;          /* of one look into the overlay      */
	struct str                  path;
	struct kb_head              head;
	struct kb_manifest          manifest;
	struct kb_seal              seal;
	struct kbdb                   db;            /* handle NULL: no generation */
	struct packer              *packer;
	struct file_map             index_map;
	const struct match_index   *index;
	struct file_map             overlay_map;
	const struct match_overlay *overlay;
};

/* Makes ready for kb_search: who is in KEV is asked of this kb. */
CHECKED struct err *search_open(struct kb *kb, struct arena *arena);
