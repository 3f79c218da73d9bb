#include "format/json/json_feed.h"

struct feeding {
	struct json_feed   *feed;
	struct json_stream *stream;
	struct sink        *sink;
	struct arena       *arena;     /* of the whole file */
	struct arena       *item;      /* of one record     */
	int64_t             taken, refused;
	struct err         *first;     /* why the first was refused */
};

static struct err *
refuse(struct feeding *f, struct str id, struct err *err)
{
	if (f->refused++ == 0)
		f->first = err_copy(err, f->arena);
	return sink_refuse(f->sink, id, (int64_t)json_stream_offset(f->stream), -1, err, f->item);
}

static struct err *
take(struct feeding *f, struct json record)
{
	void *value = arena_alloc(f->item, f->feed->schema->size);
	struct err *err;

	if (json_kind(record) != JSON_OBJECT)
		return refuse(f, STR(""), err_new(f->item, ERR_FORMAT, M("This record is not an object.")));
	err = f->feed->read(f->feed, record, f->item, value);
	if (err != NULL && err->code == ERR_UNSUPPORTED)
		return err;
	if (err != NULL)
		return refuse(f, f->feed->id(record), err);
	f->taken++;
	return sink_record(f->sink, f->feed->schema, value, f->item);
}

static struct err *
take_all(struct feeding *f)
{
	struct json record;
	bool more = true, broken;

	for (;;) {
		struct err *err;

		arena_reset(f->item);
		err = json_stream_next(f->stream, f->item, &record, &more, &broken);
		if (err != NULL && !broken)
			return err;
		if (!more)
			return NULL;
		TRY(err != NULL ? refuse(f, STR(""), err) : take(f, record));
	}
}

static struct err *
send_head(struct feeding *f)
{
	struct feed_head head = {
		.source = f->feed->source,
		.name = str_of(enum_name(&source_names, (int)f->feed->source)),
		.built = INSTANT_NONE,
		.declared = -1,
	};

	if (f->taken == 0 && f->refused > 0 && !f->feed->may_refuse_all)
		return err_wrap(f->item, f->first,
		    M("None of the {count} records could be read as {format}; the first"), ARG_N("count", f->refused),
		    ARG("format", str_of(f->feed->format)));
	TRY(f->feed->head(f->feed, f->stream, f->item, &head));
	return sink_record(f->sink, &feed_head_schema, &head, f->item);
}

struct err *
json_feed_read(struct json_feed *feed, struct input *input, struct sink *sink, struct arena *arena)
{
	struct feeding f = { .feed = feed, .sink = sink, .arena = arena };
	struct err *err;

	f.item = arena_new();
	f.stream = json_stream_new(input, feed->array_key);
	err = take_all(&f);
	if (err == NULL)
		err = send_head(&f);
	if (err != NULL)
		err = err_copy(err, arena);
	json_stream_free(f.stream);
	arena_free(f.item);
	return err;
}
