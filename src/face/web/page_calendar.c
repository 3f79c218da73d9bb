/*
 * page_calendar.c - the month with what falls due, when systems may be stopped and the office is closed; the same for calendar programs; and the
 * settings of all that.
 */
#include "face/web/pages.h"
#include "service/due/month.h"
#include "service/people/organisation.h"

struct calendar_page { struct month_view month; struct oncall_list oncall; bool has_break; };
static const struct field page_fields[] = {
	FIELD_OF(struct calendar_page, month, FIELD_STRUCT, &month_view_schema), FIELD_OF(struct calendar_page, oncall, FIELD_STRUCT, &oncall_list_schema),
	FIELD(struct calendar_page, has_break, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("calendar_page", struct calendar_page, page_fields);

static struct err *
get_calendar(struct web *web, void *ret_view)
{
	struct calendar_page *page = ret_view;
	int32_t day = instant_day(web->now, ZONE_JST);
	struct str month = web_text(web, "month");

	if (month.len > 0 && !day_parse(arena_printf(web->arena, "%.*s-01", STR_ARG(month)), &day))
		return err_new(web->arena, ERR_USAGE, M("A month is written as 2026-11."));
	TRY(due_month(web->ledger, &web->actor, day, web->now, web->arena, &page->month));
	page->has_break = page->month.break_from != DAY_NONE;
	return due_oncall_list(web->ledger, &web->actor, web->now, web->arena, &page->oncall);
}

static struct err *
get_file(struct web *web, void *view)
{
	struct str text;

	(void)view;
	if (web->actor.account == 0 && web_text(web, "token").len == 0)
		return err_new(web->arena, ERR_FORBIDDEN, M("The address of the calendar has the token of its reader in it: /calendar.ics?token=…"));
	TRY(web_by_token(web));
	TRY(due_calendar_ics(web->ledger, &web->actor, web->now, web->arena, &text));
	web_send(web, "text/calendar; charset=utf-8", text, STR("tsukuroi.ics"));
	return NULL;
}

/* --------------------------------------------------------------------------------------------- settings */

/* window: the one that is changed; id 0: a new one. none: of what is entered anew. */
struct settings_page { struct timetable_view timetable; struct oncall_list oncall; struct window_view window; struct web_edit_view edit, none; };
static const struct field settings_fields[] = {
	FIELD_OF(struct settings_page, timetable, FIELD_STRUCT, &timetable_schema), FIELD_OF(struct settings_page, oncall, FIELD_STRUCT, &oncall_list_schema),
	FIELD_OF(struct settings_page, window, FIELD_STRUCT, &window_schema), FIELD_OF(struct settings_page, edit, FIELD_STRUCT, &web_edit_schema),
	FIELD_OF(struct settings_page, none, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema settings_schema = SCHEMA("calendar_settings", struct settings_page, settings_fields);

static struct err *
window_stands(struct web *web, struct stand *ret_stand)
{
	return due_maintenance_stand(web->ledger, &web->actor, web_number(web, "id", 0), web->arena, ret_stand);
}

static struct err *
closed_stands(struct web *web, struct stand *ret_stand)
{
	int32_t first = web_day(web, "day"), last = web_day(web, "until");

	return due_closed_stand(web->ledger, &web->actor, first, last == DAY_NONE || last < first ? first : last, web->arena, ret_stand);
}

/* The window that the address names, or as it was typed in a form that failed. */
static struct err *
put_window(struct web *web, struct settings_page *page)
{
	int64_t id = web_number(web, "id", 0);
	struct stand stand = { 0 }, none = { 0 };

	page->window.begins = page->window.ends = INSTANT_NONE;
	TRY(window_stands(web, &stand));
	page->edit = web_edit(web, &stand);
	page->none = web_edit(web, &none);
	for (size_t i = 0; i < page->timetable.windows.count; i++)
		if (page->timetable.windows.items[i].id == id)
			page->window = page->timetable.windows.items[i];
	if (web_given(web, "window")) {
		page->window.system = web_text(web, "system");
		page->window.cycle = web_text(web, "window");
		page->window.note = web_text(web, "note");
	}
	return NULL;
}

static struct err *
get_settings(struct web *web, void *ret_view)
{
	struct settings_page *page = ret_view;

	TRY(due_timetable(web->ledger, &web->actor, STR(""), web->now, web->arena, &page->timetable));
	TRY(put_window(web, page));
	return due_oncall_list(web->ledger, &web->actor, web->now, web->arena, &page->oncall);
}

static void
saved(struct web *web)
{
	web_tell(web, M("Saved."));
	web_go(web, "/settings/calendar");
}

static struct err *
post_closed(struct web *web)
{
	enum { DAYS_MOST = 366 };
	int32_t first = web_day(web, "day"), last = web_day(web, "until"), days[DAYS_MOST];
	size_t count = 0;

	if (last == DAY_NONE || last < first)
		last = first;
	if (last - first >= DAYS_MOST)
		return err_new(web->arena, ERR_USAGE, M("At most a year can be closed at once."));
	for (int32_t day = first; day <= last; day++)
		days[count++] = day;
	if (web_tick(web, "open"))
		TRY(due_open_days(web->ledger, &web->actor, days, count, web->now, web->arena));
	else
		TRY(due_close_days(web->ledger, &web->actor, days, count, web_text(web, "note"), web->now, web->arena));
	saved(web);
	return NULL;
}

static struct err *
post_window(struct web *web)
{
	int64_t id = web_number(web, "remove", 0), changed = web_number(web, "id", 0);

	if (id != 0)
		TRY(due_maintenance_remove(web->ledger, &web->actor, id, web->now, web->arena));
	else if (changed != 0)
		TRY(due_maintenance_change(web->ledger, &web->actor, changed, web_text(web, "system"), web_text(web, "window"), web_text(web, "note"), web->now,
		    web->arena));
	else
		TRY(due_maintenance_add(web->ledger, &web->actor, web_text(web, "system"), web_text(web, "window"), web_text(web, "note"), web->now, web->arena, &id));
	saved(web);
	return NULL;
}

static struct err *
post_oncall(struct web *web)
{
	struct ledger_oncall oncall = { .phone = web_text(web, "phone"), .purpose = (enum oncall_purpose)web_choice(web, "purpose", ONCALL_ANY),
		.place = web_number(web, "place", 1), .begins = web_instant(web, "from"), .ends = web_instant(web, "until"), .note = web_text(web, "note"),
		.by = web->actor.login, .at = web->now };
	int64_t id = web_number(web, "remove", 0);

	if (id != 0)
		TRY(due_oncall_remove(web->ledger, &web->actor, id, web->now, web->arena));
	else
		TRY(due_oncall_add(web->ledger, &web->actor, &oncall, web_text(web, "who"), web->now, web->arena, &id));
	saved(web);
	return NULL;
}

static const struct web_param calendar_params[] = {
	{ .name = "month", .kind = WEB_TEXT, .most = 7, .summary = M("Month, as 2026-11") },
	{ .name = NULL },
};
static const struct web_param file_params[] = {
	{ .name = "token", .kind = WEB_SECRET, .most = 200, .summary = M("Token that may only read") },
	{ .name = NULL },
};
static const struct web_param closed_params[] = {
	{ .name = "day", .kind = WEB_DAY, .summary = M("Day"), .obligatory = true },
	{ .name = "until", .kind = WEB_DAY, .summary = M("Until") },
	{ .name = "note", .kind = WEB_TEXT, .most = 300, .summary = M("Note") },
	{ .name = "open", .kind = WEB_TICK, .summary = M("Open again") },
	{ .name = NULL },
};
static const struct web_param settings_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("The window that is changed") },
	{ .name = NULL },
};
static const struct web_param window_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("The window that is changed") },
	{ .name = "system", .kind = WEB_TEXT, .most = 300, .summary = M("System; empty: all") },
	{ .name = "window", .kind = WEB_TEXT, .most = 300, .summary = M("When, as \"monthly 3rd Wed 22:00-26:00\"") },
	{ .name = "note", .kind = WEB_TEXT, .most = 300, .summary = M("Note") },
	{ .name = "remove", .kind = WEB_NUMBER, .summary = M("The one that goes") },
	{ .name = NULL },
};
static const struct web_param oncall_params[] = {
	{ .name = "who", .kind = WEB_TEXT, .most = 300, .summary = M("Login, or name of somebody without an account") },
	{ .name = "phone", .kind = WEB_TEXT, .most = 100, .summary = M("Telephone") },
	{ .name = "purpose", .kind = WEB_CHOICE, .choices = &oncall_purpose_names, .summary = M("What for") },
	{ .name = "place", .kind = WEB_NUMBER, .summary = M("Called in this order") },
	{ .name = "from", .kind = WEB_INSTANT, .summary = M("From") },
	{ .name = "until", .kind = WEB_INSTANT, .summary = M("Until") },
	{ .name = "note", .kind = WEB_TEXT, .most = 300, .summary = M("Note") },
	{ .name = "remove", .kind = WEB_NUMBER, .summary = M("The one that goes") },
	{ .name = NULL },
};
#define KEEPERS (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)
const struct web_route routes_calendar[] = {
	{ .method = HTTP_GET, .path = "/calendar", .summary = M("Calendar"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = calendar_params,
	    .view = &page_schema, .page = "calendar", .section = "cases", .get = get_calendar },
	{ .method = HTTP_GET, .path = "/calendar.ics", .summary = M("Deadlines and maintenance for calendar programs"), .right = WEB_PUBLIC,
	    .params = file_params, .get = get_file },
	{ .method = HTTP_GET, .path = "/settings/calendar", .summary = M("Closed days, maintenance, on call"), .right = WEB_OFFICE, .offices = KEEPERS,
	    .scope = SCOPE_READ, .params = settings_params, .view = &settings_schema, .page = "settings-calendar", .section = "settings", .get = get_settings },
	{ .method = HTTP_POST, .path = "/settings/calendar/closed", .summary = M("Close or open days"), .right = WEB_OFFICE, .offices = KEEPERS,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = closed_params, .post = post_closed, .back = "/settings/calendar",
	    .stands = closed_stands },
	{ .method = HTTP_POST, .path = "/settings/calendar/maintenance", .summary = M("Add or remove a maintenance window"), .right = WEB_OFFICE,
	    .offices = KEEPERS, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = window_params, .post = post_window, .back = "/settings/calendar",
	    .stands = window_stands },
	{ .method = HTTP_POST, .path = "/settings/calendar/oncall", .summary = M("Add or remove who is on call"), .right = WEB_OFFICE, .offices = KEEPERS,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = oncall_params, .post = post_oncall, .back = "/settings/calendar" },
	{ .path = NULL },
};
