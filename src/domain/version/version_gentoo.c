/*
 * Gentoo ebuilds: Package Manager Specification 8, sections 3.2 (what a version is) and 3.3 (algorithms 3.1 to 3.7).
 *
 *     1.2.3b_rc4_p5-r6     numbers, a letter, suffixes, a revision
 *
 * The first number is compared by value. Of the others one that begins with 0 is a fraction: without the zeros at its
 * end it is compared as text when either of the two begins with 0. As text it is then below the other, so fractions are
 * simply below numbers. More numbers are above fewer (1.0 < 1.0.0), then a letter above none. The suffixes are
 * alpha < beta < pre < rc < (none) < p, each with a number; a missing number or revision is 0.
 */
#include "domain/version/parts.h"

struct gentoo {
	struct str numbers, letter, suffixes, revision;
};

enum {
	TAG_END = 0x01, TAG_FRACTION = 0x02,
	TAG_NO_SUFFIX = 0x05, TAG_PATCH = 0x06,
};

static const struct suffix {
	struct str word;
	uint8_t    tag;
} suffixes[] = {
	{ STR_INIT("alpha"), 0x01 }, { STR_INIT("beta"), 0x02 }, { STR_INIT("pre"), 0x03 }, { STR_INIT("rc"), 0x04 },
	{ STR_INIT("p"), TAG_PATCH },
};

/* The tag of the suffix that *rest, behind its "_", begins with, and its number; 0 when it is none. */
static uint8_t
take_suffix(struct str *rest, struct str *ret_number)
{
	struct str word = order_take(rest, letters_len(*rest));

	*ret_number = order_take(rest, digits_len(*rest));
	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		if (str_eq(word, suffixes[i].word))
			return suffixes[i].tag;
	return 0;
}

static bool
gentoo_read(struct str version, struct gentoo *ret_gentoo)
{
	struct gentoo gentoo = { .numbers = numbers_take(&version, '.') };
	struct str number;

	if (gentoo.numbers.len == 0)
		return false;
	if (version.len > 0 && char_is_lower(version.ptr[0]))
		gentoo.letter = order_take(&version, 1);
	gentoo.suffixes = version;
	while (str_take(&version, STR("_")))
		if (take_suffix(&version, &number) == 0)
			return false;
	gentoo.suffixes.len -= version.len;
	if (str_take(&version, STR("-r"))) {
		gentoo.revision = order_take(&version, digits_len(version));
		if (gentoo.revision.len == 0)
			return false;
	}
	*ret_gentoo = gentoo;
	return version.len == 0;
}

static struct part
number_next(struct parts *parts)
{
	struct str number;

	if (parts->rest.len == 0)
		return part_last(TAG_END);
	if (!parts->begun) {
		parts->begun = true;
		return part_number(order_take(&parts->rest, digits_len(parts->rest)));
	}
	order_take(&parts->rest, 1);
	number = order_take(&parts->rest, digits_len(parts->rest));
	if (number.ptr[0] != '0')
		return part_number(number);
	while (number.len > 0 && number.ptr[number.len - 1] == '0')
		number.len--;
	return part_word(TAG_FRACTION, number);
}

/* A suffix is two parts: its kind, then its number. */
static struct part
suffix_next(struct parts *parts)
{
	struct str *rest = &parts->rest, ahead, number;

	if (parts->begun) {
		parts->begun = false;
		return part_number(order_take(rest, digits_len(*rest)));
	}
	if (rest->len == 0)
		return part_last(TAG_NO_SUFFIX);
	order_take(rest, 1);
	parts->begun = true;
	ahead = *rest;
	order_take(rest, letters_len(*rest));
	return part_tag(take_suffix(&ahead, &number));
}

static struct parts
numbers_of(const struct gentoo *gentoo)
{
	return (struct parts){ .next = number_next, .rest = gentoo->numbers };
}

static struct parts
suffixes_of(const struct gentoo *gentoo)
{
	return (struct parts){ .next = suffix_next, .rest = gentoo->suffixes };
}

static enum order
gentoo_compare(struct str a, struct str b)
{
	struct gentoo gentoo_a, gentoo_b;
	enum order order;

	if (!gentoo_read(a, &gentoo_a) || !gentoo_read(b, &gentoo_b))
		return ORDER_UNKNOWN;
	order = parts_compare(numbers_of(&gentoo_a), numbers_of(&gentoo_b));
	if (order == ORDER_EQUAL)
		order = text_compare(gentoo_a.letter, gentoo_b.letter);
	if (order == ORDER_EQUAL)
		order = parts_compare(suffixes_of(&gentoo_a), suffixes_of(&gentoo_b));
	return order == ORDER_EQUAL ? digits_compare(gentoo_a.revision, gentoo_b.revision) : order;
}

static bool
gentoo_key(struct str version, struct version_key *key)
{
	struct gentoo gentoo;

	if (!gentoo_read(version, &gentoo))
		return false;
	parts_key(numbers_of(&gentoo), key);
	key_word(key, gentoo.letter);
	parts_key(suffixes_of(&gentoo), key);
	key_digits(key, gentoo.revision);
	return true;
}

static bool
gentoo_is_valid(struct str version)
{
	struct gentoo gentoo;

	return gentoo_read(version, &gentoo);
}

static bool
gentoo_is_prerelease(struct str version)
{
	struct gentoo gentoo;
	struct str number;

	if (!gentoo_read(version, &gentoo))
		return false;
	while (str_take(&gentoo.suffixes, STR("_")))
		if (take_suffix(&gentoo.suffixes, &number) < TAG_NO_SUFFIX)
			return true;
	return false;
}

const struct ordering ordering_gentoo = { gentoo_compare, gentoo_is_valid, gentoo_key, gentoo_is_prerelease, false,
	.zeros_lead = true };
