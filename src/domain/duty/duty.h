/*
 * duty.h - whom one may have to tell after a leak or an intrusion, and by when: dated rules over facts that are asked for.
 *
 * It never says "you must" or "you need not": it holds the facts that are known against the rules (files of duties/) and shows address, clocks,
 * basis and the day on which the rule was last looked up; the decision is a person's (法務・個人情報保護管理者). A fact that is not known keeps
 * every rule open that hangs on it, and becomes a question. Clocks run from 認知: the day on which it became known is day 0, days are
 * calendar days; beside each stands the last business day before it.
 */
#pragma once
#include "base/err.h"
#include "domain/calendar/calendar.h"
#include "domain/rule/rule.h"
#include "model/playbook.h"

struct duty_fact {
	struct str     id;
	struct words   question;
	enum fact_kind kind;           /* FACT_BOOL, FACT_INT */
};
enum clock_kind { CLOCK_GUIDE /* 目安 */, CLOCK_LIMIT /* 期限 */ };
extern const struct enum_names clock_kind_names;    /* "guide" "limit" */
struct duty_clock {
	struct words       title, word;
	int64_t            days;       /* -1: the rule names no number */
	enum clock_kind    kind;
	const struct rule *when;       /* NULL: always                 */
};
struct duty {
	struct str              id;
	struct words            title, to, basis, note;
	const struct rule      *when;
	struct str              when_text;
	int32_t                 from;  /* in force from that day; DAY_NONE      */
	int32_t                 seen;  /* the day on which the rule was last looked up */
	LIST(struct duty_clock) clocks;
};
struct duties {
	struct str              name;
	int32_t                 since;
	struct words            title;
	LIST(struct duty_fact)  facts;
	LIST(struct duty)       list;
};

/* ERR_FORMAT names the line. */
CHECKED struct err *duties_read(struct str yaml, struct str name, struct arena *arena, struct duties *ret_duties);
/* One that is compiled in ("japan"); ERR_NOT_FOUND. */
CHECKED struct err *duties_builtin(struct str name, struct arena *arena, struct duties *ret_duties);
/* The fact's place, or NO_INDEX; its value as people write it: はい/いいえ, yes/no, a number; "" or 不明 is unknown. */
size_t duty_fact_find(const struct duties *duties, struct str id);
CHECKED struct err *duty_fact_value(const struct duty_fact *fact, struct str written, struct arena *arena, struct fact *ret_value);

struct duty_due {
	const struct duty_clock *clock;
	enum truth               holds;     /* of its `when`                                       */
	int32_t                  due;       /* day; DAY_NONE: no number, or not known when it became known */
	int32_t                  business;  /* the last business day until then                   */
};
struct duty_shown {
	const struct duty    *duty;
	enum truth            applies;      /* by the facts that are known; never FALSE here      */
	uint64_t              open;         /* bits of the facts it hangs on                      */
	LIST(struct duty_due) clocks;       /* those that do not certainly not hold               */
};
struct duty_list { LIST(struct duty_shown) shown; size_t excluded; /* rules whose trigger the facts rule out */ };
/* aware: the day it became known, DAY_NONE while that is not said. facts: as many as duties->facts. */
void duty_assess(const struct duties *duties, const struct fact *facts, int32_t aware, const struct calendar *calendar,
    struct arena *arena, struct duty_list *ret_list);
