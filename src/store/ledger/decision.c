/*
 * decision.c - rules of people over findings: stored, put on the findings they are about, ended by their expiry.
 */
#include "domain/range/range.h"
#include "store/ledger/db.h"
#include "store/ledger/decision.h"
#include "store/ledger/keep.h"
#include "store/ledger/sql_registry.h"
#include "store/ledger/standing.h"

static const struct field decision_fields[] = {
	COLUMN(struct ledger_decision, id, FIELD_INT),
	COLUMN(struct ledger_decision, kind, FIELD_STR),
	COLUMN(struct ledger_decision, vulnerability, FIELD_STR),
	COLUMN(struct ledger_decision, product, FIELD_INT),
	COLUMN(struct ledger_decision, system, FIELD_INT),
	COLUMN(struct ledger_decision, range, FIELD_STR),
	COLUMN(struct ledger_decision, owner, FIELD_STR),
	COLUMN(struct ledger_decision, reason, FIELD_STR),
	COLUMN(struct ledger_decision, at, FIELD_INSTANT),
	COLUMN(struct ledger_decision, expires_at, FIELD_INSTANT),
	COLUMN(struct ledger_decision, effect, FIELD_STR),
	COLUMN(struct ledger_decision, casefile, FIELD_INT),
	COLUMN(struct ledger_decision, account, FIELD_INT),
};
static const struct schema decision_schema = SCHEMA("decision", struct ledger_decision, decision_fields);

struct deciding {
	const struct ledger_decision *decision;
	struct str                    by;
	int64_t                       id, findings;
};

static struct err *
check(const struct ledger_decision *decision, struct arena *arena)
{
	if (decision->kind.len == 0 || decision->vulnerability.len == 0 || decision->owner.len == 0 || decision->reason.len == 0)
		return err_new(arena, ERR_USAGE, M("A decision needs its kind, a vulnerability, who answers for it, and why."));
	if (decision->expires_at == INSTANT_NONE || decision->expires_at <= decision->at)
		return err_new(arena, ERR_USAGE, M("A decision needs a day in the future on which it ends."));
	return NULL;
}

/* Where the version of one of its items is outside, or nobody can tell, the decision does not apply. */
static struct err *
is_in_range(struct ledger *ledger, int64_t finding, const struct version_set *set, enum scheme scheme, struct arena *arena,
    bool *ret_in)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_in = false;
	TRY(ledger_query(ledger, SQL_FINDING_VERSIONS, arena, &q));
	bind_int(&q, finding);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		*ret_in = range_contains(set, scheme, column_str(&q, 0, arena), NULL) == RANGE_IN;
		if (!*ret_in)
			return NULL;
	}
}

static struct err *
decidable(struct ledger *ledger, const struct ledger_decision *decision, struct arena *arena, struct ledger_ids *ret_ids)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_FINDING_DECIDABLE, arena, &q));
	bind_str(&q, decision->vulnerability);
	bind_int(&q, decision->product);
	bind_int(&q, decision->system);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_ids, column_int(&q, 0));
	}
}

/* Closed ones too: what comes back stands under it again. */
static struct err *
covered(struct ledger *ledger, const struct ledger_decision *decision, struct arena *arena, struct ledger_ids *ret_ids)
{
	struct version_set set = { 0 };
	enum scheme scheme = SCHEME_GENERIC;
	struct ledger_ids ids = { 0 };

	*ret_ids = (struct ledger_ids){ 0 };
	if (decision->range.len > 0)
		TRY(range_of_vers(decision->range, arena, &set, &scheme));
	TRY(decidable(ledger, decision, arena, &ids));
	for (size_t i = 0; i < ids.count; i++) {
		bool in = true;

		if (decision->range.len > 0)
			TRY(is_in_range(ledger, ids.items[i], &set, scheme, arena, &in));
		if (in)
			list_push(arena, ret_ids, ids.items[i]);
	}
	return NULL;
}

struct err *
ledger_decision_covers(struct ledger *ledger, const struct ledger_decision *decision, struct arena *arena, struct ledger_ids *ret_ids)
{
	struct ledger_ids ids;

	*ret_ids = (struct ledger_ids){ 0 };
	TRY(covered(ledger, decision, arena, &ids));
	for (size_t i = 0; i < ids.count; i++) {
		struct query q QUERY_SCOPE;
		int64_t open;

		TRY(ledger_query(ledger, SQL_FINDING_IS_OPEN, arena, &q));
		bind_int(&q, ids.items[i]);
		TRY(query_one(&q, arena, &open));
		if (open != 0)
			list_push(arena, ret_ids, ids.items[i]);
	}
	return NULL;
}

static struct err *
apply(struct ledger *ledger, struct deciding *deciding, struct arena *arena)
{
	struct ledger_ids ids;

	TRY(covered(ledger, deciding->decision, arena, &ids));
	for (size_t i = 0; i < ids.count; i++) {
		struct query q QUERY_SCOPE;

		TRY(ledger_query(ledger, SQL_FINDING_DECIDE, arena, &q));
		bind_int(&q, ids.items[i]);
		bind_int(&q, deciding->id);
		TRY(query_run(&q, arena));
		deciding->findings++;
	}
	return NULL;
}

static struct err *
decide(struct ledger *ledger, void *context, struct arena *arena)
{
	struct deciding *deciding = context;
	struct ledger_decision row = *deciding->decision;
	struct query q QUERY_SCOPE;

	deciding->findings = 0;
	TRY(ledger_allot(ledger, "decision", 1, arena, &deciding->id));
	row.id = deciding->id;
	TRY(ledger_query(ledger, SQL_DECISION_INSERT, arena, &q));
	bind_fields(&q, &decision_schema, &row);
	TRY(query_run(&q, arena));
	TRY(apply(ledger, deciding, arena));
	TRY(keep_decided(ledger, row.vulnerability, row.at, arena));
	TRY(standing_decided(ledger, &row, arena));
	return ledger_audit(ledger, deciding->by, row.at, STR("decide"), arena_printf(arena, "decision/%lld", (long long)row.id),
	    ledger_digest(&row.reason, 1, arena), arena);
}

struct err *
ledger_decision_put(struct ledger *ledger, const struct ledger_decision *decision, struct str by, struct arena *arena,
    int64_t *ret_id, int64_t *ret_findings)
{
	struct deciding deciding = { decision, by, 0, 0 };

	TRY(check(decision, arena));
	TRY(ledger_write(ledger, decide, &deciding, arena));
	*ret_id = deciding.id;
	*ret_findings = deciding.findings;
	return NULL;
}

struct err *
ledger_decisions(struct ledger *ledger, ledger_each_decision *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_DECISION_LIST, arena, &q));
	for (;;) {
		struct ledger_decision decision = { 0 };
		struct err *err;

		TRY(query_next(&q, &decision_schema, &decision, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &decision, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct ending { int64_t id, casefile, at; struct str by; };

static struct err *
keep_ended(struct ledger *ledger, const struct ending *ending, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	struct str_list names = { 0 };
	bool row;

	TRY(ledger_query(ledger, SQL_DECISION_ABOUT, arena, &q));
	bind_int(&q, ending->id);
	bind_int(&q, ending->casefile);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		list_push(arena, &names, column_str(&q, 0, arena));
	}
	if (names.count == 0 && ending->id != 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no decision {number}."), ARG_N("number", ending->id));
	for (size_t i = 0; i < names.count; i++)
		TRY(keep_decided(ledger, names.items[i], ending->at, arena));
	return NULL;
}

static struct err *
end(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;
	struct str object = ending->id != 0 ? arena_printf(arena, "decision/%lld", (long long)ending->id) :
	                                      arena_printf(arena, "case/%lld/decisions", (long long)ending->casefile);

	TRY(ledger_query(ledger, SQL_DECISION_END, arena, &q));
	bind_int(&q, ending->id);
	bind_int(&q, ending->casefile);
	bind_instant(&q, ending->at);
	TRY(query_run(&q, arena));
	TRY(keep_ended(ledger, ending, arena));
	return ledger_audit(ledger, ending->by, ending->at, STR("decision.end"), object, STR(""), arena);
}

struct err *
ledger_decision_end(struct ledger *ledger, int64_t id, int64_t casefile, struct str by, int64_t at, struct arena *arena)
{
	struct ending ending = { id, casefile, at, by };

	return ledger_write(ledger, end, &ending, arena);
}

struct giving { int64_t id, account, at; struct str owner, by; };

static struct err *
give(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct giving *giving = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_DECISION_GIVE, arena, &q));
	bind_int(&q, giving->id);
	bind_int(&q, giving->account);
	bind_str(&q, giving->owner);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, giving->by, giving->at, STR("decision.give"), arena_printf(arena, "decision/%lld", (long long)giving->id),
	    STR(""), arena);
}

struct err *
ledger_decision_give(struct ledger *ledger, int64_t id, int64_t account, struct str owner, struct str by, int64_t at, struct arena *arena)
{
	struct giving giving = { id, account, at, owner, by };

	return ledger_write(ledger, give, &giving, arena);
}

struct err *
ledger_decision_standings(struct ledger *ledger, struct arena *arena, struct ledger_decision_standings *ret_standings)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_DECISION_STANDING, arena, &q));
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_standings, ((struct ledger_decision_standing){ column_int(&q, 0), column_int(&q, 1), column_int(&q, 2),
		    column_str(&q, 3, arena), column_str(&q, 4, arena), column_str(&q, 5, arena), column_str(&q, 6, arena) }));
	}
}
