#include "base/str.h"

#include <string.h>

struct str
str_of(const char *text)
{
	return text == NULL ? STR("") : (struct str){ text, strlen(text) };
}

struct str
str_sub(struct str s, size_t from, size_t len)
{
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return (struct str){ s.ptr == NULL ? "" : s.ptr + from, len };
}

struct str
str_from(struct str s, size_t from)
{
	return str_sub(s, from, SIZE_MAX);
}

bool
str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool
str_eq_nocase(struct str a, struct str b)
{
	return a.len == b.len && str_starts_nocase(a, b);
}

int
str_cmp(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool
str_starts_nocase(struct str s, struct str prefix)
{
	if (s.len < prefix.len)
		return false;
	for (size_t i = 0; i < prefix.len; i++)
		if (char_lower(s.ptr[i]) != char_lower(prefix.ptr[i]))
			return false;
	return true;
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_from(s, s.len - suffix.len), suffix);
}

bool
str_is_one_of(struct str s, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(s, words[i]))
			return true;
	return false;
}

size_t
str_find(struct str s, struct str needle)
{
	const char *at;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return SIZE_MAX;
	at = memmem(s.ptr, s.len, needle.ptr, needle.len);
	return at == NULL ? SIZE_MAX : (size_t)(at - s.ptr);
}

size_t
str_find_char(struct str s, char c)
{
	const char *at = s.len == 0 ? NULL : memchr(s.ptr, c, s.len);

	return at == NULL ? SIZE_MAX : (size_t)(at - s.ptr);
}

bool
str_take(struct str *s, struct str prefix)
{
	if (!str_starts(*s, prefix))
		return false;
	*s = str_from(*s, prefix.len);
	return true;
}

bool
str_take_nocase(struct str *s, struct str prefix)
{
	if (!str_starts_nocase(*s, prefix))
		return false;
	*s = str_from(*s, prefix.len);
	return true;
}

bool
str_take_end(struct str *s, struct str suffix)
{
	if (!str_ends(*s, suffix))
		return false;
	*s = str_sub(*s, 0, s->len - suffix.len);
	return true;
}

static bool
cut_at(struct str s, const char *at, struct str *ret_head, struct str *ret_tail)
{
	if (at == NULL) {
		*ret_head = s;
		*ret_tail = STR("");
		return false;
	}
	*ret_head = str_sub(s, 0, (size_t)(at - s.ptr));
	*ret_tail = str_from(s, (size_t)(at - s.ptr) + 1);
	return true;
}

bool
str_cut(struct str s, char separator, struct str *ret_head, struct str *ret_tail)
{
	return cut_at(s, s.len == 0 ? NULL : memchr(s.ptr, separator, s.len), ret_head, ret_tail);
}

bool
str_cut_last(struct str s, char separator, struct str *ret_head, struct str *ret_tail)
{
	return cut_at(s, s.len == 0 ? NULL : memrchr(s.ptr, separator, s.len), ret_head, ret_tail);
}

bool
str_line(struct str *rest, struct str *ret_line)
{
	if (rest->len == 0)
		return false;
	(void)str_cut(*rest, '\n', ret_line, rest);
	(void)str_take_end(ret_line, STR("\r"));
	return true;
}

bool
str_split(struct str *rest, char separator, struct str *ret_piece)
{
	if (rest->ptr == NULL)
		return false;
	if (!str_cut(*rest, separator, ret_piece, rest))
		*rest = (struct str){ NULL, 0 };
	return true;
}

struct str
str_trim(struct str s, char c)
{
	while (s.len > 0 && s.ptr[0] == c)
		s = str_from(s, 1);
	while (s.len > 0 && s.ptr[s.len - 1] == c)
		s.len--;
	return s;
}

struct str
str_trim_space(struct str s)
{
	while (s.len > 0 && char_is_space(s.ptr[0]))
		s = str_from(s, 1);
	while (s.len > 0 && char_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool
str_to_u64(struct str s, uint64_t *ret_value)
{
	uint64_t value = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (!char_is_digit(s.ptr[i]))
			return false;
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(s.ptr[i] - '0'), &value))
			return false;
	}
	*ret_value = value;
	return true;
}

bool
str_to_i64(struct str s, int64_t *ret_value)
{
	bool negative = str_take(&s, STR("-"));
	uint64_t size;

	if (!str_to_u64(s, &size) || size > (uint64_t)INT64_MAX + (negative ? 1 : 0))
		return false;
	*ret_value = negative ? (int64_t)(0 - size) : (int64_t)size;
	return true;
}

/* Number of continuation bytes after a lead byte, the bits the lead byte carries, the least point. */
static bool
lead_of(unsigned char byte, size_t *ret_more, uint32_t *ret_bits, uint32_t *ret_least)
{
	if (byte >= 0xc2 && byte <= 0xdf) {
		*ret_more = 1, *ret_bits = byte & 0x1fu, *ret_least = 0x80;
	} else if (byte >= 0xe0 && byte <= 0xef) {
		*ret_more = 2, *ret_bits = byte & 0x0fu, *ret_least = 0x800;
	} else if (byte >= 0xf0 && byte <= 0xf4) {
		*ret_more = 3, *ret_bits = byte & 0x07u, *ret_least = 0x10000;
	} else {
		return false;
	}
	return true;
}

size_t
str_point(struct str s, size_t at, uint32_t *ret_point)
{
	unsigned char lead;
	uint32_t point, least;
	size_t more;

	if (at >= s.len)
		return 0;
	lead = (unsigned char)s.ptr[at];
	if (lead < 0x80) {
		*ret_point = lead;
		return 1;
	}
	if (!lead_of(lead, &more, &point, &least) || s.len - at <= more)
		return 0;
	for (size_t i = 1; i <= more; i++) {
		unsigned char next = (unsigned char)s.ptr[at + i];

		if ((next & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (next & 0x3fu);
	}
	if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*ret_point = point;
	return more + 1;
}

/* Eight bytes at a time while they are ASCII and none is NUL: almost all text is. */
static size_t
ascii_run(struct str s, size_t at)
{
	while (s.len - at >= sizeof(uint64_t)) {
		uint64_t word;

		memcpy(&word, s.ptr + at, sizeof(word));
		if (((word | (word - 0x0101010101010101u)) & 0x8080808080808080u) != 0)
			break;
		at += sizeof(word);
	}
	return at;
}

bool
str_is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80)
			return false;
	return true;
}

bool
str_is_text(struct str s)
{
	size_t at = 0;

	while ((at = ascii_run(s, at)) < s.len) {
		uint32_t point;
		size_t len = str_point(s, at, &point);

		if (len == 0 || point == 0)
			return false;
		at += len;
	}
	return true;
}
