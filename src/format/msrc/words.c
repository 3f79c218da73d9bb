#include "format/msrc/reading.h"

#include "base/buf.h"
#include "base/fold.h"

struct str
msrc_product_fold(struct str name, struct arena *arena)
{
	return str_trim_space(fold_text(name, arena));
}

bool
msrc_product_is_linux(struct str name)
{
	return str_find(name, STR("Mariner")) != SIZE_MAX || str_find(name, STR("Azure Linux")) != SIZE_MAX ||
	    str_starts(name, STR("azl3 ")) || str_starts(name, STR("cbl2 ")) || str_starts(name, STR("cm1 "));
}

struct str
msrc_words(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (!char_is_space(text.ptr[i]))
			out[len++] = text.ptr[i];
		else if (len > 0 && out[len - 1] != ' ')
			out[len++] = ' ';
	}
	return str_trim_space((struct str){ out, len });
}

/* --------------------------------------------------------------------- HTML */

static const struct { struct str name; struct str text; } entities[] = {
	{ STR_INIT("amp"), STR_INIT("&") },   { STR_INIT("lt"), STR_INIT("<") },     { STR_INIT("gt"), STR_INIT(">") },
	{ STR_INIT("quot"), STR_INIT("\"") }, { STR_INIT("apos"), STR_INIT("'") },   { STR_INIT("nbsp"), STR_INIT(" ") },
	{ STR_INIT("#39"), STR_INIT("'") },   { STR_INIT("#34"), STR_INIT("\"") },   { STR_INIT("#160"), STR_INIT(" ") },
};

/* Of an entity at the beginning of html: its length, or 0 when it is none that is known and stays as it stands. */
static size_t
read_entity(struct str html, struct str *ret_text)
{
	enum { LONGEST = 8 };
	size_t end = str_find_char(str_sub(html, 0, LONGEST), ';');

	for (size_t i = 0; end != SIZE_MAX && i < ARRAY_LEN(entities); i++) {
		if (str_eq(str_sub(html, 1, end - 1), entities[i].name)) {
			*ret_text = entities[i].text;
			return end + 1;
		}
	}
	return 0;
}

/* Tags behind which a new line begins. */
static bool
breaks_line(struct str tag)
{
	static const struct str words[] = {
		STR_INIT("p"), STR_INIT("br"), STR_INIT("li"), STR_INIT("div"), STR_INIT("tr"), STR_INIT("ul"), STR_INIT("ol"),
		STR_INIT("h1"), STR_INIT("h2"), STR_INIT("h3"), STR_INIT("h4"), STR_INIT("table"),
	};
	size_t len = 0;

	(void)str_take(&tag, STR("/"));
	while (len < tag.len && char_is_alnum(tag.ptr[len]))
		len++;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq_nocase(str_sub(tag, 0, len), words[i]))
			return true;
	return false;
}

/* A space or the beginning of a line where one is due, before a piece of text. */
static void
add_piece(struct buf *out, struct str piece, char *due)
{
	if (*due != '\0' && out->len > 0)
		buf_add_char(out, *due);
	*due = '\0';
	buf_add(out, piece);
}

struct str
msrc_plain(struct str html, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	char due = '\0';
	size_t used;

	for (size_t at = 0; at < html.len; at += used) {
		struct str rest = str_from(html, at), text = str_sub(rest, 0, 1);
		size_t end = rest.ptr[0] == '<' ? str_find_char(rest, '>') : SIZE_MAX;

		used = 1;
		if (end != SIZE_MAX) {
			used = end + 1;
			if (breaks_line(str_sub(rest, 1, end - 1)))
				due = '\n';
			continue;
		}
		if (rest.ptr[0] == '&' && read_entity(rest, &text) > 0)
			used = read_entity(rest, &text);
		if (text.len == 1 && char_is_space(text.ptr[0]))
			due = due == '\0' ? ' ' : due;
		else
			add_piece(&out, text, &due);
	}
	return arena_copy(arena, buf_str(&out));
}

/* ---------------------------------------------------------------------- KBs */

static size_t
leading_digits(struct str text)
{
	size_t len = 0;

	while (len < text.len && char_is_digit(text.ptr[len]))
		len++;
	return len;
}

/* Numbers of KBs have had six digits since 1990-odd and have seven now. */
static bool
is_kb_number(struct str text)
{
	return text.len >= 6 && text.len <= 8 && leading_digits(text) == text.len;
}

struct str
msrc_kb(struct str text)
{
	text = str_trim_space(text);
	(void)str_take_nocase(&text, STR("KB"));
	text = str_trim_space(text);
	return is_kb_number(text) ? text : STR("");
}

struct str
msrc_kb_of_url(struct str url)
{
	static const struct str marks[] = { STR_INIT("/help/"), STR_INIT("q=KB"), STR_INIT("/kb/"), STR_INIT("q=kb") };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		size_t at = str_find(url, marks[i]);
		struct str rest = at == SIZE_MAX ? STR("") : str_from(url, at + marks[i].len);

		rest.len = leading_digits(rest);
		if (is_kb_number(rest))
			return rest;
	}
	return STR("");
}

static struct str
next_piece(struct str *rest)
{
	size_t len = 0;
	struct str piece;

	while (len < rest->len && rest->ptr[len] != ';' && rest->ptr[len] != ',' && rest->ptr[len] != '<')
		len++;
	piece = str_trim_space(str_sub(*rest, 0, len));
	*rest = str_from(*rest, len + (len < rest->len && rest->ptr[len] != '<'));
	/* "3140745<br><br>3140768" stands in some. */
	if (rest->len > 0 && rest->ptr[0] == '<') {
		size_t end = str_find_char(*rest, '>');

		*rest = str_from(*rest, end == SIZE_MAX ? rest->len : end + 1);
	}
	return piece;
}

void
msrc_supersedes(struct str text, struct arena *arena, struct str_list *list)
{
	while (text.len > 0) {
		struct str piece = next_piece(&text), kb = msrc_kb(piece);

		if (kb.len == 0 && str_starts_nocase(piece, STR("MS")) && piece.len == STR("MS16-007").len)
			kb = piece;
		if (kb.len > 0 && !str_is_one_of(kb, list->items, list->count))
			list_push(arena, list, kb);
	}
}

enum answer
msrc_restart(struct str text)
{
	return str_eq_nocase(text, STR("Yes")) ? ANSWER_YES : str_eq_nocase(text, STR("No")) ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* ------------------------------------------------------------------ numbers */

int64_t
msrc_instant(struct str text)
{
	int64_t instant;

	/* .NET's "no date" is its first day. */
	if (str_starts(text, STR("0001-")) || !instant_parse(text, ZONE_UTC, &instant))
		return INSTANT_NONE;
	return instant;
}

enum cvss_version
msrc_cvss_version(struct str vector)
{
	static const struct { struct str prefix; enum cvss_version version; } prefixes[] = {
		{ STR_INIT("CVSS:3.1/"), CVSS_V3_1 }, { STR_INIT("CVSS:3.0/"), CVSS_V3_0 }, { STR_INIT("CVSS:4.0/"), CVSS_V4 },
		{ STR_INIT("AV:"), CVSS_V2 },
	};

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (str_starts(vector, prefixes[i].prefix))
			return prefixes[i].version;
	return CVSS_NONE;
}

int32_t
msrc_tenths(struct str text)
{
	struct str whole, part;
	uint64_t units, tenth = 0;

	(void)str_cut(str_trim_space(text), '.', &whole, &part);
	if (!str_to_u64(whole, &units) || units > 10 || (part.len > 0 && !str_to_u64(str_sub(part, 0, 1), &tenth)))
		return -1;
	units = units * 10 + tenth;
	return units > 100 ? -1 : (int32_t)units;
}
