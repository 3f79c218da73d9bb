#include <stdlib.h>
#include "domain/calendar/calendar.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* A day that is read comes back from what is written of it, and so does every closed day. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = { (const char *)bytes, len };
	struct day_list closed;
	int32_t day, again;
	int year;

	if (calendar_day_parse(text, arena, &day) == NULL &&
	    (calendar_day_parse(calendar_wareki(day, arena), arena, &again) != NULL) != (day < day_of_civil((struct civil){ 1873, 1, 1 })))
		abort();
	if (calendar_year_parse(text, arena, &year) == NULL && (year < 1 || year > 9999))
		abort();
	if (calendar_closed_read(text, arena, &closed) == NULL)
		for (size_t i = 0; i < closed.days.count; i++)
			(void)calendar_holiday(closed.days.items[i]);
	return 0;
}
