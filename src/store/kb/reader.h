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
	const struct kb_query      *asking;        /* while kb_search asks its caller one by one */
};

/*
 * What is looked for in titles and texts as FTS5 takes it: each word may go on, or, as a phrase, all of it stands side by side. ERR_USAGE: none of it is a word.
 */
CHECKED struct err *search_expression(struct str text, bool phrase, struct arena *arena, struct str *ret_expression);
/* Makes ready for kb_search and kb_list: who is in KEV is asked of this kb. */
CHECKED struct err *search_open(struct kb *kb, struct arena *arena);
