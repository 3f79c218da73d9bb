/*
 * people.h - accounts, units, tokens, proposals; who has which part in a case, and what was granted in it.
 *
 * Rows as they are, without rights: service/people asks those. Functions that write join the unit of work they are called in and
 * write no audit row of their own: the service that knows why does.
 */
#pragma once
#include "base/lang.h"
#include "domain/visibility/visibility.h"
#include "store/ledger/ledger.h"

enum account_state { ACCOUNT_ACTIVE, ACCOUNT_LOCKED, ACCOUNT_LEFT };
extern const struct enum_names account_state_names;

struct ledger_account {
	int64_t            id;
	struct str         login;          /* never changes: the timeline and the audit know him by it       */
	struct str         name, mail;
	enum lang          language;       /* of letters and papers to him                                    */
	int64_t            offices;        /* OFFICE_ bits (service/people/actor.h)                           */
	struct str         os_user;        /* user of the operating system who he is on the command line; ""  */
	struct str         password;       /* its hash; "" for none                                           */
	int64_t            password_at;
	int64_t            failures;       /* wrong passwords since the last right one                        */
	int64_t            held_until;     /* before it no password is looked at                              */
	enum account_state state;
	int64_t            made_at, left_at;
	int64_t            second_factor;  /* 1: confirmed                                                    */
	int32_t            ends;           /* last day of use; DAY_NONE. ledger_account_set_ends alone writes it */
};
/* A new one; its id goes into *account. ERR_CONFLICT when the login or the user of the operating system has one already. */
CHECKED struct err *ledger_account_add(struct ledger *ledger, struct ledger_account *account, struct arena *arena);
/* Name, mail, language, offices, os_user, state, left_at. ERR_CONFLICT as above. */
CHECKED struct err *ledger_account_set(struct ledger *ledger, const struct ledger_account *account, struct arena *arena);
CHECKED struct err *ledger_account_set_ends(struct ledger *ledger, int64_t id, int32_t ends, struct arena *arena);
CHECKED struct err *ledger_account_set_password(struct ledger *ledger, int64_t id, struct str hash, int64_t at, struct arena *arena);
CHECKED struct err *ledger_account_set_tries(struct ledger *ledger, int64_t id, int64_t failures, int64_t held_until, struct arena *arena);
/* ERR_NOT_FOUND. */
CHECKED struct err *ledger_account_get(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_account *ret_account);
/* 0 when there is none of that login; of that user of the operating system who has not left. */
CHECKED struct err *ledger_account_find(struct ledger *ledger, struct str login, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_account_of_user(struct ledger *ledger, struct str os_user, struct arena *arena, int64_t *ret_id);
/* Active ones with any of these offices; offices 0: all there ever were. */
CHECKED struct err *ledger_account_count(struct ledger *ledger, int64_t offices, struct arena *arena, int64_t *ret_count);
struct ledger_accounts { struct ledger_account *items; size_t count; size_t room; };
/* Those that have a password. */
CHECKED struct err *ledger_account_count_passwords(struct ledger *ledger, struct arena *arena, int64_t *ret_count);
/* By login; of one unit, or all (0). */
CHECKED struct err *ledger_accounts(struct ledger *ledger, int64_t unit, struct arena *arena, struct ledger_accounts *ret_accounts);

struct ledger_membership { int64_t account, unit; struct str unit_name; bool head; };
struct ledger_memberships { struct ledger_membership *items; size_t count; size_t room; };
CHECKED struct err *ledger_memberships(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_memberships *ret_memberships);
CHECKED struct err *ledger_membership_put(struct ledger *ledger, int64_t account, int64_t unit, bool head, struct arena *arena);
/* unit 0: of all. */
CHECKED struct err *ledger_membership_end(struct ledger *ledger, int64_t account, int64_t unit, struct arena *arena);

struct ledger_unit { int64_t id; struct str name; int64_t superior; struct str superior_name, mail; int64_t people, systems; };
struct ledger_units { struct ledger_unit *items; size_t count; size_t room; };
CHECKED struct err *ledger_units(struct ledger *ledger, struct arena *arena, struct ledger_units *ret_units);
/* Every unit with the one above it, by id: nothing else is filled in. */
CHECKED struct err *ledger_unit_tree(struct ledger *ledger, struct arena *arena, struct ledger_units *ret_units);
/* That a case, a system is of; 0: none. */
CHECKED struct err *ledger_case_unit(struct ledger *ledger, int64_t casefile, struct arena *arena, int64_t *ret_unit);
CHECKED struct err *ledger_system_unit(struct ledger *ledger, int64_t system, struct arena *arena, bool *ret_there, int64_t *ret_unit);
/* The unit of that name, 0; made when it is new. */
CHECKED struct err *ledger_unit_find(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_unit_make(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_unit_set(struct ledger *ledger, int64_t id, int64_t superior, struct str mail, struct arena *arena);

struct ledger_token {
	int64_t    id, account;
	struct str login, name;
	int64_t    scopes;             /* SCOPE_ bits                                 */
	int64_t    made_at, until, used_at, withdrawn_at;
};
struct ledger_tokens { struct ledger_token *items; size_t count; size_t room; };
/* digest: SHA-256 of the token as it is shown, in hex. Its id goes into *token. */
CHECKED struct err *ledger_token_add(struct ledger *ledger, struct ledger_token *token, struct str digest, struct arena *arena);
/* id 0 in *ret_token when there is none with that digest. */
CHECKED struct err *ledger_token_find(struct ledger *ledger, struct str digest, struct arena *arena, struct ledger_token *ret_token);
CHECKED struct err *ledger_tokens(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_tokens *ret_tokens);
CHECKED struct err *ledger_token_used(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);
/* id 0: all of that account. */
CHECKED struct err *ledger_token_withdraw(struct ledger *ledger, int64_t account, int64_t id, int64_t at, struct arena *arena);

/* The second factor of an account. */
struct ledger_totp { struct str secret; int64_t confirmed_at, last_step; };    /* secret: a blob; "" for none */
CHECKED struct err *ledger_totp_get(struct ledger *ledger, int64_t account, struct arena *arena, struct ledger_totp *ret_totp);
CHECKED struct err *ledger_totp_put(struct ledger *ledger, int64_t account, struct str secret, int64_t at, struct arena *arena);
/* The step of a code that was taken; confirms a new secret. */
CHECKED struct err *ledger_totp_step(struct ledger *ledger, int64_t account, int64_t step, int64_t at, struct arena *arena);
/* Its secret and its codes are gone. */
CHECKED struct err *ledger_totp_end(struct ledger *ledger, int64_t account, struct arena *arena);
/* These codes, by their digests, in place of those before. */
CHECKED struct err *ledger_codes_put(struct ledger *ledger, int64_t account, const struct str *digests, size_t count, struct arena *arena);
/* How many are left; digest not empty: whether that one is (0 or 1). */
CHECKED struct err *ledger_codes_left(struct ledger *ledger, int64_t account, struct str digest, struct arena *arena, int64_t *ret_count);
CHECKED struct err *ledger_code_use(struct ledger *ledger, int64_t account, struct str digest, int64_t at, struct arena *arena);

/* A link that works once (service/people/link.h). digest: of its secret; account 0: of the organisation itself. */
enum link_kind { LINK_SETUP, LINK_WELCOME, LINK_CODE };
struct ledger_link { enum link_kind kind; int64_t account, made_at, until; };
/* In place of all of that kind and account; those that have ended are forgotten by the way. */
CHECKED struct err *ledger_link_put(struct ledger *ledger, const struct ledger_link *link, struct str digest, struct arena *arena);
/* made_at INSTANT_NONE: there is none. */
CHECKED struct err *ledger_link_find(struct ledger *ledger, enum link_kind kind, struct str digest, struct arena *arena, struct ledger_link *ret_link);
CHECKED struct err *ledger_link_end(struct ledger *ledger, enum link_kind kind, int64_t account, struct arena *arena);

/* What one proposes and another must confirm (service/people/proposal.h). */
enum proposal_state { PROPOSAL_OPEN, PROPOSAL_CONFIRMED, PROPOSAL_REFUSED };
extern const struct enum_names proposal_state_names;
struct ledger_proposal {
	int64_t             id;
	struct str          kind, object, detail;    /* ids, words of offices and rights, instants: never content */
	int64_t             by;
	struct str          by_login;
	int64_t             at, until;
	enum proposal_state state;
	int64_t             settled_by, settled_at;
};
struct ledger_proposals { struct ledger_proposal *items; size_t count; size_t room; };
CHECKED struct err *ledger_proposal_add(struct ledger *ledger, struct ledger_proposal *proposal, struct arena *arena);
/* ERR_NOT_FOUND. */
CHECKED struct err *ledger_proposal_get(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_proposal *ret_proposal);
CHECKED struct err *ledger_proposals(struct ledger *ledger, enum proposal_state state, struct arena *arena, struct ledger_proposals *ret_proposals);
CHECKED struct err *ledger_proposal_settle(struct ledger *ledger, int64_t id, enum proposal_state state, int64_t by, int64_t at, struct arena *arena);

/* Parts and grants of a case, the withdrawn among them, in the order they came. */
struct ledger_party {
	int64_t     id;
	struct str  role;              /* its id in the playbook                      */
	enum holder holder;
	int64_t     holder_id;
	struct str  holder_name;       /* of accounts and units                       */
	struct str  name, address;     /* blobs of HOLDER_OUTSIDE, for place "party/ID/name", "…/address"; else "" */
	int64_t     by, at, withdrawn_at;
};
struct ledger_grant {
	int64_t     id;
	enum holder holder;
	int64_t     holder_id;
	struct str  holder_name;
	int64_t     rights;            /* RIGHT_ bits                                 */
	struct str  compartment;       /* ""                                          */
	int64_t     from, until;       /* INSTANT_NONE                                */
	struct str  reason;            /* blob, for place "grant/ID"                  */
	int64_t     by;
	int64_t     confirmed_by;      /* account; 0: needed nobody's; GRANT_WAITS: for a second person, and holds nothing yet */
	int64_t     at, withdrawn_at;
};
enum { GRANT_WAITS = -1 };
struct ledger_parties { struct ledger_party *items; size_t count; size_t room; };
struct ledger_grants { struct ledger_grant *items; size_t count; size_t room; };
/* The id of the next, before the blobs of its place can be made. */
CHECKED struct err *ledger_case_party_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_case_party_put(struct ledger *ledger, int64_t casefile, const struct ledger_party *party, struct arena *arena);
CHECKED struct err *ledger_case_party_withdraw(struct ledger *ledger, int64_t id, int64_t by, int64_t at, struct arena *arena);
CHECKED struct err *ledger_case_grant_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_case_grant_put(struct ledger *ledger, int64_t casefile, const struct ledger_grant *grant, struct arena *arena);
/* The second person's word on one that waits. */
CHECKED struct err *ledger_case_grant_confirm(struct ledger *ledger, int64_t id, int64_t by, struct arena *arena);
CHECKED struct err *ledger_case_grant_withdraw(struct ledger *ledger, int64_t id, int64_t by, int64_t at, struct arena *arena);
CHECKED struct err *ledger_case_parties(struct ledger *ledger, int64_t casefile, struct arena *arena, struct ledger_parties *ret_parties);
CHECKED struct err *ledger_case_grants(struct ledger *ledger, int64_t casefile, struct arena *arena, struct ledger_grants *ret_grants);
/* Parts that this account has in person, in cases that are not closed. */
CHECKED struct err *ledger_case_parts_of(struct ledger *ledger, int64_t account, struct arena *arena, int64_t *ret_count);
/* Cases in which a part or grant that was not withdrawn is that account's, its units' or its offices', newest first. */
CHECKED struct err *ledger_cases_of_account(struct ledger *ledger, int64_t account, int64_t offices, struct arena *arena, struct ledger_ids *ret_ids);
