/*
 * Pub (dart.dev/tools/pub/dependencies, "Version constraints"; VersionConstraint of the package pub_semver):
 *
 *     range = "any" | "^" version | bound { bound }                          all bounds must hold
 *     bound = [ ">=" | ">" | "<=" | "<" ] version                             no sign is that version
 *
 * "^0.1.2" ends before 0.2.0, also where the second number is 0, and with it its pre-releases are out. So they are with "<2.0.0",
 * unless the least version is a pre-release of 2.0.0 itself.
 */
#include "domain/range/tracks.h"

/* The longer sign first. */
static const struct {
	struct str sign;
	enum side  lower, upper;
} signs[] = {
	{ STR_INIT(">="), CUT_BEFORE, CUT_NONE }, { STR_INIT("<="), CUT_NONE, CUT_AFTER }, { STR_INIT(">"), CUT_AFTER, CUT_NONE },
	{ STR_INIT("<"), CUT_NONE, CUT_BEFORE },  { STR_INIT(""), CUT_BEFORE, CUT_AFTER },
};

static struct err *
take_version(struct native *native, struct str *ret_version)
{
	struct native ahead;
	size_t len = 0;

	native_skip_space(native);
	ahead = *native;
	while (len < ahead.rest.len && (char_is_alnum(ahead.rest.ptr[len]) || str_find_char(STR(".+-"), ahead.rest.ptr[len]) != SIZE_MAX))
		len++;
	*ret_version = str_sub(ahead.rest, 0, len);
	native->rest = str_from(ahead.rest, len);
	return version_is_valid(native->scheme, *ret_version) ? NULL : native_refuse(&ahead);
}

static struct err *
read_caret(struct native *native, struct version_set *set)
{
	struct partial partial;
	struct str version, rest;

	TRY(take_version(native, &version));
	if (native->rest.len > 0)
		return native_refuse(native);
	rest = version;
	(void)partial_take(&rest, STR(""), 3, &partial);
	*set = set_of_interval(interval_between(version,
	    partial_text(&partial, str_eq(partial.numbers[0], STR("0")), 3, STR("-0"), native->arena)), native->arena);
	return NULL;
}

static void
leave_out_prereleases(struct interval *interval, enum scheme scheme, struct arena *arena)
{
	struct str max = interval->upper.version, min = interval->lower.version;

	if (interval->upper.side == CUT_BEFORE && !version_is_prerelease(scheme, max) && str_find_char(max, '+') == SIZE_MAX &&
	    !(version_is_prerelease(scheme, min) && version_compare(scheme, release_of(min), max) == ORDER_EQUAL))
		interval->upper.version = arena_printf(arena, "%.*s-0", STR_ARG(max));
}

static struct err *
read_bounds(struct native *native, struct version_set *set)
{
	struct track track = { 0 };

	do {
		struct interval bound;
		struct str version;
		size_t i = 0;

		while (!str_take(&native->rest, signs[i].sign))
			i++;
		TRY(take_version(native, &version));
		bound = (struct interval){
			.lower = { signs[i].lower, signs[i].lower == CUT_NONE ? STR("") : version },
			.upper = { signs[i].upper, signs[i].upper == CUT_NONE ? STR("") : version },
		};
		track_narrow(&track, native->scheme, &bound);
		native_skip_space(native);
	} while (native->rest.len > 0);
	leave_out_prereleases(&track.over, native->scheme, native->arena);
	set->undecided = track.unordered;
	if (!track.none && !track.unordered)
		*set = set_of_interval(track.over, native->arena);
	return NULL;
}

struct err *
range_of_pub(struct native *native, struct version_set *ret_set)
{
	native->rest = str_trim_space(native->rest);
	if (str_eq(native->rest, STR("any"))) {
		*ret_set = set_of_interval((struct interval){ 0 }, native->arena);
		return NULL;
	}
	return str_take(&native->rest, STR("^")) ? read_caret(native, ret_set) : read_bounds(native, ret_set);
}
