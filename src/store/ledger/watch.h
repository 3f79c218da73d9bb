/*
 * watch.h - in the ledger: what is watched among all that is known, what was found of it, who has read it, what is to be done about it.
 *
 * Rows as they are, without rights: service/watch asks those. Functions that write join the unit of work they are called in.
 */
#pragma once
#include "store/ledger/ledger.h"

struct ledger_watch {
	int64_t    id, account;
	struct str login;                    /* of the account; not written                          */
	struct str unit;                     /* whose people see it too; ""                          */
	struct str name, products, words;    /* products, words: a line each                         */
	struct str severity, source, cwe;    /* as in service/search.h; ""                           */
	int64_t    kev, ours, registered;    /* 0, 1. registered: what is registered is looked for   */
	int64_t    mail;                     /* 1: its news goes out by mail                         */
	int64_t    made_at;
	struct str made_by;
	int64_t    revision, generation, overlay;
	int64_t    since;                    /* what came behind that generation is news; 0: nothing yet */
	int64_t    looked_at;
	struct str error;                    /* why it could not be looked last, in English; ""      */
	int64_t    told_at;                  /* until when letters told of it; INSTANT_NONE; not written */
	int64_t    hits, unread, unchecked, needed;      /* not written                              */
};
struct ledger_watches { struct ledger_watch *items; size_t count, room; };
CHECKED struct err *ledger_watch_put(struct ledger *ledger, const struct ledger_watch *watch, struct arena *arena, int64_t *ret_id);
/* unit to mail, of that revision; *ret_set false: somebody changed it first. It is looked at anew. */
CHECKED struct err *ledger_watch_set(struct ledger *ledger, const struct ledger_watch *watch, struct arena *arena, bool *ret_set);
CHECKED struct err *ledger_watch_end(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);
/* generation, overlay, since, looked_at, error; *ret_set false: it was changed while it was looked. */
CHECKED struct err *ledger_watch_looked(struct ledger *ledger, const struct ledger_watch *watch, struct arena *arena, bool *ret_set);
/* Letters have told of its news until then. */
CHECKED struct err *ledger_watch_told(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);
/* All in use, by number; unread: by that account. */
CHECKED struct err *ledger_watches(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_watches *ret_watches);
/* How many were not looked at with this generation and overlay. */
CHECKED struct err *ledger_watches_behind(struct ledger *ledger, int64_t generation, int64_t overlay, struct arena *arena, int64_t *ret_count);

enum watch_why { WATCH_KNOWN /* when the watch began */, WATCH_NEW, WATCH_EXPLOITED, WATCH_WORSE, WATCH_WITHDRAWN };
enum watch_need { WATCH_UNCHECKED, WATCH_NEEDED, WATCH_NOT_NEEDED };
enum watch_state { WATCH_ALL, WATCH_UNREAD, WATCH_OPEN /* news nobody checked */, WATCH_DO /* needed */ };
struct ledger_watch_hit {
	int64_t         watch;
	struct str      vulnerability;
	int64_t         at;                  /* when it was news, or published                       */
	int64_t         fresh;               /* 1: news                                              */
	enum watch_why  why;
	struct str      term;                /* the product or words that found it                   */
	struct str      title_ja, title_en;
	struct str      excerpt;             /* where in a text: before, the words, behind; a line each */
	int64_t         base;                /* tenths; -1                                           */
	int64_t         kev, withdrawn;
	int64_t         published;
	struct str      sources;             /* with blanks between                                  */
	enum watch_need need;
	struct str      note, checked_by;    /* checked_by: login                                    */
	int64_t         checked_at, revision;
	int64_t         read;                /* by the account that was asked for; not written       */
	int64_t         affected, undecided; /* open findings that say so; not written               */
};
struct ledger_watch_hits { struct ledger_watch_hit *items; size_t count, room; };
/* New ones, and what is said now of those that are there (watch to sources). */
CHECKED struct err *ledger_watch_hits_put(struct ledger *ledger, const struct ledger_watch_hit *hits, size_t count, struct arena *arena);
CHECKED struct err *ledger_watch_hits_gone(struct ledger *ledger, int64_t watch, const struct str *vulnerabilities, size_t count, struct arena *arena);
/* The newest first, those behind that place (INT64_MAX, "": from the first). */
struct ledger_watch_query { int64_t watch, account; enum watch_state state; int64_t at; struct str after; int64_t most; };
CHECKED struct err *ledger_watch_hits(struct ledger *ledger, const struct ledger_watch_query *query, struct arena *arena, struct ledger_watch_hits *ret_hits);
/* *ret_there false: there is none. */
CHECKED struct err *ledger_watch_hit(struct ledger *ledger, int64_t watch, int64_t account, struct str vulnerability, struct arena *arena,
    struct ledger_watch_hit *ret_hit, bool *ret_there);
/* News of all watches since then. */
CHECKED struct err *ledger_watch_news(struct ledger *ledger, int64_t account, int64_t since, int64_t most, struct arena *arena,
    struct ledger_watch_hits *ret_hits);
/* need, note, checked_by, checked_at, of that revision; *ret_set false: somebody said something else first. */
CHECKED struct err *ledger_watch_check(struct ledger *ledger, const struct ledger_watch_hit *hit, struct arena *arena, bool *ret_set);
/* vulnerability "": all news. */
CHECKED struct err *ledger_watch_read(struct ledger *ledger, int64_t watch, int64_t account, struct str vulnerability, int64_t at, struct arena *arena);
CHECKED struct err *ledger_watch_unread(struct ledger *ledger, int64_t watch, int64_t account, struct str vulnerability, struct arena *arena);

/* Names of vulnerabilities that a finding is open about, and what is installed. */
CHECKED struct err *ledger_open_names(struct ledger *ledger, struct arena *arena, struct str_list *ret_names);
struct ledger_installed { struct str identity, name, vendor; };
struct ledger_installed_list { struct ledger_installed *items; size_t count, room; };
CHECKED struct err *ledger_installed_products(struct ledger *ledger, struct arena *arena, struct ledger_installed_list *ret_products);
