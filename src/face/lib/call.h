/*
 * call.h - how a call into the library is made: one arena for what it gives, one way out when memory ends.
 *
 * The engines below never look whether memory was there (base/mem.h). The program may stop for that; a library may not stop
 * its host. So base/mem.h has a second implementation here: while a call runs, all memory belongs to a pool of its context;
 * when there is no more, the pool is given back and longjmp leaves the call, which answers TSUKUROI_NO_MEMORY. That jump is
 * honest because the rooms the library is made of hold nothing but memory: no file, no lock, no state that outlives the call.
 * What libyaml had taken for itself while it read a decision table is the one thing it cannot give back.
 */
#pragma once
#include <setjmp.h>
#include "base/arena.h"
#include "base/err.h"
#include "face/lib/tsukuroi.h"

/* Memory that is given back together. */
struct pool {
	struct held *first;
};
void pool_free(struct pool *pool);
/* All of `from`, which is not empty, into `to`, which is. */
void pool_move(struct pool *to, struct pool *from);

struct tsukuroi {
	struct pool       scratch;    /* what calls take; the arena lives in it     */
	struct pool       kept;       /* of a handle that is being made             */
	struct pool      *into;       /* where memory goes now                      */
	struct arena     *arena;      /* of the call; of the last one between calls */
	struct arena     *arenas[2];  /* take turns, so that what one call gave may be asked about in the next */
	bool              turn;
	const struct err *err;        /* of the last call, in the arena             */
	enum tsukuroi_status status;
	jmp_buf           out;
};

/*
 * Does the work in an arena that is empty. MISUSE without a context. ERR_NOT_FOUND and
 * ERR_LIMIT become NOT_FOUND and LIMIT; any other refusal is about the input.
 */
typedef struct err *call_work(struct tsukuroi *t, void *task);
enum tsukuroi_status call_run(struct tsukuroi *t, call_work *work, void *task);
/* Says MISUSE, also to tsukuroi_message. The context may be NULL. */
enum tsukuroi_status call_misuse(struct tsukuroi *t);

/* An arena whose memory is in t->kept until call_keep_done hands it over to the handle that was made in it. */
struct arena *call_keep(struct tsukuroi *t);
void call_keep_done(struct tsukuroi *t, struct pool *ret_pool);
/* There will be no handle: gives that arena back. The error may lie in it; the answer is a copy that does not. */
CHECKED struct err *call_keep_not(struct tsukuroi *t, const struct err *err);

enum lang lang_in(enum tsukuroi_lang lang);
/* Text of the caller's, and for the caller: a copy that ends with NUL. */
struct str str_in(const char *text, size_t len);
struct tsukuroi_text text_out(struct tsukuroi *t, struct str text);
