/*
 * cell.c - what the words of a cell say, before anybody knows which products there are: signs for "as above" and
 * "none", and where one product ends and the next begins. What can be read two ways is left as it is written.
 */
#include <string.h>
#include "base/fold.h"
#include "base/limits.h"
#include "format/sheet/parts.h"

/* ------------------------------------------------------------------------------------------ signs */

static const struct str repeats[] = {
	STR_INIT("〃"), STR_INIT("々"), STR_INIT("仝"), STR_INIT("\""), STR_INIT("“"), STR_INIT("”"), STR_INIT("″"), STR_INIT("＂"), STR_INIT("''"),
	STR_INIT("同上"), STR_INIT("同　上"), STR_INIT("同 上"), STR_INIT("上に同じ"), STR_INIT("上と同じ"), STR_INIT("ditto"),
};
static const struct str dashes[] = {
	STR_INIT("-"), STR_INIT("－"), STR_INIT("―"), STR_INIT("‐"), STR_INIT("ー"), STR_INIT("—"), STR_INIT("–"), STR_INIT("−"), STR_INIT("--"),
	STR_INIT("---"), STR_INIT("ｰ"),
};
static const struct str nones[] = {
	STR_INIT("なし"), STR_INIT("無し"), STR_INIT("無"), STR_INIT("該当なし"), STR_INIT("該当無し"), STR_INIT("N/A"), STR_INIT("n/a"), STR_INIT("NA"),
	STR_INIT("#N/A"), STR_INIT("不明"), STR_INIT("未確認"), STR_INIT("未定"), STR_INIT("確認中"), STR_INIT("調査中"), STR_INIT("?"), STR_INIT("？"),
	STR_INIT("unknown"), STR_INIT("Unknown"), STR_INIT("none"), STR_INIT("None"),
};
static const struct str yes[] = {
	STR_INIT("○"), STR_INIT("〇"), STR_INIT("◯"), STR_INIT("◎"), STR_INIT("●"), STR_INIT("有"), STR_INIT("あり"), STR_INIT("有り"), STR_INIT("1"),
	STR_INIT("１"), STR_INIT("レ"), STR_INIT("✓"), STR_INIT("✔"), STR_INIT("☑"), STR_INIT("済"), STR_INIT("yes"), STR_INIT("Yes"), STR_INIT("YES"),
	STR_INIT("TRUE"), STR_INIT("Y"), STR_INIT("y"), STR_INIT("o"), STR_INIT("O"),
};
static const struct str no[] = {
	STR_INIT("×"), STR_INIT("✕"), STR_INIT("✗"), STR_INIT("☒"), STR_INIT("☐"), STR_INIT("無"), STR_INIT("無し"), STR_INIT("なし"), STR_INIT("未"),
	STR_INIT("0"), STR_INIT("０"), STR_INIT("no"), STR_INIT("No"), STR_INIT("NO"), STR_INIT("FALSE"), STR_INIT("N"), STR_INIT("n"), STR_INIT("x"),
	STR_INIT("X"), STR_INIT("ｘ"), STR_INIT("Ｘ"),
};
/* Words behind a version that make it many. */
static const struct str open_ends[] = {
	STR_INIT("以降"), STR_INIT("以上"), STR_INIT("以前"), STR_INIT("以下"), STR_INIT("未満"), STR_INIT("～"), STR_INIT("〜"), STR_INIT("or later"),
	STR_INIT("or above"), STR_INIT("他"), STR_INIT("など"), STR_INIT("等"),
};
static const struct str always_newest[] = {
	STR_INIT("最新"), STR_INIT("最新版"), STR_INIT("最新バージョン"), STR_INIT("常に最新"), STR_INIT("自動更新"), STR_INIT("随時更新"), STR_INIT("latest"),
	STR_INIT("Latest"), STR_INIT("各種"), STR_INIT("複数"),
};

struct str
cell_trim(struct str text)
{
	size_t before;

	do {
		before = text.len;
		text = str_trim_space(text);
		(void)str_take(&text, STR("　"));
		(void)str_take_end(&text, STR("　"));
		(void)str_take(&text, STR("\xc2\xa0"));
		(void)str_take_end(&text, STR("\xc2\xa0"));
	} while (text.len != before);
	return text;
}

bool
cell_repeats(struct str text)
{
	return str_is_one_of(text, repeats, ARRAY_LEN(repeats));
}

bool
cell_is_dash(struct str text)
{
	return str_is_one_of(text, dashes, ARRAY_LEN(dashes));
}

bool
cell_says_none(struct str text)
{
	return str_is_one_of(text, nones, ARRAY_LEN(nones));
}

bool
cell_is_open_version(struct str text)
{
	if (str_is_one_of(text, always_newest, ARRAY_LEN(always_newest)))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(open_ends); i++)
		if (str_ends(text, open_ends[i]))
			return true;
	return false;
}

enum cell_mark
cell_mark_of(struct str text)
{
	if (str_is_one_of(text, yes, ARRAY_LEN(yes)))
		return CELL_MARK_YES;
	if (str_is_one_of(text, no, ARRAY_LEN(no)) || cell_is_dash(text))
		return CELL_MARK_NO;
	return CELL_MARK_NONE;
}

bool
cell_has_private(struct str text)
{
	uint32_t point;
	size_t len;

	for (size_t at = 0; at < text.len; at += len == 0 ? 1 : len) {
		len = str_point(text, at, &point);
		if (len > 0 && ((point >= 0xe000 && point <= 0xf8ff) || point >= 0xf0000))
			return true;
	}
	return false;
}

/* Digits off the front of *text: how many. */
static size_t
take_digits(struct str *text)
{
	size_t count = 0;

	while (count < text->len && char_is_digit(text->ptr[count]))
		count++;
	*text = str_from(*text, count);
	return count;
}

bool
cell_is_exponent(struct str text)
{
	if (take_digits(&text) != 1)
		return false;
	if (str_take(&text, STR(".")) && take_digits(&text) == 0)
		return false;
	return str_take_nocase(&text, STR("E+")) && take_digits(&text) > 0 && text.len == 0;
}

/* ---------------------------------------------------------------------------------- where a version begins */

/* "-p4", "k", "+build.1", "_20": what may follow the numbers of a version, to its end. */
static bool
is_version_tail(struct str text)
{
	enum { TAIL_MOST = 24 };

	for (size_t i = 0; i < text.len && text.len <= TAIL_MOST; i++) {
		bool joint = strchr(".-_+~", text.ptr[i]) != NULL;

		if (!char_is_alnum(text.ptr[i]) && !(joint && i + 1 < text.len && char_is_alnum(text.ptr[i + 1])))
			return false;
	}
	return text.len <= TAIL_MOST;
}

/* 2.4.6, 1.0.2k, 4.0.6-p4, 6.0L10: numbers with points between them, then what versions end with. */
static bool
is_dotted(struct str text)
{
	size_t points = 0;

	if (take_digits(&text) == 0)
		return false;
	while (text.len > 1 && text.ptr[0] == '.' && char_is_digit(text.ptr[1])) {
		text = str_from(text, 1);
		(void)take_digits(&text);
		points++;
	}
	return points > 0 && is_version_tail(text);
}

/* 11-10, 11-10-00: as 日立 writes them (VV-RR-SS). */
static bool
is_hyphened(struct str text)
{
	size_t parts = 0;

	do {
		if (take_digits(&text) != 2)
			return false;
		parts++;
	} while (str_take(&text, STR("-")));
	return text.len == 0 && (parts == 2 || parts == 3);
}

/* 19c, 11g, 21i, 22H2: releases that makers name so. */
static bool
is_release_word(struct str text)
{
	size_t digits = take_digits(&text);

	if (digits == 0 || digits > 2)
		return false;
	return str_eq(text, STR("c")) || str_eq(text, STR("g")) || str_eq(text, STR("i")) ||
	    (digits == 2 && (str_eq(text, STR("H1")) || str_eq(text, STR("H2"))));
}

/* "Ver.", "バージョン" and the like at the end of a name lead to the version behind. */
static bool
take_lead(struct str *name)
{
	static const struct str leads[] = {
		STR_INIT("version"), STR_INIT("ver."), STR_INIT("ver"), STR_INIT("バージョン"), STR_INIT("v."), STR_INIT("rev."), STR_INIT("rel."),
	};

	for (size_t i = 0; i < ARRAY_LEN(leads); i++) {
		if (name->len < leads[i].len || !str_eq_nocase(str_from(*name, name->len - leads[i].len), leads[i]))
			continue;
		*name = str_sub(*name, 0, name->len - leads[i].len);
		return true;
	}
	return false;
}

/* A "v" that stands alone before the number. */
static bool
take_v(struct str *name)
{
	char before = name->len > 1 ? name->ptr[name->len - 2] : ' ';

	if (name->len == 0 || char_lower(name->ptr[name->len - 1]) != 'v' || char_is_alnum(before))
		return false;
	*name = str_sub(*name, 0, name->len - 1);
	return true;
}

static struct str
trim_joints(struct str name)
{
	while (name.len > 0 && strchr(" \t-_/:", name.ptr[name.len - 1]) != NULL)
		name = str_sub(name, 0, name.len - 1);
	return name;
}

static bool
has_letter(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (char_is_alpha(text.ptr[i]) || (unsigned char)text.ptr[i] >= 0x80)
			return true;
	return false;
}

/* A version in the name as well: which of the two is the product's cannot be told. */
static bool
has_dotted(struct str text)
{
	for (size_t i = 2; i < text.len; i++)
		if (char_is_digit(text.ptr[i]) && text.ptr[i - 1] == '.' && char_is_digit(text.ptr[i - 2]))
			return true;
	return false;
}

/* "(64-bit)", "(x64)": the build for a kind of machine, not the product. */
static struct str
without_machine(struct str text)
{
	static const struct str machines[] = {
		STR_INIT("(64-bit)"), STR_INIT("(32-bit)"), STR_INIT("(64bit)"), STR_INIT("(32bit)"), STR_INIT("(x64)"), STR_INIT("(x86)"),
		STR_INIT("(64 bit)"), STR_INIT("(32 bit)"), STR_INIT("(64ビット)"), STR_INIT("(32ビット)"),
	};

	for (size_t i = 0; i < ARRAY_LEN(machines); i++)
		if (text.len > machines[i].len && str_eq_nocase(str_from(text, text.len - machines[i].len), machines[i]))
			return str_trim_space(str_sub(text, 0, text.len - machines[i].len));
	return text;
}

/* The version that begins at `at` of the text; false when there is none, or no name before it. */
static bool
cut_at(struct str text, size_t at, struct cell_product *ret_product)
{
	struct str name = str_sub(text, 0, at), version = str_from(text, at), lead = name;
	bool alone = at > 0 && (char_is_space(text.ptr[at - 1]) || text.ptr[at - 1] == '/');
	bool led = take_lead(&lead) || take_v(&lead);

	if (!is_dotted(version) && !(alone && (is_hyphened(version) || is_release_word(version))) && !(led && is_version_tail(version)))
		return false;
	/* V6.0L10 is a version with its letter (富士通) */
	if (led && str_find_char(version, 'L') != SIZE_MAX && at > 0 && text.ptr[at - 1] == 'V')
		version = str_from(text, at - 1);
	name = trim_joints(str_trim_space(led ? lead : name));
	if (!has_letter(name) || has_dotted(name))
		return false;
	*ret_product = (struct cell_product){ name, version };
	return true;
}

struct cell_product
cell_name_version(struct str text, struct arena *arena)
{
	struct str plain = without_machine(cell_trim(fold_narrow(text, arena)));
	struct cell_product product;

	for (size_t at = 1; at < plain.len && plain.len <= LIMIT_NAME_TEXT; at++) {
		bool within = char_is_digit(plain.ptr[at - 1]) || (plain.ptr[at - 1] == '.' && at > 1 && char_is_digit(plain.ptr[at - 2]));

		if (char_is_digit(plain.ptr[at]) && !within && cut_at(plain, at, &product))
			return product;
	}
	return (struct cell_product){ cell_trim(text), STR("") };
}

/* ------------------------------------------------------------------------------ several products in a cell */

/* "LTD." behind a comma is a company, "0" behind one a number. */
static bool
comma_parts(struct str behind)
{
	static const struct str forms[] = { STR_INIT("ltd"), STR_INIT("inc"), STR_INIT("llc"), STR_INIT("corp"), STR_INIT("co."), STR_INIT("limited") };
	struct str next = str_trim_space(behind);

	if (next.len == 0 || (next.len == behind.len && char_is_digit(next.ptr[0])))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		if (str_starts_nocase(next, forms[i]))
			return false;
	return true;
}

/* The separator that begins the text: its length, or 0. */
static size_t
separator_len(struct str text)
{
	static const struct str separators[] = { STR_INIT("\n"), STR_INIT("、"), STR_INIT("，"), STR_INIT(";"), STR_INIT("；") };

	for (size_t i = 0; i < ARRAY_LEN(separators); i++)
		if (str_starts(text, separators[i]))
			return separators[i].len;
	return text.len > 0 && text.ptr[0] == ',' && comma_parts(str_from(text, 1)) ? 1 : 0;
}

/* 1 for an opening bracket at the front, -1 for a closing one. */
static int
bracket(struct str text)
{
	static const struct str open[] = { STR_INIT("("), STR_INIT("（"), STR_INIT("["), STR_INIT("「"), STR_INIT("【") };
	static const struct str close[] = { STR_INIT(")"), STR_INIT("）"), STR_INIT("]"), STR_INIT("」"), STR_INIT("】") };

	for (size_t i = 0; i < ARRAY_LEN(open); i++) {
		if (str_starts(text, open[i]))
			return 1;
		if (str_starts(text, close[i]))
			return -1;
	}
	return 0;
}

/* A sign that begins a line of a list. */
static struct str
without_bullet(struct str text)
{
	static const struct str bullets[] = { STR_INIT("・"), STR_INIT("●"), STR_INIT("■"), STR_INIT("◆"), STR_INIT("○"), STR_INIT("※"), STR_INIT("･"), STR_INIT("* "), STR_INIT("- ") };

	text = cell_trim(text);
	for (size_t i = 0; i < ARRAY_LEN(bullets); i++)
		if (str_take(&text, bullets[i]))
			return cell_trim(text);
	return text;
}

static void
add_piece(struct str piece, struct arena *arena, struct str_list *pieces)
{
	piece = without_bullet(piece);
	if (piece.len > 0 && pieces->count < LIMIT_CELL_PRODUCTS)
		list_push(arena, pieces, piece);
}

static struct str_list
cut_pieces(struct str text, struct arena *arena)
{
	struct str_list pieces = { 0 };
	size_t begin = 0, len;
	int depth = 0;

	for (size_t at = 0; at < text.len; at++) {
		struct str rest = str_from(text, at);
		int turn = bracket(rest);

		depth += turn > 0 || depth > 0 ? turn : 0;
		len = separator_len(rest);
		if (len == 0 || (depth > 0 && rest.ptr[0] != '\n'))
			continue;
		add_piece(str_sub(text, begin, at - begin), arena, &pieces);
		begin = at + len;
		depth = 0;
		at = begin - 1;
	}
	add_piece(str_from(text, begin), arena, &pieces);
	return pieces;
}

/*
 * "/" and 「・」 part products only where each part bears a version of its own: TCP/IP, PL/SQL, MB-A100/MB-A110 are one.
 * "Apache/2.4.6" is a name and its version.
 */
static bool
split_at(struct str piece, struct str sign, struct arena *arena, struct cell_products *products)
{
	struct cell_products parts = { 0 };
	struct str rest = piece;
	size_t at;

	do {
		struct cell_product product;

		at = str_find(rest, sign);
		product = cell_name_version(str_sub(rest, 0, at), arena);
		if (product.version.len == 0)
			return false;
		list_push(arena, &parts.list, product);
		rest = at == SIZE_MAX ? rest : str_from(rest, at + sign.len);
	} while (at != SIZE_MAX && parts.list.count < LIMIT_CELL_PRODUCTS);
	if (at != SIZE_MAX || parts.list.count < 2)
		return false;
	for (size_t i = 0; i < parts.list.count; i++)
		list_push(arena, &products->list, parts.list.items[i]);
	return true;
}

struct cell_products
cell_split(struct str text, struct arena *arena)
{
	static const struct str careful[] = { STR_INIT("/"), STR_INIT("／"), STR_INIT("・"), STR_INIT("＋"), STR_INIT("+") };
	struct str_list pieces = cut_pieces(text, arena);
	struct cell_products products = { 0 };

	for (size_t i = 0; i < pieces.count; i++) {
		bool split = false;

		for (size_t k = 0; k < ARRAY_LEN(careful) && !split; k++)
			split = split_at(pieces.items[i], careful[k], arena, &products);
		if (!split)
			list_push(arena, &products.list, cell_name_version(pieces.items[i], arena));
	}
	return products;
}

struct str_list
cell_versions(struct str text, struct arena *arena)
{
	return cut_pieces(text, arena);
}
