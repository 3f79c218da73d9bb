/*
 * PEP 440: [v][N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local], read with its appendix's many spellings.
 *
 * Within one release: dev releases of the release itself, then a, b, rc (each with its own dev before and
 * post behind it), the release, its posts. Trailing zeros of the release do not count. A local label is
 * above none, its numbers above its words. What the grammar does not have is no version.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

struct pep440 {
	struct str epoch, release, pre_number, post_number, dev_number, local;
	int        pre;        /* 'a', 'b', 'c', or 0 for none */
	bool       has_post, has_dev, has_local;
};

struct spelling {
	struct str word;
	int        meaning;
};

/* The longer spelling first where one begins with another. */
static const struct spelling pre_words[] = {
	{ STR_INIT("alpha"), 'a' }, { STR_INIT("a"), 'a' }, { STR_INIT("beta"), 'b' }, { STR_INIT("b"), 'b' },
	{ STR_INIT("preview"), 'c' }, { STR_INIT("pre"), 'c' }, { STR_INIT("rc"), 'c' }, { STR_INIT("c"), 'c' },
	{ { 0 }, 0 },
};
static const struct spelling post_words[] = {
	{ STR_INIT("post"), 1 }, { STR_INIT("rev"), 1 }, { STR_INIT("r"), 1 }, { { 0 }, 0 },
};
static const struct spelling dev_words[] = { { STR_INIT("dev"), 1 }, { { 0 }, 0 } };

static bool
take_separator(struct str *rest)
{
	if (rest->len == 0 || (rest->ptr[0] != '-' && rest->ptr[0] != '_' && rest->ptr[0] != '.'))
		return false;
	order_take(rest, 1);
	return true;
}

/* [separator] word [separator] [number]; gives the word's meaning, or 0 and takes nothing. */
static int
take_word(struct str *rest, const struct spelling *words, struct str *ret_number)
{
	struct str trial = *rest;

	take_separator(&trial);
	for (; words->meaning != 0 && trial.len > 0; words++)
		if (char_lower(trial.ptr[0]) == words->word.ptr[0] && str_take_nocase(&trial, words->word)) {
			take_separator(&trial);
			*ret_number = order_take(&trial, digits_len(trial));
			*rest = trial;
			return words->meaning;
		}
	return 0;
}

static struct str
take_release(struct str *rest)
{
	size_t len = digits_len(*rest);

	while (len > 0 && len + 1 < rest->len && rest->ptr[len] == '.' && char_is_digit(rest->ptr[len + 1]))
		len += 1 + digits_len(str_from(*rest, len + 1));
	return order_take(rest, len);
}

/* "-1" is a post release too. */
static bool
take_post(struct str *rest, struct str *ret_number)
{
	if (rest->len > 1 && rest->ptr[0] == '-' && char_is_digit(rest->ptr[1])) {
		order_take(rest, 1);
		*ret_number = order_take(rest, digits_len(*rest));
		return true;
	}
	return take_word(rest, post_words, ret_number) != 0;
}

static bool
is_local(struct str local)
{
	bool empty = true;

	for (size_t i = 0; i < local.len; i++) {
		bool separator = local.ptr[i] == '.' || local.ptr[i] == '-' || local.ptr[i] == '_';

		if (separator ? empty : !char_is_alnum(local.ptr[i]))
			return false;
		empty = separator;
	}
	return !empty;
}

static bool
pep440_read(struct str version, struct pep440 *ret_pep440)
{
	struct pep440 read = { 0 };
	struct str rest = str_trim_space(version);
	size_t digits;

	str_take_nocase(&rest, STR("v"));
	digits = digits_len(rest);
	if (digits > 0 && digits < rest.len && rest.ptr[digits] == '!') {
		read.epoch = order_take(&rest, digits);
		order_take(&rest, 1);
	}
	read.release = take_release(&rest);
	if (read.release.len == 0)
		return false;
	read.pre = take_word(&rest, pre_words, &read.pre_number);
	read.has_post = take_post(&rest, &read.post_number);
	read.has_dev = take_word(&rest, dev_words, &read.dev_number) != 0;
	read.has_local = str_take(&rest, STR("+"));
	if (read.has_local) {
		read.local = rest;
		rest.len = 0;
	}
	*ret_pep440 = read;
	return rest.len == 0 && (!read.has_local || is_local(read.local));
}

/* Where the pre-release stands: a dev release of the final comes first, the final itself last. */
static int
pre_rank(const struct pep440 *version)
{
	if (version->pre != 0)
		return version->pre;
	return version->has_dev && !version->has_post ? 0 : 'z';
}

static struct str
take_label(struct str *rest)
{
	size_t len = 0;

	while (len < rest->len && char_is_alnum(rest->ptr[len]))
		len++;
	return order_take(rest, len);
}

static enum order
local_order(struct str a, struct str b)
{
	while (a.len > 0 && b.len > 0) {
		struct str label_a = take_label(&a), label_b = take_label(&b);
		bool number_a = digits_len(label_a) == label_a.len, number_b = digits_len(label_b) == label_b.len;
		enum order order;

		if (number_a != number_b)
			return number_a ? ORDER_GREATER : ORDER_LESS;
		order = number_a ? digits_compare(label_a, label_b) : text_compare_nocase(label_a, label_b);
		if (order != ORDER_EQUAL)
			return order;
		take_separator(&a);
		take_separator(&b);
	}
	return order_of_int((a.len > 0) - (b.len > 0));
}

static enum order
pep440_order(const struct pep440 *a, const struct pep440 *b)
{
	enum order order = digits_compare(a->epoch, b->epoch);

	if (order == ORDER_EQUAL)
		order = numbers_compare(a->release, b->release);
	if (order == ORDER_EQUAL)
		order = order_of_int(pre_rank(a) - pre_rank(b));
	if (order == ORDER_EQUAL)
		order = digits_compare(a->pre_number, b->pre_number);
	if (order == ORDER_EQUAL)
		order = order_of_int(a->has_post - b->has_post);
	if (order == ORDER_EQUAL)
		order = digits_compare(a->post_number, b->post_number);
	if (order == ORDER_EQUAL)
		order = order_of_int(b->has_dev - a->has_dev);
	if (order == ORDER_EQUAL)
		order = digits_compare(a->dev_number, b->dev_number);
	return order == ORDER_EQUAL ? local_order(a->local, b->local) : order;
}

static enum order
pep440_compare(struct str a, struct str b)
{
	struct pep440 read_a, read_b;

	if (plain_numbers(a) > 0 && plain_numbers(b) > 0)
		return numbers_compare(a, b);
	if (!pep440_read(a, &read_a) || !pep440_read(b, &read_b))
		return ORDER_UNKNOWN;
	return pep440_order(&read_a, &read_b);
}

/* ----------------------------------------------------------------------------------- the key */

/*
 * Behind the release stands a tag, below every number as key_numbers asks for. Which pre-release, which post release,
 * whether a development release: each is one tag, so that keys with the same beginning answer the same question at
 * the same place. TAG_POST is above the two that answer for no post release.
 */
enum {
	TAG_DEV_OF_RELEASE = 0x01, TAG_ALPHA = 0x02, TAG_FINAL = 0x05,
	TAG_DEV = 0x01, TAG_NO_DEV = 0x02, TAG_POST = 0x03,
	TAG_END = 0x01, TAG_WORD = 0x02,
};

static void
key_stage(struct version_key *key, const struct pep440 *version)
{
	int rank = pre_rank(version);

	key_tag(key, (uint8_t)(rank == 0 ? TAG_DEV_OF_RELEASE : rank == 'z' ? TAG_FINAL : TAG_ALPHA + rank - 'a'));
	if (version->pre != 0)
		key_digits(key, version->pre_number);
	if (version->has_post) {
		key_tag(key, TAG_POST);
		key_digits(key, version->post_number);
	}
	key_tag(key, version->has_dev ? TAG_DEV : TAG_NO_DEV);
	if (version->has_dev)
		key_digits(key, version->dev_number);
}

static void
key_local(struct version_key *key, struct str local)
{
	while (local.len > 0) {
		struct str label = take_label(&local);

		take_separator(&local);
		if (digits_len(label) == label.len) {
			key_digits(key, label);
		} else {
			key_tag(key, TAG_WORD);
			key_word_nocase(key, label);
		}
	}
	key_tag(key, TAG_END);
}

static bool
pep440_key(struct str version, struct version_key *key)
{
	struct pep440 read;

	if (!pep440_read(version, &read))
		return false;
	key_digits(key, read.epoch);
	key_numbers(key, read.release);
	key_stage(key, &read);
	key_local(key, read.local);
	return true;
}

static bool
pep440_is_valid(struct str version)
{
	struct pep440 read;

	return pep440_read(version, &read);
}

static bool
pep440_is_prerelease(struct str version)
{
	struct pep440 read;

	return pep440_read(version, &read) && (read.pre != 0 || read.has_dev);
}

const struct ordering ordering_pep440 = { pep440_compare, pep440_is_valid, pep440_key, pep440_is_prerelease, true,
	.epoch_sign = '!' };
