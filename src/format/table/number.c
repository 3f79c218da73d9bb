#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/limits.h"
#include "format/table/parts.h"

enum { DAY_SECONDS = 86400, NUMBER_TEXT_MOST = 64, FORMAT_TEXT_MOST = 400 };

/* The built-in formats that are not "as it is": ECMA-376 18.8.30, with the Japanese ones 27-36 and 50-58. */
static const struct {
	uint64_t            from, to;
	struct number_style style;
} built_in[] = {
	{ 1, 1,   { .is_fixed = true } },
	{ 2, 2,   { .is_fixed = true, .decimals = 2 } },
	{ 3, 3,   { .is_fixed = true } },
	{ 4, 4,   { .is_fixed = true, .decimals = 2 } },
	{ 9, 9,   { .is_fixed = true, .is_percent = true } },
	{ 10, 10, { .is_fixed = true, .is_percent = true, .decimals = 2 } },
	{ 14, 17, { .is_date = true } },
	{ 18, 21, { .is_time = true } },
	{ 22, 22, { .is_date = true, .is_time = true } },
	{ 27, 31, { .is_date = true } },
	{ 32, 33, { .is_time = true } },
	{ 34, 36, { .is_date = true } },
	{ 45, 47, { .is_time = true } },
	{ 50, 58, { .is_date = true } },
};

/* ---------------------------------------------------------------------------------- format codes */

/* Passes over "…" or […] from its first character; [h], [mm] and [s] are times that go beyond a day. */
static size_t
skip_literal(struct str code, size_t at, bool *is_time)
{
	size_t end = str_find_char(str_from(code, at + 1), code.ptr[at] == '"' ? '"' : ']');

	if (end == SIZE_MAX)
		return code.len;
	if (code.ptr[at] == '[' && end > 0 && strchr("hms", char_lower(code.ptr[at + 1])) != NULL && end <= 2)
		*is_time = true;
	return at + 1 + end;
}

/* The first section of a code without what is only literal: "…", \x, _x, *x, [colour]. Lower case. */
static size_t
bare_code(struct str code, char *bare, size_t room, bool *is_time)
{
	size_t len = 0;

	for (size_t i = 0; i < code.len && code.ptr[i] != ';' && len < room; i++) {
		char c = code.ptr[i];

		if (c == '"' || c == '[')
			i = skip_literal(code, i, is_time);
		else if (c == '\\' || c == '_' || c == '*')
			i++;
		else
			bare[len++] = char_lower(c);
	}
	return len;
}

static bool
has_any(struct str bare, const char *letters)
{
	for (; *letters != '\0'; letters++)
		if (str_find_char(bare, *letters) != SIZE_MAX)
			return true;
	return false;
}

static struct number_style
digits_style(struct str bare)
{
	struct number_style style = { .is_percent = has_any(bare, "%") };
	bool behind_point = false;

	for (size_t i = 0; i < bare.len; i++) {
		if (strchr("0#,.%", bare.ptr[i]) == NULL)
			return (struct number_style){ 0 };
		behind_point |= bare.ptr[i] == '.';
		if (bare.ptr[i] == '0' && behind_point)
			style.decimals++;
		else if (bare.ptr[i] == '0')
			style.digits++;
		/* "#" behind the point shows only digits that there are: no fixed number of them */
		if (bare.ptr[i] == '#' && behind_point)
			return (struct number_style){ 0 };
	}
	style.is_fixed = bare.len > 0;
	return style;
}

static struct number_style
coded_style(struct str code)
{
	char bytes[FORMAT_TEXT_MOST];
	struct number_style style = { 0 };
	bool is_elapsed = false;
	struct str bare = { bytes, bare_code(code, bytes, sizeof(bytes), &is_elapsed) };

	if (str_starts(bare, STR("general")) || str_find(bare, STR("e+")) != SIZE_MAX || str_find(bare, STR("e-")) != SIZE_MAX)
		return style;
	style.is_time = is_elapsed || has_any(bare, "hs");
	style.is_date = has_any(bare, "ydge") || (has_any(bare, "m") && !style.is_time);
	return style.is_date || style.is_time ? style : digits_style(bare);
}

struct number_style
number_style_of(uint64_t id, struct str code)
{
	if (code.len > 0)
		return coded_style(code);
	for (size_t i = 0; i < ARRAY_LEN(built_in); i++)
		if (id >= built_in[i].from && id <= built_in[i].to)
			return built_in[i].style;
	return (struct number_style){ 0 };
}

/* ----------------------------------------------------------------------------------------- values */

/*
 * Days since 1899-12-30, which makes 61 the first of March 1900; before that Excel counts a 29 February 1900 that never was.
 */
static int32_t
day_of_serial(int32_t serial, bool epoch_1904)
{
	if (epoch_1904)
		return day_of_civil((struct civil){ 1904, 1, 1 }) + serial;
	return day_of_civil((struct civil){ 1899, 12, serial < 60 ? 31 : 30 }) + serial;
}

static struct str
date_text(double value, struct number_style style, bool epoch_1904, struct arena *arena)
{
	double whole = floor(value);
	long seconds = lround((value - whole) * (double)DAY_SECONDS);
	struct str day, time;

	if (seconds == DAY_SECONDS) {
		whole += 1;
		seconds = 0;
	}
	time = arena_printf(arena, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
	if (!style.is_date)
		return time;
	day = day_format(day_of_serial((int32_t)whole, epoch_1904), arena);
	return style.is_time ? arena_join(arena, (struct str[]){ day, time }, 2, STR("T")) : day;
}

static struct str
fixed_text(double value, struct number_style style, struct arena *arena)
{
	int width = style.digits + (style.decimals > 0 ? style.decimals + 1 : 0) + (value < 0);

	if (style.is_percent)
		return arena_printf(arena, "%.*f%%", style.decimals, value * 100);
	return arena_printf(arena, "%0*.*f", width, style.decimals, value);
}

struct str
number_text(struct str value, struct number_style style, bool epoch_1904, struct arena *arena)
{
	char text[NUMBER_TEXT_MOST + 1], *end;
	double number;

	if (value.len == 0 || value.len > NUMBER_TEXT_MOST)
		return value;
	memcpy(text, value.ptr, value.len);
	text[value.len] = '\0';
	number = strtod(text, &end);
	if (*end != '\0' || !isfinite(number) || fabs(number) > 1e15)
		return value;
	if ((style.is_date || style.is_time) && number >= 0 && number < 2958466 /* year 9999 */)
		return date_text(number, style, epoch_1904, arena);
	if (style.is_fixed && style.decimals <= 15 && style.digits <= 30)
		return fixed_text(number, style, arena);
	return arena_printf(arena, "%.15g", number);   /* what Excel shows of 1.1000000000000001 */
}
