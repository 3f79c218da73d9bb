#include "service/respond/decide.h"

#include <stdlib.h>

#include "base/limits.h"
#include "service/respond/handover_parts.h"
#include "store/ledger/people.h"

static const char *const kind_names[] = { "accept", "defer", "not_affected", "investigating" };
static const char *const kind_words[] = { M("risk accepted"), M("put off by decision"), M("not affected"), M("under investigation") };
const struct enum_names decision_kind_names = ENUM_WORDS(kind_names, kind_words);

static const struct field decision_fields[] = {
	FIELD(struct decision_view, id, FIELD_INT),
	FIELD_WORD(struct decision_view, kind, &decision_kind_names),
	FIELD(struct decision_view, vulnerability, FIELD_STR),
	FIELD(struct decision_view, product, FIELD_STR),
	FIELD(struct decision_view, system, FIELD_STR),
	FIELD(struct decision_view, versions, FIELD_STR),
	FIELD(struct decision_view, owner, FIELD_STR),
	FIELD(struct decision_view, reason, FIELD_STR),
	FIELD(struct decision_view, effect, FIELD_STR),
	FIELD(struct decision_view, casefile, FIELD_STR),
	FIELD(struct decision_view, at, FIELD_INSTANT),
	FIELD(struct decision_view, until, FIELD_DAY),
	FIELD(struct decision_view, holds, FIELD_BOOL),
	FIELD(struct decision_view, review, FIELD_BOOL),
	FIELD(struct decision_view, findings, FIELD_INT),
};
static const struct schema decision_schema = SCHEMA("decision", struct decision_view, decision_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct decision_list_view, decisions, FIELD_LIST, &decision_schema),
};
const struct schema decision_list_view_schema = SCHEMA("decisions", struct decision_list_view, list_fields);

/* Who may decide so, and whether it says what it means for the users. */
static const struct { struct str kind; unsigned offices; bool effect; } kinds[] = {
	{ STR_INIT("accept"), OFFICE_EXECUTIVE, true },
	{ STR_INIT("defer"), OFFICE_EXECUTIVE, true },
	{ STR_INIT("not_affected"), OFFICE_SECURITY, false },
	{ STR_INIT("investigating"), OFFICE_SECURITY, false },
};

static struct err *
check(const struct actor *actor, const struct deciding *deciding, int64_t now, struct arena *arena)
{
	int32_t today = instant_day(now, ZONE_JST);

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!str_eq(kinds[i].kind, deciding->kind))
			continue;
		if (kinds[i].effect && deciding->effect.len == 0)
			return err_new(arena, ERR_USAGE, M("Say what it means for those who use the system (--effect)."));
		if (deciding->owner.len == 0 || deciding->reason.len == 0)
			return err_new(arena, ERR_USAGE, M("A decision needs who answers for it (--owner) and why (--reason)."));
		if (deciding->until == DAY_NONE || deciding->until < today || deciding->until > today + LIMIT_DECISION_DAYS)
			return err_new(arena, ERR_USAGE, M("A decision needs its last day (--until), from today to {most} days ahead."),
			    ARG_N("most", LIMIT_DECISION_DAYS));
		return actor_need(actor, kinds[i].offices, SCOPE_WRITE, arena);
	}
	return err_new(arena, ERR_USAGE, M("\"{kind}\" is no decision: there are accept, defer, not_affected and investigating."),
	    ARG("kind", deciding->kind));
}

struct err *
decision_answers(struct ledger *ledger, struct ledger_decision *decision, struct arena *arena)
{
	struct ledger_accounts accounts;
	int64_t found = 0;

	decision->account = 0;
	TRY(ledger_accounts(ledger, 0, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++) {
		if (!handover_names(&accounts.items[i], decision->owner))
			continue;
		if (found != 0)
			return NULL;      /* two of that name: the words stay as they were written */
		found = accounts.items[i].id;
	}
	decision->account = found;
	return NULL;
}

struct err *
finding_decision_of(struct ledger *ledger, const struct actor *actor, const struct deciding *deciding, int64_t now, struct arena *arena,
    struct ledger_decision *ret_decision)
{
	struct ledger_finding_detail detail;

	TRY(check(actor, deciding, now, arena));
	TRY(ledger_finding_get(ledger, deciding->finding, now, arena, &detail));
	*ret_decision = (struct ledger_decision){ .kind = deciding->kind, .vulnerability = detail.row.about.name, .product = detail.row.finding.product,
		.system = deciding->all_systems ? 0 : detail.row.finding.system, .range = deciding->versions, .owner = deciding->owner,
		.reason = deciding->reason, .effect = deciding->effect, .at = now, .expires_at = day_instant(deciding->until + 1, ZONE_JST) };
	return decision_answers(ledger, ret_decision, arena);
}

struct err *
finding_decide(struct ledger *ledger, const struct actor *actor, const struct deciding *deciding, int64_t now, struct arena *arena,
    struct decided *ret_decided)
{
	struct ledger_decision decision;

	TRY(finding_decision_of(ledger, actor, deciding, now, arena, &decision));
	return ledger_decision_put(ledger, &decision, actor->login, arena, &ret_decided->decision, &ret_decided->findings);
}

struct err *
finding_decision_end(struct ledger *ledger, const struct actor *actor, int64_t decision, int64_t now, struct arena *arena)
{
	TRY(actor_need(actor, OFFICE_EXECUTIVE | OFFICE_SECURITY, SCOPE_WRITE, arena));
	if (decision <= 0)
		return err_new(arena, ERR_USAGE, M("Name the decision by its number."));
	return ledger_decision_end(ledger, decision, 0, actor->login, now, arena);
}

/* ----------------------------------------------------------------------------------------------- lists */

struct listing {
	const struct ledger_decision_standings *standings;
	size_t                     next;
	bool                       all;
	int64_t                    now;
	struct decision_list_view *list;
	struct arena              *arena;
};

/* Both lists have the same order. */
static struct err *
take(void *context, const struct ledger_decision *decision, struct arena *arena)
{
	struct listing *l = context;
	const struct ledger_decision_standing *standing = &l->standings->items[l->next++];
	bool holds = decision->expires_at > l->now;

	(void)arena;
	if (!holds && !l->all)
		return NULL;
	list_push(l->arena, &l->list->decisions, ((struct decision_view){ .id = decision->id, .kind = arena_copy(l->arena, decision->kind),
	    .vulnerability = arena_copy(l->arena, decision->vulnerability), .product = standing->product, .system = standing->system,
	    .versions = arena_copy(l->arena, decision->range), .owner = standing->owner,
	    .reason = arena_copy(l->arena, decision->reason), .effect = arena_copy(l->arena, decision->effect), .casefile = standing->casefile,
	    .at = decision->at, .until = instant_day(decision->expires_at - 1, ZONE_JST), .holds = holds, .review = standing->review > 0,
	    .findings = standing->findings }));
	return NULL;
}

static int
by_end(const void *a, const void *b)
{
	const struct decision_view *x = a, *y = b;

	return (x->until > y->until) - (x->until < y->until);
}

struct err *
finding_decisions(struct ledger *ledger, const struct actor *actor, bool all, int64_t now, struct arena *arena,
    struct decision_list_view *ret_list)
{
	struct ledger_decision_standings standings = { 0 };
	struct listing listing = { &standings, 0, all, now, ret_list, arena };

	*ret_list = (struct decision_list_view){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_decision_standings(ledger, arena, &standings));
	TRY(ledger_decisions(ledger, take, &listing, arena));
	if (ret_list->decisions.count > 1)
		qsort(ret_list->decisions.items, ret_list->decisions.count, sizeof(*ret_list->decisions.items), by_end);
	return NULL;
}
