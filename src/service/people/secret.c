#include "service/people/secret.h"

#include "base/buf.h"
#include "base/crypt.h"
#include "base/hash.h"

enum { TOKEN_BYTES = 32, TOKEN_DIGITS = 52, CHECK_DIGITS = 6, CODE_BYTES = 8, CODE_GROUP = 4 };

#define TOKEN_PREFIX STR("tsk_")

static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";

struct str
base32_text(struct str bytes, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		held = (held << 8 | (unsigned char)bytes.ptr[i]) & 0xffff;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			buf_add_char(&text, digits[held >> bits & 31]);
		}
	}
	if (bits > 0)
		buf_add_char(&text, digits[held << (5 - bits) & 31]);
	return arena_copy(arena, buf_str(&text));
}

/* The first 30 bits of SHA-256 over what stands before. */
static void
checksum_of(struct str text, char ret_digits[static CHECK_DIGITS])
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sha256 sum;
	struct str hex;
	uint64_t value = 0;

	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	hex = sha256_hex(&sum, arena);
	for (size_t i = 0; i < 8; i++)
		value = value << 4 | (unsigned)char_hex(hex.ptr[i]);
	value >>= 2;
	for (size_t i = CHECK_DIGITS; i > 0; i--, value >>= 5)
		ret_digits[i - 1] = digits[value & 31];
}

struct str
token_new(struct arena *arena)
{
	char random[TOKEN_BYTES], check[CHECK_DIGITS];
	struct str text;

	crypt_random(random, sizeof(random));
	text = arena_printf(arena, "tsk_%.*s", STR_ARG(base32_text((struct str){ random, sizeof(random) }, arena)));
	crypt_wipe(random, sizeof(random));
	checksum_of(text, check);
	return arena_printf(arena, "%.*s%.*s", STR_ARG(text), CHECK_DIGITS, check);
}

bool
token_is_whole(struct str token)
{
	char check[CHECK_DIGITS];

	if (token.len != TOKEN_PREFIX.len + TOKEN_DIGITS + CHECK_DIGITS || !str_starts(token, TOKEN_PREFIX))
		return false;
	checksum_of(str_sub(token, 0, token.len - CHECK_DIGITS), check);
	return str_eq(str_from(token, token.len - CHECK_DIGITS), (struct str){ check, CHECK_DIGITS });
}

struct str
secret_digest(struct str secret, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, secret.len == 0 ? "" : secret.ptr, secret.len);
	return sha256_hex(&sum, arena);
}

struct str
code_new(struct arena *arena)
{
	char random[CODE_BYTES];
	struct str text;

	crypt_random(random, sizeof(random));
	text = base32_text((struct str){ random, sizeof(random) }, arena);
	crypt_wipe(random, sizeof(random));
	return arena_printf(arena, "%.*s-%.*s-%.*s", STR_ARG(str_sub(text, 0, CODE_GROUP)), STR_ARG(str_sub(text, CODE_GROUP, CODE_GROUP)),
	    STR_ARG(str_sub(text, (size_t)2 * CODE_GROUP, CODE_GROUP)));
}

struct str
code_fold(struct str typed, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };

	for (size_t i = 0; i < typed.len; i++)
		if (char_is_alnum(typed.ptr[i]))
			buf_add_char(&text, char_lower(typed.ptr[i]));
	return arena_copy(arena, buf_str(&text));
}
