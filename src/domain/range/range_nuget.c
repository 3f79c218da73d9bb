/*
 * NuGet (learn.microsoft.com/nuget/concepts/package-versioning, "Version ranges"):
 *
 *     range    = version | interval | floating                 a version alone is the least one
 *     interval = ( "[" | "(" ) [ version ] "," [ version ] ( "]" | ")" ) | "[" version "]"
 *     floating = numbers ".*" [ "-*" ] | "*" [ "-*" ] | version "-" [ labels "." ] "*"
 *
 * Square brackets take their end in. Intervals hold pre-releases as the order has them, so that (,2.0) holds 2.0-beta, as NuGet's
 * documentation warns. A floating version holds what may be chosen for it: 1.* the releases that begin with 1, 1.*-* their
 * pre-releases too, 1.0-* those of 1.0 and 1.0 itself, 1.0-beta.* of these beta.1 and the like. A label cut short (1.0-be*) cannot be
 * told as an interval and is refused.
 */
#include "base/vec.h"
#include "domain/range/native.h"

static bool
cut_read(struct str text, enum side side, enum scheme scheme, struct cut *ret_cut)
{
	*ret_cut = (struct cut){ text.len == 0 ? CUT_NONE : side, text };
	return text.len == 0 || version_is_valid(scheme, text);
}

static bool
ends_are_in_order(const struct interval *interval, enum scheme scheme)
{
	enum order order;

	if (interval->lower.side == CUT_NONE || interval->upper.side == CUT_NONE)
		return interval->lower.side != interval->upper.side;    /* "(,)" bounds nothing */
	order = version_compare(scheme, interval->lower.version, interval->upper.version);
	return order == ORDER_LESS || (order == ORDER_EQUAL && interval->lower.side == CUT_BEFORE && interval->upper.side == CUT_AFTER);
}

/* With its brackets. */
static bool
interval_read(struct str text, enum scheme scheme, struct interval *ret_interval)
{
	char open = text.ptr[0], close = text.ptr[text.len - 1];
	struct str inside = str_sub(text, 1, text.len - 2), lower, upper;
	bool two;

	if (text.len < 3 || (close != ']' && close != ')'))
		return false;
	two = str_cut(inside, ',', &lower, &upper);
	if (!two && (open != '[' || close != ']'))
		return false;
	return cut_read(str_trim_space(lower), open == '[' ? CUT_BEFORE : CUT_AFTER, scheme, &ret_interval->lower) &&
	    cut_read(str_trim_space(two ? upper : lower), close == ']' ? CUT_AFTER : CUT_BEFORE, scheme, &ret_interval->upper) &&
	    ends_are_in_order(ret_interval, scheme);
}

/* "1.2.*" and "*", with "-*" behind them where pre-releases are meant. */
static bool
branch_read(struct str text, struct arena *arena, struct interval *ret_interval)
{
	struct interval interval = { 0 };
	struct partial partial;

	interval.releases_only = !str_take_end(&text, STR("-*"));
	if (!partial_take(&text, STR("*"), PARTIAL_MOST, &partial) || text.len > 0 || partial.places != partial.count + 1)
		return false;
	if (partial.count > 0) {
		interval.lower = (struct cut){ CUT_BEFORE, partial_text(&partial, NO_BUMP, partial.places, STR("-0"), arena) };
		interval.upper = (struct cut){ CUT_BEFORE, partial_text(&partial, partial.count - 1, partial.places, STR("-0"), arena) };
	}
	*ret_interval = interval;
	return true;
}

/*
 * Behind all labels that begin with these: rc.1.* ends before rc.2, and beta.* before beta-, for a hyphen is the least that a
 * word can go on with.
 */
static struct str
labels_behind(struct str labels, struct arena *arena)
{
	size_t at = labels.len;

	while (at > 0 && char_is_digit(labels.ptr[at - 1]))
		at--;
	if (at < labels.len && (at == 0 || labels.ptr[at - 1] == '.'))
		return arena_printf(arena, "%.*s%.*s", (int)at, labels.ptr, STR_ARG(digits_next(str_from(labels, at), arena)));
	return arena_printf(arena, "%.*s-", STR_ARG(labels));
}

/* "1.0-*" and "1.0-beta.*": pre-releases of one version, and the version. */
static bool
prerelease_read(struct str text, const struct native *native, struct version_set *set)
{
	struct str version, labels, rest;
	struct interval interval = { 0 };
	struct arena *arena = native->arena;

	if (!str_take_end(&text, STR("*")) || !str_cut(text, '-', &version, &rest) || !version_is_valid(native->scheme, version) ||
	    str_find_char(version, '+') != SIZE_MAX)
		return false;
	if (rest.len == 0) {
		interval.lower = (struct cut){ CUT_BEFORE, arena_printf(arena, "%.*s-0", STR_ARG(version)) };
		interval.upper = (struct cut){ CUT_AFTER, version };
	} else {
		if (!str_take_end(&rest, STR(".")) || !labels_take(&rest, false, &labels) || rest.len > 0)
			return false;
		interval.lower = (struct cut){ CUT_BEFORE, arena_printf(arena, "%.*s-%.*s.0", STR_ARG(version), STR_ARG(labels)) };
		interval.upper = (struct cut){ CUT_BEFORE,
			arena_printf(arena, "%.*s-%.*s", STR_ARG(version), STR_ARG(labels_behind(labels, arena))) };
		list_push(arena, &set->exact, version);
	}
	list_push(arena, &set->intervals, interval);
	return true;
}

struct err *
range_of_nuget(struct native *native, struct version_set *ret_set)
{
	struct str text = native->rest = str_trim_space(native->rest);
	struct interval interval = { 0 };

	if (text.len > 0 && (text.ptr[0] == '[' || text.ptr[0] == '(')) {
		if (!interval_read(text, native->scheme, &interval))
			return native_refuse(native);
	} else if (version_is_valid(native->scheme, text)) {
		interval.lower = (struct cut){ CUT_BEFORE, text };
	} else if (!branch_read(text, native->arena, &interval)) {
		return prerelease_read(text, native, ret_set) ? NULL : native_refuse(native);
	}
	*ret_set = set_of_interval(interval, native->arena);
	return NULL;
}
