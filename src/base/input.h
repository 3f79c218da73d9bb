/*
 * input.h - a stream of bytes that a reader pulls: memory, a descriptor, or what an archive unpacks.
 *
 * A reader never learns where the bytes come from. read() gives at least one byte, or none at the end.
 */
#pragma once
#include "base/arena.h"
#include "base/err.h"

struct input {
	struct err *(*read)(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got);
	struct str  name;       /* for messages: the file's name, or the entry's inside an archive */
	uint64_t    offset;     /* bytes given so far                                              */
};

/* The next bytes; *ret_got is 0 only at the end. Counts the offset, holds LIMIT_STREAM_BYTES. */
CHECKED struct err *input_read(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got);

/* Everything that is left, at most `most` bytes (ERR_LIMIT beyond), followed by 64 zero bytes of padding. */
CHECKED struct err *input_all(struct input *input, size_t most, struct arena *arena, struct str *ret_bytes);

struct input_bytes {
	struct input input;
	struct str   rest;
};
struct input *input_of_bytes(struct input_bytes *bytes, struct str text, struct str name);

struct input_fd {
	struct input input;
	int          fd;       /* borrowed */
};
struct input *input_of_fd(struct input_fd *fd_input, int fd, struct str name);

/* raw again from its beginning after a look at its first bytes: what is it that comes here? */
enum { INPUT_HEAD_BYTES = 512 };
struct input_peeked {
	struct input  input;
	struct input *raw;     /* borrowed */
	size_t        len;     /* of head  */
	size_t        at;
	char          head[INPUT_HEAD_BYTES];
};
/* Reads the head, shorter only where raw is; peeked->input then gives it and the rest. */
CHECKED struct err *input_peek(struct input_peeked *peeked, struct input *raw, struct arena *arena);
struct str input_head(const struct input_peeked *peeked);

/* raw as it is, and whether anything but white space came of it so far: what a reader made of an empty file is not what a person has to know. */
struct input_watched {
	struct input  input;
	struct input *raw;     /* borrowed */
	bool          has_text;
};
struct input *input_watch(struct input_watched *watched, struct input *raw);
/* Reads on as long as it has to: is there nothing but white space, and a byte order mark of UTF-8, from the beginning to the end? */
CHECKED struct err *input_is_blank(struct input_watched *watched, struct arena *arena, bool *ret_blank);
