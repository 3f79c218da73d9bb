/*
 * casefile.h - cases in the ledger: what is kept of them, and how two people who write at once do not lose anything.
 *
 * Contents (titles, values of fields, from → to of entries, messages, files, names of parties from outside) are blobs that only
 * service/key/vault opens; ids, states, instants and neutral labels are columns. Every change is an entry of the timeline, written in the same unit
 * of work and never changed. A case has a revision that every change raises; a field has the revision at which it was last written: who
 * writes a field says which revision of it he saw, and gets ERR_CONFLICT when somebody was faster.
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
	struct str neutral;           /* what lists show of a sealed case; no content         */
	struct str title;             /* blob                                                 */
	bool       sealed;
	enum tlp   tlp;
	int64_t    opened_at, entered_at, closed_at;
	int64_t    opened_by;         /* account                                              */
	int64_t    revision;
	struct str proposed;          /* move that waits for a second person; ""              */
	int64_t    proposed_by;
	int64_t    example_at;        /* closed, and offered as an example for the next person */
};

enum entry_verb {                 /* of the timeline; the words of each are service/casefile's */
	ENTRY_OPENED, ENTRY_FIELD, ENTRY_MOVE, ENTRY_PROPOSED, ENTRY_TASK_STARTED, ENTRY_TASK_DONE, ENTRY_TASK_DROPPED, ENTRY_TASK_ASSIGNED,
	ENTRY_MESSAGE, ENTRY_FILE, ENTRY_LINK, ENTRY_PARTY, ENTRY_GRANT, ENTRY_APPROVAL, ENTRY_DOCUMENT, ENTRY_DEADLINE, ENTRY_REMINDED,
	ENTRY_ESCALATED, ENTRY_EDITION, ENTRY_TLP, ENTRY_SENT, ENTRY_NOTE,
};
struct ledger_case_entry {
	int64_t         id, casefile, at;
	int64_t         who;          /* account; 0 the program                               */
	enum entry_verb verb;
	struct str      object;       /* "applies", "mend/12", "12": id only, never content   */
	struct str      compartment;
	struct str      from, to;     /* blobs                                                */
	int64_t         thread;       /* of ENTRY_MESSAGE                                     */
	int64_t         revision;     /* of the case after it                                 */
};
struct ledger_case_field { struct str name, blob, compartment; int64_t revision, by, at; };
struct ledger_case_task {
	int64_t    id, casefile;
	struct str kind;              /* task of the playbook                                 */
	int64_t    subject;           /* system, product …; 0                                 */
	struct str subject_name;
	int64_t    owner;             /* account; 0: nobody in person yet                     */
	int64_t    due;
	int        state;             /* enum play_task_state                                 */
	int64_t    started_at, ended_at, ended_by;
};
enum case_link { LINK_FINDING, LINK_SYSTEM, LINK_ADVISORY, LINK_CASE, LINK_TICKET, LINK_PRODUCT, LINK_VENDOR, LINK_UNIT };
extern const struct enum_names case_link_names;
struct ledger_case_link { int64_t id, casefile; enum case_link kind; int64_t target; struct str text; int64_t by, at; };
