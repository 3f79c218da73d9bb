/*
 * actor.h - who is asking. Every service that needs a right takes an actor; nobody can be somebody else.
 *
 * The command line gets its actor from a token (TSUKUROI_TOKEN, --token-file), from the peer credentials of its socket to `serve`, or, when
 * it opens the home directly, from the account that is tied to the operating system's user (made at `init` for the home's owner).
 */
#pragma once
#include "domain/visibility/visibility.h"
#include "store/ledger/ledger.h"

enum actor_via { VIA_DIRECT, VIA_SOCKET, VIA_TOKEN, VIA_JOB };
extern const struct enum_names actor_via_names;

/* Offices of the organisation: what is not of one case. Bits. */
enum office {
	OFFICE_ADMINISTRATOR = 1,   /* accounts, units, keys, settings        */
	OFFICE_SECURITY      = 2,   /* opens cases, proposes, sees open cases */
	OFFICE_OPERATOR      = 4,   /* keeps systems                          */
	OFFICE_OWNER         = 8,   /* owner units: consents                  */
	OFFICE_EXECUTIVE     = 16,  /* decides, accepts                       */
	OFFICE_AUDITOR       = 32,  /* reads the audit                        */
	OFFICE_READER        = 64,  /* reads open cases                       */
};
extern const struct enum_names office_names;

struct actor {
	int64_t        account;     /* 0: the program itself (VIA_JOB)        */
	struct str     login, name;
	enum actor_via via;
	unsigned       offices;
	unsigned       scopes;      /* of a token: SCOPE_ bits; else all      */
	struct sight   sight;
	enum lang      lang;
};
enum scope { SCOPE_READ = 1, SCOPE_WRITE = 2, SCOPE_ADMIN = 4, SCOPES_ALL = 7 };

CHECKED struct err *actor_by_token(struct ledger *ledger, struct str token, int64_t now, struct arena *arena, struct actor *ret_actor);
/* The account of that user of the operating system; ERR_FORBIDDEN says how an administrator makes one. */
CHECKED struct err *actor_by_uid(struct ledger *ledger, unsigned uid, enum actor_via via, int64_t now, struct arena *arena, struct actor *ret_actor);
struct actor actor_program(void);
/* ERR_FORBIDDEN unless he has one of these offices and that scope. */
CHECKED struct err *actor_need(const struct actor *actor, unsigned offices, unsigned scope, struct arena *arena);
