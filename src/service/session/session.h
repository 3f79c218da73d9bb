/*
 * session.h - who is signed in by a browser: a secret in a cookie, a row in the ledger, ended by time, by the person, or by an administrator.
 *
 * NIST SP 800-63B 4.2.3 and 7.2: a person signs in anew after SESSION_HOURS, or after SESSION_IDLE_MINUTES without a request. The secret is
 * 256 random bits, kept here as a digest; whoever signs in gets a new one, so that none can be fixed beforehand. What guards a form
 * against other sites (CSRF) is made of the secret and kept nowhere.
 */
#pragma once
#include "service/people/actor.h"

enum { SESSION_HOURS = 12, SESSION_IDLE_MINUTES = 60, SESSION_KEPT_DAYS = 30 /* in lists, after its end */ };

struct session {
	int64_t      id;
	struct actor actor;
	struct str   csrf;
	int64_t      until;        /* whatever he does */
};

/* For an account that has just shown who it is. *ret_secret: for the cookie. */
CHECKED struct err *session_begin(struct ledger *ledger, const struct actor *actor, struct str address, struct str agent, int64_t now,
    struct arena *arena, struct str *ret_secret);
/* ERR_FORBIDDEN: none, ended, too old, or of an account that is locked or has left. */
CHECKED struct err *session_find(struct ledger *ledger, struct str secret, int64_t now, struct arena *arena, struct session *ret_session);
/* One's own; as administrator any. */
CHECKED struct err *session_end(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
/* All of one's own but the one with that id (0: all). */
CHECKED struct err *session_end_others(struct ledger *ledger, const struct actor *actor, int64_t but, int64_t now, struct arena *arena);

struct session_view {
	int64_t    id;
	struct str login, name, address, agent;
	int64_t    began_at, seen_at, ended_at;
	struct str state;          /* "open" "over" "ended" */
};
struct session_views { struct session_view *items; size_t count, room; };
extern const struct schema session_view_schema;
/* One's own; all: everybody's, for administrators. */
CHECKED struct err *session_list(struct ledger *ledger, const struct actor *actor, bool all, int64_t now, struct arena *arena,
    struct session_views *ret_views);
