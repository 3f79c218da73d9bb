/*
 * order.h - what the orderings share; private to this room. One file per ordering; version.c has the table.
 *
 * A number is a run of digits compared by value, whatever its length: leading zeros drop, then the
 * longer is greater, then the bytes decide.
 */
#pragma once
#include <assert.h>
#include <string.h>
#include "domain/version/version.h"

struct ordering {
	enum order (*compare)(struct str a, struct str b);   /* ORDER_UNKNOWN when one is no version */
	bool       (*is_valid)(struct str version);
	bool       (*key)(struct str version, struct version_key *key);   /* see key.h; false: it has none */
	bool       (*is_prerelease)(struct str version);     /* no version is no pre-release         */
	bool       zeros_are_equal;                          /* 1.0 = 1.0.0                          */
	/* What version_has_prefix needs to know: */
	bool       zeros_lead;                               /* 1.05 is not 1.5                      */
	char       epoch_sign;                               /* stands behind an epoch; NUL: there is none */
	const char *borders;                                 /* signs behind which another part begins; NULL: the usual */
	struct str (*core)(struct str version);              /* without what is put before it; NULL: without a v */
};
/* NULL where versions of the scheme have no order. */
const struct ordering *ordering_of(enum scheme scheme);
extern const struct ordering ordering_generic, ordering_deb, ordering_rpm, ordering_apk, ordering_semver,
    ordering_pep440, ordering_maven, ordering_gem, ordering_nuget, ordering_composer, ordering_golang,
    ordering_pacman, ordering_gentoo, ordering_cargo, ordering_hex, ordering_pub, ordering_cran, ordering_hackage,
    ordering_conan, ordering_openssl, ordering_windows, ordering_cisco, ordering_hitachi, ordering_fujitsu,
    ordering_nec, ordering_eccube, ordering_yearly, ordering_build, ordering_firmware;

static inline enum order
order_of_int(int difference)
{
	return difference < 0 ? ORDER_LESS : difference > 0 ? ORDER_GREATER : ORDER_EQUAL;
}

static inline enum order
order_opposite(enum order order)
{
	return order == ORDER_LESS ? ORDER_GREATER : order == ORDER_GREATER ? ORDER_LESS : order;
}

static inline size_t
digits_len(struct str s)
{
	size_t len = 0;

	while (len < s.len && char_is_digit(s.ptr[len]))
		len++;
	return len;
}

static inline size_t
letters_len(struct str s)
{
	size_t len = 0;

	while (len < s.len && char_is_alpha(s.ptr[len]))
		len++;
	return len;
}

/* How many bytes both begin with. */
static inline size_t
common_len(struct str a, struct str b)
{
	size_t most = a.len < b.len ? a.len : b.len, len = 0;

	while (len < most && a.ptr[len] == b.ptr[len])
		len++;
	return len;
}

/* Cuts the first len bytes off *s. */
static inline struct str
order_take(struct str *s, size_t len)
{
	struct str head = { s->ptr, len };

	s->ptr += len;
	s->len -= len;
	return head;
}

/* Cuts off what both begin with, but for a number that may go on differently: it decides nothing. */
static inline void
order_skip_common(struct str *a, struct str *b)
{
	size_t len = common_len(*a, *b);

	assert(len == 0 || a->ptr != NULL);
	while (len > 0 && char_is_digit(a->ptr[len - 1]))
		len--;
	order_take(a, len);
	order_take(b, len);
}

/* Takes one byte where there is one: the separator that the caller knows to stand there. */
static inline void
order_skip(struct str *s)
{
	if (s->len > 0)
		order_take(s, 1);
}

/* Takes this byte where it stands next. */
static inline bool
order_take_sign(struct str *s, char sign)
{
	if (s->len == 0 || s->ptr[0] != sign)
		return false;
	order_take(s, 1);
	return true;
}

static inline bool
digits_are_zero(struct str digits)
{
	for (size_t i = 0; i < digits.len; i++)
		if (digits.ptr[i] != '0')
			return false;
	return true;
}

/* By value; the empty run is zero. */
static inline enum order
digits_compare(struct str a, struct str b)
{
	while (a.len > 0 && a.ptr[0] == '0')
		order_take(&a, 1);
	while (b.len > 0 && b.ptr[0] == '0')
		order_take(&b, 1);
	if (a.len != b.len)
		return a.len < b.len ? ORDER_LESS : ORDER_GREATER;
	for (size_t i = 0; i < a.len; i++)     /* two or three digits: sooner done than memcmp is called */
		if (a.ptr[i] != b.ptr[i])
			return a.ptr[i] < b.ptr[i] ? ORDER_LESS : ORDER_GREATER;
	return ORDER_EQUAL;
}

static inline enum order
text_compare(struct str a, struct str b)
{
	return order_of_int(str_cmp(a, b));
}

static inline enum order
text_compare_nocase(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int difference = (unsigned char)char_lower(a.ptr[i]) - (unsigned char)char_lower(b.ptr[i]);

		if (difference != 0)
			return order_of_int(difference);
	}
	return a.len == b.len ? ORDER_EQUAL : a.len < b.len ? ORDER_LESS : ORDER_GREATER;
}

/* How many numbers between dots a text is, and nothing else; 0 where it is anything else: most versions are plain. */
static inline size_t
plain_numbers(struct str s)
{
	size_t count = 1;
	char before = '.';

	for (size_t i = 0; i < s.len; before = s.ptr[i++]) {
		if (char_is_digit(s.ptr[i]))
			continue;
		if (s.ptr[i] != '.' || before == '.')
			return 0;
		count++;
	}
	return before == '.' ? 0 : count;
}

/* Numbers between dots; missing ones are 0. */
static inline enum order
numbers_compare(struct str a, struct str b)
{
	order_skip_common(&a, &b);
	while (a.len > 0 || b.len > 0) {
		struct str number_a = order_take(&a, digits_len(a));
		struct str number_b = order_take(&b, digits_len(b));
		enum order order = digits_compare(number_a, number_b);

		if (order != ORDER_EQUAL)
			return order;
		order_skip(&a);
		order_skip(&b);
	}
	return ORDER_EQUAL;
}

/*
 * SemVer's shape, shared by SEMVER, NUGET and GOLANG: numbers between dots, then what tells
 * pre-releases apart, then build metadata, which orders nothing.
 */
struct semver {
	struct str numbers;         /* "1.2.3"                                      */
	struct str prerelease;      /* "rc.1"; empty for a release                  */
	bool       attached;        /* Go's "1.21rc2": the word ends where the number begins */
};
bool semver_read(struct str version, struct semver *ret_semver);
/* As above, and a word and number right behind the numbers ("1.21rc2") are a pre-release. */
bool semver_read_attached(struct str version, struct semver *ret_semver);
/* As semver_read, and by the letter: three numbers, no v, no leading zeros. */
bool semver_read_strict(struct str version, struct semver *ret_semver);
/* nuget: case does not count in pre-releases, and a number beyond 32 bits is a word there. */
enum order semver_order(const struct semver *a, const struct semver *b, bool nuget);
void semver_write_key(const struct semver *semver, bool nuget, struct version_key *key);
