/*
 * RubyGems (Gem::Version): N(.segment)*[-segment(.segment)*], a segment of digits and letters, behind the hyphen also of
 * hyphens. It is read as a row of numbers and words, each "-" as the word "pre".
 *
 * Words make a pre-release: they are below numbers and compare by their bytes. Missing numbers are 0, and zeros before
 * the first word and at the end do not count: 1.0.a = 1.a.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

struct segments {
	struct str  rest;
	bool        word_seen;
	const char *zeros_end;         /* zeros before this are known to count …    */
	bool        zeros_have_word;   /* … and a word follows them, not a number   */
};

static const struct str pre = STR_INIT("pre");

static bool
gem_is_valid(struct str version)
{
	size_t digits;
	bool empty = true, hyphen = false;

	version = str_trim_space(version);
	digits = digits_len(version);
	if (digits == 0 || (digits < version.len && version.ptr[digits] != '.' && version.ptr[digits] != '-'))
		return false;
	for (size_t i = 0; i < version.len; i++) {
		char c = version.ptr[i];

		if (c == '.' || (c == '-' && !hyphen)) {
			if (empty)
				return false;
			hyphen |= c == '-';
			empty = true;
		} else if (c == '-' || char_is_alnum(c)) {
			empty = false;
		} else {
			return false;
		}
	}
	return !empty;
}

/* The next number or word; empty at the end. */
static struct str
segment_raw(struct str *rest)
{
	order_take_sign(rest, '.');
	if (order_take_sign(rest, '-'))
		return pre;
	return order_take(rest, rest->len > 0 && char_is_digit(rest->ptr[0]) ? digits_len(*rest) : letters_len(*rest));
}

static bool
is_zero(struct str segment)
{
	return segment.len > 0 && digits_are_zero(segment);
}

static bool
is_word(struct str segment)
{
	return segment.len > 0 && char_is_alpha(segment.ptr[0]);
}

/* As segment_raw, without the zeros that do not count. */
static struct str
segment_next(struct segments *segments)
{
	struct str segment = segment_raw(&segments->rest);

	if (is_zero(segment) && segment.ptr >= segments->zeros_end) {
		struct str ahead = segments->rest, behind = segment;

		while (is_zero(behind))
			behind = segment_raw(&ahead);
		if (behind.len == 0 || (!segments->word_seen && is_word(behind))) {
			segments->rest = ahead;
			segment = behind;
		}
		segments->zeros_end = ahead.ptr;
		segments->zeros_have_word = is_word(behind);
	}
	segments->word_seen |= is_word(segment);
	return segment;
}

static enum order
gem_compare(struct str a, struct str b)
{
	struct segments segments_a = { .rest = str_trim_space(a) }, segments_b = { .rest = str_trim_space(b) };

	if (plain_numbers(a) > 0 && plain_numbers(b) > 0)
		return numbers_compare(a, b);
	if (!gem_is_valid(a) || !gem_is_valid(b))
		return ORDER_UNKNOWN;
	for (;;) {
		struct str one = segment_next(&segments_a), two = segment_next(&segments_b);
		enum order order;

		if (one.len == 0 && two.len == 0)
			return ORDER_EQUAL;
		if (is_word(one) != is_word(two))
			return is_word(one) ? ORDER_LESS : ORDER_GREATER;
		order = is_word(one) ? text_compare(one, two) : digits_compare(one, two);
		if (order != ORDER_EQUAL)
			return order;
	}
}

/*
 * The end stands for zeros without end. So a word is below it, a greater number above it, and a zero that counts takes
 * after what its row leads to: before a number it is the number 0 (0.0.1 < 0.1 < 1, all above the end); before a word it
 * is a tag between the word and the end, for a < 0.a < 0.0.a < the end.
 */
enum { TAG_WORD = 0x01, TAG_ZERO_BEFORE_WORD = 0x02, TAG_END = 0x03 };

static bool
gem_key(struct str version, struct version_key *key)
{
	struct segments segments = { .rest = str_trim_space(version) };
	struct str segment;

	if (!gem_is_valid(version))
		return false;
	while ((segment = segment_next(&segments)).len > 0) {
		if (is_word(segment)) {
			key_tag(key, TAG_WORD);
			key_word(key, segment);
		} else if (is_zero(segment) && segments.zeros_have_word) {
			key_tag(key, TAG_ZERO_BEFORE_WORD);
		} else {
			key_digits(key, segment);
		}
	}
	key_tag(key, TAG_END);
	return true;
}

static bool
gem_is_prerelease(struct str version)
{
	struct str rest = str_trim_space(version), segment;

	if (!gem_is_valid(version))
		return false;
	while ((segment = segment_raw(&rest)).len > 0)
		if (is_word(segment))
			return true;
	return false;
}

const struct ordering ordering_gem = { gem_compare, gem_is_valid, gem_key, gem_is_prerelease, true };
