/*
 * key.h - the keys themselves: made, handed out as shares, looked at, renewed, restored, destroyed.
 *
 * All of it is for administrators who open the home directly, and leaves an audit row. Nobody can open content by it: rights to a case are asked
 * where the case is read. doc/ja/keys.md says what an administrator keeps where.
 */
#pragma once
#include "service/home.h"
#include "service/key/vault.h"
#include "service/people/proposal.h"
#include "wire/keyholder/keyholder.h"

struct key_desk { const struct home *home; struct ledger *ledger; const struct actor *actor; int64_t now; };

/* ------------------------------------------------------------------------------------------ what unlocks */

/* H/keys/unlock, where a key file lies unless somebody carries it on a medium. */
struct str key_unlock_path(const struct home *home, struct arena *arena);
/*
 * The key file at a path ("": H/keys/unlock). ERR_NOT_FOUND says to bring the medium; ERR_FORBIDDEN: others may read it.
 */
CHECKED struct err *key_unlock_read(const struct home *home, struct str path, struct arena *arena, struct key_unlock *ret_unlock);
/* The same, made (mode 0600) where there is none. */
CHECKED struct err *key_unlock_write(const struct home *home, struct str path, struct arena *arena, struct key_unlock *ret_unlock);

/* ----------------------------------------------------------------------------------- making and restoring */

/* Asked before a person is: ERR_CONFLICT: this home has keys, or the ledger is sealed with those of another. */
CHECKED struct err *key_init_may(const struct key_desk *desk, struct arena *arena);
CHECKED struct err *key_init(const struct key_desk *desk, const struct key_unlock *unlock, struct key_split split, struct arena *arena,
    struct key_made *ret_made);

struct key_restored { struct str key; bool signing_kept; int64_t keys, others; };   /* of cases: that it opens, and that another master wraps */
extern const struct schema key_restored_schema;
/*
 * On a new machine, or where what unlocks the key was lost: from the shares, proven by the fingerprint in the ledger. An earlier head is kept beside. The
 * key holder must not run (ERR_CONFLICT).
 */
CHECKED struct err *key_restore(const struct key_desk *desk, const struct key_unlock *unlock, const struct str *texts, size_t count,
    struct arena *arena, struct key_restored *ret_restored);

/*
 * For who keeps a home running: starts the key holder when its keys are unlocked by H/keys/unlock and it does not run. *ret_started false: there
 * are no keys, a person must unlock them, or it runs already.
 */
CHECKED struct err *key_start_alone(const struct home *home, struct arena *arena, bool *ret_started);

/* ------------------------------------------------------------------------------------------------ status */

struct key_view {
	bool       made, passphrase, running;
	struct str key, older;           /* fingerprints; older: a rotation goes on                           */
	struct str ledger_key;           /* that the ledger names; "" before the first seal                   */
	int64_t    made_at, threshold, shares, shared_at;
	int64_t    keys, erased, waiting;/* of cases; waiting: still under another master                     */
	int64_t    started_at, requests, given, refused, landlock;
	struct str public;               /* of the audit's signatures, hex                                    */
};
extern const struct schema key_view_schema;
CHECKED struct err *key_status(const struct key_desk *desk, struct arena *arena, struct key_view *ret_view);

/* ------------------------------------------------------------------------------------- shares and renewal */

struct key_papers { struct str key; int64_t threshold, shares; struct str_list papers; };
extern const struct schema key_papers_schema;
/* New shares of the key in force; key_papers_handed when they are out of our hands. */
CHECKED struct err *key_shares(const struct key_desk *desk, struct key_split split, struct arena *arena, struct key_papers *ret_papers);
CHECKED struct err *key_papers_handed(const struct key_desk *desk, const struct key_papers *papers, struct arena *arena);

/*
 * A rotation in two steps, so that the new shares are on paper before anything depends on them: begin makes the new master (papers without entries: one
 * was begun before and goes on), finish wraps every key anew, a hundred in a unit of work, and then forgets the old master. Whoever is stopped at any
 * point begins again with begin.
 */
struct key_rotation { struct str from, to; struct key_papers papers; };
CHECKED struct err *key_rotate_begin(const struct key_desk *desk, struct key_split split, struct arena *arena, struct key_rotation *ret_rotation);
/* told is called after each unit of work with how many were wrapped so far; NULL: nobody wants to know. */
typedef void key_told(void *context, int64_t wrapped);
CHECKED struct err *key_rotate_finish(const struct key_desk *desk, const struct key_rotation *rotation, key_told *told, void *context,
    struct arena *arena, int64_t *ret_wrapped);

/* ------------------------------------------------------------------------------------------- destroying */

/*
 * Proposes to destroy the key of a case's compartment; another administrator or an executive confirms it (service/people/proposal.h). ERR_NOT_FOUND:
 * nothing is sealed there. *ret_proposal is its number.
 */
CHECKED struct err *key_erase_propose(const struct key_desk *desk, struct str number, struct str compartment, struct arena *arena,
    int64_t *ret_proposal);
/* What confirming does. When it has, `wrapped` is not empty, and vault_scrub is called with it after the unit of work. */
struct key_erasing { struct vault *vault; struct str wrapped; };
struct proposal_kind key_erase_kind(struct key_erasing *erasing);
