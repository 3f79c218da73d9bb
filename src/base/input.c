#include "base/input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/limits.h"

enum { PADDING = 64 };

struct err *
input_read(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	TRY(input->read(input, into, room, arena, ret_got));
	input->offset += *ret_got;
	if (input->offset > LIMIT_STREAM_BYTES)
		return err_new(arena, ERR_LIMIT, M("{file} unpacks to more than {most} bytes."),
		    ARG("file", input->name), ARG_N("most", LIMIT_STREAM_BYTES));
	return NULL;
}

static struct err *
read_all(struct input *input, size_t most, struct arena *arena, struct buf *all)
{
	size_t got;

	do {
		char *into = buf_reserve(all, (size_t)256 << 10);

		TRY(input_read(input, into, (size_t)256 << 10, arena, &got));
		all->len += got;
		if (all->len > most)
			return err_new(arena, ERR_LIMIT, M("The file {file} is larger than {most} bytes."),
			    ARG("file", input->name), ARG_N("most", most));
	} while (got > 0);
	return NULL;
}

struct err *
input_all(struct input *input, size_t most, struct arena *arena, struct str *ret_bytes)
{
	struct buf all BUF_SCOPE = { 0 };
	char *bytes;

	TRY(read_all(input, most, arena, &all));
	bytes = arena_alloc(arena, all.len + PADDING);
	if (all.len > 0)
		memcpy(bytes, all.ptr, all.len);
	*ret_bytes = (struct str){ bytes, all.len };
	return NULL;
}

static struct err *
read_bytes(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct input_bytes *bytes = (struct input_bytes *)input;
	size_t got = bytes->rest.len < room ? bytes->rest.len : room;

	(void)arena;
	if (got > 0)
		memcpy(into, bytes->rest.ptr, got);
	bytes->rest = str_from(bytes->rest, got);
	*ret_got = got;
	return NULL;
}

struct input *
input_of_bytes(struct input_bytes *bytes, struct str text, struct str name)
{
	*bytes = (struct input_bytes){ { read_bytes, name, 0 }, text };
	return &bytes->input;
}

static struct err *
read_fd(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct input_fd *fd_input = (struct input_fd *)input;
	ssize_t got;

	do
		got = read(fd_input->fd, into, room);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", input->name));
	*ret_got = (size_t)got;
	return NULL;
}

struct input *
input_of_fd(struct input_fd *fd_input, int fd, struct str name)
{
	*fd_input = (struct input_fd){ { read_fd, name, 0 }, fd };
	return &fd_input->input;
}

static struct err *
read_peeked(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct input_peeked *peeked = (struct input_peeked *)input;
	size_t left = peeked->len - peeked->at;

	if (left == 0)
		return input_read(peeked->raw, into, room, arena, ret_got);
	*ret_got = left < room ? left : room;
	memcpy(into, peeked->head + peeked->at, *ret_got);
	peeked->at += *ret_got;
	return NULL;
}

struct err *
input_peek(struct input_peeked *peeked, struct input *raw, struct arena *arena)
{
	size_t got;

	peeked->input = (struct input){ .read = read_peeked, .name = raw->name };
	peeked->raw = raw;
	peeked->len = peeked->at = 0;
	do {
		TRY(input_read(raw, peeked->head + peeked->len, sizeof(peeked->head) - peeked->len, arena, &got));
		peeked->len += got;
	} while (got > 0 && peeked->len < sizeof(peeked->head));
	return NULL;
}

struct str
input_head(const struct input_peeked *peeked)
{
	return (struct str){ peeked->head, peeked->len };
}

static bool
is_white(char byte, uint64_t place)
{
	static const char mark[] = "\xEF\xBB\xBF";

	return byte == ' ' || (byte >= '\t' && byte <= '\r') || (place < sizeof(mark) - 1 && byte == mark[place]);
}

static struct err *
read_watched(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct input_watched *watched = (struct input_watched *)input;
	const char *bytes = into;

	TRY(input_read(watched->raw, into, room, arena, ret_got));
	for (size_t i = 0; i < *ret_got && !watched->has_text; i++)
		watched->has_text = !is_white(bytes[i], input->offset + i);
	return NULL;
}

struct input *
input_watch(struct input_watched *watched, struct input *raw)
{
	*watched = (struct input_watched){ { read_watched, raw->name, 0 }, raw, false };
	return &watched->input;
}

struct err *
input_is_blank(struct input_watched *watched, struct arena *arena, bool *ret_blank)
{
	char rest[4096];
	size_t got = 1;

	while (got > 0 && !watched->has_text)
		TRY(input_read(&watched->input, rest, sizeof(rest), arena, &got));
	*ret_blank = !watched->has_text;
	return NULL;
}
