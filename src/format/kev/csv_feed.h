/*
 * csv_feed.h - the road of feeds in CSV: a header names the columns, each row becomes one value. What
 * format/json/json_feed.h is for JSON.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"
#include "model/advisory.h"
#include "model/sink.h"

enum { CSV_FEED_COLUMNS = 16 };

struct csv_column {
	struct str name, other_name;   /* without regard to case; other_name may be empty */
	bool       is_needed;
};

struct csv_feed {
	const char              *format;         /* for messages                                    */
	const struct csv_column *columns;        /* the first is the record's id                    */
	size_t                   columns_count;
	const struct schema     *schema;
	enum source              source;
	/* A row before the header that begins with '#'; NULL: there are none. */
	struct err *(*comment)(struct csv_feed *feed, const struct str *cells, size_t count, struct arena *arena);
	/* cells in the order of columns, "" where there is none; value is zeroed. */
	struct err *(*read)(struct csv_feed *feed, const struct str *cells, struct arena *arena, void *value);
	/* ret_head has source, name and "unknown" everywhere else; NULL: nothing to add. */
	struct err            *(*head)(struct csv_feed *feed, struct arena *arena, struct feed_head *ret_head);
};

CHECKED struct err *csv_feed_read(struct csv_feed *feed, struct input *input, struct sink *sink, struct arena *arena);
