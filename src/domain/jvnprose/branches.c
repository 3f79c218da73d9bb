#include "domain/jvnprose/branches.h"

#include "base/limits.h"
#include "domain/jvnprose/shapes.h"
#include "domain/range/range.h"

static bool
is_same_branch(struct str a, struct str b)
{
	a = shape_branch(a);
	b = shape_branch(b);
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

	/* Of "V01L07" and its kin no branch is known. */
	if (order == ORDER_UNKNOWN || (order != ORDER_EQUAL && !(char_is_digit(end.ptr[0]) && char_is_digit(ours.ptr[0]))))
		return false;
	if (order != ORDER_LESS || is_same_branch(end, ours))
		return true;
	if (below->len == 0 || version_compare(SCHEME_GENERIC, end, *below) == ORDER_GREATER)
		*below = end;
	return true;
}

/* An interval without an upper end that begins at or below ours would make it every version: nobody means that. */
static bool
consider_interval(const struct interval *interval, struct str ours, struct str *below)
{
	if (interval->upper.side != CUT_NONE)
		return consider(interval->upper.version, ours, below);
	return interval->lower.side == CUT_NONE || version_compare(SCHEME_GENERIC, interval->lower.version, ours) == ORDER_GREATER;
}

static bool
consider_part(const struct jvn_part *part, struct str ours, struct str *below)
{
	for (size_t i = 0; i < part->set.intervals.count; i++)
		if (!consider_interval(&part->set.intervals.items[i], ours, below))
			return false;
	for (size_t i = 0; i < part->set.exact.count; i++)
		if (!consider(part->set.exact.items[i], ours, below))
			return false;
	return true;
}

/*
 * The highest such end among the rows of our scope, or ""; false when one of them has no known order with ours. *ret_open
 * is whether one of them is not readable, and may end below ours for all we know.
 */
static bool
find_below(const struct jvn_reading *reading, const struct jvn_part *part, struct str ours, struct str *ret_below, bool *ret_open)
{
	*ret_below = STR("");
	for (size_t i = 0; i < reading->parts.count; i++) {
		const struct jvn_part *other = &reading->parts.items[i];

		if (!is_same_scope(part, other))
			continue;
		*ret_open = *ret_open || other->kind == JVN_UNDECIDED;
		if (!consider_part(other, ours, ret_below))
			return false;
	}
	return true;
}

/* A branch that holds the other end too would not part them; then only the bound's own numbers are certain. */
static struct cut
branch_start(struct str ours, struct str below)
{
	struct str branch = shape_branch(ours);

	if (branch.len == 0 || (below.len > 0 && version_compare(SCHEME_GENERIC, below, branch) != ORDER_LESS))
		return (struct cut){ CUT_BEFORE, shape_numbers(ours) };
	return (struct cut){ CUT_BEFORE, branch };
}

static bool
is_pure_upper(const struct interval *interval)
{
	return interval->lower.side == CUT_NONE && interval->upper.side != CUT_NONE;
}

static bool
is_pure_lower(const struct interval *interval)
{
	return interval->lower.side != CUT_NONE && interval->upper.side == CUT_NONE;
}

/* 「2.0 以降」 beside 「3.0 以前」: is there a row of our scope that ends where we have begun already? */
static bool
meets_upper(const struct jvn_reading *reading, const struct jvn_part *part, struct str lower)
{
	for (size_t i = 0; i < reading->parts.count; i++) {
		const struct jvn_part *other = &reading->parts.items[i];

		for (size_t j = 0; is_same_scope(part, other) && j < other->set.intervals.count; j++)
			if (is_pure_upper(&other->set.intervals.items[j]) &&
			    version_compare(SCHEME_GENERIC, lower, other->set.intervals.items[j].upper.version) != ORDER_GREATER)
				return true;
	}
	return false;
}

/* What is done to one interval, kept apart until all have been looked at in their first state. */
struct limit {
	struct interval *interval;
	struct jvn_part *part;
	struct str       below;       /* another row ends here                                    */
	bool             open;        /* a row that cannot be read may end anywhere below         */
	bool             unordered;   /* it is not known how this row stands to another           */
	struct cut       start;       /* of its branch                                            */
};
struct limits { LIST(struct limit) list; };

static void
give_up(struct jvn_part *part)
{
	part->kind = JVN_UNDECIDED;
	part->set.undecided = true;
	part->set.intervals.count = 0;
	part->set.exact.count = 0;
	part->between.intervals.count = 0;
}

/* Gives the interval its lower end, or the part up. */
static void
apply(struct limit *limit)
{
	if (limit->unordered)
		give_up(limit->part);
	if (limit->part->kind == JVN_UNDECIDED)
		return;
	limit->start = branch_start(limit->interval->upper.version, limit->below);
	if (limit->below.len > 0)
		limit->interval->lower = limit->start;
}

/*
 * What lies below the branches and in none of the part's own intervals is in doubt, as far as these can be told apart; and, where another
 * row is open, what is below the branch even if the part holds it. Takes the limits of one part off the front.
 */
static void
doubt(struct limits *limits, struct arena *arena)
{
	struct jvn_part *part = limits->list.items[0].part;
	struct version_set doubts = { 0 };

	for (; limits->list.count > 0 && limits->list.items[0].part == part; limits->list.items++, limits->list.count--) {
		const struct limit *limit = &limits->list.items[0];

		if (part->kind != JVN_UNDECIDED)
			list_push(arena, limit->below.len > 0 ? &doubts.intervals : &part->between.intervals,
			    ((struct interval){ .upper = limit->start }));
	}
	(void)range_simplify(&doubts, &part->set, SCHEME_GENERIC, arena, &doubts);
	for (size_t i = 0; i < doubts.intervals.count; i++)
		list_push(arena, &part->between.intervals, doubts.intervals.items[i]);
	part->set.undecided = true;
}

static void
find_limit(const struct jvn_reading *reading, struct jvn_part *part, struct interval *interval, struct arena *arena, struct limits *limits)
{
	struct limit limit = { .interval = interval, .part = part };

	if (is_pure_upper(interval))
		limit.unordered = !find_below(reading, part, interval->upper.version, &limit.below, &limit.open);
	else if (is_pure_lower(interval))
		limit.unordered = meets_upper(reading, part, interval->lower.version);
	if (limit.unordered || limit.open || limit.below.len > 0)
		list_push(arena, &limits->list, limit);
}

static void
find_limits(struct jvn_reading *reading, struct arena *arena, struct limits *limits)
{
	for (size_t i = 0; i < reading->parts.count; i++) {
		struct jvn_part *part = &reading->parts.items[i];

		for (size_t j = 0; j < part->set.intervals.count; j++)
			find_limit(reading, part, &part->set.intervals.items[j], arena, limits);
	}
}

/* Comparisons that find_limits would make: no real product comes near the bound. */
static bool
is_too_many(const struct jvn_reading *reading)
{
	size_t rays = 0, ends = 0;

	for (size_t i = 0; i < reading->parts.count; i++) {
		const struct version_set *set = &reading->parts.items[i].set;

		ends += set->intervals.count + set->exact.count;
		for (size_t j = 0; j < set->intervals.count; j++)
			rays += is_pure_upper(&set->intervals.items[j]) || is_pure_lower(&set->intervals.items[j]);
	}
	return rays > 0 && ends > LIMIT_JVN_PAIRS / rays;
}

void
branches_limit(struct jvn_reading *reading, struct arena *arena)
{
	struct limits limits = { 0 };

	if (is_too_many(reading)) {
		for (size_t i = 0; i < reading->parts.count; i++)
			give_up(&reading->parts.items[i]);
		return;
	}
	find_limits(reading, arena, &limits);
	for (size_t i = 0; i < limits.list.count; i++)
		apply(&limits.list.items[i]);
	while (limits.list.count > 0)
		doubt(&limits, arena);
}
