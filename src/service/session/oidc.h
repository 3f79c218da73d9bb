/*
 * oidc.h - signing in by another provider: OpenID Connect 1.0 (Core, Discovery), the code flow with PKCE (RFC 7636, S256).
 *
 *     browser                      here                                        provider
 *     GET /sign-in/provider  ──>   oidc_begin: an arrival, a cookie   ──303──>  asks who it is
 *     GET …/return?code&state <──────────────────────────────────────303─────  code
 *                            ──>   oidc_finish ──── code, verifier, secret ──>  ID token
 *                                  its signature, issuer, audience, times, nonce; whose account; a session of its own
 *
 * The cookie is a secret of 256 bits, of which state, nonce and verifier are made: only the browser that set out can come back, once, within
 * OIDC_MINUTES. A digest of it is kept until then, and nothing else. What may go wrong is told the person in one sentence and written into the audit.
 *
 * An account is found by what the provider calls itself and the person (service/people/identity.h). Where there is none yet: nobody comes in, unless
 * the settings say that a login or a verified mail address of that provider is the one here, or that its people get accounts. Administrators and
 * auditors are never found so: they link theirs when they are signed in, or are linked by another administrator.
 */
#pragma once
#include "service/home.h"
#include "service/people/actor.h"

enum { OIDC_MINUTES = 10, OIDC_GOAL_MOST = 1000, OIDC_SKEW_S = 60, OIDC_KEPT_MINUTES = 60, OIDC_ANEW_S = 30 };

enum oidc_match { OIDC_LINKED, OIDC_LOGIN, OIDC_MAIL };
extern const struct enum_names oidc_match_names;      /* "linked" "login" "mail" */

/* A provider, as the settings name it. */
struct oidc_place {
	struct str      issuer;       /* "https://id.example.jp/realms/city", exactly as it calls itself; "": none      */
	struct str      client;       /* what it calls this program                                                     */
	struct str      secret;       /* between the two; "": a public client                                           */
	struct str      name;         /* on the button                                                                  */
	enum oidc_match match;
	bool            make;         /* who is known there and has no account here gets one, with these offices        */
	unsigned        offices;
};

/* How the provider is asked (oidc_wire.c), or a test's answer. */
struct oidc_question { struct str url, form /* ""; then GET */, authorization /* "" */; };
struct oidc_answer { int status; struct str body; };
struct oidc_wire {
	void       *context;
	struct err *(*ask)(void *context, const struct oidc_question *question, struct arena *arena, struct oidc_answer *ret_answer);
};

/* What the provider said of itself and its keys: shared by threads, asked for anew after OIDC_KEPT_MINUTES, or for a key that is not known. */
struct oidc_memory;
/* Lives in the arena. */
NEVER_NULL struct oidc_memory *oidc_memory_new(struct arena *arena);

struct oidc {
	const struct oidc_place *place;
	struct oidc_wire         wire;
	struct oidc_memory      *memory;
};

/* account: of who is signed in and links one of the provider's; 0: signs in. back: the address here that the provider sends to. */
struct oidc_start { int64_t account; struct str goal, back; };
struct oidc_way { struct str url, cookie; };
/* ERR_SYSTEM, ERR_FORMAT: the provider does not answer, or not as one. */
CHECKED struct err *oidc_begin(struct ledger *ledger, const struct oidc *oidc, const struct oidc_start *start, int64_t now, struct arena *arena,
    struct oidc_way *ret_way);

/* What the browser came back with. actor: who is signed in now; account 0: nobody. */
struct oidc_return { struct str cookie, state, code, issuer, error, back; int64_t account; };
struct oidc_arrived {
	struct actor actor;
	bool         code_wanted;    /* of a second factor that the account has here: not in yet */
	bool         linked;         /* his account was linked; he was signed in before           */
	struct str   goal;
};
/* ERR_FORBIDDEN, and what oidc_begin says. The ledger speaks for the organisation of the cookie from now on. */
CHECKED struct err *oidc_finish(struct ledger *ledger, const struct oidc *oidc, const struct oidc_return *returned, int64_t now,
    struct arena *arena, struct oidc_arrived *ret_arrived);

/*
 * As the home's settings say (man tsukuroi.conf: oidc …). issuer "": none. ERR_USAGE names the setting; ERR_FORBIDDEN: others may read
 * H/keys/oidc.secret, the file of one line that holds the secret.
 */
CHECKED struct err *oidc_place_of(const struct home *home, struct arena *arena, struct oidc_place *ret_place);
/* Keeps the secret there for the home's owner alone; NULL: there is none any more. For administrators, in the audit. ERR_USAGE: it is none. */
CHECKED struct err *oidc_secret_set(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct str *secret, int64_t now,
    struct arena *arena);
/* Asks by wire/fetch: only the issuer's host and those of the setting oidc_hosts. Lives in the arena. */
CHECKED struct err *oidc_wire_of(const struct home *home, struct arena *arena, struct oidc_wire *ret_wire);
