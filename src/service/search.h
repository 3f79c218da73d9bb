/*
 * search.h - vulnerabilities by number, other name, title, product or words, found as people write (store/kb, "searching").
 */
#pragma once
#include "model/report.h"
#include "service/home.h"

struct ours;
struct search_wish {
	struct str text;              /* "": everything that the rest lets through                 */
	struct str product;
	struct str severity;          /* at least: "critical" "high" "medium" "low"; "" any        */
	struct str source;            /* "nvd" …; ""                                               */
	struct str cwe;
	int32_t    since, until;      /* published, days in Japan; DAY_NONE                        */
	bool       kev, withdrawn;
	struct str after;             /* cursor                                                    */
	int64_t    most;
	struct ours *ours;            /* only what touches what stands here (service/ours.h); NULL: all */
};
struct search_hit {
	struct str id;
	struct str title;
	int32_t    base;              /* tenths; -1 */
	struct str severity;
	bool       withdrawn;
	int64_t    published;
	bool       kev;
	bool       in_text;           /* found in a text, not in a name or title                    */
	struct str before, match, behind;
	struct str_list sources;
};
struct search_product {
	struct str identity;
	int64_t    vulnerabilities;
};
struct search_source { struct str name; int64_t count; };
struct search_result {
	LIST(struct search_hit)     hits;       /* names and titles first, the newest first in each */
	LIST(struct search_product) products;   /* whose name is the text exactly  */
	int64_t                     found;      /* of the first page; at most KB_COUNT_MOST         */
	bool                        at_least;   /* there are more                                   */
	int64_t                     critical, high, medium, low, unscored, kev;
	LIST(struct search_source)  sources;
	struct str                  next;
};
extern const struct schema search_schema, search_hit_schema;

/* The vulnerability of exactly that number, or of which it is another name; letters of any case. *ret_known false: there is none. */
CHECKED struct err *search_exact(struct str kb, struct str name, enum lang lang, struct arena *arena, struct search_hit *ret_hit, bool *ret_known);

/* ERR_USAGE: severity or source is none of those above. */
CHECKED struct err *search_check(const struct search_wish *wish, struct arena *arena);
/* The query that it is, whatever is asked for; lives as long as the wish. */
CHECKED struct err *search_query(const struct search_wish *wish, enum lang lang, struct arena *arena, struct kb_query *ret_query);

/* kb: a home or kb directory. ERR_USAGE: nothing is asked for, or a value is none of those above. */
CHECKED struct err *search_run(struct str kb, const struct search_wish *wish, enum lang lang, struct arena *arena, struct search_result *ret_result);
