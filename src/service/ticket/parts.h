/*
 * parts.h - between the files of this room: what each kind of tracker wants in its addresses.
 */
#pragma once
#include "service/ticket/ticket.h"

struct ticket_draft { struct str title, description; int32_t due; };
/* Its page for a new ticket. *ret_filled: with what is known in it. */
struct str tracker_new(const struct ledger_tracker *tracker, const struct ticket_draft *draft, struct arena *arena, bool *ret_filled);
struct str tracker_ticket(const struct ledger_tracker *tracker, struct str number, struct arena *arena);
/* The tracker of that id; NULL. */
const struct ledger_tracker *tracker_of(const struct ledger_trackers *trackers, int64_t id);
