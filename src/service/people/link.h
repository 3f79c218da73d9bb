/*
 * link.h - links that work once, for who has no password yet: to set up an organisation (printed on the console by `serve`), and to
 * choose one's first password (handed over by an administrator, who so never knows it). And the step between password and second factor.
 *
 *     /setup/1.tsk_…     /welcome/1.tsk_…        the organisation's number, a dot, 256 random bits
 *
 * Kept as digests, with an end; a new one of a kind ends those before. Whatever is wrong with a link, ERR_NOT_FOUND says the same.
 */
#pragma once
#include "service/people/account.h"
#include "service/people/password.h"

enum { LINK_SETUP_HOURS = 24, LINK_WELCOME_HOURS = 72, LINK_CODE_MINUTES = 5 };

/* The organisation that a link names; ERR_NOT_FOUND. The ledger speaks for it from now on. */
CHECKED struct err *link_follow(struct ledger *ledger, struct str link, struct arena *arena);

/* ------------------------------------------------------------------------------------------ setting up */

/* Whether nobody can sign in to the organisation that the ledger speaks for: no account has a password. */
CHECKED struct err *setup_is_open(struct ledger *ledger, struct arena *arena, bool *ret_open);
/* A new link; ERR_CONFLICT when somebody can sign in. by: login of who asks for it. */
CHECKED struct err *setup_invite(struct ledger *ledger, struct str by, int64_t now, struct arena *arena, struct str *ret_link);
/* Whether the link may still be used; ERR_NOT_FOUND. */
CHECKED struct err *setup_see(struct ledger *ledger, struct str link, int64_t now, struct arena *arena);
struct setup_order { struct str organisation, login, name, mail, password; enum lang language; };
/*
 * The first administrator, who is security staff too until there is somebody else; an account of that login that is there already (of the
 * operating system's user) becomes his. Who has the console's link stands for the home's owner. The link ends.
 */
CHECKED struct err *setup_finish(struct ledger *ledger, struct str link, const struct setup_order *order, int64_t now, struct arena *arena,
    struct actor *ret_actor);

/* ------------------------------------------------------------------------------------- first passwords */

/* For an active account, by an administrator. */
CHECKED struct err *welcome_invite(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena,
    struct str *ret_link);
CHECKED struct err *welcome_see(struct ledger *ledger, struct str link, int64_t now, struct arena *arena, struct actor *ret_actor);
/* ERR_USAGE: what is wrong with the password. His other sessions end, and the link. */
CHECKED struct err *welcome_finish(struct ledger *ledger, struct str link, struct str password, struct str organisation, int64_t now,
    struct arena *arena, struct actor *ret_actor);

/* ---------------------------------------------------------------------------- between password and code */

/* The password was right, and a code is wanted: what the browser shows for LINK_CODE_MINUTES instead of the password. */
CHECKED struct err *code_step_begin(struct ledger *ledger, struct str login, int64_t now, struct arena *arena, struct str *ret_link);
/* ERR_NOT_FOUND: begin anew; ERR_FORBIDDEN: the code is wrong, which counts as a wrong password does. */
CHECKED struct err *code_step_finish(struct ledger *ledger, struct str link, struct str code, const struct people_vault *vault, int64_t now,
    struct arena *arena, struct actor *ret_actor);
