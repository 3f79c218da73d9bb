#include <stdlib.h>
#include "domain/range/range.h"

/* A VERS range and, behind a NUL, a version; what is read can be asked, by keys and without, and printed. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set set;
	struct str range, version;
	struct probe probe;
	enum scheme scheme;

	str_cut((struct str){ (const char *)bytes, len }, '\0', &range, &version);
	if (range_of_vers(range, arena, &set, &scheme) != NULL)
		return 0;
	range_write_keys(&set, scheme, arena);
	probe = range_probe(scheme, version);
	if (range_contains(&set, scheme, version, NULL) != range_holds(&set, &probe, NULL))
		abort();
	if (range_format(&set, arena).len == 0)
		abort();
	return 0;
}
