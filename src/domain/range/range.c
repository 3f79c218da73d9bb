/*
 * Asking a set: is a version in it, what is above it, what does it look like. Three answers throughout:
 * an interval whose end has no order with the version is undecided, and one decided end may still
 * exclude the version.
 */
#include "domain/range/cut.h"

static enum containment
containment_and(enum containment a, enum containment b)
{
	if (a == RANGE_OUT || b == RANGE_OUT)
		return RANGE_OUT;
	return a == RANGE_IN && b == RANGE_IN ? RANGE_IN : RANGE_UNDECIDED;
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
	static const char *const tails[] = {
		[CUT_BEFORE] = "", [CUT_AFTER] = "", [CUT_AFTER_PREFIX] = ".*", [CUT_BEFORE_RELEASE] = "~", [CUT_AFTER_RELEASE] = "~",
	};
	bool before = cut->side == CUT_BEFORE || cut->side == CUT_BEFORE_RELEASE;

	return arena_printf(arena, "%c%s%.*s%s", lower ? '>' : '<', lower == before ? "=" : "", STR_ARG(cut->version), tails[cut->side]);
}

static bool
is_branch(const struct interval *interval)
{
	return interval->lower.side == CUT_BEFORE && (interval->upper.side == CUT_AFTER || interval->upper.side == CUT_AFTER_PREFIX) &&
	    str_eq(interval->lower.version, interval->upper.version);
}

static struct str
format_interval(const struct interval *interval, struct arena *arena)
{
	struct str parts[3];
	size_t count = 0;

	if (is_branch(interval)) {
		parts[count++] = arena_printf(arena, "=%.*s%s", STR_ARG(interval->lower.version), interval->upper.side == CUT_AFTER ? "" : ".*");
	} else {
		if (interval->lower.side != CUT_NONE)
			parts[count++] = format_cut(&interval->lower, true, arena);
		if (interval->upper.side != CUT_NONE)
			parts[count++] = format_cut(&interval->upper, false, arena);
	}
	if (interval->releases_only)
		parts[count++] = STR("release");
	return count == 0 ? STR("all") : arena_join(arena, parts, count, STR(","));
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
