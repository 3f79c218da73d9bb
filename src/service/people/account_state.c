/*
 * account_state.c - accounts locked, unlocked, left.
 */
#include "service/people/account.h"
#include "service/people/account_parts.h"
#include "store/ledger/casefile.h"
#include "store/ledger/identity.h"
#include "store/ledger/web.h"

struct state_work {
	const struct actor                 *actor;
	struct str                          login;
	int64_t                             now;
	const struct account_duties *const *duties;
	size_t                              duties_count;
};

static struct err *
lock(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct state_work *work = context;
	struct ledger_account account;

	TRY(account_of(ledger, work->login, arena, &account));
	if (account.state != ACCOUNT_ACTIVE)
		return err_new(arena, ERR_CONFLICT, M("The account {login} is not active."), ARG("login", account.login));
	if ((account.offices & OFFICE_ADMINISTRATOR) != 0)
		TRY(account_see_one_is_left(ledger, account.id, arena));
	account.state = ACCOUNT_LOCKED;
	TRY(ledger_account_set(ledger, &account, arena));
	return ledger_audit(ledger, work->actor->login, work->now, STR("account.lock"), account_object(account.id, arena), STR(""), arena);
}

struct err *
account_lock(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena)
{
	struct state_work work = { .actor = actor, .login = login, .now = now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	return ledger_write(ledger, lock, &work, arena);
}

bool
account_is_over(const struct ledger_account *account, int64_t now)
{
	return account->ends != DAY_NONE && instant_day(now, ZONE_JST) > account->ends;
}

struct ending { int64_t now, count; };

static struct err *
end_due(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ending *ending = context;
	struct ledger_accounts all;

	ending->count = 0;
	TRY(ledger_accounts(ledger, 0, arena, &all));
	for (size_t i = 0; i < all.count; i++) {
		struct ledger_account *account = &all.items[i];

		if (account->state != ACCOUNT_ACTIVE || !account_is_over(account, ending->now))
			continue;
		account->state = ACCOUNT_LOCKED;
		TRY(ledger_account_set(ledger, account, arena));
		TRY(ledger_session_end_all(ledger, account->id, 0, ending->now, arena));
		TRY(ledger_audit(ledger, actor_program().login, ending->now, STR("account.end"), account_object(account->id, arena), STR(""), arena));
		ending->count++;
	}
	return NULL;
}

struct err *
account_end_due(struct ledger *ledger, int64_t now, struct arena *arena, int64_t *ret_count)
{
	struct ending ending = { now, 0 };

	TRY(ledger_write(ledger, end_due, &ending, arena));
	*ret_count = ending.count;
	return NULL;
}

static struct err *
unlock(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct state_work *work = context;
	struct ledger_account account;

	TRY(account_of(ledger, work->login, arena, &account));
	if (account.state == ACCOUNT_LEFT)
		return err_new(arena, ERR_CONFLICT, M("The account {login} has left."), ARG("login", account.login));
	if (account_is_over(&account, work->now))
		return err_new(arena, ERR_CONFLICT, M("The last day of {login} is past: give the account another one, or none, first."), ARG("login", account.login));
	account.state = ACCOUNT_ACTIVE;
	TRY(ledger_account_set(ledger, &account, arena));
	TRY(ledger_account_set_tries(ledger, account.id, 0, INSTANT_NONE, arena));
	return ledger_audit(ledger, work->actor->login, work->now, STR("account.unlock"), account_object(account.id, arena), STR(""), arena);
}

struct err *
account_unlock(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena)
{
	struct state_work work = { .actor = actor, .login = login, .now = now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	return ledger_write(ledger, unlock, &work, arena);
}

/* What hangs on him, as a chain of sentences, the first the outermost. */
static struct err *
refuse_to_leave(const struct ledger_account *account, const struct hangings *hangings, struct arena *arena)
{
	struct err *err = NULL;

	for (size_t i = hangings->count; i > 0; i--)
		err = err_make(arena, ERR_HELD, ERR_WHERE, err, hangings->items[i - 1].message,
		    ERR_ARGS(ARG_N("count", hangings->items[i - 1].count)));
	return err_make(arena, ERR_HELD, ERR_WHERE, err, M("Something still hangs on {login}, and is handed over first"),
	    ERR_ARGS(ARG("login", account->login)));
}

static struct err *
leave(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct state_work *work = context;
	struct hangings hangings = { 0 };
	struct ledger_account account;

	TRY(account_of(ledger, work->login, arena, &account));
	if (account.state == ACCOUNT_LEFT)
		return err_new(arena, ERR_CONFLICT, M("The account {login} has left."), ARG("login", account.login));
	if ((account.offices & OFFICE_ADMINISTRATOR) != 0)
		TRY(account_see_one_is_left(ledger, account.id, arena));
	for (size_t i = 0; i < work->duties_count; i++)
		TRY(work->duties[i]->find(work->duties[i]->context, ledger, account.id, arena, &hangings));
	if (hangings.count > 0)
		return refuse_to_leave(&account, &hangings, arena);
	account.state = ACCOUNT_LEFT;
	account.left_at = work->now;
	account.os_user = STR("");
	account.offices = 0;
	TRY(ledger_account_set(ledger, &account, arena));
	TRY(ledger_account_set_password(ledger, account.id, STR(""), work->now, arena));
	TRY(ledger_totp_end(ledger, account.id, arena));
	TRY(ledger_identity_end(ledger, account.id, STR(""), arena));
	TRY(ledger_token_withdraw(ledger, account.id, 0, work->now, arena));
	TRY(ledger_membership_end(ledger, account.id, 0, arena));
	return ledger_audit(ledger, work->actor->login, work->now, STR("account.leave"), account_object(account.id, arena), STR(""), arena);
}

struct err *
account_leave(struct ledger *ledger, const struct actor *actor, struct str login, const struct account_duties *const *duties,
    size_t duties_count, int64_t now, struct arena *arena)
{
	struct state_work work = { actor, login, now, duties, duties_count };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	return ledger_write(ledger, leave, &work, arena);
}

/* ------------------------------------------------------------------------------------- what hangs on him in cases */

struct counting { int64_t tasks; };

static struct err *
count_task(void *context, const struct ledger_case_task *task, struct arena *arena)
{
	(void)task;
	(void)arena;
	((struct counting *)context)->tasks++;
	return NULL;
}

static struct err *
find_in_cases(void *context, struct ledger *ledger, int64_t account, struct arena *arena, struct hangings *hangings)
{
	struct counting counting = { 0 };
	int64_t parts;

	(void)context;
	TRY(ledger_case_tasks_of(ledger, account, INT32_MAX, count_task, &counting, arena));
	TRY(ledger_case_parts_of(ledger, account, arena, &parts));
	if (counting.tasks > 0)
		list_push(arena, hangings, ((struct hanging){ M("open tasks in cases: {count}"), counting.tasks }));
	if (parts > 0)
		list_push(arena, hangings, ((struct hanging){ M("parts in open cases: {count}"), parts }));
	return NULL;
}

const struct account_duties account_case_duties = { NULL, find_in_cases };
