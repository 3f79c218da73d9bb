#include <stdlib.h>
#include "domain/jvnprose/jvnprose.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* What is not read must say so, and nothing is everything unless a row says everything. */
static void
check(const struct jvn_reading *reading, const struct jvn_answer *answer, struct arena *arena)
{
	bool all = false;

	for (size_t i = 0; i < reading->parts.count; i++) {
		const struct version_set *set = &reading->parts.items[i].set;

		all = all || reading->parts.items[i].kind == JVN_ALL;
		if (set->intervals.count + set->exact.count == 0 && !set->undecided)
			abort();
	}
	if ((answer->kind == JVN_ALL || str_eq(jvnprose_format(&answer->set, arena), STR("all"))) && !all)
		abort();
	if (answer->set.intervals.count + answer->set.exact.count == 0 && !answer->set.undecided)
		abort();
}

/* Lines are the rows of one product. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str rest = { (const char *)bytes, len }, line;
	struct str_list rows = { 0 };
	struct jvn_reading reading;
	struct jvn_answer answer;

	while (rows.count < 100 && str_line(&rest, &line))
		list_push(arena, &rows, line);
	jvnprose_read(rows.items, rows.count, arena, &reading);
	jvnprose_answer(&reading, arena, &answer);
	check(&reading, &answer, arena);
	return 0;
}
