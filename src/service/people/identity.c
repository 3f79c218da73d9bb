#include "service/people/identity.h"

#include "service/people/account.h"
#include "service/people/account_parts.h"
#include "store/ledger/identity.h"
#include "store/ledger/people.h"

static const struct field view_fields[] = {
	FIELD(struct identity_view, login, FIELD_STR),
	FIELD(struct identity_view, name, FIELD_STR),
	FIELD(struct identity_view, issuer, FIELD_STR),
	FIELD(struct identity_view, subject, FIELD_STR),
	FIELD(struct identity_view, at, FIELD_INSTANT),
};
const struct schema identity_view_schema = SCHEMA("identity", struct identity_view, view_fields);
static const struct field views_fields[] = { FIELD_OF(struct identity_views, identities, FIELD_LIST, &identity_view_schema) };
const struct schema identity_views_schema = SCHEMA("identities", struct identity_views, views_fields);

static struct err *
need(const struct actor *actor, struct str login, unsigned scope, struct arena *arena)
{
	return actor_need(actor, login.len > 0 && str_eq(actor->login, login) ? 0 : OFFICE_ADMINISTRATOR, scope, arena);
}

struct err *
identity_list(struct ledger *ledger, const struct actor *actor, struct str login, struct arena *arena, struct identity_views *ret_views)
{
	struct ledger_identities rows;
	struct ledger_account account = { 0 };

	*ret_views = (struct identity_views){ 0 };
	TRY(need(actor, login, SCOPE_READ, arena));
	if (login.len > 0)
		TRY(account_of(ledger, login, arena, &account));
	TRY(ledger_identities(ledger, account.id, arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		if (login.len == 0)
			TRY(ledger_account_get(ledger, rows.items[i].account, arena, &account));
		list_push(arena, &ret_views->identities, ((struct identity_view){ account.login, account.name, rows.items[i].issuer, rows.items[i].subject,
		    rows.items[i].at }));
	}
	return NULL;
}

struct err *
identity_put(struct ledger *ledger, struct str by, int64_t account, struct str issuer, struct str subject, int64_t now, struct arena *arena)
{
	const struct ledger_identity identity = { account, issuer, subject, now };

	if (issuer.len == 0 || !people_is_line(issuer, ISSUER_MOST))
		return err_new(arena, ERR_USAGE, M("What a provider calls itself is an address of at most {most} bytes."), ARG_N("most", ISSUER_MOST));
	if (subject.len == 0 || !people_is_line(subject, SUBJECT_MOST))
		return err_new(arena, ERR_USAGE, M("What a provider calls a person (\"sub\") is one line of at most {most} bytes."), ARG_N("most", SUBJECT_MOST));
	TRY(ledger_identity_put(ledger, &identity, arena));
	return ledger_audit(ledger, by, now, STR("account.link"), account_object(account, arena), issuer, arena);
}

struct linking { const struct actor *actor; struct str login, issuer, subject; int64_t now; };

static struct err *
link_account(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct linking *linking = context;
	struct ledger_account account;

	TRY(account_of(ledger, linking->login, arena, &account));
	if (account.state == ACCOUNT_LEFT)
		return err_new(arena, ERR_CONFLICT, M("The account {login} has left."), ARG("login", account.login));
	return identity_put(ledger, linking->actor->login, account.id, linking->issuer, linking->subject, linking->now, arena);
}

struct err *
identity_link(struct ledger *ledger, const struct actor *actor, struct str login, struct str issuer, struct str subject, int64_t now,
    struct arena *arena)
{
	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	return ledger_write(ledger, link_account, &(struct linking){ actor, login, issuer, subject, now }, arena);
}

static struct err *
unlink_account(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct linking *linking = context;
	struct ledger_account account;

	TRY(account_of(ledger, linking->login, arena, &account));
	TRY(ledger_identity_end(ledger, account.id, linking->issuer, arena));
	return ledger_audit(ledger, linking->actor->login, linking->now, STR("account.unlink"), account_object(account.id, arena), linking->issuer, arena);
}

struct err *
identity_unlink(struct ledger *ledger, const struct actor *actor, struct str login, struct str issuer, int64_t now, struct arena *arena)
{
	TRY(need(actor, login, SCOPE_ADMIN, arena));
	return ledger_write(ledger, unlink_account, &(struct linking){ actor, login, issuer, STR(""), now }, arena);
}
