#include "store/kb/words.h"

#include <string.h>
#include "base/buf.h"
#include "base/fold.h"

enum { LONG_VOWEL = 0x30fc, ITERATION = 0x3005, LETTERS_FROM = 0x80 };

typedef int token_taker(void *context, int flags, const char *token, int len, int start, int end);

/* Where the tokens go. */
struct cutting {
	token_taker *take;
	void        *context;
	bool         asked;       /* the last letter of a run is not a token of its own */
};

/* ------------------------------------------------------------------------------------------------ letters */

enum letter { NOT_A_LETTER, LATIN, PAIRED };

/* Punctuation and signs of the blocks that Japanese texts use; all else from U+0080 on counts as a letter, so that none is lost. */
static bool
is_sign(uint32_t point)
{
	static const struct { uint32_t from, to; } signs[] = {
		{ 0x0080, 0x00bf }, { 0x2000, 0x206f }, { 0x20a0, 0x20cf }, { 0x2190, 0x245f }, { 0x2500, 0x2bff }, { 0x3000, 0x3004 },
		{ 0x3008, 0x3020 }, { 0x3030, 0x3030 }, { 0x303d, 0x303f }, { 0x30a0, 0x30a0 }, { 0x30fb, 0x30fb }, { 0xe000, 0xf8ff }, { 0xfe00, 0xfe0f }, { 0xfe10, 0xfe6f },
		{ 0xff00, 0xff0f }, { 0xff1a, 0xff20 }, { 0xff3b, 0xff40 }, { 0xff5b, 0xff65 }, { 0xfff0, 0xffff }, { 0x1f000, 0x1faff }, { 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (point >= signs[i].from && point <= signs[i].to)
			return true;
	return false;
}

static enum letter
letter_of(uint32_t point)
{
	if (point < LETTERS_FROM)
		return char_is_alnum((char)point) ? LATIN : NOT_A_LETTER;
	if (point == LONG_VOWEL || point == ITERATION)
		return PAIRED;
	return is_sign(point) ? NOT_A_LETTER : PAIRED;
}

/* The letter at a place and how long it is; bytes that are no text are passed over one by one. */
static enum letter
letter_at(struct str text, size_t at, size_t *ret_len)
{
	uint32_t point;

	*ret_len = str_point(text, at, &point);
	if (*ret_len == 0) {
		*ret_len = 1;
		return NOT_A_LETTER;
	}
	return letter_of(point);
}

static size_t
run_from(struct str text, size_t at, enum letter kind)
{
	size_t len;

	while (at < text.len && letter_at(text, at, &len) == kind)
		at += len;
	return at;
}

/* ------------------------------------------------------------------------------------------------ tokens */

static int
take(const struct cutting *cutting, struct str text, size_t from, size_t to, int flags)
{
	return cutting->take(cutting->context, flags, text.ptr + from, (int)(to - from), (int)from, (int)to);
}

static int
take_pairs(const struct cutting *cutting, struct str text, size_t from, size_t to)
{
	size_t first, second, at = from;
	int code;

	(void)letter_at(text, at, &first);
	if (at + first == to)
		return take(cutting, text, from, to, 0);
	for (; at + first < to; at += first, first = second) {
		(void)letter_at(text, at + first, &second);
		code = take(cutting, text, at, at + first + second, 0);
		if (code != SQLITE_OK)
			return code;
	}
	return cutting->asked ? SQLITE_OK : take(cutting, text, at, to, FTS5_TOKEN_COLOCATED);
}

static int
cut(const struct cutting *cutting, struct str text)
{
	size_t len, end;
	int code = SQLITE_OK;

	for (size_t at = 0; at < text.len && code == SQLITE_OK; at = end) {
		enum letter kind = letter_at(text, at, &len);

		end = kind == NOT_A_LETTER ? at + len : run_from(text, at, kind);
		if (kind == LATIN)
			code = take(cutting, text, at, end, 0);
		else if (kind == PAIRED)
			code = take_pairs(cutting, text, at, end);
	}
	return code;
}

/* ------------------------------------------------------------------------------------------------- SQLite */

static int
tokenizer_open(void *nothing, const char **arguments, int count, Fts5Tokenizer **ret_tokenizer)
{
	static char one;

	(void)nothing;
	(void)arguments;
	/* It has no state: one stands for all, and is never written to. */
	*ret_tokenizer = (Fts5Tokenizer *)(void *)&one;
	return count == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static void
tokenizer_close(Fts5Tokenizer *tokenizer)
{
	(void)tokenizer;
}

static int
tokenizer_cut(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int len, token_taker *taker)
{
	struct arena *arena = arena_new();
	struct cutting cutting = { taker, context, (flags & FTS5_TOKENIZE_QUERY) != 0 };
	int code = len <= 0 ? SQLITE_OK : cut(&cutting, fold_text((struct str){ text, (size_t)len }, arena));

	(void)tokenizer;
	arena_free(arena);
	return code;
}

static fts5_api *
api_of(sqlite3 *handle)
{
	sqlite3_stmt *stmt = NULL;
	fts5_api *api = NULL;

	if (sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK)
		(void)sqlite3_step(stmt);
	(void)sqlite3_finalize(stmt);
	return api;
}

int
words_register(sqlite3 *handle)
{
	fts5_tokenizer tokenizer = { tokenizer_open, tokenizer_close, tokenizer_cut };
	fts5_api *api = api_of(handle);

	return api == NULL ? SQLITE_ERROR : api->xCreateTokenizer(api, "words", NULL, &tokenizer, NULL);
}

static int
put_token(void *context, int flags, const char *token, int len, int start, int end)
{
	struct buf *out = context;

	(void)start;
	(void)end;
	buf_add_char(out, (flags & FTS5_TOKEN_COLOCATED) != 0 ? '+' : ' ');
	buf_add_bytes(out, token, (size_t)len);
	return SQLITE_OK;
}

struct str
words_cut(struct str text, bool asked, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct cutting cutting = { put_token, &out, asked };

	(void)cut(&cutting, fold_text(text, arena));
	return arena_copy(arena, buf_str(&out));
}
