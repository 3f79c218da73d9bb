#include "domain/version/parts.h"
#include <assert.h>

enum order
part_order(const struct part *a, const struct part *b)
{
	if (a->tag != b->tag)
		return order_of_int(a->tag - b->tag);
	return a->tag == KEY_NUMBER_LEAST ? digits_compare(a->text, b->text) : text_compare(a->text, b->text);
}

enum order
parts_compare(struct parts a, struct parts b)
{
	for (;;) {
		struct part one = a.next(&a), two = b.next(&b);
		enum order order = part_order(&one, &two);

		if (order != ORDER_EQUAL || one.last)
			return order;
		assert(!two.last);
	}
}

void
parts_key(struct parts parts, struct version_key *key)
{
	struct part part;

	do {
		part = parts.next(&parts);
		if (part.tag == KEY_NUMBER_LEAST)
			key_digits(key, part.text);
		else
			key_tag(key, part.tag);
		if (part.word)
			key_word(key, part.text);
	} while (!part.last);
}

struct str
numbers_take(struct str *rest, char separator)
{
	size_t len = digits_len(*rest);

	while (len > 0 && len + 1 < rest->len && rest->ptr[len] == separator && char_is_digit(rest->ptr[len + 1]))
		len += 1 + digits_len(str_from(*rest, len + 1));
	return order_take(rest, len);
}

void
numbers_key(struct str numbers, struct version_key *key)
{
	struct semver semver = { .numbers = numbers };

	semver_write_key(&semver, false, key);
}

static struct part
list_next(struct parts *parts)
{
	if (parts->rest.len == 0)
		return part_last(0x01);
	if (parts->begun)
		order_take(&parts->rest, 1);
	parts->begun = true;
	return part_number(order_take(&parts->rest, digits_len(parts->rest)));
}

enum order
lists_compare(struct str a, struct str b)
{
	return parts_compare((struct parts){ .next = list_next, .rest = a }, (struct parts){ .next = list_next, .rest = b });
}

void
lists_key(struct str list, struct version_key *key)
{
	parts_key((struct parts){ .next = list_next, .rest = list }, key);
}

bool
no_prerelease(struct str version)
{
	(void)version;
	return false;
}

void
skip_spaces(struct str *s)
{
	while (s->len > 0 && s->ptr[0] == ' ')
		order_take(s, 1);
}

struct str
without_version_word(struct str text)
{
	static const struct str words[] = { STR_INIT("version"), STR_INIT("ver"), STR_INIT("v") };

	text = str_trim_space(text);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct str rest = text;

		if (!str_take_nocase(&rest, words[i]))
			continue;
		str_take(&rest, STR("."));
		skip_spaces(&rest);
		if (rest.len > 0 && char_is_digit(rest.ptr[0]))
			return rest;
	}
	return text;
}
