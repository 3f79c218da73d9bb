/*
 * upload.h - files that somebody dropped: kept aside, recognised, carried out once without being written (store/ledger/register.h,
 * ledger_rehearse) so that it is seen what would come of them, and taken in when the person says so.
 *
 *     H/run/uploads/k3v2…/           a random word; only its owner, and administrators, may open it
 *             owner                  the account
 *             files/台帳.xlsx         as they came, under their own last names
 *             mapping                what a person corrected: heading=field lines
 *             result                 what came of it, once it was taken in
 *             answer.xlsx            the sheet with what became of each row beside it
 *
 * Swept a day after it came. A package (zip, tar) is unpacked by a worker into files of its own.
 */
#pragma once
#include "service/home.h"
#include "service/people/actor.h"

#define UPLOAD_KEEPERS (OFFICE_ADMINISTRATOR | OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER)

enum { UPLOAD_FILES_MOST = 2000 };
#define UPLOAD_BYTES_MOST ((int64_t)512 << 20)     /* of all files of one upload */

/* A file on its way in: a descriptor to read from its beginning, or (fd -1) a text that was pasted. */
struct upload_source { struct str name; int fd; int64_t size; struct str text; };

/* *ret_token names it from here on. ERR_USAGE: nothing was given. ERR_LIMIT. */
CHECKED struct err *upload_keep(const struct home *home, const struct actor *actor, const struct upload_source *sources, size_t count, int64_t now,
    struct arena *arena, struct str *ret_token);

struct upload_options {
	struct str system, host;      /* whose; empty: what the files say                           */
	struct str os;                /* of a package list that does not say: "debian:12"           */
	bool       hidden;            /* hidden sheets of a workbook too                            */
	bool       remember;          /* keep the corrected columns for the next time               */
};

struct upload_row { struct str sheet; int64_t row; struct str result, reason; };
struct upload_column { struct str sheet, heading, field; };
struct upload_device { struct str host, maker, model, version; };
struct upload_file_view {
	struct str name, kind;        /* kind as format/offer names it; "" not known               */
	struct str problem;           /* why nothing of it can be taken in                          */
	bool       known_before;      /* the same file was taken in already: it changes nothing     */
	int64_t    systems, systems_new, hosts, hosts_new, components, installed, upgraded, removed;
	int64_t    rows, taken, updated, same, careful, refused, gone;
	int64_t    without_version, without_identity, without_distribution, skipped;
	int64_t    seen, unmanaged;   /* of a scan                                                  */
	LIST(struct upload_column) columns;
	LIST(struct upload_row)    told;          /* of rows: only those to be looked at, at most UPLOAD_ROWS_MOST */
	LIST(struct upload_device) devices;
	struct str_list            notes;         /* sentences: warnings, refusals                  */
	bool       answer;            /* the sheet can be had with what became of its rows          */
	bool       has_gone;          /* rows of the list before are missing                        */
};
enum { UPLOAD_ROWS_MOST = 100, UPLOAD_NOTES_MOST = 30 };
struct upload_view {
	struct str token;
	struct str system, host, os;
	bool       done;              /* taken in; else only looked at                              */
	bool       usable;            /* something of it can be taken in                            */
	int64_t    at;
	LIST(struct upload_file_view) files;
	int64_t    systems_new, hosts_new, installed, upgraded, removed, to_confirm;
};
extern const struct schema upload_view_schema;

/* Fields that a column can be read as, and their words: "product" is ソフトウェア名. "-": left out. */
extern const struct enum_names upload_field_words;

/* What would come of it, or what came. ERR_NOT_FOUND: there is none of that name, it was swept, or it is another's. */
CHECKED struct err *upload_look(const struct home *home, const struct actor *actor, struct str token, const struct upload_options *options, int64_t now,
    enum lang lang, struct arena *arena, struct upload_view *ret_view);
/* heading=field by heading of the sheets; an empty list is the guess again. */
CHECKED struct err *upload_map(const struct home *home, const struct actor *actor, struct str token, const struct upload_column *columns, size_t count,
    struct arena *arena);
/* Writes it, file by file; one that cannot be read keeps no other out. ERR_CONFLICT: it was taken in already. */
CHECKED struct err *upload_take(const struct home *home, const struct actor *actor, struct str token, const struct upload_options *options, int64_t now,
    enum lang lang, struct arena *arena, struct upload_view *ret_view);
/* Goes away with its files. */
CHECKED struct err *upload_drop(const struct home *home, const struct actor *actor, struct str token, struct arena *arena);
/* The sheet with what became of its rows: its path. ERR_NOT_FOUND. */
CHECKED struct err *upload_answer(const struct home *home, const struct actor *actor, struct str token, struct arena *arena, struct str *ret_path);

/* What an agent on a machine sends (tsukuroi collect, a Windows collector's file, a package list): taken in at once. The same bytes again change nothing. */
CHECKED struct err *upload_of_agent(const struct home *home, const struct actor *actor, struct str system, struct str host,
    const struct upload_source *source, int64_t now, enum lang lang, struct arena *arena, struct upload_file_view *ret_view);
extern const struct schema upload_file_schema;
