#include "domain/jvnprose/branches.h"

#include "base/limits.h"
#include "domain/version/version.h"

/* "8.0.11" and "8.0.11-p2" are of branch "8.0"; "10" is of branch "". */
static struct str
branch_of(struct str version)
{
	size_t len = 0;
	struct str head, tail;

	while (len < version.len && (char_is_digit(version.ptr[len]) || version.ptr[len] == '.'))
		len++;
	if (!str_cut_last(str_trim(str_sub(version, 0, len), '.'), '.', &head, &tail))
		return STR("");
	return head;
}

static struct str
numbers_of(struct str version)
{
	size_t len = 0;

	while (len < version.len && (char_is_digit(version.ptr[len]) || version.ptr[len] == '.'))
		len++;
	return str_trim(str_sub(version, 0, len), '.');
}

static bool
is_same_branch(struct str a, struct str b)
{
	a = branch_of(a);
	b = branch_of(b);
	if (a.len == 0 || b.len == 0)
		return a.len == b.len;
	return version_compare(SCHEME_GENERIC, a, b) == ORDER_EQUAL;
}

/* Do two rows speak of the same thing: editions and platforms equal or not told, a vulnerability in common? */
static bool
is_same_qualifier(struct str a, struct str b)
{
	return a.len == 0 || b.len == 0 || str_eq(a, b);
}

static bool
is_same_scope(const struct jvn_part *a, const struct jvn_part *b)
{
	if (!is_same_qualifier(a->edition, b->edition) || !is_same_qualifier(a->platform, b->platform))
		return false;
	if (a->cves.count == 0 || b->cves.count == 0)
		return true;
	for (size_t i = 0; i < a->cves.count; i++)
		if (str_is_one_of(a->cves.items[i], b->cves.items, b->cves.count))
			return true;
	return false;
}

/*
 * Takes the end of a row into account: it counts when it is of another branch than ours and below it, and the highest
 * such is kept. False when it cannot be ordered against ours.
 */
static bool
consider(struct str end, struct str ours, struct str *below)
{
	enum order order = version_compare(SCHEME_GENERIC, end, ours);

	if (order == ORDER_UNKNOWN)
		return false;
	if (order != ORDER_LESS || is_same_branch(end, ours))
		return true;
	if (below->len == 0 || version_compare(SCHEME_GENERIC, end, *below) == ORDER_GREATER)
		*below = end;
	return true;
}

static bool
consider_part(const struct jvn_part *part, struct str ours, struct str *below)
{
	for (size_t i = 0; i < part->set.intervals.count; i++) {
		struct cut upper = part->set.intervals.items[i].upper;

		if (upper.side != CUT_NONE && !consider(upper.version, ours, below))
			return false;
	}
	for (size_t i = 0; i < part->set.exact.count; i++)
		if (!consider(part->set.exact.items[i], ours, below))
			return false;
	return true;
}

/* The highest such end among the rows of our scope, or ""; false when one of them has no known order with ours. */
static bool
find_below(const struct jvn_reading *reading, const struct jvn_part *part, struct str ours, struct str *ret_below)
{
	*ret_below = STR("");
	for (size_t i = 0; i < reading->parts.count; i++)
		if (is_same_scope(part, &reading->parts.items[i]) && !consider_part(&reading->parts.items[i], ours, ret_below))
			return false;
	return true;
}

/* A branch that holds the other end too would not part them; then only the bound's own numbers are certain. */
static struct cut
branch_start(struct str ours, struct str below)
{
	struct str branch = branch_of(ours);

	if (branch.len == 0 || version_compare(SCHEME_GENERIC, below, branch) != ORDER_LESS)
		return (struct cut){ CUT_BEFORE, numbers_of(ours) };
	return (struct cut){ CUT_BEFORE, branch };
}

static bool
is_pure_upper(struct interval interval)
{
	return interval.lower.side == CUT_NONE && interval.upper.side != CUT_NONE;
}

/* What is done to one interval, kept apart until all have been looked at in their first state. */
struct limit {
	struct interval *interval;
	struct jvn_part *part;
	struct str       below;
	bool             unordered;
};
struct limit_list {
	struct limit *items;
	size_t        count, room;
};

static void
apply(const struct limit *limit, struct arena *arena)
{
	struct jvn_part *part = limit->part;

	part->set.undecided = true;
	if (part->kind == JVN_UNDECIDED)
		return;
	if (limit->unordered) {
		part->kind = JVN_UNDECIDED;
		part->between.intervals.count = 0;
		return;
	}
	limit->interval->lower = branch_start(limit->interval->upper.version, limit->below);
	list_push(arena, &part->between.intervals, ((struct interval){ .upper = limit->interval->lower }));
}

static void
clear_unordered(struct jvn_part *part)
{
	if (part->kind != JVN_UNDECIDED)
		return;
	part->set.intervals.count = 0;
	part->set.exact.count = 0;
}

static void
find_limits(struct jvn_reading *reading, struct arena *arena, struct limit_list *limits)
{
	for (size_t i = 0; i < reading->parts.count; i++) {
		struct jvn_part *part = &reading->parts.items[i];

		for (size_t j = 0; j < part->set.intervals.count; j++) {
			struct limit limit = { .interval = &part->set.intervals.items[j], .part = part };

			if (!is_pure_upper(*limit.interval))
				continue;
			limit.unordered = !find_below(reading, part, limit.interval->upper.version, &limit.below);
			if (limit.unordered || limit.below.len > 0)
				list_push(arena, limits, limit);
		}
	}
}

/* Comparisons that find_limits would make: no real product comes near the bound. */
static bool
is_too_many(const struct jvn_reading *reading)
{
	size_t uppers = 0, ends = 0;

	for (size_t i = 0; i < reading->parts.count; i++) {
		const struct version_set *set = &reading->parts.items[i].set;

		ends += set->intervals.count + set->exact.count;
		for (size_t j = 0; j < set->intervals.count; j++)
			uppers += is_pure_upper(set->intervals.items[j]);
	}
	return uppers > 0 && ends > LIMIT_JVN_PAIRS / uppers;
}

static void
give_up(struct jvn_part *part)
{
	part->kind = JVN_UNDECIDED;
	part->set.undecided = true;
	part->between.intervals.count = 0;
}

void
branches_limit(struct jvn_reading *reading, struct arena *arena)
{
	struct limit_list limits = { 0 };

	if (is_too_many(reading)) {
		for (size_t i = 0; i < reading->parts.count; i++)
			give_up(&reading->parts.items[i]);
	} else {
		find_limits(reading, arena, &limits);
	}
	for (size_t i = 0; i < limits.count; i++)
		apply(&limits.items[i], arena);
	for (size_t i = 0; i < reading->parts.count; i++)
		clear_unordered(&reading->parts.items[i]);
}
