#include "wire/keyholder/share.h"

#include <assert.h>

#include <libgfshare.h>
#include <string.h>
#include "base/buf.h"
#include "base/hash.h"
#include "wire/keyholder/head.h"

enum { LINES = 4, LINE_BYTES = CRYPT_KEY / LINES, LINE_SUM = 2, SHARE_SUM = 8, SHARES_READ_MOST = 256 };

#define TITLE STR("TSUKUROI-SHARE")

static void
fill_random(unsigned char *bytes, unsigned int count)
{
	crypt_random(bytes, count);
}

/* -------------------------------------------------------------------- writing */

/* Of one line of it: so that a mistyped line is named. */
static struct str
sum_of_line(const struct share *share, size_t line, struct arena *arena)
{
	struct sha256 sum;
	unsigned char number = (unsigned char)line;

	sha256_init(&sum);
	sha256_add(&sum, &number, 1);
	sha256_add(&sum, share->bytes + line * LINE_BYTES, LINE_BYTES);
	return str_sub(sha256_hex(&sum, arena), 0, LINE_SUM);
}

/* Of all that the share says, the first line too. */
static struct str
sum_of_share(const struct share *share, struct arena *arena)
{
	struct str title = arena_printf(arena, "%lld %lld %lld %.*s", (long long)share->number, (long long)share->shares,
	    (long long)share->threshold, STR_ARG(share->fingerprint));
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, title.ptr, title.len);
	sha256_add(&sum, share->bytes, CRYPT_KEY);
	return str_sub(sha256_hex(&sum, arena), 0, SHARE_SUM);
}

static void
put_groups(struct buf *out, struct str hex)
{
	for (size_t at = 0; at < hex.len; at += 4) {
		buf_add_char(out, ' ');
		buf_add(out, str_sub(hex, at, 4));
	}
}

static struct str
text_of(const struct share *share, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str text;

	buf_addf(&out, "%.*s %lld of %lld, any %lld restore key", STR_ARG(TITLE), (long long)share->number, (long long)share->shares,
	    (long long)share->threshold);
	put_groups(&out, share->fingerprint);
	buf_add_char(&out, '\n');
	for (size_t line = 0; line < LINES; line++) {
		struct str bytes = { (const char *)share->bytes + line * LINE_BYTES, LINE_BYTES };

		buf_addf(&out, "%zu:", line + 1);
		put_groups(&out, crypt_hex(bytes, arena));
		buf_addf(&out, "  %.*s\n", STR_ARG(sum_of_line(share, line, arena)));
	}
	buf_addf(&out, "end %.*s\n", STR_ARG(sum_of_share(share, arena)));
	text = arena_copy(arena, buf_str(&out));
	crypt_wipe(out.ptr, out.len);
	return text;
}

struct str *
share_make(const unsigned char master[CRYPT_KEY], struct str fingerprint, struct key_split split, struct arena *arena)
{
	struct str *texts = ARENA_ARRAY(arena, struct str, (size_t)split.shares);
	unsigned char numbers[KEY_SHARES_MOST], secret[CRYPT_KEY];
	gfshare_ctx *maker;

	for (unsigned i = 0; i < KEY_SHARES_MOST; i++)
		numbers[i] = (unsigned char)(i + 1);
	memcpy(secret, master, CRYPT_KEY);
	gfshare_fill_rand = fill_random;
	maker = gfshare_ctx_init_enc(numbers, (unsigned)split.shares, (unsigned char)split.threshold, CRYPT_KEY);
	gfshare_ctx_enc_setsecret(maker, secret);
	for (size_t i = 0; i < (size_t)split.shares; i++) {
		struct share share = { (int64_t)i + 1, split.shares, split.threshold, fingerprint, { 0 } };

		gfshare_ctx_enc_getshare(maker, (unsigned char)i, share.bytes);
		texts[i] = text_of(&share, arena);
		crypt_wipe(&share, sizeof(share));
	}
	gfshare_ctx_free(maker);
	crypt_wipe(secret, sizeof(secret));
	return texts;
}

/* -------------------------------------------------------------------- reading */

/* The hexadecimal digits of a text in lower case, whatever stands between them. */
static struct str
digits_of(struct str text, struct arena *arena)
{
	char *digits = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++)
		if (char_is_hex(text.ptr[i]))
			digits[len++] = char_lower(text.ptr[i]);
	return (struct str){ digits, len };
}

static bool
take_number(struct str *text, struct str after, int64_t *ret_number)
{
	struct str digits = { text->ptr, 0 };

	*text = str_trim_space(*text);
	digits.ptr = text->ptr;
	while (digits.len < text->len && char_is_digit(text->ptr[digits.len]))
		digits.len++;
	*text = str_trim_space(str_from(*text, digits.len));
	return str_to_i64(digits, ret_number) && str_take_nocase(text, after);
}

static bool
read_title(struct str line, struct arena *arena, struct share *share)
{
	if (!take_number(&line, STR("of"), &share->number) || !take_number(&line, STR(", any"), &share->shares) ||
	    !take_number(&line, STR("restore key"), &share->threshold))
		return false;
	share->fingerprint = digits_of(line, arena);
	return share->fingerprint.len == KEY_FINGERPRINT && share->number >= 1 && share->number <= share->shares &&
	    share->threshold >= 2 && share->threshold <= share->shares && share->shares <= KEY_SHARES_MOST;
}

static bool
read_line(struct str line, size_t index, struct arena *arena, struct share *share)
{
	struct str label = arena_printf(arena, "%zu:", index + 1), digits, bytes;

	line = str_trim_space(line);
	if (!str_take(&line, label))
		return false;
	digits = digits_of(line, arena);
	if (digits.len != 2 * LINE_BYTES + LINE_SUM || !crypt_unhex(str_sub(digits, 0, (size_t)2 * LINE_BYTES), arena, &bytes))
		return false;
	memcpy(share->bytes + index * LINE_BYTES, bytes.ptr, LINE_BYTES);
	return str_eq(str_from(digits, (size_t)2 * LINE_BYTES), sum_of_line(share, index, arena));
}

/* The next line that is not empty. */
static struct str
next_line(struct str *rest)
{
	struct str line = { 0 };

	while (str_line(rest, &line) && str_trim_space(line).len == 0)
		;
	return str_trim_space(line);
}

static struct err *
read_share(struct str title, struct str *rest, struct arena *arena, struct share *share)
{
	struct str end;

	if (!read_title(title, arena, share))
		return err_new(arena, ERR_FORMAT,
		    M("The first line of a share is mistyped: \"{text}\". It reads like \"TSUKUROI-SHARE 2 of 5, any 3 restore key …\"."),
		    ARG("text", str_sub(title, 0, 80)));
	for (size_t i = 0; i < LINES; i++)
		if (!read_line(next_line(rest), i, arena, share))
			return err_new(arena, ERR_FORMAT, M("Share {number}: line {line} is mistyped or missing: compare it with the paper."),
			    ARG_N("number", share->number), ARG_N("line", i + 1));
	end = next_line(rest);
	if (!str_take_nocase(&end, STR("end")) || !str_eq(digits_of(end, arena), sum_of_share(share, arena)))
		return err_new(arena, ERR_FORMAT, M("Share {number}: its first or last line is mistyped or missing: compare them with the paper."),
		    ARG_N("number", share->number));
	return NULL;
}

struct err *
shares_read(struct str text, struct arena *arena, struct share **shares, size_t *count)
{
	struct str rest = text, line;

	while (str_line(&rest, &line)) {
		struct share *grown;

		line = str_trim_space(line);
		if (!str_take_nocase(&line, TITLE))
			continue;
		if (*count == SHARES_READ_MOST)
			return err_new(arena, ERR_LIMIT, M("There are more than {most} shares: give those of one key."), ARG_N("most", SHARES_READ_MOST));
		grown = ARENA_ARRAY(arena, struct share, *count + 1);
		if (*count > 0)
			memcpy(grown, *shares, *count * sizeof(**shares));
		TRY(read_share(line, &rest, arena, &grown[*count]));
		*shares = grown;
		++*count;
	}
	return NULL;
}

/* -------------------------------------------------------------------- joining */

/* Is the one at this place the same paper as an earlier one? */
static bool
is_again(const struct share *shares, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (shares[i].number == shares[at].number && memcmp(shares[i].bytes, shares[at].bytes, CRYPT_KEY) == 0)
			return true;
	return false;
}

static struct err *
check_together(const struct share *shares, size_t count, struct arena *arena, struct share *ret_ours, size_t *ret_count)
{
	*ret_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!str_eq(shares[i].fingerprint, shares[0].fingerprint))
			return err_new(arena, ERR_FORBIDDEN, M("Share {number} is of another key ({other}) than the first one ({key})."),
			    ARG_N("number", shares[i].number), ARG("other", shares[i].fingerprint), ARG("key", shares[0].fingerprint));
		if (shares[i].threshold != shares[0].threshold || shares[i].shares != shares[0].shares)
			return err_new(arena, ERR_FORBIDDEN, M("Share {number} was handed out at another time than the first one: shares of one time belong together."),
			    ARG_N("number", shares[i].number));
		if (is_again(shares, i))
			continue;
		for (size_t j = 0; j < *ret_count; j++)
			if (ret_ours[j].number == shares[i].number)
				return err_new(arena, ERR_FORBIDDEN, M("There are two different shares of number {number}: shares of one time belong together."),
				    ARG_N("number", shares[i].number));
		ret_ours[(*ret_count)++] = shares[i];
	}
	return NULL;
}

static void
combine(struct share *shares, size_t count, unsigned char ret_master[CRYPT_KEY])
{
	unsigned char numbers[KEY_SHARES_MOST];
	gfshare_ctx *joiner;

	assert(count <= KEY_SHARES_MOST);
	for (size_t i = 0; i < count; i++)
		numbers[i] = (unsigned char)shares[i].number;
	gfshare_fill_rand = fill_random;
	joiner = gfshare_ctx_init_dec(numbers, (unsigned)count, CRYPT_KEY);
	for (size_t i = 0; i < count; i++)
		gfshare_ctx_dec_giveshare(joiner, (unsigned char)i, shares[i].bytes);
	gfshare_ctx_dec_extract(joiner, ret_master);
	gfshare_ctx_free(joiner);
}

struct err *
share_join(const struct share *shares, size_t count, struct arena *arena, unsigned char ret_master[CRYPT_KEY])
{
	struct share *ours = ARENA_ARRAY(arena, struct share, count + 1);
	size_t ours_count;

	if (count == 0)
		return err_new(arena, ERR_FORBIDDEN, M("No share was found: a share begins with \"TSUKUROI-SHARE\"."));
	TRY(check_together(shares, count, arena, ours, &ours_count));
	if ((int64_t)ours_count < ours[0].threshold)
		return err_new(arena, ERR_FORBIDDEN, M("{threshold} shares are needed, and {count} were given."), ARG_N("threshold", ours[0].threshold),
		    ARG_N("count", ours_count));
	combine(ours, (size_t)ours[0].threshold, ret_master);
	if (!str_eq(key_fingerprint(ret_master, arena), ours[0].fingerprint)) {
		crypt_wipe(ret_master, CRYPT_KEY);
		return err_new(arena, ERR_FORBIDDEN,
		    M("These shares do not give key {key}: they were handed out at different times. Take shares of one time."),
		    ARG("key", ours[0].fingerprint));
	}
	return NULL;
}
