#include "domain/ssvc/ssvc.h"

#include <assert.h>

struct str
ssvc_point_name(const struct ssvc_point *point, enum lang lang)
{
	return lang == LANG_JA ? point->ja : point->en;
}

struct str
ssvc_value_name(const struct ssvc_value *value, enum lang lang)
{
	return lang == LANG_JA ? value->ja : value->en;
}

void
ssvc_combination_values(const struct ssvc_table *table, size_t combination, uint8_t *ret_values)
{
	for (size_t i = table->points_count; i-- > 0;) {
		ret_values[i] = (uint8_t)(combination % table->points[i].count);
		combination /= table->points[i].count;
	}
}

size_t
ssvc_combination_of(const struct ssvc_table *table, const uint8_t *values)
{
	size_t combination = 0;

	for (size_t i = 0; i < table->points_count; i++) {
		assert(values[i] < table->points[i].count);
		combination = combination * table->points[i].count + values[i];
	}
	return combination;
}

struct str
ssvc_combination_text(const struct ssvc_table *table, size_t combination, struct arena *arena)
{
	struct str parts[LIMIT_SSVC_POINTS_BUILTIN];
	uint8_t values[LIMIT_SSVC_POINTS_BUILTIN];

	ssvc_combination_values(table, combination, values);
	for (size_t i = 0; i < table->points_count; i++)
		parts[i] = arena_printf(arena, "%.*s:%.*s", STR_ARG(table->points[i].key),
		    STR_ARG(table->points[i].values[values[i]].key));
	return arena_join(arena, parts, table->points_count, STR(" "));
}

uint8_t
ssvc_decide(const struct ssvc_table *table, const uint8_t *values)
{
	return table->cells[ssvc_combination_of(table, values)];
}

/* Whether each of these values is among the possible ones. */
static bool
is_possible(const struct ssvc_table *table, const uint8_t *values, const unsigned *possible)
{
	for (size_t i = 0; i < table->points_count; i++)
		if (possible[i] != 0 && (possible[i] & 1u << values[i]) == 0)
			return false;
	return true;
}

unsigned
ssvc_possible(const struct ssvc_table *table, const unsigned *values)
{
	unsigned outcomes = 0;

	for (size_t i = 0; i < table->cells_count; i++) {
		uint8_t here[LIMIT_SSVC_POINTS_BUILTIN];

		ssvc_combination_values(table, i, here);
		if (is_possible(table, here, values))
			outcomes |= 1u << table->cells[i];
	}
	return outcomes;
}

struct ssvc_breaks
ssvc_table_breaks(const struct ssvc_table *table, struct arena *arena)
{
	struct ssvc_breaks breaks = { 0 };

	for (size_t i = 0; i < table->cells_count; i++) {
		uint8_t values[LIMIT_SSVC_POINTS_BUILTIN];
		size_t step = 1;

		ssvc_combination_values(table, i, values);
		for (size_t point = table->points_count; point-- > 0; step *= table->points[point].count)
			if (values[point] + 1u < table->points[point].count && table->cells[i] > table->cells[i + step])
				list_push(arena, &breaks.list, ((struct ssvc_break){ .milder = i, .worse = i + step, .point = point }));
	}
	return breaks;
}

/* ----------------------------------------------------------------------------------- values */

static char
plain(char c)
{
	return c == '_' || c == '-' ? ' ' : char_lower(c);
}

static bool
means(struct str text, struct str name)
{
	if (text.len == 0 || text.len != name.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (plain(text.ptr[i]) != plain(name.ptr[i]))
			return false;
	return true;
}

static bool
find_own(const struct ssvc_point *point, struct str text, uint8_t *ret_value)
{
	for (size_t i = 0; i < point->count; i++) {
		const struct ssvc_value *value = &point->values[i];

		if (means(text, value->key) || means(text, value->en) || means(text, value->ja) || means(text, value->also)) {
			*ret_value = (uint8_t)i;
			return true;
		}
	}
	return false;
}

static struct err *
unknown_value(const struct ssvc_point *point, struct str text, struct arena *arena)
{
	struct str names[LIMIT_SSVC_VALUES];

	for (size_t i = 0; i < point->count; i++)
		names[i] = arena_printf(arena, "%.*s (%.*s)", STR_ARG(point->values[i].en), STR_ARG(point->values[i].key));
	return err_new(arena, ERR_FORMAT, M("\"{value}\" is no value of {point}; there are: {values}."), ARG("value", text),
	    ARG("point", point->en), ARG("values", arena_join(arena, names, point->count, STR(", "))));
}

/* A point by the values of the table it comes from. No table comes from itself: only those compiled in are come from. */
static struct err *
find_chained(const struct ssvc_point *point, struct str text, struct arena *arena, uint8_t *ret_value)
{
	const struct ssvc_table *from = point->from;
	uint8_t values[LIMIT_SSVC_POINTS_BUILTIN] = { 0 };
	struct str rest = text, part;
	size_t count = 0;

	while (str_split(&rest, '+', &part)) {
		if (count < from->points_count)
			TRY(ssvc_value_find(&from->points[count], str_trim_space(part), arena, &values[count]));
		count++;
	}
	if (count != from->points_count)
		return err_new(arena, ERR_FORMAT, M("\"{value}\" has {count} parts; {point} comes from {expected} values joined by \"+\"."),
		    ARG("value", text), ARG_N("count", count), ARG("point", point->en), ARG_N("expected", from->points_count));
	*ret_value = ssvc_decide(from, values);
	return NULL;
}

struct err *
ssvc_value_find(const struct ssvc_point *point, struct str text, struct arena *arena, uint8_t *ret_value)
{
	if (find_own(point, text, ret_value))
		return NULL;
	if (point->from != NULL && (str_find_char(text, '+') != SIZE_MAX))
		return find_chained(point, text, arena, ret_value);
	return unknown_value(point, text, arena);
}
