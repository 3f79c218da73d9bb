/*
 * Conan 2 (docs.conan.io, "Versioning"; conan/internal/model/version.py): items between dots, then a pre-release behind the
 * first "-", then a build behind the "+", each a row of items itself.
 *
 * An item of digits is a number, any other a text. Zeros at the end do not count: 1.0 = 1. At one place the end is
 * below all, numbers are compared by value, texts by bytes. A pre-release is below its release, and no build below any.
 *
 * A number meets a text as texts, and that is no order: 2 < 10, "10" < "1a", "1a" < "2". So where a text begins with a digit,
 * Conan's answer counts only where it is also the one by value and then by what follows ("1a" as 1 and "a"); else it is
 * unknown. Versions with such items have no keys.
 */
#include "domain/version/parts.h"

struct conan {
	struct str items, prerelease, build;
	bool       has_prerelease, has_build;
};

enum { TAG_END = 0x01, TAG_PRERELEASE = 0x02, TAG_RELEASE = 0x03, TAG_BUILD = 0x04, TAG_WORD = KEY_TAG_ABOVE };

/* Python reads 1_000 as a number: such an item is refused rather than read in another way. */
static bool
is_number_of_python(struct str item)
{
	bool underscore = false;

	for (size_t i = 0; i < item.len; i++) {
		if (item.ptr[i] != '_' && !char_is_digit(item.ptr[i]))
			return false;
		underscore |= item.ptr[i] == '_';
	}
	return underscore && char_is_digit(item.ptr[0]);
}

static bool
is_item(struct str item)
{
	if (item.len == 0 || item.ptr[0] == '-' || is_number_of_python(item))
		return false;
	for (size_t i = 0; i < item.len; i++)
		if (!char_is_alnum(item.ptr[i]) && item.ptr[i] != '_' && item.ptr[i] != '-')
			return false;
	return true;
}

static bool
are_items(struct str items)
{
	struct str item;

	if (items.len == 0 || items.ptr[items.len - 1] == '.')
		return false;
	while (str_split(&items, '.', &item))
		if (!is_item(item))
			return false;
	return true;
}

static bool
conan_read(struct str version, struct conan *ret_conan)
{
	struct conan conan = { 0 };

	conan.has_build = str_cut_last(version, '+', &version, &conan.build);
	conan.has_prerelease = str_cut(version, '-', &conan.items, &conan.prerelease);
	*ret_conan = conan;
	return are_items(conan.items) && (!conan.has_prerelease || are_items(conan.prerelease)) &&
	    (!conan.has_build || are_items(conan.build));
}

static struct part
item_next(struct parts *parts)
{
	struct str item;

	if (!str_split(&parts->rest, '.', &item))
		return part_last(TAG_END);
	return digits_len(item) == item.len ? part_number(item) : part_word(TAG_WORD, item);
}

/* Without the zeros at the end. */
static struct parts
items_of(struct str items)
{
	struct str rest = items, item;

	while (rest.len > 0) {
		if (!str_cut_last(items, '.', &rest, &item)) {
			item = items;
			rest.len = 0;
		}
		if (!digits_are_zero(item))
			break;
		items = rest;
	}
	return (struct parts){ .next = item_next, .rest = items };
}

static bool
is_mixed(const struct part *part)
{
	return part->word && char_is_digit(part->text.ptr[0]);
}

/* A number as Python writes it. */
static struct str
shortest(struct str digits)
{
	while (digits.len > 1 && digits.ptr[0] == '0')
		order_take(&digits, 1);
	return digits;
}

/* One of the two begins with digits and goes on with others. */
static enum order
mixed_order(const struct part *a, const struct part *b)
{
	struct str text_a = a->word ? a->text : shortest(a->text), text_b = b->word ? b->text : shortest(b->text);
	struct str rest_a = text_a, rest_b = text_b;
	struct str number_a = order_take(&rest_a, digits_len(text_a)), number_b = order_take(&rest_b, digits_len(text_b));
	enum order order = text_compare(text_a, text_b), by_value;

	if (number_a.len == 0 || number_b.len == 0)
		return order;
	by_value = digits_compare(number_a, number_b);
	if (by_value == ORDER_EQUAL)
		by_value = text_compare(rest_a, rest_b);
	return order == by_value ? order : ORDER_UNKNOWN;
}

static enum order
items_compare(struct str a, struct str b)
{
	struct parts parts_a = items_of(a), parts_b = items_of(b);

	for (;;) {
		struct part one = item_next(&parts_a), two = item_next(&parts_b);
		bool mixed = !one.last && !two.last && (is_mixed(&one) || is_mixed(&two));
		enum order order = mixed ? mixed_order(&one, &two) : part_order(&one, &two);

		if (order != ORDER_EQUAL || one.last)
			return order;
	}
}

static enum order
conan_compare(struct str a, struct str b)
{
	struct conan conan_a, conan_b;
	enum order order;

	if (!conan_read(a, &conan_a) || !conan_read(b, &conan_b))
		return ORDER_UNKNOWN;
	order = items_compare(conan_a.items, conan_b.items);
	if (order == ORDER_EQUAL && conan_a.has_prerelease != conan_b.has_prerelease)
		return conan_a.has_prerelease ? ORDER_LESS : ORDER_GREATER;
	if (order == ORDER_EQUAL)
		order = items_compare(conan_a.prerelease, conan_b.prerelease);
	if (order == ORDER_EQUAL && conan_a.has_build != conan_b.has_build)
		return conan_a.has_build ? ORDER_GREATER : ORDER_LESS;
	return order == ORDER_EQUAL ? items_compare(conan_a.build, conan_b.build) : order;
}

static bool
items_are_mixed(struct str items)
{
	struct parts parts = items_of(items);
	struct part part;

	while (!(part = item_next(&parts)).last)
		if (is_mixed(&part))
			return true;
	return false;
}

static bool
conan_key(struct str version, struct version_key *key)
{
	struct conan conan;

	if (!conan_read(version, &conan))
		return false;
	if (items_are_mixed(conan.items) || items_are_mixed(conan.prerelease) || items_are_mixed(conan.build))
		return false;
	parts_key(items_of(conan.items), key);
	key_tag(key, conan.has_prerelease ? TAG_PRERELEASE : TAG_RELEASE);
	parts_key(items_of(conan.prerelease), key);
	key_tag(key, conan.has_build ? TAG_BUILD : TAG_RELEASE);
	parts_key(items_of(conan.build), key);
	return true;
}

static bool
conan_is_valid(struct str version)
{
	struct conan conan;

	return conan_read(version, &conan);
}

static bool
conan_is_prerelease(struct str version)
{
	struct conan conan;

	return conan_read(version, &conan) && conan.has_prerelease;
}

const struct ordering ordering_conan = { conan_compare, conan_is_valid, conan_key, conan_is_prerelease, true };
