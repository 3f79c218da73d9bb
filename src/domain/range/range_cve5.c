/*
 * CVE 5: rows of which the first that covers a version decides, then defaultStatus (docs/versions.md of
 * CVEProject/cve-schema). A row's changes are rows before it, the last change first.
 *
 * CNAs write what they like into these fields, so a text must look like a version to be taken for one;
 * the rest is kept as the set's text and makes it undecided; so do commits. GitHub's ">= 1.0, < 1.2" and lists
 * "1.0, 1.1" are read.
 */
#include "domain/range/paint.h"

static const struct {
	struct str  type;
	enum scheme scheme;
} types[] = {
	{ STR_INIT("semver"), SCHEME_SEMVER }, { STR_INIT("npm"), SCHEME_SEMVER },     { STR_INIT("rpm"), SCHEME_RPM },
	{ STR_INIT("deb"), SCHEME_DEB },       { STR_INIT("dpkg"), SCHEME_DEB },       { STR_INIT("apk"), SCHEME_APK },
	{ STR_INIT("python"), SCHEME_PEP440 }, { STR_INIT("pep440"), SCHEME_PEP440 },  { STR_INIT("pypi"), SCHEME_PEP440 },
	{ STR_INIT("maven"), SCHEME_MAVEN },   { STR_INIT("gem"), SCHEME_GEM },        { STR_INIT("rubygems"), SCHEME_GEM },
	{ STR_INIT("nuget"), SCHEME_NUGET },   { STR_INIT("composer"), SCHEME_COMPOSER }, { STR_INIT("go"), SCHEME_GOLANG },
	{ STR_INIT("git"), SCHEME_NONE },
};

/* What stands where a row has no beginning. */
static const struct str no_starts[] = {
	STR_INIT(""), STR_INIT("0"), STR_INIT("*"), STR_INIT("-"), STR_INIT("n/a"), STR_INIT("unspecified"), STR_INIT("all"),
	STR_INIT("any"), STR_INIT("unknown"), STR_INIT("none"), STR_INIT("all versions"),
};
static const struct str everything[] = { STR_INIT("*"), STR_INIT("all"), STR_INIT("all versions"), STR_INIT("any") };

static bool
is_one_of(struct str text, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(text, words[i]))
			return true;
	return false;
}

/* "1.0.0-1.6.0" is two versions, which a single one is not to be taken for. */
static bool
is_span(struct str text)
{
	struct str from, to;
	size_t dots_from = 0, dots_to = 0;

	if (!str_cut(text, '-', &from, &to) || to.len == 0 || !char_is_digit(to.ptr[0]))
		return false;
	for (size_t i = 0; i < from.len; i++)
		dots_from += from.ptr[i] == '.';
	for (size_t i = 0; i < to.len; i++)
		dots_to += to.ptr[i] == '.';
	return dots_to > 0 && dots_from == dots_to;
}

/* One word that begins with a digit, after at most one letter (v1.0, R2.03.00), of what versions are made of. */
static bool
is_version(struct str text)
{
	struct str rest = text;

	if (rest.len > 1 && char_is_alpha(rest.ptr[0]))
		rest = str_from(rest, 1);
	if (rest.len == 0 || !char_is_digit(rest.ptr[0]) || is_span(text))
		return false;
	for (size_t i = 0; i < rest.len; i++)
		if (!char_is_alnum(rest.ptr[i]) && str_find_char(STR("._+~:^()-"), rest.ptr[i]) == SIZE_MAX)
			return false;
	return true;
}

/* "5.11.*" and "5.3.x": all that begins with 5.11. */
static bool
take_prefix(struct str *text)
{
	struct str rest = *text;

	while (str_take_end(&rest, STR(".*")) || str_take_end(&rest, STR(".x")) || str_take_end(&rest, STR(".X")))
		;
	if (rest.len == text->len || !is_version(rest))
		return false;
	*text = rest;
	return true;
}

static bool
read_lower(struct str text, struct cut *ret_cut)
{
	*ret_cut = (struct cut){ 0 };
	if (is_one_of(text, no_starts, ARRAY_LEN(no_starts)))
		return true;
	if (!take_prefix(&text) && !is_version(text))
		return false;
	*ret_cut = (struct cut){ CUT_BEFORE, text };
	return true;
}

/* An end with a "*" names a whole branch, whether it is lessThan or lessThanOrEqual. */
static bool
read_upper(struct str text, enum side side, struct cut *ret_cut)
{
	*ret_cut = (struct cut){ 0 };
	if (str_eq(text, STR("*")))
		return true;
	if (take_prefix(&text))
		side = CUT_AFTER_PREFIX;
	else if (!is_version(text))
		return false;
	*ret_cut = (struct cut){ side, text };
	return true;
}

/* -------------------------------------------------------------------------- one version text */

static const struct {
	struct str sign;
	enum side  lower, upper;
} comparators[] = {
	{ STR_INIT(">="), CUT_BEFORE, CUT_NONE }, { STR_INIT("<="), CUT_NONE, CUT_AFTER },
	{ STR_INIT(">"), CUT_AFTER, CUT_NONE },   { STR_INIT("<"), CUT_NONE, CUT_BEFORE },
	{ STR_INIT("="), CUT_BEFORE, CUT_AFTER },
};

/* One bound of ">= 1.0, < 1.2"; false when it is none or is given twice. */
static bool
read_bound(struct str piece, struct interval *interval)
{
	for (size_t i = 0; i < ARRAY_LEN(comparators); i++) {
		struct str version = piece;

		if (!str_take(&version, comparators[i].sign))
			continue;
		version = str_trim_space(version);
		if (!is_version(version) || (comparators[i].lower != CUT_NONE && interval->lower.side != CUT_NONE) ||
		    (comparators[i].upper != CUT_NONE && interval->upper.side != CUT_NONE))
			return false;
		if (comparators[i].lower != CUT_NONE)
			interval->lower = (struct cut){ comparators[i].lower, version };
		if (comparators[i].upper != CUT_NONE)
			interval->upper = (struct cut){ comparators[i].upper, version };
		return true;
	}
	return false;
}

static void
add_stroke(struct strokes *strokes, struct interval over, enum affected_status status, struct arena *arena)
{
	struct stroke stroke = { .over = over, .status = status };

	list_push(arena, &strokes->list, stroke);
}

/* "1.0", "4.x", "*", "1.0, 1.1" or ">= 1.0, < 1.2"; false when it is none of these. */
static bool
read_text(struct str text, enum affected_status status, struct strokes *strokes, struct arena *arena)
{
	struct strokes found = { 0 };
	struct interval bounds = { 0 };
	struct str piece;

	if (is_one_of(text, everything, ARRAY_LEN(everything))) {
		add_stroke(strokes, bounds, status, arena);
		return true;
	}
	if (text.len == 0 || str_eq(text, STR("0")))
		return false;
	while (str_split(&text, ',', &piece)) {
		piece = str_trim_space(piece);
		if (take_prefix(&piece))
			add_stroke(&found, (struct interval){ .lower = { CUT_BEFORE, piece }, .upper = { CUT_AFTER_PREFIX, piece } },
			    status, arena);
		else if (is_version(piece))
			add_stroke(&found, interval_of_version(piece), status, arena);
		else if (!read_bound(piece, &bounds))
			return false;
	}
	if (bounds.lower.side != CUT_NONE || bounds.upper.side != CUT_NONE) {
		if (found.list.count > 0)
			return false;
		add_stroke(&found, bounds, status, arena);
	}
	for (size_t i = 0; i < found.list.count; i++)
		list_push(arena, &strokes->list, found.list.items[i]);
	return true;
}

/* -------------------------------------------------------------------------------------- rows */

/* A change holds from its version to the row's end, and the later one in the list wins. */
static bool
read_row(const struct cve5_version *row, struct strokes *strokes, struct arena *arena)
{
	struct interval over = { 0 };
	struct str version = str_trim_space(row->version), end = str_trim_space(row->less_than);
	enum side side = CUT_BEFORE;

	if (end.len == 0) {
		end = str_trim_space(row->less_than_or_equal);
		side = CUT_AFTER;
	}
	if (end.len == 0)
		return row->changes.count == 0 && read_text(version, row->status, strokes, arena);
	if (!read_lower(version, &over.lower) || !read_upper(end, side, &over.upper))
		return false;
	for (size_t i = 0; i < row->changes.count; i++)
		if (!is_version(str_trim_space(row->changes.items[i].at)))
			return false;
	for (size_t i = row->changes.count; i-- > 0;) {
		struct stroke from = { .over = over, .floor = { CUT_BEFORE, str_trim_space(row->changes.items[i].at) },
			               .status = row->changes.items[i].status };

		list_push(arena, &strokes->list, from);
	}
	add_stroke(strokes, over, row->status, arena);
	return true;
}

static enum scheme
scheme_of_type(struct str type)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_eq_nocase(type, types[i].type))
			return types[i].scheme;
	return SCHEME_GENERIC;
}

static enum scheme
scheme_of_purl(struct str purl)
{
	struct str rest;
	enum scheme scheme = SCHEME_NONE;

	if (str_take(&purl, STR("pkg:")) && str_cut(purl, '/', &purl, &rest))
		scheme = scheme_of_purl_type(purl);
	return scheme == SCHEME_NONE ? SCHEME_GENERIC : scheme;
}

/* What the rows' types agree on; GENERIC where they do not, NONE where all are commits. */
static enum scheme
scheme_of_rows(const struct affected *affected)
{
	enum scheme scheme = SCHEME_COUNT;
	bool commits = false;

	for (size_t i = 0; i < affected->rows.count; i++) {
		struct str type = affected->rows.items[i].type;
		enum scheme called = scheme_of_type(type);

		commits |= called == SCHEME_NONE;
		if (type.len == 0 || called == SCHEME_NONE)
			continue;
		if (scheme != SCHEME_COUNT && scheme != called)
			return SCHEME_GENERIC;
		scheme = called;
	}
	if (scheme == SCHEME_COUNT && commits)
		return SCHEME_NONE;
	return scheme == SCHEME_COUNT || scheme == SCHEME_GENERIC ? scheme_of_purl(affected->purl) : scheme;
}

static bool
cut_is_valid(const struct cut *cut, enum scheme scheme)
{
	return cut->side == CUT_NONE || version_is_valid(scheme, cut->version);
}

/* versionType is what somebody typed: "6.0~rc1" as semver happens, and then the product's own rule serves. */
static enum scheme
scheme_checked(const struct strokes *strokes, enum scheme scheme, enum scheme own)
{
	if (scheme == SCHEME_GENERIC)
		return own;
	for (size_t i = 0; i < strokes->list.count && scheme != SCHEME_NONE; i++) {
		const struct interval *over = &strokes->list.items[i].over;

		if (!cut_is_valid(&over->lower, scheme) || !cut_is_valid(&over->upper, scheme) ||
		    !cut_is_valid(&strokes->list.items[i].floor, scheme))
			return own;
	}
	return scheme;
}

/*
 * defaultStatus "unknown" is also what a record has that does not say. Where rows have bounds, the maker
 * has said where it ends, so what lies beyond is not affected; where they only name versions, the
 * others stay unknown.
 */
static enum affected_status
status_otherwise(const struct affected *affected, const struct strokes *strokes)
{
	if (affected->status != AFFECTED_UNKNOWN)
		return affected->status;
	for (size_t i = 0; i < strokes->list.count; i++) {
		const struct interval *over = &strokes->list.items[i].over;

		if (strokes->list.items[i].status == AFFECTED_YES && over->upper.side != CUT_NONE &&
		    !str_eq(over->lower.version, over->upper.version))
			return AFFECTED_NO;
	}
	return AFFECTED_UNKNOWN;
}

/*
 * Rows without an order among them: what they call affected stays. Where they call nothing else so, that
 * is all there is to say; otherwise which row comes first for a version is not known.
 */
static void
add_unordered(struct version_set *set, const struct strokes *strokes, enum affected_status otherwise, struct arena *arena)
{
	set->undecided |= otherwise != AFFECTED_NO;
	for (size_t i = 0; i < strokes->list.count; i++) {
		const struct stroke *stroke = &strokes->list.items[i];

		if (stroke->status == AFFECTED_YES && stroke->floor.side == CUT_NONE)
			list_push(arena, &set->intervals, stroke->over);
		else
			set->undecided = true;
	}
}

struct version_set
range_of_cve5(const struct affected *affected, enum scheme own, struct arena *arena, enum scheme *ret_scheme)
{
	struct version_set set = { 0 };
	struct strokes strokes = { 0 };
	struct str_list unread = { 0 };
	enum scheme scheme = scheme_of_rows(affected);
	enum affected_status otherwise;

	for (size_t i = 0; i < affected->rows.count; i++) {
		const struct cve5_version *row = &affected->rows.items[i];

		if (scheme_of_type(row->type) == SCHEME_NONE) {
			set.undecided = true;
		} else if (!read_row(row, &strokes, arena)) {
			set.undecided = true;
			list_push(arena, &unread, row->version);
		}
	}
	scheme = scheme_checked(&strokes, scheme, own);
	otherwise = status_otherwise(affected, &strokes);
	if (!strokes_paint(strokes.list.items, strokes.list.count, otherwise, scheme, arena, &set))
		add_unordered(&set, &strokes, otherwise, arena);
	set.text = arena_join(arena, unread.items, unread.count, STR("; "));
	*ret_scheme = scheme;
	return set;
}
