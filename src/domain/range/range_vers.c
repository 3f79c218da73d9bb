/*
 * VERS (package-url/vers-spec): "vers:" type "/" constraint { "|" constraint }, read strictly.
 *
 * Sorted by version, every version stands once. Without "=" and "!=" the comparators take turns between
 * those that open (>, >=) and those that close (<, <=); without "!=" an "=" is never followed by one that
 * closes. The comparators must stand in order as written; where "=" and "!=" stand does not change what is
 * meant, and vers-spec's own tests put them anywhere, so their place is free.
 */
#include "base/map.h"
#include "domain/range/native.h"
#include "domain/range/paint.h"

/* The longer sign first; "=" is left out in the canonical form and so is no sign. */
static const struct {
	struct str      sign;
	enum comparison comparator;
} signs[] = {
	{ STR_INIT("!="), NOT_EQUAL }, { STR_INIT("<="), LESS_EQUAL }, { STR_INIT(">="), GREATER_EQUAL },
	{ STR_INIT("<"), LESS },    { STR_INIT(">"), GREATER },     { STR_INIT(""), EQUAL },
};

struct constraint {
	enum comparison comparator;
	struct str      version;
};

struct vers {
	struct str text;      /* all of it, for messages */
	struct str type;
	bool       bare;      /* without "vers:" and type, where "=" is a sign too, as people write and range_format prints */
	LIST(struct constraint) constraints;
};

static bool
closes(enum comparison comparator)
{
	return comparator == LESS || comparator == LESS_EQUAL;
}

static bool
is_pair(enum comparison comparator)
{
	return comparator != EQUAL && comparator != NOT_EQUAL;
}

/* ----------------------------------------------------------------------------------- reading */

/* Undoes percent-encoding once; false when it is broken or a character that needs it stands bare. */
static bool
version_decode(struct str raw, struct arena *arena, struct str *ret_version)
{
	char *out = arena_alloc(arena, raw.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];

		if ((unsigned char)c <= ' ' || str_find_char(STR("<>=!*|\x7f"), c) != SIZE_MAX)
			return false;
		if (c == '%') {
			int high = i + 2 < raw.len ? char_hex(raw.ptr[i + 1]) : -1;
			int low = i + 2 < raw.len ? char_hex(raw.ptr[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		out[len++] = c;
	}
	*ret_version = (struct str){ out, len };
	return len > 0 && str_is_text(*ret_version);
}

/* A time says T and Z in capitals. */
static bool
has_lower_case(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (char_is_lower(text.ptr[i]))
			return true;
	return false;
}

static struct err *
read_constraint(struct vers *vers, struct str raw, struct arena *arena)
{
	struct constraint constraint = { 0 };
	struct str rest = raw;
	size_t i = 0;

	if (raw.len == 0)
		return err_new(arena, ERR_FORMAT, M("The version range \"{range}\" has an empty constraint: take out the \"|\" too many."),
		    ARG("range", vers->text));
	while (!str_take(&rest, signs[i].sign))
		i++;
	constraint.comparator = signs[i].comparator;
	if (vers->bare && constraint.comparator == EQUAL)
		(void)str_take(&rest, STR("="));
	if (!version_decode(rest, arena, &constraint.version) ||
	    (str_eq(vers->type, STR("datetime")) && has_lower_case(constraint.version)))
		return err_new(arena, ERR_FORMAT, M("The constraint \"{constraint}\" of the version range \"{range}\" is not one of VERS: write one of < <= > >= != or nothing, and a version without spaces and with special characters as %XX."),
		    ARG("constraint", raw), ARG("range", vers->text));
	list_push(arena, &vers->constraints, constraint);
	return NULL;
}

static bool
is_type(struct str type)
{
	for (size_t i = 0; i < type.len; i++)
		if (!char_is_lower(type.ptr[i]) && !char_is_digit(type.ptr[i]) && type.ptr[i] != '.' && type.ptr[i] != '-')
			return false;
	return type.len > 0 && char_is_lower(type.ptr[0]);
}

/* ---------------------------------------------------------------------------------- checking */

static struct err *
no_vers(const struct vers *vers, struct arena *arena, const char *message)
{
	return err_new(arena, ERR_FORMAT, message, ARG("range", vers->text));
}

/* The same text twice, where versions have no order that would tell. */
static bool
has_same_text(const struct vers *vers, struct arena *arena)
{
	struct map seen = { 0 };

	for (size_t i = 0; i < vers->constraints.count; i++)
		if ((*map_put(arena, &seen, vers->constraints.items[i].version))++ > 0)
			return true;
	return false;
}

/* In order of versions: each once, and comparators taking turns. */
static struct err *
check_sorted(const struct vers *vers, enum scheme scheme, const struct point *points, struct arena *arena)
{
	const struct constraint *pair = NULL, *last = NULL;

	for (size_t i = 0; i < vers->constraints.count; i++) {
		const struct constraint *constraint = &vers->constraints.items[points[i].owner];

		if (i > 0 && version_compare(scheme, points[i - 1].cut.version, constraint->version) == ORDER_EQUAL)
			return no_vers(vers, arena, M("The version range \"{range}\" names a version twice: name each once."));
		if (constraint->comparator == NOT_EQUAL)
			continue;
		if (is_pair(constraint->comparator)) {
			if (pair != NULL && closes(pair->comparator) == closes(constraint->comparator))
				return no_vers(vers, arena, M("In the version range \"{range}\" two bounds of one kind follow each other: write a lower and an upper bound in turn."));
			pair = constraint;
		}
		if (last != NULL && last->comparator == EQUAL && closes(constraint->comparator))
			return no_vers(vers, arena, M("The version range \"{range}\" names a version that lies within its bounds already: leave it out."));
		last = constraint;
	}
	return NULL;
}

/* As written, comparators go upwards. */
static struct err *
check_written(const struct vers *vers, enum scheme scheme, struct arena *arena)
{
	const struct constraint *last = NULL;

	for (size_t i = 0; i < vers->constraints.count; i++) {
		const struct constraint *constraint = &vers->constraints.items[i];

		if (!is_pair(constraint->comparator))
			continue;
		if (last != NULL && version_compare(scheme, last->version, constraint->version) != ORDER_LESS)
			return no_vers(vers, arena, M("The bounds of the version range \"{range}\" are not in order: write them from the lowest version to the highest."));
		last = constraint;
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------- the set */

static struct cut
constraint_cut(const struct constraint *constraint)
{
	bool before = constraint->comparator == LESS || constraint->comparator == GREATER_EQUAL;

	return (struct cut){ before ? CUT_BEFORE : CUT_AFTER, constraint->version };
}

static void
add_stroke(struct strokes *strokes, struct interval over, enum affected_status status, struct arena *arena)
{
	struct stroke stroke = { .over = over, .status = status };

	list_push(arena, &strokes->list, stroke);
}

/* Without an order only what is named can be told. */
static void
set_make_unordered(const struct vers *vers, struct arena *arena, struct version_set *set)
{
	for (size_t i = 0; i < vers->constraints.count; i++) {
		if (vers->constraints.items[i].comparator == EQUAL)
			list_push(arena, &set->exact, vers->constraints.items[i].version);
		else
			set->undecided = true;
	}
}

/* What "!=" takes out comes first; then the rest. Only "!=": everything else is in. False when there is no order. */
static bool
set_make(const struct vers *vers, enum scheme scheme, struct arena *arena, struct version_set *set)
{
	struct strokes strokes = { 0 };
	struct interval open = { 0 };
	bool is_open = false, only_not = true;

	for (size_t i = 0; i < vers->constraints.count; i++)
		if (vers->constraints.items[i].comparator == NOT_EQUAL)
			add_stroke(&strokes, interval_of_version(vers->constraints.items[i].version), AFFECTED_NO, arena);
	for (size_t i = 0; i < vers->constraints.count; i++) {
		const struct constraint *constraint = &vers->constraints.items[i];

		only_not &= constraint->comparator == NOT_EQUAL;
		if (constraint->comparator == EQUAL) {
			add_stroke(&strokes, interval_of_version(constraint->version), AFFECTED_YES, arena);
		} else if (closes(constraint->comparator)) {
			open.upper = constraint_cut(constraint);
			add_stroke(&strokes, open, AFFECTED_YES, arena);
			open = (struct interval){ 0 };
			is_open = false;
		} else if (is_pair(constraint->comparator)) {
			open.lower = constraint_cut(constraint);
			is_open = true;
		}
	}
	if (is_open)
		add_stroke(&strokes, open, AFFECTED_YES, arena);
	return strokes_paint(strokes.list.items, strokes.list.count, only_not ? AFFECTED_YES : AFFECTED_NO, scheme, arena, set);
}

static struct err *
constraints_read(struct vers *vers, struct str rest, enum scheme scheme, struct arena *arena, struct version_set *set)
{
	struct point *points;
	struct str raw;
	bool ordered;

	while (str_split(&rest, '|', &raw))
		TRY(read_constraint(vers, raw, arena));
	points = ARENA_ARRAY(arena, struct point, vers->constraints.count + 1);
	for (size_t i = 0; i < vers->constraints.count; i++)
		points[i] = (struct point){ { CUT_BEFORE, vers->constraints.items[i].version }, i };
	if (has_same_text(vers, arena))
		return no_vers(vers, arena, M("The version range \"{range}\" names a version twice: name each once."));
	ordered = points_sort(scheme, points, vers->constraints.count, arena);
	if (ordered) {
		TRY(check_sorted(vers, scheme, points, arena));
		TRY(check_written(vers, scheme, arena));
		ordered = set_make(vers, scheme, arena, set);
	}
	if (!ordered)
		set_make_unordered(vers, arena, set);
	return NULL;
}

/* All that stands behind the type; it may be "*". */
static struct err *
range_read(struct vers *vers, struct str rest, enum scheme scheme, struct arena *arena, struct version_set *set)
{
	bool nothing = str_eq(vers->type, STR("none"));

	if (rest.len == 0)
		return no_vers(vers, arena, M("The version range \"{range}\" has no constraints: write \"*\" for all versions."));
	if (str_eq(rest, STR("*"))) {
		if (!nothing)
			(void)list_add(arena, &set->intervals);
		return NULL;
	}
	if (nothing || str_eq(vers->type, STR("all")))
		return no_vers(vers, arena, M("The version range \"{range}\" is of a type that takes \"*\" alone: take out the rest."));
	return constraints_read(vers, rest, scheme, arena, set);
}

struct err *
range_of_vers(struct str text, struct arena *arena, struct version_set *ret_set, enum scheme *ret_scheme)
{
	struct vers vers = { .text = text, .type = STR("generic") };
	struct version_set set = { .text = text };
	struct str rest = text;
	enum scheme scheme;

	if (str_starts_nocase(rest, STR("vers:")) &&
	    (!str_take(&rest, STR("vers:")) || !str_cut(rest, '/', &vers.type, &rest) || !is_type(vers.type)))
		return no_vers(&vers, arena, M("The version range \"{range}\" does not begin with \"vers:\", a type in lower case and \"/\"."));
	scheme = scheme_of_purl_type(vers.type);
	TRY(range_read(&vers, rest, scheme, arena, &set));
	*ret_scheme = scheme;
	*ret_set = set;
	return NULL;
}

struct err *
range_of_constraints(struct str text, enum scheme scheme, struct arena *arena, struct version_set *ret_set)
{
	struct vers vers = { .text = text, .bare = true };
	struct version_set set = { .text = text };

	TRY(range_read(&vers, text, scheme, arena, &set));
	for (size_t i = 0; i < vers.constraints.count; i++)
		if (!version_is_valid(scheme, vers.constraints.items[i].version))
			return err_new(arena, ERR_FORMAT, M("In the version range \"{range}\", \"{version}\" is no version of {scheme}."),
			    ARG("range", text), ARG("version", vers.constraints.items[i].version), ARG("scheme", str_of(scheme_names.names[scheme])));
	*ret_set = set;
	return NULL;
}
