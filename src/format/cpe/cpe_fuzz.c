#include <assert.h>
#include "format/cpe/cpe.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* Reading what was written gives the same name; only quoting may have made it too long. */
static void
check_written(const struct cpe *cpe, struct str written, struct arena *arena)
{
	struct cpe again;
	struct err *err = cpe_parse(written, arena, &again);

	assert(err == NULL || err->code == ERR_LIMIT);
	for (size_t i = 0; err == NULL && i < CPE_ATTRIBUTE_COUNT; i++)
		assert(cpe->attributes[i].kind == again.attributes[i].kind &&
		    str_eq(cpe->attributes[i].text, again.attributes[i].text));
}

/* Seen from the other side a relation is its mirror image, but where wildcards leave it undefined. */
static void
check_mirrored(const struct cpe *a, const struct cpe *b)
{
	enum cpe_relation there = cpe_relation(a, b), back = cpe_relation(b, a);

	if (there == CPE_UNDEFINED || back == CPE_UNDEFINED || there == CPE_DISJOINT || back == CPE_DISJOINT)
		return;
	assert((there == CPE_SUBSET) == (back == CPE_SUPERSET) && (there == CPE_SUPERSET) == (back == CPE_SUBSET));
	assert((there == CPE_EQUAL) == (back == CPE_EQUAL) && (there == CPE_OVERLAP) == (back == CPE_OVERLAP));
}

/* One name a line, two of them. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str rest = { (const char *)bytes, len }, text;
	struct cpe cpe, other = { 0 };

	(void)str_cut(rest, '\n', &text, &rest);
	if (cpe_parse(text, arena, &cpe) != NULL)
		return 0;
	check_written(&cpe, cpe_format(&cpe, arena), arena);
	check_written(&cpe, cpe_format_uri(&cpe, arena), arena);
	check_written(&cpe, cpe_format_wfn(&cpe, arena), arena);
	assert(cpe_relation(&cpe, &other) != CPE_DISJOINT);
	(void)cpe_product_key(&cpe, arena);
	if (cpe_parse(rest, arena, &other) == NULL)
		check_mirrored(&cpe, &other);
	return 0;
}
