#include "service/knowledge/statistics.h"

#include <stdlib.h>
#include "base/catalogue.h"
#include "model/statistic.h"

#define FEED STR("statistics:myjvn")

static const struct field year_fields[] = {
	FIELD(struct year_view, year, FIELD_INT), FIELD(struct year_view, registered, FIELD_INT), FIELD(struct year_view, is_split, FIELD_BOOL),
	FIELD(struct year_view, critical, FIELD_INT), FIELD(struct year_view, high, FIELD_INT), FIELD(struct year_view, medium, FIELD_INT),
	FIELD(struct year_view, low, FIELD_INT), FIELD(struct year_view, none, FIELD_INT), FIELD(struct year_view, is_running, FIELD_BOOL),
};
static const struct schema year_schema = SCHEMA("statistics_year", struct year_view, year_fields);
static const struct field fields[] = {
	FIELD_OF(struct statistics_view, years, FIELD_LIST, &year_schema), FIELD(struct statistics_view, earlier, FIELD_INT), FIELD(struct statistics_view, has_earlier, FIELD_BOOL),
	FIELD(struct statistics_view, as_of, FIELD_INSTANT), FIELD(struct statistics_view, is_fresh, FIELD_BOOL), FIELD(struct statistics_view, source, FIELD_STR),
};
const struct schema statistics_view_schema = SCHEMA("statistics", struct statistics_view, fields);

struct gathering { struct arena *arena; LIST(struct year_view) years; };

static struct err *
take_year(void *data, struct str feed, const void *value, struct arena *item)
{
	struct gathering *gathering = data;
	const struct year_count *year = value;

	(void)feed, (void)item;
	list_push(gathering->arena, &gathering->years, ((struct year_view){ .year = year->year, .registered = year->registered, .is_split = year->critical >= 0,
	    .critical = year->critical, .high = year->high, .medium = year->medium, .low = year->low, .none = year->none }));
	return NULL;
}

static int
newest_first(const void *left, const void *right)
{
	const struct year_view *a = left, *b = right;

	return (a->year < b->year) - (a->year > b->year);
}

static struct err *
date_of(struct kb *kb, int64_t now, struct arena *arena, struct statistics_view *view)
{
	struct kb_source *rows;
	size_t count;

	TRY(kb_sources(kb, now, arena, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		if (!str_eq(rows[i].name, FEED))
			continue;
		view->as_of = rows[i].built != INSTANT_NONE ? rows[i].built : rows[i].fetched;
		view->is_fresh = rows[i].freshness == KB_FRESH;
	}
	return NULL;
}

struct err *
statistics_show(const struct home *home, int64_t now, struct arena *arena, struct statistics_view *ret_view)
{
	struct gathering gathering = { .arena = arena };
	struct kb *kb KB_SCOPE = NULL;

	*ret_view = (struct statistics_view){ .as_of = INSTANT_NONE, .source = FEED };
	TRY(home_kb(home->path, arena, &kb));
	TRY(kb_each_note(kb, &year_count_schema, FEED, take_year, &gathering, arena));
	TRY(date_of(kb, now, arena, ret_view));
	if (gathering.years.count > 0)
		qsort(gathering.years.items, gathering.years.count, sizeof(*gathering.years.items), newest_first);
	for (size_t i = 0; i < gathering.years.count; i++) {
		struct year_view *year = &gathering.years.items[i];

		year->is_running = ret_view->as_of != INSTANT_NONE && year->year == day_civil(instant_day(ret_view->as_of, ZONE_JST)).year;
		if (i < STATISTICS_YEARS)
			list_push(arena, &ret_view->years, *year);
		else
			ret_view->earlier += year->registered;
	}
	ret_view->has_earlier = ret_view->earlier > 0;
	return NULL;
}

struct str
statistics_words(const struct statistics_view *view, struct str day, int64_t now, enum lang lang, struct arena *arena)
{
	int64_t days = view->as_of == INSTANT_NONE ? 0 : instant_day(now, ZONE_JST) - instant_day(view->as_of, ZONE_JST);

	if (view->years.count == 0)
		return str_of(catalogue_text(lang, M("JVN iPedia's figures were not taken in yet: have the source \"jvn-statistics\" fetched, or bring them over in a bundle.")));
	if (view->as_of == INSTANT_NONE)
		return str_of(catalogue_text(lang, M("By JVN iPedia (IPA); of which day is not known.")));
	return catalogue_say(arena, lang, view->is_fresh ? M("By JVN iPedia (IPA), as of {day}, {days} days old.")
	    : M("By JVN iPedia (IPA), as of {day}, {days} days old: older than the age limit, or the last fetch failed, so the newest year may be short."),
	    ARG("day", day), ARG_N("days", days));
}
