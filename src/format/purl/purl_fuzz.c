#include <assert.h>
#include "format/purl/purl.h"

/* What is read can be written, and reading that gives the same text. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str ecosystem, package, written;
	struct purl purl, again;
	struct err *err;

	if (purl_parse((struct str){ (const char *)bytes, len }, arena, &purl) != NULL)
		return 0;
	written = purl_format(&purl, arena);
	err = purl_parse(written, arena, &again);
	assert(err == NULL || err->code == ERR_LIMIT);    /* encoding makes a name longer */
	if (err == NULL)
		assert(str_eq(written, purl_format(&again, arena)));
	if (purl_ecosystem(&purl, arena, &ecosystem, &package))
		(void)purl_package_key(ecosystem, package, arena);
	return 0;
}
