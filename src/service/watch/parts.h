/*
 * parts.h - inside this room.
 */
#pragma once
#include "model/alert.h"
#include "service/watch/watch.h"

/* The watch when he sees it; ERR_NOT_FOUND, the same for what there is not and what is not his. */
CHECKED struct err *watch_seen(struct ledger *ledger, const struct actor *actor, int64_t id, struct arena *arena, struct ledger_watch *ret_watch);
/* Those he sees. */
CHECKED struct err *watch_all_seen(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct ledger_watches *ret_watches);
/* What looks into the register tells what stands in systems of others. */
bool watch_looks_inside(const struct ledger_watch *watch);
struct watch_view watch_view_of(const struct ledger_watch *watch);
CHECKED struct err *watch_audit(struct ledger *ledger, const struct actor *actor, const char *verb, int64_t id, int64_t now, struct arena *arena);
struct watch_hit_view watch_hit_view_of(const struct ledger_watch_hit *hit, const struct ledger_watch *watch, enum lang lang, struct arena *arena);

/* Alerts of the last 90 days, each once, with all that it says in words, folded. Gathered once for all watches that are looked at. */
struct watch_alert { struct alert alert; struct str words; };      /* alert.text: "" */
struct watch_alerts { LIST(struct watch_alert) list; };
CHECKED struct err *watch_alerts_gather(struct kb *kb, int64_t now, struct arena *arena, struct watch_alerts *ret_alerts);
/*
 * Whether it names a product of the watch, by its CPE name or in words, or holds all words of one of its lines; *ret_term: by which. A watch that asks for a
 * severity, a source, a weakness, KEV or what stands here asks for what alerts do not say: it meets none.
 */
bool watch_alert_meets(const struct watch_alert *alert, const struct ledger_watch *watch, struct arena *arena, struct str *ret_term);

/* One watch, with what is in force; its result in a unit of work. */
CHECKED struct err *watch_look_one(const struct watch_desk *desk, struct kb *kb, const struct watch_alerts *alerts, const struct ledger_watch *watch, int64_t now,
    struct arena *arena, int64_t *ret_news);
