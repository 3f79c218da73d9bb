/*
 * page_subscription.c - reports that come by mail; and what programs fetch by an address with a token: changes (Atom) and the calendar.
 */
#include "face/web/pages.h"
#include "service/people/account.h"
#include "service/people/token.h"
#include "service/report/subscribe.h"

enum { FEED_DAYS = 365 };

struct subscriptions_page {
	struct subscription_list_view list;
	struct web_choices kinds, units, everies, weekdays, formats, langs, receivers;
	struct str mail;                 /* where it comes; "" he has none */
};
static const struct field page_fields[] = {
	FIELD_OF(struct subscriptions_page, list, FIELD_STRUCT, &subscription_list_view_schema),
	FIELD_OF(struct subscriptions_page, kinds, FIELD_LIST, &web_choice_schema), FIELD_OF(struct subscriptions_page, units, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct subscriptions_page, everies, FIELD_LIST, &web_choice_schema), FIELD_OF(struct subscriptions_page, weekdays, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct subscriptions_page, formats, FIELD_LIST, &web_choice_schema), FIELD_OF(struct subscriptions_page, langs, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct subscriptions_page, receivers, FIELD_LIST, &web_choice_schema), FIELD(struct subscriptions_page, mail, FIELD_STR),
};
static const struct schema page_schema = SCHEMA("subscriptions_page", struct subscriptions_page, page_fields);

static struct err *
desk_of(struct web *web, struct report_desk *ret_desk)
{
	const struct case_desk *cases;

	TRY(web_case_desk(web, &cases));
	*ret_desk = (struct report_desk){ cases, web->home };
	return NULL;
}

/* Reports that are about nothing in particular, or a unit: a case's or contractor's are made when they are wanted. */
static void
add_kinds(struct web *web, struct web_choices *kinds)
{
	for (size_t i = 0; i < report_kinds_count; i++)
		if (report_kinds[i].needs == 0 || (report_kinds[i].needs & (REPORT_OF_UNIT | REPORT_OF_SYSTEM)) != 0)
			web_choice_add(web, kinds, str_of(report_kinds[i].name), web_word(web, report_kinds[i].title), web_text(web, "name"));
}

static void
add_names(struct web *web, const struct enum_names *names, const char *const *titles, const char *param, struct web_choices *choices)
{
	for (size_t i = 0; i < names->count; i++)
		web_choice_add(web, choices, str_of(names->names[i]), web_word(web, titles[i]), web_text(web, param));
}

static void
add_formats(struct web *web, struct web_choices *choices)
{
	static const struct { enum report_format format; const char *title; } formats[] = {
		{ REPORT_MAIL, M("In the letter's text") }, { REPORT_PDF, M("PDF") }, { REPORT_XLSX, M("Excel") }, { REPORT_CSV, M("CSV") },
	};

	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		web_choice_add(web, choices, str_of(enum_name(&report_format_names, (int)formats[i].format)), web_word(web, formats[i].title), web_text(web, "format"));
}

/* Units that have a mail box: his own, or all of them for those who may send anywhere. */
static struct err *
add_units(struct web *web, struct subscriptions_page *page)
{
	bool anywhere = (web->actor.offices & (OFFICE_ADMINISTRATOR | OFFICE_SECURITY)) != 0;
	struct account_view account;
	struct unit_views units;

	TRY(account_show(web->ledger, &web->actor, web->actor.login, web->now, web->arena, &account));
	page->mail = account.mail;
	TRY(unit_list(web->ledger, &web->actor, web->arena, &units));
	web_choice_add(web, &page->receivers, STR(""), web_word(web, M("to me")), web_text(web, "to"));
	web_choice_add(web, &page->units, STR(""), web_word(web, M("all units")), web_text(web, "unit"));
	for (size_t i = 0; i < units.units.count; i++) {
		const struct unit_view *unit = &units.units.items[i];
		bool his = anywhere;

		web_choice_add(web, &page->units, unit->name, unit->name, web_text(web, "unit"));
		for (size_t m = 0; m < account.units.count; m++)
			his = his || str_eq(account.units.items[m].name, unit->name);
		if (his && unit->mail.len > 0)
			web_choice_add(web, &page->receivers, unit->name, unit->name, web_text(web, "to"));
	}
	return NULL;
}

static struct err *
get_subscriptions(struct web *web, void *ret_view)
{
	static const char *const everies[] = { M("every week"), M("every month"), M("every business day") };
	static const char *const weekdays[] = { M("Monday"), M("Tuesday"), M("Wednesday"), M("Thursday"), M("Friday") };
	struct subscriptions_page *page = ret_view;
	struct report_desk desk;

	TRY(desk_of(web, &desk));
	TRY(report_subscriptions(&desk, &web->actor, web->arena, &page->list));
	add_kinds(web, &page->kinds);
	add_names(web, &ledger_every_names, everies, "every", &page->everies);
	add_names(web, &report_weekday_names, weekdays, "weekday", &page->weekdays);
	add_formats(web, &page->formats);
	web_choice_add(web, &page->langs, STR("ja"), STR("日本語"), web_given(web, "in") ? web_text(web, "in") : web->lang == LANG_JA ? STR("ja") : STR("en"));
	web_choice_add(web, &page->langs, STR("en"), STR("English"), web_given(web, "in") ? web_text(web, "in") : web->lang == LANG_JA ? STR("ja") : STR("en"));
	return add_units(web, page);
}

static struct err *
post_subscription(struct web *web)
{
	struct report_order order = { .name = web_text(web, "name"), .unit = web_text(web, "unit"), .system = web_text(web, "system"), .since = INSTANT_NONE,
		.next = DAY_NONE, .lang = web->lang };
	struct report_sending sending = { (enum ledger_every)web_choice(web, "every", LEDGER_EVERY_WEEK), web_choice(web, "weekday", 0) + 1,
		(enum report_format)web_choice(web, "format", REPORT_MAIL), web_text(web, "in"), web_text(web, "to") };
	struct report_desk desk;
	int32_t due;

	TRY(desk_of(web, &desk));
	TRY(report_subscribe(&desk, &web->actor, &order, &sending, web->now, web->arena, &due));
	web_tell(web, M("It is sent for the first time on {day}."), ARG("day", day_format(due, web->arena)));
	web_go(web, "/reports/subscriptions");
	return NULL;
}

static struct err *
post_end(struct web *web)
{
	struct report_desk desk;

	TRY(desk_of(web, &desk));
	TRY(report_unsubscribe(&desk, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("It is not sent any more."));
	web_go(web, "/reports/subscriptions");
	return NULL;
}

static struct err *
post_now(struct web *web)
{
	struct report_desk desk;

	TRY(desk_of(web, &desk));
	TRY(report_send_now(&desk, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("The letter is on its way. The next one tells what is new since then."));
	web_go(web, "/reports/subscriptions");
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- feeds */

struct feed_page { struct str changes, calendar; int64_t until; };
static const struct field feed_fields[] = {
	FIELD(struct feed_page, changes, FIELD_STR), FIELD(struct feed_page, calendar, FIELD_STR), FIELD(struct feed_page, until, FIELD_INSTANT),
};
static const struct schema feed_schema = SCHEMA("feed_addresses", struct feed_page, feed_fields);

static struct err *
post_feed(struct web *web)
{
	struct feed_page page = { .until = web->now + FEED_DAYS * INSTANT_DAY };
	struct token_view token;

	TRY(token_make(web->ledger, &web->actor, web_word(web, M("Feed and calendar")), SCOPE_READ, page.until, web->now, web->arena, &token));
	page.changes = address_of(web, "/changes.atom?token=", token.token);
	page.calendar = address_of(web, "/calendar.ics?token=", token.token);
	web_answer(web, &page);
	web_go(web, "/reports/subscriptions");
	return NULL;
}

static const struct web_param add_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = 40, .summary = M("Report"), .obligatory = true },
	{ .name = "unit", .kind = WEB_TEXT, .most = 200, .summary = M("Unit") },
	{ .name = "system", .kind = WEB_TEXT, .most = 400, .summary = M("System") },
	{ .name = "every", .kind = WEB_CHOICE, .choices = &ledger_every_names, .summary = M("How often") },
	{ .name = "weekday", .kind = WEB_CHOICE, .choices = &report_weekday_names, .summary = M("On this day, when every week") },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &report_format_names, .summary = M("Format") },
	{ .name = "in", .kind = WEB_TEXT, .most = 2, .summary = M("Language") },
	{ .name = "to", .kind = WEB_TEXT, .most = 200, .summary = M("To whom") },
	{ .name = NULL },
};
static const struct web_param id_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number"), .obligatory = true },
	{ .name = NULL },
};

const struct web_route routes_subscription[] = {
	{ .method = HTTP_GET, .path = "/reports/subscriptions", .summary = M("Reports that come by mail"), .right = WEB_READER, .scope = SCOPE_READ,
	    .view = &page_schema, .page = "subscriptions", .section = "reports", .get = get_subscriptions },
	{ .method = HTTP_POST, .path = "/reports/subscriptions", .summary = M("Have a report sent"), .right = WEB_READER, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_DOCUMENTS, .params = add_params, .post = post_subscription, .back = "/reports/subscriptions" },
	{ .method = HTTP_POST, .path = "/reports/subscriptions/end", .summary = M("Have a report sent no more"), .right = WEB_READER, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_end, .back = "/reports/subscriptions" },
	{ .method = HTTP_POST, .path = "/reports/subscriptions/now", .summary = M("Send a report now"), .right = WEB_READER, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_DOCUMENTS, .params = id_params, .post = post_now, .back = "/reports/subscriptions" },
	{ .method = HTTP_POST, .path = "/reports/subscriptions/feed", .summary = M("Addresses for feed readers and calendars"), .right = WEB_READER,
	    .scope = SCOPE_ADMIN, .lane = HTTP_LANE_WRITES, .view = &feed_schema, .page = "subscription-feed", .section = "reports", .post = post_feed,
	    .back = "/reports/subscriptions" },
	{ .path = NULL },
};
