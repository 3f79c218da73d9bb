/*
 * people_link.c - links that work once.
 */
#include "store/ledger/db.h"
#include "store/ledger/people.h"
#include "store/ledger/sql_registry.h"

struct link_work { const struct ledger_link *link; struct str digest; };

static struct err *
end_links(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct link_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_LINK_END, arena, &q));
	bind_int(&q, work->link->kind);
	bind_int(&q, work->link->account);
	return query_run(&q, arena);
}

static struct err *
sweep(struct ledger *ledger, int64_t before, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_LINK_SWEEP, arena, &q));
	bind_instant(&q, before);
	return query_run(&q, arena);
}

static struct err *
put_link(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct link_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(sweep(ledger, work->link->made_at, arena));
	TRY(end_links(ledger, context, arena));
	TRY(ledger_query(ledger, SQL_LINK_ADD, arena, &q));
	bind_str(&q, work->digest);
	bind_int(&q, work->link->kind);
	bind_int(&q, work->link->account);
	bind_instant(&q, work->link->made_at);
	bind_instant(&q, work->link->until);
	return query_run(&q, arena);
}

struct err *
ledger_link_put(struct ledger *ledger, const struct ledger_link *link, struct str digest, struct arena *arena)
{
	return ledger_write(ledger, put_link, &(struct link_work){ link, digest }, arena);
}

struct err *
ledger_link_find(struct ledger *ledger, enum link_kind kind, struct str digest, struct arena *arena, struct ledger_link *ret_link)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_link = (struct ledger_link){ .kind = kind, .made_at = INSTANT_NONE, .until = INSTANT_NONE };
	TRY(ledger_query(ledger, SQL_LINK_FIND, arena, &q));
	bind_str(&q, digest);
	bind_int(&q, kind);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return NULL;
	ret_link->account = column_int(&q, 0);
	ret_link->made_at = column_instant(&q, 1);
	ret_link->until = column_instant(&q, 2);
	return NULL;
}

struct err *
ledger_link_end(struct ledger *ledger, enum link_kind kind, int64_t account, struct arena *arena)
{
	const struct ledger_link link = { .kind = kind, .account = account };

	return ledger_write(ledger, end_links, &(struct link_work){ &link, STR("") }, arena);
}
