/*
 * casefile.h - cases: open one, see it, fill in, move on, write, find; and what everybody has to do.
 *
 * Every function asks who the actor is and what he may do in this case (domain/visibility). A case he may not read, and a compartment
 * he does not see, do not exist for him: ERR_NOT_FOUND, in no list, no count, no search. Each change is one unit of work: the change, its
 * timeline entry, its audit row, what the engine says comes of it (tasks, documents, deadlines), and what the program then does by itself
 * (case_settle). Reading a sealed case writes its audit row and commits it before the content is given.
 *
 * Cases are named by number, "R-2026-0001". Texts of answers are in the actor's language and live as long as the arena.
 */
#pragma once
#include "domain/playbook/engine.h"
#include "domain/playbook/playbook.h"
#include "service/casefile/view.h"
#include "service/key/vault.h"
#include "service/people/actor.h"
#include "service/stand.h"
#include "store/ledger/casefile.h"

struct case_now;
struct case_names;

/*
 * What other services do when a case changes, in its unit of work. Each may be NULL.
 */
struct case_hooks {
	void *context;            /* of all but make_document, whose own it is: */
	void *documents;
	/* The document (its place in the playbook) is to be produced and kept. context: documents. */
	struct err *(*make_document)(void *context, const struct case_now *now, size_t document, const struct actor *actor, int64_t at,
	    struct arena *arena);
	/* The move was made: what it says about the findings of the case goes into the ledger. Fields that it clears are so already. */
	struct err *(*moved)(void *context, struct case_now *now, size_t move, const struct actor *actor, int64_t at, struct arena *arena);
	/* A person filled that field in (or emptied it): what it says is known outside of the case too. */
	struct err *(*filled)(void *context, struct case_now *now, size_t field, const struct actor *actor, int64_t at, struct arena *arena);
	/* The case is as it is now: its deadlines are to be counted anew. */
	struct err *(*refresh_deadlines)(void *context, const struct case_now *now, int64_t at, struct arena *arena);
	/* PREDICATE_RELEASE_PASSED by trusted time. Unknown without it: what waits for a release waits. */
	struct err *(*release_passed)(void *context, int64_t release, int64_t at, struct arena *arena, struct fact *ret_passed);
	/* Where SPAN_MAINTENANCE ends, for these systems; INSTANT_NONE unknown. */
	struct err *(*next_maintenance)(void *context, const int64_t *systems, size_t count, int64_t at, struct arena *arena, int64_t *ret_next);
};

/* Where cases are worked at. */
struct case_desk {
	struct ledger           *ledger;
	struct vault            *vault;        /* NULL: sealed cases are ERR_LOCKED                       */
	const struct playbooks  *books;        /* what cases begin with, and can be moved to              */
	const struct calendar   *calendar;
	const struct case_hooks *hooks;        /* NULL: none                                              */
};

/* The desk of a home, for as long as the arena; its vault and hooks are closed with it. */
struct home;
CHECKED struct err *case_desk_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct case_desk *ret_desk);
void case_desk_close(struct case_desk *desk);
#define CASE_DESK_SCOPE __attribute__((cleanup(case_desk_close))) = { 0 }

/* ------------------------------------------------------------------------------------------- opening */

/* "12" of a finding; a name or number of others. compartment: empty for the first. */
struct case_target { enum case_link kind; struct str text, compartment; };
struct case_opening {
	struct str                playbook;    /* id; the edition in force on that day                    */
	struct str                as;          /* role the opener takes; empty: the one his office names, else the first */
	struct str                title;
	struct str                neutral;     /* label in lists of a sealed case; empty: the playbook's title */
	enum tlp                  tlp;
	struct str                unit;        /* whose case it is; empty: nobody's in particular         */
	LIST(struct case_target)  about;
};
/*
 * For security staff, for the office that the first role is called after, and for operators, owner units and executives where it is called
 * after none. In an open case every role that is called after an office is held by that office, but "owner" and "unit" by the unit
 * and by those of the systems it is about, where these are known; in a sealed one nobody but the opener has a part yet.
 */
CHECKED struct err *case_open(const struct case_desk *desk, const struct actor *actor, const struct case_opening *opening, int64_t now,
    struct arena *arena, struct str *ret_number);

/* Playbooks in force of which he may begin cases; units, and systems by name (at most CASE_SYSTEMS_MOST), that they may be about. */
enum { CASE_SYSTEMS_MOST = 300 };
bool case_may_open_any(const struct case_desk *desk, const struct actor *actor, int64_t now, struct arena *arena);
CHECKED struct err *case_openable(const struct case_desk *desk, const struct actor *actor, int64_t now, struct arena *arena,
    struct case_openable_view *ret_view);

/* ----------------------------------------------------------------------------------- seeing and finding */

CHECKED struct err *case_show(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct case_view *ret_view);

struct case_query {
	int        open;              /* 1 open, 0 closed, -1 either                                     */
	bool       mine;              /* in which he has a part                                          */
	bool       overdue;           /* a deadline or a task is past                                    */
	struct str playbook, state;   /* ids; empty: any                                                 */
	struct str system;            /* name; empty: any                                                */
	struct str text;              /* in number, label, title, or the number of a ticket; empty: any  */
	struct str after;             /* number of the last of the page before; empty: the first page    */
	int64_t    most;
};
#define CASE_QUERY_OPEN { .open = 1, .most = 100 }
CHECKED struct err *case_list(const struct case_desk *desk, const struct actor *actor, const struct case_query *query, int64_t now,
    struct arena *arena, struct case_list_view *ret_list);

/* --------------------------------------------------------------------------------------------- changing */

/* "" empties the field. revision: of the field as the person saw it, -1: whatever it is. ERR_CONFLICT says who wrote what, and keeps the text. */
CHECKED struct err *case_set(const struct case_desk *desk, const struct actor *actor, struct str number, struct str field, struct str value,
    int64_t revision, int64_t now, struct arena *arena);

/*
 * Forms for fields of a case: for one field, or (field empty) for all of that stage which he may fill, those without rows first. A field that he
 * may not fill comes with why. ERR_NOT_FOUND: there is no such field or stage, or he does not see it.
 */
CHECKED struct err *case_forms(const struct case_desk *desk, const struct actor *actor, struct str number, struct str stage, struct str field,
    int64_t now, struct arena *arena, struct case_forms_view *ret_view);
/*
 * Rows as the value of a field of rows: cells, a row after another, as many as the form's columns each, in their order; rows of empty cells
 * are left out, and those whose number (from 0) stands in `out`. Empty when no row is left.
 */
CHECKED struct err *case_rows(const struct case_form_view *form, const struct str_list *cells, const struct str_list *out, struct arena *arena,
    struct str *ret_value);

struct case_moved {
	bool            proposed;     /* waits for another person's confirmation                         */
	struct str      state, title; /* where the case is now                                           */
	struct str_list done;         /* what came of it, in sentences                                   */
};
/* ERR_CONFLICT with every reason why not. reason: empty where the move needs none. */
CHECKED struct err *case_move(const struct case_desk *desk, const struct actor *actor, struct str number, struct str move, struct str reason,
    int64_t now, struct arena *arena, struct case_moved *ret_moved);
/* The second person's word on the move that waits; refuse gives it back to the first with a reason. */
CHECKED struct err *case_confirm(const struct case_desk *desk, const struct actor *actor, struct str number, bool refuse, struct str reason,
    int64_t now, struct arena *arena, struct case_moved *ret_moved);

CHECKED struct err *case_note(const struct case_desk *desk, const struct actor *actor, struct str number, struct str text, struct str compartment,
    int64_t now, struct arena *arena);
CHECKED struct err *case_set_tlp(const struct case_desk *desk, const struct actor *actor, struct str number, enum tlp tlp, int64_t now,
    struct arena *arena);
CHECKED struct err *case_set_title(const struct case_desk *desk, const struct actor *actor, struct str number, struct str title, int64_t now,
    struct arena *arena);
/* What the two say now. */
CHECKED struct err *case_head_stand(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct stand *ret_stand);
/* To another edition of its playbook. make false: only what would differ. */
CHECKED struct err *case_edition(const struct case_desk *desk, const struct actor *actor, struct str number, int32_t day, bool make, int64_t now,
    struct arena *arena, struct case_edition_view *ret_view);
CHECKED struct err *case_link(const struct case_desk *desk, const struct actor *actor, struct str number, const struct case_target *target,
    int64_t now, struct arena *arena);
CHECKED struct err *case_unlink(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t link, int64_t now,
    struct arena *arena);

/* A closed open-case is offered to the next person, found by these words and its own; withdrawn again. Never a sealed one. */
CHECKED struct err *case_example(const struct case_desk *desk, const struct actor *actor, struct str number, struct str words, bool withdraw,
    int64_t now, struct arena *arena);
CHECKED struct err *case_examples(const struct case_desk *desk, const struct actor *actor, struct str text, int64_t now, struct arena *arena,
    struct case_list_view *ret_list);

/* ------------------------------------------------------------------------------------------------ tasks */

/* Open tasks, the earliest due first: his own, and those nobody has in person whose role he has; or another's. */
struct task_query { bool mine; struct str owner; /* login; empty: any */ struct str number; bool overdue; int64_t most; };
CHECKED struct err *task_list(const struct case_desk *desk, const struct actor *actor, const struct task_query *query, int64_t now,
    struct arena *arena, struct task_list_view *ret_list);
/* The case of a task, as he may see it. */
CHECKED struct err *task_case(const struct case_desk *desk, const struct actor *actor, int64_t task, int64_t now, struct arena *arena,
    struct case_view *ret_view);
/* Everybody who is active, by login: whom something may be asked of. */
CHECKED struct err *case_people_all(const struct case_desk *desk, struct arena *arena, struct case_choices *ret_people);
CHECKED struct err *task_done(const struct case_desk *desk, const struct actor *actor, int64_t task, struct str note, int64_t now,
    struct arena *arena);
/* To a login; "" to nobody in person. due: INSTANT_NONE leaves it as it is. */
CHECKED struct err *task_assign(const struct case_desk *desk, const struct actor *actor, int64_t task, struct str login, int64_t due, int64_t now,
    struct arena *arena);

/* ----------------------------------------------------------------------------------- threads and messages */

/* A new thread with its first message (thread 0), or a message in one. *ret_thread: which. compartment: of a new one; empty: the first. */
struct case_message { int64_t thread; struct str title, compartment, text; int64_t corrects; /* number of an earlier message of his; 0 */ };
CHECKED struct err *case_write(const struct case_desk *desk, const struct actor *actor, struct str number, const struct case_message *message,
    int64_t now, struct arena *arena, int64_t *ret_thread);
/* The messages of a thread; it is read by him from then on. */
CHECKED struct err *case_thread(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t thread, int64_t now,
    struct arena *arena, struct case_thread_view *ret_view);

/* ------------------------------------------------------------------------------------------------- files */

/* ERR_LIMIT, ERR_FORMAT where it is no text, or longer than `most`. */
CHECKED struct err *case_text(struct str text, size_t most, struct arena *arena);
/* What a file is, told from its first bytes and never its name: "pdf" "png" "text" "program" "unknown" …; its last name, without what steers a terminal. */
const char *case_file_kind(struct str content);
struct str case_file_name(struct str name, struct arena *arena);
/* Into quarantine. content: whole, at most LIMIT_CASE_FILE. */
CHECKED struct err *case_file_put(const struct case_desk *desk, const struct actor *actor, struct str number, struct str name, struct str content,
    struct str compartment, int64_t now, struct arena *arena, struct case_file_view *ret_view);
CHECKED struct err *case_file_get(const struct case_desk *desk, const struct actor *actor, int64_t file, int64_t now, struct arena *arena,
    struct case_file_view *ret_view, struct str *ret_content);
CHECKED struct err *case_file_release(const struct case_desk *desk, const struct actor *actor, int64_t file, struct str reason, int64_t now,
    struct arena *arena);

/* Words for people, as keys of the catalogue. */
const char *case_link_text(enum case_link kind);
const char *case_approval_text(enum approval_state state);

/* -------------------------------------------------------------------------------- for services above this */

/* A case with all the engine asks, as one actor sees it. */
struct case_value { struct str text; int64_t revision, by, at; };      /* canonical; "" empty */
struct case_now {
	const struct case_desk   *desk;
	struct ledger_case        head;       /* as stored; title is a blob                         */
	struct str                title;
	const struct playbook    *book;       /* its own edition                                    */
	struct play_case          play;
	struct case_value        *values;     /* by field of the playbook                           */
	LIST(struct ledger_case_task) tasks;  /* as play.tasks; subject_name is content here        */
	LIST(struct ledger_case_link) links;  /* content likewise                                   */
	struct case_people        people;     /* parties, grants                                    */
	struct access             access;     /* of that actor                                      */
	struct play_actor         actor;
	struct case_names        *names;      /* of people, as they were looked up                  */
	bool                      settled;    /* case_settle was called: nothing may change any more */
};
/* ERR_NOT_FOUND also where he may not read it. Writes the audit row of a read of a sealed case, outside of a unit of work. */
CHECKED struct err *case_load(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct case_now *ret_now);
CHECKED struct err *case_load_id(const struct case_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena,
    struct case_now *ret_now);
/* ERR_FORBIDDEN in words. */
CHECKED struct err *case_need(const struct case_now *now, unsigned right, size_t compartment, struct arena *arena);

/*
 * One change of one case (number, or id where it is empty) as a unit of work: loads it, calls `work`, which may be called again after a
 * conflict, then settles. Not inside another unit of work.
 */
typedef struct err *case_work(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena);
CHECKED struct err *case_within(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t id, int64_t at,
    case_work *work, void *context, struct arena *arena);
/* Within it. object of the audit row: behind "case/ID/"; its digest is of the content, none in a sealed case. */
CHECKED struct err *case_audit(const struct case_now *now, const struct actor *actor, const char *verb, struct str object, struct str content,
    int64_t at, struct arena *arena);
CHECKED struct err *case_entry(struct case_now *now, const struct actor *actor, enum entry_verb verb, struct str object, size_t compartment,
    struct str was, struct str became, int64_t at, struct arena *arena);
/* case_link within it. */
CHECKED struct err *case_link_now(struct case_now *now, const struct actor *actor, const struct case_target *target, int64_t at, struct arena *arena,
    int64_t *ret_link);
CHECKED struct err *case_approval_set(struct case_now *now, const struct actor *actor, size_t approval, enum approval_state state, int64_t at,
    struct arena *arena);
/* What follows by itself: tasks and moves that the program makes; then the case is stored and its deadlines are counted anew. */
CHECKED struct err *case_settle(struct case_now *now, int64_t at, struct arena *arena);

/* For jobs: loads, settles, commits. *ret_changed: something happened. */
CHECKED struct err *case_settle_id(const struct case_desk *desk, int64_t id, int64_t now, struct arena *arena, bool *ret_changed);
