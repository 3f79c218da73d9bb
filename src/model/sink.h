/*
 * sink.h - where a reader puts what it has read: checked values, and the records it had to refuse.
 *
 * A reader is a function from bytes to values and knows nothing of who listens: a test, a worker's
 * pipe, a bench. Values are valid only during the call. The listener may refuse to go on.
 */
#pragma once
#include "base/err.h"
#include "model/schema.h"

/* One record that could not be read. The feed goes on; the problem is counted and kept. */
struct problem {
	struct str id;          /* the record's id when it got so far            */
	int64_t    offset;      /* byte offset in the (unpacked) file; -1        */
	int64_t    line;        /* line, row; -1                                 */
	struct str sentence_en; /* what was wrong, both languages                */
	struct str sentence_ja;
	bool       warning;     /* the record was taken, but this in it was not  */
};
extern const struct schema problem_schema;

struct sink {
	struct err *(*record)(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena);
	struct err *(*problem)(struct sink *sink, const struct problem *problem, struct arena *arena);
};

CHECKED struct err *sink_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena);
/* Makes a problem of an error: the reader goes on with the next record. */
CHECKED struct err *sink_refuse(struct sink *sink, struct str id, int64_t offset, int64_t line, const struct err *err,
    struct arena *arena);
CHECKED struct err *sink_warn(struct sink *sink, struct str id, int64_t offset, int64_t line, const struct err *err,
    struct arena *arena);
