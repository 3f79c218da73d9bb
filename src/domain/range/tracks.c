#include "domain/range/tracks.h"

void
track_narrow(struct track *track, enum scheme scheme, const struct interval *by)
{
	enum meeting meeting;

	if (track->none || track->unordered)
		return;
	meeting = interval_meet(scheme, &track->over, by, &track->over);
	track->none = meeting == MEETING_EMPTY;
	track->unordered = meeting == MEETING_UNKNOWN;
}

void
tracks_narrow(struct tracks *tracks, enum scheme scheme, const struct interval *releases, const struct interval *prereleases)
{
	track_narrow(&tracks->releases, scheme, releases);
	track_narrow(&tracks->prereleases, scheme, prereleases);
}

void
tracks_name(struct tracks *tracks, struct str release, struct arena *arena)
{
	if (!str_is_one_of(release, tracks->named.items, tracks->named.count))
		list_push(arena, &tracks->named, release);
}

static bool
is_single(const struct interval *interval)
{
	return interval->lower.side == CUT_BEFORE && interval->upper.side == CUT_AFTER &&
	    str_eq(interval->lower.version, interval->upper.version);
}

static void
add_interval(struct version_set *set, const struct interval *interval, struct arena *arena)
{
	if (is_single(interval))
		list_push(arena, &set->exact, interval->lower.version);
	else
		list_push(arena, &set->intervals, *interval);
}

void
tracks_add(const struct tracks *tracks, enum scheme scheme, struct arena *arena, struct version_set *set)
{
	struct interval over = tracks->releases.over;

	if (tracks->releases.unordered || tracks->prereleases.unordered) {
		set->undecided = true;
		return;
	}
	over.releases_only = true;
	if (!tracks->releases.none && !(is_single(&over) && version_is_prerelease(scheme, over.lower.version)))
		add_interval(set, &over, arena);
	for (size_t i = 0; i < tracks->named.count; i++) {
		struct str release = tracks->named.items[i];
		struct interval named = interval_between(arena_printf(arena, "%.*s-0", STR_ARG(release)), release);
		struct track track = tracks->prereleases;

		track_narrow(&track, scheme, &named);
		if (!track.none)
			add_interval(set, &track.over, arena);
	}
}

struct interval
interval_between(struct str from, struct str to)
{
	return (struct interval){
		.lower = { from.len == 0 ? CUT_NONE : CUT_BEFORE, from },
		.upper = { to.len == 0 ? CUT_NONE : CUT_BEFORE, to },
	};
}
