#include "base/clock.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/file.h"

static int64_t fixed = INSTANT_NONE;

static int64_t
read_clock(clockid_t id)
{
	struct timespec now;

	(void)clock_gettime(id, &now);
	return (int64_t)now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000;
}

int64_t
clock_now(void)
{
	return fixed != INSTANT_NONE ? fixed : read_clock(CLOCK_REALTIME);
}

void
clock_fix(int64_t instant)
{
	fixed = instant;
}

bool
clock_is_fixed(void)
{
	return fixed != INSTANT_NONE;
}

int64_t
clock_ticks(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t
clock_since_boot(void)
{
	return read_clock(CLOCK_BOOTTIME);
}

/* Without the file there is no id, and every fall of the counter is a start (domain/timekeeping). */
struct str
clock_boot(struct arena *arena)
{
	int fd FD_SCOPE = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	char id[64];
	ssize_t len = fd < 0 ? 0 : read(fd, id, sizeof(id));

	return arena_copy(arena, str_trim_space((struct str){ id, len < 0 ? 0 : (size_t)len }));
}

/* Days by counting years from March, so that the leap day is the last of its year. */
int32_t
day_of_civil(struct civil date)
{
	int year = date.month <= 2 ? date.year - 1 : date.year;
	int era = (year >= 0 ? year : year - 399) / 400;
	int year_of_era = year - era * 400;
	int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct civil
day_civil(int32_t day)
{
	int shifted = day + 719468;
	int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int day_of_era = shifted - era * 146097;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month_from_march = (5 * day_of_year + 2) / 153;
	struct civil date;

	date.day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
	date.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
	date.year = year_of_era + era * 400 + (date.month <= 2);
	return date;
}

bool
civil_is_valid(struct civil date)
{
	struct civil back;

	if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31)
		return false;
	back = day_civil(day_of_civil(date));
	return back.month == date.month && back.day == date.day;
}

int
day_weekday(int32_t day)
{
	return ((day % 7) + 7 + 4) % 7;
}

/* Exactly `digits` decimal digits off *text. */
static bool
take_number(struct str *text, size_t digits, int *ret_number)
{
	uint64_t number;

	if (text->len < digits || !str_to_u64(str_sub(*text, 0, digits), &number))
		return false;
	*text = str_from(*text, digits);
	*ret_number = (int)number;
	return true;
}

static bool
take_date(struct str *text, int32_t *ret_day)
{
	struct civil date;

	if (!take_number(text, 4, &date.year) || !str_take(text, STR("-")) ||
	    !take_number(text, 2, &date.month) || !str_take(text, STR("-")) ||
	    !take_number(text, 2, &date.day) || !civil_is_valid(date))
		return false;
	*ret_day = day_of_civil(date);
	return true;
}

bool
day_parse(struct str text, int32_t *ret_day)
{
	int32_t day;

	if (!take_date(&text, &day) || text.len != 0)
		return false;
	*ret_day = day;
	return true;
}

/* hh:mm[:ss[.fraction]]; a fraction finer than a microsecond is cut. */
static bool
take_time(struct str *text, int64_t *ret_micros)
{
	int hour, minute, second = 0;
	int64_t fraction = 0, unit = INSTANT_SECOND / 10;

	if (!take_number(text, 2, &hour) || !str_take(text, STR(":")) || !take_number(text, 2, &minute))
		return false;
	if (str_take(text, STR(":")) && !take_number(text, 2, &second))
		return false;
	if (hour > 24 || minute > 59 || second > 60)
		return false;
	if (str_take(text, STR(".")))
		for (; text->len > 0 && char_is_digit(text->ptr[0]); *text = str_from(*text, 1), unit /= 10)
			fraction += (text->ptr[0] - '0') * unit;
	*ret_micros = ((int64_t)hour * 3600 + minute * 60 + second) * INSTANT_SECOND + fraction;
	return true;
}

static int64_t
zone_offset(enum zone zone)
{
	return zone == ZONE_JST ? 9 * INSTANT_HOUR : 0;
}

/* "Z", "+09:00", "+0900" or nothing. */
static bool
take_zone(struct str *text, int64_t *offset)
{
	int hours, minutes, sign = 1;

	if (text->len == 0)
		return true;
	if (str_take_nocase(text, STR("Z"))) {
		*offset = 0;
		return text->len == 0;
	}
	if (str_take(text, STR("-")))
		sign = -1;
	else if (!str_take(text, STR("+")))
		return false;
	if (!take_number(text, 2, &hours))
		return false;
	(void)str_take(text, STR(":"));
	if (!take_number(text, 2, &minutes) || hours > 14 || minutes > 59)
		return false;
	*offset = sign * ((int64_t)hours * INSTANT_HOUR + minutes * 60 * INSTANT_SECOND);
	return text->len == 0;
}

bool
instant_parse(struct str text, enum zone zone, int64_t *ret_instant)
{
	int64_t offset = zone_offset(zone), micros = 0;
	int32_t day;

	if (!take_date(&text, &day))
		return false;
	if (text.len > 0) {
		if (!str_take(&text, STR("T")) && !str_take(&text, STR("t")) && !str_take(&text, STR(" ")))
			return false;
		if (!take_time(&text, &micros) || !take_zone(&text, &offset))
			return false;
	}
	*ret_instant = day * INSTANT_DAY + micros - offset;
	return true;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int32_t
instant_day(int64_t instant, enum zone zone)
{
	if (instant == INSTANT_NONE)
		return DAY_NONE;
	return (int32_t)floor_div(instant + zone_offset(zone), INSTANT_DAY);
}

int64_t
day_instant(int32_t day, enum zone zone)
{
	return day == DAY_NONE ? INSTANT_NONE : day * INSTANT_DAY - zone_offset(zone);
}

/* Two or four decimal digits. Times stand in long lists, where printf is most of what a row costs. */
static char *
put_digits(char *to, int64_t value, int count)
{
	for (int i = count; i-- > 0; value /= 10)
		to[i] = (char)('0' + value % 10);
	return to + count;
}

static char *
put_date(char *to, struct civil date)
{
	to = put_digits(to, date.year, 4);
	*to++ = '-';
	to = put_digits(to, date.month, 2);
	*to++ = '-';
	return put_digits(to, date.day, 2);
}

static bool
has_four_digits(struct civil date)
{
	return date.year >= 0 && date.year <= 9999;
}

enum { DATE_CHARS = 10, INSTANT_CHARS = 25 };

struct str
day_format(int32_t day, struct arena *arena)
{
	struct civil date;
	char *text;

	if (day == DAY_NONE)
		return STR("");
	date = day_civil(day);
	if (!has_four_digits(date))
		return arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
	text = arena_alloc(arena, DATE_CHARS);
	(void)put_date(text, date);
	return (struct str){ text, DATE_CHARS };
}

struct str
instant_format(int64_t instant, enum zone zone, struct arena *arena)
{
	int32_t day = instant_day(instant, zone);
	struct civil date;
	int64_t seconds;
	char *text, *to;

	if (instant == INSTANT_NONE)
		return STR("");
	date = day_civil(day);
	seconds = (instant + zone_offset(zone) - day * INSTANT_DAY) / INSTANT_SECOND;
	if (!has_four_digits(date))
		return arena_printf(arena, "%.*sT%02d:%02d:%02d%s", STR_ARG(day_format(day, arena)), (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60),
		    zone == ZONE_JST ? "+09:00" : "Z");
	text = arena_alloc(arena, INSTANT_CHARS);
	to = put_date(text, date);
	*to++ = 'T';
	to = put_digits(to, seconds / 3600, 2);
	*to++ = ':';
	to = put_digits(to, seconds / 60 % 60, 2);
	*to++ = ':';
	to = put_digits(to, seconds % 60, 2);
	if (zone == ZONE_JST)
		memcpy(to, "+09:00", 6);
	else
		*to = 'Z';
	return (struct str){ text, (size_t)(to - text) + (zone == ZONE_JST ? 6 : 1) };
}

struct str
instant_words(int64_t instant, struct arena *arena)
{
	struct str text = instant_format(instant, ZONE_JST, arena);

	if (text.len == 0)
		return text;
	return arena_printf(arena, "%.*s %.*s JST", STR_ARG(str_sub(text, 0, 10)), STR_ARG(str_sub(text, 11, 5)));
}
