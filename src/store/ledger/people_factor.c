/*
 * people_factor.c - the second factor of an account, and its codes on paper.
 */
#include "store/ledger/db.h"
#include "store/ledger/people.h"
#include "store/ledger/sql_registry.h"

struct factor_work { int64_t account, step, at; struct str text; const struct str *digests; size_t count; };

struct err *
ledger_totp_get(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_totp *ret_totp)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_totp = (struct ledger_totp){ .confirmed_at = INSTANT_NONE };
	TRY(ledger_query(ledger, SQL_ACCOUNT_TOTP_GET, arena, &q));
	bind_int(&q, account);
	TRY(query_step(&q, arena, &row));
	if (row)
		*ret_totp = (struct ledger_totp){ column_blob(&q, 0, arena), column_instant(&q, 1), column_int(&q, 2) };
	return NULL;
}

static struct err *
end_codes(struct ledger *ledger, int64_t account, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_CODE_END, arena, &q));
	bind_int(&q, account);
	return query_run(&q, arena);
}

static struct err *
put_secret(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct factor_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_TOTP_PUT, arena, &q));
	bind_int(&q, work->account);
	bind_blob(&q, work->text);
	bind_instant(&q, work->at);
	return query_run(&q, arena);
}

struct err *
ledger_totp_put(struct ledger *ledger, int64_t account, struct str secret, int64_t at, struct arena *arena)
{
	struct factor_work work = { .account = account, .text = secret, .at = at };

	return ledger_write(ledger, put_secret, &work, arena);
}

static struct err *
take_step(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct factor_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_TOTP_STEP, arena, &q));
	bind_int(&q, work->account);
	bind_instant(&q, work->at);
	bind_int(&q, work->step);
	return query_run(&q, arena);
}

struct err *
ledger_totp_step(struct ledger *ledger, int64_t account, int64_t step, int64_t at, struct arena *arena)
{
	struct factor_work work = { .account = account, .step = step, .at = at };

	return ledger_write(ledger, take_step, &work, arena);
}

static struct err *
end_secret(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct factor_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(end_codes(ledger, work->account, arena));
	TRY(ledger_query(ledger, SQL_ACCOUNT_TOTP_END, arena, &q));
	bind_int(&q, work->account);
	return query_run(&q, arena);
}

struct err *
ledger_totp_end(struct ledger *ledger, int64_t account, struct arena *arena)
{
	struct factor_work work = { .account = account };

	return ledger_write(ledger, end_secret, &work, arena);
}

/* ------------------------------------------------------------------------------------- codes */

static struct err *
put_codes(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct factor_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(end_codes(ledger, work->account, arena));
	TRY(ledger_query(ledger, SQL_ACCOUNT_CODE_PUT, arena, &q));
	for (size_t i = 0; i < work->count; i++) {
		bind_int(&q, work->account);
		bind_str(&q, work->digests[i]);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

struct err *
ledger_codes_put(struct ledger *ledger, int64_t account, const struct str *digests, size_t count, struct arena *arena)
{
	struct factor_work work = { .account = account, .digests = digests, .count = count };

	return ledger_write(ledger, put_codes, &work, arena);
}

struct err *
ledger_codes_left(struct ledger *ledger, int64_t account, struct str digest, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_CODE_LEFT, arena, &q));
	bind_int(&q, account);
	bind_str(&q, digest);
	return query_one(&q, arena, ret_count);
}

static struct err *
use_code(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct factor_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_CODE_USE, arena, &q));
	bind_int(&q, work->account);
	bind_str(&q, work->text);
	bind_instant(&q, work->at);
	return query_run(&q, arena);
}

struct err *
ledger_code_use(struct ledger *ledger, int64_t account, struct str digest, int64_t at, struct arena *arena)
{
	struct factor_work work = { .account = account, .text = digest, .at = at };

	return ledger_write(ledger, use_code, &work, arena);
}
