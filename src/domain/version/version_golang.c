/*
 * Go modules: SemVer with a v (go.dev/ref/mod#versions); pseudo-versions order themselves by it, and
 * "+incompatible" is build metadata. Go itself says "go1.21.3" and "go1.21rc2", which the Go
 * vulnerability database writes 1.21.3 and 1.21.0-rc.2: both forms are read.
 */
#include "domain/version/order.h"

static bool
golang_read(struct str version, struct semver *ret_semver)
{
	str_take(&version, STR("go"));
	return semver_read_attached(version, ret_semver);
}

static bool
golang_is_valid(struct str version)
{
	struct semver semver;

	return golang_read(version, &semver);
}

static bool
golang_is_prerelease(struct str version)
{
	struct semver semver = { 0 };

	return golang_read(version, &semver) && semver.prerelease.len > 0;
}

static enum order
golang_compare(struct str a, struct str b)
{
	struct semver semver_a, semver_b;

	if (!golang_read(a, &semver_a) || !golang_read(b, &semver_b))
		return ORDER_UNKNOWN;
	return semver_order(&semver_a, &semver_b, false);
}

static bool
golang_key(struct str version, struct version_key *key)
{
	struct semver semver;

	if (!golang_read(version, &semver))
		return false;
	semver_write_key(&semver, false, key);
	return true;
}

const struct ordering ordering_golang = { golang_compare, golang_is_valid, golang_key, golang_is_prerelease, true };
