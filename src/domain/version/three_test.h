/*
 * three_test.h - the one scheme whose equality is no equivalence, for the tests of order.
 */
#pragma once
#include "domain/version/version.h"

static inline bool
has_release(struct str version)
{
	return str_find_char(version, '-') != SIZE_MAX;
}

/* To pacman a version without a pkgrel is every build of it (version_pacman.c), so that it holds among versions of one shape only. */
static inline bool
three_are_of_one_shape(enum scheme scheme, struct str a, struct str b, struct str c)
{
	return scheme != SCHEME_PACMAN || (has_release(a) == has_release(b) && has_release(b) == has_release(c));
}
