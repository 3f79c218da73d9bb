/*
 * Maven (maven.apache.org/pom.html, "Dependency Version Requirement Specification"; VersionRange of maven-artifact):
 *
 *     range    = version | interval { [ "," ] interval }
 *     interval = ( "[" | "(" ) [ version ] "," [ version ] ( "]" | ")" ) | "[" version "]"
 *
 * Square brackets take their end in. Intervals stand in order and share nothing. A version alone is what Maven calls a soft
 * requirement: it would be taken if nobody asked for another, so every version satisfies it, and so does Maven say.
 */
#include "base/vec.h"
#include "domain/range/native.h"

static bool
ends_are_in_order(const struct interval *interval, enum scheme scheme)
{
	enum order order;

	if (interval->lower.side == CUT_NONE || interval->upper.side == CUT_NONE)
		return true;
	order = version_compare(scheme, interval->lower.version, interval->upper.version);
	return order == ORDER_LESS || (order == ORDER_EQUAL && interval->lower.side == CUT_BEFORE && interval->upper.side == CUT_AFTER);
}

/* Maven takes any text for a version, brackets and commas too; here these are none. */
static bool
is_end(struct str text, enum scheme scheme)
{
	for (size_t i = 0; i < text.len; i++)
		if (str_find_char(STR("[](),"), text.ptr[i]) != SIZE_MAX)
			return false;
	return text.len == 0 || version_is_valid(scheme, text);
}

/* What stands between the brackets, both of which are taken. */
static bool
interval_read(struct str inside, char open, char close, enum scheme scheme, struct interval *ret_interval)
{
	struct interval interval = { 0 };
	struct str lower, upper;
	bool two = str_cut(inside, ',', &lower, &upper);

	lower = str_trim_space(lower);
	upper = two ? str_trim_space(upper) : lower;
	if (!two && (open != '[' || close != ']' || lower.len == 0))
		return false;
	if (lower.len > 0)
		interval.lower = (struct cut){ open == '[' ? CUT_BEFORE : CUT_AFTER, lower };
	if (upper.len > 0)
		interval.upper = (struct cut){ close == ']' ? CUT_AFTER : CUT_BEFORE, upper };
	*ret_interval = interval;
	return is_end(lower, scheme) && is_end(upper, scheme) && ends_are_in_order(&interval, scheme);
}

/* The one before must have ended where this begins, or lower. */
static bool
follows(const struct version_set *set, const struct interval *interval, enum scheme scheme)
{
	const struct cut *end;
	enum order order;

	if (set->intervals.count == 0)
		return true;
	end = &set->intervals.items[set->intervals.count - 1].upper;
	if (end->side == CUT_NONE)
		return true;    /* Maven looks no further, and everything above is in already */
	if (interval->lower.side == CUT_NONE)
		return false;
	order = version_compare(scheme, interval->lower.version, end->version);
	return order == ORDER_GREATER || order == ORDER_EQUAL;
}

static size_t
closing_bracket(struct str text)
{
	size_t round = str_find_char(text, ')'), square = str_find_char(text, ']');

	return round < square ? round : square;
}

static bool
is_bracket(struct str rest)
{
	return rest.len > 0 && (rest.ptr[0] == '[' || rest.ptr[0] == '(');
}

static struct err *
read_intervals(struct native *native, struct version_set *set)
{
	while (is_bracket(native->rest)) {
		size_t close = closing_bracket(native->rest);
		struct interval interval;

		if (close == SIZE_MAX || !interval_read(str_sub(native->rest, 1, close - 1), native->rest.ptr[0], native->rest.ptr[close],
		    native->scheme, &interval) || !follows(set, &interval, native->scheme))
			return native_refuse(native);
		list_push(native->arena, &set->intervals, interval);
		native->rest = str_trim_space(str_from(native->rest, close + 1));
		if (str_take(&native->rest, STR(",")))
			native_skip_space(native);
	}
	return native->rest.len == 0 ? NULL : native_refuse(native);
}

struct err *
range_of_maven(struct native *native, struct version_set *ret_set)
{
	native->rest = str_trim_space(native->rest);
	if (is_bracket(native->rest))
		return read_intervals(native, ret_set);
	if (native->rest.len == 0 || !is_end(native->rest, native->scheme))
		return native_refuse(native);
	*ret_set = set_of_interval((struct interval){ 0 }, native->arena);
	return NULL;
}
