#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"

void
buf_done(struct buf *buf)
{
	mem_free(buf->ptr);
	*buf = (struct buf){ 0 };
}

void
buf_clear(struct buf *buf)
{
	buf->len = 0;
}

char *
buf_reserve(struct buf *buf, size_t more)
{
	if (buf->room - buf->len < more) {
		size_t room = buf->room < 256 ? 256 : buf->room;

		while (room - buf->len < more)
			room = mem_times(room, 2);
		buf->ptr = mem_resize(buf->ptr, room);
		buf->room = room;
	}
	return buf->ptr + buf->len;
}

void
buf_add_bytes(struct buf *buf, const void *bytes, size_t len)
{
	if (len == 0)
		return;
	memcpy(buf_reserve(buf, len), bytes, len);
	buf->len += len;
}

void
buf_add(struct buf *buf, struct str text)
{
	buf_add_bytes(buf, text.ptr, text.len);
}

void
buf_add_char(struct buf *buf, char c)
{
	*buf_reserve(buf, 1) = c;
	buf->len++;
}

void
buf_addf(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(len >= 0);
	(void)vsnprintf(buf_reserve(buf, (size_t)len + 1), (size_t)len + 1, format, again);
	va_end(again);
	buf->len += (size_t)len;
}

void
buf_add_percent(struct buf *buf, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (char_is_alnum(text.ptr[i]) || str_find_char(STR("-._~"), text.ptr[i]) != SIZE_MAX)
			buf_add_char(buf, text.ptr[i]);
		else
			buf_addf(buf, "%%%02X", (unsigned)(unsigned char)text.ptr[i]);
}

struct str
buf_str(const struct buf *buf)
{
	return (struct str){ buf->len == 0 ? "" : buf->ptr, buf->len };
}
