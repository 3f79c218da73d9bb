/*
 * tracks.h - comparators that must all hold, where pre-releases go by a rule of their own; private to this room.
 *
 * In npm and Cargo a pre-release is in only if it satisfies every comparator and one of them names a pre-release of the
 * same release: ">=1.2.3-b <2" holds 1.2.3-rc and 1.5.0, not 1.5.0-rc. So releases and pre-releases are two tracks on one
 * line, each an interval; the set gets the first as releases only, and the second as far as it lies in the named releases.
 */
#pragma once
#include "base/vec.h"
#include "domain/range/native.h"

struct track {
	struct interval over;
	bool            none;         /* nothing is left of it                              */
	bool            unordered;    /* two ends have no order: what it holds is not known */
};

struct tracks {
	struct track    releases, prereleases;
	struct str_list named;      /* releases of which a pre-release is named, "1.2.3" */
};

/* What is left of a track by an interval. */
void track_narrow(struct track *track, enum scheme scheme, const struct interval *by);

/* What a comparator leaves of both tracks. */
void tracks_narrow(struct tracks *tracks, enum scheme scheme, const struct interval *releases, const struct interval *prereleases);
/* release is "1.2.3"; naming it twice is naming it once. */
void tracks_name(struct tracks *tracks, struct str release, struct arena *arena);
void tracks_add(const struct tracks *tracks, enum scheme scheme, struct arena *arena, struct version_set *set);

/* [from, to): the two ends of most comparators; an empty text is no end. */
struct interval interval_between(struct str from, struct str to);
