/*
 * todo.c - what a person has to do, over all cases he may see: his own, and what waits for anybody who has his part.
 */
#include "service/casefile/parts.h"
#include "store/ledger/people.h"

struct todo {
	const struct case_desk  *desk;
	const struct actor      *actor;
	const struct task_query *query;
	struct task_list_view   *list;
	struct case_books        books;
	struct case_names       *names;
	int64_t                  now;
	struct arena            *arena;
};

static struct err *
add_task(struct todo *todo, const struct ledger_case *head, const struct playbook *book, const struct ledger_case_task *task, struct arena *arena)
{
	struct arena *keep = todo->arena;
	size_t kind = case_task_find(book, task->kind);
	struct case_now now = { .desk = todo->desk, .head = *head, .book = book, .names = todo->names };
	struct case_task_view *view = list_add(keep, &todo->list->tasks);
	struct str label = head->neutral, subject = STR("");

	if (!head->sealed) {
		TRY(case_content(&now, book->compartments.items[0], STR("title"), head->title, keep, &label, NULL));
		TRY(case_content(&now, task->compartment, arena_printf(arena, "task/%lld", (long long)task->id), task->subject_name, keep, &subject,
		    NULL));
	}
	*view = (struct case_task_view){ .id = task->id, .number = arena_copy(keep, head->number), .label = arena_copy(keep, label),
		.kind = arena_copy(keep, task->kind), .subject = arena_copy(keep, subject),
		.owner = task->owner == 0 ? STR("") : case_who(&now, task->owner, keep), .due = task->due,
		.overdue = task->due != INSTANT_NONE && task->due < todo->now, .state = STR("open"), .started_at = task->started_at,
		.ended_at = INSTANT_NONE };
	view->title = kind == NO_INDEX ? view->kind : words_in(&book->tasks.items[kind].title, todo->actor->lang);
	if (kind != NO_INDEX)
		view->role = words_in(&book->roles.items[book->tasks.items[kind].by].title, todo->actor->lang);
	return NULL;
}

static struct err *
sees_task(const struct todo *todo, const struct ledger_case *head, const struct playbook *book, const struct ledger_case_task *task,
    struct arena *arena, bool *ret_sees)
{
	struct case_now now = { .desk = todo->desk, .head = *head, .book = book };

	*ret_sees = !head->sealed && actor_sees_house(todo->actor) && str_eq(task->compartment, book->compartments.items[0]);
	if (*ret_sees)
		return NULL;      /* an open case is for all who see the house */
	TRY(case_people_load(todo->desk->ledger, head->id, book, arena, &now.people));
	now.access = actor_access(todo->actor, book, &now.people, head->sealed, todo->now);
	*ret_sees = case_sees(&now, task->compartment);
	return NULL;
}

static struct err *
take_task(void *context, const struct ledger_case_task *task, struct arena *arena)
{
	struct todo *todo = context;
	const struct playbook *book;
	struct ledger_case head;
	bool sees;

	if ((int64_t)todo->list->tasks.count >= todo->query->most
	    || (todo->query->overdue && (task->due == INSTANT_NONE || task->due >= todo->now)))
		return NULL;
	TRY(ledger_case_find(todo->desk->ledger, STR(""), task->casefile, arena, &head));
	TRY(case_book(todo->desk, head.book_digest, &todo->books, todo->arena, &book));
	TRY(sees_task(todo, &head, book, task, arena, &sees));
	return sees ? add_task(todo, &head, book, task, arena) : NULL;
}

/* One case's: every task, the ended too. */
static struct err *
list_case(const struct todo *todo)
{
	struct case_now now;

	TRY(case_load(todo->desk, todo->actor, todo->query->number, todo->now, todo->arena, &now));
	for (size_t i = 0; i < now.tasks.count; i++)
		if (case_sees(&now, now.tasks.items[i].compartment))
			case_view_task(&now, todo->actor, i, todo->now, todo->arena, list_add(todo->arena, &todo->list->tasks));
	return NULL;
}

static struct err *
list_owner(struct todo *todo)
{
	int64_t owner;

	TRY(ledger_account_find(todo->desk->ledger, todo->query->owner, todo->arena, &owner));
	if (owner == 0)
		return err_new(todo->arena, ERR_NOT_FOUND, M("There is no account \"{login}\"."), ARG("login", todo->query->owner));
	return ledger_case_tasks_of(todo->desk->ledger, owner, todo->query->most, take_task, todo, todo->arena);
}

/* Both lists come by their due instant; so does what is made of them. */
static bool
comes_before(const struct case_task_view *a, const struct case_task_view *b)
{
	int64_t due_a = a->due == INSTANT_NONE ? INT64_MAX : a->due, due_b = b->due == INSTANT_NONE ? INT64_MAX : b->due;

	return due_a < due_b || (due_a == due_b && a->id < b->id);
}

static void
merge(struct task_list_view *list, size_t own, struct arena *arena)
{
	struct task_list_view merged = { 0 };
	size_t a = 0, b = own;

	while (a < own || b < list->tasks.count) {
		bool first = a < own && (b >= list->tasks.count || comes_before(&list->tasks.items[a], &list->tasks.items[b]));

		list_push(arena, &merged.tasks, list->tasks.items[first ? a++ : b++]);
	}
	*list = merged;
}

static struct err *
list_mine(struct todo *todo)
{
	struct ledger *ledger = todo->desk->ledger;
	int64_t most = todo->query->most;
	struct task_query *more = ARENA_NEW(todo->arena, struct task_query);
	size_t own;

	TRY(ledger_case_tasks_of(ledger, todo->actor->account, most, take_task, todo, todo->arena));
	own = todo->list->tasks.count;
	*more = *todo->query;
	more->most = 2 * most;
	todo->query = more;
	TRY(ledger_case_tasks_for(ledger, todo->actor->account, todo->actor->offices, most, take_task, todo, todo->arena));
	merge(todo->list, own, todo->arena);
	if ((int64_t)todo->list->tasks.count > most)
		todo->list->tasks.count = (size_t)most;
	return NULL;
}

struct err *
task_list(const struct case_desk *desk, const struct actor *actor, const struct task_query *query, int64_t now, struct arena *arena,
    struct task_list_view *ret_list)
{
	struct task_list_view list = { 0 };
	struct todo todo = { .desk = desk, .actor = actor, .query = query, .list = &list, .names = case_names(arena), .now = now,
		.arena = arena };

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	if (query->number.len > 0)
		TRY(list_case(&todo));
	else if (query->owner.len > 0)
		TRY(list_owner(&todo));
	else if (query->mine)
		TRY(list_mine(&todo));
	else
		TRY(ledger_case_tasks_open(desk->ledger, query->most, take_task, &todo, arena));
	*ret_list = list;
	return NULL;
}
