/*
 * page_task.c - what everybody has to do: one's own tasks, those of others, one task; and deadlines that run or are past.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"
#include "service/due/due.h"

enum { TASKS_MOST = 200 };

/* ------------------------------------------------------------------------------------------------ tasks */

struct task_row_view { struct case_task_view task; struct str due_tone; };
struct tasks_page { bool mine, overdue; struct str owner; struct case_choices people; LIST(struct task_row_view) tasks; };
static const struct field row_fields[] = {
	FIELD_OF(struct task_row_view, task, FIELD_STRUCT, &case_task_view_schema), FIELD(struct task_row_view, due_tone, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("task_row", struct task_row_view, row_fields);
static const struct field tasks_fields[] = {
	FIELD(struct tasks_page, mine, FIELD_BOOL), FIELD(struct tasks_page, overdue, FIELD_BOOL), FIELD(struct tasks_page, owner, FIELD_STR),
	FIELD_OF(struct tasks_page, people, FIELD_LIST, &case_choice_view_schema), FIELD_OF(struct tasks_page, tasks, FIELD_LIST, &row_schema),
};
static const struct schema tasks_schema = SCHEMA("tasks_page", struct tasks_page, tasks_fields);

static struct err *
get_tasks(struct web *web, void *ret_view)
{
	struct tasks_page *page = ret_view;
	const struct case_desk *desk;
	struct task_list_view list;
	struct task_query query = { .mine = !web_tick(web, "all") && web_text(web, "owner").len == 0, .owner = web_text(web, "owner"),
		.overdue = web_tick(web, "overdue"), .most = TASKS_MOST };

	TRY(web_case_desk(web, &desk));
	TRY(task_list(desk, &web->actor, &query, web->now, web->arena, &list));
	page->mine = query.mine;
	page->overdue = query.overdue;
	page->owner = query.owner;
	TRY(case_people_all(desk, web->arena, &page->people));
	for (size_t i = 0; i < page->people.count; i++)
		page->people.items[i].chosen = str_eq(page->people.items[i].value, query.owner);
	for (size_t i = 0; i < list.tasks.count; i++)
		list_push(web->arena, &page->tasks, ((struct task_row_view){ list.tasks.items[i], case_due_tone(web, list.tasks.items[i].due) }));
	return NULL;
}

/* --------------------------------------------------------------------------------------------- one task */

struct task_page { struct case_head_view head; struct case_task_view task; struct str due_tone; struct case_choices people; };
static const struct field task_fields[] = {
	FIELD_OF(struct task_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct task_page, task, FIELD_STRUCT, &case_task_view_schema),
	FIELD(struct task_page, due_tone, FIELD_STR), FIELD_OF(struct task_page, people, FIELD_LIST, &case_choice_view_schema),
};
static const struct schema task_schema = SCHEMA("task_page", struct task_page, task_fields);

static struct err *
get_task(struct web *web, void *ret_view)
{
	struct task_page *page = ret_view;
	const struct case_desk *desk;
	struct case_view casefile;
	int64_t id = web_number(web, "id", 0);

	TRY(web_case_desk(web, &desk));
	TRY(task_case(desk, &web->actor, id, web->now, web->arena, &casefile));
	case_page_of(web, CASE_TAB_NOW, &casefile, &page->head);
	for (size_t i = 0; i < casefile.tasks.count; i++)
		if (casefile.tasks.items[i].id == id)
			page->task = casefile.tasks.items[i];
	page->due_tone = str_eq(page->task.state, STR("open")) ? case_due_tone(web, page->task.due) : STR("");
	web_title(web, page->task.title);
	return case_people_all(desk, web->arena, &page->people);
}

static struct err *
post_done(struct web *web)
{
	const struct case_desk *desk;
	struct case_view casefile;
	int64_t id = web_number(web, "id", 0);

	TRY(web_case_desk(web, &desk));
	TRY(task_done(desk, &web->actor, id, web_text(web, "note"), web->now, web->arena));
	TRY(task_case(desk, &web->actor, id, web->now, web->arena, &casefile));
	web_tell(web, M("The task is done."));
	web_go(web, "/cases/%.*s", STR_ARG(casefile.number));
	return NULL;
}

static struct err *
post_assign(struct web *web)
{
	const struct case_desk *desk;
	int64_t id = web_number(web, "id", 0);

	TRY(web_case_desk(web, &desk));
	TRY(task_assign(desk, &web->actor, id, web_text(web, "login"), web_instant(web, "due"), web->now, web->arena));
	web_tell(web, M("The task is assigned."));
	web_go(web, "/tasks/%lld", (long long)id);
	return NULL;
}

/* -------------------------------------------------------------------------------------------- deadlines */

struct due_row_view { struct deadline_view deadline; struct str due_tone; };
struct due_page { bool mine, overdue; bool untrusted; LIST(struct due_row_view) deadlines; };
static const struct field due_row_fields[] = {
	FIELD_OF(struct due_row_view, deadline, FIELD_STRUCT, &deadline_view_schema), FIELD(struct due_row_view, due_tone, FIELD_STR),
};
static const struct schema due_row_schema = SCHEMA("deadline_row", struct due_row_view, due_row_fields);
static const struct field due_fields[] = {
	FIELD(struct due_page, mine, FIELD_BOOL), FIELD(struct due_page, overdue, FIELD_BOOL), FIELD(struct due_page, untrusted, FIELD_BOOL),
	FIELD_OF(struct due_page, deadlines, FIELD_LIST, &due_row_schema),
};
static const struct schema due_schema = SCHEMA("deadlines_page", struct due_page, due_fields);

static struct err *
get_deadlines(struct web *web, void *ret_view)
{
	struct due_page *page = ret_view;
	struct deadline_query query = { .mine = web_tick(web, "mine"), .overdue = web_tick(web, "overdue"), .until = INSTANT_NONE };
	struct deadline_list list;

	TRY(deadline_list(web->ledger, &web->actor, &query, web->now, web->arena, &list));
	page->mine = query.mine;
	page->overdue = query.overdue;
	page->untrusted = !str_eq(list.trust, str_of(enum_name(&trust_names, TRUST_TRUSTED)));
	for (size_t i = 0; i < list.deadlines.count; i++)
		list_push(web->arena, &page->deadlines, ((struct due_row_view){ list.deadlines.items[i], case_due_tone(web, list.deadlines.items[i].due) }));
	return NULL;
}

static const struct web_param tasks_params[] = {
	{ .name = "all", .kind = WEB_TICK, .summary = M("Those of everybody") },
	{ .name = "owner", .kind = WEB_TEXT, .most = 200, .summary = M("Of this person (login)") },
	{ .name = "overdue", .kind = WEB_TICK, .summary = M("Overdue only") },
	{ .name = NULL },
};
static const struct web_param task_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};
static const struct web_param done_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "note", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Note") },
	{ .name = NULL },
};
static const struct web_param assign_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "login", .kind = WEB_TEXT, .most = 200, .summary = M("Who has it in person; empty: nobody") },
	{ .name = "due", .kind = WEB_INSTANT, .summary = M("Until") },
	{ .name = NULL },
};
static const struct web_param due_params[] = {
	{ .name = "mine", .kind = WEB_TICK, .summary = M("Only mine") },
	{ .name = "overdue", .kind = WEB_TICK, .summary = M("Overdue only") },
	{ .name = NULL },
};

const struct web_route routes_task[] = {
	{ .method = HTTP_GET, .path = "/tasks", .summary = M("Tasks"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = tasks_params,
	    .view = &tasks_schema, .page = "tasks", .section = "cases", .get = get_tasks },
	{ .method = HTTP_GET, .path = "/tasks/{id}", .summary = M("Task"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = task_params,
	    .view = &task_schema, .page = "task", .section = "cases", .get = get_task },
	{ .method = HTTP_POST, .path = "/tasks/{id}/done", .summary = M("Call a task done"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = done_params, .post = post_done, .back = "/tasks/{id}" },
	{ .method = HTTP_POST, .path = "/tasks/{id}/assign", .summary = M("Assign a task"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = assign_params, .post = post_assign, .back = "/tasks/{id}" },
	{ .method = HTTP_GET, .path = "/deadlines", .summary = M("Deadlines"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = due_params,
	    .view = &due_schema, .page = "deadlines", .section = "cases", .get = get_deadlines },
	{ .path = NULL },
};
