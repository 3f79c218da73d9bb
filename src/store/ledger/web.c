/*
 * web.c - sessions of the web, and writes that are done once.
 */
#include "store/ledger/web.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field session_fields[] = {
	COLUMN(struct ledger_session, id, FIELD_INT),
	COLUMN(struct ledger_session, account, FIELD_INT),
	COLUMN(struct ledger_session, login, FIELD_STR),
	COLUMN(struct ledger_session, name, FIELD_STR),
	COLUMN(struct ledger_session, address, FIELD_STR),
	COLUMN(struct ledger_session, agent, FIELD_STR),
	COLUMN(struct ledger_session, began_at, FIELD_INSTANT),
	COLUMN(struct ledger_session, seen_at, FIELD_INSTANT),
	COLUMN(struct ledger_session, ended_at, FIELD_INSTANT),
};
static const struct schema session_schema = SCHEMA("web_session", struct ledger_session, session_fields);

/* ------------------------------------------------------------------------------------------- sessions */

struct adding { struct ledger_session session; struct str digest; };

static struct err *
add_session(struct ledger *ledger, void *context, struct arena *arena)
{
	struct adding *adding = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "web_session", 1, arena, &adding->session.id));
	TRY(ledger_query(ledger, SQL_WEB_SESSION_ADD, arena, &q));
	bind_int(&q, adding->session.id);
	bind_str(&q, adding->digest);
	bind_int(&q, adding->session.account);
	bind_str(&q, adding->session.address);
	bind_str(&q, adding->session.agent);
	bind_instant(&q, adding->session.began_at);
	return query_run(&q, arena);
}

struct err *
ledger_session_add(struct ledger *ledger, const struct ledger_session *session, struct str digest, struct arena *arena, int64_t *ret_id)
{
	struct adding adding = { *session, digest };

	TRY(ledger_write(ledger, add_session, &adding, arena));
	*ret_id = adding.session.id;
	return NULL;
}

struct err *
ledger_session_find(struct ledger *ledger, struct str digest, struct arena *arena, struct ledger_session *ret_session)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_session = (struct ledger_session){ 0 };
	TRY(ledger_query(ledger, SQL_WEB_SESSION_FIND, arena, &q));
	bind_str(&q, digest);
	TRY(query_step(&q, arena, &row));
	if (row)
		column_fields(&q, 0, &session_schema, ret_session, arena);
	return NULL;
}

struct err *
ledger_session_list(struct ledger *ledger, int64_t account, int64_t since, struct arena *arena, struct ledger_sessions *ret_sessions)
{
	struct query q QUERY_SCOPE;

	*ret_sessions = (struct ledger_sessions){ 0 };
	TRY(ledger_query(ledger, SQL_WEB_SESSION_LIST, arena, &q));
	bind_int(&q, account);
	bind_instant(&q, since);
	return query_all(&q, &session_schema, arena, ret_sessions);
}

/* A statement with up to two numbers and an instant. */
struct touch { int sql; const int64_t *numbers; size_t count; int64_t at; };

static struct err *
run_touch(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct touch *touch = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, touch->sql, arena, &q));
	for (size_t i = 0; i < touch->count; i++)
		bind_int(&q, touch->numbers[i]);
	bind_instant(&q, touch->at);
	return query_run(&q, arena);
}

struct err *
ledger_session_seen(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	return ledger_note(ledger, run_touch, &(struct touch){ SQL_WEB_SESSION_SEEN, &id, 1, at }, arena);
}

struct err *
ledger_session_end(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	return ledger_write(ledger, run_touch, &(struct touch){ SQL_WEB_SESSION_END, &id, 1, at }, arena);
}

struct err *
ledger_session_end_all(struct ledger *ledger, int64_t account, int64_t except, int64_t at, struct arena *arena)
{
	const int64_t numbers[] = { account, except };

	return ledger_write(ledger, run_touch, &(struct touch){ SQL_WEB_SESSION_END_ALL, numbers, 2, at }, arena);
}

static struct err *
sweep(struct ledger *ledger, void *context, struct arena *arena)
{
	const int64_t *before = context;

	TRY(run_touch(ledger, &(struct touch){ SQL_WEB_SESSION_SWEEP, NULL, 0, *before }, arena));
	return run_touch(ledger, &(struct touch){ SQL_WEB_ONCE_SWEEP, NULL, 0, *before }, arena);
}

struct err *
ledger_web_sweep(struct ledger *ledger, int64_t before, struct arena *arena)
{
	return ledger_write(ledger, sweep, &before, arena);
}

/* -------------------------------------------------------------------------------- what is done once */

void
ledger_once_set(struct ledger *ledger, struct ledger_once *once)
{
	ledger->once = once;
}

void
ledger_guard_set(struct ledger *ledger, struct ledger_guard *guard)
{
	ledger->guard = guard;
}

struct err *
ledger_once_find(struct ledger *ledger, int64_t account, struct str key, struct arena *arena, struct ledger_once_answer *ret_answer)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_answer = (struct ledger_once_answer){ .at = INSTANT_NONE };
	TRY(ledger_query(ledger, SQL_WEB_ONCE_FIND, arena, &q));
	bind_int(&q, account);
	bind_str(&q, key);
	TRY(query_step(&q, arena, &row));
	if (row)
		*ret_answer = (struct ledger_once_answer){ column_str(&q, 0, arena), column_str(&q, 1, arena), column_str(&q, 2, arena),
			column_str(&q, 3, arena), column_instant(&q, 4) };
	return NULL;
}

struct err *
once_take(struct ledger *ledger, struct arena *arena)
{
	struct ledger_once *once = ledger->once;
	struct ledger_once_answer before;
	struct query q QUERY_SCOPE;

	TRY(ledger_once_find(ledger, once->account, once->key, arena, &before));
	if (before.digest.len > 0)
		return err_new(arena, ERR_CONFLICT, M("This was asked for already, and is done once: look at the page again."));
	TRY(ledger_query(ledger, SQL_WEB_ONCE_ADD, arena, &q));
	bind_int(&q, once->account);
	bind_str(&q, once->key);
	bind_str(&q, once->digest);
	bind_instant(&q, once->at);
	return query_run(&q, arena);
}

struct answering { int64_t account; struct str key; const struct ledger_once_answer *answer; };

static struct err *
put_answer(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct answering *answering = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEB_ONCE_ANSWER, arena, &q));
	bind_int(&q, answering->account);
	bind_str(&q, answering->key);
	bind_str(&q, answering->answer->location);
	bind_str(&q, answering->answer->said);
	bind_str(&q, answering->answer->body);
	return query_run(&q, arena);
}

struct err *
ledger_once_answer(struct ledger *ledger, int64_t account, struct str key, const struct ledger_once_answer *answer, struct arena *arena)
{
	return ledger_write(ledger, put_answer, &(struct answering){ account, key, answer }, arena);
}
