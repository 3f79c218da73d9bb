/*
 * watch.h (service) - products and words that somebody watches among all that is known, also those that no CVE names yet: what is new of them, who has
 * read it, and whether something is to be done. A search that is kept is a watch.
 *
 * A watch is one person's, or a unit's: then its people see it, each with his own read and unread, and check together (対応要否). What stood in the knowledge
 * base when it began is known; what came or changed since is news, with why. It is looked at whenever another generation or overlay is in force
 * (watch_look; the running home does it by itself). A watch of the register looks for every product that is installed, and finds what names one in words before
 * anybody has said which versions: candidates, which are never counted as 該当.
 */
#pragma once
#include "model/report.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "service/stand.h"
#include "store/ledger/watch.h"

enum { WATCH_LINES_MOST = 200, WATCH_TEXT_MOST = 20000, WATCH_NAME_MOST = 200, WATCH_NOTE_MOST = 2000 };

struct watch_desk { const struct home *home; struct ledger *ledger; };

struct watch_order {
	struct str name;
	struct str unit;                      /* "": one's own alone                                 */
	struct str products;                  /* a line each: a CPE name, or vendor and product      */
	struct str words;                     /* a line each, as in a search                         */
	struct str severity, source, cwe;     /* as of struct search_wish                            */
	bool       kev;
	bool       ours;                      /* only what touches what stands here                  */
	bool       registered;                /* the products of the register too                    */
	bool       mail;                      /* what is new goes to its people, in one letter a business day */
};

struct watch_view {
	int64_t    id, revision;
	struct str name, unit, owner;         /* owner: login                                        */
	struct str products, words, severity, source, cwe;
	bool       kev, ours, registered, mail;
	int64_t    terms;                     /* lines of products and words                         */
	int64_t    hits, unread, unchecked, needed;
	bool       any_terms, any_unread, any_needed;
	int64_t    looked_at;                 /* INSTANT_NONE: not yet                               */
	struct str error;                     /* why it could not be looked at last; ""              */
};
struct watch_list_view {
	LIST(struct watch_view) watches;
	int64_t                 unread;
};
struct watch_hit_view {
	int64_t         watch;
	struct str      watch_name;
	struct str      id, title, severity;  /* id: of a vulnerability, or of an alert that names none that was found */
	struct str      path;                 /* of the page that tells of it                        */
	int32_t         base;                 /* tenths; -1                                          */
	bool            kev, withdrawn, fresh, read;
	int64_t         at;                   /* when it was news; INSTANT_NONE: known before        */
	int64_t         published;
	int32_t         published_on;         /* its day in Japan                                    */
	struct str      why, term;            /* why: "known" "new" "exploited" "worse" "withdrawn"  */
	struct str      before, match, behind;
	struct str_list sources;
	struct str      need, note, checked_by;    /* need: "unchecked" "needed" "not_needed"        */
	int64_t         checked_at, revision;
	int64_t         affected, undecided;  /* open findings                                       */
	struct str      standing;             /* "affected" "undecided" "none": what the findings say */
};
struct watch_hits_view {
	struct watch_view           watch;
	LIST(struct watch_hit_view) hits;
	struct str                  next;
};
extern const struct schema watch_view_schema, watch_list_schema, watch_hit_schema, watch_hits_schema;
extern const struct enum_names watch_why_names, watch_need_names, watch_state_names, watch_standing_names;

/* Any office; a unit must be his, or he keeps the house's order. What looks into the register is for who sees the house. It is looked at, at once. */
CHECKED struct err *watch_add(const struct watch_desk *desk, const struct actor *actor, const struct watch_order *order, int64_t now, struct arena *arena,
    int64_t *ret_id);
/* ERR_CONFLICT: it is of another revision now. */
CHECKED struct err *watch_set(const struct watch_desk *desk, const struct actor *actor, int64_t id, int64_t revision, const struct watch_order *order,
    int64_t now, struct arena *arena);
CHECKED struct err *watch_end(const struct watch_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
/* His own and those of his units. */
CHECKED struct err *watch_list(const struct watch_desk *desk, const struct actor *actor, struct arena *arena, struct watch_list_view *ret_list);
CHECKED struct err *watch_get(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct watch_view *ret_watch);
/* As the form has it; nothing where there is no such watch. And of one thing that it found: whether something is to be done. */
CHECKED struct err *watch_stand(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct stand *ret_stand);
CHECKED struct err *watch_hit_stand(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, struct arena *arena,
    struct stand *ret_stand);
/* The newest first. after: cursor. */
CHECKED struct err *watch_hits(const struct watch_desk *desk, const struct actor *actor, int64_t id, enum watch_state state, struct str after, int64_t most,
    enum lang lang, struct arena *arena, struct watch_hits_view *ret_hits);
/* One of them, for who wants to check it. */
CHECKED struct err *watch_hit(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, enum lang lang,
    struct arena *arena, struct watch_hit_view *ret_hit);
/* vulnerability "": all that is new. read false: unread again. */
CHECKED struct err *watch_read(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, bool read, int64_t now,
    struct arena *arena);
/* 対応要否 with a note, for all who see the watch. ERR_CONFLICT: somebody said something else first. He has read it, too. */
CHECKED struct err *watch_check(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, enum watch_need need,
    struct str note, int64_t revision, int64_t now, struct arena *arena);
/* What was news since then in what he sees, the newest first. */
CHECKED struct err *watch_news(const struct watch_desk *desk, const struct actor *actor, int64_t since, int64_t most, enum lang lang, struct arena *arena,
    struct watch_hits_view *ret_hits);

/* ------------------------------------------------------------------------------------------- told to others */

struct watch_tiding { struct watch_hit_view hit; struct str_list watches; };     /* watches: names of those that found it */
struct watch_tidings { LIST(struct watch_tiding) list; };
/*
 * What was news since then of watches that a unit shares (unit "": any unit), each vulnerability once, the newest first. One's own are nobody else's; with a unit
 * also not those that look into the register of the whole house.
 */
CHECKED struct err *watch_shared_news(const struct watch_desk *desk, struct str unit, int64_t since, enum lang lang, struct arena *arena,
    struct watch_tidings *ret_tidings);
/* Why it is told and by which watches; with_standing: and what findings of the whole house say of it, for who sees that. */
struct str watch_tiding_words(const struct watch_tiding *tiding, bool with_standing, enum lang lang, struct arena *arena);
/*
 * On business days from eight in the morning on, once a day: to each person with a mail address one letter of what is new, and not read by him, in those watches
 * with mail that he sees. Within the caller's unit of work.
 */
CHECKED struct err *watch_tell_due(const struct watch_desk *desk, int64_t now, struct arena *arena, int64_t *ret_letters);

/* The check list as a file: CSV, or a workbook. */
CHECKED struct err *watch_file(const struct watch_desk *desk, const struct actor *actor, int64_t id, bool workbook, enum lang lang, int64_t now,
    struct arena *arena, struct str *ret_bytes);
/* Its products as a list of CPE names, as mjcheck4 and the ledger take it; what has none is a remark. */
CHECKED struct err *watch_products(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct str *ret_text);
/* Lines of products out of such a list (kind "cpelist") or out of SWID tags ("swid"), read by a worker; each product once, without its version. */
CHECKED struct err *watch_take(struct str path, struct str kind, struct arena *arena, struct str *ret_products);

/* ------------------------------------------------------------------------------------------- for the jobs */

struct watch_looked { int64_t watches, news, failed; };
/*
 * Every watch of the organisation that was not looked at with what is in force. Reads the knowledge base outside of any unit of work; each watch's result is one.
 * What fails for one is kept with it and does not stop the others.
 */
CHECKED struct err *watch_look(const struct watch_desk *desk, int64_t now, struct arena *arena, struct watch_looked *ret_looked);
/* Whether there is any: cheap enough for every second. */
CHECKED struct err *watch_is_due(const struct watch_desk *desk, struct arena *arena, bool *ret_due);
