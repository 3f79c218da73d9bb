/*
 * oidc_account.c - whose account here a provider's person is: linked, of the same name where the settings trust the provider in it, or a new one.
 */
#include "service/people/account.h"
#include "service/people/account_parts.h"
#include "service/people/identity.h"
#include "service/session/oidc_parts.h"
#include "store/ledger/identity.h"
#include "store/ledger/people.h"

/* "Taro.Reida@example.jp" is taro.reida: what stands before the sign, in small letters. "": it cannot be a login here. */
static struct str
login_of(struct str name, struct arena *arena)
{
	struct str login, rest;
	char *small;

	(void)str_cut(name, '@', &login, &rest);
	small = arena_cstr(arena, login);
	for (size_t i = 0; i < login.len; i++)
		small[i] = char_lower(small[i]);
	login.ptr = small;
	return account_check_login(login, arena) == NULL ? login : STR("");
}

/* One that a word of the provider may stand for: somebody who is active, has not linked another of this provider, and holds no office that two people give. */
static struct err *
may_be_found(struct ledger *ledger, const struct oidc_place *place, const struct ledger_account *account, struct arena *arena, bool *ret_may)
{
	struct ledger_identities rows;

	*ret_may = account->state == ACCOUNT_ACTIVE && (account->offices & (int64_t)OFFICES_BY_TWO) == 0;
	TRY(ledger_identities(ledger, account->id, arena, &rows));
	for (size_t i = 0; i < rows.count; i++)
		*ret_may = *ret_may && !str_eq(rows.items[i].issuer, place->issuer);
	return NULL;
}

static struct err *
by_login(struct ledger *ledger, const struct oidc_place *place, const struct oidc_claims *claims, struct arena *arena, int64_t *ret_account)
{
	struct str login = login_of(claims->login, arena);
	struct ledger_account account;
	bool may;

	if (login.len == 0)
		return NULL;
	TRY(ledger_account_find(ledger, login, arena, ret_account));
	if (*ret_account == 0)
		return NULL;
	TRY(ledger_account_get(ledger, *ret_account, arena, &account));
	TRY(may_be_found(ledger, place, &account, arena, &may));
	if (!may)
		*ret_account = 0;
	return NULL;
}

/* Of one account alone, whose address the provider has verified. */
static struct err *
by_mail(struct ledger *ledger, const struct oidc_place *place, const struct oidc_claims *claims, struct arena *arena, int64_t *ret_account)
{
	struct ledger_accounts all;
	size_t found = 0;
	bool may;

	if (!claims->mail_verified || !people_is_mail(claims->mail))
		return NULL;
	TRY(ledger_accounts(ledger, 0, arena, &all));
	for (size_t i = 0; i < all.count; i++) {
		if (all.items[i].state == ACCOUNT_LEFT || !str_eq_nocase(all.items[i].mail, claims->mail))
			continue;
		TRY(may_be_found(ledger, place, &all.items[i], arena, &may));
		*ret_account = may ? all.items[i].id : 0;
		found++;
	}
	if (found != 1)
		*ret_account = 0;
	return NULL;
}

/* Never one that is there already: its owner would be surprised. */
static struct err *
make(struct ledger *ledger, const struct oidc_place *place, const struct oidc_claims *claims, int64_t now, struct arena *arena, int64_t *ret_account)
{
	struct ledger_account account = { .login = login_of(claims->login.len > 0 ? claims->login : claims->mail, arena), .name = claims->name,
		.mail = people_is_mail(claims->mail) ? claims->mail : STR(""), .offices = place->offices & ~(unsigned)OFFICES_BY_TWO, .made_at = now,
		.left_at = INSTANT_NONE };
	int64_t there;

	if (account.login.len == 0)
		return NULL;
	TRY(ledger_account_find(ledger, account.login, arena, &there));
	if (there != 0)
		return NULL;
	if (account.name.len == 0)
		account.name = account.login;
	TRY(ledger_account_add(ledger, &account, arena));
	*ret_account = account.id;
	return ledger_audit(ledger, actor_program().login, now, STR("account.add"), account_object(account.id, arena), STR(""), arena);
}

struct err *
oidc_whose_account(struct ledger *ledger, const struct oidc_place *place, const struct oidc_claims *claims, int64_t now, struct arena *arena,
    int64_t *ret_account)
{
	*ret_account = 0;
	TRY(ledger_identity_find(ledger, place->issuer, claims->subject, arena, ret_account));
	if (*ret_account != 0)
		return NULL;
	if (place->match == OIDC_LOGIN)
		TRY(by_login(ledger, place, claims, arena, ret_account));
	else if (place->match == OIDC_MAIL)
		TRY(by_mail(ledger, place, claims, arena, ret_account));
	if (*ret_account == 0 && place->make)
		TRY(make(ledger, place, claims, now, arena, ret_account));
	return *ret_account == 0 ? NULL : identity_put(ledger, actor_program().login, *ret_account, place->issuer, claims->subject, now, arena);
}
