/*
 * web.h (store/ledger) - sessions of the web; writes that are done once, however often they are asked for; and writes that are done only while what they
 * began from still stands.
 */
#pragma once
#include "store/ledger/ledger.h"

/* digest: of the secret that the browser has (secret_digest). */
struct ledger_session {
	int64_t    id, account;
	struct str login, name, address, agent;
	int64_t    began_at, seen_at, ended_at;
};
struct ledger_sessions { struct ledger_session *items; size_t count, room; };
/* Join the unit of work they are called in. *ret_id: of the new one. */
CHECKED struct err *ledger_session_add(struct ledger *ledger, const struct ledger_session *session, struct str digest, struct arena *arena,
    int64_t *ret_id);
/* id 0: there is none. */
CHECKED struct err *ledger_session_find(struct ledger *ledger, struct str digest, struct arena *arena, struct ledger_session *ret_session);
/* account 0: of all; those that began since then, seen last first. */
CHECKED struct err *ledger_session_list(struct ledger *ledger, int64_t account, int64_t since, struct arena *arena,
    struct ledger_sessions *ret_sessions);
/* Left out while another writes: it comes the next time. */
CHECKED struct err *ledger_session_seen(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);
CHECKED struct err *ledger_session_end(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena);
/* All of that account but one (0: all). */
CHECKED struct err *ledger_session_end_all(struct ledger *ledger, int64_t account, int64_t except, int64_t at, struct arena *arena);
/* Sessions that began, and keys that were used, before then are forgotten. */
CHECKED struct err *ledger_web_sweep(struct ledger *ledger, int64_t before, struct arena *arena);

/*
 * A write that is done once: while it is set, the first unit of work of this connection begins by taking the key; when it is taken already,
 * the unit of work is ERR_CONFLICT and nothing is done. What came of it is written down behind it.
 */
struct ledger_once {
	int64_t    account;
	struct str key;              /* of whoever asks, unlike for every wish           */
	struct str digest;           /* of what is asked for under it                    */
	int64_t    at;
	bool       taken;            /* by this one                                      */
};
/* NULL: not any more. Lives as long as it is set. */
void ledger_once_set(struct ledger *ledger, struct ledger_once *once);
struct ledger_once_answer { struct str digest /* "" : never asked for */, location, said, body; int64_t at; };
CHECKED struct err *ledger_once_find(struct ledger *ledger, int64_t account, struct str key, struct arena *arena,
    struct ledger_once_answer *ret_answer);
CHECKED struct err *ledger_once_answer(struct ledger *ledger, int64_t account, struct str key, const struct ledger_once_answer *answer,
    struct arena *arena);

/*
 * What must still hold when something is written: while it is set, the first unit of work of this connection begins by asking. What it answers is the
 * unit's error, and nothing is done. Asked within the unit, so that what held cannot change before it ends.
 */
struct ledger_guard {
	struct err *(*holds)(void *context, struct ledger *ledger, struct arena *arena);
	void       *context;
	bool        held;            /* it was asked, and the unit of work is done                           */
};
/* NULL: not any more. Lives as long as it is set. */
void ledger_guard_set(struct ledger *ledger, struct ledger_guard *guard);
