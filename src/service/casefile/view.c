#include "service/casefile/view.h"

#include "base/err.h"

static const struct field choice_fields[] = {
	FIELD(struct case_choice_view, value, FIELD_STR), FIELD(struct case_choice_view, title, FIELD_STR),
	FIELD(struct case_choice_view, chosen, FIELD_BOOL),
};
const struct schema case_choice_view_schema = SCHEMA("case_choice", struct case_choice_view, choice_fields);

static const struct field value_fields[] = { FIELD(struct case_value_view, title, FIELD_STR), FIELD(struct case_value_view, words, FIELD_STR) };
static const struct schema value_schema = SCHEMA("case_value", struct case_value_view, value_fields);
static const struct field cells_fields[] = { FIELD_OF(struct case_cells_view, cells, FIELD_LIST, &value_schema) };
static const struct schema cells_schema = SCHEMA("case_cells", struct case_cells_view, cells_fields);

static const struct field field_fields[] = {
	FIELD(struct case_field_view, name, FIELD_STR), FIELD(struct case_field_view, title, FIELD_STR),
	FIELD(struct case_field_view, hint, FIELD_STR), FIELD(struct case_field_view, type, FIELD_STR),
	FIELD(struct case_field_view, value, FIELD_STR), FIELD(struct case_field_view, words, FIELD_STR),
	FIELD(struct case_field_view, obligatory, FIELD_BOOL), FIELD(struct case_field_view, may, FIELD_BOOL),
	FIELD(struct case_field_view, compartment, FIELD_STR), FIELD(struct case_field_view, by, FIELD_STR),
	FIELD(struct case_field_view, at, FIELD_INSTANT), FIELD(struct case_field_view, revision, FIELD_INT),
	FIELD(struct case_field_view, stage, FIELD_STR), FIELD(struct case_field_view, needed, FIELD_BOOL),
	FIELD_OF(struct case_field_view, rows, FIELD_LIST, &cells_schema),
};
const struct schema case_field_view_schema = SCHEMA("case_field", struct case_field_view, field_fields);

static const struct field move_fields[] = {
	FIELD(struct case_move_view, id, FIELD_STR), FIELD(struct case_move_view, title, FIELD_STR), FIELD(struct case_move_view, to, FIELD_STR),
	FIELD(struct case_move_view, may, FIELD_BOOL), FIELD(struct case_move_view, two_person, FIELD_BOOL),
	FIELD(struct case_move_view, proposed, FIELD_BOOL), FIELD(struct case_move_view, reason, FIELD_BOOL),
	FIELD(struct case_move_view, why, FIELD_STRS), FIELD(struct case_move_view, onward, FIELD_BOOL),
	FIELD(struct case_move_view, brings, FIELD_STRS),
};
const struct schema case_move_view_schema = SCHEMA("case_move", struct case_move_view, move_fields);

static const char *const task_states[] = { "open", "done", "dropped" };
static const char *const task_state_words[] = { M("open"), M("done"), M("given up") };
static const struct enum_names task_state_names = ENUM_WORDS(task_states, task_state_words);
static const struct field task_fields[] = {
	FIELD(struct case_task_view, id, FIELD_INT), FIELD(struct case_task_view, number, FIELD_STR), FIELD(struct case_task_view, label, FIELD_STR),
	FIELD(struct case_task_view, kind, FIELD_STR), FIELD(struct case_task_view, title, FIELD_STR),
	FIELD(struct case_task_view, subject, FIELD_STR), FIELD(struct case_task_view, role, FIELD_STR),
	FIELD(struct case_task_view, owner, FIELD_STR), FIELD(struct case_task_view, due, FIELD_INSTANT),
	FIELD(struct case_task_view, overdue, FIELD_BOOL), FIELD_WORD(struct case_task_view, state, &task_state_names),
	FIELD(struct case_task_view, started_at, FIELD_INSTANT), FIELD(struct case_task_view, ended_at, FIELD_INSTANT),
	FIELD(struct case_task_view, ended_by, FIELD_STR), FIELD(struct case_task_view, may, FIELD_BOOL),
	FIELD(struct case_task_view, why, FIELD_STRS),
};
const struct schema case_task_view_schema = SCHEMA("case_task", struct case_task_view, task_fields);

static const struct field approval_fields[] = {
	FIELD(struct case_approval_view, name, FIELD_STR), FIELD(struct case_approval_view, title, FIELD_STR),
	FIELD(struct case_approval_view, state, FIELD_STR), FIELD(struct case_approval_view, words, FIELD_STR),
	FIELD(struct case_approval_view, at, FIELD_INSTANT),
};
const struct schema case_approval_view_schema = SCHEMA("case_approval", struct case_approval_view, approval_fields);

static const struct field party_fields[] = {
	FIELD(struct case_party_view, role, FIELD_STR), FIELD(struct case_party_view, title, FIELD_STR),
	FIELD(struct case_party_view, holder, FIELD_STR), FIELD(struct case_party_view, name, FIELD_STR),
};
static const struct schema party_schema = SCHEMA("case_party", struct case_party_view, party_fields);

/* In the order of enum case_link, as case_link_text has them. */
static const char *const link_kinds[] = { "finding", "system", "advisory", "case", "ticket", "product", "vendor", "unit" };
static const char *const link_words[] = { M("finding"), M("system"), M("advisory"), M("case"), M("ticket"), M("product"), M("vendor"), M("unit") };
static const struct enum_names link_names = ENUM_WORDS(link_kinds, link_words);
static const struct field link_fields[] = {
	FIELD(struct case_link_view, id, FIELD_INT), FIELD_WORD(struct case_link_view, kind, &link_names), FIELD(struct case_link_view, target, FIELD_INT),
	FIELD(struct case_link_view, text, FIELD_STR), FIELD(struct case_link_view, at, FIELD_INSTANT), FIELD(struct case_link_view, by, FIELD_STR),
};
static const struct schema link_schema = SCHEMA("case_link", struct case_link_view, link_fields);

static const struct field message_fields[] = {
	FIELD(struct case_message_view, number, FIELD_INT), FIELD(struct case_message_view, at, FIELD_INSTANT),
	FIELD(struct case_message_view, by, FIELD_STR), FIELD(struct case_message_view, text, FIELD_STR),
	FIELD(struct case_message_view, corrects, FIELD_INT), FIELD(struct case_message_view, unread, FIELD_BOOL),
};
const struct schema case_message_view_schema = SCHEMA("case_message", struct case_message_view, message_fields);

static const struct field thread_fields[] = {
	FIELD(struct case_thread_view, id, FIELD_INT), FIELD(struct case_thread_view, title, FIELD_STR),
	FIELD(struct case_thread_view, compartment, FIELD_STR), FIELD(struct case_thread_view, by, FIELD_STR),
	FIELD(struct case_thread_view, at, FIELD_INSTANT), FIELD(struct case_thread_view, messages, FIELD_INT),
	FIELD(struct case_thread_view, unread, FIELD_INT), FIELD_OF(struct case_thread_view, texts, FIELD_LIST, &case_message_view_schema),
};
const struct schema case_thread_view_schema = SCHEMA("case_thread", struct case_thread_view, thread_fields);

static const struct field file_fields[] = {
	FIELD(struct case_file_view, id, FIELD_INT), FIELD(struct case_file_view, number, FIELD_STR), FIELD(struct case_file_view, name, FIELD_STR),
	FIELD(struct case_file_view, kind, FIELD_STR), FIELD(struct case_file_view, digest, FIELD_STR),
	FIELD(struct case_file_view, compartment, FIELD_STR), FIELD(struct case_file_view, by, FIELD_STR),
	FIELD(struct case_file_view, size, FIELD_INT), FIELD(struct case_file_view, at, FIELD_INSTANT),
	FIELD(struct case_file_view, released, FIELD_BOOL), FIELD(struct case_file_view, released_at, FIELD_INSTANT),
	FIELD(struct case_file_view, released_by, FIELD_STR),
};
const struct schema case_file_view_schema = SCHEMA("case_file", struct case_file_view, file_fields);

static const struct field entry_fields[] = {
	FIELD(struct case_entry_view, number, FIELD_INT), FIELD(struct case_entry_view, at, FIELD_INSTANT),
	FIELD(struct case_entry_view, who, FIELD_STR), FIELD(struct case_entry_view, verb, FIELD_STR),
	FIELD(struct case_entry_view, object, FIELD_STR), FIELD(struct case_entry_view, compartment, FIELD_STR),
	FIELD(struct case_entry_view, words, FIELD_STR), FIELD(struct case_entry_view, was, FIELD_STR),
	FIELD(struct case_entry_view, became, FIELD_STR), FIELD(struct case_entry_view, thread, FIELD_INT),
};
static const struct schema entry_schema = SCHEMA("case_entry", struct case_entry_view, entry_fields);

static const struct field deadline_fields[] = {
	FIELD(struct case_deadline_view, name, FIELD_STR), FIELD(struct case_deadline_view, title, FIELD_STR),
	FIELD(struct case_deadline_view, subject, FIELD_STR), FIELD(struct case_deadline_view, due, FIELD_INSTANT),
	FIELD(struct case_deadline_view, met, FIELD_BOOL), FIELD(struct case_deadline_view, overdue, FIELD_BOOL),
};
static const struct schema deadline_schema = SCHEMA("case_deadline", struct case_deadline_view, deadline_fields);

static const struct field stage_fields[] = {
	FIELD(struct case_stage_view, id, FIELD_STR), FIELD(struct case_stage_view, title, FIELD_STR),
	FIELD(struct case_stage_view, on_way, FIELD_BOOL), FIELD(struct case_stage_view, passed, FIELD_BOOL),
	FIELD(struct case_stage_view, current, FIELD_BOOL), FIELD(struct case_stage_view, fields, FIELD_INT),
	FIELD(struct case_stage_view, filled, FIELD_INT),
};
const struct schema case_stage_view_schema = SCHEMA("case_stage", struct case_stage_view, stage_fields);

static const struct field case_fields[] = {
	FIELD(struct case_view, number, FIELD_STR), FIELD(struct case_view, label, FIELD_STR), FIELD(struct case_view, title, FIELD_STR),
	FIELD(struct case_view, playbook, FIELD_STR), FIELD(struct case_view, playbook_title, FIELD_STR),
	FIELD(struct case_view, edition, FIELD_DAY), FIELD(struct case_view, state, FIELD_STR), FIELD(struct case_view, state_title, FIELD_STR),
	FIELD(struct case_view, open, FIELD_BOOL), FIELD(struct case_view, sealed, FIELD_BOOL), FIELD(struct case_view, tlp, FIELD_STR),
	FIELD(struct case_view, unit, FIELD_STR), FIELD(struct case_view, opened_at, FIELD_INSTANT),
	FIELD(struct case_view, entered_at, FIELD_INSTANT), FIELD(struct case_view, closed_at, FIELD_INSTANT),
	FIELD(struct case_view, revision, FIELD_INT), FIELD(struct case_view, opened_by, FIELD_STR),
	FIELD(struct case_view, proposed, FIELD_STR), FIELD(struct case_view, proposed_by, FIELD_STR),
	FIELD(struct case_view, rights, FIELD_STRS),
	FIELD_OF(struct case_view, fields, FIELD_LIST, &case_field_view_schema), FIELD_OF(struct case_view, moves, FIELD_LIST, &case_move_view_schema),
	FIELD_OF(struct case_view, tasks, FIELD_LIST, &case_task_view_schema), FIELD_OF(struct case_view, approvals, FIELD_LIST, &case_approval_view_schema),
	FIELD_OF(struct case_view, deadlines, FIELD_LIST, &deadline_schema), FIELD_OF(struct case_view, parties, FIELD_LIST, &party_schema),
	FIELD_OF(struct case_view, links, FIELD_LIST, &link_schema), FIELD_OF(struct case_view, threads, FIELD_LIST, &case_thread_view_schema),
	FIELD_OF(struct case_view, files, FIELD_LIST, &case_file_view_schema), FIELD_OF(struct case_view, timeline, FIELD_LIST, &entry_schema),
	FIELD_OF(struct case_view, stages, FIELD_LIST, &case_stage_view_schema),
	FIELD_OF(struct case_view, papers, FIELD_LIST, &case_choice_view_schema), FIELD_OF(struct case_view, roles, FIELD_LIST, &case_choice_view_schema),
};
const struct schema case_view_schema = SCHEMA("case", struct case_view, case_fields);

static const struct field row_fields[] = {
	FIELD(struct case_row_view, number, FIELD_STR), FIELD(struct case_row_view, label, FIELD_STR),
	FIELD(struct case_row_view, playbook, FIELD_STR), FIELD(struct case_row_view, playbook_title, FIELD_STR),
	FIELD(struct case_row_view, state, FIELD_STR), FIELD(struct case_row_view, state_title, FIELD_STR),
	FIELD(struct case_row_view, tlp, FIELD_STR), FIELD(struct case_row_view, unit, FIELD_STR), FIELD(struct case_row_view, open, FIELD_BOOL),
	FIELD(struct case_row_view, sealed, FIELD_BOOL), FIELD(struct case_row_view, overdue, FIELD_BOOL),
	FIELD(struct case_row_view, opened_at, FIELD_INSTANT), FIELD(struct case_row_view, entered_at, FIELD_INSTANT),
	FIELD(struct case_row_view, closed_at, FIELD_INSTANT), FIELD(struct case_row_view, due, FIELD_INSTANT),
};
const struct schema case_row_view_schema = SCHEMA("case_row", struct case_row_view, row_fields);

static const struct field case_list_fields[] = {
	FIELD_OF(struct case_list_view, cases, FIELD_LIST, &case_row_view_schema), FIELD(struct case_list_view, next, FIELD_STR),
};
const struct schema case_list_view_schema = SCHEMA("case_list", struct case_list_view, case_list_fields);

static const struct field task_list_fields[] = { FIELD_OF(struct task_list_view, tasks, FIELD_LIST, &case_task_view_schema) };
const struct schema task_list_view_schema = SCHEMA("task_list", struct task_list_view, task_list_fields);

static const struct field edition_fields[] = {
	FIELD(struct case_edition_view, playbook, FIELD_STR), FIELD(struct case_edition_view, from, FIELD_DAY),
	FIELD(struct case_edition_view, to, FIELD_DAY), FIELD(struct case_edition_view, may, FIELD_BOOL),
	FIELD(struct case_edition_view, made, FIELD_BOOL), FIELD(struct case_edition_view, differences, FIELD_STRS),
};
const struct schema case_edition_view_schema = SCHEMA("case_edition", struct case_edition_view, edition_fields);

static const struct field column_fields[] = {
	FIELD(struct case_column_view, name, FIELD_STR), FIELD(struct case_column_view, title, FIELD_STR),
	FIELD(struct case_column_view, hint, FIELD_STR), FIELD(struct case_column_view, type, FIELD_STR),
	FIELD(struct case_column_view, required, FIELD_BOOL), FIELD_OF(struct case_column_view, choices, FIELD_LIST, &case_choice_view_schema),
};
static const struct schema column_schema = SCHEMA("case_column", struct case_column_view, column_fields);

static const struct field cell_fields[] = {
	FIELD(struct case_cell_view, column, FIELD_STR), FIELD(struct case_cell_view, title, FIELD_STR),
	FIELD(struct case_cell_view, hint, FIELD_STR), FIELD(struct case_cell_view, type, FIELD_STR),
	FIELD(struct case_cell_view, required, FIELD_BOOL), FIELD(struct case_cell_view, value, FIELD_STR),
	FIELD_OF(struct case_cell_view, choices, FIELD_LIST, &case_choice_view_schema),
};
const struct schema case_cell_view_schema = SCHEMA("case_cell", struct case_cell_view, cell_fields);

static const struct field line_fields[] = { FIELD_OF(struct case_line_view, cells, FIELD_LIST, &case_cell_view_schema) };
static const struct schema line_schema = SCHEMA("case_line", struct case_line_view, line_fields);

static const struct field form_fields[] = {
	FIELD_OF(struct case_form_view, field, FIELD_STRUCT, &case_field_view_schema),
	FIELD_OF(struct case_form_view, choices, FIELD_LIST, &case_choice_view_schema),
	FIELD_OF(struct case_form_view, columns, FIELD_LIST, &column_schema), FIELD_OF(struct case_form_view, lines, FIELD_LIST, &line_schema),
	FIELD(struct case_form_view, why, FIELD_STRS),
};
const struct schema case_form_view_schema = SCHEMA("case_form", struct case_form_view, form_fields);

static const struct field forms_fields[] = {
	FIELD(struct case_forms_view, number, FIELD_STR), FIELD(struct case_forms_view, label, FIELD_STR), FIELD(struct case_forms_view, title, FIELD_STR),
	FIELD(struct case_forms_view, playbook_title, FIELD_STR), FIELD(struct case_forms_view, sealed, FIELD_BOOL),
	FIELD(struct case_forms_view, stage, FIELD_STR), FIELD(struct case_forms_view, stage_title, FIELD_STR),
	FIELD_OF(struct case_forms_view, forms, FIELD_LIST, &case_form_view_schema),
};
const struct schema case_forms_view_schema = SCHEMA("case_forms", struct case_forms_view, forms_fields);

static const struct field book_fields[] = {
	FIELD(struct case_book_view, id, FIELD_STR), FIELD(struct case_book_view, title, FIELD_STR), FIELD(struct case_book_view, about, FIELD_STR),
	FIELD(struct case_book_view, sealed, FIELD_BOOL), FIELD_OF(struct case_book_view, roles, FIELD_LIST, &case_choice_view_schema),
};
static const struct schema book_schema = SCHEMA("case_book", struct case_book_view, book_fields);
static const struct field openable_fields[] = {
	FIELD_OF(struct case_openable_view, books, FIELD_LIST, &book_schema), FIELD(struct case_openable_view, units, FIELD_STRS),
	FIELD(struct case_openable_view, systems, FIELD_STRS), FIELD(struct case_openable_view, more_systems, FIELD_BOOL),
};
const struct schema case_openable_view_schema = SCHEMA("case_openable", struct case_openable_view, openable_fields);
