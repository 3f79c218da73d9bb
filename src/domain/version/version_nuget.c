/*
 * NuGet: SemVer 2.0 with an optional fourth number, pre-releases compared without regard to case
 * (learn.microsoft.com/nuget/concepts/package-versioning). As NuGet's own VersionComparer has it, a number in a
 * pre-release counts as one up to 2147483647; a longer one, such as a time, is a word and above every number.
 */
#include "domain/version/order.h"

static bool
nuget_is_valid(struct str version)
{
	struct semver semver;

	return semver_read(version, &semver);
}

static bool
nuget_is_prerelease(struct str version)
{
	struct semver semver = { 0 };

	return semver_read(version, &semver) && semver.prerelease.len > 0;
}

static enum order
nuget_compare(struct str a, struct str b)
{
	struct semver semver_a, semver_b;

	if (!semver_read(a, &semver_a) || !semver_read(b, &semver_b))
		return ORDER_UNKNOWN;
	return semver_order(&semver_a, &semver_b, true);
}

static bool
nuget_key(struct str version, struct version_key *key)
{
	struct semver semver;

	if (!semver_read(version, &semver))
		return false;
	semver_write_key(&semver, true, key);
	return true;
}

const struct ordering ordering_nuget = { nuget_compare, nuget_is_valid, nuget_key, nuget_is_prerelease, true };
