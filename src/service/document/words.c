/*
 * words.c - days and values as official papers say them.
 */
#include "base/catalogue.h"
#include "domain/calendar/calendar.h"
#include "service/document/parts.h"
#include "store/ledger/people.h"

static const char *const weekdays[] = {
	M("Sunday"), M("Monday"), M("Tuesday"), M("Wednesday"), M("Thursday"), M("Friday"), M("Saturday"),
};
static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
};

struct str
paper_day(int32_t day, enum lang lang, struct arena *arena)
{
	struct civil date;
	struct str weekday;

	if (day == DAY_NONE)
		return STR("");
	weekday = str_of(catalogue_text(lang, weekdays[day_weekday(day)]));
	if (lang == LANG_JA)
		return arena_printf(arena, "%.*s（%.*s）", STR_ARG(calendar_wareki(day, arena)), STR_ARG(weekday));
	date = day_civil(day);
	return arena_printf(arena, "%.*s, %d %s %d", STR_ARG(weekday), date.day, months[date.month - 1], date.year);
}

struct str
paper_instant(int64_t instant, enum lang lang, struct arena *arena)
{
	int32_t day = instant == INSTANT_NONE ? DAY_NONE : instant_day(instant, ZONE_JST);
	int64_t minutes;

	if (instant == INSTANT_NONE)
		return STR("");
	minutes = (instant - day_instant(day, ZONE_JST)) / INSTANT_SECOND / 60;
	if (lang == LANG_JA)
		return arena_printf(arena, "%.*s%lld時%02lld分", STR_ARG(paper_day(day, lang, arena)), (long long)minutes / 60, (long long)minutes % 60);
	return arena_printf(arena, "%.*s, %02lld:%02lld JST", STR_ARG(paper_day(day, lang, arena)), (long long)minutes / 60, (long long)minutes % 60);
}

/* Who is called by a login is told by name. */
static struct err *
person_name(const struct document_source *source, struct str login, struct arena *arena, struct str *ret_name)
{
	struct ledger_account account;
	int64_t id = 0;

	*ret_name = login;
	if (source->shape)
		return NULL;
	TRY(ledger_account_find(source->now->desk->ledger, login, arena, &id));
	if (id == 0)
		return NULL;
	TRY(ledger_account_get(source->now->desk->ledger, id, arena, &account));
	*ret_name = account.name;
	return NULL;
}

struct err *
view_value(const struct document_source *source, const struct play_field *field, struct str text, struct arena *arena, struct view **ret_view)
{
	struct str words = play_value_words(field, text, source->lang, arena);
	int64_t instant;
	int32_t day;

	if (field->type == PLAY_DAY && day_parse(text, &day))
		words = paper_day(day, source->lang, arena);
	if (field->type == PLAY_INSTANT && instant_parse(text, ZONE_UTC, &instant))
		words = paper_instant(instant, source->lang, arena);
	if (field->type == PLAY_PERSON && text.len > 0)
		TRY(person_name(source, text, arena, &words));
	*ret_view = view_text(words, arena);
	return NULL;
}
