#include "wire/keyholder/talk.h"

#include <assert.h>

static void
put_number(struct buf *out, size_t number, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_add_char(out, (char)(number >> (8 * i)));
}

static size_t
number_of(struct str bytes)
{
	size_t number = 0;

	for (size_t i = bytes.len; i > 0; i--)
		number = number << 8 | (unsigned char)bytes.ptr[i - 1];
	return number;
}

void
talk_put(struct buf *out, const struct talk *talk)
{
	size_t len = 2;

	for (size_t i = 0; i < talk->count; i++)
		len += 2 + talk->parts[i].len;
	assert(len <= TALK_MOST && talk->count <= TALK_PARTS);
	put_number(out, len, TALK_HEAD);
	buf_add_char(out, (char)talk->word);
	buf_add_char(out, (char)talk->count);
	for (size_t i = 0; i < talk->count; i++) {
		put_number(out, talk->parts[i].len, 2);
		buf_add(out, talk->parts[i]);
	}
}

static struct err *
not_ours(struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("What came through the key holder's socket is no message of the key holder."));
}

struct err *
talk_take(struct str *rest, struct arena *arena, struct talk *ret_talk)
{
	struct talk talk = { 0 };
	struct str body;
	size_t len;

	*ret_talk = talk;
	if (rest->len < TALK_HEAD)
		return NULL;
	len = number_of(str_sub(*rest, 0, TALK_HEAD));
	if (len < 2 || len > TALK_MOST)
		return not_ours(arena);
	if (rest->len - TALK_HEAD < len)
		return NULL;
	body = str_sub(*rest, TALK_HEAD, len);
	talk.word = (unsigned char)body.ptr[0];
	talk.count = (unsigned char)body.ptr[1];
	body = str_from(body, 2);
	if (talk.word == 0 || talk.count > TALK_PARTS)
		return not_ours(arena);
	for (size_t i = 0; i < talk.count; i++) {
		size_t part = number_of(str_sub(body, 0, 2));

		if (body.len < 2 || body.len - 2 < part)
			return not_ours(arena);
		talk.parts[i] = str_sub(body, 2, part);
		body = str_from(body, 2 + part);
	}
	if (body.len > 0)
		return not_ours(arena);
	*rest = str_from(*rest, TALK_HEAD + len);
	*ret_talk = talk;
	return NULL;
}
