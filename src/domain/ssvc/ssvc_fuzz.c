#include <stdlib.h>
#include "domain/ssvc/ssvc.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* A table that is read decides everything, and each of its combinations comes back from its vector or, where letters are alike, is refused. */
static void
check_table(struct str yaml, struct arena *arena)
{
	struct ssvc_table table;
	struct ssvc_case one = { .at = 0 }, again;

	if (ssvc_table_parse(yaml, STR("fuzz"), arena, &table) != NULL)
		return;
	for (size_t i = 0; i < table.cells_count; i++)
		if (table.cells[i] >= table.outcome.count)
			abort();
	ssvc_combination_values(&table, table.cells_count - 1, one.values);
	(void)(ssvc_vector_parse(&table, ssvc_vector_format(&table, &one, arena), arena, &again) == NULL);
}

/* The input is a vector of a table that is compiled in, or a table. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = { (const char *)bytes, len };
	struct ssvc_table table;
	struct ssvc_case one, again;

	if (!str_starts(text, STR("SSVC"))) {
		check_table(text, arena);
		return 0;
	}
	if (ssvc_table_builtin(STR("cisa-coordinator"), arena, &table) != NULL)
		abort();
	if (ssvc_vector_parse(&table, text, arena, &one) != NULL)
		return 0;
	if (ssvc_vector_parse(&table, ssvc_vector_format(&table, &one, arena), arena, &again) != NULL ||
	    again.outcome != one.outcome || again.at != one.at)
		abort();
	return 0;
}
