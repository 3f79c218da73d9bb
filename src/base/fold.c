#include "base/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "base/buf.h"

enum { LONG_VOWEL = 0x30fc, HIRAGANA_FIRST = 0x3041, HIRAGANA_LAST = 0x3096, HIRAGANA_TO_KATAKANA = 0x60 };
enum { WIDE_FIRST = 0xff01, WIDE_LAST = 0xff5e, WIDE_SPACE = 0x3000, NO_BREAK_SPACE = 0xa0 };

static bool
is_hyphen(uint32_t point)
{
	return point == '-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
}

static bool
is_katakana(uint32_t point)
{
	return point >= 0x30a1 && point <= 0x30fa;
}

static void
put_point(struct buf *out, uint32_t point)
{
	utf8proc_uint8_t bytes[4];

	buf_add_bytes(out, bytes, (size_t)utf8proc_encode_char((utf8proc_int32_t)point, bytes));
}

/* Hiragana to katakana, one hyphen, one space; a long vowel mark waits until it is known what follows it. */
static void
fold_points(struct str text, struct buf *out)
{
	bool long_vowel = false, space = false;
	size_t at = 0;

	while (at < text.len) {
		uint32_t point;
		size_t len = str_point(text, at, &point);

		if (len == 0) {
			at++;
			continue;
		}
		at += len;
		if (point >= HIRAGANA_FIRST && point <= HIRAGANA_LAST)
			point += HIRAGANA_TO_KATAKANA;
		if (point < 0x80 && char_is_space((char)point)) {
			space = out->len > 0;
			long_vowel = false;
			continue;
		}
		if (long_vowel && (is_katakana(point) || point == LONG_VOWEL))
			put_point(out, LONG_VOWEL);
		long_vowel = point == LONG_VOWEL;
		if (space)
			buf_add_char(out, ' ');
		space = false;
		if (!long_vowel)
			put_point(out, is_hyphen(point) ? '-' : point);
	}
}

struct str
fold_text(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &mapped,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPCC);

	/* Not UTF-8: there is nothing to fold, the bytes are compared as they are. */
	if (len < 0)
		return arena_copy(arena, text);
	fold_points((struct str){ (const char *)mapped, (size_t)len }, &out);
	free(mapped);
	return arena_copy(arena, buf_str(&out));
}

struct str
fold_narrow(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	uint32_t point;
	size_t len;

	for (; text.len > 0; text = str_from(text, len)) {
		len = str_point(text, 0, &point);
		if (len == 0)
			len = 1;
		if (len > 1 && point >= WIDE_FIRST && point <= WIDE_LAST)
			buf_add_char(&out, (char)(point - WIDE_FIRST + '!'));
		else if (len > 1 && (point == WIDE_SPACE || point == NO_BREAK_SPACE))
			buf_add_char(&out, ' ');
		else
			buf_add(&out, str_sub(text, 0, len));
	}
	return arena_copy(arena, buf_str(&out));
}
