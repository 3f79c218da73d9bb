/*
 * Hitachi's middleware (uCosminexus, JP1, HiRDB): VV-RR[-SS][-/X], 11-10, 11-10-05, 09-50-/B: version, revision, level of
 * corrections, each of two digits. A missing level is 00.
 *
 * How the letters of special corrections stand to levels and to each other is not published: with equal numbers they equal
 * only themselves, and "11-10-/A" has no order with any other 11-10. Such versions have no key.
 *
 * A product is kept up in several lines at once (07-60, 08-70, 09-87 …) and a correction exists in each: that 08-70-05 is
 * corrected and 09-00 is not is for the matcher to know. Here they are numbers.
 */
#include "domain/version/parts.h"

struct hitachi {
	struct str numbers;      /* "11-10", "11-10-05" */
	struct str letters;      /* "A"                 */
};

enum { PAIR = 2, LETTERS_MOST = 2, NUMBERS_LEAST = 2 * PAIR + 1, NUMBERS_MOST = 3 * PAIR + 2 };

static bool
are_pairs(struct str numbers)
{
	for (size_t i = 0; i < numbers.len; i++)
		if ((numbers.ptr[i] == '-') != (i % (PAIR + 1) == PAIR))
			return false;
	return numbers.len == NUMBERS_LEAST || numbers.len == NUMBERS_MOST;
}

static bool
hitachi_read(struct str version, struct hitachi *ret_hitachi)
{
	struct hitachi hitachi = { .numbers = numbers_take(&version, '-') };

	if (str_take(&version, STR("-/"))) {
		hitachi.letters = order_take(&version, letters_len(version));
		if (hitachi.letters.len == 0 || hitachi.letters.len > LETTERS_MOST)
			return false;
	}
	*ret_hitachi = hitachi;
	return version.len == 0 && are_pairs(hitachi.numbers);
}

static struct str
version_and_revision(const struct hitachi *hitachi)
{
	return str_sub(hitachi->numbers, 0, NUMBERS_LEAST);
}

/* Where the letters stand in the place of a level, nothing is known of the level. */
static bool
has_level(const struct hitachi *hitachi)
{
	return hitachi->numbers.len == NUMBERS_MOST || hitachi->letters.len == 0;
}

static enum order
hitachi_compare(struct str a, struct str b)
{
	struct hitachi hitachi_a, hitachi_b;
	enum order order;

	if (!hitachi_read(a, &hitachi_a) || !hitachi_read(b, &hitachi_b))
		return ORDER_UNKNOWN;
	order = numbers_compare(version_and_revision(&hitachi_a), version_and_revision(&hitachi_b));
	if (order != ORDER_EQUAL)
		return order;
	if (has_level(&hitachi_a) != has_level(&hitachi_b))
		return ORDER_UNKNOWN;
	order = numbers_compare(hitachi_a.numbers, hitachi_b.numbers);
	if (order != ORDER_EQUAL)
		return order;
	return str_eq_nocase(hitachi_a.letters, hitachi_b.letters) ? ORDER_EQUAL : ORDER_UNKNOWN;
}

static bool
hitachi_key(struct str version, struct version_key *key)
{
	struct hitachi hitachi;

	if (!hitachi_read(version, &hitachi) || hitachi.letters.len > 0)
		return false;
	numbers_key(hitachi.numbers, key);
	return true;
}

static bool
hitachi_is_valid(struct str version)
{
	struct hitachi hitachi;

	return hitachi_read(version, &hitachi);
}

const struct ordering ordering_hitachi = { hitachi_compare, hitachi_is_valid, hitachi_key, no_prerelease, true,
	.borders = "" };
