/*
 * settle.h - what identity came to is written over what stood there: only what differs, and whom that touches.
 */
#pragma once
#include "store/kb/db.h"
#include "store/kb/identity.h"

/* Of every number as it stood: its ids and the records that speak of it, each by number, as they are read and compared. */
struct settled_id { int64_t number; struct str id; bool covers; };
struct settled_treats { int64_t number, record; bool covers; };
struct settled {
	LIST(struct identity_vulnerability) vulnerabilities;
	LIST(struct settled_id)             ids;
	LIST(struct settled_treats)         treats;
};

/* Texts are copied. */
CHECKED struct err *settled_load(struct kbdb *db, struct arena *arena, struct settled *ret_settled);

/* Numbers, each once, in order. */
struct number_list { LIST(int64_t) list; };
/* Writes the difference. *ret_touched: every number whose id, names or records are not what they were, gone ones too. */
CHECKED struct err *settle(struct kbdb *db, const struct settled *before, const struct identity_result *now, struct arena *arena,
    struct number_list *ret_touched);
