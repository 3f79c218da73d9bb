/*
 * casefile.c - cases, their timeline, fields and approvals. What hangs on them (tasks, threads, links, files) is casefile_parts.c's.
 */
#include "store/ledger/casefile.h"

#include <assert.h>
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const char *const tlp_words[] = { "clear", "green", "amber", "amber+strict", "red" };
const struct enum_names tlp_names = ENUM_NAMES(tlp_words);
static const char *const verb_words[] = {
	"opened", "field", "move", "proposed", "task_started", "task_done", "task_dropped", "task_assigned", "message", "file", "link", "party",
	"grant", "approval", "document", "deadline", "reminded", "escalated", "edition", "tlp", "sent", "note", "title", "thread", "released",
	"unlinked", "withdrawn", "example", "key", "ticket",
};
const struct enum_names entry_verb_names = ENUM_NAMES(verb_words);
static_assert(ARRAY_LEN(verb_words) == ENTRY_VERBS, "every verb has its word");

static const struct field case_fields[] = {
	COLUMN(struct ledger_case, id, FIELD_INT),
	COLUMN(struct ledger_case, number, FIELD_STR),
	COLUMN(struct ledger_case, playbook, FIELD_STR),
	COLUMN(struct ledger_case, edition, FIELD_DAY),
	COLUMN(struct ledger_case, book_digest, FIELD_STR),
	COLUMN(struct ledger_case, state, FIELD_STR),
	COLUMN(struct ledger_case, is_open, FIELD_BOOL),
	COLUMN(struct ledger_case, neutral, FIELD_STR),
	COLUMN(struct ledger_case, title, FIELD_STR),
	COLUMN(struct ledger_case, sealed, FIELD_BOOL),
	COLUMN(struct ledger_case, tlp, FIELD_ENUM),
	COLUMN(struct ledger_case, unit, FIELD_INT),
	COLUMN(struct ledger_case, opened_at, FIELD_INSTANT),
	COLUMN(struct ledger_case, entered_at, FIELD_INSTANT),
	COLUMN(struct ledger_case, closed_at, FIELD_INSTANT),
	COLUMN(struct ledger_case, opened_by, FIELD_INT),
	COLUMN(struct ledger_case, revision, FIELD_INT),
	COLUMN(struct ledger_case, proposed, FIELD_STR),
	COLUMN(struct ledger_case, proposed_by, FIELD_INT),
	COLUMN(struct ledger_case, met, FIELD_STR),
	COLUMN(struct ledger_case, example_at, FIELD_INSTANT),
	COLUMN(struct ledger_case, example_words, FIELD_STR),
};
enum { CASE_OPENED_BY = 15 };      /* the last that case_insert binds */
static const struct schema case_schema = SCHEMA("casefile", struct ledger_case, case_fields);
static const struct schema case_new_schema = { "casefile", sizeof(struct ledger_case), case_fields, CASE_OPENED_BY + 1 };

/* What case_update binds, in its order. */
static const struct field change_fields[] = {
	COLUMN(struct ledger_case, id, FIELD_INT),
	COLUMN(struct ledger_case, edition, FIELD_DAY),
	COLUMN(struct ledger_case, book_digest, FIELD_STR),
	COLUMN(struct ledger_case, state, FIELD_STR),
	COLUMN(struct ledger_case, is_open, FIELD_BOOL),
	COLUMN(struct ledger_case, neutral, FIELD_STR),
	COLUMN(struct ledger_case, title, FIELD_STR),
	COLUMN(struct ledger_case, tlp, FIELD_ENUM),
	COLUMN(struct ledger_case, unit, FIELD_INT),
	COLUMN(struct ledger_case, entered_at, FIELD_INSTANT),
	COLUMN(struct ledger_case, closed_at, FIELD_INSTANT),
	COLUMN(struct ledger_case, proposed, FIELD_STR),
	COLUMN(struct ledger_case, proposed_by, FIELD_INT),
	COLUMN(struct ledger_case, met, FIELD_STR),
	COLUMN(struct ledger_case, example_at, FIELD_INSTANT),
	COLUMN(struct ledger_case, example_words, FIELD_STR),
};
static const struct schema change_schema = SCHEMA("case_change", struct ledger_case, change_fields);

static const struct field entry_fields[] = {
	COLUMN(struct ledger_case_entry, casefile, FIELD_INT),
	COLUMN(struct ledger_case_entry, number, FIELD_INT),
	COLUMN(struct ledger_case_entry, at, FIELD_INSTANT),
	COLUMN(struct ledger_case_entry, who, FIELD_INT),
	COLUMN(struct ledger_case_entry, verb, FIELD_ENUM),
	COLUMN(struct ledger_case_entry, object, FIELD_STR),
	COLUMN(struct ledger_case_entry, compartment, FIELD_STR),
	COLUMN(struct ledger_case_entry, was, FIELD_STR),
	COLUMN(struct ledger_case_entry, became, FIELD_STR),
	COLUMN(struct ledger_case_entry, thread, FIELD_INT),
};
static const struct schema entry_schema = SCHEMA("case_entry", struct ledger_case_entry, entry_fields);

static const struct field field_fields[] = {
	COLUMN(struct ledger_case_field, name, FIELD_STR),
	COLUMN(struct ledger_case_field, content, FIELD_STR),
	COLUMN(struct ledger_case_field, compartment, FIELD_STR),
	COLUMN(struct ledger_case_field, revision, FIELD_INT),
	COLUMN(struct ledger_case_field, by, FIELD_INT),
	COLUMN(struct ledger_case_field, at, FIELD_INSTANT),
};
static const struct schema field_schema = SCHEMA("case_field", struct ledger_case_field, field_fields);

static const struct field approval_fields[] = {
	COLUMN(struct ledger_case_approval, name, FIELD_STR),
	COLUMN(struct ledger_case_approval, state, FIELD_INT),
	COLUMN(struct ledger_case_approval, by, FIELD_INT),
	COLUMN(struct ledger_case_approval, at, FIELD_INSTANT),
};
static const struct schema approval_schema = SCHEMA("case_approval", struct ledger_case_approval, approval_fields);

/* ------------------------------------------------------------------------------------------ playbooks */

struct err *
ledger_playbook_keep(struct ledger *ledger, struct str digest, struct str playbook, int32_t edition, struct str text, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_PLAYBOOK_KEEP, arena, &q));
	bind_str(&q, digest);
	bind_str(&q, playbook);
	bind_day(&q, edition);
	bind_str(&q, text);
	return query_run(&q, arena);
}

struct err *
ledger_playbook_text(struct ledger *ledger, struct str digest, struct arena *arena, struct str *ret_text)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_PLAYBOOK_TEXT, arena, &q));
	bind_str(&q, digest);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("The ledger keeps no playbook {digest}."), ARG("digest", digest));
	*ret_text = column_str(&q, 0, arena);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- cases */

struct err *
ledger_case_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "casefile", 1, arena, ret_id);
}

struct err *
ledger_case_number(struct ledger *ledger, struct str prefix, int year, struct arena *arena, struct str *ret_number)
{
	struct str kind = arena_printf(arena, "case/%lld/%.*s/%d", (long long)ledger_org(ledger), STR_ARG(prefix), year);
	int64_t next;

	TRY(ledger_allot(ledger, kind.ptr, 1, arena, &next));
	*ret_number = arena_printf(arena, "%.*s-%d-%04lld", STR_ARG(prefix), year, (long long)next);
	return NULL;
}

struct err *
ledger_case_put(struct ledger *ledger, const struct ledger_case *casefile, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_INSERT, arena, &q));
	bind_fields(&q, &case_new_schema, casefile);
	return query_run(&q, arena);
}

struct err *
ledger_case_find(struct ledger *ledger, struct str number, int64_t id, struct arena *arena, struct ledger_case *ret_case)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_case = (struct ledger_case){ 0 };
	TRY(ledger_query(ledger, number.len == 0 ? SQL_CASE_GET : SQL_CASE_FIND, arena, &q));
	if (number.len == 0)
		bind_int(&q, id);
	else
		bind_str(&q, number);
	TRY(query_step(&q, arena, &row));
	if (row)
		column_fields(&q, 0, &case_schema, ret_case, arena);
	return NULL;
}

struct err *
ledger_case_change(struct ledger *ledger, const struct ledger_case *casefile, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_UPDATE, arena, &q));
	bind_fields(&q, &change_schema, casefile);
	return query_run(&q, arena);
}

static struct err *
each_case(struct query *q, ledger_each_case *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	bool row;

	for (;;) {
		struct ledger_case casefile = { 0 };
		struct err *err;

		TRY(query_next(q, &case_schema, &casefile, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &casefile, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_cases(struct ledger *ledger, const struct ledger_case_filter *filter, ledger_each_case *each, void *context, struct arena *arena)
{
	bool by_state = filter->playbook.len > 0 && filter->state.len > 0 && filter->is_open < 0;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, by_state ? SQL_CASE_LIST_STATE : filter->is_open < 0 ? SQL_CASE_LIST : SQL_CASE_LIST_OPEN, arena, &q));
	if (filter->is_open >= 0)
		bind_int(&q, filter->is_open);
	bind_str(&q, filter->playbook);
	bind_str(&q, filter->state);
	bind_int(&q, filter->unit);
	bind_int(&q, filter->after);
	bind_int(&q, filter->most);
	return each_case(&q, each, context, arena);
}

struct err *
ledger_case_examples(struct ledger *ledger, ledger_each_case *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_EXAMPLES, arena, &q));
	return each_case(&q, each, context, arena);
}

struct err *
ledger_cases_about(struct ledger *ledger, enum case_link kind, int64_t target, ledger_each_case *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, kind == LINK_SYSTEM ? SQL_CASE_LIST_SYSTEM : SQL_CASE_LIST_ABOUT, arena, &q));
	if (kind != LINK_SYSTEM)
		bind_int(&q, kind);
	bind_int(&q, target);
	return each_case(&q, each, context, arena);
}

/* ------------------------------------------------------------------------------------------- timeline */

struct err *
ledger_case_next(struct ledger *ledger, int64_t casefile, struct arena *arena, int64_t *ret_number)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_NEXT, arena, &q));
	bind_int(&q, casefile);
	return query_one(&q, arena, ret_number);
}

struct err *
ledger_case_entry_put(struct ledger *ledger, const struct ledger_case_entry *entry, struct arena *arena)
{
	struct ledger_case_entry put = *entry;
	struct query q QUERY_SCOPE;

	if (put.number == 0)
		TRY(ledger_case_next(ledger, put.casefile, arena, &put.number));
	TRY(ledger_query(ledger, SQL_CASE_ENTRY_INSERT, arena, &q));
	bind_fields(&q, &entry_schema, &put);
	return query_run(&q, arena);
}

struct err *
ledger_case_entries(struct ledger *ledger, int64_t casefile, int64_t thread, int64_t after, int64_t most, ledger_each_case_entry *each,
    void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, thread == 0 ? SQL_CASE_ENTRY_LIST : SQL_CASE_ENTRY_LIST_THREAD, arena, &q));
	bind_int(&q, casefile);
	if (thread != 0)
		bind_int(&q, thread);
	bind_int(&q, after);
	bind_int(&q, most);
	for (;;) {
		struct ledger_case_entry entry = { 0 };
		struct err *err;

		TRY(query_next(&q, &entry_schema, &entry, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &entry, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

/* --------------------------------------------------------------------------------- fields, approvals */

struct err *
ledger_case_field_put(struct ledger *ledger, int64_t casefile, const struct ledger_case_field *field, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_FIELD_PUT, arena, &q));
	bind_int(&q, casefile);
	bind_fields(&q, &field_schema, field);
	return query_run(&q, arena);
}

struct err *
ledger_case_fields(struct ledger *ledger, int64_t casefile, ledger_each_case_field *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_FIELD_LIST, arena, &q));
	bind_int(&q, casefile);
	for (;;) {
		struct ledger_case_field value = { 0 };
		struct err *err;

		TRY(query_next(&q, &field_schema, &value, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &value, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_case_approval_put(struct ledger *ledger, int64_t casefile, const struct ledger_case_approval *approval, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CASE_APPROVAL_PUT, arena, &q));
	bind_int(&q, casefile);
	bind_fields(&q, &approval_schema, approval);
	return query_run(&q, arena);
}

struct err *
ledger_case_approvals(struct ledger *ledger, int64_t casefile, ledger_each_case_approval *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CASE_APPROVAL_LIST, arena, &q));
	bind_int(&q, casefile);
	for (;;) {
		struct ledger_case_approval value = { 0 };
		struct err *err;

		TRY(query_next(&q, &approval_schema, &value, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &value, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
