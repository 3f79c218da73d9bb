/*
 * name.h (store/ledger) - what is confirmed of written names, for looking up item by item. Inside the room only.
 */
#pragma once
#include "base/map.h"
#include "store/ledger/db.h"

struct confirmed_word {
	struct str identity;
	bool       own;      /* not another organisation's                     */
	bool       open;     /* words that stand alike differ: none is used    */
};

struct confirmed {
	struct arena  *arena;
	struct map     by_key;      /* name_written_key → index + 1 of words                             */
	struct map     by_text;     /* vendor TAB name as written → index + 1, or UINT64_MAX for none      */
	LIST(struct confirmed_word) words;
};

/* Everything that is confirmed; where one's own words differ, or only others' do, nothing is. */
CHECKED struct err *confirmed_load(struct ledger *ledger, struct arena *arena, struct confirmed *ret_confirmed);
/* The identity confirmed for the component's vendor and name; "" when none is. Lives as long as what it was loaded into. */
struct str confirmed_identity(struct confirmed *confirmed, const struct component *component);
