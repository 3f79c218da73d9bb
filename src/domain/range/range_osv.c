/*
 * OSV: the schema's "Evaluation" walks the sorted events with a flag; folded once, the same walk gives
 * intervals. introduced raises the flag, fixed and last_affected lower it; no version is at or above
 * the greatest limit.
 */
#include "domain/range/paint.h"

static struct cut
event_cut(const struct osv_event *event)
{
	return (struct cut){ event->kind == OSV_LAST_AFFECTED ? CUT_AFTER : CUT_BEFORE, event->version };
}

/* "0" comes before every version, as the schema has it, whatever the scheme thinks of zero. */
static bool
is_beginning(const struct osv_event *event)
{
	return event->kind == OSV_INTRODUCED && str_eq(event->version, STR("0"));
}

static bool
is_no_limit(const struct osv_event *event)
{
	return event->kind == OSV_LIMIT && str_eq(event->version, STR("*"));
}

/* The events that have a place on the line, sorted; owner is the event's number. */
static bool
events_sort(const struct osv_range *range, enum scheme scheme, struct arena *arena, struct point **ret_points,
    size_t *ret_count)
{
	struct point *points = ARENA_ARRAY(arena, struct point, range->events.count + 1);
	size_t count = 0;

	for (size_t i = 0; i < range->events.count; i++) {
		const struct osv_event *event = &range->events.items[i];

		if (!is_beginning(event) && !is_no_limit(event))
			points[count++] = (struct point){ event_cut(event), i };
	}
	*ret_points = points;
	*ret_count = count;
	return points_sort(scheme, points, count, arena);
}

static size_t
limits_count(const struct osv_range *range)
{
	size_t count = 0;

	for (size_t i = 0; i < range->events.count; i++) {
		if (is_no_limit(&range->events.items[i]))
			return SIZE_MAX;
		count += range->events.items[i].kind == OSV_LIMIT;
	}
	return count;
}

static void
close_interval(struct version_set *set, struct cut lower, struct cut upper, bool *open, struct arena *arena)
{
	struct interval interval = { .lower = lower, .upper = upper };

	if (*open)
		list_push(arena, &set->intervals, interval);
	*open = false;
}

/* False when the events have no order. */
static bool
fold_range(const struct osv_range *range, enum scheme scheme, struct arena *arena, struct version_set *set)
{
	struct cut lower = { 0 };
	struct point *points;
	size_t count, limits = limits_count(range);
	bool open = false;

	if (!events_sort(range, scheme, arena, &points, &count))
		return false;
	for (size_t i = 0; i < range->events.count; i++)
		open |= is_beginning(&range->events.items[i]);
	for (size_t i = 0; i < count; i++) {
		enum osv_event_kind kind = range->events.items[points[i].owner].kind;

		if (kind == OSV_INTRODUCED && !open) {
			lower = points[i].cut;
			open = true;
		} else if (kind == OSV_FIXED || kind == OSV_LAST_AFFECTED) {
			close_interval(set, lower, points[i].cut, &open, arena);
		} else if (kind == OSV_LIMIT && --limits == 0) {
			close_interval(set, lower, points[i].cut, &open, arena);
			return true;
		}
	}
	close_interval(set, lower, (struct cut){ 0 }, &open, arena);
	return true;
}

/* Intervals that cannot hold anything ("introduced" and "fixed" at one version) say nothing. */
static void
drop_empty(struct version_set *set, enum scheme scheme)
{
	size_t kept = 0;

	for (size_t i = 0; i < set->intervals.count; i++) {
		const struct interval *interval = &set->intervals.items[i];

		if (interval->lower.side == CUT_NONE || interval->upper.side == CUT_NONE ||
		    cut_compare(scheme, &interval->lower, &interval->upper) != ORDER_EQUAL)
			set->intervals.items[kept++] = *interval;
	}
	set->intervals.count = kept;
}

struct version_set
range_of_osv(const struct affected *affected, enum scheme scheme, struct arena *arena)
{
	struct version_set set = { .exact = affected->versions };

	for (size_t i = 0; i < affected->ranges.count; i++) {
		const struct osv_range *range = &affected->ranges.items[i];
		bool read = range->kind != OSV_GIT && scheme != SCHEME_NONE && fold_range(range, scheme, arena, &set);

		/* Commits, and versions without an order, count only through the list made from them. */
		if (!read && affected->versions.count == 0)
			set.undecided = true;
	}
	drop_empty(&set, scheme);
	return set;
}
