#include "format/vulnid/vulnid.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "format/vulnid/vulnid_forms.h"

/* ------------------------------------------------------------------------------- what is forgiven */

/* What people and input methods write where ASCII is meant. A zero stands for the full-width forms' own ASCII. */
static const struct { uint32_t first, last; char meant; } lookalikes[] = {
	{ 0x00A0, 0x00A0, ' ' },    /* no-break space                    */
	{ 0x02D7, 0x02D7, '-' },    /* modifier letter minus             */
	{ 0x2010, 0x2015, '-' },    /* hyphens and dashes                */
	{ 0x2043, 0x2043, '-' },    /* hyphen bullet                     */
	{ 0x2212, 0x2212, '-' },    /* minus                             */
	{ 0x2500, 0x2501, '-' },    /* box drawing, typed as a dash      */
	{ 0x266F, 0x266F, '#' },    /* music sharp                       */
	{ 0x3000, 0x3000, ' ' },    /* ideographic space                 */
	{ 0x30FC, 0x30FC, '-' },    /* katakana long vowel               */
	{ 0xFE55, 0xFE55, ':' },    /* small colon                       */
	{ 0xFE58, 0xFE58, '-' },    /* small em dash                     */
	{ 0xFE5F, 0xFE5F, '#' },    /* small number sign                 */
	{ 0xFE63, 0xFE63, '-' },    /* small hyphen                      */
	{ 0xFF01, 0xFF5E, 0   },    /* full-width forms                  */
	{ 0xFF70, 0xFF70, '-' },    /* half-width katakana long vowel    */
};

/* NUL, which no form has, for what looks like nothing in ASCII. */
static char
ascii_of(uint32_t point)
{
	for (size_t i = 0; i < ARRAY_LEN(lookalikes); i++)
		if (point >= lookalikes[i].first && point <= lookalikes[i].last)
			return lookalikes[i].meant != 0 ? lookalikes[i].meant : (char)(point - 0xFF01 + '!');
	return point < 0x80 ? (char)point : '\0';
}

/* One byte a character, so that positions are counted in characters. */
static struct str
fold(struct str text, struct arena *arena)
{
	uint32_t point;
	size_t ascii = 0, len = 0;
	char *out;

	while (ascii < text.len && (unsigned char)text.ptr[ascii] < 0x80)
		ascii++;
	if (ascii == text.len)
		return text;
	out = arena_alloc(arena, text.len);
	for (size_t at = 0; at < text.len;) {
		size_t bytes = str_point(text, at, &point);

		out[len++] = bytes == 0 ? '\0' : ascii_of(point);
		at += bytes == 0 ? 1 : bytes;
	}
	return (struct str){ out, len };
}

/* ------------------------------------------------------------------------------- how a form fits */

static size_t
count_while(struct str text, bool (*is)(char))
{
	size_t count = 0;

	while (count < text.len && is(text.ptr[count]))
		count++;
	return count;
}

static bool
is_digit(char c)
{
	return char_is_digit(c);
}

static bool
is_alnum(char c)
{
	return char_is_alnum(c);
}

static bool
is_hex(char c)
{
	return char_is_hex(c);
}

static bool
is_word(char c)
{
	return char_is_alnum(c) || c == '_';
}

static bool
is_dotted(char c)
{
	return is_word(c) || c == '.';
}

static bool
is_words(char c)
{
	return is_dotted(c) || c == '-';
}

static size_t
between(size_t count, size_t least, size_t most)
{
	return count >= least && count <= most ? count : 0;
}

static bool
is_year(struct str text)
{
	return str_starts(text, STR("19")) || str_starts(text, STR("20"));
}

/* How many bytes of the text one piece of a shape takes; 0 when it does not fit. */
static size_t
piece_fits(char piece, struct str text)
{
	size_t digits = count_while(text, is_digit);

	if (char_is_digit(piece))
		return digits == (size_t)(piece - '0') ? digits : 0;
	switch (piece) {
	case 'y': return is_year(text) ? between(digits, 4, 4) : 0;
	case 'n': return between(digits, 1, 19);
	case 'N': return between(digits, 4, 19);
	case 'r': return between(digits, 1, 2);
	case 'v': return between(digits, 1, 7);
	case 'h': return between(count_while(text, is_hex), 8, 8);
	case 'e': return between(count_while(text, is_alnum), 8, 8);
	case 'a': return text.len > 0 && char_is_alpha(text.ptr[0]);
	case 'g': return between(count_while(text, is_alnum), 4, 4);
	case 'w': return count_while(text, is_word);
	case 'd': return count_while(text, is_dotted);
	case 'x': return count_while(text, is_words);
	default:  return text.len > 0 && text.ptr[0] == piece;
	}
}

/* Is all of the text of the shape? *text is what is left where it goes wrong. */
static bool
shape_fits(const char *shape, struct str *text)
{
	for (; *shape != '\0'; shape++) {
		size_t len = piece_fits(*shape, *text);

		if (len == 0)
			return false;
		*text = str_from(*text, len);
	}
	return text->len == 0;
}

static bool
is_separator(char c)
{
	return c == '#' || c == '-' || c == ':' || c == ' ';
}

static struct str
without_separator(const char *prefix)
{
	struct str stem = str_of(prefix);

	if (is_separator(stem.ptr[stem.len - 1]))
		stem.len--;
	return stem;
}

static void
skip_spaces(struct str *text)
{
	while (str_take(text, STR(" ")))
		;
}

/* "JVNDB123456" is no JVN# number of the letters DB, though '#' may be left out: another prefix goes further. */
static bool
goes_on_as_another(struct str stem, struct str text)
{
	for (size_t i = 0; i < vulnid_forms_count; i++) {
		struct str other = without_separator(vulnid_forms[i].prefix);

		if (other.len > stem.len && str_starts_nocase(text, other))
			return true;
	}
	return false;
}

/* Takes the prefix off, and what may stand for its last sign where the form is loose. */
static bool
take_prefix(const struct vulnid_form *form, struct str *text)
{
	struct str stem = without_separator(form->prefix), rest = *text;

	if (!form->loose)
		return str_take_nocase(text, str_of(form->prefix));
	if (!str_take_nocase(&rest, stem))
		return false;
	if (rest.len > 0 && !is_separator(rest.ptr[0]) && goes_on_as_another(stem, *text))
		return false;
	skip_spaces(&rest);
	if (rest.len > 0 && is_separator(rest.ptr[0]))
		rest = str_from(rest, 1);
	skip_spaces(&rest);
	*text = rest;
	return true;
}

struct fit {
	const struct vulnid_form *form;    /* that fits, or goes furthest; NULL when not one prefix does */
	struct str                tail;    /* behind its prefix                                          */
	size_t                    left;    /* bytes that do not fit; 0 when all do                       */
	bool                      whole;
};

static struct fit
find_form(struct str text)
{
	struct fit best = { .left = SIZE_MAX };
	char first = text.len > 0 ? char_lower(text.ptr[0]) : '\0';    /* most forms differ in it already */

	for (size_t i = 0; i < vulnid_forms_count && !best.whole; i++) {
		struct fit fit = { .form = &vulnid_forms[i], .tail = text };
		struct str rest;

		if (char_lower(fit.form->prefix[0]) != first || !take_prefix(fit.form, &fit.tail))
			continue;
		rest = fit.tail;
		fit.whole = shape_fits(fit.form->shape, &rest);
		fit.left = rest.len;
		if (fit.whole || fit.left < best.left)
			best = fit;
	}
	return best;
}

/* ------------------------------------------------------------------------------- names */

static char
spelt(char c, enum vulnid_case letters)
{
	if (letters == VULNID_UPPER && char_is_lower(c))
		return (char)(c - ('a' - 'A'));
	return letters == VULNID_LOWER ? char_lower(c) : c;
}

static struct str
spell(const struct fit *fit, struct str written, struct arena *arena)
{
	struct str prefix = str_of(fit->form->prefix);
	char *out = arena_alloc(arena, prefix.len + fit->tail.len);
	struct str name = { out, prefix.len + fit->tail.len };

	memcpy(out, prefix.ptr, prefix.len);
	for (size_t i = 0; i < fit->tail.len; i++)
		out[prefix.len + i] = spelt(fit->tail.ptr[i], fit->form->letters);
	return str_eq(name, written) ? written : name;
}

struct vulnid
vulnid_parse(struct str text, struct arena *arena)
{
	struct str written = str_trim_space(text);
	struct fit fit;

	if (written.len > LIMIT_NAME_TEXT)
		return (struct vulnid){ 0 };
	fit = find_form(str_trim_space(fold(written, arena)));
	if (!fit.whole)
		return (struct vulnid){ 0 };
	return (struct vulnid){ fit.form->kind, spell(&fit, written, arena) };
}

struct err *
vulnid_read(struct str text, struct arena *arena, struct vulnid *ret_id)
{
	struct vulnid id = vulnid_parse(text, arena);
	struct str folded, trimmed;
	struct fit fit;

	if (id.kind != VULNID_NONE) {
		*ret_id = id;
		return NULL;
	}
	if (text.len > LIMIT_NAME_TEXT)
		return err_new(arena, ERR_LIMIT, M("The number is longer than {most} bytes."), ARG_N("most", LIMIT_NAME_TEXT));
	folded = fold(text, arena);
	trimmed = str_trim_space(folded);
	fit = find_form(trimmed);
	if (fit.form == NULL)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" begins like no known number of a vulnerability or an advisory."),
		    ARG("text", text));
	return err_new(arena, ERR_FORMAT, M("\"{text}\" is not written like {example} from character {at} on."), ARG("text", text),
	    ARG("example", str_of(fit.form->example)),
	    ARG_N("at", (size_t)(trimmed.ptr - folded.ptr) + trimmed.len - fit.left + 1));
}

struct str
vulnid_canonical(struct str text, struct arena *arena)
{
	struct vulnid id = vulnid_parse(text, arena);

	return id.kind == VULNID_NONE ? text : id.text;
}

static const struct {
	const char *name;
	int         preference;
} kinds[VULNID_KIND_COUNT] = {
	[VULNID_NONE]         = { "",             13 },
	[VULNID_CVE]          = { "CVE",           0 },
	[VULNID_GHSA]         = { "GHSA",          1 },
	[VULNID_JVN]          = { "JVN",           2 },
	[VULNID_JVNVU]        = { "JVNVU",         3 },
	[VULNID_DATABASE]     = { "database",      4 },
	[VULNID_JVNDB]        = { "JVNDB",         5 },
	[VULNID_VU]           = { "VU",            6 },
	[VULNID_JPCERT_IPA]   = { "JPCERT-IPA",    6 },
	[VULNID_JVNTA]        = { "JVNTA",         7 },
	[VULNID_JVN_OLD]      = { "JVN-old",       8 },
	[VULNID_NATIONAL]     = { "national",      9 },
	[VULNID_COORDINATOR]  = { "coordinator",   9 },
	[VULNID_VENDOR]       = { "vendor",       10 },
	[VULNID_DISTRO]       = { "distro",       10 },
	[VULNID_JPCERT_ALERT] = { "JPCERT-alert", 11 },
	[VULNID_MYJVN_ALT]    = { "MYJVN-ALT",    11 },
	[VULNID_JPCERT]       = { "JPCERT",       12 },
};

const char *
vulnid_kind_name(enum vulnid_kind kind)
{
	assert(kind < VULNID_KIND_COUNT);
	return kinds[kind].name;
}

bool
vulnid_is_private(enum vulnid_kind kind)
{
	return kind == VULNID_JPCERT;
}

int
vulnid_preference(enum vulnid_kind kind)
{
	assert(kind < VULNID_KIND_COUNT);
	return kinds[kind].preference;
}

/* ---------------------------------------------------------------------------------------------- in a text */

static struct str
cve_at(struct str text, size_t at, struct arena *arena, size_t *ret_end)
{
	size_t end = at + 4;
	struct vulnid id;

	while (end < text.len && (char_is_digit(text.ptr[end]) || text.ptr[end] == '-'))
		end++;
	*ret_end = end;
	while (text.ptr[end - 1] == '-')
		end--;
	id = vulnid_parse(str_sub(text, at, end - at), arena);
	return id.kind == VULNID_CVE ? id.text : STR("");
}

void
vulnid_cves(struct str text, struct arena *arena, struct str_list *ret_cves)
{
	*ret_cves = (struct str_list){ 0 };
	for (size_t at = 0; at + 4 < text.len && ret_cves->count < LIMIT_CVES_IN_TEXT; at++) {
		struct str cve;
		size_t end;

		if (char_lower(text.ptr[at]) != 'c' || !str_starts_nocase(str_from(text, at), STR("CVE-")) || (at > 0 && char_is_alnum(text.ptr[at - 1])))
			continue;
		cve = cve_at(text, at, arena, &end);
		if (cve.len > 0 && !str_is_one_of(cve, ret_cves->items, ret_cves->count))
			list_push(arena, ret_cves, arena_copy(arena, cve));
		at = end - 1;
	}
}
