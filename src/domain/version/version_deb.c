/*
 * Debian policy 5.6.12 and deb-version(7): [epoch:]upstream[-revision].
 *
 * Upstream and revision are read alternately as text and number. In text, "~" sorts before the end,
 * the end before letters, letters before all else. A missing epoch or revision counts as 0. What has other
 * characters than the policy allows, or an epoch that dpkg takes for too big, is no version; that upstream should
 * begin with a digit is advice only, and 2.0 is compared with r2 as dpkg does.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

struct deb {
	struct str epoch, upstream, revision;
};

enum { HAS_COLON = 1, HAS_HYPHEN = 2, HAS_OTHER = 4 };

/* What each byte brings into a version, with HAS_OTHER, which no version has, turned round: 0 is "other". */
static const unsigned char classes[256] = {
	['0' ... '9'] = HAS_OTHER, ['A' ... 'Z'] = HAS_OTHER, ['a' ... 'z'] = HAS_OTHER, ['.'] = HAS_OTHER,
	['+'] = HAS_OTHER, ['~'] = HAS_OTHER, [':'] = HAS_OTHER | HAS_COLON, ['-'] = HAS_OTHER | HAS_HYPHEN,
};

/* What a byte weighs within text; digits and the end weigh 0. */
static int
weight(unsigned char c)
{
	if (char_is_alpha((char)c))
		return c;
	return c == '~' ? -1 : char_is_digit((char)c) ? 0 : c + 256;
}

/* dpkg keeps an epoch in an int. */
static const struct str epoch_most = STR_INIT("2147483647");

static unsigned
deb_classes(struct str version)
{
	unsigned all = 0;

	for (size_t i = 0; i < version.len; i++)
		all |= classes[(unsigned char)version.ptr[i]] ^ HAS_OTHER;
	return all;
}

/* The epoch ends at the first colon, the revision begins behind the last hyphen; neither may be empty. */
static bool
deb_read(struct str version, struct deb *ret_deb)
{
	unsigned has = deb_classes(version);
	struct str epoch = { 0 }, upstream = version, revision = { 0 };
	size_t hyphen = version.len;

	if (has & HAS_OTHER)
		return false;
	if (has & HAS_HYPHEN) {
		while (version.ptr[--hyphen] != '-')
			continue;
		upstream.len = hyphen;
		revision = (struct str){ version.ptr + hyphen + 1, version.len - hyphen - 1 };
		if (revision.len == 0)
			return false;
	}
	if (has & HAS_COLON) {
		epoch = order_take(&upstream, digits_len(upstream));
		if (epoch.len == 0 || !order_take_sign(&upstream, ':') || str_find_char(revision, ':') != SIZE_MAX ||
		    digits_compare(epoch, epoch_most) == ORDER_GREATER)
			return false;
	}
	*ret_deb = (struct deb){ epoch, upstream, revision };
	return upstream.len > 0;
}

static bool
deb_is_valid(struct str version)
{
	struct deb deb;

	return deb_read(version, &deb);
}

static enum order
deb_compare_part(struct str a, struct str b)
{
	enum order order;

	order_skip_common(&a, &b);
	while (a.len > 0 || b.len > 0) {
		struct str number_a, number_b;

		while ((a.len > 0 && !char_is_digit(a.ptr[0])) || (b.len > 0 && !char_is_digit(b.ptr[0]))) {
			int weight_a = a.len > 0 ? weight((unsigned char)a.ptr[0]) : 0;
			int weight_b = b.len > 0 ? weight((unsigned char)b.ptr[0]) : 0;

			if (weight_a != weight_b)
				return order_of_int(weight_a - weight_b);
			order_take(&a, 1);
			order_take(&b, 1);
		}
		number_a = order_take(&a, digits_len(a));
		number_b = order_take(&b, digits_len(b));
		order = digits_compare(number_a, number_b);
		if (order != ORDER_EQUAL)
			return order;
	}
	return ORDER_EQUAL;
}

static enum order
deb_compare(struct str a, struct str b)
{
	struct deb deb_a, deb_b;
	enum order order;

	if (!deb_read(a, &deb_a) || !deb_read(b, &deb_b))
		return ORDER_UNKNOWN;
	order = digits_compare(deb_a.epoch, deb_b.epoch);
	if (order == ORDER_EQUAL)
		order = deb_compare_part(deb_a.upstream, deb_b.upstream);
	return order == ORDER_EQUAL ? deb_compare_part(deb_a.revision, deb_b.revision) : order;
}

/* ----------------------------------------------------------------------------------- the key */

/*
 * The bytes of text. Text ends where a number begins, and a number is written behind every text (an absent one is 0, as
 * in 1. = 1.0), so that after it stands text, never empty, or the end of the part: both "nothing more" for the
 * comparison, and one tag. Letters keep their own bytes, what is neither letter nor digit is put above them.
 */
enum { TAG_TILDE = 0x01, TAG_TEXT_END = 0x02, OTHERS_ABOVE = 0x80 };

static uint8_t
text_byte(char c)
{
	if (c == '~')
		return TAG_TILDE;
	return (uint8_t)(char_is_alpha(c) ? c : c + OTHERS_ABOVE);
}

static void
deb_write_part(struct str part, struct version_key *key)
{
	do {
		for (; part.len > 0 && !char_is_digit(part.ptr[0]); order_take(&part, 1))
			key_tag(key, text_byte(part.ptr[0]));
		key_tag(key, TAG_TEXT_END);
		key_digits(key, order_take(&part, digits_len(part)));
	} while (part.len > 0);
	key_tag(key, TAG_TEXT_END);
}

static bool
deb_key(struct str version, struct version_key *key)
{
	struct deb deb;

	if (!deb_read(version, &deb))
		return false;
	key_digits(key, deb.epoch);
	deb_write_part(deb.upstream, key);
	deb_write_part(deb.revision, key);
	return true;
}

/* Debian marks what comes before a release with a tilde. */
static bool
deb_is_prerelease(struct str version)
{
	struct deb deb = { 0 };

	return deb_read(version, &deb) && str_find_char(deb.upstream, '~') != SIZE_MAX;
}

const struct ordering ordering_deb = { deb_compare, deb_is_valid, deb_key, deb_is_prerelease, false,
	.epoch_sign = ':' };
