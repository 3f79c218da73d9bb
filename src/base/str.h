/*
 * str.h - text as a view: a pointer and a length, never a promise of NUL.
 *
 * Cutting and trimming cost nothing. A view lives as long as what it points into. Case and space
 * mean ASCII here; Japanese folding is base/fold.h. The empty view may have any pointer, also NULL.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *ptr;
	size_t      len;
};

#define STR(literal) ((struct str){ ("" literal), sizeof(literal) - 1 })
#define STR_INIT(literal) { ("" literal), sizeof(literal) - 1 }   /* for static tables        */
#define STR_ARG(s)   (int)(s).len, (s).ptr                        /* for "%.*s"               */
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

struct str str_of(const char *text);                              /* NULL gives the empty view */
struct str str_sub(struct str s, size_t from, size_t len);        /* clipped to s              */
struct str str_from(struct str s, size_t from);

bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b);
int  str_cmp(struct str a, struct str b);                         /* bytes, then length        */
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_is_one_of(struct str s, const struct str *words, size_t count);

/* Position of the first needle, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle);
size_t str_find_char(struct str s, char c);

/* Takes prefix (suffix) off *s when it is there. */
bool str_take(struct str *s, struct str prefix);
bool str_take_nocase(struct str *s, struct str prefix);
bool str_take_end(struct str *s, struct str suffix);

/*
 * Cuts s at the first (last) separator. Without one, *ret_head is all of s, *ret_tail is empty and
 * the answer is false. The outputs may be s's own variable.
 */
bool str_cut(struct str s, char separator, struct str *ret_head, struct str *ret_tail);
bool str_cut_last(struct str s, char separator, struct str *ret_head, struct str *ret_tail);

/* The next line (without LF or CRLF) off *rest; false when nothing is left. */
bool str_line(struct str *rest, struct str *ret_line);
/* The next piece between separators off *rest; false when nothing is left. "a,,b" has three. */
bool str_split(struct str *rest, char separator, struct str *ret_piece);

struct str str_trim(struct str s, char c);                        /* both ends                 */
struct str str_trim_space(struct str s);                          /* ASCII white space         */

/* Whole text as a decimal number; false when it is not one or does not fit. No sign for u64. */
bool str_to_u64(struct str s, uint64_t *ret_value);
bool str_to_i64(struct str s, int64_t *ret_value);

bool str_is_ascii(struct str s);
/* Valid UTF-8 (RFC 3629) without NUL: what may enter a record. */
bool str_is_text(struct str s);
/* Length of the valid UTF-8 sequence at s.ptr[at], or 0; *ret_point is its code point. */
size_t str_point(struct str s, size_t at, uint32_t *ret_point);

static inline bool char_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool char_is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline bool char_is_lower(char c) { return c >= 'a' && c <= 'z'; }
static inline bool char_is_alpha(char c) { return char_is_upper(c) || char_is_lower(c); }
static inline bool char_is_alnum(char c) { return char_is_alpha(c) || char_is_digit(c); }
static inline bool char_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool char_is_hex(char c) { return char_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
static inline char char_lower(char c) { return char_is_upper(c) ? (char)(c + ('a' - 'A')) : c; }
/* Of a hexadecimal digit; -1 of anything else. */
static inline int char_hex(char c) { return char_is_digit(c) ? c - '0' : char_is_hex(c) ? char_lower(c) - 'a' + 10 : -1; }

/* Whether a word goes on at at: letters or digits of ASCII on both sides of it. Other scripts write no ends of words. */
static inline bool
str_word_goes_on(struct str s, size_t at)
{
	return at > 0 && at < s.len && char_is_alnum(s.ptr[at - 1]) && char_is_alnum(s.ptr[at]);
}
