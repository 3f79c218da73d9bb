#include <stdlib.h>
#include "domain/range/range.h"

/* A scheme's number, a range as its ecosystem writes it and, behind a NUL, a version; what is read can be asked, printed and turned. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set set, rest;
	struct str range, version;
	enum scheme scheme;

	if (len == 0)
		return 0;
	scheme = (enum scheme)(bytes[0] % SCHEME_COUNT);
	str_cut((struct str){ (const char *)bytes + 1, len - 1 }, '\0', &range, &version);
	if (range_of_native(scheme, range, arena, &set) != NULL)
		return 0;
	rest = range_complement(&set, scheme, arena);
	if (version_is_valid(scheme, version) && range_contains(&set, scheme, version, NULL) == RANGE_IN &&
	    range_contains(&rest, scheme, version, NULL) == RANGE_IN)
		abort();
	if (range_format(&set, arena).len == 0)
		abort();
	return 0;
}
