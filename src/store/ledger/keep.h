/*
 * keep.h - in the ledger: what pages read instead of counting a million findings. What is open by vulnerability, by remedy and by facets, and what
 * crossed a line in each assessment; right at all times, for it is gathered in the unit of work that changes findings or decisions. Inside this room only.
 */
#pragma once
#include "base/map.h"
#include "store/ledger/ledger.h"

/* Of which something was written. */
struct touched {
	struct map    seen_vulnerabilities, seen_products;
	LIST(int64_t) vulnerabilities, products;
};
void touched_vulnerability(struct touched *touched, int64_t vulnerability, struct arena *arena);
void touched_product(struct touched *touched, int64_t product, struct arena *arena);

/* Gathers that anew, or everything when it is much or was never gathered. Products of the vulnerabilities count as touched too. In a unit of work. */
CHECKED struct err *keep_gather(struct ledger *ledger, struct touched *touched, int64_t now, struct arena *arena);
/* All of it anew. In a unit of work. */
CHECKED struct err *keep_again(struct ledger *ledger, int64_t now, struct arena *arena);
/* After a decision about it was made or has ended. In a unit of work. */
CHECKED struct err *keep_decided(struct ledger *ledger, struct str vulnerability, int64_t now, struct arena *arena);
/* Before anything of it is read: gathers what an older release did not, and that of which a decision has ended since. */
CHECKED struct err *keep_ready(struct ledger *ledger, int64_t now, struct arena *arena);

/* Counts systems without any software anew, for ledger_stock. In a unit of work. */
CHECKED struct err *keep_standing(struct ledger *ledger, struct arena *arena);

/* Events of an assessment. In a unit of work. */
struct crossings { int64_t opened, closed, changed; };
CHECKED struct err *keep_crossings(struct ledger *ledger, int64_t assessment, int64_t at, struct crossings crossings, struct arena *arena);
