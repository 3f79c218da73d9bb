#include "domain/version/key.h"
#include "domain/version/order.h"

enum {
	SMALL_MOST   = 143,     /* written as one byte */
	LENGTH_TAG   = KEY_NUMBER_LEAST + SMALL_MOST + 1,
	LENGTH_LEAST = 3,
	LENGTH_MOST  = LENGTH_LEAST + 63,
	LONG_TAG     = LENGTH_TAG + LENGTH_MOST - LENGTH_LEAST + 1,
};
_Static_assert((int)LENGTH_TAG == 0xa0 && (int)LONG_TAG == 0xe0, "the bytes that key.h tells");

static const char word_end = '\0', word_escape = '\1';

static uint8_t
digit_at(struct str digits, size_t at)
{
	return at < digits.len ? (uint8_t)(digits.ptr[at] - '0') : 0;
}

static void
put_length(struct version_key *key, size_t len)
{
	if (len <= LENGTH_MOST) {
		key_tag(key, (uint8_t)(LENGTH_TAG + len - LENGTH_LEAST));
		return;
	}
	key_tag(key, LONG_TAG);
	for (int shift = 24; shift >= 0; shift -= 8)
		key_tag(key, (uint8_t)(len >> shift));
}

void
key_digits(struct version_key *key, struct str digits)
{
	while (digits.len > 0 && digits.ptr[0] == '0')
		order_take(&digits, 1);
	if (digits.len <= LENGTH_LEAST) {
		int value = 0;

		for (size_t i = 0; i < digits.len; i++)
			value = value * 10 + digit_at(digits, i);
		if (value <= SMALL_MOST) {
			key_tag(key, (uint8_t)(KEY_NUMBER_LEAST + value));
			return;
		}
	}
	put_length(key, digits.len);
	for (size_t i = 0; i < digits.len && key->whole; i += 2)
		key_tag(key, (uint8_t)(digit_at(digits, i) << 4 | digit_at(digits, i + 1)));
}

void
key_numbers(struct version_key *key, struct str numbers)
{
	size_t zeros = 0;

	while (numbers.len > 0 && key->whole) {
		struct str number = order_take(&numbers, digits_len(numbers));

		order_skip(&numbers);
		if (digits_are_zero(number)) {
			zeros++;
			continue;
		}
		for (; zeros > 0; zeros--)
			key_digits(key, STR(""));
		key_digits(key, number);
	}
}

static void
put_letter(struct version_key *key, char c)
{
	if (c == word_end || c == word_escape)
		key_tag(key, (uint8_t)word_escape);
	key_tag(key, (uint8_t)(c == word_end ? 1 : c == word_escape ? 2 : c));
}

void
key_word(struct version_key *key, struct str word)
{
	for (size_t i = 0; i < word.len && key->whole; i++)
		put_letter(key, word.ptr[i]);
	key_tag(key, (uint8_t)word_end);
}

void
key_word_nocase(struct version_key *key, struct str word)
{
	for (size_t i = 0; i < word.len && key->whole; i++)
		put_letter(key, char_lower(word.ptr[i]));
	key_tag(key, (uint8_t)word_end);
}
