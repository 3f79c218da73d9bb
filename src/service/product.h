/*
 * product.h - the product a person names: a CPE name or package URL, without its version.
 */
#pragma once
#include "base/err.h"

/*
 * The canonical name with the version open. Short CPE names are filled up, "cpe:2.3:a:apache:tomcat" and
 * "cpe:/a:apache:tomcat" alike. ERR_FORMAT when the text is neither a CPE name nor a package URL, or names no product.
 */
CHECKED struct err *product_identity(struct str text, struct arena *arena, struct str *ret_identity);
/*
 * The identity that the ledger knows a product by (ledger_product_identity): of a CPE name, a package URL, or a name as it is
 * written. Empty words give an empty one.
 */
CHECKED struct err *product_words_identity(struct str words, struct arena *arena, struct str *ret_identity);
/* The same where only a CPE name will do; *ret_key is "vendor:product". */
CHECKED struct err *product_cpe(struct str text, struct arena *arena, struct str *ret_cpe, struct str *ret_key);
