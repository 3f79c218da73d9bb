/*
 * report.h - what people are handed who do not sit at the program: executives, owner units, the desk itself, contractors, auditors.
 *
 * A report is a row of a table (report_kinds): who reads it, what it takes, a view with a declared schema made from the ledger, a template
 * (templates/report-NAME.LANG.mustache) that says it on paper, and sheets, which are the view's lists. So every report is text, HTML, PDF,
 * a mail's body, XLSX, CSV and JSON. doc/en/reports.md says what stands in each, in which order and why; the words follow IPA's
 * 「地方公共団体のための脆弱性対応ガイド」 2 (guide 002: executives, owner units, IT staff) and 日本シーサート協議会「脆弱性管理の手引書」
 * (guide 004: リスク評価, 対処・対策①②③).
 *
 * On every report stand its day (基準日), how old what it rests on is, and what could not be told: 判定不能 is a number with names, never a
 * blank. A report that is kept is what the next one is compared with (前回差). Only what the asker may see is in it; of a sealed case there is
 * its number and neutral label.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/home.h"
#include "service/report/views.h"

enum report_format { REPORT_TEXT, REPORT_HTML, REPORT_PDF, REPORT_MAIL, REPORT_XLSX, REPORT_CSV, REPORT_JSON, REPORT_FORMATS };
extern const struct enum_names report_format_names;     /* "text" "html" … */
const char *report_format_type(enum report_format format);      /* "text/html; charset=utf-8" */

/* What a report may be about; it says which of these it takes, and which it needs. Bits. */
enum report_about { REPORT_OF_UNIT = 1, REPORT_OF_SYSTEM = 2, REPORT_OF_CASE = 4, REPORT_OF_CONTRACTOR = 8 };

struct report_desk { const struct case_desk *cases; const struct home *home; };
struct report_order {
	struct str name;                    /* of the kind                                          */
	struct str unit, system, casefile, contractor;    /* by name or number; ""                  */
	int64_t    since;                   /* what is new since then; INSTANT_NONE: since the last one that was kept, else seven days */
	int32_t    next;                    /* day of the next one; DAY_NONE: as the rules say      */
	enum lang  lang;
};

struct report_making;                       /* parts.h */
/* A list of the view as a sheet; columns are its fields, in this order, or those of a struct in it ("known.fix"). */
struct report_column { const char *field, *heading; unsigned width; };
struct report_sheet { const char *list, *title; const struct report_column *columns; size_t count; };
struct report_kind {
	const char                *name;        /* "executive"                                                  */
	const char                *title;       /* keys of the catalogue                                        */
	const char                *readers, *purpose;
	unsigned                   takes, needs;   /* needs: one of these at least                            */
	bool                       official;    /* days as 令和8年11月20日                                       */
	const struct schema       *schema;      /* begins with struct report_head                               */
	const struct report_sheet *sheets;
	size_t                     sheets_count;
	struct err *(*fill)(struct report_making *making, void *view);
	/* Of one that is to be one page and is more: makes the view shorter, a step more each time; false when there is nothing left to leave out. NULL: never. */
	bool (*shorten)(void *view, size_t step, enum lang lang, struct arena *arena);
};
extern const struct report_kind report_kinds[];
extern const size_t report_kinds_count;
/* ERR_NOT_FOUND names those there are. */
CHECKED struct err *report_kind_of(struct str name, struct arena *arena, const struct report_kind **ret_kind);

struct report_made {
	const struct report_kind *kind;
	void                     *view;         /* of kind->schema                                              */
	struct str                scope;        /* "unit:住民課" …; ""                                          */
	struct str                marks;        /* by which the next one is compared                            */
	int64_t                   at;
	enum lang                 lang;
};
/* ERR_USAGE says what it needs or does not take; ERR_NOT_FOUND names a unit, system, contractor or case that is none. Needs an account. */
CHECKED struct err *report_make(const struct report_desk *desk, const struct actor *actor, const struct report_order *order, int64_t now,
    struct arena *arena, struct report_made *ret_made);
/* *ret_title: its first heading; a file's name may be made of it. */
CHECKED struct err *report_render(const struct report_desk *desk, const struct report_made *made, enum report_format format, struct arena *arena,
    struct str *ret_title, struct str *ret_bytes);
/* The same as a paper (format/paper), for whoever sets it on a page. */
struct paper;
CHECKED struct err *report_paper(const struct report_desk *desk, const struct report_made *made, struct arena *arena, struct paper *ret_paper);
/* It was handed over: kept with its digest, and in the audit. Security staff, administrators and executives. */
CHECKED struct err *report_keep(const struct report_desk *desk, const struct actor *actor, const struct report_made *made, struct arena *arena,
    int64_t *ret_id);

struct report_kind_view { struct str name, title, readers, purpose; struct str_list takes, needs; int64_t last_at; struct str last_by; };
struct report_kept_view { int64_t id; struct str name, title, scope; int64_t at; struct str by, digest; };
struct report_list_view { LIST(struct report_kind_view) kinds; LIST(struct report_kept_view) kept; bool any; /* was kept */ };
extern const struct schema report_list_view_schema;
CHECKED struct err *report_list(const struct report_desk *desk, const struct actor *actor, int64_t now, struct arena *arena,
    struct report_list_view *ret_list);
/* One that was kept, as its JSON: for security staff, administrators, executives and auditors. */
CHECKED struct err *report_kept(const struct report_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct str *ret_json);

/* Whether every name its template speaks of is in its view, in both languages: for tests. "" when all is well. */
CHECKED struct err *report_check(const struct report_kind *kind, enum lang lang, struct arena *arena, struct str *ret_missing);
