/*
 * npm (docs.npmjs.com, "semver", and the package semver's "Range Grammar"):
 *
 *     range       = alternative { "||" alternative }
 *     alternative = partial " - " partial | { comparator }          nothing is "*"
 *     comparator  = [ "<" | ">" | "<=" | ">=" | "=" | "^" | "~" | "~>" ] partial
 *     partial     = { "v" | "=" } ( number | x ) [ "." … [ "." … [ "-" labels ] ] ] [ "+" labels ]
 *     x           = "x" | "X" | "*"
 *
 * Comparators stand with spaces between them and must all hold; pre-releases go by tracks.h. As npm itself has it: what is
 * behind an x is of no account in "^", "~" and " - " and refused elsewhere; and where one alternative is "*" the whole
 * range is "*", so that no other lets a pre-release in.
 *
 * Numbers may be of any size, where npm stops at 2^53.
 */
#include "domain/range/tracks.h"

/* The longer sign first. */
static const struct {
	struct str      sign;
	enum comparison kind;
} signs[] = {
	{ STR_INIT("<="), LESS_EQUAL }, { STR_INIT(">="), GREATER_EQUAL }, { STR_INIT("<"), LESS }, { STR_INIT(">"), GREATER },
	{ STR_INIT("="), EQUAL },       { STR_INIT("^"), CARET },          { STR_INIT("~>"), TILDE }, { STR_INIT("~"), TILDE },
	{ STR_INIT(""), EQUAL },
};

struct version {
	struct partial partial;
	struct str     prerelease;    /* without "-"; only behind three numbers              */
	bool           prefixed;      /* by more than one "v", as a whole version may not be */
	bool           marked;        /* by anything at all                                  */
};

struct alternative {
	struct tracks tracks;
	bool          any;            /* no comparator that takes anything out */
};

/* ----------------------------------------------------------------------------------- a version */

static bool
take_version(struct str *rest, struct version *ret_version)
{
	struct version version = { 0 };
	struct str ahead = *rest, labels;
	size_t marks = 0;

	while (ahead.len > marks && (ahead.ptr[marks] == 'v' || ahead.ptr[marks] == '='))
		marks++;
	version.marked = marks > 0;
	version.prefixed = marks > 1 || (marks == 1 && ahead.ptr[0] != 'v');
	ahead = str_from(ahead, marks);
	if (!partial_take(&ahead, STR("xX*"), 3, &version.partial) || version.partial.padded)
		return false;
	if (version.partial.places == 3 && str_take(&ahead, STR("-"))) {
		if (!labels_take(&ahead, true, &labels))
			return false;
		if (version.partial.count == 3)
			version.prerelease = labels;
	}
	while (str_take(&ahead, STR("+")))
		if (!labels_take(&ahead, false, &labels))
			return false;
	*rest = ahead;
	*ret_version = version;
	return true;
}

static bool
is_whole(const struct version *version)
{
	return version->partial.count == 3;
}

/* The version itself, zeros for what is missing. */
static struct str
whole_text(const struct version *version, struct arena *arena)
{
	struct str tail = { 0 };

	if (version->prerelease.len > 0)
		tail = arena_printf(arena, "-%.*s", STR_ARG(version->prerelease));
	return partial_text(&version->partial, NO_BUMP, 3, tail, arena);
}

/* ------------------------------------------------------------------------------- a comparator */

static struct str
bumped(const struct version *version, size_t place, const char *tail, struct arena *arena)
{
	return partial_text(&version->partial, place, 3, str_of(tail), arena);
}

/* Of one or two numbers: all that begins with them, what is below or above it. */
static struct interval
branch_interval(enum comparison kind, const struct version *version, struct arena *arena)
{
	size_t last = version->partial.count - 1;
	struct str from = whole_text(version, arena);

	switch (kind) {
	case LESS:
		return interval_between((struct str){ 0 }, partial_text(&version->partial, NO_BUMP, 3, STR("-0"), arena));
	case LESS_EQUAL:
		return interval_between((struct str){ 0 }, bumped(version, last, "-0", arena));
	case GREATER:
		return interval_between(bumped(version, last, "", arena), (struct str){ 0 });
	case GREATER_EQUAL:
		return interval_between(from, (struct str){ 0 });
	default:
		return interval_between(from, bumped(version, last, "-0", arena));
	}
}

/* False for ">*" and "<*", which hold nothing. */
static bool
comparator_interval(enum comparison kind, const struct version *version, struct arena *arena, struct interval *ret_interval)
{
	size_t count = version->partial.count;

	*ret_interval = (struct interval){ 0 };
	if (count == 0)
		return kind != LESS && kind != GREATER;
	if (kind == CARET)
		*ret_interval = interval_between(whole_text(version, arena), bumped(version, partial_significant(&version->partial), "-0", arena));
	else if (kind == TILDE)
		*ret_interval = interval_between(whole_text(version, arena), bumped(version, count > 1, "-0", arena));
	else if (is_whole(version))
		*ret_interval = plain_interval(kind, whole_text(version, arena));
	else
		*ret_interval = branch_interval(kind, version, arena);
	return true;
}

static void
add_comparator(struct alternative *alternative, enum scheme scheme, enum comparison kind, const struct version *version,
    struct arena *arena)
{
	struct interval interval;

	if (!comparator_interval(kind, version, arena, &interval)) {
		alternative->any = false;
		alternative->tracks.releases.none = alternative->tracks.prereleases.none = true;
		return;
	}
	/* ">=0.0.0" is another word for "*" and takes out no pre-release of 0.0.0, unless somebody wrote ">=v0.0.0". */
	if (interval.lower.side == CUT_BEFORE && interval.upper.side != CUT_AFTER && str_eq(interval.lower.version, STR("0.0.0")) &&
	    !(kind == GREATER_EQUAL && is_whole(version) && version->marked))
		interval.lower = (struct cut){ 0 };
	alternative->any &= interval.lower.side == CUT_NONE && interval.upper.side == CUT_NONE;
	if (version->prerelease.len > 0)
		tracks_name(&alternative->tracks, partial_text(&version->partial, NO_BUMP, 3, (struct str){ 0 }, arena), arena);
	tracks_narrow(&alternative->tracks, scheme, &interval, &interval);
}

/* ----------------------------------------------------------------------------- an alternative */

static bool
is_at_end(struct str rest)
{
	return rest.len == 0 || char_is_space(rest.ptr[0]);
}

static struct err *
read_comparator(struct native *native, struct alternative *alternative)
{
	struct native ahead = *native;
	struct version version;
	size_t i = 0;

	while (!str_take(&ahead.rest, signs[i].sign))
		i++;
	native_skip_space(&ahead);
	if (!take_version(&ahead.rest, &version) || !is_at_end(ahead.rest))
		return native_refuse(&ahead);
	if (signs[i].kind != CARET && signs[i].kind != TILDE && (is_whole(&version) ? version.prefixed : version.partial.jumbled))
		return native_refuse(native);
	add_comparator(alternative, native->scheme, signs[i].kind, &version, native->arena);
	native->rest = ahead.rest;
	return NULL;
}

/* "1.2 - 2.0"; false, and nothing read, when it is something else. */
static bool
read_hyphen(const struct native *native, struct alternative *alternative)
{
	struct native ahead = *native;
	struct version from, to;

	if (!take_version(&ahead.rest, &from) || !is_at_end(ahead.rest))
		return false;
	native_skip_space(&ahead);
	if (!str_take(&ahead.rest, STR("-")) || ahead.rest.len == 0 || !is_at_end(ahead.rest))
		return false;
	native_skip_space(&ahead);
	if (!take_version(&ahead.rest, &to) || ahead.rest.len > 0 || (is_whole(&from) && from.prefixed) ||
	    (is_whole(&to) && to.prefixed && to.prerelease.len == 0))
		return false;
	add_comparator(alternative, native->scheme, GREATER_EQUAL, &from, native->arena);
	add_comparator(alternative, native->scheme, LESS_EQUAL, &to, native->arena);
	return true;
}

static struct err *
read_alternative(struct native *native, struct alternative *alternative)
{
	native->rest = str_trim_space(native->rest);
	if (read_hyphen(native, alternative))
		return NULL;
	while (native->rest.len > 0) {
		TRY(read_comparator(native, alternative));
		native_skip_space(native);
	}
	return NULL;
}

struct err *
range_of_npm(struct native *native, struct version_set *ret_set)
{
	bool any = false, more;

	do {
		struct alternative alternative = { .any = true };
		struct native one;

		more = native_cut(native, STR("||"), &one);
		TRY(read_alternative(&one, &alternative));
		tracks_add(&alternative.tracks, native->scheme, native->arena, ret_set);
		any |= alternative.any;
	} while (more);
	if (any)
		*ret_set = set_of_interval((struct interval){ .releases_only = true }, native->arena);
	return NULL;
}
