/*
 * approval.h - 起案, 合議, 決裁: routes as data, and how far one has come.
 *
 *     route: budget-request
 *     since: 2026-04-01
 *     title: {ja: …, en: …}
 *     steps:                     # one draft, any consultations, one decision, then who is informed; `by` is an office of the organisation
 *       - {id: draft, kind: draft, by: security, ja: 起案, en: Draft}
 *       - {id: owner, kind: consult, by: owner, all: true, ja: 合議, en: Consulted}           # all who are asked, or one of them
 *       - {id: decide, kind: decide, by: executive, ja: 決裁, en: Decision,
 *          may_delegate: {to: security, when: amount <= 300000},                              # 専決: decided lower by rule
 *          deputy: security, view_after: true}                                                # 代決 in his absence, 後閲 by him
 *       - {id: inform, kind: inform, by: operator, ja: 通知, en: Informed}
 *
 * How far an approval has come follows from what was done so far, in that order, and from nothing else. The one who drafted never decides.
 * 差戻し sends it back to the draft; 否決 ends it; 取下げ is the drafter's. A decision that was made outside (on paper, in another system) is kept
 * with its number and day (決裁番号). 後閲 stays open until the one for whom it was decided has seen it; it holds nothing up.
 */
#pragma once
#include "base/err.h"
#include "domain/playbook/engine.h"
#include "model/playbook.h"

enum route_step_kind { STEP_DRAFT, STEP_CONSULT, STEP_DECIDE, STEP_INFORM };
extern const struct enum_names route_step_names;     /* "draft" "consult" "decide" "inform" */

struct route_step {
	struct str           id;
	enum route_step_kind kind;
	struct words         title;
	struct str           by;             /* office                                       */
	bool                 all;            /* every one who is asked, else one of them     */
	struct str           delegate_to;    /* 専決: office; ""                              */
	const struct rule   *delegate_when;
	struct str           delegate_text;
	struct str           deputy;         /* 代決: office; ""                              */
	bool                 view_after;     /* 後閲                                          */
};
struct approval_route {
	struct str              id;
	int32_t                 since;
	struct words            title;
	LIST(struct route_step) steps;
	size_t                  decides;     /* place of the decision                        */
};

/* ERR_FORMAT names the line. */
CHECKED struct err *route_read(struct str yaml, struct str name, struct arena *arena, struct approval_route **ret_route);

/* What 専決 may hang on. */
enum route_fact { ROUTE_AMOUNT /* yen */, ROUTE_IMMEDIATE, ROUTE_SEALED, ROUTE_FACTS };
extern const struct vocabulary route_vocabulary;

enum route_act_kind {
	ACT_SUBMIT,      /* 起案                                              */
	ACT_AGREE,       /* 合議の同意, 決裁                                    */
	ACT_RETURN,      /* 差戻し, with a remark                              */
	ACT_REFUSE,      /* 否決, with a remark                                */
	ACT_WITHDRAW,    /* 取下げ                                             */
	ACT_VIEW,        /* 後閲, or a notice that was seen                    */
	ACT_OUTSIDE,     /* decided outside: number and day                   */
	ACT_KINDS,
};
extern const struct enum_names route_act_names;      /* "submit" "agree" …                   */
const char *route_act_text(enum route_act_kind kind);
/* The same as what one can do: "agree or decide". Keys of the catalogue. */
const char *route_do_text(enum route_act_kind kind);

enum route_as { AS_HIMSELF, AS_DELEGATE /* 専決 */, AS_DEPUTY /* 代決, with a remark why */ };
extern const struct enum_names route_as_names;       /* "himself" "delegate" "deputy"        */
const char *route_as_text(enum route_as as);

struct route_act {
	size_t              step;
	enum route_act_kind kind;
	enum route_as       as;
	int64_t             account, at;
	struct str          remark;
	struct str          number;     /* of ACT_OUTSIDE */
	int32_t             day;
};
struct route_acts { struct route_act *items; size_t count; size_t room; };
/* Who was asked by name at a step; a step without seats asks whoever holds its office. */
struct route_seat { size_t step; int64_t account; };

struct approval {
	const struct approval_route      *route;
	const struct route_seat *seats;
	size_t                   seats_count;
	struct fact              facts[ROUTE_FACTS];
};

struct approval_progress {
	enum approval_state state;
	size_t  step;              /* where it waits; NO_INDEX: nothing is waited for           */
	int     round;             /* how often it was submitted                                */
	size_t  drafted, decided;  /* places in acts of this round; NO_INDEX                    */
	bool    returned;          /* it came back, and waits for the drafter                   */
	bool    view_open;         /* 後閲 is still to be done                                  */
};
/* Acts that may not be done are not among them: approval_may was asked before each. */
struct approval_progress approval_progress(const struct approval *approval, const struct route_acts *acts);

/* office_words (may be NULL): an office as he reads it, for refusals. */
struct route_actor {
	int64_t           account;
	const struct str *offices;
	size_t            offices_count;
	enum lang         lang;
	struct str      (*office_words)(struct str office, enum lang lang);
};
/* ERR_FORBIDDEN or ERR_CONFLICT in words when this may not be done now. act->step is set to where it belongs. */
CHECKED struct err *approval_may(const struct approval *approval, const struct route_acts *acts, const struct route_actor *actor,
    struct route_act *act, struct arena *arena);
