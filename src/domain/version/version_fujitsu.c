/*
 * Fujitsu and Fsas: VnnLnn and Vn.nLnn (version and level: V15L10, V6.0L10), Vn.n (V2.3.0), with a correction behind
 * (V01L07NF0201, V20.00 NY0001); newer products x.y.z (Fujitsu's life-cycle page: "Vx.x is the version, L the level").
 *
 * The numbers of the version decide first, missing ones being 0; then the level, then the correction, which count only where
 * both name one, corrections of one kind: V6.0 may be any level of it. The form with V and the one without are two ways
 * of counting and have no order. Keys belong to the form with V that has neither level nor correction, the one that
 * JVN's rows have most.
 */
#include "domain/version/parts.h"

struct fujitsu {
	bool       has_v, has_level;
	struct str numbers, level;
	struct str kind, correction;     /* "NF", "0201" */
};

static bool
read_correction(struct str *rest, struct fujitsu *fujitsu)
{
	if (rest->len == 0)
		return true;
	str_take(rest, STR(" "));
	fujitsu->kind = order_take(rest, letters_len(*rest));
	fujitsu->correction = order_take(rest, digits_len(*rest));
	return fujitsu->kind.len > 1 && fujitsu->correction.len > 0;
}

static bool
fujitsu_read(struct str version, struct fujitsu *ret_fujitsu)
{
	struct fujitsu fujitsu = { .has_v = str_take_nocase(&version, STR("V")) };

	fujitsu.numbers = numbers_take(&version, '.');
	if (fujitsu.has_v && version.len > 1 && char_lower(version.ptr[0]) == 'l' && char_is_digit(version.ptr[1])) {
		order_take(&version, 1);
		fujitsu.has_level = true;
		fujitsu.level = order_take(&version, digits_len(version));
	}
	if (fujitsu.has_v && !read_correction(&version, &fujitsu))
		return false;
	*ret_fujitsu = fujitsu;
	return fujitsu.numbers.len > 0 && version.len == 0;
}

static enum order
fujitsu_compare(struct str a, struct str b)
{
	struct fujitsu fujitsu_a, fujitsu_b;
	enum order order;

	if (!fujitsu_read(a, &fujitsu_a) || !fujitsu_read(b, &fujitsu_b) || fujitsu_a.has_v != fujitsu_b.has_v)
		return ORDER_UNKNOWN;
	order = numbers_compare(fujitsu_a.numbers, fujitsu_b.numbers);
	if (order != ORDER_EQUAL)
		return order;
	if (fujitsu_a.has_level != fujitsu_b.has_level)
		return ORDER_UNKNOWN;
	order = digits_compare(fujitsu_a.level, fujitsu_b.level);
	if (order != ORDER_EQUAL)
		return order;
	if (!str_eq_nocase(fujitsu_a.kind, fujitsu_b.kind))
		return ORDER_UNKNOWN;
	return digits_compare(fujitsu_a.correction, fujitsu_b.correction);
}

static bool
fujitsu_key(struct str version, struct version_key *key)
{
	struct fujitsu fujitsu;

	if (!fujitsu_read(version, &fujitsu) || !fujitsu.has_v || fujitsu.has_level || fujitsu.kind.len > 0)
		return false;
	numbers_key(fujitsu.numbers, key);
	return true;
}

static bool
fujitsu_is_valid(struct str version)
{
	struct fujitsu fujitsu;

	return fujitsu_read(version, &fujitsu);
}

const struct ordering ordering_fujitsu = { fujitsu_compare, fujitsu_is_valid, fujitsu_key, no_prerelease, true };
