/*
 * upload.h - files that somebody dropped: kept aside, recognised, carried out once without being written (store/ledger/register.h,
 * ledger_rehearse) so that it is seen what would come of them, and taken in when the person says so.
 *
 *     H/run/uploads/k3v2…/           a random word; only its owner, and administrators, may open it
 *             owner                  the account
 *             files/台帳.xlsx         as they came, under their own last names
 *             packages/all.zip       large packages, as they came; unpacked/: what was in them
 *             mapping                what a person corrected: heading=field lines
 *             result                 what came of it, once it was taken in
 *             answer.xlsx            the sheet with what became of each row beside it
 *             progress, stop         of one in line: how far it has come; that its person does not want it any more
 *
 * Swept a day after it came. A package (zip, tar) is unpacked by a worker into files of its own.
 *
 * What is small is looked through and taken in while its page is waited for. What would take long gets in line (store/ledger/upload.h): the running
 * home's process for it (work.c) looks it through, and takes it in once its person agreed, as that person and no more than he may by then; pages say
 * how far it has come. Whoever is killed on the way has left nothing, or what is taken up again. Where nodes share a PostgreSQL its files stand there
 * too, so that another node goes on with what one that died had begun.
 */
#pragma once
#include "service/home.h"
#include "service/people/actor.h"

#define UPLOAD_KEEPERS (OFFICE_ADMINISTRATOR | OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER)

enum {
	UPLOAD_FILES_MOST   = 2000,
	UPLOAD_FILES_SMALL  = 20,          /* more of them than these get in line                                      */
	UPLOAD_BYTES_SMALL  = 1 << 20,     /* and more bytes: about a second, some 15,000 rows of a list                */
	UPLOAD_IN_LINE_MOST = 10,          /* of one person                                                            */
	UPLOAD_AGENTS_MOST  = 500,         /* of one account by its agents: a night's machines                         */
};
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

/* One in line, as its page shows it. state: "" not in line. */
struct upload_progress {
	struct str      state;         /* "waiting" "reading" "looked" "agreed" "taking" "done" "failed" "given_up"          */
	struct str      token, by;
	struct str_list files;         /* names, the first few                                                             */
	int64_t         bytes, made_at, at;
	int64_t         ahead;         /* of others, while it waits                                                        */
	struct str      stage;         /* "" not said (yet, or by another node) "unpacks" "reads" "compares" "writes"       */
	int64_t         file, file_count;   /* at which of its files                                                       */
	int64_t         percent, rows; /* of that file, in that stage                                                      */
	struct str      problem;       /* of a failed one: what was wrong, and what to do                                   */
	bool            under_way;     /* goes on by itself                                                               */
	bool            may_drop;
	bool            measured;      /* percent says something                                                           */
	bool            behind, several, counted;      /* ahead > 0, file_count > 1, rows > 0                              */
};
extern const struct schema upload_progress_schema;
struct upload_lines { struct upload_progress *items; size_t count, room; };

/*
 * After upload_keep: what is not small gets in line, in the unit of work of `ledger` (store/ledger/web.h, done once); *ret_in_line. ERR_LIMIT: too many of
 * his are there already.
 */
CHECKED struct err *upload_line(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token,
    const struct upload_options *options, enum lang lang, int64_t now, struct arena *arena, bool *ret_in_line);
/* How one in line stands, and what would come, or came of it, as soon as that is known; of any other ret_progress->state is "" and upload_look looks. */
CHECKED struct err *upload_standing(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, enum lang lang,
    struct arena *arena, struct upload_progress *ret_progress, struct upload_view *ret_view);
/*
 * That it be taken in; that it be looked through again with these columns; that it be thrown away. *ret_in_line false: it is not in line, and nothing was
 * done. ERR_CONFLICT: it stands otherwise by now.
 */
CHECKED struct err *upload_agree(struct ledger *ledger, const struct actor *actor, struct str token, const struct upload_options *options, int64_t now,
    struct arena *arena, bool *ret_in_line);
CHECKED struct err *upload_again(struct ledger *ledger, const struct actor *actor, struct str token, const struct upload_options *options,
    const struct upload_column *columns, size_t count, int64_t now, struct arena *arena, bool *ret_in_line);
CHECKED struct err *upload_give_up(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, int64_t now,
    struct arena *arena, bool *ret_in_line);
/* His own (an administrator: everybody's) that are under way or ended within a month; the newest first. */
CHECKED struct err *upload_lines(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t most, enum lang lang, int64_t now,
    struct arena *arena, struct upload_lines *ret_lines);
/*
 * One that waits, if any does, of the organisation that `ledger` speaks for: looked through or taken in. node: this home's name for its leases. What cannot
 * be done now is tried again later, and the error told here. Blocks for as long as it takes.
 */
CHECKED struct err *upload_work(const struct home *home, struct ledger *ledger, struct str node, struct arena *arena, bool *ret_worked);
/* Forgets what nobody agreed to within a day, and what ended long ago. */
CHECKED struct err *upload_sweep(struct ledger *ledger, int64_t now, struct arena *arena);

/* heading=field by heading of the sheets; an empty list is the guess again. */
CHECKED struct err *upload_map(const struct home *home, const struct actor *actor, struct str token, const struct upload_column *columns, size_t count,
    struct arena *arena);
/* Writes it, file by file; one that cannot be read keeps no other out. ERR_CONFLICT: it was taken in already. */
CHECKED struct err *upload_take(const struct home *home, const struct actor *actor, struct str token, const struct upload_options *options, int64_t now,
    enum lang lang, struct arena *arena, struct upload_view *ret_view);
/* Goes away with its files. */
CHECKED struct err *upload_drop(const struct home *home, const struct actor *actor, struct str token, struct arena *arena);
/* The sheet with what became of its rows: its path. ERR_NOT_FOUND. */
CHECKED struct err *upload_answer(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, struct arena *arena,
    struct str *ret_path);

/*
 * What an agent on a machine sends (tsukuroi collect, a Windows collector's file, a package list): taken in at once, *ret_token empty; or, when it is large, in
 * line as agreed to, *ret_token its name. The same bytes again change nothing. ERR_LIMIT: too many of that account's are in line.
 */
CHECKED struct err *upload_of_agent(const struct home *home, const struct actor *actor, struct str system, struct str host,
    const struct upload_source *source, int64_t now, enum lang lang, struct arena *arena, struct upload_file_view *ret_view, struct str *ret_token);
extern const struct schema upload_file_schema;
