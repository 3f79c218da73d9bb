/*
 * Hackage: Haskell's Package Versioning Policy and Cabal's Version (pvp.haskell.org; Distribution.Types.Version): a list of
 * numbers between dots, ordered as a list: 1.0 < 1.0.0. As Cabal reads them, a number has up to nine digits and no
 * leading zeros. The tags that old packages had ("1.0-beta") count nowhere since; such a text is no version. There are no
 * pre-releases.
 */
#include "domain/version/parts.h"

enum { DIGITS_MOST = 9 };

static bool
hackage_is_valid(struct str version)
{
	struct str rest = version, number;

	if (version.len == 0 || version.ptr[version.len - 1] == '.')
		return false;
	while (str_split(&rest, '.', &number))
		if (number.len == 0 || digits_len(number) != number.len || number.len > DIGITS_MOST ||
		    (number.len > 1 && number.ptr[0] == '0'))
			return false;
	return true;
}

static enum order
hackage_compare(struct str a, struct str b)
{
	return hackage_is_valid(a) && hackage_is_valid(b) ? lists_compare(a, b) : ORDER_UNKNOWN;
}

static bool
hackage_key(struct str version, struct version_key *key)
{
	if (!hackage_is_valid(version))
		return false;
	lists_key(version, key);
	return true;
}

const struct ordering ordering_hackage = { hackage_compare, hackage_is_valid, hackage_key, no_prerelease, false };
