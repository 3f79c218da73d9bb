/*
 * assess_load.c - what an assessment compares with: findings, projections, questions, decisions, and what
 * changed since the assessment before.
 */
#include "store/ledger/assess.h"

#include <string.h>
#include "store/ledger/sql_registry.h"
#include "store/ledger/decision.h"

struct str
assess_key(struct arena *arena, const int64_t *numbers, size_t count)
{
	return arena_copy(arena, (struct str){ (const char *)numbers, count * sizeof(*numbers) });
}

static struct err *
mark(struct ledger_assessment *a, const char *kind, int64_t *ret_mark)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(a->ledger, SQL_ALLOT_MARK, a->errors, &q));
	bind_str(&q, str_of(kind));
	return query_one(&q, a->errors, ret_mark);
}

static struct err *
begin_row(struct ledger_assessment *a)
{
	struct query q QUERY_SCOPE;
	int64_t changes, inventories, facts;

	TRY(mark(a, "change", &changes));
	TRY(mark(a, "inventory", &inventories));
	TRY(mark(a, "fact", &facts));
	TRY(ledger_allot(a->ledger, "assessment", 1, a->errors, &a->id));
	TRY(ledger_query(a->ledger, SQL_ASSESSMENT_INSERT, a->errors, &q));
	bind_int(&q, a->id);
	bind_instant(&q, a->head.at);
	bind_str(&q, a->head.by);
	bind_str(&q, a->head.generation);
	bind_str(&q, a->head.criteria);
	bind_str(&q, a->head.rules);
	bind_int(&q, changes);
	bind_int(&q, inventories);
	bind_int(&q, facts);
	return query_run(&q, a->errors);
}

static struct err *
load_changed(struct ledger_assessment *a, int64_t change_mark, int64_t inventory_mark)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(a->ledger, SQL_PRODUCTS_CHANGED, a->errors, &q));
	bind_int(&q, change_mark);
	bind_int(&q, inventory_mark);
	for (;;) {
		int64_t key[2];

		TRY(query_step(&q, a->errors, &row));
		if (!row)
			return NULL;
		key[0] = column_int(&q, 0);
		key[1] = column_int(&q, 1);
		*map_put(a->arena, &a->changed, assess_key(a->arena, key, 2)) = 1;
	}
}

static struct err *
load_answered(struct ledger_assessment *a, int64_t fact_mark)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(a->ledger, SQL_SYSTEMS_ANSWERED, a->errors, &q));
	bind_int(&q, fact_mark);
	for (;;) {
		int64_t key[2];

		TRY(query_step(&q, a->errors, &row));
		if (!row)
			return NULL;
		key[0] = column_int(&q, 0);
		key[1] = column_int(&q, 1);
		if (key[1] != 0)
			*map_put(a->arena, &a->answered, assess_key(a->arena, key, 2)) = 1;
		else
			*map_put(a->arena, &a->told, assess_key(a->arena, key, 1)) = 1;
	}
}

static struct err *
load_before(struct ledger_assessment *a)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(a->ledger, SQL_ASSESSMENT_LAST, a->errors, &q));
	TRY(query_step(&q, a->errors, &row));
	a->first = !row;
	if (!row)
		return NULL;
	a->before = (struct ledger_assessment_head){ column_instant(&q, 1), column_str(&q, 2, a->arena),
		column_str(&q, 3, a->arena), column_str(&q, 4, a->arena), column_str(&q, 5, a->arena) };
	TRY(load_changed(a, column_int(&q, 6), column_int(&q, 7)));
	return load_answered(a, column_int(&q, 8));
}

static struct err *
load_findings(struct ledger_assessment *a)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(a->ledger, SQL_FINDING_ALL, a->errors, &q));
	for (;;) {
		struct stored_finding *stored;

		TRY(query_step(&q, a->errors, &row));
		if (!row)
			return NULL;
		stored = ARENA_NEW(a->arena, struct stored_finding);
		*stored = (struct stored_finding){
			{ column_int(&q, 1), column_int(&q, 2), column_int(&q, 3) }, column_int(&q, 0), column_int(&q, 6),
			column_instant(&q, 7), column_int(&q, 8), (enum ledger_verdict)column_int(&q, 4),
			(enum ledger_action)column_int(&q, 5), column_int(&q, 9) != 0, false,
		};
		*map_put(a->arena, &a->findings, (struct str){ (const char *)&stored->key, sizeof(stored->key) }) = (uintptr_t)stored;
	}
}

static struct err *
load_vulnerabilities(struct ledger_assessment *a)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(a->ledger, SQL_VULNERABILITY_ALL, a->errors, &q));
	for (;;) {
		struct stored_vulnerability *stored;

		TRY(query_step(&q, a->errors, &row));
		if (!row)
			return NULL;
		stored = list_add(a->arena, &a->vulnerability_list);
		*stored = (struct stored_vulnerability){ column_str(&q, 1, a->arena), column_int(&q, 0), column_int(&q, 2),
			(enum advisory_state)column_int(&q, 3), column_int(&q, 4) != 0, false };
		*map_put(a->arena, &a->vulnerabilities, stored->name) = a->vulnerability_list.count;
		*map_put(a->arena, &a->vulnerability_by_id, assess_key(a->arena, &stored->id, 1)) = a->vulnerability_list.count;
	}
}

static struct err *
load_questions(struct ledger_assessment *a)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(a->ledger, SQL_QUESTION_ALL, a->errors, &q));
	for (;;) {
		struct asked *asked;

		TRY(query_step(&q, a->errors, &row));
		if (!row)
			return NULL;
		asked = list_add(a->arena, &a->question_list);
		*asked = (struct asked){ .id = column_int(&q, 0), .kind = column_str(&q, 1, a->arena), .product = column_int(&q, 2),
			.fact = column_str(&q, 3, a->arena), .stored_systems = column_int(&q, 4),
			.stored_worst = (enum ledger_action)column_int(&q, 5), .worst = LEDGER_NO_ACTION, .stored = true,
			.stored_closed = column_int(&q, 6) != 0 };
		assess_question_key(asked->kind, asked->product, asked->fact, &a->scratch);
		*map_put(a->arena, &a->questions, arena_copy(a->arena, buf_str(&a->scratch))) = a->question_list.count;
	}
}

static struct err *
load_decision(void *context, const struct ledger_decision *decision, struct arena *item)
{
	struct ledger_assessment *a = context;
	struct decision_chain *chain;
	uint64_t *head;

	(void)item;
	if (decision->expires_at <= a->head.at)
		return NULL;
	chain = list_add(a->arena, &a->decision_list);
	*chain = (struct decision_chain){ .id = decision->id, .product = decision->product, .system = decision->system,
		.ranged = decision->range.len > 0 };
	if (chain->ranged)
		TRY(range_of_vers(arena_copy(a->arena, decision->range), a->arena, &chain->set, &chain->scheme));
	head = map_put(a->arena, &a->decisions, arena_copy(a->arena, decision->vulnerability));
	chain->next = (size_t)*head;
	*head = a->decision_list.count;
	return NULL;
}

struct err *
assess_load(struct ledger_assessment *a)
{
	TRY(load_before(a));
	TRY(begin_row(a));
	TRY(load_findings(a));
	TRY(load_vulnerabilities(a));
	TRY(load_questions(a));
	return ledger_decisions(a->ledger, load_decision, a, a->errors);
}

/* ------------------------------------------------------------------------- before anything is judged */

struct err *
ledger_open_findings(struct ledger *ledger, struct arena *arena, struct ledger_opens *ret_open)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_open = (struct ledger_opens){ 0 };
	TRY(ledger_query(ledger, SQL_FINDING_OPEN, arena, &q));
	for (;;) {
		int64_t due;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		due = column_instant(&q, 4);
		list_push(arena, ret_open, ((struct ledger_open){ column_int(&q, 0), column_int(&q, 1), column_int(&q, 2),
			(enum ledger_action)column_int(&q, 3), due == INT64_MAX ? INSTANT_NONE : due }));
	}
}

struct err *
ledger_known_vulnerabilities(struct ledger *ledger, struct arena *arena, struct ledger_knowns *ret_known)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_known = (struct ledger_knowns){ 0 };
	TRY(ledger_query(ledger, SQL_VULNERABILITY_ALL, arena, &q));
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_known, ((struct ledger_known){ column_int(&q, 0), column_str(&q, 1, arena) }));
	}
}
