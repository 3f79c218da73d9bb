/*
 * head.h - the file H/keys/master: what the key holder needs to begin, and nothing in it that is of use without what unlocks it.
 *
 *     tsukuroi keys 1
 *     sequence 7
 *     unlock passphrase 5b0d…            (a salt; or "unlock file")
 *     master 3f2a… 1763712000000000 3 5 1763712100000000 9c01…
 *     master 77d0… 1731000000000000 3 5 1731000000000000 02fe…
 *     signing d75a… 41bc…
 *     sum 8a1f…
 *
 * A master: fingerprint, made at, threshold and shares handed out (0 0: none) and when, itself sealed by the unlocking key. The newest is first.
 * The signing key: its public half, its secret sealed by the newest master.
 *
 * The file has two slots of HEAD_SLOT bytes. A change is written into the slot that is not in force (sequence modulo 2) and synced: whoever dies
 * at any byte leaves the other whole. That way the process needs neither a directory nor a rename, only the descriptor it was born with.
 */
#pragma once
#include "base/crypt.h"
#include "wire/keyholder/keyholder.h"

enum { HEAD_SLOT = 4096, HEAD_BYTES = 2 * HEAD_SLOT, HEAD_SEALED = 72, HEAD_SIGNING = 104 };

struct head_master {
	struct str       fingerprint;
	int64_t          made_at;
	struct key_split split;
	int64_t          shared_at;       /* INSTANT_NONE: not handed out */
	struct str       sealed;          /* bytes                        */
};
struct head {
	int64_t            sequence;
	bool               passphrase;
	struct str         salt;
	struct head_master masters[KEY_MASTERS];
	size_t             masters_count;
	struct str         public, signing;    /* bytes */
};

/* The newest whole slot; views into the bytes and the arena. ERR_FORMAT when neither is whole. */
CHECKED struct err *head_read(struct str bytes, struct arena *arena, struct head *ret_head);
/* HEAD_SLOT bytes, and where in the file they belong. */
struct str head_slot(const struct head *head, struct arena *arena, int64_t *ret_offset);
/* A file with this head alone. */
struct str head_file(const struct head *head, struct arena *arena);

struct str key_fingerprint(const unsigned char master[CRYPT_KEY], struct arena *arena);
/* What a sealed master is authenticated with. */
struct str head_about_master(struct str fingerprint, struct arena *arena);
#define HEAD_ABOUT_SIGNING STR("tsukuroi signing key 1")

struct str key_path(struct str home, const char *name, struct arena *arena);      /* H/keys/NAME */
