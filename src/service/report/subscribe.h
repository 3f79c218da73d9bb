/*
 * subscribe.h - reports that come by mail: every week on a day, on the first business day of a month, or every business day; as the person who asked for
 * them would see them then. To himself, or to the mail box of a unit.
 *
 * A letter tells what is new since the one before (the weekly report does, and says so); it goes through the outbox once, whatever fails. Who is locked
 * out or has left gets none any more.
 */
#pragma once
#include "service/report/report.h"
#include "store/ledger/report.h"

struct subscription_view {
	int64_t    id;
	struct str login, name, title, unit, system, every;
	int32_t    due;
	int64_t    sent_at;
	struct str format, weekday, lang;     /* weekday: of a weekly one, "mon" … "fri"; lang "": its person's */
	struct str to;                        /* the unit whose mail box it goes to; "": its person             */
};
struct subscription_list_view { LIST(struct subscription_view) subscriptions; };
extern const struct schema subscription_list_view_schema;

extern const struct enum_names report_weekday_names;         /* "mon" "tue" "wed" "thu" "fri": 1 Monday is the first */
/* Forms in which a letter brings a report: REPORT_MAIL in its text, the others as a file beside it. */
bool report_is_sent_as(enum report_format format);
struct report_sending {
	enum ledger_every  every;
	int64_t            weekday;           /* 1 Monday to 5 Friday, of a weekly one */
	enum report_format format;
	struct str         lang;              /* "ja" "en"; "": the person's          */
	struct str         to_unit;           /* "": to the person himself            */
};
/*
 * order: its name, unit and system. ERR_USAGE where the account, or the unit it is to go to, has no address, or the report needs more than a unit or
 * system; ERR_FORBIDDEN: to a unit that is not his own, but by administrators and security staff. The same report again: how, when and to whom change.
 */
CHECKED struct err *report_subscribe(const struct report_desk *desk, const struct actor *actor, const struct report_order *order,
    const struct report_sending *sending, int64_t now, struct arena *arena, int32_t *ret_due);
/* At once, beside its day; the next one tells what is new since then. His own; an administrator's: anybody's. ERR_NOT_FOUND. */
CHECKED struct err *report_send_now(const struct report_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
/* His own; an administrator's: anybody's. ERR_NOT_FOUND. */
CHECKED struct err *report_unsubscribe(const struct report_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
CHECKED struct err *report_subscriptions(const struct report_desk *desk, const struct actor *actor, struct arena *arena, struct subscription_list_view *ret_list);

/* Letters of all that is due go into the outbox. Within the hour's unit of work (service/job). */
CHECKED struct err *report_send_due(const struct report_desk *desk, int64_t now, struct arena *arena, int64_t *ret_sent);
