/*
 * content.h - inside this room: what stands on a host in one row, so that six million installations are read as ten thousand rows.
 *
 * The row has the ids of the host's software items, each once and ascending, as LEB128: how many, the first, then the distance of each
 * from the one before. Whoever writes or deletes installations gathers their hosts anew in the same unit of work; the rows of
 * `installation` remain what is true, and what cannot be read here is read there.
 */
#pragma once
#include "store/ledger/db.h"

struct software_ids { int64_t *items; size_t count, room; };

/* These hosts anew. In the unit of work that wrote their installations, after its rows were sent. */
CHECKED struct err *content_gather(struct ledger *ledger, const int64_t *hosts, size_t count, struct arena *arena);

void content_pack(const struct software_ids *ids, struct buf *out);
/* Fills the list anew; false: that is no packed content. */
bool content_unpack(struct str content, struct software_ids *ids, struct arena *arena);
/* Ascending, each once. */
void content_order(struct software_ids *ids);
