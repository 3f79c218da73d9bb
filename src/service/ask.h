/*
 * ask.h - who knows is asked, on paper that can be filled in, and the answer is taken back.
 *
 * Guide 002 (課題) names why: 「委託業者に依存してしまう」「システムの管理レベルが属人化してしまう」; guide 004 how a composition is learnt without a
 * tool: 「仕様書、設計書等の確認、担当者へのヒアリング」; guide 003 4.3.3(2) that those concerned are asked with a date, and asked again.
 *
 *     構成提出依頼   what a system is made of: what we hold to be confirmed, empty lines for the rest
 *     該非照会票     which of the findings in a contractor's systems apply: worst first, one line each
 *
 * A sheet is one XLSX (or CSV) and a mail to send it with; nothing is sent from here. What comes back is shown as a difference before
 * it is applied. Silence is never an answer: an unanswered line leaves its finding as it was, 判定不能 or 該当.
 */
#pragma once
#include "format/answers/answers.h"
#include "service/home.h"
#include "service/stand.h"

struct ask_options {
	struct str        contractor;          /* only this one's; empty: all                                        */
	const struct str *vulnerabilities;     /* only these; none: all that stand open                              */
	size_t            vulnerabilities_count;
	const struct str *systems;             /* names; of a composition at least one, of findings only in these, if any */
	size_t            systems_count;
	int32_t           due;                 /* DAY_NONE: ten business days from now                               */
	int64_t           most;                /* lines of a sheet                                                   */
	bool              again;               /* also what is already asked and not answered, or answered 該当       */
	bool              csv;                 /* CSV beside the XLSX                                                */
	struct str        dir;                 /* where the files go                                                 */
	bool              send;                /* of reminders: as letters of the home's outbox, where an address is registered */
	struct str        by;
	int64_t           now;
	enum lang         lang;                /* of the papers                                                      */
};

struct ask_sheet_view {
	int64_t    number;
	struct str kind;           /* "applicability", "composition"                                              */
	struct str contractor;     /* who is to answer; of a system without contractor its unit                   */
	int32_t    due;
	int64_t    lines;          /* that ask something                                                          */
	int64_t    already;        /* left out: asked before and still open, or answered                          */
	int64_t    beyond;         /* left out: more than fit on the sheet                                        */
	int64_t    known;          /* left out: read on the machine itself, nothing to ask                        */
	struct str file, csv, mail;/* paths; csv may be empty                                                     */
	struct str mail_to;        /* empty: no address is known for them                                         */
};
struct ask_sheets {
	LIST(struct ask_sheet_view) sheets;
	int64_t                     without_contractor;     /* findings in systems of which no contractor is known */
};
extern const struct schema ask_sheets_schema;

CHECKED struct err *ask_applicability(const struct home *home, const struct ask_options *options, struct arena *arena,
    struct ask_sheets *ret_sheets);
/* ERR_NOT_FOUND names a system that is not in the ledger. */
CHECKED struct err *ask_composition(const struct home *home, const struct ask_options *options, struct arena *arena,
    struct ask_sheets *ret_sheets);

/* How the version of a product is found, in words a person at the machine can follow. */
struct str ask_how(struct str product, struct str identity, enum lang lang);

/* ------------------------------------------------------------------------------------- taking back */

enum ask_outcome {
	ASK_APPLIES,         /* is (or was) taken as it is                                                     */
	ASK_UNCHANGED,       /* says what is known already, or nothing                                         */
	ASK_CONTRADICTS,     /* says otherwise than what we hold on a stronger word: left to a person           */
	ASK_REFUSED,         /* cannot be taken: the reason says what to do                                     */
};
extern const struct enum_names ask_outcome_names;

struct ask_line_view {
	int64_t          line;             /* of the sheet */
	struct str       id;
	struct str       system, host, product, vulnerability;
	struct str       said;             /* what we asked or hold: "判定不能、バージョン不明"                   */
	struct str       answer;           /* "非該当、9.0.71（例システム 田中、2026-11-25）"                    */
	enum ask_outcome outcome;
	struct str       effect;           /* what becomes of it, or why it cannot be taken                   */
};
struct ask_take_view {
	struct str file;
	int64_t    number;                 /* 0: lines of several sheets, or of none                          */
	struct str contractor;
	LIST(struct ask_line_view) lines;
	int64_t    answered, unanswered;   /* lines with and without an answer; those cut away count as without */
	int64_t    applies, contradicts, refused;
	bool       applied;
};
extern const struct schema ask_take_schema;

struct ask_take_options {
	bool       apply;                  /* else only shown                                                 */
	bool       contradictions;         /* apply those too: a person has looked at them                    */
	struct str by;
	int64_t    now;
	enum lang  lang;
};
CHECKED struct err *ask_take(const struct home *home, struct str path, const struct ask_take_options *options, struct arena *arena,
    struct ask_take_view *ret_view);

/* What was asked about a finding and what came back, a sentence each, the oldest first. */
CHECKED struct err *ask_answers(struct ledger *ledger, int64_t system, int64_t product, struct str vulnerability, enum lang lang,
    struct arena *arena, struct str_list *ret_answers);
/* Whose decision it is, until when and on what ground; review: its evidence has changed. "" for decision 0. */
CHECKED struct err *ask_decision_words(struct ledger *ledger, int64_t decision, bool review, enum lang lang, struct arena *arena,
    struct str *ret_words);

/* ----------------------------------------------------------------------------------------- chasing */

struct ask_status_row {
	int64_t    number;
	struct str kind, contractor;
	int64_t    made;
	int32_t    due;
	int64_t    lines, open, unsettled;
	int64_t    overdue;                /* business days past due; 0: not overdue, or all is answered       */
	struct str worst;                  /* action of the worst finding behind what is open: "immediate" …   */
	int64_t    reminders;
	int32_t    chase_on;               /* the day they said to ask again                                   */
	struct str next;                   /* "wait" "remind" "escalate" "escalated" "done"                              */
};
struct ask_status { LIST(struct ask_status_row) asks; };
extern const struct schema ask_status_schema, ask_status_row_schema;
/* Open ones first, worst first. */
CHECKED struct err *ask_status(const struct home *home, int64_t now, struct arena *arena, struct ask_status *ret_status);

struct ask_reminder_view { int64_t number; struct str contractor, stage, to, file; int64_t open, overdue; };
struct ask_reminders { LIST(struct ask_reminder_view) reminders; };
extern const struct schema ask_reminders_schema;
/*
 * Writes what is due today: the first reminder the day after the due day, the second three business days after the first, then
 * the one that cites the contract's clause, to who answers for the contract. The same day twice writes nothing twice. To be sent: the letter goes into
 * the outbox in the same unit of work in which the reminder is noted, and file is empty; without an address it is a file all the same.
 */
CHECKED struct err *ask_chase(const struct home *home, const struct ask_options *options, struct arena *arena,
    struct ask_reminders *ret_reminders);

/* ------------------------------------------------------------------------------------- contractors */

struct ask_contractor_view {
	struct str name, person, mail, contract, clause;
	int32_t    ends;
	struct str overseer, overseer_mail;
	int64_t    systems;                /* in the ledger under that name                                     */
};
struct ask_contractors { LIST(struct ask_contractor_view) contractors; };
extern const struct schema ask_contractor_schema, ask_contractors_schema;
/* The register, and contractors of systems that are not in it yet. */
CHECKED struct err *ask_contractors(const struct home *home, struct arena *arena, struct ask_contractors *ret_contractors);
/* What the register has of it; nothing when it has none of that name, or nothing but the name. */
CHECKED struct err *ask_contractor_stand(const struct home *home, struct str name, struct arena *arena, struct stand *ret_stand);
CHECKED struct err *ask_contractor_put(const struct home *home, const struct ledger_contractor *contractor, struct str by, int64_t now,
    struct arena *arena);
