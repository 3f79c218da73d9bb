/*
 * subscribe.h - reports that come by mail: every Monday, or on the first business day of a month, as the person who asked for them would see them then.
 *
 * A letter tells what is new since the one before (the weekly report does, and says so); it goes through the outbox once, whatever fails. Who is locked
 * out or has left gets none any more.
 */
#pragma once
#include "service/report/report.h"
#include "store/ledger/report.h"

struct subscription_view { int64_t id; struct str login, name, title, unit, system, every; int32_t due; int64_t sent_at; };
struct subscription_list_view { LIST(struct subscription_view) subscriptions; };
extern const struct schema subscription_list_view_schema;

/* order: its name, unit and system. For oneself; ERR_USAGE where the account has no address, or the report needs more than a unit or system. */
CHECKED struct err *report_subscribe(const struct report_desk *desk, const struct actor *actor, const struct report_order *order, enum ledger_every every,
    int64_t now, struct arena *arena, int32_t *ret_due);
/* His own; an administrator's: anybody's. ERR_NOT_FOUND. */
CHECKED struct err *report_unsubscribe(const struct report_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
CHECKED struct err *report_subscriptions(const struct report_desk *desk, const struct actor *actor, struct arena *arena, struct subscription_list_view *ret_list);

/* Letters of all that is due go into the outbox. Within the hour's unit of work (service/job). */
CHECKED struct err *report_send_due(const struct report_desk *desk, int64_t now, struct arena *arena, int64_t *ret_sent);
