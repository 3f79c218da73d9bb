/*
 * account_parts.h - inside this room: what making, changing and leaving of accounts share.
 */
#pragma once
#include "service/people/account.h"

/* "account/12", as the audit names it. */
struct str account_object(int64_t id, struct arena *arena);
/* ERR_CONFLICT unless somebody else is administrator and can act. */
CHECKED struct err *account_see_one_is_left(struct ledger *ledger, int64_t but, struct arena *arena);
/* ERR_USAGE: a login that is none; a name, mail address or unit that is none. */
CHECKED struct err *account_check_login(struct str login, struct arena *arena);
CHECKED struct err *account_check_order(const struct account_order *order, struct arena *arena);
/* ERR_USAGE says what is wrong with it. */
CHECKED struct err *password_hash(struct str password, struct str login, struct str organisation, struct arena *arena, struct str *ret_hash);
/* Joins the unit of work: the password, and an end to every session, link and step that stood on the one before. */
CHECKED struct err *account_put_password(struct ledger *ledger, const struct actor *actor, int64_t account, struct str hash, int64_t now,
    struct arena *arena);
/* Of who has shown the password already; counts as tries of the password do. */
struct people_vault;
CHECKED struct err *account_check_code(struct ledger *ledger, int64_t account, struct str code, const struct people_vault *vault, int64_t now,
    struct arena *arena, struct actor *ret_actor);
