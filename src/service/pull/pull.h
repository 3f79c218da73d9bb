/*
 * pull.h - public knowledge fetched from where it is published: sources as a table, each with its own pace and memory.
 *
 *     H/pull/sources.conf      what people set: "nvd.on = yes", "nvd.every = 2h", "nvd.url = …", "nvd.max_age = 3d", "nvd.key_file = nvd.key"
 *     H/pull/state/NAME        what the program remembers of a source: how far it came, marks of files held, how it ended, when it is next
 *     H/pull/quarantine/NAME/  what is being fetched, and waits to be read; goes when it is in force
 *     H/pull/lock              held by whoever fetches: one process at a time
 *
 * One go at a source: its plan (plan.h) says which file comes next, by what the last one said of itself; every file is fetched into the quarantine
 * (wire/fetch, service/reach), looked at and read by workers only, and all of them become one generation of the knowledge base. Only when that is
 * in force is it remembered how far it came: a program that was killed fetches or reads again, and nothing is lost or there twice. A cut file
 * is continued; files that came whole are not fetched again within a day.
 *
 * A source that fails keeps what is in force, which ages: beyond its age limit it no longer says "not affected". One that shrank, or cannot be
 * read, no longer says it at once (service/home.h, home_sources).
 */
#pragma once
#include "service/feed.h"
#include "service/people/actor.h"

struct pull_source;
struct pull_list { const struct pull_source **items; size_t count; size_t room; };
const struct pull_source *pull_source_find(struct str name);       /* of the program's own table; NULL: there is none */
/* Those, and the providers of CSAF that people added. Both live in the arena. */
CHECKED struct err *pull_sources_of(const struct home *home, struct arena *arena, struct pull_list *ret_list);
CHECKED struct err *pull_source_of(const struct home *home, struct str name, struct arena *arena, const struct pull_source **ret_source);   /* ERR_NOT_FOUND */
struct str pull_source_name(const struct pull_source *source);

/* ---------------------------------------------------------------------------------------------------- one go */

enum pull_end {
	PULL_NEVER,       /* nothing was tried yet                                       */
	PULL_TOOK,        /* new knowledge is in force                                   */
	PULL_SAME,        /* nothing new since what is held                              */
	PULL_HELD,        /* it shrank or went back: a person decides                    */
	PULL_FAILED,      /* could not be fetched or read; tried again                   */
	PULL_PLANNED,     /* --dry-run                                                   */
	PULL_PARTLY,      /* of a provider of CSAF: all but what it did not sign, or others did: asked for again   */
};
extern const struct enum_names pull_end_names;     /* "never" "took" "same" "held" "failed" "planned" "partly" */

struct pull_options {
	int64_t now;
	bool    accept;       /* what was held is right, a person says                       */
	bool    dry_run;      /* nothing is asked: what would be                             */
};

struct pull_outcome {
	struct str             source;
	enum pull_end          end;
	int64_t                files;         /* fetched                                            */
	struct kb_feed_outcome sums;          /* of all files                                       */
	int64_t                generation;    /* in force                                           */
	bool                   more;          /* there is more to fetch: the next go is due at once */
	int64_t                next;          /* INSTANT_NONE: dry run                              */
	struct str             url;           /* dry run: what would be asked first                 */
	const struct err      *failed;        /* why, of PULL_HELD and PULL_FAILED                  */
};

/*
 * Fetches one source, whether it is on and due or not. What the source does wrong stands in the outcome and in its state; errors are this home's
 * own: ERR_BUSY when another process fetches, settings that are wrong.
 */
CHECKED struct err *pull_one(const struct home *home, const struct pull_source *source, const struct pull_options *options, struct arena *arena,
    struct pull_outcome *ret_outcome);

/* The sources that are on, by their order; due: only those whose time has come, or that somebody asked for, on or not. */
CHECKED struct err *pull_wanted(const struct home *home, bool due, int64_t now, struct arena *arena, struct pull_list *ret_list);

/* ------------------------------------------------------------------------------------------- what people see and set */

struct pull_view {
	struct str name;
	struct str title;           /* who issues it, and what it says                              */
	struct str notice;          /* what its issuer has a program show; ""                       */
	struct str url;
	bool       on;
	int64_t    every_minutes;
	struct str every;           /* in words                                                     */
	struct str state;           /* pull_end_names                                               */
	struct str said;            /* how it ended, in words; ""                                   */
	int64_t    tried, succeeded, next;      /* INSTANT_NONE                                    */
	int64_t    failures;        /* in a row                                                     */
	bool       asked;           /* somebody wants it now                                        */
	bool       more;            /* part of it is still to come                                  */
	struct str_list keys;       /* of a provider of CSAF: the keys that its documents are checked with, as people compare them */
	bool       added;           /* somebody added it: it can be taken out again                 */
};
struct pulls_view {
	bool scheduled;             /* the running home fetches by itself (tsukuroi.conf: pull = scheduled) */
	LIST(struct pull_view) sources;
};
extern const struct schema pull_view_schema, pulls_view_schema;
CHECKED struct err *pull_show(const struct home *home, int64_t now, enum lang lang, struct arena *arena, struct pulls_view *ret_view);

/*
 * One setting of a source: "on" (yes, no), "every" and "max_age" ("90m", "2h", "7d"), "url", "key_file", "pause" (milliseconds between
 * questions); value "": as the table says again. For administrators, "on" also for security officers; in the audit. ERR_USAGE says what a value must be.
 */
CHECKED struct err *pull_set(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct pull_source *source, struct str key,
    struct str value, int64_t now, struct arena *arena);
/*
 * A provider of CSAF by its name on the internet ("csaf:psirt.example.jp"): from now on a source, and on. Its keys are pinned when it is first fetched.
 * Taken out again it is asked no more; what is known by it stays, and ages. For administrators; in the audit. ERR_USAGE, ERR_CONFLICT, ERR_NOT_FOUND.
 */
CHECKED struct err *pull_add(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str name, int64_t now, struct arena *arena,
    const struct pull_source **ret_source);
CHECKED struct err *pull_remove(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str name, int64_t now, struct arena *arena);
/* The running home fetches by itself, or not. For administrators and security officers. */
CHECKED struct err *pull_schedule(const struct home *home, struct ledger *ledger, const struct actor *actor, bool scheduled, int64_t now, struct arena *arena);
/* The running home is to fetch it now; accept: also what was held, which this person says is right. For administrators and security officers. */
CHECKED struct err *pull_ask(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct pull_source *source, bool accept,
    int64_t now, struct arena *arena);
bool pull_is_asked(const struct home *home, const struct pull_source *source, struct arena *arena);
CHECKED struct err *pull_is_accepted(const struct home *home, const struct pull_source *source, struct arena *arena, bool *ret_accept);
/* What issuers of the feeds that are there have a program show ("This product uses …"), in their own words. */
void pull_notices(const struct kb_source *sources, size_t count, struct arena *arena, struct str_list *ret_notices);
