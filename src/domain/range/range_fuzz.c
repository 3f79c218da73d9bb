#include <stdlib.h>
#include "domain/range/range.h"

/* A VERS range and, behind a NUL, a version; what is read can be asked and printed. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set set;
	struct str range, version;
	enum scheme scheme;

	str_cut((struct str){ (const char *)bytes, len }, '\0', &range, &version);
	if (range_of_vers(range, arena, &set, &scheme) != NULL)
		return 0;
	(void)range_contains(&set, scheme, version, NULL);
	if (range_format(&set, arena).len == 0)
		abort();
	return 0;
}
