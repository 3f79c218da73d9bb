/*
 * text.c - which encoding a file of Windows is in. The order is Windows' own: it never writes EUC-JP, and writes UTF-16
 * without a mark when one program appends to what another began.
 */
#include "format/windows/parts.h"

#include "base/limits.h"
#include "format/charset/charset.h"

static const struct str mark_utf16le = STR_INIT("\xff\xfe");

/* NUL bytes at odd places and hardly any at even ones. */
static bool
looks_utf16le(struct str bytes)
{
	size_t odd = 0, even = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		odd += bytes.ptr[i] == '\0' && i % 2 == 1;
		even += bytes.ptr[i] == '\0' && i % 2 == 0;
	}
	return odd > bytes.len / 4 && even * 16 < odd;
}

/* One program appended UTF-16 to what another had begun in its own encoding: without NULs and marks its ASCII can be read. */
static struct str
without_nul(struct str bytes, struct arena *arena)
{
	char *out = arena_alloc(arena, bytes.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		if (str_starts(str_from(bytes, i), mark_utf16le))
			i++;
		else if (bytes.ptr[i] != '\0')
			out[len++] = bytes.ptr[i];
	}
	return (struct str){ out, len };
}

/* Every byte as the character of its number: nothing is lost, and names in ASCII are what they were. */
static struct str
byte_by_byte(struct str bytes, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.ptr[i];

		if (c >= 0x80)
			buf_add_char(&out, (char)(0xc0 | c >> 6));
		buf_add_char(&out, (char)(c < 0x80 ? c : 0x80 | (c & 0x3f)));
	}
	return arena_copy(arena, buf_str(&out));
}

static struct err *
text_as(enum charset told, struct str bytes, struct str name, struct arena *arena, struct str *ret_text)
{
	struct charset_input *charset CHARSET_SCOPE = NULL;
	struct input_bytes raw;

	TRY(charset_open_as(input_of_bytes(&raw, bytes, name), told, arena, &charset));
	return input_all(charset_stream(charset), LIMIT_WINDOWS_FILE * 4, arena, ret_text);
}

static struct err *
unmarked_text(struct str bytes, struct str name, struct arena *arena, struct str *ret_text, bool *ret_doubt)
{
	bool mixed = str_find_char(bytes, '\0') != SIZE_MAX;
	struct str told = mixed ? without_nul(bytes, arena) : bytes;

	*ret_doubt = mixed;
	*ret_text = told;
	if (str_is_text(told) || text_as(CHARSET_CP932, told, name, arena, ret_text) == NULL)
		return NULL;
	*ret_doubt = true;
	*ret_text = byte_by_byte(told, arena);
	return NULL;
}

struct err *
windows_text(struct str bytes, struct str name, struct arena *arena, struct str *ret_text, bool *ret_doubt)
{
	const struct str utf8 = STR("\xef\xbb\xbf"), utf16be = STR("\xfe\xff");

	*ret_doubt = false;
	if (bytes.len > LIMIT_WINDOWS_FILE)
		return err_new(arena, ERR_LIMIT, M("The file has more than {most} bytes: no computer's list is that long."),
		    ARG_N("most", LIMIT_WINDOWS_FILE));
	if (str_starts(bytes, utf8) || str_starts(bytes, mark_utf16le) || str_starts(bytes, utf16be))
		TRY(charset_text(bytes, name, arena, ret_text));
	else if (looks_utf16le(bytes))
		TRY(text_as(CHARSET_UTF16LE, bytes, name, arena, ret_text));
	else
		return unmarked_text(bytes, name, arena, ret_text, ret_doubt);
	if (!str_is_text(*ret_text))
		*ret_text = without_nul(*ret_text, arena);
	return NULL;
}
