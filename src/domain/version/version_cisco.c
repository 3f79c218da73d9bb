/*
 * Cisco, from its release names ("White Paper: Cisco IOS and NX-OS Software Reference Guide"):
 *
 *     IOS       15.2(4)M3   12.4(25d)   15.1(4)M12a      major.minor(maintenance)train rebuild
 *     IOS XE    16.9.1a     3.16.4bS  03.16.04b.S        numbers; up to 3.x with IOS's train
 *     NX-OS     7.0(3)I4(1) 10.3(6)                      as IOS, the train counting once more
 *     ASA       9.8(4)20    9.8.4.20                     two spellings of one version
 *
 * Within a train versions are rows of numbers, missing ones 0, by value (16.09.01 = 16.9.1), then the letter of a
 * rebuild behind the last number: 12.4(25) < 12.4(25d) < 12.4(26). Between trains (M, T, SE …, none) there is no order.
 * Rebuilds are lettered from a on; what letters behind h stand for has not been published (16.12.1s, 1w, 1z), nor a letter
 * behind a rebuild 0 (15.2(7)E0s), nor one in the brackets of a train: these equal only themselves, though other
 * numbers still decide.
 * Versions with a train have no keys, because they have no order with some others. Engineering builds
 * (15.2(4.0.21)E) are no versions here.
 */
#include "domain/version/parts.h"

enum { NUMBERS_MOST = 8 };

struct cisco {
	struct str numbers[NUMBERS_MOST];
	size_t     count;
	struct str train, inner;    /* "M"; the letter in the brackets of a train */
	struct str letter;          /* behind the last number                     */
	bool       brackets;
};

static bool
push_number(struct cisco *cisco, struct str *rest)
{
	struct str number = order_take(rest, digits_len(*rest));

	if (number.len == 0 || cisco->count == NUMBERS_MOST)
		return false;
	cisco->numbers[cisco->count++] = number;
	return true;
}

/* "(4)", "(25d)". */
static bool
read_brackets(struct str *rest, struct cisco *cisco)
{
	order_take(rest, 1);
	if (!push_number(cisco, rest))
		return false;
	cisco->letter = order_take(rest, letters_len(*rest));
	cisco->brackets = true;
	return str_take(rest, STR(")"));
}

/* Behind the brackets: ASA's number, a train with its rebuild, or NX-OS's train with brackets of its own. */
static bool
read_behind(struct str *rest, struct cisco *cisco)
{
	if (rest->len == 0)
		return true;
	cisco->inner = cisco->letter;
	cisco->letter = (struct str){ 0 };
	if (char_is_digit(rest->ptr[0]))
		return cisco->inner.len == 0 && push_number(cisco, rest);
	cisco->train = order_take(rest, letters_len(*rest));
	if (rest->len == 0)
		return true;
	if (!push_number(cisco, rest))
		return false;
	if (rest->len > 0 && rest->ptr[0] == '(')
		return read_brackets(rest, cisco);
	cisco->letter = order_take(rest, letters_len(*rest));
	return true;
}

/*
 * Behind the numbers of IOS XE. Up to 3.x a train ends it, maybe with a rebuild's letter before: no train begins with
 * a to d.
 */
static bool
read_letters(struct str *rest, struct cisco *cisco)
{
	struct str letters = order_take(rest, letters_len(*rest));
	size_t rebuild = letters.len > 1 && char_lower(letters.ptr[0]) <= 'd';

	cisco->letter = letters;
	if (digits_compare(cisco->numbers[0], STR("3")) != ORDER_EQUAL)
		return true;
	if (str_take(rest, STR("."))) {
		cisco->train = order_take(rest, letters_len(*rest));
		return cisco->train.len > 0;
	}
	cisco->letter = str_sub(letters, 0, rebuild);
	cisco->train = str_from(letters, rebuild);
	return true;
}

static bool
cisco_read(struct str version, struct cisco *ret_cisco)
{
	struct cisco cisco = { 0 };
	bool read = push_number(&cisco, &version);

	while (read && version.len > 1 && version.ptr[0] == '.' && char_is_digit(version.ptr[1])) {
		order_take(&version, 1);
		read = push_number(&cisco, &version);
	}
	if (read && version.len > 0 && version.ptr[0] == '(')
		read = read_brackets(&version, &cisco) && read_behind(&version, &cisco);
	else
		read = read && read_letters(&version, &cisco);
	*ret_cisco = cisco;
	return read && version.len == 0 && cisco.count > 1 && cisco.letter.len <= 1;
}

static bool
is_same_train(const struct cisco *a, const struct cisco *b)
{
	return str_eq_nocase(a->train, b->train) && (a->train.len == 0 || a->brackets == b->brackets);
}

static enum order
cisco_numbers_order(const struct cisco *a, const struct cisco *b)
{
	for (size_t i = 0; i < a->count || i < b->count; i++) {
		struct str number_a = i < a->count ? a->numbers[i] : STR("0");
		struct str number_b = i < b->count ? b->numbers[i] : STR("0");
		enum order order = digits_compare(number_a, number_b);

		if (order != ORDER_EQUAL)
			return order;
	}
	return ORDER_EQUAL;
}

/* None, or one of those that are given in turn. */
static bool
letter_has_order(const struct cisco *cisco)
{
	if (cisco->letter.len == 0)
		return true;
	if (cisco->brackets && cisco->train.len > 0 && digits_are_zero(cisco->numbers[cisco->count - 1]))
		return false;
	return char_lower(cisco->letter.ptr[0]) <= 'h';
}

static enum order
cisco_compare(struct str a, struct str b)
{
	struct cisco cisco_a, cisco_b;
	enum order order;

	if (!cisco_read(a, &cisco_a) || !cisco_read(b, &cisco_b) || !is_same_train(&cisco_a, &cisco_b))
		return ORDER_UNKNOWN;
	order = cisco_numbers_order(&cisco_a, &cisco_b);
	if (order != ORDER_EQUAL)
		return order;
	if (!str_eq_nocase(cisco_a.inner, cisco_b.inner))
		return ORDER_UNKNOWN;
	if (str_eq_nocase(cisco_a.letter, cisco_b.letter))
		return ORDER_EQUAL;
	return letter_has_order(&cisco_a) && letter_has_order(&cisco_b) ? text_compare_nocase(cisco_a.letter, cisco_b.letter)
	                                                               : ORDER_UNKNOWN;
}

static bool
cisco_key(struct str version, struct version_key *key)
{
	struct cisco cisco;
	struct str numbers = version;

	if (!cisco_read(version, &cisco) || cisco.train.len > 0 || !letter_has_order(&cisco))
		return false;
	if (cisco.letter.len > 0)
		numbers.len = (size_t)(cisco.letter.ptr - version.ptr);
	else
		numbers.len -= version.ptr[version.len - 1] == ')';
	numbers_key(numbers, key);
	key_word_nocase(key, cisco.letter);
	return true;
}

static bool
cisco_is_valid(struct str version)
{
	struct cisco cisco;

	return cisco_read(version, &cisco);
}

const struct ordering ordering_cisco = { cisco_compare, cisco_is_valid, cisco_key, no_prerelease, true };
