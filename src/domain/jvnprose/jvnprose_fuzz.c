#include <stdlib.h>
#include "domain/jvnprose/jvnprose.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* Lines are the rows of one product. What is not read must say so. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str rest = { (const char *)bytes, len }, line;
	struct str_list rows = { 0 };
	struct jvn_reading reading;

	while (rows.count < 100 && str_line(&rest, &line))
		list_push(arena, &rows, line);
	jvnprose_read(rows.items, rows.count, arena, &reading);
	for (size_t i = 0; i < reading.parts.count; i++) {
		const struct version_set *set = &reading.parts.items[i].set;

		if (set->intervals.count + set->exact.count == 0 && !set->undecided)
			abort();
	}
	return 0;
}
