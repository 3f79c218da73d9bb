/*
 * wareki.c - days as people in Japan write them: by era, by the Gregorian calendar, and lists of them.
 */
#include "base/limits.h"
#include "domain/calendar/calendar.h"

/* The newest first. An era begins on its first day and ends on the day before the next one's. */
static const struct era {
	struct civil first;
	struct str   name;
	char         letter;
	int          year_before;   /* the Gregorian year before the era's first */
} eras[] = {
	{ { 2019, 5, 1 }, STR_INIT("令和"), 'R', 2018 },
	{ { 1989, 1, 8 }, STR_INIT("平成"), 'H', 1988 },
	{ { 1926, 12, 25 }, STR_INIT("昭和"), 'S', 1925 },
	{ { 1912, 7, 30 }, STR_INIT("大正"), 'T', 1911 },
	{ { 1873, 1, 1 }, STR_INIT("明治"), 'M', 1867 },
};

/* NULL before the Gregorian calendar was in use. */
static const struct era *
era_of(int32_t day)
{
	for (size_t i = 0; i < ARRAY_LEN(eras); i++)
		if (day >= day_of_civil(eras[i].first))
			return &eras[i];
	return NULL;
}

/* The Gregorian year in which it ended, or the last one that dates can have. */
static int
last_year(const struct era *era)
{
	return era == eras ? 9999 : era[-1].first.year;
}

struct str
calendar_wareki(int32_t day, struct arena *arena)
{
	const struct era *era;
	struct civil date;

	if (day == DAY_NONE)
		return STR("");
	date = day_civil(day);
	era = era_of(day);
	if (era == NULL)
		return arena_printf(arena, "西暦%d年%d月%d日", date.year, date.month, date.day);
	if (date.year - era->year_before == 1)
		return arena_printf(arena, "%.*s元年%d月%d日", STR_ARG(era->name), date.month, date.day);
	return arena_printf(arena, "%.*s%d年%d月%d日", STR_ARG(era->name), date.year - era->year_before, date.month, date.day);
}

/* ------------------------------------------------------------------------------------- reading */

/* A digit of either width off *text; -1 when there is none. */
static int
take_digit(struct str *text)
{
	uint32_t point = 0;
	size_t len = str_point(*text, 0, &point);

	if (point >= 0xff10 && point <= 0xff19)
		point = point - 0xff10 + '0';
	if (len == 0 || point < '0' || point > '9')
		return -1;
	*text = str_from(*text, len);
	return (int)point - '0';
}

/* One to four digits, which then end. */
static bool
take_number(struct str *text, int *ret_number)
{
	int number = 0, digits = 0, digit;

	for (; (digit = take_digit(text)) >= 0; digits++)
		number = digits < 4 ? number * 10 + digit : number;
	*ret_number = number;
	return digits >= 1 && digits <= 4;
}

/* The era's name or letter. NULL: the text begins with neither, and nothing is taken. */
static const struct era *
take_era(struct str *text)
{
	for (size_t i = 0; i < ARRAY_LEN(eras); i++)
		if (str_take(text, eras[i].name) || str_take_nocase(text, (struct str){ &eras[i].letter, 1 }))
			return &eras[i];
	return NULL;
}

/* A year of an era, 元年 being the first; of none, a Gregorian year. */
static bool
take_year(struct str *text, const struct era *era, int *ret_year)
{
	int year;

	if (era != NULL && str_take(text, STR("元"))) {
		*ret_year = era->year_before + 1;
		return true;
	}
	if (!take_number(text, &year) || year < 1)
		return false;
	*ret_year = era == NULL ? year : era->year_before + year;
	return true;
}

/* 年11月20日, or the same with a mark between the numbers and none behind. */
static bool
take_month_and_day(struct str *text, struct civil *date)
{
	static const struct str marks[] = { STR_INIT("-"), STR_INIT("."), STR_INIT("/") };

	if (str_take(text, STR("年")))
		return take_number(text, &date->month) && str_take(text, STR("月")) && take_number(text, &date->day) &&
		    str_take(text, STR("日"));
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (str_take(text, marks[i]))
			return take_number(text, &date->month) && str_take(text, marks[i]) && take_number(text, &date->day);
	return false;
}

struct err *
calendar_day_parse(struct str text, struct arena *arena, int32_t *ret_day)
{
	struct str rest = str_trim_space(text);
	const struct era *era = take_era(&rest);
	struct civil date = { 0 };
	int32_t day;

	if (!take_year(&rest, era, &date.year) || !take_month_and_day(&rest, &date) || rest.len != 0)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is not a date: write 2026-11-20 or 令和8年11月20日."), ARG("text", text));
	if (!civil_is_valid(date))
		return err_new(arena, ERR_FORMAT, M("There is no such day as {text}."), ARG("text", text));
	day = day_of_civil(date);
	if (era != NULL && era_of(day) != era)
		return err_new(arena, ERR_FORMAT, M("{text} is not in that era: the day is {day}."), ARG("text", text),
		    ARG("day", calendar_wareki(day, arena)));
	*ret_day = day;
	return NULL;
}

struct err *
calendar_year_parse(struct str text, struct arena *arena, int *ret_year)
{
	struct str rest = str_trim_space(text);
	const struct era *era = take_era(&rest);
	int year = 0;
	bool is_year = take_year(&rest, era, &year);

	(void)str_take(&rest, STR("年"));
	if (!is_year || rest.len != 0)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is not a year: write 2026 or 令和8年."), ARG("text", text));
	if (era != NULL && (year < era->first.year || year > last_year(era)))
		return err_new(arena, ERR_FORMAT, M("There is no such year as {text}."), ARG("text", text));
	*ret_year = year;
	return NULL;
}

/* --------------------------------------------------------------------------------- closed days */

/* The first and the last of several days, or one day twice. */
static struct err *
read_span(struct str line, struct arena *arena, int32_t *ret_first, int32_t *ret_last)
{
	static const struct str between[] = { STR_INIT("..."), STR_INIT("〜"), STR_INIT("～") };

	for (size_t i = 0; i < ARRAY_LEN(between); i++) {
		size_t at = str_find(line, between[i]);

		if (at == SIZE_MAX)
			continue;
		TRY(calendar_day_parse(str_sub(line, 0, at), arena, ret_first));
		TRY(calendar_day_parse(str_from(line, at + between[i].len), arena, ret_last));
		if (*ret_last < *ret_first)
			return err_new(arena, ERR_FORMAT, M("\"{text}\" ends before it begins."), ARG("text", line));
		return NULL;
	}
	TRY(calendar_day_parse(line, arena, ret_first));
	*ret_last = *ret_first;
	return NULL;
}

struct err *
calendar_closed_read(struct str text, struct arena *arena, struct day_list *ret_closed)
{
	struct day_list closed = { 0 };
	int64_t number = 0;
	struct str line, remark;

	while (str_line(&text, &line)) {
		int32_t first, last;
		struct err *err;

		number++;
		(void)str_cut(line, '#', &line, &remark);
		line = str_trim_space(line);
		if (line.len == 0)
			continue;
		err = read_span(line, arena, &first, &last);
		if (err != NULL)
			return err_wrap(arena, err, M("line {line}"), ARG_N("line", number));
		if (closed.days.count + (size_t)(last - first) >= LIMIT_CLOSED_DAYS)
			return err_new(arena, ERR_LIMIT, M("There are more than {most} closed days."), ARG_N("most", LIMIT_CLOSED_DAYS));
		for (int32_t day = first; day <= last; day++)
			list_push(arena, &closed.days, day);
	}
	*ret_closed = closed;
	return NULL;
}
