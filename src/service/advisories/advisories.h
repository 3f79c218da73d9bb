/*
 * advisories.h - the organisation's own advisories in CSAF 2.0, as a person put them out for others.
 *
 *     H/csaf/2026/example-2026-0001.json        a document: its year is that of its initial release, its name its number's (CSAF 2.0, 5.1)
 *     H/csaf/2026/example-2026-0001.json.asc    its signature, by the organisation's key (service/key/signer.h)
 *     H/csaf/openpgp/FINGERPRINT.asc            the public halves of that key and of those before it
 *     H/csaf/erased/example-2026-0001.1795230000.json   what was given out by mistake, and until when; beside it its signature and, in ".reason", why
 *
 * face/api gives them to collectors as a provider does (7.1 and 7.2). A document that a person laid into the folder by hand is given out too, without a
 * signature. Drafts, and what says of itself neither whom it is for (TLP) nor who speaks, are passed over.
 */
#pragma once
#include "service/key/key.h"

struct own_advisory {
	struct str path;                        /* "2026/example-2026-0001.json"                                       */
	struct str id, title, kind;             /* of the document; kind: its category, "csaf_security_advisory"       */
	struct str version;                     /* of this edition: "3", "1.4.2"                                       */
	struct str tlp;                         /* "WHITE" (CLEAR as well), "GREEN", "AMBER", "RED"                    */
	struct str category, publisher, space;  /* of who publishes: "vendor", name, namespace                         */
	int64_t    first, released;             /* initial and current release                                         */
	bool       is_signed;                   /* its signature is there, and not older than itself                   */
	bool       is_withdrawn;                /* it says that it was taken back                                      */
};
extern const struct schema own_advisory_schema;
struct own_advisories { LIST(struct own_advisory) list; };
extern const struct schema own_advisories_schema;

enum { OWN_ADVISORY_BYTES = 16 << 20, OWN_ADVISORIES = 10000 };

/* For everybody: TLP:WHITE. */
bool own_advisory_is_free(const struct own_advisory *advisory);
/* All that are put out, whatever their TLP, the newest first. */
CHECKED struct err *own_advisories(const struct home *home, struct arena *arena, struct own_advisories *ret_all);
/* The one at that path, and its bytes. *ret_found false: there is none, or the path is none of a document. */
CHECKED struct err *own_advisory_read(const struct home *home, struct str path, struct arena *arena, struct own_advisory *ret_advisory, struct str *ret_bytes,
    bool *ret_found);
/* Its signature as it stands beside; *ret_found. */
CHECKED struct err *own_advisory_signature(const struct home *home, const struct own_advisory *advisory, struct arena *arena, struct str *ret_bytes, bool *ret_found);
/* The fingerprint of the key that it says to be made with; "" where it does not stand, or does not say. Whether it holds is for who has the key to ask. */
CHECKED struct err *own_advisory_signed_by(const struct home *home, const struct own_advisory *advisory, struct arena *arena, struct str *ret_fingerprint);
/*
 * What was given out by mistake and is no longer, the last first; `path` is that under H/csaf. It is kept for who has to answer for it, and given to nobody.
 */
struct own_erased { struct own_advisory advisory; struct str reason; int64_t at; };
extern const struct schema own_erased_schema;
struct own_erasures { LIST(struct own_erased) list; };
extern const struct schema own_erasures_schema;
CHECKED struct err *own_erasures(const struct home *home, struct arena *arena, struct own_erasures *ret_all);
/* The public keys that are given out, the newest first: that is the one that is signed with. made_at unknown: the file is no such key. And the bytes of one. */
struct own_public_key { struct str fingerprint, user; int64_t made_at; };
extern const struct schema own_public_key_schema;
struct own_public_keys { LIST(struct own_public_key) list; };
CHECKED struct err *own_public_keys(const struct home *home, struct arena *arena, struct own_public_keys *ret_keys);
bool own_public_keys_have(const struct own_public_keys *keys, struct str fingerprint);
CHECKED struct err *own_public_key(const struct home *home, struct str fingerprint, struct arena *arena, struct str *ret_bytes, bool *ret_found);

/* ------------------------------------------------------------------------------------------- by a person */

struct own_key { struct str fingerprint, user, file, former; };      /* former: the fingerprint of the one before, "" of the first */
extern const struct schema own_key_schema;
/*
 * Makes the key that advisories are signed with, and its public half under H/csaf; where it was made before, the public half again. For administrators. ERR_USAGE:
 * tsukuroi.conf does not say what the organisation is called.
 */
CHECKED struct err *own_key_make(const struct key_desk *desk, struct arena *arena, struct own_key *ret_key, bool *ret_made);

/*
 * Another key takes its place: what is put out from now on is signed with it, and the former one vouches for it. What was signed before stays as it is; the former public half
 * is given out beside the new one, so that it can be verified. ERR_NOT_FOUND: there is none yet.
 */
CHECKED struct err *own_key_renew(const struct key_desk *desk, struct arena *arena, struct own_key *ret_key);

/*
 * Puts a document out: judged by a worker, kept under its name, signed. For the office of security and administrators. ERR_FORMAT says in lang what is wrong with
 * it; ERR_CONFLICT: a later edition is out already, or one of another year; ERR_LOCKED: there is a key, and no key holder runs.
 */
CHECKED struct err *own_advisory_publish(const struct key_desk *desk, struct str file, enum lang lang, struct arena *arena, struct own_advisory *ret_advisory);

/*
 * Takes what is out back: its next edition says so, with the reason, and takes its place (csaf_withdraw). Rights are those of publishing. ERR_NOT_FOUND: nothing is out under that
 * number.
 */
CHECKED struct err *own_advisory_withdraw(const struct key_desk *desk, struct str id, struct str reason, struct arena *arena, struct own_advisory *ret_advisory);
/*
 * What should never have been given out, say under the wrong TLP: nothing of it is any more, not even that there was something; it is laid aside, with its signature and the
 * reason. One person does it, since it must not wait and nothing is lost by it; under the right TLP the same number may be put out again.
 */
CHECKED struct err *own_advisory_erase(const struct key_desk *desk, struct str id, struct str reason, struct arena *arena, struct own_advisory *ret_advisory,
    struct str *ret_kept);
