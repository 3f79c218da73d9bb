/*
 * bundle.h - knowledge carried over an air gap: one signed file of what a home knows, or of what came to it since the last; and taken in elsewhere.
 *
 * Before a byte of it is read by anything that understands it, a bundle is copied aside and its signature checked with a key that was trusted beforehand.
 * Then a jailed reader takes it apart, and its order is checked: not older than what was taken, and behind what it builds on. It is taken in whole or not
 * at all, and what it brings is as old as it was where it was put together: an air gap makes nothing fresh.
 *
 * Readings that people of one home wrote (source "own") stay at home unless they are asked for, notices (own:notices) always; readings have a file of their own
 * (service/reading.h), which weighs them against ours.
 */
#pragma once
#include "format/bundle/bundle.h"
#include "service/home.h"
#include "service/people/actor.h"

/* ------------------------------------------------------------------------------------------------ keys */

struct bundle_keys { struct str public, secret, id; };        /* two files, and how minisign names them */
/* tsukuroi.pub and tsukuroi.key (mode 0600) into a directory. ERR_CONFLICT: one of them is there. */
CHECKED struct err *bundle_keygen(struct str dir, struct str passphrase, struct arena *arena, struct bundle_keys *ret_keys);
CHECKED struct err *bundle_key_asks(struct str key_file, struct arena *arena, bool *ret_asks);

/* A public key whose bundles this home takes from now on; H/bundle-keys/ID.pub. */
CHECKED struct err *bundle_trust(const struct home *home, struct str key_file, struct arena *arena, struct str *ret_id);
CHECKED struct err *bundle_trusted(const struct home *home, struct arena *arena, struct str_list *ret_ids);
/* ERR_NOT_FOUND. */
CHECKED struct err *bundle_distrust(const struct home *home, struct str id, struct arena *arena);

/* ----------------------------------------------------------------------------------------------- making */

struct bundle_order {
	struct str        key_file, passphrase;
	struct str        output;
	struct str        since;         /* "": all there is; "last": what came since the last one; else the id of an earlier one */
	const struct str *feeds;         /* only these; none: all but "own"                                                       */
	size_t            feeds_count;
	int64_t           now;
};
struct bundle_feed_view { struct str name; int64_t built, fetched; int64_t values, gone; };
struct bundle_made {
	struct str id, base;
	struct str key;                  /* that signed it                    */
	struct str sha256;
	int64_t    bytes, values;
	LIST(struct bundle_feed_view) feeds;
};
extern const struct schema bundle_made_schema;
/*
 * ERR_NOT_FOUND: there is no knowledge here yet, or no such feed. ERR_CONFLICT: since names a bundle that was not made here, or is of a state later than
 * this one. Afterwards "last" is this one.
 */
CHECKED struct err *bundle_create(const struct home *home, const struct bundle_order *order, struct arena *arena, struct bundle_made *ret_made);

/* --------------------------------------------------------------------------------------------- checking */

struct bundle_shown {
	struct str id, base, organisation, segment, program;
	struct str key, comment, sha256;
	int64_t    made, bytes, values;
	LIST(struct bundle_feed_view) feeds;
};
extern const struct schema bundle_shown_schema;
/*
 * Reads all of it, takes nothing in. public: a file with the key; "": one that the home trusts. home may be NULL when public is not empty. ERR_FORMAT: its
 * signature is not one of that key; ERR_CONFLICT: no key of that number is trusted here.
 */
CHECKED struct err *bundle_verify(const struct home *home, struct str public, struct str path, struct arena *arena, struct bundle_shown *ret_shown);

/* -------------------------------------------------------------------------------------------- taking in */

struct bundle_import {
	struct str public, path;
	bool       accept;               /* also where a complete source shrank or went back */
	int64_t    now;
};
struct bundle_taken {
	struct bundle_shown shown;
	int64_t             added, changed, gone, unchanged;      /* of all feeds; gone: withdrawn, or no longer listed */
	LIST(struct kb_feed_outcome) outcomes;
	struct kb_result    kb;
};
extern const struct schema bundle_taken_schema;
/*
 * As verify, and: ERR_CONFLICT: it was taken already, is older than what was taken, was made here, or builds on one that was not taken (which is named);
 * ERR_HELD: a source in it shrank or went back in time. Whatever fails, nothing was changed.
 */
CHECKED struct err *bundle_import(const struct home *home, const struct bundle_import *import, struct arena *arena, struct bundle_taken *ret_taken);

/*
 * The same for who is signed in: administrators and security officers (ERR_FORBIDDEN). look: verified only. What is taken in leaves a row in the audit, and
 * a line in the record of media where its medium is named.
 */
struct bundle_wish { struct str path, filename; bool look, accept; struct str medium, approver, purpose, party; };
CHECKED struct err *bundle_take(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct bundle_wish *wish, int64_t now,
    struct arena *arena, struct bundle_taken *ret_taken);
/* Trusting a key is an administrator's. */
CHECKED struct err *bundle_trust_by(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str key_file, int64_t now,
    struct arena *arena, struct str *ret_id);
