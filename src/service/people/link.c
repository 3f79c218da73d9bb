/*
 * link.c - links that work once.
 */
#include "service/people/link.h"

#include "service/people/account_parts.h"
#include "service/people/secret.h"

/* ---------------------------------------------------------------------------------------- made and found */

static struct err *
no_link(struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("This link was used already, has ended, or was not copied whole: ask for a new one."));
}

static bool
parts_of(struct str link, int64_t *ret_org, struct str *ret_secret)
{
	struct str number;

	return str_cut(link, '.', &number, ret_secret) && str_to_i64(number, ret_org) && *ret_org > 0 && token_is_whole(*ret_secret);
}

struct err *
link_follow(struct ledger *ledger, struct str link, struct arena *arena)
{
	struct str secret;
	struct err *err;
	int64_t org;

	if (!parts_of(link, &org, &secret))
		return no_link(arena);
	err = ledger_org_use(ledger, org, arena);
	return err != NULL && err->code == ERR_NOT_FOUND ? no_link(arena) : err;
}

static struct err *
find(struct ledger *ledger, enum link_kind kind, struct str link, int64_t now, struct arena *arena, struct ledger_link *ret_link)
{
	struct str secret;
	int64_t org;

	if (!parts_of(link, &org, &secret) || org != ledger_org(ledger))
		return no_link(arena);
	TRY(ledger_link_find(ledger, kind, secret_digest(secret, arena), arena, ret_link));
	return ret_link->made_at == INSTANT_NONE || now >= ret_link->until ? no_link(arena) : NULL;
}

static struct err *
put(struct ledger *ledger, const struct ledger_link *link, struct arena *arena, struct str *ret_link)
{
	struct str secret = token_new(arena);

	*ret_link = arena_printf(arena, "%lld.%.*s", (long long)ledger_org(ledger), STR_ARG(secret));
	return ledger_link_put(ledger, link, secret_digest(secret, arena), arena);
}

/* ------------------------------------------------------------------------------------------ setting up */

struct err *
setup_is_open(struct ledger *ledger, struct arena *arena, bool *ret_open)
{
	int64_t count;

	TRY(ledger_account_count_passwords(ledger, arena, &count));
	*ret_open = count == 0;
	return NULL;
}

static struct err *
need_open(struct ledger *ledger, struct arena *arena)
{
	bool open;

	TRY(setup_is_open(ledger, arena, &open));
	return open ? NULL : err_new(arena, ERR_CONFLICT, M("This organisation is set up already: sign in, or ask its administrator for an account."));
}

struct inviting { struct str by, login, link; int64_t now; };

static struct err *
invite_setup(struct ledger *ledger, void *context, struct arena *arena)
{
	struct inviting *inviting = context;
	const struct ledger_link link = { LINK_SETUP, 0, inviting->now, inviting->now + LINK_SETUP_HOURS * INSTANT_HOUR };

	TRY(need_open(ledger, arena));
	TRY(put(ledger, &link, arena, &inviting->link));
	return ledger_audit(ledger, inviting->by, inviting->now, STR("setup.invite"), STR("home"), STR(""), arena);
}

struct err *
setup_invite(struct ledger *ledger, struct str by, int64_t now, struct arena *arena, struct str *ret_link)
{
	struct inviting inviting = { .by = by, .now = now };

	TRY(ledger_write(ledger, invite_setup, &inviting, arena));
	*ret_link = inviting.link;
	return NULL;
}

struct err *
setup_see(struct ledger *ledger, struct str link, int64_t now, struct arena *arena)
{
	struct ledger_link found;

	TRY(find(ledger, LINK_SETUP, link, now, arena, &found));
	return need_open(ledger, arena);
}

struct finishing {
	const struct setup_order *order;
	struct str                link, hash;
	int64_t                   now, account;
};

static struct err *
first_account(struct ledger *ledger, const struct finishing *finishing, struct arena *arena, struct ledger_account *ret_account)
{
	const struct setup_order *order = finishing->order;
	struct ledger_account account = { .login = order->login, .made_at = finishing->now, .left_at = INSTANT_NONE };
	int64_t id;

	TRY(ledger_account_find(ledger, order->login, arena, &id));
	if (id != 0)
		TRY(ledger_account_get(ledger, id, arena, &account));
	account.name = order->name;
	account.mail = order->mail;
	account.language = order->language;
	account.offices |= OFFICE_ADMINISTRATOR | OFFICE_SECURITY;
	account.state = ACCOUNT_ACTIVE;
	account.left_at = INSTANT_NONE;
	if (id == 0)
		TRY(ledger_account_add(ledger, &account, arena));
	else
		TRY(ledger_account_set(ledger, &account, arena));
	*ret_account = account;
	return NULL;
}

static struct err *
finish_setup(struct ledger *ledger, void *context, struct arena *arena)
{
	struct finishing *finishing = context;
	struct ledger_account account;

	TRY(setup_see(ledger, finishing->link, finishing->now, arena));
	TRY(first_account(ledger, finishing, arena, &account));
	TRY(ledger_account_set_password(ledger, account.id, finishing->hash, finishing->now, arena));
	TRY(ledger_link_end(ledger, LINK_SETUP, 0, arena));
	if (finishing->order->organisation.len > 0)
		TRY(ledger_org_rename(ledger, ledger_org(ledger), finishing->order->organisation, arena));
	finishing->account = account.id;
	return ledger_audit(ledger, account.login, finishing->now, STR("setup.finish"), account_object(account.id, arena), STR(""), arena);
}

struct err *
setup_finish(struct ledger *ledger, struct str link, const struct setup_order *order, int64_t now, struct arena *arena,
    struct actor *ret_actor)
{
	const struct account_order checked = { .told = TOLD_NAME | TOLD_MAIL, .login = order->login, .name = order->name, .mail = order->mail };
	struct finishing finishing = { .order = order, .link = link, .now = now };

	TRY(setup_see(ledger, link, now, arena));
	TRY(account_check_login(order->login, arena));
	TRY(account_check_order(&checked, arena));
	if (!people_is_line(order->organisation, PEOPLE_NAME_MOST))
		return err_new(arena, ERR_USAGE, M("The name of an organisation is one line of at most {most} bytes."), ARG_N("most", PEOPLE_NAME_MOST));
	TRY(password_hash(order->password, order->login, order->organisation, arena, &finishing.hash));
	TRY(ledger_write(ledger, finish_setup, &finishing, arena));
	return actor_of_account(ledger, finishing.account, VIA_WEB, arena, ret_actor);
}

/* ------------------------------------------------------------------------------------- first passwords */

static struct err *
invite_welcome(struct ledger *ledger, void *context, struct arena *arena)
{
	struct inviting *inviting = context;
	struct ledger_link link = { LINK_WELCOME, 0, inviting->now, inviting->now + LINK_WELCOME_HOURS * INSTANT_HOUR };
	struct ledger_account account;

	TRY(account_of(ledger, inviting->login, arena, &account));
	if (account.state != ACCOUNT_ACTIVE || account_is_over(&account, inviting->now))
		return err_new(arena, ERR_CONFLICT, M("The account {login} is locked or has left: it gets no link."), ARG("login", account.login));
	link.account = account.id;
	TRY(put(ledger, &link, arena, &inviting->link));
	return ledger_audit(ledger, inviting->by, inviting->now, STR("account.invite"), account_object(account.id, arena), STR(""), arena);
}

struct err *
welcome_invite(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena, struct str *ret_link)
{
	struct inviting inviting = { .by = actor->login, .login = login, .now = now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(ledger_write(ledger, invite_welcome, &inviting, arena));
	*ret_link = inviting.link;
	return NULL;
}

struct err *
welcome_see(struct ledger *ledger, struct str link, int64_t now, struct arena *arena, struct actor *ret_actor)
{
	struct ledger_link found;

	TRY(find(ledger, LINK_WELCOME, link, now, arena, &found));
	return actor_of_account(ledger, found.account, VIA_WEB, arena, ret_actor);
}

struct welcoming { struct str link, hash; int64_t now; struct actor actor; };

static struct err *
finish_welcome(struct ledger *ledger, void *context, struct arena *arena)
{
	struct welcoming *welcoming = context;

	TRY(welcome_see(ledger, welcoming->link, welcoming->now, arena, &welcoming->actor));
	return account_put_password(ledger, &welcoming->actor, welcoming->actor.account, welcoming->hash, welcoming->now, arena);
}

struct err *
welcome_finish(struct ledger *ledger, struct str link, struct str password, struct str organisation, int64_t now, struct arena *arena,
    struct actor *ret_actor)
{
	struct welcoming welcoming = { .link = link, .now = now };

	TRY(welcome_see(ledger, link, now, arena, &welcoming.actor));
	TRY(password_hash(password, welcoming.actor.login, organisation, arena, &welcoming.hash));
	TRY(ledger_write(ledger, finish_welcome, &welcoming, arena));
	*ret_actor = welcoming.actor;
	return NULL;
}

/* ---------------------------------------------------------------------------- between password and code */

struct err *
code_step_begin(struct ledger *ledger, struct str login, int64_t now, struct arena *arena, struct str *ret_link)
{
	struct ledger_link link = { LINK_CODE, 0, now, now + LINK_CODE_MINUTES * 60 * INSTANT_SECOND };
	struct ledger_account account;

	TRY(account_of(ledger, login, arena, &account));
	link.account = account.id;
	return put(ledger, &link, arena, ret_link);
}

struct err *
code_step_finish(struct ledger *ledger, struct str link, struct str code, const struct people_vault *vault, int64_t now,
    struct arena *arena, struct actor *ret_actor)
{
	struct ledger_link found;

	TRY(find(ledger, LINK_CODE, link, now, arena, &found));
	TRY(account_check_code(ledger, found.account, code, vault, now, arena, ret_actor));
	return ledger_link_end(ledger, LINK_CODE, found.account, arena);
}
