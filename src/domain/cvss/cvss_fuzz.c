#include <stdlib.h>
#include "domain/cvss/cvss.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* A vector that is read must come back equal through its canonical form, with the same scores, and be sayable in words. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cvss_term terms[CVSS_METRICS];
	struct cvss cvss, again;

	if (cvss_parse((struct str){ (const char *)bytes, len }, arena, &cvss) != NULL)
		return 0;
	if (cvss_parse(cvss_format(&cvss, arena), arena, &again) != NULL ||
	    cvss_score(&cvss).overall != cvss_score(&again).overall || cvss_score(&cvss).base > 100 ||
	    cvss_macrovector(&cvss) != cvss_macrovector(&again) || cvss_terms(&cvss, terms) != cvss_terms(&again, terms))
		abort();
	return 0;
}
