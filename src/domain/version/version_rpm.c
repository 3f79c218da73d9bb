/*
 * rpm: [epoch:]version[-release], each part by rpmvercmp (rpm-version(7)).
 *
 * A part is a row of numbers and words; everything else only separates. A number is above a word, more
 * segments are above fewer. "~" sorts before everything, also the end; "^" after the end and before all
 * else. A version without a release is below the same one with any: the order must not depend on which
 * two of three are asked about.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

struct rpm {
	struct str epoch, version, release;
	bool       has_release;
};

/* An epoch is a number: another text before a colon belongs to the version. */
static struct rpm
rpm_split(struct str text)
{
	struct rpm rpm = { .version = text };
	size_t digits = digits_len(text);
	const char *hyphen;

	if (digits > 0 && digits < text.len && text.ptr[digits] == ':') {
		rpm.epoch = order_take(&rpm.version, digits);
		order_take(&rpm.version, 1);
	}
	hyphen = memrchr(rpm.version.ptr, '-', rpm.version.len);
	if (hyphen != NULL) {
		rpm.has_release = true;
		rpm.release = str_from(rpm.version, (size_t)(hyphen - rpm.version.ptr) + 1);
		rpm.version.len = (size_t)(hyphen - rpm.version.ptr);
	}
	return rpm;
}

/* rpm takes nearly any byte; what has spaces or control characters came from elsewhere. */
static bool
rpm_is_valid(struct str version)
{
	for (size_t i = 0; i < version.len; i++)
		if ((unsigned char)version.ptr[i] <= ' ' || version.ptr[i] == 0x7f)
			return false;
	return version.len > 0;
}

static void
skip_separators(struct str *s)
{
	while (s->len > 0 && !char_is_alnum(s->ptr[0]) && s->ptr[0] != '~' && s->ptr[0] != '^')
		order_take(s, 1);
}

/* The end, "~" and "^" where they decide or are taken off both sides; ORDER_UNKNOWN: go on with segments. */
static enum order
compare_marks(struct str *a, struct str *b)
{
	bool tilde_a = a->len > 0 && a->ptr[0] == '~', tilde_b = b->len > 0 && b->ptr[0] == '~';
	bool caret_a = a->len > 0 && a->ptr[0] == '^', caret_b = b->len > 0 && b->ptr[0] == '^';

	if (tilde_a != tilde_b)
		return tilde_a ? ORDER_LESS : ORDER_GREATER;
	if (caret_a != caret_b) {
		if (caret_a)
			return b->len == 0 ? ORDER_GREATER : ORDER_LESS;
		return a->len == 0 ? ORDER_LESS : ORDER_GREATER;
	}
	if (tilde_a || caret_a) {
		order_take(a, 1);
		order_take(b, 1);
		return ORDER_EQUAL;
	}
	return ORDER_UNKNOWN;
}

static enum order
compare_segments(struct str *a, struct str *b)
{
	bool number = char_is_digit(a->ptr[0]);
	struct str segment_a, segment_b;

	if (number != char_is_digit(b->ptr[0]))
		return number ? ORDER_GREATER : ORDER_LESS;
	segment_a = order_take(a, number ? digits_len(*a) : letters_len(*a));
	segment_b = order_take(b, number ? digits_len(*b) : letters_len(*b));
	return number ? digits_compare(segment_a, segment_b) : text_compare(segment_a, segment_b);
}

static enum order
rpm_compare_part(struct str a, struct str b)
{
	enum order order;

	for (;;) {
		skip_separators(&a);
		skip_separators(&b);
		order = compare_marks(&a, &b);
		if (order == ORDER_EQUAL)
			continue;
		if (order != ORDER_UNKNOWN)
			return order;
		if (a.len == 0 || b.len == 0)
			return order_of_int((a.len > 0) - (b.len > 0));
		order = compare_segments(&a, &b);
		if (order != ORDER_EQUAL)
			return order;
	}
}

static enum order
rpm_compare(struct str a, struct str b)
{
	struct rpm rpm_a, rpm_b;
	enum order order;

	if (!rpm_is_valid(a) || !rpm_is_valid(b))
		return ORDER_UNKNOWN;
	rpm_a = rpm_split(a);
	rpm_b = rpm_split(b);
	order = digits_compare(rpm_a.epoch, rpm_b.epoch);
	if (order == ORDER_EQUAL)
		order = rpm_compare_part(rpm_a.version, rpm_b.version);
	if (order == ORDER_EQUAL && rpm_a.has_release != rpm_b.has_release)
		return rpm_a.has_release ? ORDER_GREATER : ORDER_LESS;
	return order == ORDER_EQUAL ? rpm_compare_part(rpm_a.release, rpm_b.release) : order;
}

/* ----------------------------------------------------------------------------------- the key */

/*
 * A part is a row of these, in the order in which the comparison has them, and ends with TAG_END: numbers are above
 * every tag. The release follows the version's end, with a tag that says whether there is one.
 */
enum { TAG_TILDE = 0x01, TAG_END = 0x02, TAG_CARET = 0x03, TAG_WORD = 0x04, TAG_NO_RELEASE = 0x05, TAG_RELEASE = 0x06 };

static void
rpm_write_part(struct str part, struct version_key *key)
{
	for (skip_separators(&part); part.len > 0; skip_separators(&part)) {
		if (char_is_digit(part.ptr[0])) {
			key_digits(key, order_take(&part, digits_len(part)));
		} else if (char_is_alpha(part.ptr[0])) {
			key_tag(key, TAG_WORD);
			key_word(key, order_take(&part, letters_len(part)));
		} else {
			key_tag(key, part.ptr[0] == '~' ? TAG_TILDE : TAG_CARET);
			order_take(&part, 1);
		}
	}
	key_tag(key, TAG_END);
}

static bool
rpm_key(struct str version, struct version_key *key)
{
	struct rpm rpm;

	if (!rpm_is_valid(version))
		return false;
	rpm = rpm_split(version);
	key_digits(key, rpm.epoch);
	rpm_write_part(rpm.version, key);
	key_tag(key, rpm.has_release ? TAG_RELEASE : TAG_NO_RELEASE);
	if (rpm.has_release)
		rpm_write_part(rpm.release, key);
	return true;
}

static bool
rpm_is_prerelease(struct str version)
{
	return rpm_is_valid(version) && str_find_char(rpm_split(version).version, '~') != SIZE_MAX;
}

const struct ordering ordering_rpm = { rpm_compare, rpm_is_valid, rpm_key, rpm_is_prerelease, false,
	.epoch_sign = ':', .borders = "-~^" };
