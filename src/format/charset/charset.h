/*
 * charset.h - Japanese encodings into UTF-8.
 *
 * UTF-8 (with or without a mark), UTF-16 with a mark, CP932 (what Windows calls Shift_JIS: ①, ㈱, 髙 are in it) and EUC-JP
 * (with the same vendors' characters). An encoding fits when every byte up to the end of the looked-at piece is valid in it;
 * of those that fit, the first of this order is taken:
 *
 *     a byte order mark, UTF-8, EUC-JP, CP932
 *
 * except that what reads in CP932 as half-width kana alone, and in EUC-JP without any kana, is CP932. Nothing is dropped
 * or replaced: bytes that fit nothing, or that have no character, are ERR_FORMAT with their place.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"
#include "base/vec.h"

enum charset { CHARSET_UTF8, CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_CP932, CHARSET_EUCJP, CHARSET_COUNT };

const char *charset_name(enum charset charset);   /* "UTF-8", "CP932", … */

/* By the names documents use: "Shift_JIS", "windows-31j", "EUC-JP", … in any case. False: not one of ours. */
bool charset_find(struct str name, enum charset *ret_charset);

/*
 * Of a whole text. *ret_mark is the length of its byte order mark. ERR_FORMAT names the byte where nothing fits; name is
 * the text's own, for that message.
 */
CHECKED struct err *charset_detect(struct str bytes, struct str name, struct arena *arena, enum charset *ret_charset,
    size_t *ret_mark);

/* A whole text in UTF-8 without a mark; a view of bytes where they are that already. */
CHECKED struct err *charset_text(struct str bytes, struct str name, struct arena *arena, struct str *ret_text);

/* A line that is written in another encoding than its file. */
struct charset_stray {
	int64_t      line;       /* from 1, by line feeds                                                */
	enum charset charset;    /* the one it was read in                                               */
	bool         lost;       /* in none: what could not be read stands as U+FFFD                     */
};
struct charset_strays { LIST(struct charset_stray) list; };

/*
 * A whole text as it may come from several hands: UTF-16 also without a mark (as bytes that are NUL show), and single lines in
 * another encoding than the others read in their own and named, at most LIMIT_PROBLEMS_KEPT of them. The file's encoding is the one
 * in which most of its lines can be read. ERR_SYSTEM where a conversion table is missing.
 */
CHECKED struct err *charset_lines(struct str bytes, struct str name, struct arena *arena, enum charset *ret_charset,
    struct str *ret_text, struct charset_strays *ret_strays);

/*
 * UTF-8 into an encoding, appended to out, without a mark. A character that it does not have becomes 〓; *ret_lost says how many.
 * ERR_FORMAT when the text is not UTF-8.
 */
struct buf;
CHECKED struct err *charset_encode(enum charset charset, struct str text, struct arena *arena, struct buf *out, size_t *ret_lost);
CHECKED struct err *charset_encode_cp932(struct str text, struct arena *arena, struct buf *out, size_t *ret_lost);
/* The byte order mark of an encoding; "" where it has none. */
struct str charset_mark(enum charset charset);
/* Opens ahead what charset_encode needs: part of charset_warm. */
void charset_warm_encoders(void);

struct charset_input;   /* a machine */

/*
 * The same of a stream: plain ASCII is handed on until the first byte that is not, and the piece of up to
 * LIMIT_CHARSET_PROBE bytes from there decides. raw is borrowed.
 */
CHECKED struct err *charset_open(struct input *raw, struct arena *arena, struct charset_input **ret_charset);
/* As told by the document: nothing is guessed, a mark at the beginning is cut off. */
CHECKED struct err *charset_open_as(struct input *raw, enum charset charset, struct arena *arena,
    struct charset_input **ret_charset);
void charset_close(struct charset_input *charset);   /* NULL is welcome */
struct input *charset_stream(struct charset_input *charset);

/* Opens the conversion tables; before a sandbox is closed. */
void charset_warm(void);

static inline void
charset_cleanup(struct charset_input **charset)
{
	charset_close(*charset);
}

/* struct charset_input *text CHARSET_SCOPE = NULL; */
#define CHARSET_SCOPE __attribute__((cleanup(charset_cleanup)))
