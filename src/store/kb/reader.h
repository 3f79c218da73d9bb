/*
 * reader.h - an opened kb, as kb.c (opening) and lookup.c (asking) share it.
 */
#pragma once
#include "base/file.h"
#include "store/kb/db.h"
#include "store/kb/faces.h"
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
	struct file_map             amendment_map;   /* empty: the index has none */
	const struct match_index   *index;
	struct file_map             overlay_map;
	const struct match_overlay *overlay;
	struct faces                faces;
};

/*
 * What is looked for in titles and texts as FTS5 takes it: each word may go on, or, as a phrase, all of it stands side by side. ERR_USAGE: none of it is a word.
 */
CHECKED struct err *search_expression(struct str text, bool phrase, struct arena *arena, struct str *ret_expression);
/* Makes ready for kb_search and kb_list: who is in KEV is asked of this kb. */
CHECKED struct err *search_open(struct kb *kb, struct arena *arena);

/*
 * Vulnerabilities that a query looks at, the newest first, one by one: FTS5 gives places, faces say what most queries ask of each, and only what they do not
 * say is looked up in its row.
 */
struct looking {
	struct kb             *kb;
	const struct kb_query *query;
	struct str             cwe;          /* " CWE-79 ", as rows have it; ""                         */
	LIST(int64_t)          changed;      /* numbers, in order; when the query asks for what changed */
	sqlite3_stmt          *places;
	/* of the one that looking_next stopped at */
	int64_t                place;
	struct face_row        face;
	bool                   kev;
};
CHECKED struct err *looking_begin(struct kb *kb, const struct kb_query *query, struct arena *arena, struct looking *ret_looking);
/* From the newest before a place on; expression "": everything. One look at a time. */
CHECKED struct err *looking_from(struct looking *looking, struct str expression, int64_t before, struct arena *arena);
/* The next that the query keeps. */
CHECKED struct err *looking_next(struct looking *looking, struct arena *arena, bool *ret_more);
/* There is a place whose row is not there. */
CHECKED NEVER_NULL struct err *looking_broken(const struct looking *looking, struct arena *arena);
