/*
 * Cuts are told apart by their versions first. Where these are of one release, a cut before or after the whole release
 * stands outside the others; where one begins with the other's, the cut after that prefix does.
 */
#include "domain/range/cut.h"

static enum order
opposite(enum order order)
{
	return order == ORDER_LESS ? ORDER_GREATER : order == ORDER_GREATER ? ORDER_LESS : order;
}

static size_t
digits_len(struct str s, size_t from)
{
	size_t len = 0;

	while (from + len < s.len && char_is_digit(s.ptr[from + len]))
		len++;
	return len;
}

struct str
release_of(struct str version)
{
	size_t len;

	version = str_trim_space(version);
	(void)str_take_nocase(&version, STR("v"));
	len = digits_len(version, 0);
	if (len < version.len && version.ptr[len] == '!')
		len += 1 + digits_len(version, len + 1);
	while (len < version.len && version.ptr[len] == '.' && digits_len(version, len + 1) > 0)
		len += 1 + digits_len(version, len + 1);
	return str_sub(version, 0, len);
}

static bool
same_release(enum scheme scheme, struct str a, struct str b)
{
	return version_compare(scheme, release_of(a), release_of(b)) == ORDER_EQUAL;
}

static bool
is_release_cut(const struct cut *cut)
{
	return cut->side == CUT_BEFORE_RELEASE || cut->side == CUT_AFTER_RELEASE;
}

enum order
probe_order(const struct probe *probe, struct str version, struct str key)
{
	size_t common = key.len < probe->key.len ? key.len : probe->key.len;
	int difference;

	if (!probe->has_key || key.len == 0)
		return version_compare(probe->scheme, probe->version, version);
	difference = memcmp(probe->key.bytes, key.ptr, common);     /* no key begins another: equal so far is equal */
	return difference < 0 ? ORDER_LESS : difference > 0 ? ORDER_GREATER : ORDER_EQUAL;
}

/* Where a version stands, beside a cut that is one: below it, above it, or nowhere that can be told. */
static enum order
version_beside(const struct cut *cut, const struct probe *probe)
{
	enum order order;

	if (cut->side == CUT_AFTER_PREFIX && version_has_prefix(probe->scheme, probe->version, cut->version))
		return ORDER_LESS;
	order = probe_order(probe, cut->version, cut->key);
	if (order != ORDER_UNKNOWN && is_release_cut(cut) && same_release(probe->scheme, probe->version, cut->version))
		return cut->side == CUT_BEFORE_RELEASE ? ORDER_GREATER : ORDER_LESS;
	if (order == ORDER_EQUAL)
		return cut->side == CUT_BEFORE ? ORDER_GREATER : ORDER_LESS;
	return order;
}

static enum containment
containment_of(enum order order, enum order wanted)
{
	return order == ORDER_UNKNOWN ? RANGE_UNDECIDED : order == wanted ? RANGE_IN : RANGE_OUT;
}

enum containment
is_above(const struct cut *cut, const struct probe *probe)
{
	return cut->side == CUT_NONE ? RANGE_IN : containment_of(version_beside(cut, probe), ORDER_GREATER);
}

enum containment
is_below(const struct cut *cut, const struct probe *probe)
{
	return cut->side == CUT_NONE ? RANGE_IN : containment_of(version_beside(cut, probe), ORDER_LESS);
}

/* ------------------------------------------------------------------------------ two cuts */

/* Neither is CUT_AFTER_PREFIX; at one version, or in one release, the sides decide. */
static enum order
sides_compare(enum side a, enum side b)
{
	static const int places[] = {
		[CUT_BEFORE_RELEASE] = 0, [CUT_BEFORE] = 1, [CUT_AFTER] = 2, [CUT_AFTER_RELEASE] = 3,
	};

	return places[a] < places[b] ? ORDER_LESS : places[a] > places[b] ? ORDER_GREATER : ORDER_EQUAL;
}

/* a is CUT_AFTER_PREFIX, b is not: what begins with a's version is before a. */
static enum order
prefix_compare(enum scheme scheme, const struct cut *a, const struct cut *b)
{
	enum order order;

	if (version_has_prefix(scheme, b->version, a->version))
		return ORDER_GREATER;
	order = version_compare(scheme, a->version, b->version);
	return order == ORDER_EQUAL ? ORDER_GREATER : order;
}

static enum order
prefixes_compare(enum scheme scheme, struct str a, struct str b)
{
	bool a_in_b = version_has_prefix(scheme, a, b), b_in_a = version_has_prefix(scheme, b, a);

	if (a_in_b || b_in_a)
		return a_in_b && b_in_a ? ORDER_EQUAL : a_in_b ? ORDER_LESS : ORDER_GREATER;
	return version_compare(scheme, a, b);
}

enum order
cut_compare(enum scheme scheme, const struct cut *a, const struct cut *b)
{
	bool prefix_a = a->side == CUT_AFTER_PREFIX, prefix_b = b->side == CUT_AFTER_PREFIX;
	enum order order;

	if (prefix_a && prefix_b)
		return prefixes_compare(scheme, a->version, b->version);
	if (prefix_a)
		return prefix_compare(scheme, a, b);
	if (prefix_b)
		return opposite(prefix_compare(scheme, b, a));
	order = version_compare(scheme, a->version, b->version);
	if (order == ORDER_EQUAL || (order != ORDER_UNKNOWN && (is_release_cut(a) || is_release_cut(b)) &&
	    same_release(scheme, a->version, b->version)))
		return sides_compare(a->side, b->side);
	return order;
}

/* ----------------------------------------------------------------------------- intervals */

struct interval
interval_of_version(struct str version)
{
	return (struct interval){ .lower = { .side = CUT_BEFORE, .version = version }, .upper = { .side = CUT_AFTER, .version = version } };
}

/* The further of two cuts in the given direction; CUT_NONE is no bound. False when they have no order. */
static bool
further(enum scheme scheme, const struct cut *a, const struct cut *b, enum order direction, struct cut *ret_cut)
{
	enum order order;

	if (a->side == CUT_NONE || b->side == CUT_NONE) {
		*ret_cut = a->side == CUT_NONE ? *b : *a;
		return true;
	}
	order = cut_compare(scheme, a, b);
	*ret_cut = order == direction ? *a : *b;
	return order != ORDER_UNKNOWN;
}

enum meeting
interval_meet(enum scheme scheme, const struct interval *a, const struct interval *b, struct interval *ret_interval)
{
	struct interval both = { .releases_only = a->releases_only || b->releases_only };

	if (!further(scheme, &a->lower, &b->lower, ORDER_GREATER, &both.lower) ||
	    !further(scheme, &a->upper, &b->upper, ORDER_LESS, &both.upper))
		return MEETING_UNKNOWN;
	if (both.lower.side != CUT_NONE && both.upper.side != CUT_NONE) {
		enum order order = cut_compare(scheme, &both.lower, &both.upper);

		if (order != ORDER_LESS)
			return order == ORDER_UNKNOWN ? MEETING_UNKNOWN : MEETING_EMPTY;
	}
	*ret_interval = both;
	return MEETING_SOME;
}
