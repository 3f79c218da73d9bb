/*
 * share.h - who has which part in a case, what is granted to whom until when, and who sees it through what.
 *
 * Giving needs RIGHT_GRANT in every compartment that is opened by it, and gives no right that the giver does not have there himself. Grants
 * always end: after GRANT_DAYS unless told otherwise. Of a sealed case the rights export and grant are given by two (service/people/proposal.h,
 * kind "grant"). A case always keeps somebody who may give.
 *
 * Who is named in a part belongs to the part's compartment: the one that is called as its role ("finder" for the role finder), else the
 * first that the role opens. Whoever does not see it is told neither of the part nor of who has it.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/people/account.h"
#include "service/people/proposal.h"

enum { GRANT_DAYS = 30, GRANT_DAYS_MOST = 366 };

/* "hanako" (a login, or a unit when there is no such login), "unit:市民課", "office:executive", "outside:例製作所". */
struct case_holder { enum holder kind; int64_t id; struct str name; /* as people say it */ };
CHECKED struct err *case_holder_parse(struct ledger *ledger, struct str text, struct arena *arena, struct case_holder *ret_holder);
/* "read,export" into RIGHT_ bits, which always have RIGHT_READ; ERR_USAGE names the word that is none. */
CHECKED struct err *case_rights_parse(struct str text, struct arena *arena, unsigned *ret_rights);
/* The right's name for people. */
const char *case_right_text(unsigned right);

/* What the timeline keeps of a grant, as a sentence: "jiro: reading, exporting until …, for …"; or rights alone. */
struct str case_grant_words(struct str content, enum lang lang, struct arena *arena);

/* role: id of the playbook. address: how somebody from outside is reached; else "". */
CHECKED struct err *case_party_add(const struct case_desk *desk, const struct actor *actor, struct str number, struct str role, struct str holder,
    struct str address, int64_t now, struct arena *arena, int64_t *ret_party);
/* ERR_HELD while tasks of the case are his in person. */
CHECKED struct err *case_party_end(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t party, int64_t now,
    struct arena *arena);

struct case_grant_order {
	struct str holder;
	unsigned   rights;            /* RIGHT_ bits                                          */
	struct str compartment;       /* ""                                                   */
	int64_t    until;             /* INSTANT_NONE: GRANT_DAYS from now                    */
	struct str reason;            /* must be told                                         */
};
/* *ret_proposal: the number it waits under for a second person; 0: it holds. */
CHECKED struct err *case_grant_add(const struct case_desk *desk, const struct actor *actor, struct str number, const struct case_grant_order *order,
    int64_t now, struct arena *arena, int64_t *ret_grant, int64_t *ret_proposal);
CHECKED struct err *case_grant_end(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t grant, int64_t now,
    struct arena *arena);
/* What settling a proposal of kind "grant" does; context: a struct case_desk. */
CHECKED struct err *case_grant_settle(void *context, struct ledger *ledger, const struct actor *actor, const struct ledger_proposal *proposal,
    bool act, int64_t now, struct arena *arena);

/* --------------------------------------------------------------------------------------------- who sees it */

struct case_part_view { int64_t id; struct str role, title, holder, name, address; int64_t at; };
struct case_grant_view {
	int64_t         id;
	struct str      holder, name;
	struct str_list rights;
	struct str      compartment;   /* ""                                                 */
	int64_t         until;
	struct str      reason, by;
	bool            waits;         /* for a second person                                */
};
struct case_person_view {
	struct str      login, name;
	struct str_list rights, compartments;
	struct str_list through;       /* sentences: "Owner unit (unit 市民課)"               */
	int64_t         until;         /* when the last of it ends; INSTANT_NONE: not by itself */
};
struct case_who_view {
	struct str number, label;
	bool       sealed;
	bool       open_to_all;        /* who sees the house may read it besides (people/actor.h) */
	LIST(struct case_part_view)   parts;
	LIST(struct case_grant_view)  grants;
	LIST(struct case_person_view) people;
	LIST(struct case_choice_view) holders;      /* whom a part or rights can be given: as case_holder_parse takes them */
};
extern const struct schema case_who_view_schema;
/* As far as the asker sees it himself: parts and people of compartments he does not see are not there. */
CHECKED struct err *case_seen_by(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct case_who_view *ret_view);

struct account_case_view { struct str number, label, state; struct str_list rights, through; int64_t until; };
struct account_sees_view { struct str login, name; bool reads_open; LIST(struct account_case_view) cases; };
extern const struct schema account_sees_view_schema;
/*
 * What an account sees by parts and grants, beside what is open to all. One's own; of others only an administrator or auditor is told, and
 * of sealed cases no more than number and neutral label.
 */
CHECKED struct err *account_sees(const struct case_desk *desk, const struct actor *actor, struct str login, int64_t now, struct arena *arena,
    struct account_sees_view *ret_view);

/* The compartment that a part belongs to: its place; and whether that access may know of it. */
size_t case_part_compartment(const struct playbook *book, size_t role);
bool case_part_is_seen(const struct playbook *book, const struct access *access, struct str role);
