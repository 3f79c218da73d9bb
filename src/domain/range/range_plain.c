/*
 * Ranges of schemes that have no syntax of their own:
 *
 *     range = and { "|" and } | "all" | "none"
 *     and   = bound { [ "," ] bound }
 *     bound = ( ">=" | ">" | "<=" | "<" | "=" | "!=" ) version [ ".*" ]
 *
 * which is what range_format prints (but for "?"), and what people write: ">= 1.0, < 2.0", ">=1.0 <2.0". With ".*" all that begins
 * with the version is meant. A text with "|" and without "," is one of VERS constraints: "=1.0|>=2.0|<3.0"; so is a version alone.
 */
#include "base/vec.h"
#include "domain/range/native.h"

/* The longer sign first. With "!=" the interval is what is taken out. */
static const struct {
	struct str sign;
	enum side  lower, upper, upper_of_prefix;
} signs[] = {
	{ STR_INIT(">="), CUT_BEFORE, CUT_NONE, CUT_NONE }, { STR_INIT("<="), CUT_NONE, CUT_AFTER, CUT_AFTER_PREFIX },
	{ STR_INIT("!="), CUT_BEFORE, CUT_AFTER, CUT_AFTER_PREFIX }, { STR_INIT("="), CUT_BEFORE, CUT_AFTER, CUT_AFTER_PREFIX },
	{ STR_INIT(">"), CUT_AFTER, CUT_NONE, CUT_NONE },   { STR_INIT("<"), CUT_NONE, CUT_BEFORE, CUT_BEFORE },
};

static struct err *
read_bound(struct native *native, struct version_set *set)
{
	struct native ahead = *native;
	struct interval interval = { 0 };
	struct version_set by;
	struct str version;
	size_t i = 0, len = 0;
	bool prefix;

	while (i < ARRAY_LEN(signs) && !str_take(&ahead.rest, signs[i].sign))
		i++;
	if (i == ARRAY_LEN(signs))
		return native_refuse(native);
	native_skip_space(&ahead);
	while (len < ahead.rest.len && !char_is_space(ahead.rest.ptr[len]) && str_find_char(STR(",|<>=!"), ahead.rest.ptr[len]) == SIZE_MAX)
		len++;
	version = str_sub(ahead.rest, 0, len);
	prefix = str_take_end(&version, STR(".*"));
	if (!version_is_valid(native->scheme, version))
		return native_refuse(&ahead);
	if (signs[i].lower != CUT_NONE)
		interval.lower = (struct cut){ prefix && signs[i].lower == CUT_AFTER ? CUT_AFTER_PREFIX : signs[i].lower, version };
	if (signs[i].upper != CUT_NONE)
		interval.upper = (struct cut){ prefix ? signs[i].upper_of_prefix : signs[i].upper, version };
	by = set_of_interval(interval, native->arena);
	if (str_eq(signs[i].sign, STR("!=")))
		by = range_complement(&by, native->scheme, native->arena);
	*set = range_intersect(set, &by, native->scheme, native->arena);
	native->rest = str_from(ahead.rest, len);
	return NULL;
}

/* Without a sign, or with bars and no commas. */
static bool
is_vers(struct str text)
{
	if (str_find_char(text, '|') != SIZE_MAX)
		return str_find_char(text, ',') == SIZE_MAX;
	return text.len == 0 || str_find_char(STR("<>=!"), text.ptr[0]) == SIZE_MAX;
}

struct err *
range_of_plain(struct native *native, struct version_set *ret_set)
{
	bool more;

	native->rest = str_trim_space(native->rest);
	if (str_eq(native->rest, STR("all"))) {
		*ret_set = set_of_interval((struct interval){ 0 }, native->arena);
		return NULL;
	}
	if (str_eq(native->rest, STR("none")))
		return NULL;
	if (is_vers(native->rest))
		return range_of_constraints(native->rest, native->scheme, native->arena, ret_set);
	do {
		struct version_set alternative;
		struct native one;

		more = native_cut(native, STR("|"), &one);
		TRY(native_read_all(&one, read_bound, &alternative));
		*ret_set = range_unite(ret_set, &alternative, native->arena);
	} while (more);
	return NULL;
}
