/*
 * parts.h - between the files of this room: a case as it is loaded, one unit of work with it, what the engine's answers do to the ledger.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/timeline/timeline.h"

/* load.c: people's names, looked up once. */
struct case_name { int64_t account; struct str name; };
struct case_names { struct case_name *items; size_t count; size_t room; struct arena *arena; };
struct case_names *case_names(struct arena *arena);

/* The playbook of a kept text, the shipped one where it is the same; books already read are found again in *cache. */
struct case_books { LIST(const struct playbook *) books; };
CHECKED struct err *case_book(const struct case_desk *desk, struct str digest, struct case_books *cache, struct arena *arena,
    const struct playbook **ret_book);
/* Head, playbook, people and access; ERR_NOT_FOUND where he may not read it. number empty: by id. */
CHECKED struct err *case_load_head(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t id, int64_t at,
    struct arena *arena, struct case_now *ret_now);
/* All the rest of it. */
CHECKED struct err *case_load_rest(struct case_now *now, int64_t at, struct arena *arena);
/* A content; one whose key was destroyed is "" and *ret_gone (may be NULL). */
CHECKED struct err *case_content(const struct case_now *now, struct str compartment, struct str about, struct str blob, struct arena *arena,
    struct str *ret_content, bool *ret_gone);
CHECKED struct err *case_seal(const struct case_now *now, struct str compartment, struct str about, struct str content, struct arena *arena,
    struct str *ret_blob);
struct err *case_unknown(struct str number, struct arena *arena);
/* Its place among the playbook's compartments; NO_INDEX. And whether that actor sees it. */
size_t case_compartment(const struct playbook *book, struct str name);
bool case_sees(const struct case_now *now, struct str compartment);

/* predicates.c */
CHECKED struct err *case_predicates(struct case_now *now, int64_t at, struct arena *arena);

/* work.c */
CHECKED struct err *case_entry_in(struct case_now *now, int64_t who, enum entry_verb verb, struct str object, struct str compartment,
    struct str was, struct str became, int64_t thread, int64_t at, struct arena *arena);

/* effects.c: what the engine says came of an act. said (may be NULL): sentences for the person. */
CHECKED struct err *case_apply(struct case_now *now, const struct actor *actor, const struct play_effects *effects, int64_t at,
    struct arena *arena, struct str_list *said);
/* The move was made: whom it concerns outside of the case is told. */
CHECKED struct err *case_after_move(struct case_now *now, size_t move, const struct actor *actor, int64_t at, struct arena *arena);
CHECKED struct err *case_start_task(struct case_now *now, const struct actor *actor, size_t task, int64_t at, struct arena *arena,
    size_t *ret_count);
CHECKED struct err *case_end_task(struct case_now *now, const struct actor *actor, size_t place, enum play_task_state state, struct str note,
    int64_t at, struct arena *arena);
/* Open tasks whose system, product … the case is not about any more. */
CHECKED struct err *case_drop_orphans(struct case_now *now, const struct actor *actor, int64_t at, struct arena *arena);
CHECKED struct err *case_put_value(struct case_now *now, const struct actor *actor, size_t field, struct str text, struct play_cell cell,
    int64_t at, struct arena *arena);

/* show.c */
void case_view_task(const struct case_now *now, const struct actor *actor, size_t place, int64_t at, struct arena *arena,
    struct case_task_view *ret_view);

/* form.c: fields, moves and stages as a person is shown them. */
void case_view_field(const struct case_now *now, const struct actor *actor, const struct play_outline *outline, size_t place, struct arena *arena,
    struct case_field_view *ret_view);
void case_view_stages(const struct case_now *now, const struct actor *actor, const struct play_outline *outline, struct arena *arena,
    struct case_view *view);
void case_view_brings(const struct case_now *now, const struct actor *actor, size_t move, struct arena *arena, struct str_list *ret_brings);

/* file.c */
CHECKED struct err *case_view_file(const struct case_now *now, const struct ledger_case_file *file, struct arena *arena,
    struct case_file_view *ret_view);

/* open.c: ERR_FORBIDDEN where he may begin no case of that playbook. */
CHECKED struct err *case_may_open(const struct actor *actor, const struct playbook *book, struct arena *arena);

/* link.c */
CHECKED struct err *case_link_one(struct case_now *now, const struct actor *actor, const struct case_target *target, int64_t at, struct arena *arena);

/* change.c */
/* The compartment of that name (empty: the first) in which he has that right; ERR_NOT_FOUND also where he does not see it. */
CHECKED struct err *case_compartment_need(const struct case_now *now, struct str name, enum right right, struct arena *arena, size_t *ret_place);

/* words.c */
struct str case_who(const struct case_now *now, int64_t account, struct arena *arena);        /* his name */
/* Refusals as sentences; those that would tell of what he does not see become one that does not. */
void case_refusals(const struct case_now *now, const struct actor *actor, const struct play_refusals *refusals, struct arena *arena,
    struct str_list *ret_words);
struct err *case_refused(const struct case_now *now, const struct actor *actor, struct str what, const struct play_refusals *refusals,
    struct arena *arena);
CHECKED struct err *case_entry_words(const struct case_now *now, const struct actor *actor, const struct ledger_case_entry *entry,
    struct arena *arena, struct case_entry_view *ret_view);
size_t case_field_find(const struct playbook *book, struct str name);
size_t case_task_find(const struct playbook *book, struct str name);
size_t case_move_find(const struct playbook *book, struct str name);
size_t case_state_find(const struct playbook *book, struct str name);

/* task.c: a task of the case to another, as the work of case_within (context: a struct case_assigning); and whether that may be. */
struct case_assigning { int64_t task; struct str login; int64_t due; };
CHECKED struct err *case_may_assign(const struct case_now *now, const struct actor *actor, const struct case_assigning *assigning, int64_t at,
    struct arena *arena, size_t *ret_place, int64_t *ret_owner);
CHECKED struct err *case_assign(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena);

/* share.c: ERR_FORBIDDEN unless he may give in all that the part opens; a role of the playbook by its id, NO_INDEX. */
CHECKED struct err *case_may_give_part(const struct case_now *now, size_t role, struct arena *arena);
size_t case_role_find(const struct playbook *book, struct str id);
