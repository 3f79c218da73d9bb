#include <errno.h>
#include <iconv.h>
#include "base/buf.h"
#include "format/charset/charset.h"

enum { PIECE = 4096 };

static const char geta[] = "\x81\xac";   /* 〓 in CP932 */

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

struct err *
charset_encode_cp932(struct str text, struct arena *arena, struct buf *out, size_t *ret_lost)
{
	iconv_t conversion = iconv_open("CP932", "UTF-8");
	size_t lost = 0, len = 1;

	if (conversion == (iconv_t)-1)
		return err_system(arena, M("The conversion into {encoding} is not there."), ARG("encoding", STR("CP932")));
	while (text.len > 0 && len > 0) {
		uint32_t point;

		convert(conversion, &text, out);
		len = str_point(text, 0, &point);
		if (len > 0) {
			buf_add(out, str_of(geta));
			lost++;
			text = str_from(text, len);
		}
	}
	(void)iconv_close(conversion);
	if (text.len > 0)
		return err_new(arena, ERR_FORMAT, M("The text is not valid UTF-8."));
	*ret_lost = lost;
	return NULL;
}
