/*
 * jose.h - signed tokens, and the public keys that they are checked with.
 *
 *     eyJhbGciOiJSUzI1NiIsImtpZCI6IjIwMjYtMTEifQ . eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuanAifQ . bXkgc2lnbmF0dXJl…
 *       {"alg":"RS256","kid":"2026-11"}              what was signed, as JSON                      the signature
 *
 * JWS in compact form (RFC 7515), keys as JWK sets (RFC 7517), with RS256 and ES256 (RFC 7518) and EdDSA with Ed25519 (RFC 8037), no others: "none" and
 * the HMACs are ERR_UNSUPPORTED, so nobody passes a public key off as a shared secret. Which algorithm is used a key says, and the token must agree.
 * GnuTLS does the sums, loaded when the first signature is looked at; Ed25519 is base/crypt's.
 */
#pragma once
#include "base/err.h"
#include "base/vec.h"

enum jose_algorithm { JOSE_RS256, JOSE_ES256, JOSE_EDDSA };

enum { JOSE_TEXT_MOST = 65536 /* bytes of a token, or of a set of keys */, JOSE_KEYS_MOST = 64, JOSE_RSA_LEAST = 256, JOSE_RSA_MOST = 1024 /* bytes of n */ };

struct jose_key {
	enum jose_algorithm algorithm;
	struct str          id;           /* "kid"; ""                                         */
	struct str          first, second; /* n and e; x and y; x and nothing: big-endian bytes */
};
struct jose_keys { struct jose_key *items; size_t count, room; };

/* Those of a JWK set that check signatures in one of the three ways; others are passed over. ERR_FORMAT, ERR_LIMIT. */
CHECKED struct err *jose_keys_parse(struct str text, struct arena *arena, struct jose_keys *ret_keys);

struct jose_token {
	enum jose_algorithm algorithm;
	struct str          key;          /* "kid"; ""                                */
	struct str          content;      /* what was signed, decoded                  */
	struct str          covered;      /* the text that the signature is of          */
	struct str          signature;    /* decoded                                  */
};
/* ERR_FORMAT: no such token; ERR_UNSUPPORTED: another algorithm, or a header that must be understood ("crit"). Nothing is believed yet. */
CHECKED struct err *jose_token_parse(struct str text, struct arena *arena, struct jose_token *ret_token);

/*
 * Whether one of these keys signed it. *ret_known false: there is no key of that id and kind among them, as when they were changed since they were asked
 * for; then it is an error too. ERR_FORBIDDEN; ERR_UNSUPPORTED: no GnuTLS on this machine.
 */
CHECKED struct err *jose_check(const struct jose_token *token, const struct jose_keys *keys, struct arena *arena, bool *ret_known);
