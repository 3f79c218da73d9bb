/*
 * assess_question.c - the unknown as questions, not rows: one per kind, product and missing fact.
 */
#include "store/ledger/assess.h"

#include <stdlib.h>
#include "store/ledger/content.h"
#include "store/ledger/sql_registry.h"

/* What a question is known by from one assessment to the next. */
void
assess_question_key(struct str kind, int64_t product, struct str fact, struct buf *out)
{
	buf_clear(out);
	buf_add(out, kind);
	buf_add_char(out, '\x1f');
	buf_add_bytes(out, &product, sizeof(product));
	buf_add(out, fact);
}

static struct asked *
asked_of(struct ledger_assessment *a, struct str kind, int64_t product, struct str fact)
{
	uint64_t *at;

	assess_question_key(kind, product, fact, &a->scratch);
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

	if (worst < asked->worst)
		asked->worst = worst;
	if (asked->ids.count == 0 || asked->ids.items[asked->ids.count - 1] != system)
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

/* Which system a question stands for. */
struct standing_for { int64_t question, system; };
struct standing_for_list { struct standing_for *items; size_t count, room; };

static int
compare(const struct standing_for *a, const struct standing_for *b)
{
	int order = (a->question > b->question) - (a->question < b->question);

	return order != 0 ? order : (a->system > b->system) - (a->system < b->system);
}

static int
in_order(const void *a, const void *b)
{
	return compare(a, b);
}

static struct err *
read_stored(struct ledger_assessment *a, struct standing_for_list *ret_stored)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(a->ledger, SQL_QUESTION_SYSTEMS_ALL, a->errors, &q));
	for (;;) {
		TRY(query_step(&q, a->errors, &row));
		if (!row)
			return NULL;
		list_push(a->arena, ret_stored, ((struct standing_for){ column_int(&q, 0), column_int(&q, 1) }));
	}
}

static struct err *
add_row(struct query *q, const struct standing_for *row, struct arena *arena)
{
	bind_int(q, row->question);
	bind_int(q, row->system);
	return query_add(q, arena);
}

/* From one assessment to the next most stand for the same systems: only what differs is written. Both are in order. */
static struct err *
write_difference(struct ledger_assessment *a, const struct standing_for_list *stored, const struct standing_for_list *asked)
{
	struct query gone QUERY_SCOPE, come QUERY_SCOPE;
	size_t old = 0;

	TRY(ledger_query(a->ledger, SQL_QUESTION_SYSTEM_DELETE, a->errors, &gone));
	TRY(ledger_query(a->ledger, SQL_QUESTION_SYSTEM_INSERT, a->errors, &come));
	for (size_t i = 0; i < asked->count; i++) {
		int order = 1;

		while (old < stored->count && (order = compare(&stored->items[old], &asked->items[i])) < 0)
			TRY(add_row(&gone, &stored->items[old++], a->errors));
		if (old < stored->count && order == 0)
			old++;
		else
			TRY(add_row(&come, &asked->items[i], a->errors));
	}
	for (; old < stored->count; old++)
		TRY(add_row(&gone, &stored->items[old], a->errors));
	TRY(query_flush(&gone, a->errors));
	return query_flush(&come, a->errors);
}

struct err *
assess_write_questions(struct ledger_assessment *a)
{
	struct standing_for_list stored = { 0 }, asked = { 0 };

	TRY(read_stored(a, &stored));
	for (size_t i = 0; i < a->question_list.count; i++) {
		struct asked *one = &a->question_list.items[i];
		struct software_ids ids = { one->ids.items, one->ids.count, one->ids.room };

		content_order(&ids);
		one->ids.count = ids.count;
		one->systems = (int64_t)ids.count;
		TRY(write_one(a, one));
		for (size_t k = 0; k < one->ids.count; k++)
			list_push(a->arena, &asked, ((struct standing_for){ one->id, one->ids.items[k] }));
	}
	if (asked.count > 0)
		qsort(asked.items, asked.count, sizeof(asked.items[0]), in_order);
	TRY(write_difference(a, &stored, &asked));
	return ids_done(a->ledger, &a->question_ids, a->errors);
}
