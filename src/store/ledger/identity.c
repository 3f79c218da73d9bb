#include "store/ledger/identity.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

/* ------------------------------------------------------------------------------------------- identities */

struct err *
ledger_identity_find(struct ledger *ledger, struct str issuer, struct str subject, struct arena *arena, int64_t *ret_account)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_IDENTITY_FIND, arena, &q));
	bind_str(&q, issuer);
	bind_str(&q, subject);
	TRY(query_step(&q, arena, &row));
	*ret_account = row ? column_int(&q, 0) : 0;
	return NULL;
}

static struct err *
end_identity(struct ledger *ledger, int64_t account, struct str issuer, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_IDENTITY_END, arena, &q));
	bind_int(&q, account);
	bind_str(&q, issuer);
	return query_run(&q, arena);
}

static struct err *
put_identity(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_identity *identity = context;
	struct query q QUERY_SCOPE;
	int64_t account;

	TRY(ledger_identity_find(ledger, identity->issuer, identity->subject, arena, &account));
	if (account == identity->account)
		return NULL;
	if (account != 0)
		return err_new(arena, ERR_CONFLICT, M("This account of the provider belongs to somebody else here already."));
	TRY(end_identity(ledger, identity->account, identity->issuer, arena));
	TRY(ledger_query(ledger, SQL_IDENTITY_PUT, arena, &q));
	bind_str(&q, identity->issuer);
	bind_str(&q, identity->subject);
	bind_int(&q, identity->account);
	bind_instant(&q, identity->at);
	return query_run(&q, arena);
}

struct err *
ledger_identity_put(struct ledger *ledger, const struct ledger_identity *identity, struct arena *arena)
{
	struct ledger_identity copy = *identity;

	return ledger_write(ledger, put_identity, &copy, arena);
}

struct err *
ledger_identities(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_identities *ret_identities)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_identities = (struct ledger_identities){ 0 };
	TRY(ledger_query(ledger, SQL_IDENTITY_LIST, arena, &q));
	bind_int(&q, account);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_identities, ((struct ledger_identity){ .issuer = column_str(&q, 0, arena), .subject = column_str(&q, 1, arena),
		    .account = column_int(&q, 2), .at = column_instant(&q, 3) }));
	}
}

struct ending { int64_t account; struct str issuer; };

static struct err *
end_in_work(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;

	return end_identity(ledger, ending->account, ending->issuer, arena);
}

struct err *
ledger_identity_end(struct ledger *ledger, int64_t account, struct str issuer, struct arena *arena)
{
	return ledger_write(ledger, end_in_work, &(struct ending){ account, issuer }, arena);
}

/* --------------------------------------------------------------------------------------------- arrivals */

struct arriving { const struct ledger_arrival *arrival; struct ledger_arrival *found; struct str digest; int64_t now; };

static struct err *
sweep(struct ledger *ledger, int64_t before, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ARRIVAL_SWEEP, arena, &q));
	bind_instant(&q, before);
	return query_run(&q, arena);
}

static struct err *
put_arrival(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct arriving *arriving = context;
	struct query q QUERY_SCOPE;

	TRY(sweep(ledger, arriving->now, arena));
	TRY(ledger_query(ledger, SQL_ARRIVAL_ADD, arena, &q));
	bind_str(&q, arriving->digest);
	bind_int(&q, arriving->arrival->account);
	bind_str(&q, arriving->arrival->goal);
	bind_instant(&q, arriving->arrival->until);
	return query_run(&q, arena);
}

struct err *
ledger_arrival_put(struct ledger *ledger, const struct ledger_arrival *arrival, struct str digest, int64_t now, struct arena *arena)
{
	return ledger_write(ledger, put_arrival, &(struct arriving){ .arrival = arrival, .digest = digest, .now = now }, arena);
}

static struct err *
find_arrival(struct ledger *ledger, struct arriving *arriving, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_ARRIVAL_FIND, arena, &q));
	bind_str(&q, arriving->digest);
	TRY(query_step(&q, arena, &row));
	if (row)
		*arriving->found = (struct ledger_arrival){ column_int(&q, 0), column_str(&q, 1, arena), column_instant(&q, 2) };
	return NULL;
}

static struct err *
take_arrival(struct ledger *ledger, void *context, struct arena *arena)
{
	struct arriving *arriving = context;
	struct query q QUERY_SCOPE;

	*arriving->found = (struct ledger_arrival){ .until = INSTANT_NONE };
	TRY(find_arrival(ledger, arriving, arena));
	TRY(ledger_query(ledger, SQL_ARRIVAL_END, arena, &q));
	bind_str(&q, arriving->digest);
	return query_run(&q, arena);
}

struct err *
ledger_arrival_take(struct ledger *ledger, struct str digest, struct arena *arena, struct ledger_arrival *ret_arrival)
{
	return ledger_write(ledger, take_arrival, &(struct arriving){ .found = ret_arrival, .digest = digest }, arena);
}
