/*
 * Maven (maven.apache.org/pom.html, "Version Order Specification"): tokens between dots, hyphens and
 * borders of digits and letters, a border counting as a hyphen. Trailing null tokens (0, final, ga,
 * release) drop at the end and before each hyphen. Tokens compare in turn, the shorter version padded:
 *
 *     alpha < beta < milestone < rc = cr < snapshot < "" < sp < other words < -number < .number
 *
 * a, b and m right before a number are alpha, beta and milestone. As Maven itself does it, a word meets
 * "" where the other version has ended, and a dot before a word is a hyphen also for dropping what is null.
 */
#include "domain/version/order.h"

enum { TOKENS_MOST = 256 };    /* more than any published version; beyond, a text is no version */

struct token {
	struct str text;
	bool       dot;            /* stands behind a dot, not a hyphen */
	bool       number;
	int        rank;           /* of a word, see word_ranks         */
};

enum { RANK_RELEASE = 5, RANK_OTHER = 7 };

static const struct {
	struct str word;
	int        rank;
	bool       before_number;   /* only right before a number */
} word_ranks[] = {
	{ STR_INIT("alpha"), 0, false }, { STR_INIT("a"), 0, true },
	{ STR_INIT("beta"), 1, false }, { STR_INIT("b"), 1, true },
	{ STR_INIT("milestone"), 2, false }, { STR_INIT("m"), 2, true },
	{ STR_INIT("rc"), 3, false }, { STR_INIT("cr"), 3, false },
	{ STR_INIT("snapshot"), 4, false },
	{ STR_INIT(""), RANK_RELEASE, false }, { STR_INIT("final"), RANK_RELEASE, false },
	{ STR_INIT("ga"), RANK_RELEASE, false }, { STR_INIT("release"), RANK_RELEASE, false },
	{ STR_INIT("sp"), 6, false },
};

struct tokens {
	struct token items[TOKENS_MOST];
	size_t       count;
};

static int
word_rank(struct str word, bool before_number)
{
	for (size_t i = 0; i < ARRAY_LEN(word_ranks); i++)
		if (str_eq_nocase(word, word_ranks[i].word) && (before_number || !word_ranks[i].before_number))
			return word_ranks[i].rank;
	return RANK_OTHER;
}

static bool
is_separator(char c)
{
	return c == '.' || c == '-';
}

static size_t
word_len(struct str s)
{
	size_t len = 0;

	while (len < s.len && !is_separator(s.ptr[len]) && !char_is_digit(s.ptr[len]))
		len++;
	return len;
}

/* An empty token is 0. */
static struct token
token_take(struct str *rest, bool dot)
{
	struct token token = { .dot = dot, .number = true };

	if (rest->len == 0 || is_separator(rest->ptr[0]))
		return token;
	token.number = char_is_digit(rest->ptr[0]);
	token.text = order_take(rest, token.number ? digits_len(*rest) : word_len(*rest));
	if (!token.number) {
		token.rank = word_rank(token.text, rest->len > 0 && char_is_digit(rest->ptr[0]));
		token.dot = false;
	}
	return token;
}

static bool
token_is_null(const struct token *token)
{
	return token->number ? digits_are_zero(token->text) : token->rank == RANK_RELEASE;
}

/* From the end: null tokens go, then those before the hyphen that begins what stays, and so on. */
static void
tokens_trim(struct tokens *tokens)
{
	size_t i = tokens->count;

	while (i-- > 1) {
		size_t behind = i + 1;

		if (token_is_null(&tokens->items[i]) && (behind == tokens->count || !tokens->items[behind].dot)) {
			memmove(&tokens->items[i], &tokens->items[behind],
			    (tokens->count - behind) * sizeof(tokens->items[0]));
			tokens->count--;
		}
	}
}

static bool
maven_read(struct str version, struct tokens *ret_tokens)
{
	bool dot = true;

	ret_tokens->count = 0;
	if (version.len == 0)
		return false;
	for (size_t i = 0; i < version.len; i++)
		if ((unsigned char)version.ptr[i] <= ' ')
			return false;
	for (;;) {
		if (ret_tokens->count == TOKENS_MOST)
			return false;
		ret_tokens->items[ret_tokens->count++] = token_take(&version, dot);
		if (version.len == 0)
			break;
		dot = version.ptr[0] == '.';
		if (is_separator(version.ptr[0]))
			order_take(&version, 1);
	}
	tokens_trim(ret_tokens);
	return true;
}

static enum order
token_compare(const struct token *a, const struct token *b)
{
	if (a->number != b->number)
		return a->number ? ORDER_GREATER : ORDER_LESS;
	if (a->number && a->dot != b->dot)
		return a->dot ? ORDER_GREATER : ORDER_LESS;
	if (a->number)
		return digits_compare(a->text, b->text);
	if (a->rank != b->rank || a->rank != RANK_OTHER)
		return order_of_int(a->rank - b->rank);
	return text_compare_nocase(a->text, b->text);
}

/* What a version that has ended shows to the other's token. */
static struct token
token_padding(const struct token *other)
{
	return (struct token){ .dot = other->dot, .number = other->number && other->dot, .rank = RANK_RELEASE };
}

static enum order
maven_compare(struct str a, struct str b)
{
	struct tokens tokens_a, tokens_b;

	if (!maven_read(a, &tokens_a) || !maven_read(b, &tokens_b))
		return ORDER_UNKNOWN;
	for (size_t i = 0; i < tokens_a.count || i < tokens_b.count; i++) {
		struct token token_a = i < tokens_a.count ? tokens_a.items[i] : token_padding(&tokens_b.items[i]);
		struct token token_b = i < tokens_b.count ? tokens_b.items[i] : token_padding(&tokens_a.items[i]);
		enum order order = token_compare(&token_a, &token_b);

		if (order != ORDER_EQUAL)
			return order;
	}
	return ORDER_EQUAL;
}

static bool
maven_is_valid(struct str version)
{
	struct tokens tokens;

	return maven_read(version, &tokens);
}

static bool
maven_is_prerelease(struct str version)
{
	struct tokens tokens;

	if (!maven_read(version, &tokens))
		return false;
	for (size_t i = 0; i < tokens.count; i++)
		if (!tokens.items[i].number && tokens.items[i].rank < RANK_RELEASE)
			return true;
	return false;
}

const struct ordering ordering_maven = { maven_compare, maven_is_valid, NULL, maven_is_prerelease, true };
