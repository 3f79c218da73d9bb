/*
 * GENERIC: for CPE and everything without a rule of its own. Nobody has published one, so this is ours,
 * and what it cannot know it does not say.
 *
 *   1. A leading "v", "ver", "ver." or "version" is cut. The rest is numbers and words, split at what is
 *      neither letter nor digit and where letters and digits meet. Case does not count.
 *   2. Numbers compare by value, whatever their length. Missing numbers are 0: 1.0 = 1.0.0.
 *   3. Pre-release words are below the release: dev < alpha, a < beta, b < milestone, m < rc. "pre",
 *      "prerelease", "preview", "snapshot" and "nightly" are below the release too, but among the others they
 *      have no place that makers agree on: unknown. a, b and m count as such only before a number or behind a separator.
 *   4. Patch words are above the release, in families: {p, pl, patch}, {sp, "service pack"}, {u, upd,
 *      update}, {h, hf, hotfix}, {r, rev, revision, release before a number}, {s}, {build}, {qfe}, {cu}.
 *      p, u, h, r and s count as such only before a number. Two families do not compare: a service
 *      pack may be newer or older than an update.
 *   5. Up to three letters right behind a number that are none of these are a letter release:
 *      1.0.1 < 1.0.1f < 1.0.1m, 0.9.8z < 0.9.8zh (OpenSSL, Cisco). They compare by the alphabet.
 *   6. final, ga, release, stable and lts say nothing.
 *   7. A word right behind ")" is a train: 15.2(4)M3 and 15.2(4)S1 (Cisco). It is as any other word.
 *   8. Unknown: another word against anything but itself; a number against a patch word or letters in the
 *      same place (7.0.1 and 7.0u1); a date (20240814) against a first number that is not one.
 *   A version has a digit, begins with a letter or digit, and is printable ASCII.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

enum kind { KIND_END, KIND_NUMBER, KIND_LETTERS, KIND_PRE, KIND_PATCH, KIND_OTHER };

struct token {
	enum kind  kind;
	struct str text;
	int        family;    /* of PRE: its place, 0 where it has none; of PATCH: its family */
};

enum where { ANYWHERE, BEFORE_NUMBER, APART_OR_BEFORE_NUMBER };

static const struct word {
	struct str word;
	enum kind  kind;
	int        family;
	enum where where;
} words[] = {
	{ STR_INIT("dev"), KIND_PRE, 1, ANYWHERE },        { STR_INIT("alpha"), KIND_PRE, 2, ANYWHERE },
	{ STR_INIT("a"), KIND_PRE, 2, APART_OR_BEFORE_NUMBER },
	{ STR_INIT("beta"), KIND_PRE, 3, ANYWHERE },       { STR_INIT("b"), KIND_PRE, 3, APART_OR_BEFORE_NUMBER },
	{ STR_INIT("milestone"), KIND_PRE, 4, ANYWHERE },  { STR_INIT("m"), KIND_PRE, 4, APART_OR_BEFORE_NUMBER },
	{ STR_INIT("rc"), KIND_PRE, 5, ANYWHERE },         { STR_INIT("pre"), KIND_PRE, 0, ANYWHERE },
	{ STR_INIT("prerelease"), KIND_PRE, 0, ANYWHERE },
	{ STR_INIT("preview"), KIND_PRE, 0, ANYWHERE },    { STR_INIT("snapshot"), KIND_PRE, 0, ANYWHERE },
	{ STR_INIT("nightly"), KIND_PRE, 0, ANYWHERE },
	{ STR_INIT("p"), KIND_PATCH, 1, BEFORE_NUMBER },   { STR_INIT("pl"), KIND_PATCH, 1, ANYWHERE },
	{ STR_INIT("patch"), KIND_PATCH, 1, ANYWHERE },    { STR_INIT("sp"), KIND_PATCH, 2, ANYWHERE },
	{ STR_INIT("u"), KIND_PATCH, 3, BEFORE_NUMBER },   { STR_INIT("upd"), KIND_PATCH, 3, ANYWHERE },
	{ STR_INIT("update"), KIND_PATCH, 3, ANYWHERE },   { STR_INIT("h"), KIND_PATCH, 4, BEFORE_NUMBER },
	{ STR_INIT("hf"), KIND_PATCH, 4, ANYWHERE },       { STR_INIT("hotfix"), KIND_PATCH, 4, ANYWHERE },
	{ STR_INIT("r"), KIND_PATCH, 5, BEFORE_NUMBER },   { STR_INIT("rev"), KIND_PATCH, 5, ANYWHERE },
	{ STR_INIT("revision"), KIND_PATCH, 5, ANYWHERE }, { STR_INIT("release"), KIND_PATCH, 5, BEFORE_NUMBER },
	{ STR_INIT("s"), KIND_PATCH, 6, BEFORE_NUMBER },   { STR_INIT("build"), KIND_PATCH, 7, ANYWHERE },
	{ STR_INIT("qfe"), KIND_PATCH, 8, ANYWHERE },      { STR_INIT("cu"), KIND_PATCH, 9, ANYWHERE },
};
static const struct str silent_words[] = {
	STR_INIT("final"), STR_INIT("ga"), STR_INIT("release"), STR_INIT("stable"), STR_INIT("lts"),
};
enum { FAMILY_SERVICE_PACK = 2, LETTERS_MOST = 3 };

static const struct str prefixes[] = { STR_INIT("version"), STR_INIT("ver"), STR_INIT("v") };

/* Gives the last of them, or NUL. */
static char
skip_separators(struct str *s)
{
	char last = '\0';

	for (; s->len > 0 && !char_is_alnum(s->ptr[0]); order_take(s, 1))
		last = s->ptr[0];
	return last;
}

static struct str
cut_prefix(struct str version)
{
	version = str_trim_space(version);
	for (size_t i = 0; i < ARRAY_LEN(prefixes) && version.len > 0 && !char_is_digit(version.ptr[0]); i++) {
		struct str rest = version;

		if (!str_take_nocase(&rest, prefixes[i]))
			continue;
		if (!str_take(&rest, STR(".")))
			str_take(&rest, STR(" "));
		if (rest.len > 0 && char_is_digit(rest.ptr[0]))
			return rest;
	}
	return version;
}

static bool
generic_is_valid(struct str version)
{
	bool has_digit = false;

	version = str_trim_space(version);
	for (size_t i = 0; i < version.len; i++) {
		has_digit |= char_is_digit(version.ptr[i]);
		if (version.ptr[i] < ' ' || version.ptr[i] > '~')
			return false;
	}
	return has_digit && char_is_alnum(version.ptr[0]);
}

static bool
is_before_number(struct str rest)
{
	(void)skip_separators(&rest);
	return rest.len > 0 && char_is_digit(rest.ptr[0]);
}

static struct token
token_of_word(struct str word, struct str *rest, bool attached)
{
	bool before_number = is_before_number(*rest);
	bool apart = !attached || before_number;

	if (str_eq_nocase(word, STR("service"))) {
		struct str trial = *rest;

		(void)skip_separators(&trial);
		if (str_take_nocase(&trial, STR("pack")) && (trial.len == 0 || !char_is_alpha(trial.ptr[0]))) {
			*rest = trial;
			return (struct token){ KIND_PATCH, word, FAMILY_SERVICE_PACK };
		}
	}
	for (const struct word *known = words; known < words + ARRAY_LEN(words); known++)
		if (word.len == known->word.len && str_eq_nocase(word, known->word) && (known->where == ANYWHERE || before_number ||
		    (known->where == APART_OR_BEFORE_NUMBER && apart)))
			return (struct token){ known->kind, word, known->family };
	return (struct token){ attached && word.len <= LETTERS_MOST ? KIND_LETTERS : KIND_OTHER, word, 0 };
}

static bool
is_silent(struct str word, struct str rest)
{
	for (size_t i = 0; i < ARRAY_LEN(silent_words); i++)
		if (str_eq_nocase(word, silent_words[i]))
			return !is_before_number(rest) || !str_eq_nocase(word, STR("release"));
	return false;
}

/* begun: something of this version stands before *rest, so that a word may be attached to a number. */
static struct token
token_next(struct str *rest, bool begun)
{
	for (;;) {
		bool attached = begun && rest->len > 0 && char_is_alpha(rest->ptr[0]);
		char before = skip_separators(rest);
		struct str word;

		if (rest->len == 0)
			return (struct token){ .kind = KIND_END };
		if (char_is_digit(rest->ptr[0]))
			return (struct token){ KIND_NUMBER, order_take(rest, digits_len(*rest)), 0 };
		word = order_take(rest, letters_len(*rest));
		if (before == ')')
			return (struct token){ .kind = KIND_OTHER, .text = word };
		if (!is_silent(word, *rest))
			return token_of_word(word, rest, attached);
	}
}

static bool
is_zero(const struct token *token)
{
	return token->kind == KIND_NUMBER && digits_are_zero(token->text);
}

static enum order
same_kind_order(const struct token *a, const struct token *b)
{
	if (a->kind == KIND_NUMBER)
		return digits_compare(a->text, b->text);
	if (str_eq_nocase(a->text, b->text))
		return ORDER_EQUAL;
	if (a->kind == KIND_LETTERS)
		return text_compare_nocase(a->text, b->text);
	if (a->kind == KIND_PRE && a->family != 0 && b->family != 0)
		return order_of_int(a->family - b->family);
	if (a->kind == KIND_PATCH && a->family == b->family)
		return ORDER_EQUAL;
	return ORDER_UNKNOWN;
}

/* A pre-release is below everything else; the end is below a number above zero, letters and a patch. */
static enum order
token_order(const struct token *a, const struct token *b)
{
	if (a->kind == b->kind)
		return same_kind_order(a, b);
	if (a->kind == KIND_OTHER || b->kind == KIND_OTHER)
		return ORDER_UNKNOWN;
	if (a->kind == KIND_PRE || b->kind == KIND_PRE)
		return a->kind == KIND_PRE ? ORDER_LESS : ORDER_GREATER;
	if (a->kind == KIND_END || b->kind == KIND_END)
		return a->kind == KIND_END ? ORDER_LESS : ORDER_GREATER;
	return ORDER_UNKNOWN;
}

/* 20240814: eight digits that are a day of 1970 to 2099. */
static bool
is_date(struct str digits)
{
	uint64_t date = 0;

	if (digits.len == 8)
		(void)str_to_u64(digits, &date);
	return date >= 19700101 && date <= 20991231 &&
	    date / 100 % 100 >= 1 && date / 100 % 100 <= 12 && date % 100 >= 1 && date % 100 <= 31;
}

static bool
is_plain(struct str version)
{
	return plain_numbers(version) > 0 && !is_date(str_sub(version, 0, digits_len(version)));
}

static enum order
generic_compare(struct str a, struct str b)
{
	struct str rest_a = cut_prefix(a), rest_b = cut_prefix(b);
	struct token token_a, token_b;
	enum order order;

	if (is_plain(rest_a) && is_plain(rest_b))
		return numbers_compare(rest_a, rest_b);
	if (!generic_is_valid(a) || !generic_is_valid(b))
		return ORDER_UNKNOWN;
	token_a = token_next(&rest_a, false);
	token_b = token_next(&rest_b, false);
	if (token_a.kind == KIND_NUMBER && token_b.kind == KIND_NUMBER && is_date(token_a.text) != is_date(token_b.text) &&
	    !is_zero(&token_a) && !is_zero(&token_b))
		return ORDER_UNKNOWN;
	while (token_a.kind != KIND_END || token_b.kind != KIND_END) {
		bool pad_a = is_zero(&token_b) && token_a.kind != KIND_NUMBER;
		bool pad_b = is_zero(&token_a) && token_b.kind != KIND_NUMBER;

		if (!pad_a && !pad_b) {
			order = token_order(&token_a, &token_b);
			if (order != ORDER_EQUAL)
				return order;
		}
		if (!pad_a)
			token_a = token_next(&rest_a, true);
		if (!pad_b)
			token_b = token_next(&rest_b, true);
	}
	return ORDER_EQUAL;
}

/* ----------------------------------------------------------------------------------- the key */

/*
 * Keys are for versions that all compare with each other: of numbers, the first no date, and of pre-release words with
 * a place. Everything else has no order with a number that stands in its place, and so with some version that has
 * a key. Among those that have, a word is below the end, which is below a number above zero; zeros before a word or the
 * end do not count, and before such a number they put its version nearer to the end: so they are written, as zeros.
 */
enum { TAG_END = 0x0f };

static bool
key_token(struct version_key *key, const struct token *token, size_t *zeros)
{
	if (is_zero(token)) {
		++*zeros;
		return true;
	}
	if (token->kind == KIND_PRE && token->family != 0) {
		key_tag(key, (uint8_t)token->family);
	} else if (token->kind == KIND_NUMBER) {
		for (; *zeros > 0; --*zeros)
			key_digits(key, STR("0"));
		key_digits(key, token->text);
	} else {
		return false;
	}
	*zeros = 0;
	return true;
}

static bool
generic_key(struct str version, struct version_key *key)
{
	struct str rest = cut_prefix(version);
	struct token token;
	size_t zeros = 0;

	if (!generic_is_valid(version))
		return false;
	token = token_next(&rest, false);
	if (token.kind == KIND_NUMBER && is_date(token.text))
		return false;
	for (; token.kind != KIND_END; token = token_next(&rest, true))
		if (!key_token(key, &token, &zeros))
			return false;
	key_tag(key, TAG_END);
	return true;
}

static bool
generic_is_prerelease(struct str version)
{
	struct str rest = cut_prefix(version);
	struct token token;

	if (!generic_is_valid(version))
		return false;
	for (token = token_next(&rest, false); token.kind != KIND_END; token = token_next(&rest, true))
		if (token.kind == KIND_PRE)
			return true;
	return false;
}

const struct ordering ordering_generic = { generic_compare, generic_is_valid, generic_key, generic_is_prerelease, true,
	.borders = "", .core = cut_prefix };
