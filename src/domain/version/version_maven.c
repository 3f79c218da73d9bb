/*
 * Maven, as ComparableVersion of Maven 3.9 has it (the "Version Order Specification" of maven.apache.org/pom.html tells
 * the same more simply): items between dots, hyphens and borders of digits and letters, in lists within lists.
 *
 *   1. A hyphen and a border open a list, in which all that follows stands. So does a word behind a dot that ends the
 *      version or goes on with a digit: 1.rc1 = 1-rc1, but 1.rc.1 has three items in one list.
 *   2. Null items (0, final, ga, release) drop at the end of a list and before one that opens, then empty lists.
 *   3. Item by item word < list < number. Words: alpha < beta < milestone < rc = cr < snapshot < "" < sp < all others,
 *      which compare by their bytes; a, b and m right before a digit are alpha, beta and milestone. Case does not count.
 *   4. Where one version has ended, the first item of the other that is not null decides: a word before "" makes it the
 *      lower one, anything else the greater one.
 *
 * This is no order. By rule 3 1-foo < 1.0.alpha.1, a list being below a number; by rule 4 1.0.alpha.1 < 1 < 1-foo. Such a
 * pair, which Maven puts the one way when asked and the other way by what both have in common, is ORDER_UNKNOWN here,
 * so that what is left contradicts itself nowhere.
 *
 * Text that is not printable ASCII is no version: Maven takes any text for one.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

/* In the order of rule 3. */
enum item_kind { ITEM_END, ITEM_WORD, ITEM_LIST, ITEM_NUMBER };

struct item {
	enum item_kind kind;
	struct str     text;     /* of a word or number; an empty number is 0 */
	int            rank;     /* of a word, see word_ranks                 */
};

/* What stood before the rest of the text. */
enum state { BEHIND_ITEM, BEHIND_DOT, BEHIND_OPENING };

struct items {
	struct str  rest;
	enum state  state;
	const char *nulls_end;   /* nulls before this are known to stay: the list goes on behind them */
	const char *lists_end;   /* lists that open before this are known to have something in them   */
};

enum { RANK_RELEASE = 5, RANK_OTHER = 7 };

static const struct {
	struct str word;
	int        rank;
	bool       before_number;   /* only right before a number */
} word_ranks[] = {
	{ STR_INIT("alpha"), 0, false }, { STR_INIT("a"), 0, true },
	{ STR_INIT("beta"), 1, false }, { STR_INIT("b"), 1, true },
	{ STR_INIT("milestone"), 2, false }, { STR_INIT("m"), 2, true },
	{ STR_INIT("rc"), 3, false }, { STR_INIT("cr"), 3, false },
	{ STR_INIT("snapshot"), 4, false }, { STR_INIT("final"), RANK_RELEASE, false },
	{ STR_INIT("ga"), RANK_RELEASE, false }, { STR_INIT("release"), RANK_RELEASE, false },
	{ STR_INIT("sp"), 6, false },
};

static bool
maven_is_valid(struct str version)
{
	for (size_t i = 0; i < version.len; i++)
		if (version.ptr[i] <= ' ' || version.ptr[i] > '~')
			return false;
	return version.len > 0;
}

/* ------------------------------------------------------------------------------------- items */

static bool
is_separator(char c)
{
	return c == '.' || c == '-';
}

static size_t
word_len(struct str s)
{
	size_t len = 0;

	while (len < s.len && !is_separator(s.ptr[len]) && !char_is_digit(s.ptr[len]))
		len++;
	return len;
}

static int
word_rank(struct str word, bool before_number)
{
	for (size_t i = 0; i < ARRAY_LEN(word_ranks); i++)
		if (word.len == word_ranks[i].word.len && str_eq_nocase(word, word_ranks[i].word) && (before_number || !word_ranks[i].before_number))
			return word_ranks[i].rank;
	return RANK_OTHER;
}

static enum item_kind
take_word(struct items *items, struct item *ret_item)
{
	size_t len = word_len(items->rest);
	bool before_number = len < items->rest.len && char_is_digit(items->rest.ptr[len]);

	if (items->state == BEHIND_DOT && (before_number || len == items->rest.len)) {
		items->state = BEHIND_OPENING;
		return ret_item->kind = ITEM_LIST;
	}
	ret_item->text = order_take(&items->rest, len);
	ret_item->rank = word_rank(ret_item->text, before_number);
	items->state = BEHIND_ITEM;
	return ret_item->kind = ITEM_WORD;
}

/* The next item as it is written. */
static enum item_kind
item_raw(struct items *items, struct item *ret_item)
{
	if (items->rest.len > 0 && items->state == BEHIND_ITEM) {
		if (!order_take_sign(&items->rest, '.')) {
			(void)order_take_sign(&items->rest, '-');
			items->state = BEHIND_OPENING;
			return ret_item->kind = ITEM_LIST;
		}
		items->state = BEHIND_DOT;
	}
	if (items->rest.len == 0)
		return ret_item->kind = ITEM_END;
	if (!char_is_digit(items->rest.ptr[0]) && !is_separator(items->rest.ptr[0]))
		return take_word(items, ret_item);
	ret_item->text = order_take(&items->rest, digits_len(items->rest));
	items->state = BEHIND_ITEM;
	return ret_item->kind = ITEM_NUMBER;
}

static bool
is_null(const struct item *item)
{
	if (item->kind == ITEM_NUMBER)
		return digits_are_zero(item->text);
	return item->kind == ITEM_WORD && item->rank == RANK_RELEASE;
}

/* Whether there is anything but nulls in the list that opens here. */
static bool
list_has_items(struct items *items)
{
	struct items ahead = *items;
	struct item item;

	if (items->rest.ptr < items->lists_end)
		return true;
	while (item_raw(&ahead, &item) == ITEM_LIST || is_null(&item))
		continue;
	items->lists_end = ahead.rest.ptr;
	return item.kind != ITEM_END;
}

/* The items behind len bytes that end behind a dot; of the whole text where len is 0. */
static struct items
items_begin(struct str version, size_t len)
{
	struct items items = { .rest = str_from(version, len), .state = len == 0 ? BEHIND_OPENING : BEHIND_DOT };

	/* Most versions end with such a number: then there is something in every list. */
	if (version.len > 0 && version.ptr[version.len - 1] > '0' && version.ptr[version.len - 1] <= '9')
		items.lists_end = version.ptr + version.len;
	return items;
}

/* A null that the list goes on behind stays; others are passed over, up to a list or the end. */
static enum item_kind
pass_nulls(struct items *items, struct item *item)
{
	struct items ahead = *items;
	struct item behind;

	while (item_raw(&ahead, &behind) == ITEM_NUMBER || behind.kind == ITEM_WORD)
		if (!is_null(&behind)) {
			items->nulls_end = ahead.rest.ptr;
			return item->kind;
		}
	items->rest = ahead.rest;
	items->state = ahead.state;
	return item->kind = behind.kind;
}

/* The next item without what rule 2 drops. */
static enum item_kind
item_next(struct items *items, struct item *ret_item)
{
	enum item_kind kind = item_raw(items, ret_item);

	if (is_null(ret_item) && items->rest.ptr >= items->nulls_end)
		kind = pass_nulls(items, ret_item);
	if (kind == ITEM_LIST && !list_has_items(items))
		return ret_item->kind = ITEM_END;
	return kind;
}

/* ------------------------------------------------------------------------------- comparison */

/* Rule 4: below 0 where the version that ends here is the greater one. items: what follows the item. */
static int
item_sign(struct item item, struct items items)
{
	while (item.kind == ITEM_LIST || is_null(&item))
		(void)item_raw(&items, &item);
	if (item.kind == ITEM_WORD)
		return item.rank < RANK_RELEASE ? -1 : 1;
	return item.kind == ITEM_NUMBER;
}

static enum order
item_compare(const struct item *a, const struct item *b)
{
	if (a->kind != b->kind)
		return order_of_int((int)a->kind - (int)b->kind);
	if (a->kind == ITEM_NUMBER)
		return digits_compare(a->text, b->text);
	if (a->kind != ITEM_WORD)
		return ORDER_EQUAL;
	if (a->rank != b->rank || a->rank != RANK_OTHER)
		return order_of_int(a->rank - b->rank);
	return text_compare_nocase(a->text, b->text);
}

/*
 * What both begin with decides nothing. It is cut behind a dot and a number that is not null: whatever follows is read
 * the same without it.
 */
static size_t
cut_len(struct str version, size_t common)
{
	while (common > 1 && !(version.ptr[common - 1] == '.' && version.ptr[common - 2] > '0' && version.ptr[common - 2] <= '9'))
		common--;
	return common > 1 ? common : 0;
}

static enum order
maven_compare(struct str a, struct str b)
{
	struct items items_a, items_b;
	size_t common;

	if (plain_numbers(a) > 0 && plain_numbers(b) > 0)
		return numbers_compare(a, b);
	if (!maven_is_valid(a) || !maven_is_valid(b))
		return ORDER_UNKNOWN;
	common = cut_len(a, common_len(a, b));
	items_a = items_begin(a, common);
	items_b = items_begin(b, common);
	for (;;) {
		struct item item_a, item_b;
		enum order order;
		int sign_a, sign_b;

		(void)item_next(&items_a, &item_a);
		(void)item_next(&items_b, &item_b);
		order = item_compare(&item_a, &item_b);
		if (order == ORDER_EQUAL && item_a.kind != ITEM_END)
			continue;
		sign_a = item_sign(item_a, items_a);
		sign_b = item_sign(item_b, items_b);
		if (item_a.kind == ITEM_END || item_b.kind == ITEM_END)
			return order_of_int(sign_a - sign_b);
		return sign_a != sign_b && order != order_of_int(sign_a - sign_b) ? ORDER_UNKNOWN : order;
	}
}

/* ----------------------------------------------------------------------------------- the key */

/*
 * Keys are for versions that stand in one order, by both rules. In these a word is only ever the first item of its list,
 * the outermost list begins with none, and a list that begins with a list is above the end. So behind an item comes a
 * number, a list or the end; numbers are above every list (the last of them is not null, so that they are above the
 * end too, however many zeros there are first), and a list has its place by the first item that is in it, those that
 * begin with a word of a pre-release below the end. A list is the last item of the one around it: one end ends all.
 */
enum {
	TAG_PRERELEASES = 0x01, TAG_END = TAG_PRERELEASES + RANK_RELEASE, TAG_WORDS = TAG_END + 1,
	TAG_OTHER_WORD = TAG_WORDS + RANK_OTHER - RANK_RELEASE, TAG_LIST_OF_LIST, TAG_LIST_OF_NUMBER,
};
_Static_assert((int)TAG_LIST_OF_NUMBER < (int)KEY_NUMBER_LEAST, "every tag is below every number");

/* The list that opens here, by its first item. */
static bool
key_opening(struct version_key *key, struct items *items)
{
	struct item item = { 0 };
	bool nested = false;

	for (; item_next(items, &item) == ITEM_LIST; nested = true)
		key_tag(key, TAG_LIST_OF_LIST);
	if (nested && item_sign(item, *items) < 0)
		return false;
	if (item.kind == ITEM_NUMBER) {
		key_tag(key, TAG_LIST_OF_NUMBER);
		key_digits(key, item.text);
		return true;
	}
	key_tag(key, (uint8_t)(item.rank < RANK_RELEASE ? TAG_PRERELEASES + item.rank : TAG_WORDS + item.rank - RANK_RELEASE));
	if (item.rank == RANK_OTHER)
		key_word_nocase(key, item.text);
	return true;
}

static bool
maven_key(struct str version, struct version_key *key)
{
	struct items items = items_begin(version, 0);
	struct item item;

	if (!maven_is_valid(version))
		return false;
	while (item_next(&items, &item) != ITEM_END) {
		if (item.kind == ITEM_WORD || (item.kind == ITEM_LIST && !key_opening(key, &items)))
			return false;
		if (item.kind == ITEM_NUMBER)
			key_digits(key, item.text);
	}
	key_tag(key, TAG_END);
	return true;
}

static bool
maven_is_prerelease(struct str version)
{
	struct items items = items_begin(version, 0);
	struct item item;

	if (!maven_is_valid(version))
		return false;
	while (item_raw(&items, &item) != ITEM_END)
		if (item.kind == ITEM_WORD && item.rank < RANK_RELEASE)
			return true;
	return false;
}

const struct ordering ordering_maven = { maven_compare, maven_is_valid, maven_key, maven_is_prerelease, true };
