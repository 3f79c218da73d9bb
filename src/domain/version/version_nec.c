/*
 * NEC and NEC Platforms: "Ver 6.37", "Ver.1.7.2", V1.8, 8.9.17B (UNIVERGE IX), 2.1-7936, V01L07NF0201. No rule is published;
 * this one is ours.
 *
 * "V", "Ver" and "Version" before the number say nothing. What follows is numbers between dots, by value, missing ones 0;
 * a single letter behind the last one is above none and by the alphabet. This is the plain form, and it has keys.
 * Any other version is numbers between dots with marks between them ("-", "L", "NF"): two of the same marks in the same places
 * are compared number by number, from the left. Different marks have no order.
 */
#include "domain/version/parts.h"

struct plain {
	struct str numbers, letter;
};

static bool
read_plain(struct str version, struct plain *ret_plain)
{
	struct plain plain = { .numbers = numbers_take(&version, '.') };

	plain.letter = version;
	*ret_plain = plain;
	return version.len == 0 || (version.len == 1 && char_is_alpha(version.ptr[0]));
}

static bool
is_mark(char c)
{
	return char_is_alpha(c) || c == '-' || c == ' ' || c == '_';
}

static size_t
mark_len(struct str s)
{
	size_t len = 0;

	while (len < s.len && is_mark(s.ptr[len]))
		len++;
	return len;
}

/* Numbers first; then marks and numbers, the last mark maybe with no number behind it. */
static bool
nec_is_valid(struct str version)
{
	struct str rest = without_version_word(version);

	do {
		if (numbers_take(&rest, '.').len == 0)
			return false;
		order_take(&rest, mark_len(rest));
	} while (rest.len > 0);
	return true;
}

static enum order
marked_compare(struct str a, struct str b)
{
	enum order first = ORDER_EQUAL;

	while (a.len > 0) {
		enum order order = numbers_compare(numbers_take(&a, '.'), numbers_take(&b, '.'));

		if (!str_eq_nocase(order_take(&a, mark_len(a)), order_take(&b, mark_len(b))) || (a.len == 0) != (b.len == 0))
			return ORDER_UNKNOWN;
		if (first == ORDER_EQUAL)
			first = order;
	}
	return first;
}

static enum order
nec_compare(struct str a, struct str b)
{
	struct str text_a = without_version_word(a), text_b = without_version_word(b);
	struct plain plain_a, plain_b;
	enum order order;

	if (!nec_is_valid(a) || !nec_is_valid(b))
		return ORDER_UNKNOWN;
	if (!read_plain(text_a, &plain_a) || !read_plain(text_b, &plain_b))
		return marked_compare(text_a, text_b);
	order = numbers_compare(plain_a.numbers, plain_b.numbers);
	return order == ORDER_EQUAL ? text_compare_nocase(plain_a.letter, plain_b.letter) : order;
}

static bool
nec_key(struct str version, struct version_key *key)
{
	struct plain plain;

	if (!nec_is_valid(version) || !read_plain(without_version_word(version), &plain))
		return false;
	numbers_key(plain.numbers, key);
	key_word_nocase(key, plain.letter);
	return true;
}

const struct ordering ordering_nec = { nec_compare, nec_is_valid, nec_key, no_prerelease, true,
	.core = without_version_word };
