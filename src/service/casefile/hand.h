/*
 * hand.h - what one person has in cases, and all of it to another: his parts in open cases, and the open tasks that are his in person.
 *
 * What an office or a unit has stays with it. Rights are asked as for a part or task alone: who gives a part may give in all that it opens, who
 * gives a task out may assign there, and the next person has the part that the task is for.
 */
#pragma once
#include "service/casefile/casefile.h"

enum case_held_kind { HELD_PART, HELD_TASK };
struct case_held {
	enum case_held_kind kind;
	int64_t             account;          /* whose it is                                           */
	int64_t             casefile, id;     /* of the part or task                                   */
	struct str          number, label;    /* of the case; a sealed one's neutral label             */
	struct str          role, title;      /* role: id of the playbook; title: of the part or task  */
	int64_t             due;              /* of a task; INSTANT_NONE                               */
};
struct case_held_list { struct case_held *items; size_t count; size_t room; };

/* Of the cases the actor may read, a case after the other; reads of sealed ones are in the audit. Not inside a unit of work. */
CHECKED struct err *case_held_by(const struct case_desk *desk, const struct actor *actor, int64_t account, int64_t now, struct arena *arena,
    struct case_held_list *ret_list);

/* The same of cases that are not sealed, by the program: what a paper may tell of. *ret_sealed: how many cases were left out. Also inside a unit of work. */
CHECKED struct err *case_held_plain(const struct case_desk *desk, int64_t account, enum lang lang, int64_t now, struct arena *arena,
    struct case_held_list *ret_list, int64_t *ret_sealed);

/*
 * These of one case to another account, by its login, within the unit of work it is called in: the changes, their timeline entries and audit
 * rows, and what follows in the case. ret_whys, one for each: empty when it was done, else the sentence why not, and it is as it was:
 * also when it is not that account's any more.
 */
CHECKED struct err *case_hand(const struct case_desk *desk, const struct actor *actor, const struct case_held *held, size_t count, struct str to,
    int64_t now, struct arena *arena, struct str *ret_whys);
