/*
 * actor.h - who is asking. Every service that needs a right takes an actor; nobody can be somebody else.
 *
 * The command line gets its actor from a token (TSUKUROI_TOKEN, --token-file), from the peer credentials of its socket to `serve`, or, when
 * it opens the home directly, from the account that is tied to the operating system's user (made at `init` for the home's owner).
 */
#pragma once
#include "domain/visibility/visibility.h"
#include "base/lang.h"
#include "store/ledger/ledger.h"

enum actor_via { VIA_DIRECT, VIA_SOCKET, VIA_TOKEN, VIA_JOB, VIA_WEB };
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

/* A role of the organisation in a case's parts and grants (HOLDER_ROLE) is an office: its bit is the holder's id. */
enum { OFFICE_COUNT = 7, OFFICES_ALL = 127 };
/* Who reads of all systems of the house. Owner units, and who has no office, read of those of their units and the units below (actor_look). */
enum { OFFICES_OF_HOUSE = OFFICES_ALL & ~OFFICE_OWNER };
/* Who keeps the register: of all systems, or owner units of theirs; and who keeps what holds for all systems. */
enum {
	OFFICES_OF_REGISTER = OFFICE_ADMINISTRATOR | OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER,
	OFFICES_OF_ORDER    = OFFICE_ADMINISTRATOR | OFFICE_SECURITY | OFFICE_OPERATOR,
};
enum { LOGIN_MOST = 64 };              /* bytes of a login: small letters, digits, ".", "_", "-" */
/* The office's name for people. */
const char *office_text(unsigned office);

struct actor {
	int64_t        account;     /* 0: the program itself (VIA_JOB)        */
	struct str     login, name; /* what the audit's `by` and the timeline say */
	enum actor_via via;
	int64_t        token;       /* its number; 0 without one              */
	unsigned       offices;
	unsigned       scopes;      /* of a token: SCOPE_ bits; else all      */
	struct sight   sight;
	struct reach   reach;       /* his units and those below; of who sees the house, empty */
	enum lang      lang;
	int32_t        ends;        /* last day on which the account may be used; DAY_NONE */
};
enum scope { SCOPE_READ = 1, SCOPE_WRITE = 2, SCOPE_ADMIN = 4, SCOPES_ALL = 7 };

extern const struct enum_names scope_names;      /* by bit: "read" "write" "admin" */

/*
 * ERR_FORBIDDEN: no such token (or one that was mistyped: its checksum says so), withdrawn, past its end, or of somebody who is locked
 * out or has left. Notes when it was last used, at most once a minute.
 */
CHECKED struct err *actor_by_token(struct ledger *ledger, struct str token, int64_t now, struct arena *arena, struct actor *ret_actor);
/* ERR_FORBIDDEN: the last day of the account is past. Asked whenever somebody comes in: by password, provider, session, token or console. */
CHECKED struct err *actor_see_not_over(const struct actor *actor, int64_t now, struct arena *arena);
/* The account of that user of the operating system; ERR_FORBIDDEN says how an administrator makes one. */
CHECKED struct err *actor_by_uid(struct ledger *ledger, unsigned uid, enum actor_via via, struct arena *arena, struct actor *ret_actor);
/* The program itself: every office and scope; its access to a case is access_of_program. Its login in the audit, which no person can have, is "(program)". */
struct actor actor_program(void);
/* That account as it would be if it asked: for "who can see", letters, tests. ERR_FORBIDDEN when locked or left. */
CHECKED struct err *actor_of_account(struct ledger *ledger, int64_t account, enum actor_via via, struct arena *arena, struct actor *ret_actor);
/* ERR_FORBIDDEN unless he has one of these offices (0: any account) and that scope. */
CHECKED struct err *actor_need(const struct actor *actor, unsigned offices, unsigned scope, struct arena *arena);

/* Whether he reads of all systems; else of those of actor->reach. */
bool actor_sees_house(const struct actor *actor);
/* From now on the ledger is read by him: nothing else of the house, neither rows nor numbers (ledger_sees). Of every face, once it knows who asks. */
CHECKED struct err *actor_look(const struct actor *actor, struct ledger *ledger, struct arena *arena);
/* The same of the ledger that services open themselves: home_ledger sees as he does, home_ledger_for asks what he may. */
struct home;
void actor_enter(const struct actor *actor, struct home *home, struct arena *arena);

/* The name of a user of the operating system: as the system knows it, else "uid 1234". */
struct str actor_os_user(unsigned uid, struct arena *arena);
/*
 * The first account of a ledger that has none, for that user of the operating system: administrator and security. *ret_made is false
 * when there are accounts already. name: of the person, as timelines and papers say it; empty: the user's. The caller has seen that he owns the home.
 */
CHECKED struct err *actor_make_first(struct ledger *ledger, unsigned uid, struct str name, int64_t now, struct arena *arena, bool *ret_made);

/*
 * What he may do with a case: its parts and grants out of the ledger, held against who he is. sealed: as the case has it. Who sees the house
 * may read what is open; who sees his units, what is open and of one of them or in the hands of one.
 */
struct case_people { struct parties parties; struct grants grants; int64_t unit; /* that the case is of; 0 */ };
CHECKED struct err *case_people_load(struct ledger *ledger, int64_t casefile, const struct playbook *book, struct arena *arena,
    struct case_people *ret_people);
struct access actor_access(const struct actor *actor, const struct playbook *book, const struct case_people *people, bool sealed, int64_t now);
