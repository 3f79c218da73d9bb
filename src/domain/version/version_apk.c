/*
 * Alpine: number{.number}[letter[number]]{_suffix[number]}[~hash][-rN], as apk-package(5) has it.
 *
 * Two versions are walked token by token. Where the kinds of token differ, the kind earlier in the
 * grammar is the greater version (1.2.1 > 1.2a > 1.2 …) unless it is a pre-release suffix. A number
 * behind the first with a leading zero compares as text (1.05 < 1.5). A number right behind the
 * letter (1.8.28p1) is not in today's grammar but in Alpine's own published versions.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

enum token_kind {
	TOKEN_FIRST, TOKEN_NUMBER, TOKEN_LETTER, TOKEN_LETTER_NUMBER, TOKEN_SUFFIX, TOKEN_SUFFIX_NUMBER, TOKEN_HASH,
	TOKEN_REVISION, TOKEN_END, TOKEN_INVALID,
};

/* In order; those before SUFFIX_NONE are below the version without one. */
static const struct str suffixes[] = {
	STR_INIT("alpha"), STR_INIT("beta"), STR_INIT("pre"), STR_INIT("rc"), STR_INIT(""),
	STR_INIT("cvs"), STR_INIT("svn"), STR_INIT("git"), STR_INIT("hg"), STR_INIT("p"),
};
enum { SUFFIX_NONE = 4 };

struct token {
	enum token_kind kind;
	struct str      text;
	int             suffix;
};

static struct token
token_make(enum token_kind kind, struct str *rest, size_t len)
{
	return (struct token){ .kind = len == 0 ? TOKEN_INVALID : kind, .text = order_take(rest, len) };
}

static struct token
token_suffix(struct str *rest)
{
	struct token token = token_make(TOKEN_SUFFIX, rest, letters_len(*rest));

	for (size_t i = 0; i < ARRAY_LEN(suffixes) && token.kind != TOKEN_INVALID; i++)
		if (str_eq(token.text, suffixes[i])) {
			token.suffix = (int)i;
			return token;
		}
	return (struct token){ .kind = TOKEN_INVALID };
}

static struct token
token_hash(struct str *rest)
{
	size_t len = 0;

	while (len < rest->len && (char_is_digit(rest->ptr[len]) || (rest->ptr[len] >= 'a' && rest->ptr[len] <= 'f')))
		len++;
	return token_make(TOKEN_HASH, rest, len);
}

/* The token behind one of the kind `last`. */
static struct token
token_next(struct str *rest, enum token_kind last)
{
	if (rest->len == 0)
		return (struct token){ .kind = TOKEN_END };
	if ((last == TOKEN_LETTER || last == TOKEN_SUFFIX) && char_is_digit(rest->ptr[0]))
		return token_make(last + 1, rest, digits_len(*rest));
	if (char_is_lower(rest->ptr[0]) && last <= TOKEN_NUMBER)
		return token_make(TOKEN_LETTER, rest, 1);
	if (last <= TOKEN_NUMBER && order_take_sign(rest, '.'))
		return token_make(TOKEN_NUMBER, rest, digits_len(*rest));
	if (last <= TOKEN_SUFFIX_NUMBER && order_take_sign(rest, '_'))
		return token_suffix(rest);
	if (last <= TOKEN_SUFFIX_NUMBER && order_take_sign(rest, '~'))
		return token_hash(rest);
	if (last <= TOKEN_HASH && str_take(rest, STR("-r")))
		return token_make(TOKEN_REVISION, rest, digits_len(*rest));
	return (struct token){ .kind = TOKEN_INVALID };
}

static bool
apk_is_valid(struct str version)
{
	struct token token = token_make(TOKEN_FIRST, &version, digits_len(version));

	while (token.kind < TOKEN_END)
		token = token_next(&version, token.kind);
	return token.kind == TOKEN_END;
}

static enum order
token_compare(const struct token *a, const struct token *b)
{
	switch (a->kind) {
	case TOKEN_NUMBER:
		if (a->text.ptr[0] == '0' || b->text.ptr[0] == '0')
			return text_compare(a->text, b->text);
		return digits_compare(a->text, b->text);
	case TOKEN_SUFFIX:
		return order_of_int(a->suffix - b->suffix);
	case TOKEN_LETTER:
	case TOKEN_HASH:
		return text_compare(a->text, b->text);
	default:
		return digits_compare(a->text, b->text);
	}
}

static enum order
apk_compare(struct str a, struct str b)
{
	struct token token_a, token_b;

	if (!apk_is_valid(a) || !apk_is_valid(b))
		return ORDER_UNKNOWN;
	token_a = token_make(TOKEN_FIRST, &a, digits_len(a));
	token_b = token_make(TOKEN_FIRST, &b, digits_len(b));
	while (token_a.kind == token_b.kind && token_a.kind != TOKEN_END) {
		enum order order = token_compare(&token_a, &token_b);

		if (order != ORDER_EQUAL)
			return order;
		token_a = token_next(&a, token_a.kind);
		token_b = token_next(&b, token_b.kind);
	}
	if (token_a.kind == TOKEN_SUFFIX && token_a.suffix < SUFFIX_NONE)
		return ORDER_LESS;
	if (token_b.kind == TOKEN_SUFFIX && token_b.suffix < SUFFIX_NONE)
		return ORDER_GREATER;
	return order_of_int((int)token_b.kind - (int)token_a.kind);
}

/* ----------------------------------------------------------------------------------- the key */

/*
 * Every token begins with a byte that says its kind, in the order that kinds have where they differ: the pre-release
 * suffixes, then the end, then the grammar backwards. Only what may follow the same token is ever compared, so the
 * number behind a letter needs no tag: nothing else above TAG_LETTER may stand there. Nor is a number behind a dot
 * ever written as key_digits writes 0: those that begin with 0 are texts below all others, "0" itself the least.
 */
enum {
	TAG_BELOW = 0x01, TAG_END = 0x05, TAG_REVISION = 0x06, TAG_HASH = 0x07, TAG_SUFFIX_NUMBER = 0x08, TAG_ABOVE = 0x09,
	TAG_LETTER = 0x0e, TAG_ZERO = 0x0f, TAG_ZERO_TEXT = 0x10,
};
_Static_assert((int)TAG_ZERO_TEXT == (int)KEY_NUMBER_LEAST, "the place of the number 0");
_Static_assert(TAG_BELOW + SUFFIX_NONE == (int)TAG_END, "a tag for each suffix below");
_Static_assert(TAG_ABOVE + ARRAY_LEN(suffixes) - SUFFIX_NONE - 1 == (size_t)TAG_LETTER, "a tag for each suffix above");

static void
key_number(struct version_key *key, struct str digits)
{
	if (digits.ptr[0] != '0') {
		key_digits(key, digits);
	} else if (digits.len == 1) {
		key_tag(key, TAG_ZERO);
	} else {
		key_tag(key, TAG_ZERO_TEXT);
		key_word(key, str_from(digits, 1));
	}
}

static void
key_token(struct version_key *key, const struct token *token)
{
	switch (token->kind) {
	case TOKEN_NUMBER:
		key_number(key, token->text);
		return;
	case TOKEN_LETTER:
		key_tag(key, TAG_LETTER);
		key_tag(key, (uint8_t)token->text.ptr[0]);
		return;
	case TOKEN_SUFFIX:
		key_tag(key, (uint8_t)(token->suffix < SUFFIX_NONE ? TAG_BELOW + token->suffix :
		    TAG_ABOVE + token->suffix - SUFFIX_NONE - 1));
		return;
	case TOKEN_HASH:
		key_tag(key, TAG_HASH);
		key_word(key, token->text);
		return;
	case TOKEN_SUFFIX_NUMBER:
		key_tag(key, TAG_SUFFIX_NUMBER);
		break;
	case TOKEN_REVISION:
		key_tag(key, TAG_REVISION);
		break;
	default:     /* the first number, and the one behind a letter */
		break;
	}
	key_digits(key, token->text);
}

static bool
apk_key(struct str version, struct version_key *key)
{
	struct token token;

	if (!apk_is_valid(version))
		return false;
	for (token = token_make(TOKEN_FIRST, &version, digits_len(version)); token.kind != TOKEN_END;
	    token = token_next(&version, token.kind))
		key_token(key, &token);
	key_tag(key, TAG_END);
	return true;
}

static bool
apk_is_prerelease(struct str version)
{
	struct token token;

	if (!apk_is_valid(version))
		return false;
	for (token = token_make(TOKEN_FIRST, &version, digits_len(version)); token.kind != TOKEN_END;
	    token = token_next(&version, token.kind))
		if (token.kind == TOKEN_SUFFIX && token.suffix < SUFFIX_NONE)
			return true;
	return false;
}

const struct ordering ordering_apk = { apk_compare, apk_is_valid, apk_key, apk_is_prerelease, false,
	.zeros_lead = true };
