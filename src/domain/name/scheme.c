/*
 * scheme.c - products whose versions have an order of their own. What is not here is compared as generic: numbers and words.
 * The matcher asks it for every source that does not say itself what its versions are: criteria of CPE names, rows of CVE records
 * whose type is "custom", JVN's sentences, one's own readings.
 */
#include "domain/name/name.h"

/*
 * By "vendor:product" of the CPE name, as NVD and JVN write it, or by what it begins with. A scheme answers "unknown" where its
 * maker publishes no order; that is a question to a person, and better than an order that is not there.
 */
static const struct { struct str product; bool begins; enum scheme scheme; } schemes[] = {
	/* x.y.z-pN, and what leads to a release */
	{ STR_INIT("ec-cube:ec-cube"), false, SCHEME_ECCUBE },
	{ STR_INIT("lockon:ec-cube"), false, SCHEME_ECCUBE },
	/* VV-RR-SS with letters for special corrections */
	{ STR_INIT("hitachi:ucosminexus"), true, SCHEME_HITACHI },
	{ STR_INIT("hitachi:cosminexus"), true, SCHEME_HITACHI },
	{ STR_INIT("hitachi:hirdb"), true, SCHEME_HITACHI },
	{ STR_INIT("hitachi:jp1_"), true, SCHEME_HITACHI },
	/* VnnLnn, Vn.n, corrections behind */
	{ STR_INIT("fujitsu:interstage"), true, SCHEME_FUJITSU },
	{ STR_INIT("fujitsu:systemwalker"), true, SCHEME_FUJITSU },
	{ STR_INIT("fujitsu:symfoware"), true, SCHEME_FUJITSU },
	{ STR_INIT("fujitsu:ipcom"), true, SCHEME_FUJITSU },
	/* Ver n.nn, letters and marks */
	{ STR_INIT("nec:aterm"), true, SCHEME_NEC },
	{ STR_INIT("nec:esmpro"), true, SCHEME_NEC },
	{ STR_INIT("nec:univerge"), true, SCHEME_NEC },
	{ STR_INIT("necplatforms:"), true, SCHEME_NEC },
	/* builds within a base and service pack; release numbers of Movable Type 7 (r.5405), which are not x.y.z */
	{ STR_INIT("sixapart:movable"), true, SCHEME_BUILD },
	{ STR_INIT("trendmicro:apex_"), true, SCHEME_BUILD },
	{ STR_INIT("trendmicro:officescan"), true, SCHEME_BUILD },
	{ STR_INIT("trendmicro:serverprotect"), true, SCHEME_BUILD },
	{ STR_INIT("trendmicro:worry-free_business_security"), true, SCHEME_BUILD },
	/* Justsystems' years are compared as the numbers they are: its notes say 「2022 およびそれ以前」, and mean 2021 as well. */
};

enum scheme
name_scheme(struct str cpe_product)
{
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
		if (schemes[i].begins ? str_starts(cpe_product, schemes[i].product) : str_eq(cpe_product, schemes[i].product))
			return schemes[i].scheme;
	return SCHEME_GENERIC;
}

/* Takes the letters and digits of a plain name off the front of a folded one. */
static bool
take_folded(struct str *folded, struct str plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (!char_is_alnum(plain.ptr[i]))
			continue;
		if (folded->len == 0 || folded->ptr[0] != plain.ptr[i])
			return false;
		*folded = str_from(*folded, 1);
	}
	return true;
}

enum scheme
name_scheme_folded(struct str vendor, struct str product)
{
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		struct str its_vendor, its_product, vendor_rest = vendor, product_rest = product;

		str_cut(schemes[i].product, ':', &its_vendor, &its_product);
		if (take_folded(&vendor_rest, its_vendor) && vendor_rest.len == 0 && take_folded(&product_rest, its_product) &&
		    (schemes[i].begins || product_rest.len == 0))
			return schemes[i].scheme;
	}
	return SCHEME_GENERIC;
}
