#include "service/report/subscribe.h"

#include "base/catalogue.h"
#include "base/hash.h"
#include "service/due/due.h"
#include "service/report/parts.h"
#include "store/ledger/job.h"
#include "store/ledger/people.h"

enum { SEND_HOUR = 8 };      /* of the morning, in Japan */

static const char *const every_words[] = { "week", "month", "day" };
static const char *const every_said[] = { M("every week"), M("every month"), M("every business day") };
static const struct enum_names every_names = ENUM_WORDS(every_words, every_said);
static const char *const weekday_words[] = { "mon", "tue", "wed", "thu", "fri" };
static const char *const weekday_said[] = { M("Monday"), M("Tuesday"), M("Wednesday"), M("Thursday"), M("Friday") };
const struct enum_names report_weekday_names = ENUM_WORDS(weekday_words, weekday_said);

static const struct field row_fields[] = {
	FIELD(struct subscription_view, id, FIELD_INT),
	FIELD(struct subscription_view, login, FIELD_STR),
	FIELD(struct subscription_view, name, FIELD_STR),
	FIELD(struct subscription_view, title, FIELD_STR),
	FIELD(struct subscription_view, unit, FIELD_STR),
	FIELD(struct subscription_view, system, FIELD_STR),
	FIELD_WORD(struct subscription_view, every, &every_names),
	FIELD(struct subscription_view, due, FIELD_DAY),
	FIELD(struct subscription_view, sent_at, FIELD_INSTANT),
	FIELD(struct subscription_view, format, FIELD_STR),
	FIELD_WORD(struct subscription_view, weekday, &report_weekday_names),
	FIELD(struct subscription_view, lang, FIELD_STR),
	FIELD(struct subscription_view, to, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("subscription", struct subscription_view, row_fields);
static const struct field list_fields[] = { FIELD_OF(struct subscription_list_view, subscriptions, FIELD_LIST, &row_schema) };
const struct schema subscription_list_view_schema = SCHEMA("subscriptions", struct subscription_list_view, list_fields);

bool
report_is_sent_as(enum report_format format)
{
	return format == REPORT_MAIL || format == REPORT_PDF || format == REPORT_XLSX || format == REPORT_CSV;
}

/* The next such day of the week, first of a month, or day; when the office is closed the first one on which it is open. */
static int32_t
next_due(const struct calendar *calendar, enum ledger_every every, int64_t weekday, int32_t today)
{
	struct civil date = day_civil(today);
	int32_t day = today + 1;

	if (every == LEDGER_EVERY_MONTH)
		day = day_of_civil((struct civil){ date.month == 12 ? date.year + 1 : date.year, date.month == 12 ? 1 : date.month + 1, 1 });
	while (every == LEDGER_EVERY_WEEK && day_weekday(day) != (int)weekday)
		day++;
	return calendar_business_day_from(calendar, day);
}

/* ------------------------------------------------------------------------------------------ to whom it goes */

/* ERR_NOT_FOUND: there is no such unit, or no mail box of it any more. */
static struct err *
unit_mail(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_unit, struct str *ret_mail)
{
	struct ledger_units units;

	TRY(ledger_units(ledger, arena, &units));
	for (size_t i = 0; i < units.count; i++)
		if (str_eq(units.items[i].name, name) && units.items[i].mail.len > 0) {
			*ret_unit = units.items[i].id;
			*ret_mail = units.items[i].mail;
			return NULL;
		}
	return err_new(arena, ERR_NOT_FOUND, M("The unit \"{name}\" is none, or has no mail box: an administrator can set one (unit set --mail)."),
	    ARG("name", name));
}

static struct err *
may_send_to(struct ledger *ledger, const struct actor *actor, int64_t unit, struct arena *arena)
{
	struct ledger_memberships of;

	TRY(ledger_memberships(ledger, actor->account, arena, &of));
	for (size_t i = 0; i < of.count; i++)
		if (of.items[i].unit == unit)
			return NULL;
	return actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena);
}

static struct err *
check_receiver(struct ledger *ledger, const struct actor *actor, const struct report_sending *sending, struct arena *arena)
{
	struct ledger_account account;
	struct str mail;
	int64_t unit;

	if (sending->to_unit.len > 0) {
		TRY(unit_mail(ledger, sending->to_unit, arena, &unit, &mail));
		return may_send_to(ledger, actor, unit, arena);
	}
	TRY(ledger_account_get(ledger, actor->account, arena, &account));
	if (account.mail.len == 0)
		return err_new(arena, ERR_USAGE, M("Your account has no mail address: an administrator can set one (account set --mail)."));
	return NULL;
}

static struct err *
check_sending(const struct report_sending *sending, struct arena *arena)
{
	if (!report_is_sent_as(sending->format))
		return err_new(arena, ERR_USAGE, M("A report is sent as mail, pdf, xlsx or csv."));
	if (sending->weekday < 1 || sending->weekday > (int64_t)report_weekday_names.count)
		return err_new(arena, ERR_USAGE, M("A report is sent on a day from Monday to Friday."));
	if (sending->lang.len > 0 && !str_eq(sending->lang, STR("ja")) && !str_eq(sending->lang, STR("en")))
		return err_new(arena, ERR_USAGE, M("A report is in Japanese (ja) or English (en)."));
	return NULL;
}

struct err *
report_subscribe(const struct report_desk *desk, const struct actor *actor, const struct report_order *order, const struct report_sending *sending,
    int64_t now, struct arena *arena, int32_t *ret_due)
{
	struct ledger_subscription row = { .account = actor->account, .name = order->name, .unit = order->unit, .system = order->system,
		.every = sending->every, .made_at = now, .sent_at = INSTANT_NONE, .form = (int64_t)sending->format, .weekday = sending->weekday,
		.lang = sending->lang, .to_unit = sending->to_unit };
	struct calendar calendar;
	struct report_made made;

	TRY(actor_need(actor, 0, SCOPE_WRITE, arena));
	TRY(check_sending(sending, arena));
	TRY(check_receiver(desk->cases->ledger, actor, sending, arena));
	/* Made once now: what cannot be made is refused here, not on a Monday morning. */
	TRY(report_make(desk, actor, order, now, arena, &made));
	TRY(due_calendar(desk->cases->ledger, arena, &calendar));
	row.due = *ret_due = next_due(&calendar, row.every, row.weekday, instant_day(now, ZONE_JST));
	TRY(ledger_subscription_put(desk->cases->ledger, &row, arena));
	return ledger_audit(desk->cases->ledger, actor->login, now, STR("report.subscribe"), arena_printf(arena, "report/%.*s", STR_ARG(order->name)), STR(""), arena);
}

static bool
is_his(const struct actor *actor, const struct ledger_subscription *row)
{
	return row->account == actor->account || (actor->offices & OFFICE_ADMINISTRATOR) != 0;
}

static struct err *
find(const struct report_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct ledger_subscription *ret_row)
{
	struct ledger_subscriptions list;

	TRY(actor_need(actor, 0, SCOPE_WRITE, arena));
	TRY(ledger_subscriptions(desk->cases->ledger, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].id == id && is_his(actor, &list.items[i])) {
			*ret_row = list.items[i];
			return NULL;
		}
	return err_new(arena, ERR_NOT_FOUND, M("There is no subscription {number} of yours: \"report subscriptions\" lists them."), ARG_N("number", id));
}

struct err *
report_unsubscribe(const struct report_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct ledger_subscription row;

	TRY(find(desk, actor, id, arena, &row));
	TRY(ledger_subscription_end(desk->cases->ledger, row.id, arena));
	return ledger_audit(desk->cases->ledger, actor->login, now, STR("report.unsubscribe"), arena_printf(arena, "subscription/%lld", (long long)id), STR(""), arena);
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
		    row->unit, row->system, str_of(enum_name(&ledger_every_names, (int)row->every)), row->due, row->sent_at,
		    str_of(enum_name(&report_format_names, (int)row->form)),
		    str_of(row->every == LEDGER_EVERY_WEEK ? enum_name(&report_weekday_names, (int)row->weekday - 1) : ""), row->lang, row->to_unit }));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ sending */

/* The same for a subscription and its day (or instant), whoever sends it and however often: in the outbox it stands once. */
static struct str
message_of(const struct ledger_subscription *row, int64_t when, struct arena *arena)
{
	struct str what = arena_printf(arena, "%lld %lld %lld", (long long)row->id, (long long)row->made_at, (long long)when);
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, what.ptr, what.len);
	return str_sub(sha256_hex(&sum, arena), 0, 32);
}

static struct err *
put_file(const struct report_desk *desk, const struct ledger_subscription *row, const struct report_made *made, int64_t now, struct arena *arena,
    struct ledger_letter *letter)
{
	enum report_format format = (enum report_format)row->form;
	struct str title;

	if (format == REPORT_MAIL)
		return NULL;
	letter->file_name = arena_printf(arena, "%.*s-%.*s.%s", STR_ARG(row->name), STR_ARG(day_format(instant_day(now, ZONE_JST), arena)),
	    enum_name(&report_format_names, (int)format));
	letter->file_type = str_of(report_format_type(format));
	return report_render(desk, made, format, arena, &title, &letter->file);
}

static struct err *
put_receiver(struct ledger *ledger, const struct ledger_subscription *row, struct arena *arena, struct ledger_letter *letter)
{
	struct ledger_account account;
	int64_t unit;

	letter->to_name = row->to_unit;
	if (row->to_unit.len > 0)
		return unit_mail(ledger, row->to_unit, arena, &unit, &letter->to_mail);
	TRY(ledger_account_get(ledger, row->account, arena, &account));
	letter->account = row->account;
	letter->to_name = account.name;
	letter->to_mail = account.mail;
	return NULL;
}

/* when: the day it is due, or the instant at which it was asked for. */
static struct err *
letter_of(const struct report_desk *desk, const struct ledger_subscription *row, const struct actor *actor, int64_t when, int64_t now, struct arena *arena,
    struct ledger_letter *ret_letter)
{
	enum lang lang = row->lang.len == 0 ? actor->lang : str_eq(row->lang, STR("en")) ? LANG_EN : LANG_JA;
	struct report_order order = { .name = row->name, .unit = row->unit, .system = row->system, .since = row->sent_at, .next = DAY_NONE, .lang = lang };
	struct ledger_letter letter = { .kind = LETTER_NOTICE, .made_at = now, .message = message_of(row, when, arena) };
	struct report_made made;
	struct str title;

	TRY(put_receiver(desk->cases->ledger, row, arena, &letter));
	TRY(report_make(desk, actor, &order, now, arena, &made));
	TRY(report_render(desk, &made, REPORT_MAIL, arena, &title, &letter.body));
	TRY(put_file(desk, row, &made, now, arena, &letter));
	letter.subject = catalogue_say(arena, lang, M("{title}, {day}"), ARG("title", title), ARG("day", report_day(instant_day(now, ZONE_JST), lang, arena)));
	*ret_letter = letter;
	return NULL;
}

/* He is sent what he would read at a page; after it the ledger is read as before: by `asking`, or whole. */
static struct err *
letter_as(const struct report_desk *desk, const struct ledger_subscription *row, const struct actor *actor, const struct actor *asking, int64_t when,
    int64_t now, struct arena *arena, struct ledger_letter *ret_letter)
{
	struct ledger *ledger = desk->cases->ledger;
	struct home home = *desk->home;
	struct err *err;

	actor_enter(actor, &home, arena);
	TRY(actor_look(actor, ledger, arena));
	err = letter_of(&(struct report_desk){ desk->cases, &home }, row, actor, when, now, arena, ret_letter);
	TRY(asking == NULL ? ledger_sees(ledger, NULL, arena) : actor_look(asking, ledger, arena));
	return err;
}

struct sending { const struct actor *actor; struct ledger_subscription row; struct ledger_letter letter; int64_t now; };

static struct err *
send_at_once(struct ledger *ledger, void *context, struct arena *arena)
{
	struct sending *sending = context;

	TRY(ledger_letter_put(ledger, &sending->letter, arena));
	TRY(ledger_subscription_sent(ledger, sending->row.id, sending->row.due, sending->now, arena));
	return ledger_audit(ledger, sending->actor->login, sending->now, STR("report.send"), arena_printf(arena, "subscription/%lld", (long long)sending->row.id),
	    STR(""), arena);
}

struct err *
report_send_now(const struct report_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct sending sending = { .actor = actor, .now = now };
	struct actor reader;

	TRY(find(desk, actor, id, arena, &sending.row));
	TRY(actor_of_account(desk->cases->ledger, sending.row.account, VIA_JOB, arena, &reader));
	TRY(letter_as(desk, &sending.row, &reader, actor, now, now, arena, &sending.letter));
	return ledger_write(desk->cases->ledger, send_at_once, &sending, arena);
}

static struct err *
send_row(const struct report_desk *desk, const struct calendar *calendar, const struct ledger_subscription *row, int64_t now, struct arena *arena, int64_t *sent)
{
	struct ledger_letter letter;
	struct actor actor;
	struct err *err = actor_of_account(desk->cases->ledger, row->account, VIA_JOB, arena, &actor);

	/* Locked out, or gone: nobody is sent anything, and the subscription ends with the account. */
	if (err != NULL && err->code == ERR_FORBIDDEN)
		return ledger_subscription_end(desk->cases->ledger, row->id, arena);
	TRY(err);
	err = letter_as(desk, row, &actor, NULL, row->due, now, arena, &letter);
	if (err == NULL)
		err = ledger_letter_put(desk->cases->ledger, &letter, arena);
	/* What it was about is there no more (a unit, a system): it ends too. */
	if (err != NULL && err->code == ERR_NOT_FOUND)
		return ledger_subscription_end(desk->cases->ledger, row->id, arena);
	TRY(err);
	(*sent)++;
	return ledger_subscription_sent(desk->cases->ledger, row->id, next_due(calendar, row->every, row->weekday, instant_day(now, ZONE_JST)), now, arena);
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
