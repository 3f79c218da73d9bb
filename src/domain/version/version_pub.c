/*
 * Pub: Dart's pub_semver (pub.dev/packages/pub_semver). As SemVer 2.0 §11, but build metadata counts: none is below
 * any, then its identifiers are compared like those of a pre-release. Numbers may have leading zeros, and are read as
 * generously as SEMVER does: a leading v, any count.
 *
 * Dart takes for numbers what int.tryParse reads, also "-5" and "0x1f", and what is too long for it for a text: on the
 * web the bounds are others. Such identifiers have no order here.
 */
#include "domain/version/parts.h"

enum { TAG_END = 0x01, TAG_WORD = KEY_TAG_ABOVE };
enum { DIGITS_MOST = 15 };     /* 2^53 has 16: up to here an integer is one on every platform */

struct pub {
	struct semver semver;
	struct str    build;
};

/* Dart and SemVer agree on whether this is a number. */
static bool
is_plain(struct str identifier)
{
	if (digits_len(identifier) == identifier.len)
		return identifier.len <= DIGITS_MOST;
	str_take(&identifier, STR("-"));
	return digits_len(identifier) != identifier.len && !str_starts_nocase(identifier, STR("0x"));
}

static bool
are_plain(struct str identifiers)
{
	struct str identifier;

	while (str_split(&identifiers, '.', &identifier))
		if (!is_plain(identifier))
			return false;
	return true;
}

static bool
pub_read(struct str version, struct pub *ret_pub)
{
	(void)str_cut(version, '+', &(struct str){ 0 }, &ret_pub->build);
	return semver_read(version, &ret_pub->semver);
}

static bool
pub_has_order(const struct pub *pub)
{
	return are_plain(pub->semver.prerelease) && are_plain(pub->build);
}

static struct part
identifier_next(struct parts *parts)
{
	struct str identifier;

	if (!str_split(&parts->rest, '.', &identifier))
		return part_last(TAG_END);
	return digits_len(identifier) == identifier.len ? part_number(identifier) : part_word(TAG_WORD, identifier);
}

static struct parts
identifiers_of(struct str build)
{
	return (struct parts){ .next = identifier_next, .rest = build };
}

/* No build is below any: the end is below a number. */
static enum order
pub_compare(struct str a, struct str b)
{
	struct pub pub_a, pub_b;
	enum order order;

	if (!pub_read(a, &pub_a) || !pub_read(b, &pub_b))
		return ORDER_UNKNOWN;
	if (!pub_has_order(&pub_a) || !pub_has_order(&pub_b))
		return ORDER_UNKNOWN;
	order = semver_order(&pub_a.semver, &pub_b.semver, false);
	return order == ORDER_EQUAL ? parts_compare(identifiers_of(pub_a.build), identifiers_of(pub_b.build)) : order;
}

static bool
pub_key(struct str version, struct version_key *key)
{
	struct pub pub;

	if (!pub_read(version, &pub) || !pub_has_order(&pub))
		return false;
	semver_write_key(&pub.semver, false, key);
	parts_key(identifiers_of(pub.build), key);
	return true;
}

static bool
pub_is_valid(struct str version)
{
	struct pub pub;

	return pub_read(version, &pub);
}

static bool
pub_is_prerelease(struct str version)
{
	struct pub pub;

	return pub_read(version, &pub) && pub.semver.prerelease.len > 0;
}

const struct ordering ordering_pub = { pub_compare, pub_is_valid, pub_key, pub_is_prerelease, true };
