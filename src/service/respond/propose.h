/*
 * propose.h - cases by rule: findings whose action is Scheduled or worse and that no open case is about become one case per remedy and unit.
 *
 * What mends several findings at one stroke (a KB, a version to go to) is one piece of work of one unit: so is its case. A finding that a decision
 * covers, and one that an open case is about already, needs none; so nothing is opened twice, whoever looks and however often. A proposal has
 * a mark that stays the same as long as what it is about does.
 */
#pragma once
#include "service/respond/respond.h"

struct case_proposal {
	struct str      mark;             /* eight hexadecimal digits: remedy, product and unit      */
	struct str      title;            /* of the case, in the actor's language                    */
	struct str      unit;             /* "" where the ledger names none                          */
	struct str      remedy, product;  /* "KB5034441", "9.0.86"; empty: none known                */
	struct str      action;           /* the worst                                               */
	int64_t         due;              /* the earliest; INSTANT_NONE                              */
	int64_t         kev;              /* findings in KEV                                         */
	struct str_list systems;          /* names                                                   */
	int64_t         findings;         /* how many                                                */
	LIST(int64_t)   ids;              /* theirs                                                  */
};
struct case_proposal_list {
	LIST(struct case_proposal) proposals;
	bool    cut;                      /* only the most urgent findings were looked at: there is more, of these too */
	int64_t looked_at;                /* how many                                                */
};
extern const struct schema case_proposal_list_schema;

/* The most urgent first. Needs the right to open cases. */
CHECKED struct err *respond_proposals(const struct respond_desk *desk, const struct actor *actor, int64_t now, struct arena *arena,
    struct case_proposal_list *ret_list);
/* The same of the most urgent `most` findings only, so that a page does not go through a million of them. 0: of all. */
CHECKED struct err *respond_proposals_first(const struct respond_desk *desk, const struct actor *actor, int64_t most, int64_t now, struct arena *arena,
    struct case_proposal_list *ret_list);
/* The one of that mark, or all of them (empty). Numbers of the cases are added. ERR_NOT_FOUND: there is none such (any more). */
CHECKED struct err *respond_open(const struct respond_desk *desk, const struct actor *actor, struct str mark, int64_t now, struct arena *arena,
    struct str_list *numbers);

/*
 * After an assessment: open cases about findings of which something changed since then go on by themselves (what matching again has cleared is
 * done), and what no case is about is opened, or proposed, as the home's settings say (open_cases). Done by the program.
 */
struct respond_after { int64_t settled, counted /* mass patching, anew */, proposed; struct str_list opened; };
CHECKED struct err *respond_after_assess(const struct respond_desk *desk, enum lang lang, int64_t now, struct arena *arena, struct respond_after *ret_after);
