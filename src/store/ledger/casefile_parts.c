/*
 * casefile_parts.c - what hangs on a case: tasks, threads and reading marks, links and what they are about, files.
 */
#include "store/ledger/casefile.h"

#include <assert.h>
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const char *const link_words[] = { "finding", "system", "advisory", "case", "ticket", "product", "vendor", "unit" };
const struct enum_names case_link_names = ENUM_NAMES(link_words);

/* As case_task_insert binds and all of them give; case_task_update binds some. */
static const struct field task_fields[] = {
	COLUMN(struct ledger_case_task, id, FIELD_INT),
	COLUMN(struct ledger_case_task, casefile, FIELD_INT),
	COLUMN(struct ledger_case_task, kind, FIELD_STR),
	COLUMN(struct ledger_case_task, role, FIELD_STR),
	COLUMN(struct ledger_case_task, subject, FIELD_INT),
	COLUMN(struct ledger_case_task, subject_name, FIELD_STR),
	COLUMN(struct ledger_case_task, compartment, FIELD_STR),
	COLUMN(struct ledger_case_task, owner, FIELD_INT),
	COLUMN(struct ledger_case_task, due, FIELD_INSTANT),
	COLUMN(struct ledger_case_task, state, FIELD_INT),
	COLUMN(struct ledger_case_task, started_at, FIELD_INSTANT),
	COLUMN(struct ledger_case_task, ended_at, FIELD_INSTANT),
	COLUMN(struct ledger_case_task, ended_by, FIELD_INT),
};
static const struct schema task_schema = SCHEMA("case_task", struct ledger_case_task, task_fields);

static const struct field thread_fields[] = {
	COLUMN(struct ledger_case_thread, id, FIELD_INT),
	COLUMN(struct ledger_case_thread, casefile, FIELD_INT),
	COLUMN(struct ledger_case_thread, title, FIELD_STR),
	COLUMN(struct ledger_case_thread, compartment, FIELD_STR),
	COLUMN(struct ledger_case_thread, by, FIELD_INT),
	COLUMN(struct ledger_case_thread, at, FIELD_INSTANT),
	COLUMN(struct ledger_case_thread, messages, FIELD_INT),
	COLUMN(struct ledger_case_thread, unread, FIELD_INT),
};
static const struct schema thread_schema = SCHEMA("case_thread", struct ledger_case_thread, thread_fields);
static const struct schema thread_new_schema = { "case_thread", sizeof(struct ledger_case_thread), thread_fields, ARRAY_LEN(thread_fields) - 2 };

static const struct field link_fields[] = {
	COLUMN(struct ledger_case_link, id, FIELD_INT),
	COLUMN(struct ledger_case_link, casefile, FIELD_INT),
	COLUMN(struct ledger_case_link, kind, FIELD_ENUM),
	COLUMN(struct ledger_case_link, target, FIELD_INT),
	COLUMN(struct ledger_case_link, content, FIELD_STR),
	COLUMN(struct ledger_case_link, compartment, FIELD_STR),
	COLUMN(struct ledger_case_link, by, FIELD_INT),
	COLUMN(struct ledger_case_link, at, FIELD_INSTANT),
	COLUMN(struct ledger_case_link, withdrawn_at, FIELD_INSTANT),
};
static const struct schema link_schema = SCHEMA("case_link", struct ledger_case_link, link_fields);
static const struct schema link_new_schema = { "case_link", sizeof(struct ledger_case_link), link_fields, ARRAY_LEN(link_fields) - 1 };

static const struct field subject_fields[] = {
	COLUMN(struct ledger_case_subject, id, FIELD_INT),
	COLUMN(struct ledger_case_subject, name, FIELD_STR),
};
static const struct schema subject_schema = SCHEMA("case_subject", struct ledger_case_subject, subject_fields);

static const struct field standing_fields[] = {
	COLUMN(struct ledger_case_standing, findings, FIELD_INT),
	COLUMN(struct ledger_case_standing, open, FIELD_INT),
	COLUMN(struct ledger_case_standing, exploited, FIELD_INT),
	COLUMN(struct ledger_case_standing, worst, FIELD_INT),
	COLUMN(struct ledger_case_standing, assessed_at, FIELD_INSTANT),
};
static const struct schema standing_schema = SCHEMA("case_standing", struct ledger_case_standing, standing_fields);

static const struct field file_fields[] = {
	COLUMN(struct ledger_case_file, id, FIELD_INT),
	COLUMN(struct ledger_case_file, casefile, FIELD_INT),
	COLUMN(struct ledger_case_file, name, FIELD_STR),
	COLUMN(struct ledger_case_file, compartment, FIELD_STR),
	COLUMN(struct ledger_case_file, size, FIELD_INT),
	COLUMN(struct ledger_case_file, by, FIELD_INT),
	COLUMN(struct ledger_case_file, at, FIELD_INSTANT),
	COLUMN(struct ledger_case_file, released_at, FIELD_INSTANT),
	COLUMN(struct ledger_case_file, released_by, FIELD_INT),
};
static const struct schema file_schema = SCHEMA("case_file", struct ledger_case_file, file_fields);
static const struct schema file_new_schema = { "case_file", sizeof(struct ledger_case_file), file_fields, ARRAY_LEN(file_fields) - 2 };

/* ---------------------------------------------------------------------------------------------- tasks */

struct err *
ledger_case_task_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "case_task", 1, arena, ret_id);
}

struct err *
ledger_case_task_put(struct ledger *ledger, const struct ledger_case_task *task, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_TASK_INSERT, arena, &q));
	bind_fields(&q, &task_schema, task);
	return query_run(&q, arena);
}

struct err *
ledger_case_task_change(struct ledger *ledger, const struct ledger_case_task *task, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_TASK_UPDATE, arena, &q));
	bind_int(&q, task->id);
	bind_int(&q, task->owner);
	bind_instant(&q, task->due);
	bind_int(&q, task->state);
	bind_instant(&q, task->ended_at);
	bind_int(&q, task->ended_by);
	return query_run(&q, arena);
}

struct err *
ledger_case_task_find(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_case_task *ret_task)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_task = (struct ledger_case_task){ 0 };
	TRY(ledger_query(ledger, SQL_CASE_TASK_GET, arena, &q));
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (row)
		column_fields(&q, 0, &task_schema, ret_task, arena);
	return NULL;
}

static struct err *
each_task(struct query *q, ledger_each_case_task *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	bool row;

	for (;;) {
		struct ledger_case_task task = { 0 };
		struct err *err;

		TRY(query_next(q, &task_schema, &task, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &task, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_case_tasks(struct ledger *ledger, int64_t casefile, ledger_each_case_task *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_TASK_LIST, arena, &q));
	bind_int(&q, casefile);
	return each_task(&q, each, context, arena);
}

struct err *
ledger_case_tasks_of(struct ledger *ledger, int64_t owner, int64_t most, ledger_each_case_task *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_TASK_LIST_OWNER, arena, &q));
	bind_int(&q, owner);
	bind_int(&q, most);
	return each_task(&q, each, context, arena);
}

struct err *
ledger_case_tasks_open(struct ledger *ledger, int64_t most, ledger_each_case_task *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_TASK_LIST_OPEN, arena, &q));
	bind_int(&q, most);
	return each_task(&q, each, context, arena);
}

struct err *
ledger_case_tasks_for(struct ledger *ledger, int64_t account, unsigned offices, int64_t most, ledger_each_case_task *each, void *context,
    struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_TASK_LIST_PART, arena, &q));
	bind_int(&q, account);
	bind_int(&q, offices);
	bind_int(&q, most);
	return each_task(&q, each, context, arena);
}

/* ------------------------------------------------------------------------------------- threads, reading */

struct err *
ledger_case_thread_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "case_thread", 1, arena, ret_id);
}

struct err *
ledger_case_thread_put(struct ledger *ledger, const struct ledger_case_thread *thread, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_THREAD_INSERT, arena, &q));
	bind_fields(&q, &thread_new_schema, thread);
	return query_run(&q, arena);
}

struct err *
ledger_case_threads(struct ledger *ledger, int64_t casefile, int64_t account, ledger_each_case_thread *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_THREAD_LIST, arena, &q));
	bind_int(&q, casefile);
	bind_int(&q, account);
	for (;;) {
		struct ledger_case_thread value = { 0 };
		struct err *err;

		TRY(query_next(&q, &thread_schema, &value, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &value, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_case_read(struct ledger *ledger, int64_t account, int64_t thread, int64_t number, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_READ_PUT, arena, &q));
	bind_int(&q, account);
	bind_int(&q, thread);
	bind_int(&q, number);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

/* ---------------------------------------------------------------------------------------------- links */

struct err *
ledger_case_link_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "case_link", 1, arena, ret_id);
}

struct err *
ledger_case_link_put(struct ledger *ledger, const struct ledger_case_link *link, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_LINK_INSERT, arena, &q));
	bind_fields(&q, &link_new_schema, link);
	return query_run(&q, arena);
}

struct err *
ledger_case_link_withdraw(struct ledger *ledger, int64_t id, int64_t by, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_LINK_WITHDRAW, arena, &q));
	bind_int(&q, id);
	bind_int(&q, by);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

struct err *
ledger_case_links(struct ledger *ledger, int64_t casefile, ledger_each_case_link *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_LINK_LIST, arena, &q));
	bind_int(&q, casefile);
	for (;;) {
		struct ledger_case_link value = { 0 };
		struct err *err;

		TRY(query_next(&q, &link_schema, &value, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &value, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_case_target(struct ledger *ledger, enum case_link kind, struct str name, struct arena *arena, int64_t *ret_target)
{
	static const struct { bool named; int sql; } by_name[] = {
		[LINK_SYSTEM]   = { true, SQL_CASE_TARGET_SYSTEM },
		[LINK_ADVISORY] = { true, SQL_CASE_TARGET_ADVISORY },
		[LINK_CASE]     = { true, SQL_CASE_TARGET_CASE },
		[LINK_PRODUCT]  = { true, SQL_CASE_TARGET_PRODUCT },
		[LINK_UNIT]     = { true, SQL_CASE_TARGET_UNIT },
	};
	struct query q QUERY_SCOPE;

	*ret_target = 0;
	if ((size_t)kind >= ARRAY_LEN(by_name) || !by_name[kind].named)
		return NULL;
	TRY(ledger_query(ledger, by_name[kind].sql, arena, &q));
	bind_str(&q, name);
	return query_one(&q, arena, ret_target);
}

struct err *
ledger_case_subjects(struct ledger *ledger, int64_t casefile, enum case_link kind, ledger_each_case_subject *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, kind == LINK_PRODUCT ? SQL_CASE_PRODUCTS : SQL_CASE_SYSTEMS, arena, &q));
	bind_int(&q, casefile);
	for (;;) {
		struct ledger_case_subject value = { 0 };
		struct err *err;

		TRY(query_next(&q, &subject_schema, &value, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &value, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_case_standing(struct ledger *ledger, int64_t casefile, int64_t system, int64_t product, struct arena *arena,
    struct ledger_case_standing *ret_standing)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_STANDING, arena, &q));
	bind_int(&q, casefile);
	bind_int(&q, system);
	bind_int(&q, product);
	TRY(query_step(&q, arena, &row));
	assert(row);      /* a count is always there */
	column_fields(&q, 0, &standing_schema, ret_standing, arena);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- files */

struct err *
ledger_case_covered(struct ledger *ledger, int64_t since, struct arena *arena, struct ledger_case_covers *ret_covers)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_covers = (struct ledger_case_covers){ 0 };
	TRY(ledger_query(ledger, SQL_CASE_COVERED, arena, &q));
	bind_int(&q, true);
	bind_int(&q, since);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_covers, ((struct ledger_case_cover){ column_int(&q, 0), column_int(&q, 1) }));
	}
}

struct err *
ledger_case_file_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "case_file", 1, arena, ret_id);
}

struct err *
ledger_case_file_put(struct ledger *ledger, const struct ledger_case_file *file, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_FILE_INSERT, arena, &q));
	bind_fields(&q, &file_new_schema, file);
	return query_run(&q, arena);
}

struct err *
ledger_case_file_part_put(struct ledger *ledger, int64_t file, int64_t part, struct str content, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_FILE_PART_INSERT, arena, &q));
	bind_int(&q, file);
	bind_int(&q, part);
	bind_blob(&q, content);
	return query_run(&q, arena);
}

struct err *
ledger_case_file_find(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_case_file *ret_file)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_file = (struct ledger_case_file){ 0 };
	TRY(ledger_query(ledger, SQL_CASE_FILE_GET, arena, &q));
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (row)
		column_fields(&q, 0, &file_schema, ret_file, arena);
	return NULL;
}

struct err *
ledger_case_file_release(struct ledger *ledger, int64_t id, int64_t by, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_FILE_RELEASE, arena, &q));
	bind_int(&q, id);
	bind_int(&q, by);
	bind_instant(&q, at);
	return query_run(&q, arena);
}

struct err *
ledger_case_files(struct ledger *ledger, int64_t casefile, ledger_each_case_file *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_FILE_LIST, arena, &q));
	bind_int(&q, casefile);
	for (;;) {
		struct ledger_case_file value = { 0 };
		struct err *err;

		TRY(query_next(&q, &file_schema, &value, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &value, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_case_file_parts(struct ledger *ledger, int64_t file, ledger_each_case_file_part *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_FILE_PARTS, arena, &q));
	bind_int(&q, file);
	for (;;) {
		struct err *err;

		arena_reset(item);
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		err = each(context, column_blob(&q, 0, item), item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
