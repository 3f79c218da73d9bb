/*
 * plan.h - how a source is asked: a row says where, as what and how often, its plan which file comes after which. Adding a source is
 * adding a row (sources.c); one that pages in its own way also brings a plan.
 */
#pragma once
#include "format/listing/listing.h"
#include "service/pull/pull.h"
#include "wire/fetch/fetch.h"

struct pull_run;
struct pull_step;
struct pull_seen;
/*
 * The next file. seen: what the last one said of itself; NULL at the beginning. *ret_done: there is none; then run->cursor says how far this
 * came, and run->more whether another go should follow at once. A plan keeps what it needs in the run, and is asked again from the beginning
 * after an interruption: the same files in the same order.
 */
typedef struct err *pull_plan(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done);

struct pull_source {
	const char        *name;          /* "nvd": what people call it                                            */
	const char        *title;         /* M("…"): who issues it, and what it says                               */
	const char        *notice;        /* what its issuer has a program show, word for word; NULL               */
	const char        *kind;          /* of the feed (service/feed.h)                                          */
	const char        *feed;          /* its name in the knowledge base; NULL: what the files say              */
	enum kb_contract   contract;      /* KB_BY_TABLE: what the knowledge base knows of the kind                */
	const char        *url;           /* what the plan begins with                                             */
	const char        *hosts;         /* addresses of others that it sends on to, with spaces between; NULL    */
	const char        *part;          /* of a source with parts: "PyPI"; NULL                                  */
	pull_plan         *plan;
	const char *const *types;         /* media types that its files may have, the wanted one first; ended by NULL */
	const char        *key_header;    /* the header that takes a key; NULL: there is none                      */
	unsigned           every_minutes;
	unsigned           age_days;      /* 0: what the knowledge base knows of the kind                          */
	unsigned           pause_ms, pause_keyed_ms;       /* between two questions                                */
	uint64_t           most_bytes;    /* of one file                                                           */
	bool               on;
	const char        *only;          /* of a provider of CSAF: what its addresses must hold ("/advisories/"); NULL: all */
};

extern const struct pull_source pull_sources[];
extern const size_t pull_sources_count;

struct pull_settings {
	bool       on;
	struct str url;
	int64_t    every, age_limit;      /* microseconds; age_limit 0: the knowledge base's own */
	int64_t    pause_ms;
	struct str key_file;              /* ""                                                  */
};

/* The mark of a file held: what it is asked with, so that it comes only when it changed. */
struct pull_mark { struct str url, etag, modified, digest; };
struct pull_state {
	int64_t       serial;             /* goes that succeeded                                 */
	struct str    cursor;             /* how far it came, as its plan writes it; ""          */
	enum pull_end end;
	struct str    said_en, said_ja;
	int64_t       tried, succeeded, next, full;      /* full: when all of it came last; INSTANT_NONE */
	int64_t       failures;
	bool          more;
	LIST(struct pull_mark) marks;
};

struct pull_run {
	const struct home        *home;
	const struct pull_source *source;
	struct pull_settings      settings;
	struct pull_state         state;
	struct arena             *arena;
	int64_t                   now;
	int64_t                   until;      /* the end of what this go asks for: stays when it is interrupted   */
	bool                      accept;     /* what was held is right, a person says                            */
	/* the plan's own */
	struct provider          *provider;   /* provider.c                                                       */
	int                       phase;
	int64_t                   at, total;
	struct str_list           left;       /* ids or addresses still to be asked for                          */
	struct str_list           digests;    /* of those, where they are known                                  */
	/* what it leaves behind */
	struct str                cursor;
	bool                      more;
	bool                      full;       /* this go brings all of the source                                */
	bool                      changed;    /* the source changed while it was asked: from the beginning again */
	struct str_list           refused;    /* addresses of files that came and are not taken                  */
	LIST(struct feed_withdrawal) withdrawn; /* what the source took back since                               */
	struct err               *held;       /* why the first of them is not: the others are taken              */
};

struct pull_step {
	struct str       url;
	const char      *style;               /* of format/listing; NULL: it is not looked at                    */
	int64_t          since;               /* of style                                                        */
	bool             take;                /* it goes to the reader                                           */
	bool             conditional;         /* not again when it is what is held                               */
	bool             packed;              /* may be packed on the way: then a cut begins anew                */
	bool             may_miss;            /* that it is not there is an answer too                           */
	bool             may_be_nowhere;      /* and that its server cannot be reached                           */
	bool             delta;               /* struct kb_feed                                                  */
	enum kb_contract contract;
	const char      *reader;              /* NULL: the source's kind                                         */
	uint64_t         most_bytes;          /* 0: as the source's files                                       */
	struct str       digest;              /* SHA-256 that it must have; ""                                   */
};

struct pull_seen {
	bool                       same;      /* it is what is held                  */
	bool                       missing;   /* it may, and does                    */
	struct str                 path;      /* of the file                         */
	struct str                 digest;    /* SHA-256 of the file, hexadecimal    */
	struct listing_head        head;
	LIST(struct listing_entry) entries;
};

/* plans.c, windows.c, lists.c */
pull_plan pull_plan_file;        /* one file, when it changed                                            */
pull_plan pull_plan_builds;      /* several                                                              */
pull_plan pull_plan_secdb;       /* Alpine's releases, and the repositories of each                      */
pull_plan pull_plan_msrc;        /* the list of months, then those that are missing                      */
pull_plan pull_plan_osv;         /* all of an ecosystem once a week, between that what changed           */
pull_plan pull_plan_cve5;        /* the last release, then what its log says                             */
pull_plan pull_plan_nvd;         /* all of it, then windows of the last change                           */
pull_plan pull_plan_jvn;         /* JVN iPedia's yearly files, then MyJVN by the day of the last change  */
pull_plan pull_plan_myjvn_list;  /* a list of MyJVN in pages                                             */
pull_plan pull_plan_myjvn_alerts; /* the same, of which a page has fifty                                 */
pull_plan pull_plan_statistics;  /* how many a year, one answer                                           */
pull_plan pull_plan_alerts;      /* a feed of titles, then the pages of those that are new               */
pull_plan pull_plan_provider;    /* a provider of CSAF: where it says that they are, and only what it signed */

/* keys.c: keys of providers, as H/pull/keys/NAME remembers them. */
struct pull_key { struct str fingerprint, user, hex; };
struct pull_keys { LIST(struct pull_key) list; };
/* The keys that a file holds, by a worker. */
CHECKED struct err *pull_keys_read(struct pull_run *run, struct str path, struct pull_keys *keys);
CHECKED struct err *pull_keys_pinned(const struct home *home, const struct pull_source *source, struct arena *arena, struct pull_keys *ret_keys);
/*
 * Those that the provider publishes now against those that were pinned: all are pinned when there were none, or a person accepts; else one that is new
 * is ERR_HELD. *ret_ring: a file of those that may have signed.
 */
CHECKED struct err *pull_keys_settle(struct pull_run *run, const struct pull_keys *published, struct str *ret_ring);

/* sources.c: a provider that people name. ERR_USAGE, ERR_CONFLICT */
CHECKED struct err *pull_provider_new(struct str text, struct arena *arena, const struct pull_source **ret_source);

/* memory.c */
CHECKED struct err *pull_settings_of(const struct home *home, const struct pull_source *source, struct arena *arena, struct pull_settings *ret_settings);
CHECKED struct err *pull_state_of(const struct home *home, const struct pull_source *source, struct arena *arena, struct pull_state *ret_state);
CHECKED struct err *pull_state_keep(const struct home *home, const struct pull_source *source, const struct pull_state *state, struct arena *arena);
const struct pull_mark *pull_mark_of(const struct pull_state *state, struct str url);
struct str pull_dir(const struct home *home, struct str part, struct arena *arena);            /* H/pull/part */
struct str pull_asked_file(const struct home *home, const struct pull_source *source, struct arena *arena);
CHECKED struct err *pull_setting_write(const struct home *home, const struct pull_source *source, struct str key, struct str value, struct arena *arena);
CHECKED struct err *pull_settings_drop(const struct home *home, const struct pull_source *source, struct arena *arena);     /* all of the source */
/* "key = value" lines, '#' begins a comment. */
typedef struct err *pull_line_taker(void *context, struct str key, struct str value, struct arena *arena);
CHECKED struct err *pull_lines(struct str file, pull_line_taker *take, void *context, struct arena *arena);

/* quarantine.c: the files of one go. */
struct pull_file {
	struct str       path;
	struct pull_step step;
	bool             same;
	bool             missing;             /* step.may_miss, and does                                         */
	struct pull_mark mark;
};
/* Makes or takes up the quarantine of the go, sets run->until; what belongs to another go is removed. */
CHECKED struct err *quarantine_open(struct pull_run *run);
/* The step's file is there afterwards, or held already. *ret_fetched: it was asked for. *ret_wait: seconds that the source asks to wait, -1. */
CHECKED struct err *quarantine_fetch(struct pull_run *run, struct fetcher *fetcher, const struct pull_step *step, size_t number, struct pull_file *ret_file,
    bool *ret_fetched, int64_t *ret_wait);
CHECKED struct err *quarantine_close(struct pull_run *run);
