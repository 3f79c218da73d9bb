/*
 * in.h - what others say about vulnerabilities in products, taken in: shown first, taken with a person's yes, kept with whose word it is, from which
 * file and since when.
 *
 *     H/vex/incoming/DIGEST     a document that is looked at; DIGEST: SHA-256 of its bytes
 *
 * Whose word it is is said by the person who takes it (design, "Whose word"): the maker's and our own become decisions about what is open, with an
 * owner and a last day; somebody else's is only shown. Decisions of one's own stay: where they say otherwise both are shown. A later edition of the
 * same document takes the earlier one's place; the same again changes nothing but what has been found since.
 */
#pragma once
#include "format/vex/vex.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "store/ledger/vex.h"

extern const struct enum_names vex_word_names, vex_state_names;         /* "maker" "own" "other"; "in_force" "replaced" "withdrawn": with their words */

/* What a statement does to a finding of ours. */
enum vex_effect { VEX_APPLIES, VEX_STANDS, VEX_AGREES, VEX_CONFLICTS, VEX_SHOWN, VEX_EFFECTS };
extern const struct enum_names vex_effect_names;       /* "applies" "stands" "agrees" "conflicts" "shown" */

struct vex_effect_view {
	int64_t    finding;
	struct str system, product, vulnerability;
	struct str ours;               /* as it stands: a verdict or a decision, in words        */
	struct str theirs;             /* of vex_status_names                                    */
	struct str ground;             /* justification and words                                */
	struct str effect;
	int64_t    statement;          /* its number in the document                             */
};
struct vex_document_view {
	int64_t    id;                 /* 0: not taken in                                        */
	struct str name, author, form, word, state;      /* state: "in_force" "replaced" "withdrawn" */
	int64_t    version, said_at;
	struct str file, digest, owner, reason;
	int32_t    until;
	struct str taken_by;
	int64_t    taken_at, ended_at, replaced_by;
	int64_t    statements, decisions;
};
struct vex_preview {
	struct vex_document_view      document;
	bool                          known;         /* these very bytes are in force already         */
	int64_t                       replaces;      /* the earlier edition that is in force; 0        */
	int64_t                       statements;    /* products spoken of                            */
	int64_t                       concerned;     /* findings of ours that it speaks of            */
	int64_t                       applies, stands, agrees, conflicts, shown;
	int64_t                       ends;          /* decisions of the earlier edition that end     */
	LIST(struct vex_effect_view)  effects;       /* the first VEX_EFFECTS_SHOWN, what changes first */
	struct str_list               refused;       /* statements that cannot be taken, in words; the first of them */
	int64_t                       refusals;
};
enum { VEX_EFFECTS_SHOWN = 200, VEX_REFUSED_SHOWN = 20 };
extern const struct schema vex_preview_schema, vex_document_view_schema;

struct vex_choice {
	enum ledger_vex_word word;
	struct str           owner;        /* who answers for believing it; "": who takes it              */
	struct str           reason;       /* why it is believed; may be empty                            */
	int32_t              until;        /* last day of the decisions; DAY_NONE: in 180 days            */
	struct str           file;         /* its name, where it came under another                       */
	int64_t              now;
	enum lang            lang;
};
enum { VEX_DAYS = 180 };

/*
 * Reads the file in a worker and says what it would change, or, with take, changes it. For security staff. ERR_CONFLICT: a later edition is in force;
 * ERR_USAGE: the last day is past or too far; ERR_FORMAT, ERR_UNSUPPORTED: it is no document that can be taken.
 */
CHECKED struct err *vex_in(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str path, const struct vex_choice *choice,
    bool take, struct arena *arena, struct vex_preview *ret_preview);

/* The same for a page: kept under its digest while it is looked at. ERR_NOT_FOUND: it is not there any more. */
CHECKED struct err *vex_in_receive(const struct home *home, const struct actor *actor, struct str path, struct arena *arena, struct str *ret_digest);
CHECKED struct err *vex_in_received(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str digest,
    const struct vex_choice *choice, bool take, struct arena *arena, struct vex_preview *ret_preview);

struct vex_document_list { LIST(struct vex_document_view) documents; };
extern const struct schema vex_document_list_schema;
/* Newest first; all: also what was replaced and withdrawn. */
CHECKED struct err *vex_in_list(struct ledger *ledger, const struct actor *actor, bool all, int64_t now, struct arena *arena, struct vex_document_list *ret_list);

struct vex_statement_view {
	int64_t    number;
	struct str vulnerability, product, status, ground, action;
	int64_t    at;
	int64_t    findings;           /* of ours that are open and that it speaks of            */
};
struct vex_shown {
	struct vex_document_view        document;
	int64_t                         concerned, applies, stands, agrees, conflicts, shown;    /* as it is today: applies of what was found since */
	LIST(struct vex_effect_view)    effects;
	LIST(struct vex_statement_view) statements;   /* a page of them                */
	int64_t                         next;         /* number to go on behind; 0: no more */
};
enum { VEX_STATEMENTS_PAGE = 100 };
extern const struct schema vex_shown_schema;
/* ERR_NOT_FOUND. */
CHECKED struct err *vex_in_show(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t after, int64_t now, enum lang lang,
    struct arena *arena, struct vex_shown *ret_shown);
/* It holds no longer, and what was decided on it ends. For security staff. */
CHECKED struct err *vex_in_withdraw(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);

/* What documents in force say of one finding. */
struct vex_opinion { int64_t document; struct str author, word, status, ground, action; int64_t at; };
struct vex_opinions { LIST(struct vex_opinion) opinions; };
extern const struct schema vex_opinions_schema;
CHECKED struct err *vex_in_about(struct ledger *ledger, int64_t finding, int64_t now, enum lang lang, struct arena *arena, struct vex_opinions *ret_opinions);
