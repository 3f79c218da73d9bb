#include <assert.h>
#include "format/cpe/cpe.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* Reading what was written gives the same name; only quoting may have made it too long. */
static void
check(const struct cpe *cpe, struct str written, struct arena *arena)
{
	struct cpe again;
	struct err *err = cpe_parse(written, arena, &again);

	assert(err == NULL || err->code == ERR_LIMIT);
	if (err == NULL)
		assert(str_eq(cpe_format(cpe, arena), cpe_format(&again, arena)));
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cpe cpe, any = { 0 };

	if (cpe_parse((struct str){ (const char *)bytes, len }, arena, &cpe) != NULL)
		return 0;
	check(&cpe, cpe_format(&cpe, arena), arena);
	check(&cpe, cpe_format_uri(&cpe, arena), arena);
	check(&cpe, cpe_format_wfn(&cpe, arena), arena);
	assert(cpe_relation(&cpe, &any) != CPE_DISJOINT);
	(void)cpe_product_key(&cpe, arena);
	return 0;
}
