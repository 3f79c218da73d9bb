#include "domain/calendar/calendar.h"

#include "base/catalogue.h"
#include "face/lib/call.h"

enum { BUSINESS_DAYS_MOST = 100000 };

static const struct civil first_date = { 1, 1, 1 }, last_date = { 9999, 12, 31 };

static bool
is_day(int32_t day)
{
	return day >= day_of_civil(first_date) && day <= day_of_civil(last_date);
}

static bool
calendar_in(const struct tsukuroi_calendar *calendar, struct calendar *ret_calendar)
{
	*ret_calendar = (struct calendar){ 0 };
	if (calendar == NULL)
		return true;
	ret_calendar->works_at_year_end = calendar->works_at_year_end != 0;
	ret_calendar->closed = calendar->closed;
	ret_calendar->closed_count = calendar->closed_count;
	return calendar->closed != NULL || calendar->closed_count == 0;
}

/* ---------------------------------------------------------------------------------------------- days */

enum tsukuroi_status
tsukuroi_day_of(int year, int month, int day, int32_t *ret_day)
{
	struct civil date = { year, month, day };

	if (ret_day == NULL)
		return TSUKUROI_MISUSE;
	if (!civil_is_valid(date))
		return TSUKUROI_BAD_INPUT;
	*ret_day = day_of_civil(date);
	return TSUKUROI_OK;
}

enum tsukuroi_status
tsukuroi_day_civil(int32_t day, int *ret_year, int *ret_month, int *ret_day)
{
	struct civil date;

	if (ret_year == NULL || ret_month == NULL || ret_day == NULL)
		return TSUKUROI_MISUSE;
	if (!is_day(day))
		return TSUKUROI_LIMIT;
	date = day_civil(day);
	*ret_year = date.year;
	*ret_month = date.month;
	*ret_day = date.day;
	return TSUKUROI_OK;
}

/* -------------------------------------------------------------------------------------- business days */

int
tsukuroi_calendar_is_business_day(const struct tsukuroi_calendar *calendar, int32_t day)
{
	struct calendar own;

	if (!calendar_in(calendar, &own) || !calendar_knows(day))
		return -1;
	return calendar_is_business_day(&own, day);
}

enum tsukuroi_status
tsukuroi_calendar_add(const struct tsukuroi_calendar *calendar, int32_t day, int business_days, int32_t *ret_day)
{
	struct calendar own;
	int32_t found;

	if (ret_day == NULL || !calendar_in(calendar, &own))
		return TSUKUROI_MISUSE;
	if (!calendar_knows(day) || business_days > BUSINESS_DAYS_MOST || business_days < -BUSINESS_DAYS_MOST)
		return TSUKUROI_LIMIT;
	found = calendar_add_business_days(&own, day, business_days);
	if (!calendar_knows(found))
		return TSUKUROI_LIMIT;
	*ret_day = found;
	return TSUKUROI_OK;
}

const char *
tsukuroi_calendar_holiday(int32_t day, enum tsukuroi_lang lang)
{
	const char *name = calendar_knows(day) ? calendar_holiday(day) : NULL;

	return name == NULL ? NULL : catalogue_text(lang_in(lang), name);
}

/* -------------------------------------------------------------------------------------------- words */

struct reading {
	struct str text;
	int32_t   *ret_day;
};

static struct err *
parse_date(struct tsukuroi *t, void *task)
{
	const struct reading *reading = task;

	return calendar_day_parse(reading->text, t->arena, reading->ret_day);
}

enum tsukuroi_status
tsukuroi_day_parse(struct tsukuroi *t, const char *text, size_t len, int32_t *ret_day)
{
	struct reading reading = { str_in(text, len), ret_day };

	if (ret_day == NULL)
		return call_misuse(t);
	return call_run(t, parse_date, &reading);
}

struct dating {
	int32_t               day;
	struct tsukuroi_text *ret_text;
};

static struct err *
date_in_words(struct tsukuroi *t, void *task)
{
	struct dating *dating = task;

	if (!is_day(dating->day))
		return err_new(t->arena, ERR_LIMIT, M("The day is before the year 1 or after the year 9999."));
	*dating->ret_text = text_out(t, calendar_wareki(dating->day, t->arena));
	return NULL;
}

enum tsukuroi_status
tsukuroi_calendar_wareki(struct tsukuroi *t, int32_t day, struct tsukuroi_text *ret_text)
{
	struct dating dating = { day, ret_text };

	if (ret_text == NULL)
		return call_misuse(t);
	return call_run(t, date_in_words, &dating);
}
