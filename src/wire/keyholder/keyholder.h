/*
 * keyholder.h - the process that alone has the home's master key, and how to ask it.
 *
 *     H/keys/master          the head: master keys sealed by what unlocks them (head.h), the signing key sealed by the master
 *     H/keys/unlock          what unlocks them, unless it is a passphrase: a file that may lie on a medium instead
 *     H/keys/audit.pub       the public half of the signing key
 *     H/run/keyholder.sock   where it listens, for its own user only
 *     H/run/keyholder.log    what it was asked: ids, never content
 *
 *     who asks                                    "tsukuroi keyholder HOME", its own process
 *     about, wrapped key   ── unwrap ──>          opens it with the master
 *     key                  <── answer ──          and gives the key of that compartment, never the master
 *
 * It has no files but the head and its log, which it opened before it closed its jail behind itself, no network and no other
 * socket. Keys are given to processes of the same user at most at a bounded pace, so that a stolen session cannot take all at once
 * unseen. What a key is for ("about", from service/key) is authenticated with it.
 */
#pragma once
#include "base/crypt.h"
#include "model/schema.h"

enum {
	KEY_FINGERPRINT = 32,       /* hex digits by which a master key is known                            */
	KEY_MASTERS     = 2,        /* known at once: two while a rotation goes on                          */
	KEY_SHARES_MOST = 20,
	KEY_PASSPHRASE_LEAST = 12,  /* bytes                                                                */
};

/* What unlocks the master keys. The secret is the passphrase, or the content of the key file. */
struct key_unlock {
	bool       passphrase;
	struct str secret;
};

/* ----------------------------------------------------------------------------- making, and starting the process */

/* How many shares restore the master, and of how many. */
struct key_split { int64_t threshold, shares; };
/* ERR_USAGE unless 2 ≤ threshold ≤ shares ≤ KEY_SHARES_MOST. */
CHECKED struct err *key_split_check(struct key_split split, struct arena *arena);

/* Of key files: 32 bytes as hex digits and a line's end. */
struct str key_unlock_make(struct arena *arena);
/* ERR_FORMAT: no such content; ERR_USAGE: a passphrase too short. */
CHECKED struct err *key_unlock_check(const struct key_unlock *unlock, struct arena *arena);

/*
 * Makes the home's head with its first master and signing key, writes audit.pub and gives the shares: texts for people (share.h), as
 * many as the split says. ERR_CONFLICT when there is a head already.
 */
struct key_made { struct str fingerprint; struct str *shares; size_t shares_count; };
CHECKED struct err *key_head_make(struct str home, const struct key_unlock *unlock, struct key_split split, int64_t now, struct arena *arena,
    struct key_made *ret_made);
/*
 * The same from shares, any number of texts with any number of shares in each. The signing key stays when the home's earlier head has it under
 * this master; that head is kept as H/keys/master.before. `expected`: the fingerprint the ledger names, or "". ERR_FORMAT names the share and
 * the line that was mistyped; ERR_FORBIDDEN too few, mixed, or of another key. When a rotation was cut short, enough shares of the key before may be
 * given too: it is then known beside, as it was.
 */
CHECKED struct err *key_head_restore(struct str home, const struct key_unlock *unlock, const struct str *texts, size_t count, struct str expected,
    int64_t now, struct arena *arena, struct str *ret_fingerprint, bool *ret_signing_kept);
bool key_head_exists(struct str home, struct arena *arena);
/* Whether a passphrase unlocks it, else a file. ERR_NOT_FOUND without head says how to make one. */
CHECKED struct err *key_head_asks(struct str home, struct arena *arena, bool *ret_passphrase);

struct keyholder_start {
	struct str        home;
	struct key_unlock unlock;
	bool              foreground;     /* waits until it ends; a signal to stop is handed on */
	const char       *program;        /* NULL: this very program, /proc/self/exe            */
};
/*
 * Starts it and waits until it listens. ERR_CONFLICT: one runs already; ERR_FORBIDDEN: wrong passphrase or key file; ERR_FORMAT: the
 * head is damaged.
 */
CHECKED struct err *keyholder_start(const struct keyholder_start *start, struct arena *arena);
/* The process itself: main() hands over to it when argv[1] is "keyholder". Gives the exit status. */
int keyholder_main(int argc, char **argv);

/* -------------------------------------------------------------------------------------------------- asking it */

struct keyholder;
/* ERR_LOCKED says what to do: no keys made yet, or it does not run. */
CHECKED struct err *keyholder_open(struct str home, struct arena *arena, struct keyholder **ret_holder);
void keyholder_close(struct keyholder *holder);      /* NULL is welcome */

/* A new key for `about`, and itself wrapped by the newest master. */
struct key_wrapped { struct str wrapped; struct str master, older; };   /* bytes; fingerprints: of the newest, and of the other one known ("") */
CHECKED struct err *keyholder_new(struct keyholder *holder, struct str about, struct arena *arena, unsigned char ret_key[CRYPT_KEY],
    struct key_wrapped *ret_wrapped);
/* ERR_FORBIDDEN: wrapped by a master it does not know, for something else, or altered. */
CHECKED struct err *keyholder_unwrap(struct keyholder *holder, struct str about, struct str wrapped, struct arena *arena,
    unsigned char ret_key[CRYPT_KEY]);
/* The same key wrapped by the newest master; the key itself does not leave. */
CHECKED struct err *keyholder_wrap(struct keyholder *holder, struct str about, struct str wrapped, struct arena *arena,
    struct key_wrapped *ret_wrapped);
CHECKED struct err *keyholder_sign(struct keyholder *holder, struct str text, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE]);

/*
 * Keys that an organisation signs with before others: Ed25519, kept as keys of cases are, and of no use outside this process, which never gives them away: it
 * signs. about: of keyholder_is_signer, else ERR_UNSUPPORTED.
 */
bool keyholder_is_signer(struct str about);      /* "1/0/signing", "1/0/signing-2": of an organisation, of no case */
CHECKED struct err *keyholder_signer(struct keyholder *holder, struct str about, struct arena *arena, unsigned char ret_public[CRYPT_PUBLIC],
    struct key_wrapped *ret_wrapped);
CHECKED struct err *keyholder_sign_as(struct keyholder *holder, struct str about, struct str wrapped, struct str text, struct arena *arena,
    unsigned char ret_signature[CRYPT_SIGNATURE], unsigned char ret_public[CRYPT_PUBLIC]);

struct keyholder_status {
	struct str master, older;         /* fingerprints; older "" unless a rotation goes on                     */
	int64_t    made_at;               /* of the newest                                                       */
	int64_t    threshold, shares;     /* of the newest handed out; 0: none yet                               */
	int64_t    shared_at;
	int64_t    started_at, requests, given, refused;
	int64_t    landlock_abi;          /* 0: this kernel has none, seccomp stands alone                        */
	struct str public;                /* of the signing key, hex                                             */
};
CHECKED struct err *keyholder_status(struct keyholder *holder, struct arena *arena, struct keyholder_status *ret_status);

/* Begins a rotation: a new master beside the old one. One that has begun goes on. */
CHECKED struct err *keyholder_rotate(struct keyholder *holder, struct arena *arena, struct key_wrapped *ret_masters);
/* Ends it: the older master is forgotten for good. Nothing may be wrapped by it any more. */
CHECKED struct err *keyholder_retire(struct keyholder *holder, struct str older, struct arena *arena);
/* Shares of the newest master, made anew; earlier ones stay good, but do not mix with these. */
CHECKED struct err *keyholder_shares(struct keyholder *holder, struct key_split split, struct arena *arena, struct str **ret_shares);
/* They have been handed out: status says so from now on. */
CHECKED struct err *keyholder_shared(struct keyholder *holder, struct key_split split, struct arena *arena);
CHECKED struct err *keyholder_stop(struct keyholder *holder, struct arena *arena);

static inline void
keyholder_cleanup(struct keyholder **holder)
{
	keyholder_close(*holder);
}
#define KEYHOLDER_SCOPE __attribute__((cleanup(keyholder_cleanup)))
