/*
 * Version specifiers (packaging.python.org/specifications/version-specifiers, formerly PEP 440):
 *
 *     range  = [ clause { "," clause } ]                            all must hold; none is everything
 *     clause = ( "==" | "!=" ) ( version | release ".*" ) | "===" text
 *            | ( "~=" | "<=" | ">=" | "<" | ">" ) version           without a local label
 *
 * This asks for a version that is there, not for the best one to install: pre-releases are members like others, as in
 * packaging's SpecifierSet.contains(version, prereleases=True). What the words "same public version", "its pre-releases" and "its
 * post-releases" call for are cuts between what can follow each other: behind 1.0 and its local labels comes 1.0.post0.dev0,
 * behind those of 1.0.post1 1.0.post2.dev0, behind 1.0a1 with its post-releases 1.0a2.dev0, and before all of 1.0 stands
 * 1.0.dev0. Only what follows 1.0.postN for all N has no name, and is CUT_AFTER_RELEASE.
 *
 * "===" compares texts and leaves undecided what it does not take out together with others.
 */
#include "base/vec.h"
#include "domain/range/native.h"

/* The longer sign first. */
static const struct {
	struct str      sign;
	enum comparison kind;
} signs[] = {
	{ STR_INIT("==="), SAME_TEXT }, { STR_INIT("=="), EQUAL },         { STR_INIT("!="), NOT_EQUAL }, { STR_INIT("~="), COMPATIBLE },
	{ STR_INIT("<="), LESS_EQUAL }, { STR_INIT(">="), GREATER_EQUAL }, { STR_INIT("<"), LESS },       { STR_INIT(">"), GREATER },
};

/* A version's parts, enough to write its neighbours. */
struct parts {
	struct str release;     /* "1!2.0"                             */
	char       pre;         /* 'a', 'b', 'c', or 0 for none        */
	struct str pre_number;  /* numbers not written are 0           */
	bool       has_post, has_dev, has_local;
	struct str post_number, dev_number;
};

struct clause {
	enum comparison kind;
	struct str      text;      /* of the version, without ".*"        */
	struct parts    parts;
	bool            prefix;    /* ".*" stands behind it               */
};

/* ------------------------------------------------------------------------------- its parts */

/* The longer spelling first where one begins with another. */
static const struct {
	struct str word;
	char       part;
} words[] = {
	{ STR_INIT("alpha"), 'a' },   { STR_INIT("a"), 'a' },   { STR_INIT("beta"), 'b' }, { STR_INIT("b"), 'b' },
	{ STR_INIT("preview"), 'c' }, { STR_INIT("pre"), 'c' }, { STR_INIT("post"), 'p' }, { STR_INIT("rc"), 'c' },
	{ STR_INIT("c"), 'c' },       { STR_INIT("rev"), 'p' }, { STR_INIT("r"), 'p' },    { STR_INIT("dev"), 'd' },
};

static void
skip_separator(struct str *rest)
{
	if (rest->len > 0 && str_find_char(STR("-_."), rest->ptr[0]) != SIZE_MAX)
		*rest = str_from(*rest, 1);
}

static struct str
take_number(struct str *rest)
{
	size_t len = 0;

	while (len < rest->len && char_is_digit(rest->ptr[len]))
		len++;
	*rest = str_from(*rest, len);
	return len == 0 ? STR("0") : (struct str){ rest->ptr - len, len };
}

/* The next word's part and its number; "-1" is a post-release. The version is known to be valid. */
static char
take_part(struct str *rest, struct str *ret_number)
{
	char part = 'p';
	struct str word;

	skip_separator(rest);
	word = *rest;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_take_nocase(rest, words[i].word)) {
			part = words[i].part;
			break;
		}
	if (rest->len < word.len)
		skip_separator(rest);
	*ret_number = take_number(rest);
	return part;
}

static void
parts_read(struct str version, struct parts *parts)
{
	struct str rest, local;

	*parts = (struct parts){ .release = release_of(version) };
	parts->has_local = str_cut(version, '+', &version, &local);
	rest = str_from(version, (size_t)(parts->release.ptr + parts->release.len - version.ptr));
	while (rest.len > 0) {
		struct str number;
		char part = take_part(&rest, &number);

		if (part == 'p') {
			parts->has_post = true;
			parts->post_number = number;
		} else if (part == 'd') {
			parts->has_dev = true;
			parts->dev_number = number;
		} else {
			parts->pre = part;
			parts->pre_number = number;
		}
	}
}

/* A dev release: every neighbour is one. */
static struct str
parts_text(const struct parts *parts, struct arena *arena)
{
	struct str text = parts->release;

	if (parts->pre != 0)
		text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(text), parts->pre == 'c' ? "rc" : parts->pre == 'b' ? "b" : "a",
		    STR_ARG(parts->pre_number));
	if (parts->has_post)
		text = arena_printf(arena, "%.*s.post%.*s", STR_ARG(text), STR_ARG(parts->post_number));
	return arena_printf(arena, "%.*s.dev%.*s", STR_ARG(text), STR_ARG(parts->dev_number));
}

static void
parts_begin_dev(struct parts *parts)
{
	parts->has_dev = true;
	parts->dev_number = STR("0");
}

/* ------------------------------------------------------------------------------ neighbours */

/* What follows a version and its local labels: 1.0.post0.dev0 follows 1.0. */
static struct cut
behind_labels(struct parts parts, struct arena *arena)
{
	if (parts.has_dev) {
		parts.dev_number = digits_next(parts.dev_number, arena);
	} else {
		parts.post_number = parts.has_post ? digits_next(parts.post_number, arena) : STR("0");
		parts.has_post = true;
		parts_begin_dev(&parts);
	}
	return (struct cut){ CUT_BEFORE, parts_text(&parts, arena) };
}

/* What follows a version and its post-releases, unless it is one itself. */
static struct cut
behind_posts(struct parts parts, struct arena *arena)
{
	if (parts.has_dev || parts.has_post)
		return behind_labels(parts, arena);
	if (parts.pre == 0)
		return (struct cut){ CUT_AFTER_RELEASE, parts.release };
	parts.pre_number = digits_next(parts.pre_number, arena);
	parts_begin_dev(&parts);
	return (struct cut){ CUT_BEFORE, parts_text(&parts, arena) };
}

/* Before a version and, unless it is one itself, its pre-releases. */
static struct cut
before_prereleases(const struct clause *clause, struct arena *arena)
{
	struct parts parts = clause->parts;

	if (parts.pre != 0 || parts.has_dev)
		return (struct cut){ CUT_BEFORE, clause->text };
	parts_begin_dev(&parts);
	return (struct cut){ CUT_BEFORE, parts_text(&parts, arena) };
}

/* All that begins with the release: 1.2.dev0 to 1.3.dev0. */
static struct interval
prefix_interval(struct str release, struct arena *arena)
{
	size_t at = release.len;
	struct str next;

	while (at > 0 && char_is_digit(release.ptr[at - 1]))
		at--;
	next = digits_next(str_from(release, at), arena);
	return (struct interval){
		.lower = { CUT_BEFORE, arena_printf(arena, "%.*s.dev0", STR_ARG(release)) },
		.upper = { CUT_BEFORE, arena_printf(arena, "%.*s%.*s.dev0", (int)at, release.ptr, STR_ARG(next)) },
	};
}

/* ---------------------------------------------------------------------------------- clauses */

/* What the clause holds, or with "!=" what it takes out. */
static struct interval
clause_interval(const struct clause *clause, struct arena *arena)
{
	struct interval interval = { .lower = { CUT_BEFORE, clause->text } };
	struct str head, last;

	if (clause->prefix)
		return prefix_interval(clause->parts.release, arena);
	switch (clause->kind) {
	case COMPATIBLE:
		str_cut_last(clause->parts.release, '.', &head, &last);
		interval.upper = prefix_interval(head, arena).upper;
		break;
	case LESS:
		return (struct interval){ .upper = before_prereleases(clause, arena) };
	case LESS_EQUAL:
		return (struct interval){ .upper = behind_labels(clause->parts, arena) };
	case GREATER:
		return (struct interval){ .lower = behind_posts(clause->parts, arena) };
	case GREATER_EQUAL:
		break;
	default:
		interval.upper = clause->parts.has_local ? (struct cut){ CUT_AFTER, clause->text } : behind_labels(clause->parts, arena);
	}
	return interval;
}

static bool
clause_is_well_made(const struct clause *clause)
{
	const struct parts *parts = &clause->parts;

	if (parts->has_local && clause->kind != EQUAL && clause->kind != NOT_EQUAL)
		return false;
	if (clause->prefix && ((clause->kind != EQUAL && clause->kind != NOT_EQUAL) || parts->pre != 0 || parts->has_post ||
	    parts->has_dev || parts->has_local))
		return false;
	return clause->kind != COMPATIBLE || str_find_char(parts->release, '.') != SIZE_MAX;
}

static struct err *
read_clause(struct native *native, struct clause *clause)
{
	size_t i = 0;

	while (i < ARRAY_LEN(signs) && !str_take(&native->rest, signs[i].sign))
		i++;
	if (i == ARRAY_LEN(signs))
		return native_refuse(native);
	native->rest = str_trim_space(native->rest);
	*clause = (struct clause){ .kind = signs[i].kind, .text = native->rest };
	if (clause->kind == SAME_TEXT)
		return NULL;
	clause->prefix = str_take_end(&clause->text, STR(".*"));
	if (!version_is_valid(native->scheme, clause->text) || char_is_space(clause->text.ptr[clause->text.len - 1]))
		return native_refuse(native);
	parts_read(clause->text, &clause->parts);
	return clause_is_well_made(clause) ? NULL : native_refuse(native);
}

static void
narrow(struct version_set *set, const struct clause *clause, const struct native *native)
{
	struct version_set by = { 0 };

	if (clause->kind == SAME_TEXT) {
		by.undecided = true;
	} else {
		by = set_of_interval(clause_interval(clause, native->arena), native->arena);
		if (clause->kind == NOT_EQUAL)
			by = range_complement(&by, native->scheme, native->arena);
	}
	*set = range_intersect(set, &by, native->scheme, native->arena);
}

struct err *
range_of_pep440(struct native *native, struct version_set *ret_set)
{
	bool more;

	*ret_set = set_of_interval((struct interval){ 0 }, native->arena);
	do {
		struct clause clause;
		struct native one;

		more = native_cut(native, STR(","), &one);
		one.rest = str_trim_space(one.rest);
		if (one.rest.len == 0)
			continue;
		TRY(read_clause(&one, &clause));
		narrow(ret_set, &clause, native);
	} while (more);
	return NULL;
}
