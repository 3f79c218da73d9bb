/*
 * Cargo (doc.rust-lang.org/cargo, "Specifying Dependencies", and the crate semver's VersionReq):
 *
 *     range      = wildcard | comparator { "," comparator }         all must hold
 *     comparator = [ "=" | ">" | ">=" | "<" | "<=" | "~" | "^" ] partial      no sign is "^", or "=" with a wildcard
 *     partial    = number [ "." ( number | wildcard ) [ "." ( number | wildcard ) [ "-" labels ] [ "+" labels ] ] ]
 *     wildcard   = "*" | "x" | "X"
 *
 * Pre-releases go by tracks.h, and a comparator of one or two numbers has its own word about them: "=1.2" and "~1.2" take
 * none, ">=1.2" those of 1.3.0 and above, "<=1.2" those below 1.2.0.
 */
#include "domain/range/tracks.h"

/* The longer sign first. */
static const struct {
	struct str      sign;
	enum comparison kind;
} signs[] = {
	{ STR_INIT("<="), LESS_EQUAL }, { STR_INIT(">="), GREATER_EQUAL }, { STR_INIT("<"), LESS },  { STR_INIT(">"), GREATER },
	{ STR_INIT("="), EQUAL },       { STR_INIT("~"), TILDE },          { STR_INIT("^"), CARET }, { STR_INIT(""), CARET },
};

struct comparator {
	enum comparison kind;
	struct partial  partial;
	struct str      prerelease;    /* without "-" */
};

static const struct str wildcards = STR_INIT("*xX");

/* The whole version, or that of zeros behind what is given, "-0" being below all its pre-releases. */
static struct str
floor_text(const struct comparator *comparator, struct str tail, struct arena *arena)
{
	return partial_text(&comparator->partial, NO_BUMP, 3, tail, arena);
}

/* Before everything that begins with one more than the number at the place. */
static struct str
ceiling_text(const struct comparator *comparator, size_t place, struct arena *arena)
{
	return partial_text(&comparator->partial, place, 3, STR("-0"), arena);
}

/* Of three numbers: one rule for both tracks. */
static void
narrow_by_whole(struct tracks *tracks, enum scheme scheme, const struct comparator *comparator, struct arena *arena)
{
	struct str tail = comparator->prerelease.len == 0 ? (struct str){ 0 } :
	    arena_printf(arena, "-%.*s", STR_ARG(comparator->prerelease));
	struct interval interval = interval_of_version(floor_text(comparator, tail, arena));

	if (comparator->kind == LESS || comparator->kind == LESS_EQUAL)
		interval.lower = (struct cut){ 0 };
	if (comparator->kind == GREATER || comparator->kind == GREATER_EQUAL)
		interval.upper = (struct cut){ 0 };
	if (comparator->kind == LESS)
		interval.upper.side = CUT_BEFORE;
	if (comparator->kind == GREATER)
		interval.lower.side = CUT_AFTER;
	if (comparator->kind == TILDE)
		interval.upper = (struct cut){ CUT_BEFORE, ceiling_text(comparator, 1, arena) };
	if (comparator->kind == CARET)
		interval.upper = (struct cut){ CUT_BEFORE, ceiling_text(comparator, partial_significant(&comparator->partial), arena) };
	tracks_narrow(tracks, scheme, &interval, &interval);
	if (comparator->prerelease.len > 0)
		tracks_name(tracks, floor_text(comparator, (struct str){ 0 }, arena), arena);
}

/* Of one or two numbers: pre-releases are held against the numbers alone. */
static void
narrow_by_branch(struct tracks *tracks, enum scheme scheme, const struct comparator *comparator, struct arena *arena)
{
	size_t last = comparator->partial.count - 1;
	struct str nothing = { 0 }, floor = floor_text(comparator, STR("-0"), arena), ceiling = ceiling_text(comparator, last, arena);
	struct interval releases = interval_between(floor, ceiling), prereleases = releases;

	switch (comparator->kind) {
	case LESS:
		releases = prereleases = interval_between(nothing, floor);
		break;
	case LESS_EQUAL:
		releases = interval_between(nothing, ceiling);
		prereleases = interval_between(nothing, floor);
		break;
	case GREATER:
		releases = prereleases = interval_between(ceiling, nothing);
		break;
	case GREATER_EQUAL:
		releases = interval_between(floor, nothing);
		prereleases = interval_between(ceiling, nothing);
		break;
	case CARET:
		releases = prereleases = interval_between(floor, ceiling_text(comparator, partial_significant(&comparator->partial), arena));
		break;
	default:
		tracks->prereleases.none = true;
	}
	tracks_narrow(tracks, scheme, &releases, &prereleases);
}

static struct err *
read_comparator(struct native *native, struct comparator *comparator)
{
	struct native ahead = *native;
	size_t i = 0;

	while (!str_take(&ahead.rest, signs[i].sign))
		i++;
	native_skip_space(&ahead);
	if (!partial_take(&ahead.rest, wildcards, 3, &comparator->partial) || comparator->partial.count == 0 ||
	    comparator->partial.jumbled || comparator->partial.padded)
		return native_refuse(&ahead);
	comparator->kind = signs[i].sign.len == 0 && comparator->partial.count < comparator->partial.places ? EQUAL : signs[i].kind;
	if (comparator->partial.count == 3 && str_take(&ahead.rest, STR("-")) &&
	    !labels_take(&ahead.rest, true, &comparator->prerelease))
		return native_refuse(&ahead);
	if (comparator->partial.count == 3 && str_take(&ahead.rest, STR("+")) && !labels_take(&ahead.rest, false, &(struct str){ 0 }))
		return native_refuse(&ahead);
	native_skip_space(&ahead);
	if (ahead.rest.len > 0)
		return native_refuse(&ahead);
	return NULL;
}

static bool
is_wildcard(struct str text)
{
	text = str_trim(text, ' ');
	return text.len == 1 && str_find_char(wildcards, text.ptr[0]) != SIZE_MAX;
}

struct err *
range_of_cargo(struct native *native, struct version_set *ret_set)
{
	struct tracks tracks = { 0 };
	bool more = !is_wildcard(native->rest);

	while (more) {
		struct comparator comparator = { 0 };
		struct native one;

		more = native_cut(native, STR(","), &one);
		native_skip_space(&one);
		TRY(read_comparator(&one, &comparator));
		if (comparator.partial.count == 3)
			narrow_by_whole(&tracks, native->scheme, &comparator, native->arena);
		else
			narrow_by_branch(&tracks, native->scheme, &comparator, native->arena);
	}
	tracks_add(&tracks, native->scheme, native->arena, ret_set);
	return NULL;
}
