/*
 * Packagist: Composer brings a version to its normal form (composer/semver, VersionParser::normalize), then PHP's
 * version_compare orders the parts of that one by one.
 *
 *   1. A "v" is cut, and what stands behind "+".
 *   2. One to four numbers, the first of at most five digits, are filled up to four with zeros. Longer first numbers are
 *      dates: four digits, up to six pairs, up to two numbers of three digits, with or without separators; they stay
 *      as they are, so that 20230101 is below 20230101.0.
 *   3. Then may stand a stability, alpha, beta, RC or patch (a, b, p, pl), with numbers of its own, and "dev". "stable"
 *      says nothing, nor does what follows it. In capitals Composer takes it for a word, which PHP does not know.
 *   4. 1.x-dev is a branch and above every release of it: x and what is missing are 9999999.
 *   5. An unknown word < dev < alpha < beta < RC < the end < numbers < patch.
 *
 * Branches with a name (dev-main, master) have no order. Stability flags (1.0@dev) and aliases (1.0 as 2.0) belong to
 * requirements and are no versions. A number has its value whatever its length, where PHP stops at 64 bits.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

/* In the order of rule 5. */
enum rank { RANK_WORD, RANK_DEV, RANK_ALPHA, RANK_BETA, RANK_RC, RANK_END, RANK_NUMBER, RANK_PATCH };

struct composer {
	struct str numbers;             /* "1.2", "2023-01-01", "1.x"                   */
	size_t     numbers_least;       /* filled up to so many                         */
	struct str filling;             /* with this                                    */
	bool       has_stability, has_dev;
	enum rank  stability;
	struct str stability_numbers;   /* "", "1", "-1.2"                              */
};

enum { NUMBERS = 4, FIRST_MOST = 5, YEAR = 4, DATE_PAIRS_MOST = 6, DATE_TAIL_MOST = 2, DATE_TAIL_DIGITS = 3 };

static const struct str zero = STR_INIT("0"), highest = STR_INIT("9999999"), dev = STR_INIT("dev");

/* The longer first where one begins with another. */
static const struct {
	struct str word;
	enum rank  rank;
} stabilities[] = {
	{ STR_INIT("beta"), RANK_BETA }, { STR_INIT("b"), RANK_BETA },   { STR_INIT("rc"), RANK_RC },
	{ STR_INIT("alpha"), RANK_ALPHA }, { STR_INIT("a"), RANK_ALPHA }, { STR_INIT("patch"), RANK_PATCH },
	{ STR_INIT("pl"), RANK_PATCH },  { STR_INIT("p"), RANK_PATCH },  { STR_INIT("stable"), RANK_WORD },
};

/* --------------------------------------------------------------------------------- reading */

static bool
is_one_of(struct str rest, struct str signs)
{
	for (size_t i = 0; i < signs.len && rest.len > 0; i++)
		if (rest.ptr[0] == signs.ptr[i])
			return true;
	return false;
}

/* The length of numbers with one of the signs between each two; x: "x" and "*" stand for a number too. */
static size_t
numbers_len(struct str text, struct str signs, bool x)
{
	size_t len = digits_len(text);

	while (len > 0 && is_one_of(str_from(text, len), signs)) {
		struct str behind = str_from(text, len + 1);
		size_t digits = digits_len(behind);

		if (digits == 0 && x && is_one_of(behind, STR("xX*")))
			digits = 1;
		if (digits == 0)
			break;
		len += 1 + digits;
	}
	return len;
}

/* "-", "." or "_", a stability with its numbers, "dev": any of them, and nothing else. */
static bool
read_modifier(struct str rest, struct composer *composer)
{
	bool stable = false;

	if (is_one_of(rest, STR("._-")))
		order_take(&rest, 1);
	for (size_t i = 0; i < ARRAY_LEN(stabilities) && !composer->has_stability; i++) {
		const char *word = rest.ptr;

		if (rest.len == 0 || char_lower(word[0]) != stabilities[i].word.ptr[0] || !str_take_nocase(&rest, stabilities[i].word))
			continue;
		stable = str_eq((struct str){ word, (size_t)(rest.ptr - word) }, STR("stable"));
		composer->has_stability = true;
		composer->stability = stabilities[i].rank;
		if (is_one_of(rest, STR(".-")) && digits_len(str_from(rest, 1)) > 0)
			order_take(&rest, 1);
		composer->stability_numbers = order_take(&rest, numbers_len(rest, STR(".-"), false));
	}
	if (is_one_of(rest, STR(".-")))
		composer->has_dev = str_eq_nocase(str_from(rest, 1), dev);
	else
		composer->has_dev = str_eq_nocase(rest, dev);
	if (rest.len > 0 && !composer->has_dev)
		return false;
	if (stable) {
		composer->has_stability = composer->has_dev = false;
		composer->stability_numbers.len = 0;
	}
	return true;
}

static bool
read_numbers(struct str text, struct composer *ret_composer)
{
	struct composer composer = { .numbers_least = NUMBERS, .filling = zero };
	size_t count = 1;

	composer.numbers = order_take(&text, numbers_len(text, STR("."), false));
	for (size_t i = 0; i < composer.numbers.len; i++)
		count += composer.numbers.ptr[i] == '.';
	if (composer.numbers.len == 0 || count > NUMBERS || digits_len(composer.numbers) > FIRST_MOST)
		return false;
	*ret_composer = composer;
	return read_modifier(text, ret_composer);
}

/* Whether the rest of a date is at most two numbers of at most three digits, with or without something between them. */
static bool
is_date_tail(struct str rest)
{
	size_t count = 0;

	while (rest.len > 0 && count <= DATE_TAIL_MOST) {
		size_t digits;

		if (!char_is_digit(rest.ptr[0]))
			order_take(&rest, 1);
		digits = digits_len(rest);
		order_take(&rest, digits < DATE_TAIL_DIGITS ? digits : DATE_TAIL_DIGITS);
		count++;
	}
	return count <= DATE_TAIL_MOST;
}

static bool
is_date(struct str text)
{
	if (digits_len(text) < YEAR)
		return false;
	order_take(&text, YEAR);
	for (int pairs = 0; pairs < DATE_PAIRS_MOST; pairs++) {
		if (text.len > 0 && !char_is_digit(text.ptr[0]))
			order_take(&text, 1);
		if (digits_len(text) < 2)
			return false;
		order_take(&text, 2);
		if (is_date_tail(text))
			return true;
	}
	return false;
}

static bool
read_date(struct str text, struct composer *ret_composer)
{
	struct composer composer = { .filling = zero };

	composer.numbers = order_take(&text, numbers_len(text, STR(".:-"), false));
	if (!is_date(composer.numbers))
		return false;
	*ret_composer = composer;
	return read_modifier(text, ret_composer);
}

static bool
read_branch(struct str text, struct composer *ret_composer)
{
	struct composer composer = { .numbers_least = NUMBERS, .filling = highest, .has_dev = true };
	size_t count = 1;

	composer.numbers = order_take(&text, numbers_len(text, STR("."), true));
	for (size_t i = 0; i < composer.numbers.len; i++)
		count += composer.numbers.ptr[i] == '.';
	if (composer.numbers.len == 0 || count > NUMBERS)
		return false;
	if (is_one_of(text, STR(".-")))
		order_take(&text, 1);
	*ret_composer = composer;
	return str_eq_nocase(text, dev);
}

static struct str
without_v(struct str version)
{
	if (!order_take_sign(&version, 'v'))
		(void)order_take_sign(&version, 'V');
	return version;
}

static bool
composer_read(struct str version, struct composer *ret_composer)
{
	struct str build;

	version = str_trim_space(version);
	if (str_cut(version, '+', &version, &build) && build.len == 0)
		return false;
	for (size_t i = 0; i < build.len; i++)
		if (char_is_space(build.ptr[i]))
			return false;
	version = without_v(version);
	return read_numbers(version, ret_composer) || read_date(version, ret_composer) || read_branch(version, ret_composer);
}

static bool
composer_is_valid(struct str version)
{
	struct composer composer;

	return composer_read(version, &composer);
}

/* -------------------------------------------------------------------------------- the parts */

/* The next of the numbers, which are not at their end. */
static enum rank
take_number(struct str *numbers, struct str *ret_number)
{
	size_t digits = digits_len(*numbers);

	*ret_number = digits == 0 ? highest : str_sub(*numbers, 0, digits);
	order_take(numbers, digits == 0 ? 1 : digits);
	order_skip(numbers);
	return RANK_NUMBER;
}

/* Takes the next part off what composer still has; a number's digits go to *ret_number. */
static enum rank
part_next(struct composer *composer, struct str *ret_number)
{
	if (composer->numbers.len > 0) {
		composer->numbers_least -= composer->numbers_least > 0;
		return take_number(&composer->numbers, ret_number);
	}
	if (composer->numbers_least > 0) {
		composer->numbers_least--;
		*ret_number = composer->filling;
		return RANK_NUMBER;
	}
	if (composer->has_stability) {
		composer->has_stability = false;
		return composer->stability;
	}
	if (composer->stability_numbers.len > 0)
		return take_number(&composer->stability_numbers, ret_number);
	if (!composer->has_dev)
		return RANK_END;
	composer->has_dev = false;
	return RANK_DEV;
}

static bool
is_plain(struct str version)
{
	size_t numbers = plain_numbers(version);

	return numbers > 0 && numbers <= NUMBERS && digits_len(version) <= FIRST_MOST;
}

static enum order
composer_compare(struct str a, struct str b)
{
	struct composer composer_a, composer_b;

	if (is_plain(without_v(a)) && is_plain(without_v(b)))
		return numbers_compare(without_v(a), without_v(b));
	if (!composer_read(a, &composer_a) || !composer_read(b, &composer_b))
		return ORDER_UNKNOWN;
	for (;;) {
		struct str number_a, number_b;
		enum rank rank_a = part_next(&composer_a, &number_a), rank_b = part_next(&composer_b, &number_b);
		enum order order = order_of_int((int)rank_a - (int)rank_b);

		if (order == ORDER_EQUAL && rank_a == RANK_NUMBER)
			order = digits_compare(number_a, number_b);
		if (order != ORDER_EQUAL || rank_a == RANK_END)
			return order;
	}
}

/* The parts as they are: each is one token, none is filled in later, and the end is a part like the others. */
static bool
composer_key(struct str version, struct version_key *key)
{
	struct composer composer;
	struct str number = { 0 };
	enum rank rank;

	if (!composer_read(version, &composer))
		return false;
	do {
		rank = part_next(&composer, &number);
		if (rank == RANK_NUMBER)
			key_digits(key, number);
		else
			key_tag(key, (uint8_t)(rank == RANK_PATCH ? KEY_TAG_ABOVE : rank + 1));
	} while (rank != RANK_END);
	return true;
}

static bool
composer_is_prerelease(struct str version)
{
	struct composer composer;

	if (!composer_read(version, &composer))
		return false;
	return composer.has_dev || (composer.has_stability && composer.stability != RANK_PATCH && composer.stability != RANK_WORD);
}

const struct ordering ordering_composer = { composer_compare, composer_is_valid, composer_key, composer_is_prerelease, true };
