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
interval_holds(const struct interval *interval, const struct probe *probe)
{
	if (interval->lower.side == CUT_NONE && interval->upper.side == CUT_NONE && !interval->releases_only)
		return RANGE_IN;
	if (probe->version.len == 0)
		return RANGE_UNDECIDED;
	if (interval->releases_only && version_is_prerelease(probe->scheme, probe->version))
		return RANGE_OUT;
	return containment_and(is_above(&interval->lower, probe), is_below(&interval->upper, probe));
}

static bool
is_exact(const struct version_set *set, const struct probe *probe)
{
	bool keys = set->exact_keys.count == set->exact.count;

	for (size_t i = 0; i < set->exact.count && probe->version.len > 0; i++)
		if (probe_order(probe, set->exact.items[i], keys ? set->exact_keys.items[i] : (struct str){ 0 }) == ORDER_EQUAL)
			return true;
	return false;
}

enum containment
range_holds(const struct version_set *set, const struct probe *probe, const struct interval **ret_interval)
{
	enum containment answer = set->undecided ? RANGE_UNDECIDED : RANGE_OUT;

	if (ret_interval != NULL)
		*ret_interval = NULL;
	if (is_exact(set, probe))
		return RANGE_IN;
	if (set->exact.count > 0 && !probe->has_key && !version_is_valid(probe->scheme, probe->version))
		answer = RANGE_UNDECIDED;
	for (size_t i = 0; i < set->intervals.count; i++) {
		enum containment in = interval_holds(&set->intervals.items[i], probe);

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

enum containment
range_contains(const struct version_set *set, enum scheme scheme, struct str version, const struct interval **ret_interval)
{
	return range_holds(set, &(struct probe){ .scheme = scheme, .version = version }, ret_interval);
}

/* ------------------------------------------------------------------------------------ by key */

struct probe
range_probe(enum scheme scheme, struct str version)
{
	struct probe probe = { .scheme = scheme, .version = version };

	probe.has_key = version_key(scheme, version, &probe.key) && probe.key.whole;
	return probe;
}

/* "" where the version has no key, or one that was cut off. */
static struct str
write_key(enum scheme scheme, struct str version, struct arena *arena)
{
	struct version_key key;

	if (version.len == 0 || !version_key(scheme, version, &key) || !key.whole)
		return (struct str){ 0 };
	return arena_copy(arena, (struct str){ (const char *)key.bytes, key.len });
}

void
range_write_keys(struct version_set *set, enum scheme scheme, struct arena *arena)
{
	for (size_t i = 0; i < set->intervals.count; i++) {
		struct interval *interval = &set->intervals.items[i];

		interval->lower.key = write_key(scheme, interval->lower.version, arena);
		interval->upper.key = write_key(scheme, interval->upper.version, arena);
	}
	set->exact_keys = (struct str_list){ 0 };
	for (size_t i = 0; i < set->exact.count; i++)
		list_push(arena, &set->exact_keys, write_key(scheme, set->exact.items[i], arena));
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
