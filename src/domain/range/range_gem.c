/*
 * RubyGems (guides.rubygems.org/patterns, "Pessimistic Version Constraint"; Gem::Requirement):
 *
 *     range  = clause { "," clause }                                      all must hold
 *     clause = [ "=" | "!=" | ">" | "<" | ">=" | "<=" | "~>" ] version     no sign is "="
 *
 * "~> 2.1" is at least 2.1 and, its pre-release words left out, below 3: the last number drops, or stays if it is the only one,
 * and the one before it grows. 3.a is then out too, as all of the release 3 is.
 */
#include "base/vec.h"
#include "domain/range/native.h"

/* The longer sign first. */
static const struct {
	struct str      sign;
	enum comparison kind;
} signs[] = {
	{ STR_INIT("!="), NOT_EQUAL }, { STR_INIT("<="), LESS_EQUAL }, { STR_INIT(">="), GREATER_EQUAL }, { STR_INIT("~>"), PESSIMISTIC },
	{ STR_INIT("="), EQUAL },      { STR_INIT("<"), LESS },        { STR_INIT(">"), GREATER },        { STR_INIT(""), EQUAL },
};

static struct str
bumped(struct str version, struct arena *arena)
{
	struct str release = release_of(version), head, last;

	str_cut_last(release, '.', &release, &last);
	if (!str_cut_last(release, '.', &head, &last))
		return digits_next(release, arena);
	return arena_printf(arena, "%.*s.%.*s", STR_ARG(head), STR_ARG(digits_next(last, arena)));
}

/* What the clause holds, or with "!=" what it takes out. */
static struct interval
clause_interval(enum comparison kind, struct str version, struct arena *arena)
{
	if (kind == PESSIMISTIC)
		return (struct interval){ .lower = { CUT_BEFORE, version }, .upper = { CUT_BEFORE_RELEASE, bumped(version, arena) } };
	return plain_interval(kind, version);
}

static struct err *
read_clause(struct native *native, struct version_set *set)
{
	struct version_set by;
	size_t i = 0;

	native->rest = str_trim_space(native->rest);
	while (!str_take(&native->rest, signs[i].sign))
		i++;
	native_skip_space(native);
	if (!version_is_valid(native->scheme, native->rest))
		return native_refuse(native);
	by = set_of_interval(clause_interval(signs[i].kind, native->rest, native->arena), native->arena);
	if (signs[i].kind == NOT_EQUAL)
		by = range_complement(&by, native->scheme, native->arena);
	*set = range_intersect(set, &by, native->scheme, native->arena);
	return NULL;
}

struct err *
range_of_gem(struct native *native, struct version_set *ret_set)
{
	bool more;

	*ret_set = set_of_interval((struct interval){ 0 }, native->arena);
	do {
		struct native one;

		more = native_cut(native, STR(","), &one);
		TRY(read_clause(&one, ret_set));
	} while (more);
	return NULL;
}
