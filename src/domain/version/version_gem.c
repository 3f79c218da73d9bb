/*
 * RubyGems (Gem::Version): segments of digits or letters; letters make a pre-release and are below
 * numbers, "-" means ".pre.". Zeros before the first word and at the end do not count.
 */
#include "domain/version/order.h"

struct segments {
	struct str rest;
	bool       word_seen;
};

static const struct str pre = STR_INIT("pre");

static bool
gem_is_valid(struct str version)
{
	bool empty = true;

	version = str_trim_space(version);
	if (version.len == 0 || !char_is_digit(version.ptr[0]))
		return false;
	for (size_t i = 0; i < version.len; i++) {
		bool separator = version.ptr[i] == '.' || version.ptr[i] == '-';

		if (separator ? empty : !char_is_alnum(version.ptr[i]))
			return false;
		empty = separator;
	}
	return !empty;
}

/* The next digits or letters; empty at the end. */
static struct str
segment_raw(struct segments *segments)
{
	struct str *rest = &segments->rest;

	if (rest->len > 0 && rest->ptr[0] == '-') {
		order_take(rest, 1);
		return pre;
	}
	str_take(rest, STR("."));
	if (rest->len == 0)
		return *rest;
	return order_take(rest, char_is_digit(rest->ptr[0]) ? digits_len(*rest) : letters_len(*rest));
}

static bool
is_zero(struct str segment)
{
	return segment.len > 0 && digits_are_zero(segment);
}

/* As segment_raw, without the zeros that do not count. */
static struct str
segment_next(struct segments *segments)
{
	struct segments ahead = *segments;
	struct str segment = segment_raw(&ahead), behind = segment;

	while (is_zero(behind))
		behind = segment_raw(&ahead);
	if (behind.len == 0 || (!segments->word_seen && char_is_alpha(behind.ptr[0]))) {
		*segments = ahead;
		segments->word_seen = true;
		return behind;
	}
	return segment_raw(segments);
}

static enum order
gem_compare(struct str a, struct str b)
{
	struct segments segments_a = { .rest = str_trim_space(a) }, segments_b = { .rest = str_trim_space(b) };

	if (!gem_is_valid(a) || !gem_is_valid(b))
		return ORDER_UNKNOWN;
	for (;;) {
		struct str one = segment_next(&segments_a), two = segment_next(&segments_b);
		bool word_one = one.len > 0 && char_is_alpha(one.ptr[0]), word_two = two.len > 0 && char_is_alpha(two.ptr[0]);
		enum order order;

		if (one.len == 0 && two.len == 0)
			return ORDER_EQUAL;
		if (word_one != word_two)
			return word_one ? ORDER_LESS : ORDER_GREATER;
		order = word_one ? text_compare(one, two) : digits_compare(one, two);
		if (order != ORDER_EQUAL)
			return order;
	}
}

static bool
gem_is_prerelease(struct str version)
{
	struct segments segments = { .rest = str_trim_space(version) };
	struct str segment;

	if (!gem_is_valid(version))
		return false;
	while ((segment = segment_raw(&segments)).len > 0)
		if (char_is_alpha(segment.ptr[0]))
			return true;
	return false;
}

const struct ordering ordering_gem = { gem_compare, gem_is_valid, NULL, gem_is_prerelease, true };
