/*
 * Asking a set: is a version in it, what is above it, what does it look like. Three answers throughout:
 * an interval whose end has no order with the version is undecided, and one decided end may still
 * exclude the version.
 */
#include "domain/range/range.h"

static enum containment
containment_and(enum containment a, enum containment b)
{
	if (a == RANGE_OUT || b == RANGE_OUT)
		return RANGE_OUT;
	return a == RANGE_IN && b == RANGE_IN ? RANGE_IN : RANGE_UNDECIDED;
}

static enum containment
containment_of(enum order order, bool in)
{
	return order == ORDER_UNKNOWN ? RANGE_UNDECIDED : in ? RANGE_IN : RANGE_OUT;
}

static enum containment
is_above(const struct cut *cut, enum scheme scheme, struct str version)
{
	enum order order;

	if (cut->side == CUT_NONE)
		return RANGE_IN;
	if (cut->side == CUT_AFTER_PREFIX && version_has_prefix(scheme, version, cut->version))
		return RANGE_OUT;
	order = version_compare(scheme, version, cut->version);
	return containment_of(order, order == ORDER_GREATER || (order == ORDER_EQUAL && cut->side == CUT_BEFORE));
}

static enum containment
is_below(const struct cut *cut, enum scheme scheme, struct str version)
{
	enum order order;

	if (cut->side == CUT_NONE ||
	    (cut->side == CUT_AFTER_PREFIX && version_has_prefix(scheme, version, cut->version)))
		return RANGE_IN;
	order = version_compare(scheme, version, cut->version);
	return containment_of(order, order == ORDER_LESS || (order == ORDER_EQUAL && cut->side != CUT_BEFORE));
}

static enum containment
interval_contains(const struct interval *interval, enum scheme scheme, struct str version)
{
	if (interval->lower.side == CUT_NONE && interval->upper.side == CUT_NONE && !interval->releases_only)
		return RANGE_IN;
	if (version.len == 0)
		return RANGE_UNDECIDED;
	if (interval->releases_only && version_is_prerelease(scheme, version))
		return RANGE_OUT;
	return containment_and(is_above(&interval->lower, scheme, version), is_below(&interval->upper, scheme, version));
}

enum containment
range_contains(const struct version_set *set, enum scheme scheme, struct str version,
    const struct interval **ret_interval)
{
	enum containment answer = set->undecided ? RANGE_UNDECIDED : RANGE_OUT;

	if (ret_interval != NULL)
		*ret_interval = NULL;
	for (size_t i = 0; i < set->exact.count && version.len > 0; i++)
		if (version_compare(scheme, version, set->exact.items[i]) == ORDER_EQUAL)
			return RANGE_IN;
	if (set->exact.count > 0 && !version_is_valid(scheme, version))
		answer = RANGE_UNDECIDED;
	for (size_t i = 0; i < set->intervals.count; i++) {
		enum containment in = interval_contains(&set->intervals.items[i], scheme, version);

		if (in == RANGE_IN) {
			if (ret_interval != NULL)
				*ret_interval = &set->intervals.items[i];
			return RANGE_IN;
		}
		if (in == RANGE_UNDECIDED)
			answer = RANGE_UNDECIDED;
	}
	return answer;
}

struct str
range_fixed(const struct version_set *set, enum scheme scheme, struct str version)
{
	struct str fixed = { 0 };

	for (size_t i = 0; i < set->intervals.count; i++) {
		const struct cut *upper = &set->intervals.items[i].upper;

		if (upper->side == CUT_BEFORE && version_compare(scheme, upper->version, version) == ORDER_GREATER &&
		    (fixed.len == 0 || version_compare(scheme, upper->version, fixed) == ORDER_LESS))
			fixed = upper->version;
	}
	return fixed;
}

/* ------------------------------------------------------------------------------ in writing */

static struct str
format_cut(const struct cut *cut, bool lower, struct arena *arena)
{
	bool included = lower == (cut->side == CUT_BEFORE);

	return arena_printf(arena, "%c%s%.*s%s", lower ? '>' : '<', included ? "=" : "", STR_ARG(cut->version),
	    cut->side == CUT_AFTER_PREFIX ? ".*" : "");
}

static struct str
format_interval(const struct interval *interval, struct arena *arena)
{
	const struct cut *lower = &interval->lower, *upper = &interval->upper;

	if (lower->side == CUT_NONE && upper->side == CUT_NONE)
		return STR("all");
	if (lower->side == CUT_NONE)
		return format_cut(upper, false, arena);
	if (upper->side == CUT_NONE)
		return format_cut(lower, true, arena);
	if (lower->side == CUT_BEFORE && upper->side != CUT_BEFORE && str_eq(lower->version, upper->version))
		return arena_printf(arena, "=%.*s%s", STR_ARG(lower->version), upper->side == CUT_AFTER ? "" : ".*");
	return arena_join(arena, (struct str[]){ format_cut(lower, true, arena), format_cut(upper, false, arena) }, 2,
	    STR(","));
}

struct str
range_format(const struct version_set *set, struct arena *arena)
{
	struct str_list parts = { 0 };
	struct str text;

	for (size_t i = 0; i < set->intervals.count; i++)
		list_push(arena, &parts, format_interval(&set->intervals.items[i], arena));
	for (size_t i = 0; i < set->exact.count; i++)
		list_push(arena, &parts, arena_printf(arena, "=%.*s", STR_ARG(set->exact.items[i])));
	if (parts.count == 0)
		return set->undecided ? STR("?") : STR("none");
	text = arena_join(arena, parts.items, parts.count, STR("|"));
	return set->undecided ? arena_printf(arena, "%.*s?", STR_ARG(text)) : text;
}
