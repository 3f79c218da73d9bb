/*
 * people.c - accounts, and who belongs to which unit.
 */
#include "store/ledger/people.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const char *const account_state_words[] = { "active", "locked", "left" };
static const char *const account_state_said[] = { M("active"), M("locked"), M("has left") };
const struct enum_names account_state_names = ENUM_WORDS(account_state_words, account_state_said);

static const struct field account_fields[] = {
	COLUMN(struct ledger_account, id, FIELD_INT),
	COLUMN(struct ledger_account, login, FIELD_STR),
	COLUMN(struct ledger_account, name, FIELD_STR),
	COLUMN(struct ledger_account, mail, FIELD_STR),
	COLUMN(struct ledger_account, language, FIELD_ENUM),
	COLUMN(struct ledger_account, offices, FIELD_INT),
	COLUMN(struct ledger_account, os_user, FIELD_STR),
	COLUMN(struct ledger_account, password, FIELD_STR),
	COLUMN(struct ledger_account, password_at, FIELD_INSTANT),
	COLUMN(struct ledger_account, failures, FIELD_INT),
	COLUMN(struct ledger_account, held_until, FIELD_INSTANT),
	COLUMN(struct ledger_account, state, FIELD_ENUM),
	COLUMN(struct ledger_account, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_account, left_at, FIELD_INSTANT),
	COLUMN(struct ledger_account, second_factor, FIELD_INT),
	COLUMN(struct ledger_account, ends, FIELD_DAY),
};
static const struct schema account_schema = SCHEMA("account", struct ledger_account, account_fields);

/* --------------------------------------------------------------------------------- reading */

struct err *
ledger_account_get(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_account *ret_account)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_ACCOUNT_GET, arena, &q));
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("There is no account number {number}."), ARG_N("number", id));
	column_fields(&q, 0, &account_schema, ret_account, arena);
	return NULL;
}

struct err *
ledger_account_find(struct ledger *ledger, struct str login, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_FIND, arena, &q));
	bind_str(&q, login);
	return query_one(&q, arena, ret_id);
}

struct err *
ledger_account_of_user(struct ledger *ledger, struct str os_user, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_OF_USER, arena, &q));
	bind_str(&q, os_user);
	return query_one(&q, arena, ret_id);
}

struct err *
ledger_account_count(struct ledger *ledger, int64_t offices, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_COUNT, arena, &q));
	bind_int(&q, offices);
	return query_one(&q, arena, ret_count);
}

struct err *
ledger_account_count_passwords(struct ledger *ledger, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_COUNT_PASSWORDS, arena, &q));
	return query_one(&q, arena, ret_count);
}

struct err *
ledger_accounts(struct ledger *ledger, int64_t unit, struct arena *arena, struct ledger_accounts *ret_accounts)
{
	struct ledger_accounts accounts = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_ACCOUNT_LIST, arena, &q));
	bind_int(&q, unit);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		column_fields(&q, 0, &account_schema, list_add(arena, &accounts), arena);
	}
	*ret_accounts = accounts;
	return NULL;
}

/* --------------------------------------------------------------------------------- writing */

/* A login names one account for ever, a user of the operating system one that has not left. */
static struct err *
see_that_it_is_free(struct ledger *ledger, const struct ledger_account *account, struct arena *arena)
{
	int64_t other;

	TRY(ledger_account_find(ledger, account->login, arena, &other));
	if (other != 0 && other != account->id)
		return err_new(arena, ERR_CONFLICT, M("There is an account {login} already; a login is never given twice."),
		    ARG("login", account->login));
	if (account->os_user.len == 0)
		return NULL;
	TRY(ledger_account_of_user(ledger, account->os_user, arena, &other));
	if (other != 0 && other != account->id)
		return err_new(arena, ERR_CONFLICT, M("The user {user} of the operating system has another account already."),
		    ARG("user", account->os_user));
	return NULL;
}

static struct err *
add(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_account *account = context;
	struct query q QUERY_SCOPE;

	account->id = 0;
	TRY(see_that_it_is_free(ledger, account, arena));
	TRY(ledger_allot(ledger, "account", 1, arena, &account->id));
	TRY(ledger_query(ledger, SQL_ACCOUNT_INSERT, arena, &q));
	bind_int(&q, account->id);
	bind_str(&q, account->login);
	bind_str(&q, account->name);
	bind_str(&q, account->mail);
	bind_int(&q, account->language);
	bind_int(&q, account->offices);
	bind_str(&q, account->os_user);
	bind_instant(&q, account->made_at);
	return query_run(&q, arena);
}

struct err *
ledger_account_add(struct ledger *ledger, struct ledger_account *account, struct arena *arena)
{
	return ledger_write(ledger, add, account, arena);
}

struct setting { const struct ledger_account *account; };

static struct err *
set(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_account *account = ((const struct setting *)context)->account;
	struct query q QUERY_SCOPE;

	TRY(see_that_it_is_free(ledger, account, arena));
	TRY(ledger_query(ledger, SQL_ACCOUNT_SET, arena, &q));
	bind_int(&q, account->id);
	bind_str(&q, account->name);
	bind_str(&q, account->mail);
	bind_int(&q, account->language);
	bind_int(&q, account->offices);
	bind_str(&q, account->os_user);
	bind_int(&q, account->state);
	bind_instant(&q, account->left_at);
	return query_run(&q, arena);
}

struct err *
ledger_account_set(struct ledger *ledger, const struct ledger_account *account, struct arena *arena)
{
	struct setting setting = { account };

	return ledger_write(ledger, set, &setting, arena);
}

struct ending { int64_t id; int32_t day; };

static struct err *
set_ends(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_SET_ENDS, arena, &q));
	bind_int(&q, ending->id);
	bind_day(&q, ending->day);
	return query_run(&q, arena);
}

struct err *
ledger_account_set_ends(struct ledger *ledger, int64_t id, int32_t ends, struct arena *arena)
{
	return ledger_write(ledger, set_ends, &(struct ending){ id, ends }, arena);
}

struct passing { int64_t id, number, at; struct str hash; };

static struct err *
set_password(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct passing *passing = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_SET_PASSWORD, arena, &q));
	bind_int(&q, passing->id);
	bind_str(&q, passing->hash);
	bind_instant(&q, passing->at);
	return query_run(&q, arena);
}

struct err *
ledger_account_set_password(struct ledger *ledger, int64_t id, struct str hash, int64_t at, struct arena *arena)
{
	struct passing passing = { .id = id, .hash = hash, .at = at };

	return ledger_write(ledger, set_password, &passing, arena);
}

static struct err *
set_tries(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct passing *passing = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ACCOUNT_SET_TRIES, arena, &q));
	bind_int(&q, passing->id);
	bind_int(&q, passing->number);
	bind_instant(&q, passing->at);
	return query_run(&q, arena);
}

struct err *
ledger_account_set_tries(struct ledger *ledger, int64_t id, int64_t failures, int64_t held_until, struct arena *arena)
{
	struct passing passing = { .id = id, .number = failures, .at = held_until };

	return ledger_write(ledger, set_tries, &passing, arena);
}
