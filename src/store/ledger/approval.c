/*
 * approval.c - acts and seats of approvals.
 */
#include "store/ledger/approval.h"

#include "domain/playbook/engine.h"
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

struct err *
ledger_approval_act_put(struct ledger *ledger, int64_t casefile, struct str name, const struct ledger_approval_act *act, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_APPROVAL_ACT_INSERT, arena, &q));
	bind_int(&q, casefile);
	bind_str(&q, name);
	bind_int(&q, act->number);
	bind_int(&q, act->round);
	bind_int(&q, act->step);
	bind_int(&q, act->kind);
	bind_int(&q, act->as);
	bind_int(&q, act->account);
	bind_instant(&q, act->at);
	bind_blob(&q, act->remark);
	bind_blob(&q, act->outside);
	bind_day(&q, act->day);
	bind_str(&q, act->route_digest);
	return query_run(&q, arena);
}

static void
read_act(const struct query *q, struct arena *arena, struct ledger_approval_act *ret_act)
{
	*ret_act = (struct ledger_approval_act){
		.number = column_int(q, 0),
		.round = column_int(q, 1),
		.step = column_int(q, 2),
		.kind = column_int(q, 3),
		.as = column_int(q, 4),
		.account = column_int(q, 5),
		.at = column_instant(q, 6),
		.remark = column_blob(q, 7, arena),
		.outside = column_blob(q, 8, arena),
		.day = column_day(q, 9),
		.route_digest = column_str(q, 10, arena),
	};
}

struct err *
ledger_approval_acts(struct ledger *ledger, int64_t casefile, struct str name, ledger_each_approval_act *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_APPROVAL_ACT_LIST, arena, &q));
	bind_int(&q, casefile);
	bind_str(&q, name);
	for (;;) {
		struct ledger_approval_act act;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		read_act(&q, arena, &act);
		TRY(each(context, &act, arena));
	}
}

struct err *
ledger_approval_seat_put(struct ledger *ledger, int64_t casefile, struct str name, const struct ledger_approval_seat *seat, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_APPROVAL_SEAT_INSERT, arena, &q));
	bind_int(&q, casefile);
	bind_str(&q, name);
	bind_int(&q, seat->round);
	bind_int(&q, seat->step);
	bind_int(&q, seat->account);
	return query_run(&q, arena);
}

struct err *
ledger_approval_seat_drop(struct ledger *ledger, int64_t casefile, struct str name, const struct ledger_approval_seat *seat, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_APPROVAL_SEAT_DROP, arena, &q));
	bind_int(&q, casefile);
	bind_str(&q, name);
	bind_int(&q, seat->round);
	bind_int(&q, seat->step);
	bind_int(&q, seat->account);
	return query_run(&q, arena);
}

struct err *
ledger_approval_seats(struct ledger *ledger, int64_t casefile, struct str name, int64_t round, ledger_each_approval_seat *each, void *context,
    struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_APPROVAL_SEAT_LIST, arena, &q));
	bind_int(&q, casefile);
	bind_str(&q, name);
	bind_int(&q, round);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		TRY(each(context, &(struct ledger_approval_seat){ column_int(&q, 0), column_int(&q, 1), column_int(&q, 2) }, arena));
	}
}

struct err *
ledger_approvals_open(struct ledger *ledger, ledger_each_approval_open *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_APPROVAL_OPEN_LIST, arena, &q));
	bind_int(&q, APPROVAL_PENDING);
	bind_int(&q, APPROVAL_GRANTED);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		TRY(each(context, &(struct ledger_approval_open){ column_int(&q, 0), column_str(&q, 1, arena), column_str(&q, 2, arena) }, arena));
	}
}

struct err *
ledger_approvals_waiting(struct ledger *ledger, int64_t account, ledger_each_approval_open *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_APPROVAL_SEAT_WAITING, arena, &q));
	bind_int(&q, account);
	bind_int(&q, APPROVAL_PENDING);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		TRY(each(context, &(struct ledger_approval_open){ column_int(&q, 0), column_str(&q, 1, arena), column_str(&q, 2, arena) }, arena));
	}
}
