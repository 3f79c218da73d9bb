#include "format/charset/charset.h"

#include <assert.h>
#include <errno.h>
#include <iconv.h>
#include <stdatomic.h>
#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#define NO_TABLE ((iconv_t)-1)

enum { UTF8_MOST = 4 };   /* bytes of UTF-8 that one byte of the others can become, at most */

/* The tables' names are glibc's; EUC-JP-MS is EUC-JP with the vendors' characters. */
static const struct {
	const char *name;
	const char *table;
	struct str  mark;
} charsets[CHARSET_COUNT] = {
	[CHARSET_UTF8]    = { "UTF-8", NULL, STR_INIT("\xef\xbb\xbf") },
	[CHARSET_UTF16LE] = { "UTF-16", "UTF-16LE", STR_INIT("\xff\xfe") },
	[CHARSET_UTF16BE] = { "UTF-16", "UTF-16BE", STR_INIT("\xfe\xff") },
	[CHARSET_CP932]   = { "CP932 (Shift_JIS)", "CP932", STR_INIT("") },
	[CHARSET_EUCJP]   = { "EUC-JP", "EUC-JP-MS", STR_INIT("") },
};

/* What a document may call them. */
static const struct {
	struct str   name;
	enum charset charset;
} spellings[] = {
	{ STR_INIT("utf-8"), CHARSET_UTF8 },
	{ STR_INIT("utf8"), CHARSET_UTF8 },
	{ STR_INIT("utf-16le"), CHARSET_UTF16LE },
	{ STR_INIT("utf-16be"), CHARSET_UTF16BE },
	{ STR_INIT("shift_jis"), CHARSET_CP932 },
	{ STR_INIT("shift-jis"), CHARSET_CP932 },
	{ STR_INIT("sjis"), CHARSET_CP932 },
	{ STR_INIT("x-sjis"), CHARSET_CP932 },
	{ STR_INIT("windows-31j"), CHARSET_CP932 },
	{ STR_INIT("cp932"), CHARSET_CP932 },
	{ STR_INIT("ms932"), CHARSET_CP932 },
	{ STR_INIT("ms_kanji"), CHARSET_CP932 },
	{ STR_INIT("euc-jp"), CHARSET_EUCJP },
	{ STR_INIT("eucjp"), CHARSET_EUCJP },
	{ STR_INIT("x-euc-jp"), CHARSET_EUCJP },
	{ STR_INIT("eucjp-ms"), CHARSET_EUCJP },
};

/* Tables opened ahead. One is taken out for use and put back after; 0 where there is none. */
static _Atomic(uintptr_t) warm_tables[CHARSET_COUNT];

static iconv_t
table_take(enum charset charset)
{
	uintptr_t warm = atomic_exchange(&warm_tables[charset], 0);

	return warm != 0 ? (iconv_t)warm : iconv_open("UTF-8", charsets[charset].table);
}

static void
table_put_back(enum charset charset, iconv_t table)
{
	uintptr_t none = 0;

	if (table == NO_TABLE)
		return;
	(void)iconv(table, NULL, NULL, NULL, NULL);
	if (!atomic_compare_exchange_strong(&warm_tables[charset], &none, (uintptr_t)table))
		(void)iconv_close(table);
}

void
charset_warm(void)
{
	for (int i = 0; i < CHARSET_COUNT; i++)
		if (charsets[i].table != NULL)
			table_put_back((enum charset)i, table_take((enum charset)i));
	charset_warm_encoders();
}

struct str
charset_mark(enum charset charset)
{
	return charsets[charset].mark;
}

const char *
charset_name(enum charset charset)
{
	return charsets[charset].name;
}

bool
charset_find(struct str name, enum charset *ret_charset)
{
	for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
		if (!str_eq_nocase(name, spellings[i].name))
			continue;
		*ret_charset = spellings[i].charset;
		return true;
	}
	return false;
}

/* -------------------------------------------------------------------------------- one piece of text */

/* Bytes off the front of *rest, as UTF-8 behind out, until its end or what cannot be converted. */
struct conversion {
	struct str rest;
	bool       cut_short;   /* rest begins a character that may go on behind it */
	bool       no_table;
};

static struct conversion
convert_utf8(struct str bytes, struct buf *out)
{
	struct conversion done = { .rest = bytes };
	size_t at = 0, len;
	uint32_t point;

	while (at < bytes.len) {
		if ((unsigned char)bytes.ptr[at] < 0x80) {
			at++;
			continue;
		}
		len = str_point(bytes, at, &point);
		if (len == 0)
			break;
		at += len;
	}
	if (out != NULL)
		buf_add(out, str_sub(bytes, 0, at));
	done.rest = str_from(bytes, at);
	done.cut_short = done.rest.len > 0 && done.rest.len < UTF8_MOST;
	return done;
}

/* The C library lets control characters 80-9F pass in EUC-JP, where no byte of a character is one of them but 8E and 8F. */
static size_t
eucjp_run(struct str bytes)
{
	size_t len = 0;

	while (len < bytes.len && ((unsigned char)bytes.ptr[len] < 0x80 || (unsigned char)bytes.ptr[len] > 0x9f ||
	    (bytes.ptr[len] & 0x7e) == 0x0e))
		len++;
	return len;
}

static struct conversion
convert_table(iconv_t table, enum charset charset, struct str bytes, struct buf *out)
{
	char *from = (char *)(uintptr_t)bytes.ptr, *into = buf_reserve(out, bytes.len * UTF8_MOST + 16);
	size_t run = charset == CHARSET_EUCJP ? eucjp_run(bytes) : bytes.len;
	size_t from_left = run, into_left = out->room - out->len;
	struct conversion done = { 0 };

	if (iconv(table, &from, &from_left, &into, &into_left) == (size_t)-1) {
		assert(errno != E2BIG);
		done.cut_short = errno == EINVAL && run == bytes.len;
	}
	out->len = out->room - into_left;
	done.rest = str_from(bytes, run - from_left);
	return done;
}

static struct conversion
convert_once(enum charset charset, struct str bytes, struct buf *out)
{
	iconv_t table;
	struct conversion done;

	if (charset == CHARSET_UTF8)
		return convert_utf8(bytes, out);
	table = table_take(charset);
	if (table == NO_TABLE)
		return (struct conversion){ .rest = bytes, .no_table = true };
	done = convert_table(table, charset, bytes, out);
	table_put_back(charset, table);
	return done;
}

static struct err *
misfit(struct str name, uint64_t offset, enum charset charset, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT,
	    M("The character at byte {offset} of {file} is not valid in {charset}: save the file again as UTF-8."),
	    ARG_N("offset", offset), ARG("file", name), ARG("charset", str_of(charset_name(charset))));
}

static struct err *
table_missing(enum charset charset, struct arena *arena)
{
	return err_new(arena, ERR_SYSTEM,
	    M("This system has no conversion table for {charset}: install the C library's character sets (gconv)."),
	    ARG("charset", str_of(charset_name(charset))));
}

/* ------------------------------------------------------------------------------------- telling them apart */

struct kana {
	size_t full;    /* hiragana and katakana       */
	size_t half;    /* half-width katakana         */
	size_t other;   /* anything else but ASCII     */
};

static struct kana
count_kana(struct str text)
{
	struct kana kana = { 0 };
	uint32_t point;
	size_t len;

	for (size_t at = 0; at < text.len; at += len) {
		len = str_point(text, at, &point);
		if (len == 0)
			len = 1;
		else if (point >= 0x3041 && point <= 0x30ff)
			kana.full++;
		else if (point >= 0xff61 && point <= 0xff9f)
			kana.half++;
		else if (point >= 0x80)
			kana.other++;
	}
	return kana;
}

struct fit {
	bool        fits;
	bool        no_table;
	size_t      broken_at;
	struct kana kana;
};

static struct fit
try_charset(enum charset charset, struct str bytes, bool is_all)
{
	struct buf text BUF_SCOPE = { 0 };
	struct conversion done = convert_once(charset, bytes, &text);

	return (struct fit){
		.fits = done.rest.len == 0 || (done.cut_short && !is_all),
		.no_table = done.no_table,
		.broken_at = bytes.len - done.rest.len,
		.kana = count_kana(buf_str(&text)),
	};
}

/* What has no mark. is_all: no more follows, so that no character may be cut short. */
static struct err *
tell_unmarked(struct str bytes, bool is_all, uint64_t offset, struct str name, struct arena *arena, enum charset *ret_charset)
{
	struct conversion utf8 = convert_utf8(bytes, NULL);
	struct fit eucjp, cp932;

	*ret_charset = CHARSET_UTF8;
	if (utf8.rest.len == 0 || (utf8.cut_short && !is_all))
		return NULL;
	eucjp = try_charset(CHARSET_EUCJP, bytes, is_all);
	cp932 = try_charset(CHARSET_CP932, bytes, is_all);
	if (eucjp.no_table || cp932.no_table)
		return table_missing(eucjp.no_table ? CHARSET_EUCJP : CHARSET_CP932, arena);
	if (!eucjp.fits && !cp932.fits)
		return err_new(arena, ERR_FORMAT,
		    M("The character at byte {offset} of {file} fits none of UTF-8, CP932 (Shift_JIS) and EUC-JP: save the file again as UTF-8."),
		    ARG_N("offset", offset + (eucjp.broken_at > cp932.broken_at ? eucjp.broken_at : cp932.broken_at)), ARG("file", name));
	*ret_charset = CHARSET_EUCJP;
	if (!eucjp.fits || (cp932.fits && eucjp.kana.full == 0 && cp932.kana.full + cp932.kana.other == 0))
		*ret_charset = CHARSET_CP932;
	return NULL;
}

static bool
find_mark(struct str bytes, enum charset *ret_charset, size_t *ret_mark)
{
	for (int i = 0; i < CHARSET_COUNT; i++) {
		if (charsets[i].mark.len == 0 || !str_starts(bytes, charsets[i].mark))
			continue;
		*ret_charset = (enum charset)i;
		*ret_mark = charsets[i].mark.len;
		return true;
	}
	*ret_mark = 0;
	return false;
}

struct err *
charset_detect(struct str bytes, struct str name, struct arena *arena, enum charset *ret_charset, size_t *ret_mark)
{
	if (find_mark(bytes, ret_charset, ret_mark))
		return NULL;
	return tell_unmarked(bytes, true, 0, name, arena, ret_charset);
}

struct err *
charset_text(struct str bytes, struct str name, struct arena *arena, struct str *ret_text)
{
	struct buf text BUF_SCOPE = { 0 };
	struct conversion done;
	enum charset charset;
	size_t mark;

	TRY(charset_detect(bytes, name, arena, &charset, &mark));
	if (charset == CHARSET_UTF8) {
		done = convert_utf8(str_from(bytes, mark), NULL);
		*ret_text = str_from(bytes, mark);
	} else {
		done = convert_once(charset, str_from(bytes, mark), &text);
		*ret_text = arena_copy(arena, buf_str(&text));
	}
	if (done.no_table)
		return table_missing(charset, arena);
	if (done.rest.len > 0)
		return misfit(name, bytes.len - done.rest.len, charset, arena);
	return NULL;
}

/* ------------------------------------------------------------------------------- lines of several hands */

/*
 * UTF-16 without a mark: half of its bytes are NUL wherever it is ASCII, all of them first or all of them second of their pair; no
 * other text has a NUL.
 */
static bool
find_wide(struct str bytes, enum charset *ret_charset)
{
	enum { LOOKED_AT = 4096, RARE = 50 };
	size_t nuls[2] = { 0 }, ends[2] = { 0 }, len = bytes.len < LOOKED_AT ? bytes.len : LOOKED_AT;

	for (size_t i = 0; i + 1 < len; i += 2) {
		nuls[0] += bytes.ptr[i] == '\0';
		nuls[1] += bytes.ptr[i + 1] == '\0';
		ends[0] += bytes.ptr[i] == '\n' && bytes.ptr[i + 1] == '\0';
		ends[1] += bytes.ptr[i + 1] == '\n' && bytes.ptr[i] == '\0';
	}
	*ret_charset = nuls[1] > nuls[0] ? CHARSET_UTF16LE : CHARSET_UTF16BE;
	if (bytes.len % 2 != 0 || (nuls[0] > 0 && nuls[1] > 0) || ends[0] + ends[1] == 0)
		return false;
	return (nuls[0] + nuls[1]) * RARE > len;
}

static bool
fits_line(enum charset charset, struct str line)
{
	return try_charset(charset, line, true).fits;
}

static const enum charset line_charsets[] = { CHARSET_UTF8, CHARSET_CP932, CHARSET_EUCJP };

/* The encoding that most of the lines fit that are not ASCII alone. */
static enum charset
commonest(struct str bytes)
{
	size_t fits[ARRAY_LEN(line_charsets)] = { 0 }, best = 0;
	struct str line;

	while (str_split(&bytes, '\n', &line))
		for (size_t i = 0; !str_is_ascii(line) && i < ARRAY_LEN(line_charsets); i++)
			fits[i] += fits_line(line_charsets[i], line);
	for (size_t i = 1; i < ARRAY_LEN(line_charsets); i++)
		if (fits[i] > fits[best])
			best = i;
	return line_charsets[best];
}

/* What does not fit is marked, and the reading goes on behind it. */
static void
convert_torn(enum charset charset, struct str line, struct buf *out)
{
	while (line.len > 0) {
		struct conversion done = convert_once(charset, line, out);

		if (done.rest.len == 0 || done.no_table)
			return;
		buf_add(out, STR("\xef\xbf\xbd"));
		line = str_from(done.rest, 1);
	}
}

static void
convert_line(enum charset main, struct str line, int64_t number, struct arena *arena, struct buf *out, struct charset_strays *strays)
{
	struct charset_stray stray = { number, main, true };

	if (str_is_ascii(line) || fits_line(main, line)) {
		(void)convert_once(main, line, out);
		return;
	}
	for (size_t i = 0; stray.lost && i < ARRAY_LEN(line_charsets); i++) {
		if (!fits_line(line_charsets[i], line))
			continue;
		stray = (struct charset_stray){ number, line_charsets[i], false };
	}
	convert_torn(stray.charset, line, out);
	if (strays->list.count < LIMIT_PROBLEMS_KEPT)
		list_push(arena, &strays->list, stray);
}

/* A text that no one encoding fits as a whole. */
static void
convert_lines(struct str bytes, struct arena *arena, enum charset *ret_charset, struct str *ret_text, struct charset_strays *ret_strays)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str rest = bytes, line;
	int64_t number = 0;

	*ret_charset = commonest(bytes);
	while (str_split(&rest, '\n', &line)) {
		if (number++ > 0)
			buf_add_char(&out, '\n');
		convert_line(*ret_charset, line, number, arena, &out, ret_strays);
	}
	*ret_text = arena_copy(arena, buf_str(&out));
}

static struct err *
convert_whole(enum charset charset, struct str bytes, struct str name, struct arena *arena, struct str *ret_text)
{
	struct buf text BUF_SCOPE = { 0 };
	struct conversion done = convert_once(charset, bytes, &text);

	if (done.no_table)
		return table_missing(charset, arena);
	if (done.rest.len > 0)
		return misfit(name, bytes.len - done.rest.len, charset, arena);
	*ret_text = arena_copy(arena, buf_str(&text));
	return NULL;
}

struct err *
charset_lines(struct str bytes, struct str name, struct arena *arena, enum charset *ret_charset, struct str *ret_text,
    struct charset_strays *ret_strays)
{
	struct err *err;
	size_t mark = 0;

	*ret_strays = (struct charset_strays){ 0 };
	if (find_mark(bytes, ret_charset, &mark) && *ret_charset != CHARSET_UTF8)
		return convert_whole(*ret_charset, str_from(bytes, mark), name, arena, ret_text);
	bytes = str_from(bytes, mark);
	if (mark == 0 && find_wide(bytes, ret_charset))
		return convert_whole(*ret_charset, bytes, name, arena, ret_text);
	err = tell_unmarked(bytes, true, mark, name, arena, ret_charset);
	if (err != NULL && err->code == ERR_SYSTEM)
		return err;
	if (err == NULL && *ret_charset == CHARSET_UTF8) {
		*ret_text = bytes;
		return NULL;
	}
	if (err == NULL)
		return convert_whole(*ret_charset, bytes, name, arena, ret_text);
	convert_lines(bytes, arena, ret_charset, ret_text, ret_strays);
	return NULL;
}

/* --------------------------------------------------------------------------------------- a stream */

struct charset_input {
	struct input  input;
	struct input *raw;
	enum charset  charset;
	bool          decided;
	bool          begun;
	bool          raw_at_end;
	iconv_t       table;
	struct buf    packed;     /* read, not converted yet   */
	uint64_t      packed_at;  /* its first byte's place    */
	struct buf    text;       /* converted, not given yet  */
	size_t        given;
};

static void
drop_packed(struct charset_input *charset, size_t len)
{
	memmove(charset->packed.ptr, charset->packed.ptr + len, charset->packed.len - len);
	charset->packed.len -= len;
	charset->packed_at += len;
}

static struct err *
fill_packed(struct charset_input *charset, struct arena *arena)
{
	size_t got;

	while (!charset->raw_at_end && charset->packed.len < LIMIT_CHARSET_PROBE) {
		size_t room = LIMIT_CHARSET_PROBE - charset->packed.len;

		TRY(input_read(charset->raw, buf_reserve(&charset->packed, room), room, arena, &got));
		charset->packed.len += got;
		charset->raw_at_end = got == 0;
	}
	return NULL;
}

static struct err *
open_table(struct charset_input *charset, struct arena *arena)
{
	charset->decided = true;
	if (charset->charset == CHARSET_UTF8)
		return NULL;
	charset->table = table_take(charset->charset);
	return charset->table == NO_TABLE ? table_missing(charset->charset, arena) : NULL;
}

/* The first piece may bear a mark; a told encoding keeps to what it was told, whatever the mark. */
static struct err *
begin(struct charset_input *charset, struct arena *arena)
{
	enum charset marked;
	size_t mark;

	charset->begun = true;
	if (!find_mark(buf_str(&charset->packed), &marked, &mark))
		return charset->decided ? open_table(charset, arena) : NULL;
	if (charset->decided && marked != charset->charset)
		return open_table(charset, arena);
	charset->charset = marked;
	drop_packed(charset, mark);
	return open_table(charset, arena);
}

static size_t
ascii_run(struct str bytes)
{
	size_t len = 0;

	while (len < bytes.len && (unsigned char)bytes.ptr[len] < 0x80)
		len++;
	return len;
}

/* ASCII is handed on as it stands; the encoding is told from a full piece that begins with what is not. */
static struct err *
decide(struct charset_input *charset, struct arena *arena)
{
	struct str piece = buf_str(&charset->packed);
	size_t plain = ascii_run(piece);

	if (plain > 0) {
		buf_add(&charset->text, str_sub(piece, 0, plain));
		drop_packed(charset, plain);
		return NULL;
	}
	TRY(tell_unmarked(piece, charset->raw_at_end, charset->packed_at, charset->raw->name, arena, &charset->charset));
	return open_table(charset, arena);
}

static struct err *
convert_piece(struct charset_input *charset, struct arena *arena)
{
	struct str piece = buf_str(&charset->packed);
	struct conversion done = charset->charset != CHARSET_UTF8
	    ? convert_table(charset->table, charset->charset, piece, &charset->text) : convert_utf8(piece, &charset->text);

	drop_packed(charset, piece.len - done.rest.len);
	if (done.rest.len == 0 || (done.cut_short && !charset->raw_at_end))
		return NULL;
	return misfit(charset->raw->name, charset->packed_at, charset->charset, arena);
}

static struct err *
read_text(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct charset_input *charset = (struct charset_input *)input;
	struct str text;

	while (charset->given == charset->text.len) {
		buf_clear(&charset->text);
		charset->given = 0;
		TRY(fill_packed(charset, arena));
		if (!charset->begun)
			TRY(begin(charset, arena));
		if (charset->packed.len == 0)
			break;
		if (charset->decided)
			TRY(convert_piece(charset, arena));
		else
			TRY(decide(charset, arena));
	}
	text = str_sub(buf_str(&charset->text), charset->given, room);
	if (text.len > 0)
		memcpy(into, text.ptr, text.len);
	charset->given += text.len;
	*ret_got = text.len;
	return NULL;
}

static struct charset_input *
charset_new(struct input *raw)
{
	struct charset_input *charset = mem_alloc(sizeof(*charset));

	charset->raw = raw;
	charset->input = (struct input){ .read = read_text, .name = raw->name };
	charset->table = NO_TABLE;
	return charset;
}

struct err *
charset_open(struct input *raw, struct arena *arena, struct charset_input **ret_charset)
{
	(void)arena;
	*ret_charset = charset_new(raw);
	return NULL;
}

struct err *
charset_open_as(struct input *raw, enum charset told, struct arena *arena, struct charset_input **ret_charset)
{
	(void)arena;
	*ret_charset = charset_new(raw);
	(*ret_charset)->charset = told;
	(*ret_charset)->decided = true;
	return NULL;
}

void
charset_close(struct charset_input *charset)
{
	if (charset == NULL)
		return;
	table_put_back(charset->charset, charset->table);
	buf_done(&charset->packed);
	buf_done(&charset->text);
	mem_free(charset);
}

struct input *
charset_stream(struct charset_input *charset)
{
	return &charset->input;
}
