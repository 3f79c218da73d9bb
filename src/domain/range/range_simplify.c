/*
 * One set taken out of another by painting: what is taken out is painted first, and the first stroke counts.
 */
#include "domain/range/paint.h"

static bool
add_strokes(struct strokes *strokes, const struct version_set *set, enum affected_status status, struct arena *arena)
{
	for (size_t i = 0; i < set->intervals.count; i++) {
		if (set->intervals.items[i].releases_only)
			return false;
		list_push(arena, &strokes->list, ((struct stroke){ .over = set->intervals.items[i], .status = status }));
	}
	for (size_t i = 0; i < set->exact.count; i++)
		list_push(arena, &strokes->list, ((struct stroke){ .over = interval_of_version(set->exact.items[i]), .status = status }));
	return true;
}

bool
range_simplify(const struct version_set *set, const struct version_set *without, enum scheme scheme, struct arena *arena,
    struct version_set *ret_simple)
{
	struct version_set simple = { .undecided = set->undecided, .text = set->text };
	struct strokes strokes = { 0 };

	if (!add_strokes(&strokes, without, AFFECTED_NO, arena) || !add_strokes(&strokes, set, AFFECTED_YES, arena))
		return false;
	if (!strokes_paint(strokes.list.items, strokes.list.count, AFFECTED_NO, scheme, arena, &simple))
		return false;
	*ret_simple = simple;
	return true;
}
