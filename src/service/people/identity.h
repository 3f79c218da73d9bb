/*
 * identity.h - accounts of another provider (OpenID Connect) that a person may sign in by: linked by himself when he is signed in
 * (service/session/oidc.h), or by an administrator who has a list of what the provider calls its people.
 *
 * What counts is the provider's own name (issuer) and the one that it keeps for the person (subject): mail addresses and names change hands.
 */
#pragma once
#include "service/people/actor.h"

enum { ISSUER_MOST = 500, SUBJECT_MOST = 255 /* OpenID Connect Core 2 */ };

struct identity_view { struct str login, name, issuer, subject; int64_t at; };
struct identity_views { LIST(struct identity_view) identities; };
extern const struct schema identity_view_schema, identity_views_schema;

/* One's own; as administrator those of a login, or everybody's (""). */
CHECKED struct err *identity_list(struct ledger *ledger, const struct actor *actor, struct str login, struct arena *arena,
    struct identity_views *ret_views);
/* By an administrator, in place of what the account had of that issuer. ERR_CONFLICT: it is linked to somebody else, who is not named. */
CHECKED struct err *identity_link(struct ledger *ledger, const struct actor *actor, struct str login, struct str issuer, struct str subject,
    int64_t now, struct arena *arena);
/* One's own, or as administrator another's. issuer "": all. */
CHECKED struct err *identity_unlink(struct ledger *ledger, const struct actor *actor, struct str login, struct str issuer, int64_t now,
    struct arena *arena);
/* Joins a unit of work of who has shown that both are his. by: of the audit. */
CHECKED struct err *identity_put(struct ledger *ledger, struct str by, int64_t account, struct str issuer, struct str subject, int64_t now,
    struct arena *arena);
