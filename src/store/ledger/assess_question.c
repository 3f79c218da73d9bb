/*
 * assess_question.c - the unknown as questions, not rows: one per kind, product and missing fact.
 */
#include "store/ledger/assess.h"
#include "store/ledger/sql_registry.h"

static struct asked *
asked_of(struct ledger_assessment *a, struct str kind, int64_t product, struct str fact)
{
	uint64_t *at;

	buf_clear(&a->scratch);
	buf_addf(&a->scratch, "%.*s\x1f%lld\x1f%.*s", STR_ARG(kind), (long long)product, STR_ARG(fact));
	at = map_find(&a->questions, buf_str(&a->scratch));
	if (at == NULL) {
		struct asked *asked = list_add(a->arena, &a->question_list);

		*asked = (struct asked){ .kind = arena_copy(a->arena, kind), .product = product,
			.fact = arena_copy(a->arena, fact), .worst = LEDGER_NO_ACTION };
		*map_put(a->arena, &a->questions, arena_copy(a->arena, buf_str(&a->scratch))) = a->question_list.count;
		return asked;
	}
	return &a->question_list.items[*at - 1];
}

struct err *
ledger_assess_question(struct ledger_assessment *a, struct str kind, int64_t product, struct str fact, int64_t system,
    enum ledger_action worst)
{
	struct asked *asked = asked_of(a, kind, product, fact);
	int64_t key[2] = { asked - a->question_list.items, system };
	uint64_t *seen;

	if (worst < asked->worst)
		asked->worst = worst;
	seen = map_find(&a->question_systems, (struct str){ (const char *)key, sizeof(key) });
	if (seen != NULL)
		return NULL;
	*map_put(a->arena, &a->question_systems, assess_key(a->arena, key, 2)) = 1;
	asked->systems++;
	list_push(a->arena, &asked->ids, system);
	return NULL;
}

static struct err *
insert(struct ledger_assessment *a, struct asked *asked)
{
	struct query q QUERY_SCOPE;

	TRY(ids_take(a->ledger, &a->question_ids, a->errors, &asked->id));
	TRY(ledger_query(a->ledger, SQL_QUESTION_INSERT, a->errors, &q));
	bind_int(&q, asked->id);
	bind_str(&q, asked->kind);
	bind_int(&q, asked->product);
	bind_str(&q, asked->fact);
	bind_int(&q, asked->systems);
	bind_int(&q, asked->worst);
	bind_instant(&q, a->head.at);
	return query_run(&q, a->errors);
}

static struct err *
update(struct ledger_assessment *a, const struct asked *asked)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(a->ledger, SQL_QUESTION_UPDATE, a->errors, &q));
	bind_int(&q, asked->id);
	bind_int(&q, asked->systems);
	bind_int(&q, asked->worst);
	bind_instant(&q, a->head.at);
	return query_run(&q, a->errors);
}

static struct err *
close_one(struct ledger_assessment *a, const struct asked *asked)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(a->ledger, SQL_QUESTION_CLOSE, a->errors, &q));
	bind_int(&q, asked->id);
	bind_instant(&q, a->head.at);
	return query_run(&q, a->errors);
}

static struct err *
write_one(struct ledger_assessment *a, struct asked *asked)
{
	if (asked->systems == 0)
		return asked->stored_closed ? NULL : close_one(a, asked);
	a->result.questions++;
	if (!asked->stored)
		return insert(a, asked);
	if (asked->stored_closed || asked->systems != asked->stored_systems || asked->worst != asked->stored_worst)
		return update(a, asked);
	return NULL;
}

struct err *
assess_write_questions(struct ledger_assessment *a)
{
	struct query gone QUERY_SCOPE, q QUERY_SCOPE;

	TRY(ledger_query(a->ledger, SQL_QUESTION_SYSTEMS_DELETE, a->errors, &gone));
	TRY(query_run(&gone, a->errors));
	TRY(ledger_query(a->ledger, SQL_QUESTION_SYSTEM_INSERT, a->errors, &q));
	for (size_t i = 0; i < a->question_list.count; i++) {
		struct asked *asked = &a->question_list.items[i];

		TRY(write_one(a, asked));
		for (size_t k = 0; k < asked->ids.count; k++) {
			bind_int(&q, asked->id);
			bind_int(&q, asked->ids.items[k]);
			TRY(query_add(&q, a->errors));
		}
	}
	TRY(query_flush(&q, a->errors));
	return ids_done(a->ledger, &a->question_ids, a->errors);
}
