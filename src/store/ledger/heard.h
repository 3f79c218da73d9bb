/*
 * heard.h - in the ledger: what people answered to sentences on exploitation and to alerts. Joins the unit of work it is called in.
 */
#pragma once
#include "store/ledger/ledger.h"

struct ledger_heard {
	struct str subject;             /* "sentence 0123456789abcdef", "alert JPCERT-AT-2026-0001" */
	struct str vulnerability;       /* "" of an alert                                           */
	int64_t    level;               /* enum exploitation; 0 of an alert                         */
	struct str issuer, record, sentence;    /* as it stood when it was answered                 */
	bool       confirmed;           /* it is so; false: it is not, or does not concern us       */
	struct str reason;
	struct str who;
	int64_t    at;
};
struct ledger_heards { struct ledger_heard *items; size_t count; size_t room; };
/* By subject; of one vulnerability, or all for "". */
CHECKED struct err *ledger_heard_list(struct ledger *ledger, struct str vulnerability, struct arena *arena, struct ledger_heards *ret_heards);
/* In place of an earlier answer. */
CHECKED struct err *ledger_heard_put(struct ledger *ledger, const struct ledger_heard *heard, struct arena *arena);
/* Taken back. ERR_NOT_FOUND. */
CHECKED struct err *ledger_heard_forget(struct ledger *ledger, struct str subject, struct arena *arena);

/* Vulnerabilities that are open here, by name. vulnerability: this one alone; "": all. */
CHECKED struct err *ledger_heard_ours(struct ledger *ledger, struct str vulnerability, struct arena *arena, struct str_list *ret_names);
/* Where one of them is open, a row a system and product; what a decision that holds has settled is not. */
struct ledger_heard_place { int64_t system; struct str system_name, unit, product; int64_t undecided /* findings */, kev; struct str title_ja, title_en; };
struct ledger_heard_places { struct ledger_heard_place *items; size_t count; size_t room; };
CHECKED struct err *ledger_heard_places(struct ledger *ledger, struct str vulnerability, int64_t now, struct arena *arena,
    struct ledger_heard_places *ret_places);
struct ledger_heard_product { int64_t id; struct str identity, name, vendor; };
struct ledger_heard_products { struct ledger_heard_product *items; size_t count; size_t room; };
/* Products that are here. */
CHECKED struct err *ledger_heard_products(struct ledger *ledger, struct arena *arena, struct ledger_heard_products *ret_products);
