/*
 * Products counted by builds: "2019 SP1 Build 12345", "V9.1SP4 Build1653", "5.8 (Build 1575)" (Trend Micro, ALSI), and by release
 * numbers in the same place: "7 r.5405" (Movable Type 7).
 *
 *     [V|Ver.] base  [SP n | Service Pack n]  [Build n | (Build n) | r.n]        at least one of base and build
 *
 * The base is numbers between dots, by value, missing ones 0. With equal bases the service pack decides, where both
 * name one or neither has a build: 9.1 < 9.1SP4; beside a build no service pack named may be any. Only within the same base and
 * service pack builds are compared, if both name one and in the same way.
 *
 * Unknown besides: a base and none; a year and numbers as bases (2019 and 14.0 name the same product in two ways); a
 * build that is a month (202203, as services have) and one that is not. Keys belong to "5.8 Build 1575": numbers as base,
 * no service pack, a build that is no month.
 */
#include "domain/version/parts.h"

struct build {
	struct str  base, service_pack, number;
	struct str  word;                      /* "build" or "r"; empty without a build */
};

static const struct str pack_words[] = { STR_INIT("service pack"), STR_INIT("sp") };

static void
skip_spaces_or_dot(struct str *s)
{
	str_take(s, STR("."));
	skip_spaces(s);
}

static bool
read_service_pack(struct str *rest, struct build *build)
{
	for (size_t i = 0; i < ARRAY_LEN(pack_words); i++)
		if (str_take_nocase(rest, pack_words[i])) {
			skip_spaces(rest);
			build->service_pack = order_take(rest, digits_len(*rest));
			skip_spaces(rest);
			return build->service_pack.len > 0;
		}
	return true;
}

static bool
read_build(struct str *rest, struct build *build)
{
	bool brackets;

	if (rest->len == 0)
		return true;
	brackets = str_take(rest, STR("("));
	build->word = order_take(rest, letters_len(*rest));
	if (!str_eq_nocase(build->word, STR("build")) && !str_eq_nocase(build->word, STR("r")))
		return false;
	skip_spaces_or_dot(rest);
	build->number = order_take(rest, digits_len(*rest));
	return build->number.len > 0 && (!brackets || str_take(rest, STR(")")));
}

static bool
build_read(struct str version, struct build *ret_build)
{
	struct build build = { 0 };

	version = without_version_word(version);
	build.base = numbers_take(&version, '.');
	skip_spaces(&version);
	if (build.base.len > 0 && !read_service_pack(&version, &build))
		return false;
	if (!read_build(&version, &build))
		return false;
	*ret_build = build;
	return version.len == 0 && (build.base.len > 0 || build.number.len > 0);
}

/* A base of one number that is a year: 1990 to 2099. */
static bool
is_year(struct str base)
{
	return base.len == 4 && digits_len(base) == base.len && str_cmp(base, STR("1990")) >= 0 && str_cmp(base, STR("2099")) <= 0;
}

/* 200001 to 209912. */
static bool
is_month(struct str number)
{
	struct str month = str_from(number, 4);

	return number.len == 6 && str_starts(number, STR("20")) && str_cmp(month, STR("01")) >= 0 && str_cmp(month, STR("12")) <= 0;
}

static enum order
base_order(const struct build *a, const struct build *b)
{
	if ((a->base.len == 0) != (b->base.len == 0) || is_year(a->base) != is_year(b->base))
		return ORDER_UNKNOWN;
	return numbers_compare(a->base, b->base);
}

static enum order
service_pack_order(const struct build *a, const struct build *b)
{
	bool both = a->service_pack.len > 0 && b->service_pack.len > 0;
	bool neither = a->service_pack.len == 0 && b->service_pack.len == 0;

	if (!both && !neither && (a->word.len > 0 || b->word.len > 0))
		return ORDER_UNKNOWN;
	return digits_compare(a->service_pack, b->service_pack);
}

static enum order
number_order(const struct build *a, const struct build *b)
{
	if (!str_eq_nocase(a->word, b->word) || is_month(a->number) != is_month(b->number))
		return ORDER_UNKNOWN;
	return digits_compare(a->number, b->number);
}

static enum order
build_compare(struct str a, struct str b)
{
	struct build build_a, build_b;
	enum order order;

	if (!build_read(a, &build_a) || !build_read(b, &build_b))
		return ORDER_UNKNOWN;
	order = base_order(&build_a, &build_b);
	if (order == ORDER_EQUAL)
		order = service_pack_order(&build_a, &build_b);
	return order == ORDER_EQUAL ? number_order(&build_a, &build_b) : order;
}

static bool
build_key(struct str version, struct version_key *key)
{
	struct build build;

	if (!build_read(version, &build) || build.base.len == 0 || is_year(build.base) || build.service_pack.len > 0 ||
	    !str_eq_nocase(build.word, STR("build")) || is_month(build.number))
		return false;
	numbers_key(build.base, key);
	key_digits(key, build.number);
	return true;
}

static bool
build_is_valid(struct str version)
{
	struct build build;

	return build_read(version, &build);
}

const struct ordering ordering_build = { build_compare, build_is_valid, build_key, no_prerelease, true,
	.core = without_version_word };
