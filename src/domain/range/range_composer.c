/*
 * Composer (getcomposer.org/doc/articles/versions.md, "Writing Version Constraints"; the package composer/semver):
 *
 *     range      = and { "||" and }
 *     and        = constraint { ( " " | "," ) constraint }
 *     constraint = [ sign ] version [ "@" stability ] | ( "~" | "^" ) version | version " - " version | branch
 *     sign       = "=" | "==" | "!=" | "<>" | ">" | ">=" | "<" | "<="
 *     branch     = { number "." } "*" { ".*" }                           with "x" and "X" for "*"
 *
 * "<" and every lower end begin before the version's own dev release, so that ">=1.0" holds 1.0-alpha and "<2.0" does not hold
 * 2.0-dev; an end that names a stability itself begins there. A stability behind "@" stands in for it where there is a sign, and
 * is of no account otherwise. A single "|", which Composer still reads as "||", is refused: VERS uses it for something else. So are
 * branches by name (dev-main, 1.x-dev), which have no order, and dates.
 */
#include "base/vec.h"
#include "domain/range/native.h"

/* The longer sign first. */
static const struct {
	struct str      sign;
	enum comparison kind;
} signs[] = {
	{ STR_INIT("<>"), NOT_EQUAL }, { STR_INIT("!="), NOT_EQUAL }, { STR_INIT("<="), LESS_EQUAL }, { STR_INIT(">="), GREATER_EQUAL },
	{ STR_INIT("=="), EQUAL },     { STR_INIT("="), EQUAL },      { STR_INIT("<"), LESS },        { STR_INIT(">"), GREATER },
	{ STR_INIT("^"), CARET },      { STR_INIT("~"), TILDE },      { STR_INIT(""), EQUAL },
};

static const struct str stabilities[] = {
	STR_INIT("stable"), STR_INIT("RC"), STR_INIT("beta"), STR_INIT("alpha"), STR_INIT("dev"),
};

struct version {
	struct str     text;          /* without build metadata and stability       */
	struct partial partial;
	struct str     tail;          /* behind the numbers: "-beta1", "RC2", ""      */
	struct str     stability;     /* behind "@": "-beta"; "" also for "@stable" */
	bool           build;         /* has build metadata                         */
};

/* ---------------------------------------------------------------------------------- a version */

static struct str
take_word(struct native *native)
{
	size_t len = 0;
	struct str word;

	while (len < native->rest.len && str_find_char(STR(" ,\t|"), native->rest.ptr[len]) == SIZE_MAX)
		len++;
	word = str_sub(native->rest, 0, len);
	native->rest = str_from(native->rest, len);
	return word;
}

static bool
stability_read(struct str name, struct arena *arena, struct str *ret_tail)
{
	for (size_t i = 0; i < ARRAY_LEN(stabilities); i++)
		if (str_eq_nocase(name, stabilities[i])) {
			*ret_tail = i == 0 ? (struct str){ 0 } : arena_printf(arena, "-%.*s", STR_ARG(stabilities[i]));
			return true;
		}
	return false;
}

static bool
is_branch(const struct version *version)
{
	return version->partial.places > version->partial.count;
}

/* A version or a branch; false when it is neither. */
static bool
version_read(struct str word, enum scheme scheme, struct arena *arena, struct version *ret_version)
{
	struct version version = { 0 };
	struct str stability, build;

	if (str_cut(word, '@', &word, &stability) && !stability_read(stability, arena, &version.stability))
		return false;
	version.build = str_cut(word, '+', &word, &build);
	version.text = version.tail = word;
	(void)str_take_nocase(&version.tail, STR("v"));
	if (!partial_take(&version.tail, STR("xX*"), PARTIAL_MOST, &version.partial) || version.partial.jumbled)
		return false;
	*ret_version = version;
	if (is_branch(&version))
		return version.tail.len == 0 && !version.build;
	return version_is_valid(scheme, word) && version.partial.numbers[0].len <= 5 &&
	    (version.tail.len == 0 || char_is_alnum(version.tail.ptr[version.tail.len - 1]));
}

static struct cut
cut_at(const struct version *version, size_t bump, const char *tail, struct arena *arena)
{
	return (struct cut){ CUT_BEFORE, partial_text(&version->partial, bump, PARTIAL_MOST, str_of(tail), arena) };
}

/* Where "^", "~" and " - " begin. */
static struct cut
lower_cut(const struct version *version, struct arena *arena)
{
	return version->tail.len > 0 ? (struct cut){ CUT_BEFORE, version->text } : cut_at(version, NO_BUMP, "-dev", arena);
}

/* -------------------------------------------------------------------------------- constraints */

static struct interval
branch_interval(const struct version *version, struct arena *arena)
{
	if (version->partial.count == 0)
		return (struct interval){ 0 };
	return (struct interval){
		.lower = cut_at(version, NO_BUMP, "-dev", arena),
		.upper = cut_at(version, version->partial.count - 1, "-dev", arena),
	};
}

/* "^0.0.1.2" goes no further than the third number; "~1.2.3" drops the last one. */
static struct interval
caret_interval(enum comparison kind, const struct version *version, struct arena *arena)
{
	size_t count = version->partial.count, place = partial_significant(&version->partial);

	if (kind == TILDE)
		place = count > 1 ? count - 2 : 0;
	else if (place == 3)
		place = 2;
	return (struct interval){ .lower = lower_cut(version, arena), .upper = cut_at(version, place, "-dev", arena) };
}

/* What stands behind a sign: a stability of its own or from "@", or before its dev release where the end is to be there. */
static struct str
signed_text(enum comparison kind, const struct version *version, enum scheme scheme, struct arena *arena)
{
	struct str tail = { 0 };

	if (kind == EQUAL)
		return version->text;
	if (version->stability.len > 0 && !version_is_prerelease(scheme, version->text))
		tail = version->stability;
	else if ((kind == LESS || kind == GREATER_EQUAL) && !str_starts(version->tail, STR("-")) &&
	    !str_ends(version->tail, STR("-dev")))
		tail = STR("-dev");
	return arena_printf(arena, "%.*s%.*s", STR_ARG(version->text), STR_ARG(tail));
}

/* " - version" behind the first one; false, and nothing read, when something else is there. */
static bool
read_hyphen(struct native *native, const struct version *from, struct interval *ret_interval)
{
	struct native ahead = *native;
	struct version to;

	if (!str_take(&ahead.rest, STR(" ")))
		return false;
	native_skip_space(&ahead);
	if (!str_take(&ahead.rest, STR("- ")))
		return false;
	native_skip_space(&ahead);
	if (!version_read(take_word(&ahead), native->scheme, native->arena, &to) || is_branch(&to) || to.build || to.stability.len > 0)
		return false;
	ret_interval->lower = lower_cut(from, native->arena);
	if (to.partial.count > 2 || to.tail.len > 0)
		ret_interval->upper = (struct cut){ CUT_AFTER, to.text };
	else
		ret_interval->upper = cut_at(&to, to.partial.count - 1, "-dev", native->arena);
	native->rest = ahead.rest;
	return true;
}

/* May these stand together? Build metadata and stabilities go where Composer's own reading of them is plain. */
static bool
is_well_made(enum comparison kind, struct str sign, const struct version *version)
{
	if (is_branch(version))
		return sign.len == 0;
	return !version->build || kind == EQUAL || kind == NOT_EQUAL || kind == GREATER || kind == LESS_EQUAL;
}

static struct err *
read_constraint(struct native *native, struct version_set *set)
{
	struct native ahead = *native;
	struct interval interval = { 0 };
	struct version version;
	struct version_set by;
	enum comparison kind;
	size_t i = 0;

	while (!str_take(&ahead.rest, signs[i].sign))
		i++;
	kind = signs[i].kind;
	if (kind != CARET && kind != TILDE)
		native_skip_space(&ahead);
	if (!version_read(take_word(&ahead), native->scheme, native->arena, &version) || !is_well_made(kind, signs[i].sign, &version))
		return native_refuse(native);
	if (is_branch(&version))
		interval = branch_interval(&version, native->arena);
	else if (kind == CARET || kind == TILDE)
		interval = caret_interval(kind, &version, native->arena);
	else if (signs[i].sign.len > 0 || version.build || version.stability.len > 0 || !read_hyphen(&ahead, &version, &interval))
		interval = plain_interval(kind, signed_text(kind, &version, native->scheme, native->arena));
	by = set_of_interval(interval, native->arena);
	if (kind == NOT_EQUAL)
		by = range_complement(&by, native->scheme, native->arena);
	*set = range_intersect(set, &by, native->scheme, native->arena);
	native->rest = ahead.rest;
	return NULL;
}

struct err *
range_of_composer(struct native *native, struct version_set *ret_set)
{
	bool more;

	do {
		struct version_set alternative;
		struct native one;

		more = native_cut(native, STR("||"), &one);
		TRY(native_read_all(&one, read_constraint, &alternative));
		*ret_set = range_unite(ret_set, &alternative, native->arena);
	} while (more);
	return NULL;
}
