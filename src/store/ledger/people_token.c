/*
 * people_token.c - tokens, and what waits for a second person.
 */
#include "store/ledger/db.h"
#include "store/ledger/people.h"
#include "store/ledger/sql_registry.h"

static const struct field token_fields[] = {
	COLUMN(struct ledger_token, id, FIELD_INT),
	COLUMN(struct ledger_token, account, FIELD_INT),
	COLUMN(struct ledger_token, login, FIELD_STR),
	COLUMN(struct ledger_token, name, FIELD_STR),
	COLUMN(struct ledger_token, scopes, FIELD_INT),
	COLUMN(struct ledger_token, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_token, until, FIELD_INSTANT),
	COLUMN(struct ledger_token, used_at, FIELD_INSTANT),
	COLUMN(struct ledger_token, withdrawn_at, FIELD_INSTANT),
};
static const struct schema token_schema = SCHEMA("token", struct ledger_token, token_fields);

struct token_work { struct ledger_token *token; struct str digest; int64_t account, id, at; };

static struct err *
add_token(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct token_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "token", 1, arena, &work->token->id));
	TRY(ledger_query(ledger, SQL_TOKEN_INSERT, arena, &q));
	bind_int(&q, work->token->id);
	bind_int(&q, work->token->account);
	bind_str(&q, work->token->name);
	bind_str(&q, work->digest);
	bind_int(&q, work->token->scopes);
	bind_instant(&q, work->token->made_at);
	bind_instant(&q, work->token->until);
	return query_run(&q, arena);
}

struct err *
ledger_token_add(struct ledger *ledger, struct ledger_token *token, struct str digest, struct arena *arena)
{
	struct token_work work = { .token = token, .digest = digest };

	return ledger_write(ledger, add_token, &work, arena);
}

struct err *
ledger_token_find(struct ledger *ledger, struct str digest, struct arena *arena, struct ledger_token *ret_token)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_token = (struct ledger_token){ 0 };
	TRY(ledger_query(ledger, SQL_TOKEN_FIND, arena, &q));
	bind_str(&q, digest);
	TRY(query_step(&q, arena, &row));
	if (row)
		column_fields(&q, 0, &token_schema, ret_token, arena);
	return NULL;
}

struct err *
ledger_tokens(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_tokens *ret_tokens)
{
	struct ledger_tokens tokens = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_TOKEN_LIST, arena, &q));
	bind_int(&q, account);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		column_fields(&q, 0, &token_schema, list_add(arena, &tokens), arena);
	}
	*ret_tokens = tokens;
	return NULL;
}

static struct err *
token_used(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct token_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_TOKEN_USED, arena, &q));
	bind_int(&q, work->id);
	bind_instant(&q, work->at);
	return query_run(&q, arena);
}

struct err *
ledger_token_used(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena)
{
	struct token_work work = { .id = id, .at = at };

	return ledger_note(ledger, token_used, &work, arena);
}

static struct err *
withdraw_token(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct token_work *work = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_TOKEN_WITHDRAW, arena, &q));
	bind_int(&q, work->id);
	bind_int(&q, work->account);
	bind_instant(&q, work->at);
	return query_run(&q, arena);
}

struct err *
ledger_token_withdraw(struct ledger *ledger, int64_t account, int64_t id, int64_t at, struct arena *arena)
{
	struct token_work work = { .account = account, .id = id, .at = at };

	return ledger_write(ledger, withdraw_token, &work, arena);
}

/* --------------------------------------------------------------------------------- proposals */

static const char *const proposal_state_words[] = { "open", "confirmed", "refused" };
const struct enum_names proposal_state_names = ENUM_NAMES(proposal_state_words);

static const struct field proposal_fields[] = {
	COLUMN(struct ledger_proposal, id, FIELD_INT),
	COLUMN(struct ledger_proposal, kind, FIELD_STR),
	COLUMN(struct ledger_proposal, object, FIELD_STR),
	COLUMN(struct ledger_proposal, detail, FIELD_STR),
	COLUMN(struct ledger_proposal, by, FIELD_INT),
	COLUMN(struct ledger_proposal, by_login, FIELD_STR),
	COLUMN(struct ledger_proposal, at, FIELD_INSTANT),
	COLUMN(struct ledger_proposal, until, FIELD_INSTANT),
	COLUMN(struct ledger_proposal, state, FIELD_ENUM),
	COLUMN(struct ledger_proposal, settled_by, FIELD_INT),
	COLUMN(struct ledger_proposal, settled_at, FIELD_INSTANT),
};
static const struct schema proposal_schema = SCHEMA("proposal", struct ledger_proposal, proposal_fields);

static struct err *
add_proposal(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_proposal *proposal = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "proposal", 1, arena, &proposal->id));
	TRY(ledger_query(ledger, SQL_PROPOSAL_INSERT, arena, &q));
	bind_int(&q, proposal->id);
	bind_str(&q, proposal->kind);
	bind_str(&q, proposal->object);
	bind_str(&q, proposal->detail);
	bind_int(&q, proposal->by);
	bind_instant(&q, proposal->at);
	bind_instant(&q, proposal->until);
	return query_run(&q, arena);
}

struct err *
ledger_proposal_add(struct ledger *ledger, struct ledger_proposal *proposal, struct arena *arena)
{
	return ledger_write(ledger, add_proposal, proposal, arena);
}

static struct err *
read_proposals(struct ledger *ledger, int64_t id, enum proposal_state state, struct arena *arena, struct ledger_proposals *ret_proposals)
{
	struct ledger_proposals proposals = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_PROPOSAL_LIST, arena, &q));
	bind_int(&q, id);
	bind_int(&q, state);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		column_fields(&q, 0, &proposal_schema, list_add(arena, &proposals), arena);
	}
	*ret_proposals = proposals;
	return NULL;
}

struct err *
ledger_proposal_get(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_proposal *ret_proposal)
{
	struct ledger_proposals found = { 0 };

	if (id > 0)
		TRY(read_proposals(ledger, id, PROPOSAL_OPEN, arena, &found));
	if (found.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no proposal number {number}."), ARG_N("number", id));
	*ret_proposal = found.items[0];
	return NULL;
}

struct err *
ledger_proposals(struct ledger *ledger, enum proposal_state state, struct arena *arena, struct ledger_proposals *ret_proposals)
{
	return read_proposals(ledger, 0, state, arena, ret_proposals);
}

static struct err *
settle_proposal(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_proposal *proposal = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_PROPOSAL_SETTLE, arena, &q));
	bind_int(&q, proposal->id);
	bind_int(&q, proposal->state);
	bind_int(&q, proposal->settled_by);
	bind_instant(&q, proposal->settled_at);
	return query_run(&q, arena);
}

struct err *
ledger_proposal_settle(struct ledger *ledger, int64_t id, enum proposal_state state, int64_t by, int64_t at, struct arena *arena)
{
	struct ledger_proposal proposal = { .id = id, .state = state, .settled_by = by, .settled_at = at };

	return ledger_write(ledger, settle_proposal, &proposal, arena);
}
