/*
 * listed.h - the records of one source as its own API lists them: by date, product, severity, kind of weakness, words; a page of them and how many there
 * are. What /myjvn and /rest/json/cves/2.0 of other programs ask for (face/api).
 *
 * Of several forms of one record (an overview and a detail of JVN iPedia, a record in two ecosystems' files) one is listed: the one that says more.
 * What a complete feed no longer has is not listed; what its source withdrew is, as withdrawn.
 */
#pragma once
#include "store/kb/kb.h"

enum listed_order {
	LISTED_NEWEST,        /* by modified, the newest first                          */
	LISTED_PUBLISHED,     /* by published, the oldest first                         */
};
/* A span of instants; INSTANT_NONE: without that end. The end is not in it. */
struct listed_span { int64_t from, until; };
#define LISTED_ALWAYS ((struct listed_span){ INSTANT_NONE, INSTANT_NONE })

/* Products by vendor, product and part as CPE names have them: lower case; '*' is any text within one of them, "" any. */
struct listed_product { struct str vendor, product, part; };

/* Bands of severity, a bit each: 1 << enum severity (domain/cvss). 0: not asked. */
struct listed_ask {
	enum source        source;
	enum listed_order  order;
	struct listed_span modified, published;
	struct listed_span appeared;         /* when the vulnerability first stood in any source that is held */
	unsigned           v2, v3, v4;       /* a score of that version of CVSS is in one of these bands      */
	struct str         metrics;          /* "AV:N/AC:L": one vector has all of these; ""                  */
	struct str         cwe;              /* "CWE-79"; ""                                                  */
	bool               kev;              /* stands in KEV                                                 */
	bool               live;             /* none that are withdrawn                                       */
	LIST(struct listed_product) products;        /* any of these; none: not asked                         */
	struct str         words;            /* all of them are in its vulnerability's titles and texts; ""   */
	bool               phrase;           /* side by side                                                  */
	/* Asked last, of the record itself; NULL: not. Costs as much as reading each. */
	bool             (*keeps)(void *data, const struct advisory *advisory, struct arena *arena);
	void              *data;
	int64_t            start, most;      /* of the page: from 0; records                                  */
};
struct listed_page {
	LIST(struct advisory) records;
	int64_t               total;         /* that were asked for, on all pages                             */
};
/* ERR_USAGE: nothing in the words can be looked for. ERR_STORE: the kb was built before there were lists (import anything). */
CHECKED struct err *kb_list(struct kb *kb, const struct listed_ask *ask, struct arena *arena, struct listed_page *ret_page);

/* The record of a source that is listed under this id; of several forms of it the one that says more. *ret_found: false when there is none. */
CHECKED struct err *kb_listed(struct kb *kb, enum source source, struct str id, struct arena *arena, struct advisory *ret_advisory, bool *ret_found);

/* How many records of a source appeared in each year or month ("2026", "2026-03"), and in which band of CVSS 3. */
struct listed_count { struct str date; int64_t all, bands[5]; };
struct listed_counts { LIST(struct listed_count) list; int64_t records; };
/* months: else years. cwe, product: as of listed_ask, "" and zeros: of all. By Japan's calendar. */
CHECKED struct err *kb_listed_counts(struct kb *kb, const struct listed_ask *ask, bool months, struct arena *arena, struct listed_counts *ret_counts);
