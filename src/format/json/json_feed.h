/*
 * json_feed.h - the road that all readers of JSON feeds share: a stream of records, each read into one
 * value and handed on; one that cannot be read is refused and the feed goes on; the head comes last.
 *
 * A reader's read() answers with an error for a record it cannot take. ERR_UNSUPPORTED is about the
 * whole file and ends it. So does a file of which no record could be taken: it is something else.
 */
#pragma once
#include "format/json/json.h"
#include "model/advisory.h"
#include "model/sink.h"

struct json_feed {
	const char          *format;      /* for messages: "NVD", "OSV"                             */
	const char          *array_key;   /* as for json_stream_new                                 */
	const struct schema *schema;      /* of what read() makes                                   */
	/* The record's own name as far as it can be told, for messages. */
	struct str         (*id)(struct json record);
	/* value is zeroed, of schema's size. The arena is reset after each record. */
	struct err        *(*read)(struct json_feed *feed, struct json record, struct arena *arena, void *value);
	/* After the last record; ret_head has source, name and "unknown" everywhere else. */
	struct err        *(*head)(struct json_feed *feed, const struct json_stream *stream, struct arena *arena,
	                        struct feed_head *ret_head);
	enum source          source;
	bool                 may_refuse_all;   /* it is known whose file it is: that none of its records could be taken is its problem, no failure */
};

CHECKED struct err *json_feed_read(struct json_feed *feed, struct input *input, struct sink *sink, struct arena *arena);
