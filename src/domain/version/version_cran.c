/*
 * CRAN: R's package_version and compareVersion (Writing R Extensions, 1.1.1, field Version): numbers between "." or "-",
 * which mean the same. Compared one by one, by value; where one has fewer and these are equal it is below, so 1.0 < 1.0.0.
 * A package has two numbers or more, R itself and numeric_version take one. R has no pre-releases.
 */
#include "domain/version/parts.h"

static bool
cran_is_valid(struct str version)
{
	bool digit = false;

	for (size_t i = 0; i < version.len; i++) {
		if (!char_is_digit(version.ptr[i]) && (!digit || (version.ptr[i] != '.' && version.ptr[i] != '-')))
			return false;
		digit = char_is_digit(version.ptr[i]);
	}
	return digit;
}

static enum order
cran_compare(struct str a, struct str b)
{
	return cran_is_valid(a) && cran_is_valid(b) ? lists_compare(a, b) : ORDER_UNKNOWN;
}

static bool
cran_key(struct str version, struct version_key *key)
{
	if (!cran_is_valid(version))
		return false;
	lists_key(version, key);
	return true;
}

const struct ordering ordering_cran = { cran_compare, cran_is_valid, cran_key, no_prerelease, false,
	.borders = "" };
