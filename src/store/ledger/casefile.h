/*
 * casefile.h - cases in the ledger: what is kept of them, and how two people who write at once do not lose anything.
 *
 *     casefile ─ case_entry (timeline, 1 2 3 …) ┬ case_thread ─ case_read (how far a person has read)
 *        │  └ playbook_text                     └ messages are entries with a thread
 *        └ case_field   case_task   case_link   case_file ─ case_file_part   case_approval
 *
 * Contents (titles, values of fields, was → became of entries, messages, files, names of subjects and of parties from outside) are blobs
 * that only service/key/vault makes and opens; ids, states, instants and neutral labels are columns. Every change is an entry of
 * the timeline, written in the same unit of work and never changed. A case's revision is the number of its last entry, so that every
 * change raises it; a field has the revision at which it was last written: who writes a field says which revision of it he saw, and
 * gets ERR_CONFLICT when somebody was faster.
 *
 * All functions join the unit of work in which they are called; each that writes needs one (several of them belong together).
 */
#pragma once
#include "store/ledger/ledger.h"

enum tlp { TLP_CLEAR, TLP_GREEN, TLP_AMBER, TLP_AMBER_STRICT, TLP_RED };
extern const struct enum_names tlp_names;      /* "clear" "green" "amber" "amber+strict" "red" */

struct ledger_case {
	int64_t    id;
	struct str number;            /* "R-2026-0001"                                        */
	struct str playbook;          /* its id, and                                          */
	int32_t    edition;           /* the day of its edition                               */
	struct str book_digest;       /* of the text kept in table playbook_text              */
	struct str state;             /* id of the state                                      */
	bool       is_open;
	struct str neutral;           /* what lists show of a sealed case; no content         */
	struct str title;             /* blob                                                 */
	bool       sealed;
	enum tlp   tlp;
	int64_t    unit;              /* whose case it is; 0 nobody's in particular           */
	int64_t    opened_at, entered_at, closed_at;
	int64_t    opened_by;         /* account                                              */
	int64_t    revision;          /* number of the last entry                             */
	struct str proposed;          /* move that waits for a second person; ""              */
	int64_t    proposed_by;
	struct str met;               /* deadlines that were met: their ids with spaces between */
	int64_t    example_at;        /* closed, and offered as an example for the next person */
	struct str example_words;     /* what it is found by then; of open cases only         */
};

/* Keeps the text of an edition; the same again is nothing new. And gives it back: ERR_NOT_FOUND. */
CHECKED struct err *ledger_playbook_keep(struct ledger *ledger, struct str digest, struct str playbook, int32_t edition, struct str text,
    struct arena *arena);
CHECKED struct err *ledger_playbook_text(struct ledger *ledger, struct str digest, struct arena *arena, struct str *ret_text);

/* "R-2026-0001": the next of that letter and year, without gaps, because it is given back with its unit of work. */
CHECKED struct err *ledger_case_number(struct ledger *ledger, struct str prefix, int year, struct arena *arena, struct str *ret_number);
CHECKED struct err *ledger_case_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
/* With its id; revision 0. */
CHECKED struct err *ledger_case_put(struct ledger *ledger, const struct ledger_case *casefile, struct arena *arena);
/* By number, or by id where the number is empty; id 0 in *ret_case: there is none. */
CHECKED struct err *ledger_case_find(struct ledger *ledger, struct str number, int64_t id, struct arena *arena, struct ledger_case *ret_case);
/* Everything but id, number, opening and revision, which only entries raise. */
CHECKED struct err *ledger_case_change(struct ledger *ledger, const struct ledger_case *casefile, struct arena *arena);

struct ledger_case_filter {
	int        is_open;           /* 1 open, 0 closed, -1 either                          */
	struct str playbook, state;   /* ids; empty: any                                      */
	int64_t    unit;              /* 0: any                                               */
	int64_t    after;             /* id of the last of the page before; 0: the first page */
	int64_t    most;              /* rows                                                 */
};
#define LEDGER_CASES_OPEN { .is_open = 1, .most = 100 }
typedef struct err *ledger_each_case(void *context, const struct ledger_case *casefile, struct arena *arena);
/* Newest first. */
CHECKED struct err *ledger_cases(struct ledger *ledger, const struct ledger_case_filter *filter, ledger_each_case *each, void *context,
    struct arena *arena);
/* Offered as examples, newest first. */
CHECKED struct err *ledger_case_examples(struct ledger *ledger, ledger_each_case *each, void *context, struct arena *arena);

/* ------------------------------------------------------------------------------------------- timeline */

enum entry_verb {                 /* of the timeline; the words of each are service/casefile's */
	ENTRY_OPENED, ENTRY_FIELD, ENTRY_MOVE, ENTRY_PROPOSED, ENTRY_TASK_STARTED, ENTRY_TASK_DONE, ENTRY_TASK_DROPPED, ENTRY_TASK_ASSIGNED,
	ENTRY_MESSAGE, ENTRY_FILE, ENTRY_LINK, ENTRY_PARTY, ENTRY_GRANT, ENTRY_APPROVAL, ENTRY_DOCUMENT, ENTRY_DEADLINE, ENTRY_REMINDED,
	ENTRY_ESCALATED, ENTRY_EDITION, ENTRY_TLP, ENTRY_SENT, ENTRY_NOTE, ENTRY_TITLE, ENTRY_THREAD, ENTRY_RELEASED, ENTRY_UNLINKED,
	ENTRY_WITHDRAWN, ENTRY_EXAMPLE, ENTRY_KEY, ENTRY_TICKET, ENTRY_VERBS,
};
extern const struct enum_names entry_verb_names;      /* "opened" "field" "move" … */

struct ledger_case_entry {
	int64_t         casefile;
	int64_t         number;       /* from 1 in every case: its revision after the entry    */
	int64_t         at;
	int64_t         who;          /* account; 0 the program                               */
	enum entry_verb verb;
	struct str      object;       /* "applies", "mend/12", "12": id only, never content   */
	struct str      compartment;
	struct str      was, became;  /* blobs, made for place "entry/NUMBER/was", "…/became" */
	int64_t         thread;       /* of ENTRY_MESSAGE                                     */
};
/* The number that the next entry will have; the case is this unit of work's from here on. */
CHECKED struct err *ledger_case_next(struct ledger *ledger, int64_t casefile, struct arena *arena, int64_t *ret_number);
/* With the number taken before; number 0 (an entry without content): takes it here. */
CHECKED struct err *ledger_case_entry_put(struct ledger *ledger, const struct ledger_case_entry *entry, struct arena *arena);
typedef struct err *ledger_each_case_entry(void *context, const struct ledger_case_entry *entry, struct arena *arena);
/* In order, those after a number; thread 0: all. */
CHECKED struct err *ledger_case_entries(struct ledger *ledger, int64_t casefile, int64_t thread, int64_t after, int64_t most,
    ledger_each_case_entry *each, void *context, struct arena *arena);

/* --------------------------------------------------------------------------------- fields, approvals */

struct ledger_case_field {
	struct str name;
	struct str content;           /* blob; the canonical text of play_value, "" emptied   */
	struct str compartment;
	int64_t    revision, by, at;
};
/* revision: of the entry that tells of it. */
CHECKED struct err *ledger_case_field_put(struct ledger *ledger, int64_t casefile, const struct ledger_case_field *field, struct arena *arena);
typedef struct err *ledger_each_case_field(void *context, const struct ledger_case_field *field, struct arena *arena);
CHECKED struct err *ledger_case_fields(struct ledger *ledger, int64_t casefile, ledger_each_case_field *each, void *context,
    struct arena *arena);

struct ledger_case_approval { struct str name; int64_t state /* enum approval_state */, by, at; };
CHECKED struct err *ledger_case_approval_put(struct ledger *ledger, int64_t casefile, const struct ledger_case_approval *approval,
    struct arena *arena);
typedef struct err *ledger_each_case_approval(void *context, const struct ledger_case_approval *approval, struct arena *arena);
CHECKED struct err *ledger_case_approvals(struct ledger *ledger, int64_t casefile, ledger_each_case_approval *each, void *context,
    struct arena *arena);

/* ---------------------------------------------------------------------------------------------- tasks */

struct ledger_case_task {
	int64_t    id, casefile;
	struct str kind;              /* task of the playbook                                 */
	struct str role;              /* whose work it is                                     */
	int64_t    subject;           /* system, product …, or minus the link that names it; 0 */
	struct str subject_name;      /* blob, for place "task/ID"                            */
	struct str compartment;
	int64_t    owner;             /* account; 0: nobody in person yet                     */
	int64_t    due;
	int64_t    state;             /* enum play_task_state                                 */
	int64_t    started_at, ended_at, ended_by;
};
CHECKED struct err *ledger_case_task_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_case_task_put(struct ledger *ledger, const struct ledger_case_task *task, struct arena *arena);
/* Owner, due, state and end. */
CHECKED struct err *ledger_case_task_change(struct ledger *ledger, const struct ledger_case_task *task, struct arena *arena);
/* id 0 in *ret_task: none. */
CHECKED struct err *ledger_case_task_find(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_case_task *ret_task);
typedef struct err *ledger_each_case_task(void *context, const struct ledger_case_task *task, struct arena *arena);
CHECKED struct err *ledger_case_tasks(struct ledger *ledger, int64_t casefile, ledger_each_case_task *each, void *context, struct arena *arena);
/* Open ones of that person (0: of nobody in person), the earliest due first, those without last; and everybody's. */
CHECKED struct err *ledger_case_tasks_of(struct ledger *ledger, int64_t owner, int64_t most, ledger_each_case_task *each, void *context,
    struct arena *arena);
CHECKED struct err *ledger_case_tasks_open(struct ledger *ledger, int64_t most, ledger_each_case_task *each, void *context, struct arena *arena);
/* Likewise those of nobody in person for which the account has the part: itself, by a unit, or by one of these offices (bits). */
CHECKED struct err *ledger_case_tasks_for(struct ledger *ledger, int64_t account, unsigned offices, int64_t most, ledger_each_case_task *each,
    void *context, struct arena *arena);

/* ------------------------------------------------------------------------------------- threads, reading */

struct ledger_case_thread {
	int64_t    id, casefile;
	struct str title;             /* blob, for place "thread/ID"                          */
	struct str compartment;
	int64_t    by, at;
	int64_t    messages, unread;  /* when listed: all, and those of others that he has not read */
};
CHECKED struct err *ledger_case_thread_put(struct ledger *ledger, const struct ledger_case_thread *thread, struct arena *arena);
CHECKED struct err *ledger_case_thread_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
typedef struct err *ledger_each_case_thread(void *context, const struct ledger_case_thread *thread, struct arena *arena);
CHECKED struct err *ledger_case_threads(struct ledger *ledger, int64_t casefile, int64_t account, ledger_each_case_thread *each,
    void *context, struct arena *arena);
/* He has read up to that entry; never less than before. */
CHECKED struct err *ledger_case_read(struct ledger *ledger, int64_t account, int64_t thread, int64_t number, int64_t at, struct arena *arena);

/* ---------------------------------------------------------------------------------------------- links */

enum case_link { LINK_FINDING, LINK_SYSTEM, LINK_ADVISORY, LINK_CASE, LINK_TICKET, LINK_PRODUCT, LINK_VENDOR, LINK_UNIT };
extern const struct enum_names case_link_names;      /* "finding" "system" "advisory" "case" "ticket" "product" "vendor" "unit" */
struct ledger_case_link {
	int64_t        id, casefile;
	enum case_link kind;
	int64_t        target;        /* of the ledger: finding, system, vulnerability, case, product, unit; 0: only a text */
	struct str     content;       /* blob, for place "link/ID": its text as written       */
	struct str     compartment;
	int64_t        by, at;
	int64_t        withdrawn_at;  /* INSTANT_NONE: it holds                               */
};
CHECKED struct err *ledger_case_link_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_case_link_put(struct ledger *ledger, const struct ledger_case_link *link, struct arena *arena);
CHECKED struct err *ledger_case_link_withdraw(struct ledger *ledger, int64_t id, int64_t by, int64_t at, struct arena *arena);
typedef struct err *ledger_each_case_link(void *context, const struct ledger_case_link *link, struct arena *arena);
/* Those that hold. */
CHECKED struct err *ledger_case_links(struct ledger *ledger, int64_t casefile, ledger_each_case_link *each, void *context, struct arena *arena);
/* Cases with such a link, newest first; of a system also those about one of its findings. */
CHECKED struct err *ledger_cases_about(struct ledger *ledger, enum case_link kind, int64_t target, ledger_each_case *each, void *context,
    struct arena *arena);
/* What a target is called, and its id by that name: system, advisory (vulnerability), product, unit, case. 0: unknown. */
CHECKED struct err *ledger_case_target(struct ledger *ledger, enum case_link kind, struct str name, struct arena *arena, int64_t *ret_target);

/* Systems (LINK_SYSTEM) or products (LINK_PRODUCT) the case is about: linked, or of its findings; by name. */
struct ledger_case_subject { int64_t id; struct str name; };
typedef struct err *ledger_each_case_subject(void *context, const struct ledger_case_subject *subject, struct arena *arena);
CHECKED struct err *ledger_case_subjects(struct ledger *ledger, int64_t casefile, enum case_link kind, ledger_each_case_subject *each,
    void *context, struct arena *arena);

/*
 * How the findings stand that a case is about: those linked, and all of a linked advisory (on its linked systems, when it has some).
 * system or product 0: all of them.
 */
struct ledger_case_standing {
	int64_t findings;             /* how many there are, open or closed                   */
	int64_t open;                 /* of these 該当 or 判定不能                            */
	int64_t exploited;            /* in KEV                                               */
	int64_t worst;                /* enum ledger_action of the open ones                  */
	int64_t assessed_at;          /* of the last assessment; INSTANT_NONE: none ever      */
};
CHECKED struct err *ledger_case_standing(struct ledger *ledger, int64_t casefile, int64_t system, int64_t product, struct arena *arena,
    struct ledger_case_standing *ret_standing);

/* Which findings open cases are about, by case; since: only those of which something changed from then on, 0: all. */
struct ledger_case_cover { int64_t finding, casefile; };
struct ledger_case_covers { struct ledger_case_cover *items; size_t count; size_t room; };
CHECKED struct err *ledger_case_covered(struct ledger *ledger, int64_t since, struct arena *arena, struct ledger_case_covers *ret_covers);

/* ---------------------------------------------------------------------------------------------- files */

struct ledger_case_file {
	int64_t    id, casefile;
	struct str name;              /* blob, for place "file/ID": name, kind and digest, a line each */
	struct str compartment;
	int64_t    size;              /* of the content                                       */
	int64_t    by, at;
	int64_t    released_at, released_by;      /* INSTANT_NONE: in quarantine              */
};
enum { CASE_FILE_PART = 256 * 1024 };         /* content of one part before it is sealed  */
CHECKED struct err *ledger_case_file_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_case_file_put(struct ledger *ledger, const struct ledger_case_file *file, struct arena *arena);
/* blob, for place "file/ID/PART"; parts from 0. */
CHECKED struct err *ledger_case_file_part_put(struct ledger *ledger, int64_t file, int64_t part, struct str content, struct arena *arena);
/* id 0 in *ret_file: none. */
CHECKED struct err *ledger_case_file_find(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_case_file *ret_file);
CHECKED struct err *ledger_case_file_release(struct ledger *ledger, int64_t id, int64_t by, int64_t at, struct arena *arena);
typedef struct err *ledger_each_case_file(void *context, const struct ledger_case_file *file, struct arena *arena);
CHECKED struct err *ledger_case_files(struct ledger *ledger, int64_t casefile, ledger_each_case_file *each, void *context, struct arena *arena);
typedef struct err *ledger_each_case_file_part(void *context, struct str content, struct arena *arena);
CHECKED struct err *ledger_case_file_parts(struct ledger *ledger, int64_t file, ledger_each_case_file_part *each, void *context,
    struct arena *arena);
