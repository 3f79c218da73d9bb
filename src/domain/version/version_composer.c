/*
 * Packagist: Composer brings versions to four numbers and a stability, then PHP's version_compare orders
 * the parts: dev < alpha < beta < RC < number < patch. So missing numbers are 0 and 1.0 = 1.0.0.
 *
 * Branch names ("dev-main") have no order. Build metadata behind "+" orders nothing.
 */
#include "domain/version/order.h"

struct part {
	struct str number;      /* of a number part      */
	int        rank;        /* see below             */
};

enum { RANK_END = 4, RANK_NUMBER = 5, RANK_PATCH = 6 };

static const struct {
	struct str word;
	int        rank;
} words[] = {
	{ STR_INIT("dev"), 0 },   { STR_INIT("alpha"), 1 }, { STR_INIT("a"), 1 }, { STR_INIT("beta"), 2 },
	{ STR_INIT("b"), 2 },     { STR_INIT("rc"), 3 },    { STR_INIT("stable"), RANK_END },
	{ STR_INIT("patch"), RANK_PATCH }, { STR_INIT("pl"), RANK_PATCH }, { STR_INIT("p"), RANK_PATCH },
};

static bool
is_separator(char c)
{
	return c == '.' || c == '-' || c == '_';
}

/* The version without what does not order: a v and the build metadata. */
static struct str
composer_core(struct str version)
{
	version = str_trim_space(version);
	str_take_nocase(&version, STR("v"));
	str_cut(version, '+', &version, &(struct str){ 0 });
	return version;
}

/* False where a part is neither a number nor a known word. */
static bool
part_next(struct str *rest, struct part *ret_part)
{
	struct str word;

	*ret_part = (struct part){ .rank = RANK_END };
	while (rest->len > 0 && is_separator(rest->ptr[0]))
		order_take(rest, 1);
	if (rest->len == 0)
		return true;
	if (char_is_digit(rest->ptr[0])) {
		*ret_part = (struct part){ order_take(rest, digits_len(*rest)), RANK_NUMBER };
		return true;
	}
	word = order_take(rest, letters_len(*rest));
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq_nocase(word, words[i].word)) {
			ret_part->rank = words[i].rank;
			return true;
		}
	return false;
}

static bool
composer_is_valid(struct str version)
{
	struct str rest = composer_core(version);
	struct part part;

	if (rest.len == 0 || !char_is_digit(rest.ptr[0]))
		return false;
	while (rest.len > 0)
		if (!part_next(&rest, &part))
			return false;
	return true;
}

/* The next part; where the other has a number still and this has none, zeros are filled in. */
static struct part
part_padded(struct str *rest, struct str other)
{
	struct str trial = *rest;
	struct part part, beside;

	(void)part_next(&trial, &part);
	(void)part_next(&other, &beside);
	if (part.rank != RANK_NUMBER && beside.rank == RANK_NUMBER)
		return (struct part){ .rank = RANK_NUMBER };
	*rest = trial;
	return part;
}

static enum order
composer_compare(struct str a, struct str b)
{
	struct str rest_a = composer_core(a), rest_b = composer_core(b);

	if (!composer_is_valid(a) || !composer_is_valid(b))
		return ORDER_UNKNOWN;
	while (rest_a.len > 0 || rest_b.len > 0) {
		struct str before_a = rest_a;
		struct part part_a = part_padded(&rest_a, rest_b), part_b = part_padded(&rest_b, before_a);
		enum order order = order_of_int(part_a.rank - part_b.rank);

		if (order == ORDER_EQUAL)
			order = digits_compare(part_a.number, part_b.number);
		if (order != ORDER_EQUAL)
			return order;
	}
	return ORDER_EQUAL;
}

static bool
composer_is_prerelease(struct str version)
{
	struct str rest = composer_core(version);
	struct part part;

	if (!composer_is_valid(version))
		return false;
	while (rest.len > 0)
		if (part_next(&rest, &part) && part.rank < RANK_END)
			return true;
	return false;
}

const struct ordering ordering_composer = { composer_compare, composer_is_valid, NULL, composer_is_prerelease, true };
