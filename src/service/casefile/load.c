/*
 * load.c - a case out of the ledger, as one actor sees it, and all the engine asks about it.
 *
 * The engine judges by every field, also those of compartments the actor does not see: a guard that hangs on what only the
 * coordinator knows holds for everybody. What is shown of it is show.c's and words.c's.
 */
#include "service/casefile/parts.h"
#include "store/ledger/audit.h"

struct err *
case_unknown(struct str number, struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("There is no case {number}, or you may not read it."), ARG("number", number));
}

size_t
case_compartment(const struct playbook *book, struct str name)
{
	for (size_t i = 0; i < book->compartments.count; i++)
		if (str_eq(book->compartments.items[i], name))
			return i;
	return NO_INDEX;
}

bool
case_sees(const struct case_now *now, struct str compartment)
{
	size_t place = case_compartment(now->book, compartment);

	return place != NO_INDEX && access_may(&now->access, RIGHT_READ, place);
}

struct case_names *
case_names(struct arena *arena)
{
	struct case_names *names = ARENA_NEW(arena, struct case_names);

	names->arena = arena;
	return names;
}

/* ----------------------------------------------------------------------------------------- playbooks */

static const struct playbook *
shipped(const struct playbooks *books, struct str digest)
{
	for (size_t i = 0; books != NULL && i < books->count; i++)
		if (str_eq(books->items[i]->digest, digest))
			return books->items[i];
	return NULL;
}

struct err *
case_book(const struct case_desk *desk, struct str digest, struct case_books *cache, struct arena *arena, const struct playbook **ret_book)
{
	const struct playbook *found = shipped(desk->books, digest);
	struct playbook *read;
	struct str text;

	for (size_t i = 0; found == NULL && cache != NULL && i < cache->books.count; i++)
		if (str_eq(cache->books.items[i]->digest, digest))
			found = cache->books.items[i];
	if (found == NULL) {
		TRY(ledger_playbook_text(desk->ledger, digest, arena, &text));
		TRY(playbook_read(text, digest, arena, &read));
		found = read;
		if (cache != NULL)
			list_push(arena, &cache->books, found);
	}
	*ret_book = found;
	return NULL;
}

/* ----------------------------------------------------------------------------------------- contents */

struct err *
case_content(const struct case_now *now, struct str compartment, struct str about, struct str blob, struct arena *arena,
    struct str *ret_content, bool *ret_gone)
{
	struct place place = { now->head.id, compartment, about };
	struct err *err = content_read(now->desk->vault, &place, blob, arena, ret_content);
	bool gone = err != NULL && err->code == ERR_GONE;

	if (ret_gone != NULL)
		*ret_gone = gone;
	if (gone)
		*ret_content = STR("");
	return gone ? NULL : err;
}

struct err *
case_seal(const struct case_now *now, struct str compartment, struct str about, struct str content, struct arena *arena, struct str *ret_blob)
{
	struct place place = { now->head.id, compartment, about };

	*ret_blob = STR("");      /* nothing needs no key: a field whose key was destroyed can still be emptied */
	if (content.len == 0)
		return NULL;
	return content_seal(now->desk->vault, now->head.sealed, &place, content, arena, ret_blob);
}

/* --------------------------------------------------------------------------------------------- parts */

struct loading { struct case_now *now; struct arena *arena; };

static struct err *
take_field(void *context, const struct ledger_case_field *field, struct arena *arena)
{
	struct loading *loading = context;
	struct case_now *now = loading->now;
	size_t place = case_field_find(now->book, field->name);
	struct str about = arena_printf(arena, "field/%.*s", STR_ARG(field->name)), text, canonical;
	struct play_cell cell;
	struct err *err;

	if (place == NO_INDEX)
		return NULL;      /* of an edition before; the timeline keeps it */
	TRY(case_content(now, field->compartment, about, field->content, loading->arena, &text, NULL));
	text = arena_copy(loading->arena, text);
	now->values[place] = (struct case_value){ text, field->revision, field->by, field->at };
	err = play_value(&now->book->fields.items[place], text, loading->arena, &canonical, &cell);
	now->play.fields[place] = err == NULL ? cell : (struct play_cell){ .filled = PLAY_REFUSED };
	return NULL;
}

static struct err *
take_task(void *context, const struct ledger_case_task *task, struct arena *arena)
{
	struct loading *loading = context;
	struct case_now *now = loading->now;
	size_t place = case_task_find(now->book, task->kind);
	struct ledger_case_task *kept;

	if (place == NO_INDEX)
		return NULL;
	kept = list_add(loading->arena, &now->tasks);
	*kept = *task;
	kept->kind = arena_copy(loading->arena, task->kind);
	kept->role = arena_copy(loading->arena, task->role);
	kept->compartment = arena_copy(loading->arena, task->compartment);
	TRY(case_content(now, task->compartment, arena_printf(arena, "task/%lld", (long long)task->id), task->subject_name, loading->arena,
	    &kept->subject_name, NULL));
	kept->subject_name = arena_copy(loading->arena, kept->subject_name);
	list_push(loading->arena, &now->play.tasks, ((struct play_task_now){ .task = place, .subject = task->subject,
	    .state = (enum play_task_state)task->state, .started_at = task->started_at }));
	return NULL;
}

static struct err *
take_link(void *context, const struct ledger_case_link *link, struct arena *arena)
{
	struct loading *loading = context;
	struct ledger_case_link *kept = list_add(loading->arena, &loading->now->links);

	*kept = *link;
	kept->compartment = arena_copy(loading->arena, link->compartment);
	TRY(case_content(loading->now, link->compartment, arena_printf(arena, "link/%lld", (long long)link->id), link->content, loading->arena,
	    &kept->content, NULL));
	kept->content = arena_copy(loading->arena, kept->content);
	return NULL;
}

static struct err *
take_approval(void *context, const struct ledger_case_approval *approval, struct arena *arena)
{
	struct loading *loading = context;
	const struct playbook *book = loading->now->book;

	(void)arena;
	for (size_t i = 0; i < book->approvals.count; i++)
		if (str_eq(book->approvals.items[i].id, approval->name))
			loading->now->play.approvals[i] = (enum approval_state)approval->state;
	return NULL;
}

static void
take_met(struct case_now *now)
{
	struct str rest = now->head.met, name;

	while (str_split(&rest, ' ', &name))
		for (size_t i = 0; i < now->book->deadlines.count; i++)
			if (str_eq(now->book->deadlines.items[i].id, name))
				now->play.deadlines_met[i] = true;
}

/* --------------------------------------------------------------------------------------------- a case */

struct err *
case_load_head(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t id, int64_t at, struct arena *arena,
    struct case_now *ret_now)
{
	struct case_now now = { .desk = desk, .names = case_names(arena) };

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_case_find(desk->ledger, number, id, arena, &now.head));
	if (now.head.id == 0)
		return case_unknown(number, arena);
	TRY(case_book(desk, now.head.book_digest, NULL, arena, &now.book));
	TRY(case_people_load(desk->ledger, now.head.id, now.book, arena, &now.people));
	now.access = actor_access(actor, now.book, &now.people, now.head.sealed, at);
	now.actor = (struct play_actor){ .account = actor->account, .roles = now.access.roles,
		.program = actor->via == VIA_JOB && actor->account == 0 };
	if ((now.access.rights & RIGHT_READ) == 0)
		return case_unknown(number.len > 0 ? number : now.head.number, arena);
	*ret_now = now;
	return NULL;
}

static struct err *
take_head(struct case_now *now, struct arena *arena)
{
	struct play_case *play = &now->play;

	play_begin(now->book, now->head.opened_at, arena, play);
	play->tasks.count = 0;
	play->state = case_state_find(now->book, now->head.state);
	if (play->state == NO_INDEX)
		return err_new(arena, ERR_STORE, M("The case {number} is in the state \"{state}\", which its playbook does not have."),
		    ARG("number", now->head.number), ARG("state", now->head.state));
	play->entered_at = now->head.entered_at;
	play->proposed = now->head.proposed.len == 0 ? NO_INDEX : case_move_find(now->book, now->head.proposed);
	play->proposed_by = now->head.proposed_by;
	now->values = ARENA_ARRAY(arena, struct case_value, now->book->fields.count + 1);
	take_met(now);
	return case_content(now, now->book->compartments.items[0], STR("title"), now->head.title, arena, &now->title, NULL);
}

struct err *
case_load_rest(struct case_now *now, int64_t at, struct arena *arena)
{
	static const struct calendar plain;
	struct loading loading = { now, arena };
	struct ledger *ledger = now->desk->ledger;
	int64_t id = now->head.id;

	TRY(take_head(now, arena));
	TRY(ledger_case_fields(ledger, id, take_field, &loading, arena));
	TRY(ledger_case_tasks(ledger, id, take_task, &loading, arena));
	TRY(ledger_case_links(ledger, id, take_link, &loading, arena));
	TRY(ledger_case_approvals(ledger, id, take_approval, &loading, arena));
	TRY(case_predicates(now, at, arena));
	play_clock(now->book, &now->play, now->desk->calendar == NULL ? &plain : now->desk->calendar, at, arena);
	return NULL;
}

/* The row is committed before anything of it is given. */
static struct err *
load(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t id, int64_t at, struct arena *arena,
    struct case_now *ret_now)
{
	struct case_now now;

	TRY(case_load_head(desk, actor, number, id, at, arena, &now));
	if (now.head.sealed && !now.actor.program)
		TRY(ledger_audit_before_read(desk->ledger, actor->login, at, STR("case.read"),
		    arena_printf(arena, "case/%lld", (long long)now.head.id), STR(""), arena));
	TRY(case_load_rest(&now, at, arena));
	*ret_now = now;
	return NULL;
}

struct err *
case_load(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t at, struct arena *arena, struct case_now *ret_now)
{
	if (number.len == 0)
		return case_unknown(number, arena);
	return load(desk, actor, number, 0, at, arena, ret_now);
}

struct err *
case_load_id(const struct case_desk *desk, const struct actor *actor, int64_t id, int64_t at, struct arena *arena, struct case_now *ret_now)
{
	return load(desk, actor, STR(""), id, at, arena, ret_now);
}
