#include "base/buf.h"
#include "domain/range/native.h"

static size_t
digits_len(struct str s)
{
	size_t len = 0;

	while (len < s.len && char_is_digit(s.ptr[len]))
		len++;
	return len;
}

/* The length of the number or wildcard that s begins with, or 0. */
static size_t
place_len(struct str s, struct str wildcards)
{
	if (s.len > 0 && str_find_char(wildcards, s.ptr[0]) != SIZE_MAX)
		return 1;
	return digits_len(s);
}

bool
partial_take(struct str *rest, struct str wildcards, size_t most, struct partial *ret_partial)
{
	struct partial partial = { 0 };
	struct str ahead = *rest;
	size_t len = place_len(ahead, wildcards);

	while (len > 0) {
		struct str place = str_sub(ahead, 0, len);
		bool number = char_is_digit(place.ptr[0]);

		partial.padded |= number && len > 1 && place.ptr[0] == '0';
		partial.jumbled |= number && partial.count < partial.places;
		if (number && partial.count == partial.places)
			partial.numbers[partial.count++] = place;
		partial.places++;
		ahead = str_from(ahead, len);
		*rest = ahead;
		len = partial.places < most && str_take(&ahead, STR(".")) ? place_len(ahead, wildcards) : 0;
	}
	*ret_partial = partial;
	return partial.places > 0;
}

struct str
digits_next(struct str digits, struct arena *arena)
{
	char *next = arena_alloc(arena, digits.len + 1);
	size_t at = digits.len;

	memcpy(next + 1, digits.ptr, digits.len);
	next[0] = '0';
	while (next[at] == '9')
		next[at--] = '0';
	next[at]++;
	return at == 0 ? (struct str){ next, digits.len + 1 } : (struct str){ next + 1, digits.len };
}

struct str
partial_text(const struct partial *partial, size_t bump, size_t width, struct str tail, struct arena *arena)
{
	struct str parts[PARTIAL_MOST];

	for (size_t i = 0; i < width; i++) {
		parts[i] = i < partial->count && i <= bump ? partial->numbers[i] : STR("0");
		if (i == bump)
			parts[i] = digits_next(parts[i], arena);
	}
	return arena_printf(arena, "%.*s%.*s", STR_ARG(arena_join(arena, parts, width, STR("."))), STR_ARG(tail));
}

size_t
partial_significant(const struct partial *partial)
{
	size_t place = 0;

	while (place + 1 < partial->count && str_eq(partial->numbers[place], STR("0")))
		place++;
	return place;
}

bool
labels_take(struct str *rest, bool strict, struct str *ret_labels)
{
	size_t len = 0, begin = 0, digits = 0;

	for (;; len++) {
		char c = len < rest->len ? rest->ptr[len] : '\0';

		if (char_is_alnum(c) || c == '-') {
			digits += char_is_digit(c);
			continue;
		}
		if (len == begin || (strict && len - begin > 1 && digits == len - begin && rest->ptr[begin] == '0'))
			return false;
		if (c != '.')
			break;
		begin = len + 1;
		digits = 0;
	}
	*ret_labels = str_sub(*rest, 0, len);
	*rest = str_from(*rest, len);
	return true;
}
