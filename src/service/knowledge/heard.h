/*
 * heard.h - what texts say of exploitation, as candidates that a person confirms or refuses; and alerts, with which of our products and vulnerabilities they may be about.
 *
 * KEV and EPSS hardly see products of Japan: JPCERT/CC, IPA, JVN and makers say in sentences whether there are attacks. A sentence (store/kb/stated.h) is a candidate
 * until somebody says whether it means it; confirmed, it is evidence of exploitation with its source, never an entry of KEV. An alert that names no CVE number is held
 * against our products: by their CPE names, else by their names standing in its title. That, too, is a question, never 該当.
 */
#pragma once
#include "model/alert.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "store/kb/stated.h"
#include "store/ledger/heard.h"

/* "candidate" nobody answered, "confirmed", "refused" */
extern const struct enum_names heard_state_names;

struct heard_view {
	struct str key;
	struct str vulnerability;
	struct str level;            /* "none" "poc" "active"                             */
	struct str issuer, record;
	struct str title, url;       /* of an alert; ""                                   */
	struct str sentence;
	int64_t    at;               /* when it was said last; INSTANT_NONE               */
	int64_t    among;            /* numbers its document treats; 1: it means this one */
	bool       vague;            /* among > 1                                         */
	struct str state;
	bool       open;             /* state is candidate, and it says more than "none"  */
	bool       ours;             /* the vulnerability is open here                    */
	bool       gone;             /* its source does not say so any more               */
	struct str reason, who;      /* of the answer                                     */
	int64_t    answered;         /* INSTANT_NONE                                      */
};
extern const struct schema heard_view_schema;

struct heard_query {
	struct str vulnerability;    /* "": any                                           */
	bool       open;             /* only what nobody answered, and what says of attacks or code */
	bool       ours;             /* only of vulnerabilities that are open here        */
	struct str after;
	int64_t    most;
};
struct heard_list {
	LIST(struct heard_view) items;
	struct str next;
	int64_t    active, poc, none;      /* sentences in the knowledge base, of all vulnerabilities */
};
/* The newest first. */
CHECKED struct err *heard_find(const struct home *home, struct ledger *ledger, const struct heard_query *query, struct arena *arena, struct heard_list *ret_list);

enum heard_answer { HEARD_CONFIRM, HEARD_REFUSE, HEARD_TAKE_BACK };
extern const struct enum_names heard_answer_names;     /* "confirm" "refuse" "take-back" */
/* A person's answer to a sentence, with a reason, in the audit. For security officers and administrators. ERR_NOT_FOUND, ERR_USAGE: no reason. */
CHECKED struct err *heard_say(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str key, enum heard_answer answer, struct str reason,
    int64_t now, struct arena *arena);

/* ------------------------------------------------------------------------------------------------- alerts */

struct alert_product_view { int64_t id; struct str name; bool certain; };    /* by its CPE name; else its name stands in the title */
struct alert_view {
	struct str       id, issuer, title, url;
	struct str       kind;            /* alert_kind_names                                    */
	struct str       level;           /* alert_level_names; ""                               */
	int64_t          published, modified;
	struct str_list  cves, ours;      /* all it names; those that are open here              */
	LIST(struct alert_product_view) products;     /* of ours that it may be about            */
	LIST(struct heard_view) heard;    /* what it says of exploitation                        */
	bool             asks;            /* it names no number, may be about a product of ours, and nobody answered */
	struct str       state;           /* heard_state_names                                   */
	struct str       reason, who;
	int64_t          answered;
};
extern const struct schema alert_view_schema;
struct alert_query { bool ours; struct str text; int64_t from, most; };      /* ours: only those that touch something here */
struct alert_list { LIST(struct alert_view) items; int64_t total, fetched; bool more; };    /* fetched: when alerts were last taken in; INSTANT_NONE */
/* When alerts were last taken in; INSTANT_NONE: never. */
CHECKED struct err *alerts_fetched(struct kb *kb, int64_t now, struct arena *arena, int64_t *ret_fetched);
/* The newest first, of all there are. */
CHECKED struct err *alerts_find(const struct home *home, struct ledger *ledger, const struct alert_query *query, int64_t now, struct arena *arena,
    struct alert_list *ret_list);
/* It concerns us (confirm), or does not. As heard_say. */
CHECKED struct err *alerts_say(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str id, enum heard_answer answer, struct str reason,
    int64_t now, struct arena *arena);
