#include "format/vulnid/vulnid.h"

#include <assert.h>
#include <string.h>

/*
 * What stands behind a prefix, one letter a piece:
 *     y  a year, four digits          n  digits, at least one          N  digits, at least four
 *     2  two digits                   h  eight hexadecimal digits (JVN# had letters until 2006)
 *     a  one letter                   g  four letters or digits of GHSA's kind
 *     x  letters, digits and "-.:_" to the end
 * Anything else stands for itself.
 */
struct pattern {
	enum vulnid_kind kind;
	const char      *prefix;      /* canonical spelling                                     */
	const char      *shape;
	bool             lower;       /* behind the prefix letters are lower case, else upper   */
	bool             loose;       /* '#' of the prefix may be '-', a space or left out      */
};

/* A longer prefix stands before a shorter one that begins it. */
static const struct pattern patterns[] = {
	{ VULNID_CVE,      "CVE-",         "y-N" },
	{ VULNID_GHSA,     "GHSA-",        "g-g-g", .lower = true },
	{ VULNID_JVNDB,    "JVNDB-",       "y-N" },
	{ VULNID_JVNVU,    "JVNVU#",       "N", .loose = true },
	{ VULNID_JVNTA,    "JVNTA#",       "h", .loose = true },
	{ VULNID_JVNTA,    "JVNTA",        "2-na" },
	{ VULNID_JVN,      "JVN#",         "h", .loose = true },
	{ VULNID_VU,       "VU#",          "N", .loose = true },
	{ VULNID_DATABASE, "PYSEC-",       "y-n" },
	{ VULNID_DATABASE, "GO-",          "y-n" },
	{ VULNID_DATABASE, "RUSTSEC-",     "y-n" },
	{ VULNID_DATABASE, "MAL-",         "y-n" },
	{ VULNID_DATABASE, "OSV-",         "y-n" },
	{ VULNID_DATABASE, "HSEC-",        "y-n" },
	{ VULNID_DATABASE, "PSF-",         "y-n" },
	{ VULNID_DATABASE, "RSEC-",        "y-n" },
	{ VULNID_DATABASE, "BIT-",         "x", .lower = true },
	{ VULNID_DATABASE, "GSD-",         "y-n" },
	{ VULNID_DATABASE, "EEF-CVE-",     "y-n" },
	{ VULNID_DATABASE, "DRUPAL-",      "x" },
	{ VULNID_DATABASE, "JLSEC-",       "y-n" },
	{ VULNID_DISTRO,   "DSA-",         "n-n" },
	{ VULNID_DISTRO,   "DSA-",         "n" },
	{ VULNID_DISTRO,   "DLA-",         "n-n" },
	{ VULNID_DISTRO,   "DLA-",         "n" },
	{ VULNID_DISTRO,   "DTSA-",        "n-n" },
	{ VULNID_DISTRO,   "DEBIAN-CVE-",  "y-N" },
	{ VULNID_DISTRO,   "UBUNTU-CVE-",  "y-N" },
	{ VULNID_DISTRO,   "ALPINE-CVE-",  "y-N" },
	{ VULNID_DISTRO,   "USN-",         "n-n" },
	{ VULNID_DISTRO,   "LSN-",         "n-n" },
	{ VULNID_DISTRO,   "RHSA-",        "y:n" },
	{ VULNID_DISTRO,   "RHBA-",        "y:n" },
	{ VULNID_DISTRO,   "RHEA-",        "y:n" },
	{ VULNID_DISTRO,   "RLSA-",        "y:n" },
	{ VULNID_DISTRO,   "RLBA-",        "y:n" },
	{ VULNID_DISTRO,   "RLEA-",        "y:n" },
	{ VULNID_DISTRO,   "RXSA-",        "y:n" },
	{ VULNID_DISTRO,   "ALSA-",        "y:n" },
	{ VULNID_DISTRO,   "ALBA-",        "y:n" },
	{ VULNID_DISTRO,   "ALEA-",        "y:n" },
	{ VULNID_DISTRO,   "ELSA-",        "y-n" },
	{ VULNID_DISTRO,   "ALAS-",        "y-n" },
	{ VULNID_DISTRO,   "ALAS2-",       "y-n" },
	{ VULNID_DISTRO,   "ALAS2023-",    "y-n" },
	{ VULNID_DISTRO,   "OESA-",        "y-n" },
	{ VULNID_DISTRO,   "MGASA-",       "y-n" },
	{ VULNID_DISTRO,   "GLSA-",        "n-n" },
	{ VULNID_DISTRO,   "CGA-",         "g-g-g", .lower = true },
	{ VULNID_DISTRO,   "openSUSE-SU-", "y:n-n" },
	{ VULNID_DISTRO,   "SUSE-SU-",     "y:n-n" },
	{ VULNID_DISTRO,   "SUSE-RU-",     "y:n-n" },
	{ VULNID_DISTRO,   "SUSE-FU-",     "y:n-n" },
	{ VULNID_DISTRO,   "FEDORA-",      "y-x", .lower = true },
	{ VULNID_DISTRO,   "FEDORA-EPEL-", "y-x", .lower = true },
};

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
	return char_is_digit(c) || (char_lower(c) >= 'a' && char_lower(c) <= 'f');
}

static bool
is_word(char c)
{
	return char_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == ':';
}

/* How many bytes of the text one piece of the shape takes; 0 when it does not fit. */
static size_t
piece_fits(char piece, struct str text)
{
	size_t digits = count_while(text, is_digit);

	switch (piece) {
	case 'y': return digits == 4 && (text.ptr[0] == '1' || text.ptr[0] == '2') ? 4 : 0;
	case '2': return digits == 2 ? 2 : 0;
	case 'h': return count_while(text, is_hex) == 8 ? 8 : 0;
	case 'a': return text.len > 0 && char_is_alpha(text.ptr[0]) ? 1 : 0;
	case 'n': return digits <= 19 ? digits : 0;
	case 'N': return digits >= 4 && digits <= 19 ? digits : 0;
	case 'g': return count_while(text, is_alnum) == 4 ? 4 : 0;
	case 'x': return count_while(text, is_word);
	default:  return text.len > 0 && text.ptr[0] == piece ? 1 : 0;
	}
}

static bool
shape_fits(const char *shape, struct str text)
{
	for (; *shape != '\0'; shape++) {
		size_t len = piece_fits(*shape, text);

		if (len == 0)
			return false;
		text = str_from(text, len);
	}
	return text.len == 0;
}

/* Takes the prefix off, forgiving what stands for '#' where the pattern is loose. */
static bool
take_prefix(const struct pattern *pattern, struct str *text)
{
	struct str prefix = str_of(pattern->prefix);

	if (str_take_nocase(text, prefix))
		return true;
	if (!pattern->loose || !str_take_nocase(text, str_sub(prefix, 0, prefix.len - 1)))
		return false;
	if (!str_take(text, STR("-")) && !str_take(text, STR(" ")))
		str_take(text, STR("\xef\xbc\x83"));    /* '＃', as in Japanese prose */
	return true;
}

static char
char_upper(char c)
{
	return char_is_lower(c) ? (char)(c - ('a' - 'A')) : c;
}

static struct str
spell(const struct pattern *pattern, struct str whole, struct str tail, struct arena *arena)
{
	struct str prefix = str_of(pattern->prefix);
	char *out = arena_alloc(arena, prefix.len + tail.len);
	struct str spelt = { out, prefix.len + tail.len };

	memcpy(out, prefix.ptr, prefix.len);
	for (size_t i = 0; i < tail.len; i++)
		out[prefix.len + i] = pattern->lower ? char_lower(tail.ptr[i]) : char_upper(tail.ptr[i]);
	return str_eq(spelt, whole) ? whole : spelt;
}

struct vulnid
vulnid_parse(struct str text, struct arena *arena)
{
	text = str_trim_space(text);
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		struct str tail = text;

		if (take_prefix(&patterns[i], &tail) && shape_fits(patterns[i].shape, tail))
			return (struct vulnid){ patterns[i].kind, spell(&patterns[i], text, tail, arena) };
	}
	return (struct vulnid){ 0 };
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
	[VULNID_NONE]     = { "",         9 },
	[VULNID_CVE]      = { "CVE",      0 },
	[VULNID_GHSA]     = { "GHSA",     1 },
	[VULNID_JVN]      = { "JVN",      2 },
	[VULNID_JVNVU]    = { "JVNVU",    3 },
	[VULNID_JVNTA]    = { "JVNTA",    7 },
	[VULNID_JVNDB]    = { "JVNDB",    5 },
	[VULNID_VU]       = { "VU",       6 },
	[VULNID_DATABASE] = { "database", 4 },
	[VULNID_DISTRO]   = { "distro",   8 },
};

const char *
vulnid_kind_name(enum vulnid_kind kind)
{
	assert(kind < VULNID_KIND_COUNT);
	return kinds[kind].name;
}

int
vulnid_preference(enum vulnid_kind kind)
{
	assert(kind < VULNID_KIND_COUNT);
	return kinds[kind].preference;
}
