/*
 * versions.c - versions of the tree as rows of CVE 5.
 *
 *     1.2.3                            the version
 *     vers:intdot/>=1.0|<1.2|1.5       from 1.0 until 1.2, and 1.5
 *     >= V1.1.0 < V2.0                 as makers write it: signs and versions in turn
 *     All versions < V4.91             the same
 *     All versions when …              words: read by nobody, and so undecided
 */
#include "format/csaf/part.h"

static const struct { struct str sign; bool opens, closes, excludes; } signs[] = {   /* the longer first */
	{ STR_INIT(">="), true, false, false }, { STR_INIT("<="), false, true, false }, { STR_INIT("!="), false, false, true },
	{ STR_INIT(">"), true, false, false },  { STR_INIT("<"), false, true, false },  { STR_INIT("="), false, false, false },
	{ STR_INIT("\xe2\x89\xa7"), true, false, false }, { STR_INIT("\xe2\x89\xa6"), false, true, false },
	{ STR_INIT("\xe2\x89\xa5"), true, false, false }, { STR_INIT("\xe2\x89\xa4"), false, true, false },
};
static const char *const ascii_signs[] = { ">=", "<=", "!=", ">", "<", "=", ">=", "<=", ">=", "<=" };

/* The sign that the text begins with, taken off; its place, or ARRAY_LEN(signs). */
static size_t
take_sign(struct str *text)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (str_take(text, signs[i].sign))
			return i;
	return ARRAY_LEN(signs);
}

/* Up to the next sign, '|' or ','. */
static struct str
take_version(struct str *text)
{
	size_t at = 0;

	while (at < text->len) {
		struct str rest = str_from(*text, at);

		if (rest.ptr[0] == '|' || rest.ptr[0] == ',' || take_sign(&rest) < ARRAY_LEN(signs))
			break;
		at++;
	}
	struct str version = str_sub(*text, 0, at);

	*text = str_from(*text, at);
	return str_trim_space(version);
}

/* VERS encodes what is no plain letter. */
static struct str
decoded(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '%' && i + 2 < text.len && char_is_hex(text.ptr[i + 1]) && char_is_hex(text.ptr[i + 2])) {
			out[len++] = (char)(char_hex(text.ptr[i + 1]) * 16 + char_hex(text.ptr[i + 2]));
			i += 2;
		} else {
			out[len++] = text.ptr[i];
		}
	}
	return str_is_text((struct str){ out, len }) ? (struct str){ out, len } : text;
}

struct folding {
	struct arena        *arena;
	struct affected     *affected;
	enum affected_status status;
	struct str           type;        /* of VERS; ""                           */
	struct str           open;        /* ">=1.0": waits for its other end; ""  */
};

static void
add_row(struct folding *folding, enum affected_status status, struct str version)
{
	list_push(folding->arena, &folding->affected->rows, ((struct cve5_version){ .status = status, .version = version, .type = folding->type }));
}

static void
close_open(struct folding *folding)
{
	if (folding->open.len > 0)
		add_row(folding, folding->status, folding->open);
	folding->open = STR("");
}

static void
fold(struct folding *folding, size_t sign, struct str version)
{
	struct str bound = version;

	if (sign < ARRAY_LEN(signs) && !signs[sign].excludes)
		bound = arena_printf(folding->arena, "%s%.*s", ascii_signs[sign], STR_ARG(version));
	if (sign < ARRAY_LEN(signs) && signs[sign].opens) {
		close_open(folding);
		folding->open = bound;
	} else if (sign < ARRAY_LEN(signs) && signs[sign].closes) {
		add_row(folding, folding->status, folding->open.len == 0 ? bound : arena_printf(folding->arena, "%.*s, %.*s", STR_ARG(folding->open),
		    STR_ARG(bound)));
		folding->open = STR("");
	} else if (sign < ARRAY_LEN(signs) && signs[sign].excludes) {
		/* The first row that holds a version decides. */
		add_row(folding, AFFECTED_UNKNOWN, version);
	} else {
		add_row(folding, folding->status, version);
	}
}

/* "All versions" before a sign is what the sign says already. */
static void
drop_words(struct str *text)
{
	struct str rest = *text;

	if (!str_take_nocase(&rest, STR("all versions")) && !str_take_nocase(&rest, STR("versions")) && !str_take_nocase(&rest, STR("version")))
		return;
	rest = str_trim_space(rest);
	if (take_sign(&(struct str){ rest.ptr, rest.len }) < ARRAY_LEN(signs))
		*text = rest;
}

static bool
has_sign(struct str text)
{
	for (size_t at = 0; at < text.len; at++) {
		struct str rest = str_from(text, at);

		if (take_sign(&rest) < ARRAY_LEN(signs))
			return true;
	}
	return false;
}

void
csaf_versions(struct str text, bool is_range, enum affected_status status, struct arena *arena, struct affected *affected)
{
	struct folding folding = { .arena = arena, .affected = affected, .status = status };
	struct str rest = str_trim_space(text), type;
	bool vers = str_take(&rest, STR("vers:")) && str_cut(rest, '/', &type, &rest);

	drop_words(&rest);
	if (vers && !str_is_one_of(type, (struct str[]){ STR("all"), STR("generic"), STR("intdot"), STR("unknown") }, 4))
		folding.type = type;
	/* A single version may hold any sign but these; what has none is one version, or words. */
	if (!vers && !(is_range && (has_sign(rest) || str_find_char(rest, '|') != SIZE_MAX)) && !has_sign(rest)) {
		add_row(&folding, status, rest.len == 0 ? STR("*") : rest);
		return;
	}
	while (rest.len > 0) {
		size_t sign;
		struct str version;

		rest = str_trim_space(rest);
		if (str_take(&rest, STR("|")) || str_take(&rest, STR(",")))
			continue;
		sign = take_sign(&rest);
		rest = str_trim_space(rest);
		version = take_version(&rest);
		fold(&folding, sign, vers ? decoded(version, arena) : version);
	}
	close_open(&folding);
}
