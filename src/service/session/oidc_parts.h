/*
 * oidc_parts.h - inside this room: what the provider says, and whether an ID token may be believed.
 */
#pragma once
#include "format/jose/jose.h"
#include "service/session/oidc.h"

/* Of the discovery document (OpenID Connect Discovery 3, RFC 8414). */
struct oidc_provider {
	struct str authorize, token, keys;   /* addresses                                            */
	bool       by_form;                  /* takes the secret in the form only, not in a header    */
	bool       says_issuer;              /* sends back who it is (RFC 9207)                       */
};
/* ERR_FORMAT: not that of this issuer, or an address that is none or not encrypted. */
CHECKED struct err *oidc_provider_parse(struct str text, struct str issuer, struct arena *arena, struct oidc_provider *ret_provider);

/* What the provider says of a person. */
struct oidc_claims {
	struct str subject, login, name, mail;
	bool       mail_verified;
};
/* The rules of Core 3.1.3.7 on what was signed. ERR_FORMAT, ERR_FORBIDDEN. */
CHECKED struct err *oidc_claims_check(struct str content, const struct oidc_place *place, struct str nonce, int64_t now, struct arena *arena,
    struct oidc_claims *ret_claims);

/* From memory, or asked. anew: the keys are not those of before, if they were not asked for just now. */
CHECKED struct err *oidc_learn(const struct oidc *oidc, int64_t now, struct arena *arena, struct oidc_provider *ret_provider);
CHECKED struct err *oidc_learn_keys(const struct oidc *oidc, const struct oidc_provider *provider, bool anew, int64_t now, struct arena *arena,
    struct jose_keys *ret_keys);

/* As it stands in a query or form. */
struct str oidc_encoded(struct str text, struct arena *arena);

/* Whose account here it is; 0: nobody's. Joins the unit of work; links and makes as the place says. Of who is locked or has left too. */
CHECKED struct err *oidc_whose_account(struct ledger *ledger, const struct oidc_place *place, const struct oidc_claims *claims, int64_t now,
    struct arena *arena, int64_t *ret_account);
