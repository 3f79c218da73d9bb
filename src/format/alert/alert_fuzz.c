#include <stdlib.h>
#include "format/alert/alert.h"
#include "fuzz.h"

/* An alert has a number and a title, its texts are text, and its address is one of the web. */
static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	const struct alert *alert = value;

	(void)sink, (void)arena;
	if (schema != &alert_schema)
		return NULL;
	if (alert->id.len == 0 || alert->title.len == 0)
		abort();
	if (alert->url.len > 0 && !str_starts(alert->url, STR("https://")) && !str_starts(alert->url, STR("http://")))
		abort();
	return NULL;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { take, fuzz_problem };
	struct input_bytes input;

	(void)!alert_read(input_of_bytes(&input, (struct str){ (const char *)bytes, len }, STR("fuzz")), &sink, arena);
	return 0;
}
