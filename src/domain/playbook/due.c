/*
 * due.c - when things are due: spans from instants, and the deadlines of a case.
 *
 * "In n days" ends with the n-th day (JST), "in n business days" with the close of business; hours of the clock run at night too. Back
 * from an instant the same ends count: seven days before the 20th is the end of the 13th, one business day before it the close of
 * business of the last such day.
 */
#include "domain/playbook/say.h"

static int64_t
day_end(int32_t day)
{
	return day_instant(day + 1, ZONE_JST) - INSTANT_SECOND;
}

static int64_t
business_end(const struct calendar *calendar, int32_t day)
{
	return calendar_add_business_days_at(calendar, day_instant(day, ZONE_JST), 0);
}

static int32_t
business_day(const struct calendar *calendar, int32_t day, int days, bool backwards)
{
	if (!backwards)
		return calendar_add_business_days(calendar, day, days);
	return days == 0 ? calendar_business_day_until(calendar, day) : calendar_add_business_days(calendar, day, -days);
}

/* The same day of the month so many months on; the last one of a month that has it not. */
static int32_t
add_months(int32_t day, int64_t months)
{
	struct civil date = day_civil(day);
	int64_t month = (int64_t)date.year * 12 + date.month - 1 + months;

	date.year = (int)(month / 12);
	date.month = (int)(month % 12) + 1;
	while (!civil_is_valid(date))
		date.day--;
	return day_of_civil(date);
}

int64_t
span_from(const struct span *span, int64_t instant, bool backwards, const struct calendar *calendar, int64_t next_maintenance)
{
	int64_t signed_count = backwards ? -span->count : span->count;
	int32_t day = instant_day(instant, ZONE_JST);

	switch (span->kind) {
	case SPAN_HOURS:
		return instant + signed_count * INSTANT_HOUR;
	case SPAN_BUSINESS_HOURS:
		return calendar_add_business_hours(calendar, instant, (int)span->count);
	case SPAN_DAYS:
		return day_end((int32_t)(day + signed_count));
	case SPAN_BUSINESS_DAYS:
		return business_end(calendar, business_day(calendar, day, (int)span->count, backwards));
	case SPAN_MONTHS:
		return day_end(add_months(day, signed_count));
	case SPAN_MAINTENANCE:
		break;
	}
	return next_maintenance;
}

/* Where the deadline counts from; INSTANT_NONE while its field is empty. */
static int64_t
begin_of(const struct playbook *book, const struct play_case *now, const struct play_deadline *deadline)
{
	const struct play_cell *cell;

	if (deadline->from == DUE_OPENED)
		return now->opened_at;
	if (deadline->from == DUE_ENTERED)
		return now->entered_at;
	cell = &now->fields[deadline->field];
	if (cell->filled != PLAY_FILLED)
		return INSTANT_NONE;
	return book->fields.items[deadline->field].type == PLAY_DAY ? day_instant((int32_t)cell->value, ZONE_JST) : cell->value;
}

static void
add_deadline(const struct playbook *book, const struct play_case *now, size_t at, const struct fact *facts, const struct calendar *calendar,
    struct arena *arena, struct play_dues *dues)
{
	const struct play_deadline *deadline = &book->deadlines.items[at];
	enum truth runs = deadline->when == NULL ? TRUTH_TRUE : rule_eval(deadline->when, facts, NULL);
	int64_t begin = begin_of(book, now, deadline);
	struct play_due due = { .deadline = at, .task_now = NO_INDEX, .due = INSTANT_NONE, .uncertain = runs == TRUTH_UNKNOWN };

	due.met = now->deadlines_met[at]
	    || (deadline->met_by_field != NO_INDEX && now->fields[deadline->met_by_field].filled == PLAY_FILLED);
	if (!due.met && (runs == TRUTH_FALSE || !index_has(&deadline->in, now->state)))
		return;
	/* What was met from entering its state counted from an instant that is gone. */
	if (begin != INSTANT_NONE && (deadline->from != DUE_ENTERED || index_has(&deadline->in, now->state)))
		due.due = span_from(&deadline->span, begin, deadline->backwards, calendar, now->next_maintenance);
	list_push(arena, dues, due);
}

void
play_deadlines(const struct playbook *book, const struct play_case *now, const struct calendar *calendar, struct arena *arena,
    struct play_dues *dues)
{
	struct fact facts[RULE_FACTS];

	play_facts(book, now, facts);
	for (size_t i = 0; i < book->deadlines.count; i++)
		add_deadline(book, now, i, facts, calendar, arena, dues);
	for (size_t i = 0; i < now->tasks.count; i++) {
		const struct play_task_now *one = &now->tasks.items[i];
		const struct play_task *task = &book->tasks.items[one->task];

		if (task->has_due && one->state == TASK_OPEN)
			list_push(arena, dues, ((struct play_due){ .deadline = NO_INDEX, .task_now = i,
			    .due = span_from(&task->due, one->started_at, false, calendar, now->next_maintenance) }));
	}
}

/* Past is what is over, not what is due this very moment. Where the instant or whether it runs is not known, neither is this. */
void
play_clock(const struct playbook *book, struct play_case *now, const struct calendar *calendar, int64_t at, struct arena *arena)
{
	struct play_dues dues = { 0 };

	for (size_t i = 0; i < book->deadlines.count; i++)
		now->deadlines_passed[i] = (struct fact){ true, false };
	play_deadlines(book, now, calendar, arena, &dues);
	for (size_t i = 0; i < dues.count; i++) {
		const struct play_due *due = &dues.items[i];

		if (due->deadline == NO_INDEX || due->met)
			continue;
		now->deadlines_passed[due->deadline] = (struct fact){ due->due != INSTANT_NONE && (!due->uncertain || at <= due->due),
			at > due->due };
	}
}
