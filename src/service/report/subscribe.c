#include "service/report/subscribe.h"

#include "base/catalogue.h"
#include "base/hash.h"
#include "service/due/due.h"
#include "service/report/parts.h"
#include "store/ledger/job.h"
#include "store/ledger/people.h"

enum { SEND_HOUR = 8, MONDAY = 1 };      /* of the morning, in Japan */

static const struct field row_fields[] = {
	FIELD(struct subscription_view, id, FIELD_INT),
	FIELD(struct subscription_view, login, FIELD_STR),
	FIELD(struct subscription_view, name, FIELD_STR),
	FIELD(struct subscription_view, title, FIELD_STR),
	FIELD(struct subscription_view, unit, FIELD_STR),
	FIELD(struct subscription_view, system, FIELD_STR),
	FIELD(struct subscription_view, every, FIELD_STR),
	FIELD(struct subscription_view, due, FIELD_DAY),
	FIELD(struct subscription_view, sent_at, FIELD_INSTANT),
};
static const struct schema row_schema = SCHEMA("subscription", struct subscription_view, row_fields);
static const struct field list_fields[] = { FIELD_OF(struct subscription_list_view, subscriptions, FIELD_LIST, &row_schema) };
const struct schema subscription_list_view_schema = SCHEMA("subscriptions", struct subscription_list_view, list_fields);

/* The next Monday, or first of a month; when the office is closed the first day it is open. */
static int32_t
next_due(const struct calendar *calendar, enum ledger_every every, int32_t today)
{
	struct civil date = day_civil(today);
	int32_t day = today + 1;

	if (every == LEDGER_EVERY_MONTH)
		day = day_of_civil((struct civil){ date.month == 12 ? date.year + 1 : date.year, date.month == 12 ? 1 : date.month + 1, 1 });
	while (every == LEDGER_EVERY_WEEK && day_weekday(day) != MONDAY)
		day++;
	return calendar_business_day_from(calendar, day);
}

struct err *
report_subscribe(const struct report_desk *desk, const struct actor *actor, const struct report_order *order, enum ledger_every every, int64_t now,
    struct arena *arena, int32_t *ret_due)
{
	struct ledger_subscription row = { .account = actor->account, .name = order->name, .unit = order->unit, .system = order->system, .every = every, .made_at = now,
		.sent_at = INSTANT_NONE };
	struct ledger_account account;
	struct calendar calendar;
	struct report_made made;

	TRY(actor_need(actor, 0, SCOPE_WRITE, arena));
	TRY(ledger_account_get(desk->cases->ledger, actor->account, arena, &account));
	if (account.mail.len == 0)
		return err_new(arena, ERR_USAGE, M("Your account has no mail address: an administrator can set one (account set --mail)."));
	/* Made once now: what cannot be made is refused here, not on a Monday morning. */
	TRY(report_make(desk, actor, order, now, arena, &made));
	TRY(due_calendar(desk->cases->ledger, arena, &calendar));
	row.due = *ret_due = next_due(&calendar, every, instant_day(now, ZONE_JST));
	TRY(ledger_subscription_put(desk->cases->ledger, &row, arena));
	return ledger_audit(desk->cases->ledger, actor->login, now, STR("report.subscribe"), arena_printf(arena, "report/%.*s", STR_ARG(order->name)), STR(""), arena);
}

static bool
is_his(const struct actor *actor, const struct ledger_subscription *row)
{
	return row->account == actor->account || (actor->offices & OFFICE_ADMINISTRATOR) != 0;
}

struct err *
report_unsubscribe(const struct report_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct ledger_subscriptions list;

	TRY(actor_need(actor, 0, SCOPE_WRITE, arena));
	TRY(ledger_subscriptions(desk->cases->ledger, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].id == id && is_his(actor, &list.items[i])) {
			TRY(ledger_subscription_end(desk->cases->ledger, id, arena));
			return ledger_audit(desk->cases->ledger, actor->login, now, STR("report.unsubscribe"), arena_printf(arena, "subscription/%lld", (long long)id), STR(""), arena);
		}
	return err_new(arena, ERR_NOT_FOUND, M("There is no subscription {number} of yours: \"report subscriptions\" lists them."), ARG_N("number", id));
}

struct err *
report_subscriptions(const struct report_desk *desk, const struct actor *actor, struct arena *arena, struct subscription_list_view *ret_list)
{
	struct ledger_subscriptions list;

	*ret_list = (struct subscription_list_view){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_subscriptions(desk->cases->ledger, arena, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct ledger_subscription *row = &list.items[i];
		const struct report_kind *kind;
		struct ledger_account account;

		if (!is_his(actor, row))
			continue;
		TRY(ledger_account_get(desk->cases->ledger, row->account, arena, &account));
		TRY(report_kind_of(row->name, arena, &kind));
		list_push(arena, &ret_list->subscriptions, ((struct subscription_view){ row->id, account.login, row->name, str_of(catalogue_text(actor->lang, kind->title)),
		    row->unit, row->system, str_of(enum_name(&ledger_every_names, (int)row->every)), row->due, row->sent_at }));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ sending */

/* The same for a subscription and its day, whoever sends it and however often: in the outbox it stands once. */
static struct str
message_of(const struct ledger_subscription *row, struct arena *arena)
{
	struct str what = arena_printf(arena, "%lld %lld %lld", (long long)row->id, (long long)row->made_at, (long long)row->due);
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, what.ptr, what.len);
	return str_sub(sha256_hex(&sum, arena), 0, 32);
}

static struct err *
send_one(const struct report_desk *desk, const struct ledger_subscription *row, const struct actor *actor, int64_t now, struct arena *arena)
{
	struct report_order order = { .name = row->name, .unit = row->unit, .system = row->system, .since = row->sent_at, .next = DAY_NONE, .lang = actor->lang };
	struct ledger_letter letter = { .kind = LETTER_NOTICE, .account = row->account, .made_at = now };
	struct ledger_account account;
	struct report_made made;
	struct str title;

	TRY(ledger_account_get(desk->cases->ledger, row->account, arena, &account));
	TRY(report_make(desk, actor, &order, now, arena, &made));
	TRY(report_render(desk, &made, REPORT_MAIL, arena, &title, &letter.body));
	letter.message = message_of(row, arena);
	letter.to_name = account.name;
	letter.to_mail = account.mail;
	letter.subject = catalogue_say(arena, actor->lang, M("{title}, {day}"), ARG("title", title), ARG("day", report_day(instant_day(now, ZONE_JST), actor->lang, arena)));
	return ledger_letter_put(desk->cases->ledger, &letter, arena);
}

static struct err *
send_row(const struct report_desk *desk, const struct calendar *calendar, const struct ledger_subscription *row, int64_t now, struct arena *arena, int64_t *sent)
{
	struct actor actor;
	struct err *err = actor_of_account(desk->cases->ledger, row->account, VIA_JOB, arena, &actor);

	/* Locked out, or gone: nobody is sent anything, and the subscription ends with the account. */
	if (err != NULL && err->code == ERR_FORBIDDEN)
		return ledger_subscription_end(desk->cases->ledger, row->id, arena);
	TRY(err);
	err = send_one(desk, row, &actor, now, arena);
	/* What it was about is there no more (a unit, a system): it ends too. */
	if (err != NULL && err->code == ERR_NOT_FOUND)
		return ledger_subscription_end(desk->cases->ledger, row->id, arena);
	TRY(err);
	(*sent)++;
	return ledger_subscription_sent(desk->cases->ledger, row->id, next_due(calendar, row->every, instant_day(now, ZONE_JST)), now, arena);
}

struct err *
report_send_due(const struct report_desk *desk, int64_t now, struct arena *arena, int64_t *ret_sent)
{
	struct ledger_subscriptions list;
	struct calendar calendar;

	*ret_sent = 0;
	TRY(ledger_subscriptions(desk->cases->ledger, arena, &list));
	if (list.count == 0)
		return NULL;
	TRY(due_calendar(desk->cases->ledger, arena, &calendar));
	for (size_t i = 0; i < list.count; i++)
		if (day_instant(list.items[i].due, ZONE_JST) + SEND_HOUR * INSTANT_HOUR <= now)
			TRY(send_row(desk, &calendar, &list.items[i], now, arena, ret_sent));
	return NULL;
}
