#include "domain/jvnprose/words.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>
#include "base/limits.h"
#include "domain/jvnprose/shapes.h"

/* The grammar's words, longer ones before those they begin with. English ones stand alone: no letter or digit follows. */
static const struct {
	struct str     text;
	enum word_kind kind;
	bool           firmware;   /* says so, beside what it is */
} table[] = {
	{ STR_INIT("すべてのファームウェアバージョン"), WORD_ALL, true }, { STR_INIT("すべてのファームウェア"), WORD_ALL, true },
	{ STR_INIT("全てのファームウェアバージョン"), WORD_ALL, true }, { STR_INIT("全ファームウェアバージョン"), WORD_ALL, true },
	{ STR_INIT("すべてのバージョン"), WORD_ALL }, { STR_INIT("全てのバージョン"), WORD_ALL },
	{ STR_INIT("全バージョン"), WORD_ALL }, { STR_INIT("すべての版"), WORD_ALL }, { STR_INIT("全ての版"), WORD_ALL },
	{ STR_INIT("すべて"), WORD_ALL }, { STR_INIT("全て"), WORD_ALL }, { STR_INIT("*"), WORD_ALL },
	{ STR_INIT("およびそれより前"), WORD_AT_MOST }, { STR_INIT("およびそれ以前"), WORD_AT_MOST },
	{ STR_INIT("及びそれ以前"), WORD_AT_MOST }, { STR_INIT("またはそれ以前"), WORD_AT_MOST },
	{ STR_INIT("もしくはそれ以前"), WORD_AT_MOST }, { STR_INIT("とそれ以前"), WORD_AT_MOST },
	{ STR_INIT("かそれ以前"), WORD_AT_MOST }, { STR_INIT("、それ以前"), WORD_AT_MOST },
	{ STR_INIT("よりも以前"), WORD_LESS }, { STR_INIT("より以前"), WORD_LESS },
	{ STR_INIT("以前"), WORD_AT_MOST }, { STR_INIT("以下"), WORD_AT_MOST }, { STR_INIT("まで"), WORD_AT_MOST },
	{ STR_INIT("未満"), WORD_LESS }, { STR_INIT("よりも前"), WORD_LESS }, { STR_INIT("より前"), WORD_LESS },
	{ STR_INIT("およびそれ以降"), WORD_AT_LEAST }, { STR_INIT("及びそれ以降"), WORD_AT_LEAST },
	{ STR_INIT("以降"), WORD_AT_LEAST }, { STR_INIT("以上"), WORD_AT_LEAST },
	{ STR_INIT("より後"), WORD_GREATER }, { STR_INIT("より新しい"), WORD_GREATER }, { STR_INIT("を超える"), WORD_GREATER },
	{ STR_INIT("から"), WORD_FROM }, { STR_INIT("〜"), WORD_TO }, { STR_INIT("~"), WORD_TO },
	{ STR_INIT("系列"), WORD_BRANCH }, { STR_INIT("系"), WORD_BRANCH }, { STR_INIT("台"), WORD_BRANCH },
	{ STR_INIT("シリーズ"), WORD_BRANCH },
	{ STR_INIT("ファームウェア"), WORD_NOISE, true }, { STR_INIT("ファームウエア"), WORD_NOISE, true },
	{ STR_INIT("バージョン"), WORD_NOISE }, { STR_INIT("ヴァージョン"), WORD_NOISE }, { STR_INIT("のみ"), WORD_NOISE },
	{ STR_INIT("および"), WORD_AND }, { STR_INIT("及び"), WORD_AND }, { STR_INIT("ならびに"), WORD_AND },
	{ STR_INIT("かつ"), WORD_AND }, { STR_INIT("と"), WORD_AND }, { STR_INIT("、"), WORD_AND },
	{ STR_INIT("または"), WORD_OR }, { STR_INIT("又は"), WORD_OR }, { STR_INIT("もしくは"), WORD_OR },
	{ STR_INIT("の版"), WORD_NOISE }, { STR_INIT("の"), WORD_OF },
	{ STR_INIT("<="), WORD_UP_TO }, { STR_INIT("≤"), WORD_UP_TO }, { STR_INIT("≦"), WORD_UP_TO }, { STR_INIT("<"), WORD_PRIOR },
	{ STR_INIT(">="), WORD_SINCE }, { STR_INIT("≥"), WORD_SINCE }, { STR_INIT("≧"), WORD_SINCE }, { STR_INIT(">"), WORD_AFTER },
	{ STR_INIT("all versions of the firmware"), WORD_ALL, true }, { STR_INIT("all versions of firmware"), WORD_ALL, true },
	{ STR_INIT("all firmware versions"), WORD_ALL, true }, { STR_INIT("firmware all versions"), WORD_ALL, true },
	{ STR_INIT("all versions"), WORD_ALL }, { STR_INIT("all releases"), WORD_ALL },
	{ STR_INIT("and earlier"), WORD_AT_MOST }, { STR_INIT("or earlier"), WORD_AT_MOST },
	{ STR_INIT("and all earlier"), WORD_AT_MOST }, { STR_INIT("and all previous"), WORD_AT_MOST },
	{ STR_INIT("and prior"), WORD_AT_MOST }, { STR_INIT("or prior"), WORD_AT_MOST },
	{ STR_INIT("and lower"), WORD_AT_MOST }, { STR_INIT("or lower"), WORD_AT_MOST },
	{ STR_INIT("and below"), WORD_AT_MOST }, { STR_INIT("or below"), WORD_AT_MOST },
	{ STR_INIT("and older"), WORD_AT_MOST }, { STR_INIT("or older"), WORD_AT_MOST },
	{ STR_INIT("and previous"), WORD_AT_MOST }, { STR_INIT("or previous"), WORD_AT_MOST },
	{ STR_INIT("and later"), WORD_AT_LEAST }, { STR_INIT("or later"), WORD_AT_LEAST },
	{ STR_INIT("and above"), WORD_AT_LEAST }, { STR_INIT("or above"), WORD_AT_LEAST },
	{ STR_INIT("and higher"), WORD_AT_LEAST }, { STR_INIT("or higher"), WORD_AT_LEAST },
	{ STR_INIT("and newer"), WORD_AT_LEAST }, { STR_INIT("or newer"), WORD_AT_LEAST },
	{ STR_INIT("prior to"), WORD_PRIOR }, { STR_INIT("prior"), WORD_PRIOR }, { STR_INIT("before"), WORD_PRIOR },
	{ STR_INIT("earlier than"), WORD_PRIOR }, { STR_INIT("less than"), WORD_PRIOR }, { STR_INIT("lower than"), WORD_PRIOR },
	{ STR_INIT("older than"), WORD_PRIOR },
	{ STR_INIT("later than"), WORD_AFTER }, { STR_INIT("newer than"), WORD_AFTER }, { STR_INIT("greater than"), WORD_AFTER },
	{ STR_INIT("up to and including"), WORD_UP_TO }, { STR_INIT("up to"), WORD_UP_TO },
	{ STR_INIT("from"), WORD_SINCE }, { STR_INIT("since"), WORD_SINCE },
	{ STR_INIT("through"), WORD_TO }, { STR_INIT("to"), WORD_TO }, { STR_INIT("-"), WORD_DASH },
	{ STR_INIT("series"), WORD_BRANCH },
	{ STR_INIT("firmware"), WORD_NOISE, true }, { STR_INIT("versions"), WORD_NOISE }, { STR_INIT("version"), WORD_NOISE },
	{ STR_INIT("releases"), WORD_NOISE }, { STR_INIT("ver."), WORD_NOISE }, { STR_INIT("ver"), WORD_NOISE },
	{ STR_INIT("only"), WORD_NOISE },
	{ STR_INIT("and"), WORD_AND }, { STR_INIT("but"), WORD_AND }, { STR_INIT(","), WORD_AND }, { STR_INIT(";"), WORD_AND }, { STR_INIT("or"), WORD_OR },
};

/* What makes a version more than its number, takes something out, or turns the meaning round: the row is not read. */
static const struct str strange_words[] = {
	STR_INIT("build"), STR_INIT("update"), STR_INIT("patch"), STR_INIT("hotfix"), STR_INIT("fix"), STR_INIT("fixed"), STR_INIT("rev"),
	STR_INIT("revision"), STR_INIT("commit"), STR_INIT("except"), STR_INIT("excluding"), STR_INIT("without"), STR_INIT("unless"),
	STR_INIT("not"), STR_INIT("unaffected"), STR_INIT("after"), STR_INIT("until"), STR_INIT("till"), STR_INIT("below"),
	STR_INIT("under"), STR_INIT("between"), STR_INIT("over"), STR_INIT("starting"), STR_INIT("hardware"), STR_INIT("h/w"),
	STR_INIT("="), STR_INIT("!="),
};
static const struct str strange_japanese[] = {
	STR_INIT("を除"), STR_INIT("は除"), STR_INIT("一部"), STR_INIT("ビルド"), STR_INIT("パッチ"), STR_INIT("リビジョン"),
	STR_INIT("アップデート"), STR_INIT("を含ま"), STR_INIT("以外"), STR_INIT("影響"), STR_INIT("対策"), STR_INIT("修正"),
	STR_INIT("適用"), STR_INIT("最新"), STR_INIT("ハードウェア"), STR_INIT("ハードウエア"), STR_INIT("未"), STR_INIT("非"),
	STR_INIT("対象"), STR_INIT("脆弱"), STR_INIT("解決"),
};

/* Stand right before a version's first digit, glued or not. */
static const struct str prefixes[] = {
	STR_INIT("versions"), STR_INIT("version"), STR_INIT("ver."), STR_INIT("ver"), STR_INIT("v."), STR_INIT("v"), STR_INIT("r."),
};

static const struct str platforms[] = {
	STR_INIT("x86"), STR_INIT("x86-64"), STR_INIT("x86_64"), STR_INIT("x64"), STR_INIT("ia64"), STR_INIT("amd64"),
	STR_INIT("arm64"), STR_INIT("i386"), STR_INIT("s390x"), STR_INIT("ppc64"), STR_INIT("32-bit"), STR_INIT("64-bit"),
};
/* Named among other words; with a digit beside them these are versions of systems, unless it is a device's. */
static const struct str systems[] = {
	STR_INIT("windows"), STR_INIT("mac os"), STR_INIT("macos"), STR_INIT("linux"), STR_INIT("android"), STR_INIT("ios"),
	STR_INIT("solaris"), STR_INIT("unix"), STR_INIT("hp-ux"), STR_INIT("aix"), STR_INIT("systems"),
};
static const struct str devices[] = {
	STR_INIT("iphone"), STR_INIT("ipad"), STR_INIT("ipod"), STR_INIT("32-bit"), STR_INIT("64-bit"), STR_INIT("32bit"), STR_INIT("64bit"),
	STR_INIT("32 ビット"), STR_INIT("64 ビット"), STR_INIT("32ビット"), STR_INIT("64ビット"),
};

/* ------------------------------------------------------------------------------------ normalising */

static bool
is_dash(uint32_t point)
{
	return (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
}

/* One line of single spaces, dashes alike; of valid UTF-8. */
static struct str
tidy(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t used = 0, len;
	uint32_t point;

	for (size_t at = 0; at < text.len; at += len) {
		len = str_point(text, at, &point);
		if (is_dash(point))
			out[used++] = '-';
		else if (!char_is_space(text.ptr[at]))
			used = (size_t)((char *)mempcpy(out + used, text.ptr + at, len) - out);
		else if (used > 0 && out[used - 1] != ' ')
			out[used++] = ' ';
	}
	return str_trim_space((struct str){ out, used });
}

/* NFKC, which leaves ASCII as it is. False when the text is none, or too long. */
static bool
normalise(struct str phrase, struct arena *arena, struct str *ret_text)
{
	const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)phrase.ptr;
	utf8proc_ssize_t len;
	utf8proc_int32_t *points;

	if (phrase.len > LIMIT_JVN_PHRASE || !str_is_text(phrase))
		return false;
	if (str_is_ascii(phrase)) {
		*ret_text = tidy(phrase, arena);
		return true;
	}
	/* What utf8proc_map does, but in the arena; the bytes come to stand where the code points were. */
	len = utf8proc_decompose(bytes, (utf8proc_ssize_t)phrase.len, NULL, 0, options);
	assert(len >= 0);
	points = ARENA_ARRAY(arena, utf8proc_int32_t, (size_t)len + 1);
	len = utf8proc_reencode(points, utf8proc_decompose(bytes, (utf8proc_ssize_t)phrase.len, points, len, options), options);
	*ret_text = tidy((struct str){ (const char *)points, (size_t)len }, arena);
	return true;
}

/* ---------------------------------------------------------------------------------- strange words */

/* "Build1653", "rev2", but not "Revolution". */
static bool
is_strange_word(struct str word)
{
	for (size_t i = 0; i < ARRAY_LEN(strange_words); i++)
		if (str_starts_nocase(word, strange_words[i]) &&
		    (word.len == strange_words[i].len || !char_is_alpha(word.ptr[strange_words[i].len])))
			return true;
	/* SP2, but not the SP of a product's name */
	return word.len > 2 && str_starts_nocase(word, STR("sp")) && char_is_digit(word.ptr[2]);
}

static bool
is_strange_japanese(struct str text)
{
	for (size_t i = 0; i < ARRAY_LEN(strange_japanese); i++)
		if (str_starts(text, strange_japanese[i]))
			return true;
	return false;
}

/* Is one of these anywhere in it? */
static bool
is_strange(struct str text)
{
	struct str rest = text, word;

	while (str_split(&rest, ' ', &word))
		if (is_strange_word(word))
			return true;
	for (size_t i = 0; i < text.len; i++)
		if (is_strange_japanese(str_from(text, i)))
			return true;
	return false;
}

/* --------------------------------------------------------------------------------------- brackets */

static bool
contains_nocase(struct str text, struct str needle)
{
	for (size_t i = 0; i + needle.len <= text.len; i++)
		if (str_starts_nocase(str_from(text, i), needle))
			return true;
	return false;
}

static bool
has_digit(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (char_is_digit(text.ptr[i]))
			return true;
	return false;
}

/* "CVE-2024-1234" at the front of *rest. */
static bool
take_cve(struct str *rest, struct str *ret_cve)
{
	size_t len = 4, digits;

	if (!str_starts_nocase(*rest, STR("CVE-")))
		return false;
	while (len < rest->len && char_is_digit(rest->ptr[len]))
		len++;
	if (len != 8 || len >= rest->len || rest->ptr[len] != '-')
		return false;
	for (digits = 0; len + 1 + digits < rest->len && char_is_digit(rest->ptr[len + 1 + digits]); digits++)
		;
	if (digits < 4)
		return false;
	*ret_cve = str_sub(*rest, 0, len + 1 + digits);
	*rest = str_from(*rest, len + 1 + digits);
	return true;
}

static bool
take_cve_separator(struct str *rest)
{
	static const struct str separators[] = {
		STR_INIT(" "), STR_INIT("、"), STR_INIT(","), STR_INIT("・"), STR_INIT("/"), STR_INIT(";"), STR_INIT("および"),
		STR_INIT("及び"), STR_INIT("と"), STR_INIT("and"), STR_INIT("のみ"),
	};

	for (size_t i = 0; i < ARRAY_LEN(separators); i++)
		if (str_take(rest, separators[i]))
			return true;
	return false;
}

/* A bracket of CVE ids and nothing else. */
static bool
read_cves(struct str inside, struct arena *arena, struct row *row)
{
	struct str_list cves = { 0 };

	while (inside.len > 0) {
		struct str cve;

		if (take_cve(&inside, &cve))
			list_push(arena, &cves, arena_printf(arena, "CVE-%.*s", STR_ARG(str_from(cve, 4))));
		else if (!take_cve_separator(&inside))
			return false;
	}
	if (cves.count == 0)
		return false;
	/* Brackets are taken from the end: what stands further on is in the row already. */
	for (size_t i = 0; i < row->cves.count; i++)
		list_push(arena, &cves, row->cves.items[i]);
	row->cves = cves;
	return true;
}

struct str
words_join(struct arena *arena, struct str a, struct str b)
{
	return a.len == 0 ? b : b.len == 0 ? a : arena_printf(arena, "%.*s %.*s", STR_ARG(a), STR_ARG(b));
}

/* "ver.3.5.1.200op1": a prefix and a version, no more. */
static bool
take_prefix(struct str *text)
{
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		struct str rest = *text;

		if (!str_take_nocase(&rest, prefixes[i]))
			continue;
		(void)str_take(&rest, STR(" "));
		if (rest.len > 0 && char_is_digit(rest.ptr[0])) {
			*text = rest;
			return true;
		}
	}
	return false;
}

static size_t
version_len(struct str text)
{
	size_t len = 0;

	while (len < text.len && (char_is_alnum(text.ptr[len]) || str_find_char(STR("._+*-"), text.ptr[len]) != SIZE_MAX))
		len++;
	while (str_find_char(STR(".-+"), text.ptr[len - 1]) != SIZE_MAX)
		len--;
	return len;
}

static bool
is_platform(struct str inside)
{
	for (size_t i = 0; i < ARRAY_LEN(platforms); i++)
		if (str_eq_nocase(inside, platforms[i]))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(systems); i++)
		if (contains_nocase(inside, systems[i]) && !has_digit(inside))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(devices); i++)
		if (contains_nocase(inside, devices[i]))
			return true;
	return false;
}

static void row_words(struct str rest, struct arena *arena, struct row *row);

/* "Ver.3.1.x 系", "3.1.x": the branch that the row keeps to. */
static bool
read_branch(struct str inside, struct arena *arena, struct row *row)
{
	struct row branch = { 0 };
	const struct word *words;

	row_words(inside, arena, &branch);
	words = branch.words.items;
	if (branch.words.count == 0 || branch.words.count > 2 || words[0].kind != WORD_VERSION || row->within.len > 0)
		return false;
	if (branch.words.count == 2 ? words[1].kind != WORD_BRANCH : !words[0].branch)
		return false;
	row->within = words[0].text;
	return true;
}

/* A bracket at the end of the row: CVE ids, a platform, an edition, a branch, or the version's other spelling. */
static void
read_bracket(struct str inside, struct arena *arena, struct row *row)
{
	struct str alias = inside;

	inside = str_trim_space(inside);
	if (read_cves(inside, arena, row) || read_branch(inside, arena, row))
		return;
	if (is_strange(inside))
		row->strange = true;
	else if (is_platform(inside))
		row->platform = words_join(arena, row->platform, inside);
	else if (!has_digit(inside))
		row->edition = words_join(arena, row->edition, inside);
	else if (take_prefix(&alias) && version_len(alias) == alias.len)
		list_push(arena, &row->aliases, alias);
	else
		row->strange = true;
}

/* Takes "(…)" off the end of *text; false when there is none. Makers' own issue numbers stand in square ones. */
static bool
take_bracket(struct str *text, struct arena *arena, struct row *row)
{
	struct str rest = str_trim_space(*text), inside;
	size_t open = SIZE_MAX;
	bool square = str_ends(rest, STR("]")) && !str_ends(rest, STR("[]"));

	if (!square && !str_ends(rest, STR(")")))
		return false;
	for (size_t i = 0; i + 1 < rest.len; i++)
		if (rest.ptr[i] == (square ? '[' : '('))
			open = i;
	if (open == SIZE_MAX)
		return false;
	inside = str_sub(rest, open + 1, rest.len - open - 2);
	if (square)
		row->strange = !read_cves(inside, arena, row) || row->strange;
	else
		read_bracket(inside, arena, row);
	*text = str_trim_space(str_sub(rest, 0, open));
	return true;
}

/* ------------------------------------------------------------------------------------------ words */

/* "32-bit" and "64bit" begin with a digit and are no versions. */
static bool
is_bits(struct str text)
{
	return str_starts_nocase(text, STR("32-bit")) || str_starts_nocase(text, STR("64-bit")) ||
	    str_starts_nocase(text, STR("32bit")) || str_starts_nocase(text, STR("64bit"));
}

static void
add_version(struct str text, struct arena *arena, struct row *row)
{
	struct word word = { .kind = WORD_VERSION, .text = text };

	if (is_bits(text))
		word.kind = WORD_OTHER;
	else if (str_take_end(&word.text, STR(".x")) || str_take_end(&word.text, STR(".X")) || str_take_end(&word.text, STR(".*")))
		word.branch = true;
	list_push(arena, &row->words, word);
}

static bool
take_from_table(struct str *rest, struct arena *arena, struct row *row)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		struct str word = table[i].text, after = *rest;
		bool alone = char_is_alpha(word.ptr[0]) || word.ptr[0] == '-';

		if (word.ptr[0] != char_lower(rest->ptr[0]))
			continue;
		if (!str_take_nocase(&after, word) || (alone && after.len > 0 && char_is_alnum(after.ptr[0])))
			continue;
		row->firmware = row->firmware || table[i].firmware;
		if (table[i].kind != WORD_NOISE)
			list_push(arena, &row->words, ((struct word){ .kind = table[i].kind, .text = str_sub(*rest, 0, word.len) }));
		*rest = after;
		return true;
	}
	return false;
}

/* A run of ASCII up to a space, a bracket, or one character of another script. */
static void
take_other(struct str *rest, struct arena *arena, struct row *row)
{
	uint32_t point;
	size_t len = 0;

	if ((unsigned char)rest->ptr[0] >= 0x80) {
		len = str_point(*rest, 0, &point);
		row->strange = row->strange || is_strange_japanese(*rest);
	} else if (rest->ptr[0] == '(' || rest->ptr[0] == ')') {
		len = 1;
	} else {
		while (len < rest->len && (unsigned char)rest->ptr[len] < 0x80 && rest->ptr[len] != ' ' &&
		    (len == 0 || str_find_char(STR("(),;"), rest->ptr[len]) == SIZE_MAX))
			len++;
		row->strange = row->strange || is_strange_word(str_sub(*rest, 0, len));
	}
	list_push(arena, &row->words, ((struct word){ .kind = WORD_OTHER, .text = str_sub(*rest, 0, len) }));
	*rest = str_from(*rest, len);
}

/* "V01L07NF0201", "V6.0L10": version and level; the letters belong to it. 0 when none stands here. */
static size_t
level_len(struct str text)
{
	size_t len = 1;

	if (text.len < 2 || char_lower(text.ptr[0]) != 'v' || !char_is_digit(text.ptr[1]))
		return 0;
	while (len < text.len && (char_is_digit(text.ptr[len]) || text.ptr[len] == '.'))
		len++;
	if (len + 1 >= text.len || char_lower(text.ptr[len]) != 'l' || !char_is_digit(text.ptr[len + 1]))
		return 0;
	return version_len(text);
}

/* The number behind a word and, for "SP4", a space or none: its length, or 0. */
static size_t
counted_len(struct str text, struct str word)
{
	size_t len = word.len, digits = 0;

	if (!str_starts_nocase(text, word))
		return 0;
	if (len < text.len && text.ptr[len] == ' ')
		len++;
	while (len + digits < text.len && char_is_digit(text.ptr[len + digits]))
		digits++;
	if (digits == 0 || (len + digits < text.len && char_is_alnum(text.ptr[len + digits])))
		return 0;
	return len + digits;
}

/*
 * How much of the text is the version that begins it, its numbers being so long: " Service Pack 1", " SP1" and " R1" right behind
 * belong to it, and so does " Build1653" right behind these.
 */
static size_t
whole_version_len(struct str text, size_t len)
{
	static const struct str packs[] = { STR_INIT(" service pack"), STR_INIT(" sp"), STR_INIT(" r") };
	size_t pack = 0;

	for (size_t i = 0; pack == 0 && i < ARRAY_LEN(packs); i++)
		pack = counted_len(str_from(text, len), packs[i]);
	len += pack;
	return shape_has_pack(str_sub(text, 0, len)) ? len + counted_len(str_from(text, len), STR(" build")) : len;
}

static void
take_version(struct str *rest, size_t len, struct arena *arena, struct row *row)
{
	len = whole_version_len(*rest, len);
	add_version(str_sub(*rest, 0, len), arena, row);
	*rest = str_from(*rest, len);
}

static void
row_words(struct str rest, struct arena *arena, struct row *row)
{
	while ((rest = str_trim_space(rest)).len > 0) {
		size_t level = level_len(rest);

		if (level > 0)
			take_version(&rest, level, arena, row);
		else if (take_prefix(&rest) || char_is_digit(rest.ptr[0]))
			take_version(&rest, version_len(rest), arena, row);
		else if (!take_from_table(&rest, arena, row))
			take_other(&rest, arena, row);
	}
}

bool
row_read(struct str phrase, struct arena *arena, struct row *ret_row)
{
	struct row row = { 0 };

	if (!normalise(phrase, arena, &row.text))
		return false;
	while (take_bracket(&row.text, arena, &row))
		;
	row_words(row.text, arena, &row);
	*ret_row = row;
	return true;
}
