/*
 * Whether a version begins with another, in any scheme: what an upper end such as "4.10.*" asks. A version is a row of
 * numbers and words, of whatever stands between only the signs that begin another part of a version count.
 */
#include "domain/version/order.h"

static const char usual_borders[] = "-+~^";
static const struct ordering no_ordering = { 0 };

struct component {
	struct str text;      /* digits or letters; empty at the end                      */
	char       border;    /* the sign before it that begins another part; NUL: none   */
};

static bool
is_number(const struct component *component)
{
	return component->text.len > 0 && char_is_digit(component->text.ptr[0]);
}

static struct component
component_next(struct str *rest, const char *borders)
{
	struct component component = { 0 };

	for (; rest->len > 0 && !char_is_alnum(rest->ptr[0]); order_take(rest, 1))
		if (memchr(borders, rest->ptr[0], strlen(borders)) != NULL)
			component.border = rest->ptr[0];
	component.text = order_take(rest, rest->len > 0 && char_is_digit(rest->ptr[0]) ? digits_len(*rest) : letters_len(*rest));
	return component;
}

/* A number is by its value and part; a word says itself where it stands. */
static bool
component_equal(const struct component *a, const struct component *b, bool by_text)
{
	if (!is_number(a) || !is_number(b))
		return str_eq_nocase(a->text, b->text);
	if (a->border != b->border)
		return false;
	return by_text ? str_eq(a->text, b->text) : digits_compare(a->text, b->text) == ORDER_EQUAL;
}

static struct str
without_v(struct str version)
{
	if (version.len > 1 && char_lower(version.ptr[0]) == 'v' && char_is_digit(version.ptr[1]))
		order_take(&version, 1);
	return version;
}

static struct str
take_epoch(struct str *version, char sign)
{
	size_t digits = digits_len(*version);
	struct str epoch = { version->ptr, 0 };

	if (sign != '\0' && digits < version->len && version->ptr[digits] == sign) {
		epoch = order_take(version, digits);
		order_skip(version);
	}
	return epoch;
}

bool
version_has_prefix(enum scheme scheme, struct str version, struct str prefix)
{
	const struct ordering *ordering = ordering_of(scheme) == NULL ? &no_ordering : ordering_of(scheme);
	struct str (*core)(struct str) = ordering->core == NULL ? without_v : ordering->core;
	const char *borders = ordering->borders == NULL ? usual_borders : ordering->borders;

	version = core(version);
	prefix = core(prefix);
	if (digits_compare(take_epoch(&version, ordering->epoch_sign), take_epoch(&prefix, ordering->epoch_sign)) != ORDER_EQUAL)
		return false;
	for (;;) {
		struct str before = version;
		struct component wanted = component_next(&prefix, borders), found = component_next(&version, borders);
		bool missing = !is_number(&found) || found.border != '\0';

		if (wanted.text.len == 0)
			return true;
		if (ordering->zeros_are_equal && missing && is_number(&wanted) && wanted.border == '\0' && digits_are_zero(wanted.text))
			version = before;
		else if (!component_equal(&found, &wanted, ordering->zeros_lead))
			return false;
	}
}
