/*
 * search.h - vulnerabilities by number, other name, title or product, found as people write (base/fold.h).
 */
#pragma once
#include "model/report.h"
#include "service/home.h"

struct search_hit {
	struct str id;
	struct str title;
	int32_t    base;          /* tenths; -1 */
	struct str severity;
	bool       withdrawn;
};
struct search_product {
	struct str identity;
	int64_t    vulnerabilities;
};
struct search_result {
	LIST(struct search_hit)     hits;       /* newest number first             */
	LIST(struct search_product) products;   /* whose name is the text exactly  */
	int64_t                     found;      /* also those beyond `most`        */
};
extern const struct schema search_schema;

/* The vulnerability of exactly that number, or of which it is another name; letters of any case. *ret_known false: there is none. */
CHECKED struct err *search_exact(struct str kb, struct str name, enum lang lang, struct arena *arena, struct search_hit *ret_hit, bool *ret_known);

/* kb: a home or kb directory. An empty text is ERR_USAGE. */
CHECKED struct err *search_run(struct str kb, struct str text, int64_t most, enum lang lang, struct arena *arena,
    struct search_result *ret_result);
