/*
 * handover.h - what hangs on one person, and all of it to another: so that work goes on when people change (guide 地方公共団体のための脆弱性対応ガイド 2.3,
 * 人事ローテーション).
 *
 * Parts in open cases and tasks in person, turns on call that are not over, decisions he answers for, approvals that wait for him by name, sheets
 * of questions to contractors that he sent and that are not answered, and tokens. For administrators, for himself, and for who leads a unit of his; of cases only what the asker may read. How much is left, cases he
 * does not read included, is a mere number: the same by which an account may not leave.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/people/account.h"

enum handover_kind { HANDOVER_PART, HANDOVER_TASK, HANDOVER_ONCALL, HANDOVER_DECISION, HANDOVER_APPROVAL, HANDOVER_TOKEN, HANDOVER_QUESTION,
	HANDOVER_KINDS };
extern const struct enum_names handover_kind_names;   /* "part" "task" "oncall" "decision" "approval" "token" "question" */
/* Those that `handover_give` gives; tokens end with the account. */
enum { HANDOVER_GIVEN = 1U << HANDOVER_PART | 1U << HANDOVER_TASK | 1U << HANDOVER_ONCALL | 1U << HANDOVER_DECISION | 1U << HANDOVER_APPROVAL |
	1U << HANDOVER_QUESTION };

struct handover_item_view {
	struct str kind;
	int64_t    id;              /* of the part, task, entry, decision, token; 0                        */
	struct str number, label;   /* of its case; ""                                                     */
	struct str what, why;       /* why: of a decision, what it rests on and what it means              */
	int64_t    due;             /* when it is due, or ends; INSTANT_NONE                               */
};
struct handover_view {
	struct str login, name;
	LIST(struct handover_item_view) items;
	int64_t    left;            /* all that keeps the account from leaving                             */
};
extern const struct schema handover_view_schema;
CHECKED struct err *handover_show(const struct case_desk *desk, const struct actor *actor, struct str login, int64_t now, struct arena *arena,
    struct handover_view *ret_view);

/*
 * For the paper (引継書), by the program, in a unit of work too: what hangs on him in cases that are not sealed, and besides the kinds above "roster"
 * (sources he checks in turn) and "view" (後閲 that is due to an office of his). *ret_sealed: sealed cases that only the list on the screen tells of.
 */
CHECKED struct err *handover_list(const struct case_desk *desk, struct str login, enum lang lang, int64_t now, struct arena *arena,
    struct handover_view *ret_view, int64_t *ret_sealed);

/* "task,decision" into bits of enum handover_kind; ERR_USAGE names the word that is none, or is not given so. Empty: HANDOVER_GIVEN. */
CHECKED struct err *handover_kinds_parse(struct str text, struct arena *arena, unsigned *ret_kinds);

struct handover_kept_view { struct str kind, number, what, why; };
struct handover_given_view {
	struct str from, to;
	int64_t    given;
	LIST(struct handover_kept_view) kept;      /* could not be given, and why                          */
	int64_t    left;
};
extern const struct schema handover_given_view_schema;
/*
 * All of these kinds in one unit of work (approvals, which are asked of the other by name from then on, one by one after it), in every timeline and in the audit. Parts and tasks need the rights they need one by one; turns on call
 * those of an administrator or of security staff; decisions those of security staff or executives. What may not be given stays, and is told.
 */
CHECKED struct err *handover_give(const struct case_desk *desk, const struct actor *actor, struct str from, struct str to, unsigned kinds,
    int64_t now, struct arena *arena, struct handover_given_view *ret_given);

/* What keeps an account from leaving beside cases, for account_leave: in force at that instant, which lives as long as the answer. */
struct account_duties handover_duties(int64_t *now);
