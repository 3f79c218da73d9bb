/*
 * view.h - what a person is answered about cases; `--json` prints these by their schemas, and the web application will show them.
 *
 * Words (titles, words, why) are in the language that was asked for; ids, instants and canonical values are the same in every
 * language. Only what the person may see is in them.
 */
#pragma once
#include "base/vec.h"
#include "model/schema.h"

struct case_choice_view { struct str value, title; bool chosen; };      /* value: what is kept */
/* Whom something may be asked of. */
struct case_choices { struct case_choice_view *items; size_t count, room; };
struct case_value_view { struct str title, words; };
struct case_cells_view { LIST(struct case_value_view) cells; };      /* those that are filled in */
struct case_field_view {
	struct str name, title, hint, type;
	struct str value;             /* canonical; "" empty                                    */
	struct str words;             /* as people read it                                      */
	bool       obligatory;        /* in the state the case is in                            */
	bool       may;               /* the person may fill it now                             */
	struct str compartment;
	struct str by;                /* who wrote it last, and when                            */
	int64_t    at, revision;
	struct str stage;             /* id of the state at which it is filled in (playbook_outline) */
	bool       needed;            /* empty, and whatever leads on from here needs it        */
	LIST(struct case_cells_view) rows;      /* of rows, as people read them                */
};
struct case_move_view {
	struct str      id, title, to;
	bool            may, two_person, proposed, reason;
	struct str_list why;          /* every reason why not, a sentence each                  */
	bool            onward;       /* leads on along the way that most cases go              */
	struct str_list brings;       /* what comes of it, a sentence each                      */
};
/* A stage of the way (id of a state), or one beside it at which something is filled in. */
struct case_stage_view {
	struct str id, title;
	bool       on_way;            /* one of the steps that are shown; the state it is in is always one */
	bool       passed, current;
	int64_t    fields, filled;    /* that he sees                                           */
};
struct case_task_view {
	int64_t    id;
	struct str number;            /* of the case                                            */
	struct str label;             /* title, or neutral label                                */
	struct str kind, title, subject, role, owner;
	int64_t    due;
	bool       overdue;
	struct str state;             /* "open" "done" "dropped"                                */
	int64_t    started_at, ended_at;
	struct str ended_by;
	bool       may;               /* the person may call it done now; of a case, not in lists */
	struct str_list why;
};
struct case_approval_view { struct str name, title, state, words; int64_t at; };
struct case_party_view { struct str role, title, holder, name; };
struct case_link_view { int64_t id; struct str kind; int64_t target; struct str text; int64_t at; struct str by; };
struct case_message_view { int64_t number, at; struct str by, text; int64_t corrects; bool unread; };
struct case_thread_view {
	int64_t    id;
	struct str title, compartment, by;
	int64_t    at, messages, unread;
	LIST(struct case_message_view) texts;      /* of `case thread` only                     */
};
struct case_file_view {
	int64_t    id;
	struct str number, name, kind, digest, compartment, by;
	int64_t    size, at;
	bool       released;          /* false: in quarantine, not safe to open                 */
	int64_t    released_at;
	struct str released_by;
};
struct case_entry_view {
	int64_t    number, at;
	struct str who, verb, object, compartment;
	struct str words;             /* the sentence                                           */
	struct str was, became;
	int64_t    thread;
};
struct case_deadline_view { struct str name, title, subject; int64_t due; bool met, overdue; };

struct case_view {
	struct str number, label, title;
	struct str playbook, playbook_title;
	int32_t    edition;
	struct str state, state_title;
	bool       open, sealed;
	struct str tlp, unit;
	int64_t    opened_at, entered_at, closed_at, revision;
	struct str opened_by;
	struct str proposed, proposed_by;      /* the move that waits for another person        */
	struct str_list rights;                /* of the person in this case                    */
	LIST(struct case_field_view)    fields;
	LIST(struct case_move_view)     moves;
	LIST(struct case_task_view)     tasks;
	LIST(struct case_approval_view) approvals;
	LIST(struct case_deadline_view) deadlines;
	LIST(struct case_party_view)    parties;
	LIST(struct case_link_view)     links;
	LIST(struct case_thread_view)   threads;
	LIST(struct case_file_view)     files;
	LIST(struct case_entry_view)    timeline;
	LIST(struct case_stage_view)    stages;        /* in their order                        */
	LIST(struct case_choice_view)   papers;        /* of the playbook, that may be made now */
	LIST(struct case_choice_view)   roles;         /* of the playbook                       */
};
extern const struct schema case_view_schema, case_thread_view_schema, case_file_view_schema, case_field_view_schema, case_stage_view_schema,
    case_move_view_schema, case_message_view_schema, case_approval_view_schema, case_task_view_schema;

/* One field as a form: what may be chosen, what stands in it. */
struct case_column_view {
	struct str name, title, hint, type;
	bool       required;
	LIST(struct case_choice_view) choices;
};
struct case_cell_view { struct str column, title, hint, type; bool required; struct str value; LIST(struct case_choice_view) choices; };
struct case_line_view { LIST(struct case_cell_view) cells; };
struct case_form_view {
	struct case_field_view        field;
	LIST(struct case_choice_view) choices;       /* of a choice, a bool, a person, a unit  */
	LIST(struct case_column_view) columns;       /* of rows                                */
	LIST(struct case_line_view)   lines;         /* the rows that there are                */
	struct str_list               why;           /* why he may not fill it                 */
};
struct case_forms_view {
	struct str number, label, title, playbook_title;
	bool       sealed;
	struct str stage, stage_title;               /* of the forms                           */
	LIST(struct case_form_view) forms;
};
extern const struct schema case_form_view_schema, case_forms_view_schema, case_choice_view_schema, case_cell_view_schema;

struct case_row_view {
	struct str number, label, playbook, playbook_title, state, state_title, tlp, unit;
	bool       open, sealed, overdue;
	int64_t    opened_at, entered_at, closed_at, due;
};
struct case_list_view { LIST(struct case_row_view) cases; struct str next; /* cursor; "" no more */ };
struct task_list_view { LIST(struct case_task_view) tasks; };
struct case_edition_view { struct str playbook; int32_t from, to; bool may, made; struct str_list differences; };
extern const struct schema case_row_view_schema, case_list_view_schema, task_list_view_schema, case_edition_view_schema;

/* What may be begun, in the person's language: about says what has happened then; "" where the playbook says nothing. */
struct case_book_view { struct str id, title, about; bool sealed; struct case_choices roles; };
struct case_openable_view { LIST(struct case_book_view) books; struct str_list units, systems; bool more_systems; };
extern const struct schema case_openable_view_schema;
