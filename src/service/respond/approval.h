/*
 * approval.h - approvals of cases: drafted, consulted on, decided; who is next, what was done, and the outside number of a decision.
 *
 * The route is the playbook's word (routes/NAME.yaml, or the home's own H/routes/NAME.yaml); its text is kept with the round that began with it, so
 * that a new route changes no approval that is under way. What may be done is domain/approval's; this room names people, keeps acts, and
 * tells the case how its approval stands. Once a move of the playbook has cleared an approval, the next draft begins it anew.
 */
#pragma once
#include "domain/approval/approval.h"
#include "service/respond/respond.h"
#include "service/timeline/timeline.h"

struct approval_step_view {
	struct str      id, title, kind, office;
	bool            all;
	struct str_list asked;            /* names of those asked; empty: whoever holds the office   */
	struct str      delegate, deputy; /* offices; ""                                             */
};
struct approval_act_view {
	int64_t    number, at;
	struct str by, step, what, as, remark;
	struct str outside;               /* 決裁番号                                                 */
	int32_t    day;
};
struct approval_view {
	struct str      casefile, label, name, title;
	struct str      route, route_title;
	struct str      state;            /* "none" "pending" "granted" "refused"                    */
	struct str      waits;            /* title of the step it waits at; ""                       */
	struct str_list waits_for;        /* names, or the office                                    */
	bool            view_open;        /* 後閲 is still due                                       */
	LIST(struct approval_step_view) steps;
	LIST(struct approval_act_view)  acts;
	struct str_list may;              /* what the person may do now: "agree", "return" …         */
};
extern const struct schema approval_step_view_schema, approval_view_schema, approval_list_view_schema;
struct approval_list_view { LIST(struct approval_view) approvals; };

CHECKED struct err *approval_show(const struct respond_desk *desk, const struct actor *actor, struct str number, struct str name, int64_t now,
    struct arena *arena, struct approval_view *ret_view);
/* Those that wait, of cases he may read; mine: in which he may do something now. */
CHECKED struct err *approval_list(const struct respond_desk *desk, const struct actor *actor, bool mine, int64_t now, struct arena *arena,
    struct approval_list_view *ret_list);

/* Who is asked at which step (its id), by login. */
struct approval_ask { struct str step, login; };
struct approval_doing {
	enum route_act_kind kind;
	enum route_as       as;
	struct str          remark, outside;
	int32_t             day;
	const struct approval_ask *asks;  /* of ACT_SUBMIT */
	size_t              asks_count;
};
/*
 * Wherever an account is asked by name and has not acted yet, the other is from now on: for handing over (handover.h), which has asked whether the actor may.
 * Consent that was given stays. ERR_CONFLICT: the other has not the office that the step asks. *ret_moved: steps; 0 when nothing waits for him.
 */
struct ledger_account;
CHECKED struct err *approval_reseat(const struct respond_desk *desk, const struct actor *actor, struct str number, struct str name,
    const struct ledger_account *from, const struct ledger_account *to, int64_t now, struct arena *arena, int64_t *ret_moved);
CHECKED struct err *approval_act(const struct respond_desk *desk, const struct actor *actor, struct str number, struct str name,
    const struct approval_doing *doing, int64_t now, struct arena *arena);
