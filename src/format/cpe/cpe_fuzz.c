#include <assert.h>
#include "format/cpe/cpe.h"

/* What is read can be written in all three forms, and reading that gives the same name. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cpe cpe, again;

	if (cpe_parse((struct str){ (const char *)bytes, len }, arena, &cpe) != NULL)
		return 0;
	if (cpe_parse(cpe_format(&cpe, arena), arena, &again) == NULL)
		assert(str_eq(cpe_format(&cpe, arena), cpe_format(&again, arena)));
	if (cpe_parse(cpe_format_uri(&cpe, arena), arena, &again) == NULL)
		assert(str_eq(cpe_format(&cpe, arena), cpe_format(&again, arena)));
	if (cpe_parse(cpe_format_wfn(&cpe, arena), arena, &again) == NULL)
		assert(str_eq(cpe_format(&cpe, arena), cpe_format(&again, arena)));
	(void)cpe_relation(&cpe, &again);
	return 0;
}
