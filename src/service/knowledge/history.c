#include "service/knowledge/history.h"

static const struct field point_fields[] = {
	FIELD(struct epss_point_view, day, FIELD_DAY), FIELD(struct epss_point_view, probability, FIELD_MILLIONTHS),
};
static const struct schema point_schema = SCHEMA("epss_point", struct epss_point_view, point_fields);
static const struct field fields[] = { FIELD_OF(struct epss_history_view, points, FIELD_LIST, &point_schema) };
const struct schema epss_history_schema = SCHEMA("epss_history", struct epss_history_view, fields);

struct err *
epss_history(const struct home *home, struct str cve, struct arena *arena, struct epss_history_view *ret_history)
{
	struct kb *kb KB_SCOPE = NULL;
	struct kb_epss_point *points;
	size_t count;

	*ret_history = (struct epss_history_view){ 0 };
	TRY(home_kb(home->path, arena, &kb));
	TRY(kb_epss_history(kb, cve, arena, &points, &count));
	for (size_t i = 0; i < count; i++)
		list_push(arena, &ret_history->points, ((struct epss_point_view){ points[i].day, points[i].probability }));
	return NULL;
}
