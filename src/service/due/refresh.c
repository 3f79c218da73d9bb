/*
 * refresh.c - the deadlines of a case counted anew, and the jobs that come of them made, moved, dropped.
 */
#include "service/due/due.h"
#include "service/due/parts.h"

struct refreshing {
	struct ledger            *ledger;
	const struct calendar    *calendar;
	const struct playbook    *book;
	const struct due_case    *subject;
	const struct play_case   *now;
	const struct due_task    *tasks;
	int64_t                   at;
	struct arena             *arena;
	struct deadlines          stored, wanted;
	struct jobs               there, jobs;
};

/* --------------------------------------------------------------------------------------- deadlines */

static const struct ledger_deadline *
find_deadline(const struct deadlines *deadlines, struct str name, int64_t task)
{
	for (size_t i = 0; i < deadlines->count; i++)
		if (deadlines->items[i].task == task && str_eq(deadlines->items[i].name, name))
			return &deadlines->items[i];
	return NULL;
}

/* Who is to act: who may make the move or fill the field that meets it, else who leads the way out of its state. */
static size_t
role_of(const struct refreshing *r, const struct play_deadline *deadline)
{
	const struct playbook *book = r->book;

	if (deadline->met_by != NO_INDEX && book->moves.items[deadline->met_by].by.count > 0)
		return book->moves.items[deadline->met_by].by.items[0];
	if (deadline->met_by_field != NO_INDEX && book->fields.items[deadline->met_by_field].by.count > 0)
		return book->fields.items[deadline->met_by_field].by.items[0];
	for (size_t i = 0; i < book->moves.count; i++)
		for (size_t s = 0; s < book->moves.items[i].from.count; s++)
			if (book->moves.items[i].from.items[s] == r->now->state && book->moves.items[i].by.count > 0)
				return book->moves.items[i].by.items[0];
	return 0;
}

static struct str
role_id(const struct refreshing *r, size_t role)
{
	return role < r->book->roles.count ? r->book->roles.items[role].id : STR("");
}

static struct ledger_deadline
of_case(const struct refreshing *r, const struct play_due *due)
{
	const struct play_deadline *deadline = &r->book->deadlines.items[due->deadline];

	return (struct ledger_deadline){ .name = deadline->id, .title_ja = words_in(&deadline->title, LANG_JA),
		.title_en = words_in(&deadline->title, LANG_EN), .role = role_id(r, role_of(r, deadline)), .due = due->due };
}

static struct ledger_deadline
of_task(const struct refreshing *r, const struct play_due *due)
{
	const struct play_task *task = &r->book->tasks.items[r->now->tasks.items[due->task_now].task];
	const struct due_task *told = &r->tasks[due->task_now];

	return (struct ledger_deadline){ .name = task->id, .task = told->id, .title_ja = words_in(&task->title, LANG_JA),
		.title_en = words_in(&task->title, LANG_EN), .subject = r->subject->sealed ? STR("") : told->subject,
		.role = role_id(r, task->by), .owner = told->owner, .due = told->due != INSTANT_NONE ? told->due : due->due };
}

/* What it was before goes on: since when it runs, when it was met or missed. A due instant that was moved ahead was not missed yet. */
static void
carry_over(const struct refreshing *r, struct ledger_deadline *deadline, bool met)
{
	const struct ledger_deadline *before = find_deadline(&r->stored, deadline->name, deadline->task);
	bool again = before == NULL || (before->state != DEADLINE_RUNNING && !met);

	deadline->begun_at = again ? r->at : before->begun_at;
	deadline->met_at = deadline->missed_at = INSTANT_NONE;
	if (!again && (deadline->due == before->due || met))
		deadline->missed_at = before->missed_at;
	if (!met)
		return;
	if (deadline->due == INSTANT_NONE && before != NULL)
		deadline->due = before->due;      /* it counted from entering a state that was left since */
	deadline->state = DEADLINE_MET;
	deadline->met_at = before != NULL && before->state == DEADLINE_MET ? before->met_at : r->at;
	if (deadline->missed_at == INSTANT_NONE && deadline->due != INSTANT_NONE && deadline->met_at > deadline->due)
		deadline->missed_at = deadline->met_at;
}

static struct str
compartment_of(const struct refreshing *r, const struct ledger_deadline *deadline)
{
	for (size_t i = 0; deadline->task != 0 && i < r->now->tasks.count; i++)
		if (r->tasks[i].id == deadline->task && r->tasks[i].compartment.len > 0)
			return r->tasks[i].compartment;
	return r->book->compartments.count > 0 ? r->book->compartments.items[0] : STR("");
}

/* In an open case everybody who reads it sees its first compartment. */
static struct str
hidden_in(const struct refreshing *r, const struct ledger_deadline *deadline)
{
	struct str compartment = compartment_of(r, deadline);

	if (r->subject->sealed || (r->book->compartments.count > 0 && !str_eq(compartment, r->book->compartments.items[0])))
		return compartment;
	return STR("");
}

static void
want_deadline(struct refreshing *r, const struct play_due *due)
{
	struct ledger_deadline deadline = due->task_now != NO_INDEX ? of_task(r, due) : of_case(r, due);

	deadline.casefile = r->subject->id;
	deadline.number = r->subject->number;
	deadline.label = r->subject->label;
	deadline.sealed = r->subject->sealed;
	deadline.compartment = hidden_in(r, &deadline);
	carry_over(r, &deadline, due->met);
	list_push(r->arena, &r->wanted, deadline);
}

/* A task that was agreed to end some day has a deadline even where its playbook counts none. */
static void
want_agreed(struct refreshing *r)
{
	for (size_t i = 0; i < r->now->tasks.count; i++) {
		const struct play_task_now *task = &r->now->tasks.items[i];
		struct play_due due = { NO_INDEX, i, r->tasks[i].due, task->state == TASK_DONE };

		if (r->tasks[i].due != INSTANT_NONE && task->state != TASK_DROPPED &&
		    find_deadline(&r->wanted, r->book->tasks.items[task->task].id, r->tasks[i].id) == NULL)
			want_deadline(r, &due);
	}
}

static bool
is_done_task(const struct refreshing *r, int64_t id)
{
	for (size_t i = 0; id != 0 && i < r->now->tasks.count; i++)
		if (r->tasks[i].id == id)
			return r->now->tasks.items[i].state == TASK_DONE;
	return false;
}

/* What the engine speaks of no more: done, or no longer needed. */
static void
end_the_others(struct refreshing *r)
{
	for (size_t i = 0; i < r->stored.count; i++) {
		struct ledger_deadline deadline = r->stored.items[i];
		bool met = is_done_task(r, deadline.task);

		if (find_deadline(&r->wanted, deadline.name, deadline.task) != NULL)
			continue;
		if (met)
			carry_over(r, &deadline, true);
		else if (deadline.state == DEADLINE_RUNNING)
			deadline.state = DEADLINE_STOPPED;
		list_push(r->arena, &r->wanted, deadline);
	}
}

static bool
is_same(const struct ledger_deadline *a, const struct ledger_deadline *b)
{
	return str_eq(a->number, b->number) && str_eq(a->label, b->label) && a->sealed == b->sealed && str_eq(a->title_ja, b->title_ja) &&
	    str_eq(a->title_en, b->title_en) && str_eq(a->subject, b->subject) && str_eq(a->role, b->role) && a->owner == b->owner && str_eq(a->compartment, b->compartment) &&
	    a->begun_at == b->begun_at && a->due == b->due && a->state == b->state && a->met_at == b->met_at && a->missed_at == b->missed_at;
}

static struct err *
store_deadlines(const struct refreshing *r)
{
	for (size_t i = 0; i < r->wanted.count; i++) {
		const struct ledger_deadline *wanted = &r->wanted.items[i];
		const struct ledger_deadline *before = find_deadline(&r->stored, wanted->name, wanted->task);

		if (before == NULL || !is_same(before, wanted))
			TRY(ledger_deadline_put(r->ledger, wanted, r->arena));
	}
	return NULL;
}

/* -------------------------------------------------------------------------------------------- jobs */

static void
want_job(struct refreshing *r, enum job_kind kind, struct str rule, int64_t due, struct str subject)
{
	list_push(r->arena, &r->jobs, ((struct ledger_job){ .kind = kind, .casefile = r->subject->id, .rule = rule, .due = due,
		.subject = subject }));
}

/* The role, who is above it, and so on: who is told when nobody holds the one before. */
static struct str
chain_of(const struct refreshing *r, size_t role, const struct ledger_deadline *deadline)
{
	struct buf text BUF_SCOPE = { 0 };
	uint64_t seen = 0;

	if (deadline->owner != 0 && str_eq(role_id(r, role), deadline->role))
		buf_addf(&text, "@%lld>", (long long)deadline->owner);
	for (; role < r->book->roles.count && role < 64 && (seen & (uint64_t)1 << role) == 0; role = r->book->roles.items[role].above) {
		seen |= (uint64_t)1 << role;
		buf_addf(&text, "%.*s>", STR_ARG(r->book->roles.items[role].id));
	}
	buf_add(&text, DUE_SUPERIORS);
	return arena_copy(r->arena, buf_str(&text));
}

static size_t
find_role(const struct refreshing *r, struct str id)
{
	for (size_t i = 0; i < r->book->roles.count; i++)
		if (str_eq(r->book->roles.items[i].id, id))
			return i;
	return NO_INDEX;
}

/* Stored: it waits, or was done. */
static const struct ledger_job *
find_job(const struct jobs *jobs, enum job_kind kind, struct str rule, int64_t due)
{
	for (size_t i = 0; i < jobs->count; i++)
		if (jobs->items[i].kind == kind && jobs->items[i].due == due && str_eq(jobs->items[i].rule, rule))
			return &jobs->items[i];
	return NULL;
}

/* A warning ahead whose time was past when it was first thought of would warn of nothing. */
static void
want_tell(struct refreshing *r, const struct ledger_deadline *deadline, const struct span *span, bool before, size_t role)
{
	int64_t instant = span_from(span, deadline->due, before, r->calendar, r->now->next_maintenance);
	struct str rule = arena_printf(r->arena, "%.*s/%lld/%c%lld %s/%.*s", STR_ARG(deadline->name), (long long)deadline->task,
	    before ? '-' : '+', (long long)span->count, enum_name(&span_names, (int)span->kind), STR_ARG(role_id(r, role)));

	if (instant == INSTANT_NONE || (before && instant <= r->at && find_job(&r->there, JOB_TELL, rule, instant) == NULL))
		return;
	want_job(r, JOB_TELL, rule, instant,
	    arena_printf(r->arena, "%.*s:%.*s", STR_ARG(compartment_of(r, deadline)), STR_ARG(chain_of(r, role, deadline))));
}

/* Where the playbook says nothing of telling: ahead, on the day, and then those above. */
static const struct { struct span span; bool before; int above; } usual_tells[] = {
	{ { SPAN_BUSINESS_DAYS, 1 }, true,  0 },
	{ { SPAN_HOURS, 0 },         false, 0 },
	{ { SPAN_BUSINESS_DAYS, 1 }, false, 1 },
	{ { SPAN_BUSINESS_DAYS, 3 }, false, 2 },
};

static void
want_usual_tells(struct refreshing *r, const struct ledger_deadline *deadline)
{
	size_t responsible = find_role(r, deadline->role);

	for (size_t i = 0; i < ARRAY_LEN(usual_tells); i++) {
		size_t role = responsible;

		for (int step = 0; step < usual_tells[i].above && role != NO_INDEX; step++)
			role = r->book->roles.items[role].above;
		want_tell(r, deadline, &usual_tells[i].span, usual_tells[i].before, role);
	}
}

static void
want_jobs_of(struct refreshing *r, const struct ledger_deadline *deadline)
{
	const struct play_deadline *play = NULL;

	for (size_t i = 0; deadline->task == 0 && i < r->book->deadlines.count; i++)
		if (str_eq(r->book->deadlines.items[i].id, deadline->name))
			play = &r->book->deadlines.items[i];
	want_job(r, JOB_MISS, arena_printf(r->arena, "%.*s/%lld", STR_ARG(deadline->name), (long long)deadline->task), deadline->due + DUE_OVER,
	    compartment_of(r, deadline));
	if (play == NULL || play->tells.count == 0)
		want_usual_tells(r, deadline);
	else for (size_t i = 0; i < play->tells.count; i++)
		want_tell(r, deadline, &play->tells.items[i].span, play->tells.items[i].before, play->tells.items[i].role);
}

/* When the day or instant in a field is past: a day with its end. */
static int64_t
passes_at(const struct play_field *field, const struct play_cell *cell)
{
	if (cell->filled != PLAY_FILLED)
		return INSTANT_NONE;
	if (field->type == PLAY_INSTANT)
		return cell->value;
	return field->type == PLAY_DAY ? day_instant((int32_t)cell->value + 1, ZONE_JST) : INSTANT_NONE;
}

/* A day or instant on which something may follow by itself; before a release, people call each other. */
static void
want_field_jobs(struct refreshing *r)
{
	static const struct span day_before = { SPAN_BUSINESS_DAYS, 1 };
	struct str compartment = r->book->compartments.count > 0 ? r->book->compartments.items[0] : STR("");

	for (size_t i = 0; i < r->book->fields.count; i++) {
		const struct play_field *field = &r->book->fields.items[i];
		int64_t passes = passes_at(field, &r->now->fields[i]), call;

		if (passes == INSTANT_NONE || passes <= r->at)
			continue;
		want_job(r, JOB_SETTLE, field->id, passes, compartment);
		if (!str_eq(field->id, STR("release")))
			continue;
		call = span_from(&day_before, passes, true, r->calendar, INSTANT_NONE);
		if (call > r->at || find_job(&r->there, JOB_CALL, field->id, call) != NULL)
			want_job(r, JOB_CALL, field->id, call,
			    arena_printf(r->arena, "%.*s:%lld", STR_ARG(compartment), (long long)passes));
	}
}

/* One that waits and knows otherwise who is to be told gives way; one that was done stays done. */
static struct err *
store_jobs(struct refreshing *r)
{
	for (size_t i = 0; i < r->there.count; i++) {
		const struct ledger_job *job = &r->there.items[i];
		const struct ledger_job *wanted = find_job(&r->jobs, job->kind, job->rule, job->due);

		if (job->state == JOB_WAITING && (wanted == NULL || !str_eq(wanted->subject, job->subject)))
			TRY(ledger_job_drop(r->ledger, job->id, r->arena));
	}
	for (size_t w = 0; w < r->jobs.count; w++) {
		const struct ledger_job *job = &r->jobs.items[w];
		const struct ledger_job *there = find_job(&r->there, job->kind, job->rule, job->due);

		if (there == NULL || (there->state == JOB_WAITING && !str_eq(there->subject, job->subject)))
			TRY(ledger_job_put(r->ledger, job, r->arena));
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------- together */

static struct err *
refresh(struct ledger *ledger, void *context, struct arena *arena)
{
	struct refreshing *r = context;
	struct play_dues dues = { 0 };

	r->wanted = (struct deadlines){ 0 };
	r->jobs = (struct jobs){ 0 };
	TRY(ledger_deadlines(ledger, r->subject->id, INSTANT_NONE, arena, &r->stored));
	TRY(ledger_jobs_of(ledger, r->subject->id, arena, &r->there));
	play_deadlines(r->book, r->now, r->calendar, arena, &dues);
	for (size_t i = 0; i < dues.count; i++)
		want_deadline(r, &dues.items[i]);
	want_agreed(r);
	end_the_others(r);
	TRY(store_deadlines(r));
	for (size_t i = 0; i < r->wanted.count; i++)
		if (r->wanted.items[i].state == DEADLINE_RUNNING && r->wanted.items[i].due != INSTANT_NONE)
			want_jobs_of(r, &r->wanted.items[i]);
	want_field_jobs(r);
	return store_jobs(r);
}

struct err *
due_refresh(struct ledger *ledger, const struct calendar *calendar, const struct playbook *book, const struct due_case *subject,
    const struct play_case *now, const struct due_task *tasks, int64_t at, struct arena *arena)
{
	struct refreshing refreshing = { .ledger = ledger, .calendar = calendar, .book = book, .subject = subject, .now = now, .tasks = tasks,
		.at = at, .arena = arena };

	return ledger_write(ledger, refresh, &refreshing, arena);
}
