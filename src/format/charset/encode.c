/*
 * encode.c - UTF-8 into the encodings that files come in, for those who send them back.
 */
#include <errno.h>
#include <iconv.h>
#include <stdatomic.h>
#include "base/buf.h"
#include "format/charset/charset.h"

enum { PIECE = 4096 };

#define NO_TABLE ((iconv_t)-1)

/* What the C library calls them, and 〓 in them. Of UTF-8 nothing is to be converted, UTF-16 is written by hand. */
static const struct {
	const char *table;
	struct str  geta;
} encodings[CHARSET_COUNT] = {
	[CHARSET_CP932] = { "CP932", STR_INIT("\x81\xac") },
	[CHARSET_EUCJP] = { "EUC-JP-MS", STR_INIT("\xa2\xae") },
};

/* A table opened ahead, for a process that may open none later; taken out for use and put back after. */
static _Atomic(uintptr_t) warm[CHARSET_COUNT];

static iconv_t
take_table(enum charset charset)
{
	uintptr_t table = atomic_exchange(&warm[charset], 0);

	return table != 0 ? (iconv_t)table : iconv_open(encodings[charset].table, "UTF-8");
}

static void
put_back(enum charset charset, iconv_t table)
{
	uintptr_t none = 0;

	if (table == NO_TABLE)
		return;
	(void)iconv(table, NULL, NULL, NULL, NULL);
	if (!atomic_compare_exchange_strong(&warm[charset], &none, (uintptr_t)table))
		(void)iconv_close(table);
}

void
charset_warm_encoders(void)
{
	for (int i = 0; i < CHARSET_COUNT; i++)
		if (encodings[i].table != NULL)
			put_back((enum charset)i, take_table((enum charset)i));
}

/* As much as converts; the rest begins with what does not. */
static void
convert(iconv_t conversion, struct str *rest, struct buf *out)
{
	char *from = (char *)(uintptr_t)rest->ptr;
	size_t left = rest->len;

	while (left > 0) {
		char *into = buf_reserve(out, PIECE);
		size_t room = PIECE;
		size_t result = iconv(conversion, &from, &left, &into, &room);

		out->len += PIECE - room;
		if (result == (size_t)-1 && errno != E2BIG)
			break;
	}
	*rest = (struct str){ from, left };
}

static void
add_unit(struct buf *out, enum charset charset, uint32_t unit)
{
	bool low_first = charset == CHARSET_UTF16LE;

	buf_add_char(out, (char)(low_first ? unit & 0xff : unit >> 8));
	buf_add_char(out, (char)(low_first ? unit >> 8 : unit & 0xff));
}

/* Up to the end or to what is not UTF-8. */
static struct str
write_wide(enum charset charset, struct str text, struct buf *out)
{
	uint32_t point;
	size_t len;

	while ((len = str_point(text, 0, &point)) > 0) {
		if (point >= 0x10000) {
			add_unit(out, charset, 0xd800 | (point - 0x10000) >> 10);
			add_unit(out, charset, 0xdc00 | ((point - 0x10000) & 0x3ff));
		} else {
			add_unit(out, charset, point);
		}
		text = str_from(text, len);
	}
	return text;
}

static struct str
write_table(iconv_t conversion, enum charset charset, struct str text, struct buf *out, size_t *lost)
{
	size_t len = 1;

	while (text.len > 0 && len > 0) {
		uint32_t point;

		convert(conversion, &text, out);
		len = str_point(text, 0, &point);
		if (len > 0) {
			buf_add(out, encodings[charset].geta);
			(*lost)++;
			text = str_from(text, len);
		}
	}
	return text;
}

struct err *
charset_encode(enum charset charset, struct str text, struct arena *arena, struct buf *out, size_t *ret_lost)
{
	iconv_t conversion = NO_TABLE;
	size_t lost = 0;

	if (encodings[charset].table != NULL) {
		conversion = take_table(charset);
		if (conversion == NO_TABLE)
			return err_system(arena, M("The conversion into {encoding} is not there."), ARG("encoding", str_of(charset_name(charset))));
		text = write_table(conversion, charset, text, out, &lost);
		put_back(charset, conversion);
	} else if (charset != CHARSET_UTF8) {
		text = write_wide(charset, text, out);
	} else if (str_is_text(text)) {
		buf_add(out, text);
		text = STR("");
	}
	if (text.len > 0)
		return err_new(arena, ERR_FORMAT, M("The text is not valid UTF-8."));
	*ret_lost = lost;
	return NULL;
}

struct err *
charset_encode_cp932(struct str text, struct arena *arena, struct buf *out, size_t *ret_lost)
{
	return charset_encode(CHARSET_CP932, text, arena, out, ret_lost);
}
