/*
 * duty.h - the checklist after a leak or intrusion: what is known held against the rules of duties/japan.yaml (or the home's own), with clocks.
 */
#pragma once
#include "domain/duty/duty.h"
#include "service/people/actor.h"
#include "service/respond/respond.h"

struct duty_clock_view {
	struct str title, word, kind;     /* "guide" 目安, "limit" 期限                              */
	int32_t    due, business;         /* days; DAY_NONE                                         */
	bool       provisional;           /* whether it is this one hangs on what is not known      */
};
struct duty_view {
	struct str      id, title, to, basis, note;
	bool            provisional;      /* hangs on what is not known                             */
	struct str_list open;             /* ids of the facts                                       */
	int32_t         seen;             /* when the rule was last looked up                       */
	LIST(struct duty_clock_view) clocks;
};
struct duty_question_view { struct str id, question; bool number; /* a count; else yes or no */ };
struct duty_list_view {
	struct str  rules, title;
	int32_t     since, aware;
	int64_t     excluded;             /* rules whose trigger is ruled out by what was said      */
	LIST(struct duty_view)          duties;
	LIST(struct duty_question_view) questions;    /* facts that would settle something          */
};
extern const struct schema duty_list_view_schema;

struct duty_answer { struct str fact, value; };
/* ERR_FORMAT names the fact. aware: DAY_NONE while it is not said when it became known. */
CHECKED struct err *duty_check(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct duty_answer *answers,
    size_t count, int32_t aware, struct arena *arena, struct duty_list_view *ret_list);
/*
 * The same with the facts of a case (its field `duty_facts`), to which these answers are added, the later in place of the earlier; the
 * timeline keeps who said what when. Clocks run from its field `known_at`. ERR_NOT_FOUND where the playbook has no such field.
 */
CHECKED struct err *duty_check_case(const struct respond_desk *desk, const struct actor *actor, struct str number,
    const struct duty_answer *answers, size_t count, int64_t now, struct arena *arena, struct duty_list_view *ret_list);
