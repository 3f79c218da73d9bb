/*
 * change.h - what changed for us since a day or a person's last visit, with the reason of each change; as a list and as an Atom feed.
 */
#pragma once
#include "service/home.h"
#include "store/ledger/event.h"

struct change_view {
	int64_t    id, finding, at;
	struct str kind;                    /* "opened" "closed" "changed"              */
	struct str system, unit, product, vulnerability, title;
	struct str what, cause;             /* in words                                 */
	struct str verdict;                 /* as it is now                             */
	struct str action;
	bool       kev;
};
struct change_list_view {
	int64_t since, until, opened, closed, changed;
	LIST(struct change_view) changes;
	struct str next;
};
extern const struct schema change_list_schema;
CHECKED struct err *change_list(struct ledger *ledger, const struct ledger_event_query *query, enum lang lang, struct arena *arena,
    struct change_list_view *ret_list);
/* RFC 4287, the newest 100; `base`: "https://tsukuroi.city.example.jp", `name` of the organisation. Ids stay the same whoever asks. */
CHECKED struct err *change_feed(struct ledger *ledger, int64_t now, struct str base, struct str name, enum lang lang, struct arena *arena,
    struct str *ret_atom);
