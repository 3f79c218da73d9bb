/*
 * talk.h - what goes over the key holder's socket.
 *
 *     length (4 bytes, low first; of what follows)   word (1 byte)   count (1 byte)   count × (length (2 bytes), bytes)
 *
 * A question's word is what to do, an answer's how it went. A message is at most TALK_MOST bytes long.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"

enum talk_question {
	TALK_STATUS = 1,   /* →  see talk_status                                     */
	TALK_NEW,          /* about            →  key, wrapped, newest, older        */
	TALK_UNWRAP,       /* about, wrapped   →  key                                */
	TALK_WRAP,         /* about, wrapped   →  wrapped, newest, older             */
	TALK_SIGN,         /* text             →  signature                          */
	TALK_ROTATE,       /*                  →  "", newest, older                  */
	TALK_RETIRE,       /* fingerprint of the older  →                            */
	TALK_SHARES,       /* threshold, shares (decimal)  →  a text each            */
	TALK_SHARED,       /* threshold, shares →                                    */
	TALK_STOP,
	TALK_SIGNER,       /* about            →  public, wrapped, newest, older     */
	TALK_SIGN_AS,      /* about, wrapped, text  →  signature, public             */
	TALK_QUESTIONS,
};
enum talk_answer {
	TALK_OK = 1,
	TALK_SLOW,         /* milliseconds (decimal): ask again then                 */
	TALK_REFUSED,      /* altered, of another master, or for something else      */
	TALK_UNKNOWN,      /* no such question, or not in this form                  */
	TALK_FAILED,       /* the head could not be written                          */
	TALK_ANSWERS,
};
enum { TALK_MOST = 16 << 10, TALK_PARTS = 24, TALK_HEAD = 4 };

struct talk {
	unsigned   word;
	struct str parts[TALK_PARTS];
	size_t     count;
};

/* Appends a message; parts together must fit, which the caller sees to. */
void talk_put(struct buf *out, const struct talk *talk);
/*
 * Takes a whole message off *rest; ret_talk->word is 0 when more bytes are needed. Parts are views. ERR_FORMAT: no message of ours.
 */
CHECKED struct err *talk_take(struct str *rest, struct arena *arena, struct talk *ret_talk);
