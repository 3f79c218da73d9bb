/*
 * Which syntax a scheme's ranges are written in, and what readers do alike.
 */
#include "base/limits.h"
#include "base/vec.h"
#include "domain/range/native.h"

static const struct {
	native_read_fn *read;
	const char     *message;
} syntaxes[SCHEME_COUNT] = {
	[SCHEME_SEMVER] = { range_of_npm, M("The npm range \"{range}\" cannot be read at character {at}: write >=1.2.3 <2.0.0, ^1.2, ~1.2.3, 1.x or 1.2 - 2.0, with || between alternatives.") },
	[SCHEME_PEP440] = { range_of_pep440, M("The version specifier \"{range}\" cannot be read at character {at}: write >=1.0, <2.0, ~=1.4.2, ==1.0.* or !=1.5, with commas between them.") },
	[SCHEME_MAVEN] = { range_of_maven, M("The Maven range \"{range}\" cannot be read at character {at}: write [1.0,2.0), (,1.0], [1.0] or several of these from the lowest on, with commas between them.") },
	[SCHEME_GEM] = { range_of_gem, M("The RubyGems requirement \"{range}\" cannot be read at character {at}: write >= 1.0, < 2.0, ~> 1.4, = 1.0 or != 1.5, with commas between them.") },
	[SCHEME_NUGET] = { range_of_nuget, M("The NuGet range \"{range}\" cannot be read at character {at}: write 1.0, [1.0,2.0), (,1.0], [1.0], 1.* or 1.0.0-*.") },
	[SCHEME_CARGO] = { range_of_cargo, M("The Cargo requirement \"{range}\" cannot be read at character {at}: write 1.2, ^1.2.3, ~1.2, 1.* or >=1.2, with commas between them.") },
	[SCHEME_PUB] = { range_of_pub, M("The Pub constraint \"{range}\" cannot be read at character {at}: write ^1.2.3, any or >=1.2.3 <2.0.0.") },
	[SCHEME_COMPOSER] = { range_of_composer, M("The Composer constraint \"{range}\" cannot be read at character {at}: write >=1.0 <2.0, ^1.2, ~1.2.3, 1.0.* or 1.0 - 2.0, with || between alternatives.") },
};

static const char plain_message[] = M("The range \"{range}\" cannot be read at character {at}: write >=1.0,<2.0 or =1.0, with | between alternatives.");

/* In characters, not bytes, as a person counts them. */
struct err *
native_refuse(const struct native *native)
{
	size_t at = 1;

	for (const char *c = native->text.ptr; c < native->rest.ptr; c++)
		at += ((unsigned char)*c & 0xc0) != 0x80;
	return err_new(native->arena, ERR_FORMAT, native->message, ARG("range", native->text), ARG_N("at", at));
}

void
native_skip_space(struct native *native)
{
	while (native->rest.len > 0 && char_is_space(native->rest.ptr[0]))
		native->rest = str_from(native->rest, 1);
}

struct interval
plain_interval(enum comparison comparison, struct str version)
{
	static const struct {
		enum side lower, upper;
	} sides[] = {
		[EQUAL] = { CUT_BEFORE, CUT_AFTER },  [NOT_EQUAL] = { CUT_BEFORE, CUT_AFTER }, [LESS] = { CUT_NONE, CUT_BEFORE },
		[LESS_EQUAL] = { CUT_NONE, CUT_AFTER }, [GREATER] = { CUT_AFTER, CUT_NONE },   [GREATER_EQUAL] = { CUT_BEFORE, CUT_NONE },
	};
	struct interval interval = { .lower.side = sides[comparison].lower, .upper.side = sides[comparison].upper };

	if (interval.lower.side != CUT_NONE)
		interval.lower.version = version;
	if (interval.upper.side != CUT_NONE)
		interval.upper.version = version;
	return interval;
}

struct err *
native_read_all(struct native *native, native_constraint_fn *read, struct version_set *ret_set)
{
	native->rest = str_trim_space(native->rest);
	*ret_set = set_of_interval((struct interval){ 0 }, native->arena);
	do {
		TRY(read(native, ret_set));
		native_skip_space(native);
		if (str_take(&native->rest, STR(",")))
			native_skip_space(native);
		else if (native->rest.len == 0)
			return NULL;
	} while (true);
}

bool
native_cut(struct native *native, struct str separator, struct native *ret_piece)
{
	size_t at = str_find(native->rest, separator);

	*ret_piece = *native;
	if (at == SIZE_MAX)
		return false;
	ret_piece->rest.len = at;
	native->rest = str_from(native->rest, at + separator.len);
	return true;
}

struct version_set
set_of_interval(struct interval interval, struct arena *arena)
{
	struct version_set set = { 0 };

	list_push(arena, &set.intervals, interval);
	return set;
}

/* "vers:" with another scheme's type would be read by another order than the one that is asked for. */
static struct err *
read_vers(const struct native *native, struct version_set *ret_set)
{
	enum scheme scheme;

	TRY(range_of_vers(native->text, native->arena, ret_set, &scheme));
	if (scheme != native->scheme && !str_starts(native->text, STR("vers:all/")) && !str_starts(native->text, STR("vers:none/")))
		return err_new(native->arena, ERR_FORMAT, M("The version range \"{range}\" is not one of {scheme}: name a type whose versions are of that kind."),
		    ARG("range", native->text), ARG("scheme", str_of(scheme_names.names[native->scheme])));
	return NULL;
}

/*
 * No native syntax but Composer's has a single "|", so elsewhere it says that these are VERS constraints; where Composer
 * still takes it for "or", the two would differ, and its reader refuses it.
 */
static bool
has_single_bar(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '|' && (i == 0 || text.ptr[i - 1] != '|') && (i + 1 == text.len || text.ptr[i + 1] != '|'))
			return true;
	return false;
}

struct err *
range_of_native(enum scheme scheme, struct str text, struct arena *arena, struct version_set *ret_set)
{
	struct native native = { .text = text, .rest = text, .scheme = scheme, .arena = arena };
	struct version_set set = { 0 };
	native_read_fn *read = syntaxes[scheme].read;

	if (text.len > LIMIT_RANGE_TEXT)
		return err_new(arena, ERR_LIMIT, M("The range has {count} bytes, of at most {limit}: split it."),
		    ARG_N("count", text.len), ARG_N("limit", LIMIT_RANGE_TEXT));
	native.message = read == NULL ? plain_message : syntaxes[scheme].message;
	if (str_starts_nocase(text, STR("vers:")))
		TRY(read_vers(&native, &set));
	else if (read == NULL)
		TRY(range_of_plain(&native, &set));
	else if (scheme != SCHEME_COMPOSER && has_single_bar(text))
		TRY(range_of_constraints(text, scheme, arena, &set));
	else
		TRY(read(&native, &set));
	set.text = text;
	*ret_set = set;
	return NULL;
}
