/*
 * playbook.h - a procedure as a plain value: who does what, in which order, by when, and what comes of it.
 *
 * A playbook is written as YAML (domain/playbook reads and checks it, tsukuroi-playbook(5) is the manual) and dated: a case keeps
 * the edition it began with. Every list below is in the order of the file; where one part speaks of another it holds the other's
 * place in its list (an index), NO_INDEX for none. Texts live as long as the arena the playbook was read into.
 *
 *     playbook: finding-response
 *     since: 2026-04-01
 *     title: {ja: 見つかった弱点への対応, en: Response to a finding}
 *     about: {ja: 使っている製品に弱点が見つかった, en: A product in use has a weakness}      # when it is begun; may be left out
 *     number: R                                      # its cases are called R-2026-0001
 *     sealed: false                                  # true: content is encrypted under keys of its compartments
 *     compartments: [common, finder]                 # the first is where everything is unless it says otherwise
 *     roles:
 *       security: {ja: セキュリティ担当者, en: Security staff, rights: [read, comment, edit, assign, export, close], above: executive}
 *       owner:    {ja: オーナー部門, en: Owner unit, rights: [read, comment], compartments: [common]}
 *     fields:
 *       applies:  {type: choice, values: {affected: {ja: 該当, en: affected}, …}, ja: 該非, en: Applies, by: [security], from: survey,
 *                  visible_to: [security, owner], compartment: common}
 *       plans:    {type: rows, min: 1, columns: {content: {type: text, ja: 内容, en: Content}, …}, by: [security]}
 *     approvals:
 *       consent:  {ja: 同意, en: Consent, route: owner-consent, of: [plans]}     # a file of routes/; begins anew when a plan changes
 *     tasks:
 *       mend:     {ja: 実施, en: Mend, each: system, by: operator, in: doing, done_when: rematch_clear, due: {business_days: 5}}
 *     states:
 *       survey:   {ja: ①調査, en: Survey}
 *       accepted: {ja: 受容, en: Accepted, final: true}
 *     moves:
 *       - {id: decide, ja: 方向性を決める, en: Set direction, from: survey, to: direction, by: [security], needs: [applies],
 *          when: "applies == affected", makes: [notice], starts: [mend], two_person: false}
 *       - {id: lapse, ja: 受容の期限切れ, en: Acceptance lapsed, from: accepted, to: survey, by: program, when: expiry_passed, clears: [consent]}
 *     guards:
 *       embargo: {ja: 公表日の前, en: before the release, when: "not release_passed", forbids: [publish]}
 *     deadlines:
 *       look:     {ja: 初動, en: First look, in: survey, from: opened, due: {business_days: 1}, when: …, met_by: decide,
 *                  remind: [{before: {business_days: 1}, tell: security}], escalate: [{after: {hours: 0}, tell: owner}]}
 *       draft:    {ja: 原稿, en: Draft, from: release, before: {days: 7}, met_by: draft_sent}        # n days before the field
 *     documents:
 *       notice:   {ja: 停止のお知らせ, en: Notice, template: stop-notice, to: [owner]}
 *
 *     begins: [mend]                                   # tasks started when a case is opened
 *
 * Guards, `when` and `done_when` are expressions of domain/rule. Their words: a field of type bool, number, money (yen), rows (how many)
 * or choice by its name; `FIELD_filled`; `TASK_open`, `TASK_done` (how many); `DEADLINE_passed` (it runs, is not met, and its instant is
 * past); `APPROVAL` (none, pending, granted, refused); and the predicates below.
 */
#pragma once
#include "base/clock.h"
#include "base/lang.h"
#include "base/vec.h"
#include "model/schema.h"

#define NO_INDEX SIZE_MAX
struct index_list { size_t *items; size_t count; size_t room; };

struct words { struct str ja, en; };

/* What a person may do with a case; nobody deletes (design §9). Bits. */
enum right {
	RIGHT_READ = 1, RIGHT_COMMENT = 2, RIGHT_EDIT = 4, RIGHT_ASSIGN = 8, RIGHT_EXPORT = 16, RIGHT_CLOSE = 32,
	RIGHT_GRANT = 64,      /* give others rights, parts and tasks */
};
enum { RIGHT_COUNT = 7, RIGHTS_ALL = 127 };
extern const struct enum_names right_names;    /* by bit: "read" "comment" … */

struct play_role {
	struct str        id;
	struct words      title;
	unsigned          rights;         /* RIGHT_ bits of whoever has the part                  */
	size_t            above;          /* role told when this one does not act                 */
	struct index_list compartments;   /* that it may see; all when the file names none        */
	int64_t           line;           /* of the file, here and below: for messages            */
};

enum play_type {
	PLAY_BOOL, PLAY_NUMBER, PLAY_DAY, PLAY_INSTANT, PLAY_TEXT, PLAY_LONG, PLAY_CHOICE, PLAY_MONEY /* yen */,
	PLAY_PERSON, PLAY_UNIT, PLAY_URL, PLAY_ROWS,
};
extern const struct enum_names play_type_names;     /* "bool" "number" "day" "instant" "text" "long" "choice" … */

struct play_value { struct str id; struct words title; };     /* one of a choice */

struct play_field {
	struct str        id;
	struct words      title, hint;
	enum play_type    type;
	LIST(struct play_value) values;     /* of PLAY_CHOICE                                      */
	LIST(struct play_field) columns;    /* of PLAY_ROWS: id, title, type, values, required     */
	int64_t           min;              /* rows at least; of numbers the least                 */
	bool              required;         /* of a column                                         */
	size_t            from;             /* state from which on it must be filled; NO_INDEX     */
	uint64_t          obliged;          /* bit i: must be filled in state i: `from`, and every state to which each way leads through it */
	struct index_list by;               /* roles that fill it; empty: those with the right to edit */
	struct index_list visible_to;       /* empty: whoever may read the case                    */
	size_t            compartment;
	int64_t           line;
};

struct play_state {
	struct str   id;
	struct words title;
	bool         final;        /* the case is closed in it; moves may lead out (reopening) */
	int64_t      line;
};

/* A span: exactly one of them. Months are calendar months, the last day of a shorter one. */
enum span_kind { SPAN_HOURS, SPAN_BUSINESS_HOURS, SPAN_DAYS, SPAN_BUSINESS_DAYS, SPAN_MONTHS, SPAN_MAINTENANCE /* the next cycle */ };
extern const struct enum_names span_names;          /* "hours" "business_hours" "days" "business_days" "months" "maintenance" */
struct span { enum span_kind kind; int64_t count; };

struct rule;      /* domain/rule */

enum play_each { EACH_ONE, EACH_SYSTEM, EACH_PRODUCT, EACH_UNIT, EACH_VENDOR };   /* a task for every … the case is about */
extern const struct enum_names play_each_names;     /* "one" "system" "product" "unit" "vendor" */

struct play_task {
	struct str         id;
	struct words       title;
	enum play_each     each;
	size_t             by;            /* role                                        */
	struct index_list  in;            /* states in which it can be worked on; never empty, all that are not final when the file names none */
	const struct rule *done_when;     /* must hold before it may be called done; NULL */
	struct str         done_text;     /* the same as written                         */
	bool               has_due;
	struct span        due;           /* from when it was started                    */
	bool               optional;      /* open ones hold nobody up: a move that ends their states drops them */
	int64_t            line;
};

/*
 * What a move says about the findings the case is about: they are accepted, deferred, not affected, from then on until its last day, by the words
 * of the case's fields (service/respond puts that into the ledger, with the case). Fields; NO_INDEX for none.
 */
enum play_decides { DECIDES_NOTHING, DECIDES_ACCEPT, DECIDES_DEFER, DECIDES_NOT_AFFECTED };
extern const struct enum_names play_decides_names;  /* "nothing" "accept" "defer" "not_affected" */
struct play_decision { enum play_decides kind; size_t owner, reason, effect, until; };

struct play_move {
	struct str         id;
	struct words       title;
	struct index_list  from;          /* states                                      */
	size_t             to;
	struct index_list  by;            /* roles; the program itself when by_program   */
	bool               by_program;    /* made by a rule as soon as it may be         */
	struct index_list  needs;         /* fields that must be filled                  */
	struct index_list  approvals;     /* that must be granted                        */
	struct index_list  tasks;         /* kinds of which none may be open. Kinds whose states the move ends, and that are not optional, hold it up too, … */
	struct index_list  drops;         /* … unless they are named here: open ones are given up */
	const struct rule *when;          /* NULL: always                                */
	struct str         when_text;
	bool               two_person;    /* proposed by one, confirmed by another       */
	struct index_list  makes;         /* documents                                   */
	struct index_list  starts;        /* tasks                                       */
	struct index_list  clears;        /* fields and                                  */
	struct index_list  clears_approvals; /* approvals that begin anew                */
	bool              reason;         /* a reason must be given                      */
	struct play_decision decides;
	bool               undecides;     /* what the case decided about its findings ends */
	int64_t            line;
};

/* What must never be gone around, whatever the moves say: checked by the engine on every move, proved by `playbook check`. */
struct play_guard {
	struct str         id;
	struct words       title;
	const struct rule *when;          /* while it is true or unknown …               */
	struct str         when_text;
	struct index_list  forbids;       /* … these moves may not be made               */
	struct index_list  hides;         /* … nor these documents be produced           */
	int64_t            line;
};

struct play_tell { struct span span; bool before; size_t role; };    /* before or after the due instant */

enum due_from { DUE_OPENED, DUE_ENTERED /* its one state */, DUE_FIELD };
struct play_deadline {
	struct str         id;
	struct words       title;
	struct index_list  in;            /* states in which it runs; empty: all that are not final */
	enum due_from      from;
	size_t             field;         /* of DUE_FIELD: a day or instant              */
	bool               backwards;     /* "n days before field"                       */
	struct span        span;
	const struct rule *when;          /* runs only while true; NULL                  */
	struct str         when_text;
	size_t             met_by;        /* a move; NO_INDEX: leaving its states        */
	size_t             met_by_field;  /* or a field that is filled                   */
	LIST(struct play_tell) tells;
	int64_t            line;
};

struct play_document {
	struct str         id;
	struct words       title;
	struct str         template;      /* templates/NAME.LANG.mustache                */
	struct index_list  to;            /* roles it is for                             */
	size_t             compartment;
	int64_t            line;
};

struct play_approval {
	struct str   id;
	struct words title;
	struct str   route;               /* routes/NAME.yaml                            */
	struct index_list of;             /* fields that were agreed on: one that changes asks for it anew */
	int64_t      line;
};

/* What an expression of this playbook speaks of, in the order of its vocabulary (only words that are used stand in it). */
enum play_word_kind {
	WORD_FIELD, WORD_FILLED, WORD_TASK_OPEN, WORD_TASK_DONE, WORD_PASSED, WORD_APPROVAL, WORD_PREDICATE,
};
struct play_word {
	enum play_word_kind kind;
	size_t              at;           /* the field, task, deadline, approval or predicate */
	struct str          name;         /* as written                                  */
};

struct playbook {
	struct str                  id;
	int32_t                     since;        /* day from which cases begin with it  */
	struct words                title;
	struct words                about;        /* what has happened when it is the one to begin with; may be empty */
	struct str                  number;
	bool                        sealed;
	LIST(struct str)            compartments;
	LIST(struct play_role)      roles;
	LIST(struct play_field)     fields;
	LIST(struct play_state)     states;       /* the first is where cases begin      */
	LIST(struct play_move)      moves;
	LIST(struct play_task)      tasks;
	LIST(struct play_deadline)  deadlines;
	LIST(struct play_document)  documents;
	LIST(struct play_approval)  approvals;
	LIST(struct play_guard)     guards;
	struct index_list           begins;       /* tasks started when a case is opened */
	LIST(struct play_word)      words;        /* of its expressions: what rule_facts and rule_numbers count by */
	struct str                  source;       /* its file's name, for messages       */
	bool                        own;          /* a file of the home, not one that came along (service/playbook says so) */
	struct str                  text;         /* the file as it was: cases keep it   */
	struct str                  digest;       /* SHA-256 of that, hex                */
};

/* What only the program can tell, by name; declared here so that `playbook check` can vary them. */
enum play_predicate {
	PREDICATE_REMATCH_CLEAR,      /* no finding this case (or this task's subject) is about is 該当 or 判定不能 any more */
	PREDICATE_RELEASE_PASSED,     /* the release instant (field `release`) is past, by trusted time */
	PREDICATE_EXPLOITED,          /* one of its weaknesses is known to be exploited                 */
	PREDICATE_INTERIM_PASSED,     /* the end of an interim measure (field `interim_until`) is past  */
	PREDICATE_EXPIRY_PASSED,      /* the end of an acceptance (field `expiry`) is past              */
	PREDICATE_IMMEDIATE,          /* its worst action is Immediate                                  */
	PREDICATE_COUNT,
};
extern const struct enum_names play_predicate_names;    /* "rematch_clear" "release_passed" … */
extern const char *const play_predicate_texts[PREDICATE_COUNT];     /* keys of the catalogue: what is asked, for people */

/* The words in the person's language; the other's where one is missing. */
struct str words_in(const struct words *words, enum lang lang);
bool index_has(const struct index_list *list, size_t at);
