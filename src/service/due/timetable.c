/*
 * timetable.c - when the organisation is closed and its systems may be stopped, and whom it calls: kept and shown.
 */
#include "base/catalogue.h"
#include "domain/calendar/cycle.h"
#include "format/ics/ics.h"
#include "service/due/parts.h"

#define MAY_CHANGE (OFFICE_ADMINISTRATOR | OFFICE_SECURITY)

/* ------------------------------------------------------------------------------------------ changed */

enum changing_what { CLOSE_DAYS, OPEN_DAYS, ADD_WINDOW, REMOVE_WINDOW, ADD_ONCALL, REMOVE_ONCALL, CHANGE_WINDOW };
struct changing {
	enum changing_what        what;
	const struct actor       *actor;
	int64_t                   now, id;
	const int32_t            *days;
	size_t                    count;
	struct str                note;
	struct ledger_maintenance window;
	struct ledger_oncall      oncall;
};

/* Deadlines counted by the old calendar are counted anew, case by case, by the scheduler. */
static struct err *
recount(struct ledger *ledger, int64_t now, struct arena *arena)
{
	struct deadlines running;
	int64_t last = 0;

	TRY(ledger_deadlines(ledger, 0, INSTANT_NONE, arena, &running));
	for (size_t i = 0; i < running.count; i++) {
		struct ledger_job job = { .kind = JOB_SETTLE, .casefile = running.items[i].casefile, .rule = STR("calendar"), .due = now };

		if (job.casefile != last)
			TRY(ledger_job_put(ledger, &job, arena));
		last = job.casefile;
	}
	return NULL;
}

static struct err *
change_days(struct ledger *ledger, const struct changing *c, struct arena *arena)
{
	for (size_t i = 0; i < c->count; i++) {
		struct ledger_closed_day closed = { c->days[i], c->note };

		if (c->what == CLOSE_DAYS)
			TRY(ledger_closed_day_put(ledger, &closed, arena));
		else
			TRY(ledger_closed_day_remove(ledger, c->days[i], arena));
		TRY(ledger_audit(ledger, c->actor->login, c->now, c->what == CLOSE_DAYS ? STR("calendar.close") : STR("calendar.open"),
		    arena_printf(arena, "day/%.*s", STR_ARG(day_format(c->days[i], arena))), STR(""), arena));
	}
	return recount(ledger, c->now, arena);
}

static struct err *
change(struct ledger *ledger, void *context, struct arena *arena)
{
	static const char *const verbs[] = { "", "", "maintenance.add", "maintenance.remove", "oncall.add", "oncall.remove",
		"maintenance.change" };
	struct changing *c = context;
	bool window = c->what == ADD_WINDOW || c->what == REMOVE_WINDOW || c->what == CHANGE_WINDOW;

	if (c->what == CLOSE_DAYS || c->what == OPEN_DAYS)
		return change_days(ledger, c, arena);
	if (c->what == CHANGE_WINDOW)
		TRY(ledger_maintenance_set(ledger, &c->window, arena));
	else if (c->what == ADD_WINDOW)
		TRY(ledger_maintenance_put(ledger, &c->window, arena, &c->id));
	else if (c->what == REMOVE_WINDOW)
		TRY(ledger_maintenance_withdraw(ledger, c->id, c->now, arena));
	else if (c->what == ADD_ONCALL)
		TRY(ledger_oncall_put(ledger, &c->oncall, arena, &c->id));
	else
		TRY(ledger_oncall_withdraw(ledger, c->id, c->now, arena));
	TRY(ledger_audit(ledger, c->actor->login, c->now, str_of(verbs[c->what]),
	    arena_printf(arena, "%s/%lld", window ? "maintenance" : "oncall", (long long)c->id), STR(""), arena));
	return window ? recount(ledger, c->now, arena) : NULL;
}

static struct err *
make_change(struct ledger *ledger, struct changing *c, struct arena *arena)
{
	TRY(actor_need(c->actor, MAY_CHANGE, SCOPE_WRITE, arena));
	return ledger_write(ledger, change, c, arena);
}

struct err *
due_close_days(struct ledger *ledger, const struct actor *actor, const int32_t *days, size_t count, struct str note, int64_t now,
    struct arena *arena)
{
	struct changing c = { .what = CLOSE_DAYS, .actor = actor, .now = now, .days = days, .count = count, .note = note };

	return make_change(ledger, &c, arena);
}

struct err *
due_open_days(struct ledger *ledger, const struct actor *actor, const int32_t *days, size_t count, int64_t now, struct arena *arena)
{
	struct changing c = { .what = OPEN_DAYS, .actor = actor, .now = now, .days = days, .count = count };

	return make_change(ledger, &c, arena);
}

static struct err *
system_named(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_system)
{
	*ret_system = 0;
	if (name.len == 0)
		return NULL;
	TRY(ledger_system_find(ledger, name, arena, ret_system));
	if (*ret_system == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The ledger has no system called {name}."), ARG("name", name));
	return NULL;
}

/* Of what people write; c says the rest. */
static struct err *
put_window(struct ledger *ledger, struct changing *c, struct str system, struct str written, struct str note, struct arena *arena)
{
	struct cycle cycle;

	c->window = (struct ledger_maintenance){ .id = c->id, .note = note, .by = c->actor->login, .at = c->now };
	TRY(cycle_parse(written, arena, &cycle));
	if (cycle_next(&cycle, c->now, NULL) == INSTANT_NONE)
		return err_new(arena, ERR_FORMAT, M("The maintenance window \"{text}\" never comes: it is past, or there is no such day."),
		    ARG("text", written));
	TRY(system_named(ledger, system, arena, &c->window.system));
	c->window.cycle = cycle_format(&cycle, arena);
	return make_change(ledger, c, arena);
}

struct err *
due_maintenance_add(struct ledger *ledger, const struct actor *actor, struct str system, struct str written, struct str note, int64_t now,
    struct arena *arena, int64_t *ret_id)
{
	struct changing c = { .what = ADD_WINDOW, .actor = actor, .now = now };

	TRY(put_window(ledger, &c, system, written, note, arena));
	*ret_id = c.id;
	return NULL;
}

struct err *
due_maintenance_change(struct ledger *ledger, const struct actor *actor, int64_t id, struct str system, struct str written, struct str note, int64_t now,
    struct arena *arena)
{
	struct changing c = { .what = CHANGE_WINDOW, .actor = actor, .now = now, .id = id };

	return put_window(ledger, &c, system, written, note, arena);
}

struct err *
due_maintenance_remove(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct changing c = { .what = REMOVE_WINDOW, .actor = actor, .now = now, .id = id };

	return make_change(ledger, &c, arena);
}

struct err *
due_oncall_add(struct ledger *ledger, const struct actor *actor, const struct ledger_oncall *oncall, struct str login, int64_t now,
    struct arena *arena, int64_t *ret_id)
{
	struct changing c = { .what = ADD_ONCALL, .actor = actor, .now = now, .oncall = *oncall };
	struct ledger_account account;

	c.oncall.by = actor->login;
	c.oncall.at = now;
	TRY(ledger_account_find(ledger, login, arena, &c.oncall.account));
	if (c.oncall.account != 0) {
		TRY(ledger_account_get(ledger, c.oncall.account, arena, &account));
		c.oncall.name = account.name;
	} else
		c.oncall.name = login;
	if (c.oncall.name.len == 0 || (c.oncall.begins == INSTANT_NONE) != (c.oncall.ends == INSTANT_NONE) ||
	    (c.oncall.begins != INSTANT_NONE && c.oncall.ends <= c.oncall.begins))
		return err_new(arena, ERR_USAGE, M("Say who is on call, and either from when to when (the end behind the beginning) or neither."));
	TRY(make_change(ledger, &c, arena));
	*ret_id = c.id;
	return NULL;
}

struct err *
due_oncall_remove(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct changing c = { .what = REMOVE_ONCALL, .actor = actor, .now = now, .id = id };

	return make_change(ledger, &c, arena);
}

/* ------------------------------------------------------------------------------- what stands of it */

struct err *
due_maintenance_stand(struct ledger *ledger, const struct actor *actor, int64_t id, struct arena *arena, struct stand *ret_stand)
{
	struct maintenances windows;

	TRY(actor_need(actor, MAY_CHANGE, SCOPE_READ, arena));
	TRY(ledger_maintenances(ledger, arena, &windows));
	for (size_t i = 0; i < windows.count; i++) {
		if (windows.items[i].id != id)
			continue;
		stand_put(ret_stand, "system", M("System; empty: all"), windows.items[i].system_name, arena);
		stand_put(ret_stand, "window", M("When"), windows.items[i].cycle, arena);
		stand_put(ret_stand, "note", M("Note"), windows.items[i].note, arena);
	}
	return NULL;
}

struct err *
due_closed_stand(struct ledger *ledger, const struct actor *actor, int32_t first, int32_t last, struct arena *arena, struct stand *ret_stand)
{
	struct str_list notes = { 0 };
	struct closed_days closed;
	bool any = false;

	TRY(actor_need(actor, MAY_CHANGE, SCOPE_READ, arena));
	TRY(ledger_closed_days(ledger, arena, &closed));
	for (size_t i = 0; i < closed.count; i++) {
		if (closed.items[i].day < first || closed.items[i].day > last)
			continue;
		any = true;
		if (closed.items[i].note.len > 0 && !str_is_one_of(closed.items[i].note, notes.items, notes.count))
			list_push(arena, &notes, closed.items[i].note);
	}
	if (any)
		stand_put(ret_stand, "note", M("Note"), arena_join(arena, notes.items, notes.count, STR(", ")), arena);
	return NULL;
}

/* -------------------------------------------------------------------------------------------- shown */

static const struct field window_fields[] = {
	FIELD(struct window_view, id, FIELD_INT), FIELD(struct window_view, system, FIELD_STR), FIELD(struct window_view, cycle, FIELD_STR),
	FIELD(struct window_view, words, FIELD_STR), FIELD(struct window_view, note, FIELD_STR), FIELD(struct window_view, begins, FIELD_INSTANT),
	FIELD(struct window_view, ends, FIELD_INSTANT),
};
const struct schema window_schema = SCHEMA("window", struct window_view, window_fields);
static const struct field closed_fields[] = { FIELD(struct closed_view, day, FIELD_DAY), FIELD(struct closed_view, note, FIELD_STR) };
static const struct schema closed_schema = SCHEMA("closed", struct closed_view, closed_fields);
static const struct field timetable_fields[] = {
	FIELD_OF(struct timetable_view, windows, FIELD_LIST, &window_schema),
	FIELD_OF(struct timetable_view, closed, FIELD_LIST, &closed_schema),
};
const struct schema timetable_schema = SCHEMA("timetable", struct timetable_view, timetable_fields);

/* A window that is on now comes first: it began before. */
static bool
view_window(const struct ledger_maintenance *window, enum lang lang, int64_t now, struct arena *arena, struct window_view *ret_view)
{
	struct cycle cycle;

	if (cycle_parse(window->cycle, arena, &cycle) != NULL)
		return false;
	*ret_view = (struct window_view){ .id = window->id, .system = window->system_name, .cycle = window->cycle,
		.words = cycle_words(&cycle, lang, arena), .note = window->note };
	ret_view->begins = cycle_next(&cycle, now - (cycle.ends - cycle.begins) * 60 * INSTANT_SECOND + 1, &ret_view->ends);
	return ret_view->begins != INSTANT_NONE;
}

static void
put_in_order(struct timetable_view *view)
{
	for (size_t i = 1; i < view->windows.count; i++)
		for (size_t k = i; k > 0 && view->windows.items[k].begins < view->windows.items[k - 1].begins; k--) {
			struct window_view moved = view->windows.items[k];

			view->windows.items[k] = view->windows.items[k - 1];
			view->windows.items[k - 1] = moved;
		}
}

struct err *
due_timetable(struct ledger *ledger, const struct actor *actor, struct str system, int64_t now, struct arena *arena,
    struct timetable_view *ret_view)
{
	struct timetable_view view = { 0 };
	struct maintenances windows;
	struct closed_days closed;
	int64_t wanted;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(system_named(ledger, system, arena, &wanted));
	TRY(ledger_maintenances(ledger, arena, &windows));
	for (size_t i = 0; i < windows.count; i++) {
		struct window_view window;

		if ((wanted == 0 || windows.items[i].system == 0 || windows.items[i].system == wanted) &&
		    view_window(&windows.items[i], actor->lang, now, arena, &window))
			list_push(arena, &view.windows, window);
	}
	put_in_order(&view);
	TRY(ledger_closed_days(ledger, arena, &closed));
	for (size_t i = 0; i < closed.count; i++)
		if (closed.items[i].day >= instant_day(now, ZONE_JST))
			list_push(arena, &view.closed, ((struct closed_view){ closed.items[i].day, closed.items[i].note }));
	*ret_view = view;
	return NULL;
}

struct err *
due_timetable_ics(struct ledger *ledger, const struct actor *actor, struct str system, int64_t now, struct arena *arena, struct str *ret_text)
{
	struct ics_calendar calendar = { .name = catalogue_say(arena, actor->lang, M("Maintenance windows")), .made = now };
	struct timetable_view view;

	TRY(due_timetable(ledger, actor, system, now, arena, &view));
	for (size_t i = 0; i < view.windows.count; i++) {
		const struct window_view *window = &view.windows.items[i];
		struct str of = window->system.len > 0 ? window->system : catalogue_say(arena, actor->lang, M("all systems"));
		struct cycle cycle;

		TRY(cycle_parse(window->cycle, arena, &cycle));
		list_push(arena, &calendar.events, ((struct ics_event){ arena_printf(arena, "maintenance-%lld@tsukuroi", (long long)window->id),
		    catalogue_say(arena, actor->lang, M("Maintenance: {system}"), ARG("system", of)),
		    window->note.len > 0 ? window->note : window->words, window->begins, window->ends, cycle_rrule(&cycle, arena) }));
	}
	*ret_text = ics_format(&calendar, arena);
	return NULL;
}

static const struct field oncall_fields[] = {
	FIELD(struct oncall_view, id, FIELD_INT), FIELD(struct oncall_view, place, FIELD_INT), FIELD(struct oncall_view, name, FIELD_STR),
	FIELD(struct oncall_view, phone, FIELD_STR), FIELD(struct oncall_view, purpose, FIELD_STR),
	FIELD(struct oncall_view, begins, FIELD_INSTANT), FIELD(struct oncall_view, ends, FIELD_INSTANT),
	FIELD(struct oncall_view, note, FIELD_STR), FIELD(struct oncall_view, now, FIELD_BOOL),
};
static const struct schema oncall_schema = SCHEMA("oncall", struct oncall_view, oncall_fields);
static const struct field oncall_list_fields[] = { FIELD_OF(struct oncall_list, oncall, FIELD_LIST, &oncall_schema) };
const struct schema oncall_list_schema = SCHEMA("oncall_list", struct oncall_list, oncall_list_fields);

struct err *
due_oncall_list(struct ledger *ledger, const struct actor *actor, int64_t now, struct arena *arena, struct oncall_list *ret_list)
{
	struct oncall_list list = { 0 };
	struct calendar calendar;
	struct oncalls all;
	bool open;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(due_calendar(ledger, arena, &calendar));
	open = calendar_is_business_day(&calendar, instant_day(now, ZONE_JST));
	TRY(ledger_oncalls(ledger, arena, &all));
	for (size_t i = 0; i < all.count; i++) {
		const struct ledger_oncall *one = &all.items[i];
		bool purpose = one->purpose == ONCALL_ANY || (one->purpose == ONCALL_HOLIDAY && !open);

		if (one->ends == INSTANT_NONE || one->ends > now)
			list_push(arena, &list.oncall, ((struct oncall_view){ one->id, one->place, one->name, one->phone,
			    str_of(enum_name(&oncall_purpose_names, (int)one->purpose)), one->begins, one->ends, one->note,
			    purpose && (one->begins == INSTANT_NONE || one->begins <= now) }));
	}
	*ret_list = list;
	return NULL;
}
