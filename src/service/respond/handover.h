/*
 * handover.h - what hangs on one person, and all of it to another: so that work goes on when people change (guide 地方公共団体のための脆弱性対応ガイド 2.3,
 * 人事ローテーション).
 *
 * Parts in open cases and tasks in person, turns on call that are not over, decisions he answers for, approvals that wait for him by name, and
 * tokens. For administrators, for himself, and for who leads a unit of his; of cases only what the asker may read. How much is left, cases he
 * does not read included, is a mere number: the same by which an account may not leave.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/people/account.h"

enum handover_kind { HANDOVER_PART, HANDOVER_TASK, HANDOVER_ONCALL, HANDOVER_DECISION, HANDOVER_APPROVAL, HANDOVER_TOKEN, HANDOVER_KINDS };
extern const struct enum_names handover_kind_names;   /* "part" "task" "oncall" "decision" "approval" "token" */
/* Those that `handover_give` gives; approvals are submitted anew with the other's name, tokens end with the account. */
enum { HANDOVER_GIVEN = 1U << HANDOVER_PART | 1U << HANDOVER_TASK | 1U << HANDOVER_ONCALL | 1U << HANDOVER_DECISION };

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
 * All of these kinds in one unit of work, in every timeline and in the audit. Parts and tasks need the rights they need one by one; turns on call
 * those of an administrator or of security staff; decisions those of security staff or executives. What may not be given stays, and is told.
 */
CHECKED struct err *handover_give(const struct case_desk *desk, const struct actor *actor, struct str from, struct str to, unsigned kinds,
    int64_t now, struct arena *arena, struct handover_given_view *ret_given);

/* What keeps an account from leaving beside cases, for account_leave: in force at that instant, which lives as long as the answer. */
struct account_duties handover_duties(int64_t *now);
