#include "domain/calendar/cycle.h"

#include "base/buf.h"
#include "base/catalogue.h"
#include "domain/calendar/calendar.h"

enum { SEARCH_DAYS = 1830, DAY_MINUTES = 24 * 60, CYCLE_TEXT_MOST = 200 };

static const char *const weekday_words_ja[] = { "日", "月", "火", "水", "木", "金", "土" };
static const char *const weekday_words_en[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };
static const char *const weekdays[] = {
	M("Sunday"), M("Monday"), M("Tuesday"), M("Wednesday"), M("Thursday"), M("Friday"), M("Saturday"),
};

/* ------------------------------------------------------------------------------------------ reading */

/* Wide digits, signs and spaces as narrow ones, the many kinds of dash as '-', in small letters. */
static struct str
narrow(struct str text, struct arena *arena)
{
	static const struct { uint32_t wide; char narrow; } signs[] = {
		{ 0xff1a, ':' }, { 0xff0d, '-' }, { 0x2212, '-' }, { 0x301c, '-' }, { 0xff5e, '-' }, { 0x2013, '-' }, { 0x2014, '-' },
		{ 0x3000, ' ' }, { 0xff0c, ',' }, { 0x3001, ',' }, { 0x30fb, ',' }, { 0xff0f, '/' },
	};
	struct buf out BUF_SCOPE = { 0 };
	uint32_t point;
	size_t len;

	for (size_t at = 0; at < text.len && (len = str_point(text, at, &point)) > 0; at += len) {
		char plain = '\0';

		for (size_t i = 0; i < ARRAY_LEN(signs); i++)
			if (signs[i].wide == point)
				plain = signs[i].narrow;
		if (point >= 0xff10 && point <= 0xff19)
			plain = (char)('0' + (point - 0xff10));
		if (plain != '\0')
			buf_add_char(&out, plain);
		else if (point < 0x80)
			buf_add_char(&out, char_lower((char)point));
		else
			buf_add(&out, str_sub(text, at, len));
	}
	return arena_copy(arena, str_trim_space(buf_str(&out)));
}

static bool
take_number(struct str *text, int most, int *ret_number)
{
	size_t digits = 0;
	uint64_t value;

	while (digits < text->len && char_is_digit(text->ptr[digits]))
		digits++;
	if (digits == 0 || digits > 4 || !str_to_u64(str_sub(*text, 0, digits), &value) || value > (uint64_t)most)
		return false;
	*text = str_from(*text, digits);
	*ret_number = (int)value;
	return true;
}

static void
skip_space(struct str *text)
{
	while (str_take(text, STR(" ")))
		continue;
}

/* "22:00", 「22時」, 「22時30分」 */
static bool
take_time(struct str *text, int *ret_minutes)
{
	int hours, minutes = 0;

	if (!take_number(text, 47, &hours))
		return false;
	if (str_take(text, STR(":"))) {
		if (!take_number(text, 59, &minutes))
			return false;
	} else if (str_take(text, STR("時"))) {
		if (take_number(text, 59, &minutes) && !str_take(text, STR("分")))
			return false;
	} else
		return false;
	*ret_minutes = hours * 60 + minutes;
	return true;
}

static bool
take_times(struct str text, struct cycle *cycle)
{
	skip_space(&text);
	if (!take_time(&text, &cycle->begins))
		return false;
	skip_space(&text);
	if (!str_take(&text, STR("-")) && !str_take(&text, STR("から")))
		return false;
	skip_space(&text);
	if (!take_time(&text, &cycle->ends))
		return false;
	(void)str_take(&text, STR("まで"));
	if (cycle->ends <= cycle->begins)
		cycle->ends += DAY_MINUTES;
	return text.len == 0 && cycle->begins < DAY_MINUTES && cycle->ends <= 2 * DAY_MINUTES && cycle->ends - cycle->begins <= DAY_MINUTES;
}

static bool
take_weekday(struct str *text, int *ret_weekday)
{
	for (int i = 0; i < 7; i++) {
		if (str_take(text, str_of(weekday_words_ja[i]))) {
			if (str_take(text, STR("曜")))
				(void)str_take(text, STR("日"));
			*ret_weekday = i;
			return true;
		}
		if (str_take(text, str_of(weekday_words_en[i]))) {
			while (text->len > 0 && char_is_alpha(text->ptr[0]))
				*text = str_from(*text, 1);
			*ret_weekday = i;
			return true;
		}
	}
	return false;
}

/* 「第1・第3」, 「最終」, "1st,3rd", "last": which of a month's weekdays. */
static bool
take_weeks(struct str *text, unsigned *ret_weeks)
{
	static const struct str endings[] = { STR_INIT("st"), STR_INIT("nd"), STR_INIT("rd"), STR_INIT("th") };
	unsigned weeks = 0;
	int number;

	do {
		bool ordinal = str_take(text, STR("第"));

		if (str_take(text, STR("最終")) || str_take(text, STR("last"))) {
			weeks |= 1;
			continue;
		}
		if (!take_number(text, 5, &number) || number == 0)
			return false;
		for (size_t i = 0; i < ARRAY_LEN(endings); i++)
			ordinal |= str_take(text, endings[i]);
		if (!ordinal && weeks == 0)
			return false;
		weeks |= 1u << number;
	} while (str_take(text, STR(",")));
	skip_space(text);
	*ret_weeks = weeks;
	return true;
}

/* 「15日」, 「末日」, "15", "last day" */
static bool
take_month_day(struct str *text, struct cycle *cycle)
{
	cycle->kind = CYCLE_MONTHLY_DAY;
	cycle->month_day = 0;
	if (str_take(text, STR("末日")) || str_take(text, STR("月末")) || str_take(text, STR("last day")))
		return true;
	if (!take_number(text, 31, &cycle->month_day) || cycle->month_day == 0)
		return false;
	return str_take(text, STR("日")) || str_starts(*text, STR(" "));
}

static bool
take_monthly(struct str *text, struct cycle *cycle)
{
	struct str rest = *text;

	if (take_month_day(&rest, cycle)) {
		*text = rest;
		return true;
	}
	cycle->kind = CYCLE_MONTHLY_WEEKDAY;
	return take_weeks(text, &cycle->weeks) && take_weekday(text, &cycle->weekday);
}

static bool
take_days(struct str *text, struct arena *arena, struct cycle *cycle)
{
	struct str day, rest;

	if (str_take(text, STR("毎日")) || str_take(text, STR("daily"))) {
		cycle->kind = CYCLE_DAILY;
		return true;
	}
	if (str_take(text, STR("毎週")) || str_take(text, STR("weekly"))) {
		cycle->kind = CYCLE_WEEKLY;
		skip_space(text);
		return take_weekday(text, &cycle->weekday);
	}
	if (str_take(text, STR("毎月")) || str_take(text, STR("monthly"))) {
		skip_space(text);
		return take_monthly(text, cycle);
	}
	if (str_starts(*text, STR("第")) || str_starts(*text, STR("最終")))
		return take_monthly(text, cycle);
	cycle->kind = CYCLE_ONCE;
	if (!str_cut(*text, ' ', &day, &rest) || calendar_day_parse(day, arena, &cycle->day) != NULL)
		return false;
	*text = rest;
	return true;
}

struct err *
cycle_parse(struct str text, struct arena *arena, struct cycle *ret_cycle)
{
	struct cycle cycle = { .day = DAY_NONE };
	struct str rest;

	if (text.len <= CYCLE_TEXT_MOST) {
		rest = narrow(text, arena);
		if (take_days(&rest, arena, &cycle) && take_times(rest, &cycle)) {
			*ret_cycle = cycle;
			return NULL;
		}
	}
	return err_new(arena, ERR_FORMAT, M("\"{text}\" is no maintenance window: write it as \"monthly 3rd Wed 22:00-26:00\", \"weekly Sun 01:00-05:00\", \"monthly 15 00:00-04:00\", \"daily 03:00-04:00\" or \"2026-12-05 22:00-26:00\"."),
	    ARG("text", str_sub(text, 0, CYCLE_TEXT_MOST)));
}

/* ------------------------------------------------------------------------------------------ writing */

static struct str
times(const struct cycle *cycle, struct arena *arena)
{
	return arena_printf(arena, "%02d:%02d-%02d:%02d", cycle->begins / 60, cycle->begins % 60, cycle->ends / 60, cycle->ends % 60);
}

static struct str
weeks_in(unsigned weeks, bool ja, struct arena *arena)
{
	static const char *const ordinals[] = { "last", "1st", "2nd", "3rd", "4th", "5th" };
	struct buf out BUF_SCOPE = { 0 };

	for (unsigned i = 1; i <= 6; i++) {
		unsigned week = i % 6;

		if ((weeks & 1u << week) == 0)
			continue;
		buf_add(&out, out.len == 0 ? STR("") : ja ? STR("・") : STR(","));
		if (!ja)
			buf_add(&out, str_of(ordinals[week]));
		else if (week == 0)
			buf_add(&out, STR("最終"));
		else
			buf_addf(&out, "第%u", week);
	}
	return arena_copy(arena, buf_str(&out));
}

struct str
cycle_format(const struct cycle *cycle, struct arena *arena)
{
	struct str hours = times(cycle, arena);
	struct str weekday = arena_copy(arena, str_of(weekday_words_en[cycle->weekday]));

	((char *)weekday.ptr)[0] = (char)(weekday.ptr[0] - 'a' + 'A');
	switch (cycle->kind) {
	case CYCLE_ONCE:
		return arena_printf(arena, "%.*s %.*s", STR_ARG(day_format(cycle->day, arena)), STR_ARG(hours));
	case CYCLE_DAILY:
		return arena_printf(arena, "daily %.*s", STR_ARG(hours));
	case CYCLE_WEEKLY:
		return arena_printf(arena, "weekly %.*s %.*s", STR_ARG(weekday), STR_ARG(hours));
	case CYCLE_MONTHLY_DAY:
		return cycle->month_day == 0 ? arena_printf(arena, "monthly last day %.*s", STR_ARG(hours))
		                             : arena_printf(arena, "monthly %d %.*s", cycle->month_day, STR_ARG(hours));
	case CYCLE_MONTHLY_WEEKDAY:
		break;
	}
	return arena_printf(arena, "monthly %.*s %.*s %.*s", STR_ARG(weeks_in(cycle->weeks, false, arena)), STR_ARG(weekday), STR_ARG(hours));
}

struct str
cycle_words(const struct cycle *cycle, enum lang lang, struct arena *arena)
{
	static const char *const texts[] = {
		M("{day} {times}"), M("every day {times}"), M("every {weekday} {times}"), M("day {number} of every month {times}"),
		M("the {weeks} {weekday} of every month {times}"),
	};
	const char *text = cycle->kind == CYCLE_MONTHLY_DAY && cycle->month_day == 0 ? M("the last day of every month {times}")
	                                                                             : texts[cycle->kind];

	return catalogue_say(arena, lang, text, ARG("day", day_format(cycle->day, arena)), ARG("times", times(cycle, arena)),
	    ARG("weekday", str_of(catalogue_text(lang, weekdays[cycle->weekday]))), ARG_N("number", cycle->month_day),
	    ARG("weeks", weeks_in(cycle->weeks, lang == LANG_JA, arena)));
}

struct str
cycle_rrule(const struct cycle *cycle, struct arena *arena)
{
	static const char *const names[] = { "SU", "MO", "TU", "WE", "TH", "FR", "SA" };
	struct buf out BUF_SCOPE = { 0 };

	switch (cycle->kind) {
	case CYCLE_ONCE:
		return STR("");
	case CYCLE_DAILY:
		return STR("FREQ=DAILY");
	case CYCLE_WEEKLY:
		return arena_printf(arena, "FREQ=WEEKLY;BYDAY=%s", names[cycle->weekday]);
	case CYCLE_MONTHLY_DAY:
		return arena_printf(arena, "FREQ=MONTHLY;BYMONTHDAY=%d", cycle->month_day == 0 ? -1 : cycle->month_day);
	case CYCLE_MONTHLY_WEEKDAY:
		break;
	}
	buf_add(&out, STR("FREQ=MONTHLY;BYDAY="));
	for (int week = 1; week <= 6; week++)
		if ((cycle->weeks & 1u << (week % 6)) != 0)
			buf_addf(&out, "%s%d%s", out.ptr[out.len - 1] == '=' ? "" : ",", week == 6 ? -1 : week, names[cycle->weekday]);
	return arena_copy(arena, buf_str(&out));
}

/* ---------------------------------------------------------------------------------------- when it is */

static bool
is_last_of_month(int32_t day, int within)
{
	return day_civil(day + within).month != day_civil(day).month;
}

bool
cycle_is_on(const struct cycle *cycle, int32_t day)
{
	int month_day = day_civil(day).day;

	switch (cycle->kind) {
	case CYCLE_ONCE:
		return day == cycle->day;
	case CYCLE_DAILY:
		return true;
	case CYCLE_WEEKLY:
		return day_weekday(day) == cycle->weekday;
	case CYCLE_MONTHLY_DAY:
		return cycle->month_day == 0 ? is_last_of_month(day, 1) : month_day == cycle->month_day;
	case CYCLE_MONTHLY_WEEKDAY:
		break;
	}
	if (day_weekday(day) != cycle->weekday)
		return false;
	return (cycle->weeks & 1u << ((month_day - 1) / 7 + 1)) != 0 || ((cycle->weeks & 1) != 0 && is_last_of_month(day, 7));
}

int64_t
cycle_next(const struct cycle *cycle, int64_t instant, int64_t *ret_ends)
{
	int32_t first = instant_day(instant, ZONE_JST);

	if (cycle->kind == CYCLE_ONCE && cycle->day > first)
		first = cycle->day;
	for (int32_t day = first; day < first + SEARCH_DAYS; day++) {
		int64_t begins = day_instant(day, ZONE_JST) + cycle->begins * 60 * INSTANT_SECOND;

		if (!cycle_is_on(cycle, day) || begins < instant)
			continue;
		if (ret_ends != NULL)
			*ret_ends = day_instant(day, ZONE_JST) + cycle->ends * 60 * INSTANT_SECOND;
		return begins;
	}
	return INSTANT_NONE;
}
