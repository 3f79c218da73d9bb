#include "service/served/served.h"

#include "service/people/organisation.h"
#include "wire/http/http.h"

bool
served_is_on(const struct home *home)
{
	return str_eq(home->served_apis, STR("local")) || served_needs_token(home);
}

bool
served_needs_token(const struct home *home)
{
	return str_eq(home->served_apis, STR("token"));
}

static struct err *
not_allowed(struct arena *arena)
{
	return err_new(arena, ERR_FORBIDDEN, M("This API is not served to this address, or not without a token that may read (served_apis, served_networks in tsukuroi.conf)."));
}

/* Of another organisation's tokens, too: what is served is the same for all. */
static struct err *
check_token(struct ledger *ledger, struct str token, int64_t now, struct arena *arena)
{
	struct actor actor;
	struct err *err;

	if (token.len == 0)
		return not_allowed(arena);
	err = organisation_of_token(ledger, token, now, arena, &actor);
	if (err != NULL)
		return err->code == ERR_FORBIDDEN || err->code == ERR_NOT_FOUND ? not_allowed(arena) : err;
	return actor_need(&actor, 0, SCOPE_READ, arena) == NULL ? NULL : not_allowed(arena);
}

struct err *
served_reads(struct ledger *ledger, struct str token, int64_t now, struct arena *arena, bool *ret_reads)
{
	struct err *err = check_token(ledger, token, now, arena);

	*ret_reads = err == NULL && ledger_org(ledger) == LEDGER_ORG;
	return err != NULL && err->code != ERR_FORBIDDEN ? err : NULL;
}

struct err *
served_may(const struct home *home, struct ledger *ledger, struct str address, struct str token, int64_t now, struct arena *arena)
{
	struct str networks = home->served_networks.len > 0 ? home->served_networks : STR(SERVED_NETWORKS);

	if (!http_are_networks(networks))
		return err_new(arena, ERR_USAGE, M("The setting {key} names something that is no network: write it as in \"10.0.0.0/8, 192.0.2.7\"."), ARG("key", STR("served_networks")));
	if (!http_is_among(address, networks))
		return not_allowed(arena);
	return served_needs_token(home) ? check_token(ledger, token, now, arena) : NULL;
}
