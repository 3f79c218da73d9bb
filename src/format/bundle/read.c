#include "base/limits.h"
#include "format/bundle/bundle.h"
#include "format/bundle/frames.h"
#include "model/record.h"

enum { CHUNK = 1 << 16 };

/* The stream of frames, and what was seen of it. */
struct reading {
	struct input *input;
	struct sink  *sink;
	struct buf    bytes;          /* read and not taken: from `at` */
	size_t        at;
	int64_t       frames;
	int64_t       feeds;          /* of the head; -1 before it     */
	bool          turned;         /* into a feed                   */
	bool          ended;
};

static struct err *
cut_short(struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("The bundle ends before its end: it was cut short."));
}

/* Makes `want` bytes stand at `at`; *ret_there false only at the very end. */
static struct err *
fill(struct reading *reading, size_t want, struct arena *arena, bool *ret_there)
{
	*ret_there = true;
	if (reading->at > 0 && reading->bytes.len - reading->at < want) {
		struct str rest = str_from(buf_str(&reading->bytes), reading->at);

		memmove(reading->bytes.ptr, rest.ptr, rest.len);
		reading->bytes.len = rest.len;
		reading->at = 0;
	}
	while (reading->bytes.len - reading->at < want) {
		char *into = buf_reserve(&reading->bytes, CHUNK);
		size_t got;

		TRY(input_read(reading->input, into, CHUNK, arena, &got));
		reading->bytes.len += got;
		if (got > 0)
			continue;
		*ret_there = false;
		return reading->bytes.len == reading->at ? NULL : cut_short(arena);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ order */

static struct err *
out_of_order(const struct schema *schema, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("The bundle has a record of kind {kind} where none may be."), ARG("kind", str_of(schema->name)));
}

static struct err *
take_head(struct reading *reading, const struct bundle_head *head, struct arena *arena)
{
	struct bundle_id id;

	if (head->record_version != RECORD_VERSION)
		return err_new(arena, ERR_UNSUPPORTED,
		    M("The bundle was written by another version of this program ({version}): take the same version on both sides."),
		    ARG("version", head->program));
	TRY(bundle_id_read(head->id, arena, &id));
	if (head->base.len > 0)
		TRY(bundle_id_read(head->base, arena, &id));
	reading->feeds = (int64_t)head->feeds.count;
	return NULL;
}

/* Head, then turns with their values, then the end: is this one in its place? */
static struct err *
check_order(struct reading *reading, const struct schema *schema, const void *value, struct arena *arena)
{
	bool first = reading->feeds < 0;

	if (first != (schema == &bundle_head_schema) || reading->ended)
		return out_of_order(schema, arena);
	if (first)
		return take_head(reading, value, arena);
	if (schema == &bundle_turn_schema) {
		int64_t feed = ((const struct bundle_turn *)value)->feed;

		reading->turned = feed >= 0 && feed < reading->feeds;
		return reading->turned ? NULL : out_of_order(schema, arena);
	}
	if (schema == &bundle_end_schema) {
		reading->ended = true;
		return ((const struct bundle_end *)value)->frames == reading->frames ? NULL : cut_short(arena);
	}
	return reading->turned ? NULL : out_of_order(schema, arena);
}

static struct err *
take_frame(struct reading *reading, struct arena *item, struct arena *arena)
{
	struct str head = str_sub(str_from(buf_str(&reading->bytes), reading->at), 0, FRAMES_HEAD_BYTES), body;
	const struct schema *schema = frames_schema((unsigned char)head.ptr[0]);
	size_t len = 0;
	void *value;
	bool there;

	for (int i = 4; i > 0; i--)
		len = len << 8 | (unsigned char)head.ptr[i];
	if (schema == NULL || len > LIMIT_FRAME_BYTES)
		return err_new(arena, ERR_FORMAT, M("What stands in the bundle is no record: it is damaged."));
	TRY(fill(reading, FRAMES_HEAD_BYTES + len, arena, &there));
	if (!there)
		return cut_short(arena);
	body = str_sub(str_from(buf_str(&reading->bytes), reading->at + FRAMES_HEAD_BYTES), 0, len);
	value = arena_alloc(item, schema->size);
	TRY(record_decode(schema, body, item, value));
	TRY(check_order(reading, schema, value, arena));
	TRY(sink_record(reading->sink, schema, value, item));
	reading->at += FRAMES_HEAD_BYTES + len;
	reading->frames++;
	return NULL;
}

static struct err *
read_frames(struct reading *reading, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	bool there;

	for (;;) {
		struct err *err;

		TRY(fill(reading, FRAMES_HEAD_BYTES, arena, &there));
		if (!there)
			return reading->ended ? NULL : cut_short(arena);
		err = take_frame(reading, item, arena);
		if (err != NULL)
			return err_copy(err, arena);
		arena_reset(item);
	}
}

struct err *
bundle_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct reading reading = { .input = input, .sink = sink, .feeds = -1 };
	struct err *err = read_frames(&reading, arena);

	buf_done(&reading.bytes);
	return err;
}
