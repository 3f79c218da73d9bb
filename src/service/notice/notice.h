/*
 * notice.h - お知らせ: what reaches the organisation by mail, telephone, paper, fax, in a meeting or on a page, written down as an advisory of its own.
 *
 * Guides 000 and 003 (「電話」「電子メールやFAX」) have such notices among the sources, guide 004 「インシデント・誤設定事例」 and
 * 「利用クラウドサービスからの通知」 beside them; its seven items (把握事項) are the fields. Three kinds:
 *
 *     weakness   of a product's versions: becomes a record of the knowledge base (feed "own:notices") and is judged like every advisory; where
 *                several organisations share the home, it is asked of systems instead (notice_keep_apart)
 *     setting    a case of misconfiguration, an incident elsewhere: does that hold here? asked of every system that has the product
 *     cloud      what a cloud service tells its users: asked likewise
 *
 * A notice is numbered (N-2026-0001), has dated editions, and is withdrawn rather than deleted. Its scans stay with it as they came; nobody parses them.
 * From TLP:AMBER+STRICT on content and files are sealed (service/key), lists say no more than its number, and the knowledge base holds product and versions
 * without its words; its writer, security staff and executives open it. Notices never leave the house in a bundle.
 *
 * A weakness without a patch is watched: on `look_on` somebody looks whether there is one by now, and writes down what he saw and when to look again.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/home.h"
#include "service/items.h"
#include "store/ledger/notice.h"

#define NOTICE_WRITERS (OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_ADMINISTRATOR)

enum { NOTICE_VERSIONS_MOST = 100, NOTICE_NUMBERS_MOST = 50, NOTICE_FILES_MOST = 20 };
#define NOTICE_FILE_MOST LIMIT_CASE_FILE

/*
 * A weakness becomes a record of the knowledge base when it is written, revised or withdrawn. A large knowledge base takes seconds and more for that: where it
 * has more records than at_once, the running home does it behind (notice_take_in), and the notice waits until then. at_once 0: whoever writes waits himself.
 */
enum { NOTICE_AT_ONCE = 5000 };
struct notice_desk { const struct home *home; const struct case_desk *cases; int64_t at_once; };

/* What somebody writes down; what is sealed of a sealed one. Empty where it says nothing. */
struct notice_text {
	struct str      title;
	struct str      product;           /* as the notice has it: 「みどり文書管理」                           */
	struct str_list versions;          /* in JVN's words or as ranges, read together                        */
	struct str_list vulnerabilities;   /* CVE, JVN# … it is about; none: known by its own number             */
	struct str      condition, impact, fix, mitigation;
	struct str      vector;            /* CVSS, where the notice gives one                                  */
	struct str      exploited;         /* "none" "poc" "active", ""                                          */
	struct str      sender, receiver;  /* who told it; who took it, when that is not who writes it down      */
	struct str      url;
	struct str      reason;            /* of an edition: why it was written; of a withdrawal: why            */
};
extern const struct schema notice_text_schema;
extern const struct enum_names notice_exploited_names;      /* with their words */

struct notice_file { struct str name, content; };

struct notice_writing {
	struct str                 number;        /* of the notice that gets an edition; "": a new one             */
	int64_t                    edition;       /* of it that the writer saw                                     */
	enum ledger_notice_kind    kind;          /* of a new one                                                  */
	enum ledger_notice_channel channel;
	enum tlp                   tlp;
	int32_t                    received_on;   /* DAY_NONE: today                                               */
	int32_t                    look_on;       /* no patch yet: looked at again then; DAY_NONE                   */
	struct str                 identity;      /* the product: CPE name or package URL; "own"; "" not said      */
	struct notice_text         text;
	const struct notice_file  *files;        /* whole, as they came                                            */
	size_t                     files_count;
	struct str_list            systems;       /* names: asked beside those that have the product                */
};
/*
 * Keeps it and takes it into the knowledge base, or has it taken. The product is what the writer says, else what its written name means beyond doubt (service/name); "own":
 * a product that no public list has, which the ledger's name means from now on. ERR_FORMAT: versions, a number or a vector that cannot be read;
 * a file that is no scan, picture or letter. ERR_CONFLICT: another edition came first. ERR_LOCKED: it is to be sealed, and no key holder runs.
 */
CHECKED struct err *notice_put(const struct notice_desk *desk, const struct actor *actor, const struct notice_writing *writing, int64_t now,
    struct arena *arena, struct str *ret_number);
/* Says which product it is about: identity as above. An edition of its own. */
CHECKED struct err *notice_say_product(const struct notice_desk *desk, const struct actor *actor, struct str number, struct str identity, int64_t now,
    struct arena *arena);
/* It holds no longer; it stays to be read, and the knowledge base has it as withdrawn. */
CHECKED struct err *notice_withdraw(const struct notice_desk *desk, const struct actor *actor, struct str number, struct str reason, int64_t now,
    struct arena *arena);

/* Its newest edition is to be in the knowledge base and is not yet, and so nothing is judged by it. */
CHECKED struct err *notice_waits(const struct notice_desk *desk, struct str number, struct arena *arena, bool *ret_waits);
/*
 * All that the ledger has and the knowledge base has not, together; then everything is judged by the running home. Nothing else says what waits: who was
 * killed left it waiting, and each node of a shared ledger brings its own knowledge base up. left: sealed ones that no key holder opened now.
 */
struct notice_taken { int64_t taken, left; };
CHECKED struct err *notice_take_in(const struct notice_desk *desk, enum lang lang, int64_t now, struct arena *arena, struct notice_taken *ret_taken);

/*
 * Where several organisations share the home they share its knowledge base, and what one of them was told is not for the others: a weakness is asked of
 * systems there like the other kinds, and nothing of a notice goes into the knowledge base. This takes out what went in while there was one organisation,
 * and has everything judged anew in each. Where there is still one, or nothing is held, nothing happens. After another organisation was made; the running
 * home does it by itself (notice_take_in). The ledger speaks for the same organisation as before.
 */
CHECKED struct err *notice_keep_apart(const struct home *home, struct ledger *ledger, enum lang lang, int64_t now, struct arena *arena);

/*
 * Whether what the notice tells of holds in systems, one answer for all that are named: 該当, 非該当, or that somebody looked and it cannot be told (判定不能). Each
 * needs a ground; all but "holds" a day until which it counts, when it is asked again.
 */
struct notice_answering { struct str number; struct str_list systems; enum ledger_notice_word word; struct str ground; int32_t until; };
CHECKED struct err *notice_answer(const struct notice_desk *desk, const struct actor *actor, const struct notice_answering *answering, int64_t now,
    struct arena *arena);
/* Somebody looked whether there is a patch: there is one, or not yet and he looks again on `next`. ground: what he saw, where. */
struct notice_looking { struct str number; bool there; struct str ground; int32_t next; };
CHECKED struct err *notice_look(const struct notice_desk *desk, const struct actor *actor, const struct notice_looking *looking, int64_t now,
    struct arena *arena);

/* ------------------------------------------------------------------------------------------------- shown */

extern const struct enum_names notice_kind_names, notice_channel_names, notice_tlp_names, notice_state_names, notice_word_names;

struct notice_row_view {
	struct str number, kind, tlp, state;   /* state: "in_force" "look" (to be looked at by today) "unsaid" (no product said) "withdrawn" */
	struct str title, product;             /* of one that is sealed to him: ""                      */
	int32_t    received_on, look_on;
	struct str by;
	int64_t    at, edition, files, open;   /* open: systems that have not answered; -1: none is asked */
	bool       sealed, asks;
};
struct notice_list_view { LIST(struct notice_row_view) notices; struct str next; };   /* next: number to go on behind; "" */
extern const struct schema notice_row_schema, notice_list_schema;
struct notice_query {
	int        kind;         /* -1: any                                  */
	bool       withdrawn;    /* these too                                */
	bool       due;          /* only those to be looked at by today      */
	struct str after;        /* number                                   */
	int64_t    most;
};
CHECKED struct err *notice_list(const struct notice_desk *desk, const struct actor *actor, const struct notice_query *query, int64_t now,
    struct arena *arena, struct notice_list_view *ret_list);

struct notice_file_view { int64_t id; struct str name; int64_t size; struct str by; int64_t at; };
struct notice_system_view { int64_t system; struct str name, unit, word, ground; int32_t until; struct str by; int64_t at; bool open; };
struct notice_look_view { bool there; struct str ground; int32_t next; struct str by; int64_t at; };
struct notice_edition_view { int64_t edition; struct str by; int64_t at; bool shown; };
struct notice_choice_view { struct str identity, name, ground; };     /* ground: why it may be that one, in words */
struct notice_view {
	struct notice_row_view row;
	struct str             channel, identity, withdrawn_by;
	int64_t                withdrawn_at;
	struct notice_text     text;
	struct items_view      items;         /* the same, as the seven items                            */
	struct str             vulnerability; /* by which name the knowledge base has it; "" not a weakness, or not taken in */
	bool                   may_read;      /* false: it is sealed to him                              */
	bool                   kept_apart;    /* a weakness that is asked of systems, because other organisations share the knowledge base */
	bool                   may_write, may_answer, is_weakness, newest, in_force, must_look;
	bool                   waits;         /* the newest edition is being taken into the knowledge base */
	LIST(struct notice_file_view)    files;
	LIST(struct notice_system_view)  systems;     /* those that are asked; open first                 */
	LIST(struct notice_look_view)    looks;       /* newest first                                    */
	LIST(struct notice_edition_view) editions;    /* newest first                                    */
	LIST(struct notice_choice_view)  choices;     /* what the product may be, where nobody said       */
	int64_t                holds, holds_not, cannot_tell;
};
extern const struct schema notice_view_schema;
/* edition 0: the newest. ERR_NOT_FOUND. Reading a sealed one is written into the audit first. */
CHECKED struct err *notice_show(const struct notice_desk *desk, const struct actor *actor, struct str number, int64_t edition, int64_t now,
    enum lang lang, struct arena *arena, struct notice_view *ret_view);
/* One of its files, as it came; written into the audit first. */
CHECKED struct err *notice_file_get(const struct notice_desk *desk, const struct actor *actor, struct str number, int64_t file, int64_t now,
    struct arena *arena, struct notice_file *ret_file);
/* Notices in force that wait for an answer of systems that he sees, the newest first: open questions like those of the assessment. */
struct notice_asked_view {
	struct str      number, kind, title, product, condition;    /* of one that is sealed: "" but number and kind */
	bool            sealed;
	int32_t         received_on, again_on;    /* again_on: until when an answer may count, as a form offers it */
	struct str_list systems;                  /* that have not answered, the first of them */
	int64_t         open, beyond;             /* beyond: those that are not named          */
	bool            any_beyond;
};
struct notice_asked_list { struct notice_asked_view *items; size_t count, room; };
extern const struct schema notice_asked_schema;
CHECKED struct err *notice_asked(const struct notice_desk *desk, const struct actor *actor, int64_t now, struct arena *arena,
    struct notice_asked_list *ret_list);
/* Systems that have this in their names, at most so many: width, kana and case make no difference. "": none. */
CHECKED struct err *notice_systems_like(const struct notice_desk *desk, struct str part, size_t most, struct arena *arena, struct str_list *ret_names);
/* How many are to be looked at by today, and how many systems have not answered one that is asked of them. */
struct notice_counts { int64_t look, open; };
CHECKED struct err *notice_counts(const struct notice_desk *desk, int64_t now, struct arena *arena, struct notice_counts *ret_counts);
