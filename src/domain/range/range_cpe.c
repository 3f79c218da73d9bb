/*
 * NVD: a match's own start and end, or else the version and update of its criteria.
 */
#include "domain/range/range.h"

/* "update_5" and "p2" stand apart, a single letter is the version's own: 1.0.1 and f are 1.0.1f. */
static struct str
version_with_update(struct str version, struct str update, struct arena *arena)
{
	if (update.len == 0 || str_eq(update, STR("*")) || str_eq(update, STR("-")))
		return version;
	return arena_printf(arena, "%.*s%s%.*s", STR_ARG(version), update.len == 1 && char_is_alpha(update.ptr[0]) ? "" : "-",
	    STR_ARG(update));
}

static void
add_criteria(struct version_set *set, struct str version, struct str update, struct arena *arena)
{
	struct interval *interval;
	struct str prefix = version;

	if (version.len == 0 || str_eq(version, STR("*"))) {
		(void)list_add(arena, &set->intervals);
		return;
	}
	if (str_take_end(&prefix, STR(".*")) && str_find_char(prefix, '*') == SIZE_MAX &&
	    str_find_char(prefix, '?') == SIZE_MAX) {
		interval = list_add(arena, &set->intervals);
		interval->lower = (struct cut){ CUT_BEFORE, prefix };
		interval->upper = (struct cut){ CUT_AFTER_PREFIX, prefix };
		return;
	}
	if (str_eq(version, STR("-")) || str_find_char(version, '*') != SIZE_MAX || str_find_char(version, '?') != SIZE_MAX)
		set->undecided = true;
	else
		list_push(arena, &set->exact, version_with_update(version, update, arena));
}

struct version_set
range_of_cpe(struct str version, struct str update, const struct interval *interval, struct arena *arena)
{
	struct version_set set = { 0 };

	if (interval != NULL && (interval->lower.side != CUT_NONE || interval->upper.side != CUT_NONE))
		list_push(arena, &set.intervals, *interval);
	else
		add_criteria(&set, version, update, arena);
	return set;
}
