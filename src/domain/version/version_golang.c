/*
 * Go modules: SemVer with a v (go.dev/ref/mod#versions); pseudo-versions order themselves by it, and
 * "+incompatible" is build metadata. Modules' versions are read without the v too, as the vulnerability database writes.
 *
 * Go itself says "go1.21.3" and "go1.21rc2" (go.dev/doc/toolchain), which the database writes 1.21.3 and 1.21.0-rc.2:
 * both forms are read. What a vendor puts behind a hyphen says nothing (go1.21.3-fips). Since 1.21 "go1.21" is the
 * language, older than every release of it and here the oldest pre-release there can be, 1.21.0-0; before, go1.20 is the
 * release. Go looks at the second number alone, and so is it here.
 */
#include "domain/version/order.h"

static const struct str first_language = STR_INIT("21"), oldest_prerelease = STR_INIT("0");

static bool
toolchain_read(struct str version, struct semver *ret_semver)
{
	struct str minor;

	str_cut(version, '-', &version, &(struct str){ 0 });
	if (version.len == 0 || !char_is_digit(version.ptr[0]) || !semver_read_attached(version, ret_semver))
		return false;
	if (ret_semver->prerelease.len == 0 && str_cut(ret_semver->numbers, '.', &version, &minor) &&
	    digits_len(minor) == minor.len && digits_compare(minor, first_language) != ORDER_LESS)
		ret_semver->prerelease = oldest_prerelease;
	return true;
}

static bool
golang_read(struct str version, struct semver *ret_semver)
{
	if (str_take(&version, STR("go")))
		return toolchain_read(version, ret_semver);
	return semver_read_attached(version, ret_semver);
}

static bool
golang_is_valid(struct str version)
{
	struct semver semver;

	return golang_read(version, &semver);
}

static struct str
golang_core(struct str version)
{
	if (!str_take(&version, STR("go")))
		(void)str_take(&version, STR("v"));
	return version;
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

const struct ordering ordering_golang = { golang_compare, golang_is_valid, golang_key, golang_is_prerelease, true,
	.core = golang_core };
