/*
 * ours.h - whether what is known touches what stands here: a finding is open about it, or it names a product that is installed.
 *
 * A product of the register that a record names by its CPE name was judged with it. One that is named in words only, or in a title of a record that
 * names no product at all, was not: it is a candidate, which a person looks at and which is never counted as 該当 (capabilities 43, 47).
 */
#pragma once
#include "base/map.h"
#include "store/ledger/watch.h"

struct ours_product {
	struct str vendor, product;    /* as a CPE name has them, or as they are written        */
	struct str words;              /* what is looked for: "apache http_server"              */
	struct str folded;             /* vendor and product, folded, "_" as a blank            */
	struct str folded_product;
	bool       named;              /* by a CPE name: records that name it so were judged    */
	bool       missed;             /* may be missed: no package, which its own lists name   */
};
struct ours {
	struct map open;               /* names of vulnerabilities with an open finding         */
	struct map names;              /* folded names of products, with and without the vendor: place in products, and one */
	LIST(struct ours_product) products;
	struct arena *item;            /* of one question                                       */
};
/* Of who looks: a narrowed ledger gives what he sees. Lives as long as the arena and item, which the caller frees. */
CHECKED struct err *ours_load(struct ledger *ledger, struct arena *item, struct arena *arena, struct ours *ret_ours);

/* kb_query.keep; the context is a struct ours: an open finding, or a line of names that is a product of ours with its vendor. */
bool ours_touches(void *context, struct str id, struct str names);

/* kb_query.keep: whether that product is meant by words only, and was not judged. */
struct ours_candidate { const struct ours_product *product; struct arena *item; };
bool ours_is_candidate(void *context, struct str id, struct str names);

/* A line that somebody wrote as a product: a CPE name, or vendor and product in words. */
struct ours_product ours_product_of(struct str line, struct arena *arena);
