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

enum class { CLASS_NONE, CLASS_TEXT, CLASS_COLON, CLASS_HYPHEN };   /* CLASS_NONE: no version holds it */

static const unsigned char classes[256] = {
	['0' ... '9'] = CLASS_TEXT, ['A' ... 'Z'] = CLASS_TEXT, ['a' ... 'z'] = CLASS_TEXT,
	['.'] = CLASS_TEXT, ['+'] = CLASS_TEXT, ['~'] = CLASS_TEXT, [':'] = CLASS_COLON, ['-'] = CLASS_HYPHEN,
};

/* What a byte weighs within text; digits and the end weigh 0. */
static int
weight(unsigned char c)
{
	if (char_is_alpha((char)c))
		return c;
	return c == '~' ? -1 : char_is_digit((char)c) ? 0 : c + 256;
}

/* The epoch ends at the first colon, the revision begins behind the last hyphen; neither may be empty. */
static bool
deb_read(struct str version, struct deb *ret_deb)
{
	size_t first_colon = SIZE_MAX, last_colon = 0, hyphen = version.len, from = 0;

	for (size_t i = 0; i < version.len; i++) {
		unsigned char class = classes[(unsigned char)version.ptr[i]];

		if (class == CLASS_NONE)
			return false;
		if (class == CLASS_HYPHEN)
			hyphen = i;
		else if (class == CLASS_COLON) {
			first_colon = first_colon == SIZE_MAX ? i : first_colon;
			last_colon = i;
		}
	}
	if (first_colon != SIZE_MAX) {
		from = first_colon + 1;
		if (first_colon == 0 || digits_len(version) != first_colon || last_colon > hyphen)
			return false;
	}
	*ret_deb = (struct deb){
		.epoch    = { version.ptr, first_colon == SIZE_MAX ? 0 : first_colon },
		.upstream = { version.ptr + from, hyphen - from },
		.revision = str_from(version, hyphen + 1),
	};
	return ret_deb->upstream.len > 0 && hyphen + 1 != version.len;
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

const struct ordering ordering_deb = { deb_compare, deb_is_valid, deb_is_prerelease, false };
