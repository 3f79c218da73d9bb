/*
 * identity.h (store/ledger) - accounts of another provider by which people sign in here, and who is on the way there.
 *
 * Rows as they are, without rights: service/people/identity.h and service/session/oidc.h ask those. Functions that write join the unit of work they are called in
 * and write no audit row of their own.
 */
#pragma once
#include "store/ledger/ledger.h"

/* issuer: what the provider calls itself, an address; subject: what it calls the person, for good. */
struct ledger_identity { int64_t account; struct str issuer, subject; int64_t at; };
struct ledger_identities { struct ledger_identity *items; size_t count, room; };
/* In place of the one that the account had of that issuer. ERR_CONFLICT: another account has it. */
CHECKED struct err *ledger_identity_put(struct ledger *ledger, const struct ledger_identity *identity, struct arena *arena);
/* 0: nobody's. */
CHECKED struct err *ledger_identity_find(struct ledger *ledger, struct str issuer, struct str subject, struct arena *arena, int64_t *ret_account);
/* account 0: everybody's. */
CHECKED struct err *ledger_identities(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_identities *ret_identities);
/* issuer "": all of the account. */
CHECKED struct err *ledger_identity_end(struct ledger *ledger, int64_t account, struct str issuer, struct arena *arena);

/* account: of who links one of his own; 0: of who signs in. goal: where he goes afterwards. */
struct ledger_arrival { int64_t account; struct str goal; int64_t until; };
/* now: those whose time is over are forgotten by the way. */
CHECKED struct err *ledger_arrival_put(struct ledger *ledger, const struct ledger_arrival *arrival, struct str digest, int64_t now, struct arena *arena);
/* It is gone then: nobody arrives twice. until INSTANT_NONE: there is none. */
CHECKED struct err *ledger_arrival_take(struct ledger *ledger, struct str digest, struct arena *arena, struct ledger_arrival *ret_arrival);
