/* A stream in pieces as small as the first byte says; a record that is delivered is JSON. */
#include <stdlib.h>
#include <string.h>
#include "format/json/json.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

struct pieces {
	struct input input;
	struct str   rest;
	size_t       most;
};

static struct err *
read_piece(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct pieces *pieces = (struct pieces *)input;
	size_t got = pieces->rest.len < pieces->most ? pieces->rest.len : pieces->most;

	(void)arena;
	if (got > room)
		got = room;
	if (got > 0)
		memcpy(into, pieces->rest.ptr, got);
	pieces->rest = str_from(pieces->rest, got);
	*ret_got = got;
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct pieces pieces = { .input = { read_piece, STR("fuzz"), 0 } };
	struct json_stream *stream;
	struct json record;
	bool more = true, broken;

	if (len == 0)
		return 0;
	pieces.most = (size_t)bytes[0] + 1;
	pieces.rest = (struct str){ (const char *)bytes + 1, len - 1 };
	stream = json_stream_new(&pieces.input, bytes[0] % 2 == 0 ? "a" : NULL);
	while (more) {
		struct err *err = json_stream_next(stream, arena, &record, &more, &broken);

		if (err == NULL && more && json_kind(record) == JSON_ABSENT)
			abort();
	}
	json_stream_free(stream);
	return 0;
}
