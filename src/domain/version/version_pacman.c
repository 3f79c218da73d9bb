/*
 * pacman: [epoch:]version[-pkgrel] by alpm_pkg_vercmp (libalpm, vercmp(8)).
 *
 * A part is numbers, words and single separators, read from the left. At the same place a word is below the end,
 * the end below a number, a number below a separator: so 1.0rc1 < 1.0 < 1.0.rc1 < 1.0.1 < 1.0..rc1, and more
 * separators are above fewer, whichever they are. A missing epoch is 0.
 *
 * A pkgrel counts only where both versions have one, so that 1.0 is the same as 1.0-1 and as 1.0-2: what stands without
 * one means every build of that version, which is how dependencies and advisories write it. This is the one place where equals of
 * an equal may differ; keys belong to versions with a pkgrel, which are all of what is installed.
 *
 * Separators at the end of a part are no order in libalpm: "1." < "1.1" < "1..a" < "1.". Such an end is above a plain
 * end, as there; against anything further the answer is unknown.
 *
 * Arch has no word for a pre-release; where one of the usual words stands right behind a number, it is one.
 */
#include "domain/version/parts.h"

struct pacman {
	struct str epoch, version, release;
	bool       has_release;
};

enum { TAG_WORD = 0x01, TAG_END = 0x02, TAG_TRAILING = 0x03, TAG_SEPARATOR = KEY_TAG_ABOVE };

static const struct str pre_words[] = {
	STR_INIT("alpha"), STR_INIT("beta"), STR_INIT("rc"), STR_INIT("pre"), STR_INIT("dev"),
};

static bool
is_part(struct str part)
{
	for (size_t i = 0; i < part.len; i++)
		if (part.ptr[i] <= ' ' || part.ptr[i] > '~' || part.ptr[i] == ':' || part.ptr[i] == '/')
			return false;
	return part.len > 0;
}

static bool
pacman_read(struct str text, struct pacman *ret_pacman)
{
	struct pacman pacman = { .version = text };
	size_t digits = digits_len(text);

	if (digits > 0 && digits < text.len && text.ptr[digits] == ':') {
		pacman.epoch = order_take(&pacman.version, digits);
		order_take(&pacman.version, 1);
	}
	pacman.has_release = str_cut_last(pacman.version, '-', &pacman.version, &pacman.release);
	*ret_pacman = pacman;
	return is_part(pacman.version) && (!pacman.has_release || is_part(pacman.release));
}

static struct part
pacman_next(struct parts *parts)
{
	struct str *rest = &parts->rest;

	if (rest->len == 0)
		return part_last(parts->trailing ? TAG_TRAILING : TAG_END);
	if (char_is_digit(rest->ptr[0]))
		return part_number(order_take(rest, digits_len(*rest)));
	if (char_is_alpha(rest->ptr[0]))
		return part_word(TAG_WORD, order_take(rest, letters_len(*rest)));
	order_take(rest, 1);
	return part_tag(TAG_SEPARATOR);
}

/* Separators at the end are cut off first, and told by how the row ends. */
static struct parts
parts_of(struct str part)
{
	struct parts parts = { .next = pacman_next, .rest = part };

	while (parts.rest.len > 0 && !char_is_alnum(parts.rest.ptr[parts.rest.len - 1]))
		parts.rest.len--;
	parts.trailing = parts.rest.len < part.len;
	return parts;
}

static enum order
pacman_compare_part(struct str a, struct str b)
{
	struct parts parts_a = parts_of(a), parts_b = parts_of(b);

	for (;;) {
		struct part one = pacman_next(&parts_a), two = pacman_next(&parts_b);
		enum order order = part_order(&one, &two);

		if (one.last && two.last)
			return order;
		if (one.tag == TAG_TRAILING || two.tag == TAG_TRAILING)
			return ORDER_UNKNOWN;
		if (order != ORDER_EQUAL)
			return order;
	}
}

static enum order
pacman_compare(struct str a, struct str b)
{
	struct pacman pacman_a, pacman_b;
	enum order order;

	if (!pacman_read(a, &pacman_a) || !pacman_read(b, &pacman_b))
		return ORDER_UNKNOWN;
	order = digits_compare(pacman_a.epoch, pacman_b.epoch);
	if (order == ORDER_EQUAL)
		order = pacman_compare_part(pacman_a.version, pacman_b.version);
	if (order != ORDER_EQUAL || pacman_a.has_release != pacman_b.has_release)
		return order;
	return pacman_compare_part(pacman_a.release, pacman_b.release);
}

static bool
ends_well(struct str part)
{
	return char_is_alnum(part.ptr[part.len - 1]);
}

static bool
pacman_key(struct str version, struct version_key *key)
{
	struct pacman pacman;

	if (!pacman_read(version, &pacman) || !pacman.has_release || !ends_well(pacman.version) || !ends_well(pacman.release))
		return false;
	key_digits(key, pacman.epoch);
	parts_key(parts_of(pacman.version), key);
	parts_key(parts_of(pacman.release), key);
	return true;
}

static bool
pacman_is_valid(struct str version)
{
	struct pacman pacman;

	return pacman_read(version, &pacman);
}

static bool
pacman_is_prerelease(struct str version)
{
	struct pacman pacman;
	struct parts parts;
	struct part part, before = { 0 };

	if (!pacman_read(version, &pacman))
		return false;
	for (parts = parts_of(pacman.version); !(part = pacman_next(&parts)).last; before = part)
		if (part.word && before.tag == KEY_NUMBER_LEAST && str_is_one_of(part.text, pre_words, ARRAY_LEN(pre_words)))
			return true;
	return false;
}

const struct ordering ordering_pacman = { pacman_compare, pacman_is_valid, pacman_key, pacman_is_prerelease, false,
	.epoch_sign = ':' };
