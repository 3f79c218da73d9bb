/*
 * OpenSSL: numbers, then a letter release up to 1.1.1 (1.0.2, 1.0.2a … 1.0.2z, 1.0.2za …); since 3.0 numbers only,
 * with build metadata that orders nothing (openssl-library.org, "Release strategy"; VERS type openssl).
 *
 * Before a release come, in the order of OPENSSL_VERSION_NUMBER(3): dev, alpha, beta. "alpha2-dev" leads to alpha2,
 * "1.0.2l-dev" to 1.0.2l. 1.1.0 and 1.1.1 had "pre" instead, of which nobody has said where it stands beside alpha and
 * beta: unknown, and it has no key. "-fips" names a way of building, not another version. Missing numbers are 0; case
 * does not count.
 */
#include "domain/version/parts.h"

enum stage { STAGE_DEV = 1, STAGE_ALPHA, STAGE_BETA, STAGE_PRE, STAGE_RELEASE };

struct openssl {
	struct str numbers, letters;
	enum stage stage;
	struct str number;       /* of alpha, beta and pre  */
	bool       dev;          /* what leads to that one  */
};

static const struct stage_word {
	struct str word;
	enum stage stage;
} stages[] = {
	{ STR_INIT("dev"), STAGE_DEV }, { STR_INIT("alpha"), STAGE_ALPHA }, { STR_INIT("beta"), STAGE_BETA },
	{ STR_INIT("pre"), STAGE_PRE },
};

/* What others write right behind a number is no letter release. */
static const struct str not_letters[] = { STR_INIT("dev"), STR_INIT("pre"), STR_INIT("rc") };
enum { LETTERS_MOST = 3 };
enum { TAG_DEV = 0x01, TAG_ITSELF = 0x02 };

/* "alpha2-dev", behind its hyphen. */
static bool
read_stage(struct str *rest, struct openssl *openssl)
{
	struct str word = order_take(rest, letters_len(*rest));

	for (size_t i = 0; i < ARRAY_LEN(stages); i++) {
		if (!str_eq_nocase(word, stages[i].word))
			continue;
		openssl->stage = stages[i].stage;
		if (openssl->stage == STAGE_DEV)
			return true;
		openssl->number = order_take(rest, digits_len(*rest));
		openssl->dev = str_take_nocase(rest, STR("-dev"));
		return true;
	}
	return false;
}

static bool
are_letters(struct str word)
{
	for (size_t i = 0; i < ARRAY_LEN(not_letters); i++)
		if (str_eq_nocase(word, not_letters[i]))
			return false;
	return word.len <= LETTERS_MOST;
}

static bool
is_build(struct str build)
{
	for (size_t i = 0; i < build.len; i++)
		if (!char_is_alnum(build.ptr[i]) && build.ptr[i] != '.' && build.ptr[i] != '-')
			return false;
	return build.len > 0;
}

static bool
openssl_read(struct str version, struct openssl *ret_openssl)
{
	struct openssl openssl = { .stage = STAGE_RELEASE };
	struct str build;

	if (str_cut(version, '+', &version, &build) && !is_build(build))
		return false;
	openssl.numbers = numbers_take(&version, '.');
	openssl.letters = order_take(&version, letters_len(version));
	str_take_nocase(&version, STR("-fips"));
	if (str_take(&version, STR("-")) && !read_stage(&version, &openssl))
		return false;
	*ret_openssl = openssl;
	return openssl.numbers.len > 0 && are_letters(openssl.letters) && version.len == 0;
}

static bool
is_alpha_or_beta(enum stage stage)
{
	return stage == STAGE_ALPHA || stage == STAGE_BETA;
}

static enum order
stage_order(const struct openssl *a, const struct openssl *b)
{
	enum order order;

	if (a->stage != b->stage) {
		bool pre = a->stage == STAGE_PRE || b->stage == STAGE_PRE;
		bool lettered = is_alpha_or_beta(a->stage) || is_alpha_or_beta(b->stage);

		return pre && lettered ? ORDER_UNKNOWN : order_of_int((int)a->stage - (int)b->stage);
	}
	order = digits_compare(a->number, b->number);
	return order == ORDER_EQUAL ? order_of_int(b->dev - a->dev) : order;
}

static enum order
openssl_compare(struct str a, struct str b)
{
	struct openssl openssl_a, openssl_b;
	enum order order;

	if (!openssl_read(a, &openssl_a) || !openssl_read(b, &openssl_b))
		return ORDER_UNKNOWN;
	order = numbers_compare(openssl_a.numbers, openssl_b.numbers);
	if (order == ORDER_EQUAL)
		order = text_compare_nocase(openssl_a.letters, openssl_b.letters);
	return order == ORDER_EQUAL ? stage_order(&openssl_a, &openssl_b) : order;
}

static bool
openssl_key(struct str version, struct version_key *key)
{
	struct openssl openssl;

	if (!openssl_read(version, &openssl) || openssl.stage == STAGE_PRE)
		return false;
	numbers_key(openssl.numbers, key);
	key_word_nocase(key, openssl.letters);
	key_tag(key, (uint8_t)openssl.stage);
	key_digits(key, openssl.number);
	key_tag(key, openssl.dev ? TAG_DEV : TAG_ITSELF);
	return true;
}

static bool
openssl_is_valid(struct str version)
{
	struct openssl openssl;

	return openssl_read(version, &openssl);
}

static bool
openssl_is_prerelease(struct str version)
{
	struct openssl openssl;

	return openssl_read(version, &openssl) && openssl.stage != STAGE_RELEASE;
}

const struct ordering ordering_openssl = { openssl_compare, openssl_is_valid, openssl_key, openssl_is_prerelease, true };
