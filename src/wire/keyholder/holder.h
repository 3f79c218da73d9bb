/*
 * holder.h - what the key holder knows and answers, without its process: a message in, a message out.
 */
#pragma once
#include "wire/keyholder/head.h"
#include "wire/keyholder/talk.h"

/* In memory for keys (crypt_memory). */
struct holder_secrets {
	unsigned char unlock[CRYPT_KEY];
	unsigned char masters[KEY_MASTERS][CRYPT_KEY];
	unsigned char signing[CRYPT_SECRET];
};

/*
 * Keys are given out at a pace: `tokens` are left, `ticks` (base/clock.h, microseconds) is when they were counted last. A person who reads, or a job
 * that goes through all open cases, meets no bound; who wants to have everything at once waits, and the log grows under his eyes.
 */
enum { HOLDER_BURST = 4096, HOLDER_A_SECOND = 512 };
struct holder_pace { int64_t tokens, ticks; };

struct holder {
	struct head            head;       /* its texts in `arena`                                  */
	struct arena          *arena;      /* of this head; a change makes another                  */
	struct holder_secrets *secrets;
	struct holder_pace     pace;
	int64_t                started_at, requests, given, refused, landlock_abi;
	bool                   stopping;
	/* Writes a slot for good. False: it could not be written, and the change does not happen. */
	bool                 (*keep)(void *context, struct str slot, int64_t offset);
	void                  *context;
};

/* A wrong secret is ERR_FORBIDDEN in words. On failure nothing is left; else holder_done. */
CHECKED struct err *holder_begin(struct holder *holder, struct str head, const struct key_unlock *unlock, struct arena *arena);
void holder_done(struct holder *holder);

/*
 * Answers one question; parts of the answer live in the arena, secret ones are wiped by holder_wipe when they have been sent.
 * ticks: clock_ticks, now: clock_now.
 */
struct holder_now { int64_t ticks, now; };
void holder_answer(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *ret_answer);

/* Wipes what of an answer is secret. */
void holder_wipe(const struct talk *question, const struct talk *answer);

/* The key that unlocks a head, from the person's secret; ERR_FORMAT when a key file holds none. */
CHECKED struct err *holder_unlock_key(const struct head *head, struct str secret, struct arena *arena, unsigned char ret_key[CRYPT_KEY]);
/* Opens a sealed key of a known length into place, and wipes what it was opened through. */
CHECKED struct err *holder_open_into(const unsigned char key[CRYPT_KEY], struct str about, struct str sealed, struct arena *arena, void *into,
    size_t len);
