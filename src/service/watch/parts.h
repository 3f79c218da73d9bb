/*
 * parts.h - inside this room.
 */
#pragma once
#include "service/watch/watch.h"

/* The watch when he sees it; ERR_NOT_FOUND, the same for what there is not and what is not his. */
CHECKED struct err *watch_seen(struct ledger *ledger, const struct actor *actor, int64_t id, struct arena *arena, struct ledger_watch *ret_watch);
/* Those he sees. */
CHECKED struct err *watch_all_seen(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct ledger_watches *ret_watches);
struct watch_view watch_view_of(const struct ledger_watch *watch);
CHECKED struct err *watch_audit(struct ledger *ledger, const struct actor *actor, const char *verb, int64_t id, int64_t now, struct arena *arena);
/* One watch, with what is in force; its result in a unit of work. */
CHECKED struct err *watch_look_one(const struct watch_desk *desk, struct kb *kb, const struct ledger_watch *watch, int64_t now, struct arena *arena,
    int64_t *ret_news);
