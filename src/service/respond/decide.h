/*
 * decide.h - a person's decision about a finding, and about all like it: accepted, not affected, under investigation, deferred.
 *
 * A decision has who answers for it, why, and a last day; an acceptance also what it means for those who use the system (guide 000, 先延ばしにする
 * 判断). It holds for the same weakness in the same product, now and later, here or on all systems, in all versions or a range of
 * them. When what it rested on changes, or its day has passed, it hides nothing any more.
 */
#pragma once
#include "service/people/actor.h"
#include "service/home.h"
#include "store/ledger/decision.h"

/* "accept" "defer" "not_affected" "investigating", with their words. */
extern const struct enum_names decision_kind_names;
struct deciding {
	int64_t    finding;
	struct str kind;            /* "accept" "not_affected" "investigating" "defer"                    */
	struct str owner, reason, effect;
	int32_t    until;           /* its last day                                                       */
	struct str versions;        /* as range_of_vers reads them; "": all                               */
	bool       all_systems;     /* else the finding's own                                             */
};
struct decided { int64_t decision, findings; };
/*
 * Accepting and deferring need the office of executive, the others that of security. ERR_USAGE in words for what is missing, a kind that is none,
 * a day that is past or more than LIMIT_DECISION_DAYS ahead.
 */
CHECKED struct err *finding_decide(struct ledger *ledger, const struct actor *actor, const struct deciding *deciding, int64_t now,
    struct arena *arena, struct decided *ret_decided);
/* The rule that finding_decide would write, all checks made, nothing written. */
CHECKED struct err *finding_decision_of(struct ledger *ledger, const struct actor *actor, const struct deciding *deciding, int64_t now,
    struct arena *arena, struct ledger_decision *ret_decision);
/* The account that the owner of a decision names, when it is exactly one: decision->account, else 0. */
CHECKED struct err *decision_answers(struct ledger *ledger, struct ledger_decision *decision, struct arena *arena);
CHECKED struct err *finding_decision_end(struct ledger *ledger, const struct actor *actor, int64_t decision, int64_t now, struct arena *arena);

struct decision_view {
	int64_t    id;
	struct str kind, vulnerability, product, system, versions, owner, reason, effect;
	struct str casefile;        /* number of the case it came of; ""                                  */
	int64_t    at;
	int32_t    until;
	bool       holds;
	bool       review;          /* what it rested on has changed for some finding: it hides nothing there */
	int64_t    findings;        /* that it covers now                                                 */
};
struct decision_list_view { LIST(struct decision_view) decisions; };
extern const struct schema decision_list_view_schema;
/* Those that hold, the next to end first; all: also those that do not. */
CHECKED struct err *finding_decisions(struct ledger *ledger, const struct actor *actor, bool all, int64_t now, struct arena *arena,
    struct decision_list_view *ret_list);
