/*
 * account_parts.h - inside this room: what making, changing and leaving of accounts share.
 */
#pragma once
#include "service/people/account.h"

/* "account/12", as the audit names it. */
struct str account_object(int64_t id, struct arena *arena);
/* ERR_CONFLICT unless somebody else is administrator and can act. */
CHECKED struct err *account_see_one_is_left(struct ledger *ledger, int64_t but, struct arena *arena);
