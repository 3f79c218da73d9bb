/*
 * Products whose year is their name: 一太郎2023, ATOK 2017, "2023 33.0.1".
 *
 * The name is what stands before the first run of four digits that is a year (1980 to 2099); numbers between dots may
 * follow, the version within the product. Another year or another name is another product, and products have no order:
 * that 2022 is to be replaced by 2023 is not a matter of versions. Within one product the numbers decide, missing ones
 * being 0; but a product without any numbers is any version of it, and that is unknown against those that have them.
 * So almost nothing has an order with everything, and nothing has a key.
 */
#include "domain/version/parts.h"

struct yearly {
	struct str name, year, numbers;
};

enum { YEAR_DIGITS = 4 };

static bool
is_year(struct str digits)
{
	return digits.len == YEAR_DIGITS && str_cmp(digits, STR("1980")) >= 0 && str_cmp(digits, STR("2099")) <= 0;
}

/* Text as people write it: UTF-8 without control characters. */
static bool
is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.ptr[i] < ' ')
			return false;
	return str_is_text(name);
}

static bool
yearly_read(struct str version, struct yearly *ret_yearly)
{
	struct str rest = version;

	while (rest.len > 0 && !is_year(str_sub(rest, 0, digits_len(rest))))
		order_take(&rest, char_is_digit(rest.ptr[0]) ? digits_len(rest) : 1);
	if (rest.len == 0)
		return false;
	ret_yearly->name = str_trim_space(str_sub(version, 0, version.len - rest.len));
	ret_yearly->year = order_take(&rest, YEAR_DIGITS);
	if (rest.len > 0 && rest.ptr[0] != ' ')
		return false;
	rest = without_version_word(rest);
	ret_yearly->numbers = numbers_take(&rest, '.');
	return rest.len == 0 && is_name(ret_yearly->name);
}

static enum order
yearly_compare(struct str a, struct str b)
{
	struct yearly yearly_a, yearly_b;

	if (!yearly_read(a, &yearly_a) || !yearly_read(b, &yearly_b))
		return ORDER_UNKNOWN;
	if (!str_eq(yearly_a.year, yearly_b.year) || !str_eq_nocase(yearly_a.name, yearly_b.name))
		return ORDER_UNKNOWN;
	if ((yearly_a.numbers.len == 0) != (yearly_b.numbers.len == 0))
		return ORDER_UNKNOWN;
	return numbers_compare(yearly_a.numbers, yearly_b.numbers);
}

static bool
yearly_is_valid(struct str version)
{
	struct yearly yearly;

	return yearly_read(version, &yearly);
}

const struct ordering ordering_yearly = { yearly_compare, yearly_is_valid, NULL, no_prerelease, false };
