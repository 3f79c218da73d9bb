/*
 * jvnprose.c - rows become sets. A row is cut into words (words.c); what kinds of words follow each other is looked up in
 * the table of forms; then the rows of the product limit each other's upper bounds (branches.c).
 */
#include "domain/jvnprose/jvnprose.h"

#include <assert.h>
#include <string.h>
#include "base/limits.h"
#include "domain/jvnprose/branches.h"
#include "domain/jvnprose/shapes.h"
#include "domain/jvnprose/words.h"
#include "domain/version/version.h"

static const char *const kind_words[] = { "range", "all", "no_version", "undecided" };
const struct enum_names jvn_kind_names = ENUM_NAMES(kind_words);

enum { NOT = -1, VERSIONS_MOST = 3, PATTERN_MOST = 8 };

/* The kinds of a piece's words, and which of its versions is what. */
static const struct form {
	const char *pattern;
	int         lower, upper, within;   /* the n-th version of the piece, or NOT               */
	bool        lower_out, upper_out;   /* the bound itself is outside                         */
} forms[] = {
	{ "Vl",    NOT, 0, NOT, false, true },     /* X 未満                  */
	{ "Ve",    NOT, 0, NOT, false, false },    /* X およびそれ以前         */
	{ "pV",    NOT, 0, NOT, false, true },     /* prior to X              */
	{ "uV",    NOT, 0, NOT, false, false },    /* up to X                 */
	{ "tV",    NOT, 0, NOT, false, false },    /* 〜 X                     */
	{ "Vg",    0, NOT, NOT, false, false },    /* X 以降                  */
	{ "Vf",    0, NOT, NOT, false, false },    /* X から                  */
	{ "Vt",    0, NOT, NOT, false, false },    /* X 〜                     */
	{ "Vh",    0, NOT, NOT, true, false },     /* X より後                */
	{ "rV",    0, NOT, NOT, false, false },    /* from X, >= X            */
	{ "rVg",   0, NOT, NOT, false, false },    /* from X and later        */
	{ "nV",    0, NOT, NOT, true, false },     /* later than X, > X       */
	{ "VfV",   0, 1, NOT, false, false },      /* X から Y                */
	{ "VtV",   0, 1, NOT, false, false },      /* X 〜 Y, X to Y           */
	{ "VfVe",  0, 1, NOT, false, false },      /* X から Y まで            */
	{ "VtVe",  0, 1, NOT, false, false },
	{ "VgVe",  0, 1, NOT, false, false },      /* X 以上 Y 以下            */
	{ "VfVl",  0, 1, NOT, false, true },       /* X から Y 未満            */
	{ "VtVl",  0, 1, NOT, false, true },
	{ "VgVl",  0, 1, NOT, false, true },       /* X 以上 Y 未満            */
	{ "VhVl",  0, 1, NOT, true, true },        /* X より後 Y 未満          */
	{ "VhVe",  0, 1, NOT, true, false },
	{ "V-V",   0, 1, NOT, false, false },      /* X - Y                   */
	{ "V-Ve",  0, 1, NOT, false, false },
	{ "V-Vl",  0, 1, NOT, false, true },
	{ "rVtV",  0, 1, NOT, false, false },      /* from X to Y             */
	{ "rVuV",  0, 1, NOT, false, false },      /* from X up to Y, >= X <= Y */
	{ "rVpV",  0, 1, NOT, false, true },       /* from X prior to Y, >= X < Y */
	{ "rVtpV", 0, 1, NOT, false, true },       /* from X to before Y      */
	{ "VtpV",  0, 1, NOT, false, true },       /* X to before Y           */
	{ "nVuV",  0, 1, NOT, true, false },
	{ "nVpV",  0, 1, NOT, true, true },
	{ "VloV",  NOT, 0, 1, false, true },       /* Y 未満の X.x            */
	{ "VeoV",  NOT, 0, 1, false, false },      /* Y 以前の X.x            */
	{ "VloVb", NOT, 0, 1, false, true },
	{ "VeoVb", NOT, 0, 1, false, false },
	{ "VbVl",  NOT, 1, 0, false, true },       /* X 系 Y 未満             */
	{ "VbVe",  NOT, 1, 0, false, false },
	{ "VboVl", NOT, 1, 0, false, true },       /* X 系の Y 未満            */
	{ "VboVe", NOT, 1, 0, false, false },
	{ "VoVl",  NOT, 1, 0, false, true },       /* X.x の Y 未満            */
	{ "VoVe",  NOT, 1, 0, false, false },
	{ "VVl",   NOT, 1, 0, false, true },       /* X.x Y 未満               */
	{ "VVe",   NOT, 1, 0, false, false },
	{ "VbpV",  NOT, 1, 0, false, true },       /* X series prior to Y     */
	{ "VpV",   NOT, 1, 0, false, true },       /* X.x before Y            */
	{ "VbVfV", 1, 2, 0, false, false },        /* X 系 Y から Z            */
	{ "VbVtV", 1, 2, 0, false, false },
	{ "VbVfVe", 1, 2, 0, false, false },       /* X 系 Y から Z まで       */
	{ "VbVfVl", 1, 2, 0, false, true },
	{ "Vb",    NOT, NOT, 0, false, false },    /* X 系                    */
	{ "Vba",   NOT, NOT, 0, false, false },    /* X 系 すべてのバージョン  */
	{ "Vboa",  NOT, NOT, 0, false, false },
};

/* Words of a piece: a row, or what stands between 「、」 and 「および」. */
struct piece {
	const struct word *words;
	size_t             count;
	char               pattern[PATTERN_MOST];
	const struct word *versions[VERSIONS_MOST];
};

/* ----------------------------------------------------------------------------------------- pieces */

static bool
is_comparison(char kind)
{
	return kind == WORD_LESS || kind == WORD_AT_MOST || kind == WORD_AT_LEAST || kind == WORD_GREATER;
}

/* False when a word is in it that no form has, or too many. */
static bool
piece_pattern(struct piece *piece)
{
	size_t versions = 0, len = piece->count;

	/* "all versions prior to 1.2": what stands before the comparison adds nothing. */
	if (len > 1 && piece->words[0].kind == WORD_ALL && (piece->words[1].kind == WORD_PRIOR || piece->words[1].kind == WORD_UP_TO)) {
		piece->words++;
		len = --piece->count;
	}
	if (len == 0 || len >= PATTERN_MOST)
		return false;
	for (size_t i = 0; i < len; i++) {
		piece->pattern[i] = (char)piece->words[i].kind;
		if (piece->words[i].kind == WORD_OTHER)
			return false;
		if (piece->words[i].kind == WORD_VERSION) {
			if (versions == VERSIONS_MOST)
				return false;
			piece->versions[versions++] = &piece->words[i];
		}
	}
	/* 「以前の(すべての)バージョン」: what follows the comparison adds nothing. */
	if (len > 2 && piece->pattern[len - 1] == WORD_ALL && piece->pattern[len - 2] == WORD_OF && is_comparison(piece->pattern[len - 3]))
		len--;
	if (len > 1 && piece->pattern[len - 1] == WORD_OF)
		len--;
	piece->pattern[len] = '\0';
	return true;
}

static struct interval
interval_within(struct str branch)
{
	return (struct interval){ .lower = { CUT_BEFORE, branch }, .upper = { CUT_AFTER_PREFIX, branch } };
}

/* A version alone, or with all that begins with it. */
static bool
read_alone(const struct word *version, struct arena *arena, struct jvn_part *part)
{
	assert(version != NULL);
	if (version->branch) {
		if (!shape_is_bound(version->text))
			return false;
		list_push(arena, &part->set.intervals, interval_within(version->text));
		return true;
	}
	if (!shape_is_exact(version->text))
		return false;
	list_push(arena, &part->set.exact, version->text);
	shape_add_doubts_alone(version->text, arena, &part->between);
	return true;
}

/* The bounds in the order they must have; where no order is known, the row is not read. */
static bool
is_ordered(struct interval interval)
{
	enum order order;

	if (interval.lower.side == CUT_NONE || interval.upper.side == CUT_NONE)
		return true;
	order = version_compare(SCHEME_GENERIC, interval.lower.version, interval.upper.version);
	return order == ORDER_LESS || (order == ORDER_EQUAL && interval.upper.side != CUT_BEFORE);
}

/* 「6.x」「7 系」; or 「1.0.0m 未満の 1.0.0」, where the bound goes on from the branch. */
static bool
is_branch_named(const struct piece *piece, const struct word *within, const struct word *upper)
{
	struct str rest;

	if (within->branch || piece->pattern[within - piece->words + 1] == WORD_BRANCH)
		return true;
	rest = upper->text;
	return within > upper && str_take(&rest, within->text) && rest.len > 0 && !char_is_digit(rest.ptr[0]);
}

static bool
is_within(const struct word *bound, const struct word *within)
{
	return bound == NULL || version_has_prefix(SCHEME_GENERIC, bound->text, within->text);
}

static bool
apply_form(const struct form *form, const struct piece *piece, struct arena *arena, struct jvn_part *part)
{
	const struct word *lower = form->lower == NOT ? NULL : piece->versions[form->lower];
	const struct word *upper = form->upper == NOT ? NULL : piece->versions[form->upper];
	const struct word *within = form->within == NOT ? NULL : piece->versions[form->within];
	struct interval interval = { 0 };
	bool readable;

	if (within != NULL) {
		if (!is_branch_named(piece, within, upper) || !shape_is_bound(within->text))
			return false;
		if (!is_within(lower, within) || !is_within(upper, within))
			return false;
		interval = interval_within(within->text);
	}
	readable = (lower == NULL || shape_is_bound(lower->text)) && (upper == NULL || shape_is_bound(upper->text));
	if (readable && lower != NULL)
		interval.lower = (struct cut){ !form->lower_out ? CUT_BEFORE : lower->branch ? CUT_AFTER_PREFIX : CUT_AFTER, lower->text };
	if (readable && upper != NULL)
		interval.upper = (struct cut){ form->upper_out ? CUT_BEFORE : upper->branch ? CUT_AFTER_PREFIX : CUT_AFTER, upper->text };
	if (!readable || !is_ordered(interval))
		return false;
	list_push(arena, &part->set.intervals, interval);
	if (lower != NULL)
		shape_add_doubts(lower->text, arena, &part->between);
	if (upper != NULL)
		shape_add_doubts(upper->text, arena, &part->between);
	return true;
}

/* 「6.x のすべてのバージョン」 */
static bool
is_whole_branch(const struct piece *piece)
{
	return piece->versions[0] != NULL && piece->versions[0]->branch &&
	    (strcmp(piece->pattern, "Voa") == 0 || strcmp(piece->pattern, "Va") == 0);
}

static bool
read_piece(struct piece piece, struct arena *arena, struct jvn_part *part)
{
	if (!piece_pattern(&piece))
		return false;
	if (strcmp(piece.pattern, "a") == 0) {
		list_push(arena, &part->set.intervals, (struct interval){ 0 });
		part->kind = JVN_ALL;
		return true;
	}
	if (strcmp(piece.pattern, "V") == 0 || is_whole_branch(&piece))
		return read_alone(piece.versions[0], arena, part);
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		if (strcmp(piece.pattern, forms[i].pattern) == 0)
			return apply_form(&forms[i], &piece, arena, part);
	return false;
}

/* ------------------------------------------------------------------------------------------- rows */

static struct str
span(const struct word *first, const struct word *last)
{
	return (struct str){ first->text.ptr, (size_t)(last->text.ptr + last->text.len - first->text.ptr) };
}

/* 「SYSMAC シリーズ 1.0 未満」: a series before any number is a name too. */
static bool
is_edition(enum word_kind kind)
{
	return kind == WORD_OTHER || kind == WORD_OF || kind == WORD_BRANCH;
}

/* The words before the version that are none of the grammar are the edition: 「Free version 1.4 より前」. */
static struct piece
cut_edition(const struct row *row, struct arena *arena, struct jvn_part *part)
{
	struct piece piece = { .words = row->words.items, .count = row->words.count };
	size_t count = 0;

	while (count < piece.count && is_edition(piece.words[count].kind))
		count++;
	if (count > 0)
		part->edition = words_join(arena, span(&piece.words[0], &piece.words[count - 1]), part->edition);
	piece.words += count;
	piece.count -= count;
	return piece;
}

/* 「4 for x86_64」: what follows "for" at the end is the platform. */
static void
cut_platform(struct piece *piece, struct arena *arena, struct jvn_part *part)
{
	size_t others = 0;

	/* The first word is none of these: they are the edition. */
	while (piece->words[piece->count - 1 - others].kind == WORD_OTHER)
		others++;
	if (others < 2 || !str_eq(piece->words[piece->count - others].text, STR("for")))
		return;
	part->platform = words_join(arena, span(&piece->words[piece->count - others + 1], &piece->words[piece->count - 1]), part->platform);
	piece->count -= others;
}

static bool
is_separator(const struct word *word)
{
	return word->kind == WORD_AND || word->kind == WORD_OR;
}

static bool
is_pure_lower(const struct interval *interval)
{
	return interval->lower.side != CUT_NONE && interval->upper.side == CUT_NONE;
}

static bool
is_pure_upper(const struct interval *interval)
{
	return interval->lower.side == CUT_NONE && interval->upper.side != CUT_NONE;
}

/* 「2.0 以上、3.0 未満」: the last two intervals are the ends of one. */
static void
join_ends(struct version_set *set)
{
	struct interval *last, joined;

	if (set->intervals.count < 2)
		return;
	last = &set->intervals.items[set->intervals.count - 1];
	if (!is_pure_lower(&last[-1]) || !is_pure_upper(last))
		return;
	joined = (struct interval){ .lower = last[-1].lower, .upper = last->upper };
	if (!is_ordered(joined))
		return;
	last[-1] = joined;
	set->intervals.count--;
}

/* 「2.0 以上または 3.0 未満」 would be every version: nobody means that. */
static bool
is_overlap_of_ends(const struct version_set *set)
{
	for (size_t i = 0; i < set->intervals.count; i++)
		for (size_t j = 0; is_pure_lower(&set->intervals.items[i]) && j < set->intervals.count; j++)
			if (is_pure_upper(&set->intervals.items[j]) && version_compare(SCHEME_GENERIC, set->intervals.items[i].lower.version,
			    set->intervals.items[j].upper.version) != ORDER_GREATER)
				return true;
	return false;
}

/* Every piece must be readable, or none counts. What a cut at a comma left may begin with "and", not end with it. */
static bool
read_pieces(struct piece all, struct arena *arena, struct jvn_part *part)
{
	size_t from = 0;
	bool either = false;

	for (size_t i = 0; i <= all.count; i++) {
		struct piece piece = { .words = all.words + from, .count = i - from };

		if (i < all.count && !is_separator(&all.words[i]))
			continue;
		if (piece.count > 0 || i == all.count) {
			if (!read_piece(piece, arena, part))
				return false;
			if (!either)
				join_ends(&part->set);
			either = false;
		}
		either = either || (i < all.count && all.words[i].kind == WORD_OR);
		from = i + 1;
	}
	return !is_overlap_of_ends(&part->set);
}

/* 「3.1.12 未満 (3.1.x 系)」: all must be of the branch, and what has no lower end begins with it. */
static bool
keep_within(struct str within, struct jvn_part *part)
{
	struct version_set *set = &part->set;

	for (size_t i = 0; i < set->exact.count; i++)
		if (!version_has_prefix(SCHEME_GENERIC, set->exact.items[i], within))
			return false;
	for (size_t i = 0; i < set->intervals.count; i++) {
		struct interval *interval = &set->intervals.items[i];

		if (interval->lower.side == CUT_NONE)
			interval->lower = (struct cut){ CUT_BEFORE, within };
		else if (!version_has_prefix(SCHEME_GENERIC, interval->lower.version, within))
			return false;
		if (interval->upper.side == CUT_NONE)
			interval->upper = (struct cut){ CUT_AFTER_PREFIX, within };
		else if (!version_has_prefix(SCHEME_GENERIC, interval->upper.version, within))
			return false;
	}
	part->kind = JVN_RANGE;
	return true;
}

/* 「5.1.1 LMY49H 未満の 5.x」: the bound cannot be read, but which versions are in question is known. */
static void
note_branch(const struct piece *piece, struct arena *arena, struct jvn_part *part)
{
	const struct word *last = piece->words + piece->count;

	for (size_t i = 0; i < piece->count; i++)
		if (is_separator(&piece->words[i]))
			return;
	if (piece->count < 3 || !last[-1].branch || !shape_is_bound(last[-1].text) || last[-2].kind != WORD_OF)
		return;
	if (last[-3].kind == WORD_LESS || last[-3].kind == WORD_AT_MOST)
		list_push(arena, &part->between.intervals, interval_within(last[-1].text));
}

/* Nothing of it is known but the words. */
static void
give_up(struct jvn_part *part, enum jvn_kind kind)
{
	part->kind = kind;
	part->set.undecided = true;
	part->set.intervals.count = 0;
	part->set.exact.count = 0;
	part->between.intervals.count = 0;
}

/* Does what has been read go with the row's brackets, and with a name before it? 「Free、1.2」 is a list of who knows what. */
static bool
keep_to_row(const struct row *row, const struct piece *piece, struct jvn_part *part)
{
	if (row->within.len > 0 && !keep_within(row->within, part))
		return false;
	if (piece->words > row->words.items && is_separator(piece->words))
		return false;
	return row->aliases.count == 0 || part->set.exact.count > 0;
}

static void
read_row(struct str phrase, struct arena *arena, struct jvn_part *part)
{
	struct row row;
	struct piece piece;

	*part = (struct jvn_part){ .kind = JVN_RANGE, .set.text = phrase };
	if (!row_read(phrase, arena, &row)) {
		give_up(part, JVN_UNDECIDED);
		return;
	}
	part->cves = row.cves;
	part->edition = row.edition;
	part->platform = row.platform;
	part->firmware = row.firmware;
	piece = cut_edition(&row, arena, part);
	if (row.strange || piece.count == 0) {
		give_up(part, row.strange ? JVN_UNDECIDED : JVN_NO_VERSION);
		return;
	}
	cut_platform(&piece, arena, part);
	if (!read_pieces(piece, arena, part) || !keep_to_row(&row, &piece, part)) {
		give_up(part, JVN_UNDECIDED);
		note_branch(&piece, arena, part);
		return;
	}
	for (size_t i = 0; i < row.aliases.count; i++)
		list_push(arena, &part->set.exact, row.aliases.items[i]);
	part->set.undecided = part->between.intervals.count > 0;
}

static void
count_rows(struct jvn_reading *reading)
{
	for (size_t i = 0; i < reading->parts.count; i++) {
		const struct jvn_part *part = &reading->parts.items[i];
		bool read = part->kind == JVN_RANGE || part->kind == JVN_ALL;

		reading->read += read;
		reading->partly += read && part->set.undecided;
		reading->open += !read;
	}
}

void
jvnprose_read(const struct str *phrases, size_t count, struct arena *arena, struct jvn_reading *ret_reading)
{
	struct jvn_reading reading = { 0 };

	if (count == 0 || count > LIMIT_JVN_ROWS) {
		struct jvn_part *part = list_add(arena, &reading.parts);

		give_up(part, count == 0 ? JVN_NO_VERSION : JVN_UNDECIDED);
		reading.open = count == 0 ? 1 : count;
		*ret_reading = reading;
		return;
	}
	for (size_t i = 0; i < count; i++)
		read_row(phrases[i], arena, list_add(arena, &reading.parts));
	branches_limit(&reading, arena);
	count_rows(&reading);
	*ret_reading = reading;
}
