/*
 * Hex: what Elixir's Version module reads (hexdocs.pm/elixir/Version.html), which is SemVer 2.0 by the letter: three
 * numbers, no leading zeros, no v. Order by SemVer §11; build metadata orders nothing.
 */
#include "domain/version/parts.h"

static bool
has_leading_zero(struct str digits)
{
	return digits.len > 1 && digits.ptr[0] == '0';
}

static bool
numbers_are_strict(struct str numbers)
{
	size_t count = 0;

	for (; numbers.len > 0; count++) {
		if (has_leading_zero(order_take(&numbers, digits_len(numbers))))
			return false;
		order_skip(&numbers);
	}
	return count == 3;
}

bool
semver_read_strict(struct str version, struct semver *ret_semver)
{
	struct str rest, identifier;

	if (!semver_read(version, ret_semver) || !char_is_digit(version.ptr[0]) || !numbers_are_strict(ret_semver->numbers))
		return false;
	for (rest = ret_semver->prerelease; str_split(&rest, '.', &identifier);)
		if (digits_len(identifier) == identifier.len && has_leading_zero(identifier))
			return false;
	return true;
}

static bool
hex_is_valid(struct str version)
{
	struct semver semver;

	return semver_read_strict(version, &semver);
}

static bool
hex_is_prerelease(struct str version)
{
	struct semver semver;

	return semver_read_strict(version, &semver) && semver.prerelease.len > 0;
}

static enum order
hex_compare(struct str a, struct str b)
{
	struct semver semver_a, semver_b;

	if (!semver_read_strict(a, &semver_a) || !semver_read_strict(b, &semver_b))
		return ORDER_UNKNOWN;
	return semver_order(&semver_a, &semver_b, false);
}

static bool
hex_key(struct str version, struct version_key *key)
{
	struct semver semver;

	if (!semver_read_strict(version, &semver))
		return false;
	semver_write_key(&semver, false, key);
	return true;
}

const struct ordering ordering_hex = { hex_compare, hex_is_valid, hex_key, hex_is_prerelease, false };
