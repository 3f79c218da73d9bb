/*
 * SemVer 2.0 §11: the numbers by value, then a pre-release below its release, its identifiers one by one:
 * numeric below alphanumeric, numbers by value, the rest by bytes, fewer below more. Build metadata after
 * "+" orders nothing.
 *
 * Read generously, because OSV and the CNAs write so: a leading v, any count of numbers (missing ones
 * are 0), leading zeros. Everything else that the grammar does not have is no version.
 */
#include "domain/version/key.h"
#include "domain/version/order.h"

static struct str
take_numbers(struct str *rest)
{
	size_t len = digits_len(*rest);

	while (len > 0 && len + 1 < rest->len && rest->ptr[len] == '.' && char_is_digit(rest->ptr[len + 1]))
		len += 1 + digits_len(str_from(*rest, len + 1));
	return order_take(rest, len);
}

/* Identifiers between dots, none of them empty. */
static bool
is_identifiers(struct str s)
{
	bool empty = true;

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '.' && empty)
			return false;
		if (s.ptr[i] != '.' && s.ptr[i] != '-' && !char_is_alnum(s.ptr[i]))
			return false;
		empty = s.ptr[i] == '.';
	}
	return !empty;
}

static bool
read_tail(struct str rest, struct semver *semver)
{
	struct str build;

	if (rest.len == 0)
		return true;
	if (str_cut(rest, '+', &rest, &build) && !is_identifiers(build))
		return false;
	if (rest.len == 0)
		return true;
	semver->attached = !str_take(&rest, STR("-"));
	semver->prerelease = rest;
	return is_identifiers(rest);
}

static bool
read_either(struct str version, bool attached, struct semver *ret_semver)
{
	struct semver semver = { 0 };

	if (version.len > 0 && char_lower(version.ptr[0]) == 'v')
		order_take(&version, 1);
	semver.numbers = take_numbers(&version);
	if (semver.numbers.len == 0 || !read_tail(version, &semver))
		return false;
	if (semver.attached && !attached)
		return false;
	*ret_semver = semver;
	return true;
}

bool
semver_read(struct str version, struct semver *ret_semver)
{
	return read_either(version, false, ret_semver);
}

bool
semver_read_attached(struct str version, struct semver *ret_semver)
{
	return read_either(version, true, ret_semver);
}

/* Of a rest that is not empty. */
static struct str
take_identifier(struct str *rest, bool attached)
{
	size_t len = 0;

	if (attached && char_is_alpha(rest->ptr[0]))
		return order_take(rest, letters_len(*rest));
	while (len < rest->len && rest->ptr[len] != '.')
		len++;
	return order_take(rest, len);
}

/* The greatest number NuGet knows in a pre-release. */
static const struct str nuget_most = STR_INIT("2147483647");

static bool
is_number(struct str identifier, bool nuget)
{
	return digits_len(identifier) == identifier.len && !(nuget && digits_compare(identifier, nuget_most) == ORDER_GREATER);
}

static enum order
identifier_order(struct str a, struct str b, bool nuget)
{
	bool number_a = is_number(a, nuget), number_b = is_number(b, nuget);

	if (number_a && number_b)
		return digits_compare(a, b);
	if (number_a != number_b)
		return number_a ? ORDER_LESS : ORDER_GREATER;
	return nuget ? text_compare_nocase(a, b) : text_compare(a, b);
}

enum order
semver_order(const struct semver *a, const struct semver *b, bool nuget)
{
	struct str rest_a = a->prerelease, rest_b = b->prerelease;
	enum order order = numbers_compare(a->numbers, b->numbers);

	if (order != ORDER_EQUAL)
		return order;
	if (rest_a.len == 0 || rest_b.len == 0)
		return order_of_int((rest_a.len == 0) - (rest_b.len == 0));
	while (rest_a.len > 0 && rest_b.len > 0) {
		struct str identifier_a = take_identifier(&rest_a, a->attached);
		struct str identifier_b = take_identifier(&rest_b, b->attached);

		order = identifier_order(identifier_a, identifier_b, nuget);
		if (order != ORDER_EQUAL)
			return order;
		if (!(a->attached && rest_a.len > 0 && rest_a.ptr[0] != '.'))
			order_skip(&rest_a);
		if (!(b->attached && rest_b.len > 0 && rest_b.ptr[0] != '.'))
			order_skip(&rest_b);
	}
	return order_of_int((rest_a.len > 0) - (rest_b.len > 0));
}

/* ----------------------------------------------------------------------------------- the key */

/* Where the numbers end: below a further number, a pre-release below its release. A word is above a number. */
enum { TAG_END = 0x01, TAG_PRERELEASE = 0x02, TAG_RELEASE = 0x03, TAG_WORD = KEY_TAG_ABOVE };

static void
key_identifiers(const struct semver *semver, bool nuget, struct version_key *key)
{
	struct str rest = semver->prerelease;

	while (rest.len > 0) {
		struct str identifier = take_identifier(&rest, semver->attached);

		if (is_number(identifier, nuget)) {
			key_digits(key, identifier);
		} else {
			key_tag(key, TAG_WORD);
			(nuget ? key_word_nocase : key_word)(key, identifier);
		}
		if (!(semver->attached && rest.len > 0 && rest.ptr[0] != '.'))
			order_skip(&rest);
	}
	key_tag(key, TAG_END);
}

void
semver_write_key(const struct semver *semver, bool nuget, struct version_key *key)
{
	key_numbers(key, semver->numbers);
	if (semver->prerelease.len == 0) {
		key_tag(key, TAG_RELEASE);
		return;
	}
	key_tag(key, TAG_PRERELEASE);
	key_identifiers(semver, nuget, key);
}

static bool
semver_is_valid(struct str version)
{
	struct semver semver;

	return semver_read(version, &semver);
}

static bool
semver_is_prerelease(struct str version)
{
	struct semver semver = { 0 };

	return semver_read(version, &semver) && semver.prerelease.len > 0;
}

static enum order
semver_compare(struct str a, struct str b)
{
	struct semver semver_a, semver_b;

	if (!semver_read(a, &semver_a) || !semver_read(b, &semver_b))
		return ORDER_UNKNOWN;
	return semver_order(&semver_a, &semver_b, false);
}

static bool
semver_key(struct str version, struct version_key *key)
{
	struct semver semver;

	if (!semver_read(version, &semver))
		return false;
	semver_write_key(&semver, false, key);
	return true;
}

const struct ordering ordering_semver = { semver_compare, semver_is_valid, semver_key, semver_is_prerelease, true };
