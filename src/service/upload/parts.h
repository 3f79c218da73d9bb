/*
 * parts.h - inside this room: where an upload is kept (keep.c), how it waits (line.c), and what its files are to the ledger (take.c).
 */
#pragma once
#include "service/upload/upload.h"
#include "store/ledger/register.h"
#include "store/ledger/upload.h"

enum { UPLOAD_KEPT_HOURS = 24 };

/* Its directory, when this person may open it; ERR_NOT_FOUND. */
CHECKED struct err *upload_open(const struct home *home, const struct actor *actor, struct str token, struct arena *arena, struct str *ret_dir);
/* Its directory, made when it is not there. */
CHECKED struct err *upload_dir(const struct home *home, struct str token, struct arena *arena, struct str *ret_dir);
/* Is this the name of one? */
bool upload_is_token(struct str token);
/* The error of one that is not there, or not his. */
CHECKED struct err *upload_missing(struct arena *arena);
/* Packages that were kept as they came, into dir/unpacked; what is there of an earlier try goes first. */
CHECKED struct err *upload_unpack(struct str dir, struct arena *arena);
/* The lines of a mapping. */
struct str upload_mapping(const struct upload_column *columns, size_t count, struct arena *arena);
/* dir/NAME of what was unpacked or came as it is. */
struct str upload_file(struct str dir, struct str name, struct arena *arena);
/* Where the answer stands; "" there is none. */
CHECKED struct err *upload_answer_in(struct str dir, struct arena *arena, struct str *ret_path);

/* The answer of one in line that another node took in. */
CHECKED struct err *upload_bring_answer(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, struct arena *arena);

/* As upload_line; agreed: by an agent, which wants to see nothing first. */
CHECKED struct err *upload_line_up(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token,
    const struct upload_options *options, bool agreed, enum lang lang, int64_t now, struct arena *arena, bool *ret_in_line);

struct upload_taking;
struct upload_watcher {
	/* In the unit of work of what was just taken in: it is written down. An error takes that back. */
	struct err *(*kept)(struct upload_taking *taking, const struct upload_view *view, struct arena *arena);
	void        (*begins)(struct upload_taking *taking, size_t file, size_t count);
	void        *context;
	struct ledger_watch steps;
};
struct upload_taking {
	const struct home           *home;
	struct ledger               *ledger;
	const struct upload_options *options;
	const struct upload_watcher *watcher;    /* NULL: nobody watches */
	struct str                   dir, by;
	struct str                   mapping;    /* path of the corrected columns; ""  */
	int64_t                      now;
	enum lang                    lang;
	struct arena                *arena;
	bool                         writes;     /* else it is rehearsed               */
	bool                         over;       /* it may not go on: given up, or another's by now */
};
/* All files of its folder into view->files; those that stand there already were taken in before. */
CHECKED struct err *upload_files(struct upload_taking *taking, struct upload_view *view);
/* Which reader a file is for; the error says why none. */
CHECKED struct err *upload_kind(struct str path, struct arena *arena, struct str *ret_kind);
/* A ledger as that person reads and writes it, and all files through it: taking->ledger is opened and closed here. */
CHECKED struct err *upload_go_through(struct upload_taking *taking, const struct actor *actor, struct upload_view *view);
/* What a person corrected is how such sheets are read from now on. */
CHECKED struct err *upload_remember(const struct home *home, const struct actor *actor, struct str dir, const struct upload_view *view, int64_t now,
    struct arena *arena);

/* How far one in line has come, between its process and the pages of its node. */
struct upload_pace { struct str stage; int64_t file, file_count, done, of, rows; };
void upload_pace_write(struct str dir, const struct upload_pace *pace, struct arena *arena);
void upload_pace_read(struct str dir, struct arena *arena, struct upload_pace *ret_pace);
/* Its person does not want it any more; asked while it is looked through. */
bool upload_is_stopped(struct str dir, struct arena *arena);
CHECKED struct err *upload_stop(struct str dir, bool stop, struct arena *arena);
/* Files into the ledger in pieces, and back. */
CHECKED struct err *upload_put_file(struct ledger *ledger, int64_t upload, struct str dir, struct str name, struct arena *arena);
CHECKED struct err *upload_fetch(struct ledger *ledger, int64_t upload, struct str dir, struct arena *arena);
