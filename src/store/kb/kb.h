/*
 * kb.h - public knowledge as a file: what the world says about weaknesses, ready to be matched.
 *
 *     H/kb/current                  which of the following are in force, and how each source stands; replaced atomically
 *     H/kb/gen-000012/kb.db         records as normalised and as received, identity, problems (SQLite, immutable)
 *                    /kb.idx        the match index (domain/match), mapped; may be the very file of the generation before
 *                    /kb.amend      then: what changed in it since it was built, mapped
 *                    /index         who built it, lengths and hashes of both
 *                    /digest        lengths and hashes of all, SHA-256 of the content
 *     H/kb/overlay-000031/          EPSS and KEV, which change daily: an image for looking up (mapped), and what it is made of
 *     H/kb/problems-…               what the last file of a feed was refused for
 *     H/kb/lock                     held by whoever builds
 *
 * A generation is built beside, synced and renamed into place; then `current` is replaced. A crash at any moment
 * leaves the former state whole, and what it left behind is swept at the next open. Readers never wait: they open what
 * `current` names and keep it even when newer ones come. Of generations and overlays the last two are kept.
 *
 * Merging. A feed is named ("nvd", "osv:PyPI") and is either *complete* (what it no longer lists is gone) or *partial*.
 * A record is known by feed and id; an older one (modified) never overwrites a newer one, the same one twice is once. What a
 * complete feed dropped, and what a source withdrew, stays as a tombstone (state withdrawn). A complete feed that is
 * empty, lost more than KB_SHRINK_PERMILLE of its records, or went back in time is held: ERR_HELD, until told to accept.
 *
 * Notes. What feeds bring besides records: builds and ends of support (model/release.h), names (model/name.h), the documents a
 * source publishes in (model/document.h). A note is known by feed, kind and id, and merged as records are: one told by an older
 * file never overwrites one told by a newer, what a complete feed no longer lists is gone. A file that holds an earlier issue of
 * a document than the one held is held itself (ERR_HELD). Notes have no part in identity and search.
 *
 * From one kb to another. What came to a kb since a generation and an overlay of it, feed by feed, can be told to a listener, and taken in by another
 * kb as if it had read the feeds itself on the same days: dates, contracts, words of failure are those of the first. A kb has a name for life, its
 * lineage; whose generation and overlay another has taken is remembered there (kb_taken), so that nothing is taken out of order.
 *
 * Identity. A vulnerability has an internal number that it keeps from generation to generation. Ids attach to it:
 * *same as* when a source asserts it and at most one CVE is among them; *covers* when a record treats several. When
 * sources change their minds, numbers merge or split, and that is an event that can be read.
 */
#pragma once
#include "base/lang.h"
#include "model/advisory.h"
#include "model/sink.h"

enum { KB_SHRINK_PERMILLE = 100 };          /* a complete feed may lose a tenth unasked                      */
enum { KB_EPSS_STEP = 10000 };              /* millionths: EPSS history keeps changes of 0.01 and more       */
enum { KB_EPSS_DRIFT = 1000 };              /* millionths: a percentile that moved less stays at home        */
enum { KB_GENERATIONS_KEPT = 2 };

struct kb;            /* a machine: one opened generation and overlay; for one thread at a time */
struct match_index;   /* domain/match */
struct match_overlay;

/* ------------------------------------------------------------------------------------- reading */

enum kb_state {
	KB_MISSING,       /* there is no such directory             */
	KB_EMPTY,         /* nothing was ever imported              */
	KB_READY,
};

/*
 * Opens what `current` names. A missing or empty kb opens well and says so by its state. ERR_STORE when the generation is
 * broken; the sentence names it and says whether a former one can take its place (kb_fall_back).
 */
CHECKED struct err *kb_open(struct str path, struct arena *arena, struct kb **ret_kb);
void kb_close(struct kb *kb);   /* NULL is welcome */

static inline void
kb_cleanup(struct kb **kb)
{
	kb_close(*kb);
}

/* struct kb *kb KB_SCOPE = NULL; */
#define KB_SCOPE __attribute__((cleanup(kb_cleanup)))

struct kb_head {
	enum kb_state state;
	int64_t       generation;        /* 0 when not KB_READY or when only an overlay is there */
	struct str    digest;            /* of the content, SHA-256 in hex                      */
	int64_t       made;              /* when the generation was built                        */
	int64_t       records;           /* tombstones included                                  */
	int64_t       vulnerabilities;
	int64_t       overlay;           /* its number, 0: none                                  */
};
const struct kb_head *kb_head(const struct kb *kb);

/* Reads everything and compares with the digests. ERR_STORE says in words what is broken. */
CHECKED struct err *kb_verify(struct kb *kb, struct arena *arena);

/*
 * Puts the last whole state in force: another generation or overlay in place of a broken one; when nothing is broken, the
 * previous generation. Feeds then stand as they stood with it. ERR_NOT_FOUND when there is none that is whole.
 */
CHECKED struct err *kb_fall_back(struct str path, struct arena *arena, int64_t *ret_generation);

/* The match index, mapped; NULL when there is no generation. Valid until kb_close; may be shared between threads. */
const struct match_index *kb_index(const struct kb *kb);

/* How one feed stands. */
enum kb_contract { KB_BY_TABLE, KB_COMPLETE, KB_PARTIAL };
enum kb_freshness {
	KB_FRESH,
	KB_STALE,         /* older than its age limit: it takes away 非該当, never 該当 */
	KB_HELD,          /* the last file was held for a person; what was there is in force, and like KB_STALE says no 非該当 */
	KB_FAILED,        /* the last file could not be read; the same                       */
	KB_NEVER,         /* only failures so far                                            */
};
extern const struct enum_names kb_contract_names;     /* "", "complete", "partial"                       */
extern const struct enum_names kb_freshness_names;    /* "fresh", "stale", "held", "failed", "never"     */

struct kb_source {
	struct str        name;          /* "nvd", "osv:PyPI"                                    */
	enum source       source;
	enum kb_contract  contract;
	int64_t           built;         /* what the feed says of itself; INSTANT_NONE           */
	int64_t           fetched;       /* when it was last taken in; INSTANT_NONE              */
	int64_t           tried;         /* when a file was last offered                         */
	int64_t           records;       /* live                                                 */
	int64_t           tombstones;
	int64_t           problems;      /* refused records of the last file                     */
	struct str        digest;        /* of the last file, as the caller gave it              */
	struct str        version;       /* catalogVersion, model_version …                      */
	int64_t           age_limit;     /* microseconds                                         */
	bool              held;
	struct str        error_en;      /* of the last file when it failed or is held           */
	struct str        error_ja;
	/* made for `now` by kb_sources, not stored: */
	int64_t           age;           /* since built, or fetched when it says nothing; -1 unknown */
	enum kb_freshness freshness;     /* stale is told before held and failed                 */
};
extern const struct schema kb_source_schema;

/* Every feed ever offered, by name. */
CHECKED struct err *kb_sources(struct kb *kb, int64_t now, struct arena *arena, struct kb_source **ret_sources,
    size_t *ret_count);

/* One record, decoded; a tombstone has state withdrawn. feed is the feed's name. ERR_NOT_FOUND. */
CHECKED struct err *kb_record(struct kb *kb, struct str feed, struct str id, struct arena *arena,
    struct advisory *ret_advisory);
/* The ids of all records of a feed, tombstones too, in their order: for feeds that people write, which are small. */
CHECKED struct err *kb_feed_ids(struct kb *kb, struct str feed, struct arena *arena, struct str_list *ret_ids);
/* Its text as received; ptr NULL when none was kept. */
CHECKED struct err *kb_record_raw(struct kb *kb, struct str feed, struct str id, struct arena *arena, struct str *ret_raw);

struct kb_record_ref {
	struct str          feed;
	struct str          id;
	enum source         source;
	enum advisory_state state;
	bool                covers;      /* the record treats this one among others: not another name of it */
	int64_t             modified;
};
struct kb_vulnerability {
	int64_t                    number;
	struct str                 id;        /* canonical: the CVE where there is one                  */
	struct str_list            same_as;   /* its other names                                         */
	LIST(struct kb_record_ref) records;   /* everything that speaks of it, CVE 5 … by feed, then id   */
};
struct kb_vulnerabilities { LIST(struct kb_vulnerability) list; };

/* All an id stands for: one for a CVE or GHSA; several for a JVN# or RHSA that covers several; none is no error. */
CHECKED struct err *kb_find(struct kb *kb, struct str id, struct arena *arena, struct kb_vulnerabilities *ret_found);
/* The one an id is a name of. ERR_NOT_FOUND; ERR_CONFLICT when it covers several. */
CHECKED struct err *kb_vulnerability(struct kb *kb, struct str id, struct arena *arena, struct kb_vulnerability *ret_one);
CHECKED struct err *kb_vulnerability_of(struct kb *kb, int64_t number, struct arena *arena, struct kb_vulnerability *ret_one);

/*
 * Every note of a kind (release_schema, lifecycle_schema, product_name_schema, document_schema), by feed and id: of one feed by
 * its name, or of all when that is empty. The listener may refuse to go on; its values live during the call. It may not ask
 * this kb for notes meanwhile.
 */
typedef struct err *kb_note_listener(void *data, struct str feed, const void *value, struct arena *arena);
CHECKED struct err *kb_each_note(struct kb *kb, const struct schema *schema, struct str feed, kb_note_listener *note, void *data,
    struct arena *arena);

/* One of a kind by its id, of the first feed by name that tells it. *ret_found: false when none does. */
CHECKED struct err *kb_note(struct kb *kb, const struct schema *schema, struct str id, struct arena *arena, void *ret_value, bool *ret_found);

/* EPSS and KEV by CVE (match_overlay_find); NULL when neither was ever imported. Lives until kb_close. */
const struct match_overlay *kb_overlay(const struct kb *kb);
struct kb_epss_point { int32_t day; int32_t probability; };
/* Change points of KB_EPSS_STEP and more, oldest first. */
CHECKED struct err *kb_epss_history(const struct kb *kb, struct str cve, struct arena *arena,
    struct kb_epss_point **ret_points, size_t *ret_count);

/* What a feed's records were refused or warned for; at most LIMIT_PROBLEMS_KEPT of each feed, of its last file. */
CHECKED struct err *kb_problems(struct kb *kb, struct str feed, struct arena *arena, struct problem **ret_problems,
    size_t *ret_count);

/*
 * Every (vulnerability, record) that came, changed or became a tombstone after a generation, ordered by vulnerability. The
 * listener may refuse to go on. Values live during the call.
 */
struct kb_change {
	int64_t             vulnerability;
	struct str          vulnerability_id;
	struct str          feed;
	struct str          id;
	enum advisory_state state;
};
CHECKED struct err *kb_changes_since(struct kb *kb, int64_t generation,
    struct err *(*change)(void *data, const struct kb_change *change, struct arena *arena), void *data, struct arena *arena);

/* A merge or split of numbers. */
enum kb_event_kind { KB_MERGED, KB_SPLIT };
struct kb_event {
	enum kb_event_kind kind;
	int64_t            generation;
	int64_t            from, to;     /* merged: from lives on as to; split: to was part of from */
	struct str         id;           /* canonical id of `to`                                    */
};
CHECKED struct err *kb_events_since(struct kb *kb, int64_t generation, struct arena *arena, struct kb_event **ret_events,
    size_t *ret_count);

/* ----------------------------------------------------------------------------------- searching */

/*
 * Texts are found as people write them (words.h): width, kana, case and a final ー make no difference, and one letter is enough. Words with blanks between them
 * must all be there, "log4j core" with its letters side by side in one word; "tomc*" is the beginning of a word. Hits in names and titles stand
 * before hits in the texts; within each the newest stands first.
 */
struct kb_query {
	struct str text;                 /* "": everything                                          */
	struct str product;              /* in the names of vendors, products, packages; ""         */
	int32_t    base_least, base_most;    /* tenths, -1 is "no score": -1 and 100 for all         */
	int64_t    sources;              /* a bit (1 << enum source) each; 0: any                   */
	struct str cwe;                  /* "CWE-79"; ""                                            */
	int64_t    since, until;         /* published; INSTANT_NONE: any                            */
	bool       kev;                  /* only what KEV lists                                     */
	bool       withdrawn;            /* withdrawn ones too                                      */
	int64_t    changed;              /* only what came or changed behind that generation; 0: all */
	/* Only those it says yes to; NULL: all. names: ids, vendors, products, packages, a line each. It may not ask this kb. */
	bool     (*keep)(void *context, struct str id, struct str names);
	void      *keep_context;
	struct str after;                /* cursor of the page before; ""                           */
	int64_t    most;
	enum lang  lang;                 /* of titles                                               */
};
struct kb_hit {
	int64_t             number;
	struct str          id, title;
	struct str          title_en;    /* the same where there is no other                        */
	int32_t             base;
	int64_t             published, modified;
	enum advisory_state state;
	int64_t             sources;
	bool                kev;
	bool                in_text;     /* not in names and titles                                 */
	struct str          before, match, behind;    /* where in the text; match "" when it is not there as one piece */
};
enum { KB_COUNT_MOST = 1000 };       /* beyond, counts say "at least"                           */
struct kb_hits {
	LIST(struct kb_hit) hits;
	int64_t             found;       /* at most KB_COUNT_MOST; of the first page only, later ones say 0  */
	int64_t             critical, high, medium, low, unscored, kev;    /* of those          */
	int64_t             of_source[SOURCE_COUNT];
	struct str          next;        /* "": that was all                                         */
};
/* ERR_USAGE: nothing in the text can be looked for; the cursor is none. ERR_STORE: the kb was built before there was searching (import anything). */
CHECKED struct err *kb_search(struct kb *kb, const struct kb_query *query, struct arena *arena, struct kb_hits *ret_hits);

/* ------------------------------------------------------------------------- from one kb to another */

/* Sixteen hexadecimal digits, made when they are first asked for. */
CHECKED struct err *kb_lineage(struct str path, struct arena *arena, struct str *ret_lineage);

struct kb_span { int64_t generation, overlay; };      /* zeros: nothing */
/* What is in force there, without opening it: zeros where nothing was ever taken in. */
CHECKED struct err *kb_in_force(struct str path, struct arena *arena, struct kb_span *ret_span);

/*
 * What a feed brought after a span, as values that kb_import_record takes: records, notes, entries of KEV (all of them when any changed) and EPSS (those whose
 * probability changed, or whose percentile moved by KB_EPSS_DRIFT), and a bundle_gone for each that it no longer lists.
 */
CHECKED struct err *kb_each_since(struct kb *kb, const struct kb_source *feed, struct kb_span since, struct sink *sink, struct arena *arena);

/* What was taken last from another kb. */
struct kb_taken {
	struct str     lineage;
	int64_t        generation, overlay;
	int64_t        made, at;         /* when it was put together, and taken in */
};
CHECKED struct err *kb_taken(struct str path, struct str lineage, struct arena *arena, struct kb_taken *ret_taken);   /* zeros: nothing */
CHECKED struct err *kb_taken_put(struct str path, const struct kb_taken *taken, struct arena *arena);

/* ------------------------------------------------------------------------------------ building */

/*
 *     struct kb_import *import KB_IMPORT_SCOPE = NULL;
 *     TRY(kb_import_begin(path, now, arena, &import));
 *     for each file:
 *             TRY(kb_import_feed(import, &feed, arena));
 *             failed = worker_run(&job, kb_import_sink(import), arena);
 *             TRY(kb_import_feed_end(import, failed, arena, &outcome));       // ERR_HELD: said, and the next may come
 *     TRY(kb_import_finish(import, arena, &result));
 */
struct kb_import;

struct kb_feed {
	enum source      source;
	struct str       name;            /* empty: what its head says, else the source's own name. Naming
	                                     "osv:PyPI" promises that the file is all of it (its all.zip)     */
	enum kb_contract contract;        /* KB_BY_TABLE: kev, epss and builds are complete, and an OSV feed that is
	                                     named "osv:<ecosystem>" here; all others partial                 */
	int64_t          age_limit;       /* microseconds; 0: the table's                                      */
	struct str       digest;          /* of the file; empty when not known                                 */
	bool             accept;          /* a person said: it shrank, or went back, and that is right         */
	/*
	 * The file holds everything of the feed that changed since it was last taken in, and nothing else: a complete feed stays complete,
	 * and is as new as this.
	 */
	bool             delta;
	const struct kb_source *as;       /* how it stands in the kb that it comes from (kb_each_since); NULL: it is a file. Until kb_import_feed_end */
};

struct kb_feed_outcome {
	struct str name;
	int64_t    read;          /* records that came                                       */
	int64_t    added, changed;
	int64_t    unchanged;     /* the same, or older than what is held                    */
	int64_t    withdrawn;     /* of the changed: those that their source took back */
	int64_t    gone;          /* tombstones made because a complete feed is silent       */
	int64_t    problems, warnings;
};
extern const struct schema kb_feed_outcome_schema;

struct kb_result {
	bool    published;        /* false: nothing changed, the generation in force stays   */
	int64_t generation;       /* now in force                                            */
	bool    overlay_published;
	int64_t overlay;
	int64_t records, vulnerabilities;
};

/* The generation is built anew even when no record changed: after the program's matching rules did. */
void kb_import_rebuild(struct kb_import *import);

/* Takes the lock (ERR_BUSY when another builds), makes the directory, sweeps leftovers. now: becomes `fetched`. */
CHECKED struct err *kb_import_begin(struct str path, int64_t now, struct arena *arena, struct kb_import **ret_import);
CHECKED struct err *kb_import_feed(struct kb_import *import, const struct kb_feed *feed, struct arena *arena);

/* advisory, kev, epss, a note or feed head, by its schema. raw: the text as received, kept packed; or empty. */
CHECKED struct err *kb_import_record(struct kb_import *import, const struct schema *schema, const void *value,
    struct str raw, struct arena *arena);
CHECKED struct err *kb_import_problem(struct kb_import *import, const struct problem *problem, struct arena *arena);
/* Both as a sink, for worker_run. Lives as long as the import. */
struct sink *kb_import_sink(struct kb_import *import);

/*
 * Ends a feed. failed (or NULL) is what its reading ended with: then nothing of it is taken and the source says why.
 * Gives `failed` back, or ERR_HELD; in both cases the import goes on with other feeds and is finished as usual.
 */
CHECKED struct err *kb_import_feed_end(struct kb_import *import, const struct err *failed, struct arena *arena,
    struct kb_feed_outcome *ret_outcome);

/*
 * Inside an open feed: what its source took back. Every record of the feed that is in force is asked for by its id; where the answer is an instant no
 * earlier than the record's own last change, a tombstone of then takes its place (ADVISORY_WITHDRAWN, its texts stay). INSTANT_NONE: it stays.
 */
typedef int64_t kb_withdrawal(void *data, struct str id, struct arena *arena);
CHECKED struct err *kb_import_withdraw(struct kb_import *import, kb_withdrawal *when, void *data, struct arena *arena);

/*
 * Takes a feed of records out, as if it had never come: no tombstones, no ids, no words of it in what is searched, and no row among the sources. Between
 * feeds, not inside one. For what must not be held any more; for feeds of records that are not listed (listed.h). None of that name: nothing happens.
 */
CHECKED struct err *kb_import_forget(struct kb_import *import, struct str name, struct arena *arena);

/*
 * The feed's source was asked, and said that nothing changed since what is held came: it is as new as now, unless it says itself of when it
 * is; what was refused of it is no longer its last word. A feed that was never taken in stays unknown.
 */
void kb_import_same(struct kb_import *import, struct str name);

/* Builds, publishes, releases the lock. Afterwards only kb_import_close. */
CHECKED struct err *kb_import_finish(struct kb_import *import, struct arena *arena, struct kb_result *ret_result);
/* Without finish: nothing happened. NULL is welcome. */
void kb_import_close(struct kb_import *import);

static inline void
kb_import_cleanup(struct kb_import **import)
{
	kb_import_close(*import);
}
#define KB_IMPORT_SCOPE __attribute__((cleanup(kb_import_cleanup)))
