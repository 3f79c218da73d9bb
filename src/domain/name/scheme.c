/*
 * scheme.c - products whose versions have an order of their own (domestic-products.md §1). What is not here is compared as
 * generic: numbers and words.
 */
#include "domain/name/name.h"

/* By "vendor:product" of the CPE name, unescaped as NVD and JVN write it; `begins`: all products that begin so. */
static const struct { struct str product; bool begins; enum scheme scheme; } schemes[] = {
	/* x.y.z-pN */
	{ STR_INIT("ec-cube:ec-cube"), false, SCHEME_ECCUBE },
	{ STR_INIT("lockon:ec-cube"), false, SCHEME_ECCUBE },
};

enum scheme
name_scheme(struct str cpe_product)
{
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
		if (schemes[i].begins ? str_starts(cpe_product, schemes[i].product) : str_eq(cpe_product, schemes[i].product))
			return schemes[i].scheme;
	return SCHEME_GENERIC;
}
