#include "test.h"

#include "service/casefile/drill_test.h"
#include "service/due/month.h"
#include "service/job/job.h"

/* The month as people look at it, the same for calendar programs, and whom something may be asked of: on both engines. */

static const struct month_day_view *
day_of(const struct month_view *month, int32_t date)
{
	for (size_t i = 0; i < month->weeks.count; i++)
		for (size_t k = 0; k < month->weeks.items[i].days.count; k++)
			if (month->weeks.items[i].days.items[k].date == date)
				return &month->weeks.items[i].days.items[k];
	return NULL;
}

/* A case opened at a desk that counts its deadlines, as every face has it. */
static struct str
open_counted(struct drill *d, struct case_hooks *hooks)
{
	assert_ok(due_calendar(d->ledger, d->arena, &d->calendar));
	*hooks = job_case_hooks(d->ledger);
	d->desk.hooks = hooks;
	return drill_open(d, &d->sato, "A test");
}

static size_t
count_of(const struct month_day_view *day, const char *kind)
{
	size_t count = 0;

	for (size_t i = 0; i < day->events.count; i++)
		count += str_eq(day->events.items[i].kind, str_of(kind));
	return count;
}

/* November 2026: a Sunday is its first day, the 3rd and the 23rd are holidays, the 25th is closed by the organisation; the third Wednesday is the 18th. */
static void
a_month_has_its_days_and_what_falls_on_them(struct drill *d)
{
	int32_t first = day_of_civil((struct civil){ 2026, 11, 1 }), closed = first + 24;
	struct case_hooks hooks;
	struct str number = open_counted(d, &hooks);
	struct month_view month;
	int64_t window;

	assert_ok(due_maintenance_add(d->ledger, &d->sato, STR(""), STR("毎月第3水曜 22:00-26:00"), STR(""), d->now, d->arena, &window));
	assert_ok(due_close_days(d->ledger, &d->sato, &closed, 1, STR("庁舎の点検"), d->now, d->arena));
	assert_ok(due_month(d->ledger, &d->sato, first + 20, d->now, d->arena, &month));
	assert_str(month.month, "2026-11");
	assert_str(month.previous, "2026-10");
	assert_str(month.next, "2026-12");
	assert_int_equal(month.weeks.count, 6);      /* from Monday, 26 October, to Sunday, 6 December */
	assert_true(month.weeks.items[0].days.items[0].outside);
	assert_true(day_of(&month, first + 2)->off);
	assert_true(day_of(&month, first + 2)->off_because.len > 0);
	assert_true(day_of(&month, first + 20)->today);
	assert_false(day_of(&month, first + 19)->off);
	assert_true(day_of(&month, closed)->off);
	assert_str(day_of(&month, closed)->off_because, "庁舎の点検");
	assert_int_equal(count_of(day_of(&month, first + 17), "maintenance"), 1);
	/* the first look is due a business day after Saturday, the 21st; Monday is a holiday */
	assert_int_equal(count_of(day_of(&month, first + 23), "deadline"), 1);
	assert_ok(due_month(d->ledger, &d->guest, first, d->now, d->arena, &month));
	for (int i = 0; i < 30; i++)      /* who sees no case sees no deadline of it */
		assert_int_equal(count_of(day_of(&month, first + i), "deadline"), 0);
	assert_true(number.len > 0);
}

static void
programs_get_the_same_as_a_calendar(struct drill *d)
{
	struct case_hooks hooks;
	struct str number = open_counted(d, &hooks), text;
	int64_t window;

	assert_ok(due_maintenance_add(d->ledger, &d->sato, STR(""), STR("毎月第3水曜 22:00-26:00"), STR(""), d->now, d->arena, &window));
	assert_ok(due_calendar_ics(d->ledger, &d->sato, d->now, d->arena, &text));
	assert_true(str_starts(text, STR("BEGIN:VCALENDAR\r\n")));
	assert_true(str_find(text, STR("UID:maintenance-")) != SIZE_MAX);
	assert_true(str_find(text, STR("RRULE:FREQ=MONTHLY")) != SIZE_MAX);
	assert_true(str_find(text, arena_printf(d->arena, "UID:deadline-%.*s-look-", STR_ARG(number))) != SIZE_MAX);
	assert_ok(due_calendar_ics(d->ledger, &d->guest, d->now, d->arena, &text));
	assert_true(str_find(text, STR("UID:deadline-")) == SIZE_MAX);
	assert_true(str_ends(text, STR("END:VCALENDAR\r\n")));
}

static bool
has(const struct case_choices *people, const char *login)
{
	for (size_t i = 0; i < people->count; i++)
		if (str_eq(people->items[i].value, str_of(login)))
			return true;
	return false;
}

static void
only_who_is_active_may_be_asked(struct drill *d)
{
	struct case_choices people = { 0 };
	struct ledger_account kato;

	assert_ok(case_people_all(&d->desk, d->arena, &people));
	assert_true(has(&people, "sato") && has(&people, "kato") && has(&people, "guest"));
	assert_ok(ledger_account_get(d->ledger, d->kato.account, d->arena, &kato));
	kato.state = ACCOUNT_LEFT;
	kato.left_at = d->now;
	assert_ok(ledger_account_set(d->ledger, &kato, d->arena));
	people = (struct case_choices){ 0 };
	assert_ok(case_people_all(&d->desk, d->arena, &people));
	assert_false(has(&people, "kato"));
	assert_true(has(&people, "ito"));
	for (size_t i = 1; i < people.count; i++)
		assert_true(str_cmp(people.items[i - 1].value, people.items[i].value) < 0);
}

DRILL(a_month_has_its_days_and_what_falls_on_them)
DRILL(programs_get_the_same_as_a_calendar)
DRILL(only_who_is_active_may_be_asked)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_month_has_its_days_and_what_falls_on_them), cmocka_unit_test(test_programs_get_the_same_as_a_calendar),
		cmocka_unit_test(test_only_who_is_active_may_be_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
