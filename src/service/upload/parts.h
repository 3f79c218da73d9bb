/*
 * parts.h - inside this room: where an upload is kept (keep.c), and what its files are to the ledger (take.c).
 */
#pragma once
#include "service/upload/upload.h"

/* Its directory, when this person may open it; ERR_NOT_FOUND. */
CHECKED struct err *upload_open(const struct home *home, const struct actor *actor, struct str token, struct arena *arena, struct str *ret_dir);

struct upload_taking {
	const struct home           *home;
	struct ledger               *ledger;
	const struct upload_options *options;
	struct str                   dir, by;
	struct str                   mapping;    /* path of the corrected columns; ""  */
	int64_t                      now;
	enum lang                    lang;
	struct arena                *arena;
	bool                         writes;     /* else it is rehearsed               */
};
/* All files of its folder into view->files. */
CHECKED struct err *upload_files(struct upload_taking *taking, struct upload_view *view);
/* Which reader a file is for; the error says why none. */
CHECKED struct err *upload_kind(struct str path, struct arena *arena, struct str *ret_kind);
