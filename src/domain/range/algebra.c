/*
 * Sets as in a school book: both, either, neither. A set that is undecided in part stays so where the other leaves
 * it a chance, and an answer that was not known does not become known.
 */
#include "domain/range/paint.h"

struct version_set
range_unite(const struct version_set *a, const struct version_set *b, struct arena *arena)
{
	struct version_set both = { .undecided = a->undecided || b->undecided };

	for (size_t i = 0; i < a->intervals.count + b->intervals.count; i++)
		list_push(arena, &both.intervals,
		    i < a->intervals.count ? a->intervals.items[i] : b->intervals.items[i - a->intervals.count]);
	for (size_t i = 0; i < a->exact.count + b->exact.count; i++)
		list_push(arena, &both.exact, i < a->exact.count ? a->exact.items[i] : b->exact.items[i - a->exact.count]);
	return both;
}

/* The versions that a names and b holds. */
static void
keep_exact(const struct version_set *a, const struct version_set *b, enum scheme scheme, struct arena *arena,
    struct version_set *both)
{
	for (size_t i = 0; i < a->exact.count; i++) {
		enum containment in = range_contains(b, scheme, a->exact.items[i], NULL);

		if (in == RANGE_IN)
			list_push(arena, &both->exact, a->exact.items[i]);
		both->undecided |= in == RANGE_UNDECIDED;
	}
}

static bool
is_empty(const struct version_set *set)
{
	return set->intervals.count == 0 && set->exact.count == 0 && !set->undecided;
}

struct version_set
range_intersect(const struct version_set *a, const struct version_set *b, enum scheme scheme, struct arena *arena)
{
	struct version_set both = { .undecided = (a->undecided && !is_empty(b)) || (b->undecided && !is_empty(a)) };
	struct interval met;

	for (size_t i = 0; i < a->intervals.count; i++)
		for (size_t j = 0; j < b->intervals.count; j++) {
			enum meeting meeting = interval_meet(scheme, &a->intervals.items[i], &b->intervals.items[j], &met);

			if (meeting == MEETING_SOME)
				list_push(arena, &both.intervals, met);
			both.undecided |= meeting == MEETING_UNKNOWN;
		}
	keep_exact(a, b, scheme, arena, &both);
	keep_exact(b, a, scheme, arena, &both);
	return both;
}

/* Pre-releases alone make no interval, so what a releases-only interval leaves of its own span cannot be told. */
struct version_set
range_complement(const struct version_set *set, enum scheme scheme, struct arena *arena)
{
	struct version_set rest = { 0 };
	struct strokes strokes = { 0 };

	for (size_t i = 0; i < set->exact.count; i++)
		list_push(arena, &strokes.list, ((struct stroke){ .over = interval_of_version(set->exact.items[i]), .status = AFFECTED_NO }));
	for (size_t i = 0; i < set->intervals.count; i++)
		if (!set->intervals.items[i].releases_only)
			list_push(arena, &strokes.list, ((struct stroke){ .over = set->intervals.items[i], .status = AFFECTED_NO }));
	for (size_t i = 0; i < set->intervals.count; i++)
		if (set->intervals.items[i].releases_only)
			list_push(arena, &strokes.list, ((struct stroke){ .over = set->intervals.items[i], .status = AFFECTED_UNKNOWN }));
	rest.undecided = !strokes_paint(strokes.list.items, strokes.list.count, set->undecided ? AFFECTED_UNKNOWN : AFFECTED_YES,
	    scheme, arena, &rest) || rest.undecided;
	return rest;
}
