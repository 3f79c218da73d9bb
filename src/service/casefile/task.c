/*
 * task.c - what everybody has to do: his own, and what waits for anybody who has the part.
 */
#include "base/limits.h"
#include "service/casefile/parts.h"
#include "store/ledger/people.h"

static struct err *
unknown_task(int64_t id, struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("There is no task {id}, or you may not see it."), ARG_N("id", id));
}

/* The case of a task; what he may not see is not there. */
static struct err *
find_case(const struct case_desk *desk, const struct actor *actor, int64_t id, int64_t at, struct arena *arena, int64_t *ret_case)
{
	struct ledger_case_task task;
	struct case_now now;
	struct err *err;

	TRY(ledger_case_task_find(desk->ledger, id, arena, &task));
	if (task.id == 0)
		return unknown_task(id, arena);
	err = case_load_head(desk, actor, STR(""), task.casefile, at, arena, &now);
	if (err != NULL && err->code == ERR_NOT_FOUND)
		return unknown_task(id, arena);
	if (err == NULL && !case_sees(&now, task.compartment))
		return unknown_task(id, arena);
	*ret_case = task.casefile;
	return err;
}

static struct err *
find_task(const struct case_now *now, int64_t id, struct arena *arena, size_t *ret_place)
{
	for (size_t i = 0; i < now->tasks.count; i++)
		if (now->tasks.items[i].id == id && case_sees(now, now->tasks.items[i].compartment)) {
			*ret_place = i;
			return NULL;
		}
	return unknown_task(id, arena);
}

struct err *
task_case(const struct case_desk *desk, const struct actor *actor, int64_t task, int64_t now, struct arena *arena, struct case_view *ret_view)
{
	struct case_now head;
	int64_t casefile;

	TRY(find_case(desk, actor, task, now, arena, &casefile));
	TRY(case_load_head(desk, actor, STR(""), casefile, now, arena, &head));
	return case_show(desk, actor, head.head.number, now, arena, ret_view);
}

struct err *
case_people_all(const struct case_desk *desk, struct arena *arena, struct case_choices *ret_people)
{
	struct ledger_accounts accounts;

	*ret_people = (struct case_choices){ 0 };
	TRY(ledger_accounts(desk->ledger, 0, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++)
		if (accounts.items[i].state == ACCOUNT_ACTIVE)
			list_push(arena, ret_people, ((struct case_choice_view){ accounts.items[i].login,
			    arena_printf(arena, "%.*s (%.*s)", STR_ARG(accounts.items[i].name), STR_ARG(accounts.items[i].login)), false }));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ done */

struct finishing { int64_t task; struct str note; };

static struct err *
finish(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct finishing *finishing = context;
	struct play_refusals refusals = { 0 };
	size_t place;

	TRY(find_task(now, finishing->task, arena, &place));
	TRY(case_need(now, RIGHT_COMMENT, case_compartment(now->book, now->tasks.items[place].compartment), arena));
	if (!play_may_finish(now->book, &now->play, place, &now->actor, arena, &refusals))
		return case_refused(now, actor, words_in(&now->book->tasks.items[now->play.tasks.items[place].task].title, actor->lang), &refusals,
		    arena);
	TRY(case_end_task(now, actor, place, TASK_DONE, finishing->note, at, arena));
	return case_audit(now, actor, "task.done", arena_printf(arena, "task/%lld", (long long)finishing->task), finishing->note, at, arena);
}

struct err *
task_done(const struct case_desk *desk, const struct actor *actor, int64_t task, struct str note, int64_t now, struct arena *arena)
{
	struct finishing finishing = { task, note };
	int64_t casefile;

	TRY(case_text(note, LIMIT_CASE_TEXT, arena));
	TRY(find_case(desk, actor, task, now, arena, &casefile));
	return case_within(desk, actor, STR(""), casefile, now, finish, &finishing, arena);
}

/* -------------------------------------------------------------------------------------------- assigned */

/* Whoever has the part may take what nobody has; else it takes the right to give out tasks. */
static struct err *
may_assign(const struct case_now *now, const struct actor *actor, size_t place, const struct case_assigning *assigning, struct arena *arena)
{
	size_t role = now->book->tasks.items[now->play.tasks.items[place].task].by;
	bool takes = str_eq(assigning->login, actor->login) && now->tasks.items[place].owner == 0 && assigning->due == INSTANT_NONE
	    && (now->access.roles & (uint64_t)1 << role) != 0;

	return takes ? NULL : case_need(now, RIGHT_ASSIGN, case_compartment(now->book, now->tasks.items[place].compartment), arena);
}

/* The next owner must be able to do it: an account in force that has the part in this case. */
static struct err *
next_owner(const struct case_now *now, size_t place, struct str login, int64_t at, struct arena *arena, int64_t *ret_owner)
{
	size_t role = now->book->tasks.items[now->play.tasks.items[place].task].by;
	struct actor next;
	struct access access;

	*ret_owner = 0;
	if (login.len == 0)
		return NULL;
	TRY(ledger_account_find(now->desk->ledger, login, arena, ret_owner));
	if (*ret_owner == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no account \"{login}\"."), ARG("login", login));
	TRY(actor_of_account(now->desk->ledger, *ret_owner, VIA_DIRECT, arena, &next));
	access = actor_access(&next, now->book, &now->people, now->head.sealed, at);
	if ((access.roles & (uint64_t)1 << role) == 0)
		return err_new(arena, ERR_CONFLICT,
		    M("{login} does not have the part \"{role}\" in the case {number}: give it first with tsukuroi case party."),
		    ARG("login", login), ARG("role", now->book->roles.items[role].id), ARG("number", now->head.number));
	return NULL;
}

static struct err *
owner_login(const struct case_now *now, int64_t account, struct arena *arena, struct str *ret_login)
{
	struct ledger_account found;

	*ret_login = STR("");
	if (account == 0)
		return NULL;
	TRY(ledger_account_get(now->desk->ledger, account, arena, &found));
	*ret_login = found.login;
	return NULL;
}

struct err *
case_may_assign(const struct case_now *now, const struct actor *actor, const struct case_assigning *assigning, int64_t at, struct arena *arena,
    size_t *ret_place, int64_t *ret_owner)
{
	TRY(find_task(now, assigning->task, arena, ret_place));
	TRY(may_assign(now, actor, *ret_place, assigning, arena));
	if (now->tasks.items[*ret_place].state != TASK_OPEN)
		return err_new(arena, ERR_CONFLICT, M("The task {id} has ended already."), ARG_N("id", assigning->task));
	return next_owner(now, *ret_place, assigning->login, at, arena, ret_owner);
}

struct err *
case_assign(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct case_assigning *assigning = context;
	struct ledger_case_task *task;
	struct str was;
	int64_t owner;
	size_t place;

	TRY(case_may_assign(now, actor, assigning, at, arena, &place, &owner));
	task = &now->tasks.items[place];
	TRY(owner_login(now, task->owner, arena, &was));
	task->owner = owner;
	if (assigning->due != INSTANT_NONE)
		task->due = assigning->due;
	TRY(ledger_case_task_change(now->desk->ledger, task, arena));
	TRY(case_entry(now, actor, ENTRY_TASK_ASSIGNED, arena_printf(arena, "%.*s/%lld", STR_ARG(task->kind), (long long)task->id),
	    case_compartment(now->book, task->compartment), was, assigning->login, at, arena));
	return case_audit(now, actor, "task.assign", arena_printf(arena, "task/%lld/%.*s", (long long)task->id, STR_ARG(assigning->login)),
	    STR(""), at, arena);
}

struct err *
task_assign(const struct case_desk *desk, const struct actor *actor, int64_t task, struct str login, int64_t due, int64_t now,
    struct arena *arena)
{
	struct case_assigning assigning = { task, login, due };
	int64_t casefile;

	TRY(find_case(desk, actor, task, now, arena, &casefile));
	return case_within(desk, actor, STR(""), casefile, now, case_assign, &assigning, arena);
}
