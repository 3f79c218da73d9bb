/*
 * Cargo: what the semver crate reads, on which Cargo stands (doc.rust-lang.org/cargo, "SemVer compatibility";
 * docs.rs/semver): SemVer 2.0 by the letter, each of the three numbers within 64 bits. Order by SemVer §11, as the
 * crate's cmp_precedence has it: build metadata orders nothing, and crates.io takes no second version that differs in it only.
 */
#include "domain/version/parts.h"

static bool
cargo_read(struct str version, struct semver *ret_semver)
{
	struct str rest, number;
	uint64_t value;

	if (!semver_read_strict(version, ret_semver))
		return false;
	for (rest = ret_semver->numbers; str_split(&rest, '.', &number);)
		if (!str_to_u64(number, &value))
			return false;
	return true;
}

static bool
cargo_is_valid(struct str version)
{
	struct semver semver;

	return cargo_read(version, &semver);
}

static bool
cargo_is_prerelease(struct str version)
{
	struct semver semver;

	return cargo_read(version, &semver) && semver.prerelease.len > 0;
}

static enum order
cargo_compare(struct str a, struct str b)
{
	struct semver semver_a, semver_b;

	if (!cargo_read(a, &semver_a) || !cargo_read(b, &semver_b))
		return ORDER_UNKNOWN;
	return semver_order(&semver_a, &semver_b, false);
}

static bool
cargo_key(struct str version, struct version_key *key)
{
	struct semver semver;

	if (!cargo_read(version, &semver))
		return false;
	semver_write_key(&semver, false, key);
	return true;
}

const struct ordering ordering_cargo = { cargo_compare, cargo_is_valid, cargo_key, cargo_is_prerelease, false };
