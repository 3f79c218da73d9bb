/*
 * Debian policy 5.6.12 and deb-version(7): [epoch:]upstream[-revision].
 *
 * Upstream and revision are read alternately as text and number. In text, "~" sorts before the end,
 * the end before letters, letters before all else. A missing epoch or revision counts as 0.
 */
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
	struct deb deb = { .upstream = version };

	if (has & HAS_OTHER)
		return false;
	if (has & HAS_COLON) {
		deb.epoch = order_take(&deb.upstream, digits_len(version));
		if (deb.epoch.len == 0 || deb.upstream.ptr[0] != ':')
			return false;
		order_take(&deb.upstream, 1);
	}
	if (has & HAS_HYPHEN) {
		const char *hyphen = memrchr(version.ptr, '-', version.len);

		deb.revision = str_from(deb.upstream, (size_t)(hyphen - deb.upstream.ptr) + 1);
		deb.upstream.len = (size_t)(hyphen - deb.upstream.ptr);
		if (deb.revision.len == 0 || memchr(deb.revision.ptr, ':', deb.revision.len) != NULL)
			return false;
	}
	*ret_deb = deb;
	return deb.upstream.len > 0;
}

static bool
deb_is_valid(struct str version)
{
	struct deb deb;

	return deb_read(version, &deb);
}

/* What both begin with, up to a number that may go on differently, decides nothing. */
static void
skip_common(struct str *a, struct str *b)
{
	size_t len = 0;

	while (len < a->len && len < b->len && a->ptr[len] == b->ptr[len])
		len++;
	while (len > 0 && char_is_digit(a->ptr[len - 1]))
		len--;
	order_take(a, len);
	order_take(b, len);
}

static enum order
deb_compare_part(struct str a, struct str b)
{
	enum order order;

	skip_common(&a, &b);
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

/* Debian marks what comes before a release with a tilde. */
static bool
deb_is_prerelease(struct str version)
{
	struct deb deb = { 0 };

	return deb_read(version, &deb) && str_find_char(deb.upstream, '~') != SIZE_MAX;
}

const struct ordering ordering_deb = { deb_compare, deb_is_valid, NULL, deb_is_prerelease, false };
