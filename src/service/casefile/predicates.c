/*
 * predicates.c - what only the program can tell of a case: how its findings stand, and which instants of its fields are past.
 *
 * Without a finding, or before the first assessment, nothing is known: a case about nothing is not "mended". Days end with the day
 * (JST), so that an acceptance holds on its last day.
 */
#include "service/casefile/parts.h"

static bool
asks(const struct playbook *book, enum play_predicate predicate)
{
	for (size_t i = 0; i < book->words.count; i++)
		if (book->words.items[i].kind == WORD_PREDICATE && book->words.items[i].at == (size_t)predicate)
			return true;
	return false;
}

static struct fact
known(bool value)
{
	return (struct fact){ .known = true, .value = value };
}

/* ------------------------------------------------------------------------------------------- findings */

static bool
tells(const struct ledger_case_standing *standing)
{
	return standing->findings > 0 && standing->assessed_at != INSTANT_NONE;
}

static struct err *
of_findings(struct case_now *now, struct arena *arena)
{
	struct fact *predicates = now->play.predicates;
	struct ledger_case_standing standing;

	if (!asks(now->book, PREDICATE_REMATCH_CLEAR) && !asks(now->book, PREDICATE_EXPLOITED) && !asks(now->book, PREDICATE_IMMEDIATE))
		return NULL;
	TRY(ledger_case_standing(now->desk->ledger, now->head.id, 0, 0, arena, &standing));
	if (!tells(&standing))
		return NULL;
	predicates[PREDICATE_REMATCH_CLEAR] = known(standing.open == 0);
	predicates[PREDICATE_EXPLOITED] = known(standing.exploited > 0);
	predicates[PREDICATE_IMMEDIATE] = known(standing.worst == LEDGER_IMMEDIATE);
	return NULL;
}

/* A task for a system (or product) is cleared when the findings there are; others, when all are. */
static struct err *
of_task(struct case_now *now, struct play_task_now *task, struct arena *arena)
{
	enum play_each each = now->book->tasks.items[task->task].each;
	struct ledger_case_standing standing;

	if (task->state != TASK_OPEN)
		return NULL;
	TRY(ledger_case_standing(now->desk->ledger, now->head.id, each == EACH_SYSTEM ? task->subject : 0,
	    each == EACH_PRODUCT && task->subject > 0 ? task->subject : 0, arena, &standing));
	task->cleared_known = tells(&standing);
	task->cleared = task->cleared_known && standing.open == 0;
	return NULL;
}

static struct err *
of_tasks(struct case_now *now, struct arena *arena)
{
	for (size_t i = 0; i < now->play.tasks.count && asks(now->book, PREDICATE_REMATCH_CLEAR); i++)
		TRY(of_task(now, &now->play.tasks.items[i], arena));
	return NULL;
}

/* -------------------------------------------------------------------------------------------- instants */

/* The instant that a field of type day or instant stands for; INSTANT_NONE where it is not filled. False: it cannot be told. */
static bool
instant_of(const struct case_now *now, struct str name, int64_t *ret_instant)
{
	size_t field = case_field_find(now->book, name);
	const struct play_cell *cell = field == NO_INDEX ? NULL : &now->play.fields[field];

	*ret_instant = INSTANT_NONE;
	if (cell == NULL || cell->filled == PLAY_REFUSED)
		return false;
	if (cell->filled == PLAY_FILLED)
		*ret_instant = now->book->fields.items[field].type == PLAY_DAY ? day_instant((int32_t)cell->value + 1, ZONE_JST) : cell->value;
	return true;
}

static struct fact
is_past(const struct case_now *now, struct str name, int64_t at)
{
	int64_t instant;

	if (!instant_of(now, name, &instant))
		return (struct fact){ .known = false };
	return known(instant != INSTANT_NONE && at >= instant);
}

/* A release waits for trusted time: late, never early (design §9). */
static struct err *
of_release(struct case_now *now, int64_t at, struct arena *arena)
{
	struct fact *fact = &now->play.predicates[PREDICATE_RELEASE_PASSED];
	const struct case_hooks *hooks = now->desk->hooks;
	size_t field = case_field_find(now->book, STR("release"));
	int64_t release;

	if (!asks(now->book, PREDICATE_RELEASE_PASSED) || !instant_of(now, STR("release"), &release))
		return NULL;
	if (now->book->fields.items[field].type == PLAY_DAY && release != INSTANT_NONE)
		release = day_instant((int32_t)now->play.fields[field].value, ZONE_JST);      /* begins with its day */
	if (release == INSTANT_NONE || at < release) {
		*fact = known(false);
		return NULL;
	}
	if (hooks == NULL || hooks->release_passed == NULL)
		return NULL;
	return hooks->release_passed(hooks->context, release, at, arena, fact);
}

/* ------------------------------------------------------------------------------------------ maintenance */

static bool
waits_for_maintenance(const struct playbook *book)
{
	for (size_t i = 0; i < book->deadlines.count; i++)
		if (book->deadlines.items[i].span.kind == SPAN_MAINTENANCE)
			return true;
	for (size_t i = 0; i < book->tasks.count; i++)
		if (book->tasks.items[i].has_due && book->tasks.items[i].due.kind == SPAN_MAINTENANCE)
			return true;
	return false;
}

struct systems { int64_t *items; size_t count; size_t room; struct arena *arena; };

static struct err *
take_system(void *context, const struct ledger_case_subject *subject, struct arena *arena)
{
	struct systems *systems = context;

	(void)arena;
	list_push(systems->arena, systems, subject->id);
	return NULL;
}

static struct err *
of_maintenance(struct case_now *now, int64_t at, struct arena *arena)
{
	const struct case_hooks *hooks = now->desk->hooks;
	struct systems systems = { .arena = arena };

	now->play.next_maintenance = INSTANT_NONE;
	if (hooks == NULL || hooks->next_maintenance == NULL || !waits_for_maintenance(now->book))
		return NULL;
	TRY(ledger_case_subjects(now->desk->ledger, now->head.id, LINK_SYSTEM, take_system, &systems, arena));
	return hooks->next_maintenance(hooks->context, systems.items, systems.count, at, arena, &now->play.next_maintenance);
}

struct err *
case_predicates(struct case_now *now, int64_t at, struct arena *arena)
{
	for (size_t i = 0; i < PREDICATE_COUNT; i++)
		now->play.predicates[i] = (struct fact){ .known = false };
	TRY(of_findings(now, arena));
	TRY(of_tasks(now, arena));
	now->play.predicates[PREDICATE_INTERIM_PASSED] = is_past(now, STR("interim_until"), at);
	now->play.predicates[PREDICATE_EXPIRY_PASSED] = is_past(now, STR("expiry"), at);
	TRY(of_release(now, at, arena));
	return of_maintenance(now, at, arena);
}
